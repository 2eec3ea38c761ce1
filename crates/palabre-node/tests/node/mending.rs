//! Files that are damaged, in all the ways in which files are.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use palabre_api::{Handler, ask};
use palabre_domain::id::CommunityId;
use palabre_node::{Node, NodeOptions};

use crate::table::{START, Time, answer, ask_them, gather, meet, person, show, state};

const PAGE: usize = 4_096;

fn home(folder: &Path) -> Node {
    Node::open(NodeOptions::new(folder.to_owned(), Arc::new(|| START))).unwrap()
}

fn file(folder: &Path, community: &CommunityId) -> PathBuf {
    folder.join(format!("communities/{community}.palabre"))
}

/// What was found after Ana's file was damaged in some way, mended, and met again.
struct Mended {
    /// How many entries could be read.
    entries: u64,
    /// Whether what she had told nobody yet is there.
    unsent: bool,
}

/// Damages the file of a laptop that has told most of it, mends it, and lets it meet somebody.
fn mend_after(damage: impl FnOnce(&mut Vec<u8>)) -> Mended {
    let (folder, time) = (tempfile::tempdir().unwrap(), Time::new());
    let mut ana = home(folder.path());
    ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    let mut ben = person(&time, "Ben", 2);
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "sense-check");
    for n in 0..60 {
        let text = Some(format!("{n}: {}", "bread ".repeat(80)));
        ana.comment(ask::Comment { on: "lunch".into(), text, reply: None }).unwrap();
    }
    answer(&mut ana, "lunch", "fine");
    meet(&mut ana, &mut ben, &community);
    let unsent =
        ask::Comment { on: "community".into(), text: Some("Told to nobody yet.".into()), reply: None };
    ana.comment(unsent).unwrap();
    let old = ana.identity().unwrap().device_id();
    assert_eq!(ana.mend(ask::Mend::default()).unwrap_err().code, "store.whole");
    drop(ana);

    let path = file(folder.path(), &community);
    let mut bytes = std::fs::read(&path).unwrap();
    damage(&mut bytes);
    std::fs::write(&path, &bytes).unwrap();
    let mut ana = home(folder.path());
    let told = ana.doctor(ask::Doctor { thorough: true, replay: false });
    assert!(told.is_err() || !told.unwrap().well, "the damage is noticed");
    drop(ana);
    let mut ana = home(folder.path());
    let mended = ana.mend(ask::Mend::default()).unwrap();
    assert_eq!(std::fs::read(&mended.aside).unwrap(), bytes, "the damaged file is kept as it was");
    assert_ne!(ana.identity().unwrap().device_id(), old, "two machines never write one feed");
    assert_eq!(ana.mend(ask::Mend::default()).unwrap_err().code, "store.whole");
    drop(ana);

    // The rest comes at the next meeting, and the new device speaks.
    let mut ana = home(folder.path());
    ana.hold().unwrap();
    assert!(meet(&mut ana, &mut ben, &community));
    let said = ask::Comment { on: "lunch".into(), text: Some("Back again.".into()), reply: None };
    ana.comment(said).unwrap();
    assert!(meet(&mut ana, &mut ben, &community));
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
    let seen = show(&mut ben, "lunch");
    assert_eq!((seen.answered, seen.around.comments.len()), (1, 61), "what was said has its effect");
    assert!(ben.status(ask::Status {}).unwrap().forked.is_empty());
    assert!(ana.doctor(ask::Doctor { thorough: true, replay: true }).unwrap().well);
    assert!(!ana.status(ask::Status {}).unwrap().renew);
    let thread = ask::Comment { on: "community".into(), ..Default::default() };
    let unsent = !ben.comment(thread).unwrap().comments.is_empty();
    Mended { entries: mended.entries, unsent }
}

#[test]
fn a_spoilt_header_costs_nothing() {
    let mended = mend_after(|bytes| bytes[..100].fill(0));
    assert!(mended.unsent && mended.entries > 120, "{}", mended.entries);
    let mended = mend_after(|bytes| bytes[..PAGE].fill(0xa5));
    assert!(mended.unsent && mended.entries > 120, "{}", mended.entries);
}

#[test]
fn spoilt_pages_cost_what_was_in_them_until_somebody_is_met() {
    for first in [41, 48] {
        let mended = mend_after(|bytes| {
            let pages = bytes.len() / PAGE;
            for page in (first..pages).step_by(9) {
                bytes[page * PAGE..(page + 1) * PAGE].fill(0xa5);
            }
        });
        assert!(mended.entries > 0, "{}", mended.entries);
    }
}

