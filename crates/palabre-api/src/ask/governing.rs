//! Arguments of the calls about who is in, who keeps the keys, and the charter.

use serde::{Deserialize, Serialize};

asks! {
    /// See [`crate::Handler::member_vouch`].
    MemberVouch {
        /// The name, or the first characters of the key, of somebody who has joined; nobody: list who waits
        who: Option<String>,
        /// Vouch for them as a guest
        @(long) guest: bool,
    }
    /// See [`crate::Handler::member_propose`].
    MemberPropose {
        /// The name, or the first characters of the key, of somebody who has joined
        who: String,
        /// How many days the decision stays open
        @(long) days: Option<u32>,
        /// The question, in your own words
        @(long) question: Option<String>,
        /// What is said of it, in your own words
        @(long) wording: Option<String>,
    }
    /// See [`crate::Handler::member_remove`].
    MemberRemove {
        /// Who is to go
        who: String,
        /// Why, as everybody will read it
        @(long) why: String,
        /// How many days the decision stays open
        @(long) days: Option<u32>,
        /// The question, in your own words
        @(long) question: Option<String>,
    }
    /// See [`crate::Handler::member_formerly`].
    MemberFormerly {
        /// The newcomer: the name, or the first characters of the key
        who: String,
        /// Who they were before
        @(long) was: String,
        /// How many days the decision stays open
        @(long) days: Option<u32>,
        /// The question, in your own words: its first line, and below it what it means
        @(long) question: Option<String>,
    }
    /// See [`crate::Handler::keyholder_list`].
    KeyholderList {}
    /// See [`crate::Handler::keyholder_propose`].
    KeyholderPropose {
        /// Who joins those who keep the keys; once each
        @(long) add: Vec<String>,
        /// Who gives them back; once each
        @(long) without: Vec<String>,
        /// How many days the decision stays open
        @(long) days: Option<u32>,
        /// The question, in your own words
        @(long) question: Option<String>,
        /// What is said of it, in your own words; the names stand beside it in any case
        @(long) wording: Option<String>,
    }
    /// See [`crate::Handler::keyholder_certify`].
    KeyholderCertify {
        /// The decision that was carried
        decision: String,
        /// Sign also where another change that I signed is not in force yet: should both come into force at once, neither
        /// does, until two thirds of all choose
        @(long) anyway: bool,
    }
    /// See [`crate::Handler::charter_show`].
    CharterShow {}
    /// See [`crate::Handler::charter_propose`].
    CharterPropose {
        /// What the community is to be called
        @(long) name: Option<String>,
        /// Who lets somebody in: any-member, two-vouch or decision
        @(long) admission: Option<String>,
        /// How many entries one laptop may write
        @(long) entries: Option<u64>,
        /// How many megabytes one laptop may write, attached files included
        @(long) megabytes: Option<u64>,
        /// How many days the decision stays open
        @(long) days: Option<u32>,
        /// The question, in your own words
        @(long) question: Option<String>,
        /// What is said of it, in your own words; what changes stands beside it in any case
        @(long) wording: Option<String>,
    }
}
