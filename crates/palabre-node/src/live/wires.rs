//! The tasks that carry bytes: one that listens, and for each link one that reads and one that writes.

use std::net::SocketAddr;
use std::time::Duration;

use palabre_api::ApiError;
use palabre_domain::id::{CommunityId, DeviceId};
use palabre_net::{Alpn, Asking, FileError, Link, LinkError, LinkReceiver, LinkSender, Net, PeerAddress};
use tokio::sync::mpsc;

use super::Saved;
use super::files::Errand;
use super::rates::Rates;
use crate::home::store_error;
use crate::node::Node;
use crate::replica::Finding;

/// What reaches the loop.
pub(super) enum Event {
    /// Somebody opened a link and said something.
    Came { link: Link, alpn: Alpn, frame: Vec<u8> },
    /// A link that we asked for is open, or could not be opened.
    Dialled { community: CommunityId, peer: DeviceId, link: Option<Link>, why: Option<palabre_api::ApiError> },
    /// An introduction was answered.
    Introduced { community: CommunityId, peer: DeviceId, answer: Vec<u8> },
    /// A frame came.
    Frame { link: u64, frame: Vec<u8> },
    /// A frame went, so that there is room for another.
    Room { link: u64 },
    /// A link is gone; not by a good-bye if there is an error.
    Gone { link: u64, error: Option<LinkError> },
    /// A community's file was looked through: what is wrong with it, and up to which row.
    Checked { community: CommunityId, findings: Vec<String>, row: u64 },
    /// Somebody asks for files.
    Asking(Asking),
    /// So much of a file has come.
    Coming { errand: Errand, received: u64 },
    /// A file has come, or has not.
    Fetched { errand: Errand, came: Result<Vec<u8>, FileError> },
    /// An invitation was handed over, or was not taken.
    Offered { to: DeviceId, took: bool },
    /// Members seen on the local network.
    Near(Vec<PeerAddress>),
    /// Everything was saved, or could not be.
    Saved(Result<Saved, ApiError>),
}

/// Accepts links, and hands each over with its first frame: later, when they come too fast. A peer holds only so many
/// links at a time, so that no more than these wait.
pub(super) async fn listen(net: Net, rates: Rates, tell: mpsc::Sender<Event>) {
    while let Some(incoming) = net.incoming().await {
        let (tell, rates) = (tell.clone(), rates.clone());
        let alpn = incoming.alpn;
        let mut link = incoming.link;
        tokio::spawn(async move {
            if let Ok(Some(frame)) = link.recv().await {
                wait(rates.called(link.peer())).await;
                // The loop may have ended meanwhile; then the link ends with this task.
                let _ = tell.send(Event::Came { link, alpn, frame }).await;
            }
        });
    }
}

/// Hands over whoever asks for files.
pub(super) async fn listen_for_files(net: Net, tell: mpsc::Sender<Event>) {
    while let Some(asking) = net.asking().await {
        if tell.send(Event::Asking(asking)).await.is_err() {
            return;
        }
    }
}

/// Brings a file.
pub(super) fn fetch(net: &Net, tell: &mpsc::Sender<Event>, errand: Errand, addresses: Vec<SocketAddr>) {
    /// After how many bytes it is said how far it is.
    const STEP: u64 = 1 << 20;
    let (net, tell) = (net.clone(), tell.clone());
    tokio::spawn(async move {
        let mut said = 0;
        let progress = |received| {
            if received >= said + STEP {
                said = received;
                // The loop is busy; the next step says more.
                let _ = tell.try_send(Event::Coming { errand, received });
            }
        };
        let wanted = (errand.hash, errand.size);
        let came = net.fetch_file(errand.peer, &addresses, wanted, progress).await;
        let _ = tell.send(Event::Fetched { errand, came }).await;
    });
}

/// Waits; not at all where there is no need, for a timer takes up to a millisecond.
async fn wait(pause: Duration) {
    if !pause.is_zero() {
        tokio::time::sleep(pause).await;
    }
}

/// Opens a link to somebody.
pub(super) fn dial(net: &Net, tell: &mpsc::Sender<Event>, community: CommunityId, peer: PeerAddress) {
    let (net, tell) = (net.clone(), tell.clone());
    tokio::spawn(async move {
        let (link, why) = match net.connect(peer.device, &peer.addresses, Alpn::Sync).await {
            Ok(link) => (Some(link), None),
            // Most of those who are sought through a relay alone are asleep.
            Err(_) if peer.addresses.is_empty() => (None, None),
            Err(error) => (None, Some(super::net_error(&error))),
        };
        let _ = tell.send(Event::Dialled { community, peer: peer.device, link, why }).await;
    });
}

