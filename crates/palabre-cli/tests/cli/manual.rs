//! The manual is true: each page of `docs/cli` is a story that is run, from its first command to its last.
//!
//! `TRYCMD=overwrite` writes what the commands say now into the pages.

use std::path::Path;

/// Puts a page where it can run, so that what is written to the one is written to the other where links are usual.
fn lay_out(page: &Path, to: &Path) {
    #[cfg(unix)]
    std::os::unix::fs::symlink(page, to).expect("a link to the page");
    #[cfg(not(unix))]
    std::fs::copy(page, to).expect("a copy of the page");
}

#[test]
fn the_manual_is_true() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli");
    let pages = pages.canonicalize().expect("the manual");
    let room = tempfile::tempdir().expect("a temporary folder");
    let mut count = 0;
    for page in pages.read_dir().expect("the manual").flatten() {
        let to = room.path().join(page.file_name());
        if to.extension().is_some_and(|end| end == "md") {
            lay_out(&page.path(), &to);
            // With this beside it, a page runs in an empty folder of its own.
            std::fs::create_dir(to.with_extension("out")).expect("a temporary folder");
            count += 1;
        }
    }
    assert!(count >= 6, "the manual has a page for each group of commands: {count}");
    // Nobody's own home is touched, whatever a page forgets to say.
    let cases = trycmd::TestCases::new();
    cases.env("PALABRE_HOME", "home").env("TZ", "UTC");
    // What pulls out a stick too early.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let truncate =
        std::env::split_paths(&path).map(|folder| folder.join("truncate")).find(|file| file.exists());
    cases.register_bin("truncate", truncate.expect("coreutils bring `truncate`"));
    cases.default_bin_name("palabre").case(room.path().join("*.md")).run();
}

#[test]
fn every_command_is_in_the_manual() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli");
    let pages = pages.read_dir().expect("the manual").flatten();
    let text: String = pages.filter_map(|page| std::fs::read_to_string(page.path()).ok()).collect();
    let calls = palabre_api::CALLS.iter().map(|call| call.name.replace('.', " "));
    for command in calls.chain(["sync".to_owned(), "keep".to_owned()]) {
        let run = |line: &'_ str| Some(line.strip_prefix("$ ")?.split_once("palabre ")?.1.to_owned());
        let used = text.lines().filter_map(run);
        let mut used = used.map(|line| format!(" {line} "));
        assert!(used.any(|line| line.contains(&format!(" {command} "))), "no page shows `palabre {command}`");
    }
}
