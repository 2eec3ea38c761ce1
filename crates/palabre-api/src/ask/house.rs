//! The house: threads, files, keeping, finding.

use serde::{Deserialize, Serialize};

asks! {
    /// See [`crate::Handler::comment`].
    Comment {
        /// Which record, or `community`
        on: String,
        /// The text, in Markdown; nothing: show the thread
        text: Option<String>,
        /// The comment that it answers
        @(long) reply: Option<String>,
    }
    /// See [`crate::Handler::react`].
    React {
        /// Which record, or `community`
        on: String,
        /// The reaction, such as a heart; an empty one takes it back
        reaction: String,
        /// The comment that it is to
        @(long) comment: Option<String>,
    }
    /// See [`crate::Handler::nudge`].
    Nudge {
        /// Which decision or intention of mine
        on: String,
        /// Whom; nothing: list who has not answered
        name: Option<String>,
        /// The words, written by hand
        text: Option<String>,
    }
    /// See [`crate::Handler::fold`].
    Fold {
        /// On which record, or `community`
        on: String,
        /// The comment
        comment: String,
        /// Why, as it is shown in the comment's place
        text: Option<String>,
        /// Take it back
        @(long) back: bool,
    }
    /// See [`crate::Handler::hide`].
    Hide {
        /// Which record, or `community`
        on: String,
        /// Only this comment on it
        @(long) comment: Option<String>,
        /// Show it again
        @(long) back: bool,
    }
    /// See [`crate::Handler::withdraw`].
    Withdraw {
        /// Which record, or `community`
        on: String,
        /// Which words of mine there: how they begin, or their key, such as advice or note/1a2b3c4d; nothing: the reason of my
        /// answer
        what: Option<String>,
        /// The comment
        @(long, conflicts_with = "what") comment: Option<String>,
        /// The outcome that I wrote
        @(long, conflicts_with = "what") outcome: bool,
    }
    /// See [`crate::Handler::markdown`].
    Markdown {
        /// The text; several are shown one by one
        @(required = true) text: Vec<String>,
    }
    /// See [`crate::Handler::leave`].
    Leave {
        /// Leaving cannot be undone: say the community's name
        name: String,
    }
    /// See [`crate::Handler::status`].
    Status {}
    /// See [`crate::Handler::near`].
    Near {
        /// How long to look, where nobody is looking already
        @(long = "for", value_name = "SECONDS", default_value_t = 4,
            value_parser = clap::value_parser!(u32).range(1..=60))
        seconds: u32,
        /// From now on look around whenever Palabre runs here, and be seen by whoever is on the same network
        @(long, conflicts_with = "off") on: bool,
        /// Do so no more
        @(long) off: bool,
    }
    /// See [`crate::Handler::house`].
    House {
        /// Draw a QR of the link that says where it is met
        @(long) qr: bool,
    }
    /// See [`crate::Handler::meet`].
    Meet {
        /// The link or the address that `palabre keep` prints
        at: String,
    }
    /// See [`crate::Handler::relay`].
    Relay {
        /// The address of a relay that you or people you trust run, such as https://relay.example.org
        url: Option<String>,
        /// Do without a relay
        @(long, conflicts_with = "url") off: bool,
    }
    /// See [`crate::Handler::bundle_export`].
    BundleExport {
        /// The file to write
        file: String,
        /// Only what came after so many entries, as an earlier export said
        @(long, default_value_t = 0) after: u64,
        /// At most so many megabytes, where a stick is small; `--after` goes on
        @(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(2..)) megabytes: Option<u32>,
    }
    /// See [`crate::Handler::bundle_import`].
    BundleImport {
        /// The file to read
        file: String,
    }
    /// See [`crate::Handler::fork_list`].
    ForkList {}
    /// See [`crate::Handler::fork_export`].
    ForkExport {
        /// The first characters of the device's key, as `fork list` shows them
        device: String,
        /// The file to write
        file: String,
    }
    /// See [`crate::Handler::verify`].
    Verify {
        /// The file
        file: String,
    }
    /// See [`crate::Handler::doctor`].
    Doctor {
        /// Check every page of the file and every signature
        @(long) thorough: bool,
        /// Judge everything again from nothing, and compare each verdict and each row that is shown
        @(long) replay: bool,
    }
    /// See [`crate::Handler::mend`].
    Mend {
        /// My 24 words, or a file that holds them, if the key is no longer on this laptop
        @(long, num_args = 1..) words: Vec<String>,
        /// Where the home itself cannot be opened: set it aside whole, with nothing deleted, and begin anew
        @(long) anew: bool,
    }
    /// See [`crate::Handler::waiting`].
    Waiting {
        /// How many to list
        @(long, default_value_t = 50) limit: u32,
    }
    /// See [`crate::Handler::notices`].
    Notices {
        /// I am looking at it just now: nothing is said, now or later
        @(long) looking: bool,
        /// Nothing of what names me
        @(long) no_names: bool,
        /// No summary at nine of what waits
        @(long) no_summary: bool,
        /// No reminder a day before something ends
        @(long) no_reminder: bool,
        /// Also at night and on weekends
        @(long) always: bool,
    }
    /// See [`crate::Handler::since`].
    Since {
        /// Since when, such as 2027-03-10T18:00, or a number of days; without it since I looked
        when: Option<String>,
        /// From now on, `since` tells what comes after this
        @(long) looked: bool,
        /// How many subjects to list
        @(long, default_value_t = 50) limit: u32,
    }
    /// See [`crate::Handler::coming`].
    Coming {
        /// How many days ahead
        @(long, default_value_t = 14) days: u32,
        /// How many to list
        @(long, default_value_t = 50) limit: u32,
    }
    /// See [`crate::Handler::search`].
    Search {
        /// What to look for: words, or beginnings of words
        @(required = true) text: Vec<String>,
        /// Only records of this kind
        @(long) kind: Option<String>,
        /// How many to list
        @(long, default_value_t = 20) limit: u32,
    }
    /// See [`crate::Handler::export`].
    Export {
        /// The file to write
        file: String,
        /// json (everything, to be imported again), csv (one kind) or ics (ends and reviews)
        @(long = "as", value_name = "FORMAT", default_value = "json") format: String,
        /// Which kind, for csv: projects, intentions, decisions, answers, rounds, buckets, gifts, sharing or members
        @(long) kind: Option<String>,
    }
    /// See [`crate::Handler::import`].
    Import {
        /// The file that `export` wrote
        file: String,
    }
}
