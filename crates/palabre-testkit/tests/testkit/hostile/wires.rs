//! Frames, packs, tickets and connections that lie about how much they are.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use data_encoding::BASE32_NOPAD;
use palabre_api::{Handler, ask};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash};
use palabre_domain::wire;
use palabre_feeds::body::Part;
use palabre_feeds::entry::Kind;
use palabre_feeds::message::{Asked, KeyedFeed, KeyedTip, MAX_ASKED, Message, Stretch, VERSION, tag};
use palabre_feeds::run::{MAX_UNPACKED, Run};
use palabre_feeds::session::{Act, Fault};
use palabre_net::addresses::MAX_ADDRESSES;
use palabre_net::alpn::MAX_FIRST_FRAME;
use palabre_net::book::{KEPT_FOR, MAX_DEVICES, read_shared};
use palabre_net::{
    AddressBook, Alpn, Invitation, InviteTicket, Limits, LinkError, Net, PeerAddress, SharedAddresses,
    SharedError, TicketError, Witness,
};
use palabre_node::Node;
use palabre_node::live::{Desk, LiveEvent, LiveOptions, Until, run};
use palabre_testkit::hostile::{Hostile, Talk};
use palabre_testkit::loopback::{Keeper, endpoint, home, keep, options, sync};
use palabre_testkit::people::{meet, state};

use super::{Scene, shown};

/// Says something after hello that ends the conversation, and changes nothing.
fn ends_it(scene: &mut Scene, frame: &[u8]) {
    let before = state(&mut scene.ana, &scene.community);
    let mut talk = Talk::with(&mut scene.ana, &scene.mal);
    talk.hello(&mut scene.ana).unwrap();
    assert_eq!(talk.send(&mut scene.ana, frame), Err(Fault::Malformed));
    assert_eq!(state(&mut scene.ana, &scene.community), before);
}

#[test]
fn a_million_heights_end_the_conversation() {
    let mut scene = Scene::new();
    let feeds = |many: u32| -> Vec<KeyedFeed> {
        let mut feeds: Vec<KeyedFeed> = (0..many)
            .map(|n| KeyedFeed { device: DeviceId(Hash::of(&n.to_le_bytes()).0), tips: vec![] })
            .collect();
        feeds.sort_unstable_by_key(|feed| feed.device);
        feeds
    };
    ends_it(&mut scene, &Message::Heights(feeds(1_000_000)).to_bytes());
    ends_it(&mut scene, &Message::Same(vec![KeyedTip { seq: 1, head: [0; 4] }; 1_000_000]).to_bytes());
    // Too many tips of one feed, or the same feed over and over.
    let tips = vec![KeyedTip { seq: 9, head: [1; 4] }; MAX_ASKED + 1];
    ends_it(&mut scene, &Message::Want(vec![KeyedFeed { device: DeviceId([1; 32]), tips }]).to_bytes());
    let twice = vec![KeyedFeed { device: DeviceId([1; 32]), tips: vec![] }; 2];
    ends_it(&mut scene, &Message::Hint(twice).to_bytes());
    // As many as a message may hold are read, and lead to nothing but a question.
    let mut talk = Talk::with(&mut scene.ana, &scene.mal);
    talk.hello(&mut scene.ana).unwrap();
    let before = shown(&mut scene.ana, &scene.community);
    assert!(talk.say(&mut scene.ana, &Message::Heights(feeds(20_000))).unwrap().is_empty());
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    scene.well();
}

#[test]
fn lengths_that_lie_make_no_room() {
    let mut scene = Scene::new();
    // A message that claims a list, or bytes, of 2^60, in a dozen bytes.
    for kind in 0..=14u8 {
        let frame = [&[kind][..], &wire::to_bytes(&(1u64 << 60)), &[0; 4]].concat();
        let mut talk = Talk::with(&mut scene.ana, &scene.mal);
        talk.hello(&mut scene.ana).unwrap();
        let answered = talk.send(&mut scene.ana, &frame);
        assert!(answered.is_err() || answered.unwrap().is_empty(), "message {kind}");
    }
    // Signatures of four thousand million places, asked for in one line.
    let all = Stretch { device: scene.mal.device(), first: 1, many: u32::MAX };
    ends_it(&mut scene, &Message::WantSignatures(vec![all]).to_bytes());
    ends_it(&mut scene, &Message::WantSignatures(vec![Stretch { many: 4_096, ..all }; 2]).to_bytes());
    ends_it(&mut scene, &Message::Signatures(vec![(all, vec![])]).to_bytes());
    // Nothing behind a message, and nothing before one.
    ends_it(&mut scene, &[&Message::Done(Hash([1; 32])).to_bytes()[..], &[0]].concat());
    ends_it(&mut scene, &[]);
    scene.well();
}

