//! Bad input gets a sentence, a code and a hint; nothing is lost and nothing half done.

use std::sync::Arc;

use palabre_api::{ApiError, Handler, ask};
use palabre_documents::kinds::RecordType;
use palabre_domain::id::CommunityId;
use palabre_node::{Node, NodeOptions};
use proptest::prelude::*;

use crate::table::{START, Time, ask_them, gather, person, state};

fn open(folder: &tempfile::TempDir) -> Result<Node, ApiError> {
    Node::open(NodeOptions::new(folder.path().to_owned(), Arc::new(|| START)))
}

fn founded(folder: &tempfile::TempDir) -> (Node, CommunityId) {
    let mut node = open(folder).unwrap();
    node.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    let row = node.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    (node, CommunityId::parse(&row.id).unwrap())
}

fn code<T: std::fmt::Debug>(result: Result<T, ApiError>) -> String {
    let error = result.unwrap_err();
    assert!(!error.message.is_empty() && !error.hint.is_empty(), "{error:?}");
    error.code
}

#[test]
fn a_home_that_another_process_holds_says_which_and_can_still_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, _) = founded(&folder);
    let mut second = open(&folder).unwrap();
    assert_eq!(second.status(ask::Status {}).unwrap().members, 1);
    let error = second
        .decision_new(ask::DecisionNew { question: "Mine?".into(), wording: String::new() })
        .unwrap_err();
    assert_eq!(error.code, "home.held");
    assert!(error.message.contains(&std::process::id().to_string()), "{}", error.message);
    first.decision_new(ask::DecisionNew { question: "First?".into(), wording: String::new() }).unwrap();
    drop(first);
    assert_eq!(
        second.decision_list(ask::DecisionList { limit: 5, ..Default::default() }).unwrap().decisions.len(),
        1
    );
    second.decision_new(ask::DecisionNew { question: "Second?".into(), wording: String::new() }).unwrap();
}

#[test]
fn what_a_list_showed_is_kept_over_a_restart_until_something_comes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut node, community) = founded(&folder);
    ask_them(&mut node, "Lunch?", "sense-check");
    let list = |node: &mut Node| {
        let list = ask::DecisionList { limit: 5, ..Default::default() };
        node.decision_list(list).unwrap().decisions.remove(0)
    };
    let kept = |node: &mut Node| {
        let store = node.replica_of(&community).unwrap().store();
        let (number, ..) = store.records_of(RecordType::Decision as u8, 0, 1).unwrap()[0];
        store.glance(number).unwrap().is_some()
    };
    let before = list(&mut node);
    assert!(kept(&mut node));
    drop(node);
    let mut node = open(&folder).unwrap();
    assert_eq!((list(&mut node), before.answered), (before, 0));
    let answer =
        ask::DecisionAnswer { decision: "lunch".into(), answer: vec!["fine".into()], ..Default::default() };
    node.decision_answer(answer).unwrap();
    assert!(!kept(&mut node));
    drop(node);
    let mut node = open(&folder).unwrap();
    assert_eq!(list(&mut node).answered, 1);
    assert!(!kept(&mut node), "whoever only reads keeps nothing");
}

#[test]
fn what_was_written_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (mut node, community) = founded(&folder);
    ask_them(&mut node, "Lunch?", "sense-check");
    let before = state(&mut node, &community);
    drop(node);
    let mut node = open(&folder).unwrap();
    assert_eq!(state(&mut node, &community), before);
    let ask =
        ask::DecisionAnswer { decision: "lunch".into(), answer: vec!["fine".into()], ..Default::default() };
    assert_eq!(node.decision_answer(ask).unwrap().answered, 1);
    assert!(node.doctor(ask::Doctor { thorough: true, replay: true }).unwrap().well);
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    let community = gather(&mut ana, &mut []);
    ask_them(&mut ana, "Lunch?", "sense-check");
    let before = state(&mut ana, &community);
    let store = ana.replica_of(&community).unwrap().store();
    let pages = store.pages().unwrap();
    store.limit_pages(pages).unwrap();
    let mut full = None;
    for i in 0..200 {
        let text = Some(format!("{i} {}", "long ".repeat(200)));
        match ana.comment(ask::Comment { on: "lunch".into(), text, reply: None }) {
            Ok(_) => {}
            Err(error) => {
                full = Some(error);
                break;
            }
        }
    }
    assert_eq!(full.expect("the disk never filled").code, "store.full");
    let comments = |ana: &mut Node| {
        ana.comment(ask::Comment { on: "lunch".into(), ..Default::default() }).unwrap().comments.len()
    };
    let kept = comments(&mut ana);
    assert!(ana.doctor(ask::Doctor { thorough: true, replay: true }).unwrap().well, "nothing half done");
    if kept == 0 {
        assert_eq!(state(&mut ana, &community), before);
    }
    ana.replica_of(&community).unwrap().store().limit_pages(1 << 30).unwrap();
    ana.comment(ask::Comment { on: "lunch".into(), text: Some("Now.".into()), reply: None }).unwrap();
    assert_eq!(comments(&mut ana), kept + 1);
}

