//! `cargo xtask run`: installs what is missing, builds, and opens the app.

use crate::failure::Failure;
use crate::{install, process, ui};

/// Builds the user interface and the shell, and opens the window; `arguments` are passed on.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    install::for_app()?;
    ui::build(false)?;
    let mut command = process::cargo(&["run", "--locked", "--package", "palabre-app", "--manifest-path"]);
    // From where the person is: a folder that they name is looked for there.
    command.arg(process::root()?.join("Cargo.toml")).arg("--");
    process::run(
        command.args(passed_on(arguments)),
        "The lines above say what it met. On a machine without a screen use `palabre`, from the terminal.",
    )
}

/// Returns the arguments without the dashes that may stand before them, as they do behind `cargo run`.
fn passed_on(arguments: &[String]) -> &[String] {
    match arguments {
        [dashes, rest @ ..] if dashes == "--" => rest,
        all => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_before_the_arguments_are_not_passed_on() {
        let words = ["--", "--home", "there"].map(str::to_owned);
        assert_eq!(passed_on(&words), &words[1..]);
        assert_eq!(passed_on(&words[1..]), &words[1..]);
        assert!(passed_on(&[]).is_empty());
    }
}
