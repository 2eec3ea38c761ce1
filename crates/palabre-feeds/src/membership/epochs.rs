//! The chain of epochs: which charter and which keyholders follow on which.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use palabre_domain::decision::{Purpose, Share};
use palabre_domain::id::{CommunityId, EntryId, Hash, MemberId};
use palabre_domain::wire;

use super::{Control, EpochState, Membership, Successors, World};
use crate::body::{Body, Epoch};
use crate::verdict::{Reason, Verdict, Waits};

/// An epoch that somebody published.
#[derive(Clone, Copy)]
struct Proposed<'a> {
    control: &'a Control,
    epoch: &'a Epoch,
    content: Hash,
}

impl Membership {
    /// The chain of epochs, from the genesis to the one in force.
    pub(super) fn chain_epochs(&mut self, community: &CommunityId, controls: &[&Control], world: &World) {
        let Some((first, genesis)) = controls.iter().find_map(|control| match &control.body {
            Body::Genesis(genesis) if CommunityId::from(control.id) == *community => Some((control, genesis)),
            _ => None,
        }) else {
            return;
        };
        self.epochs.push(EpochState {
            id: first.id,
            number: 0,
            charter: genesis.charter.clone(),
            at: first.at,
            because: None,
            // Nobody has listed the members yet: until somebody does, keyholders alone change the charter.
            roll: Arc::default(),
        });
        self.epoch_numbers.insert(first.id, 0);
        self.copies = BTreeSet::from([first.id]);
        let mut proposed: Vec<Proposed> = controls
            .iter()
            .filter_map(|control| match &control.body {
                Body::Epoch(epoch) => Some(Proposed { control, epoch, content: epoch.content(community) }),
                _ => None,
            })
            .collect();
        // The same epoch may be published by several laptops at once: equal content is one epoch.
        proposed.sort_by_key(|proposed| (proposed.epoch.number, proposed.content, proposed.control.id));
        while let Some(current) = self.epochs.last().cloned() {
            let mut valid: Vec<Proposed> = Vec::new();
            for &one in &proposed {
                if !matches!(&one.epoch.previous[..], [previous] if self.copies.contains(previous)) {
                    continue;
                }
                let verdict = self.judge_epoch(&current, one.epoch, world);
                self.verdicts.insert(one.control.id, verdict);
                if verdict.is_effective() {
                    valid.push(one);
                }
            }
            let mut contents: Vec<Hash> = valid.iter().map(|one| one.content).collect();
            contents.dedup();
            let next = match contents.len() {
                0 => return,
                1 => valid,
                _ => self.resolve(&current, &valid, &proposed),
            };
            let Some(&Proposed { control, epoch, .. }) = next.first() else {
                return;
            };
            self.copies = next.iter().map(|one| one.control.id).collect();
            for id in &self.copies {
                self.epoch_numbers.insert(*id, epoch.number);
            }
            self.epochs.push(EpochState {
                id: control.id,
                number: epoch.number,
                charter: epoch.charter.clone(),
                at: control.at,
                because: Some(epoch.because),
                roll: self.roll(&current, epoch, world).unwrap_or(current.roll),
            });
        }
    }

    /// Two valid epochs followed the same one: neither takes effect until one that names both, and carries on what
    /// one of them said, has two thirds of all. Returns all copies of that one.
    fn resolve<'a>(
        &mut self,
        current: &EpochState,
        valid: &[Proposed<'a>],
        proposed: &[Proposed<'a>],
    ) -> Vec<Proposed<'a>> {
        let mut contents: BTreeMap<EntryId, Hash> = BTreeMap::new();
        let mut bodies: Vec<&Epoch> = Vec::new();
        let mut epochs: Vec<(EntryId, Epoch)> = Vec::new();
        for Proposed { control, epoch, content } in valid {
            // What cites either of those in conflict is judged by the last common epoch.
            self.epoch_numbers.insert(control.id, current.number);
            self.verdicts.insert(control.id, Verdict::WithoutEffect(Reason::TwoEpochs));
            if contents.insert(control.id, *content).is_none() {
                bodies.push(epoch);
                epochs.push((control.id, (*epoch).clone()));
            }
        }
        // Both, not two copies of one.
        let names_both = |epoch: &Epoch| match epoch.previous[..] {
            [one, other] => match (contents.get(&one), contents.get(&other)) {
                (Some(one), Some(other)) => one != other,
                _ => false,
            },
            _ => false,
        };
        let mut found: Vec<Proposed> = Vec::new();
        for &one in proposed.iter().filter(|one| names_both(one.epoch)) {
            let mut verdict = self.judge_resolution(current, one.epoch, &bodies);
            if verdict.is_effective() {
                if found.first().is_none_or(|first| first.content == one.content) {
                    found.push(one);
                } else {
                    verdict = Verdict::WithoutEffect(Reason::TwoEpochs);
                }
            }
            self.verdicts.insert(one.control.id, verdict);
        }
        if found.is_empty() {
            epochs.sort_unstable_by_key(|(id, _)| *id);
            self.in_conflict = Some(Successors { epochs });
        }
        found
    }

