//! How laptops find each other: a relay that was named, and nobody else's.

use std::time::Duration;

use iroh_relay::server::{RelayConfig, Server, ServerConfig};
use palabre_api::{Handler, ask};
use palabre_node::Node;
use palabre_node::live::{LiveReport, Until, run};

use palabre_testkit::loopback::{home, keep, options};

fn named(relay: &str) -> ask::Relay {
    ask::Relay { url: Some(relay.to_owned()), off: false }
}

async fn meet_anybody(node: &mut Node, seconds: u64) -> LiveReport {
    let until = Until::InSync { at_most: Duration::from_secs(seconds) };
    run(node, options(vec![], until), |_| {}).await.unwrap()
}

/// Two members of whom neither knows where the other is: the invite came by a stick.
pub fn strangers_to_the_network(folder: &tempfile::TempDir) -> (Node, Node) {
    let (mut ana, mut ben) = (home(folder, "Ana"), home(folder, "Ben"));
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let file = folder.path().join("ben.palabre").display().to_string();
    ana.invite(ask::Invite { uses: 1, days: 1, file: Some(file.clone()), ..Default::default() }).unwrap();
    ben.join(ask::Join { ticket: file }).unwrap();
    let bundle = folder.path().join("ben.bundle").display().to_string();
    ben.bundle_export(ask::BundleExport { file: bundle.clone(), ..Default::default() }).unwrap();
    ana.bundle_import(ask::BundleImport { file: bundle.clone() }).unwrap();
    ana.bundle_export(ask::BundleExport { file: bundle.clone(), ..Default::default() }).unwrap();
    ben.bundle_import(ask::BundleImport { file: bundle }).unwrap();
    ana.comment(ask::Comment { on: "community".into(), text: Some("Fresh bread!".into()), reply: None })
        .unwrap();
    (ana, ben)
}

#[tokio::test(flavor = "multi_thread")]
async fn members_who_named_one_relay_meet_without_knowing_where_the_other_is() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = strangers_to_the_network(&folder);
    let mut config = ServerConfig::default();
    config.relay = Some(RelayConfig::new(([127, 0, 0, 1], 0)));
    let server = Server::spawn(config).await.unwrap();
    let url = format!("http://{}", server.http_addr().unwrap());
    assert_eq!(ana.relay(named(&url)).unwrap().url.as_deref(), Some(url.as_str()));
    let keeper = keep(ana).await;
    // Ben named none: nobody is found, and nobody is asked.
    let alone = meet_anybody(&mut ben, 2).await;
    assert!(alone.met.is_empty());
    ben.relay(named(&url)).unwrap();
    let report = meet_anybody(&mut ben, 20).await;
    assert_eq!((report.met, report.in_sync), (vec!["Ana".to_owned()], true));
    let thread = ben.comment(ask::Comment { on: "community".into(), ..Default::default() }).unwrap();
    assert_eq!(thread.comments.len(), 1);
    keeper.stop.send(()).unwrap();
    keeper.task.await.unwrap();
}

#[test]
fn the_relay_is_kept_with_the_home_and_can_be_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut ana = home(&folder, "Ana");
    let shown = |ana: &mut Node| ana.relay(ask::Relay::default()).unwrap().url;
    assert_eq!(shown(&mut ana), None);
    for (text, code) in [("relay.example.org", "relay.not-an-address"), ("", "relay.not-an-address")] {
        assert_eq!(ana.relay(named(text)).unwrap_err().code, code);
    }
    let both = ask::Relay { off: true, ..named("https://relay.example.org") };
    assert_eq!(ana.relay(both).unwrap_err().code, "relay.both");
    assert_eq!(shown(&mut ana), None, "what was refused changed nothing");
    ana.relay(named("https://relay.example.org:3340")).unwrap();
    assert_eq!(shown(&mut ana).as_deref(), Some("https://relay.example.org:3340"));
    ana.relay(ask::Relay { off: true, url: None }).unwrap();
    assert_eq!(shown(&mut ana), None);
    // What cannot be read is said, and is not taken for none.
    std::fs::write(folder.path().join("Ana/network.json"), b"{").unwrap();
    assert_eq!(ana.relay(ask::Relay::default()).unwrap_err().code, "relay.unreadable");
    ana.relay(ask::Relay { off: true, url: None }).unwrap();
    assert_eq!(shown(&mut ana), None);
}
