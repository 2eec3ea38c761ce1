//! The house computer: it holds and passes on, saves every night, and has no say.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use palabre_api::{Handler, ask};
use palabre_node::keys::{KeyPlace, Keys};
use palabre_node::live::{Desk, LiveEvent, LiveOptions, Nightly, Until, run};
use palabre_node::{Node, NodeOptions};
use tokio::sync::oneshot;

use crate::table::{self, answer, ask_them};
use palabre_testkit::loopback::{Keeper, home, keep, options, sync};

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn stop(keeper: Keeper) -> Node {
    keeper.stop.send(()).unwrap();
    keeper.task.await.unwrap().0
}

/// How many entries this laptop wrote itself.
fn wrote(node: &mut Node) -> u64 {
    let lines = node.device_list(ask::DeviceList { who: None }).unwrap().devices;
    lines.iter().find(|line| line.here).unwrap().entries
}

/// A decision and a newcomer pass by a house computer, which belongs to a guest or to a member.
async fn nothing_is_said_by_itself(guest: bool) {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (home(&folder, "Ana"), home(&folder, "Ben"));
    let (mut chi, mut house) = (home(&folder, "Chi"), home(&folder, "House"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let invite = |ana: &mut Node, guest| {
        ana.invite(ask::Invite { uses: 1, days: 1, guest, ..Default::default() }).unwrap().link
    };
    let link = invite(&mut ana, guest);
    house.join(ask::Join { ticket: link }).unwrap();
    let here = keep(ana).await;
    assert!(sync(&mut house, &here.address).await.in_sync);
    let mut ana = stop(here).await;
    let standing = house.status(ask::Status {}).unwrap().community.standing;
    assert_eq!(standing, if guest { "guest" } else { "member" });
    let before = wrote(&mut house);

    // Ben's invite is Ana's: he leaves his request with the house, and waits for her laptop.
    let link = invite(&mut ana, false);
    ben.join(ask::Join { ticket: link }).unwrap();
    let keeper = keep(house).await;
    assert!(sync(&mut ana, &keeper.address).await.in_sync);
    assert!(sync(&mut ben, &keeper.address).await.met.is_empty());
    assert_eq!(ben.status(ask::Status {}).unwrap().community.standing, "waiting");
    assert!(sync(&mut ana, &keeper.address).await.in_sync);
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    assert_eq!(ben.status(ask::Status {}).unwrap().community.standing, "member");

    // Somebody unknown with an invite that is nobody's gets nowhere.
    let mut eve = home(&folder, "Eve");
    eve.found(ask::Found { name: "Elsewhere".into(), cause: "Alone.".into() }).unwrap();
    let link = eve.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    chi.join(ask::Join { ticket: link }).unwrap();
    assert!(sync(&mut chi, &keeper.address).await.met.is_empty());

    ask_them(&mut ana, "Lunch?", "proposal");
    answer(&mut ana, "Lunch?", "for");
    assert!(sync(&mut ana, &keeper.address).await.in_sync);
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    answer(&mut ben, "Lunch?", "for");
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    assert!(sync(&mut ana, &keeper.address).await.in_sync);
    let shown =
        ana.decision_show(ask::DecisionShow { decision: "Lunch?".into(), ..Default::default() }).unwrap();
    assert_eq!((shown.answered, shown.present), (2, if guest { 2 } else { 3 }));
    assert_eq!(shown.missing.contains(&"House".to_owned()), !guest, "a guest is missed by nobody");
    if guest {
        let counted = table::count(&mut ana, "Lunch?");
        assert_eq!(counted.counts[0].confirmed_by, ["Ana"]);
        // It meets the count, and what it finds it keeps to itself.
        assert!(sync(&mut ana, &keeper.address).await.in_sync);
        let mut house = stop(keeper).await;
        let shown = house
            .decision_show(ask::DecisionShow { decision: "Lunch?".into(), ..Default::default() })
            .unwrap();
        assert_eq!(
            (shown.counts[0].confirmed_by.as_slice(), shown.i_take_part),
            (&["Ana".to_owned()][..], false)
        );
        assert_eq!(wrote(&mut house), before, "it wrote nothing at all");
    } else {
        let mut house = stop(keeper).await;
        assert_eq!(wrote(&mut house), before, "it wrote nothing at all");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_house_computer_of_a_guest_says_nothing_and_is_missed_by_nobody() {
    nothing_is_said_by_itself(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_house_computer_of_a_member_says_nothing_by_itself() {
    nothing_is_said_by_itself(false).await;
}

fn listed(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        folder.read_dir().unwrap().flatten().map(|e| e.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Runs the loop until it has saved everything, or has said that it could not.
async fn until_saved(node: &mut Node, nightly: &Nightly) -> LiveEvent {
    until_told(node, nightly, |code| matches!(code, "saved" | "backup.failed")).await.remove(0)
}

/// Runs the loop until it says this of the night, and returns all that it said of it.
async fn until_told(node: &mut Node, nightly: &Nightly, last: fn(&str) -> bool) -> Vec<LiveEvent> {
    let (stop, stopped) = oneshot::channel();
    let (mut stop, mut told) = (Some(stop), Vec::new());
    let options = LiveOptions { nightly: Some(nightly.clone()), ..options(vec![], Until::Stopped(stopped)) };
    let run = run(node, options, |event| {
        let code = match &event {
            LiveEvent::Saved { .. } => "saved",
            LiveEvent::Problem { code, .. } if code.starts_with("backup.") => code.as_str(),
            _ => return,
        };
        let is_last = last(code);
        if stop.is_some() {
            told.push(event);
        }
        if is_last && let Some(stop) = stop.take() {
            stop.send(()).unwrap();
        }
    });
    tokio::time::timeout(Duration::from_secs(60), run).await.unwrap().unwrap();
    told
}

fn home_at(folder: &Path, name: &str, time: &Arc<AtomicI64>, keys: Keys) -> Node {
    let time = time.clone();
    let clock = Arc::new(move || time.load(Ordering::Relaxed));
    Node::open(NodeOptions { keys, ..NodeOptions::new(folder.join(name), clock) }).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_saved_every_night_and_the_oldest_goes() {
    let folder = tempfile::tempdir().unwrap();
    // 2027-03-10T12:00:00Z
    let time = Arc::new(AtomicI64::new(1_804_680_000_000));
    let mut house = home_at(folder.path(), "House", &time, Keys::default());
    house.me_new(ask::MeNew { name: "House".into() }).unwrap();
    house.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = house.invite(ask::Invite { uses: 1, days: 9, ..Default::default() }).unwrap().link;
    house.project_new(ask::ProjectNew { name: "Repair cafe".into(), ..Default::default() }).unwrap();
    let file = folder.path().join("plan.pdf");
    std::fs::write(&file, b"a plan").unwrap();
    let file = file.display().to_string();
    house.attach(ask::Attach { on: "repair".into(), file, drop: false }).unwrap();
    let community = house.communities().unwrap()[0];
    let saved = folder.path().join("saved");
    let at = jiff::civil::time(3, 30, 0, 0);
    let nightly =
        Nightly { folder: saved.clone(), at, zone: jiff::tz::TimeZone::UTC, keep: 2, passphrase: None };

    let LiveEvent::Saved { place, bytes } = until_saved(&mut house, &nightly).await else { panic!("saved") };
    assert!(bytes > 0 && place.ends_with("palabre-2027-03-10T12-00-00Z"), "{place}");
    let hash = palabre_domain::id::Hash::of(b"a plan");
    assert_eq!(std::fs::read(saved.join(format!("files/{hash}"))).unwrap(), b"a plan");
    // It is a bundle as any other, and whoever was invited reads it.
    let bundle = format!("{place}/{community}.bundle");
    let mut ben = home_at(folder.path(), "Ben", &time, Keys::default());
    ben.me_new(ask::MeNew { name: "Ben".into() }).unwrap();
    ben.join(ask::Join { ticket: link }).unwrap();
    let taken = ben.bundle_import(ask::BundleImport { file: bundle }).unwrap();
    assert_eq!((taken.refused, taken.gaps), (0, 0));
    assert_eq!(
        ben.project_list(ask::ProjectList { limit: 9, ..Default::default() }).unwrap().projects.len(),
        1
    );

    for _ in 0..2 {
        time.fetch_add(DAY, Ordering::Relaxed);
        until_saved(&mut house, &nightly).await;
    }
    assert_eq!(listed(&saved), ["files", "palabre-2027-03-11T12-00-00Z", "palabre-2027-03-12T12-00-00Z"]);

    // Where it cannot be written, that is said, and what there was stays.
    let blocked = Nightly { folder: folder.path().join("plan.pdf/here"), ..nightly.clone() };
    let LiveEvent::Problem { message, .. } = until_saved(&mut house, &blocked).await else {
        panic!("refused")
    };
    assert!(message.starts_with("Tonight's backup was not made. "), "{message}");
    assert_eq!(listed(&saved).len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_night_saves_what_can_be_opened_and_keeps_what_was_saved_of_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let time = Arc::new(AtomicI64::new(1_804_680_000_000));
    let open = || home_at(folder.path(), "House", &time, Keys::default());
    let mut house = open();
    house.me_new(ask::MeNew { name: "House".into() }).unwrap();
    house.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    house.found(ask::Found { name: "Casa Tejado".into(), cause: "Together.".into() }).unwrap();
    let (whole, damaged) = (house.communities().unwrap()[0], house.communities().unwrap()[1]);
    let nightly = Nightly {
        folder: folder.path().join("saved"),
        at: jiff::civil::time(3, 30, 0, 0),
        zone: jiff::tz::TimeZone::UTC,
        keep: 1,
        passphrase: None,
    };
    nightly.save(&mut house).unwrap();
    drop(house);
    let file = folder.path().join(format!("House/communities/{damaged}.palabre"));
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    std::fs::write(&file, b"this is not a database, but a shopping list").unwrap();

    time.fetch_add(DAY, Ordering::Relaxed);
    let mut house = open();
    let saved = nightly.save(&mut house).unwrap();
    assert_eq!(saved.lacks.unwrap().code, "store.damaged");
    assert_eq!(listed(&saved.place), [format!("{whole}.bundle")]);
    // One is kept; that of yesterday is all that there is of the other community.
    let yesterday = nightly.folder.join("palabre-2027-03-10T12-00-00Z");
    assert!(yesterday.join(format!("{damaged}.bundle")).exists());
    // A sealed one brings the person back all the same.
    let sealed = Nightly { passphrase: Some("seven loaves of rye".into()), ..nightly.clone() };
    assert!(sealed.save(&mut house).unwrap().lacks.is_some());

    // Whoever runs it hears of both.
    time.fetch_add(DAY, Ordering::Relaxed);
    let told = until_told(&mut house, &nightly, |code| code == "backup.lacks").await;
    assert!(matches!(told[..], [LiveEvent::Saved { .. }, LiveEvent::Problem { .. }]), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_night_brings_the_person_back_as_a_new_laptop() {
    let folder = tempfile::tempdir().unwrap();
    let time = Arc::new(AtomicI64::new(1_804_680_000_000));
    let mut house = home_at(folder.path(), "House", &time, Keys::default());
    house.me_new(ask::MeNew { name: "House".into() }).unwrap();
    house.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let device = house.me_show(ask::MeShow {}).unwrap().device;
    let phrase = "seven loaves of rye";
    let nightly = Nightly {
        folder: folder.path().join("saved"),
        at: jiff::civil::time(3, 30, 0, 0),
        zone: jiff::tz::TimeZone::UTC,
        keep: 7,
        passphrase: Some(phrase.into()),
    };
    let LiveEvent::Saved { place, .. } = until_saved(&mut house, &nightly).await else { panic!("saved") };
    assert_eq!(listed(&nightly.folder), ["palabre-2027-03-10T12-00-00Z.backup"]);
    let keys = Keys { place: Arc::new(|| KeyPlace::File), ask: Arc::new(move |_| Some(phrase.to_owned())) };
    let mut again = home_at(folder.path(), "Again", &time, keys);
    let me = again.restore(ask::Restore { file: place, words: vec![] }).unwrap();
    assert_eq!((me.name.as_str(), me.communities.len()), ("House", 1));
    assert_ne!(me.device, device, "two machines never write one feed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_house_says_how_it_is_while_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (home(&folder, "Ana"), home(&folder, "Ben"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    assert_eq!(ana.house(ask::House::default()).unwrap().since, None);
    ben.join(ask::Join { ticket: link }).unwrap();
    let (desk, calls) = Desk::pair();
    let (stop, stopped) = oneshot::channel();
    let (tell, mut hear) = tokio::sync::mpsc::unbounded_channel();
    let options = LiveOptions { calls: Some(calls), ..options(vec![], Until::Stopped(stopped)) };
    let task = tokio::spawn(async move { run(&mut ana, options, |event| drop(tell.send(event))).await });
    let link = loop {
        if let LiveEvent::Listening { link, .. } = hear.recv().await.unwrap() {
            break link;
        }
    };
    // Whoever wants to be met by the link that it shows keeps it, or names it.
    assert_eq!(ben.meet(ask::Meet { at: "192.168.1.20".into() }).unwrap_err().code, "address.not-an-address");
    assert_eq!(ben.meet(ask::Meet { at: link.clone() }).unwrap().name, None);
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    let report = run(&mut ben, palabre_testkit::loopback::options(vec![], until), |_| {}).await.unwrap();
    assert_eq!((report.met, report.in_sync), (vec!["Ana".to_owned()], true));
    assert_eq!(ben.meet(ask::Meet { at: link.clone() }).unwrap().name.as_deref(), Some("Ana"));
    let mut eve = home(&folder, "Eve");
    eve.found(ask::Found { name: "Elsewhere".into(), cause: "Alone.".into() }).unwrap();
    assert_eq!(eve.meet(ask::Meet { at: link.clone() }).unwrap_err().code, "meet.stranger");
    let told = desk.call(None, "house", serde_json::json!({ "qr": true })).await.unwrap();
    let house: palabre_api::row::House = serde_json::from_value(told).unwrap();
    assert_eq!(house.link.as_deref(), Some(link.as_str()));
    assert!(house.since.is_some() && house.last_met.is_some() && house.qr.is_some());
    assert!(house.received > 0 && house.sent > 0 && house.communities[0].bytes > 0);
    assert_eq!((house.communities[0].members, house.communities[0].standing.as_str()), (2, "member"));
    assert_eq!(
        desk.call(None, "meet", serde_json::json!({ "at": link })).await.unwrap_err().code,
        "meet.myself"
    );
    stop.send(()).unwrap();
    task.await.unwrap().unwrap();
}