    pub(super) fn judge_epoch(&self, current: &EpochState, epoch: &Epoch, world: &World) -> Verdict {
        if epoch.number != current.number + 1 {
            return Verdict::WithoutEffect(Reason::Body);
        }
        if let Some(verdict) = self.without_majority(epoch, self.has_majority(current, epoch, world)) {
            return verdict;
        }
        // A decision is executed once, also where the chain was taken up again at an earlier place.
        let executed = self.epochs.iter().any(|before| before.because == Some(epoch.because));
        match world.rulings.get(&epoch.because) {
            None => Verdict::Pending(Waits::Decision),
            Some(ruling) if ruling.carried && !executed && executes(&ruling.purpose, current, epoch) => {
                Verdict::Effective
            }
            Some(_) => Verdict::WithoutEffect(Reason::Because),
        }
    }

    /// Judges an epoch that names several: it does what one of them does, and two thirds of all signed it.
    pub(super) fn judge_resolution(&self, current: &EpochState, epoch: &Epoch, bodies: &[&Epoch]) -> Verdict {
        let carries_on = |one: &&&Epoch| {
            (one.because, &one.charter, &one.removals) == (epoch.because, &epoch.charter, &epoch.removals)
        };
        if epoch.number != current.number + 2 || !bodies.iter().any(|one| carries_on(&one)) {
            return Verdict::WithoutEffect(Reason::Body);
        }
        let signers = self.signers(epoch);
        let two_thirds = self.two_thirds(current, epoch, &signers);
        self.without_majority(epoch, two_thirds).unwrap_or(Verdict::Effective)
    }

    /// Returns what an epoch comes to that too few signed, as far as the devices that signed are known.
    fn without_majority(&self, epoch: &Epoch, majority: bool) -> Option<Verdict> {
        let unknown = epoch.approvals.iter().any(|(device, _)| !self.devices.contains_key(device));
        match (majority, unknown) {
            (true, _) => None,
            (false, true) => Some(Verdict::Pending(Waits::Device)),
            (false, false) => Some(Verdict::WithoutEffect(Reason::Majority)),
        }
    }

    fn signers(&self, epoch: &Epoch) -> BTreeSet<MemberId> {
        let known = |device| self.devices.get(device).filter(|state| !state.void);
        epoch.approvals.iter().filter_map(|(device, _)| known(device)).map(|state| state.member).collect()
    }

    /// More than half of the previous keyholders, or two thirds of all members. Below three keyholders a removal
    /// also needs half of the other members.
    fn has_majority(&self, current: &EpochState, epoch: &Epoch, world: &World) -> bool {
        let signers = self.signers(epoch);
        if self.two_thirds(current, epoch, &signers) {
            return true;
        }
        let keyholders = &current.charter.keyholders;
        let signed = keyholders.iter().filter(|member| signers.contains(member)).count();
        if signed * 2 <= keyholders.len() {
            return false;
        }
        if keyholders.len() >= 3 || epoch.removals.is_empty() {
            return true;
        }
        // The list that the removal brings along holds who came since the one before.
        let Some(roll) = self.roll(current, epoch, world) else { return false };
        let others: Vec<&MemberId> = roll.iter().filter(|member| !keyholders.contains(member)).collect();
        let signed = others.iter().filter(|member| signers.contains(member)).count();
        signed * 2 >= others.len()
    }

    /// Two thirds of those whom the epoch in force lists, but for those whom this one removes and those who left. So
    /// nobody can stuff the list: it was fixed by what came before.
    fn two_thirds(&self, current: &EpochState, epoch: &Epoch, signers: &BTreeSet<MemberId>) -> bool {
        let asked = current.roll.iter().filter(|member| !self.is_let_go(epoch, member));
        let (mut all, mut signed) = (0, 0);
        for member in asked {
            all += 1;
            signed += u32::from(signers.contains(member));
        }
        Share::TWO_THIRDS.reached(signed, all)
    }

    fn is_let_go(&self, epoch: &Epoch, member: &MemberId) -> bool {
        self.leaving.contains(member) || epoch.removals.iter().any(|removal| removal.member == *member)
    }

    /// The members that an epoch lists, if the list is here, names all keyholders, and leaves out nobody of the list
    /// before who is neither removed nor gone.
    fn roll(&self, current: &EpochState, epoch: &Epoch, world: &World) -> Option<Arc<BTreeSet<MemberId>>> {
        let mut bytes = Vec::new();
        for part in &epoch.roll {
            bytes.extend_from_slice(&(world.part)(part)?);
        }
        let listed = wire::from_bytes::<Vec<MemberId>>(&bytes).ok()?;
        let roll: BTreeSet<MemberId> = listed.iter().copied().collect();
        let kept = current.roll.iter().chain(&epoch.charter.keyholders);
        let sound = Hash::of(&bytes) == epoch.members
            && listed.len() == epoch.member_count as usize
            && listed.windows(2).all(|pair| pair[0] < pair[1])
            && !epoch.removals.iter().any(|removal| roll.contains(&removal.member))
            && kept.filter(|member| !self.is_let_go(epoch, member)).all(|member| roll.contains(member));
        sound.then(|| Arc::new(roll))
    }
}

/// Returns true when `epoch` does what the decision asked for, and nothing else.
fn executes(purpose: &Purpose, current: &EpochState, epoch: &Epoch) -> bool {
    match purpose {
        Purpose::Charter(change) => {
            epoch.removals.is_empty() && epoch.charter == current.charter.with(change)
        }
        Purpose::Removal(member) => {
            let mut expected = current.charter.clone();
            expected.keyholders.retain(|keyholder| keyholder != member);
            let only_them = matches!(&epoch.removals[..], [removal] if removal.member == *member);
            only_them && epoch.charter == expected
        }
        Purpose::Words | Purpose::Admission(_) | Purpose::Release { .. } => false,
    }
}
