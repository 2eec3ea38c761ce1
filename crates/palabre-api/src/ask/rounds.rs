//! Budget rounds and buckets.

use serde::{Deserialize, Serialize};

asks! {
    /// See [`crate::Handler::round_new`].
    RoundNew {
        /// What it is for
        purpose: String,
        /// In which currency, such as EUR
        @(long, default_value = "EUR") currency: String,
        /// Guidelines for buckets, in Markdown
        @(long, default_value = "") guidelines: String,
    }
    /// See [`crate::Handler::round_open`].
    RoundOpen {
        /// Which round
        round: String,
        /// How much there is to give, such as 2400.00
        @(long) pot: String,
        /// The final decision that releases it
        @(long) because: String,
        /// How much each may give; without it the pot in equal parts
        @(long) each: Option<String>,
        /// How much one person may give, such as Ana=150; say it once for each
        @(long = "allot", value_name = "NAME=AMOUNT") allot: Vec<String>,
        /// How involved somebody is, by their own word, from 1 to 3, such as Ana=2; the pot is shared by it
        @(long = "band", value_name = "NAME=1..3") bands: Vec<String>,
        /// How much one person may give to one bucket
        @(long) cap: Option<String>,
        /// What becomes of leftovers: return (to the pot), stay (with members) or spread (over funded buckets)
        @(long, default_value = "return") leftovers: String,
        /// For how many days; without it 14
        @(long) days: Option<u32>,
        /// For how many hours, instead of days
        @(long) hours: Option<u32>,
        /// Until this time, such as 2027-03-10T18:00[Europe/Paris], or for so long, such as 45m, instead of days
        @(long) until: Option<String>,
        /// How many hours a gift made in time may still be on its way; without it 48
        @(long) travel: Option<u32>,
        /// What stayed with members in this earlier round is added
        @(long) after: Option<String>,
    }
    /// See [`crate::Handler::round_list`].
    RoundList {
        /// How many to skip
        @(long, default_value_t = 0) skip: u32,
        /// How many to list
        @(long, default_value_t = 50) limit: u32,
    }
    /// See [`crate::Handler::round_show`].
    RoundShow {
        /// Which round
        round: String,
    }
    /// See [`crate::Handler::round_pass`].
    RoundPass {
        /// Which round
        round: String,
        /// Take it back
        @(long) back: bool,
    }
    /// See [`crate::Handler::round_settle`].
    RoundSettle {
        /// Which round
        round: String,
    }
    /// See [`crate::Handler::round_explain`].
    RoundExplain {
        /// Which round
        round: String,
        /// Whose money; without it mine
        name: Option<String>,
    }
    /// See [`crate::Handler::bucket_new`].
    BucketNew {
        /// What it is called
        title: String,
        /// In which round; without it the one that is open
        @(long) round: Option<String>,
        /// Why
        @(long, default_value = "") why: String,
        /// The project that it belongs to
        @(long) about: Option<String>,
        /// It takes what it gets, also below its minimum
        @(long) takes: bool,
        /// Who proposes it with me; say it once for each
        @(long = "with", value_name = "NAME") people: Vec<String>,
    }
    /// See [`crate::Handler::bucket_item`].
    BucketItem {
        /// Which bucket
        bucket: String,
        /// What it costs, or brings in
        what: Option<String>,
        /// The least that it costs; what it brings in
        @(long) min: Option<String>,
        /// The most that it costs
        @(long) max: Option<String>,
        /// It brings money in
        @(long) income: bool,
        /// Change the item with this id
        @(long) change: Option<String>,
        /// Take away the item with this id
        @(long) drop: Option<String>,
    }
    /// See [`crate::Handler::bucket_write`].
    BucketWrite {
        /// Which bucket
        bucket: String,
        /// What it is called
        @(long) title: Option<String>,
        /// Why
        @(long) why: Option<String>,
        /// The why that this one was made from: what others have written since is kept
        @(long) why_from: Option<String>,
        /// Whether it takes what it gets: yes or no
        @(long) takes: Option<String>,
        /// It is no longer proposed
        @(long) withdraw: bool,
    }
    /// See [`crate::Handler::bucket_show`].
    BucketShow {
        /// Which bucket
        bucket: String,
    }
    /// See [`crate::Handler::bucket_flag`].
    BucketFlag {
        /// Which bucket
        bucket: String,
        /// Which guideline it does not keep to
        guideline: String,
        /// Why
        text: String,
    }
    /// See [`crate::Handler::bucket_answer`].
    BucketAnswer {
        /// Which bucket
        bucket: String,
        /// Which flag, by its id or the beginning of its guideline
        flag: String,
        /// The answer
        text: String,
    }
    /// See [`crate::Handler::allocate`].
    Allocate {
        /// In which round
        round: String,
        /// What I give to a bucket, such as "Repair cafe=85"; the others stay as they were; 0 takes it back
        gifts: Vec<String>,
        /// These are all that I give
        @(long) only: bool,
    }
}
