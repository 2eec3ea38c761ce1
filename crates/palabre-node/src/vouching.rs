//! People whom a laptop that told two stories had let in.
//!
//! What such a laptop says beyond its fork has no effect, and so it has let nobody in. Who stands where is a function of
//! the control entries alone and sees no record, so that it cannot know who built on a newcomer's words; but whoever did
//! can vouch. A laptop does that by itself: its person answered the newcomer, or took part in what they began. Where an
//! inviter's device was closed, or its owner removed, somebody drew that line on purpose: then a person has to vouch.

use std::collections::{BTreeMap, BTreeSet};

use palabre_api::ApiError;
use palabre_documents::voice::{Key, Said, Voice};
use palabre_domain::charter::Admission;
use palabre_domain::id::{EntryId, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Admit, Body, Role};
use palabre_feeds::entry::Kind;
use palabre_feeds::verdict::Reason;
use palabre_store::StoreError;

use crate::home::store_error;
use crate::node::write_error;
use crate::replica::{Author, Replica};

/// Lets in again whom a forked device had let in, and on whose words this laptop's person built.
pub(crate) fn vouch_again(replica: &mut Replica, author: &Author) -> Result<Vec<String>, ApiError> {
    let waiting = let_in_beyond_a_fork(replica, author).map_err(store_error)?;
    let mut did = Vec::new();
    for (join, (member, name, role)) in waiting {
        if !built_on(replica, author, &member).map_err(store_error)? {
            continue;
        }
        let admit = Admit { joins: vec![join], role, closes: None, because: None, formerly: None };
        replica.write(author, Kind::Admit, RecordId::ZERO, wire::to_bytes(&admit)).map_err(write_error)?;
        did.push(format!(
            "Let {name} in again: the laptop that had let them in told two stories, and you had built on their words."
        ));
    }
    Ok(did)
}

type Waiting = BTreeMap<EntryId, (MemberId, String, Role)>;

/// Returns the joins that only a forked device admitted, beyond its fork, and that this member has not vouched for.
fn let_in_beyond_a_fork(replica: &mut Replica, author: &Author) -> Result<Waiting, StoreError> {
    let membership = replica.membership()?;
    let mut forks: BTreeMap<_, u64> = BTreeMap::new();
    for (device, state) in membership.devices() {
        if let Some(cut) = state.cut.filter(|cut| cut.reason == Reason::Fork && !state.closed) {
            forks.insert(*device, cut.seq);
        }
    }
    let by_decision = membership.charter().is_none_or(|charter| charter.admission == Admission::Decision);
    if forks.is_empty() || by_decision {
        return Ok(Waiting::new());
    }
    let inside: BTreeSet<MemberId> = membership.members().keys().copied().collect();
    let own: BTreeSet<_> = replica.devices_of(&author.member)?.into_iter().collect();
    let controls = replica.controls()?;
    let (mut lost, mut vouched) = (BTreeMap::new(), BTreeSet::new());
    for control in controls {
        let Body::Admit(admit) = &control.body else { continue };
        if own.contains(&control.device) {
            vouched.extend(admit.joins.iter().copied());
        }
        if forks.get(&control.device).is_some_and(|&last| control.seq > last) {
            for join in &admit.joins {
                let role = lost.entry(*join).or_insert(admit.role);
                *role = (*role).max(admit.role);
            }
        }
    }
    let mut waiting = Waiting::new();
    for control in controls {
        let (Body::Join(join), Some(&role)) = (&control.body, lost.get(&control.id)) else { continue };
        let member = join.certificate.member;
        if !inside.contains(&member) && !vouched.contains(&control.id) {
            waiting.insert(control.id, (member, join.name.clone(), role));
        }
    }
    Ok(waiting)
}

/// Returns true when this laptop's person answered somebody's comment, or said something on what they began.
fn built_on(replica: &mut Replica, author: &Author, other: &MemberId) -> Result<bool, StoreError> {
    for bytes in replica.store().voices_by(&author.member)? {
        let voice = Voice::from_bytes(&bytes);
        let answers = |(key, said, _): (Key, Said, i64)| match (key, said) {
            (Key::Comment(_), Said::Comment(comment)) => {
                comment.parent.is_some_and(|(whose, _)| whose == *other)
            }
            (Key::Reply(whose), _) => whose == *other,
            _ => false,
        };
        if voice.said().any(answers) {
            return Ok(true);
        }
    }
    let own = replica.devices_of(&author.member)?;
    for record in replica.store().records_by(other)? {
        if !replica.store().of_record_by(record, &own)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
