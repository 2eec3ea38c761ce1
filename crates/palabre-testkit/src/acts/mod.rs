//! What somebody may do: one act for every call, with arguments drawn at random.
//!
//! Most acts look first at what is there, as people do, so that most of them succeed; the others are refused with a
//! reason, and a schedule sees to it that these leave nothing behind.

mod decisions;
mod governing;
mod house;
mod intentions;
mod people;
mod projects;
mod rounds;
mod sharing;

use palabre_api::{ApiError, Handler, ask, row};
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

type Did = Result<(), ApiError>;

/// An act: the name of its call, how often it is drawn, and what it does.
pub type Act = (&'static str, u32, fn(&mut Node, &mut Stage) -> Did);

/// Calls that a schedule makes by its own plan, or that need no community.
pub const APART: &[(&str, &str)] = &[
    ("me.new", "a laptop is made with its keys"),
    ("me.restore", "the schedule decides who begins a second laptop, and when"),
    ("me.keys", "it moves secrets between places of one machine, and a laptop in memory has none"),
    (
        "backup",
        "sealing takes long on purpose; what is inside is a bundle, and restoring is beginning a second laptop",
    ),
    ("restore", "as a backup"),
    ("found", "every schedule begins with it"),
    ("refound", "it begins another community, and a schedule is about one"),
    ("join", "the schedule decides who joins when"),
    ("leave", "the schedule decides who leaves, and rarely"),
    ("meet", "there are no addresses in a simulated network"),
    ("relay", "it is about the network of one machine, and a laptop in memory has none"),
    ("doctor", "every schedule ends with it"),
    ("mend", "it is about files that are damaged, and a laptop in memory has none"),
    ("import", "every schedule ends with an archive that is read again"),
];

/// Returns all acts.
pub fn acts() -> impl Iterator<Item = &'static Act> {
    let areas = [
        governing::ACTS,
        people::ACTS,
        decisions::ACTS,
        projects::ACTS,
        intentions::ACTS,
        rounds::ACTS,
        sharing::ACTS,
        house::ACTS,
    ];
    areas.into_iter().flatten()
}

/// The code of an act that finds nothing to be about.
const NOTHING: &str = "stage.nothing";

fn nothing() -> ApiError {
    ApiError::new(NOTHING, "There is nothing here to do this with.", "Something else is drawn.")
}

/// Draws an act and does it; returns its name and what came of it. Where it finds nothing to be about, another is drawn.
pub fn act(node: &mut Node, stage: &mut Stage) -> (&'static str, Did) {
    loop {
        let (name, act) = draw(stage);
        let did = act(node, stage);
        if did.as_ref().err().is_none_or(|error| error.code != NOTHING) {
            return (name, did);
        }
    }
}

/// Does the act of this name; returns false where it was refused, or found nothing to be about.
pub fn act_of(name: &str, node: &mut Node, stage: &mut Stage) -> bool {
    acts().find(|(known, ..)| *known == name).is_some_and(|(_, _, act)| act(node, stage).is_ok())
}

fn draw(stage: &mut Stage) -> (&'static str, fn(&mut Node, &mut Stage) -> Did) {
    let all: u32 = acts().map(|(_, weight, _)| weight).sum();
    let mut drawn = stage.rng.random_range(0..all);
    for (name, weight, act) in acts() {
        if drawn < *weight {
            return (name, *act);
        }
        drawn -= weight;
    }
    unreachable!("weights add up to their sum")
}

impl Stage<'_> {
    fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn words(&mut self) -> String {
        const ABOUT: &[&str] =
            &["bread", "the roof", "chairs", "tools", "the garden", "keys", "a café", "Friday"];
        let about = ABOUT[self.rng.random_range(0..ABOUT.len())];
        format!("{about} {}", self.rng.random::<u16>())
    }

    fn maybe_words(&mut self) -> Option<String> {
        self.chance(0.4).then(|| self.words())
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability)
    }

    fn word(&mut self, words: &[&str]) -> String {
        words[self.rng.random_range(0..words.len())].to_owned()
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { list.get(self.rng.random_range(0..list.len())) }
    }

    /// Draws one of the newest that fit. Now and then somebody overlooks where things stand, or names what is not there.
    fn newest<T>(
        &mut self,
        list: &[T],
        fits: impl Fn(&T) -> bool,
        id: impl Fn(&T) -> &String,
    ) -> Result<String, ApiError> {
        const NEW: usize = 4;
        match self.rng.random_range(0..100) {
            0..2 => return Ok("nothing".into()),
            2..7 => {
                if let Some(line) = self.one_of(&list[..list.len().min(NEW)]) {
                    return Ok(id(line).clone());
                }
            }
            _ => {}
        }
        let fitting: Vec<&T> = list.iter().filter(|line| fits(line)).take(NEW).collect();
        self.one_of(&fitting).map(|line| id(line).clone()).ok_or_else(nothing)
    }

    fn names(&mut self, node: &mut Node, at_most: usize) -> Result<Vec<String>, ApiError> {
        let members = node.members(ask::Members::default())?.members;
        let mut names: Vec<String> = members
            .into_iter()
            .filter(|member| !member.me && member.role == "member" && member.standing == "here")
            .map(|member| member.id)
            .collect();
        let keep = self.rng.random_range(0..=at_most);
        while names.len() > keep {
            names.swap_remove(self.rng.random_range(0..names.len()));
        }
        Ok(names)
    }

    /// Draws something that can be talked about.
    fn record(&mut self, node: &mut Node) -> Result<String, ApiError> {
        match self.rng.random_range(0..6) {
            0 => Ok("community".into()),
            1 => self.project(node, |_| true),
            2 => self.intention(node, |_| true),
            _ => self.decision(node, |_| true),
        }
    }

    /// Draws something that has next steps.
    fn work(&mut self, node: &mut Node) -> Result<String, ApiError> {
        match self.rng.random_range(0..3) {
            0 => self.project(node, |project| project.mine),
            1 => self.intention(node, |_| true),
            _ => self.decision(node, |_| true),
        }
    }

    fn decision(
        &mut self,
        node: &mut Node,
        fits: impl Fn(&row::DecisionLine) -> bool,
    ) -> Result<String, ApiError> {
        let ask = ask::DecisionList { open: false, skip: 0, limit: 50 };
        let decisions = node.decision_list(ask)?.decisions;
        self.newest(&decisions, fits, |line| &line.id)
    }

    fn project(
        &mut self,
        node: &mut Node,
        fits: impl Fn(&row::ProjectLine) -> bool,
    ) -> Result<String, ApiError> {
        let projects = node.project_list(ask::ProjectList { limit: 50, ..Default::default() })?.projects;
        self.newest(&projects, fits, |line| &line.id)
    }

    fn intention(
        &mut self,
        node: &mut Node,
        fits: impl Fn(&row::IntentionLine) -> bool,
    ) -> Result<String, ApiError> {
        let ask = ask::IntentionList { limit: 50, ..Default::default() };
        let intentions = node.intention_list(ask)?.intentions;
        self.newest(&intentions, fits, |line| &line.id)
    }

    fn round(&mut self, node: &mut Node, fits: impl Fn(&row::RoundLine) -> bool) -> Result<String, ApiError> {
        let rounds = node.round_list(ask::RoundList { skip: 0, limit: 50 })?.rounds;
        self.newest(&rounds, fits, |line| &line.id)
    }
}
