//! Suspending a device: what keyholders said, and what one laptop makes of it by its own clock.
//!
//! A suspension changes no verdict. It only says what this laptop passes on meanwhile, so that a clock may decide here.

use serde::{Deserialize, Serialize};

use crate::decision::DAY;
use crate::id::{DeviceId, EntryId, Hash, MemberId};
use crate::words::ItemId;

/// For how long a device is suspended, in milliseconds from when a laptop first hears of it.
pub const SUSPENDED_FOR: i64 = 14 * DAY;
/// For how long afterwards the same keyholder cannot suspend the same device again, in milliseconds from when a laptop
/// first heard of it. Whoever needs more than fourteen days out of ninety needs a decision.
pub const NOT_AGAIN_WITHIN: i64 = 90 * DAY;

/// A keyholder's word that a device is suspended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspending {
    /// Tells one suspension from the next of the same device.
    pub mark: ItemId,
    /// Why, as the hash of a part.
    pub text: Hash,
}

/// A suspension as a laptop reads it: who says it of which device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspended {
    /// The device.
    pub device: DeviceId,
    /// Who says so.
    pub by: MemberId,
    /// Which one.
    pub mark: ItemId,
    /// When, by their clock, in milliseconds since 1970.
    pub at: i64,
    /// Whether they hold keys.
    pub keyholder: bool,
}

/// What one laptop noted of a suspension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The device.
    pub device: DeviceId,
    /// Who said so.
    pub by: MemberId,
    /// Which one.
    pub mark: ItemId,
    /// When this laptop first heard of it, by its own clock, in milliseconds since 1970.
    pub heard: i64,
    /// The ends of the device's feed that were held then: up to these it is passed on.
    pub held: Vec<(u64, EntryId)>,
    /// Whether it is over.
    pub over: bool,
    /// Whether it never was in force here: it came too soon after another, or long after it was said.
    pub void: bool,
}

impl Note {
    /// Returns until when the suspension lasts here, in milliseconds since 1970.
    pub fn until(&self) -> i64 {
        self.heard.saturating_add(SUSPENDED_FOR)
    }

    fn is_in(&self, span: i64, now: i64) -> bool {
        // A clock that was put back ends it: nobody is suspended for longer because a clock was wrong.
        (self.heard..self.heard.saturating_add(span)).contains(&now)
    }
}

/// What one laptop noted of all suspensions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes(Vec<Note>);

impl Notes {
    /// Returns the suspension that is in force for a device, the one that ends last.
    pub fn in_force(&self, device: &DeviceId) -> Option<&Note> {
        self.all_in_force().filter(|note| note.device == *device).max_by_key(|note| note.heard)
    }

    /// Returns the suspensions in force.
    pub fn all_in_force(&self) -> impl Iterator<Item = &Note> {
        self.0.iter().filter(|note| !note.over)
    }

    /// Returns the suspension for which this keyholder cannot suspend this device again yet, if there is one.
    pub fn spent(&self, device: &DeviceId, by: &MemberId, now: i64) -> Option<&Note> {
        let mut same = self.0.iter().filter(|note| note.device == *device && note.by == *by && !note.void);
        same.find(|note| note.is_in(NOT_AGAIN_WITHIN, now))
    }

