//! The house: words about things, what waits, finding, files.

use palabre_api::{Handler, ask};

use super::{Act, nothing};

pub const ACTS: &[Act] = &[
    ("waiting", 2, |node, _| node.waiting(ask::Waiting { limit: 20 }).map(drop)),
    ("since", 2, |node, stage| {
        let looked = stage.chance(0.5);
        node.since(ask::Since { when: None, looked, limit: 20 }).map(drop)
    }),
    ("notices", 1, |node, stage| {
        let (looking, always) = (stage.chance(0.3), stage.chance(0.5));
        node.notices(ask::Notices { looking, always, ..Default::default() }).map(drop)
    }),
    ("search", 2, |node, stage| {
        let text = vec![stage.word(&["bread", "roo", "cafe", "chairs", "\"", "none of this"])];
        node.search(ask::Search { text, kind: None, limit: 10 }).map(drop)
    }),
    ("export", 1, |node, stage| {
        let format = stage.word(&["json", "csv", "ics"]);
        let kind =
            (format == "csv").then(|| stage.word(&["projects", "decisions", "answers", "gifts", "members"]));
        node.export(ask::Export { file: stage.file("export"), format, kind }).map(drop)
    }),
    ("comment", 6, |node, stage| {
        let on = stage.record(node)?;
        let thread = node.comment(ask::Comment { on: on.clone(), ..Default::default() })?;
        let comment = stage.one_of(&thread.comments).map(|comment| comment.id.clone());
        let reply = comment.filter(|_| stage.chance(0.5));
        node.comment(ask::Comment { on, text: Some(stage.words()), reply }).map(drop)
    }),
    ("react", 3, |node, stage| {
        let on = stage.record(node)?;
        let thread = node.comment(ask::Comment { on: on.clone(), ..Default::default() })?;
        let comment = stage.one_of(&thread.comments).map(|comment| comment.id.clone());
        let reaction = stage.word(&["♥", "♥", "👏", ""]);
        node.react(ask::React { on, reaction, comment }).map(drop)
    }),
    ("fold", 1, |node, stage| {
        let on = stage.record(node)?;
        let thread = node.comment(ask::Comment { on: on.clone(), ..Default::default() })?;
        let comment = stage.one_of(&thread.comments).map(|comment| comment.id.clone()).ok_or_else(nothing)?;
        let back = stage.chance(0.2);
        node.fold(ask::Fold { on, comment, text: Some(stage.words()), back }).map(drop)
    }),
    ("hide", 1, |node, stage| {
        let on = stage.record(node)?;
        let thread = node.comment(ask::Comment { on: on.clone(), ..Default::default() })?;
        let comment = stage.one_of(&thread.comments).map(|comment| comment.id.clone());
        node.hide(ask::Hide { on, comment, back: stage.chance(0.3) }).map(drop)
    }),
    ("coming", 1, |node, _| node.coming(ask::Coming { days: 30, limit: 20 }).map(drop)),
    ("withdraw", 2, |node, stage| {
        let me = node.me_show(ask::MeShow {})?.name;
        let on = stage.record(node)?;
        let thread = node.comment(ask::Comment { on: on.clone(), ..Default::default() })?;
        let mine: Vec<_> = thread.comments.iter().filter(|comment| comment.name == me).collect();
        let comment = stage.one_of(&mine).map(|comment| comment.id.clone());
        // Without a comment of mine there may be a reason, or nothing.
        if comment.is_none() && stage.chance(0.8) {
            return Err(nothing());
        }
        let outcome = comment.is_none() && stage.chance(0.3);
        let keys = ["advice", "go", "review", "hand", "stance"];
        let what = (comment.is_none() && !outcome && stage.chance(0.5)).then(|| stage.word(&keys));
        node.withdraw(ask::Withdraw { on, what, comment, outcome }).map(drop)
    }),
    ("nudge", 2, |node, stage| {
        let on = stage.record(node)?;
        let silent = node.nudge(ask::Nudge { on: on.clone(), ..Default::default() })?.silent;
        let name = stage.one_of(&silent).cloned().ok_or_else(nothing)?;
        node.nudge(ask::Nudge { on, name: Some(name), text: Some(stage.words()) }).map(drop)
    }),
    ("markdown", 1, |node, stage| {
        let text = vec![format!("**{}** <b>@{}</b> ![]({0})", stage.words(), stage.words())];
        node.markdown(ask::Markdown { text }).map(drop)
    }),
    ("status", 1, |node, _| node.status(ask::Status {}).map(drop)),
    ("fork.list", 1, |node, _| node.fork_list(ask::ForkList {}).map(drop)),
    ("fork.export", 2, |node, stage| {
        let forks = node.fork_list(ask::ForkList {})?.forks;
        let Some(fork) = stage.one_of(&forks) else { return Err(nothing()) };
        let file = stage.file("proof");
        node.fork_export(ask::ForkExport { device: fork.device.clone(), file: file.clone() })?;
        // What is saved, a stranger verifies.
        let checked = node.verify(ask::Verify { file }).expect("a proof that was saved holds");
        assert_eq!(checked.kind, "fork");
        Ok(())
    }),
    ("near", 1, |node, _| node.near(ask::Near::default()).map(drop)),
    ("house", 1, |node, _| node.house(ask::House { qr: false }).map(drop)),
    ("bundle.export", 2, |node, stage| {
        node.bundle_export(ask::BundleExport { file: stage.file("bundle"), ..Default::default() }).map(drop)
    }),
    ("bundle.import", 2, |node, stage| {
        let file = stage.file("bundle");
        if !std::path::Path::new(&file).exists() && stage.chance(0.9) {
            return Err(nothing());
        }
        node.bundle_import(ask::BundleImport { file }).map(drop)
    }),
];
