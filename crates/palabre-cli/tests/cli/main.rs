//! The command `palabre` as people and scripts use it.

mod json;
mod manual;
#[cfg(unix)]
mod meeting;
mod person;
mod readme;
