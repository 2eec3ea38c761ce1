//! Sharing: gifts, offers, requests, thanks and care. No price, no expectation, no count per person.

use serde::{Deserialize, Serialize};

use crate::decision::DAY;
use crate::id::{Hash, MemberId};

/// How long a line stays on the wall: two weeks, in milliseconds. It stays findable.
pub const ON_THE_WALL: i64 = 14 * DAY;

/// What is shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ShareKind {
    /// A gift.
    #[default]
    Gift,
    /// An offer.
    Offer,
    /// A request.
    Request,
    /// Thanks.
    Thanks,
    /// Care for the commons.
    Care,
}

impl ShareKind {
    /// All kinds, in their order.
    pub const ALL: [Self; 5] = [Self::Gift, Self::Offer, Self::Request, Self::Thanks, Self::Care];

    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Offer => "offer",
            Self::Request => "request",
            Self::Thanks => "thanks",
            Self::Care => "care",
        }
    }

    /// Returns the kind of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a line on the wall is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// What is shared.
    pub kind: ShareKind,
    /// Whom it is to, where it is to somebody: thanks.
    pub to: Vec<MemberId>,
    /// Whether it is over: taken, answered, lent.
    pub done: bool,
}

/// An answer to a line on the wall: I take it, I can, thank you.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Its words, as the hash of a part.
    pub text: Option<Hash>,
}
