//! What `deny.toml` lets in: licences, banned crates, and crates that must be there once.
//!
//! cargo-deny does this where it is installed. Elsewhere this file reads the same two lists, `licenses.allow` and
//! `bans.deny`, so that nobody needs to install a tool before their first change.

use std::collections::BTreeSet;

use crate::failure::Failure;
use crate::tidy::{House, metadata, read_toml};
use crate::value::Value;
use crate::{process, spdx};

/// Returns the packages (of `cargo metadata`) whose licence the list does not allow.
fn wrong_licences(packages: &[Value], allowed: &[&str]) -> Vec<Failure> {
    let hint = "Take another crate; or, if that licence fits into AGPL-3.0-or-later, add it to deny.toml.";
    packages
        .iter()
        .filter_map(|package| {
            let name = package.text("name").unwrap_or_default();
            let version = package.text("version").unwrap_or_default();
            let Some(expression) = package.text("license") else {
                return Some(Failure::new(format!("{name} {version} names no licence."), hint));
            };
            match spdx::allows(expression, allowed) {
                Ok(true) => None,
                Ok(false) => Some(Failure::new(
                    format!("{name} {version} is under `{expression}`, which deny.toml does not allow."),
                    hint,
                )),
                Err(sentence) => Some(Failure::new(format!("{name} {version}: {sentence}."), hint)),
            }
        })
        .collect()
}

/// Returns what the packages of a `Cargo.lock` do against the `bans.deny` list.
fn wrong_packages(packages: &[Value], rules: &[Value]) -> Vec<Failure> {
    let mut found = Vec::new();
    for rule in rules {
        let Some(name) = rule.as_text().or_else(|| rule.text("crate")) else {
            found.push(Failure::new(
                "A row of `bans.deny` in deny.toml names no crate.",
                "Write it as `{ crate = \"name\", .. }`.",
            ));
            continue;
        };
        let versions: BTreeSet<&str> = packages
            .iter()
            .filter(|package| package.text("name") == Some(name))
            .filter_map(|package| package.text("version"))
            .collect();
        if rule.is_set("deny-multiple-versions") {
            if versions.len() > 1 {
                let versions: Vec<&str> = versions.into_iter().collect();
                found.push(Failure::new(
                    format!("`{name}` is there {} times: {}.", versions.len(), versions.join(", ")),
                    format!("`cargo tree --invert {name}@VERSION` shows who wants which; agree on one."),
                ));
            }
            continue;
        }
        let wrappers = rule.texts("wrappers");
        let users: BTreeSet<&str> = packages
            .iter()
            .filter(|package| {
                package.texts("dependencies").iter().any(|edge| edge.split(' ').next() == Some(name))
            })
            .filter_map(|package| package.text("name"))
            .filter(|user| !wrappers.contains(user))
            .collect();
        if !versions.is_empty() && (wrappers.is_empty() || !users.is_empty()) {
            let users: Vec<&str> = users.into_iter().collect();
            found.push(Failure::new(
                format!("`{name}` is banned, and {} brings it.", users.join(", ")),
                rule.text("reason")
                    .map_or("deny.toml bans it.".to_owned(), |reason| format!("The reason: {reason}.")),
            ));
        }
    }
    found
}

/// Checks with cargo-deny where it is installed, with our own reading elsewhere.
pub fn check(house: &House) -> Result<Vec<Failure>, Failure> {
    if process::succeeds(&mut process::cargo(&["deny", "--version"])) {
        let mut command = process::cargo(&["deny", "--locked", "check", "licenses", "bans"]);
        let hint = "cargo-deny says above which crate, and deny.toml says why.";
        return Ok(process::run(command.current_dir(&house.root), hint).err().into_iter().collect());
    }
    let deny = read_toml(&house.root.join("deny.toml"))?;
    let allowed = deny.get("licenses").map(|licenses| licenses.texts("allow")).unwrap_or_default();
    let rules = deny.get("bans").map(|bans| bans.list("deny")).unwrap_or_default();
    if allowed.is_empty() || rules.is_empty() {
        return Err(Failure::new(
            "deny.toml has no `licenses.allow` or no `bans.deny`.",
            "`git checkout -- deny.toml` brings them back.",
        ));
    }
    let lock = read_toml(&house.root.join("Cargo.lock"))?;
    let mut found = wrong_licences(metadata(&house.root, &[])?.list("packages"), &allowed);
    found.extend(wrong_packages(lock.list("package"), rules));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{json, toml};

    const LOCK: &str = r#"
        [[package]]
        name = "palabre-net"
        version = "0.1.0"
        dependencies = ["openssl", "serde 1.0.0", "wmi"]
        [[package]]
        name = "wmi"
        version = "0.1.0"
        dependencies = ["chrono 0.4.0 (registry)"]
        [[package]]
        name = "chrono"
        version = "0.4.0"
        [[package]]
        name = "openssl"
        version = "0.10.0"
        [[package]]
        name = "serde"
        version = "1.0.0"
        [[package]]
        name = "serde"
        version = "2.0.0"
    "#;

    fn found(rules: &str) -> Vec<String> {
        let lock = toml::read(LOCK).expect("is TOML");
        let rules = toml::read(&format!("deny = [{rules}]")).expect("is TOML");
        wrong_packages(lock.list("package"), rules.list("deny")).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn banned_crates_are_found_with_who_brings_them() {
        let said = found(r#"{ crate = "openssl", reason = "rustls is enough" }"#);
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("palabre-net") && said[0].contains("rustls is enough"), "{}", said[0]);
        assert_eq!(found(r#""openssl", { crate = "chrono", wrappers = ["other"] }"#).len(), 2);
        assert_eq!(found(r#"{ name = "openssl" }"#).len(), 1, "a row that names no crate must not pass");
    }

    #[test]
    fn absent_crates_and_wrapped_ones_pass() {
        assert_eq!(found(r#"{ crate = "native-tls" }, { crate = "chrono", wrappers = ["wmi"] }"#), [""; 0]);
    }

    #[test]
    fn named_duplicates_are_found() {
        let said = found(r#"{ crate = "serde", deny-multiple-versions = true }"#);
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("1.0.0, 2.0.0"), "{}", said[0]);
        assert_eq!(found(r#"{ crate = "openssl", deny-multiple-versions = true }"#), [""; 0]);
    }

    #[test]
    fn licences_that_are_not_allowed_or_not_named_are_found() {
        let packages = json::read(
            r#"[{"name":"good","version":"1.0.0","license":"MIT/Apache-2.0"},
                {"name":"proprietary","version":"1.0.0","license":"SSPL-1.0"},
                {"name":"silent","version":"1.0.0","license":null},
                {"name":"garbled","version":"1.0.0","license":"MIT OR"}]"#,
        )
        .expect("is JSON");
        let Value::List(packages) = packages else { panic!("not a list") };
        let said: Vec<String> = wrong_licences(&packages, &["MIT"]).iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        for (name, sentence) in ["proprietary", "silent", "garbled"].iter().zip(&said) {
            assert!(sentence.contains(name), "{sentence}");
        }
    }
}
