//! What went wrong, in a sentence, and what to do about it.

use std::fmt;

/// A step that failed: a sentence for the person and a hint what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    sentence: String,
    hint: String,
}

impl Failure {
    /// Makes a failure of a sentence and a hint.
    pub fn new(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), hint: hint.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\n hint: {}", self.sentence, self.hint)
    }
}
