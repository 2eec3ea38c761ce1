//! The run loop: meeting other laptops over the network.
//!
//! One task owns the node and speaks for it; each link has a task that reads and one that writes, and these know
//! bytes only. Everything that a link brings goes through one inbox, so that nothing here needs a lock.

mod addresses;
mod desk;
#[cfg(unix)]
pub mod door;
mod files;
mod meeting;
mod nightly;
mod rates;
mod wires;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use palabre_api::ApiError;
use palabre_net::{Net, NetError, NetOptions};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::home::capital;
use crate::node::Node;
use files::Errands;
use meeting::Meeting;
use rates::Rates;
use wires::Event;

pub(crate) use addresses::{known_addresses, remember};
pub use desk::{Asked, Desk};
pub use nightly::{Nightly, Saved};

/// How the run loop is to run.
pub struct LiveOptions {
    /// Where to listen; nowhere in particular when empty.
    pub bind: Vec<SocketAddr>,
    /// The port on every interface, where `bind` is empty; any that is free when there is none.
    pub port: Option<u16>,
    /// Whether to look for members on the local network by multicast, and be seen there; also where nobody asked for it
    /// here, and until the call `near` says otherwise.
    pub near: bool,
    /// Whom to meet, as `DEVICE@ip:port` or `ip:port`; everybody whose address is known when empty.
    pub with: Vec<String>,
    /// Whether to bring every attached file here; else only those that somebody asked for.
    pub files: bool,
    /// What is saved every night, and where; nothing when there is none.
    pub nightly: Option<Nightly>,
    /// How long to run.
    pub until: Until,
    /// Calls to be answered meanwhile: a face that stays open. The loop ends when nobody can ask any more.
    pub calls: Option<mpsc::Receiver<Asked>>,
}

impl LiveOptions {
    /// Returns the usual options: any port, everybody whose address is known, seen by nobody who does not call.
    pub fn new(until: Until) -> Self {
        Self {
            bind: Vec::new(),
            port: None,
            near: false,
            with: Vec::new(),
            files: false,
            nightly: None,
            until,
            calls: None,
        }
    }
}

/// How long the run loop runs.
pub enum Until {
    /// Until everybody who could be met holds the same, at most so long.
    InSync {
        /// At most so long.
        at_most: Duration,
    },
    /// So long.
    For(Duration),
    /// As long as somebody may ask.
    Called,
    /// Until told to stop.
    Stopped(oneshot::Receiver<()>),
}

/// What happens while the loop runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum LiveEvent {
    /// This laptop can be met.
    Listening {
        /// Its key.
        device: String,
        /// Where, as others write it: `DEVICE@ip:port`.
        addresses: Vec<String>,
        /// The same as one link, that says where and lets nobody in; empty while there is no address.
        link: String,
    },
    /// Another laptop and this one hold the same.
    Met {
        /// Whose laptop.
        name: String,
        /// Its key.
        device: String,
        /// The id of the community about which they met.
        community: String,
    },
    /// Nobody is in reach any more with whom this laptop met about a community.
    Alone {
        /// The community's id.
        community: String,
    },
    /// Other laptops of members are on this network than were a moment ago.
    Near {
        /// How many.
        laptops: usize,
    },
    /// Somebody hands over an invitation, or laptops that wait for one are others than a moment ago.
    Offers {
        /// How many invitations wait here.
        offers: usize,
    },
    /// What waits in a community that is being joined, as the other laptop says it; its entries are being checked.
    Preview {
        /// The community's id.
        community: String,
        /// What is said of it.
        preview: palabre_api::row::Preview,
    },
    /// Entries arrive.
    Progress {
        /// How many came.
        received: u64,
        /// How many are known to come; 0 when nobody has said so.
        expected: u64,
    },
    /// An attached file is coming.
    FileProgress {
        /// Its name.
        name: String,
        /// How many bytes came.
        received: u64,
        /// How many it has.
        expected: u64,
    },
    /// An attached file has come.
    File {
        /// Its name.
        name: String,
        /// How many bytes it has.
        bytes: u64,
    },
    /// Everything was saved.
    Saved {
        /// In which file or folder.
        place: String,
        /// How many bytes it has.
        bytes: u64,
    },
    /// Something is there to be shown that was not before.
    Changed {
        /// The community's id.
        community: String,
    },
    /// This laptop did something by itself.
    Did {
        /// What, in a sentence.
        sentence: String,
    },
    /// Something went wrong; the loop goes on.
    Problem {
        /// The stable code.
        code: String,
        /// The sentence.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// The loop has ended.
    Stopped,
}

