//! A member's voice on a record: what its keys mean.
//!
//! | key | value | meaning |
//! |---|---|---|
//! | `stance` | [`Stance`] | the member's answer, one whole value |
//! | `comment/<id>` | [`Comment`] | a comment, with its text in a part |
//! | `react/<id>` | text | a reaction to a comment, or to the record: `react/record` |
//! | `count` | [`CountValue`] | the count that the member made |
//! | `confirm/<count>` | true | the member's laptop found the same |
//! | `outcome` | [`Outcome`] | what came of it, in the member's words |
//! | `leave` | true | left to the others |
//! | `read` | true | read, nothing to add |
//! | `approve/<content>` | 64 bytes | a keyholder's signature under an epoch |
//!
//! A key that is not in this list, or a value that cannot be read, needs a newer program: the entry waits.

use palabre_domain::count::{Cast, Place, SignedCount};
use palabre_domain::decision::{Carried, Stance};
use palabre_domain::id::{Hash, MemberId};
use palabre_domain::wire;
use palabre_domain::words::{Comment, CommentId, MAX_REACTION, Outcome};
use palabre_feeds::entry::Signature;
use palabre_feeds::group::Name;
use serde::{Deserialize, Serialize};

use crate::guard::{VoiceChange, VoiceValue};

/// A count in a voice: its name and opening in the clear, the rest here or in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountValue {
    /// The opening that was counted.
    pub opening: Hash,
    /// The count's name.
    pub count: Hash,
    /// The count with what its counter knew.
    pub signed: Carried<SignedCount>,
}

/// What a reaction is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The record itself.
    Record,
    /// A comment on it.
    Comment(CommentId),
}

/// What a key speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The member's answer.
    Stance,
    /// One of the member's comments.
    Comment(CommentId),
    /// A reaction.
    React(Target),
    /// A count.
    Count,
    /// A confirmation of a count.
    Confirm(Hash),
    /// What came of it.
    Outcome,
    /// Left to the others.
    Leave,
    /// Read, nothing to add.
    Read,
    /// A signature under an epoch.
    Approve(Hash),
}

impl Key {
    /// Returns the key as it stands in the document.
    pub fn text(&self) -> String {
        match self {
            Self::Stance => "stance".to_owned(),
            Self::Comment(id) => format!("comment/{}", id.text()),
            Self::React(Target::Record) => "react/record".to_owned(),
            Self::React(Target::Comment(id)) => format!("react/{}", id.text()),
            Self::Count => "count".to_owned(),
            Self::Confirm(count) => format!("confirm/{count}"),
            Self::Outcome => "outcome".to_owned(),
            Self::Leave => "leave".to_owned(),
            Self::Read => "read".to_owned(),
            Self::Approve(content) => format!("approve/{content}"),
        }
    }

    /// Reads a key; `None` for one that this program does not know.
    pub fn parse(text: &str) -> Option<Self> {
        let hash = |text: &str| (text.len() == 64).then(|| Hash::parse(text)).flatten();
        let key = match text.split_once('/') {
            None => match text {
                "stance" => Self::Stance,
                "count" => Self::Count,
                "outcome" => Self::Outcome,
                "leave" => Self::Leave,
                "read" => Self::Read,
                _ => return None,
            },
            Some(("comment", id)) => Self::Comment(CommentId::parse(id)?),
            Some(("react", "record")) => Self::React(Target::Record),
            Some(("react", id)) => Self::React(Target::Comment(CommentId::parse(id)?)),
            Some(("confirm", count)) => Self::Confirm(hash(count)?),
            Some(("approve", content)) => Self::Approve(hash(content)?),
            Some(_) => return None,
        };
        // One key has one text: capitals in an id would name the same thing twice.
        (key.text() == text).then_some(key)
    }

    /// Returns true where a guest may speak too.
    pub fn guest_may(&self) -> bool {
        matches!(self, Self::Comment(_) | Self::React(_) | Self::Read)
    }
}

/// What a key's value says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// An answer.
    Stance(Stance),
    /// A comment.
    Comment(Comment),
    /// A reaction.
    Reaction(String),
    /// A count.
    Count(CountValue),
    /// What came of it.
    Outcome(Outcome),
    /// Yes.
    Yes,
    /// A signature.
    Signature(Signature),
}

