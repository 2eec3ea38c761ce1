//! Nudges: words of whoever asks to somebody who has not answered. Each is written by hand, and everybody gets one at most.
//!
//! The rule is §0.9 of what must always be true: who has not answered is shown to the one who asked, and to nobody else.

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::RecordType;
use palabre_documents::voice::{Key, Said, Voice};
use palabre_domain::id::{Hash, MemberId, RecordId};
use palabre_domain::words::Nudge;

use super::around::{self, Voices};
use super::intentions::Intent;
use super::texts::check_text;
use super::{Names, Node, failed, write_error};
use crate::decide::{Case, State};
use crate::replica::Replica;

/// What somebody asked, as far as it matters who has not answered.
struct Asked {
    by: MemberId,
    is_open: bool,
    silent: Vec<MemberId>,
}

impl Node {
    pub(super) fn nudge_somebody(&mut self, ask: ask::Nudge) -> Result<row::Nudges, ApiError> {
        let words = ask.text.unwrap_or_default();
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find(replica, &ask.on)?;
        let asked = asked(replica, record, author.now)?;
        if asked.by != author.member {
            let name = Self::names(replica)?.of(&asked.by);
            return Err(ApiError::new(
                "nudge.not-mine",
                format!("{name} asked this, and nobody else is told who has not answered."),
                "`palabre comment` says something to everybody.",
            ));
        }
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        if let Some(named) = &ask.name {
            let member = Self::find_person(replica, &author.member, named)?;
            let name = Self::names(replica)?.of(&member);
            if !asked.is_open {
                return Err(ApiError::new(
                    "nudge.over",
                    "The time to answer is over.",
                    "Nudge somebody as long as they can still answer.",
                ));
            }
            if !asked.silent.contains(&member) {
                return Err(ApiError::new(
                    "nudge.answered",
                    format!("{name} has answered, left it to the others, or is not asked."),
                    "`palabre nudge ON` lists who has not answered.",
                ));
            }
            let voices = replica.voices(number).map_err(failed)?;
            if nudged_by(&voices, &author.member).any(|(nudged, ..)| nudged == member) {
                return Err(ApiError::new(
                    "nudge.again",
                    format!("You have nudged {name} already, and one is all that anybody gets."),
                    "Talk to them.",
                ));
            }
            check_text(&words)?;
            replica
                .together(|replica| {
                    let text = replica.put_words(&author, record, &words)?;
                    replica.say(&author, record, &[(Key::Nudge(member), Some(Said::Nudge(Nudge { text })))])
                })
                .map_err(write_error)?;
        }
        let names = Self::names(replica)?;
        let voices = replica.voices(number).map_err(failed)?;
        Ok(row::Nudges {
            id: record.to_string(),
            silent: names.sorted(&asked.silent),
            nudges: nudges(replica, number, &voices, &names, Some(author.member))?,
        })
    }
}

fn asked(replica: &mut Replica, record: RecordId, now: i64) -> Result<Asked, ApiError> {
    match around::kind_of(replica, &record)? {
        Some(RecordType::Decision) => {
            let case = Case::read(replica, record).map_err(failed)?;
            let case = case.ok_or_else(|| super::unknown(&record.short(4), Some(RecordType::Decision)))?;
            if case.opening.is_none() {
                return Err(super::decisions::not_open());
            }
            let missing = case.missing(replica).map_err(failed)?;
            Ok(Asked {
                by: case.author,
                is_open: case.state(now) == State::Open,
                silent: silent(&case, &missing),
            })
        }
        Some(RecordType::Intention) => {
            let intent = Intent::read(replica, record)?;
            let is_open = matches!(intent.state(now), "listening" | "ended");
            Ok(Asked { by: intent.initiator, is_open, silent: intent.open().0 })
        }
        _ => Err(ApiError::new(
            "nudge.where",
            "Only who is asked can be nudged: by a decision or an intention.",
            "Name one of these.",
        )),
    }
}

/// Returns who has not answered and can be nudged: whoever leaves it to the others has said so, and nobody nudges themself.
pub(super) fn silent(case: &Case, missing: &[MemberId]) -> Vec<MemberId> {
    let silent = missing.iter().filter(|member| !case.is_left_by(member) && **member != case.author);
    silent.copied().collect()
}

/// Returns whether words on a record are a nudge between two others, which no face shows to whoever asks.
pub(super) fn is_between_others(
    replica: &Replica,
    number: u64,
    (author, part): (&MemberId, &Hash),
    me: Option<&MemberId>,
) -> Result<bool, ApiError> {
    if me == Some(author) {
        return Ok(false);
    }
    let voice = replica.store().voice_of(number, author).map_err(failed)?;
    let voice = voice.map(|bytes| Voice::from_bytes(&bytes)).unwrap_or_default();
    let keys: Vec<Key> =
        voice.said().filter(|(_, said, _)| said.words() == Some(*part)).map(|(key, ..)| key).collect();
    let is_to_another = |key: &Key| matches!(key, Key::Nudge(to) if Some(to) != me);
    Ok(!keys.is_empty() && keys.iter().all(is_to_another))
}

/// Returns whether somebody can be nudged about such a record.
pub(super) fn is_asked_by(kind: RecordType) -> bool {
    matches!(kind, RecordType::Decision | RecordType::Intention)
}

/// Returns whom somebody nudged in their voice, with which words and when.
fn nudged_by<'a>(
    voices: &'a Voices,
    by: &'a MemberId,
) -> impl Iterator<Item = (MemberId, Nudge, i64)> + use<'a> {
    let own = voices.iter().filter(move |(member, _)| member == by);
    own.flat_map(|(_, voice)| voice.said_under("nudge/")).filter_map(|(key, said, at)| match (key, said) {
        (Key::Nudge(member), Said::Nudge(nudge)) => Some((member, nudge, at)),
        _ => None,
    })
}

/// Returns whether somebody who asked has nudged somebody who has not answered.
pub(super) fn is_nudged(voices: &Voices, by: &MemberId, whom: &MemberId) -> bool {
    nudged_by(voices, by).any(|(member, ..)| member == *whom)
}

/// Returns the nudges that somebody may see: all of them who asked, everybody else the one to them.
pub(super) fn nudges(
    replica: &mut Replica,
    number: u64,
    voices: &Voices,
    names: &Names,
    me: Option<MemberId>,
) -> Result<Vec<row::Nudge>, ApiError> {
    let birth = replica.store().record(number).map_err(failed)?.and_then(|row| row.birth);
    let birth = birth.filter(|birth| RecordType::from_code(birth.kind).is_some_and(is_asked_by));
    let (Some(by), Some(me)) = (birth.map(|birth| birth.author), me) else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    for (member, nudge, at) in nudged_by(voices, &by) {
        if me == by || me == member {
            rows.push(row::Nudge {
                name: names.of(&member),
                member: member.to_string(),
                by: names.of(&by),
                mine: me == by,
                text: around::text(replica, number, &by, Some(&nudge.text))?,
                at,
            });
        }
    }
    rows.sort_by(|a, b| (a.at, &a.name).cmp(&(b.at, &b.name)));
    Ok(rows)
}
