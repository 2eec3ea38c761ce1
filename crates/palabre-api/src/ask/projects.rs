//! Projects, next steps, attachments.

use serde::{Deserialize, Serialize};

asks! {
    /// See [`crate::Handler::project_new`].
    ProjectNew {
        /// What it is called
        name: String,
        /// Why
        @(long, default_value = "") why: String,
        /// What it is, in Markdown
        @(long) description: Option<String>,
        /// Only these people write its page, and are its team; say it once for each; without it everyone writes
        @(long = "team", value_name = "NAME") team: Vec<String>,
    }
    /// See [`crate::Handler::project_list`].
    ProjectList {
        /// Only in this state: idea, forming, active, paused, done or stopped
        @(long) state: Option<String>,
        /// Only those whose team I am in
        @(long) mine: bool,
        /// Only those with open needs
        @(long) needs: bool,
        /// Only those that speak of this
        @(long) text: Option<String>,
        /// How many to skip
        @(long, default_value_t = 0) skip: u32,
        /// How many to list
        @(long, default_value_t = 50) limit: u32,
    }
    /// See [`crate::Handler::project_show`].
    ProjectShow {
        /// Which project
        project: String,
    }
    /// See [`crate::Handler::project_write`].
    ProjectWrite {
        /// Which project
        project: String,
        /// What it is called
        @(long) name: Option<String>,
        /// Why
        @(long) why: Option<String>,
        /// What it is, in Markdown; what others write at the same time is kept
        @(long) description: Option<String>,
        /// The description that this one was made from: what others have written since is kept
        @(long) description_from: Option<String>,
        /// What is different here, for a project that was taken up from elsewhere
        @(long) different: Option<String>,
        /// What was different before: what others have written since is kept
        @(long) different_from: Option<String>,
        /// The licence of what it makes
        @(long) licence: Option<String>,
    }
    /// See [`crate::Handler::project_history`].
    ProjectHistory {
        /// Which project
        project: String,
    }
    /// See [`crate::Handler::project_join`].
    ProjectJoin {
        /// Which project
        project: String,
    }
    /// See [`crate::Handler::project_leave`].
    ProjectLeave {
        /// Which project
        project: String,
    }
    /// See [`crate::Handler::project_state`].
    ProjectState {
        /// Which project
        project: String,
        /// Where it stands: idea, active, paused, done or stopped
        state: String,
    }
    /// See [`crate::Handler::project_need`].
    ProjectNeed {
        /// Which project
        project: String,
        /// What it needs
        what: Option<String>,
        /// Of which kind: skill, time, money or thing
        @(long, default_value = "thing") kind: String,
        /// The need with this id is met
        @(long) met: Option<String>,
        /// The need with this id is no longer one
        @(long) drop: Option<String>,
    }
    /// See [`crate::Handler::project_help`].
    ProjectHelp {
        /// Which project
        project: String,
        /// Which need, by its id or the beginning of it
        need: String,
        /// How
        text: Option<String>,
        /// Take it back
        @(long) back: bool,
    }
    /// See [`crate::Handler::project_note`].
    ProjectNote {
        /// Which project
        project: String,
        /// The news
        text: String,
        /// It is a lesson: this worked
        @(long) worked: bool,
        /// It is a lesson: this failed
        @(long) failed: bool,
    }
    /// See [`crate::Handler::project_link`].
    ProjectLink {
        /// Which project
        project: String,
        /// Where it leads; nothing with --drop
        url: Option<String>,
        /// What it is called
        @(long) title: Option<String>,
        /// The link with this id goes
        @(long) drop: Option<String>,
    }
    /// See [`crate::Handler::project_replicate`].
    ProjectReplicate {
        /// A project of this community, or a file that another one packed
        project: String,
        /// What it is called here
        @(long) name: Option<String>,
    }
    /// See [`crate::Handler::project_pack`].
    ProjectPack {
        /// Which project
        project: String,
        /// The file to write
        @(long) file: String,
    }
    /// See [`crate::Handler::guide_show`].
    GuideShow {}
    /// See [`crate::Handler::guide_write`].
    GuideWrite {
        /// The whole text, in Markdown; what others write at the same time is kept
        text: String,
        /// The text that this one was made from: what others have written since is kept
        @(long) from: Option<String>,
    }
    /// See [`crate::Handler::step_add`].
    StepAdd {
        /// On which project, intention or decision
        on: String,
        /// What is to be done next
        text: String,
        /// By when, such as 2027-03-10
        @(long) by: Option<String>,
    }
    /// See [`crate::Handler::step_take`].
    StepTake {
        /// On which project, intention or decision
        on: String,
        /// Which step, by its id or the beginning of its text
        step: String,
        /// It is done
        @(long) done: bool,
        /// I no longer do it
        @(long) drop: bool,
    }
    /// See [`crate::Handler::attach`].
    Attach {
        /// To which record
        on: String,
        /// The file
        file: String,
        /// It is a name of a file of mine on this record, which is taken off again
        @(long) drop: bool,
    }
    /// See [`crate::Handler::fetch`].
    Fetch {
        /// Of which record
        on: String,
        /// The attachment, by its name or id
        name: String,
        /// Where to write it
        @(long) file: Option<String>,
    }
}
