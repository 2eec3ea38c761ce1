//! Attached files that are not what their names say.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use iroh::endpoint::Connection;
use palabre_api::{Handler, ask};
use palabre_documents::kinds::RecordType;
use palabre_documents::voice::{Key, Said};
use palabre_domain::id::{CommunityId, DeviceId, Hash, RecordId};
use palabre_domain::words::{Attachment, ItemId, MAX_ATTACHMENT};
use palabre_feeds::session::{Act, Session};
use palabre_feeds::verdict::{Reason, Verdict};
use palabre_net::{Alpn, FileError};
use palabre_node::Node;
use palabre_node::live::{LiveEvent, LiveOptions, Until, run};
use palabre_testkit::hostile::{Hostile, give};
use palabre_testkit::loopback::{endpoint, keep, options, sync};
use palabre_testkit::people::{author, show};
use tokio::sync::{Mutex, mpsc, oneshot};

use super::{Scene, wires};

fn attached(hash: Hash, size: u64, name: &str) -> (Key, Option<Said>) {
    let file = Attachment { hash, size, name: name.into() };
    (Key::File(ItemId(hash.0[..8].try_into().unwrap())), Some(Said::File(file)))
}

#[test]
fn a_file_that_says_it_is_too_long_or_named_like_a_path_is_not_shown() {
    let mut scene = Scene::new();
    let said = [
        attached(Hash::of(b"five"), 10, "fine.txt"),
        attached(Hash::of(b"one"), MAX_ATTACHMENT + 1, "huge.iso"),
        attached(Hash::of(b"three"), 10, "../../.bashrc"),
        attached(Hash::of(b"four"), 10, "  "),
    ];
    for one in said {
        let file = scene.mal.say(scene.lunch, &[one]);
        give(&mut scene.ana, &scene.community, vec![file]);
    }
    // A length that nobody can have is more than one laptop may write, and so is all that it says after that.
    let endless = scene.mal.say(scene.lunch, &[attached(Hash::of(b"two"), u64::MAX, "endless.iso")]);
    let given = give(&mut scene.ana, &scene.community, vec![endless]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Quota));
    let seen = show(&mut scene.ana, "lunch");
    let names: Vec<&str> = seen.around.files.iter().map(|file| file.name.as_str()).collect();
    assert!(names.contains(&"fine.txt"), "{names:?}");
    assert!(!names.iter().any(|name| name.contains('/') || name.contains("iso")), "{names:?}");
    scene.well();
}

/// A member's program that gives whatever bytes it likes under the hash that it named, and counts how often it did.
async fn liar(secret: [u8; 32], size: u64, lies: Arc<AtomicU32>) -> (iroh::Endpoint, String) {
    let liar = wires::raw(secret, vec![Alpn::Files.bytes().to_vec()]).await;
    let address = format!("{}@{}", liar.id(), liar.bound_sockets()[0]);
    let lying = liar.clone();
    tokio::spawn(async move {
        while let Some(incoming) = lying.accept().await {
            let Ok(accepting) = incoming.accept() else { continue };
            let Ok(connection) = accepting.await else { continue };
            lie(&connection, size, &lies).await;
        }
    });
    (liar, address)
}

/// Answers a question for a file with bytes that are none of it.
async fn lie(connection: &Connection, size: u64, lies: &AtomicU32) {
    let Ok((mut send, _recv)) = connection.accept_bi().await else { return };
    lies.fetch_add(1, Ordering::Relaxed);
    let _ = send.write_all(&size.to_le_bytes()).await;
    let _ = send.write_all(&[7; 80_000]).await;
    connection.closed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_under_anothers_hash_or_of_another_size_are_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, ben, mut mallory) = wires::village(&folder).await;
    let community = mallory.communities().unwrap()[0];
    let mal = Hostile::turned(&mut mallory, &community);
    let ana = endpoint([200; 32]).await;
    let truth = b"what the photograph really is".to_vec();
    for size in [truth.len() as u64, 80_000, u64::MAX] {
        let lies = Arc::new(AtomicU32::new(0));
        let (liar, address) = liar(mal.key.to_bytes(), size, lies.clone()).await;
        let to = palabre_net::PeerAddress::parse(&address, None).unwrap();
        let wanted = (Hash::of(&truth), truth.len() as u64);
        let fetching = ana.fetch_file(to.device, &to.addresses, wanted, |_| {});
        let came = tokio::time::timeout(Duration::from_secs(30), fetching).await.expect("it ends by itself");
        let thrown_away = matches!(came, Err(FileError::Other | FileError::Stopped | FileError::NotThere));
        assert!(thrown_away, "{size}: {came:?}");
        assert_eq!(lies.load(Ordering::Relaxed), 1, "{size}: it was asked, and lied");
        liar.close().await;
    }
    wires::goes_on(keeper, ben).await;
}