    /// Returns true when looking again could change something.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes down what is said now, and ends what is over: fourteen days after this laptop heard of it, or once its
    /// keyholder took it back. `held` tells the ends of a device's feed here. Returns whether something changed.
    pub fn look(
        &mut self,
        said: &[Suspended],
        now: i64,
        mut held: impl FnMut(&DeviceId) -> Vec<(u64, EntryId)>,
    ) -> bool {
        let before = self.clone();
        let same = |note: &Note, said: &Suspended| {
            (note.device, note.by, note.mark) == (said.device, said.by, said.mark)
        };
        for note in &mut self.0 {
            let still_said = said.iter().any(|said| same(note, said));
            note.over |= !still_said || !note.is_in(SUSPENDED_FOR, now);
        }
        for said in said {
            // Whoever holds no keys has no such power; should the charter that makes them one still be on its way, this
            // is looked at again.
            if !said.keyholder || self.0.iter().any(|note| same(note, said)) {
                continue;
            }
            let late = said.at.saturating_add(SUSPENDED_FOR) <= now;
            let void = late || self.spent(&said.device, &said.by, now).is_some();
            let held = if void { Vec::new() } else { held(&said.device) };
            let Suspended { device, by, mark, .. } = *said;
            self.0.push(Note { device, by, mark, heard: now, held, over: void, void });
        }
        // What nobody says any more and bars nothing is forgotten.
        self.0.retain(|note| {
            said.iter().any(|said| same(note, said)) || (!note.void && note.is_in(NOT_AGAIN_WITHIN, now))
        });
        *self != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: DeviceId = DeviceId([7; 32]);

    fn said(by: u8, mark: u8, at: i64) -> Suspended {
        let by = MemberId([by; 32]);
        Suspended { device: DEVICE, by, mark: ItemId([mark; 8]), at, keyholder: true }
    }

    fn look(notes: &mut Notes, said: &[Suspended], now: i64) -> bool {
        notes.look(said, now, |_| vec![(3, EntryId([3; 32]))]);
        notes.in_force(&DEVICE).is_some()
    }

    #[test]
    fn it_lasts_fourteen_days_from_when_it_was_heard_of() {
        let mut notes = Notes::default();
        let first = [said(1, 1, 0)];
        assert!(look(&mut notes, &first, 2 * DAY), "heard of two days later");
        assert_eq!(notes.in_force(&DEVICE).map(Note::until), Some(16 * DAY));
        assert_eq!(notes.in_force(&DEVICE).map(|note| note.held.len()), Some(1));
        assert!(look(&mut notes, &first, 16 * DAY - 1));
        assert!(!look(&mut notes, &first, 16 * DAY));
        assert!(!look(&mut notes, &first, 3 * DAY), "what is over stays over, whatever the clock does");
    }

    #[test]
    fn its_keyholder_takes_it_back_at_any_time() {
        let mut notes = Notes::default();
        assert!(look(&mut notes, &[said(1, 1, 0)], 0));
        assert!(!look(&mut notes, &[], DAY));
    }

    #[test]
    fn one_keyholder_suspends_one_device_once_in_ninety_days() {
        let mut notes = Notes::default();
        assert!(look(&mut notes, &[said(1, 1, 0)], 0));
        assert!(!look(&mut notes, &[], DAY), "taken back");
        assert!(!look(&mut notes, &[said(1, 2, 2 * DAY)], 2 * DAY), "not again, by another mark");
        assert!(!look(&mut notes, &[said(1, 2, 2 * DAY)], 91 * DAY), "nor by waiting");
        assert!(look(&mut notes, &[said(1, 3, 91 * DAY)], 91 * DAY), "ninety days are over");
        let mut notes = Notes::default();
        assert!(look(&mut notes, &[said(1, 1, 0)], 0));
        assert!(!look(&mut notes, &[said(1, 1, 0)], 14 * DAY));
        assert!(look(&mut notes, &[said(1, 1, 0), said(2, 1, 14 * DAY)], 14 * DAY), "another keyholder may");
    }

    #[test]
    fn a_newcomer_is_not_told_of_old_suspensions() {
        let mut notes = Notes::default();
        assert!(!look(&mut notes, &[said(1, 1, 0)], 14 * DAY));
        assert!(!look(&mut notes, &[said(1, 1, 0)], DAY), "nor later, by a clock that was put back");
        assert!(notes.spent(&DEVICE, &MemberId([1; 32]), 14 * DAY).is_none());
    }

    #[test]
    fn whoever_holds_no_keys_suspends_nobody() {
        let mut notes = Notes::default();
        let by_anybody = Suspended { keyholder: false, ..said(1, 1, 0) };
        assert!(!look(&mut notes, &[by_anybody], 0));
        assert!(look(&mut notes, &[said(1, 1, 0)], DAY), "the charter that makes them one came later");
        let no_longer = Suspended { keyholder: false, ..said(1, 1, 0) };
        assert!(look(&mut notes, &[no_longer], 2 * DAY), "what is in force stays so when the term ends");
    }

    #[test]
    fn a_clock_that_was_wrong_suspends_nobody_for_longer() {
        let mut notes = Notes::default();
        let first = [said(1, 1, 900 * DAY)];
        assert!(look(&mut notes, &first, 900 * DAY));
        assert!(!look(&mut notes, &first, 10 * DAY), "put back to the right time");
        assert!(!look(&mut notes, &first, 901 * DAY));
    }
}
