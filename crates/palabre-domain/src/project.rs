//! Projects: what a team wants, with what it needs, does, tells and learned.

use serde::{Deserialize, Serialize};

use crate::decision::DAY;
use crate::id::{CommunityId, Hash, RecordId};

/// The longest name of a project, an intention, a bucket, in bytes.
pub const MAX_TITLE: usize = 200;
/// The longest single line, such as a why or a need, in bytes.
pub const MAX_LINE: usize = 1_000;
/// The longest text by many hands, in bytes.
pub const MAX_DESCRIPTION: usize = 20_000;
/// The most needs that one project lists.
pub const MAX_NEEDS: usize = 50;
/// After how long without news a project is asked whether it is alive: 90 days, in milliseconds.
pub const QUIET: i64 = 90 * DAY;
/// The licence of what a project makes, unless it says otherwise.
pub const LICENCE: &str = "CC BY-SA 4.0";

/// Where a project stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ProjectState {
    /// Somebody thought of it.
    #[default]
    Idea,
    /// Somebody joined it.
    Forming,
    /// Its team says that it runs.
    Active,
    /// Its team rests.
    Paused,
    /// Done.
    Done,
    /// Stopped.
    Stopped,
}

impl ProjectState {
    /// All states, in their order.
    pub const ALL: [Self; 6] =
        [Self::Idea, Self::Forming, Self::Active, Self::Paused, Self::Done, Self::Stopped];

    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Forming => "forming",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Stopped => "stopped",
        }
    }

    /// Returns the state of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Returns the state of a project that says `self` and has a team of so many: an idea that somebody joined is
    /// forming, and one that everybody left is an idea again.
    pub fn with_team(self, team: usize) -> Self {
        match (self, team) {
            (Self::Idea | Self::Forming, 0) => Self::Idea,
            (Self::Idea, _) => Self::Forming,
            _ => self,
        }
    }

    /// Returns true while news may be expected.
    pub fn is_alive(self) -> bool {
        matches!(self, Self::Idea | Self::Forming | Self::Active)
    }

    /// Returns true when a project with this last news, in milliseconds since 1970, is asked whether it is alive.
    pub fn is_quiet(self, last_news: i64, now: i64) -> bool {
        self.is_alive() && now.saturating_sub(last_news) > QUIET
    }
}

/// What a project may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NeedKind {
    /// Somebody who knows how.
    Skill,
    /// Hands and hours.
    Time,
    /// Money.
    Money,
    /// Things.
    Thing,
}

impl NeedKind {
    /// All kinds, in their order.
    pub const ALL: [Self; 4] = [Self::Skill, Self::Time, Self::Money, Self::Thing];

    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::Time => "time",
            Self::Money => "money",
            Self::Thing => "thing",
        }
    }

    /// Returns the kind of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Something that a project needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Of which kind.
    pub kind: NeedKind,
    /// What.
    pub what: String,
    /// Whether it is met.
    pub met: bool,
}

/// What a line in a journal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NoteKind {
    /// News.
    Journal,
    /// What worked.
    Worked,
    /// What failed: failing is learning.
    Failed,
}

impl NoteKind {
    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Worked => "worked",
            Self::Failed => "failed",
        }
    }
}

/// A line in a journal, or a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// The text, as the hash of a part.
    pub text: Hash,
}

/// Where a project was taken up from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// The community.
    pub community: CommunityId,
    /// What it was called.
    pub community_name: String,
    /// The project.
    pub project: RecordId,
    /// What it was called.
    pub name: String,
    /// When it was taken up, in milliseconds since 1970.
    pub at: i64,
}

/// A link to something elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it is called.
    pub title: String,
    /// Where it leads: `https:`, `http:`, `mailto:` or `tel:`.
    pub url: String,
}

impl Link {
    /// Returns true when it leads where a link may lead.
    pub fn is_sound(&self) -> bool {
        let leads = ["https://", "http://", "mailto:", "tel:"];
        leads.iter().any(|scheme| self.url.starts_with(scheme) && self.url.len() > scheme.len())
            && self.url.len() <= MAX_LINE
            && self.title.len() <= MAX_TITLE
            && !self.url.chars().any(|c| c.is_control() || c.is_whitespace())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idea_forms_when_somebody_joins() {
        assert_eq!(ProjectState::Idea.with_team(0), ProjectState::Idea);
        assert_eq!(ProjectState::Idea.with_team(1), ProjectState::Forming);
        assert_eq!(ProjectState::Forming.with_team(0), ProjectState::Idea);
        assert_eq!(ProjectState::Active.with_team(0), ProjectState::Active);
    }

    #[test]
    fn after_ninety_days_it_is_quiet_once_alive() {
        assert!(!ProjectState::Active.is_quiet(0, QUIET));
        assert!(ProjectState::Active.is_quiet(0, QUIET + 1));
        assert!(!ProjectState::Done.is_quiet(0, i64::MAX));
        assert!(!ProjectState::Active.is_quiet(i64::MAX, i64::MIN));
    }

    #[test]
    fn links_lead_somewhere() {
        let link = |url: &str| Link { title: "x".into(), url: url.into() }.is_sound();
        assert!(link("https://example.org/a") && link("mailto:a@b.org"));
        assert!(!link("javascript:alert(1)") && !link("https://") && !link("https://a b"));
    }
}
