//! The arguments of each call.
//!
//! A decision is named by its id, by the first characters of it, or by the beginning of its question.

use serde::{Deserialize, Serialize};

macro_rules! asks {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $(@ $arg:tt)? $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(feature = "cli", derive(clap::Args))]
            #[serde(default, deny_unknown_fields)]
            pub struct $name {
                $(
                    $(#[$field_doc])*
                    $(#[cfg_attr(feature = "cli", arg $arg)])?
                    pub $field: $type,
                )*
            }
        )*
    };
}

asks! {
    /// See [`crate::Handler::me_new`].
    MeNew {
        /// What others call you
        name: String,
    }
    /// See [`crate::Handler::me_show`].
    MeShow {}
    /// See [`crate::Handler::found`].
    Found {
        /// What the community is called
        name: String,
        /// Why you are together: a why, not a how
        @(long) cause: String,
    }
    /// See [`crate::Handler::look`].
    Look {
        /// A link, a ticket, or a file that holds one
        ticket: String,
    }
    /// See [`crate::Handler::join`].
    Join {
        /// A link, a ticket, or a file that holds one
        ticket: String,
    }
    /// See [`crate::Handler::invite`].
    Invite {
        /// How many people this laptop lets in with it by itself
        @(long, default_value_t = 1) uses: u32,
        /// For how many days it does so
        @(long, default_value_t = 14) days: u32,
        /// Invite as guests, who read and comment
        @(long) guest: bool,
        /// Write the ticket to this file, with the community itself, so that a first join needs nobody online
        @(long) file: Option<String>,
        /// Draw a QR of the link
        @(long) qr: bool,
    }
    /// See [`crate::Handler::admit`].
    Admit {
        /// The name, or the first characters of the key, of somebody who has joined; nobody: list who waits
        who: Option<String>,
        /// Let them in as a guest
        @(long) guest: bool,
    }
    /// See [`crate::Handler::members`].
    Members {}
    /// See [`crate::Handler::cause_show`].
    CauseShow {}
    /// See [`crate::Handler::cause_propose`].
    CausePropose {
        /// The new Cause
        text: String,
        /// How many days the decision stays open
        @(long) days: Option<u32>,
    }
    /// See [`crate::Handler::cause_adopt`].
    CauseAdopt {
        /// The decision that carried it
        decision: String,
    }
    /// See [`crate::Handler::decision_new`].
    DecisionNew {
        /// The question
        question: String,
        /// The wording that is decided on, in Markdown
        @(long, default_value = "") wording: String,
    }
    /// See [`crate::Handler::decision_open`].
    DecisionOpen {
        /// Which decision
        decision: String,
        /// How to decide: sense-check or proposal
        @(long, default_value = "proposal") how: String,
        /// For how many days; without it 7, or 3 for a sense check
        @(long) days: Option<u32>,
        /// For how many hours, instead of days
        @(long) hours: Option<u32>,
        /// Until this time, such as 2027-03-10T18:00+01:00, instead of days
        @(long) until: Option<String>,
        /// How many hours an answer given in time may still be on its way; without it 48
        @(long) travel: Option<u32>,
        /// What it needs among those for or against, in percent, such as 66.7 or 2/3; without it more for than against, over 12 people 2/3
        @(long) threshold: Option<String>,
        /// Which share of those present has to answer, in percent; without it 50
        @(long) quorum: Option<String>,
        /// One block stops it
        @(long) block: bool,
        /// When a reason is asked for: off, optional, against or required
        @(long, default_value = "against") reasons: String,
    }
    /// See [`crate::Handler::decision_answer`].
    DecisionAnswer {
        /// Which decision
        decision: String,
        /// The position: fine, not-sure, not-for-me; or for, abstain, against, block
        position: String,
        /// Why
        @(long) reason: Option<String>,
    }
    /// See [`crate::Handler::decision_show`].
    DecisionShow {
        /// Which decision
        decision: String,
    }
    /// See [`crate::Handler::decision_list`].
    DecisionList {
        /// Only those that are open
        @(long) open: bool,
        /// How many to skip
        @(long, default_value_t = 0) skip: u32,
        /// How many to list
        @(long, default_value_t = 50) limit: u32,
    }
    /// See [`crate::Handler::decision_count`].
    DecisionCount {
        /// Which decision
        decision: String,
    }
    /// See [`crate::Handler::decision_confirm`].
    DecisionConfirm {
        /// Which decision; nothing: only say whether this laptop may confirm by itself
        decision: Option<String>,
        /// From now on this laptop confirms by itself what it finds equal: yes or no
        @(long) by_itself: Option<String>,
    }
    /// See [`crate::Handler::decision_outcome`].
    DecisionOutcome {
        /// Which decision
        decision: String,
        /// What came of it
        text: String,
        /// After how many days it is looked at again
        @(long, default_value_t = 91) review: u32,
    }
    /// See [`crate::Handler::decision_export`].
    DecisionExport {
        /// Which decision
        decision: String,
        /// The file to write
        @(long) file: String,
    }
    /// See [`crate::Handler::comment`].
    Comment {
        /// Which decision, or `community`
        on: String,
        /// The text, in Markdown; nothing: show the thread
        text: Option<String>,
        /// The comment that it answers
        @(long) reply: Option<String>,
    }
    /// See [`crate::Handler::react`].
    React {
        /// Which decision, or `community`
        on: String,
        /// The reaction, such as a heart; an empty one takes it back
        reaction: String,
        /// The comment that it is to
        @(long) comment: Option<String>,
    }
    /// See [`crate::Handler::withdraw`].
    Withdraw {
        /// Which decision, or `community`
        on: String,
        /// The comment; nothing: the reason of my answer
        @(long) comment: Option<String>,
        /// The outcome that I wrote
        @(long) outcome: bool,
    }
    /// See [`crate::Handler::leave`].
    Leave {
        /// Leaving cannot be undone: say the community's name
        name: String,
    }
    /// See [`crate::Handler::status`].
    Status {}
    /// See [`crate::Handler::bundle_export`].
    BundleExport {
        /// The file to write
        file: String,
        /// Only what came after so many entries, as an earlier export said
        @(long, default_value_t = 0) after: u64,
    }
    /// See [`crate::Handler::bundle_import`].
    BundleImport {
        /// The file to read
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
    }
}
