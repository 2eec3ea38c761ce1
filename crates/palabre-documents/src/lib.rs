//! Records and voices: Automerge documents as values of the domain, and the guard before them.
//!
//! | module | what lives there |
//! |---|---|
//! | [`guard`] | what stands between a stranger's bytes and Automerge |
//! | [`reading`] | from an entry to what verdicts depend on |
//! | [`page`] | a record's own document: lines, texts, values |
//! | [`kinds`] | what each kind of record makes of its page |
//! | [`voice`] | what a member's voice on a record says |
//! | [`certified`] | holding a certificate against the entries that it cites |
//! | [`recount`] | a decision as a file that a stranger can re-count |
//! | [`weight`] | how much of what one device may write an entry takes up |

pub mod certified;
pub mod guard;
pub mod kinds;
pub mod page;
pub mod reading;
pub mod recount;
pub mod voice;
pub mod weight;
