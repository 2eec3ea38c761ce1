//! The kinds of records: what each one's page holds, one file each.

mod bucket;
mod community;
mod decision;
mod intention;
mod project;
mod round;
mod share;

use automerge::Automerge;
use palabre_domain::id::RecordId;
use palabre_domain::wire;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use bucket::{BucketPage, Said as BucketSaid};
pub use community::CommunityPage;
pub use decision::DecisionPage;
pub use intention::IntentionPage;
pub use project::ProjectPage;
pub use round::RoundPage;
pub use share::SharePage;

use crate::page::Fields;

/// What a kind of record makes of its page.
pub trait Kind: Serialize + DeserializeOwned + Default {
    /// The texts by many hands that its first change gives.
    const TEXTS: &'static [&'static str] = &[];

    /// Reads a page.
    fn read(fields: Fields) -> Self;

    /// Returns what lists and searches show of it.
    fn glance(&self) -> Glance;
}

/// What lists and searches show of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    /// Its title.
    pub title: String,
    /// Its other words.
    pub words: Vec<String>,
    /// The records that it belongs to; [`RecordId::ZERO`] for the community itself.
    pub about: Vec<RecordId>,
}

impl Glance {
    /// Returns all that a search finds it by, a line each.
    pub fn text(self) -> String {
        std::iter::once(self.title).chain(self.words).collect::<Vec<_>>().join("\n")
    }
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $word:literal => $page:ty;)*) => {
        /// The types of records that this program knows. New ones are added at the end.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum RecordType {
            $($(#[doc = $doc])+ $name = $code,)*
        }

        impl RecordType {
            /// All types.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the word by which commands and data name it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns the texts by many hands that the first change of such a record gives.
            pub fn texts(self) -> &'static [&'static str] {
                match self { $(Self::$name => <$page>::TEXTS,)* }
            }

            /// Reads a document; returns the canonical bytes that views keep.
            pub fn read(self, document: &Automerge) -> Vec<u8> {
                match self { $(Self::$name => wire::to_bytes(&<$page>::read(Fields::of(document))),)* }
            }

            /// Returns what lists and searches show of the bytes that a view kept.
            pub fn glance(self, data: &[u8]) -> Glance {
                match self { $(Self::$name => page::<$page>(data).glance(),)* }
            }
        }
    };
}

kinds! {
    /// What the community says about itself.
    Community = 0, "community" => CommunityPage;
    /// A decision.
    Decision = 1, "decision" => DecisionPage;
    /// A project.
    Project = 2, "project" => ProjectPage;
    /// An intention.
    Intention = 3, "intention" => IntentionPage;
    /// A budget round.
    Round = 4, "round" => RoundPage;
    /// A bucket in a round.
    Bucket = 5, "bucket" => BucketPage;
    /// A line on the wall.
    Share = 6, "share" => SharePage;
}

impl RecordType {
    /// Returns the type of this code, or `None` for one that needs a newer program.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(code as usize).copied()
    }

    /// Returns true where a paper can be opened, answered, counted and found final.
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Decision | Self::Round)
    }
}

/// Returns a decision's page, or that part of a round's which is one.
pub fn decided(record_type: RecordType, data: &[u8]) -> DecisionPage {
    match record_type {
        RecordType::Round => page::<RoundPage>(data).decided,
        _ => page(data),
    }
}

/// Returns the page that a view kept; what cannot be read is empty, and is made again with the views.
pub fn page<K: Kind>(data: &[u8]) -> K {
    wire::from_bytes(data).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_places() {
        for (i, kind) in RecordType::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, i, "{}", kind.word());
            assert_eq!(RecordType::from_code(i as u8), Some(*kind));
        }
        assert_eq!(RecordType::from_code(RecordType::ALL.len() as u8), None);
    }
}
