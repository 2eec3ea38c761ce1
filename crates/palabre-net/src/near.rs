//! Devices on the same local network, by multicast.

use std::{
    collections::BTreeMap,
    future::poll_fn,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Poll,
    time::Duration,
};

use iroh::{
    Endpoint, EndpointId,
    address_lookup::{AddressLookup, EndpointInfo, UserData, memory::MemoryLookup},
};
use iroh_mdns_address_lookup::{DiscoveryEvent, MdnsAddressLookup};
use n0_future::{StreamExt, task::AbortOnDropHandle};
use palabre_domain::id::DeviceId;
use tokio::time::timeout;
use tracing::debug;

use crate::{PeerAddress, addresses::merged};

/// The service's name on the network: `<device>._palabre._udp.local`.
const SERVICE: &str = "palabre";

/// How many devices one call of [`look`] looks for.
const MAX_LOOKED_FOR: usize = 4096;

/// What a laptop says of itself there that waits to be invited; the others say nothing.
const WAITS: &str = "waits";

/// How many that wait are told of: a room full.
const MAX_WAITING: usize = 64;

/// How many that wait are remembered: more than are told of, so that whoever fills a room with names and goes leaves room for
/// those who were there meanwhile. Nobody is announced again whose announcement stays the same.
const MAX_REMEMBERED: usize = 1024;

/// Being on the local network, until it is dropped.
#[derive(Debug)]
pub(crate) struct Nearby {
    mdns: MdnsAddressLookup,
    waiting: Waiting,
    _watcher: AbortOnDropHandle<()>,
}

/// Who waits there to be invited, and where they are.
#[derive(Debug, Clone, Default)]
struct Waiting(Arc<Mutex<BTreeMap<DeviceId, Vec<SocketAddr>>>>);

/// Shows the endpoint on the local network and lets it find others there; `None` where that is not possible.
pub(crate) fn announce(endpoint: &Endpoint) -> Option<Nearby> {
    let built = MdnsAddressLookup::builder().service_name(SERVICE).build(endpoint.id());
    let mdns = built.inspect_err(|error| debug!(%error, "no multicast on this network")).ok()?;
    endpoint.address_lookup().ok()?.add(mdns.clone());
    let waiting = Waiting::default();
    let watch = {
        let (mdns, waiting) = (mdns.clone(), waiting.clone());
        async move {
            let mut seen = mdns.subscribe().await;
            // It goes when whoever holds the rest lets it go.
            drop(mdns);
            while let Some(event) = seen.next().await {
                waiting.hear(event);
            }
        }
    };
    Some(Nearby { mdns, waiting, _watcher: AbortOnDropHandle::new(tokio::spawn(watch)) })
}

/// Says there that this laptop waits to be invited, or does so no more.
pub(crate) fn wait_for_invitation(endpoint: &Endpoint, waits: bool) {
    let said: Option<UserData> = waits.then(|| WAITS.parse().ok()).flatten();
    endpoint.set_user_data_for_address_lookup(said);
}

/// What looking takes.
pub(crate) struct Looking {
    mdns: MdnsAddressLookup,
    waiting: Waiting,
}

impl Nearby {
    /// Returns what looking takes.
    pub fn looking(&self) -> Looking {
        Looking { mdns: self.mdns.clone(), waiting: self.waiting.clone() }
    }

    /// Returns who waits to be invited.
    pub fn waiting(&self) -> Vec<PeerAddress> {
        let waiting = self.waiting.all();
        let peer = |(device, addresses): (&DeviceId, &Vec<SocketAddr>)| PeerAddress {
            device: *device,
            addresses: addresses.clone(),
        };
        waiting.iter().take(MAX_WAITING).map(peer).collect()
    }
}

impl Waiting {
    fn hear(&self, event: DiscoveryEvent) {
        match event {
            DiscoveryEvent::Discovered { endpoint_info, .. } => self.note(&endpoint_info),
            DiscoveryEvent::Expired { endpoint_id } => {
                drop(self.all().remove(&DeviceId(*endpoint_id.as_bytes())))
            }
            _ => {}
        }
    }

    /// Notes what a device says of itself now.
    fn note(&self, seen: &EndpointInfo) {
        let device = DeviceId(*seen.endpoint_id.as_bytes());
        let waits = seen.user_data().is_some_and(|said| said.as_ref() == WAITS);
        let addresses = if waits { merged(seen.ip_addrs().copied()) } else { Vec::new() };
        let mut all = self.all();
        all.remove(&device);
        if !addresses.is_empty() && all.len() < MAX_REMEMBERED {
            all.insert(device, addresses);
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<DeviceId, Vec<SocketAddr>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the endpoint off the local network: nothing is looked up there any more, and nothing is answered.
///
/// The services of an endpoint can only be taken off all at once; what it knows by heart comes back.
pub(crate) fn withdraw(endpoint: &Endpoint, known: &MemoryLookup) {
    if let Ok(services) = endpoint.address_lookup() {
        services.clear();
        services.add(known.clone());
    }
}

/// Looks for these devices, and again at those that wait: an announcement that changes while somebody looks for its device
/// goes to whoever looks, and to nobody else.
pub(crate) async fn look(nearby: Looking, devices: &[DeviceId], patience: Duration) -> Vec<PeerAddress> {
    let Looking { mdns, waiting } = nearby;
    let those: Vec<DeviceId> = waiting.all().keys().copied().collect();
    let mut sought: Vec<_> = devices
        .iter()
        .take(MAX_LOOKED_FOR)
        .chain(those.iter().filter(|device| !devices.contains(device)))
        .filter_map(|device| mdns.resolve(EndpointId::from_bytes(&device.0).ok()?))
        .collect();
    let mut found = BTreeMap::new();
    let search = poll_fn(|context| {
        // Each answers for one device, and once is enough.
        sought.retain_mut(|answers| match answers.as_mut().poll_next(context) {
            Poll::Ready(Some(Ok(seen))) => {
                let device = DeviceId(*seen.endpoint_id().as_bytes());
                waiting.note(seen.endpoint_info());
                let addresses = merged(seen.endpoint_info().ip_addrs().copied());
                if !addresses.is_empty() && devices.contains(&device) {
                    found.insert(device, PeerAddress { device, addresses });
                }
                false
            }
            Poll::Ready(_) => false,
            Poll::Pending => true,
        });
        if sought.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    });
    // Running out of patience is the usual end: most members are elsewhere.
    let _ = timeout(patience, search).await;
    found.into_values().collect()
}
