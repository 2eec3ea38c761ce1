//! The one list of calls.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::ApiError;
use crate::{ask, row};

/// What a call needs before it can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing but the program: it reads what it is given.
    Nothing,
    /// A home.
    Home,
    /// A community of the home, to read; another process may be writing.
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
    type Reply: Serialize + DeserializeOwned;
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
            /// Founds a community.
            found: "found", Home, Found => row::Community;
            /// Shows an invite before anything is joined: which community, who invites, three words to compare.
            look: "look", Home, Look => row::InviteCard;
            /// Joins a community by a ticket, a link or a file.
            join: "join", Home, Join => row::Joined;
            /// Makes an invite: a ticket as a link, a QR or a file.
            invite: "invite", Writes, Invite => row::Invite;
            /// Lets in somebody who has joined, or lists who waits.
            admit: "admit", Writes, Admit => row::Waiting;
            /// Lists the members, A to Z.
            members: "members", Reads, Members => row::Members;
            /// Shows the Cause and how it changed.
            cause_show: "cause.show", Reads, CauseShow => row::Cause;
            /// Proposes a new Cause: opens a decision about it.
            cause_propose: "cause.propose", Writes, CausePropose => row::Decision;
            /// Puts the Cause that a final decision carried into force, with the keyholders' signatures.
            cause_adopt: "cause.adopt", Writes, CauseAdopt => row::Adoption;
            /// Drafts a decision.
            decision_new: "decision.new", Writes, DecisionNew => row::Decision;
            /// Opens a decision: from then on its wording, its rules and who takes part are frozen.
            decision_open: "decision.open", Writes, DecisionOpen => row::Decision;
            /// Gives my answer, or changes it.
            decision_answer: "decision.answer", Writes, DecisionAnswer => row::Decision;
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
            /// Comments on a record.
            comment: "comment", Writes, Comment => row::Thread;
            /// Reacts to a record or to a comment on it.
            react: "react", Writes, React => row::Thread;
            /// Withdraws words of mine.
            withdraw: "withdraw", Writes, Withdraw => row::Thread;
            /// Leaves the community: closes my devices. What I said stays.
            leave: "leave", Writes, Leave => row::Community;
            /// Shows what this laptop holds and whom it met.
            status: "status", Reads, Status => row::Status;
            /// Writes the community, or what came since, to a file for a stick.
            bundle_export: "bundle.export", Reads, BundleExport => row::Written;
            /// Takes entries from a file, with the same checks as from another laptop.
            bundle_import: "bundle.import", Writes, BundleImport => row::Taken;
            /// Re-counts a saved decision. Needs nothing but the file.
            verify: "verify", Nothing, Verify => row::Verified;
            /// Checks what this laptop holds.
            doctor: "doctor", Reads, Doctor => row::Checkup;
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
