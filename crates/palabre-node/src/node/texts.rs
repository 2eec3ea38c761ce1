//! What people write, before it is kept: there is something in it, and it is not too long.

use palabre_api::ApiError;
use palabre_documents::page::merged;
use palabre_domain::project::MAX_DESCRIPTION;
use palabre_domain::words::MAX_TEXT;

use super::write_error;
use crate::replica::WriteError;

/// Checks words of somebody, such as a comment.
pub(super) fn check_text(text: &str) -> Result<(), ApiError> {
    check_some("A text", text)?;
    check_length("A text", text, MAX_TEXT, "Say it shorter, or in several pieces.")
}

/// Checks why somebody does what all others see.
pub(super) fn check_why(why: &str) -> Result<(), ApiError> {
    check_some("A reason", why)?;
    check_length("A reason", why, MAX_TEXT, "Say it shorter; all others read it.")
}

/// Checks a line, such as a name.
pub(super) fn check_line(what: &str, text: &str, max: usize, may_be_empty: bool) -> Result<(), ApiError> {
    if !may_be_empty {
        check_some(what, text)?;
    }
    if text.contains('\n') {
        let hint = "Say it without a line break; the description takes more.";
        return Err(ApiError::new("text.lines", format!("{what} is one line."), hint));
    }
    check_length(what, text, max, "Say it shorter; the description takes more.")
}

/// Checks what may be long, and nothing.
pub(super) fn check_description(what: &str, text: &str) -> Result<(), ApiError> {
    let hint = "Attach the long text as a file with `palabre attach`, and tell the gist of it here.";
    check_length(what, text, MAX_DESCRIPTION, hint)
}

/// Returns a text of many hands with what somebody makes of it: where they say from which text they made it, with what others have
/// written since.
pub(super) fn with_theirs(
    what: &str,
    from: Option<String>,
    theirs: &str,
    mine: String,
) -> Result<String, ApiError> {
    let text = match from {
        None => mine,
        Some(from) => merged(&from, theirs, &mine).map_err(|error| write_error(WriteError::Page(error)))?,
    };
    check_description(what, &text)?;
    Ok(text)
}

/// Checks that somebody wrote something.
pub(super) fn check_some(what: &str, text: &str) -> Result<(), ApiError> {
    match text.trim().is_empty() {
        true => Err(ApiError::new("text.empty", format!("{what} is not empty."), "Say it in a few words.")),
        false => Ok(()),
    }
}

/// Checks that something has at most so many bytes.
pub(super) fn check_length(what: &str, text: &str, max: usize, hint: &str) -> Result<(), ApiError> {
    match text.len() <= max {
        true => Ok(()),
        false => {
            let said = format!("{what} has at most {max} bytes, and this has {}.", text.len());
            Err(ApiError::new("text.length", said, hint))
        }
    }
}
