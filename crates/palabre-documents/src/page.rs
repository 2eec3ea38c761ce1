//! A record's page: one Automerge document, read and changed.
//!
//! The first change of every record gives all its objects, so that two people who write while apart write into the
//! same ones.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};
use palabre_domain::decision::Paper;
use palabre_domain::id::{DeviceId, Hash};
use palabre_domain::wire;
use serde::{Deserialize, Serialize};

/// The types of records that this program knows. New ones are added at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum RecordType {
    /// What the community says about itself.
    Community = 0,
    /// A decision.
    Decision = 1,
}

impl RecordType {
    /// Returns the type of this code, or `None` for one that needs a newer program.
    pub fn from_code(code: u8) -> Option<Self> {
        [Self::Community, Self::Decision].get(code as usize).copied()
    }
}

/// What the community says about itself, beside its charter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityPage {
    /// How we do things here, in Markdown.
    pub guide: String,
}

/// A decision, from its draft on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionPage {
    /// The question as drafted.
    pub question: String,
    /// The wording as drafted, in Markdown.
    pub wording: String,
    /// Its openings: the papers, by time and id.
    pub openings: Vec<(Hash, Paper)>,
}

/// What a page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// See [`CommunityPage`].
    Community(CommunityPage),
    /// See [`DecisionPage`].
    Decision(DecisionPage),
}

impl Page {
    /// Returns the canonical bytes that views keep.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Community(page) => wire::to_bytes(page),
            Self::Decision(page) => wire::to_bytes(page),
        }
    }

    /// Reads a document.
    pub fn read(record_type: RecordType, document: &Automerge) -> Self {
        match record_type {
            RecordType::Community => Self::Community(CommunityPage { guide: text(document, "guide") }),
            RecordType::Decision => {
                let mut openings: Vec<(Hash, Paper)> = document
                    .keys(ROOT)
                    .filter(|key| key.starts_with(OPENING))
                    .filter_map(|key| opening(&key, &bytes(document, &key)?))
                    .collect();
                openings.sort_by_key(|(id, paper)| (paper.opened, *id));
                Self::Decision(DecisionPage {
                    question: string(document, "question"),
                    wording: text(document, "wording"),
                    openings,
                })
            }
        }
    }
}

const OPENING: &str = "opening/";

/// Returns the opening under this key, if key and paper belong together and the paper can open a decision.
fn opening(key: &str, bytes: &[u8]) -> Option<(Hash, Paper)> {
    let id = Hash::of(bytes);
    let paper: Paper = wire::from_bytes(bytes).ok()?;
    (key.strip_prefix(OPENING) == Some(&id.to_string()) && paper.check().is_ok()).then_some((id, paper))
}

/// Returns the openings that a change writes: what later changes cannot move.
pub fn openings_in(change: &automerge::Change) -> Vec<(Hash, Paper)> {
    use automerge::legacy::{Key, ObjectId, OpType};
    // Every key stands in the bytes as it is, and decoding a text of a thousand letters makes a thousand operations.
    if !change.raw_bytes().windows(OPENING.len()).any(|bytes| bytes == OPENING.as_bytes()) {
        return Vec::new();
    }
    let decoded = change.decode();
    let written = decoded.operations.iter().filter_map(|op| match (&op.obj, &op.key, &op.action) {
        (ObjectId::Root, Key::Map(key), OpType::Put(ScalarValue::Bytes(bytes))) => opening(key, bytes),
        _ => None,
    });
    written.collect()
}

fn string(document: &Automerge, key: &str) -> String {
    match document.get(ROOT, key) {
        Ok(Some((Value::Scalar(value), _))) => match value.as_ref() {
            ScalarValue::Str(text) => text.to_string(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn bytes(document: &Automerge, key: &str) -> Option<Vec<u8>> {
    match document.get(ROOT, key) {
        Ok(Some((Value::Scalar(value), _))) => match value.as_ref() {
            ScalarValue::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn text_object(document: &Automerge, key: &str) -> Option<ObjId> {
    match document.get(ROOT, key) {
        Ok(Some((Value::Object(ObjType::Text), id))) => Some(id),
        _ => None,
    }
}

fn text(document: &Automerge, key: &str) -> String {
    text_object(document, key).and_then(|id| document.text(&id).ok()).unwrap_or_default()
}

/// An edit of a page.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Replaces the question's draft.
    Question(String),
    /// Replaces the wording's draft, keeping what others write at the same time.
    Wording(String),
    /// Opens a decision.
    Open(Box<Paper>),
    /// Replaces how we do things, keeping what others write at the same time.
    Guide(String),
}

/// Says why a page cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The edit does not change anything.
    #[error("this changes nothing")]
    Nothing,
    /// The page is not of the type that the edit is for.
    #[error("this page has no such part")]
    NoSuchPart,
    /// Automerge says no.
    #[error("the document cannot take this change: {0}")]
    Automerge(String),
}

impl From<AutomergeError> for PageError {
    fn from(error: AutomergeError) -> Self {
        Self::Automerge(error.to_string())
    }
}

/// Returns the first change of a record of this type, written by `device`.
///
/// # Errors
/// When Automerge refuses.
pub fn birth(record_type: RecordType, device: &DeviceId, edits: &[Edit]) -> Result<Vec<u8>, PageError> {
    let mut document = Automerge::new();
    document.set_actor(ActorId::from(device.0));
    change(&mut document, |transaction| {
        match record_type {
            RecordType::Community => {
                transaction.put_object(ROOT, "guide", ObjType::Text)?;
            }
            RecordType::Decision => {
                transaction.put(ROOT, "question", "")?;
                transaction.put_object(ROOT, "wording", ObjType::Text)?;
            }
        }
        edits.iter().try_for_each(|edit| apply(transaction, edit))
    })
}

/// Returns the change by which `device` makes these edits on everything that `document` holds.
///
/// # Errors
/// When the edits change nothing, or the page has no such part.
pub fn edit(document: &Automerge, device: &DeviceId, edits: &[Edit]) -> Result<Vec<u8>, PageError> {
    let mut document = document.clone();
    document.set_actor(ActorId::from(device.0));
    change(&mut document, |transaction| edits.iter().try_for_each(|edit| apply(transaction, edit)))
}

fn change(
    document: &mut Automerge,
    work: impl FnOnce(&mut Transaction) -> Result<(), PageError>,
) -> Result<Vec<u8>, PageError> {
    let mut transaction = document.transaction();
    work(&mut transaction)?;
    transaction.commit_with(CommitOptions::default().with_time(0));
    let change = document.get_last_local_change().filter(|change| !change.is_empty());
    change.map(|change| change.raw_bytes().to_vec()).ok_or(PageError::Nothing)
}

fn apply(transaction: &mut Transaction, edit: &Edit) -> Result<(), PageError> {
    let mut rewrite = |key: &str, new: &str| -> Result<(), PageError> {
        match transaction.get(ROOT, key)? {
            Some((Value::Object(ObjType::Text), id)) => Ok(transaction.update_text(&id, new)?),
            _ => Err(PageError::NoSuchPart),
        }
    };
    match edit {
        Edit::Question(text) => Ok(transaction.put(ROOT, "question", text.as_str())?),
        Edit::Wording(text) => rewrite("wording", text),
        Edit::Guide(text) => rewrite("guide", text),
        Edit::Open(paper) => {
            let bytes = paper.to_bytes();
            let key = format!("{OPENING}{}", Hash::of(&bytes));
            Ok(transaction.put(ROOT, key, ScalarValue::Bytes(bytes))?)
        }
    }
}
