//! Keys in a real key store: a session bus, a key ring and a home of their own, so that nobody's own are touched.

use std::path::Path;
use std::process::{Command, Stdio};

const STORY: &str = r#"
set -eu
mkdir -m 700 run
printf 'a secret of this test' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
"$PALABRE" me new Ana --json
cat data/palabre/identity.json; echo
"$PALABRE" found Fournil --cause Why --json >/dev/null
"$PALABRE" me keys file --json >/dev/null
grep -c '"secrets"' data/palabre/identity.json
"$PALABRE" me keys store --json >/dev/null
"$PALABRE" comment community hello --json
"#;

fn is_here(command: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(command).exists()))
}

#[test]
fn keys_are_kept_in_the_key_store_of_the_system() {
    if !["dbus-run-session", "gnome-keyring-daemon"].iter().all(|command| is_here(command)) {
        eprintln!("There is no key store to try: install dbus and gnome-keyring.");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", STORY])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("PALABRE", Path::new(env!("CARGO_BIN_EXE_palabre")))
        .env("HOME", folder.path())
        .env("XDG_DATA_HOME", at("data"))
        .env("XDG_RUNTIME_DIR", at("run"))
        .stdin(Stdio::null())
        .output()
        .expect("a session can be started");
    let told = String::from_utf8_lossy(&output.stdout);
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{why}");
    assert!(told.contains("\"keys\":\"store\""), "{told}");
    assert!(told.contains("\n1\n"), "in a file while they were moved there: {told}");
    assert!(told.contains("hello"), "{told}");
    let file = std::fs::read_to_string(at("data/palabre/identity.json")).expect("somebody is at home");
    assert!(file.contains("\"keys\": \"store\"") && !file.contains("\"secrets\""), "{file}");
}