/// Held by `palabre_net::files::fetch`, and by `Meeting::fetched`, which keeps nothing and tells the person.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_size_than_was_said_is_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, mut ben, mut mallory) = wires::village(&folder).await;
    let community = mallory.communities().unwrap()[0];
    let (house, author) = (house(&mut mallory, community), author(&mallory));
    // Mallory's program holds both, and gives them to whoever asks; their sizes are others than she says.
    let files = mallory.folder().unwrap().join("files");
    std::fs::create_dir_all(&files).unwrap();
    for (name, said) in [("shorter.jpg", 4_000), ("longer.jpg", 6_000)] {
        let bytes = name.repeat(500);
        let hash = Hash::of(bytes.as_bytes());
        std::fs::write(files.join(hash.to_string()), &bytes).unwrap();
        assert_ne!(bytes.len() as u64, said);
        let replica = mallory.replica_of(&community).unwrap();
        replica.say(&author, house, &[attached(hash, said, name)]).unwrap();
        replica.store().keep_file(&hash.0, bytes.len() as u64).unwrap();
    }
    let liar = keep(mallory).await;
    let (mut problems, mut came) = (Vec::new(), 0);
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    let options = LiveOptions { files: true, ..options(vec![liar.address.clone()], until) };
    let report = run(&mut ben, options, |event| match event {
        LiveEvent::Problem { code, .. } => problems.push(code),
        LiveEvent::File { .. } => came += 1,
        _ => {}
    });
    assert!(report.await.unwrap().in_sync);
    assert_eq!(problems, ["attachment.other"; 2]);
    assert_eq!(came, 0);
    for name in ["shorter.jpg", "longer.jpg"] {
        let fetched =
            ben.fetch(ask::Fetch { on: "community".into(), name: name.into(), file: None }).unwrap();
        assert!(!fetched.file.here, "{name}");
    }
    let kept = std::fs::read_dir(ben.folder().unwrap().join("files"));
    assert_eq!(kept.map_or(0, Iterator::count), 0, "nothing of them is on the disk");
    liar.stop.send(()).unwrap();
    liar.task.await.unwrap();
    wires::goes_on(keeper, ben).await;
}

/// A program that talks with whoever calls as all others do, and gives them lies for files.
async fn talks_and_lies(
    secret: [u8; 32],
    node: Node,
    community: CommunityId,
    lies: Arc<AtomicU32>,
) -> String {
    let alpns = [Alpn::Sync, Alpn::Files].map(|alpn| alpn.bytes().to_vec());
    let liar = wires::raw(secret, alpns.to_vec()).await;
    let address = format!("{}@{}", liar.id(), liar.bound_sockets()[0]);
    let node = Arc::new(Mutex::new(node));
    tokio::spawn(async move {
        while let Some(incoming) = liar.accept().await {
            let Ok(accepting) = incoming.accept() else { continue };
            let Ok(connection) = accepting.await else { continue };
            let (node, lies) = (node.clone(), lies.clone());
            tokio::spawn(async move {
                if connection.alpn() == Alpn::Files.bytes() {
                    lie(&connection, 5_000, &lies).await;
                } else {
                    talk(&connection, &node, community).await;
                }
            });
        }
    });
    address
}

/// Says in a conversation what an honest program would.
async fn talk(connection: &Connection, node: &Mutex<Node>, community: CommunityId) -> Option<()> {
    let (mut send, mut recv) = connection.accept_bi().await.ok()?;
    let peer = DeviceId(*connection.remote_id().as_bytes());
    let mut session = {
        let mut node = node.lock().await;
        let me = author(&node).device();
        let replica = node.replica_of(&community).unwrap();
        replica.membership().unwrap();
        Session::open(me, peer, community, false, replica)
    };
    loop {
        let mut frames = Vec::new();
        {
            let mut node = node.lock().await;
            while let Some(frame) = session.next_frame(node.replica_of(&community).unwrap()) {
                frames.push(frame);
            }
        }
        for frame in frames {
            send.write_all(&(frame.len() as u32).to_le_bytes()).await.ok()?;
            send.write_all(&frame).await.ok()?;
        }
        let mut length = [0; 4];
        recv.read_exact(&mut length).await.ok()?;
        let mut frame = vec![0; u32::from_le_bytes(length) as usize];
        recv.read_exact(&mut frame).await.ok()?;
        let mut node = node.lock().await;
        let replica = node.replica_of(&community).unwrap();
        for act in session.receive(&frame, replica).ok()? {
            if let Act::Take(runs) = act {
                replica.take(&runs).unwrap();
                session.committed(replica);
            }
        }
    }
}