impl Said {
    /// Returns the value as it stands in the document.
    pub fn value(&self) -> VoiceValue {
        match self {
            Self::Stance(stance) => VoiceValue::Bytes(wire::to_bytes(stance)),
            Self::Comment(comment) => VoiceValue::Bytes(wire::to_bytes(comment)),
            Self::Reaction(text) => VoiceValue::Text(text.clone()),
            Self::Count(count) => VoiceValue::Bytes(wire::to_bytes(count)),
            Self::Outcome(outcome) => VoiceValue::Bytes(wire::to_bytes(outcome)),
            Self::Yes => VoiceValue::Bool(true),
            Self::Signature(signature) => VoiceValue::Bytes(signature.0.to_vec()),
        }
    }

    /// Reads the value of a key; `None` for one that this program cannot read.
    pub fn read(key: &Key, value: &VoiceValue) -> Option<Self> {
        Some(match (key, value) {
            (Key::Stance, VoiceValue::Bytes(bytes)) => Self::Stance(wire::from_bytes(bytes).ok()?),
            (Key::Comment(_), VoiceValue::Bytes(bytes)) => Self::Comment(wire::from_bytes(bytes).ok()?),
            (Key::React(_), VoiceValue::Text(text)) if text.len() <= MAX_REACTION => {
                Self::Reaction(text.clone())
            }
            (Key::Count, VoiceValue::Bytes(bytes)) => Self::Count(wire::from_bytes(bytes).ok()?),
            (Key::Outcome, VoiceValue::Bytes(bytes)) => Self::Outcome(wire::from_bytes(bytes).ok()?),
            (Key::Confirm(_) | Key::Leave | Key::Read, VoiceValue::Bool(true)) => Self::Yes,
            (Key::Approve(_), VoiceValue::Bytes(bytes)) => {
                Self::Signature(Signature(bytes.as_slice().try_into().ok()?))
            }
            _ => return None,
        })
    }

    /// Returns what this refers to.
    fn names(&self) -> Vec<Name> {
        match self {
            Self::Stance(stance) => {
                let reason = stance.reason.map(Name::Part);
                std::iter::once(Name::Opening(stance.opening)).chain(reason).collect()
            }
            Self::Comment(comment) => {
                let parent = comment.parent.map(|(member, id)| Name::Comment(member, id.0));
                std::iter::once(Name::Part(comment.text)).chain(parent).collect()
            }
            Self::Count(count) => {
                let parts: &[Hash] = match &count.signed {
                    Carried::Here(_) => &[],
                    Carried::Parts(parts) => parts,
                };
                parts.iter().map(|part| Name::Part(*part)).chain([Name::Opening(count.opening)]).collect()
            }
            Self::Outcome(outcome) => vec![Name::Part(outcome.text)],
            Self::Reaction(_) | Self::Yes | Self::Signature(_) => Vec::new(),
        }
    }
}

/// What one change of a voice says, as far as verdicts depend on it; `None` when a newer program is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// Whether a guest may say all of it.
    pub guest_may: bool,
    /// What others can refer to in it.
    pub defines: Vec<Name>,
    /// What it refers to.
    pub names: Vec<Name>,
}

impl Speech {
    /// Reads a change of `member`'s voice.
    pub fn read(member: &MemberId, change: &VoiceChange) -> Option<Self> {
        let mut speech = Self { guest_may: true, ..Self::default() };
        for op in &change.ops {
            let key = Key::parse(&op.key)?;
            speech.guest_may &= key.guest_may();
            if let Key::Comment(id) = key {
                speech.defines.push(Name::Comment(*member, id.0));
            }
            if let Some(value) = &op.value {
                speech.names.extend(Said::read(&key, value)?.names());
            }
            if let Key::React(Target::Comment(_)) = key {
                // A reaction names no author, so it keeps nothing alive: it is gone with its comment.
            }
        }
        Some(speech)
    }
}

/// Returns the settings of the stance in a change, as the entry at `place` wrote them at `at`.
pub fn casts(change: &VoiceChange, place: Place, at: i64) -> Vec<Cast> {
    change
        .ops
        .iter()
        .enumerate()
        .filter(|(_, op)| op.key == "stance")
        .map(|(i, op)| Cast {
            place,
            at,
            op: (change.facts.start_op + i as u64, change.facts.actor),
            replaces: op.pred.iter().map(|pred| (pred.counter, pred.device)).collect(),
            stance: op.value.as_ref().and_then(|value| match Said::read(&Key::Stance, value) {
                Some(Said::Stance(stance)) => Some(stance),
                _ => None,
            }),
        })
        .collect()
}