#[test]
fn a_file_that_was_cut_off_or_emptied_comes_back_from_others() {
    mend_after(|bytes| bytes.truncate(bytes.len() / 2 + 1_000));
    let mended = mend_after(Vec::clear);
    assert_eq!((mended.entries, mended.unsent), (0, false));
    let mended = mend_after(|bytes| *bytes = b"a letter".repeat(1_000));
    assert_eq!((mended.entries, mended.unsent), (0, false));
}

#[test]
fn a_lost_write_ahead_file_is_a_disk_that_was_put_back() {
    let (folder, time) = (tempfile::tempdir().unwrap(), Time::new());
    let mut ana = home(&folder.path().join("ana"));
    ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    let mut ben = person(&time, "Ben", 2);
    let community = gather(&mut ana, &mut [&mut ben]);
    ana.replica_of(&community).unwrap().store().checkpoint().unwrap();
    ask_them(&mut ana, "Lunch?", "sense-check");
    answer(&mut ana, "lunch", "fine");
    meet(&mut ana, &mut ben, &community);
    // The disk keeps the file and loses what is beside it.
    let other = folder.path().join("other");
    std::fs::create_dir_all(other.join("communities")).unwrap();
    std::fs::copy(folder.path().join("ana/identity.json"), other.join("identity.json")).unwrap();
    std::fs::copy(file(&folder.path().join("ana"), &community), file(&other, &community)).unwrap();
    drop(ana);
    let mut ana = home(&other);
    assert_eq!(ana.mend(ask::Mend::default()).unwrap_err().code, "store.whole", "nobody can tell yet");
    meet(&mut ana, &mut ben, &community);
    assert!(ana.status(ask::Status {}).unwrap().renew, "it is noticed before anything is written");
    ana.device_renew(ask::DeviceRenew::default()).unwrap();
    assert!(meet(&mut ana, &mut ben, &community));
    assert_eq!(show(&mut ben, "lunch").answered, 1);
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
}

#[test]
fn a_mend_that_was_cut_off_between_its_moves_is_finished_when_the_home_is_taken() {
    // The power went before anything was moved, or when the damaged file was aside and the mended one not in its place.
    for moved in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let mut ana = home(folder.path());
        ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
        let found = ask::Found { name: "Le Fournil".into(), cause: "Together.".into() };
        let community = CommunityId::parse(&ana.found(found).unwrap().id).unwrap();
        let before = state(&mut ana, &community);
        drop(ana);
        let path = file(folder.path(), &community);
        let beside = |end: &str| PathBuf::from(format!("{}.{end}", path.display()));
        std::fs::copy(&path, beside("mended")).unwrap();
        std::fs::write(&path, b"spoilt").unwrap();
        if moved {
            std::fs::rename(&path, beside("damaged-1")).unwrap();
        }
        let mut ana = home(folder.path());
        // Who only reads moves nothing.
        ana.hold().unwrap();
        assert_eq!(state(&mut ana, &community), before, "moved: {moved}");
        assert!(!beside("mended").exists());
        assert_eq!(std::fs::read(beside("damaged-1")).unwrap(), b"spoilt", "what was damaged is kept");
    }
}

#[test]
fn a_community_that_does_not_open_hides_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut ana = home(folder.path());
    ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    let mut found =
        |name: &str| ana.found(ask::Found { name: name.into(), cause: "Bread.".into() }).unwrap().id;
    let (oven, mill) = (found("The oven"), found("The mill"));
    drop(ana);
    let path = file(folder.path(), &CommunityId::parse(&oven).unwrap());
    std::fs::write(path, b"a shopping list, and no database").unwrap();
    let mut ana = home(folder.path());
    let me = ana.me_show(ask::MeShow {}).unwrap();
    assert_eq!(me.communities.len(), 2);
    let named = |id: &str| me.communities.iter().find(|one| one.id == id).unwrap();
    let (oven, mill) = (named(&oven), named(&mill));
    assert_eq!((mill.name.as_str(), &mill.trouble), ("The mill", &None));
    let trouble = oven.trouble.as_ref().unwrap();
    assert_eq!((trouble.code.as_str(), oven.standing.as_str()), ("store.damaged", "closed"));
    assert!(!trouble.message.is_empty() && !trouble.hint.is_empty());
    // The other is found by its name, too.
    ana.turn_to(Some("the mill".into()));
    assert_eq!(ana.status(ask::Status {}).unwrap().community.name, "The mill");
}
