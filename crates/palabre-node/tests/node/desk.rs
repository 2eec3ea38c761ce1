//! A node that stays on for a face, over real sockets on loopback.

use std::sync::Arc;
use std::time::Duration;

use palabre_node::live::{Desk, LiveEvent, LiveOptions, Until};
use palabre_node::{Node, NodeOptions};
use serde_json::{Value, json};
use tokio::sync::mpsc;

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
    assert_eq!(ben.call(None, "fly", json!({})).await.unwrap_err().code, "call.unknown");
    let other = ben.call(Some("elsewhere".into()), "status", json!({})).await;
    assert_eq!(other.unwrap_err().code, "community.unknown");
}
