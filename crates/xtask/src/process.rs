//! Starts other programs, and finds the root of the checkout.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// Returns the root of the checkout: the nearest folder above the current one with `Cargo.lock` and `crates`.
///
/// Looked for while running, not compiled in: several checkouts may share one target folder.
pub fn root() -> Result<PathBuf, Failure> {
    let here = std::env::current_dir().map_err(|error| {
        Failure::new(format!("The current folder cannot be read: {error}."), "Go to another folder.")
    })?;
    here.ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file() && folder.join("crates").is_dir())
        .map(Path::to_path_buf)
        .ok_or_else(|| {
            Failure::new(
                format!("{} is not inside a checkout of Palabre.", here.display()),
                "Start `cargo xtask` from the folder that holds Cargo.lock, or from one below it.",
            )
        })
}

/// Prepares the cargo that started us, without the variables that it set for this program.
///
/// Build scripts watch some of them (ring's does): left in place they would make cargo build the same crates again
/// each time one changes between `cargo` and `cargo xtask`.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
            .iter()
            .any(|start| name.starts_with(start))
        {
            command.env_remove(name.as_ref());
        }
    }
    command.args(arguments);
    command
}

/// Prepares a program.
pub fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments);
    command
}

/// Returns the command as one would type it.
pub fn shown(command: &Command) -> String {
    let name =
        Path::new(command.get_program()).file_name().unwrap_or(command.get_program()).to_string_lossy();
    let arguments = command.get_args().map(std::ffi::OsStr::to_string_lossy);
    std::iter::once(name).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// Runs a command to its end; its output goes to the terminal.
pub fn run(command: &mut Command, hint: &str) -> Result<(), Failure> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(format!("`{}` failed ({status}).", shown(command)), hint)),
        Err(error) => Err(Failure::new(format!("`{}` cannot be started: {error}.", shown(command)), hint)),
    }
}

/// Runs a command to its end and returns what it printed; its errors go to the terminal.
pub fn capture(command: &mut Command, hint: &str) -> Result<String, Failure> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("`{}` cannot be started: {error}.", shown(command)), hint))?;
    if !output.status.success() {
        return Err(Failure::new(format!("`{}` failed ({}).", shown(command), output.status), hint));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Failure::new(format!("`{}` did not print UTF-8.", shown(command)), hint))
}

/// Tells whether a command can be started and succeeds; what it prints is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Tells whether `name` is a program in one of the folders of `PATH`.
pub fn is_on_path(name: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path)
            .any(|folder| folder.join(name).is_file() || folder.join(format!("{name}.exe")).is_file())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_or_is_not_there_is_a_failure_with_its_hint() {
        let missing = run(&mut program("no-such-program-here", &[]), "install it").unwrap_err().to_string();
        assert!(missing.contains("no-such-program-here") && missing.contains("install it"), "{missing}");
        assert!(run(cargo(&["no-such-command-here"]).stderr(Stdio::null()), "look").is_err());
        assert!(!succeeds(&mut program("no-such-program-here", &[])));
        assert!(!is_on_path("no-such-program-here"));
    }

    #[test]
    fn finds_the_root_from_a_crate() {
        assert!(root().expect("tests run inside the checkout").join("deny.toml").is_file());
    }
}
