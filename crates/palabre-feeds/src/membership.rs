//! Who is a member, by which devices, under which charter, and up to where each feed is honoured.
//!
//! [`Membership::fold`] is a pure function of the *set* of control entries, of the forks that are known, and of the
//! decisions that are final. It never looks at the order in which they came. Its steps stand on each other:
//! certificates of devices, then the chain of epochs, then cuts, then who has been let in.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use palabre_domain::charter::{Admission, Charter, Quotas};
use palabre_domain::decision::Purpose;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, MemberId};

use crate::body::{Admit, Body, Device, DeviceCertificate, Epoch, Join, Role};
use crate::verdict::{Reason, Verdict, Waits};

mod epochs;
mod extend;

pub use extend::Extended;

/// One control entry whose body has been read.
#[derive(Clone, Debug)]
pub struct Control {
    /// Its id.
    pub id: EntryId,
    /// Whose feed.
    pub device: DeviceId,
    /// Place in the feed.
    pub seq: u64,
    /// The epoch that it cites.
    pub epoch: EntryId,
    /// Its author's clock, in milliseconds since 1970.
    pub at: i64,
    /// What its feed counts for up to it, in bytes.
    pub total: u64,
    /// What it says.
    pub body: Body,
}

/// What a final decision asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// What it executes.
    pub purpose: Purpose,
    /// Whether it was carried.
    pub carried: bool,
    /// How many took part.
    pub took_part: u32,
}

/// Everything that membership depends on.
pub struct World<'a> {
    /// All control entries held, in any order.
    pub controls: &'a [Control],
    /// The lowest place at which each forked device told two stories.
    pub forks: &'a BTreeMap<DeviceId, u64>,
    /// What the counts say that a valid certificate makes final, by their id.
    pub rulings: &'a BTreeMap<Hash, Ruling>,
    /// At which places each feed began to cite another epoch than before; sorted by place.
    pub turns: &'a BTreeMap<DeviceId, Vec<(u64, EntryId)>>,
    /// The bytes of a list's part, by its hash.
    pub part: &'a dyn Fn(&Hash) -> Option<Vec<u8>>,
}

/// Up to where a feed is honoured, and why no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The last honoured place.
    pub seq: u64,
    /// Why no further: [`Reason::Fork`], [`Reason::Revoked`] or [`Reason::Removed`].
    pub reason: Reason,
    /// After a removal, wherever the lowest cut is: only entries that cite an epoch before this one still keep what
    /// is beyond the cut.
    pub removed_by: Option<u32>,
}

impl Cut {
    /// Returns the cut of a feed that told two stories from this place on.
    fn of_fork(seq: u64) -> Self {
        Self { seq: seq.saturating_sub(1), reason: Reason::Fork, removed_by: None }
    }
}

/// One device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceState {
    /// Whose it is.
    pub member: MemberId,
    /// Which of the member's devices.
    pub number: u8,
    /// Whether another device of the member has the same number.
    pub void: bool,
    /// Up to where it is honoured; the lowest cut.
    pub cut: Option<Cut>,
    /// Whether it was revoked, or its owner removed, wherever the lowest cut is.
    pub closed: bool,
    /// Whether its owner closed it on leaving.
    pub left: bool,
    /// What its owner has been let in as.
    pub role: Option<Role>,
    /// Where it began to cite which epoch, as far as these are known.
    pub turns: Vec<(u64, Option<u32>)>,
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberState {
    /// What the member called themself on joining.
    pub name: String,
    /// What they have been let in as.
    pub role: Role,
    /// The entry with which they came: a genesis or a join.
    pub join: EntryId,
    /// When they came, by their own clock, in milliseconds since 1970.
    pub since: i64,
    /// The number of the epoch that removed them.
    pub removed: Option<u32>,
    /// Whether all their devices are closed, the last one on leaving.
    pub left: bool,
    /// Who they were before losing every device and the words.
    pub formerly: Option<MemberId>,
}

