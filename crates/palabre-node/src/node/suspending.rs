//! Suspending a device for fourteen days, in the open.

use palabre_api::{ApiError, ask, row};
use palabre_documents::voice::{Key, Said};
use palabre_domain::id::DeviceId;
use palabre_domain::suspending::{NOT_AGAIN_WITHIN, Suspending};
use palabre_domain::words::ItemId;
use rand::RngExt;

use super::texts::check_why;
use super::times::time_in_words;
use super::{Node, failed, write_error};
use crate::replica::{Replica, Words};

impl Node {
    pub(super) fn suspend_device(&mut self, ask: &ask::DeviceSuspend) -> Result<row::Devices, ApiError> {
        let mark = ItemId(self.rng.random());
        let (replica, author) = self.replica_as_member()?;
        let (device, owner) = find_device(replica, &ask.device)?;
        let house = Self::find(replica, "community")?;
        let key = Key::Suspend(device);
        if ask.lift {
            let number = replica.record_number(&house).map_err(failed)?.unwrap_or_default();
            let voices = replica.voices(number).map_err(failed)?;
            let said =
                voices.iter().any(|(member, voice)| *member == author.member && voice.get(&key).is_some());
            if !said {
                return Err(ApiError::new(
                    "suspend.nothing",
                    "You have not suspended this device.",
                    "Only the keyholder who suspended it can end that before the 14 days are over; `palabre status` says who.",
                ));
            }
            replica.say(&author, house, &[(key, None)]).map_err(write_error)?;
        } else {
            let membership = replica.membership().map_err(failed)?;
            let keyholders =
                membership.charter().map(|charter| charter.keyholders.clone()).unwrap_or_default();
            let is_open = membership.is_peer(&device);
            if !keyholders.contains(&author.member) {
                let names = Self::names(replica)?.sorted(&keyholders).join(", ");
                return Err(ApiError::new(
                    "suspend.keyholder",
                    "Only keyholders can suspend a device.",
                    format!("Ask one of them: {names}."),
                ));
            }
            if device == author.device() {
                return Err(ApiError::new(
                    "suspend.itself",
                    "A laptop does not suspend itself: the others would hear of it from nobody.",
                    "`palabre device revoke` closes it for good.",
                ));
            }
            if !is_open {
                return Err(ApiError::new(
                    "device.closed",
                    "This device is closed already.",
                    "Nobody speaks with it, so there is nothing to suspend.",
                ));
            }
            let text = ask.because.as_deref().map(str::trim).unwrap_or_default();
            check_why(text)?;
            let notes = replica.notes(author.now).map_err(failed)?;
            if let Some(spent) = notes.spent(&device, &author.member, author.now) {
                let (until, again) = (spent.until(), spent.heard.saturating_add(NOT_AGAIN_WITHIN));
                let state = if spent.over {
                    "have suspended this device before"
                } else {
                    "suspend this device already"
                };
                return Err(ApiError::new(
                    "suspend.again",
                    format!("You {state}, and can do so again from {}.", time_in_words(again)),
                    format!(
                        "It lasts until {} at most. Whoever is to be kept out for longer is removed by a decision.",
                        time_in_words(until)
                    ),
                ));
            }
            replica
                .together(|replica| {
                    let text = replica.put_words(&author, house, text)?;
                    replica.say(&author, house, &[(key, Some(Said::Suspending(Suspending { mark, text })))])
                })
                .map_err(write_error)?;
        }
        replica.mind_suspensions(author.now).map_err(failed)?;
        self.list_devices(Some(&owner.to_string()))
    }
}

/// Finds a device of anybody by the first characters of its key.
pub(super) fn find_device(
    replica: &mut Replica,
    named: &str,
) -> Result<(DeviceId, palabre_domain::id::MemberId), ApiError> {
    let wanted = named.trim().to_lowercase();
    let membership = replica.membership().map_err(failed)?;
    let matching: Vec<_> = membership
        .devices()
        .iter()
        .filter(|(id, _)| wanted.len() >= 4 && id.to_string().starts_with(&wanted))
        .map(|(id, state)| (*id, state.member))
        .collect();
    match matching[..] {
        [one] => Ok(one),
        _ => Err(ApiError::new(
            "device.unknown",
            format!("There is no device {named:?} here, or more than one."),
            "`palabre device list NAME` shows somebody's devices with the first characters of their keys.",
        )),
    }
}

/// Returns the suspensions in force, as they are shown, the one that ends first before the others.
pub(super) fn suspensions(
    replica: &mut Replica,
    me: &DeviceId,
    now: i64,
) -> Result<Vec<row::Suspension>, ApiError> {
    let shown = replica.suspensions(now).map_err(failed)?;
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    let names = Node::names(replica)?;
    let membership = replica.membership().map_err(failed)?;
    let mut rows: Vec<row::Suspension> = shown
        .into_iter()
        .map(|shown| {
            let device = shown.note.device;
            let owner = membership.devices().get(&device);
            row::Suspension {
                name: owner.map(|state| names.of(&state.member)).unwrap_or_default(),
                device: device.to_string(),
                number: owner.map_or(0, |state| u32::from(state.number)),
                here: device == *me,
                by: names.of(&shown.note.by),
                reason: match shown.reason {
                    Words::Here(text) => Some(text),
                    Words::Withdrawn | Words::Missing => None,
                },
                until: shown.note.until(),
            }
        })
        .collect();
    rows.sort_by_key(|row| (row.until, row.device.clone()));
    Ok(rows)
}
