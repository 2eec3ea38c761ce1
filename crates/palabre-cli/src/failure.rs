//! How a command fails.

use std::io;
use std::process::ExitCode;

use palabre_api::ApiError;

use crate::out::{Out, complain};
use crate::words::plain;

/// Why a command did not come to its end.
pub enum Failure {
    /// It could not be done.
    Refused(ApiError),
    /// It was done, and what it found is bad: already told.
    Bad,
    /// Nobody reads us any more, or the disk that takes our output is full.
    Unwritable(io::Error),
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Unwritable(error)
    }
}

impl Failure {
    /// Tells it: as JSON where JSON was asked for, else as a sentence, a hint and a code on the standard error.
    pub fn tell(&self, out: &mut Out, json: bool) -> ExitCode {
        match self {
            Self::Refused(error) if json => {
                // The exit code says it even when nobody can read the sentence.
                let _ = out.json(&serde_json::json!({ "error": error }));
            }
            Self::Refused(error) => complain(&sentence(error)),
            // A reader that closed early, such as `head`, wants no complaint.
            Self::Unwritable(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Self::Unwritable(error) => complain(&format!("The output cannot be written: {error}.\n")),
            Self::Bad => {}
        }
        ExitCode::FAILURE
    }
}

/// Returns an error as a person reads it.
fn sentence(error: &ApiError) -> String {
    let mut text = format!("{}\n", plain(&error.message));
    if !error.hint.is_empty() {
        text.push_str(&format!("hint: {}\n", plain(&error.hint)));
    }
    text.push_str(&format!("code: {}\n", plain(&error.code)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_a_sentence_a_hint_and_a_code() {
        let error = ApiError::new("decision.closed", "It has ended.", "Ask again.");
        assert_eq!(sentence(&error), "It has ended.\nhint: Ask again.\ncode: decision.closed\n");
        let error = ApiError::new("decision.closed", "It has\u{1b}[2J ended.", "");
        assert_eq!(sentence(&error), "It has[2J ended.\ncode: decision.closed\n");
    }
}
