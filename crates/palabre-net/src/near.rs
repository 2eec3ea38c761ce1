//! Devices on the same local network, by multicast.

use std::{collections::BTreeMap, future::poll_fn, task::Poll, time::Duration};

use iroh::{
    Endpoint, EndpointId,
    address_lookup::{AddressLookup, memory::MemoryLookup},
};
use iroh_mdns_address_lookup::MdnsAddressLookup;
use palabre_domain::id::DeviceId;
use tokio::time::timeout;
use tracing::debug;

use crate::{PeerAddress, addresses::merged};

/// The service's name on the network: `<device>._palabre._udp.local`.
const SERVICE: &str = "palabre";

/// How many devices one call of [`look`] looks for.
const MAX_LOOKED_FOR: usize = 4096;

/// Shows the endpoint on the local network and lets it find others there; `None` where that is not possible.
pub(crate) fn announce(endpoint: &Endpoint) -> Option<MdnsAddressLookup> {
    let built = MdnsAddressLookup::builder().service_name(SERVICE).build(endpoint.id());
    let mdns = built.inspect_err(|error| debug!(%error, "no multicast on this network")).ok()?;
    endpoint.address_lookup().ok()?.add(mdns.clone());
    Some(mdns)
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
