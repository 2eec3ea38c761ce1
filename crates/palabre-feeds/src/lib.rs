//! Signed entries, the feeds they form, who may write what, and how two replicas compare what they hold.
//!
//! A community is a set of entries. What it means is a function of that set, in two steps:
//!
//! 1. [`membership`]: from the entries that speak of people, devices and charters, who stands where.
//! 2. [`group`]: from the entries of one record and that standing, which of them have effect.
//!
//! Neither step looks at a clock, at the order of arrival, or at any other record. [`session`] is the conversation
//! of two replicas as a state machine; it is driven by sockets, and by the simulator, alike.
//!
//! | module | what lives there |
//! |---|---|
//! | [`entry`] | header, body, signature: one canonical byte string |
//! | [`body`] | what the entries about people, devices and charters say |
//! | [`change`] | what a verdict needs to know of an Automerge change |
//! | [`verdict`] | pending, effective, without effect, and why |
//! | [`membership`] | members, devices, epochs, cuts |
//! | [`group`] | the entries of one record, judged together |
//! | [`document`] | the changes of one document, judged one by one |
//! | [`fork`] | the proof that a device told two stories |
//! | [`heights`] | how much of each feed a replica holds, and one hash for all of it |
//! | [`run`] | consecutive entries of one feed, as they travel |
//! | [`message`] | what two replicas say to each other |
//! | [`session`] | when they say it |
//! | [`spread`] | to whom news goes at once |
//! | [`rate`] | how much one peer may take up, and how long a bad one is left alone |
//! | [`bundle`] | entries as a file |

pub mod body;
pub mod bundle;
pub mod change;
pub mod document;
pub mod entry;
pub mod fork;
pub mod group;
pub mod heights;
pub mod membership;
pub mod message;
pub mod rate;
pub mod run;
pub mod session;
pub mod spread;
pub mod verdict;
mod wire_bytes;
