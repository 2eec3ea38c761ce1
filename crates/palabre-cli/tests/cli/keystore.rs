//! Keys in a real key store: a session bus, a key ring and a home of their own, so that nobody's own are touched.

use std::path::Path;
use std::process::{Command, Stdio};

/// What every story begins with: a key ring that is open, and `refuses CODE COMMAND…`, which never waits for long.
const BEGIN: &str = r#"
set -eu
mkdir -m 700 run
if ! gnome-keyring-daemon --version >/dev/null 2>&1; then
    echo "a key ring may not run here"
    exit 0
fi
printf 'a secret of this test' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
lock() {
    dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
        org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
}
palabre() { timeout 60 "$PALABRE" "$@"; }
refuses() {
    code=$1
    shift
    cp data/palabre/identity.json before
    if told=$(palabre "$@" --json); then
        echo "was not refused: $* $told"
        exit 1
    fi
    case "$told" in
        *"\"code\":\"$code\""*\"hint\"*) ;;
        *) echo "not $code: $* $told"; exit 1 ;;
    esac
    cmp before data/palabre/identity.json
}
palabre me new Ana --json
palabre found Fournil --cause Why --json >/dev/null
"#;

const MOVES: &str = r#"
cat data/palabre/identity.json; echo
palabre me keys file --json >/dev/null
grep -c '"secrets"' data/palabre/identity.json
palabre me keys store --json >/dev/null
palabre comment community hello --json
"#;

const LOCKED: &str = r#"
lock
refuses keys.store-locked comment community hello
refuses keys.store-locked me keys file
palabre status --json >/dev/null
echo "locked: reading goes on"
"#;

const LOCKED_BEFORE_A_MOVE: &str = r#"
palabre me keys file --json >/dev/null
lock
refuses keys.store-locked me keys store
palabre comment community "from the old place" --json
"#;

const VANISHED: &str = r#"
bus=$DBUS_SESSION_BUS_ADDRESS
export DBUS_SESSION_BUS_ADDRESS="unix:path=$PWD/nowhere"
refuses keys.store comment community hello
refuses keys.store me keys file
palabre status --json >/dev/null
export DBUS_SESSION_BUS_ADDRESS=$bus
palabre me keys file --json >/dev/null
export DBUS_SESSION_BUS_ADDRESS="unix:path=$PWD/nowhere"
refuses keys.store me keys store
palabre comment community "from the old place" --json
"#;

const EMPTY: &str = r#"
mv data/palabre/identity.json kept
# The keys of a device that this key ring has never seen.
sed 's/"device": "[0-9a-f]*"/"device": "'$(printf '07%.0s' $(seq 32))'"/' kept > data/palabre/identity.json
refuses keys.store-empty comment community hello
mv kept data/palabre/identity.json
palabre comment community "these are here" --json
"#;

fn is_here(command: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(command).exists()))
}

/// Runs a story in a session of its own; returns its folder and what it told, or nothing where it may not run.
fn tell(story: &str) -> Option<(tempfile::TempDir, String)> {
    let needed = ["dbus-run-session", "dbus-send", "gnome-keyring-daemon"];
    if !needed.iter().all(|command| is_here(command)) {
        eprintln!("There is no key store to try: install dbus and gnome-keyring.");
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &format!("{BEGIN}{story}")])
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
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{why}");
    if told.contains("a key ring may not run here") {
        eprintln!("A key ring is installed, and may not run here: its tests were left out.");
        return None;
    }
    assert!(told.contains("\"keys\":\"store\""), "{told}\n{why}");
    assert!(at("data/keyrings/login.keyring").exists(), "the key ring is this test's own");
    Some((folder, told))
}

#[test]
fn keys_are_kept_in_the_key_store_of_the_system() {
    let Some((folder, told)) = tell(MOVES) else { return };
    assert!(told.contains("\n1\n"), "in a file while they were moved there: {told}");
    assert!(told.contains("hello"), "{told}");
    let file = std::fs::read_to_string(folder.path().join("data/palabre/identity.json"));
    let file = file.expect("somebody is at home");
    assert!(file.contains("\"keys\": \"store\"") && !file.contains("\"secrets\""), "{file}");
}

#[test]
fn a_key_store_that_is_locked_says_so_and_what_is_here_can_be_read() {
    let Some((_folder, told)) = tell(LOCKED) else { return };
    assert!(told.contains("locked: reading goes on"), "{told}");
}

#[test]
fn keys_that_cannot_be_moved_into_a_locked_store_stay_and_work() {
    let Some((_folder, told)) = tell(LOCKED_BEFORE_A_MOVE) else { return };
    assert!(told.contains("from the old place"), "{told}");
}

#[test]
fn a_key_store_that_vanishes_says_so_and_leaves_keys_where_they_are() {
    let Some((_folder, told)) = tell(VANISHED) else { return };
    assert!(told.contains("from the old place"), "{told}");
}

#[test]
fn a_key_store_without_the_keys_says_so() {
    let Some((_folder, told)) = tell(EMPTY) else { return };
    assert!(told.contains("these are here"), "{told}");
}
