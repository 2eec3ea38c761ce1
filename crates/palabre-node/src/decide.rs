//! Where a decision stands, from what is held and what time it is.
//!
//! Nothing here is a fact: those are in the views, and the time is given. What lists show is kept until an entry comes that
//! is about it.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use palabre_documents::certified::{count_of, roll_of};
use palabre_documents::guard::read_voice;
use palabre_documents::kinds::{BucketPage, DecisionPage, RecordType};
use palabre_documents::recount::replaced_by;
use palabre_documents::voice::{CountValue, CurrentStance, Key, Said, Voice, casts};
use palabre_domain::count::{
    self, BEHALF, Cast, Count, Folded, Given, Height, OnBehalf, Question, SignedCount, fold_casts, needed,
    present,
};
use palabre_domain::decision::{Answer, End, Paper, Position, Protocol, Purpose, Roll, Stance};
use palabre_domain::id::{Hash, MemberId, RecordId};
use palabre_domain::money::{Amount, Currency};
use palabre_domain::settle::Goal;
use palabre_domain::tally::{CountResult, Verdict};
use palabre_domain::wire;
use palabre_feeds::body::Role;
use palabre_feeds::entry::Kind;
use palabre_feeds::membership::MemberState;
use palabre_store::entries::Held;
use palabre_store::{Store, StoreError};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::replica::Replica;

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Not opened yet.
    Draft,
    /// Open.
    Open,
    /// Ended; answers may be on their way, and nobody has counted.
    Closing,
    /// Counted by somebody.
    Counted,
    /// Enough found the same.
    Final,
    /// Two final counts with different results.
    Disputed,
    /// A draft that whoever wrote it leaves.
    Dropped,
}

impl State {
    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Counted => "counted",
            Self::Final => "final",
            Self::Disputed => "disputed",
            Self::Dropped => "dropped",
        }
    }
}

/// One count, by all who made it, with all who found the same.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Its name.
    pub id: Hash,
    /// The count; `None` while a part of it is missing.
    pub signed: Option<SignedCount>,
    /// What bears its name, as it stands in a voice: others may have put something else there.
    pub(crate) value: Option<CountValue>,
    /// Whose answers it holds, in order; nobody until it was weighed.
    pub listed: Vec<MemberId>,
    /// Who made it.
    pub counters: BTreeSet<MemberId>,
    /// Who found the same, counters included, as far as they take part.
    pub confirmed: BTreeSet<MemberId>,
    /// How many make it final; `None` where whoever is a member takes part.
    pub needed: Option<u32>,
    /// Out of how many: those present, and those resting who answered or found the same.
    pub present: u32,
    /// Whether a certificate makes it final.
    pub is_final: bool,
}

/// A decision, read.
pub struct Case {
    /// The record.
    pub record: RecordId,
    /// Its number in the store.
    pub number: u64,
    /// Who gave birth to it.
    pub author: MemberId,
    /// Its page.
    pub page: DecisionPage,
    /// The opening that this is about: the last one that no other replaced.
    pub opening: Option<(Hash, Paper)>,
    /// The openings that it amends, and those that these amend.
    pub replaced: Vec<Hash>,
    /// Others that nothing replaced, and which run beside it.
    pub beside: Vec<Hash>,
    /// Who takes part; `None` for a draft, and where whoever is a member does.
    pub roll: Option<Roll>,
    /// The voices, by member.
    pub voices: Vec<(MemberId, Voice)>,
    /// What [`Case::answers`] returns.
    given: Vec<(MemberId, CurrentStance)>,
    /// What [`Case::recorded`] returns.
    recorded: Vec<(MemberId, MemberId, Stance, i64)>,
    /// What [`Case::answered`] returns.
    answered: BTreeSet<MemberId>,
    /// When it was read, as [`Glances`] count.
    turn: u64,
    /// How many members are here.
    pub members: u32,
    /// What the buckets of a round needed when giving ended.
    pub goals: Vec<Goal>,
    /// Whose late objections were here when this laptop's person last said that they leave it to the others.
    looked_at: BTreeSet<MemberId>,
    /// Where whoever is a member takes part: those who came back under a new key and answered with that.
    pub came_back: BTreeSet<MemberId>,
    /// The counts of this opening: final ones first, then what this laptop finds, too, then by confirmations, then by
    /// lowest id.
    pub counts: Vec<Counted>,
}