/// Shows an introduction at somebody's door, and waits for the answer.
pub(super) fn introduce(
    net: &Net,
    tell: &mpsc::Sender<Event>,
    community: CommunityId,
    peer: PeerAddress,
    frame: Vec<u8>,
) {
    let (net, tell) = (net.clone(), tell.clone());
    tokio::spawn(async move {
        let answer = async {
            let mut link = net.connect(peer.device, &peer.addresses, Alpn::Join).await.ok()?;
            link.send(&frame).await.ok()?;
            link.recv().await.ok()?
        };
        let event = match answer.await {
            Some(answer) => Event::Introduced { community, peer: peer.device, answer },
            None => Event::Dialled { community, peer: peer.device, link: None, why: None },
        };
        let _ = tell.send(event).await;
    });
}

/// The answer to an invitation that was taken.
pub(super) const TAKEN: &[u8] = b"taken";
/// How long somebody may take to take one: as long as calls are kept waiting there, and longer.
const TO_TAKE: Duration = Duration::from_secs(30);

/// Hands an invitation to a laptop that waits for one.
pub(super) fn offer(net: &Net, tell: &mpsc::Sender<Event>, to: PeerAddress, ticket: String) {
    let (net, tell) = (net.clone(), tell.clone());
    tokio::spawn(async move {
        let answer = async {
            let mut link = net.connect(to.device, &to.addresses, Alpn::Offer).await.ok()?;
            link.send(ticket.as_bytes()).await.ok()?;
            link.recv().await.ok()?
        };
        let took =
            tokio::time::timeout(TO_TAKE, answer).await.ok().flatten().is_some_and(|said| said == TAKEN);
        let _ = tell.send(Event::Offered { to: to.device, took }).await;
    });
}

/// Reads frames until the link is gone, as fast as the peer's rates allow.
pub(super) async fn read(link: u64, mut receiver: LinkReceiver, rates: Rates, tell: mpsc::Sender<Event>) {
    let peer = receiver.peer();
    let error = loop {
        match receiver.recv().await {
            Ok(Some(frame)) => {
                let pause = rates.heard(peer, &frame);
                if tell.send(Event::Frame { link, frame }).await.is_err() {
                    return;
                }
                wait(pause).await;
            }
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    let _ = tell.send(Event::Gone { link, error }).await;
}

/// Writes frames until there are no more, and says so to the peer.
pub(super) async fn write(
    link: u64,
    mut sender: LinkSender,
    mut frames: mpsc::Receiver<Vec<u8>>,
    tell: mpsc::Sender<Event>,
) {
    while let Some(frame) = frames.recv().await {
        if sender.send(&frame).await.is_err() {
            return;
        }
        if tell.send(Event::Room { link }).await.is_err() {
            return;
        }
    }
    // The peer may have gone first; then there is nobody left to tell.
    let _ = sender.finish().await;
}

/// Looks through communities' files, one after the other, each from where that was done last, without being in anybody's way.
pub(super) fn check(tell: &mpsc::Sender<Event>, node: Node, communities: Vec<CommunityId>) {
    let tell = tell.clone();
    tokio::task::spawn_blocking(move || {
        for community in communities {
            let (findings, row) = match look_through(&node, &community) {
                Ok(Some(looked)) => looked,
                Ok(None) => continue,
                Err(error) => (vec![error.message], 0),
            };
            // The loop may have ended meanwhile: then the next one looks again.
            if tell.blocking_send(Event::Checked { community, findings, row }).is_err() {
                return;
            }
        }
    });
}

/// Returns what is wrong with a community's file, and up to which row it was looked through; `None` for one in memory.
fn look_through(node: &Node, community: &CommunityId) -> Result<Option<(Vec<String>, u64)>, ApiError> {
    let Some(reader) = node.reader_of(community)? else { return Ok(None) };
    reader.store().go_through_once().map_err(store_error)?;
    let checked = reader.store().setting("checked").map_err(store_error)?;
    let after = checked.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes);
    let damage = reader.store().check(false).map_err(store_error)?;
    let (mut findings, row) = reader.check_chains(after, false).map_err(store_error)?;
    findings.extend(damage.iter().map(|found| Finding::damaged(found)));
    Ok(Some((findings.into_iter().map(|finding| finding.text).collect(), row)))
}
