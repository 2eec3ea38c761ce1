//! [`Net`]: this device on the network.

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, PoisonError},
};

use iroh::{
    Endpoint, EndpointAddr, EndpointId, RelayMode, SecretKey, TransportAddr,
    address_lookup::memory::MemoryLookup,
    dns::{DnsResolver, FallbackMode},
    endpoint::{
        BindOpts, ConnectError, ConnectWithOptsError, ConnectingError, Connection, ConnectionError,
        NetReportConfig, PortmapperConfig, QuicTransportConfig, TransportErrorCode, VarInt, presets,
    },
};
use palabre_domain::id::{DeviceId, Hash};
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinHandle,
    time::timeout,
};

use crate::{
    Alpn, CloseReason, Deadlines, Link, LinkError, NetOptions, PeerAddress, RelayAddress, accept,
    addresses::{is_dialable, merged, plain},
    files::{self, Asking, FileError},
    gate::{Gate, Pass},
    near::{self, Nearby},
};

/// Says why this device is not on the network, or not connected to a peer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// The operating system gave no socket.
    #[error("this computer did not let Palabre listen on the network: {reason}")]
    Bind {
        /// What the system said.
        reason: String,
    },
    /// Another program has the port that was asked for.
    #[error("port {port} is taken by another program on this computer")]
    Taken {
        /// The port.
        port: u16,
    },
    /// The 32 bytes are no ed25519 public key.
    #[error("that is not the address of a device")]
    NotADevice,
    /// The peer is this device.
    #[error("that device is this one")]
    Myself,
    /// The peer is on this device's block list.
    #[error("this device does not talk to that one")]
    Blocked,
    /// Nobody told where the peer is.
    #[error("nobody here knows where to find that device")]
    NoAddress,
    /// The peer did not answer in time, at any address.
    #[error("that device does not answer")]
    NoAnswer,
    /// The peer speaks none of this version's protocols.
    #[error("that device speaks another version of Palabre")]
    OtherVersion,
    /// The peer turned the connection away or broke it off while it was being made.
    #[error(transparent)]
    TurnedAway(LinkError),
    /// This endpoint was closed.
    #[error("this device has left the network")]
    Closed,
}

impl NetError {
    /// Returns the stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Bind { .. } => "net.bind",
            Self::Taken { .. } => "net.taken",
            Self::NotADevice => "net.not-a-device",
            Self::Myself => "net.myself",
            Self::Blocked => "net.blocked",
            Self::NoAddress => "net.no-address",
            Self::NoAnswer => "net.no-answer",
            Self::OtherVersion => "net.other-version",
            Self::TurnedAway(error) => error.code(),
            Self::Closed => "net.closed",
        }
    }

    /// Returns what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Bind { .. } => "Another program may hold that port, or a firewall forbids it.",
            Self::Taken { .. } => {
                "It may be another `palabre keep`. Stop that one, or take another port: --port."
            }
            Self::NotADevice => "Copy the whole address again, from the device itself.",
            Self::Myself => "Use the address of the other device.",
            Self::Blocked => "Lift the block in the settings if that was not meant.",
            Self::NoAddress => "Ask its owner for its current address, or meet on the same network.",
            Self::NoAnswer => "It may be asleep, elsewhere, or on a network that keeps devices apart.",
            Self::OtherVersion => "Update Palabre on both devices.",
            Self::TurnedAway(error) => error.hint(),
            Self::Closed => "Open Palabre again.",
        }
    }
}

impl From<ConnectionError> for NetError {
    fn from(error: ConnectionError) -> Self {
        // The alert `no_application_protocol` of RFC 7301, as QUIC carries it (RFC 9001, section 4.8).
        let other_version = TransportErrorCode::crypto(120);
        match error {
            ConnectionError::ConnectionClosed(close) if close.error_code == other_version => {
                Self::OtherVersion
            }
            ConnectionError::VersionMismatch => Self::OtherVersion,
            ConnectionError::TimedOut => Self::NoAnswer,
            other => Self::TurnedAway(other.into()),
        }
    }
}

