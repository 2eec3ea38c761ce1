//! What somebody may do: one act for every call, with arguments drawn at random.

use palabre_api::{ApiError, Handler, ask};
use palabre_node::Node;
use rand::RngExt;
use rand::rngs::StdRng;

/// Where acts that read or write files do so.
pub struct Stage<'a> {
    /// What is drawn.
    pub rng: &'a mut StdRng,
    /// A folder for files.
    pub folder: &'a std::path::Path,
}

type Act = fn(&mut Node, &mut Stage) -> Result<(), ApiError>;

/// Calls that a schedule makes by its own plan, or that need no community.
pub const APART: &[(&str, &str)] = &[
    ("me.new", "a laptop is made with its keys"),
    ("found", "every schedule begins with it"),
    ("join", "the schedule decides who joins when"),
    ("leave", "the schedule decides who leaves, and rarely"),
    ("doctor", "every schedule ends with it"),
];

/// Acts by the name of their call, and how often each is drawn.
pub const ACTS: &[(&str, u32, Act)] = &[
    ("me.show", 1, |node, _| node.me_show(ask::MeShow {}).map(drop)),
    ("look", 1, |node, stage| {
        let ticket = stage.file("invite");
        node.look(ask::Look { ticket }).map(drop)
    }),
    ("invite", 1, |node, stage| {
        let file = stage.rng.random_bool(0.5).then(|| stage.file("invite"));
        let guest = stage.rng.random_bool(0.3);
        let qr = stage.rng.random_bool(0.1);
        node.invite(ask::Invite { uses: 2, days: 30, guest, file, qr }).map(drop)
    }),
    ("admit", 2, |node, stage| {
        let waiting = node.admit(ask::Admit::default())?.waiting;
        match waiting.first() {
            Some(newcomer) => {
                let guest = stage.rng.random_bool(0.2);
                node.admit(ask::Admit { who: Some(newcomer.member.clone()), guest }).map(drop)
            }
            None => Ok(()),
        }
    }),
    ("members", 1, |node, _| node.members(ask::Members {}).map(drop)),
    ("cause.show", 1, |node, _| node.cause_show(ask::CauseShow {}).map(drop)),
    ("cause.propose", 2, |node, stage| {
        let text = stage.words();
        node.cause_propose(ask::CausePropose { text, days: Some(1) }).map(drop)
    }),
    ("cause.adopt", 2, |node, stage| {
        let proposals = node.cause_show(ask::CauseShow {})?.proposals;
        match stage.one_of(&proposals) {
            Some(line) => node.cause_adopt(ask::CauseAdopt { decision: line.id.clone() }).map(drop),
            None => Ok(()),
        }
    }),
    ("decision.new", 8, |node, stage| {
        let question = format!("{}?", stage.words());
        let wording = stage.words();
        let decision = node.decision_new(ask::DecisionNew { question, wording })?.id;
        if stage.rng.random_bool(0.8) { stage.open(node, decision) } else { Ok(()) }
    }),
    ("decision.open", 4, |node, stage| {
        let decision = stage.decision(node)?;
        stage.open(node, decision)
    }),
    ("decision.answer", 24, |node, stage| {
        let decision = stage.decision(node)?;
        let all = node.decision_show(ask::DecisionShow { decision: decision.clone() })?.positions;
        let position = stage.one_of(&all).cloned().unwrap_or_else(|| "for".into());
        let reason = stage.rng.random_bool(0.3).then(|| stage.words());
        node.decision_answer(ask::DecisionAnswer { decision, answer: vec![position], reason, behalf: None })
            .map(drop)
    }),
    ("decision.show", 1, |node, stage| stage.decision(node).map(drop)),
    ("decision.list", 1, |node, _| {
        node.decision_list(ask::DecisionList { open: true, skip: 0, limit: 5 }).map(drop)
    }),
    ("decision.count", 8, |node, stage| {
        let decision = stage.decision(node)?;
        node.decision_count(ask::DecisionCount { decision }).map(drop)
    }),
    ("decision.confirm", 6, |node, stage| {
        if stage.rng.random_bool(0.5) {
            let leave = if stage.rng.random_bool(0.8) { "yes" } else { "no" };
            let by_itself = Some(leave.into());
            return node.decision_confirm(ask::DecisionConfirm { decision: None, by_itself }).map(drop);
        }
        let decision = Some(stage.decision(node)?);
        node.decision_confirm(ask::DecisionConfirm { decision, by_itself: None }).map(drop)
    }),
    ("decision.outcome", 2, |node, stage| {
        let (decision, text) = (stage.decision(node)?, stage.words());
        node.decision_outcome(ask::DecisionOutcome { decision, text, review: 7 }).map(drop)
    }),
    ("decision.export", 1, |node, stage| {
        let decision = stage.decision(node)?;
        node.decision_export(ask::DecisionExport { decision, file: stage.file("decision") }).map(drop)
    }),
    ("verify", 1, |node, stage| node.verify(ask::Verify { file: stage.file("decision") }).map(drop)),
    ("comment", 6, |node, stage| {
        let on = stage.record(node)?;
        let thread = node.comment(ask::Comment { on: on.clone(), ..Default::default() })?;
        let comment = stage.one_of(&thread.comments).map(|comment| comment.id.clone());
        let reply = comment.filter(|_| stage.rng.random_bool(0.5));
        node.comment(ask::Comment { on, text: Some(stage.words()), reply }).map(drop)
    }),
    ("react", 3, |node, stage| {
        let on = stage.record(node)?;
        let thread = node.comment(ask::Comment { on: on.clone(), ..Default::default() })?;
        let comment = stage.one_of(&thread.comments).map(|comment| comment.id.clone());
        let reaction = if stage.rng.random_bool(0.7) { "♥" } else { "" }.to_owned();
        node.react(ask::React { on, reaction, comment }).map(drop)
    }),
    ("withdraw", 3, |node, stage| {
        let on = stage.record(node)?;
        let thread = node.comment(ask::Comment { on: on.clone(), ..Default::default() })?;
        let comment = stage.one_of(&thread.comments).map(|comment| comment.id.clone());
        let outcome = comment.is_none() && stage.rng.random_bool(0.3);
        node.withdraw(ask::Withdraw { on, comment, outcome }).map(drop)
    }),
    ("status", 1, |node, _| node.status(ask::Status {}).map(drop)),
    ("bundle.export", 2, |node, stage| {
        node.bundle_export(ask::BundleExport { file: stage.file("bundle"), after: 0 }).map(drop)
    }),
    ("bundle.import", 3, |node, stage| {
        node.bundle_import(ask::BundleImport { file: stage.file("bundle") }).map(drop)
    }),
];

