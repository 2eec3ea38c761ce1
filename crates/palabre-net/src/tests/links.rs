//! Two endpoints on loopback, and peers that do not keep to the rules.

use std::time::{Duration, Instant};

use iroh::{
    Endpoint, EndpointAddr, EndpointId, RelayMode, TransportAddr,
    endpoint::{Connection, PortmapperConfig, presets},
};
use tokio::time::timeout;

use super::device;
use crate::{
    Alpn, CloseReason, Deadlines, Limits, LinkError, Net, NetError, NetOptions, alpn::MAX_FIRST_FRAME,
};

const SHORT: Duration = Duration::from_millis(150);
/// Longer than anything here takes; a test that waits for it has failed.
const LONG: Duration = Duration::from_secs(20);

fn options(number: u8) -> NetOptions {
    NetOptions { bind: vec!["127.0.0.1:0".parse().unwrap()], ..NetOptions::new([number; 32]) }
}

pub(super) async fn net(number: u8) -> Net {
    Net::bind(options(number)).await.unwrap()
}

pub(super) async fn pair() -> (Net, Net) {
    (net(1).await, net(2).await)
}

/// A link from `from` to `to`, both ends of it, after one frame.
async fn linked(from: &Net, to: &Net, alpn: Alpn) -> (crate::Link, crate::Link) {
    let mut dialled = from.connect(to.device(), &to.local_addresses(), alpn).await.unwrap();
    dialled.send(b"hello").await.unwrap();
    let mut met = timeout(LONG, to.incoming()).await.unwrap().unwrap();
    assert_eq!(met.alpn, alpn);
    assert_eq!(met.link.recv().await.unwrap().unwrap(), b"hello");
    (dialled, met.link)
}

/// An endpoint that follows no rule of ours, and its connection to `to`.
async fn stranger(to: &Net, alpn: &[u8]) -> (Endpoint, Result<Connection, NetError>) {
    let endpoint = Endpoint::builder(presets::Minimal)
        .relay_mode(RelayMode::Disabled)
        .portmapper_config(PortmapperConfig::Disabled)
        .clear_ip_transports()
        .bind_addr("127.0.0.1:0")
        .unwrap()
        .bind()
        .await
        .unwrap();
    let id = EndpointId::from_bytes(&to.device().0).unwrap();
    let target = EndpointAddr::from_parts(id, to.local_addresses().into_iter().map(TransportAddr::Ip));
    let connection = endpoint.connect(target, alpn).await.map_err(NetError::from);
    (endpoint, connection)
}

/// What `close_reason` looks like once the other side has closed.
async fn end_of(connection: &Connection) -> LinkError {
    timeout(LONG, connection.closed()).await.unwrap().into()
}

