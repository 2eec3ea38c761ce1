//! Two laptops over real sockets, on loopback.

use std::sync::Arc;
use std::time::{Duration, Instant};

use palabre_api::{Handler, ask};
use palabre_domain::id::{CommunityId, DeviceId, Hash};
use palabre_feeds::message::{KeyedFeed, Message, VERSION, keyed_root, tag};
use palabre_feeds::rate::QUESTIONS;
use palabre_feeds::session::{Act, Session};
use palabre_net::{Alpn, LinkError, Net, PeerAddress};
use palabre_node::live::{LiveEvent, LiveOptions, Until, run};
use palabre_node::{Node, NodeOptions};

use palabre_testkit::loopback::{endpoint, home, keep, options, sync};

use crate::table;

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_is_let_in_over_the_wire() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben, mut chi) = (home(&folder, "Ana"), home(&folder, "Ben"), home(&folder, "Chi"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 2, days: 1, ..Default::default() }).unwrap().link;
    ana.decision_new(ask::DecisionNew { question: "Lunch?".into(), wording: String::new() }).unwrap();
    let keeper = keep(ana).await;
    ben.join(ask::Join { ticket: link.clone() }).unwrap();
    assert_eq!(ben.status(ask::Status {}).unwrap().community.standing, "waiting");
    let report = sync(&mut ben, &keeper.address).await;
    assert_eq!((report.met, report.in_sync), (vec!["Ana".to_owned()], true));
    assert_eq!(ben.status(ask::Status {}).unwrap().community.standing, "member");
    assert_eq!(
        ben.decision_list(ask::DecisionList { limit: 9, ..Default::default() }).unwrap().decisions.len(),
        1
    );
    ben.comment(ask::Comment { on: "lunch".into(), text: Some("Yes!".into()), reply: None }).unwrap();
    let report = sync(&mut ben, &keeper.address).await;
    assert!(report.in_sync);
    // Chi's ticket carries no address, and Chi is told one.
    chi.join(ask::Join { ticket: link }).unwrap();
    assert!(sync(&mut chi, &keeper.address).await.in_sync);
    assert_eq!(
        chi.comment(ask::Comment { on: "lunch".into(), ..Default::default() }).unwrap().comments.len(),
        1
    );
    keeper.stop.send(()).unwrap();
    let (mut ana, report) = keeper.task.await.unwrap();
    assert_eq!(report.met, ["Ben", "Chi"]);
    assert_eq!(ana.members(ask::Members::default()).unwrap().members.len(), 3);
    let hashes = [&mut ana, &mut chi].map(|node| node.status(ask::Status {}).unwrap().state_hash);
    assert_eq!(hashes[0], hashes[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_on_a_record_comes_when_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (home(&folder, "Ana"), home(&folder, "Ben"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 2, days: 1, ..Default::default() }).unwrap().link;
    ana.project_new(ask::ProjectNew { name: "Repair cafe".into(), ..Default::default() }).unwrap();
    let bytes: Vec<u8> = (0..5_000_000_u32).map(|i| (i * 7 % 251) as u8).collect();
    for (name, bytes) in [("plan.pdf", &bytes[..]), ("photo.jpg", b"a small one")] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let file = file.display().to_string();
        ana.attach(ask::Attach { on: "repair".into(), file, drop: false }).unwrap();
    }
    let keeper = keep(ana).await;
    ben.join(ask::Join { ticket: link }).unwrap();
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    let fetch = |name: &str| ask::Fetch {
        on: "repair".into(),
        name: name.into(),
        file: Some(folder.path().join("fetched").display().to_string()),
    };
    assert_eq!(ben.fetch(fetch("nothing")).unwrap_err().code, "attachment.unknown");
    let there = ben.fetch(fetch("plan.pdf")).unwrap();
    assert!(!there.file.here && there.written.is_none());
    let mut told = Vec::new();
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    let report = run(&mut ben, options(vec![keeper.address.clone()], until), |event| told.push(event));
    assert!(report.await.unwrap().in_sync);
    let file = LiveEvent::File { name: "plan.pdf".into(), bytes: 5_000_000 };
    assert!(told.contains(&file) && told.iter().any(|event| matches!(event, LiveEvent::FileProgress { .. })));
    assert!(ben.fetch(fetch("plan.pdf")).unwrap().written.is_some());
    assert!(std::fs::read(folder.path().join("fetched")).unwrap() == bytes);
    // A house computer brings all of them.
    assert!(!ben.fetch(fetch("photo.jpg")).unwrap().file.here);
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    let all = LiveOptions { files: true, ..options(vec![keeper.address.clone()], until) };
    run(&mut ben, all, |_| {}).await.unwrap();
    assert!(ben.fetch(fetch("photo.jpg")).unwrap().file.here);
    // Somebody who is no member does not get it, whatever they know of it.
    let hash = palabre_domain::id::Hash::of(&bytes);
    let eve = endpoint([66; 32]).await;
    let to = PeerAddress::parse(&keeper.address, None).unwrap();
    let came = eve.fetch_file(to.device, &to.addresses, (hash, 5_000_000), |_| {}).await;
    assert!(came.is_err(), "a stranger got it");
    keeper.stop.send(()).unwrap();
    let (mut ana, _) = keeper.task.await.unwrap();
    // Taken off, it is no longer shown.
    ana.attach(ask::Attach { on: "repair".into(), file: "plan.pdf".into(), drop: true }).unwrap();
    let shown = ana.project_show(ask::ProjectShow { project: "repair".into() }).unwrap();
    assert_eq!(shown.around.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["photo.jpg"]);
    assert_eq!(ana.fetch(fetch("plan.pdf")).unwrap_err().code, "attachment.unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_gets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut eve) = (home(&folder, "Ana"), home(&folder, "Eve"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    eve.found(ask::Found { name: "Elsewhere".into(), cause: "Alone.".into() }).unwrap();
    let keeper = keep(ana).await;
    let report = sync(&mut eve, &keeper.address).await;
    assert_eq!((report.met.len(), report.received, report.in_sync), (0, 0, false));
    keeper.stop.send(()).unwrap();
    assert!(keeper.task.await.unwrap().1.met.is_empty());
}

/// What is right to say for somebody who knows which community this is, and holds something of it: hello, what waits, and
/// everything that there is.
fn well_said(community: &CommunityId, me: &DeviceId, to: &DeviceId) -> Vec<Message> {
    let (tag, root) = (tag(community, me, to), keyed_root(&Hash([9; 32]), me));
    vec![
        Message::Hello { version: VERSION, tag, root, devices: [9; 8] },
        Message::WantPreview,
        Message::Heights(Vec::new()),
        Message::Want(vec![KeyedFeed { device: *to, tips: Vec::new() }]),
    ]
}

/// Says all of that to somebody; returns what comes back, and how it ends.
async fn say_to(
    net: &Net,
    to: &PeerAddress,
    community: &CommunityId,
) -> (Vec<Vec<u8>>, Result<(), LinkError>) {
    let mut link = net.connect(to.device, &to.addresses, Alpn::Sync).await.unwrap();
    for message in well_said(community, &net.device(), &to.device) {
        // Whoever has hung up already does not hear the rest.
        if link.send(&message.to_bytes()).await.is_err() {
            break;
        }
    }
    let mut heard = Vec::new();
    loop {
        match link.recv().await {
            Ok(Some(frame)) => heard.push(frame),
            Ok(None) => return (heard, Ok(())),
            Err(error) => return (heard, Err(error)),
        }
    }
}

/// Held by `Meeting::welcome`, which asks who is let in (`Membership::is_peer`), not who knows the community.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_knows_the_community_gets_nothing_either() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben, mut eve) = (home(&folder, "Ana"), home(&folder, "Ben"), home(&folder, "Eve"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    table::ask_them(&mut ana, "Lunch?", "proposal");
    let community = ana.communities().unwrap()[0];
    let keeper = keep(ana).await;
    ben.join(ask::Join { ticket: link.clone() }).unwrap();
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    let to = PeerAddress::parse(&keeper.address, None).unwrap();
    // With a key that nobody has seen.
    let net = endpoint([66; 32]).await;
    let refused: (Vec<Vec<u8>>, Result<(), LinkError>) = (Vec::new(), Err(LinkError::Refused));
    assert_eq!(say_to(&net, &to, &community).await, refused);
    net.close().await;
    // The invite was forwarded to Eve, and used up before: her request is kept, and she waits outside.
    eve.join(ask::Join { ticket: link }).unwrap();
    let until = Until::InSync { at_most: Duration::from_secs(5) };
    let report = run(&mut eve, options(vec![keeper.address.clone()], until), |_| {}).await.unwrap();
    assert_eq!((report.met.len(), report.received, report.in_sync), (0, 0, false));
    let status = eve.status(ask::Status {}).unwrap();
    assert_eq!((status.community.standing.as_str(), status.preview), ("waiting", None));
    let secret = *eve.identity().unwrap().secrets().unwrap().device.as_bytes();
    let hers = eve.identity().unwrap().device_id();
    let held = eve.replica_of(&community).unwrap().store().after(0, 1_000).unwrap();
    assert!(!held.is_empty() && held.iter().all(|held| held.entry.header.device == hers), "{held:?}");
    // And with her own, by another program.
    let net = endpoint(secret).await;
    assert_eq!(say_to(&net, &to, &community).await, refused);
    net.close().await;
    keeper.stop.send(()).unwrap();
    let (mut ana, report) = keeper.task.await.unwrap();
    assert_eq!(report.met, ["Ben"]);
    assert_eq!(ana.members(ask::Members::default()).unwrap().members.len(), 2);
    // Ben, who was let in, is answered the very same hello: or it would prove nothing.
    let keeper = keep(ana).await;
    let to = PeerAddress::parse(&keeper.address, None).unwrap();
    let secret = *ben.identity().unwrap().secrets().unwrap().device.as_bytes();
    let net = endpoint(secret).await;
    let mut link = net.connect(to.device, &to.addresses, Alpn::Sync).await.unwrap();
    for message in well_said(&community, &net.device(), &to.device) {
        link.send(&message.to_bytes()).await.unwrap();
    }
    let mut runs = 0;
    while runs == 0 {
        let frame = link.recv().await.unwrap().expect("the link stays");
        runs += usize::from(matches!(Message::from_bytes(&frame), Ok(Message::Runs(_))));
    }
    net.close().await;
    keeper.stop.send(()).unwrap();
    keeper.task.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures_that_did_not_travel_follow_in_the_background() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (home(&folder, "Ana"), home(&folder, "Ben"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 2, days: 1, ..Default::default() }).unwrap().link;
    for n in 0..30 {
        ana.decision_new(ask::DecisionNew { question: format!("Question {n}?"), wording: String::new() })
            .unwrap();
    }
    let keeper = keep(ana).await;
    ben.join(ask::Join { ticket: link }).unwrap();
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    let community = ben.communities().unwrap()[0];
    let unsigned = |ben: &mut Node| ben.replica_of(&community).unwrap().unsigned(0, 999).unwrap();
    assert!(unsigned(&mut ben).is_some(), "one signature vouched for the whole run");
    let stay = options(vec![keeper.address.clone()], Until::For(Duration::from_secs(2)));
    run(&mut ben, stay, |_| {}).await.unwrap();
    assert_eq!(unsigned(&mut ben), None);
    assert!(ben.doctor(ask::Doctor { thorough: true, replay: true }).unwrap().well);
    keeper.stop.send(()).unwrap();
    keeper.task.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_sees_what_waits_first_and_then_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (home(&folder, "Ana"), home(&folder, "Ben"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 2, days: 1, ..Default::default() }).unwrap().link;
    table::ask_them(&mut ana, "Lunch?", "proposal");
    let keeper = keep(ana).await;
    ben.join(ask::Join { ticket: link }).unwrap();
    let mut events = Vec::new();
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    let with = vec![keeper.address.clone()];
    assert!(run(&mut ben, options(with.clone(), until), |event| events.push(event)).await.unwrap().in_sync);
    let place = |wanted: fn(&LiveEvent) -> bool| events.iter().position(wanted);
    let first = place(|event| matches!(event, LiveEvent::Preview { .. })).unwrap();
    assert!(first < place(|event| matches!(event, LiveEvent::Met { .. })).unwrap());
    let LiveEvent::Preview { preview, community } = &events[first] else { panic!("the preview") };
    assert_eq!((preview.name.as_str(), preview.open[0].question.as_str()), ("Le Fournil", "Lunch?"));
    let status = ben.status(ask::Status {}).unwrap();
    assert_eq!(
        (&status.community.id, status.preview),
        (community, None),
        "the entries say it themselves now"
    );
    // Whoever has joined is told nothing beforehand.
    let mut again = 0;
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    run(&mut ben, options(with, until), |event| {
        again += usize::from(matches!(event, LiveEvent::Preview { .. }));
    })
    .await
    .unwrap();
    assert_eq!(again, 0);
    keeper.stop.send(()).unwrap();
    keeper.task.await.unwrap();
}