/// What a list shows of a decision or a round, but for what time it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glance {
    /// The record.
    pub record: RecordId,
    /// Who gave birth to it.
    pub author: MemberId,
    /// What they are called.
    pub called: String,
    /// The question.
    pub question: String,
    /// The way of deciding, and when it ends; `None` for a draft.
    pub opened: Option<(String, i64)>,
    /// Where it stands as long as it has not ended.
    standing: State,
    /// How many of those taking part have answered.
    pub answered: u32,
    /// How many are present.
    pub present: u32,
    /// What the first of its counts comes to.
    pub verdict: Option<Verdict>,
    /// Whether somebody has counted.
    pub is_counted: bool,
    /// Whether it binds anybody: a count of it becomes final then.
    is_binding: bool,
    /// When what came of it is looked at again.
    pub review: Option<i64>,
    /// How much it releases for a round.
    pub releases: Option<(Currency, Amount)>,
    /// What it is about.
    pub about: Option<RecordId>,
    /// Whether next steps are noted on it.
    pub has_steps: bool,
    /// Who looks.
    me: Option<MemberId>,
    /// Whether they take part and have not answered.
    is_missing: bool,
    /// What it may ask of them.
    asks: Asks,
}

/// What a decision or a round may ask of one person, as long as nothing comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Asks {
    /// While it is open: to answer, to give, to choose between two answers, or to count because all have answered.
    while_open: bool,
    /// Once it has ended: to count.
    once_ended: bool,
    /// Once somebody has counted: to confirm, or to count as well.
    once_counted: bool,
    /// Once somebody has counted: to look at an objection that came later.
    looks_again: bool,
    /// When the outcome that they wrote is looked at again.
    review: Option<i64>,
}

impl Asks {
    fn of(case: &Case, me: &MemberId, is_all_in: bool) -> Self {
        if !case.takes_part(me) {
            return Self::default();
        }
        let mine = case.answers().iter().find(|(member, _)| member == me).map(|(_, stance)| stance);
        let voice = case.voices.iter().find(|(member, _)| member == me).map(|(_, voice)| voice);
        let passed = case.is_left_by(me);
        let confirmed = case.counts.iter().any(|counted| counted.confirmed.contains(me));
        let outcome = voice.and_then(|voice| voice.get(&Key::Outcome));
        Self {
            while_open: match mine {
                Some(CurrentStance::Conflicted(_)) => true,
                // Whoever gave may have something left.
                Some(_) if case.is_round() => !passed,
                Some(_) => is_all_in,
                None => !passed || is_all_in,
            },
            once_ended: true,
            once_counted: case.roll.is_some() && !confirmed,
            looks_again: case.looks_again(me),
            review: match outcome {
                Some((Said::Outcome(outcome), _)) => outcome.review,
                _ => None,
            },
        }
    }
}

/// What a glance that is kept says first: whatever made it, another program made it by other rules.
const MADE_BY: (&str, u32) = (env!("CARGO_PKG_VERSION"), 5);

impl Glance {
    /// What is seen of a decision or a round whose author is `called` so, by somebody.
    pub(crate) fn of(case: &Case, me: Option<MemberId>, called: String) -> Self {
        let answered = case.answered().iter().filter(|member| case.takes_part(member)).count() as u32;
        let own = |me: &MemberId| case.answers().iter().any(|(member, _)| member == me);
        let paper = case.opening.as_ref().map(|(_, paper)| paper);
        let first = case.counts.first().and_then(|counted| counted.signed.as_ref());
        let is_all_in = paper.is_some_and(|paper| matches!(paper.end, End::WhenAllAnswered(_)))
            && answered >= case.present();
        Self {
            record: case.record,
            author: case.author,
            called,
            question: paper.map_or(&case.page.question, |paper| &paper.question).clone(),
            opened: paper.map(|paper| (paper.protocol.word().to_owned(), paper.end.latest())),
            standing: case.state(i64::MIN),
            answered,
            present: case.present(),
            verdict: first.map(|signed| signed.count.result.verdict),
            is_counted: !case.counts.is_empty(),
            is_binding: case.roll.is_some(),
            review: case.review(),
            releases: paper.and_then(|paper| match paper.purpose {
                Purpose::Release { currency, amount } => Some((currency, amount)),
                _ => None,
            }),
            about: paper.and_then(|paper| paper.about),
            has_steps: case.voices.iter().any(|(_, voice)| voice.said_under("step/").next().is_some()),
            me,
            is_missing: me.is_some_and(|me| case.takes_part(&me) && !own(&me)),
            asks: me.map(|me| Asks::of(case, &me, is_all_in)).unwrap_or_default(),
        }
    }

