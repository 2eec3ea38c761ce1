//! Profiles: what a person shares, wants to learn and speaks, and until when they are away.

use serde::{Deserialize, Serialize};

/// The most entries in one list of a profile.
pub const MAX_LIST: usize = 30;
/// The longest entry of a list, in bytes.
pub const MAX_TAG: usize = 60;
/// The longest free text, in bytes.
pub const MAX_ABOUT: usize = 1_000;

/// What a member says about themself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// What I can share.
    pub shares: Vec<String>,
    /// What I want to learn.
    pub learns: Vec<String>,
    /// Which languages I speak.
    pub languages: Vec<String>,
    /// Where I am, as coarse as I like.
    pub place: String,
    /// Anything else.
    pub about: String,
    /// Until when I am away, in milliseconds since 1970.
    pub away_until: Option<i64>,
}

impl Profile {
    /// Returns true when lists and texts are as long as they may be.
    pub fn is_sound(&self) -> bool {
        let list = |list: &[String]| {
            list.len() <= MAX_LIST && list.iter().all(|tag| !tag.trim().is_empty() && tag.len() <= MAX_TAG)
        };
        list(&self.shares)
            && list(&self.learns)
            && list(&self.languages)
            && self.place.len() <= MAX_TAG
            && self.about.len() <= MAX_ABOUT
    }

    /// Returns true when the person has said to be away at this time.
    pub fn is_away(&self, now: i64) -> bool {
        self.away_until.is_some_and(|until| until > now)
    }
}
