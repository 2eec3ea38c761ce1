//! Decisions.

use serde::{Deserialize, Serialize};

asks! {
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
        /// How to decide: consent, proposal, choose, score, time-poll or sense-check; without it consent up to 12 people, else proposal
        @(long) how: Option<String>,
        /// For how many days; without it 7, or 3 for a sense check
        @(long) days: Option<u32>,
        /// For how many hours, instead of days
        @(long) hours: Option<u32>,
        /// Until this time, such as 2027-03-10T18:00[Europe/Paris], or for so long, such as 45m, instead of days
        @(long) until: Option<String>,
        /// How many hours an answer given in time may still be on its way; without it 48
        @(long) travel: Option<u32>,
        /// What a proposal needs among those for or against, or an option among those who answered, in percent, such as 66.7 or 2/3
        @(long) threshold: Option<String>,
        /// Which share of those present has to answer, in percent; without it 50
        @(long) quorum: Option<String>,
        /// One block stops a proposal
        @(long) block: bool,
        /// Silence consents: carried without objection when more than half of the laptops were reached
        @(long) silence: bool,
        /// One option to choose or to score; say it once for each
        @(long = "option", value_name = "TEXT") options: Vec<String>,
        /// One time of a time poll, such as 2027-03-15T18:00[Europe/Paris]/2h; say it once for each
        @(long = "slot", value_name = "FROM/LENGTH") slots: Vec<String>,
        /// How many options one may choose; without it 1
        @(long) up_to: Option<u16>,
        /// The highest score; without it 5
        @(long) max: Option<u8>,
        /// When a reason is asked for: off, optional, against or required
        @(long) reasons: Option<String>,
        /// Until when others' answers are not shown: never, until-answered or until-end
        @(long) hide: Option<String>,
        /// What it is about: a project or an intention
        @(long) about: Option<String>,
        /// Only the team of this project takes part
        @(long) team: Option<String>,
        /// Only these people take part; say it once for each
        @(long = "with", value_name = "NAME") people: Vec<String>,
        /// It releases this amount for a round, such as "2400 EUR", once final
        @(long) releases: Option<String>,
        /// Take settings and words from this template; what is said beside it counts more
        @(long) template: Option<String>,
    }
    /// See [`crate::Handler::decision_amend`].
    DecisionAmend {
        /// Which decision
        decision: String,
        /// The new wording, in Markdown
        @(long) wording: String,
        /// For how many days; at least 2, without it 7
        @(long) days: Option<u32>,
    }
    /// See [`crate::Handler::decision_answer`].
    DecisionAnswer {
        /// Which decision
        decision: String,
        /// The answer: a position, such as for or consent; options by number, or none; a score or - for each option; yes, if-need-be or no for each time
        @(required = true) answer: Vec<String>,
        /// Why
        @(long) reason: Option<String>,
        /// Record it on behalf of this person, who gave it by phone or on paper
        @(long = "for", value_name = "NAME") behalf: Option<String>,
        /// The opening that was read: where another wording runs by now, nothing is given. A terminal names none
        @(skip) opening: Option<String>,
    }
    /// See [`crate::Handler::decision_pass`].
    DecisionPass {
        /// Which decision
        decision: String,
        /// Take it back
        @(long) back: bool,
    }
    /// See [`crate::Handler::decision_template`].
    DecisionTemplate {
        /// Which decision
        decision: String,
        /// The file to write
        @(long) file: String,
    }
    /// See [`crate::Handler::register`].
    Register {
        /// Only this way of deciding
        @(long) how: Option<String>,
        /// Only in this state: counted, final or disputed
        @(long) state: Option<String>,
        /// Only those that this person opened
        @(long) by: Option<String>,
        /// Only those about this project or intention
        @(long) about: Option<String>,
        /// Only those whose review is due
        @(long) review: bool,
        /// Only those that speak of this
        @(long) text: Option<String>,
        /// Instead of what was decided: all that is not final, drafts too; what is open comes first
        @(long) running: bool,
        /// How many to skip
        @(long, default_value_t = 0) skip: u32,
        /// How many to list
        @(long, default_value_t = 50) limit: u32,
    }
    /// See [`crate::Handler::decision_show`].
    DecisionShow {
        /// Which decision
        decision: String,
        /// At most so many answers of each position; all of them where nothing is said
        @(long) answers: Option<u32>,
        /// At most so many comments; all of them where nothing is said
        @(long) comments: Option<u32>,
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
}