/// How `to` turns `from` away: while connecting or, when the handshake was quicker, at the first frame.
async fn turned_away(from: &Net, to: &Net) -> LinkError {
    match from.connect(to.device(), &to.local_addresses(), Alpn::Sync).await {
        Err(NetError::TurnedAway(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(mut link) => {
            // Whether this still goes out is a matter of who is quicker.
            let _ = link.send(b"hello").await;
            timeout(LONG, link.recv()).await.unwrap().unwrap_err()
        }
    }
}

#[tokio::test]
async fn frames_go_both_ways() {
    let (ana, bo) = pair().await;
    let (mut here, mut there) = linked(&ana, &bo, Alpn::Sync).await;
    assert_eq!(here.peer(), bo.device());
    assert_eq!(there.peer(), ana.device());
    assert_eq!(here.remote_address(), bo.local_addresses().first().copied());
    assert!(there.remote_address().is_some());

    let big = vec![7; Alpn::Sync.max_frame()];
    let (sent, got) = tokio::join!(there.send(&big), here.recv());
    sent.unwrap();
    assert!(got.unwrap().unwrap() == big);
    here.send(b"").await.unwrap();
    assert_eq!(there.recv().await.unwrap().unwrap(), b"");

    here.finish().await.unwrap();
    assert_eq!(there.recv().await.unwrap(), None);
    assert_eq!(there.recv().await.unwrap(), None);
    there.send(b"last words").await.unwrap();
    there.finish().await.unwrap();
    assert_eq!(here.recv().await.unwrap().unwrap(), b"last words");
    assert_eq!(here.recv().await.unwrap(), None);
}

#[tokio::test]
async fn what_was_finished_is_read_after_the_peer_has_gone() {
    let (ana, bo) = pair().await;
    let (mut here, mut there) = linked(&ana, &bo, Alpn::Sync).await;
    here.send(&[3; 200_000]).await.unwrap();
    here.finish().await.unwrap();
    drop(here);
    ana.close().await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(there.recv().await.unwrap().unwrap().len(), 200_000);
    assert_eq!(there.recv().await.unwrap(), None);
}

#[tokio::test]
async fn the_halves_serve_two_tasks_and_waiting_can_be_cancelled() {
    let (ana, bo) = pair().await;
    let (here, there) = linked(&ana, &bo, Alpn::Sync).await;
    let (mut speak, mut listen) = here.split();
    let (mut answer, mut hear) = there.split();
    // Each wait is cancelled many times over, in the middle of frames, and nothing is lost.
    let patient = tokio::spawn(async move {
        let mut got = Vec::new();
        while got.len() < 40 {
            tokio::select! {
                biased;
                frame = hear.recv() => got.push(frame.unwrap().unwrap()),
                () = tokio::task::yield_now() => {}
            }
        }
        answer.send(b"enough").await.unwrap();
        (got, answer, hear)
    });
    for number in 0..40u8 {
        speak.send(&vec![number; 9_000]).await.unwrap();
    }
    assert_eq!(listen.recv().await.unwrap().unwrap(), b"enough");
    let (got, ..) = patient.await.unwrap();
    assert!((0..40u8).zip(&got).all(|(number, frame)| *frame == vec![number; 9_000]));
}

#[tokio::test]
async fn too_long_a_frame_is_not_sent() {
    let (ana, bo) = pair().await;
    let (mut here, mut there) = linked(&ana, &bo, Alpn::Join).await;
    let long = vec![0; Alpn::Join.max_frame() + 1];
    let refused = here.send(&long).await.unwrap_err();
    assert_eq!(refused, LinkError::TooLongToSend { length: long.len(), max: Alpn::Join.max_frame() });
    here.send(b"short").await.unwrap();
    assert_eq!(there.recv().await.unwrap().unwrap(), b"short");
}

#[tokio::test]
async fn too_long_a_frame_is_refused_by_its_length_alone() {
    let bo = net(2).await;
    let (_endpoint, connection) = stranger(&bo, Alpn::Sync.bytes()).await;
    let connection = connection.unwrap();
    let (mut send, _recv) = connection.open_bi().await.unwrap();
    send.write_all(&[1, 0, 0, 0, 42]).await.unwrap();
    let mut met = timeout(LONG, bo.incoming()).await.unwrap().unwrap();
    assert_eq!(met.link.recv().await.unwrap().unwrap(), [42]);

    send.write_all(&u32::MAX.to_le_bytes()).await.unwrap();
    let refused = timeout(LONG, met.link.recv()).await.unwrap().unwrap_err();
    assert_eq!(refused, LinkError::TooLong { length: u32::MAX as usize, max: Alpn::Sync.max_frame() });
    assert!(refused.blames_peer());
    assert_eq!(met.link.recv().await.unwrap_err(), refused);
    assert_eq!(end_of(&connection).await, LinkError::ClosedByPeer);
}

#[tokio::test]
async fn the_first_frame_of_a_stranger_is_short() {
    let bo = net(2).await;
    let (_endpoint, connection) = stranger(&bo, Alpn::Sync.bytes()).await;
    let connection = connection.unwrap();
    let (mut send, _recv) = connection.open_bi().await.unwrap();
    send.write_all(&(MAX_FIRST_FRAME as u32 + 1).to_le_bytes()).await.unwrap();
    assert_eq!(end_of(&connection).await, LinkError::ClosedByPeer);
}

#[tokio::test]
async fn a_frame_that_stops_halfway_is_an_error() {
    let bo = net(2).await;
    let (_endpoint, connection) = stranger(&bo, Alpn::Sync.bytes()).await;
    let connection = connection.unwrap();
    let (mut send, _recv) = connection.open_bi().await.unwrap();
    send.write_all(&[1, 0, 0, 0, 42, 9, 0, 0, 0, 1, 2]).await.unwrap();
    send.finish().unwrap();
    let mut met = timeout(LONG, bo.incoming()).await.unwrap().unwrap();
    assert_eq!(met.link.recv().await.unwrap().unwrap(), [42]);
    assert_eq!(met.link.recv().await.unwrap_err(), LinkError::Cut);
}

#[tokio::test]
async fn a_slow_peer_is_dropped() {
    let deadlines = Deadlines { frame: SHORT, ..Deadlines::default() };
    let bo = Net::bind(NetOptions { deadlines, ..options(2) }).await.unwrap();
    let (_endpoint, connection) = stranger(&bo, Alpn::Sync.bytes()).await;
    let connection = connection.unwrap();
    let (mut send, _recv) = connection.open_bi().await.unwrap();
    send.write_all(&[1, 0, 0, 0, 42]).await.unwrap();
    let mut met = timeout(LONG, bo.incoming()).await.unwrap().unwrap();
    met.link.recv().await.unwrap();

    // Silence between frames is no offence.
    assert!(timeout(SHORT * 2, met.link.recv()).await.is_err());
    let drip = tokio::spawn(async move {
        for byte in [100u8, 0, 0, 0].into_iter().chain([7; 96]) {
            if send.write_all(&[byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(SHORT / 5).await;
        }
    });
    // Waiting is cancelled again and again, and the deadline stands.
    let refused = loop {
        if let Ok(end) = timeout(SHORT / 10, met.link.recv()).await {
            break end.unwrap_err();
        }
    };
    assert_eq!(refused, LinkError::TooSlow);
    assert_eq!(end_of(&connection).await, LinkError::ClosedByPeer);
    drip.await.unwrap();
}

#[tokio::test]
async fn a_peer_that_takes_nothing_in_is_dropped() {
    let deadlines = Deadlines { send: SHORT, ..Deadlines::default() };
    let ana = Net::bind(NetOptions { deadlines, ..options(1) }).await.unwrap();
    let bo = net(2).await;
    let (mut here, _there) = linked(&ana, &bo, Alpn::Sync).await;
    let frame = vec![0; Alpn::Sync.max_frame()];
    let end = loop {
        if let Err(end) = here.send(&frame).await {
            break end;
        }
    };
    assert_eq!(end, LinkError::TooSlow);
}

#[tokio::test]
async fn who_says_nothing_first_is_not_let_in() {
    let deadlines = Deadlines { first_frame: SHORT, ..Deadlines::default() };
    let bo = Net::bind(NetOptions { deadlines, ..options(2) }).await.unwrap();
    for beginning in [&[][..], &[20, 0, 0, 0, 1]] {
        let (_endpoint, connection) = stranger(&bo, Alpn::Join.bytes()).await;
        let connection = connection.unwrap();
        let (mut send, _recv) = connection.open_bi().await.unwrap();
        send.write_all(beginning).await.unwrap();
        assert_eq!(end_of(&connection).await, LinkError::ClosedByPeer);
    }
    assert!(timeout(Duration::from_millis(20), bo.incoming()).await.is_err());
}

#[tokio::test]
async fn a_blocked_device_is_refused_both_ways() {
    let (ana, bo) = pair().await;
    bo.block(ana.device());
    assert!(bo.is_blocked(ana.device()));
    assert_eq!(turned_away(&ana, &bo).await, LinkError::Refused);
    assert!(timeout(Duration::from_millis(20), bo.incoming()).await.is_err());
    let own = bo.connect(ana.device(), &ana.local_addresses(), Alpn::Sync).await.unwrap_err();
    assert_eq!(own, NetError::Blocked);

    bo.unblock(ana.device());
    linked(&ana, &bo, Alpn::Sync).await;
}

#[tokio::test]
async fn blocking_ends_what_is_open() {
    let (ana, bo) = pair().await;
    let (mut here, mut there) = linked(&ana, &bo, Alpn::Sync).await;
    bo.block(ana.device());
    assert_eq!(timeout(LONG, here.recv()).await.unwrap().unwrap_err(), LinkError::Refused);
    assert_eq!(there.recv().await.unwrap_err(), LinkError::Closed);
}

#[tokio::test]
async fn an_unknown_protocol_is_refused() {
    let bo = net(2).await;
    let (_endpoint, connection) = stranger(&bo, b"palabre/sync/2").await;
    assert_eq!(connection.unwrap_err(), NetError::OtherVersion);
}

#[tokio::test]
async fn one_peer_takes_only_its_share_of_the_seats() {
    let limits = Limits { connections: 8, per_peer: 2 };
    let bo = Net::bind(NetOptions { limits, ..options(2) }).await.unwrap();
    let (ana, cam) = (net(1).await, net(3).await);
    let kept = [linked(&ana, &bo, Alpn::Sync).await, linked(&ana, &bo, Alpn::Sync).await];
    assert_eq!(turned_away(&ana, &bo).await, LinkError::Busy);
    linked(&cam, &bo, Alpn::Sync).await;
    drop(kept);
    linked(&ana, &bo, Alpn::Sync).await;
}

#[tokio::test]
async fn when_all_seats_are_taken_the_next_is_turned_away() {
    let limits = Limits { connections: 2, per_peer: 2 };
    let bo = Net::bind(NetOptions { limits, ..options(2) }).await.unwrap();
    let (ana, cam) = (net(1).await, net(3).await);
    let _kept = [linked(&ana, &bo, Alpn::Sync).await, linked(&ana, &bo, Alpn::Sync).await];
    assert_eq!(turned_away(&cam, &bo).await, LinkError::Busy);
}

#[tokio::test]
async fn known_addresses_are_used() {
    let (ana, bo) = pair().await;
    assert_eq!(ana.connect(bo.device(), &[], Alpn::Sync).await.unwrap_err(), NetError::NoAddress);
    ana.add_addresses(bo.device(), &bo.local_addresses());
    ana.connect(bo.device(), &[], Alpn::Sync).await.unwrap();
    assert!(!ana.is_shown_nearby());
    // Only this machine can reach it, so there is nothing to show.
    ana.show_nearby(true);
    assert!(!ana.is_shown_nearby());
    assert!(ana.near(&[bo.device()], SHORT).await.is_empty());
}

#[tokio::test]
async fn nobody_home_is_said_in_time() {
    let deadlines = Deadlines { connect: SHORT, ..Deadlines::default() };
    let ana = Net::bind(NetOptions { deadlines, ..options(1) }).await.unwrap();
    let began = Instant::now();
    let nobody = ana.connect(device(9), &["127.0.0.1:9".parse().unwrap()], Alpn::Sync).await.unwrap_err();
    assert_eq!(nobody, NetError::NoAnswer);
    assert!(began.elapsed() < SHORT * 10);
    assert_eq!(ana.connect(ana.device(), &[], Alpn::Sync).await.unwrap_err(), NetError::Myself);
}

#[tokio::test]
async fn a_reason_given_arrives() {
    let (ana, bo) = pair().await;
    let (mut here, there) = linked(&ana, &bo, Alpn::Sync).await;
    there.close(CloseReason::Refused);
    assert_eq!(timeout(LONG, here.recv()).await.unwrap().unwrap_err(), LinkError::Refused);
    assert_eq!(here.send(b"anybody?").await.unwrap_err(), LinkError::Refused);
}

#[tokio::test]
async fn closing_ends_waiting_and_links() {
    let (ana, bo) = pair().await;
    let (mut here, _there) = linked(&ana, &bo, Alpn::Sync).await;
    bo.close().await;
    assert!(timeout(LONG, bo.incoming()).await.unwrap().is_none());
    assert_eq!(timeout(LONG, here.recv()).await.unwrap().unwrap_err(), LinkError::ClosedByPeer);
    assert_eq!(
        bo.connect(ana.device(), &ana.local_addresses(), Alpn::Sync).await.unwrap_err(),
        NetError::Closed
    );
}

#[tokio::test]
async fn only_the_address_asked_for_is_bound() {
    let ana = net(1).await;
    let addresses = ana.local_addresses();
    assert_eq!(addresses.len(), 1);
    assert!(addresses[0].ip().is_loopback());
    let taken = NetOptions { bind: addresses, ..NetOptions::new([2; 32]) };
    assert_eq!(Net::bind(taken).await.unwrap_err().code(), "net.taken");
}

#[tokio::test]
async fn a_fixed_port_is_held_and_one_that_is_taken_is_named() {
    let free = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let here = |number| NetOptions { port: Some(free), ..NetOptions::new([number; 32]) };
    let ana = Net::bind(here(1)).await.unwrap();
    assert!(ana.local_addresses().iter().all(|address| address.port() == free));
    let Err(taken) = Net::bind(here(2)).await else { panic!("two have one port") };
    assert_eq!(taken, NetError::Taken { port: free });
    ana.close().await;
}
