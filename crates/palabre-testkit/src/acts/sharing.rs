//! The wall.

use palabre_api::{Handler, ask};

use super::{Act, nothing};

pub const ACTS: &[Act] = &[
    ("share.new", 2, |node, stage| {
        let kind = stage.word(&["gift", "offer", "request", "thanks", "care"]);
        let to = stage.names(node, 1)?;
        node.share_new(ask::ShareNew { kind, text: stage.words(), to }).map(drop)
    }),
    ("share.list", 1, |node, _| {
        node.share_list(ask::ShareList { limit: 10, ..Default::default() }).map(drop)
    }),
    ("share.answer", 2, |node, stage| {
        let lines = node.share_list(ask::ShareList { limit: 10, ..Default::default() })?.lines;
        let others: Vec<_> = lines.iter().filter(|line| !line.mine).collect();
        let Some(line) = stage.one_of(&others) else { return Err(nothing()) };
        let (share, back) = (line.id.clone(), stage.chance(0.1));
        node.share_answer(ask::ShareAnswer { share, text: stage.maybe_words(), back }).map(drop)
    }),
    ("share.done", 1, |node, stage| {
        let lines = node.share_list(ask::ShareList { limit: 10, ..Default::default() })?.lines;
        let mine: Vec<_> = lines.iter().filter(|line| line.mine && !line.done).collect();
        let Some(line) = stage.one_of(&mine) else { return Err(nothing()) };
        node.share_done(ask::ShareDone { share: line.id.clone() }).map(drop)
    }),
];
