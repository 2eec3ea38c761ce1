//! A record's page: one Automerge document, read and changed.
//!
//! A page has **lines** (a short text, replaced as a whole), **texts** (written by many hands at once) and **values**
//! (canonical bytes under a key, often one of many under a common beginning: `need/<id>`). What a kind of record does
//! with them stands in [`crate::kinds`]. The first change of every record gives all its texts, so that two people who
//! write while apart write into the same ones.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};
use palabre_domain::decision::Paper;
use palabre_domain::id::{DeviceId, Hash};
use palabre_domain::wire;
use palabre_domain::words::ItemId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::kinds::RecordType;

const OPENING: &str = "opening/";

/// A page, to read.
#[derive(Clone, Copy)]
pub struct Fields<'a>(&'a Automerge);

impl<'a> Fields<'a> {
    /// Returns the page of a document.
    pub fn of(document: &'a Automerge) -> Self {
        Self(document)
    }

    fn scalar(&self, key: &str) -> Option<ScalarValue> {
        match self.0.get(ROOT, key) {
            Ok(Some((Value::Scalar(value), _))) => Some(value.into_owned()),
            _ => None,
        }
    }

    /// Returns a line; an empty one where there is none.
    pub fn line(&self, key: &str) -> String {
        match self.scalar(key) {
            Some(ScalarValue::Str(text)) => text.to_string(),
            _ => String::new(),
        }
    }

    /// Returns a text by many hands; an empty one where there is none.
    pub fn text(&self, key: &str) -> String {
        text_object(self.0, key).and_then(|id| self.0.text(&id).ok()).unwrap_or_default()
    }

    /// Returns a value; `None` where there is none that this program can read.
    pub fn value<T: Serialize + DeserializeOwned>(&self, key: &str) -> Option<T> {
        match self.scalar(key) {
            Some(ScalarValue::Bytes(bytes)) => wire::from_bytes(&bytes).ok(),
            _ => None,
        }
    }

    fn under<'b>(&'b self, beginning: &'b str) -> impl Iterator<Item = (String, Vec<u8>)> + 'b {
        let keys = self.0.keys(ROOT).filter(move |key| key.starts_with(beginning));
        keys.filter_map(move |key| match self.scalar(&key) {
            Some(ScalarValue::Bytes(bytes)) => Some((key[beginning.len()..].to_owned(), bytes)),
            _ => None,
        })
    }

    /// Returns the values under `beginning/<id>`, by id; those that this program cannot read are left out.
    pub fn items<T: Serialize + DeserializeOwned>(&self, beginning: &str) -> Vec<(ItemId, T)> {
        let beginning = format!("{beginning}/");
        let items = self
            .under(&beginning)
            .filter_map(|(id, bytes)| Some((ItemId::parse(&id)?, wire::from_bytes(&bytes).ok()?)));
        let mut items: Vec<_> = items.collect();
        items.sort_by_key(|(id, _)| *id);
        items
    }

    /// Returns the values under `beginning/<hash of the value>`: statements that nobody can change afterwards.
    pub fn statements<T: Serialize + DeserializeOwned>(&self, beginning: &str) -> Vec<(Hash, T)> {
        let beginning = format!("{beginning}/");
        let statements = self.under(&beginning).filter_map(|(name, bytes)| {
            let id = Hash::of(&bytes);
            (name == id.to_string()).then_some((id, wire::from_bytes(&bytes).ok()?))
        });
        statements.collect()
    }

    /// Returns the openings: the papers, by time and id.
    pub fn openings(&self) -> Vec<(Hash, Paper)> {
        let found = self.under(OPENING).filter_map(|(name, bytes)| opening(&name, &bytes));
        let mut openings: Vec<_> = found.collect();
        openings.sort_by_key(|(id, paper)| (paper.opened, *id));
        openings
    }
}

/// Returns the opening of this name, if name and paper belong together and the paper can open a decision.
fn opening(name: &str, bytes: &[u8]) -> Option<(Hash, Paper)> {
    let id = Hash::of(bytes);
    let paper: Paper = wire::from_bytes(bytes).ok()?;
    (name == id.to_string() && paper.check().is_ok()).then_some((id, paper))
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
        (ObjectId::Root, Key::Map(key), OpType::Put(ScalarValue::Bytes(bytes))) => {
            opening(key.strip_prefix(OPENING)?, bytes)
        }
        _ => None,
    });
    written.collect()
}

fn text_object(document: &Automerge, key: &str) -> Option<ObjId> {
    match document.get(ROOT, key) {
        Ok(Some((Value::Object(ObjType::Text), id))) => Some(id),
        _ => None,
    }
}