impl Stage<'_> {
    fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn words(&mut self) -> String {
        format!("words {}", self.rng.random::<u32>())
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { list.get(self.rng.random_range(0..list.len())) }
    }

    fn decision(&mut self, node: &mut Node) -> Result<String, ApiError> {
        let ask = ask::DecisionList { open: false, skip: 0, limit: 50 };
        let decisions = node.decision_list(ask)?.decisions;
        // People speak of what is new. Nothing to speak of yet: the call itself has to say so.
        let newest = &decisions[..decisions.len().min(3)];
        Ok(self.one_of(newest).map_or_else(|| "nothing".into(), |line| line.id.clone()))
    }

    fn open(&mut self, node: &mut Node, decision: String) -> Result<(), ApiError> {
        let sense_check = self.rng.random_bool(0.3);
        node.decision_open(ask::DecisionOpen {
            decision,
            how: Some(if sense_check { "sense-check" } else { "proposal" }.into()),
            hours: Some(self.rng.random_range(1..30)),
            travel: Some(self.rng.random_range(0..6)),
            threshold: self.rng.random_bool(0.5).then(|| "2/3".into()),
            block: self.rng.random_bool(0.2),
            reasons: Some("optional".into()),
            ..Default::default()
        })
        .map(drop)
    }

    fn record(&mut self, node: &mut Node) -> Result<String, ApiError> {
        if self.rng.random_bool(0.2) { Ok("community".into()) } else { self.decision(node) }
    }
}

/// Draws an act and does it; returns its name and what came of it.
pub fn act(node: &mut Node, stage: &mut Stage) -> (&'static str, Result<(), ApiError>) {
    let all: u32 = ACTS.iter().map(|(_, weight, _)| weight).sum();
    let mut drawn = stage.rng.random_range(0..all);
    for (name, weight, act) in ACTS {
        if drawn < *weight {
            return (name, act(node, stage));
        }
        drawn -= weight;
    }
    unreachable!("weights add up to their sum")
}
