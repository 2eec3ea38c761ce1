//! What a decision comes to: the counts of others, and the one of this laptop.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use palabre_documents::certified::count_of;
use palabre_documents::guard::read_voice;
use palabre_documents::voice::{CountValue, Key, Said, Voice, casts};
use palabre_domain::count::{
    self, Cast, Count, Folded, Given, Height, OnBehalf, Question, fold_casts, needed, present,
};
use palabre_domain::decision::{End, Protocol};
use palabre_domain::id::{Hash, MemberId};
use palabre_feeds::body::Role;
use palabre_feeds::entry::Kind;
use palabre_feeds::membership::MemberState;
use palabre_store::entries::Held;
use palabre_store::{Store, StoreError};
use rayon::prelude::*;

use super::{Case, Counted, State};
use crate::replica::Replica;

/// The parts of a record, for functions that only know whether one is there: what the store says instead is kept, for a part
/// that could not be read is no part that is missing.
pub(super) struct Parts<'a> {
    store: &'a Store,
    record: u64,
    failed: Cell<Option<StoreError>>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(store: &'a Store, record: u64) -> Self {
        Self { store, record, failed: Cell::new(None) }
    }

    pub(super) fn get(&self, hash: &Hash) -> Option<Vec<u8>> {
        self.store.part(self.record, hash).unwrap_or_else(|error| {
            self.failed.set(Some(error));
            None
        })
    }

    /// Returns what the store said, if it failed.
    pub(super) fn end(self) -> Result<(), StoreError> {
        self.failed.into_inner().map_or(Ok(()), Err)
    }
}

/// What a member recorded on behalf of others, by for whom.
type Recorded = BTreeMap<MemberId, Vec<Cast>>;

impl Case {
    pub(super) fn read_counts(&self, replica: &mut Replica) -> Result<Vec<Counted>, StoreError> {
        let Some((opening, _)) = &self.opening else {
            return Ok(Vec::new());
        };
        let finals: BTreeMap<Hash, u64> = replica.store().finals(self.number, opening)?.into_iter().collect();
        let mut counts: BTreeMap<Hash, Counted> = BTreeMap::new();
        for (member, voice) in &self.voices {
            if let Some((Said::Count(value), _)) = voice.get(&Key::Count)
                && value.opening == *opening
            {
                self.add_count(replica.store(), &mut counts, *member, value)?;
            }
        }
        // What is final stays, also when all who made it have put something else in its place since: another count, or under
        // the same name what is none.
        for (count, row) in &finals {
            if counts.get(count).is_none_or(|counted| counted.signed.is_none())
                && let Some((member, value)) = replica.certified_count(*row)?
            {
                self.add_count(replica.store(), &mut counts, member, value)?;
            }
        }
        for counted in counts.values_mut() {
            counted.is_final = finals.contains_key(&counted.id);
            let key = Key::Confirm(counted.id);
            let confirms = self.voices.iter().filter(|(_, voice)| voice.get(&key).is_some());
            let confirmed = confirms.map(|(member, _)| *member).chain(counted.counters.iter().copied());
            counted.confirmed = confirmed.filter(|member| self.takes_part(member)).collect();
        }
        let mut counts: Vec<Counted> = counts.into_values().collect();
        counts.sort_by_key(|c| (!c.is_final, std::cmp::Reverse(c.confirmed.len()), c.id));
        Ok(counts)
    }

    /// Adds what a member counted, or says that they counted.
    fn add_count(
        &self,
        store: &Store,
        counts: &mut BTreeMap<Hash, Counted>,
        member: MemberId,
        value: CountValue,
    ) -> Result<(), StoreError> {
        let counted = counts.entry(value.count).or_insert_with(|| Counted {
            id: value.count,
            signed: None,
            value: None,
            listed: Vec::new(),
            counters: BTreeSet::new(),
            confirmed: BTreeSet::new(),
            needed: None,
            present: self.members,
            is_final: false,
        });
        counted.counters.insert(member);
        // Somebody may have put something else under this name: the count is the one that bears it.
        if counted.signed.is_none() {
            let parts = Parts::of(store, self.number);
            counted.signed = count_of(&value, &|hash| parts.get(hash)).ok();
            parts.end()?;
            counted.value = counted.signed.is_some().then_some(value);
        }
        Ok(())
    }

