//! Devices that a keyholder suspended: for fourteen days of this laptop's clock it passes on nothing of theirs that it did
//! not hold when it heard of it, and does not speak with them. No verdict depends on any of this.

use std::collections::BTreeSet;

use palabre_documents::voice::{Key, Said};
use palabre_domain::id::{DeviceId, MemberId, RecordId};
use palabre_domain::suspending::{Note, Notes, Suspended, Suspending};
use palabre_feeds::heights::{Heights, Tip};
use palabre_store::StoreError;

use super::{Replica, Words};
use crate::node::COMMUNITY;

/// The setting that keeps what this laptop noted.
const NOTES: &str = "suspensions";

/// What is passed on while somebody is suspended.
#[derive(Default)]
pub(super) struct Suspensions {
    notes: Notes,
    /// What others are told is held here, where that is less than what is held.
    told: Option<Heights>,
    /// The number of the community's own page, once it is known.
    house: Option<u64>,
    /// Whether what is said was looked at since it may have changed.
    looked_at: bool,
    /// Devices whose suspension ended since somebody asked.
    freed: BTreeSet<DeviceId>,
}

impl Suspensions {
    /// Says that something came which may suspend somebody, or may not.
    pub(super) fn look_again(&mut self, on: impl FnOnce(u64) -> bool) {
        self.looked_at &= self.house.is_some_and(|house| !on(house));
    }

    /// Returns what others are told, while that is less than what is held.
    pub(super) fn told(&self) -> Option<&Heights> {
        self.told.as_ref()
    }

    pub(super) fn told_mut(&mut self) -> Option<&mut Heights> {
        self.told.as_mut()
    }

    /// Says that an entry came.
    pub(super) fn advance(&mut self, device: DeviceId, prev: palabre_domain::id::EntryId, tip: Tip) {
        if let Some(told) = &mut self.told
            && self.notes.in_force(&device).is_none()
        {
            told.advance(device, prev, tip);
        }
    }
}

/// A suspension, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What this laptop noted of it.
    pub note: Note,
    /// Why.
    pub reason: Words,
}

impl Replica {
    /// Returns what keyholders, and those who would be, say of devices on the community's own page.
    fn said_of_devices(&mut self) -> Result<Vec<(Suspended, Suspending)>, StoreError> {
        let Some(house) = self.house()? else { return Ok(Vec::new()) };
        let voices = self.voices(house)?;
        let membership = self.membership()?;
        let keyholders = membership.charter().map(|charter| charter.keyholders.clone()).unwrap_or_default();
        let here = |member: &MemberId| membership.members().get(member).is_some_and(|state| state.is_here());
        let mut found = Vec::new();
        for (member, voice) in voices.iter().filter(|(member, _)| here(member)) {
            for (key, said, at) in voice.said() {
                if let (Key::Suspend(device), Said::Suspending(suspending)) = (key, said) {
                    let keyholder = keyholders.contains(member);
                    let said = Suspended { device, by: *member, mark: suspending.mark, at, keyholder };
                    found.push((said, suspending));
                }
            }
        }
        Ok(found)
    }

    /// Returns the number of the community's own page.
    fn house(&mut self) -> Result<Option<u64>, StoreError> {
        if let Some(house) = self.known()?.suspensions.house {
            return Ok(Some(house));
        }
        let page = self.store.pages_of(COMMUNITY, 0, 1)?.first().map(|page| page.record);
        let number = match page {
            Some(record) => self.record_number(&record)?,
            None => None,
        };
        self.known()?.suspensions.house = number;
        Ok(number)
    }

    /// Returns the community's own page.
    ///
    /// # Errors
    /// When the store fails.
    pub fn own_page(&self) -> Result<Option<RecordId>, StoreError> {
        Ok(self.store.pages_of(COMMUNITY, 0, 1)?.first().map(|page| page.record))
    }

    /// Returns who is suspended at this time, without keeping anything.
    ///
    /// # Errors
    /// When the store fails.
    pub fn notes(&mut self, now: i64) -> Result<Notes, StoreError> {
        let said: Vec<Suspended> = self.said_of_devices()?.into_iter().map(|(said, _)| said).collect();
        let known = self.known()?;
        let mut notes = known.suspensions.notes.clone();
        let heights = &known.heights;
        notes.look(&said, now, |device| heights.tips(device).iter().map(|tip| (tip.seq, tip.id)).collect());
        Ok(notes)
    }