impl MemberState {
    /// Returns somebody who has just come with this entry.
    fn come(name: &str, role: Role, join: EntryId, since: i64) -> Self {
        Self { name: name.to_owned(), role, join, since, removed: None, left: false, formerly: None }
    }

    /// Returns true when this person is here: let in, neither removed nor gone.
    pub fn is_here(&self) -> bool {
        self.removed.is_none() && !self.left
    }
}

/// One epoch in force, now or before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochState {
    /// The entry.
    pub id: EntryId,
    /// Counts epochs; the genesis is 0.
    pub number: u32,
    /// The charter in force.
    pub charter: Charter,
    /// When it came, by its author's clock, in milliseconds since 1970.
    pub at: i64,
    /// The count that makes the decision final which it executes.
    pub because: Option<Hash>,
    /// The members that two thirds are counted of when the next epoch has no majority of keyholders: those that this
    /// epoch listed, or the last one before whose list is here and sound.
    pub roll: Arc<BTreeSet<MemberId>>,
}

/// Two valid epochs that followed the same one, and the decisions that they execute. Neither is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successors {
    /// One copy of each, by id.
    pub epochs: Vec<(EntryId, Epoch)>,
}

/// How the author of an entry stands at that entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Honoured.
    Live {
        /// The author.
        member: MemberId,
        /// What the author has been let in as.
        role: Role,
        /// The number of the epoch cited.
        epoch: u32,
    },
    /// Beyond a cut: honoured only where others built on it.
    Dormant {
        /// The author.
        member: MemberId,
        /// What the author has been let in as.
        role: Role,
        /// The number of the epoch cited.
        epoch: u32,
        /// The cut.
        cut: Cut,
    },
    /// Settled without looking at what it says.
    Settled(Verdict),
}

/// Who stands where in a community.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Membership {
    epochs: Vec<EpochState>,
    epoch_numbers: HashMap<EntryId, u32>,
    /// All ids of the epoch in force: the next may name any of them, whichever copies are held.
    copies: BTreeSet<EntryId>,
    in_conflict: Option<Successors>,
    /// Members one of whose devices said that they leave.
    leaving: BTreeSet<MemberId>,
    /// Members whom an epoch in force removed.
    removals: BTreeSet<MemberId>,
    devices: BTreeMap<DeviceId, DeviceState>,
    /// The devices of each member, by id.
    devices_of: BTreeMap<MemberId, Vec<DeviceId>>,
    members: BTreeMap<MemberId, MemberState>,
    verdicts: BTreeMap<EntryId, Verdict>,
    /// The joins that admits name and that let nobody in so far.
    named_in_vain: BTreeSet<EntryId>,
    /// Whether an epoch, an admit or a revocation waits for something.
    unsettled: bool,
}

impl Membership {
    /// Returns who stands where, given everything that it depends on.
    pub fn fold(community: &CommunityId, world: &World) -> Self {
        let mut controls: Vec<&Control> = world.controls.iter().collect();
        controls.sort_unstable_by_key(|control| (control.device, control.seq, control.id));
        let mut membership = Self::default();
        membership.certify(&controls);
        membership.note_leaving(&controls);
        membership.chain_epochs(community, &controls, world);
        membership.cut(&controls, world);
        membership.admit(&controls, world);
        membership.settle(&controls);
        membership.note_open(&controls);
        membership
    }

    /// Notes that a feed cites another epoch from a place on, beyond which nothing of it is held yet.
    pub fn turn(&mut self, device: &DeviceId, seq: u64, epoch: &EntryId) {
        let number = self.epoch_number(epoch);
        if let Some(state) = self.devices.get_mut(device) {
            state.turns.push((seq, number));
        }
    }

    /// Returns the charter in force; `None` before the genesis is known.
    pub fn charter(&self) -> Option<&Charter> {
        self.epochs.last().map(|epoch| &epoch.charter)
    }

    /// Returns the epochs in force until now, oldest first.
    pub fn epochs(&self) -> &[EpochState] {
        &self.epochs
    }

    /// Returns the epoch in which a new entry stands.
    pub fn current_epoch(&self) -> Option<&EpochState> {
        self.epochs.last()
    }