    /// Where several count differently and none is final, puts the count first that this laptop finds, too: what somebody
    /// else invented is not what a screen shows of it.
    pub(super) fn put_own_first(&mut self, replica: &mut Replica) -> Result<(), StoreError> {
        if self.counts.len() < 2 || self.counts[0].is_final {
            return Ok(());
        }
        let Some(own) = self.count(replica)? else { return Ok(()) };
        let mut counts = std::mem::take(&mut self.counts);
        let is_same = |counted: &Counted| {
            counted.signed.as_ref().is_some_and(|signed| self.is_same(&own, &signed.count))
        };
        counts.sort_by_cached_key(|counted| !is_same(counted));
        self.counts = counts;
        Ok(())
    }

    /// Says how many make each count final; needs to know whose device is whose.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn weigh(&mut self, replica: &mut Replica) -> Result<(), StoreError> {
        let Some(roll) = self.roll.clone() else {
            return Ok(());
        };
        let membership = replica.membership()?;
        for counted in &mut self.counts {
            let Some(signed) = &counted.signed else { continue };
            let answered = signed.count.members(|device| membership.member_of(device));
            let Some(mut answered) = answered else { continue };
            answered.sort_unstable();
            counted.listed.clone_from(&answered);
            counted.needed = Some(needed(present(&roll, &answered)));
            answered.extend(counted.confirmed.iter().filter(|member| roll.is_resting(member)));
            answered.sort_unstable();
            answered.dedup();
            counted.present = present(&roll, &answered);
        }
        self.read_looked_at(replica)
    }

    /// Returns true when counting is open by what this laptop knows: all have answered, or the end and the time for
    /// answers on their way are over. That time is over as soon as each missing person's laptop was met after the end.
    ///
    /// # Errors
    /// When the store fails.
    pub fn counting_is_open(&self, replica: &mut Replica, now: i64) -> Result<bool, StoreError> {
        let Some((_, paper)) = &self.opening else {
            return Ok(false);
        };
        let end = paper.end.latest();
        let missing = self.missing(replica)?;
        if missing.is_empty() && matches!(paper.end, End::WhenAllAnswered(_)) {
            return Ok(true);
        }
        if now <= end {
            return Ok(false);
        }
        if missing.is_empty() || now > end.saturating_add(paper.travel) {
            return Ok(true);
        }
        let met: BTreeMap<_, i64> =
            replica.store().peers()?.into_iter().filter_map(|peer| Some((peer.device, peer.met?))).collect();
        for member in missing {
            let devices = replica.devices_of(&member)?;
            let all_met = !devices.is_empty()
                && devices.iter().all(|device| met.get(device).is_some_and(|&at| at > end));
            if !all_met {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns true when this member could count now: a member who is here and takes part, counting is open, and nothing
    /// is final.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_count(&self, replica: &mut Replica, member: &MemberId, now: i64) -> Result<bool, StoreError> {
        let is_member = |state: &MemberState| state.is_here() && state.role == Role::Member;
        if !self.takes_part(member)
            || matches!(self.state(now), State::Final | State::Disputed)
            || !replica.membership()?.members().get(member).is_some_and(is_member)
        {
            return Ok(false);
        }
        self.counting_is_open(replica, now)
    }

    /// Returns the settings of a member's stance that have effect, as their entries wrote them, and of the answers that
    /// the member recorded on behalf of others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn casts(
        &self,
        replica: &mut Replica,
        member: &MemberId,
    ) -> Result<(Vec<Cast>, Recorded), StoreError> {
        let devices = replica.devices_of(member)?;
        let held = replica.store().of_record_by(self.number, &devices)?;
        let changes = held.iter().filter(|one| is_voice(one));
        Ok(casts_in(changes))
    }

    /// Returns those whose laptop said in time that this opening reached it.
    fn reached(&self) -> BTreeSet<MemberId> {
        let Some(question) = self.question() else {
            return BTreeSet::new();
        };
        if !matches!(question.paper.protocol, Protocol::Consent { silence: true, .. }) {
            return BTreeSet::new();
        }
        let key = Key::Received(question.opening);
        let end = question.paper.end.latest();
        let said = |voice: &Voice| voice.get(&key).is_some_and(|(_, at)| at <= end);
        self.voices.iter().filter(|(_, voice)| said(voice)).map(|(member, _)| *member).collect()
    }

    /// Counts everything that this laptop holds; `None` for a draft, and while the roll is not here. What was counted is
    /// kept until something comes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn count(&self, replica: &mut Replica) -> Result<Option<Arc<Count>>, StoreError> {
        let Some(question) = self.question() else {
            return Ok(None);
        };
        if self.roll.is_none() && !question.paper.protocol.is_open_to_newcomers() {
            return Ok(None);
        }
        // What a round comes to is a matter of its buckets, too.
        let keeps = question.paper.protocol != Protocol::Giving && replica.glances().turn == self.turn;
        if let Some(own) = replica.glances().counted.get(&self.number).filter(|_| keeps) {
            return Ok(Some(Arc::clone(own)));
        }
        let own = Arc::new(self.count_all(replica, &question)?);
        if keeps {
            replica.glances().counted.put(self.number, Arc::clone(&own));
        }
        Ok(Some(own))
    }

    fn count_all(&self, replica: &mut Replica, question: &Question<'_>) -> Result<Count, StoreError> {
        let held = replica.store().of_record(self.number)?;
        let devices = replica.membership()?.devices();
        let mut said: BTreeMap<MemberId, Vec<&Held>> = BTreeMap::new();
        for one in held.iter().filter(|one| is_voice(one)) {
            if let Some(state) = devices.get(&one.entry.header.device) {
                said.entry(state.member).or_default().push(one);
            }
        }
        let folded = |member: MemberId| {
            let (own, recorded) = casts_in(said.get(&member).into_iter().flatten().copied());
            let recorded: BTreeMap<_, _> =
                recorded.iter().map(|(whose, casts)| (*whose, fold_casts(casts, question))).collect();
            (member, fold_casts(&own, question), recorded)
        };
        let taking_part: Vec<MemberId> =
            self.voices.iter().map(|(member, _)| *member).filter(|member| self.takes_part(member)).collect();
        let folded: Vec<_> = taking_part.into_par_iter().with_min_len(64).map(folded).collect();
        let mut answers: BTreeMap<MemberId, Folded> = BTreeMap::new();
        let mut behalf = OnBehalf::new();
        for (member, own, recorded) in folded {
            answers.insert(member, own);
            if !recorded.is_empty() {
                behalf.insert(member, recorded);
            }
        }
        Ok(count::count(question, &answers, &behalf, &self.reached()))
    }

    /// Returns what this laptop knows of the devices of those taking part.
    ///
    /// # Errors
    /// When the store fails.
    pub fn heights(&self, replica: &mut Replica) -> Result<Vec<Height>, StoreError> {
        let members: Vec<MemberId> = match &self.roll {
            Some(roll) => roll.members.clone(),
            None => {
                let everybody = replica.membership()?.members();
                everybody.iter().filter(|(_, state)| state.role == Role::Member).map(|(id, _)| *id).collect()
            }
        };
        let mut heights = Vec::new();
        for member in members {
            for device in replica.devices_of(&member)? {
                let tip = replica.heights()?.tips(&device).first().copied();
                heights.extend(tip.map(|tip| Height { device, seq: tip.seq, head: tip.id }));
            }
        }
        heights.sort_unstable();
        heights.dedup_by_key(|height| height.device);
        Ok(heights)
    }

    /// Returns true when this laptop's own count is the same.
    ///
    /// Where whoever is a member takes part, how many members there were is taken as the counter says it: it binds
    /// nobody, and no two laptops need to have known of the same newcomers.
    pub fn is_same(&self, own: &Count, other: &Count) -> bool {
        let mut own = own.clone();
        if self.roll.is_none() {
            own.result.tally.present = other.result.tally.present;
        }
        own.id() == other.id()
    }
}

/// Returns true for a change of a voice that has effect.
pub(super) fn is_voice(held: &Held) -> bool {
    held.entry.kind() == Some(Kind::Voice) && held.verdict.is_effective()
}

/// Returns the settings of a stance in changes of one voice, and of the answers that are recorded there on behalf of others.
fn casts_in<'a>(changes: impl Iterator<Item = &'a Held>) -> (Vec<Cast>, Recorded) {
    let mut own = Vec::new();
    let mut behalf = Recorded::new();
    for one in changes {
        let Ok(change) = read_voice(&one.entry.body) else { continue };
        let given = Given::new(one.entry.header.device, one.entry.header.seq, &one.entry.id);
        let at = one.entry.header.at;
        own.extend(casts(&change, &Key::Stance, given, at));
        let recorded = change.ops.iter().filter(|op| op.key.starts_with("behalf/"));
        let keys: BTreeSet<Key> = recorded.filter_map(|op| Key::parse(&op.key)).collect();
        for key in keys {
            if let Key::Behalf(whose) = key {
                behalf.entry(whose).or_default().extend(casts(&change, &key, given, at));
            }
        }
    }
    (own, behalf)
}
