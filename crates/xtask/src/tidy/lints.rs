//! Every crate takes the lints of the workspace, and these deny public items without a sentence.

use crate::failure::Failure;
use crate::tidy::{House, crate_folders, read_toml};
use crate::value::Value;

/// Judges the root manifest.
fn wrong_workspace(manifest: &Value) -> Option<Failure> {
    let level =
        manifest.at(&["workspace", "lints", "rust"]).and_then(|rust| match rust.get("missing_docs") {
            Some(Value::Text(level)) => Some(level.as_str()),
            Some(table) => table.text("level"),
            None => None,
        });
    (!matches!(level, Some("deny" | "forbid"))).then(|| {
        Failure::new(
            "The workspace does not deny public items without documentation.",
            "Cargo.toml: `missing_docs = \"deny\"` under [workspace.lints.rust].",
        )
    })
}

/// Judges the manifest of the crate in the folder `name`.
fn wrong_crate(name: &str, manifest: &Value) -> Option<Failure> {
    let takes = manifest.get("lints").is_some_and(|lints| lints.is_set("workspace"));
    (!takes).then(|| {
        Failure::new(
            format!("crates/{name} does not take the lints of the workspace."),
            "Its Cargo.toml needs `[lints]` with `workspace = true`.",
        )
    })
}

/// Checks the root manifest and that of every crate.
pub fn check(house: &House) -> Result<Vec<Failure>, Failure> {
    let mut found: Vec<Failure> =
        wrong_workspace(&read_toml(&house.root.join("Cargo.toml"))?).into_iter().collect();
    for folder in crate_folders(&house.root)? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        found.extend(wrong_crate(&name, &read_toml(&folder.join("Cargo.toml"))?));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toml;

    fn manifest(text: &str) -> Value {
        toml::read(text).expect("is TOML")
    }

    #[test]
    fn a_workspace_that_does_not_deny_is_found() {
        for good in ["\"deny\"", "\"forbid\"", "{ level = \"deny\", priority = 1 }"] {
            let text = format!("[workspace.lints.rust]\nmissing_docs = {good}");
            assert_eq!(wrong_workspace(&manifest(&text)), None, "{good}");
        }
        for bad in
            ["", "[workspace.lints.rust]\nmissing_docs = \"warn\"", "[lints.rust]\nmissing_docs = \"deny\""]
        {
            assert!(wrong_workspace(&manifest(bad)).is_some(), "{bad}");
        }
    }

    #[test]
    fn a_crate_that_does_not_take_the_lints_is_found() {
        assert_eq!(wrong_crate("a", &manifest("[lints]\nworkspace = true")), None);
        assert_eq!(wrong_crate("a", &manifest("lints.workspace = true")), None);
        for bad in ["", "[lints]\nworkspace = false", "[package]\nworkspace = true"] {
            assert!(wrong_crate("a", &manifest(bad)).is_some(), "{bad}");
        }
    }
}