#[test]
fn a_zstd_bomb_is_not_unpacked() {
    let mut scene = Scene::new();
    for unpacked in [MAX_UNPACKED + 1, 64 << 20] {
        // A frame that says its size, and one that does not.
        let zeros = vec![0u8; unpacked];
        let bomb = zstd::bulk::compress(&zeros, 19).unwrap();
        ends_it(&mut scene, &Message::Runs(bomb).to_bytes());
        let unsaid = zstd::stream::encode_all(&zeros[..], 1).unwrap();
        ends_it(&mut scene, &Message::Runs(unsaid).to_bytes());
    }
    // A gibibyte that is claimed, in four bytes or in eight (RFC 8878), and is not there: one block of 128 KiB follows.
    let magic = [0x28u8, 0xb5, 0x2f, 0xfd];
    let block = [0x03u8, 0x00, 0x10, 0x00];
    let (short, long) = ((1u32 << 30).to_le_bytes(), (1u64 << 30).to_le_bytes());
    for (descriptor, size) in [(0xa0u8, &short[..]), (0xe0, &long[..])] {
        let claim = [&magic[..], &[descriptor], size, &block].concat();
        ends_it(&mut scene, &Message::Runs(claim).to_bytes());
    }
    // A bomb within a bomb: runs of no entries, as many as fit.
    let runs = vec![0u8; MAX_UNPACKED - 16];
    let hollow = zstd::bulk::compress(&runs, 1).unwrap();
    let mut talk = Talk::with(&mut scene.ana, &scene.mal);
    talk.hello(&mut scene.ana).unwrap();
    match talk.say(&mut scene.ana, &Message::Runs(hollow)) {
        Err(Fault::Malformed) => {}
        other => assert_eq!(other, Ok(vec![Act::Take(vec![])])),
    }
    scene.well();
}

#[test]
fn places_that_nobody_holds_are_asked_about_in_vain() {
    let mut scene = Scene::new();
    let mut talk = Talk::with(&mut scene.ana, &scene.mal);
    talk.hello(&mut scene.ana).unwrap();
    talk.hear(&mut scene.ana);
    let places: Vec<(u64, EntryId)> =
        (1..=MAX_ASKED as u64).rev().map(|seq| (seq, EntryId([7; 32]))).collect();
    let asked = Asked { device: scene.mal.device(), places };
    talk.say(&mut scene.ana, &Message::Ask(vec![asked.clone(); MAX_ASKED])).unwrap();
    let answers = talk.hear(&mut scene.ana);
    let known = answers.iter().find_map(|message| match message {
        Message::Known(known) => Some(known),
        _ => None,
    });
    assert!(known.unwrap().iter().all(|(_, _, seq)| *seq == 0));
    // Answers to questions that were never asked are nobody's.
    let unasked = vec![(scene.mal.device(), EntryId([7; 32]), u64::MAX); MAX_ASKED];
    assert!(talk.say(&mut scene.ana, &Message::Known(unasked)).unwrap().is_empty());
    ends_it(&mut scene, &Message::Ask(vec![Asked { device: DeviceId([1; 32]), places: vec![] }]).to_bytes());
    ends_it(&mut scene, &Message::Ask(vec![asked; MAX_ASKED + 1]).to_bytes());
    scene.well();
}

