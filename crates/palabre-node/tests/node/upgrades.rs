//! Homes that an earlier program wrote, and views that are made again.
//!
//! The homes in `assets/fixtures/home-format-N` were each written by a program of that format, as `home-made-by.sh` there
//! says. They stay as they are: what reads entries, Automerge above all, has to come to the same ever after.

use std::path::Path;
use std::sync::Arc;

use palabre_api::{Handler, ask, row};
use palabre_documents::kinds::RecordType;
use palabre_domain::id::CommunityId;
use palabre_feeds::verdict::{Verdict, Waits};
use palabre_node::{Node, NodeOptions};
use palabre_store::views::{Shown, StateSum};

use crate::table::START;

/// For each format, the community and what the program that wrote it showed.
const HOMES: [(&str, &str); 2] = [
    (COMMUNITY, STATE),
    (
        "2a6fe6b4f86e06a231c42bf1966afe2a6c52a0f1f1cf47a1ba399a4cf1c36c57",
        "3:d3eb25c07ea1f228e71734053d8b42696d7f9c7246aab9378181e2491337dd2f",
    ),
];
const COMMUNITY: &str = "21118975fedd1b6bdf45a50feca900e3f7c2e63acbf6d90e69a487ee63eb8df3";
const STATE: &str = "3:e259a2effc0b4278bae3f0327d859985bba1f01ffd62b402c1aa87eb2afff42f";

/// Puts the home of a format into a folder.
fn lay_out_format(format: usize, folder: &Path) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fixtures");
    let (fixture, (community, _)) = (fixtures.join(format!("home-format-{format}")), HOMES[format - 1]);
    std::fs::create_dir_all(folder.join("communities")).unwrap();
    std::fs::copy(fixture.join("identity.json"), folder.join("identity.json")).unwrap();
    let packed = std::fs::read(fixture.join(format!("{community}.palabre.zst"))).unwrap();
    let file = zstd::bulk::decompress(&packed, 1 << 20).unwrap();
    std::fs::write(folder.join(format!("communities/{community}.palabre")), file).unwrap();
}

/// Puts the home of the first format into a folder.
fn lay_out(folder: &Path) {
    lay_out_format(1, folder);
}

fn open(folder: &Path) -> Node {
    Node::open(NodeOptions::new(folder.to_owned(), Arc::new(|| START))).unwrap()
}

fn community() -> CommunityId {
    CommunityId::parse(COMMUNITY).unwrap()
}

fn state(folder: &Path) -> String {
    open(folder).status(ask::Status {}).unwrap().state_hash
}

fn found(folder: &Path) -> Vec<row::Reason> {
    let checkup = open(folder).doctor(ask::Doctor { thorough: true, replay: true }).unwrap();
    if checkup.well { Vec::new() } else { checkup.findings }
}

fn findings(folder: &Path) -> Vec<String> {
    found(folder).into_iter().map(|finding| finding.text).collect()
}

#[test]
fn a_home_of_each_format_opens_and_every_entry_comes_to_the_same() {
    for (at, (_, showed)) in HOMES.iter().enumerate() {
        let home = tempfile::tempdir().unwrap();
        lay_out_format(at + 1, home.path());
        assert_eq!(state(home.path()), *showed);
        let checkup = open(home.path()).doctor(ask::Doctor { thorough: true, replay: true }).unwrap();
        assert!(checkup.well, "{checkup:?}");
        let found = &checkup.findings[0];
        assert_eq!((found.word.as_str(), found.entries), ("whole", 27));
        let text = &found.text;
        assert!(text.contains("27 entries") && text.contains("come out the same"), "{text}");
        let decision = open(home.path())
            .decision_show(ask::DecisionShow { decision: "open on".into(), ..Default::default() })
            .unwrap();
        assert_eq!((decision.state.as_str(), decision.answered), ("final", 2));
        // It can be written in, too.
        let mut ana = open(home.path());
        let said = ask::Comment { on: "open on".into(), text: Some("Well then.".into()), reply: None };
        ana.comment(said).unwrap();
        assert_eq!(findings(home.path()), Vec::<String>::new());
    }
}

