//! `cargo xtask run`: installs what is missing, builds, and opens the app.

use crate::failure::Failure;
use crate::{install, process, ui};

/// Builds the user interface and the shell, and opens the window; `arguments` are passed on.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    install::tools()?;
    ui::build(false)?;
    let mut command = process::cargo(&["run", "--locked", "--package", "palabre-app", "--"]);
    process::run(
        command.args(arguments).current_dir(process::root()?),
        "The lines above say what it met. On a machine without a screen use `palabre`, from the terminal.",
    )
}