#[test]
fn one_communitys_hello_opens_no_other_and_its_entries_do_not_cross() {
    let mut scene = Scene::new();
    // Ana is in two communities; Mallory is in one of them, and knows the other's id.
    let found = ask::Found { name: "Elsewhere".into(), cause: "Apart.".into() };
    let other = CommunityId::parse(&scene.ana.found(found).unwrap().id).unwrap();
    let device = palabre_testkit::people::author(&scene.ana).device();
    let before = state(&mut scene.ana, &other);
    // A hello for the one, in a conversation about the other.
    let mut talk = Talk::with(&mut scene.ana, &scene.mal);
    let crossed = Message::Hello {
        version: VERSION,
        tag: tag(&other, &scene.mal.device(), &device),
        root: Hash([1; 32]),
        devices: [0; 8],
    };
    assert_eq!(talk.say(&mut scene.ana, &crossed), Err(Fault::Community));
    // Her entries of the one, put into the other: properly signed, and for elsewhere.
    let bridge = scene.mal.write(Kind::Part, scene.lunch, Part::words("Across."));
    let runs = Run::unpack(&Run::pack(&[Run { entries: vec![bridge] }])).unwrap();
    let took = scene.ana.replica_of(&other).unwrap().take(&runs).unwrap();
    assert_eq!((took.new.len(), took.refused + took.gaps > 0), (0, true));
    assert_eq!(state(&mut scene.ana, &other), before);
    // All of one community's entries, whose feeds are whole.
    let store = scene.ana.replica_of(&scene.community).unwrap().store();
    let all = store.after(0, 10_000).unwrap().into_iter().map(|held| held.entry).collect();
    let (runs, _) = Run::group(all);
    let took = scene.ana.replica_of(&other).unwrap().take(&runs).unwrap();
    assert_eq!(took.new.len(), 0);
    assert_eq!(state(&mut scene.ana, &other), before);
    // In the one community, all is as ever.
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    assert_eq!(state(&mut scene.ana, &scene.community), state(&mut scene.ben, &scene.community));
}

#[test]
fn what_a_peer_claims_to_hold_is_never_taken_for_meeting() {
    let mut scene = Scene::new();
    // Ana's own root, echoed.
    let mut talk = Talk::with(&mut scene.ana, &scene.mal);
    let heard = talk.hear(&mut scene.ana);
    let Message::Hello { root, devices, .. } = heard[0] else { panic!("hello comes first") };
    let device = palabre_testkit::people::author(&scene.ana).device();
    let echo = Message::Hello {
        version: VERSION,
        tag: tag(&scene.community, &scene.mal.device(), &device),
        root,
        devices,
    };
    talk.say(&mut scene.ana, &echo).unwrap();
    assert!(!talk.is_in_sync(), "a root that is echoed is not a root that is held");
    scene.well();
}

#[test]
fn a_ticket_with_ten_thousand_addresses_is_refused_before_anybody_is_called() {
    let mut scene = Scene::new();
    let link = scene.ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    let ticket = InviteTicket::parse(&link).unwrap();
    let mut invitation = ticket.invitation().clone();
    let addresses =
        (0..10_000u32).map(|n| std::net::SocketAddr::from(([10, 0, (n >> 8) as u8, n as u8], 7))).collect();
    invitation.peers = vec![PeerAddress { device: scene.mal.device(), addresses }];
    assert_eq!(InviteTicket::new(invitation.clone()), Err(TicketError::TooLarge));
    let mut eve = palabre_testkit::people::person(&scene.time, "Eve", 8);
    // Written by another program, which does not refuse: ten thousand laptops, or ten thousand addresses of one, by the
    // count alone and with all of them behind it.
    let whole = InviteTicket::new(Invitation { peers: Vec::new(), ..invitation }).unwrap().to_bytes();
    let head = &whole[..whole.len() - 1];
    let of_one = [&[1u8][..], &scene.mal.device().0, &[0x90, 0x4e]].concat();
    for count in [&[0x90, 0x4e][..], &of_one[..]] {
        for there in [0, 10_000] {
            let addresses = [0u8, 10, 0, 0, 1, 80].repeat(there);
            let bytes = [head, count, &addresses[..]].concat();
            assert_eq!(InviteTicket::from_bytes(&bytes), Err(TicketError::TooLarge));
            let text = format!("palabre{}", BASE32_NOPAD.encode(&bytes).to_lowercase());
            for ticket in [format!("palabre://join?ticket={text}"), text] {
                let refused = eve.join(ask::Join { ticket }).unwrap_err();
                assert_eq!(refused.code, "ticket.too-large", "{refused:?}");
            }
        }
    }
    // And one with something behind it.
    let mut bytes = ticket.to_bytes();
    bytes.extend(std::iter::repeat_n(0u8, 300_000));
    assert!(InviteTicket::from_bytes(&bytes).is_err());
    let text = format!("{link}{}", "a".repeat(500_000));
    let refused = eve.join(ask::Join { ticket: text }).unwrap_err();
    assert!(refused.code.starts_with("ticket."), "{refused:?}");
    assert!(eve.me_show(ask::MeShow {}).unwrap().communities.is_empty());
    scene.well();
}

