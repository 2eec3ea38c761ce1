//! Files on a stick as scripts see them: an exit code, and never half a file under the name.

use std::process::Command;

use crate::person::Person;

/// Text that no packing shortens.
fn noise(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'0' + (state % 75) as u8)
    };
    std::iter::repeat_with(next).take(12_000).collect()
}

#[test]
fn an_export_that_is_killed_leaves_no_half_file_under_the_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ana = Person::new(folder.path(), "ana");
    ana.json(&["found", "Le Fournil", "--cause", "Bread"]);
    for n in 0..24 {
        ana.json(&["comment", "community", &noise(n)]);
    }
    let kill = |file: &str| {
        // The system kills it when it writes more than so much into one file: in the middle of the bundle.
        let status = Command::new("sh")
            .args([
                "-c",
                "ulimit -f 200; exec \"$0\" bundle export \"$1\"",
                env!("CARGO_BIN_EXE_palabre"),
                file,
            ])
            .current_dir(folder.path())
            .env("PALABRE_HOME", "ana")
            .output()
            .expect("a shell can be started")
            .status;
        assert!(!status.success(), "the export of {file} was not stopped");
    };
    kill("all.bundle");
    assert!(!folder.path().join("all.bundle").exists());
    let names: Vec<_> =
        folder.path().read_dir().expect("a folder").flatten().map(|file| file.file_name()).collect();
    let begun = names.iter().any(|name| name.to_string_lossy().starts_with(".tmp"));
    assert!(begun, "it was killed while it wrote: {names:?}");
    ana.json(&["bundle", "export", "all.bundle"]);
    let whole = std::fs::read(folder.path().join("all.bundle")).expect("it is whole");
    assert!(whole.len() > 200 * 1_024, "{} bytes are enough to be stopped in", whole.len());
    kill("all.bundle");
    assert!(std::fs::read(folder.path().join("all.bundle")).expect("still there") == whole, "as it was");
}

#[test]
fn a_script_notices_a_file_that_was_cut_off() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ana = Person::new(folder.path(), "ana");
    ana.json(&["found", "Le Fournil", "--cause", "Bread"]);
    ana.json(&["bundle", "export", "all.bundle"]);
    let whole = std::fs::read(folder.path().join("all.bundle")).expect("it is whole");
    std::fs::write(folder.path().join("cut.bundle"), &whole[..whole.len() - 1]).expect("a file");
    let (told, code) = ana.told(&["bundle", "import", "cut.bundle"]);
    assert_eq!((told["cut"].as_bool(), code), (Some(true), Some(1)), "{told}");
    let (told, code) = ana.told(&["bundle", "import", "all.bundle"]);
    assert_eq!((told["cut"].as_bool(), code), (Some(false), Some(0)), "{told}");
}