    /// Returns where the decision stands at a time, as [`Case::state`] does.
    pub fn state(&self, now: i64) -> State {
        match (self.standing, &self.opened) {
            (State::Open, Some((_, end))) if now > *end => State::Closing,
            (standing, _) => standing,
        }
    }

    /// Returns true when nothing more comes of it by itself: it is final, or was counted and binds nobody.
    pub fn is_over(&self, now: i64) -> bool {
        match self.state(now) {
            State::Final => true,
            State::Counted => !self.is_binding,
            _ => false,
        }
    }

    /// Returns true when it is open at a time, and asks whoever looks.
    pub fn waits(&self, now: i64) -> bool {
        self.is_missing && self.state(now) == State::Open
    }

    /// Returns true when it may ask whoever looks for something at a time; where it does not, it asks for nothing.
    pub fn may_ask(&self, now: i64) -> bool {
        let is_due = self.asks.review.is_some_and(|at| at <= now);
        match self.state(now) {
            State::Draft | State::Disputed | State::Dropped => false,
            State::Open => self.asks.while_open,
            State::Closing => self.asks.once_ended,
            State::Counted => self.asks.once_counted || self.asks.looks_again || is_due,
            State::Final => self.asks.looks_again || is_due,
        }
    }

    /// Looks at a decision or a round, for somebody; `None` when it is not shown. What a round comes to hangs on its buckets,
    /// of which this is no news: this laptop does not count it here.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn look(
        replica: &mut Replica,
        record: RecordId,
        me: Option<MemberId>,
        called: impl FnOnce(&MemberId) -> String,
    ) -> Result<Option<Self>, StoreError> {
        let Some(mut case) = Case::read(replica, record)? else { return Ok(None) };
        if !case.is_round() {
            case.weigh(replica)?;
        }
        let called = called(&case.author);
        Ok(Some(Self::of(&case, me, called)))
    }

    /// Looks at the same anew, for the same person; `None` when it is not shown any more.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn again(
        &self,
        replica: &mut Replica,
        called: impl FnOnce(&MemberId) -> String,
    ) -> Result<Option<Self>, StoreError> {
        Self::look(replica, self.record, self.me, called)
    }

    /// Returns the bytes by which it is kept.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        wire::to_bytes(&(MADE_BY, self))
    }

    /// Reads what was kept; `None` for what another program kept.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        wire::from_bytes(bytes.strip_prefix(&wire::to_bytes(&MADE_BY)[..])?).ok()
    }
}

/// Of how many decisions a glance is kept in memory.
const GLANCES: NonZeroUsize = NonZeroUsize::new(8_192).expect("that is not nothing");
/// Of how many decisions what they come to is kept in memory: each is as long as its answers are.
const COUNTED: NonZeroUsize = NonZeroUsize::new(16).expect("that is not nothing");

/// What was seen of decisions, each until an entry comes that is about it: a list of hundreds is looked at again and again,
/// and a page with thousands of answers, too.
pub struct Glances {
    seen: LruCache<u64, Arc<Glance>>,
    /// What this laptop itself counted.
    counted: LruCache<u64, Arc<Count>>,
    /// The decision that was read last: a page asks for the one that it shows.
    last: Option<Arc<Case>>,
    /// How many times something was forgotten: what was read before the last time is not kept any more.
    turn: u64,
}

impl Default for Glances {
    fn default() -> Self {
        Self { seen: LruCache::new(GLANCES), counted: LruCache::new(COUNTED), last: None, turn: 0 }
    }
}