#[test]
fn damaged_and_newer_homes_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let (node, community) = founded(&folder);
    drop(node);
    let file = folder.path().join(format!("communities/{community}.palabre"));
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    let good = std::fs::read(&file).unwrap();
    std::fs::write(&file, b"this is not a database, but a shopping list").unwrap();
    assert_eq!(code(open(&folder).unwrap().status(ask::Status {})), "store.damaged");
    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&99u32.to_be_bytes());
    std::fs::write(&file, newer).unwrap();
    assert_eq!(code(open(&folder).unwrap().status(ask::Status {})), "store.newer");
    let mut writing = open(&folder).unwrap();
    assert_eq!(code(writing.invite(ask::Invite { uses: 1, days: 1, ..Default::default() })), "store.newer");
    drop(writing);
    std::fs::write(&file, good).unwrap();
    assert_eq!(open(&folder).unwrap().status(ask::Status {}).unwrap().members, 1);
    std::fs::write(folder.path().join("identity.json"), "{").unwrap();
    assert_eq!(code(open(&folder).map(|_| ())), "home.damaged");
}

#[test]
fn tickets_files_and_bundles_that_are_none() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    for ticket in ["", "hello", "palabre://join?ticket=", "palabre://join?ticket=%%%", "no/such/file"] {
        let code = code(ben.join(ask::Join { ticket: ticket.into() }));
        assert!(code.starts_with("ticket.") || code.starts_with("file."), "{ticket:?}: {code}");
    }
    assert_eq!(code(ana.bundle_import(ask::BundleImport { file: path("none") })), "file.failed");
    std::fs::write(path("junk"), b"junk").unwrap();
    assert_eq!(code(ana.bundle_import(ask::BundleImport { file: path("junk") })), "bundle.malformed");
    ana.bundle_export(ask::BundleExport { file: path("good"), ..Default::default() }).unwrap();
    let good = std::fs::read(path("good")).unwrap();
    let before = state(&mut ben, &community);
    let taken = ben.bundle_import(ask::BundleImport { file: path("good") }).unwrap();
    assert_eq!((taken.refused, taken.gaps), (0, 0));
    std::fs::write(path("cut"), &good[..good.len() - 1]).unwrap();
    let cut = ben.bundle_import(ask::BundleImport { file: path("cut") }).unwrap();
    assert_eq!((cut.cut, cut.new, cut.entries), (true, 0, taken.entries), "only its end is missing");
    assert_eq!(state(&mut ben, &community), before, "everything in it was held already");
    ana.invite(ask::Invite { uses: 1, days: 1, file: Some(path("invite")), ..Default::default() }).unwrap();
    assert_eq!(
        ben.bundle_import(ask::BundleImport { file: path("invite") }).unwrap().new,
        1,
        "its own invite"
    );
    let mut elsewhere = person(&time, "Eve", 7);
    gather(&mut elsewhere, &mut []);
    assert_eq!(code(elsewhere.bundle_import(ask::BundleImport { file: path("good") })), "bundle.foreign");
}