// Over real sockets, on loopback.

/// Ana at home with a community, Ben and Mallory let in, and her address.
pub async fn village(folder: &tempfile::TempDir) -> (Keeper, Node, Node) {
    let (mut ana, mut ben, mut mallory) = (home(folder, "Ana"), home(folder, "Ben"), home(folder, "Mallory"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let link = ana.invite(ask::Invite { uses: 5, days: 1, ..Default::default() }).unwrap().link;
    let keeper = keep(ana).await;
    for node in [&mut ben, &mut mallory] {
        node.join(ask::Join { ticket: link.clone() }).unwrap();
        assert!(sync(node, &keeper.address).await.in_sync);
    }
    (keeper, ben, mallory)
}

/// Ben says something, meets Ana's laptop as ever, and she has it.
pub async fn goes_on(keeper: Keeper, mut ben: Node) {
    let comment = ask::Comment { on: "community".into(), text: Some("Still here.".into()), reply: None };
    ben.comment(comment).unwrap();
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    keeper.stop.send(()).unwrap();
    let (mut ana, _) = keeper.task.await.unwrap();
    let thread = ana.comment(ask::Comment { on: "community".into(), ..Default::default() }).unwrap();
    assert_eq!(thread.comments.len(), 1);
    assert!(ana.doctor(ask::Doctor { thorough: true, replay: true }).unwrap().well);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgery_over_the_wire_ends_the_link_and_its_sender_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut keeper, ben, mut mallory) = village(&folder).await;
    let community = mallory.communities().unwrap()[0];
    let mut mal = Hostile::turned(&mut mallory, &community);
    let net = endpoint(mal.key.to_bytes()).await;
    let ana = PeerAddress::parse(&keeper.address, None).unwrap();
    let mut link = net.connect(ana.device, &ana.addresses, Alpn::Sync).await.unwrap();
    let hello = Message::Hello {
        version: VERSION,
        tag: tag(&community, &net.device(), &ana.device),
        root: Hash([1; 32]),
        devices: [0; 8],
    };
    link.send(&hello.to_bytes()).await.unwrap();
    let house = palabre_domain::id::RecordId(community.0);
    let mut forged = mal.write(Kind::Part, house, Part::words("Forged."));
    forged.signature = Some(palabre_feeds::entry::Signature([3; 64]));
    link.send(&Message::Runs(Run::pack(&[Run { entries: vec![forged] }])).to_bytes()).await.unwrap();
    // It hangs up, and says why to its person.
    while let Ok(Some(_)) = link.recv().await {}
    let told = tokio::time::timeout(Duration::from_secs(20), keeper.problems.recv()).await.unwrap().unwrap();
    assert!(told.starts_with("peer."), "{told}");
    // Calling again leads nowhere for a while.
    let again = net.connect(ana.device, &ana.addresses, Alpn::Sync).await;
    let heard = match again {
        Ok(mut link) => {
            let _ = link.send(&hello.to_bytes()).await;
            matches!(link.recv().await, Ok(Some(_)))
        }
        Err(_) => false,
    };
    assert!(!heard, "whoever forged is left alone");
    net.close().await;
    goes_on(keeper, ben).await;
}

/// A program that speaks QUIC, for these protocols, and nothing else that we know of.
pub async fn raw(secret: [u8; 32], alpns: Vec<Vec<u8>>) -> iroh::Endpoint {
    iroh::Endpoint::builder(iroh::endpoint::presets::Minimal)
        .secret_key(iroh::SecretKey::from_bytes(&secret))
        .relay_mode(iroh::RelayMode::Disabled)
        .alpns(alpns)
        .clear_ip_transports()
        .bind_addr("127.0.0.1:0")
        .unwrap()
        .bind()
        .await
        .unwrap()
}

async fn raw_call(from: &iroh::Endpoint, to: &PeerAddress, alpn: Alpn) -> Option<iroh::endpoint::Connection> {
    let id = iroh::EndpointId::from_bytes(&to.device.0).unwrap();
    let addr = iroh::EndpointAddr::from_parts(id, to.addresses.iter().copied().map(iroh::TransportAddr::Ip));
    let calling = from.connect(addr, alpn.bytes());
    tokio::time::timeout(Duration::from_secs(5), calling).await.ok()?.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_streams_hold_their_own_seats_only() {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, mut ben, mut mallory) = village(&folder).await;
    let community = mallory.communities().unwrap()[0];
    let mal = Hostile::turned(&mut mallory, &community);
    let ana = PeerAddress::parse(&keeper.address, None).unwrap();
    // Strangers who say nothing at all.
    let mut strangers = Vec::new();
    for seed in 0..16 {
        let stranger = raw([seed + 100; 32], vec![]).await;
        if let Some(connection) = raw_call(&stranger, &ana, Alpn::Join).await {
            strangers.push((stranger, connection));
        }
    }
    // And more links of a member than there are seats; on each of them a first frame begins, as long as it may be, and
    // never ends.
    let net = raw(mal.key.to_bytes(), vec![]).await;
    let begun = [&(MAX_FIRST_FRAME as u32).to_le_bytes()[..], &[1]].concat();
    let mut calls = 0;
    let mut held = Vec::new();
    for _ in 0..80 {
        let Some(connection) = raw_call(&net, &ana, Alpn::Sync).await else { continue };
        calls += 1;
        let Ok((mut send, recv)) = connection.open_bi().await else { continue };
        let _ = send.write_all(&begun).await;
        held.push((connection, send, recv));
    }
    // It takes a moment to hear that one is turned away.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let share = Limits::default().per_peer;
    let open = held.iter().filter(|(connection, ..)| connection.close_reason().is_none()).count();
    assert!(calls > share && !strangers.is_empty(), "they get as far as the door: {calls}");
    assert!((1..=share).contains(&open), "{open} of {calls} hang on");
    // Ben is met all the same, while all of them do.
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    // And none of them hangs on for good: the streams are still open on this side.
    let silent = strangers.iter().map(|(_, connection)| connection);
    for connection in held.iter().map(|(connection, ..)| connection).chain(silent) {
        let ended = tokio::time::timeout(Duration::from_secs(30), connection.closed()).await;
        let why = ended.expect("Ana's laptop ends it by itself");
        assert!(matches!(why, iroh::endpoint::ConnectionError::ApplicationClosed(_)), "{why:?}");
    }
    goes_on(keeper, ben).await;
}

/// Calls, says hello, and returns whether that is answered within a second; `None` where the call comes to nothing.
async fn is_heard(net: Net, to: PeerAddress, hello: Vec<u8>) -> Option<bool> {
    let mut link = net.connect(to.device, &to.addresses, Alpn::Sync).await.ok()?;
    link.send(&hello).await.ok()?;
    match tokio::time::timeout(Duration::from_secs(1), link.recv()).await {
        Ok(answer) => answer.ok()?.map(|_| true),
        Err(_) => Some(false),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reconnect_storm_is_answered_more_slowly_and_others_are_met() {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, mut ben, mut mallory) = village(&folder).await;
    let community = mallory.communities().unwrap()[0];
    let mal = Hostile::turned(&mut mallory, &community);
    let ana = PeerAddress::parse(&keeper.address, None).unwrap();
    let net = endpoint(mal.key.to_bytes()).await;
    let hello = Message::Hello {
        version: VERSION,
        tag: tag(&community, &net.device(), &ana.device),
        root: Hash([1; 32]),
        devices: [0; 8],
    };
    // Returns how many calls were answered before one was not, within a second.
    let storm = {
        let (net, hello) = (net.clone(), hello.to_bytes());
        tokio::spawn(async move {
            let mut answered = 0u32;
            for _ in 0..100 {
                // Four at a time: whoever waits for every answer keeps to one call a second without meaning to.
                let calls = [(); 4].map(|()| tokio::spawn(is_heard(net.clone(), ana.clone(), hello.clone())));
                for call in calls {
                    match call.await.unwrap() {
                        Some(true) => answered += 1,
                        Some(false) => return Some(answered),
                        None => {}
                    }
                }
            }
            None
        })
    };
    // In the middle of it.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    let answered = storm.await.unwrap().expect("not all of four hundred calls are answered at once");
    assert!(answered > 8, "an honest laptop that calls again and again is answered: {answered}");
    net.close().await;
    goes_on(keeper, ben).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn introductions_share_the_bound_of_strangers_and_keep_out_nobody_who_is_let_in() {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, mut ben, mallory) = village(&folder).await;
    let community = mallory.communities().unwrap()[0];
    // Two ask for a place: one by an invite of Ben, who is not there, and one by Ana's own.
    let invite = ask::Invite { uses: 1, days: 1, ..Default::default() };
    let by_ben = ben.invite(invite.clone()).unwrap().link;
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    keeper.stop.send(()).unwrap();
    let (mut ana, _) = keeper.task.await.unwrap();
    let by_ana = ana.invite(invite).unwrap().link;
    // Strangers have filled what Ana's laptop keeps of all of them.
    let house = palabre_domain::id::RecordId(community.0);
    let now = ana.now();
    let replica = ana.replica_of(&community).unwrap();
    for n in 0..400u32 {
        let mut stranger = Hostile::stranger(community, 7);
        stranger.key = ed25519_dalek::SigningKey::from_bytes(&Hash::of(&n.to_le_bytes()).0);
        let run = Run { entries: vec![stranger.write(Kind::Part, house, vec![b'x'; 60_000])] };
        if !replica.take_bounded(&[run], now).unwrap().left.is_empty() {
            break;
        }
    }
    let keeper = keep(ana).await;
    let (mut dan, mut eve) = (home(&folder, "Dan"), home(&folder, "Eve"));
    dan.join(ask::Join { ticket: by_ben }).unwrap();
    eve.join(ask::Join { ticket: by_ana }).unwrap();
    let until = Until::InSync { at_most: Duration::from_secs(3) };
    let mut told = Vec::new();
    let report = run(&mut dan, options(vec![keeper.address.clone()], until), |event| {
        if let LiveEvent::Did { sentence } = event {
            told.push(sentence);
        }
    });
    assert!(!report.await.unwrap().in_sync);
    assert_eq!(told, Vec::<String>::new(), "nobody says that a request was left");
    assert!(sync(&mut eve, &keeper.address).await.in_sync);
    keeper.stop.send(()).unwrap();
    let (mut ana, _) = keeper.task.await.unwrap();
    let dans = dan.identity().unwrap().device_id();
    assert!(ana.replica_of(&community).unwrap().heights().unwrap().tips(&dans).is_empty());
    assert_eq!(ana.status(ask::Status {}).unwrap().members, 4);
}

#[test]
fn hearsay_about_addresses_is_bounded_and_forgotten() {
    let mut scene = Scene::new();
    let mut talk = Talk::with(&mut scene.ana, &scene.mal);
    talk.hello(&mut scene.ana).unwrap();
    let acts = talk.say(&mut scene.ana, &Message::Addresses(vec![0xff; 60_000])).unwrap();
    let [Act::Addresses(bytes)] = &acts[..] else { panic!("{acts:?}") };
    assert!(read_shared(bytes).is_err(), "what is no list of addresses is none");
    // Nor is one that is too long, whether as a whole or about one laptop.
    let (ben, mallory) = (palabre_testkit::people::author(&scene.ben).device(), scene.mal.device());
    let place = |n: u32| SocketAddr::from(([10, (n >> 16) as u8, (n >> 8) as u8, n as u8], 7));
    for many in [MAX_ADDRESSES as u32 + 1, 10_000] {
        let places: Vec<(SocketAddr, u64)> = (0..many).map(|n| (place(n), 0)).collect();
        assert_eq!(read_shared(&wire::to_bytes(&vec![(ben, places)])), Err(SharedError::TooMany));
    }
    // Ben's laptop was met at eight addresses. Mallory's invents thousands, each seen later than all before it.
    let now = scene.ana.now();
    let own: Vec<SocketAddr> =
        (1..=MAX_ADDRESSES as u8).map(|n| SocketAddr::from(([192, 168, 1, n], 4433))).collect();
    let mut book = AddressBook::new();
    book.learn(ben, &own, Witness::FirstHand, now);
    assert_eq!(book.addresses(&ben, now).len(), MAX_ADDRESSES);
    for n in 0..4_000 {
        let told = SharedAddresses { device: ben, addresses: vec![(place(n), 0)] };
        book.hear(&mallory, &[told], |_| true, now + 1 + i64::from(n));
    }
    let last = now + 4_000;
    let kept = book.addresses(&ben, last);
    assert_eq!(kept.len(), MAX_ADDRESSES);
    let met = kept.iter().filter(|address| own.contains(address)).count();
    assert_eq!(met, MAX_ADDRESSES / 2, "where Ben's laptop was met is not pushed out by hearsay: {kept:?}");
    // Of laptops of nobody's, and of more laptops than a book holds. About every second string of bytes can be one.
    let others: Vec<DeviceId> = (0u32..)
        .map(|n| DeviceId(Hash::of(&n.to_le_bytes()).0))
        .filter(|device| iroh::EndpointId::from_bytes(&device.0).is_ok())
        .take(MAX_DEVICES + 100)
        .collect();
    let told = |device: &DeviceId| [SharedAddresses { device: *device, addresses: vec![(place(1), 0)] }];
    let of = |book: &AddressBook| book.rows().map(|(device, ..)| device).collect::<BTreeSet<DeviceId>>();
    book.hear(&mallory, &told(&others[0]), |device| *device == ben, last);
    assert_eq!(of(&book), [ben].into());
    for device in &others {
        book.hear(&mallory, &told(device), |_| true, last);
    }
    assert_eq!(of(&book).len(), MAX_DEVICES);
    assert!(of(&book).contains(&ben));
    // What nobody has seen for seven days is told to nobody, and then gone.
    let later = last + KEPT_FOR as i64 + 1;
    assert!(book.addresses(&ben, later).is_empty());
    book.forget_old(later);
    assert_eq!(book.rows().count(), 0);
    assert!(meet(&mut scene.ana, &mut scene.ben, &scene.community));
    scene.well();
}

/// Hands something over as an invitation; returns what is answered, or how the link was ended.
async fn hand_over(from: &Net, to: &PeerAddress, text: &[u8]) -> Result<Option<Vec<u8>>, LinkError> {
    let mut link = from.connect(to.device, &to.addresses, Alpn::Offer).await.expect("it is reached");
    link.send(text).await.expect("it is listened to");
    let answered = tokio::time::timeout(Duration::from_secs(10), link.recv()).await;
    answered.expect("it ends by itself")
}

/// Held by `Node::take_offer`: an invitation is read as text from a stranger, and waits for a person.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_made_to_join_by_what_is_handed_over_and_no_file_is_read_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, ben, mut mallory) = village(&folder).await;
    let invite = ask::Invite { uses: 5, days: 1, ..Default::default() };
    let link = mallory.invite(invite).unwrap().link;
    let file = folder.path().join("ticket");
    std::fs::write(&file, &link).unwrap();
    let stranger = endpoint([170; 32]).await;

    // Whoever is in a community, or does not look around, takes nothing.
    let ana = PeerAddress::parse(&keeper.address, None).unwrap();
    assert_eq!(hand_over(&stranger, &ana, link.as_bytes()).await, Err(LinkError::Refused));
    let asleep = keep(home(&folder, "Dora")).await;
    let dora = PeerAddress::parse(&asleep.address, None).unwrap();
    assert_eq!(hand_over(&stranger, &dora, link.as_bytes()).await, Err(LinkError::Refused));
    asleep.stop.send(()).unwrap();
    asleep.task.await.unwrap();

    // Whoever waits takes what is an invitation, as words.
    let (tell, mut hear) = tokio::sync::mpsc::unbounded_channel();
    let waits = || LiveOptions { near: true, ..options(vec![], Until::Called) };
    let (desk, work) = Desk::open(home(&folder, "Eve"), waits, move |event| {
        if let LiveEvent::Listening { addresses, .. } = event {
            tell.send(addresses[0].clone()).unwrap();
        }
    });
    let work = tokio::spawn(work);
    let eve = PeerAddress::parse(&hear.recv().await.unwrap(), None).unwrap();
    let path = file.display().to_string();
    let cut = &link.as_bytes()[..link.len() / 2];
    for nothing in [path.as_bytes(), cut, b"", &[0xff; 60_000]] {
        assert_eq!(
            hand_over(&stranger, &eve, nothing).await,
            Err(LinkError::Refused),
            "{} bytes",
            nothing.len()
        );
    }
    assert_eq!(hand_over(&stranger, &eve, link.as_bytes()).await, Ok(Some(b"taken".to_vec())));
    let near = desk.call(None, "near", serde_json::json!({})).await.unwrap();
    assert_eq!(near["offers"].as_array().map(Vec::len), Some(1), "{near}");
    assert_eq!(near["offers"][0]["link"], link.as_str());
    let me = desk.call(None, "me.show", serde_json::json!({})).await.unwrap();
    assert_eq!(me["communities"], serde_json::json!([]), "nothing is joined by itself");
    drop(desk);
    work.await.unwrap();
    goes_on(keeper, ben).await;
}