/// What came of running.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LiveReport {
    /// Whom this laptop met, A to Z.
    pub met: Vec<String>,
    /// Whether it held the same as each of them in the end.
    pub in_sync: bool,
    /// How many entries came.
    pub received: u64,
    /// How many packs and messages went.
    pub sent: u64,
}

/// Returns a link as a QR, in lines that a terminal shows.
///
/// # Errors
/// When the link is too long for one.
pub fn qr(link: &str) -> Result<String, ApiError> {
    crate::node::draw_qr(link)
}

/// What a problem with the network is for a person.
fn net_error(error: &NetError) -> ApiError {
    ApiError::new(error.code(), capital(&error.to_string()), error.hint())
}

/// What a link that was closed is for a person.
fn link_error(error: &palabre_net::LinkError) -> ApiError {
    ApiError::new(error.code(), capital(&error.to_string()), error.hint())
}

/// How often what is due is looked after.
const TICK: Duration = Duration::from_secs(1);
/// After how many ticks those who are not linked are called again.
const CALL_AGAIN: u64 = 10;
/// After how many ticks duties are done although nothing came: the clock alone can open a counting.
const DUTIES: u64 = 30;

/// Looks for members on the local network, and can be seen there meanwhile: at once for those who answer at once, at
/// most for `patience`. What is seen, the call `near` tells.
///
/// # Errors
/// When the home is held by another process, or the network cannot be used at all.
pub async fn look(node: &mut Node, patience: Duration) -> Result<(), ApiError> {
    node.hold()?;
    let secret = *node.me()?.secrets()?.device.as_bytes();
    let devices = node.peers_of_all()?;
    let options = NetOptions { mdns: true, ..NetOptions::new(secret) };
    let net = Net::bind(options).await.map_err(|error| net_error(&error))?;
    let seen = net.near(&devices, patience).await;
    node.here.near = net.is_shown_nearby().then_some(seen);
    net.close().await;
    Ok(())
}

/// After how many ticks it is looked whether everything is to be saved.
const SAVE: u64 = 60;

/// Runs until told: listens, calls whom it knows, exchanges, and does what is due.
///
/// # Errors
/// When the home is held by another process, or the network cannot be used at all.
pub async fn run(
    node: &mut Node,
    mut options: LiveOptions,
    on_event: impl FnMut(LiveEvent) + Send,
) -> Result<LiveReport, ApiError> {
    let mut calls = options.calls.take();
    run_with(node, options, &mut calls, on_event).await
}

/// Runs as [`run`] does, and leaves the calls that it did not answer to whoever comes next.
async fn run_with(
    node: &mut Node,
    options: LiveOptions,
    calls: &mut Option<mpsc::Receiver<Asked>>,
    mut on_event: impl FnMut(LiveEvent) + Send,
) -> Result<LiveReport, ApiError> {
    node.hold()?;
    let LiveOptions { bind, port, near, with, files, nightly, until, calls: _ } = options;
    let stay = Stay { bind, port, near, with, files, nightly: nightly.map(Arc::new) };
    let mut ending = Ending::of(until);
    loop {
        // Whoever was renewed or mended meanwhile goes on as the laptop that it is now.
        let (report, over) = stay.on(node, calls, &mut ending, &mut on_event).await?;
        if over {
            on_event(LiveEvent::Stopped);
            return Ok(report);
        }
    }
}

/// How to be on the network, each time anew.
struct Stay {
    bind: Vec<SocketAddr>,
    port: Option<u16>,
    near: bool,
    with: Vec<String>,
    files: bool,
    nightly: Option<Arc<Nightly>>,
}

