//! What people write beside their positions. Text itself travels in parts, so that its author can withdraw it.

use serde::{Deserialize, Serialize};

use crate::id::{Hash, MemberId};

/// The longest text of a comment, a reason or an outcome, in bytes.
pub const MAX_TEXT: usize = 20_000;
/// The longest reaction, in bytes.
pub const MAX_REACTION: usize = 32;

/// Names one thing inside a record, such as a comment, a need or a step: eight random bytes drawn by its author.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ItemId(pub [u8; 8]);

impl ItemId {
    /// Returns the sixteen hexadecimal characters of its name.
    pub fn text(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// Reads sixteen hexadecimal characters.
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()?))
    }
}

/// A comment of one member on one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The text, as the hash of a part.
    pub text: Hash,
    /// The comment that it answers, by its author and name.
    pub parent: Option<(MemberId, ItemId)>,
}

/// What came of a decision or an intention, in somebody's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The count that it is about; `None` where nothing was counted.
    pub count: Option<Hash>,
    /// The text, as the hash of a part.
    pub text: Hash,
    /// When it is looked at again, in milliseconds since 1970.
    pub review: Option<i64>,
}

/// A next step: what, and by when. Whoever takes it says so in their own voice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What, as the hash of a part.
    pub text: Hash,
    /// By when, in milliseconds since 1970.
    pub by: Option<i64>,
}

/// That I took a next step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Whether it is done.
    pub done: bool,
}

/// That I can help with a need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// How, as the hash of a part.
    pub text: Option<Hash>,
}

/// A bucket flagged against a guideline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// Which guideline, in its words.
    pub guideline: String,
    /// Why, as the hash of a part.
    pub text: Hash,
}

/// How many members fold a comment, so that faces show it only to whoever asks.
pub const ENOUGH_TO_FOLD: usize = 3;

/// That a comment had better be folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fold {
    /// Why, as the hash of a part: it is shown in the comment's place.
    pub text: Hash,
}

/// Words of whoever asks to somebody who has not answered: written by hand, and one to each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nudge {
    /// Its words, as the hash of a part.
    pub text: Hash,
}

/// An answer in the open to what somebody said here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAnswer {
    /// Its words, as the hash of a part.
    pub text: Hash,
}

/// The most bytes that one attachment may have: 25 MiB.
pub const MAX_ATTACHMENT: u64 = 25 << 20;

/// A file attached to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The BLAKE3 hash of its bytes.
    pub hash: Hash,
    /// How many bytes.
    pub size: u64,
    /// What it is called, without folders.
    pub name: String,
}

impl Attachment {
    /// Returns true when its size and name are such as we write.
    pub fn is_sound(&self) -> bool {
        let name = self.name.trim();
        self.size <= MAX_ATTACHMENT
            && !name.is_empty()
            && self.name.len() <= 200
            && name != "."
            && name != ".."
            && !self.name.chars().any(|c| c.is_control() || c == '/' || c == '\\')
    }
}
