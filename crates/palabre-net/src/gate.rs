//! Who may come in, and how many at once.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use iroh::{
    EndpointAddr,
    endpoint::{
        AfterHandshakeOutcome, BeforeConnectOutcome, Connection, EndpointHooks, WeakConnectionHandle,
    },
};
use palabre_domain::id::DeviceId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Limits, link::CloseReason};

/// The block list and the count of open connections, shared by the endpoint, its accept loop and its links.
#[derive(Debug, Clone)]
pub(crate) struct Gate(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    limits: Limits,
    seats: Arc<Semaphore>,
    blocked: RwLock<HashSet<DeviceId>>,
    open: Mutex<HashMap<DeviceId, Vec<Open>>>,
    next: AtomicU64,
}

#[derive(Debug)]
struct Open {
    number: u64,
    accepted: bool,
    connection: WeakConnectionHandle,
}

/// A place among the accepted connections.
pub(crate) type Seat = OwnedSemaphorePermit;

/// Held by an open link; what it took is given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Pass {
    gate: Gate,
    peer: DeviceId,
    number: u64,
    _seat: Option<Seat>,
}

impl Gate {
    pub fn new(limits: Limits) -> Self {
        Self(Arc::new(Inner {
            limits,
            seats: Arc::new(Semaphore::new(limits.connections)),
            blocked: RwLock::default(),
            open: Mutex::default(),
            next: AtomicU64::new(0),
        }))
    }

    /// Takes a seat for a connection to accept, if one is free.
    pub fn seat(&self) -> Option<Seat> {
        self.0.seats.clone().try_acquire_owned().ok()
    }

    /// Returns true when fewer than half of the seats are free.
    pub fn is_crowded(&self) -> bool {
        self.0.seats.available_permits() < self.0.limits.connections.div_ceil(2)
    }

    /// Counts `connection` as open. One with a seat was accepted; one without, dialled.
    pub fn admit(&self, connection: &Connection, seat: Option<Seat>) -> Result<Pass, CloseReason> {
        let peer = DeviceId(*connection.remote_id().as_bytes());
        let accepted = seat.is_some();
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        {
            let mut open = self.open();
            let of_peer = open.entry(peer).or_default();
            if accepted && of_peer.iter().filter(|one| one.accepted).count() >= self.0.limits.per_peer {
                return Err(CloseReason::Busy);
            }
            of_peer.push(Open { number, accepted, connection: connection.weak_handle() });
        }
        let pass = Pass { gate: self.clone(), peer, number, _seat: seat };
        // Looked at after it was listed: a block that comes in between either finds it listed or is seen here.
        if self.is_blocked(&peer) { Err(CloseReason::Refused) } else { Ok(pass) }
    }

    pub fn is_blocked(&self, device: &DeviceId) -> bool {
        self.0.blocked.read().unwrap_or_else(PoisonError::into_inner).contains(device)
    }

    /// Refuses `device` from now on, and closes what is open with it.
    pub fn block(&self, device: DeviceId) {
        self.0.blocked.write().unwrap_or_else(PoisonError::into_inner).insert(device);
        let open: Vec<_> = self
            .open()
            .get(&device)
            .into_iter()
            .flatten()
            .filter_map(|one| one.connection.upgrade())
            .collect();
        for connection in open {
            CloseReason::Refused.close(&connection);
        }
    }

    pub fn unblock(&self, device: &DeviceId) {
        self.0.blocked.write().unwrap_or_else(PoisonError::into_inner).remove(device);
    }

    // Every change under these locks is a single insert or remove, so a panic elsewhere leaves them whole.
    fn open(&self) -> MutexGuard<'_, HashMap<DeviceId, Vec<Open>>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut open = self.gate.open();
        if let Some(of_peer) = open.get_mut(&self.peer) {
            of_peer.retain(|one| one.number != self.number);
            if of_peer.is_empty() {
                open.remove(&self.peer);
            }
        }
    }
}

impl EndpointHooks for Gate {
    async fn before_connect<'a>(&'a self, remote: &'a EndpointAddr, _alpn: &'a [u8]) -> BeforeConnectOutcome {
        if self.is_blocked(&DeviceId(*remote.id.as_bytes())) {
            return BeforeConnectOutcome::Reject;
        }
        BeforeConnectOutcome::Accept
    }

    async fn after_handshake<'a>(&'a self, connection: &'a Connection) -> AfterHandshakeOutcome {
        if self.is_blocked(&DeviceId(*connection.remote_id().as_bytes())) {
            return AfterHandshakeOutcome::Reject {
                error_code: CloseReason::Refused.into(),
                reason: Vec::new(),
            };
        }
        AfterHandshakeOutcome::Accept
    }
}