    /// Returns the epochs that followed the one in force at once, of which none is in force.
    pub fn in_conflict(&self) -> Option<&Successors> {
        self.in_conflict.as_ref()
    }

    /// Returns true when `epoch` follows what is in force now, or chooses among those in conflict.
    pub fn may_follow(&self, epoch: &Epoch) -> bool {
        match (&epoch.previous[..], &self.in_conflict) {
            ([previous], None) => self.copies.contains(previous),
            (both @ [_, _], Some(Successors { epochs })) => {
                both.iter().all(|id| epochs.iter().any(|(known, _)| known == id))
            }
            _ => false,
        }
    }

    /// Returns what `epoch` would come to if it were published now.
    pub fn judge_next(&self, community: &CommunityId, epoch: &Epoch, world: &World) -> Verdict {
        let Some(current) = self.epochs.last() else { return Verdict::Pending(Waits::Epoch) };
        match (&epoch.previous[..], &self.in_conflict) {
            ([previous], None) if self.copies.contains(previous) => self.judge_epoch(current, epoch, world),
            ([one, other], Some(Successors { epochs })) => {
                let content = |id: &EntryId| {
                    epochs.iter().find(|(known, _)| known == id).map(|(_, epoch)| epoch.content(community))
                };
                let both = content(one).zip(content(other)).is_some_and(|(one, other)| one != other);
                let bodies: Vec<&Epoch> = epochs.iter().map(|(_, epoch)| epoch).collect();
                match both {
                    true => self.judge_resolution(current, epoch, &bodies),
                    false => Verdict::Pending(Waits::Epoch),
                }
            }
            _ => Verdict::Pending(Waits::Epoch),
        }
    }

    /// Returns the number under which entries that cite `epoch` are judged.
    pub fn epoch_number(&self, epoch: &EntryId) -> Option<u32> {
        self.epoch_numbers.get(epoch).copied()
    }

    /// Returns all devices by id.
    pub fn devices(&self) -> &BTreeMap<DeviceId, DeviceState> {
        &self.devices
    }

    /// Returns all that were ever let in, by id.
    pub fn members(&self) -> &BTreeMap<MemberId, MemberState> {
        &self.members
    }

    /// Returns whose device this is, whether let in or not.
    pub fn member_of(&self, device: &DeviceId) -> Option<MemberId> {
        self.devices.get(device).map(|state| state.member)
    }

