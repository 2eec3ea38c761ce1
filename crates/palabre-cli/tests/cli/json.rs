//! Scripts read one JSON value, whatever happens, and one exit code that means what it says.

use serde_json::json;

use crate::person::Person;

#[test]
fn a_story_told_to_a_script() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ana = Person::new(folder.path(), "ana");
    let community = ana.json(&["found", "Le Fournil", "--cause", "Bread for the street"]);
    assert_eq!(community["standing"], "member");
    let status = ana.json(&["status"]);
    for held in ["community", "state_hash", "entries", "members", "devices", "peers", "refused"] {
        assert!(!status[held].is_null(), "{held}: {status}");
    }
    ana.json(&["decision", "new", "Open on Sundays?"]);
    ana.json(&["decision", "open", "Open on", "--how", "proposal"]);
    let decision = ana.json(&["decision", "answer", "Open on", "for"]);
    assert_eq!(decision["my_answer"], "for");
    let decision = ana.json(&["decision", "count", "Open on"]);
    assert_eq!(decision["state"], "final", "the only member found it");
    let file = ana.json(&["decision", "export", "Open on", "--file", "sundays.json"]);
    assert_eq!(file["file"], "sundays.json");
    let verified = ana.json(&["verify", "sundays.json"]);
    assert_eq!(verified["result"], "carried");
    assert_eq!(ana.json(&["doctor"])["well"], json!(true));
}

#[test]
fn a_file_is_verified_by_somebody_without_a_home() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ana = Person::new(folder.path(), "ana");
    ana.json(&["found", "Le Fournil", "--cause", "Bread for the street"]);
    ana.json(&["decision", "new", "Open on Sundays?"]);
    ana.json(&["decision", "open", "Open on", "--how", "proposal"]);
    ana.json(&["decision", "answer", "Open on", "for"]);
    ana.json(&["decision", "count", "Open on"]);
    ana.json(&["decision", "export", "Open on", "--file", "sundays.json"]);
    let mut verify = ana.command(&["verify", "sundays.json"]);
    for variable in ["PALABRE_HOME", "HOME", "XDG_DATA_HOME", "APPDATA"] {
        verify.env_remove(variable);
    }
    assert!(verify.output().expect("palabre can be started").status.success());
}

#[test]
fn a_file_with_one_changed_letter_does_not_verify() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ana = Person::new(folder.path(), "ana");
    ana.json(&["found", "Le Fournil", "--cause", "Bread for the street"]);
    ana.json(&["decision", "new", "Open on Sundays?"]);
    ana.json(&["decision", "open", "Open on", "--how", "proposal"]);
    ana.json(&["decision", "answer", "Open on", "for"]);
    ana.json(&["decision", "count", "Open on"]);
    ana.json(&["decision", "export", "Open on", "--file", "sundays.json"]);
    let path = folder.path().join("sundays.json");
    let mut file: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&path).expect("the file")).expect("is JSON");
    let evidence = file["evidence"].as_str().expect("is text").to_owned();
    for at in (100..evidence.len() - 8).step_by(evidence.len() / 12) {
        let mut spoiled = evidence.clone().into_bytes();
        spoiled[at] = if spoiled[at] == b'A' { b'B' } else { b'A' };
        file["evidence"] = String::from_utf8(spoiled).expect("is text").into();
        std::fs::write(&path, file.to_string()).expect("a file");
        let code = ana.refused(&["verify", "sundays.json"]);
        assert!(code.starts_with("verify."), "{at}: {code}");
    }
}

#[test]
fn errors_are_json_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ana = Person::new(folder.path(), "ana");
    assert_eq!(ana.refused(&["me", "new", "Ana"]), "me.somebody");
    ana.json(&["found", "Le Fournil", "--cause", "Bread for the street"]);
    assert_eq!(ana.refused(&["decision", "show", "nothing"]), "record.unknown");
    std::fs::write(folder.path().join("junk"), "\u{0}\u{1}junk").expect("a file");
    assert_eq!(ana.refused(&["verify", "junk"]), "verify.malformed");
    assert_eq!(ana.refused(&["bundle", "import", "junk"]), "bundle.malformed");
    assert!(ana.refused(&["join", "junk"]).starts_with("ticket"));
    assert_eq!(ana.refused(&["join", "no-such-file.palabre"]), "file.failed");
}

#[test]
fn a_line_that_cannot_be_read_is_a_usage_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ana = Person::new(folder.path(), "ana");
    for words in [&["dance"][..], &["decision"], &["decision", "answer"], &["keep", "--bind", "here"]] {
        let (value, code) = ana.told(words);
        assert_eq!(code, Some(2), "{words:?}");
        assert_eq!(value["error"]["code"], "call.usage", "{words:?}: {value}");
        let output = ana.run(words);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{words:?}");
    }
}

#[test]
fn an_error_for_a_person_is_a_sentence_a_hint_and_a_code() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ana = Person::new(folder.path(), "ana");
    let output = ana.run(&["me", "new", "Ana"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).expect("output is text");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].ends_with('.') && lines[1].starts_with("hint: "), "{text}");
    assert_eq!(lines[2], "code: me.somebody");
}

#[test]
fn a_reader_that_closes_early_is_no_reason_to_complain() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ana = Person::new(folder.path(), "ana");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = ana.command(&["me", "show"]).stdout(writer).output().expect("palabre can be started");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