impl Glances {
    /// Returns what somebody saw of the decision with this number.
    pub fn get(&mut self, number: u64, me: Option<MemberId>) -> Option<Arc<Glance>> {
        self.seen.get(&number).filter(|glance| glance.me == me).map(Arc::clone)
    }

    /// Keeps what somebody saw.
    pub fn keep(&mut self, number: u64, glance: &Arc<Glance>) {
        self.seen.put(number, Arc::clone(glance));
    }

    /// Forgets a decision of which something came.
    pub fn forget(&mut self, number: u64) {
        self.seen.pop(&number);
        self.counted.pop(&number);
        self.turn += 1;
    }

    /// Forgets all of them: who is a member may be another matter now.
    pub fn clear(&mut self) {
        self.seen.clear();
        self.counted.clear();
        self.turn += 1;
    }
}

/// The parts of a record, for functions that only know whether one is there: what the store says instead is kept, for a part
/// that could not be read is no part that is missing.
struct Parts<'a> {
    store: &'a Store,
    record: u64,
    failed: Cell<Option<StoreError>>,
}

impl<'a> Parts<'a> {
    fn of(store: &'a Store, record: u64) -> Self {
        Self { store, record, failed: Cell::new(None) }
    }

    fn get(&self, hash: &Hash) -> Option<Vec<u8>> {
        self.store.part(self.record, hash).unwrap_or_else(|error| {
            self.failed.set(Some(error));
            None
        })
    }

    /// Returns what the store said, if it failed.
    fn end(self) -> Result<(), StoreError> {
        self.failed.into_inner().map_or(Ok(()), Err)
    }
}

/// What a member recorded on behalf of others, by for whom.
type Recorded = BTreeMap<MemberId, Vec<Cast>>;