#[test]
fn views_of_an_earlier_version_are_made_again_and_what_only_this_laptop_knows_stays() {
    let home = tempfile::tempdir().unwrap();
    lay_out(home.path());
    let mut ana = open(home.path());
    ana.hold().unwrap();
    let list = ask::DecisionList { limit: 5, ..Default::default() };
    assert_eq!(ana.decision_list(list).unwrap().decisions.len(), 1);
    let store = ana.replica_of(&community()).unwrap().store();
    let (decision, ..) = store.records_of(RecordType::Decision as u8, 0, 1).unwrap()[0];
    assert!(store.glance(decision).unwrap().is_some());
    let page = store.pages_of(2, 0, 1).unwrap().pop().unwrap();
    let shown =
        Shown { kind: page.kind, born: page.born, title: "Other", about: &[], data: b"another shape" };
    let mut sum = store.state_sum().unwrap();
    store.set_page(&mut sum, (page.n, &page.record), Some(&shown)).unwrap();
    store.set_state_sum(sum).unwrap();
    store.set_setting("mine", b"kept").unwrap();
    store.set_fold(0).unwrap();
    drop(ana);
    // Who only reads finds them made again, too.
    assert_eq!(state(home.path()), STATE);
    let mut ana = open(home.path());
    let store = ana.replica_of(&community()).unwrap().store();
    assert_eq!(store.setting("mine").unwrap().as_deref(), Some(&b"kept"[..]));
    assert!(!store.is_stale().unwrap());
    assert!(store.glance(decision).unwrap().is_none(), "records have other numbers now");
    for (word, many) in [("mend", 1), ("sleeping", 1), ("flour", 0)] {
        let found = ana.search(ask::Search { text: vec![word.into()], kind: None, limit: 5 }).unwrap();
        assert_eq!(found.hits.len(), many, "words are read in again: {found:?}");
    }
    drop(ana);
    assert_eq!(findings(home.path()), Vec::<String>::new());
    let beside: Vec<_> = std::fs::read_dir(home.path().join("communities")).unwrap().flatten().collect();
    assert!(beside.iter().all(|file| !file.file_name().to_string_lossy().contains("again")), "{beside:?}");
}

#[test]
fn who_only_reads_waits_for_nobody_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    lay_out(home.path());
    let mut holder = open(home.path());
    holder.hold().unwrap();
    holder.replica_of(&community()).unwrap().store().set_fold(0).unwrap();
    let refused = open(home.path()).status(ask::Status {}).unwrap_err();
    assert_eq!(refused.code, "store.older", "{refused:?}");
    drop(holder);
    assert_eq!(state(home.path()), STATE);
}

#[test]
fn what_differs_is_named() {
    let home = tempfile::tempdir().unwrap();
    lay_out(home.path());
    let mut ana = open(home.path());
    ana.hold().unwrap();
    let store = ana.replica_of(&community()).unwrap().store();
    store.set_verdict(9, Verdict::Pending(Waits::Cited)).unwrap();
    let page = store.pages_of(2, 0, 1).unwrap().pop().unwrap();
    let shown =
        Shown { kind: page.kind, born: page.born, title: "Other", about: &[], data: b"another shape" };
    // Not even the sum that laptops compare knows of it.
    store.set_page(&mut StateSum::default(), (page.n, &page.record), Some(&shown)).unwrap();
    drop(ana);
    let found = found(home.path());
    let words: Vec<&str> = found.iter().map(|finding| finding.word.as_str()).collect();
    assert!(["kept-as", "otherwise", "compared"].iter().all(|word| words.contains(word)), "{words:?}");
    let text = found.iter().map(|finding| finding.text.as_str()).collect::<Vec<_>>().join("\n");
    assert!(text.contains("is kept as waiting (") && text.contains("comes to be effective"), "{text}");
    assert!(text.contains(&format!("A page of {} comes out otherwise.", page.record.short(4))), "{text}");
    assert!(text.contains("What laptops compare is not what is kept here."), "{text}");
}

#[test]
fn what_lists_show_is_held_against_what_stands() {
    let home = tempfile::tempdir().unwrap();
    lay_out(home.path());
    let mut ana = open(home.path());
    ana.hold().unwrap();
    let glances = |ana: &mut Node| {
        ana.decision_list(ask::DecisionList { limit: 5, ..Default::default() }).unwrap();
        ana.replica_of(&community()).unwrap().store().glances().unwrap()
    };
    let draft = ask::DecisionNew { question: "Lunch?".into(), wording: String::new() };
    ana.decision_new(draft).unwrap();
    let before = glances(&mut ana);
    assert_eq!(before.len(), 2);
    ana.decision_open(ask::DecisionOpen { decision: "lunch".into(), ..Default::default() }).unwrap();
    assert_ne!(glances(&mut ana), before);
    drop(ana);
    assert_eq!(findings(home.path()), Vec::<String>::new());
    // A program that forgets to forget leaves what was there before.
    let path = home.path().join(format!("communities/{COMMUNITY}.palabre"));
    palabre_store::Store::open(&path).unwrap().keep_glances(&before).unwrap();
    assert_eq!(findings(home.path()), ["What lists show does not hold for 1 of 2 decisions."]);
}
