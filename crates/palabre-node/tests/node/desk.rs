//! A node that stays on for a face, over real sockets on loopback.

use std::sync::Arc;
use std::time::Duration;

use iroh_relay::server::{RelayConfig, Server, ServerConfig};
use palabre_api::Handler;
use palabre_node::live::{Desk, LiveEvent, LiveOptions, Until};
use palabre_node::{Node, NodeOptions};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::network::strangers_to_the_network;

fn desk(folder: &tempfile::TempDir, name: &str) -> (Desk, mpsc::UnboundedReceiver<LiveEvent>) {
    let clock = || std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
    let options = NodeOptions::new(folder.path().join(name), Arc::new(clock));
    let node = Node::open(options).unwrap();
    let (tell, hear) = mpsc::unbounded_channel();
    let bind = vec!["127.0.0.1:0".parse().unwrap()];
    let live = move || LiveOptions { bind: bind.clone(), ..LiveOptions::new(Until::Called) };
    let (desk, work) = Desk::open(node, live, move |event| drop(tell.send(event)));
    tokio::spawn(work);
    (desk, hear)
}

async fn call(desk: &Desk, name: &str, arguments: Value) -> Value {
    desk.call(None, name, arguments).await.unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_cannot_be_opened_says_so_until_it_can() {
    let folder = tempfile::tempdir().unwrap();
    drop(palabre_testkit::loopback::home(&folder, "Ana"));
    let home = folder.path().join("Ana");
    let (identity, clock) = (home.join("identity.json"), Arc::new(|| 1_800_000_000_000));
    let kept = std::fs::read(&identity).unwrap();
    std::fs::write(&identity, b"{").unwrap();
    let open = move || Ok(NodeOptions::new(home.clone(), clock.clone()));
    let live = || palabre_testkit::loopback::options(vec![], Until::Called);
    let (desk, work) = Desk::opening(open, live, |_| {});
    tokio::spawn(work);
    for _ in 0..2 {
        let refused = desk.call(None, "me.show", json!({})).await.unwrap_err();
        assert_eq!(refused.code, "home.damaged");
    }
    std::fs::write(&identity, kept).unwrap();
    assert_eq!(call(&desk, "me.show", json!({})).await["name"], "Ana");
    assert_eq!(
        call(&desk, "found", json!({"name": "Le Fournil", "cause": "Bread."})).await["name"],
        "Le Fournil"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_whose_keys_are_damaged_is_set_aside_whole_and_one_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut ana = palabre_testkit::loopback::home(&folder, "Ana");
    ana.found(palabre_api::ask::Found { name: "Le Fournil".into(), cause: "Bread.".into() }).unwrap();
    let whole = ana.mend(palabre_api::ask::Mend { anew: true, ..Default::default() });
    assert_eq!(whole.unwrap_err().code, "home.whole");
    drop(ana);
    let home = folder.path().join("Ana");
    let (path, clock) = (home.clone(), Arc::new(|| 1_800_000_000_000));
    let open = move || Ok(NodeOptions::new(path.clone(), clock.clone()));
    let live = || palabre_testkit::loopback::options(vec![], Until::Called);
    let aside = |n: u32| folder.path().join(format!("Ana.aside-{n}"));
    for n in 1..3 {
        std::fs::write(home.join("identity.json"), b"{").unwrap();
        let (desk, work) = Desk::opening(open.clone(), live, |_| {});
        let work = tokio::spawn(work);
        assert_eq!(desk.call(None, "mend", json!({"words": []})).await.unwrap_err().code, "home.damaged");
        let mended = call(&desk, "mend", json!({"words": [], "anew": true})).await;
        assert_eq!(mended["aside"], aside(n).display().to_string());
        assert_eq!(std::fs::read(aside(n).join("identity.json")).unwrap(), b"{");
        assert_eq!(desk.call(None, "me.show", json!({})).await.unwrap_err().code, "me.nobody");
        assert_eq!(call(&desk, "me.new", json!({"name": "Ana"})).await["communities"], json!([]));
        drop(desk);
        work.await.unwrap();
    }
    assert_eq!(std::fs::read_dir(aside(1).join("communities")).unwrap().count(), 1, "nothing is deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_community_that_does_not_open_keeps_nobody_from_meeting_about_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut node = palabre_testkit::loopback::home(&folder, "ben");
    let mill = palabre_api::ask::Found { name: "The mill".into(), cause: "Flour.".into() };
    let mill = node.found(mill).unwrap().id;
    drop(node);
    let file = folder.path().join(format!("ben/communities/{mill}.palabre"));
    assert!(file.is_file());
    std::fs::write(file, b"a shopping list, and no database").unwrap();
    let (ana, mut ana_hears) = desk(&folder, "ana");
    call(&ana, "me.new", json!({"name": "Ana"})).await;
    call(&ana, "found", json!({"name": "Le Fournil", "cause": "Bread."})).await;
    while !matches!(ana_hears.recv().await.unwrap(), LiveEvent::Listening { .. }) {}
    let link = call(&ana, "invite", json!({"uses": 1, "days": 1})).await["link"].clone();
    let (ben, mut ben_hears) = desk(&folder, "ben");
    call(&ben, "join", json!({"ticket": link})).await;
    let mut told = false;
    let meeting = async {
        loop {
            match ben_hears.recv().await.unwrap() {
                LiveEvent::Problem { code, .. } => told |= code == "store.damaged",
                LiveEvent::Met { .. } => break,
                _ => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), meeting).await.unwrap();
    assert!(told, "which one does not open is said");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_meet_while_their_windows_are_open() {
    let folder = tempfile::tempdir().unwrap();
    let (ana, mut ana_hears) = desk(&folder, "ana");
    let (ben, mut ben_hears) = desk(&folder, "ben");
    let nobody = ana.call(None, "found", json!({"name": "Le Fournil", "cause": "Bread."})).await;
    assert_eq!(nobody.unwrap_err().code, "me.nobody");
    call(&ana, "me.new", json!({"name": "Ana"})).await;
    call(&ana, "found", json!({"name": "Le Fournil", "cause": "Bread."})).await;
    // The invite says where this laptop is, once it listens.
    while !matches!(ana_hears.recv().await.unwrap(), LiveEvent::Listening { .. }) {}
    let link = call(&ana, "invite", json!({"uses": 1, "days": 1})).await["link"].clone();
    call(&ben, "me.new", json!({"name": "Ben"})).await;
    call(&ben, "join", json!({"ticket": link})).await;
    let meeting = async { while !matches!(ben_hears.recv().await.unwrap(), LiveEvent::Met { .. }) {} };
    tokio::time::timeout(Duration::from_secs(30), meeting).await.unwrap();
    assert_eq!(call(&ben, "status", json!({})).await["community"]["standing"], "member");
    // What one writes, the other hears of, and sees.
    while ben_hears.try_recv().is_ok() {}
    call(&ana, "share.new", json!({"kind": "gift", "text": "apple pie"})).await;
    let news = async { while !matches!(ben_hears.recv().await.unwrap(), LiveEvent::Changed { .. }) {} };
    tokio::time::timeout(Duration::from_secs(30), news).await.unwrap();
    let wall = call(&ben, "share.list", json!({"limit": 5})).await;
    assert_eq!(wall["lines"][0]["text"], "apple pie");
    // A file that is asked for while both are there comes at once, and how far it is is told.
    let record = call(&ana, "project.new", json!({"name": "Film night", "why": ""})).await["id"].clone();
    let film = folder.path().join("film.mp4");
    std::fs::write(&film, vec![7; 5 << 20]).unwrap();
    call(&ana, "attach", json!({"on": record, "file": film.display().to_string()})).await;
    let there = async {
        while ben.call(None, "fetch", json!({"on": record, "name": "film.mp4"})).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), there).await.unwrap();
    let mut far = 0;
    let came = async {
        loop {
            match ben_hears.recv().await.unwrap() {
                LiveEvent::FileProgress { received, expected, .. } => {
                    assert!(received > far && expected == 5 << 20);
                    far = received;
                }
                LiveEvent::File { bytes, .. } => break bytes,
                _ => {}
            }
        }
    };
    assert_eq!(tokio::time::timeout(Duration::from_secs(30), came).await.unwrap(), 5 << 20);
    assert!(far >= 1 << 20, "{far} bytes were told");
    assert_eq!(call(&ben, "fetch", json!({"on": record, "name": "film.mp4"})).await["file"]["here"], true);
    assert_eq!(ben.call(None, "fly", json!({})).await.unwrap_err().code, "call.unknown");
    let other = ben.call(Some("elsewhere".into()), "status", json!({})).await;
    assert_eq!(other.unwrap_err().code, "community.unknown");
    // Whoever is left alone is told so.
    let status = call(&ana, "status", json!({})).await;
    assert_eq!(status["peers"][0]["linked"], true, "{status}");
    let community = status["community"]["id"].as_str().unwrap().to_owned();
    while ana_hears.try_recv().is_ok() {}
    drop(ben);
    let alone = |event| match event {
        LiveEvent::Alone { community } => Some(community),
        _ => None,
    };
    assert_eq!(hear(&mut ana_hears, alone).await, community);
    assert_eq!(call(&ana, "status", json!({})).await["peers"][0]["linked"], false);
}

/// Waits for what is told, and returns what is made of it.
async fn hear<T>(
    hears: &mut mpsc::UnboundedReceiver<LiveEvent>,
    wanted: impl Fn(LiveEvent) -> Option<T>,
) -> T {
    let heard = async {
        loop {
            let event = hears.recv().await.unwrap();
            if let Some(found) = wanted(event) {
                return found;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), heard).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_that_is_mended_while_its_window_is_open_goes_on_as_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let (ana, mut ana_hears) = desk(&folder, "ana");
    call(&ana, "me.new", json!({"name": "Ana"})).await;
    call(&ana, "found", json!({"name": "Le Fournil", "cause": "Bread."})).await;
    hear(&mut ana_hears, |event| matches!(event, LiveEvent::Listening { .. }).then_some(())).await;
    let link = call(&ana, "invite", json!({"uses": 1, "days": 1})).await["link"].clone();
    let met = |event| matches!(event, LiveEvent::Met { .. }).then_some(());
    let (ben, mut ben_hears) = desk(&folder, "ben");
    call(&ben, "me.new", json!({"name": "Ben"})).await;
    call(&ben, "join", json!({"ticket": link})).await;
    hear(&mut ben_hears, met).await;
    let old = call(&ben, "me.show", json!({})).await["device"].clone();
    drop(ben);
    while ben_hears.recv().await.is_some() {}

    for entry in std::fs::read_dir(folder.path().join("ben/communities")).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().and_then(|end| end.to_str()) {
            Some("palabre") => {
                let mut bytes = std::fs::read(&path).unwrap();
                bytes[..100].fill(0xff);
                std::fs::write(&path, bytes).unwrap();
            }
            // Closing a file takes its companions away, and may do so just now.
            _ => match std::fs::remove_file(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                removed => removed.unwrap(),
            },
        }
    }
    let (ben, mut ben_hears) = desk(&folder, "ben");
    call(&ben, "mend", json!({"words": []})).await;
    let new = call(&ben, "me.show", json!({})).await["device"].clone();
    assert_ne!(new, old);
    let listens = |event| match event {
        LiveEvent::Listening { device, .. } => (json!(device) == new).then_some(()),
        _ => None,
    };
    hear(&mut ben_hears, listens).await;
    // What it knew of the others was in the damaged file.
    let at = call(&ana, "house", json!({"qr": false})).await["link"].clone();
    call(&ben, "meet", json!({"at": at})).await;
    hear(&mut ben_hears, met).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_is_named_while_the_window_is_open_is_used_at_once() {
    let mut config = ServerConfig::default();
    config.relay = Some(RelayConfig::new(([127, 0, 0, 1], 0)));
    let server = Server::spawn(config).await.unwrap();
    let url = format!("http://{}", server.http_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    // Neither knows where the other is.
    let (ana, ben) = strangers_to_the_network(&folder);
    drop((ana, ben));
    let (ana, _ana_hears) = desk(&folder, "Ana");
    let (ben, mut ben_hears) = desk(&folder, "Ben");
    for person in [&ana, &ben] {
        call(person, "relay", json!({"url": url})).await;
    }
    hear(&mut ben_hears, |event| matches!(event, LiveEvent::Met { .. }).then_some(())).await;
    assert_eq!(call(&ben, "relay", json!({})).await["url"], url.as_str());
}
