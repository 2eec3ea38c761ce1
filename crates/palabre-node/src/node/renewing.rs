//! A new device in place of one whose own history was put back to an earlier time, or has split: two machines with one
//! key never write one feed for long.

use std::collections::BTreeSet;

use ed25519_dalek::SigningKey;
use palabre_api::{ApiError, ask, row};
use palabre_documents::guard::read_voice;
use palabre_documents::voice::{Key, Said};
use palabre_domain::id::{CommunityId, DeviceId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::Device;
use palabre_feeds::entry::Kind;
use palabre_feeds::verdict::Verdict;
use palabre_store::entries::Held;
use rand::RngExt;

use super::devices::{all_numbers_taken, last_honoured, member_key, numbers};
use super::mending::SALVAGED;
use super::{Node, failed, write_error};
use crate::replica::{Author, Replica, WriteError};

/// The setting that names the device in whose place another has come, until all is done.
const RENEWING: &str = "renewing";

impl Node {
    pub(super) fn renew_device(&mut self, ask: &ask::DeviceRenew) -> Result<row::Devices, ApiError> {
        self.hold()?;
        self.renew(&ask.words)?;
        self.list_devices(None)
    }

    /// Makes a new device of this laptop, and puts it in the old one's place everywhere.
    pub(super) fn renew(&mut self, words: &[String]) -> Result<(), ApiError> {
        let me = self.me()?.clone();
        let old = me.device_id();
        let (mut broken, mut begun, mut taken) = (false, false, BTreeSet::new());
        let mut mine = Vec::new();
        for id in self.communities()? {
            let standing = self.community_row(&id)?.standing;
            if standing == "removed" || standing == "left" {
                continue;
            }
            let replica = self.replica_of(&id)?;
            let replaced = is_renewing(replica, &old)?;
            begun |= replaced;
            broken |= !replaced
                && (replica.is_rolled_back().map_err(failed)?
                    || replica.forks().map_err(failed)?.contains_key(&old));
            taken.extend(numbers(replica, &me.member_id())?);
            mine.push(id);
        }
        if !broken && !begun {
            return Err(ApiError::new(
                "device.whole",
                "This laptop's own history is whole: there is nothing to renew.",
                "For one more laptop use `palabre device add`, for a lost one `palabre device revoke`.",
            ));
        }
        let key = member_key(&me, words)?;
        // What was begun is brought to its end first.
        if !begun {
            let mut new = me.renewed(&key, self.rng.random());
            // This laptop may have forgotten some: what was numbered in order is left alone.
            new.certify(&taken, false).ok_or_else(all_numbers_taken)?;
            let new = if me.has_member_key() { new } else { new.without_member_key()? };
            // Should it end here, the next attempt goes on where this one was.
            for id in &mine {
                self.replica_of(id)?.store().set_setting(RENEWING, &old.0).map_err(failed)?;
            }
            self.home.keep_identity(&new)?;
            self.home.forget_device(&old)?;
            self.identity = Some(new);
        }
        for id in &mine {
            self.renew_in(id, &key)?;
        }
        Ok(())
    }

    /// Puts the new device in the old one's place in one community.
    fn renew_in(&mut self, id: &CommunityId, key: &SigningKey) -> Result<(), ApiError> {
        let me = self.me()?.clone();
        let replica = self.replica_of(id)?;
        let Some(old) = replica.store().setting(RENEWING).map_err(failed)? else { return Ok(()) };
        let Ok(old) = <[u8; 32]>::try_from(old).map(DeviceId) else { return Ok(()) };
        replica.begin_anew(me.device_id()).map_err(failed)?;
        let is_here = |replica: &mut Replica, device: &DeviceId| -> Result<(bool, bool), ApiError> {
            let state = replica.membership().map_err(failed)?.devices().get(device);
            Ok((state.is_some(), state.is_some_and(|state| state.closed)))
        };
        if !is_here(replica, &me.device_id())?.0
            && let Some(certificate) = me.certificates().last()
        {
            self.add_this_device(id, certificate.clone())?;
        }
        let author = self.author()?;
        let replica = self.replica_of(id)?;
        // A file that was damaged may hold less of the old device than others do, and what lies beyond its last honoured
        // entry would have no effect. Its key is gone, so that it can stay open until somebody knows.
        let salvaged = replica.store().setting(SALVAGED).map_err(failed)?.is_some();
        let alone = !replica
            .membership()
            .map_err(failed)?
            .devices()
            .keys()
            .any(|device| *device != old && *device != author.device())
            && is_here(replica, &old)?.0;
        if !is_here(replica, &old)?.1 && (alone || !salvaged) {
            let last = last_honoured(replica, &old, None)?;
            let revoke = Device::revoke(id, key, old, last);
            replica
                .write(&author, Kind::Device, RecordId::ZERO, wire::to_bytes(&revoke))
                .map_err(write_error)?;
        }
        carry(replica, &author, &old)?;
        replica.store().drop_setting(SALVAGED).map_err(failed)?;
        replica.store().drop_setting(RENEWING).map_err(failed)
    }
}

/// Returns true where another device is to be replaced by this one: it is the new one already, and has yet to take its
/// place.
pub(super) fn is_renewing(replica: &Replica, me: &DeviceId) -> Result<bool, ApiError> {
    Ok(replica.store().setting(RENEWING).map_err(failed)?.is_some_and(|device| device != me.0))
}

/// Says again what the old device said after its history split, where it has no effect and nothing newer was said.
fn carry(replica: &mut Replica, author: &Author, old: &DeviceId) -> Result<(), ApiError> {
    let Some(split) = replica.forks().map_err(failed)?.get(old).copied() else {
        return Ok(());
    };
    let end = replica.heights().map_err(failed)?.tips(old).iter().map(|tip| tip.seq).max();
    let mut lost: Vec<Held> = Vec::new();
    for seq in split..=end.unwrap_or(0) {
        for (row, _) in replica.store().at_place(old, seq).map_err(failed)? {
            let held = replica.store().entry(row).map_err(failed)?;
            lost.extend(held.filter(|held| matches!(held.verdict, Verdict::WithoutEffect(_))));
        }
    }
    lost.sort_by_key(|held| (held.entry.header.at, held.row));
    for held in &lost {
        let record = held.entry.record();
        let said = match held.entry.kind() {
            Some(Kind::Part) => replica.write(author, Kind::Part, record, held.entry.body.clone()),
            Some(Kind::Voice) => {
                let said = said_again(replica, author, held)?;
                if said.is_empty() {
                    continue;
                }
                replica.say(author, record, &said)
            }
            _ => continue,
        };
        match said {
            // What has no effect now is over, or was said on something that is not there.
            Ok(_) | Err(WriteError::NoEffect(_) | WriteError::NoRecord) => {}
            Err(error) => return Err(write_error(error)),
        }
    }
    Ok(())
}

/// Returns what a voice's change said, but for what was said later elsewhere, and for what laptops say by themselves.
fn said_again(
    replica: &mut Replica,
    author: &Author,
    held: &Held,
) -> Result<Vec<(Key, Option<Said>)>, ApiError> {
    let Some(number) = replica.record_number(&held.entry.record()).map_err(failed)? else {
        return Ok(Vec::new());
    };
    let Ok(change) = read_voice(&held.entry.body) else { return Ok(Vec::new()) };
    let now = replica.voices(number).map_err(failed)?;
    let now = now.into_iter().find(|(member, _)| *member == author.member).map(|(_, voice)| voice);
    let mut said = Vec::new();
    for op in &change.ops {
        let Some(key) = Key::parse(&op.key) else { continue };
        let newer = |(_, at): (Said, i64)| at >= held.entry.header.at;
        if matches!(key, Key::Count | Key::Confirm(_) | Key::Received(_) | Key::Draft(_) | Key::Approve(_))
            || now.as_ref().and_then(|voice| voice.get(&key)).is_some_and(newer)
        {
            continue;
        }
        match &op.value {
            None => said.push((key, None)),
            Some(value) => {
                if let Some(value) = Said::read(&key, value) {
                    said.push((key, Some(value)));
                }
            }
        }
    }
    Ok(said)
}
