//! Intentions: anyone may do anything, having first asked those it touches and those who know.

use serde::{Deserialize, Serialize};

use crate::decision::DAY;
use crate::id::{Hash, MemberId, RecordId};
use crate::wire;

/// For how long an intention listens, unless it says otherwise: three days, in milliseconds.
pub const LISTENS: i64 = 3 * DAY;
/// After how long it is looked at again: six weeks, in milliseconds.
pub const REVIEW: i64 = 42 * DAY;
/// The most people that one intention names.
pub const MAX_NAMED: usize = 500;
/// The most people that are suggested to be asked.
pub const SUGGESTED: usize = 5;

/// Whom an intention asks, and until when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// Whom it touches; sorted, each once.
    pub touched: Vec<MemberId>,
    /// Who knows about it; sorted, each once.
    pub knows: Vec<MemberId>,
    /// Until when it listens, in milliseconds since 1970.
    pub until: i64,
    /// The decision that its initiator waits for, if any.
    pub waits_for: Option<RecordId>,
}

impl Asking {
    /// Returns everybody who is asked, each once.
    pub fn named(&self) -> Vec<MemberId> {
        let mut named: Vec<MemberId> = self.touched.iter().chain(&self.knows).copied().collect();
        named.sort_unstable();
        named.dedup();
        named
    }
}

/// What a voice on an intention is. It is advice: nobody can veto.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AdviceKind {
    /// Read, nothing to add.
    Read,
    /// Support.
    Support,
    /// A suggestion.
    Suggestion,
    /// A worry.
    Worry,
    /// I see harm, and which.
    Harm,
}

impl AdviceKind {
    /// All kinds, in their order.
    pub const ALL: [Self; 5] = [Self::Read, Self::Support, Self::Suggestion, Self::Worry, Self::Harm];

    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Support => "support",
            Self::Suggestion => "suggestion",
            Self::Worry => "worry",
            Self::Harm => "harm",
        }
    }

    /// Returns the kind of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns true where words have to go with it.
    pub fn needs_words(self) -> bool {
        matches!(self, Self::Suggestion | Self::Worry | Self::Harm)
    }

    /// Returns true where the initiator answers it.
    pub fn wants_reply(self) -> bool {
        self.needs_words()
    }
}

/// One person's advice: a whole value, replaced as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// What it is.
    pub kind: AdviceKind,
    /// Its words, as the hash of a part.
    pub text: Option<Hash>,
}

impl Advice {
    /// Returns the name by which a reply says which advice it answers.
    pub fn id(&self) -> Hash {
        Hash::of(&wire::to_bytes(self))
    }
}

/// What the initiator does with a suggestion, a worry, a harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ReplyKind {
    /// Taken.
    Taken,
    /// Adapted.
    Adapted,
    /// Not taken, because…
    NotTaken,
}

impl ReplyKind {
    /// All kinds, in their order.
    pub const ALL: [Self; 3] = [Self::Taken, Self::Adapted, Self::NotTaken];

    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Adapted => "adapted",
            Self::NotTaken => "not-taken",
        }
    }

    /// Returns the kind of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The initiator's answer to one person's advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Which advice: a changed one wants a new answer.
    pub advice: Hash,
    /// What becomes of it.
    pub how: ReplyKind,
    /// Its words, as the hash of a part.
    pub text: Option<Hash>,
}

/// What the initiator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GoKind {
    /// Goes ahead.
    Go,
    /// Goes ahead, changed after the advice.
    GoChanged,
    /// Drops it.
    Drop,
}

impl GoKind {
    /// All kinds, in their order.
    pub const ALL: [Self; 3] = [Self::Go, Self::GoChanged, Self::Drop];

    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::GoChanged => "go-changed",
            Self::Drop => "drop",
        }
    }

    /// Returns the kind of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The initiator's decision, with what was open then: the regulation is social.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Going {
    /// What.
    pub go: GoKind,
    /// Its words, as the hash of a part.
    pub text: Option<Hash>,
    /// Who had been asked and not heard; sorted.
    pub not_heard: Vec<MemberId>,
    /// Whose suggestion, worry or harm had no answer; sorted.
    pub not_answered: Vec<MemberId>,
    /// When it is looked at again, in milliseconds since 1970.
    pub review: Option<i64>,
}

/// Did it create more tension than it resolved?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tension {
    /// Less.
    Less,
    /// As much.
    AsMuch,
    /// More.
    More,
}

impl Tension {
    /// All answers, in their order.
    pub const ALL: [Self; 3] = [Self::Less, Self::AsMuch, Self::More];

    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Less => "less",
            Self::AsMuch => "as-much",
            Self::More => "more",
        }
    }

    /// Returns the answer of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tension| tension.word() == word)
    }
}

/// One person's review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Whether it created more tension than it resolved.
    pub tension: Tension,
    /// Words, as the hash of a part.
    pub text: Option<Hash>,
}

/// Returns who is still to be heard, and whose advice has no answer: what the page lists before *go*.
///
/// `advice` holds each current advice with its author, `replies` the initiator's answers by the one they are to.
pub fn still_open(
    asking: &Asking,
    initiator: &MemberId,
    advice: &[(MemberId, Advice)],
    replies: &[(MemberId, Reply)],
) -> (Vec<MemberId>, Vec<MemberId>) {
    let heard = |member: &MemberId| member == initiator || advice.iter().any(|(author, _)| author == member);
    let not_heard = asking.named().into_iter().filter(|member| !heard(member)).collect();
    let answered = |author: &MemberId, advice: &Advice| {
        replies.iter().any(|(to, reply)| to == author && reply.advice == advice.id())
    };
    let mut not_answered: Vec<MemberId> = advice
        .iter()
        .filter(|(author, advice)| {
            author != initiator && advice.kind.wants_reply() && !answered(author, advice)
        })
        .map(|(author, _)| *author)
        .collect();
    not_answered.sort_unstable();
    (not_heard, not_answered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_before_go() {
        let m = |n: u8| MemberId([n; 32]);
        let asking = Asking { touched: vec![m(1), m(2), m(3)], knows: vec![m(3), m(4)], ..Asking::default() };
        let harm = Advice { kind: AdviceKind::Harm, text: Some(Hash([1; 32])) };
        let read = Advice { kind: AdviceKind::Read, text: None };
        let advice = [(m(1), harm.clone()), (m(3), read), (m(7), harm.clone())];
        let (not_heard, not_answered) = still_open(&asking, &m(9), &advice, &[]);
        assert_eq!(not_heard, [m(2), m(4)]);
        assert_eq!(not_answered, [m(1), m(7)], "advice of somebody who was not asked wants an answer too");
        let reply = |advice: &Advice| Reply { advice: advice.id(), how: ReplyKind::Adapted, text: None };
        let old = Advice { kind: AdviceKind::Harm, text: None };
        let replies = [(m(1), reply(&harm)), (m(7), reply(&old))];
        let (_, not_answered) = still_open(&asking, &m(9), &advice, &replies);
        assert_eq!(not_answered, [m(7)], "an answer to an older advice does not answer the new one");
    }
}
