//! Tests of what crosses a border: sockets on loopback, text and bytes of strangers.

mod addresses;
mod files;
mod links;
mod relays;
mod tickets;

use palabre_domain::id::DeviceId;

/// The device whose secret is 32 times `number`.
fn device(number: u8) -> DeviceId {
    DeviceId(*iroh::SecretKey::from_bytes(&[number; 32]).public().as_bytes())
}

/// 32 bytes that are no point of the curve: about every second string of bytes is none.
fn no_device() -> DeviceId {
    let strings = (0..=255).map(|number| DeviceId([number; 32]));
    strings.into_iter().find(|id| iroh::EndpointId::from_bytes(&id.0).is_err()).unwrap()
}
