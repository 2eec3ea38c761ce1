//! One test binary a crate: each file directly in `tests/` is linked on its own, and linking is what one waits for.

use std::path::Path;

use crate::failure::Failure;
use crate::tidy::{House, crate_folders};

/// Judges the names of the files directly in the `tests` folder of the crate in the folder `name`.
fn too_many(name: &str, files: &[String]) -> Option<Failure> {
    let mut binaries: Vec<&str> =
        files.iter().map(String::as_str).filter(|file| file.ends_with(".rs")).collect();
    binaries.sort_unstable();
    (binaries.len() > 1).then(|| {
        Failure::new(
            format!("crates/{name}/tests makes {} test binaries: {}.", binaries.len(), binaries.join(", ")),
            "Make them modules of one: `tests/it/main.rs` with the others beside it.",
        )
    })
}

/// Checks every crate.
pub fn check(house: &House) -> Result<Vec<Failure>, Failure> {
    let mut found = Vec::new();
    for folder in crate_folders(&house.root)? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        found.extend(too_many(&name, &files_in(&folder.join("tests"))));
    }
    Ok(found)
}

/// Returns the names of what makes a test binary in `folder`: files, and folders with a `main.rs`, as `name.rs`.
fn files_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_file() {
                Some(name)
            } else {
                entry.path().join("main.rs").is_file().then(|| format!("{name}/main.rs"))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_binary_is_found() {
        let files = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(too_many("a", &[]), None);
        assert_eq!(too_many("a", &files(&["main.rs", "README.md"])), None);
        for bad in [&["main.rs", "other.rs"][..], &["it/main.rs", "other.rs"]] {
            let said = too_many("a", &files(bad)).expect("found").to_string();
            assert!(said.contains("other.rs"), "{said}");
        }
    }

    #[test]
    fn a_folder_with_a_main_counts_as_a_binary() {
        let folder = std::env::temp_dir().join(format!("palabre-xtask-test-binaries-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("it")).expect("a temporary folder");
        std::fs::create_dir_all(folder.join("samples")).expect("a temporary folder");
        std::fs::write(folder.join("it/main.rs"), "").expect("a temporary file");
        std::fs::write(folder.join("other.rs"), "").expect("a temporary file");
        let mut found = files_in(&folder);
        found.sort();
        std::fs::remove_dir_all(&folder).expect("the folder that we made");
        assert_eq!(found, ["it/main.rs", "other.rs"]);
    }
}
