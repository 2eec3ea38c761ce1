//! Comments, reactions, withdrawing.

use std::collections::{BTreeMap, BTreeSet};

use palabre_api::{ApiError, ask, row};
use palabre_documents::voice::{Key, Said, Target, Voice};
use palabre_domain::id::{Hash, MemberId, RecordId};
use palabre_domain::wire;
use palabre_domain::words::{Comment, ENOUGH_TO_FOLD, Fold, ItemId, MAX_REACTION};
use palabre_feeds::body::Withdraw;
use palabre_feeds::entry::Kind;
use rand::RngExt;

use super::texts::{check_text, check_why};
use super::{Names, Node, failed, write_error};
use crate::naming::by_name;
use crate::replica::{Replica, Words};

impl Node {
    pub(super) fn add_comment(&mut self, ask: ask::Comment) -> Result<row::Thread, ApiError> {
        let Some(text) = ask.text else {
            let record = Self::find(self.replica()?, &ask.on)?;
            return self.thread_row(record);
        };
        check_text(&text)?;
        let id = ItemId(self.rng.random());
        let (replica, author) = self.replica_to_write()?;
        let record = Self::find(replica, &ask.on)?;
        let parent = ask.reply.as_deref().map(|named| find_comment(replica, record, named)).transpose()?;
        replica
            .together(|replica| {
                let text = replica.put_words(&author, record, &text)?;
                let comment = Comment { text, parent };
                replica.say(&author, record, &[(Key::Comment(id), Some(Said::Comment(comment)))])
            })
            .map_err(write_error)?;
        self.thread_row(record)
    }

    pub(super) fn add_reaction(&mut self, ask: ask::React) -> Result<row::Thread, ApiError> {
        let reaction = ask.reaction.trim().to_owned();
        if reaction.len() > MAX_REACTION {
            return Err(ApiError::new(
                "reaction.length",
                format!("A reaction has at most {MAX_REACTION} bytes."),
                "Use one sign or one short word; `palabre comment` takes more.",
            ));
        }
        let (replica, author) = self.replica_to_write()?;
        let record = Self::find(replica, &ask.on)?;
        let target = match &ask.comment {
            Some(named) => Target::Comment(find_comment(replica, record, named)?.1),
            None => Target::Record,
        };
        let said = (!reaction.is_empty()).then_some(Said::Reaction(reaction));
        replica.say(&author, record, &[(Key::React(target), said)]).map_err(write_error)?;
        self.thread_row(record)
    }

    pub(super) fn fold_comment(&mut self, ask: ask::Fold) -> Result<row::Thread, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find(replica, &ask.on)?;
        let (_, id) = find_comment(replica, record, &ask.comment)?;
        let key = Key::Fold(id);
        if ask.back {
            replica.say(&author, record, &[(key, None)]).map_err(write_error)?;
            return self.thread_row(record);
        }
        let why = ask.text.unwrap_or_default();
        check_why(&why)?;
        replica
            .together(|replica| {
                let text = replica.put_words(&author, record, &why)?;
                replica.say(&author, record, &[(key, Some(Said::Fold(Fold { text })))])
            })
            .map_err(write_error)?;
        self.thread_row(record)
    }

    pub(super) fn hide_here(&mut self, ask: ask::Hide) -> Result<row::Thread, ApiError> {
        self.hold()?;
        let replica = self.replica()?;
        let record = Self::find(replica, &ask.on)?;
        let comment = match &ask.comment {
            Some(named) => Some(find_comment(replica, record, named)?.1),
            None => None,
        };
        let mut hidden = hidden_here(replica)?;
        if ask.back {
            hidden.remove(&(record, comment))
        } else {
            hidden.insert((record, comment))
        };
        replica.store().set_setting(HIDDEN, &wire::to_bytes(&hidden)).map_err(failed)?;
        self.thread_row(record)
    }

    pub(super) fn withdraw_words(&mut self, ask: ask::Withdraw) -> Result<row::Thread, ApiError> {
        let (replica, author) = self.replica_to_write()?;
        let record = Self::find(replica, &ask.on)?;
        let nothing = || {
            ApiError::new(
                "withdraw.nothing",
                "There are no such words of yours here.",
                "`palabre comment ON` shows the comments with their ids.",
            )
        };
        let number = replica.record_number(&record).map_err(failed)?.ok_or_else(nothing)?;
        let voices = replica.voices(number).map_err(failed)?;
        let voice = voices.into_iter().find(|(member, _)| *member == author.member).map(|(_, voice)| voice);
        let voice = voice.ok_or_else(nothing)?;
        let key = match (&ask.comment, &ask.what) {
            (Some(named), _) => match find_comment(replica, record, named)? {
                (member, id) if member == author.member => Key::Comment(id),
                _ => return Err(nothing()),
            },
            (None, Some(named)) => {
                find_words(replica, number, &author.member, &voice, named)?.ok_or_else(nothing)?
            }
            (None, None) if ask.outcome => Key::Outcome,
            (None, None) => Key::Stance,
        };
        let part = voice.get(&key).and_then(|(said, _)| said.words());
        let withdraw = Withdraw { part: part.ok_or_else(nothing)? };
        replica.write(&author, Kind::Withdraw, record, wire::to_bytes(&withdraw)).map_err(write_error)?;
        self.thread_row(record)
    }

    fn thread_row(&mut self, record: RecordId) -> Result<row::Thread, ApiError> {
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let names = Self::names(replica)?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let voices = replica.voices(number).map_err(failed)?;
        thread(replica, (&record, number), &voices, &names, me, None)
    }
}

