//! `domain` and `api` build for the browser: the face there shares them.

use crate::failure::Failure;
use crate::tidy::House;
use crate::{install, process};

/// The crates that a browser runs.
const CRATES: &[&str] = &["palabre-domain", "palabre-api"];

/// Checks that the crates compile for wasm.
pub fn check(house: &House) -> Result<Vec<Failure>, Failure> {
    install::wasm_target()?;
    let mut command = process::cargo(&["check", "--quiet", "--locked", "--target", install::WASM]);
    for name in CRATES {
        command.args(["-p", name]);
    }
    let hint = "What a browser cannot do (files, sockets, threads) belongs to palabre-node or below it.";
    Ok(process::run(command.current_dir(&house.root), hint).err().into_iter().collect())
}
