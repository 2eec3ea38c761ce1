//! What lists show of decisions and rounds, and how long that is kept.

use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use palabre_documents::voice::{CurrentStance, Key, Said};
use palabre_domain::count::Count;
use palabre_domain::decision::{End, Purpose};
use palabre_domain::id::{MemberId, RecordId};
use palabre_domain::money::{Amount, Currency};
use palabre_domain::tally::Verdict;
use palabre_domain::wire;
use palabre_store::StoreError;
use serde::{Deserialize, Serialize};

use super::{Case, State};
use crate::replica::Replica;

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
    pub(super) counted: LruCache<u64, Arc<Count>>,
    /// The decision that was read last: a page asks for the one that it shows.
    pub(super) last: Option<Arc<Case>>,
    /// How many times something was forgotten: what was read before the last time is not kept any more.
    pub(super) turn: u64,
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
