//! Who does what when.
//!
//! All of it is one list of acts, each with its time. What lies before the opening is the past; the rest is played as days
//! pass. Titles exist in three languages, for the window's; what is said stays in the language of whoever says it.

mod decisions;
mod intentions;
mod people;
mod projects;
mod round;
mod wall;

use palabre_api::{ApiError, Handler, ask};
use palabre_node::Node;
use palabre_node::node::Clock;

use crate::people::Who;
use crate::village::{Ids, Village, Voice};

/// The day on which the community was founded, counted from the opening.
const FOUNDED: i32 = -75;

type Does = Box<dyn Fn(&mut Village) -> Result<(), ApiError> + Send>;

/// Something that somebody does at a time.
pub(crate) struct Planned {
    /// When, in milliseconds since 1970.
    pub(crate) at: i64,
    /// Whether the story goes on without it.
    pub(crate) may_miss: bool,
    /// What is done.
    pub(crate) does: Does,
}

/// The plan while it is made.
struct Plan<'a> {
    voice: &'a Voice,
    acts: Vec<Planned>,
}

impl Plan<'_> {
    /// Something happens to the village.
    fn at(&mut self, at: i64, does: impl Fn(&mut Village) -> Result<(), ApiError> + Send + 'static) {
        self.acts.push(Planned { at, may_miss: false, does: Box::new(does) });
    }

    /// Somebody does something.
    fn by(
        &mut self,
        at: i64,
        who: Who,
        act: impl Fn(&mut Node, &mut Ids) -> Result<(), ApiError> + Send + 'static,
    ) {
        self.at(at, move |village| village.by(who, &act));
    }

    /// Somebody answers a decision.
    fn answer(&mut self, at: i64, who: Who, decision: &'static str, answer: &[&str], reason: Option<&str>) {
        let answer: Vec<String> = answer.iter().map(|&one| one.to_owned()).collect();
        let reason = reason.map(|reason| self.voice.quote(who, reason));
        self.by(at, who, move |node, ids| {
            let decision = id(ids, decision);
            let (answer, reason) = (answer.clone(), reason.clone());
            let answer = ask::DecisionAnswer { decision, answer, reason, ..Default::default() };
            node.decision_answer(answer).map(drop)
        });
    }

    /// Somebody counts a decision, or settles a round, and these find the same, a minute after each other.
    fn count(&mut self, at: i64, who: Who, decision: &'static str, and: &[Who]) {
        self.by(at, who, move |node, ids| {
            node.decision_count(ask::DecisionCount { decision: id(ids, decision) }).map(drop)
        });
        self.confirm(at + crate::calendar::MINUTE, decision, and);
    }

    /// These find the same as was counted, a minute after each other.
    fn confirm(&mut self, at: i64, decision: &'static str, people: &[Who]) {
        for (who, minutes) in people.iter().zip(0..) {
            self.by(at + minutes * crate::calendar::MINUTE, *who, move |node, ids| {
                let decision = Some(id(ids, decision));
                node.decision_confirm(ask::DecisionConfirm { decision, by_itself: None }).map(drop)
            });
        }
    }
}

/// Returns what the story calls so.
fn id(ids: &Ids, word: &str) -> String {
    ids.get(word).cloned().unwrap_or_else(|| word.to_owned())
}

/// Founds the community.
pub(crate) fn found(world: Clock, voice: &Voice) -> Result<Village, ApiError> {
    let cause = voice.say([
        "That nobody on our street faces change alone.",
        "Que personne, dans notre rue, n’affronte seul ce qui change.",
        "Que nadie en nuestra calle afronte solo lo que cambia.",
    ]);
    Village::found(world, &voice.calendar, FOUNDED, ("Le Fournil", &cause))
}

/// Returns everything that anybody does, in its order.
pub(crate) fn plan(voice: &Voice) -> Vec<Planned> {
    let mut plan = Plan { voice, acts: Vec::new() };
    plan.people();
    plan.projects();
    plan.intentions();
    plan.decisions();
    plan.round();
    plan.wall();
    let mut acts = plan.acts;
    acts.sort_by_key(|act| act.at);
    acts
}
