//! `palabre`: a community from a terminal.
//!
//! Every call of [`palabre_api::CALLS`] is a command; beside them stand two that run for a while, `sync` and `keep`.
//! This face knows terminals and nothing else: what is asked goes to [`palabre_node`], what is told is drawn by
//! [`render`], or printed as JSON.

mod commands;
mod door;
mod failure;
mod health;
mod keep;
mod live;
mod out;
mod page;
mod patience;
mod render;
mod words;

use std::process::ExitCode;

use out::Out;

fn main() -> ExitCode {
    let out = match Out::take() {
        Ok(out) => out,
        Err(error) => {
            out::complain(&format!("The output cannot be written: {error}.\n"));
            return ExitCode::FAILURE;
        }
    };
    commands::run(std::env::args_os().collect(), out)
}
