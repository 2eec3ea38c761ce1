//! Where a decision stands, from what is held and what time it is.
//!
//! Nothing here is a fact: those are in the views, and the time is given. What lists show is kept until an entry comes that
//! is about it.

mod counting;
mod glance;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use palabre_documents::certified::roll_of;
use palabre_documents::guard::read_voice;
use palabre_documents::kinds::{BucketPage, DecisionPage, RecordType};
use palabre_documents::recount::replaced_by;
use palabre_documents::voice::{CountValue, CurrentStance, Key, Said, Voice};
use palabre_domain::count::{BEHALF, Question, SignedCount};
use palabre_domain::decision::{Answer, Paper, Position, Protocol, Roll, Stance};
use palabre_domain::id::{Hash, MemberId, RecordId};
use palabre_domain::settle::Goal;
use palabre_domain::tally::CountResult;
use palabre_store::StoreError;
use palabre_store::entries::Held;
use serde::{Deserialize, Serialize};

use crate::replica::Replica;
use counting::{Parts, is_voice};
pub use glance::{Glance, Glances};

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
}
