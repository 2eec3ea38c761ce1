//! What people write beside their positions. Text itself travels in parts, so that its author can withdraw it.

use serde::{Deserialize, Serialize};

use crate::id::{Hash, MemberId};

/// The longest text of a comment, a reason or an outcome, in bytes.
pub const MAX_TEXT: usize = 20_000;
/// The longest reaction, in bytes.
pub const MAX_REACTION: usize = 32;

/// Names one comment: eight random bytes drawn by its author.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct CommentId(pub [u8; 8]);

impl CommentId {
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
    pub parent: Option<(MemberId, CommentId)>,
}

/// The outcome of a decision, in somebody's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The count that it is about.
    pub count: Hash,
    /// The text, as the hash of a part.
    pub text: Hash,
    /// When it is looked at again, in milliseconds since 1970.
    pub review: Option<i64>,
}
