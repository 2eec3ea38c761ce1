//! Values and rules of a community without bosses: identities, charters, ways of deciding, tallies and counts.
//!
//! This crate knows no clock, no storage, no network and no document format. Every function here is a pure
//! function of its arguments: what two laptops compute from the same arguments is equal to the byte.
//!
//! | module | what lives there |
//! |---|---|
//! | [`id`] | what things are called |
//! | [`wire`] | the one canonical byte string of a value |
//! | [`charter`] | what a community agreed at its founding and since |
//! | [`decision`] | the paper that opens a decision, answers to it, and ways of deciding |
//! | [`tally`] | from answers to a result, with its arithmetic in words |
//! | [`count`] | who was counted, who was not and why, and when that is final |
//! | [`project`] | projects: states, needs, notes, lineage |
//! | [`intention`] | intentions: whom they ask, advice, answers to it |
//! | [`money`] | currencies and amounts |
//! | [`settle`] | budget rounds: goals, gifts, what a round comes to |
//! | [`sharing`] | gifts, offers, requests, thanks, care |
//! | [`suspending`] | a device that a keyholder suspended, and until when by one laptop's clock |
//! | [`profile`] | what a person says about themself |
//! | [`words`] | what people write beside their positions: comments, steps, outcomes, attachments |

pub mod charter;
pub mod count;
pub mod decision;
pub mod id;
pub mod intention;
pub mod money;
pub mod profile;
pub mod project;
pub mod settle;
pub mod sharing;
pub mod suspending;
pub mod tally;
pub mod wire;
pub mod words;
