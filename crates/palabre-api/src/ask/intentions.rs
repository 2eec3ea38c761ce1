//! Intentions.

use serde::{Deserialize, Serialize};

asks! {
    /// See [`crate::Handler::intention_new`].
    IntentionNew {
        /// What I want to do
        what: String,
        /// Why
        @(long, default_value = "") why: String,
        /// Whom it touches; say it once for each; nobody: just do it, and tell
        @(long = "touches", value_name = "NAME") touches: Vec<String>,
        /// Who knows about it; say it once for each
        @(long = "knows", value_name = "NAME") knows: Vec<String>,
        /// Which tension it resolves
        @(long, default_value = "") tension: String,
        /// What it could make worse
        @(long, default_value = "") worse: String,
        /// For how many days it listens; without it 3
        @(long) days: Option<u32>,
        /// Until when it listens, such as 2027-03-10T18:00, or for how long, such as 36h, instead of days
        @(long) until: Option<String>,
        /// The project that it belongs to
        @(long) about: Option<String>,
    }
    /// See [`crate::Handler::intention_list`].
    IntentionList {
        /// Only in this state: listening, ended, decided, dropped or review
        @(long) state: Option<String>,
        /// Only those that ask me
        @(long) asked: bool,
        /// How many to skip
        @(long, default_value_t = 0) skip: u32,
        /// How many to list
        @(long, default_value_t = 50) limit: u32,
    }
    /// See [`crate::Handler::intention_show`].
    IntentionShow {
        /// Which intention
        intention: String,
    }
    /// See [`crate::Handler::intention_suggest`].
    IntentionSuggest {
        /// What it is about, or a skill to look for
        text: String,
    }
    /// See [`crate::Handler::intention_change`].
    IntentionChange {
        /// Which intention
        intention: String,
        /// Whom it touches too
        @(long = "touches", value_name = "NAME") touches: Vec<String>,
        /// Who knows about it too
        @(long = "knows", value_name = "NAME") knows: Vec<String>,
        /// For how many more days it listens
        @(long) days: Option<u32>,
        /// The decision that I wait for
        @(long) waits_for: Option<String>,
    }
    /// See [`crate::Handler::intention_advise`].
    IntentionAdvise {
        /// Which intention
        intention: String,
        /// read, support, suggestion, worry or harm
        kind: String,
        /// In words
        text: Option<String>,
    }
    /// See [`crate::Handler::intention_reply`].
    IntentionReply {
        /// Which intention
        intention: String,
        /// Whose advice
        name: String,
        /// taken, adapted or not-taken
        how: String,
        /// In words
        text: Option<String>,
    }
    /// See [`crate::Handler::intention_decide`].
    IntentionDecide {
        /// Which intention
        intention: String,
        /// go, go-changed or drop
        go: String,
        /// In words
        text: Option<String>,
        /// After how many days it is looked at again; without it 42, 0 for never
        @(long) review: Option<u32>,
    }
    /// See [`crate::Handler::intention_outcome`].
    IntentionOutcome {
        /// Which intention
        intention: String,
        /// What came of it
        text: String,
    }
    /// See [`crate::Handler::intention_review`].
    IntentionReview {
        /// Which intention
        intention: String,
        /// Did it create more tension than it resolved: less, as-much or more
        tension: String,
        /// In words
        text: Option<String>,
    }
}
