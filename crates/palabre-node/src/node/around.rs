//! What stands around every record: next steps, files, ties, comments and reactions.

use std::collections::BTreeMap;

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::RecordType;
use palabre_documents::voice::{Key, Said, Voice};
use palabre_domain::id::{MemberId, RecordId};
use palabre_domain::words::{ItemId, Step, Taken};
use rand::RngExt;

use super::texts::check_text;
use super::times::read_time;
use super::{Names, Node, failed, write_error};
use crate::decide::Case;
use crate::replica::{Replica, Words};

/// Voices on a record, by member.
pub(crate) type Voices = [(MemberId, Voice)];

impl Node {
    pub(super) fn add_step(&mut self, ask: ask::StepAdd) -> Result<row::Around, ApiError> {
        check_text(&ask.text)?;
        let by = ask.by.as_deref().map(read_time).transpose()?;
        let id = ItemId(self.rng.random());
        let (replica, author) = self.replica_as_member()?;
        let record = stepped(replica, &ask.on)?;
        replica
            .together(|replica| {
                let text = replica.put_words(&author, record, &ask.text)?;
                replica.say(&author, record, &[(Key::Step(id), Some(Said::Step(Step { text, by })))])
            })
            .map_err(write_error)?;
        self.around_row(record)
    }

    pub(super) fn take_step(&mut self, ask: ask::StepTake) -> Result<row::Around, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let record = stepped(replica, &ask.on)?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let voices = replica.voices(number).map_err(failed)?;
        let names = Self::names(replica)?;
        let wanted = ask.step.trim().to_lowercase();
        let fits = |step: &row::Step| {
            step.id.starts_with(&wanted)
                || step.text.as_ref().is_some_and(|text| text.to_lowercase().starts_with(&wanted))
        };
        let rows = steps(replica, number, &voices, &names, Some(author.member))?;
        let mut found = rows.iter().filter(|step| !wanted.is_empty() && fits(step));
        let (step, None) = (found.next(), found.next()) else {
            return Err(ApiError::new(
                "step.several",
                format!("{:?} names several steps.", ask.step),
                "Use more of its text, or its id.",
            ));
        };
        let id = step.and_then(|step| ItemId::parse(&step.id)).ok_or_else(|| {
            ApiError::new(
                "step.unknown",
                format!("There is no step {:?} here.", ask.step),
                "`show` lists the next steps with their ids.",
            )
        })?;
        let said = (!ask.drop).then_some(Said::Taken(Taken { done: ask.done }));
        replica.say(&author, record, &[(Key::Take(id), said)]).map_err(write_error)?;
        self.around_row(record)
    }

    fn around_row(&mut self, record: RecordId) -> Result<row::Around, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let names = Self::names(replica)?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let voices = replica.voices(number).map_err(failed)?;
        around(replica, (&record, number), &voices, &names, me, now)
    }
}

/// Finds a record that has next steps.
fn stepped(replica: &mut Replica, named: &str) -> Result<RecordId, ApiError> {
    let record = Node::find(replica, named)?;
    let kinds = [RecordType::Project, RecordType::Intention, RecordType::Decision];
    match kind_of(replica, &record)? {
        Some(kind) if kinds.contains(&kind) => Ok(record),
        _ => Err(ApiError::new(
            "step.where",
            "Next steps belong to a project, an intention or a decision.",
            "Name one of these.",
        )),
    }
}

/// Returns the kind of a record that is shown.
pub(crate) fn kind_of(replica: &Replica, record: &RecordId) -> Result<Option<RecordType>, ApiError> {
    let Some(number) = replica.record_number(record).map_err(failed)? else {
        return Ok(None);
    };
    let row = replica.store().record(number).map_err(failed)?;
    Ok(row.and_then(|row| row.birth).and_then(|birth| RecordType::from_code(birth.kind)))
}

/// Returns everything that stands around a record.
pub(crate) fn around(
    replica: &mut Replica,
    record: (&RecordId, u64),
    voices: &Voices,
    names: &Names,
    me: Option<MemberId>,
    now: i64,
) -> Result<row::Around, ApiError> {
    at_most(replica, record, voices, names, me, now, None)
}

/// Returns everything that stands around a record, and at most so many comments.
pub(crate) fn at_most(
    replica: &mut Replica,
    (record, number): (&RecordId, u64),
    voices: &Voices,
    names: &Names,
    me: Option<MemberId>,
    now: i64,
    most: Option<usize>,
) -> Result<row::Around, ApiError> {
    let row::Thread { comments, more_comments, reactions, hidden, .. } =
        super::threads::thread(replica, (record, number), voices, names, me, most)?;
    let mut ties = Vec::new();
    for page in replica.store().pages_about(record).map_err(failed)? {
        ties.extend(tied(replica, &page.record, now)?);
    }
    Ok(row::Around {
        steps: steps(replica, number, voices, names, me)?,
        files: super::files::files(replica, voices, names)?,
        tied: ties,
        comments,
        more_comments,
        reactions,
        hidden,
        nudges: super::nudges::nudges(replica, number, voices, names, me)?,
        held: held(replica, number)?,
        read: read(voices, me),
    })
}

