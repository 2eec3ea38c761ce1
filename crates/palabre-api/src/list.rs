//! The one list of calls.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answer::FromAnswer;
use crate::error::ApiError;
use crate::{ask, row};

/// What a call needs before it can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing but the program: it reads what it is given.
    Nothing,
    /// A home.
    Home,
    /// A community of the home, to read; another process may be writing. What a list showed may be kept.
    Reads,
    /// A community of the home, to write.
    Writes,
}

/// One call: its name, its arguments and its answer.
pub trait Call: Serialize + DeserializeOwned {
    /// The stable name: the words of the command, joined by dots.
    const NAME: &'static str;
    /// What it needs.
    const SCOPE: Scope;
    /// What it answers.
    type Reply: Serialize + DeserializeOwned + FromAnswer;
}

/// What is known of a call without making it.
#[derive(Clone, Copy, Debug)]
pub struct CallInfo {
    /// The stable name.
    pub name: &'static str,
    /// One sentence about it.
    pub about: &'static str,
    /// What it needs.
    pub scope: Scope,
}

/// Hands the one list of calls to a macro, which makes of it what its place needs: doors here, renderings in a face.
///
/// Each line is `/// one sentence`, `method: "name", Scope, Arguments => row::Answer;`.
#[macro_export]
macro_rules! calls {
    ($then:ident) => {
        $then! {
            /// Makes the keys of a person who begins here.
            me_new: "me.new", Home, MeNew => row::Me;
            /// Shows who is at home here, and in which communities.
            me_show: "me.show", Home, MeShow => row::Me;
            /// Shows my 24 words, or takes them off this laptop once I have them on paper.
            me_words: "me.words", Home, MeWords => row::Words;
            /// Begins on this laptop as somebody who is already a member elsewhere: by 24 words, or by a device ticket.
            me_restore: "me.restore", Home, MeRestore => row::Me;
            /// Says where my keys are kept, or keeps them elsewhere.
            me_keys: "me.keys", Home, MeKeys => row::Me;
            /// Makes a ticket by which one more laptop becomes mine.
            device_add: "device.add", Home, DeviceAdd => row::DeviceTicket;
            /// Makes a new device of this laptop, when its own history was put back or has split, and carries on what it said.
            device_renew: "device.renew", Home, DeviceRenew => row::Devices;
            /// Lists the laptops of somebody, or mine.
            device_list: "device.list", Reads, DeviceList => row::Devices;
            /// Closes a laptop of mine: what it writes after its last honoured entry has no effect.
            device_revoke: "device.revoke", Writes, DeviceRevoke => row::Devices;
            /// Suspends a device for 14 days, as a keyholder: the others pass on nothing new of it meanwhile.
            device_suspend: "device.suspend", Writes, DeviceSuspend => row::Devices;
            /// Founds a community.
            found: "found", Home, Found => row::Community;
            /// Founds a community in the place of one whose keyholders vanished: with its name in the founding, and one
            /// invite for all its members.
            refound: "refound", Writes, Refound => row::Refounded;
            /// Shows an invite before anything is joined: which community, who invites, three words to compare.
            look: "look", Home, Look => row::InviteCard;
            /// Joins a community by a ticket, a link or a file.
            join: "join", Home, Join => row::Joined;
            /// Makes an invite: a ticket as a link, a QR or a file.
            invite: "invite", Writes, Invite => row::Invite;
            /// Lists the members, A to Z.
            members: "members", Reads, Members => row::Members;
            /// Vouches for somebody who has joined, which lets them in as the charter says; or lists who waits.
            member_vouch: "member.vouch", Writes, MemberVouch => row::Newcomers;
            /// Opens a decision to let somebody in, where the charter wants one.
            member_propose: "member.propose", Writes, MemberPropose => row::Decision;
            /// Opens a decision to remove somebody, which keyholders then put into force.
            member_remove: "member.remove", Writes, MemberRemove => row::Decision;
            /// Says that a newcomer is somebody who lost laptop and words, and opens a decision to close what they lost.
            member_formerly: "member.formerly", Writes, MemberFormerly => row::Decision;
            /// Shows who keeps the keys, and which decisions wait for their signatures.
            keyholder_list: "keyholder.list", Reads, KeyholderList => row::Keyholders;
            /// Proposes who keeps the keys: opens a decision about it.
            keyholder_propose: "keyholder.propose", Writes, KeyholderPropose => row::Decision;
            /// Signs what a final decision asked for; with enough signatures it is in force.
            keyholder_certify: "keyholder.certify", Writes, KeyholderCertify => row::Certifying;
            /// Shows the rules that everybody agreed on, and how they changed.
            charter_show: "charter.show", Reads, CharterShow => row::Charter;
            /// Proposes another name, way of becoming a member, or limit: opens a decision about it.
            charter_propose: "charter.propose", Writes, CharterPropose => row::Decision;
            /// Shows the Cause and how it changed.
            cause_show: "cause.show", Reads, CauseShow => row::Cause;
            /// Proposes a new Cause: opens a decision about it.
            cause_propose: "cause.propose", Writes, CausePropose => row::Decision;
            /// Drafts a decision.
            decision_new: "decision.new", Writes, DecisionNew => row::Decision;
            /// Opens a decision: from then on its wording, its rules and who takes part are frozen.
            decision_open: "decision.open", Writes, DecisionOpen => row::Decision;
            /// Opens a new wording of an open decision: earlier consents stand, objections lapse unless repeated.
            decision_amend: "decision.amend", Writes, DecisionAmend => row::Decision;
            /// Gives my answer, or changes it.
            decision_answer: "decision.answer", Writes, DecisionAnswer => row::Decision;
            /// Leaves a decision to the others; I can still answer. Drops a draft of mine.
            decision_pass: "decision.pass", Writes, DecisionPass => row::Decision;
            /// Shows a decision.
            decision_show: "decision.show", Reads, DecisionShow => row::Decision;
            /// Lists decisions, newest first.
            decision_list: "decision.list", Reads, DecisionList => row::Decisions;
            /// Counts the answers.
            decision_count: "decision.count", Writes, DecisionCount => row::Decision;
            /// Confirms a count that this laptop finds equal to its own.
            decision_confirm: "decision.confirm", Writes, DecisionConfirm => row::Decision;
            /// Tells what came of a decision.
            decision_outcome: "decision.outcome", Writes, DecisionOutcome => row::Decision;
            /// Saves a decision for a re-count by anyone.
            decision_export: "decision.export", Reads, DecisionExport => row::Written;
            /// Saves a decision's settings and words as a template.
            decision_template: "decision.template", Reads, DecisionTemplate => row::Written;
            /// Lists what was decided, newest first; or what is not final yet.
            register: "register", Reads, Register => row::Decisions;
            /// Begins a project, as an idea.
            project_new: "project.new", Writes, ProjectNew => row::Project;
            /// Lists projects, those with the last news first.
            project_list: "project.list", Reads, ProjectList => row::Projects;
            /// Shows a project.
            project_show: "project.show", Reads, ProjectShow => row::Project;
            /// Writes a project's page.
            project_write: "project.write", Writes, ProjectWrite => row::Project;
            /// Shows how a project's page came about, and who wrote what.
            project_history: "project.history", Reads, ProjectHistory => row::History;
            /// Joins a project's team.
            project_join: "project.join", Writes, ProjectJoin => row::Project;
            /// Leaves a project's team.
            project_leave: "project.leave", Writes, ProjectLeave => row::Project;
            /// Says where a project stands.
            project_state: "project.state", Writes, ProjectState => row::Project;
            /// Says what a project needs, or that a need is met.
            project_need: "project.need", Writes, ProjectNeed => row::Project;
            /// Says that I can help with a need.
            project_help: "project.help", Writes, ProjectHelp => row::Project;
            /// Writes news in a project's journal, or a lesson.
            project_note: "project.note", Writes, ProjectNote => row::Project;
            /// Puts a link on a project's page.
            project_link: "project.link", Writes, ProjectLink => row::Project;
            /// Takes a project up: copies its substance, with where it came from.
            project_replicate: "project.replicate", Writes, ProjectReplicate => row::Project;
            /// Packs a project into a file, for another community to take up.
            project_pack: "project.pack", Reads, ProjectPack => row::Written;
            /// Shows how we do things here: how a project is started, and whom to ask.
            guide_show: "guide.show", Reads, GuideShow => row::Guide;
            /// Writes how we do things here; everybody can.
            guide_write: "guide.write", Writes, GuideWrite => row::Guide;
            /// Adds a next step to a project, an intention or a decision.
            step_add: "step.add", Writes, StepAdd => row::Around;
            /// Takes a next step; only oneself can.
            step_take: "step.take", Writes, StepTake => row::Around;
            /// Attaches a file to a record.
            attach: "attach", Writes, Attach => row::Attached;
            /// Brings an attached file here, and writes it out.
            fetch: "fetch", Writes, Fetch => row::Attached;
            /// Says what I want to do, and asks those it touches and those who know.
            intention_new: "intention.new", Writes, IntentionNew => row::Intention;
            /// Lists intentions, newest first.
            intention_list: "intention.list", Reads, IntentionList => row::Intentions;
            /// Shows an intention.
            intention_show: "intention.show", Reads, IntentionShow => row::Intention;
            /// Suggests whom to ask, A to Z, at most five.
            intention_suggest: "intention.suggest", Reads, IntentionSuggest => row::Suggestions;
            /// Asks more people, listens longer, or says for which decision I wait.
            intention_change: "intention.change", Writes, IntentionChange => row::Intention;
            /// Gives my advice.
            intention_advise: "intention.advise", Writes, IntentionAdvise => row::Intention;
            /// Answers somebody's advice, as the initiator.
            intention_reply: "intention.reply", Writes, IntentionReply => row::Intention;
            /// Decides: go, go changed, drop.
            intention_decide: "intention.decide", Writes, IntentionDecide => row::Intention;
            /// Tells what came of an intention.
            intention_outcome: "intention.outcome", Writes, IntentionOutcome => row::Intention;
            /// Says whether it created more tension than it resolved.
            intention_review: "intention.review", Writes, IntentionReview => row::Intention;
            /// Drafts a budget round.
            round_new: "round.new", Writes, RoundNew => row::Round;
            /// Opens a round: from then on pot, allotments and rules are frozen.
            round_open: "round.open", Writes, RoundOpen => row::Round;
            /// Lists rounds, newest first.
            round_list: "round.list", Reads, RoundList => row::Rounds;
            /// Shows a round.
            round_show: "round.show", Reads, RoundShow => row::Round;
            /// Leaves what I have not given in a round; I can still give. Drops a draft of mine.
            round_pass: "round.pass", Writes, RoundPass => row::Round;
            /// Counts the gifts, and settles the round.
            round_settle: "round.settle", Writes, RoundSettle => row::Round;
            /// Tells what happened to each cent of somebody's allotment, and why.
            round_explain: "round.explain", Reads, RoundExplain => row::Explained;
            /// Proposes a bucket.
            bucket_new: "bucket.new", Writes, BucketNew => row::Bucket;
            /// Says what a bucket costs, or brings in.
            bucket_item: "bucket.item", Writes, BucketItem => row::Bucket;
            /// Writes a bucket's page, or takes the bucket back.
            bucket_write: "bucket.write", Writes, BucketWrite => row::Bucket;
            /// Shows a bucket.
            bucket_show: "bucket.show", Reads, BucketShow => row::Bucket;
            /// Flags a bucket against a guideline.
            bucket_flag: "bucket.flag", Writes, BucketFlag => row::Bucket;
            /// Answers a flag in the open, as one who proposes the bucket.
            bucket_answer: "bucket.answer", Writes, BucketAnswer => row::Bucket;
            /// Gives: my whole distribution is one statement.
            allocate: "allocate", Writes, Allocate => row::Round;
            /// Writes a line on the wall: a gift, an offer, a request, thanks, care.
            share_new: "share.new", Writes, ShareNew => row::Share;
            /// Shows the wall.
            share_list: "share.list", Reads, ShareList => row::Wall;
            /// Answers a line on the wall: I take it, I can, thank you.
            share_answer: "share.answer", Writes, ShareAnswer => row::Share;
            /// Says that a line of mine is over.
            share_done: "share.done", Writes, ShareDone => row::Share;
            /// Shows what somebody says about themself.
            profile_show: "profile.show", Reads, ProfileShow => row::Profile;
            /// Writes what I say about myself.
            profile_write: "profile.write", Writes, ProfileWrite => row::Profile;
            /// Lists what waits for me, and why.
            waiting: "waiting", Reads, Waiting => row::Waiting;
            /// Tells what changed since I looked, one row a subject.
            since: "since", Reads, Since => row::News;
            /// Tells what is to be said outside the window now: what names me, what waits, what ends; each once.
            notices: "notices", Reads, Notices => row::Notices;
            /// Lists the dates to come: ends, reviews, next steps.
            coming: "coming", Reads, Coming => row::Dates;
            /// Searches everything, forgiving accents and beginnings of words.
            search: "search", Reads, Search => row::Hits;
            /// Writes everything to a file that can be imported, or one kind as CSV, or ends and reviews as ICS.
            export: "export", Reads, Export => row::Written;
            /// Takes an export into this home, as an archive to read.
            import: "import", Home, Import => row::Imported;
            /// Comments on a record.
            comment: "comment", Writes, Comment => row::Thread;
            /// Reacts to a record or to a comment on it.
            react: "react", Writes, React => row::Thread;
            /// Says a few words to somebody who has not answered what I asked, once each; or lists who has not.
            nudge: "nudge", Writes, Nudge => row::Nudges;
            /// Says that a comment had better be folded, and why; three members fold it.
            fold: "fold", Writes, Fold => row::Thread;
            /// Hides something from me, on this laptop only.
            hide: "hide", Writes, Hide => row::Thread;
            /// Withdraws words of mine.
            withdraw: "withdraw", Writes, Withdraw => row::Thread;
            /// Shows Markdown as safe HTML: no scripts, no pictures from elsewhere, and members who are named stand out.
            markdown: "markdown", Reads, Markdown => row::Markdown;
            /// Leaves the community: closes my devices. What I said stays.
            leave: "leave", Writes, Leave => row::Community;
            /// Shows what this laptop holds and whom it met.
            status: "status", Reads, Status => row::Status;
            /// Shows which members' laptops are on this network, with three words to compare.
            near: "near", Home, Near => row::Near;
            /// Says how the house computer is: what it holds, who is linked, where it is met, when it was saved.
            house: "house", Home, House => row::House;
            /// Keeps where a laptop can be met, as its `keep` says it, and calls it.
            meet: "meet", Home, Meet => row::Met;
            /// Says which relay laptops may meet through, names one, or does without.
            relay: "relay", Home, Relay => row::Relay;
            /// Writes the community, or what came since, to a file for a stick.
            bundle_export: "bundle.export", Reads, BundleExport => row::Written;
            /// Takes entries from a file, with the same checks as from another laptop.
            bundle_import: "bundle.import", Writes, BundleImport => row::Taken;
            /// Shows whose laptops told two different stories, and what of it stays.
            fork_list: "fork.list", Reads, ForkList => row::Forks;
            /// Saves the proof that a laptop told two different stories, for anyone to check.
            fork_export: "fork.export", Reads, ForkExport => row::Written;
            /// Checks a file: re-counts a saved decision, or sees whether a laptop told two stories. Needs nothing else.
            verify: "verify", Nothing, Verify => row::Verified;
            /// Saves me and my communities to one file, sealed with a passphrase.
            backup: "backup", Home, Backup => row::BackedUp;
            /// Brings me back from a backup, as a new laptop.
            restore: "restore", Home, Restore => row::Me;
            /// Checks what this laptop holds.
            doctor: "doctor", Reads, Doctor => row::Checkup;
            /// Moves a damaged file aside, takes what can be read of it into a new one, and makes a new device of this laptop;
            /// or sets a home aside that cannot be opened.
            mend: "mend", Home, Mend => row::Mended;
        }
    };
}