#[test]
fn questions_that_cannot_be_asked() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    assert_eq!(code(ana.status(ask::Status {})), "community.none");
    assert_eq!(code(ana.found(ask::Found { name: " ".into(), cause: "Why.".into() })), "charter.invalid");
    gather(&mut ana, &mut []);
    let new = |question: &str, wording: String| ask::DecisionNew { question: question.into(), wording };
    assert_eq!(code(ana.decision_new(new("", String::new()))), "decision.question");
    assert_eq!(code(ana.decision_new(new("Long?", "x".repeat(60 << 10)))), "decision.wording");
    ana.decision_new(new("Lunch?", String::new())).unwrap();
    let open = |change: &dyn Fn(&mut ask::DecisionOpen)| {
        let mut ask = ask::DecisionOpen {
            decision: "lunch".into(),
            how: Some("proposal".into()),
            reasons: Some("against".into()),
            ..Default::default()
        };
        change(&mut ask);
        ask
    };
    assert_eq!(code(ana.decision_open(open(&|a| a.how = Some("shouting".into())))), "decision.how");
    assert_eq!(code(ana.decision_open(open(&|a| a.threshold = Some("101".into())))), "share.malformed");
    assert_eq!(code(ana.decision_open(open(&|a| a.quorum = Some("3/2".into())))), "share.malformed");
    assert_eq!(
        code(ana.decision_open(open(&|a| a.until = Some("2001-01-01T00:00Z".into())))),
        "decision.end"
    );
    assert_eq!(code(ana.decision_open(open(&|a| a.until = Some("soon".into())))), "time.malformed");
    assert_eq!(code(ana.decision_open(open(&|a| (a.days, a.hours) = (Some(1), Some(1))))), "time.several");
    let answer = |position: &str| ask::DecisionAnswer {
        decision: "lunch".into(),
        answer: vec![position.into()],
        ..Default::default()
    };
    assert_eq!(code(ana.decision_answer(answer("for"))), "decision.draft");
    ana.decision_open(open(&|_| {})).unwrap();
    assert_eq!(code(ana.decision_open(open(&|_| {}))), "decision.opened");
    assert_eq!(code(ana.decision_answer(answer("maybe"))), "decision.position");
    assert_eq!(code(ana.decision_answer(answer("against"))), "decision.reason");
    assert_eq!(
        code(ana.decision_show(ask::DecisionShow { decision: "nothing".into(), ..Default::default() })),
        "record.unknown"
    );
    let long = Some("x".repeat(30_000));
    assert_eq!(
        code(ana.comment(ask::Comment { on: "lunch".into(), text: long, reply: None })),
        "text.length"
    );
    let lost = ask::Comment { on: "lunch".into(), text: Some("Hm.".into()), reply: Some("abcd".into()) };
    assert_eq!(code(ana.comment(lost)), "comment.unknown");
    let reaction = "♥".repeat(20);
    assert_eq!(
        code(ana.react(ask::React { on: "lunch".into(), reaction, comment: None })),
        "reaction.length"
    );
    assert_eq!(code(ana.invite(ask::Invite { uses: 0, days: 1, ..Default::default() })), "invite.limits");
}

#[test]
fn a_clock_years_off_shows_and_changes_no_verdict() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "proposal");
    crate::table::meet(&mut ana, &mut ben, &community);
    time.pass(24 * 365 * 40);
    crate::table::answer(&mut ben, "lunch", "for");
    crate::table::meet(&mut ana, &mut ben, &community);
    let counted = crate::table::count(&mut ana, "lunch");
    assert_eq!(counted.counts[0].result, "too-few");
    crate::table::meet(&mut ana, &mut ben, &community);
    assert_eq!(ana.status(ask::Status {}).unwrap().refused, vec![]);
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_as_a_bundle_or_a_ticket_are_an_error_or_harmless(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let time = Time::new();
        let mut ana = person(&time, "Ana", 1);
        let community = gather(&mut ana, &mut []);
        let before = state(&mut ana, &community);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file").display().to_string();
        let mut bundle = palabre_feeds::bundle::head(&community);
        bundle.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        bundle.extend_from_slice(&bytes);
        palabre_feeds::bundle::end(&mut bundle);
        for content in [&bytes, &bundle] {
            std::fs::write(&file, content).unwrap();
            let _ = ana.bundle_import(ask::BundleImport { file: file.clone() });
            let joined = ana.join(ask::Join { ticket: file.clone() });
            let verified = ana.verify(ask::Verify { file: file.clone() });
            prop_assert!(joined.is_err() && verified.is_err());
        }
        prop_assert_eq!(state(&mut ana, &community), before);
    }
}
