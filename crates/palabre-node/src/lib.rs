//! The application: what one laptop holds of its communities, what it does by itself, and what a face may ask of it.
//!
//! Data walks one way: face → [`palabre_api`] → [`node`] → [`replica`] (documents and feeds) → store, and back as
//! events. A replica knows no clock, no randomness and no network: these are handed to it, by the run loop in
//! [`live`] or by the simulator.
//!
//! | module | what lives there |
//! |---|---|
//! | [`home`] | the folder of one person: keys, lock, communities |
//! | [`identity`] | the person on this device: certificates, secrets, words |
//! | [`keys`] | where a home keeps its secrets |
//! | [`replica`] | one community: taking entries in, judging them, writing own ones |
//! | [`decide`] | where a decision stands, from what is held and what time it is |
//! | [`duty`] | what a laptop does by itself: letting in, confirming, publishing certificates |
//! | [`preview`] | what a newcomer sees before entries have come, made and read |
//! | [`node`] | the answers to every call |
//! | [`recount`] | saving a decision, and re-counting a saved one |
//! | [`live`] | the run loop: meeting other laptops |

pub mod decide;
pub mod duty;
pub mod home;
pub mod identity;
pub mod keys;
pub mod live;
pub mod machine;
mod naming;
pub mod node;
pub mod notices;
pub mod preview;
pub mod recount;
pub mod replica;
mod vouching;
pub mod words;

pub use node::{Node, NodeOptions};
pub use palabre_api::ApiError;
