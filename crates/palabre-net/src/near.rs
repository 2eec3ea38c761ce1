//! Devices on the same local network, by multicast.

use std::{
    collections::BTreeMap,
    future::poll_fn,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
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

/// How many that wait are kept in sight: a room full, and no more than a stranger can be let fill.
const MAX_WAITING: usize = 64;

/// Being on the local network, until it is dropped.
#[derive(Debug)]
pub(crate) struct Nearby {
    pub mdns: MdnsAddressLookup,
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
                waiting.note(event);
            }
        }
    };
    Some(Nearby { mdns, waiting, _watcher: AbortOnDropHandle::new(tokio::spawn(watch)) })
}

/// Says there that this laptop waits to be invited, or does so no more.
pub(crate) fn wait_for_invitation(endpoint: &Endpoint, waits: bool) {
    // An attribute that was said once is only replaced, never taken back.
    let said: Option<UserData> = if waits { WAITS } else { "" }.parse().ok();
    endpoint.set_user_data_for_address_lookup(said);
}

impl Nearby {
    /// Returns who waits to be invited.
    pub fn waiting(&self) -> Vec<PeerAddress> {
        let waiting = self.waiting.0.lock().unwrap_or_else(PoisonError::into_inner);
        let peer = |(device, addresses): (&DeviceId, &Vec<SocketAddr>)| PeerAddress {
            device: *device,
            addresses: addresses.clone(),
        };
        waiting.iter().map(peer).collect()
    }
}

impl Waiting {
    fn note(&self, event: DiscoveryEvent) {
        let (id, seen) = match event {
            DiscoveryEvent::Discovered { endpoint_info, .. } => {
                (endpoint_info.endpoint_id, Some(endpoint_info))
            }
            DiscoveryEvent::Expired { endpoint_id } => (endpoint_id, None),
            _ => return,
        };
        let device = DeviceId(*id.as_bytes());
        let waits = |seen: &EndpointInfo| seen.user_data().is_some_and(|said| said.as_ref() == WAITS);
        let seen = seen.filter(waits).map(|seen| merged(seen.ip_addrs().copied()));
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&device);
        if let Some(addresses) = seen.filter(|addresses| !addresses.is_empty())
            && all.len() < MAX_WAITING
        {
            all.insert(device, addresses);
        }
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

pub(crate) async fn look(
    mdns: &MdnsAddressLookup,
    devices: &[DeviceId],
    patience: Duration,
) -> Vec<PeerAddress> {
    let mut sought: Vec<_> = devices
        .iter()
        .take(MAX_LOOKED_FOR)
        .filter_map(|device| mdns.resolve(EndpointId::from_bytes(&device.0).ok()?))
        .collect();
    let mut found = BTreeMap::new();
    let search = poll_fn(|context| {
        // Each answers for one device, and once is enough.
        sought.retain_mut(|answers| match answers.as_mut().poll_next(context) {
            Poll::Ready(Some(Ok(seen))) => {
                let device = DeviceId(*seen.endpoint_id().as_bytes());
                let addresses = merged(seen.endpoint_info().ip_addrs().copied());
                if !addresses.is_empty() {
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
