//! How much of this laptop one peer may take up, and how long one that sent bad bytes is left alone.
//!
//! Time is an argument, in milliseconds of any clock. What goes beyond a rate is never judged: whoever reads for the
//! peer only waits before it reads on. The longest wait is therefore that of one frame from each of its links.

use crate::message::{Load, load};

/// How fast something may go on, and how much of it may come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How much a second, on and on.
    pub per_second: u64,
    /// How much at once, after a quiet time.
    pub at_once: u64,
}

/// Questions. The dearest one, for 4,096 signatures, is some 10 ms of work, so that one peer who does nothing but ask
/// takes up half a core at most. An honest one asks a few when it comes; fetching the signatures of a million entries
/// that travelled without are a thousand, in the background.
pub const QUESTIONS: Rate = Rate { per_second: 50, at_once: 1_000 };
/// Bytes of questions and news. Some 40 of them can cost one look-up of 10 µs, so that a peer who does nothing else
/// takes up a quarter of a core. The heights of ten thousand devices are 0.4 MB, once a meeting.
pub const BYTES: Rate = Rate { per_second: 1 << 20, at_once: 8 << 20 };
/// Calls, each of which costs a handshake and a look at who is a member. An honest laptop calls again every ten
/// seconds, once for each community that both share.
pub const CALLS: Rate = Rate { per_second: 1, at_once: 60 };

/// What is counted for a frame beside its own bytes: what even an empty one costs to pass on.
const FRAME: u64 = 64;

/// How long somebody who sent bad bytes once is left alone, in milliseconds. It may have been an accident, or an old
/// version that is being replaced.
pub const FIRST_PAUSE: i64 = 60_000;
/// How long somebody who goes on and on is left alone at most, in milliseconds: whoever mended it waits no longer.
pub const LONGEST_PAUSE: i64 = 3_600_000;
/// After how long without bad bytes an offence is forgotten, in milliseconds.
pub const FORGOTTEN_AFTER: i64 = 24 * 3_600_000;

/// How much of one thing has been taken up; it drains at its rate.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    rate: Rate,
    /// In thousandths, so that each millisecond drains a whole number.
    taken: u64,
    at: i64,
}

impl Bucket {
    /// Returns an empty bucket.
    pub fn new(rate: Rate, now: i64) -> Self {
        Self { rate, taken: 0, at: now }
    }

    /// Takes something up, and returns how many milliseconds to wait before taking up more.
    pub fn charge(&mut self, amount: u64, now: i64) -> u64 {
        self.taken = self.left(now).saturating_add(amount.saturating_mul(1_000));
        self.at = now;
        let beyond = self.taken.saturating_sub(self.rate.at_once.saturating_mul(1_000));
        beyond.div_ceil(self.rate.per_second.max(1))
    }

    /// Returns true when everything has drained.
    pub fn is_empty(&self, now: i64) -> bool {
        self.left(now) == 0
    }

    /// What is left at a time. A clock that was put back drains nothing.
    fn left(&self, now: i64) -> u64 {
        let passed = u64::try_from(now.saturating_sub(self.at)).unwrap_or(0);
        self.taken.saturating_sub(passed.saturating_mul(self.rate.per_second))
    }
}

/// What one peer has taken up of this laptop, over all its links.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    questions: Bucket,
    bytes: Bucket,
    calls: Bucket,
}

impl Allowance {
    /// Returns the allowance of a peer that has taken up nothing yet.
    pub fn new(now: i64) -> Self {
        Self {
            questions: Bucket::new(QUESTIONS, now),
            bytes: Bucket::new(BYTES, now),
            calls: Bucket::new(CALLS, now),
        }
    }

    /// Counts a frame, and returns how many milliseconds to wait before reading the next one. What was asked for is
    /// free: entries and signatures come as fast as they can be checked.
    pub fn frame(&mut self, frame: &[u8], now: i64) -> u64 {
        let questions = match load(frame) {
            Load::Answer => return 0,
            Load::News => 0,
            Load::Question => self.questions.charge(1, now),
        };
        questions.max(self.bytes.charge(FRAME + frame.len() as u64, now))
    }

    /// Counts a call, and returns how many milliseconds to wait before hearing it.
    pub fn call(&mut self, now: i64) -> u64 {
        self.calls.charge(1, now)
    }

    /// Returns true when this is the allowance of somebody who has taken up nothing, and need not be kept.
    pub fn is_unused(&self, now: i64) -> bool {
        [self.questions, self.bytes, self.calls].iter().all(|bucket| bucket.is_empty(now))
    }
}

/// How often a peer has sent bad bytes, and until when it is left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offences {
    many: u32,
    since: i64,
    until: i64,
}

impl Offences {
    /// Counts bad bytes, and returns for how many milliseconds their sender is left alone: each time twice as long.
    pub fn add(&mut self, now: i64) -> i64 {
        if self.is_forgotten(now) {
            self.many = 0;
        }
        let pause = FIRST_PAUSE.saturating_mul(1 << self.many.min(16)).min(LONGEST_PAUSE);
        self.many = self.many.saturating_add(1);
        self.wait(pause, now);
        pause
    }

    /// Leaves a peer alone for the shortest time and holds nothing against it: its network may be to blame.
    pub fn excuse(&mut self, now: i64) {
        self.wait(FIRST_PAUSE, now);
    }

    fn wait(&mut self, pause: i64, now: i64) {
        (self.since, self.until) = (now, now.saturating_add(pause));
    }

    /// Returns true when the peer is to be left alone no longer, also because the clock was put back.
    pub fn is_over(&self, now: i64) -> bool {
        !(self.since..self.until).contains(&now)
    }

    /// Returns true when nothing is held against the peer any more.
    pub fn is_forgotten(&self, now: i64) -> bool {
        self.is_over(now) && (self.many == 0 || now.saturating_sub(self.until) >= FORGOTTEN_AFTER)
    }
}