/// Held by `Meeting::fetched`, which throws away what is not the file, and asks the next who may have it.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_lied_to_about_a_file_gets_it_from_the_next_who_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, mut ben, mut mallory) = wires::village(&folder).await;
    let community = mallory.communities().unwrap()[0];
    let (house, mallory_is) = (house(&mut mallory, community), author(&mallory));
    let truth = b"what it really is ".repeat(278)[..5_000].to_vec();
    let hash = Hash::of(&truth);
    let replica = mallory.replica_of(&community).unwrap();
    replica.say(&mallory_is, house, &[attached(hash, 5_000, "photo.jpg")]).unwrap();
    // Ana's laptop has it, and is away at first.
    assert!(sync(&mut mallory, &keeper.address).await.in_sync);
    keeper.stop.send(()).unwrap();
    let (mut ana, _) = keeper.task.await.unwrap();
    let files = ana.folder().unwrap().join("files");
    std::fs::create_dir_all(&files).unwrap();
    std::fs::write(files.join(hash.to_string()), &truth).unwrap();
    ana.replica_of(&community).unwrap().store().keep_file(&hash.0, 5_000).unwrap();
    let lies = Arc::new(AtomicU32::new(0));
    let secret = Hostile::turned(&mut mallory, &community).key.to_bytes();
    let liar = talks_and_lies(secret, mallory, community, lies.clone()).await;
    let (stop, stopped) = oneshot::channel();
    let (tell, mut hear) = mpsc::unbounded_channel();
    let bens = tokio::spawn(async move {
        let options = LiveOptions { files: true, ..options(vec![liar], Until::Stopped(stopped)) };
        run(&mut ben, options, |event| drop(tell.send(event))).await.unwrap();
        ben
    });
    let mut heard = async |wanted: fn(&LiveEvent) -> bool| {
        let waiting = async {
            loop {
                let event = hear.recv().await.unwrap();
                if wanted(&event) {
                    return event;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("it is told")
    };
    let listening = heard(|event| matches!(event, LiveEvent::Listening { .. })).await;
    let LiveEvent::Listening { addresses, .. } = listening else { panic!("{listening:?}") };
    let lied = async {
        while lies.load(Ordering::Relaxed) == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), lied).await.expect("the liar is asked");
    let (part, parted) = oneshot::channel();
    let anas = tokio::spawn(async move {
        run(&mut ana, options(vec![addresses[0].clone()], Until::Stopped(parted)), |_| {}).await.unwrap();
        ana
    });
    let file = heard(|event| matches!(event, LiveEvent::File { .. })).await;
    assert_eq!(file, LiveEvent::File { name: "photo.jpg".into(), bytes: 5_000 });
    assert_eq!(lies.load(Ordering::Relaxed), 1, "a liar is asked once");
    stop.send(()).unwrap();
    part.send(()).unwrap();
    let (mut ben, ana) = (bens.await.unwrap(), anas.await.unwrap());
    let kept = ben.folder().unwrap().join("files").join(hash.to_string());
    assert_eq!(std::fs::read(kept).unwrap(), truth);
    let fetch = ask::Fetch { on: "community".into(), name: "photo.jpg".into(), file: None };
    assert!(ben.fetch(fetch).unwrap().file.here);
    wires::goes_on(keep(ana).await, ben).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nobody_can_give_is_said_to_be_missing_and_holds_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, mut ben, mut mallory) = wires::village(&folder).await;
    let community = mallory.communities().unwrap()[0];
    let house = house(&mut mallory, community);
    attach_nothing(&mut mallory, community, house);
    assert!(sync(&mut mallory, &keeper.address).await.in_sync);
    assert!(sync(&mut ben, &keeper.address).await.in_sync);
    let fetched = ben.fetch(ask::Fetch { on: "community".into(), name: "nothing.jpg".into(), file: None });
    assert!(!fetched.unwrap().file.here);
    let mut files = 0;
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    let options = LiveOptions { files: true, ..options(vec![keeper.address.clone()], until) };
    let report =
        run(&mut ben, options, |event| files += usize::from(matches!(event, LiveEvent::File { .. })));
    assert!(report.await.unwrap().in_sync);
    assert_eq!(files, 0);
    let fetched = ben.fetch(ask::Fetch { on: "community".into(), name: "nothing.jpg".into(), file: None });
    assert!(!fetched.unwrap().file.here);
    wires::goes_on(keeper, ben).await;
}

/// Returns the page of the community.
fn house(node: &mut Node, community: CommunityId) -> RecordId {
    let store = node.replica_of(&community).unwrap().store();
    store.pages_of(RecordType::Community as u8, 0, 1).unwrap()[0].record
}

/// Mallory names a file that never was.
fn attach_nothing(mallory: &mut Node, community: CommunityId, house: RecordId) {
    let author = author(mallory);
    let replica = mallory.replica_of(&community).unwrap();
    replica.say(&author, house, &[attached(Hash::of(b"never"), 100, "nothing.jpg")]).unwrap();
}
