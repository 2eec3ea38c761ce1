//! What a face may ask, and what it is told: plain types, shared with every door.
//!
//! [`calls!`] holds the one list of calls. From it come the [`Handler`] that answers them, [`dispatch`] for doors that
//! speak JSON, the table [`CALLS`], and, with the feature `cli`, the commands of a terminal. Nothing is listed twice:
//! a call without an answer does not compile.

pub mod answer;
pub mod ask;
pub mod error;
pub mod list;
pub mod row;

pub use error::ApiError;
pub use list::{CALLS, Call, CallInfo, Handler, Scope, dispatch};