impl From<ConnectError> for NetError {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::Connect { source, .. } => match source {
                ConnectWithOptsError::SelfConnect { .. } => Self::Myself,
                ConnectWithOptsError::NoAddress { .. } => Self::NoAddress,
                ConnectWithOptsError::LocallyRejected { .. } => Self::Blocked,
                ConnectWithOptsError::EndpointClosed { .. } => Self::Closed,
                _ => Self::NoAnswer,
            },
            ConnectError::Connecting { source, .. } => match source {
                ConnectingError::ConnectionError { source, .. } => source.into(),
                ConnectingError::LocallyRejected { .. } => Self::Blocked,
                _ => Self::NoAnswer,
            },
            ConnectError::Connection { source, .. } => source.into(),
            _ => Self::NoAnswer,
        }
    }
}

/// A link that a peer opened, whose first frame has come.
#[derive(Debug)]
pub struct Incoming {
    /// The link. Its first `recv` returns at once.
    pub link: Link,
    /// What the peer wants to speak.
    pub alpn: Alpn,
}

/// This device on the network. Cheap to clone; all clones are one endpoint.
#[derive(Debug, Clone)]
pub struct Net(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    endpoint: Endpoint,
    known: MemoryLookup,
    nearby: std::sync::Mutex<Option<Nearby>>,
    /// Whether nobody but this machine can reach it.
    alone: bool,
    gate: Gate,
    relay: Option<RelayAddress>,
    deadlines: Deadlines,
    incoming: Mutex<mpsc::Receiver<Incoming>>,
    asking: Mutex<mpsc::Receiver<Asking>>,
    doorkeeper: JoinHandle<()>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.doorkeeper.abort();
    }
}

