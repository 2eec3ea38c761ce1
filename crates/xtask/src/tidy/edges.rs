//! Which crate may depend on which: the direction of the house.

use crate::failure::Failure;
use crate::tidy::House;
use crate::value::Value;

/// The crates of the workspace that a crate may depend on. This table is the code map of ARCHITECTURE.md.
const ALLOWED: &[(&str, &[&str])] = &[
    ("palabre-domain", &[]),
    ("palabre-feeds", &["palabre-domain"]),
    ("palabre-documents", &["palabre-domain", "palabre-feeds"]),
    ("palabre-store", &["palabre-domain", "palabre-feeds"]),
    ("palabre-net", &["palabre-domain", "palabre-feeds"]),
    ("palabre-api", &["palabre-domain"]),
    (
        "palabre-node",
        &[
            "palabre-domain",
            "palabre-feeds",
            "palabre-documents",
            "palabre-store",
            "palabre-net",
            "palabre-api",
        ],
    ),
    ("palabre-demo", &["palabre-node", "palabre-api", "palabre-domain", "palabre-feeds"]),
    ("palabre-cli", &["palabre-node", "palabre-api", "palabre-domain"]),
    ("palabre-bridge", &["palabre-node", "palabre-api", "palabre-demo"]),
    ("palabre-app", &["palabre-node", "palabre-demo"]),
    ("palabre-ui", &["palabre-api"]),
    ("palabre-pack", &[]),
    ("palabre-testkit", &["*"]),
    ("xtask", &[]),
];

/// Crates from outside that a crate must not know, with the reason. A `*` at the end stands for any ending.
const FORBIDDEN: &[(&str, &[&str], &str)] = &[
    (
        "palabre-domain",
        &["serde_json", "automerge", "tokio", "rusqlite*", "iroh*"],
        "domain is rules over values: no wire, no documents, no clock, no input or output",
    ),
    (
        "palabre-feeds",
        &["automerge", "tokio", "rusqlite*", "iroh*"],
        "feeds is a state machine over bytes: it knows no documents, no sockets and no disk",
    ),
    ("palabre-documents", &["tokio", "rusqlite*", "iroh*"], "documents knows no sockets and no disk"),
    (
        "palabre-api",
        &["automerge", "tokio", "rusqlite*", "iroh*"],
        "api is plain types that a browser can hold",
    ),
];

/// Crates from outside that only one of ours may know (`palabre-testkit` may know all). `*` as above.
const ONLY: &[(&str, &str)] =
    &[("rusqlite*", "palabre-store"), ("libsqlite3-sys", "palabre-store"), ("iroh*", "palabre-net")];

/// The one that builds whole worlds, and is part of no program that a person runs.
const TESTKIT: &str = "palabre-testkit";

/// Returns the edges of `packages` (of `cargo metadata`) that are not allowed. Edges of tests are free.
fn wrong_edges(packages: &[Value]) -> Vec<Failure> {
    let names: Vec<&str> = packages.iter().filter_map(|package| package.text("name")).collect();
    let mut found = Vec::new();
    for package in packages {
        let name = package.text("name").unwrap_or_default();
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            found.push(Failure::new(
                format!("The crate `{name}` has no place in the house yet."),
                "Place it: a row in the table of crates/xtask/src/tidy/edges.rs, and one in ARCHITECTURE.md.",
            ));
            continue;
        };
        let edges = package.list("dependencies").iter().filter(|edge| edge.text("kind") != Some("dev"));
        for target in edges.filter_map(|edge| edge.text("name")) {
            if names.contains(&target) {
                if !allowed.contains(&"*") && !allowed.contains(&target) {
                    found.push(Failure::new(
                        format!("`{name}` depends on `{target}`, and may not."),
                        match allowed {
                            [] => {
                                format!("`{name}` depends on none of our crates: move what it needs into it.")
                            }
                            _ => {
                                format!("It may depend on {}: move what it needs there.", allowed.join(", "))
                            }
                        },
                    ));
                }
            } else {
                found.extend(wrong_outside(name, target));
            }
        }
    }
    found
}

