//! Intentions.

use serde::{Deserialize, Serialize};

use super::{Around, Tied};

rows! {
    /// Intentions, newest first.
    Intentions {
        /// One line each.
        intentions: Vec<IntentionLine>,
    }
    /// An intention in a list.
    IntentionLine {
        /// Its id.
        id: String,
        /// What.
        what: String,
        /// Whose.
        initiator: String,
        /// listening, ended, decided, dropped or review.
        state: String,
        /// Until when it listens.
        until: i64,
        /// How many of those named have spoken.
        heard: u32,
        /// How many are named.
        named: u32,
        /// Whether my advice is asked and missing.
        waits_for_me: bool,
    }
    /// An intention.
    Intention {
        /// Its id.
        id: String,
        /// What.
        what: String,
        /// Why.
        why: String,
        /// Which tension it resolves.
        tension: String,
        /// What it could make worse.
        worse: String,
        /// Whose.
        initiator: String,
        /// Whether it is mine.
        mine: bool,
        /// listening, ended, decided, dropped or review.
        state: String,
        /// Where it stands, as a sentence.
        sentence: String,
        /// Until when it listens.
        until: i64,
        /// Whom it touches, A to Z.
        touched: Vec<String>,
        /// Who knows about it, A to Z.
        knows: Vec<String>,
        /// How many of those named have spoken.
        heard: u32,
        /// How many are named.
        named: u32,
        /// Who is still to be heard, A to Z. Only for the initiator, and once it is decided for all.
        not_heard: Vec<String>,
        /// Whose suggestion, worry or harm has no answer, A to Z.
        not_answered: Vec<String>,
        /// Whether I am asked.
        i_am_asked: bool,
        /// My advice, in a word.
        my_advice: Option<String>,
        /// What they said, as it came.
        advice: Vec<Advice>,
        /// go, go-changed or drop.
        decided: Option<String>,
        /// When it was decided.
        decided_at: Option<i64>,
        /// What the initiator said with it.
        decided_text: Option<String>,
        /// When it is looked at again.
        review: Option<i64>,
        /// The reviews, A to Z.
        reviews: Vec<Review>,
        /// What came of it, newest first.
        outcomes: Vec<super::Outcome>,
        /// The decision that the initiator waits for.
        waits_for: Option<Tied>,
        /// What it belongs to.
        about: Option<Tied>,
        /// Next steps, files, ties and what was said.
        around: Around,
    }
    /// One person's advice.
    Advice {
        /// Who.
        name: String,
        /// The same by their key.
        member: String,
        /// read, support, suggestion, worry or harm.
        kind: String,
        /// In words; nothing when withdrawn.
        text: Option<String>,
        /// When, by their clock.
        at: i64,
        /// Whether they were asked.
        asked: bool,
        /// taken, adapted or not-taken.
        reply: Option<String>,
        /// The initiator's words with it.
        reply_text: Option<String>,
    }
    /// One person's review.
    Review {
        /// Who.
        name: String,
        /// less, as-much or more.
        tension: String,
        /// In words.
        text: Option<String>,
    }
    /// Whom one could ask, A to Z, at most five.
    Suggestions {
        /// Their names.
        names: Vec<String>,
    }
}
