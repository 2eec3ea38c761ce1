//! `cargo xtask bench`, `crash`, `lan`, `oracle`, `rehearse` and `simulate`: the heavy tools, which are binaries of
//! `palabre-testkit`.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::{json, process};

/// Builds a binary of `palabre-testkit` in release and starts it with `arguments`.
pub fn start(binary: &str, arguments: &[String]) -> Result<(), Failure> {
    let mut command = process::cargo(&[
        "run",
        "--release",
        "--locked",
        "--package",
        "palabre-testkit",
        "--bin",
        binary,
        "--",
    ]);
    process::run(
        command.args(arguments),
        "The lines above say what it met; `--help` after the command lists what it takes.",
    )
}

/// Starts the simulator as the tests have built it, so that nothing is compiled twice.
pub fn simulate_as_tested(arguments: &[&str]) -> Result<(), Failure> {
    let mut command = process::program(&as_tested("palabre-simulate")?, arguments);
    process::run(
        command.current_dir(process::root()?),
        "Replay it with the command that is named above; then keep it as a test.",
    )
}

/// Puts real laptops on networks of their own. Whoever asks for it by name is told why it cannot be; in the tests a
/// word does.
pub fn lan(arguments: &[String], must: bool) -> Result<(), Failure> {
    let root = cfg!(target_os = "linux")
        && process::capture(&mut process::program("id", &["-u"]), "").is_ok_and(|user| user.trim() == "0");
    let cannot = |why: &str| {
        if must {
            return Err(Failure::new(why, "docs/lan.md says what it needs."));
        }
        println!("({why} `cargo xtask lan` runs it elsewhere)");
        Ok(())
    };
    if !root {
        return cannot("Networks of their own need Linux, and root.");
    }
    crate::install::for_lan()?;
    let lan = as_tested("palabre-lan")?;
    if !process::succeeds(&mut process::program(&lan, &["--possible"])) {
        return cannot(
            "The kernel of this machine makes no network namespaces, or filters no packets there.",
        );
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    process::run(
        process::program(&lan, &arguments).current_dir(process::root()?),
        "`cargo xtask lan --only WORDS` runs one case again; docs/lan.md tells what each does.",
    )
}

/// Builds the programs as the tests do, and returns the path of one.
///
/// `cargo run --package` would choose the features of the dependencies for one crate, and build many of them again.
/// So the build is asked for with the features of the whole workspace, and the program started by its path.
pub fn as_tested(binary: &str) -> Result<String, Failure> {
    let mut build = process::cargo(&[
        "build",
        "--quiet",
        "--workspace",
        "--exclude",
        crate::ui::CRATE,
        "--bins",
        "--tests",
        "--locked",
    ]);
    process::run(build.current_dir(process::root()?), "The compiler says above what it met.")?;
    let built = target_folder()?.join("debug").join(format!("{binary}{}", std::env::consts::EXE_SUFFIX));
    if !built.is_file() {
        return Err(Failure::new(
            format!("{} was not built.", built.display()),
            format!("A crate of the workspace must have a binary `{binary}`."),
        ));
    }
    Ok(built.to_string_lossy().into_owned())
}

/// Returns the folder that cargo builds into.
pub fn target_folder() -> Result<PathBuf, Failure> {
    let hint = "`cargo metadata` must work in this checkout.";
    let text = process::capture(
        process::cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"])
            .current_dir(process::root()?),
        hint,
    )?;
    json::read(&text)
        .ok()
        .and_then(|metadata| metadata.text("target_directory").map(PathBuf::from))
        .ok_or_else(|| Failure::new("`cargo metadata` did not say where it builds.", hint))
}
