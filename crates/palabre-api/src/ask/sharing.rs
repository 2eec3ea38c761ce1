//! Sharing, and profiles.

use serde::{Deserialize, Serialize};

asks! {
    /// See [`crate::Handler::share_new`].
    ShareNew {
        /// gift, offer, request, thanks or care
        kind: String,
        /// In one line
        text: String,
        /// To whom, where it is to somebody; say it once for each
        @(long = "to", value_name = "NAME") to: Vec<String>,
    }
    /// See [`crate::Handler::share_list`].
    ShareList {
        /// Only this kind
        @(long) kind: Option<String>,
        /// Also what is no longer on the wall
        @(long) all: bool,
        /// How many to skip
        @(long, default_value_t = 0) skip: u32,
        /// How many to list
        @(long, default_value_t = 50) limit: u32,
    }
    /// See [`crate::Handler::share_answer`].
    ShareAnswer {
        /// Which line
        share: String,
        /// In words
        text: Option<String>,
        /// Take it back
        @(long) back: bool,
    }
    /// See [`crate::Handler::share_done`].
    ShareDone {
        /// Which line
        share: String,
    }
    /// See [`crate::Handler::profile_show`].
    ProfileShow {
        /// Whose; without it mine
        name: Option<String>,
    }
    /// See [`crate::Handler::profile_write`].
    ProfileWrite {
        /// What I can share; say it once for each, an empty one for nothing
        @(long = "share", value_name = "WHAT") shares: Vec<String>,
        /// What I want to learn; say it once for each, an empty one for nothing
        @(long = "learn", value_name = "WHAT") learns: Vec<String>,
        /// A language that I speak; say it once for each, an empty one for none
        @(long = "language", value_name = "LANGUAGE") languages: Vec<String>,
        /// Where I am, as coarse as I like
        @(long) place: Option<String>,
        /// Anything else
        @(long) about: Option<String>,
        /// Until when I am away, such as 2027-03-20; `no` when I am back
        @(long) away_until: Option<String>,
    }
}