/// A current value of a key, and what its author's clock said, in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// The value.
    pub value: StoredValue,
    /// When.
    pub at: i64,
}

/// A scalar, as views keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoredValue {
    /// Bytes.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
    /// A number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
}

impl From<&VoiceValue> for StoredValue {
    fn from(value: &VoiceValue) -> Self {
        match value {
            VoiceValue::Bytes(bytes) => Self::Bytes(bytes.clone()),
            VoiceValue::Text(text) => Self::Text(text.clone()),
            VoiceValue::Int(n) => Self::Int(*n),
            VoiceValue::Bool(yes) => Self::Bool(*yes),
        }
    }
}

impl From<&StoredValue> for VoiceValue {
    fn from(value: &StoredValue) -> Self {
        match value {
            StoredValue::Bytes(bytes) => Self::Bytes(bytes.clone()),
            StoredValue::Text(text) => Self::Text(text.clone()),
            StoredValue::Int(n) => Self::Int(*n),
            StoredValue::Bool(yes) => Self::Bool(*yes),
        }
    }
}

/// A voice as views keep it: each key with its current values, the one that a single reading would show last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Keys in their order; several values where two devices said different things while apart.
    pub keys: Vec<(String, Vec<Current>)>,
}

/// A member's current answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CurrentStance {
    /// None.
    Nothing,
    /// One, and when it was given.
    One(Stance, i64),
    /// Two devices say different things.
    Conflicted(Vec<Stance>),
}

impl Voice {
    /// Reads what a view kept; what cannot be read is an empty voice, and is made again with the views.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        wire::from_bytes(bytes).unwrap_or_default()
    }

    /// Returns the canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        wire::to_bytes(self)
    }

    /// Returns what is said, key by key, each with the time; of several values the last.
    pub fn said(&self) -> impl Iterator<Item = (Key, Said, i64)> + '_ {
        self.keys.iter().filter_map(|(key, values)| {
            let key = Key::parse(key)?;
            let current = values.last()?;
            Some((key, Said::read(&key, &(&current.value).into())?, current.at))
        })
    }

    /// Returns what is said under one key, with the time.
    pub fn get(&self, key: &Key) -> Option<(Said, i64)> {
        let text = key.text();
        let place = self.keys.binary_search_by(|(known, _)| known.as_str().cmp(&text)).ok()?;
        let current = self.keys[place].1.last()?;
        Some((Said::read(key, &(&current.value).into())?, current.at))
    }

    /// Returns the member's current answer.
    pub fn stance(&self) -> CurrentStance {
        let Ok(place) = self.keys.binary_search_by(|(key, _)| key.as_str().cmp("stance")) else {
            return CurrentStance::Nothing;
        };
        let mut stances = Vec::new();
        for current in &self.keys[place].1 {
            if let Some(Said::Stance(stance)) = Said::read(&Key::Stance, &(&current.value).into()) {
                stances.push((stance, current.at));
            }
        }
        let Some((last, at)) = stances.last().cloned() else {
            return CurrentStance::Nothing;
        };
        let same = |stance: &Stance| stance.opening == last.opening && stance.answer == last.answer;
        if stances.iter().all(|(stance, _)| same(stance)) {
            CurrentStance::One(last, at)
        } else {
            CurrentStance::Conflicted(stances.into_iter().map(|(stance, _)| stance).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_has_one_text() {
        let keys = [
            Key::Stance,
            Key::Comment(CommentId([0xab; 8])),
            Key::React(Target::Record),
            Key::React(Target::Comment(CommentId([1; 8]))),
            Key::Count,
            Key::Confirm(Hash([0xcd; 32])),
            Key::Outcome,
            Key::Leave,
            Key::Read,
            Key::Approve(Hash([2; 32])),
        ];
        for key in keys {
            assert_eq!(Key::parse(&key.text()), Some(key));
        }
        let capitals = format!("comment/{}", "AB".repeat(8));
        let long = format!("confirm/{}", "0".repeat(66));
        for text in
            ["", "stance/", "Stance", "comment/", "comment/zz", "react/", "allocation", &capitals, &long]
        {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
