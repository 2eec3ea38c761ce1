//! The command `palabre` as people and scripts use it.

mod json;
#[cfg(unix)]
mod keep;
#[cfg(target_os = "linux")]
mod keystore;
mod manual;
#[cfg(unix)]
mod meeting;
mod person;
mod readme;
#[cfg(unix)]
mod stick;