impl Stay {
    /// Enters the network, and stays there until it is over, or until it is to be entered anew; returns which.
    async fn on<F: FnMut(LiveEvent) + Send>(
        &self,
        node: &mut Node,
        calls: &mut Option<mpsc::Receiver<Asked>>,
        ending: &mut Ending,
        on_event: F,
    ) -> Result<(LiveReport, bool), ApiError> {
        let secret = *node.me()?.secrets()?.device.as_bytes();
        let relay = node.relay_named()?;
        let net_options =
            NetOptions { bind: self.bind.clone(), port: self.port, relay, ..NetOptions::new(secret) };
        let net = Net::bind(net_options).await.map_err(|error| net_error(&error))?;
        let (tell, mut inbox) = mpsc::channel(64);
        let rates = Rates::new();
        let listener = tokio::spawn(wires::listen(net.clone(), rates.clone(), tell.clone()));
        let askers = tokio::spawn(wires::listen_for_files(net.clone(), tell.clone()));
        let files = Errands::new(self.files);
        node.here.moves = false;
        node.here.since = Some(node.now());
        node.here.looks = self.near || node.near_chosen()?;
        node.here.nightly = self.nightly.clone();
        let mut meeting = Meeting::new(node, net.clone(), rates, files, tell, on_event);
        // Whoever has just opened a face is about to ask.
        meeting.asked = calls.is_some().then(Instant::now);
        let over = converse(&mut meeting, &mut inbox, calls, &self.with, ending).await;
        listener.abort();
        askers.abort();
        let report = meeting.end(&mut inbox).await;
        net.close().await;
        Ok((report, over?))
    }
}

/// When it is over.
struct Ending {
    deadline: Option<Instant>,
    /// Whether it is over as soon as all hold the same.
    settle: bool,
    stop: Option<oneshot::Receiver<()>>,
}

impl Ending {
    fn of(until: Until) -> Self {
        let (deadline, settle, stop) = match until {
            Until::InSync { at_most } => (Some(Instant::now() + at_most), true, None),
            Until::For(time) => (Some(Instant::now() + time), false, None),
            Until::Called => (None, false, None),
            Until::Stopped(stop) => (None, false, Some(stop)),
        };
        Self { deadline, settle, stop }
    }
}

/// Returns true when it is over, and false when the network is to be entered anew.
async fn converse<F: FnMut(LiveEvent) + Send>(
    meeting: &mut Meeting<'_, F>,
    inbox: &mut mpsc::Receiver<Event>,
    calls: &mut Option<mpsc::Receiver<Asked>>,
    with: &[String],
    ending: &mut Ending,
) -> Result<bool, ApiError> {
    meeting.show_here();
    meeting.say_what_is_shut();
    meeting.listen_here()?;
    meeting.look_through()?;
    meeting.do_duties()?;
    let wanted: BTreeSet<_> = meeting.call(with)?;
    let mut ticks = tokio::time::interval(TICK);
    let mut tick = 0;
    loop {
        if ending.settle && meeting.is_settled(&wanted, tick < 5) {
            return Ok(true);
        }
        tokio::select! {
            event = inbox.recv() => match event {
                Some(event) => meeting.handle(event)?,
                None => return Ok(true),
            },
            asked = next(calls) => match asked {
                Some(asked) => {
                    meeting.ask(asked)?;
                    if meeting.is_to_come_back() {
                        return Ok(false);
                    }
                }
                None => return Ok(true),
            },
            _ = ticks.tick() => {
                tick += 1;
                meeting.tick(tick % 5 == 1);
                if tick % SAVE == 1 {
                    meeting.save_if_due();
                }
                if tick % CALL_AGAIN == 0 {
                    meeting.call(with)?;
                    meeting.listen_here()?;
                    meeting.tell_who_moved()?;
                }
                if tick % DUTIES == 0 {
                    meeting.do_duties()?;
                }
            }
            () = sleep_until(meeting.next_question()) => meeting.ask_for_hinted()?,
            () = sleep_until(ending.deadline) => return Ok(true),
            () = stopped(&mut ending.stop) => return Ok(true),
        }
    }
}

async fn next(calls: &mut Option<mpsc::Receiver<Asked>>) -> Option<Asked> {
    match calls {
        Some(calls) => calls.recv().await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

async fn stopped(stop: &mut Option<oneshot::Receiver<()>>) {
    match stop {
        // A sender that is gone can say nothing any more: that is a stop, too.
        Some(stop) => drop(stop.await),
        None => std::future::pending().await,
    }
}