/// What is hidden on this laptop is kept under this name.
const HIDDEN: &str = "hidden";

/// Records, and comments on them, that somebody does not want to see on this laptop.
type Hidden = BTreeSet<(RecordId, Option<ItemId>)>;

fn hidden_here(replica: &Replica) -> Result<Hidden, ApiError> {
    let kept = replica.store().setting(HIDDEN).map_err(failed)?;
    Ok(kept.and_then(|bytes| wire::from_bytes(&bytes).ok()).unwrap_or_default())
}

/// Returns the records that somebody hid from themself: they do not come by themselves, and search still finds them.
pub(super) fn hidden_records(replica: &Replica) -> Result<BTreeSet<RecordId>, ApiError> {
    let hidden = hidden_here(replica)?.into_iter();
    Ok(hidden.filter_map(|(record, comment)| comment.is_none().then_some(record)).collect())
}

/// Takes the rows about records that somebody hid from themself out of a list.
pub(super) fn spare<R>(
    replica: &Replica,
    rows: &mut Vec<R>,
    id: impl Fn(&R) -> &String,
) -> Result<(), ApiError> {
    let hidden: BTreeSet<String> = hidden_records(replica)?.iter().map(RecordId::to_string).collect();
    if !hidden.is_empty() {
        rows.retain(|row| !hidden.contains(id(row)));
    }
    Ok(())
}

fn find_comment(
    replica: &mut Replica,
    record: RecordId,
    named: &str,
) -> Result<(MemberId, ItemId), ApiError> {
    let wanted = named.trim().to_lowercase();
    let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
    let mut found = BTreeSet::new();
    for (member, voice) in replica.voices(number).map_err(failed)? {
        found.extend(voice.said().filter_map(|(key, _, _)| match key {
            Key::Comment(id) if id.text().starts_with(&wanted) => Some((member, id)),
            _ => None,
        }));
    }
    match found.len() {
        1 => Ok(found.into_iter().next().expect("there is exactly one")),
        n => Err(ApiError::new(
            "comment.unknown",
            if n == 0 {
                format!("There is no comment {named:?}.")
            } else {
                format!("{named:?} names several comments.")
            },
            "`palabre comment ON` shows the comments with their ids.",
        )),
    }
}

/// Finds words that somebody named: by the key under which they stand, or by how they begin.
fn find_words(
    replica: &mut Replica,
    number: u64,
    author: &MemberId,
    voice: &Voice,
    named: &str,
) -> Result<Option<Key>, ApiError> {
    let wanted = named.trim().to_lowercase();
    let own: Vec<(Key, Hash)> =
        voice.said().filter_map(|(key, said, _)| said.words().map(|part| (key, part))).collect();
    if let Some((key, _)) = own.iter().find(|(key, _)| key.text() == wanted) {
        return Ok(Some(*key));
    }
    let mut found = Vec::new();
    for (key, part) in own.iter().filter(|_| !wanted.is_empty()) {
        let begins = match replica.words(number, author, part).map_err(failed)? {
            Words::Here(text) => text.to_lowercase().starts_with(&wanted),
            Words::Withdrawn | Words::Missing => false,
        };
        if begins || (wanted.contains('/') && key.text().starts_with(&wanted)) {
            found.push(*key);
        }
    }
    match found[..] {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(ApiError::new(
            "withdraw.several",
            format!("Several words of yours begin with {named:?}."),
            "Use more of them.",
        )),
    }
}

