//! From an entry to what verdicts depend on: the guard at the door, then the meaning.

use palabre_domain::id::{CommunityId, MemberId};
use palabre_feeds::body::{Body, BodyError, Certificate, Part};
use palabre_feeds::entry::Entry;
use palabre_feeds::group::{Name, What};
use palabre_feeds::verdict::{Reason, Verdict, Waits};

use crate::guard::{VoiceChange, read_change, read_voice};
use crate::kinds::RecordType;
use crate::page::openings_in;
use crate::voice::Speech;

/// What an entry of a record says.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What verdicts depend on.
    pub what: What,
    /// By which names others refer to it.
    pub defines: Vec<Name>,
    /// What it refers to.
    pub names: Vec<Name>,
    /// The change, decoded once.
    pub decoded: Decoded,
}

/// What was decoded on the way.
#[derive(Clone, Debug)]
pub enum Decoded {
    /// Nothing.
    Nothing,
    /// A change of a record's page; a birth with its type.
    Page(Box<automerge::Change>, Option<RecordType>),
    /// A change of a voice.
    Voice(VoiceChange),
    /// A certificate, which is still to be held against the entries that it cites.
    Certificate(Box<Certificate>),
}

impl Reading {
    fn settled(verdict: Verdict) -> Self {
        Self::of(What::Settled(verdict), Decoded::Nothing)
    }

    fn of(what: What, decoded: Decoded) -> Self {
        Self { what, defines: Vec::new(), names: Vec::new(), decoded }
    }
}

/// Returns the verdict of an entry whose body is refused.
pub fn refused(error: BodyError) -> Verdict {
    match error {
        BodyError::Newer => Verdict::Pending(Waits::Newer),
        BodyError::Unreadable | BodyError::Rule => Verdict::WithoutEffect(Reason::Body),
        BodyError::Signature => Verdict::WithoutEffect(Reason::Signature),
    }
}

/// Reads an entry of a record; `member` is whose device wrote it, as far as that is known.
pub fn read(community: &CommunityId, entry: &Entry, member: Option<MemberId>) -> Reading {
    let guard = || Reading::settled(Verdict::WithoutEffect(Reason::Guard));
    let body = match Body::read(community, entry) {
        Ok(body) => body,
        Err(error) => return Reading::settled(refused(error)),
    };
    match body {
        Body::Birth(birth) => {
            let Ok((facts, change)) = read_change(&birth.change) else {
                return guard();
            };
            if facts.actor != entry.header.device {
                return guard();
            }
            let known = RecordType::from_code(birth.record_type);
            let openings = openings_in(&change);
            let what = What::Birth { known: known.is_some(), writers: birth.writers, facts };
            let mut reading = Reading::of(what, Decoded::Page(Box::new(change), known));
            reading.defines = openings.into_iter().map(|(id, _)| Name::Opening(id)).collect();
            reading
        }
        Body::Edit => {
            let Ok((facts, change)) = read_change(&entry.body) else {
                return guard();
            };
            if facts.actor != entry.header.device {
                return guard();
            }
            let openings = openings_in(&change);
            let mut reading = Reading::of(What::Edit { facts }, Decoded::Page(Box::new(change), None));
            reading.defines = openings.into_iter().map(|(id, _)| Name::Opening(id)).collect();
            reading
        }
        Body::Voice => {
            let Ok(change) = read_voice(&entry.body) else {
                return guard();
            };
            if change.facts.actor != entry.header.device {
                return guard();
            }
            let Some(speech) = Speech::read(&member.unwrap_or_default(), &change) else {
                return Reading::settled(Verdict::Pending(Waits::Newer));
            };
            let what = What::Voice { facts: change.facts.clone(), guest_may: speech.guest_may };
            let mut reading = Reading::of(what, Decoded::Voice(change));
            (reading.defines, reading.names) = (speech.defines, speech.names);
            reading
        }
        Body::Part => {
            let words = entry.body.first() == Some(&Part::WORDS);
            Reading::of(What::Part { hash: entry.header.body_hash, words }, Decoded::Nothing)
        }
        Body::Withdraw(withdraw) => Reading::of(What::Withdraw(withdraw.part), Decoded::Nothing),
        Body::Certificate(certificate) => {
            let waits = Verdict::Pending(Waits::Cited);
            Reading::of(What::Certificate(waits), Decoded::Certificate(Box::new(certificate)))
        }
        Body::Genesis(_)
        | Body::Invite(_)
        | Body::Join(_)
        | Body::Admit(_)
        | Body::Device(_)
        | Body::Epoch(_) => Reading::settled(Verdict::WithoutEffect(Reason::Body)),
    }
}