    /// Returns the devices of a member, whether honoured or not, by id.
    pub fn devices_of(&self, member: &MemberId) -> &[DeviceId] {
        self.devices_of.get(member).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the members who are here and not guests, A to Z by id.
    pub fn present(&self) -> impl Iterator<Item = (&MemberId, &MemberState)> {
        self.members.iter().filter(|(_, state)| state.role == Role::Member && state.is_here())
    }

    /// Returns true when sync is spoken with this device: it is an admitted person's, and not closed or removed.
    pub fn is_peer(&self, device: &DeviceId) -> bool {
        self.devices.get(device).is_some_and(|state| {
            state.role.is_some()
                && !state.void
                && !state.closed
                && self.members.get(&state.member).is_some_and(MemberState::is_here)
        })
    }

    /// Returns true when this is the device of somebody who was let in, and the only one of its number, whatever came later.
    pub fn was_let_in(&self, device: &DeviceId) -> bool {
        self.devices.get(device).is_some_and(|state| state.role.is_some() && !state.void)
    }

    /// Returns what a control entry comes to; `None` for one that was not among those folded.
    pub fn verdict(&self, id: &EntryId) -> Option<Verdict> {
        self.verdicts.get(id).copied()
    }

    /// Returns the devices whose standing differs between `self` and `other`, somewhere in their feeds.
    pub fn changed_devices(&self, other: &Self) -> BTreeSet<DeviceId> {
        let ids: BTreeSet<_> = self.devices.keys().chain(other.devices.keys()).copied().collect();
        ids.into_iter().filter(|id| self.devices.get(id) != other.devices.get(id)).collect()
    }

    /// Returns how the author stands at one entry; `total` is what the feed counts for up to it, in bytes.
    pub fn standing(&self, device: &DeviceId, seq: u64, epoch: &EntryId, total: u64) -> Standing {
        let Some(state) = self.devices.get(device) else {
            return Standing::Settled(Verdict::Pending(Waits::Device));
        };
        if state.void {
            return Standing::Settled(Verdict::WithoutEffect(Reason::DeviceNumber));
        }
        let Some(role) = state.role else {
            return Standing::Settled(Verdict::Pending(Waits::Admission));
        };
        let member = state.member;
        match self.cited(state, seq, epoch, total) {
            Err(verdict) => Standing::Settled(verdict),
            Ok(epoch) => match state.cut {
                Some(cut) if seq > cut.seq => Standing::Dormant { member, role, epoch, cut },
                _ => Standing::Live { member, role, epoch },
            },
        }
    }

    /// Returns the number of the epoch under which an entry of this device is judged.
    fn cited(&self, state: &DeviceState, seq: u64, epoch: &EntryId, total: u64) -> Result<u32, Verdict> {
        let epoch = self.epoch_number(epoch).ok_or(Verdict::Pending(Waits::Epoch))?;
        let earlier = state.turns.iter().take_while(|&&(from, _)| from < seq);
        if earlier.flat_map(|&(_, number)| number).any(|number| number > epoch) {
            return Err(Verdict::WithoutEffect(Reason::EpochBack));
        }
        let quotas = self.quotas(epoch);
        if seq > quotas.entries || total > quotas.bytes {
            return Err(Verdict::WithoutEffect(Reason::Quota));
        }
        Ok(epoch)
    }

    fn quotas(&self, number: u32) -> Quotas {
        self.epoch(number).map(|epoch| epoch.charter.quotas).unwrap_or_default()
    }

    fn epoch(&self, number: u32) -> Option<&EpochState> {
        self.epochs.iter().find(|epoch| epoch.number == number)
    }

    /// Whose device is whose. A device is the member's who certified it first in its own feed.
    fn certify(&mut self, controls: &[&Control]) {
        let mut holders: BTreeMap<(MemberId, u8), BTreeSet<DeviceId>> = BTreeMap::new();
        for control in controls {
            let Some(certificate) = certificate_in(&control.body) else {
                continue;
            };
            let state = self.devices.entry(certificate.device).or_insert_with(|| DeviceState {
                member: certificate.member,
                number: certificate.number,
                void: false,
                cut: None,
                closed: false,
                left: false,
                role: None,
                turns: Vec::new(),
            });
            if state.member == certificate.member && state.number == certificate.number {
                holders.entry((state.member, state.number)).or_default().insert(certificate.device);
            }
        }
        for device in holders.into_values().filter(|devices| devices.len() > 1).flatten() {
            if let Some(state) = self.devices.get_mut(&device) {
                state.void = true;
            }
        }
        for (device, state) in &self.devices {
            self.devices_of.entry(state.member).or_default().push(*device);
        }
    }

    /// Who says that they leave: known before the epochs, for a device closes itself whatever they say.
    fn note_leaving(&mut self, controls: &[&Control]) {
        for control in controls {
            if let Body::Device(revoke @ Device::Revoke { device, leaving: true, .. }) = &control.body
                && let Some(owner) = self.member_of(device)
                && self.entitled(control, revoke)
            {
                self.leaving.insert(owner);
            }
        }
    }

    /// Returns true when the author of a revocation may close that device.
    fn entitled(&self, control: &Control, revoke: &Device) -> bool {
        match revoke {
            Device::Add(_) => false,
            Device::Revoke { device, by: None, .. } => control.device == *device,
            Device::Revoke { device, by: Some((member, _)), .. } => self.member_of(device) == Some(*member),
        }
    }

    /// Up to where each feed is honoured. The lowest cut wins.
    fn cut(&mut self, controls: &[&Control], world: &World) {
        let lower = |state: &mut DeviceState, cut: Cut| {
            let before = state.cut.unwrap_or(cut);
            let removed_by = [before.removed_by, cut.removed_by].into_iter().flatten().min();
            let lowest = if (cut.seq, cut.reason) < (before.seq, before.reason) { cut } else { before };
            state.cut = Some(Cut { removed_by, ..lowest });
        };
        for (device, &seq) in world.forks {
            if let Some(state) = self.devices.get_mut(device) {
                lower(state, Cut::of_fork(seq));
            }
        }
        for control in controls {
            let Body::Device(revoke @ Device::Revoke { device, last, leaving, by }) = &control.body else {
                continue;
            };
            let entitled = self.entitled(control, revoke);
            // A device closes itself from here on: whoever holds a stolen one cannot undo what it said before.
            let seq = if by.is_none() { last.0.max(control.seq) } else { last.0 };
            let verdict = match self.devices.get_mut(device) {
                None => Verdict::Pending(Waits::Device),
                Some(_) if !entitled => Verdict::WithoutEffect(Reason::Signature),
                Some(state) => {
                    lower(state, Cut { seq, reason: Reason::Revoked, removed_by: None });
                    state.closed = true;
                    state.left |= *leaving;
                    Verdict::Effective
                }
            };
            self.verdicts.insert(control.id, verdict);
        }
        for (epoch, body) in self.epoch_bodies(controls) {
            for removal in &body.removals {
                self.removals.insert(removal.member);
                for (device, state) in self.devices.iter_mut().filter(|(_, s)| s.member == removal.member) {
                    let cited = removal.cuts.iter().filter(|cited| cited.place.device == *device);
                    let seq = cited.map(|cited| cited.place.seq).min().unwrap_or(0);
                    lower(state, Cut { seq, reason: Reason::Removed, removed_by: Some(epoch) });
                    state.closed = true;
                }
            }
        }
        let turns: Vec<_> = self.devices.keys().map(|device| self.turns_of(world, device)).collect();
        for (state, turns) in self.devices.values_mut().zip(turns) {
            state.turns = turns;
        }
    }

    /// Returns where a feed began to cite which epoch.
    fn turns_of(&self, world: &World, device: &DeviceId) -> Vec<(u64, Option<u32>)> {
        let turns = world.turns.get(device).map(Vec::as_slice).unwrap_or_default();
        turns.iter().map(|(seq, epoch)| (*seq, self.epoch_number(epoch))).collect()
    }

    /// Returns number and body of the epochs in force until now.
    fn epoch_bodies<'a>(&self, controls: &[&'a Control]) -> Vec<(u32, &'a Epoch)> {
        let numbers: HashMap<EntryId, u32> =
            self.epochs.iter().map(|epoch| (epoch.id, epoch.number)).collect();
        let bodies = controls.iter().filter_map(|control| match &control.body {
            Body::Epoch(body) => numbers.get(&control.id).map(|&number| (number, body)),
            _ => None,
        });
        bodies.collect()
    }

    /// Who has been let in: the least set that the founder is in, and that is closed under admitting.
    fn admit(&mut self, controls: &[&Control], world: &World) {
        let mut joins: HashMap<EntryId, Joining> = HashMap::new();
        let mut admits: HashMap<MemberId, Vec<Admitting>> = HashMap::new();
        let mut founder = None;
        for &control in controls {
            let Some(state) = self.devices.get(&control.device) else {
                continue;
            };
            match &control.body {
                Body::Genesis(genesis) if self.epoch_numbers.get(&control.id) == Some(&0) => {
                    founder = Some((control, genesis));
                }
                // Its device may be void: the person has others.
                Body::Join(join) if state.member == join.certificate.member => {
                    joins.insert(control.id, Joining::new(control, join));
                }
                Body::Admit(admit) if !state.void && state.cut.is_none_or(|cut| control.seq <= cut.seq) => {
                    let Ok(number) = self.cited(state, control.seq, &control.epoch, control.total) else {
                        continue;
                    };
                    let Some(epoch) = self.epoch(number) else { continue };
                    let admission = epoch.charter.admission;
                    admits.entry(state.member).or_default().push(Admitting {
                        id: control.id,
                        admit,
                        admission,
                    });
                }
                _ => {}
            }
        }
        let Some((control, genesis)) = founder else { return };
        let founder = genesis.certificate.member;
        // An admit counts once its author is a member.
        let mut members: BTreeSet<MemberId> = BTreeSet::from([founder]);
        let mut open = vec![founder];
        while let Some(member) = open.pop() {
            for admitting in admits.get(&member).into_iter().flatten() {
                for id in &admitting.admit.joins {
                    let Some(joining) = joins.get_mut(id) else {
                        continue;
                    };
                    joining.vouch(*id, member, admitting, world);
                    if joining.role() == Some(Role::Member) && members.insert(joining.member) {
                        open.push(joining.member);
                    }
                }
            }
        }
        let state = MemberState::come(&genesis.name, Role::Member, control.id, control.at);
        self.members.insert(founder, state);
        // The lowest join names the person, whichever was admitted first, and the genesis its founder; a member is
        // never made a guest.
        let mut joins: Vec<(EntryId, Joining)> = joins.into_iter().collect();
        joins.sort_unstable_by_key(|(id, _)| *id);
        for (id, joining) in joins {
            let Some(role) = joining.role() else { continue };
            let formerly = joining.formerly.map(|(_, former)| former);
            let come = || MemberState::come(joining.name, role, id, joining.at);
            let state = self.members.entry(joining.member).or_insert_with(come);
            state.role = state.role.max(role);
            state.formerly = state.formerly.or(formerly);
        }
        for device in self.devices.values_mut() {
            device.role = self.members.get(&device.member).map(|state| state.role);
        }
        self.mark_gone(controls);
    }

    fn mark_gone(&mut self, controls: &[&Control]) {
        for (number, body) in self.epoch_bodies(controls) {
            for removal in &body.removals {
                if let Some(state) = self.members.get_mut(&removal.member) {
                    state.removed = Some(state.removed.map_or(number, |before| before.min(number)));
                }
            }
        }
        // Whoever closed a device on leaving is gone once no other is open.
        let mut leaving: BTreeMap<MemberId, (bool, bool)> = BTreeMap::new();
        for device in self.devices.values() {
            let (left, all_closed) = leaving.entry(device.member).or_insert((false, true));
            *left |= device.left;
            *all_closed &= device.closed;
        }
        for (member, state) in &mut self.members {
            state.left = leaving.get(member) == Some(&(true, true));
        }
    }

    /// What the remaining control entries come to.
    fn settle(&mut self, controls: &[&Control]) {
        for control in controls {
            if let Some(verdict) = self.settled(control) {
                self.verdicts.insert(control.id, verdict);
            }
        }
        for control in controls {
            // An epoch that no chain has reached yet.
            self.verdicts.entry(control.id).or_insert(Verdict::Pending(Waits::Epoch));
        }
    }

    /// Returns what a control entry comes to by who stands where; nothing for epochs and revocations.
    fn settled(&self, control: &Control) -> Option<Verdict> {
        Some(match &control.body {
            Body::Genesis(_) if self.epoch_numbers.get(&control.id) == Some(&0) => Verdict::Effective,
            Body::Genesis(_) => Verdict::WithoutEffect(Reason::Body),
            Body::Join(join) => self.certificate_verdict(&join.certificate),
            Body::Device(Device::Add(certificate)) => self.certificate_verdict(certificate),
            Body::Invite(_) | Body::Admit(_) => {
                match self.standing(&control.device, control.seq, &control.epoch, control.total) {
                    Standing::Live { role: Role::Member, .. } => Verdict::Effective,
                    Standing::Live { .. } => Verdict::WithoutEffect(Reason::Guest),
                    Standing::Dormant { cut, .. } => Verdict::WithoutEffect(cut.reason),
                    Standing::Settled(verdict) => verdict,
                }
            }
            _ => return None,
        })
    }

    /// What others who come may still change, besides those who come.
    fn note_open(&mut self, controls: &[&Control]) {
        self.unsettled = self.in_conflict.is_some();
        let mut joins: HashMap<EntryId, MemberId> = HashMap::new();
        for control in controls {
            match &control.body {
                Body::Join(join) => {
                    joins.insert(control.id, join.certificate.member);
                }
                Body::Admit(_) | Body::Epoch(_) | Body::Device(Device::Revoke { .. }) => {
                    self.unsettled |= self.verdict(&control.id).is_none_or(Verdict::is_pending);
                }
                _ => {}
            }
        }
        let named = controls.iter().filter_map(|control| match &control.body {
            Body::Admit(admit) => Some(&admit.joins),
            _ => None,
        });
        let in_vain = |id: &&EntryId| joins.get(*id).is_none_or(|member| !self.members.contains_key(member));
        self.named_in_vain = named.flatten().filter(in_vain).copied().collect();
    }

    fn certificate_verdict(&self, certificate: &DeviceCertificate) -> Verdict {
        match self.devices.get(&certificate.device) {
            Some(state) if state.void => Verdict::WithoutEffect(Reason::DeviceNumber),
            Some(state) if state.member != certificate.member || state.number != certificate.number => {
                Verdict::WithoutEffect(Reason::DeviceNumber)
            }
            Some(state) if state.role.is_some() => Verdict::Effective,
            _ => Verdict::Pending(Waits::Admission),
        }
    }
}

