//! What a community agreed at its founding, and changes only by a decision.

use serde::{Deserialize, Serialize};

use crate::id::MemberId;

/// The longest name of a community or a person, in bytes.
pub const MAX_NAME: usize = 120;
/// The longest Cause, in bytes.
pub const MAX_CAUSE: usize = 1_000;
/// The most keyholders.
pub const MAX_KEYHOLDERS: usize = 100;
/// How many keyholders a community wishes for: below three, one who falls ill or leaves takes the keys along.
pub const WISHED_KEYHOLDERS: usize = 3;
/// How long a keyholder's term is, in milliseconds: a year. Its end is a reminder, and voids no signature.
pub const TERM: i64 = 365 * crate::decision::DAY;

/// How somebody becomes a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Admission {
    /// Any member lets somebody in.
    AnyMember,
    /// Two members vouch.
    TwoVouch,
    /// A final decision lets somebody in; any member carries it out.
    Decision,
}

/// What one device may write, so that nobody floods the laptops of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotas {
    /// How many entries a device's feed may hold.
    pub entries: u64,
    /// How many bytes its entries may count for together: their bodies, and a sixteenth of the files that they attach.
    pub bytes: u64,
}

impl Default for Quotas {
    /// More than somebody writes who says something thirty times a day, six days a week, for ten years, and attaches
    /// a picture of 3 MiB each week; and what a laptop keeps of one who floods it without noticing.
    fn default() -> Self {
        Self { entries: 250_000, bytes: 256 << 20 }
    }
}

/// One change of a charter, as a decision asks for it. New ones are added at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CharterChange {
    /// This text becomes the Cause.
    Cause(String),
    /// This becomes the name.
    Name(String),
    /// These keep the keys; sorted, each once.
    Keyholders(Vec<MemberId>),
    /// This is how somebody becomes a member.
    Admission(Admission),
    /// This is what one device may write.
    Quotas(Quotas),
}

/// The charter in force during one epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charter {
    /// What the community is called.
    pub name: String,
    /// Why it is together: a why, not a how.
    pub cause: String,
    /// Who certifies removals and charter changes; sorted, each once, never empty.
    pub keyholders: Vec<MemberId>,
    /// How somebody becomes a member.
    pub admission: Admission,
    /// What one device may write.
    pub quotas: Quotas,
}

/// Says what is wrong with a charter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CharterError {
    /// No name, or a very long one.
    #[error("a community needs a name of at most {MAX_NAME} bytes")]
    Name,
    /// No Cause, or a very long one.
    #[error("a community needs a Cause of at most {MAX_CAUSE} bytes")]
    Cause,
    /// No keyholders, or the list is not sorted with each one once.
    #[error("a charter names its keyholders: at least one, at most {MAX_KEYHOLDERS}, each once")]
    Keyholders,
    /// Quotas under which nobody could say anything.
    #[error("quotas leave room for at least 100 entries and 64 KiB")]
    Quotas,
}

impl Charter {
    /// Checks that the charter could be in force.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self) -> Result<(), CharterError> {
        if self.name.trim().is_empty() || self.name.len() > MAX_NAME {
            return Err(CharterError::Name);
        }
        if self.cause.trim().is_empty() || self.cause.len() > MAX_CAUSE {
            return Err(CharterError::Cause);
        }
        let sorted = self.keyholders.windows(2).all(|pair| pair[0] < pair[1]);
        if !sorted || !(1..=MAX_KEYHOLDERS).contains(&self.keyholders.len()) {
            return Err(CharterError::Keyholders);
        }
        if self.quotas.entries < 100 || self.quotas.bytes < 64 << 10 {
            return Err(CharterError::Quotas);
        }
        Ok(())
    }

    /// Returns this charter with one change.
    #[must_use]
    pub fn with(&self, change: &CharterChange) -> Self {
        let mut charter = self.clone();
        match change {
            CharterChange::Cause(cause) => charter.cause.clone_from(cause),
            CharterChange::Name(name) => charter.name.clone_from(name),
            CharterChange::Keyholders(keyholders) => charter.keyholders.clone_from(keyholders),
            CharterChange::Admission(admission) => charter.admission = *admission,
            CharterChange::Quotas(quotas) => charter.quotas = *quotas,
        }
        charter
    }
}