macro_rules! doors {
    ($($(#[doc = $about:literal])+ $method:ident: $name:literal, $scope:ident, $ask:ident => $reply:ty;)*) => {
        $(impl Call for ask::$ask {
            const NAME: &'static str = $name;
            const SCOPE: Scope = Scope::$scope;
            type Reply = $reply;
        })*

        /// Every call, in the order of the manual.
        pub const CALLS: &[CallInfo] =
            &[$(CallInfo { name: $name, about: concat!($($about),+), scope: Scope::$scope }),*];

        /// Whoever answers all calls.
        pub trait Handler {
            $($(#[doc = $about])+
            ///
            /// # Errors
            /// When it cannot be done: a sentence, a code and a hint.
            fn $method(&mut self, ask: ask::$ask) -> Result<$reply, ApiError>;)*
        }

        /// Answers the call of this name with JSON for JSON.
        ///
        /// # Errors
        /// When there is no such call, its arguments do not fit, or it cannot be done.
        pub fn dispatch(handler: &mut dyn Handler, name: &str, arguments: Value) -> Result<Value, ApiError> {
            match name {
                $($name => {
                    let ask: ask::$ask = serde_json::from_value(arguments).map_err(|error| {
                        let hint = concat!("See the manual of `", $name, "`.");
                        ApiError::new("call.arguments", format!("These arguments do not fit: {error}"), hint)
                    })?;
                    let reply = handler.$method(ask)?;
                    // Every reply is made of strings, numbers, lists and named fields.
                    Ok(serde_json::to_value(reply).expect("a reply is plain data"))
                })*
                _ => Err(ApiError::new("call.unknown", format!("There is no call {name:?}."),
                    "The manual lists all calls.")),
            }
        }

        #[cfg(feature = "cli")]
        /// Returns the command of a call with its options, or `None` for a name that is no call's.
        pub fn command(name: &str, command: clap::Command) -> Option<clap::Command> {
            use clap::Args;
            match name {
                $($name => Some(ask::$ask::augment_args(command)),)*
                _ => None,
            }
        }

        #[cfg(feature = "cli")]
        /// Returns the arguments of a call, as given on a command line.
        ///
        /// # Errors
        /// When there is no such call, or its arguments do not fit.
        pub fn arguments(name: &str, matches: &clap::ArgMatches) -> Result<Value, ApiError> {
            use clap::FromArgMatches;
            match name {
                $($name => {
                    let ask = ask::$ask::from_arg_matches(matches).map_err(|error| {
                        ApiError::new("call.arguments", error.to_string(), "Try `--help`.")
                    })?;
                    Ok(serde_json::to_value(ask).expect("arguments are plain data"))
                })*
                _ => Err(ApiError::new("call.unknown", format!("There is no call {name:?}."), "Try `--help`.")),
            }
        }
    };
}

calls!(doors);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_has_one_name_and_a_sentence() {
        let mut names: Vec<_> = CALLS.iter().map(|call| call.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CALLS.len());
        for call in CALLS {
            assert!(call.about.trim().ends_with('.'), "{}", call.name);
            assert!(call.name.chars().all(|c| c.is_ascii_lowercase() || c == '.'), "{}", call.name);
        }
    }
}