/// An admit whose author's place is honoured; whether the author is a member shows later.
struct Admitting<'a> {
    id: EntryId,
    admit: &'a Admit,
    admission: Admission,
}

/// A join, and who has spoken for it so far.
struct Joining<'a> {
    member: MemberId,
    name: &'a str,
    at: i64,
    /// What one admit alone was enough for.
    alone: Option<Role>,
    /// What each member vouched for, where two are needed: for a member is also for a guest.
    vouched: BTreeMap<MemberId, Role>,
    /// Who the newcomer was before, as the lowest admit says it.
    formerly: Option<(EntryId, MemberId)>,
}

impl<'a> Joining<'a> {
    fn new(control: &Control, join: &'a Join) -> Self {
        Self {
            member: join.certificate.member,
            name: &join.name,
            at: control.at,
            alone: None,
            vouched: BTreeMap::new(),
            formerly: None,
        }
    }

    /// Takes down an admit of `member` by the charter that the admit cites.
    fn vouch(&mut self, id: EntryId, member: MemberId, admitting: &Admitting, world: &World) {
        let Admitting { id: admit_id, admit, admission } = admitting;
        let decided = || {
            let ruling = admit.because.and_then(|because| world.rulings.get(&because));
            ruling.is_some_and(|ruling| ruling.carried && ruling.purpose == Purpose::Admission(id))
        };
        match admission {
            Admission::TwoVouch => {
                let before = self.vouched.entry(member).or_insert(admit.role);
                *before = (*before).max(admit.role);
            }
            Admission::Decision if !decided() => return,
            Admission::AnyMember | Admission::Decision => self.alone = self.alone.max(Some(admit.role)),
        }
        if let Some(former) = admit.formerly {
            let said = (*admit_id, former);
            self.formerly = Some(self.formerly.map_or(said, |before| before.min(said)));
        }
    }

    /// Returns what there is enough for, if for anything.
    fn role(&self) -> Option<Role> {
        let as_member = self.vouched.values().filter(|&&role| role == Role::Member).count();
        let by_two = match self.vouched.len() {
            0 | 1 => None,
            _ if as_member >= 2 => Some(Role::Member),
            _ => Some(Role::Guest),
        };
        self.alone.max(by_two)
    }
}

fn certificate_in(body: &Body) -> Option<&DeviceCertificate> {
    match body {
        Body::Genesis(genesis) => Some(&genesis.certificate),
        Body::Join(join) => Some(&join.certificate),
        Body::Device(Device::Add(certificate)) => Some(certificate),
        _ => None,
    }
}
