//! Where a device can be reached, as people type it.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use iroh::EndpointId;
use palabre_domain::id::DeviceId;

/// How many addresses of one device are kept, sent or tried.
pub const MAX_ADDRESSES: usize = 8;

/// How a link begins that says where a device can be met.
const LINK: &str = "palabre://meet";

/// More than any text takes that says where a device is, in bytes.
const MAX_TEXT: usize = 2 << 10;

/// A device and where it can be reached. Written `DEVICE@ip:port`, with commas between several addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerAddress {
    /// The device.
    pub device: DeviceId,
    /// Its addresses, at most [`MAX_ADDRESSES`].
    pub addresses: Vec<SocketAddr>,
}

/// Says why some text is not the address of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// No IP address and port.
    #[error("this is not an address and a port")]
    NotAnAddress,
    /// An address that no device can be reached at.
    #[error("no device can be reached at this address")]
    NotDialable,
    /// The part before `@` is no device.
    #[error("what stands before the @ is not a device")]
    NotADevice,
    /// Which device it is stands neither in the text nor is it known otherwise.
    #[error("this says where, but not which device")]
    NoDevice,
    /// The text names another device than the one it is asked for.
    #[error("this is the address of another device")]
    AnotherDevice,
    /// More addresses than are kept.
    #[error("these are more than {MAX_ADDRESSES} addresses")]
    TooMany,
}

impl AddressError {
    /// Returns the stable name of the error.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAnAddress => "address.not-an-address",
            Self::NotDialable => "address.not-dialable",
            Self::NotADevice => "address.not-a-device",
            Self::NoDevice => "address.no-device",
            Self::AnotherDevice => "address.another-device",
            Self::TooMany => "address.too-many",
        }
    }

    /// Returns what to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotAnAddress => "Write it like 192.168.1.20:4433, or [2001:db8::20]:4433 for IPv6.",
            Self::NotDialable => "Use the address that the other device shows in its settings.",
            Self::NotADevice => "A device is 64 letters and digits; copy it again from the device itself.",
            Self::NoDevice => "Put the device and an @ before the address, as the other device shows it.",
            Self::AnotherDevice => "Check that you copied it from the device you mean.",
            Self::TooMany => "Keep those that are in use now.",
        }
    }
}

impl PeerAddress {
    /// Returns a link that says where the device can be met, for a QR or a message. It is no secret and no invite: who
    /// follows it is let in only as a member, or with an invite of their own.
    pub fn to_link(&self) -> String {
        format!("{LINK}?at={self}")
    }

    /// Reads `DEVICE@ip:port` or, when it is known which `device` is meant, `ip:port`; or the link of
    /// [`Self::to_link`], as it comes out of a camera or a chat. The device is written in hexadecimal or base32.
    ///
    /// # Errors
    /// When the text is neither, or names another device than the one given.
    pub fn parse(text: &str, device: Option<DeviceId>) -> Result<Self, AddressError> {
        let link;
        let text = match address_in_link(text.trim()) {
            Some(address) => {
                link = address?;
                link.as_str()
            }
            None => text.trim(),
        };
        let (named, places) = match text.split_once('@') {
            Some((id, places)) => (Some(parse_device(id)?), places),
            None => (None, text),
        };
        let device = match (named, device) {
            (Some(named), Some(meant)) if named != meant => return Err(AddressError::AnotherDevice),
            (Some(device), _) | (None, Some(device)) => device,
            (None, None) => {
                // Which of two mistakes it is, matters to the person.
                parse_place(places.split(',').next().unwrap_or_default())?;
                return Err(AddressError::NoDevice);
            }
        };
        if places.split(',').count() > MAX_ADDRESSES {
            return Err(AddressError::TooMany);
        }
        let addresses = places.split(',').map(parse_place).collect::<Result<_, _>>()?;
        Ok(Self { device, addresses })
    }
}

impl fmt::Display for PeerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@", self.device)?;
        for (place, address) in self.addresses.iter().enumerate() {
            write!(f, "{}{address}", if place == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

/// Returns what a link says of where a device can be met; `None` for a text that is no link.
fn address_in_link(text: &str) -> Option<Result<String, AddressError>> {
    let start = text.get(..LINK.len()).filter(|start| start.eq_ignore_ascii_case(LINK))?;
    let query = text[start.len()..].trim_start_matches('/').strip_prefix('?');
    let field = query.and_then(|query| {
        let fields = query.split('#').next().unwrap_or_default();
        fields.split('&').find_map(|field| field.strip_prefix("at="))
    });
    let field = field.filter(|field| field.len() <= MAX_TEXT).ok_or(AddressError::NotAnAddress);
    Some(field.and_then(|field| unescaped(field).ok_or(AddressError::NotAnAddress)))
}

/// Returns text without the escapes that browsers and chats put into links.
fn unescaped(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut plain = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        plain.push(u8::from_str_radix(piece.get(..2)?, 16).ok()?);
        plain.extend_from_slice(&piece.as_bytes()[2..]);
    }
    String::from_utf8(plain).ok()
}

fn parse_device(text: &str) -> Result<DeviceId, AddressError> {
    let id: EndpointId = text.trim().parse().map_err(|_| AddressError::NotADevice)?;
    Ok(DeviceId(*id.as_bytes()))
}

fn parse_place(text: &str) -> Result<SocketAddr, AddressError> {
    let address: SocketAddr = text.trim().parse().map_err(|_| AddressError::NotAnAddress)?;
    if is_dialable(&address) { Ok(plain(address)) } else { Err(AddressError::NotDialable) }
}

/// Returns true for an address that can mean the same device to everybody who dials it. Link-local IPv6 needs the name
/// of an interface, which means something on one computer only.
pub fn is_dialable(address: &SocketAddr) -> bool {
    let possible = match address.ip().to_canonical() {
        IpAddr::V4(ip) => !ip.is_unspecified() && !ip.is_multicast() && !ip.is_broadcast(),
        IpAddr::V6(ip) => !ip.is_unspecified() && !ip.is_multicast() && !ip.is_unicast_link_local(),
    };
    possible && address.port() != 0
}

/// Returns `address` in the one form that it is kept and sent in: IPv4 as such, IPv6 without flow and scope.
pub(crate) fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// Returns true when the bytes can be the public key of a device.
pub(crate) fn is_device(device: &DeviceId) -> bool {
    EndpointId::from_bytes(&device.0).is_ok()
}

/// Returns the first [`MAX_ADDRESSES`] different addresses that can be dialled, in their order.
pub(crate) fn merged(addresses: impl IntoIterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let mut kept = Vec::new();
    for address in addresses.into_iter().map(plain) {
        if kept.len() == MAX_ADDRESSES {
            break;
        }
        if is_dialable(&address) && !kept.contains(&address) {
            kept.push(address);
        }
    }
    kept
}