/// Speaks for a member whose laptop lets everybody in, and says this where a preview is asked for.
async fn speak_oddly(mut ana: Node, net: Net, preview: &[u8]) {
    let me = net.device();
    let community = ana.communities().unwrap()[0];
    while let Some(mut incoming) = net.incoming().await {
        let peer = incoming.link.peer();
        if incoming.alpn == Alpn::Join {
            incoming.link.recv().await.unwrap();
            incoming.link.send(b"inside").await.unwrap();
            // Ben hangs up as soon as he has read it.
            let _ = incoming.link.finish().await;
            continue;
        }
        let replica = ana.replica_of(&community).unwrap();
        replica.membership().unwrap();
        let mut session = Session::open(me, peer, community, false, replica);
        let hello = session.next_frame(replica).unwrap();
        incoming.link.send(&hello).await.unwrap();
        while let Ok(Some(frame)) = incoming.link.recv().await {
            if session.receive(&frame, replica).unwrap() == [Act::WantsPreview] {
                session.preview(preview.to_vec());
                let frame = session.next_frame(replica).unwrap();
                incoming.link.send(&frame).await.unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_what_is_no_preview_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (home(&folder, "Ana"), home(&folder, "Ben"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 2, days: 1, ..Default::default() }).unwrap().link;
    ben.join(ask::Join { ticket: link }).unwrap();
    let secret = *ana.identity().unwrap().secrets().unwrap().device.as_bytes();
    let net = endpoint(secret).await;
    let address = format!("{}@{}", net.device(), net.local_addresses()[0]);
    let odd = tokio::spawn(speak_oddly(ana, net, b"no preview"));
    let mut problems = Vec::new();
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    let report = run(&mut ben, options(vec![address], until), |event| {
        if let LiveEvent::Problem { code, hint, .. } = event {
            assert!(hint.starts_with("It is left alone for a minute."), "{hint}");
            problems.push(code);
        }
    });
    assert!(report.await.unwrap().met.is_empty());
    assert_eq!(problems, ["peer.fault"]);
    assert_eq!(ben.status(ask::Status {}).unwrap().preview, None);
    odd.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_too_much_is_read_more_slowly_and_not_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (home(&folder, "Ana"), home(&folder, "Ben"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 2, days: 1, ..Default::default() }).unwrap().link;
    let keeper = keep(ana).await;
    ben.join(ask::Join { ticket: link }).unwrap();
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    // Ben's laptop runs another program now, which asks and asks.
    let secret = *ben.identity().unwrap().secrets().unwrap().device.as_bytes();
    let net = endpoint(secret).await;
    let ana = PeerAddress::parse(&keeper.address, None).unwrap();
    let mut link = net.connect(ana.device, &ana.addresses, Alpn::Sync).await.unwrap();
    let community = ben.communities().unwrap()[0];
    let replica = ben.replica_of(&community).unwrap();
    replica.membership().unwrap();
    let mut session = Session::open(net.device(), ana.device, community, true, replica);
    link.send(&session.next_frame(replica).unwrap()).await.unwrap();
    let (mut sender, mut receiver) = link.split();
    let many = QUESTIONS.at_once + QUESTIONS.per_second;
    let started = Instant::now();
    let asking = tokio::spawn(async move {
        for _ in 0..many {
            sender.send(&Message::Ask(Vec::new()).to_bytes()).await.unwrap();
        }
        sender
    });
    let mut answers = 0;
    while answers < many {
        let frame = receiver.recv().await.unwrap().expect("the link stays");
        answers += u64::from(matches!(Message::from_bytes(&frame), Ok(Message::Known(_))));
    }
    let took = started.elapsed();
    assert!(took >= Duration::from_millis(900), "{took:?}");
    drop(asking.await.unwrap());
    net.close().await;
    // And Ben's own program is welcome as ever.
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    keeper.stop.send(()).unwrap();
    keeper.task.await.unwrap();
}

/// Begins in a new home with somebody's words.
fn restored(folder: &tempfile::TempDir, name: &str, words: Vec<String>) -> Node {
    let clock = || std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
    let mut node = Node::open(NodeOptions::new(folder.path().join(name), Arc::new(clock))).unwrap();
    node.me_restore(ask::MeRestore { from: words, name: Some("Ben".into()) }).unwrap();
    node
}

#[tokio::test(flavor = "multi_thread")]
async fn words_and_a_link_make_a_new_laptop_of_a_member_and_somebody_new_of_a_stranger() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben, mut chi) = (home(&folder, "Ana"), home(&folder, "Ben"), home(&folder, "Chi"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 9, days: 1, ..Default::default() }).unwrap().link;
    let keeper = keep(ana).await;
    ben.join(ask::Join { ticket: link.clone() }).unwrap();
    sync(&mut ben, &keeper.address).await;
    let words = |node: &mut Node| node.me_words(ask::MeWords::default()).unwrap().words;

    let mut again = restored(&folder, "again", words(&mut ben));
    let joined = again.join(ask::Join { ticket: link.clone() }).unwrap();
    assert_eq!(joined.community.standing, "waiting");
    let report = sync(&mut again, &keeper.address).await;
    assert!(report.in_sync);
    assert_eq!(again.status(ask::Status {}).unwrap().community.standing, "member");
    let devices = again.device_list(ask::DeviceList::default()).unwrap().devices;
    assert_eq!(devices.iter().map(|d| (d.number, d.here)).collect::<Vec<_>>(), [(1, false), (2, true)]);
    assert_eq!(again.members(ask::Members::default()).unwrap().members.len(), 2);

    // Chi's key is not known there: it asks to be let in, like anybody with an invite.
    let mut stranger = restored(&folder, "stranger", words(&mut chi));
    stranger.join(ask::Join { ticket: link }).unwrap();
    assert!(sync(&mut stranger, &keeper.address).await.in_sync);
    assert_eq!(stranger.status(ask::Status {}).unwrap().community.standing, "member");
    assert_eq!(stranger.members(ask::Members::default()).unwrap().members.len(), 3);
    keeper.stop.send(()).unwrap();
    keeper.task.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_laptop_is_turned_away_and_told_why() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (home(&folder, "Ana"), home(&folder, "Ben"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 2, days: 1, ..Default::default() }).unwrap().link;
    let keeper = keep(ana).await;
    ben.join(ask::Join { ticket: link }).unwrap();
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    keeper.stop.send(()).unwrap();
    let (mut ana, _) = keeper.task.await.unwrap();
    let device = ben.me_show(ask::MeShow {}).unwrap().device;
    let because = Some("It writes all night.".to_owned());
    ana.device_suspend(ask::DeviceSuspend { device: device.clone(), because, lift: false }).unwrap();
    let keeper = keep(ana).await;
    let mut told = Vec::new();
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    let report = run(&mut ben, options(vec![keeper.address.clone()], until), |event| told.push(event));
    assert!(report.await.unwrap().met.is_empty());
    let why =
        |event: &LiveEvent| matches!(event, LiveEvent::Problem { code, .. } if code == "link.suspended");
    assert!(told.iter().any(why), "{told:?}");
    keeper.stop.send(()).unwrap();
    let (mut ana, report) = keeper.task.await.unwrap();
    assert!(report.met.is_empty());
    ana.device_suspend(ask::DeviceSuspend { device, because: None, lift: true }).unwrap();
    let keeper = keep(ana).await;
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    keeper.stop.send(()).unwrap();
    keeper.task.await.unwrap();
}
