//! Decisions, in every way of deciding.

use palabre_api::{ApiError, Handler, ask, row};
use palabre_node::Node;
use rand::RngExt;

use super::{Act, Did, Stage, nothing};

pub const ACTS: &[Act] = &[
    ("decision.new", 8, |node, stage| {
        let question = format!("{}?", stage.words());
        let wording = stage.words();
        let decision = node.decision_new(ask::DecisionNew { question, wording })?.id;
        // Most open at once. Where that is refused, the draft stays, as it should.
        if stage.chance(0.9) { open(node, stage, decision).or(Ok(())) } else { Ok(()) }
    }),
    ("decision.open", 4, |node, stage| {
        let me = node.me_show(ask::MeShow {})?.name;
        let decision = stage.decision(node, |line| line.state == "draft" && line.author == me)?;
        open(node, stage, decision)
    }),
    ("decision.amend", 2, |node, stage| {
        let me = node.me_show(ask::MeShow {})?.name;
        let mine = |line: &row::DecisionLine| {
            line.author == me && line.how == "consent" && matches!(line.state.as_str(), "open" | "closing")
        };
        let (decision, wording) = (stage.decision(node, mine)?, stage.words());
        node.decision_amend(ask::DecisionAmend { decision, wording, days: Some(3) }).map(drop)
    }),
    ("decision.answer", 30, |node, stage| {
        let waits = stage.chance(0.8);
        let decision = stage.decision(node, |line| line.state == "open" && (line.waits_for_me || !waits))?;
        let shown =
            node.decision_show(ask::DecisionShow { decision: decision.clone(), ..Default::default() })?;
        let answer = answer(stage, &shown);
        let reason = stage.chance(0.8).then(|| stage.words());
        let behalf = if stage.chance(0.05) { stage.names(node, 1)?.pop() } else { None };
        let answer = ask::DecisionAnswer { decision, answer, reason, behalf, opening: shown.opening };
        node.decision_answer(answer).map(drop)
    }),
    ("decision.pass", 2, |node, stage| {
        let decision = stage.decision(node, |line| line.state == "open" && line.waits_for_me)?;
        let back = stage.chance(0.2);
        node.decision_pass(ask::DecisionPass { decision, back }).map(drop)
    }),
    ("decision.show", 1, |node, stage| {
        let decision = stage.decision(node, |_| true)?;
        let (answers, comments) = (stage.chance(0.5).then_some(1), stage.chance(0.5).then_some(1));
        node.decision_show(ask::DecisionShow { decision, answers, comments }).map(drop)
    }),
    ("decision.list", 1, |node, _| {
        node.decision_list(ask::DecisionList { open: true, skip: 0, limit: 5 }).map(drop)
    }),
    ("register", 1, |node, stage| {
        let how = stage.chance(0.3).then(|| stage.word(&["consent", "choose"]));
        node.register(ask::Register { how, limit: 20, ..Default::default() }).map(drop)
    }),
    ("decision.count", 8, |node, stage| {
        // What is closing has ended, or everybody has answered.
        let decision = stage.decision(node, |line| {
            line.state == "ended"
                || line.state == "closing"
                || (line.present > 0 && line.answered == line.present)
        })?;
        let decision = mine(node, stage, decision)?;
        node.decision_count(ask::DecisionCount { decision }).map(drop)
    }),
    ("decision.confirm", 6, |node, stage| {
        if stage.chance(0.4) {
            let by_itself = Some(stage.word(&["yes", "yes", "yes", "no"]));
            return node.decision_confirm(ask::DecisionConfirm { decision: None, by_itself }).map(drop);
        }
        let decision = stage.decision(node, |line| line.state == "counted")?;
        let decision = Some(mine(node, stage, decision)?);
        node.decision_confirm(ask::DecisionConfirm { decision, by_itself: None }).map(drop)
    }),
    ("decision.outcome", 2, |node, stage| {
        let decision = stage.decision(node, |line| matches!(line.state.as_str(), "counted" | "final"))?;
        let decision = mine(node, stage, decision)?;
        let text = stage.words();
        node.decision_outcome(ask::DecisionOutcome { decision, text, review: 7 }).map(drop)
    }),
    ("decision.export", 1, |node, stage| {
        let decision = stage.decision(node, |line| matches!(line.state.as_str(), "counted" | "final"))?;
        node.decision_export(ask::DecisionExport { decision, file: stage.file("decision") }).map(drop)
    }),
    ("decision.template", 1, |node, stage| {
        let decision = stage.decision(node, |line| line.state != "draft")?;
        node.decision_template(ask::DecisionTemplate { decision, file: stage.file("template") }).map(drop)
    }),
    ("verify", 1, |node, stage| {
        let decision = stage.decision(node, |line| matches!(line.state.as_str(), "counted" | "final"))?;
        let file = stage.file("verified");
        node.decision_export(ask::DecisionExport { decision, file: file.clone() })?;
        node.verify(ask::Verify { file }).map(drop)
    }),
];

