//! `cargo xtask tidy`: the house rules of ARCHITECTURE.md, checked.
//!
//! Each rule is a file. A rule is a function from what it reads to the failures that it finds, so that its tests can
//! feed it a bad sample; reading files and asking cargo happens here and in the last function of each rule's file.

mod deny;
mod edges;
mod lints;
mod test_binaries;
mod wasm;
mod words;

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::value::Value;
use crate::{json, only_known, process, toml};

/// The checkout that is checked.
struct House {
    root: PathBuf,
    /// What `cargo metadata --no-deps` says of our own crates.
    metadata: Value,
}

type Rule = (&'static str, fn(&House) -> Result<Vec<Failure>, Failure>);

const RULES: &[Rule] = &[
    ("crate edges", edges::check),
    ("lints", lints::check),
    ("test binaries", test_binaries::check),
    ("words", words::check),
    ("licences and bans", deny::check),
    ("wasm", wasm::check),
];

/// Runs `cargo xtask tidy`.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    only_known("tidy", arguments, &[])?;
    check()?;
    println!("xtask tidy: all {} rules hold", RULES.len());
    Ok(())
}

/// Checks every rule and prints all that is found, before it fails.
pub fn check() -> Result<(), Failure> {
    let root = process::root()?;
    let metadata = metadata(&root, &["--no-deps"])?;
    conclude(RULES, &House { root, metadata })
}

fn conclude(rules: &[Rule], house: &House) -> Result<(), Failure> {
    let mut count = 0;
    for (name, rule) in rules {
        let found = rule(house).unwrap_or_else(|failure| vec![failure]);
        for failure in &found {
            eprintln!("tidy, {name}:\n{failure}");
        }
        count += found.len();
    }
    match count {
        0 => Ok(()),
        1 => Err(Failure::new("tidy found 1 thing to mend.", "It is named above, with its own hint.")),
        many => Err(Failure::new(
            format!("tidy found {many} things to mend."),
            "They are named above, each with its own hint.",
        )),
    }
}

/// Asks `cargo metadata`.
fn metadata(root: &Path, more: &[&str]) -> Result<Value, Failure> {
    let hint = "Cargo.lock must fit the manifests: a `cargo check` without --locked brings it up to date.";
    let text = process::capture(
        process::cargo(&["metadata", "--format-version", "1", "--locked"]).args(more).current_dir(root),
        hint,
    )?;
    json::read(&text).map_err(|sentence| Failure::new(format!("`cargo metadata` printed {sentence}."), hint))
}

/// Reads a file of the checkout as text.
fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::new(format!("{} cannot be read: {error}.", path.display()), "`git checkout` brings it back.")
    })
}

/// Reads a TOML file of the checkout.
fn read_toml(path: &Path) -> Result<Value, Failure> {
    toml::read(&read(path)?).map_err(|sentence| {
        Failure::new(
            format!("{}: {sentence}.", path.display()),
            "Write it in the plain TOML that crates/xtask/src/toml.rs describes.",
        )
    })
}

/// Returns the folders directly under `crates`, sorted.
fn crate_folders(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let crates = root.join("crates");
    let entries = std::fs::read_dir(&crates).map_err(|error| {
        Failure::new(
            format!("{} cannot be read: {error}.", crates.display()),
            "`git checkout` brings it back.",
        )
    })?;
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("Cargo.toml").is_file())
        .collect();
    folders.sort();
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finding_or_one_broken_rule_fails_the_whole() {
        let house = House { root: PathBuf::new(), metadata: Value::Null };
        let holds: Rule = ("holds", |_| Ok(Vec::new()));
        let finds: Rule = ("finds", |_| Ok(vec![Failure::new("bad", "mend")]));
        let breaks: Rule = ("breaks", |_| Err(Failure::new("cannot read", "look")));
        assert!(conclude(&[holds], &house).is_ok());
        assert!(conclude(&[holds, finds], &house).is_err());
        assert!(conclude(&[breaks, holds], &house).is_err());
        assert!(conclude(&[finds, breaks], &house).unwrap_err().to_string().contains("2 things"));
    }
}
