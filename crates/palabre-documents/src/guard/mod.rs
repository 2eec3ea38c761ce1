//! What stands between a stranger's bytes and Automerge.
//!
//! Automerge trusts what it reads: some seventy bytes can cost it half a minute, and some changes apply and then
//! leave a document that never loads again. So no byte of another member reaches it that has not passed here.
//!
//! | module | what it answers |
//! |---|---|
//! | [`scan`] | may these bytes be parsed at all? |
//! | [`change`] | which change of a record do they hold? |
//! | [`voice`] | which change of a voice do they hold, and what does the voice say? |
//! | [`record`] | which changes of a record can live together in one document? |
//!
//! The first three look at one change alone, the last at all of a document. None looks at who sent the bytes,
//! at a clock, or at the order of arrival.
//!
//! A panic inside Automerge is caught and says nothing (see [`change`]); the program must therefore be built with
//! `panic = "unwind"`.

pub mod change;
pub mod error;
pub mod limits;
pub mod record;
pub mod scan;
pub mod voice;

mod names;
mod quiet;
mod reader;

pub use change::read_change;
pub use error::GuardError;
pub use limits::Limits;
pub use record::{RecordCheck, check_record};
pub use voice::{OpId, VoiceChange, VoiceDraft, VoiceOp, VoiceState, VoiceValue, read_voice, write_voice};

#[cfg(test)]
mod tests;