/// Opens a draft in one of the ways of deciding.
fn open(node: &mut Node, stage: &mut Stage, decision: String) -> Did {
    let how = stage.word(&[
        "consent",
        "consent",
        "proposal",
        "proposal",
        "sense-check",
        "choose",
        "score",
        "time-poll",
    ]);
    let mut ask = ask::DecisionOpen {
        decision,
        hours: Some(stage.rng.random_range(1..60)),
        travel: Some(stage.rng.random_range(0..6)),
        ..Default::default()
    };
    match how.as_str() {
        "consent" => {
            ask.silence = stage.chance(0.2);
            // Silence takes two days at least.
            ask.hours = Some(if ask.silence { 72 } else { stage.rng.random_range(48..96) });
        }
        "proposal" => {
            ask.threshold = stage.chance(0.5).then(|| "2/3".into());
            ask.quorum = stage.chance(0.3).then(|| "20".into());
            ask.block = stage.chance(0.2);
        }
        "choose" | "score" => {
            ask.options = (0..stage.rng.random_range(2..5)).map(|i| format!("option {i}")).collect();
            ask.up_to = (how == "choose").then(|| stage.rng.random_range(1..3));
        }
        "time-poll" => {
            ask.slots = vec!["2030-03-15T18:00[Europe/Paris]/2h".into(), "2030-03-16T09:00[UTC]/1h".into()]
        }
        _ => {}
    }
    ask.reasons = stage.chance(0.7).then(|| stage.word(&["off", "optional", "required"]));
    ask.hide = stage.chance(0.2).then(|| stage.word(&["until-answered", "until-end"]));
    ask.about = if stage.chance(0.2) { some(stage.project(node, |_| true)?) } else { None };
    ask.people = if stage.chance(0.1) { stage.names(node, 3)? } else { Vec::new() };
    ask.how = Some(how);
    node.decision_open(ask).map(drop)
}

/// Passes on a decision in which this person takes part; now and then another one.
fn mine(node: &mut Node, stage: &mut Stage, decision: String) -> Result<String, ApiError> {
    let shown = node.decision_show(ask::DecisionShow { decision: decision.clone(), ..Default::default() })?;
    if shown.i_take_part || stage.chance(0.1) { Ok(decision) } else { Err(nothing()) }
}

fn some(id: String) -> Option<String> {
    (id != "nothing").then_some(id)
}

/// Draws an answer that fits the way of deciding.
fn answer(stage: &mut Stage, decision: &row::Decision) -> Vec<String> {
    let options = decision.options.len().max(2);
    match decision.how.as_str() {
        "choose" if stage.chance(0.1) => vec!["none".into()],
        "choose" => vec![stage.rng.random_range(1..=options).to_string()],
        "score" => (0..options).map(|_| stage.word(&["0", "1", "2", "3", "4", "5", "-"])).collect(),
        "time-poll" => (0..options).map(|_| stage.word(&["yes", "if-need-be", "no"])).collect(),
        _ => vec![stage.one_of(&decision.positions).cloned().unwrap_or_else(|| "for".into())],
    }
}

/// Draws a decision that was opened, to be used by others.
pub(super) fn opened(node: &mut Node, stage: &mut Stage) -> Result<String, ApiError> {
    stage.decision(node, |line| line.state != "draft")
}
