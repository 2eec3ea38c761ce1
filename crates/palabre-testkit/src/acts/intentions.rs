//! Intentions, from what somebody wants to do to looking back.

use palabre_api::{Handler, ask, row};

use super::decisions::opened;
use super::{Act, nothing};

pub const ACTS: &[Act] = &[
    ("intention.new", 4, |node, stage| {
        let touches = stage.names(node, 3)?;
        let knows = if stage.chance(0.3) { stage.names(node, 1)? } else { Vec::new() };
        let knows = knows.into_iter().filter(|name| !touches.contains(name)).collect();
        let about = if stage.chance(0.3) { stage.project(node, |_| true)? } else { "nothing".into() };
        node.intention_new(ask::IntentionNew {
            what: stage.words(),
            why: stage.words(),
            touches,
            knows,
            days: Some(1),
            about: (about != "nothing").then_some(about),
            ..Default::default()
        })
        .map(drop)
    }),
    ("intention.list", 1, |node, _| {
        node.intention_list(ask::IntentionList { limit: 5, ..Default::default() }).map(drop)
    }),
    ("intention.show", 1, |node, stage| {
        let intention = stage.intention(node, |_| true)?;
        node.intention_show(ask::IntentionShow { intention }).map(drop)
    }),
    ("intention.suggest", 1, |node, stage| {
        node.intention_suggest(ask::IntentionSuggest { text: stage.words() }).map(drop)
    }),
    ("intention.change", 2, |node, stage| {
        let me = node.me_show(ask::MeShow {})?.name;
        let intention = stage.intention(node, |line| line.initiator == me && running(line))?;
        let waits_for = if stage.chance(0.2) { Some(opened(node, stage)?) } else { None };
        let touches = stage.names(node, 1)?;
        node.intention_change(ask::IntentionChange {
            intention,
            touches,
            days: Some(2),
            waits_for,
            ..Default::default()
        })
        .map(drop)
    }),
    ("intention.advise", 8, |node, stage| {
        let me = node.me_show(ask::MeShow {})?.name;
        let asked = stage.chance(0.7);
        let intention = stage
            .intention(node, |line| running(line) && line.initiator != me && (line.waits_for_me || !asked))?;
        let kind = stage.word(&["read", "support", "suggestion", "worry", "harm"]);
        let text = (kind != "read").then(|| stage.words());
        node.intention_advise(ask::IntentionAdvise { intention, kind, text }).map(drop)
    }),
    ("intention.reply", 4, |node, stage| {
        let me = node.me_show(ask::MeShow {})?.name;
        let intention = stage.intention(node, |line| line.initiator == me && line.heard > 0)?;
        let shown = node.intention_show(ask::IntentionShow { intention: intention.clone() })?;
        let Some(name) = stage.one_of(&shown.advice).map(|advice| advice.name.clone()) else {
            return Err(nothing());
        };
        let how = stage.word(&["taken", "adapted", "not-taken"]);
        node.intention_reply(ask::IntentionReply { intention, name, how, text: Some(stage.words()) })
            .map(drop)
    }),
    ("intention.decide", 3, |node, stage| {
        let me = node.me_show(ask::MeShow {})?.name;
        let intention = stage.intention(node, |line| line.initiator == me && running(line))?;
        let go = stage.word(&["go", "go-changed", "drop"]);
        node.intention_decide(ask::IntentionDecide {
            intention,
            go,
            text: Some(stage.words()),
            review: Some(1),
        })
        .map(drop)
    }),
    ("intention.outcome", 1, |node, stage| {
        let me = node.me_show(ask::MeShow {})?.name;
        let intention = stage.intention(node, |line| line.initiator == me && !running(line))?;
        node.intention_outcome(ask::IntentionOutcome { intention, text: stage.words() }).map(drop)
    }),
    ("intention.review", 2, |node, stage| {
        let intention = stage.intention(node, |line| line.state == "review")?;
        let tension = stage.word(&["less", "as-much", "more"]);
        node.intention_review(ask::IntentionReview { intention, tension, text: stage.maybe_words() })
            .map(drop)
    }),
];

fn running(line: &row::IntentionLine) -> bool {
    matches!(line.state.as_str(), "listening" | "ended")
}