impl Case {
    /// Reads a decision; `None` when it is not one that is shown.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(replica: &mut Replica, record: RecordId) -> Result<Option<Self>, StoreError> {
        let Some(number) = replica.record_number(&record)? else {
            return Ok(None);
        };
        let shown = replica.store().is_shown(number)?;
        let row = replica.store().record(number)?;
        let birth = row.and_then(|row| row.birth);
        let Some(birth) = birth
            .filter(|birth| shown && RecordType::from_code(birth.kind).is_some_and(RecordType::is_decided))
        else {
            return Ok(None);
        };
        let page = replica.decision_page(number)?;
        let replaced: BTreeSet<Hash> = page.openings.iter().filter_map(|(_, paper)| paper.replaces).collect();
        let mut standing: Vec<(Hash, Paper)> =
            page.openings.iter().filter(|(id, _)| !replaced.contains(id)).cloned().collect();
        let opening = standing.pop();
        let roll = match &opening {
            Some((_, paper)) => {
                let parts = Parts::of(replica.store(), number);
                let roll = roll_of(paper, &|hash| parts.get(hash)).ok().flatten();
                parts.end()?;
                roll
            }
            None => None,
        };
        let members = replica.membership()?.present().count() as u32;
        let paper_of =
            |id: &Hash| page.openings.iter().find(|(known, _)| known == id).map(|(_, paper)| paper.clone());
        let replaced = opening.as_ref().map(|(_, paper)| replaced_by(paper, &paper_of)).unwrap_or_default();
        let mut case = Self {
            record,
            number,
            author: birth.author,
            page,
            opening,
            replaced,
            beside: standing.into_iter().map(|(id, _)| id).collect(),
            roll,
            voices: replica.voices(number)?,
            given: Vec::new(),
            recorded: Vec::new(),
            answered: BTreeSet::new(),
            turn: replica.glances().turn,
            members,
            goals: Vec::new(),
            looked_at: BTreeSet::new(),
            came_back: BTreeSet::new(),
            counts: Vec::new(),
        };
        if birth.kind == RecordType::Round as u8 {
            case.goals = case.read_goals(replica)?;
        }
        case.given = case.read_answers();
        case.came_back = case.who_came_back(replica)?;
        let came_back = &case.came_back;
        case.given.retain(|(member, _)| !came_back.contains(member));
        case.recorded = case.read_recorded();
        case.answered = case.read_answered();
        case.counts = case.read_counts(replica)?;
        case.put_own_first(replica)?;
        Ok(Some(case))
    }

    /// Reads a decision and how many make each of its counts final, or returns it as it was read last, if nothing came since;
    /// `None` when it is not one that is shown.
    ///
    /// # Errors
    /// When the store fails.
    pub fn weighed(replica: &mut Replica, record: RecordId) -> Result<Option<Arc<Self>>, StoreError> {
        let Glances { last, turn, .. } = replica.glances();
        if let Some(last) = last.as_ref().filter(|last| last.record == record && last.turn == *turn) {
            return Ok(Some(Arc::clone(last)));
        }
        let Some(mut case) = Self::read(replica, record)? else { return Ok(None) };
        case.weigh(replica)?;
        let case = Arc::new(case);
        // What a round comes to is a matter of its buckets, too.
        if !case.is_round() {
            replica.glances().last = Some(Arc::clone(&case));
        }
        Ok(Some(case))
    }

    /// Returns whose answer under an old key is not asked any more: the old key is closed, and its owner has answered
    /// with a new one. A frozen roll never holds both.
    fn who_came_back(&self, replica: &mut Replica) -> Result<BTreeSet<MemberId>, StoreError> {
        if self.roll.is_some() {
            return Ok(BTreeSet::new());
        }
        let members = replica.membership()?.members();
        let formerly = self.answers().iter().filter_map(|(member, _)| members.get(member)?.formerly);
        let closed = |member: &MemberId| members.get(member).is_some_and(|state| state.removed.is_some());
        Ok(formerly.filter(closed).collect())
    }

    /// Reads what buckets needed when giving ended: those that were proposed then, and had said what they need.
    fn read_goals(&self, replica: &Replica) -> Result<Vec<Goal>, StoreError> {
        let Some((_, Paper { protocol: Protocol::Giving, end, .. })) = &self.opening else {
            return Ok(Vec::new());
        };
        let end = end.latest();
        let mut goals = Vec::new();
        for page in replica.store().pages_about(&self.record)? {
            if page.kind != RecordType::Bucket as u8 {
                continue;
            }
            let bucket: BucketPage = palabre_documents::kinds::page(&page.data);
            if bucket.round == self.record && bucket.is_proposed(end) && !bucket.items(end).is_empty() {
                goals.push(bucket.goal(page.record, end));
            }
        }
        goals.sort_unstable();
        Ok(goals)
    }

    fn read_counts(&self, replica: &mut Replica) -> Result<Vec<Counted>, StoreError> {
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
    fn put_own_first(&mut self, replica: &mut Replica) -> Result<(), StoreError> {
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
    fn weigh(&mut self, replica: &mut Replica) -> Result<(), StoreError> {
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

    /// Reads which late objections were here when this laptop's person said that they leave it to the others. They were given
    /// in time as often as not, and clocks err: in which order things came here says what somebody can have seen.
    fn read_looked_at(&mut self, replica: &mut Replica) -> Result<(), StoreError> {
        let Some(device) = replica.mine() else { return Ok(()) };
        let me = replica.membership()?.member_of(&device);
        let Some(me) = me.filter(|me| self.is_left_by(me)) else { return Ok(()) };
        let late = self.late_objections();
        let left = if late.is_empty() { 0 } else { self.last_came(replica, &me, &Key::Leave)? };
        for member in late {
            if self.last_came(replica, &member, &Key::Stance)? < left {
                self.looked_at.insert(member);
            }
        }
        Ok(())
    }

    /// Returns the last row in which a member says something under a key; 0 where there is none.
    fn last_came(&self, replica: &mut Replica, member: &MemberId, key: &Key) -> Result<u64, StoreError> {
        let devices = replica.devices_of(member)?;
        let held = replica.store().of_record_by(self.number, &devices)?;
        let key = key.text();
        let says = |one: &&Held| {
            is_voice(one) && read_voice(&one.entry.body).is_ok_and(|c| c.ops.iter().any(|op| op.key == key))
        };
        Ok(held.iter().rfind(says).map_or(0, |one| one.row))
    }

    /// Returns who objects, is not in the first count, and was not looked at: it came after that, and stops nothing by
    /// itself.
    pub fn late_objections(&self) -> Vec<MemberId> {
        let Some(first) = self.counts.first().filter(|counted| !counted.listed.is_empty()) else {
            return Vec::new();
        };
        let objects = |stance: &CurrentStance| match stance {
            CurrentStance::One(stance, _) => stance.answer == Answer::Position(Position::Objection),
            _ => false,
        };
        let late = self.answers().iter().filter(|(member, stance)| {
            objects(stance)
                && self.takes_part(member)
                && first.listed.binary_search(member).is_err()
                && !self.looked_at.contains(member)
        });
        late.map(|(member, _)| *member).collect()
    }

    /// Returns whether this laptop's person decided, and is asked to look at an objection that came later: until they leave
    /// it.
    pub fn looks_again(&self, me: &MemberId) -> bool {
        let decided = |counted: &Counted| counted.listed.binary_search(me).is_ok();
        self.counts.first().is_some_and(decided) && !self.late_objections().is_empty()
    }

    /// Returns true when this member takes part.
    pub fn takes_part(&self, member: &MemberId) -> bool {
        match (&self.opening, &self.roll) {
            (None, _) => false,
            (Some((_, paper)), None) => {
                paper.protocol.is_open_to_newcomers() && !self.came_back.contains(member)
            }
            (_, Some(roll)) => roll.contains(member),
        }
    }

    /// Returns how many are present: those on the roll who are not resting, or all members.
    pub fn present(&self) -> u32 {
        self.roll.as_ref().map_or(self.members, Roll::present)
    }

    /// Returns when what came of it is looked at again.
    pub fn review(&self) -> Option<i64> {
        let said = self.voices.iter().filter_map(|(_, voice)| match voice.get(&Key::Outcome) {
            Some((Said::Outcome(outcome), at)) => Some((at, outcome.review)),
            _ => None,
        });
        said.max_by_key(|(at, _)| *at).and_then(|(_, review)| review)
    }

    /// Returns true for a round that is open, or was.
    fn is_round(&self) -> bool {
        self.opening.as_ref().is_some_and(|(_, paper)| paper.protocol == Protocol::Giving)
    }

    /// Returns what is counted; `None` for a draft.
    pub fn question(&self) -> Option<Question<'_>> {
        let (opening, paper) = self.opening.as_ref()?;
        let roll = self.roll.as_ref();
        Some(Question {
            opening: *opening,
            paper,
            replaced: &self.replaced,
            roll,
            members: self.members,
            goals: &self.goals,
        })
    }

    /// Returns those who have a current answer that counts for this opening, with it, whether they take part or not.
    pub fn answers(&self) -> &[(MemberId, CurrentStance)] {
        &self.given
    }

    fn read_answers(&self) -> Vec<(MemberId, CurrentStance)> {
        let Some(question) = self.question() else {
            return Vec::new();
        };
        // Whoever gives more than they have gives nothing: or a bucket would seem full of what no count will find there.
        let counts = |member: &MemberId, stance: &Stance| {
            stance.counts_for(&question.opening, question.paper, question.replaced)
                && (!self.takes_part(member) || question.is_within(member, &stance.answer))
        };
        self.voices
            .iter()
            .map(|(member, voice)| (*member, voice.stance()))
            .filter(|(member, stance)| match stance {
                CurrentStance::Nothing => false,
                CurrentStance::One(stance, _) => counts(member, stance),
                CurrentStance::Conflicted(stances) => stances.iter().any(|stance| counts(member, stance)),
            })
            .collect()
    }

    /// Returns the answers recorded on behalf of others, as views show them: for whom, by whom, what, and when.
    pub fn recorded(&self) -> &[(MemberId, MemberId, Stance, i64)] {
        &self.recorded
    }

    fn read_recorded(&self) -> Vec<(MemberId, MemberId, Stance, i64)> {
        // In a round nobody gives for somebody else.
        let Some(question) = self.question().filter(|_| !self.is_round()) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for (recorder, voice) in self.voices.iter().filter(|(recorder, _)| self.takes_part(recorder)) {
            let said = voice.said_under("behalf/").filter_map(|(key, said, at)| match (key, said) {
                (Key::Behalf(member), Said::Stance(stance)) => Some((member, *recorder, stance, at)),
                _ => None,
            });
            let mut recorded: Vec<_> = said
                .filter(|(member, recorder, stance, _)| {
                    stance.counts_for(&question.opening, question.paper, question.replaced)
                        && member != recorder
                })
                .collect();
            // The same ones as are counted: or one person could close a question that waits until all have answered.
            recorded.sort_by_key(|(member, ..)| *member);
            all.extend(recorded.into_iter().take(BEHALF));
        }
        all
    }

    /// Returns who was given an objection to an earlier wording, and has not answered the new one.
    pub fn lapsed(&self) -> Vec<(MemberId, Stance)> {
        if self.replaced.is_empty() {
            return Vec::new();
        }
        let lapsed = self.voices.iter().filter_map(|(member, voice)| match voice.stance() {
            CurrentStance::One(stance, _) if self.replaced.contains(&stance.opening) => {
                Some((*member, stance))
            }
            _ => None,
        });
        let counts = |stance: &Stance| {
            self.question().is_some_and(|q| stance.counts_for(&q.opening, q.paper, q.replaced))
        };
        lapsed.filter(|(_, stance)| !counts(stance)).collect()
    }

    /// Returns who has one answer that can be counted, their own or one that was recorded for them.
    pub fn answered(&self) -> &BTreeSet<MemberId> {
        &self.answered
    }

    fn read_answered(&self) -> BTreeSet<MemberId> {
        let is_one = |(_, stance): &&(MemberId, CurrentStance)| matches!(stance, CurrentStance::One(..));
        let (own, apart): (Vec<_>, Vec<_>) = self.answers().iter().partition(is_one);
        let mut answered: BTreeSet<MemberId> = own.into_iter().map(|(member, _)| *member).collect();
        let apart: BTreeSet<MemberId> = apart.into_iter().map(|(member, _)| *member).collect();
        let mut recorded: BTreeMap<MemberId, Vec<&Answer>> = BTreeMap::new();
        for (member, _, stance, _) in &self.recorded {
            recorded.entry(*member).or_default().push(&stance.answer);
        }
        // Whom two speak for differently, nobody speaks for; and two answers of one's own are no answer.
        let agreed = recorded.into_iter().filter(|(_, all)| all.iter().all(|one| *one == all[0]));
        answered.extend(agreed.map(|(member, _)| member).filter(|member| !apart.contains(member)));
        answered
    }

    /// Returns who is present and has no answer, in members' order.
    pub fn missing(&self, replica: &mut Replica) -> Result<Vec<MemberId>, StoreError> {
        let answered = self.answered();
        let everybody: Vec<MemberId> = match &self.roll {
            Some(roll) => roll.members.iter().filter(|member| !roll.is_resting(member)).copied().collect(),
            None => replica.membership()?.present().map(|(id, _)| *id).collect(),
        };
        Ok(everybody.into_iter().filter(|member| !answered.contains(member)).collect())
    }

    /// Returns whether somebody leaves it to the others; of a draft, whether its author has dropped it.
    pub fn is_left_by(&self, who: &MemberId) -> bool {
        self.voices.iter().any(|(member, voice)| member == who && voice.get(&Key::Leave).is_some())
    }

    /// Returns where the decision stands at a time.
    pub fn state(&self, now: i64) -> State {
        let Some((_, paper)) = &self.opening else {
            return if self.is_left_by(&self.author) { State::Dropped } else { State::Draft };
        };
        let results: Vec<&CountResult> = self
            .counts
            .iter()
            .filter(|counted| counted.is_final)
            .filter_map(|counted| Some(&counted.signed.as_ref()?.count.result))
            .collect();
        match results.len() {
            2.. if !results.iter().all(|result| result.agrees(results[0])) => State::Disputed,
            1.. => State::Final,
            0 if self.counts.iter().any(|counted| counted.is_final) => State::Final,
            0 if !self.counts.is_empty() => State::Counted,
            _ if now > paper.end.latest() => State::Closing,
            _ => State::Open,
        }
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
fn is_voice(held: &Held) -> bool {
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