/// Judges one dependency on a crate from outside.
fn wrong_outside(name: &str, target: &str) -> Option<Failure> {
    let sentence = format!("`{name}` depends on `{target}`, and may not.");
    for (of, targets, reason) in FORBIDDEN {
        if *of == name && targets.iter().any(|pattern| matches(pattern, target)) {
            return Some(Failure::new(sentence, format!("The reason: {reason}.")));
        }
    }
    for (pattern, owner) in ONLY {
        if matches(pattern, target) && name != *owner && name != TESTKIT {
            return Some(Failure::new(sentence, format!("Only `{owner}` may: ask it for what you need.")));
        }
    }
    None
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

/// Checks the edges of the workspace.
pub fn check(house: &House) -> Result<Vec<Failure>, Failure> {
    let packages = house.metadata.list("packages");
    if packages.is_empty() {
        return Err(Failure::new("`cargo metadata` named no crates.", "Run it by hand and look."));
    }
    Ok(wrong_edges(packages))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    /// Returns what is found in a workspace of `palabre-domain`, `palabre-feeds` and a crate with one dependency.
    fn found(name: &str, target: &str, kind: &str) -> Vec<String> {
        let text = format!(
            r#"[{{"name":"palabre-domain","dependencies":[]}},{{"name":"palabre-node","dependencies":[]}},
               {{"name":"{name}","dependencies":[{{"name":"{target}","kind":{kind}}}]}}]"#
        );
        let Ok(Value::List(packages)) = json::read(&text) else { panic!("not a list: {text}") };
        wrong_edges(&packages).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn allowed_edges_pass() {
        for (name, target, kind) in [
            ("palabre-feeds", "palabre-domain", "null"),
            ("palabre-testkit", "palabre-node", "null"),
            ("palabre-testkit", "rusqlite", "null"),
            ("palabre-store", "rusqlite", "null"),
            ("palabre-net", "iroh-tickets", "null"),
            ("palabre-feeds", "palabre-node", r#""dev""#),
            ("palabre-domain", "serde_json", r#""dev""#),
            ("palabre-domain", "serde", "null"),
        ] {
            assert_eq!(found(name, target, kind), Vec::<String>::new(), "{name} → {target}");
        }
    }

    #[test]
    fn edges_that_are_not_allowed_are_found() {
        for (name, target, kind) in [
            ("palabre-feeds", "palabre-node", "null"),
            ("palabre-api", "palabre-node", "null"),
            ("palabre-cli", "rusqlite", "null"),
            ("palabre-node", "rusqlite_migration", "null"),
            ("palabre-node", "iroh-mdns-address-lookup", "null"),
            ("palabre-store", "iroh", "null"),
            ("palabre-domain", "serde_json", "null"),
            ("palabre-feeds", "automerge", "null"),
            ("palabre-documents", "tokio", "null"),
            ("palabre-api", "tokio", r#""build""#),
            ("xtask", "palabre-domain", "null"),
        ] {
            let found = found(name, target, kind);
            assert_eq!(found.len(), 1, "{name} → {target}: {found:?}");
            assert!(found[0].contains(target), "{}", found[0]);
        }
    }

    #[test]
    fn a_crate_that_the_table_does_not_know_is_found() {
        let found = found("palabre-attic", "serde", "null");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("palabre-attic") && found[0].contains("ARCHITECTURE.md"), "{}", found[0]);
    }

    #[test]
    fn no_cycle_is_allowed() {
        // A row may name only rows above it, but for the testkit.
        for (index, (name, allowed)) in ALLOWED.iter().enumerate() {
            for target in allowed.iter().filter(|target| **target != "*") {
                assert!(ALLOWED[..index].iter().any(|(above, _)| above == target), "{name} → {target}");
            }
        }
    }
}
