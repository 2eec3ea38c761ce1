//! What one chooses when binding an endpoint.

use std::{fmt, net::SocketAddr, time::Duration};

use crate::RelayAddress;

/// How an endpoint is bound.
#[derive(Clone)]
pub struct NetOptions {
    /// The device's ed25519 secret. Its public half is the device id that peers see.
    pub secret: [u8; 32],
    /// The local addresses to listen on, at most one of each family; empty means any port on every IPv4 and IPv6
    /// interface.
    pub bind: Vec<SocketAddr>,
    /// The port on every interface, where `bind` is empty; any that is free when there is none. Computers without IPv6
    /// do without it.
    pub port: Option<u16>,
    /// Whether to show this device on the local network, and look for others there, by multicast.
    pub mdns: bool,
    /// The relay that the person named; without one, devices meet directly or not at all.
    pub relay: Option<RelayAddress>,
    /// How long to wait for what.
    pub deadlines: Deadlines,
    /// How many peers to serve at once.
    pub limits: Limits,
}

impl NetOptions {
    /// Returns the usual options: every interface, any port, nothing announced on the local network.
    pub fn new(secret: [u8; 32]) -> Self {
        Self {
            secret,
            bind: Vec::new(),
            port: None,
            mdns: false,
            relay: None,
            deadlines: Deadlines::default(),
            limits: Limits::default(),
        }
    }
}

impl fmt::Debug for NetOptions {
    // The secret stays out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NetOptions")
            .field("bind", &self.bind)
            .field("port", &self.port)
            .field("mdns", &self.mdns)
            .field("relay", &self.relay)
            .field("deadlines", &self.deadlines)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// How long to wait for what. Tests shorten these; the defaults suit a busy café's network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// From dialling to an open stream.
    pub connect: Duration,
    /// From a stranger's first packet to the end of the handshake.
    pub handshake: Duration,
    /// From the handshake to the end of the first frame.
    pub first_frame: Duration,
    /// From the first byte of a frame to its last.
    pub frame: Duration,
    /// For the peer to take in a frame that we send.
    pub send: Duration,
    /// For the peer to acknowledge everything after we finish.
    pub finish: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            handshake: Duration::from_secs(5),
            first_frame: Duration::from_secs(5),
            frame: Duration::from_secs(30),
            send: Duration::from_secs(30),
            finish: Duration::from_secs(5),
        }
    }
}

/// How many accepted connections are served at once. Dialled ones are the caller's own choice and not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From all peers together.
    pub connections: usize,
    /// From one peer: one for each community shared with it, and some to spare.
    pub per_peer: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 64, per_peer: 8 }
    }
}
