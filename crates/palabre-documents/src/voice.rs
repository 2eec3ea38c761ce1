//! A member's voice on a record: what its keys mean.
//!
//! One table says what a voice may hold: each key with the value that stands under it. A key that is not in it, or a
//! value that cannot be read, needs a newer program: the entry waits.

use palabre_domain::count::{Cast, Given, SignedCount};
use palabre_domain::decision::{Carried, Stance};
use palabre_domain::id::{DeviceId, Hash, MemberId};
use palabre_domain::intention::{Advice, Going, Reply, Review};
use palabre_domain::profile::Profile;
use palabre_domain::project::Note;
use palabre_domain::sharing::Hand;
use palabre_domain::suspending::Suspending;
use palabre_domain::wire;
use palabre_domain::words::{
    Attachment, Comment, Flag, Fold, Help, ItemId, MAX_REACTION, Nudge, OpenAnswer, Outcome, Step, Taken,
};
use palabre_feeds::body::Epoch;
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
    Comment(ItemId),
}

/// Yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yes;

/// A name at the end of a key.
trait Named: Sized {
    fn text(&self) -> String;
    fn parse(text: &str) -> Option<Self>;
}

impl Named for ItemId {
    fn text(&self) -> String {
        Self::text(self)
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Named for Target {
    fn text(&self) -> String {
        match self {
            Self::Record => "record".to_owned(),
            Self::Comment(id) => id.text(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if text == "record" { Some(Self::Record) } else { ItemId::parse(text).map(Self::Comment) }
    }
}

impl Named for Hash {
    fn text(&self) -> String {
        self.to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Named for MemberId {
    fn text(&self) -> String {
        self.to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Named for DeviceId {
    fn text(&self) -> String {
        self.to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// A value under a key.
trait Spoken: Sized {
    /// Returns the value as it stands in the document.
    fn value(&self) -> VoiceValue;
    /// Reads it; `None` for one that this program cannot read.
    fn read(value: &VoiceValue) -> Option<Self>;
    /// Returns what it refers to.
    fn names(&self) -> Vec<Name> {
        Vec::new()
    }
}

/// Values that stand as canonical bytes, each with what it refers to.
macro_rules! spoken {
    ($($value:ty: |$self:ident| $names:expr;)*) => {$(
        impl Spoken for $value {
            fn value(&self) -> VoiceValue {
                VoiceValue::Bytes(wire::to_bytes(self))
            }

            fn read(value: &VoiceValue) -> Option<Self> {
                match value {
                    VoiceValue::Bytes(bytes) => wire::from_bytes(bytes).ok(),
                    _ => None,
                }
            }

            fn names(&self) -> Vec<Name> {
                let $self = self;
                $names
            }
        }
    )*};
}

fn words<'a>(parts: impl IntoIterator<Item = &'a Hash>) -> Vec<Name> {
    parts.into_iter().map(|part| Name::Part(*part)).collect()
}

spoken! {
    Stance: |stance| [Name::Opening(stance.opening)].into_iter().chain(stance.reason.map(Name::Part)).collect();
    Comment: |comment| {
        let parent = comment.parent.map(|(member, id)| Name::Comment(member, id.0));
        [Name::Part(comment.text)].into_iter().chain(parent).collect()
    };
    Outcome: |outcome| words([&outcome.text]);
    Step: |step| words([&step.text]);
    Taken: |_taken| Vec::new();
    Help: |help| words(&help.text);
    Note: |note| words([&note.text]);
    Advice: |advice| words(&advice.text);
    Reply: |reply| words(&reply.text);
    Going: |going| words(&going.text);
    Review: |review| words(&review.text);
    Hand: |hand| words(&hand.text);
    Flag: |flag| words([&flag.text]);
    Fold: |fold| words([&fold.text]);
    OpenAnswer: |answer| words([&answer.text]);
    Nudge: |nudge| words([&nudge.text]);
    Attachment: |_file| Vec::new();
    Profile: |_profile| Vec::new();
    Epoch: |epoch| words(&epoch.roll);
    Suspending: |suspending| words([&suspending.text]);
}

impl Spoken for CountValue {
    fn value(&self) -> VoiceValue {
        let mut bytes = wire::to_bytes(self);
        if let Carried::Here(signed) = &self.signed {
            bytes.extend(signed.tail());
        }
        VoiceValue::Bytes(bytes)
    }

    fn read(value: &VoiceValue) -> Option<Self> {
        let VoiceValue::Bytes(bytes) = value else { return None };
        let ((opening, count), rest) = wire::take(bytes).ok()?;
        Some(Self { opening, count, signed: Carried::read(rest, SignedCount::from_bytes)? })
    }

    fn names(&self) -> Vec<Name> {
        let parts: &[Hash] = match &self.signed {
            Carried::Here(_) => &[],
            Carried::Parts(parts) => parts,
        };
        let mut names = words(parts);
        names.push(Name::Opening(self.opening));
        names
    }
}

impl Spoken for String {
    fn value(&self) -> VoiceValue {
        VoiceValue::Text(self.clone())
    }

    fn read(value: &VoiceValue) -> Option<Self> {
        match value {
            VoiceValue::Text(text) if text.len() <= MAX_REACTION => Some(text.clone()),
            _ => None,
        }
    }
}

impl Spoken for Yes {
    fn value(&self) -> VoiceValue {
        VoiceValue::Bool(true)
    }

    fn read(value: &VoiceValue) -> Option<Self> {
        (*value == VoiceValue::Bool(true)).then_some(Self)
    }
}

impl Spoken for Signature {
    fn value(&self) -> VoiceValue {
        VoiceValue::Bytes(self.0.to_vec())
    }

    fn read(value: &VoiceValue) -> Option<Self> {
        match value {
            VoiceValue::Bytes(bytes) => Some(Self(bytes.as_slice().try_into().ok()?)),
            _ => None,
        }
    }
}

/// Makes [`Key`] and [`Said`] of the one table: `Key "text" => Said(Value)`, and with a name at the end of the key
/// `Key(Name) "text" => Said(Value)`. The last list says what a guest may say too.
macro_rules! voice {
    (
        keys { $($(#[doc = $doc:literal])+ $key:ident $text:literal => $said:ident;)* }
        named { $($(#[doc = $named_doc:literal])+ $named:ident($name:ty) $named_text:literal => $named_said:ident;)* }
        values { $($(#[doc = $value_doc:literal])+ $value:ident($type:ty),)* }
        guests { $guest:pat }
    ) => {
        /// What a key speaks of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key {
            $($(#[doc = $doc])+ $key,)*
            $($(#[doc = $named_doc])+ $named($name),)*
        }

        impl Key {
            /// Returns the key as it stands in the document.
            pub fn text(&self) -> String {
                match self {
                    $(Self::$key => $text.to_owned(),)*
                    $(Self::$named(name) => format!(concat!($named_text, "/{}"), Named::text(name)),)*
                }
            }

            /// Reads a key; `None` for one that this program does not know.
            pub fn parse(text: &str) -> Option<Self> {
                let key = match text.split_once('/') {
                    None => match text {
                        $($text => Self::$key,)*
                        _ => return None,
                    },
                    Some((beginning, name)) => match beginning {
                        $($named_text => Self::$named(Named::parse(name)?),)*
                        _ => return None,
                    },
                };
                // One key has one text: capitals in an id would name the same thing twice.
                (key.text() == text).then_some(key)
            }

            /// Returns true where a guest may speak too.
            pub fn guest_may(&self) -> bool {
                matches!(self, $guest)
            }
        }

        /// What a key's value says.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Said {
            $($(#[doc = $value_doc])+ $value($type),)*
        }

        impl Said {
            /// Returns the value as it stands in the document.
            pub fn value(&self) -> VoiceValue {
                match self { $(Self::$value(value) => Spoken::value(value),)* }
            }

            /// Reads the value of a key; `None` for one that this program cannot read.
            pub fn read(key: &Key, value: &VoiceValue) -> Option<Self> {
                Some(match key {
                    $(Key::$key => Self::$said(Spoken::read(value)?),)*
                    $(Key::$named(_) => Self::$named_said(Spoken::read(value)?),)*
                })
            }

            /// Returns what this refers to.
            fn names(&self) -> Vec<Name> {
                match self { $(Self::$value(value) => Spoken::names(value),)* }
            }
        }
    };
}

voice! {
    keys {
        /// The member's answer.
        Stance "stance" => Stance;
        /// A count.
        Count "count" => Count;
        /// What came of it.
        Outcome "outcome" => Outcome;
        /// Left to the others.
        Leave "leave" => Yes;
        /// Read, nothing to add.
        Read "read" => Yes;
        /// That I am in the team.
        Team "team" => Yes;
        /// My advice on an intention.
        Advice "advice" => Advice;
        /// What I decided, as the initiator of an intention.
        Go "go" => Going;
        /// Whether an intention created more tension than it resolved.
        Review "review" => Review;
        /// I take it, I can, thank you.
        Hand "hand" => Hand;
        /// What I say about myself.
        Profile "profile" => Profile;
    }
    named {
        /// One of the member's comments.
        Comment(ItemId) "comment" => Comment;
        /// A reaction.
        React(Target) "react" => Reaction;
        /// A confirmation of a count.
        Confirm(Hash) "confirm" => Yes;
        /// That an opening reached this member's laptop.
        Received(Hash) "received" => Yes;
        /// An answer recorded on behalf of somebody.
        Behalf(MemberId) "behalf" => Stance;
        /// An epoch that waits for signatures, by its content.
        Draft(Hash) "draft" => Epoch;
        /// A signature under an epoch.
        Approve(Hash) "approve" => Signature;
        /// A next step.
        Step(ItemId) "step" => Step;
        /// That I took a next step.
        Take(ItemId) "take" => Taken;
        /// That I can help with a need.
        Help(ItemId) "help" => Help;
        /// A line in a journal, or a lesson.
        Note(ItemId) "note" => Note;
        /// A file.
        File(ItemId) "file" => File;
        /// My answer, as an initiator, to somebody's advice.
        Reply(MemberId) "reply" => Reply;
        /// That a bucket does not keep to a guideline.
        Flag(ItemId) "flag" => Flag;
        /// That a comment had better be folded.
        Fold(ItemId) "fold" => Fold;
        /// My answer, as one who proposed a bucket, to a flag or a question.
        Answer(ItemId) "answer" => OpenAnswer;
        /// My words, as the one who asked, to somebody who has not answered.
        Nudge(MemberId) "nudge" => Nudge;
        /// That I suspend a device, as a keyholder; said on the community's own page.
        Suspend(DeviceId) "suspend" => Suspending;
    }
    values {
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
        Yes(Yes),
        /// An epoch without signatures.
        Epoch(Epoch),
        /// A signature.
        Signature(Signature),
        /// A next step.
        Step(Step),
        /// That a step is taken.
        Taken(Taken),
        /// An answer to a need.
        Help(Help),
        /// A line in a journal, or a lesson.
        Note(Note),
        /// A file.
        File(Attachment),
        /// Advice.
        Advice(Advice),
        /// An answer to advice.
        Reply(Reply),
        /// What an initiator decided.
        Going(Going),
        /// A review.
        Review(Review),
        /// An answer to a line on the wall.
        Hand(Hand),
        /// A flag.
        Flag(Flag),
        /// That a comment had better be folded.
        Fold(Fold),
        /// An answer in the open.
        OpenAnswer(OpenAnswer),
        /// Words to somebody who has not answered.
        Nudge(Nudge),
        /// A profile.
        Profile(Profile),
        /// A suspension.
        Suspending(Suspending),
    }
    guests { Self::Comment(_) | Self::React(_) | Self::Read }
}

impl Said {
    /// Yes.
    pub const YES: Self = Self::Yes(Yes);

    /// Returns the part that holds its words, which their author can withdraw; `None` for what has none.
    pub fn words(&self) -> Option<Hash> {
        match self {
            // Their parts are lists.
            Self::Count(_) | Self::Epoch(_) => None,
            said => said.names().into_iter().find_map(|name| match name {
                Name::Part(part) => Some(part),
                _ => None,
            }),
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
        }
        Some(speech)
    }
}

/// Returns the settings of a stance in a change, as the entry `given` wrote them at `at`: the member's own under
/// [`Key::Stance`], or one recorded on behalf of somebody.
pub fn casts(change: &VoiceChange, key: &Key, given: Given, at: i64) -> Vec<Cast> {
    let text = key.text();
    change
        .ops
        .iter()
        .enumerate()
        .filter(|(_, op)| op.key == text)
        .map(|(i, op)| Cast {
            given,
            at,
            op: (change.facts.start_op + i as u64, change.facts.actor),
            replaces: op.pred.iter().map(|pred| (pred.counter, pred.device)).collect(),
            stance: op.value.as_ref().and_then(|value| match Said::read(key, value) {
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
        self.said_under("")
    }

    /// Returns what is said under keys with this beginning, as [`Voice::said`].
    pub fn said_under<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = (Key, Said, i64)> + 'a {
        self.keys.iter().filter(move |(key, _)| key.starts_with(beginning)).filter_map(|(key, values)| {
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
    fn a_count_has_one_spelling() {
        let value = |signed| CountValue { opening: Hash([1; 32]), count: Hash([2; 32]), signed };
        let parts = value(Carried::Parts(vec![Hash([3; 32])]));
        let VoiceValue::Bytes(bytes) = parts.value() else { panic!("bytes") };
        assert_eq!(CountValue::read(&VoiceValue::Bytes(bytes.clone())), Some(parts.clone()));
        assert_eq!(wire::from_bytes::<CountValue>(&bytes), Ok(parts));
        let mut longer = bytes.clone();
        longer.push(0);
        let mut other = bytes.clone();
        other[64] = 2;
        for wrong in
            [longer, other, bytes[..bytes.len() - 1].to_vec(), bytes[..40].to_vec(), bytes[..64].to_vec()]
        {
            assert_eq!(CountValue::read(&VoiceValue::Bytes(wrong)), None);
        }
        assert_eq!(CountValue::read(&VoiceValue::Text("count".into())), None);
    }

    #[test]
    fn one_key_has_one_text() {
        let keys = [
            Key::Stance,
            Key::Comment(ItemId([0xab; 8])),
            Key::React(Target::Record),
            Key::React(Target::Comment(ItemId([1; 8]))),
            Key::Count,
            Key::Confirm(Hash([0xcd; 32])),
            Key::Outcome,
            Key::Leave,
            Key::Read,
            Key::Draft(Hash([3; 32])),
            Key::Approve(Hash([2; 32])),
            Key::Behalf(MemberId([3; 32])),
            Key::Reply(MemberId([4; 32])),
            Key::Step(ItemId([5; 8])),
            Key::Profile,
            Key::Suspend(DeviceId([6; 32])),
        ];
        for key in keys {
            assert_eq!(Key::parse(&key.text()), Some(key));
        }
        let capitals = format!("comment/{}", "AB".repeat(8));
        let long = format!("confirm/{}", "0".repeat(66));
        for text in [
            "",
            "stance/",
            "Stance",
            "comment/",
            "comment/zz",
            "react/",
            "behalf/00",
            "nothing",
            &capitals,
            &long,
        ] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
