//! People who came since the last fold, taken in without folding everybody again.
//!
//! Whoever joins a community of thousands hears of somebody new in nearly every batch of entries. Folding all of them
//! each time would take longer than everything else. So the everyday case is done by itself: laptops that nobody heard
//! of before, and people let in by those who are in, under a charter that lets any member do it. Whatever else may have
//! changed is left to [`Membership::fold`], which a property test holds this against.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::charter::Admission;
use palabre_domain::id::{DeviceId, EntryId, MemberId};

use super::{Control, Cut, DeviceState, MemberState, Membership, Standing, World, certificate_in};
use crate::body::{Body, Device, DeviceCertificate, Join, Role};

/// What came of control entries by which people only came.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Extended {
    /// The devices that are new, or stand otherwise than before.
    pub devices: BTreeSet<DeviceId>,
    /// The control entries that are new, or come to something else than before.
    pub controls: Vec<EntryId>,
}

/// Somebody who is let in: with which join, and as what.
struct Newcomer<'a> {
    control: &'a Control,
    join: &'a Join,
    role: Role,
}

/// Who and what came.
#[derive(Default)]
struct Coming<'a> {
    certificates: BTreeMap<DeviceId, &'a DeviceCertificate>,
    numbers: BTreeSet<(MemberId, u8)>,
    newcomers: BTreeMap<MemberId, Newcomer<'a>>,
}

impl Membership {
    /// Takes in the last `came` of the world's control entries, where they do nothing but let people and laptops in.
    ///
    /// Since the last fold no fork was found in a feed of a device known then, and no decision became final that a
    /// control entry names. Returns nothing, and changes nothing, where all has to be folded again.
    pub fn extend(&mut self, world: &World, came: usize) -> Option<Extended> {
        let (held, new) = world.controls.split_at_checked(world.controls.len().checked_sub(came)?)?;
        let coming = self.coming(held, new)?;
        let mut extended = Extended::default();
        for (&device, certificate) in &coming.certificates {
            let cut = world.forks.get(&device).copied().map(Cut::of_fork);
            let turns = self.turns_of(world, &device);
            let role = self.members.get(&certificate.member).map(|state| state.role);
            let DeviceCertificate { member, number, .. } = **certificate;
            let state =
                DeviceState { member, number, void: false, cut, closed: false, left: false, role, turns };
            self.devices.insert(device, state);
            let devices = self.devices_of.entry(member).or_default();
            devices.insert(devices.partition_point(|other| *other < device), device);
            extended.devices.insert(device);
        }
        for (member, Newcomer { control, join, role }) in coming.newcomers {
            self.members.insert(member, MemberState::come(&join.name, role, control.id, control.at));
            for device in self.devices_of.get(&member).into_iter().flatten() {
                if let Some(state) = self.devices.get_mut(device) {
                    state.role = Some(role);
                    extended.devices.insert(*device);
                }
            }
        }
        let is_of_these = |control: &&Control| {
            let certified = certificate_in(&control.body).map(|certificate| certificate.device);
            [Some(control.device), certified].iter().flatten().any(|one| extended.devices.contains(one))
        };
        for control in held.iter().filter(is_of_these).chain(new) {
            let Some(verdict) = self.settled(control) else { continue };
            if self.verdicts.insert(control.id, verdict) != Some(verdict) {
                extended.controls.push(control.id);
            }
        }
        Some(extended)
    }

    /// Returns who came; nothing where anything else may have changed.
    fn coming<'a>(&self, held: &'a [Control], new: &'a [Control]) -> Option<Coming<'a>> {
        if self.unsettled || self.epochs.is_empty() {
            return None;
        }
        let mut coming = Coming::default();
        for control in new {
            match &control.body {
                Body::Invite(_) | Body::Admit(_) => {}
                Body::Join(join) => {
                    let certificate = &join.certificate;
                    let first = control.device == certificate.device
                        && !self.members.contains_key(&certificate.member)
                        && !self.named_in_vain.contains(&control.id);
                    if !first || !self.certifies(&mut coming, certificate) {
                        return None;
                    }
                }
                Body::Device(Device::Add(certificate)) => {
                    let gone = self.members.get(&certificate.member).is_some_and(|owner| !owner.is_here());
                    if gone || !self.certifies(&mut coming, certificate) {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        for control in new {
            let Body::Admit(admit) = &control.body else { continue };
            let standing = self.standing(&control.device, control.seq, &control.epoch, control.total);
            let Standing::Live { role: Role::Member, epoch, .. } = standing else { return None };
            let anybody = self.epoch(epoch)?.charter.admission == Admission::AnyMember;
            if !anybody || admit.formerly.is_some() {
                return None;
            }
            for id in &admit.joins {
                self.lets_in(&mut coming, held, new, id, admit.role)?;
            }
        }
        Some(coming)
    }

    /// Takes down a laptop that nobody heard of before, and whose number is free; returns false for any other.
    fn certifies<'a>(&self, coming: &mut Coming<'a>, certificate: &'a DeviceCertificate) -> bool {
        let DeviceCertificate { member, device, number, .. } = certificate;
        let has_number = |other: &DeviceId| self.devices.get(other).is_some_and(|it| it.number == *number);
        !self.devices.contains_key(device)
            && !self.leaving.contains(member)
            && !self.removals.contains(member)
            && !self.devices_of(member).iter().any(has_number)
            && coming.numbers.insert((*member, *number))
            && coming.certificates.insert(*device, certificate).is_none()
    }

    /// Takes down whom an admit lets in; nothing where that is more than somebody's first way in.
    fn lets_in<'a>(
        &self,
        coming: &mut Coming<'a>,
        held: &'a [Control],
        new: &'a [Control],
        id: &EntryId,
        role: Role,
    ) -> Option<()> {
        let control = new.iter().chain(held).find(|control| control.id == *id)?;
        let Body::Join(join) = &control.body else { return None };
        let member = join.certificate.member;
        if let Some(state) = self.members.get(&member) {
            return (state.join == *id && state.role >= role).then_some(());
        }
        let owner = coming.certificates.get(&control.device).map(|certificate| certificate.member);
        let in_vain = |other: &Control| {
            self.named_in_vain.contains(&other.id)
                && certificate_in(&other.body).is_some_and(|certificate| certificate.member == member)
        };
        if owner.or_else(|| self.member_of(&control.device)) != Some(member)
            || self.leaving.contains(&member)
            || self.removals.contains(&member)
            || self.named_in_vain.contains(id)
            || (!self.named_in_vain.is_empty() && held.iter().any(in_vain))
        {
            return None;
        }
        let newcomer = coming.newcomers.entry(member).or_insert(Newcomer { control, join, role });
        newcomer.role = newcomer.role.max(role);
        (newcomer.control.id == *id).then_some(())
    }
}