/// A comment, before its words are looked for.
struct Remark {
    member: MemberId,
    id: ItemId,
    comment: Comment,
    at: i64,
}

/// Returns the comments, each after the one that it answers, at most so many of them, the reactions to the record, and
/// whether it is hidden here.
pub(super) fn thread(
    replica: &mut Replica,
    (record, number): (&RecordId, u64),
    voices: &[(MemberId, Voice)],
    names: &Names,
    me: Option<MemberId>,
    most: Option<usize>,
) -> Result<row::Thread, ApiError> {
    let hidden = hidden_here(replica)?;
    let mut folds: BTreeMap<ItemId, Vec<(MemberId, Fold)>> = BTreeMap::new();
    let mut remarks: Vec<Remark> = Vec::new();
    let mut reactions: BTreeMap<Target, BTreeMap<String, BTreeSet<MemberId>>> = BTreeMap::new();
    for (member, voice) in voices {
        let said = ["comment/", "react/", "fold/"].into_iter().flat_map(|under| voice.said_under(under));
        for (key, said, at) in said {
            match (key, said) {
                (Key::Comment(id), Said::Comment(comment)) => {
                    remarks.push(Remark { member: *member, id, comment, at });
                }
                (Key::React(target), Said::Reaction(text)) => {
                    reactions.entry(target).or_default().entry(text).or_default().insert(*member);
                }
                (Key::Fold(id), Said::Fold(fold)) => folds.entry(id).or_default().push((*member, fold)),
                _ => {}
            }
        }
    }
    remarks.sort_by_key(|remark| (remark.at, remark.member, remark.id));
    let reaction_rows = |target: &Target| -> Vec<row::Reaction> {
        let given = reactions.get(target).into_iter().flatten();
        given
            .map(|(reaction, who)| row::Reaction { reaction: reaction.clone(), names: names.sorted(who) })
            .collect()
    };
    let ordered = in_threads(remarks);
    let most = most.unwrap_or(ordered.len());
    let more_comments = ordered.len().saturating_sub(most) as u32;
    let mut comments = Vec::with_capacity(ordered.len().min(most));
    for Remark { member, id, comment, at } in ordered.into_iter().take(most) {
        let text = match replica.words(number, &member, &comment.text).map_err(failed)? {
            Words::Here(text) => Some(text),
            Words::Withdrawn | Words::Missing => None,
        };
        let mut why = Vec::new();
        for (member, fold) in folds.remove(&id).unwrap_or_default() {
            let text = super::around::text(replica, number, &member, Some(&fold.text))?;
            why.push(row::Help { name: names.of(&member), text });
        }
        why.sort_by_key(|fold| by_name(&fold.name));
        comments.push(row::Comment {
            id: id.text(),
            name: names.of(&member),
            mine: Some(member) == me,
            text,
            folded: why.len() >= ENOUGH_TO_FOLD,
            folds: why,
            hidden: hidden.contains(&(*record, Some(id))),
            reply_to: comment.parent.map(|(_, parent)| parent.text()),
            at,
            reactions: reaction_rows(&Target::Comment(id)),
        });
    }
    Ok(row::Thread {
        id: record.to_string(),
        comments,
        more_comments,
        reactions: reaction_rows(&Target::Record),
        hidden: hidden.contains(&(*record, None)),
    })
}

/// Orders comments so that each stands after the one that it answers; otherwise as they came.
fn in_threads(remarks: Vec<Remark>) -> Vec<Remark> {
    let ids: BTreeSet<ItemId> = remarks.iter().map(|remark| remark.id).collect();
    let mut children: BTreeMap<Option<ItemId>, Vec<Remark>> = BTreeMap::new();
    for remark in remarks {
        let parent = remark.comment.parent.map(|(_, parent)| parent);
        let parent = parent.filter(|parent| ids.contains(parent) && *parent != remark.id);
        children.entry(parent).or_default().push(remark);
    }
    let mut ordered = Vec::new();
    let mut open: Vec<Remark> = children.remove(&None).unwrap_or_default();
    open.reverse();
    while let Some(remark) = open.pop() {
        let mut answers = children.remove(&Some(remark.id)).unwrap_or_default();
        answers.reverse();
        open.extend(answers);
        ordered.push(remark);
    }
    // Two comments that claim to answer each other are answers to nothing.
    ordered.extend(children.into_values().flatten());
    ordered
}
