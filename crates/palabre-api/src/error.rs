//! An error as a face shows it.

use serde::{Deserialize, Serialize};

/// Something that could not be done: a sentence for the person, a stable code, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// The stable code, such as `decision.closed`. Faces translate by it; nobody matches sentences.
    pub code: String,
    /// The sentence, in English.
    pub message: String,
    /// What to do about it, in English.
    pub hint: String,
}

impl ApiError {
    /// Makes an error.
    pub fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: hint.into() }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.message)
    }
}

impl std::error::Error for ApiError {}