/// An edit of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Replaces a line.
    Line(&'static str, String),
    /// Replaces a text, keeping what others write at the same time.
    Text(&'static str, String),
    /// Puts a value under a key.
    Value(String, Vec<u8>),
    /// Takes away what stands under a key.
    Drop(String),
}

impl Edit {
    /// Returns the edit that puts a value under a key.
    pub fn value<T: Serialize>(key: &str, value: &T) -> Self {
        Self::Value(key.to_owned(), wire::to_bytes(value))
    }

    /// Returns the edit that puts one of many values under `beginning/<id>`.
    pub fn item<T: Serialize>(beginning: &str, id: &ItemId, value: &T) -> Self {
        Self::Value(format!("{beginning}/{}", id.text()), wire::to_bytes(value))
    }

    /// Returns the edit that puts a value under `beginning/<hash of the value>`.
    pub fn statement<T: Serialize>(beginning: &str, value: &T) -> Self {
        let bytes = wire::to_bytes(value);
        Self::Value(format!("{beginning}/{}", Hash::of(&bytes)), bytes)
    }

    /// Returns the edit that opens a decision.
    pub fn open(paper: &Paper) -> Self {
        Self::statement("opening", paper)
    }
}

/// Says why a page cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The edit does not change anything.
    #[error("this changes nothing")]
    Nothing,
    /// The page is not of the kind that the edit is for.
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
        // A change holds at least one operation, also where a page has no text.
        transaction.put(ROOT, "v", 1_i64)?;
        for key in record_type.texts() {
            transaction.put_object(ROOT, *key, ObjType::Text)?;
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

/// How many letters one change writes or takes away at most, so that it stays well within the guard's bounds.
const STEP: usize = 4_000;

/// Returns the edits in steps, each small enough for one change: a long text grows and shrinks piece by piece.
pub fn in_steps(document: &Automerge, edits: &[Edit]) -> Vec<Vec<Edit>> {
    let mut steps: Vec<Vec<Edit>> = Vec::new();
    let mut last = Vec::new();
    for edit in edits {
        let Edit::Text(key, target) = edit else {
            last.push(edit.clone());
            continue;
        };
        let before: Vec<char> = Fields(document).text(key).chars().collect();
        let after: Vec<char> = target.chars().collect();
        let same =
            |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
        let head = same(&mut before.iter().zip(&after));
        let tail = same(&mut before[head..].iter().rev().zip(after[head..].iter().rev()));
        let (old, new) = (&before[head..before.len() - tail], &after[head..after.len() - tail]);
        let shown = |new: &[char], old: &[char]| -> String {
            before[..head].iter().chain(new).chain(old).chain(&before[before.len() - tail..]).collect()
        };
        if old.len() + new.len() > STEP {
            for to in (STEP..new.len()).step_by(STEP) {
                steps.push(vec![Edit::Text(key, shown(&new[..to], old))]);
            }
            for from in (STEP..old.len()).step_by(STEP) {
                steps.push(vec![Edit::Text(key, shown(new, &old[from..]))]);
            }
        }
        last.push(edit.clone());
    }
    steps.push(last);
    steps
}

/// Returns one text of two that were made from the same one at the same time: what each of them adds is in it, and nothing that one
/// of them takes out.
///
/// # Errors
/// When Automerge refuses.
pub fn merged(from: &str, theirs: &str, mine: &str) -> Result<String, PageError> {
    let mut first = Automerge::new();
    first.set_actor(ActorId::from([0]));
    let mut transaction = first.transaction();
    let text = transaction.put_object(ROOT, "text", ObjType::Text)?;
    transaction.splice_text(&text, 0, 0, from)?;
    transaction.commit();
    let written = |actor: u8, to: &str| -> Result<Automerge, PageError> {
        let mut document = first.fork().with_actor(ActorId::from([actor]));
        let mut transaction = document.transaction();
        transaction.update_text(&text, to)?;
        transaction.commit();
        Ok(document)
    };
    let (mut both, mut other) = (written(1, theirs)?, written(2, mine)?);
    both.merge(&mut other)?;
    Ok(both.text(&text)?)
}

/// Returns a text in pieces, each with the device that wrote it.
pub fn hands(document: &Automerge, key: &str) -> Vec<(DeviceId, String)> {
    let Some(text) = text_object(document, key) else {
        return Vec::new();
    };
    let mut pieces: Vec<(DeviceId, String)> = Vec::new();
    for item in document.list_range(&text, ..) {
        let automerge::ObjId::Id(_, actor, _) = item.id() else { continue };
        let Ok(device) = <[u8; 32]>::try_from(actor.to_bytes()).map(DeviceId) else { continue };
        let Ok(letter) = item.value.into_value().into_string() else { continue };
        match pieces.last_mut().filter(|(last, _)| *last == device) {
            Some((_, piece)) => piece.push_str(&letter),
            None => pieces.push((device, letter)),
        }
    }
    pieces
}

/// Returns which parts of a page a change touches, by their keys without ids; each once.
pub fn parts_in(change: &automerge::Change) -> Vec<String> {
    use automerge::legacy::{Key, ObjectId};
    let mut parts = std::collections::BTreeSet::new();
    let decoded = change.decode();
    for op in &decoded.operations {
        match (&op.obj, &op.key) {
            (ObjectId::Root, Key::Map(key)) if key != "v" => {
                parts.insert(key.split('/').next().unwrap_or_default().to_owned());
            }
            (ObjectId::Root, _) => {}
            // A page has no objects but its texts.
            _ => {
                parts.insert("text".to_owned());
            }
        }
    }
    parts.into_iter().collect()
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
    match edit {
        Edit::Line(key, text) => Ok(transaction.put(ROOT, *key, text.as_str())?),
        Edit::Text(key, text) => match transaction.get(ROOT, *key)? {
            Some((Value::Object(ObjType::Text), id)) => Ok(transaction.update_text(&id, text)?),
            _ => Err(PageError::NoSuchPart),
        },
        Edit::Value(key, bytes) => {
            Ok(transaction.put(ROOT, key.as_str(), ScalarValue::Bytes(bytes.clone()))?)
        }
        Edit::Drop(key) => Ok(transaction.delete(ROOT, key.as_str())?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::{Kind, ProjectPage};

    fn apply_all(document: &mut Automerge, device: &DeviceId, edits: &[Edit]) -> usize {
        let steps = in_steps(document, edits);
        for step in &steps {
            let bytes = edit(document, device, step).unwrap();
            let (_, change) = crate::guard::read_change(&bytes).expect("within the guard's bounds");
            document.apply_changes([change]).unwrap();
        }
        steps.len()
    }

    #[test]
    fn a_long_text_is_written_in_steps() {
        let device = DeviceId([1; 32]);
        let born = birth(RecordType::Project, &device, &[]).unwrap();
        let mut document = Automerge::new();
        document.apply_changes([automerge::Change::from_bytes(born).unwrap()]).unwrap();
        let text = |n: usize| "réparer ".chars().cycle().take(n).collect::<String>();
        let write = |text: &str| [Edit::Text("description", text.to_owned())];
        assert_eq!(apply_all(&mut document, &device, &write("short")), 1);
        assert_eq!(apply_all(&mut document, &device, &write(&text(19_000))), 5);
        assert_eq!(ProjectPage::read(Fields::of(&document)).description, text(19_000));
        let other = format!("before {} after", &text(100));
        assert!(apply_all(&mut document, &device, &write(&other)) > 1);
        assert_eq!(ProjectPage::read(Fields::of(&document)).description, other);
    }

    #[test]
    fn two_who_begin_from_one_text_are_both_in_it() {
        let from = "We mend on Saturdays. Bring what is broken.";
        let theirs = "Everybody is welcome! We mend on Saturdays. Bring what is broken.";
        let mine = "We mend on Saturdays. There is soup. Bring what is broken.";
        let both = "Everybody is welcome! We mend on Saturdays. There is soup. Bring what is broken.";
        assert_eq!(merged(from, theirs, mine).unwrap(), both);
        assert_eq!(merged(from, mine, theirs).unwrap(), both);
        assert_eq!(merged(from, from, mine).unwrap(), mine);
        assert_eq!(merged(from, theirs, from).unwrap(), theirs);
        assert_eq!(merged(from, theirs, theirs.split_once("! ").unwrap().1).unwrap(), theirs);
        // What one of them takes out is out, and what the other wrote beside it stays.
        assert_eq!(merged(from, theirs, "").unwrap(), "Everybody is welcome! ");
        assert_eq!(merged("", "Ébène 🌳", "").unwrap(), "Ébène 🌳");
    }

    #[test]
    fn a_text_says_who_wrote_what() {
        let (ana, ben) = (DeviceId([1; 32]), DeviceId([2; 32]));
        let born =
            birth(RecordType::Project, &ana, &[Edit::Text("description", "Bread for all.".into())]).unwrap();
        let mut document = Automerge::new();
        document.apply_changes([automerge::Change::from_bytes(born).unwrap()]).unwrap();
        apply_all(&mut document, &ben, &[Edit::Text("description", "Bread and soup for all.".into())]);
        let pieces = hands(&document, "description");
        let told: Vec<(DeviceId, &str)> =
            pieces.iter().map(|(device, text)| (*device, text.as_str())).collect();
        assert_eq!(told.iter().map(|(_, text)| *text).collect::<String>(), "Bread and soup for all.");
        assert!(told.contains(&(ben, "and soup ")) || told.contains(&(ben, " and soup")), "{told:?}");
        assert_eq!(told[0].0, ana);
    }
}