    /// Returns the suspensions in force at this time, with their reasons.
    ///
    /// # Errors
    /// When the store fails.
    pub fn suspensions(&mut self, now: i64) -> Result<Vec<Shown>, StoreError> {
        let notes = self.notes(now)?;
        let said = self.said_of_devices()?;
        let house = self.house()?.unwrap_or_default();
        let mut shown = Vec::new();
        for note in notes.all_in_force() {
            let text = said.iter().find(|(said, _)| said.mark == note.mark && said.by == note.by);
            let reason = match text {
                Some((_, suspending)) => self.words(house, &note.by, &suspending.text)?,
                None => Words::Missing,
            };
            shown.push(Shown { note: note.clone(), reason });
        }
        Ok(shown)
    }

    /// Looks who is suspended at this time, and keeps from when on. Whoever speaks for this replica calls it before it
    /// speaks, and after something came.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mind_suspensions(&mut self, now: i64) -> Result<(), StoreError> {
        let known = self.known()?;
        let suspensions = &known.suspensions;
        if suspensions.looked_at && suspensions.notes.is_empty() {
            return Ok(());
        }
        let notes = self.notes(now)?;
        self.known()?.suspensions.looked_at = true;
        if notes == self.known()?.suspensions.notes {
            return Ok(());
        }
        self.store.set_setting(NOTES, &palabre_domain::wire::to_bytes(&notes))?;
        let suspensions = &mut self.known()?.suspensions;
        let over = suspensions.notes.all_in_force().filter(|note| notes.in_force(&note.device).is_none());
        suspensions.freed.extend(over.map(|note| note.device));
        suspensions.notes = notes;
        self.tell_less()
    }

    /// Returns the devices whose suspension ended since the last call: there is something of them to tell.
    pub fn freed(&mut self) -> BTreeSet<DeviceId> {
        self.known.as_mut().map(|known| std::mem::take(&mut known.suspensions.freed)).unwrap_or_default()
    }

    /// Reads what was noted when this was last open.
    pub(super) fn recall_suspensions(&mut self) -> Result<(), StoreError> {
        let kept = self.store.setting(NOTES)?;
        let notes = kept.and_then(|bytes| palabre_domain::wire::from_bytes(&bytes).ok()).unwrap_or_default();
        if let Some(known) = &mut self.known {
            known.suspensions.notes = notes;
        }
        self.tell_less()
    }

    /// Has others told of suspended devices what was held of them, and no more.
    fn tell_less(&mut self) -> Result<(), StoreError> {
        let mine = self.mine;
        let known = self.known()?;
        known.suspensions.told = None;
        let mut told = known.heights.clone();
        let mut any = false;
        for note in known.suspensions.notes.all_in_force().filter(|note| Some(note.device) != mine) {
            any = true;
            told.set(note.device, note.held.iter().map(|&(seq, id)| Tip { seq, id }).collect());
            told.set_apart(note.device);
        }
        known.suspensions.told = any.then_some(told);
        Ok(())
    }

    /// Returns true while a device is suspended here.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_suspended(&mut self, device: &DeviceId) -> Result<bool, StoreError> {
        Ok(self.known()?.suspensions.notes.in_force(device).is_some())
    }

    /// Returns true when this laptop speaks with another: a member's that is neither closed nor suspended.
    ///
    /// # Errors
    /// When the store fails.
    pub fn speaks_with(&mut self, device: &DeviceId) -> Result<bool, StoreError> {
        Ok(self.membership()?.is_peer(device) && !self.is_suspended(device)?)
    }

    /// Returns those of these new rows that are passed on.
    ///
    /// # Errors
    /// When the store fails.
    pub fn passed_on(&mut self, mut rows: Vec<u64>) -> Result<Vec<u64>, StoreError> {
        if self.known()?.suspensions.told.is_none() {
            return Ok(rows);
        }
        let mut held_back = BTreeSet::new();
        for &row in &rows {
            if let Some((device, _)) = self.store.place(row)?
                && Some(device) != self.mine
                && self.is_suspended(&device)?
            {
                held_back.insert(row);
            }
        }
        rows.retain(|row| !held_back.contains(row));
        Ok(rows)
    }
}