impl Net {
    /// Binds an endpoint and begins to accept peers. Must be called within a tokio runtime.
    ///
    /// Where the network forbids multicast, the endpoint does without: see [`Self::is_shown_nearby`].
    ///
    /// # Errors
    /// When the operating system does not give the sockets asked for.
    pub async fn bind(options: NetOptions) -> Result<Self, NetError> {
        let refused = |reason: String| NetError::Bind { reason };
        let gate = Gate::new(options.limits);
        let known = MemoryLookup::new();
        // Each part that would speak to somebody other than peers is turned off by name, though most of them
        // would find nothing to do without a relay. The only relay there can be is the one that a person named.
        let mut report = NetReportConfig::minimal();
        // Without an answer from it, a relay is not waited at.
        report.https_probes = options.relay.is_some();
        let relays = match &options.relay {
            Some(relay) => RelayMode::custom([relay.url().clone()]),
            None => RelayMode::Disabled,
        };
        let mut builder = Endpoint::builder(presets::Minimal)
            .secret_key(SecretKey::from_bytes(&options.secret))
            .alpns(Alpn::ALL.iter().map(|alpn| alpn.bytes().to_vec()).collect())
            .relay_mode(relays)
            .portmapper_config(PortmapperConfig::Disabled)
            .net_report_config(report)
            .dns_resolver(DnsResolver::builder().with_fallback_mode(FallbackMode::Never).build())
            .transport_config(transport())
            .address_lookup(known.clone())
            .hooks(gate.clone());
        let port = options.bind.first().map(SocketAddr::port).or(options.port).unwrap_or_default();
        if let (Some(port), []) = (options.port, &options.bind[..]) {
            let (v4, v6) = (SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)), (Ipv6Addr::UNSPECIFIED, port));
            let optional = BindOpts::default().set_is_required(false);
            builder = builder.bind_addr(v4).map_err(|error| refused(error.to_string()))?;
            builder = builder
                .bind_addr_with_opts(SocketAddr::from(v6), optional)
                .map_err(|error| refused(error.to_string()))?;
        }
        if !options.bind.is_empty() {
            builder = builder.clear_ip_transports();
            for address in &options.bind {
                builder = builder.bind_addr(*address).map_err(|error| refused(error.to_string()))?;
            }
        }
        let endpoint = builder.bind().await.map_err(|error| {
            if is_taken(&error) { NetError::Taken { port } } else { refused(format!("{error:#}")) }
        })?;
        let alone = !options.bind.is_empty() && options.bind.iter().all(|address| address.ip().is_loopback());

        let (offer, incoming) = mpsc::channel(8);
        let (ask, asking) = mpsc::channel(8);
        let doors = accept::run(endpoint.clone(), gate.clone(), options.deadlines, offer, ask);
        let doorkeeper = tokio::spawn(doors);
        let net = Self(Arc::new(Inner {
            endpoint,
            known,
            nearby: std::sync::Mutex::new(None),
            alone,
            gate,
            relay: options.relay,
            deadlines: options.deadlines,
            incoming: Mutex::new(incoming),
            asking: Mutex::new(asking),
            doorkeeper,
        }));
        net.show_nearby(options.mdns);
        Ok(net)
    }

    /// Returns the id of this device: the public half of its secret.
    pub fn device(&self) -> DeviceId {
        DeviceId(*self.0.endpoint.id().as_bytes())
    }

    /// Opens a link to `peer`, at `addresses`, at those it is known by otherwise, and through the relay that was named.
    ///
    /// The peer notices the link with the first frame: who connects speaks first. That it refuses may show only
    /// then, as an error of `recv`. Cancel-safe: a cancelled call leaves no link.
    ///
    /// # Errors
    /// When the peer cannot be found or does not answer in time, or is blocked here.
    pub async fn connect(
        &self,
        peer: DeviceId,
        addresses: &[SocketAddr],
        alpn: Alpn,
    ) -> Result<Link, NetError> {
        let dial = async {
            let (connection, pass) = self.dial(peer, addresses, alpn).await?;
            let streams = connection.open_bi().await?;
            Ok(Link::new(connection, pass, streams, alpn, self.0.deadlines))
        };
        timeout(self.0.deadlines.connect, dial).await.map_err(|_| NetError::NoAnswer)?
    }

    async fn dial(
        &self,
        peer: DeviceId,
        addresses: &[SocketAddr],
        alpn: Alpn,
    ) -> Result<(Connection, Pass), NetError> {
        let id = EndpointId::from_bytes(&peer.0).map_err(|_| NetError::NotADevice)?;
        let relay = self.0.relay.iter().map(|relay| TransportAddr::Relay(relay.url().clone()));
        let addresses = merged(addresses.iter().copied()).into_iter().map(TransportAddr::Ip).chain(relay);
        let target = EndpointAddr::from_parts(id, addresses);
        let connection = self.0.endpoint.connect(target, alpn.bytes()).await?;
        let pass = self.0.gate.admit(&connection, None).map_err(|reason| {
            reason.close(&connection);
            NetError::Blocked
        })?;
        Ok((connection, pass))
    }

    /// Brings a file of `size` bytes from `peer`, and returns its bytes once they are the ones of this hash. `progress`
    /// hears how many bytes have come.
    ///
    /// Cancel-safe: a cancelled call leaves nothing.
    ///
    /// # Errors
    /// When the peer cannot be reached, has no such file or does not give it, or sends something else.
    pub async fn fetch_file(
        &self,
        peer: DeviceId,
        addresses: &[SocketAddr],
        wanted: (Hash, u64),
        progress: impl FnMut(u64),
    ) -> Result<Vec<u8>, FileError> {
        let dial = self.dial(peer, addresses, Alpn::Files);
        let dialled = timeout(self.0.deadlines.connect, dial).await;
        let (connection, _pass) = dialled.map_err(|_| NetError::NoAnswer)??;
        let fetched = files::fetch(&connection, wanted, self.0.deadlines, progress).await;
        CloseReason::Done.close(&connection);
        fetched
    }

    /// Waits for the next peer that asks for files; returns `None` once this endpoint is closed. Cancel-safe.
    pub async fn asking(&self) -> Option<Asking> {
        self.0.asking.lock().await.recv().await
    }

    /// Waits for the next link that a peer opens; returns `None` once this endpoint is closed.
    ///
    /// Peers on the block list, too many at once, and those that do not send a first frame in time never appear
    /// here. Cancel-safe.
    pub async fn incoming(&self) -> Option<Incoming> {
        self.0.incoming.lock().await.recv().await
    }

    /// Refuses `device` from now on, and closes every link with it. It is not told why.
    pub fn block(&self, device: DeviceId) {
        self.0.gate.block(device);
    }

    /// Takes `device` off the block list.
    pub fn unblock(&self, device: DeviceId) {
        self.0.gate.unblock(&device);
    }

    /// Returns true when `device` is on the block list.
    pub fn is_blocked(&self, device: DeviceId) -> bool {
        self.0.gate.is_blocked(&device)
    }

    /// Remembers where `device` may be reached, for later calls of [`Self::connect`]; the newest
    /// [`MAX_ADDRESSES`](crate::addresses::MAX_ADDRESSES) are kept. Does nothing for bytes that are no
    /// device, or addresses nobody can dial.
    pub fn add_addresses(&self, device: DeviceId, addresses: &[SocketAddr]) {
        let Ok(id) = EndpointId::from_bytes(&device.0) else {
            return;
        };
        let before = self.0.known.get_endpoint_info(id);
        let before = before.iter().flat_map(|info| info.ip_addrs()).copied();
        let merged = merged(addresses.iter().copied().chain(before));
        if !merged.is_empty() {
            self.0
                .known
                .set_endpoint_info(EndpointAddr::from_parts(id, merged.into_iter().map(TransportAddr::Ip)));
        }
    }

    /// Returns the addresses at which this device can be dialled directly right now, sorted. They change as it
    /// moves between networks.
    pub fn local_addresses(&self) -> Vec<SocketAddr> {
        let direct = self.0.endpoint.addr();
        let bound = self.0.endpoint.bound_sockets();
        let mut addresses: Vec<_> =
            direct.ip_addrs().chain(&bound).copied().filter(is_dialable).map(plain).collect();
        addresses.sort();
        addresses.dedup();
        addresses
    }

    /// Returns true when a relay was named, so that peers are sought even where no address is known.
    pub fn has_relay(&self) -> bool {
        self.0.relay.is_some()
    }

    /// Returns true when this device shows itself on the local network by multicast.
    pub fn is_shown_nearby(&self) -> bool {
        self.nearby().is_some()
    }

    /// Shows this device on the local network by multicast and lets it find others there, or does so no more; links stay.
    ///
    /// Where only this machine can reach it, it is not shown: there would be nothing to find.
    pub fn show_nearby(&self, shown: bool) {
        let mut nearby = self.nearby();
        if shown == nearby.is_some() || (shown && self.0.alone) {
            return;
        }
        if shown {
            *nearby = near::announce(&self.0.endpoint);
        } else {
            *nearby = None;
            near::withdraw(&self.0.endpoint, &self.0.known);
        }
    }

    fn nearby(&self) -> std::sync::MutexGuard<'_, Option<Nearby>> {
        self.0.nearby.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says on the local network that this device waits to be invited, or does so no more; only where it is shown there.
    pub fn wait_for_invitation(&self, waits: bool) {
        near::wait_for_invitation(&self.0.endpoint, waits);
    }

    /// Returns the devices on the local network that wait to be invited, as far as this one was shown there long enough to
    /// hear of them.
    pub fn waiting_nearby(&self) -> Vec<PeerAddress> {
        self.nearby().as_ref().map(Nearby::waiting).unwrap_or_default()
    }

    /// Returns which of `devices` are seen on the local network, with their addresses there; none when multicast
    /// is off.
    ///
    /// Devices seen before are answered for at once; new ones for as long as `patience` lasts. To watch, ask
    /// again: who asks decides whom to look for, and strangers on the network stay unseen. Cancel-safe.
    pub async fn near(&self, devices: &[DeviceId], patience: std::time::Duration) -> Vec<PeerAddress> {
        let looking = self.nearby().as_ref().map(Nearby::looking);
        match looking {
            Some(looking) => near::look(looking, devices, patience).await,
            None => Vec::new(),
        }
    }

    /// Leaves the network: closes every link, tells the peers, and waits a little for them to know.
    pub async fn close(&self) {
        self.0.endpoint.close().await;
        self.0.doorkeeper.abort();
    }
}

/// Returns true when the operating system says that somebody else has the port.
fn is_taken(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error| error.source());
    causes.any(|cause| {
        let cause = cause.downcast_ref::<std::io::Error>();
        cause.is_some_and(|cause| cause.kind() == std::io::ErrorKind::AddrInUse)
    })
}

/// What a connection may hold at most: one stream, and as much unread as a frame and a little more.
fn transport() -> QuicTransportConfig {
    QuicTransportConfig::builder()
        .max_concurrent_bidi_streams(VarInt::from_u32(1))
        .max_concurrent_uni_streams(VarInt::from_u32(0))
        .datagram_receive_buffer_size(None)
        .stream_receive_window(VarInt::from_u32(5 << 18))
        .receive_window(VarInt::from_u32(5 << 18))
        .send_window(4 << 20)
        .build()
}