/// Returns on how many other laptops this one's last words on a record are. Two laptops that held the same once hold
/// everything that was here then; nothing else counts as known.
fn held(replica: &Replica, record: u64) -> Result<Option<u32>, ApiError> {
    let Some(me) = replica.mine() else { return Ok(None) };
    let store = replica.store();
    let Some(last) = store.last_of_record_by(record, &me).map_err(failed)? else { return Ok(None) };
    let peers = store.peers().map_err(failed)?;
    Ok(Some(peers.iter().filter(|peer| peer.row.is_some_and(|row| row >= last)).count() as u32))
}

/// Returns how many others pressed *Read*, gave advice, or answered.
fn read(voices: &Voices, me: Option<MemberId>) -> u32 {
    let others = voices.iter().filter(|(member, _)| Some(*member) != me);
    let said = |voice: &Voice| {
        voice.get(&Key::Advice).is_some()
            || voice.get(&Key::Stance).is_some()
            || voice.get(&Key::Hand).is_some()
    };
    others.filter(|(_, voice)| said(voice)).count() as u32
}

/// Returns the next steps, by date, those without one last.
pub(super) fn steps(
    replica: &mut Replica,
    number: u64,
    voices: &Voices,
    names: &Names,
    me: Option<MemberId>,
) -> Result<Vec<row::Step>, ApiError> {
    let mut found: BTreeMap<ItemId, (MemberId, Step)> = BTreeMap::new();
    let mut taken: BTreeMap<ItemId, Vec<(MemberId, Taken)>> = BTreeMap::new();
    for (member, voice) in voices {
        for (key, said, _) in voice.said_under("step/").chain(voice.said_under("take/")) {
            match (key, said) {
                (Key::Step(id), Said::Step(step)) => {
                    found.entry(id).or_insert((*member, step));
                }
                (Key::Take(id), Said::Taken(by)) => taken.entry(id).or_default().push((*member, by)),
                _ => {}
            }
        }
    }
    let mut rows = Vec::new();
    for (id, (member, step)) in found {
        let by = taken.remove(&id).unwrap_or_default();
        rows.push(row::Step {
            id: id.text(),
            text: text(replica, number, &member, Some(&step.text))?,
            by: step.by,
            name: names.of(&member),
            taken_by: names.sorted(by.iter().map(|(member, _)| member)),
            done: by.iter().any(|(_, taken)| taken.done),
            mine: by.iter().any(|(member, _)| Some(*member) == me),
        });
    }
    rows.sort_by_key(|step| (step.done, step.by.is_none(), step.by, step.id.clone()));
    Ok(rows)
}

/// Returns words by their author; `None` when there are none, or they were withdrawn.
pub(crate) fn text(
    replica: &mut Replica,
    number: u64,
    author: &MemberId,
    part: Option<&palabre_domain::id::Hash>,
) -> Result<Option<String>, ApiError> {
    let Some(part) = part else { return Ok(None) };
    Ok(match replica.words(number, author, part).map_err(failed)? {
        Words::Here(text) => Some(text),
        Words::Withdrawn | Words::Missing => None,
    })
}

/// Returns a record as another one's tie shows it; `None` where it is not here.
pub(crate) fn tied(
    replica: &mut Replica,
    record: &RecordId,
    now: i64,
) -> Result<Option<row::Tied>, ApiError> {
    let Some(kind) = kind_of(replica, record)? else {
        return Ok(None);
    };
    let Some(number) = replica.record_number(record).map_err(failed)? else {
        return Ok(None);
    };
    let Some(data) = replica.store().page(number).map_err(failed)? else {
        return Ok(None);
    };
    let state = match kind {
        RecordType::Decision | RecordType::Round => {
            Case::read(replica, *record).map_err(failed)?.map(|case| case.state(now).word())
        }
        RecordType::Project => Some(super::projects::state(replica, number)?.word()),
        RecordType::Intention => Some(super::intentions::state(replica, record, now)?),
        RecordType::Community | RecordType::Bucket | RecordType::Share => None,
    };
    Ok(Some(row::Tied {
        id: record.to_string(),
        kind: kind.word().to_owned(),
        title: kind.glance(&data).title,
        state: state.unwrap_or_default().to_owned(),
    }))
}
