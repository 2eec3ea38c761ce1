//! Two endpoints that know no address of each other, and a relay of their own on loopback.

use std::time::Duration;

use iroh_relay::server::{RelayConfig, Server, ServerConfig};
use tokio::time::timeout;

use crate::{Alpn, Net, NetError, NetOptions, RelayAddress, RelayError};

/// Longer than anything here takes; a test that waits for it has failed.
const LONG: Duration = Duration::from_secs(60);

async fn relay() -> (Server, RelayAddress) {
    let loopback: std::net::SocketAddr = "127.0.0.1:0".parse().unwrap();
    let mut config = ServerConfig::default();
    config.relay = Some(RelayConfig::new(loopback));
    let server = Server::spawn(config).await.unwrap();
    let address = RelayAddress::parse(&format!("http://{}", server.http_addr().unwrap())).unwrap();
    (server, address)
}

async fn net(number: u8, relay: Option<&RelayAddress>) -> Net {
    let bind = vec!["127.0.0.1:0".parse().unwrap()];
    Net::bind(NetOptions { bind, relay: relay.cloned(), ..NetOptions::new([number; 32]) }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_was_named_carries_what_cannot_go_directly() {
    let (server, address) = relay().await;
    let (ana, bo) = (net(1, Some(&address)).await, net(2, Some(&address)).await);
    assert!(ana.has_relay());
    // Both have to be known to the relay first, which takes them a few seconds.
    let met = async {
        loop {
            if let Ok(link) = ana.connect(bo.device(), &[], Alpn::Sync).await {
                break link;
            }
        }
    };
    let mut link = timeout(LONG, met).await.unwrap();
    link.send(b"hello").await.unwrap();
    let mut met = timeout(LONG, bo.incoming()).await.unwrap().unwrap();
    assert_eq!(met.link.recv().await.unwrap().as_deref(), Some(&b"hello"[..]));
    assert!(server.metrics().server.bytes_recv.get() > 0, "the relay carried it");
    ana.close().await;
    bo.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_relay_named_nobody_is_asked() {
    let (server, address) = relay().await;
    let (ana, bo) = (net(1, None).await, net(2, Some(&address)).await);
    assert!(!ana.has_relay());
    let refused = timeout(LONG, ana.connect(bo.device(), &[], Alpn::Sync)).await.unwrap().unwrap_err();
    assert_eq!(refused, NetError::NoAddress);
    // Only the one who named it is there.
    let mut link =
        timeout(LONG, ana.connect(bo.device(), &bo.local_addresses(), Alpn::Sync)).await.unwrap().unwrap();
    link.send(b"hello").await.unwrap();
    timeout(LONG, bo.incoming()).await.unwrap().unwrap();
    assert!(server.metrics().server.unique_client_keys.get() <= 1);
    ana.close().await;
    bo.close().await;
}

#[test]
fn the_address_of_a_relay_is_read_and_nothing_else_is() {
    for (text, shown) in [
        ("https://relay.example.org", "https://relay.example.org"),
        (" https://relay.example.org:3340/ ", "https://relay.example.org:3340"),
        ("http://192.168.1.20:3340", "http://192.168.1.20:3340"),
    ] {
        assert_eq!(RelayAddress::parse(text).unwrap().to_string(), shown);
    }
    let long = format!("https://{}.org", "a".repeat(300));
    for text in [
        "",
        "relay.example.org",
        "ftp://relay.example.org",
        "https://",
        "https://ana:secret@relay.example.org",
        "https://relay.example.org/some/where",
        "https://relay.example.org/?for=me",
        "https://relay.example.org/#here",
        "palabre://join",
        &long,
    ] {
        assert_eq!(RelayAddress::parse(text), Err(RelayError::NotARelay), "{text}");
    }
}
