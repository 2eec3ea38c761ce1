//! Links and texts that strangers hand over: invites, tickets for a further laptop, addresses, relays.

use data_encoding::BASE32_NOPAD;
use palabre_api::{Handler, ask};
use palabre_net::book::{MAX_SHARED_DEVICES, read_shared};
use palabre_net::{InviteTicket, PeerAddress, RelayAddress};
use palabre_node::Node;

use super::laptop::file;
use super::village::{dora, village};
use crate::people::Time;

/// The first byte: an invite as text, and as bytes; the file of one; one that is answered; a ticket for a further laptop,
/// as its link and as the bytes in it; where a device is; a relay; addresses that a member tells.
const WAYS: u8 = 9;
const BYTES: u8 = 1;
const FILE: u8 = 2;
const JOIN: u8 = 3;
const DEVICE: u8 = 4;
const DEVICE_BYTES: u8 = 5;
const ADDRESS: u8 = 6;
const RELAY: u8 = 7;
const SHARED: u8 = 8;

const DEVICE_LINK: &str = "palabre://device?ticket=";

/// Reads what somebody hands over.
///
/// What is read is written and read again as the same, as text and as link; one ticket has one text; and what cannot be
/// answered leaves the home empty.
pub fn ticket(bytes: &[u8]) {
    let (&way, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let text = || String::from_utf8_lossy(rest).into_owned();
    match way % WAYS {
        BYTES => invite(InviteTicket::from_bytes(rest).ok(), Some(rest)),
        FILE => {
            let _ = dora().look(ask::Look { ticket: file("invite", rest) });
        }
        JOIN => join(rest),
        DEVICE => restore(text()),
        DEVICE_BYTES => restore(device_link(rest)),
        ADDRESS => address(&text()),
        RELAY => relay(&text()),
        SHARED => {
            if let Ok(told) = read_shared(rest) {
                assert!(told.len() <= MAX_SHARED_DEVICES);
            }
        }
        _ => invite(InviteTicket::parse(&text()).ok(), None),
    }
}

fn invite(read: Option<InviteTicket>, bytes: Option<&[u8]>) {
    let Some(ticket) = read else { return };
    if let Some(bytes) = bytes {
        assert_eq!(ticket.to_bytes(), bytes);
    }
    assert_eq!(InviteTicket::from_bytes(&ticket.to_bytes()), Ok(ticket.clone()));
    for text in [ticket.to_text(), ticket.to_link(), ticket.to_link().to_uppercase()] {
        assert_eq!(InviteTicket::parse(&text), Ok(ticket.clone()), "{text}");
    }
}

/// Answers an invite whose bytes these are.
fn join(bytes: &[u8]) {
    let Ok(ticket) = InviteTicket::from_bytes(bytes) else { return };
    let mut node = dora();
    let joined = node.join(ask::Join { ticket: ticket.to_link() });
    let communities = node.communities().unwrap();
    match joined {
        Ok(_) => assert_eq!(communities, [ticket.invitation().community]),
        Err(_) => assert_eq!(communities, []),
    }
}

fn device_link(bytes: &[u8]) -> String {
    format!("{DEVICE_LINK}{}", BASE32_NOPAD.encode(bytes).to_lowercase())
}

/// Begins as a further laptop.
fn restore(link: String) {
    // What is no link may be the name of a file, and is read as words.
    if !link.contains("://") {
        return;
    }
    let mut node = Node::in_memory(None, Time::new().clock(), 1);
    let begun = node.me_restore(ask::MeRestore { from: vec![link], name: None });
    if begun.is_err() {
        assert!(node.identity().is_none());
        assert_eq!(node.communities().unwrap(), []);
    }
}

fn address(text: &str) {
    let known = village().device(1);
    for device in [None, Some(known)] {
        if let Ok(address) = PeerAddress::parse(text, device) {
            for text in [address.to_string(), address.to_link()] {
                assert_eq!(PeerAddress::parse(&text, device), Ok(address.clone()), "{text}");
            }
        }
    }
}

fn relay(text: &str) {
    if let Ok(relay) = RelayAddress::parse(text) {
        let again = RelayAddress::parse(&relay.to_string()).expect("what is written is read");
        assert_eq!(again.to_string(), relay.to_string());
    }
}

pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let [link, device] = &village().links[..] else { panic!("two links") };
    let ticket = InviteTicket::parse(link).unwrap();
    let device_bytes = device.strip_prefix(DEVICE_LINK).unwrap().to_uppercase();
    let device_bytes = BASE32_NOPAD.decode(device_bytes.as_bytes()).unwrap();
    let mut peers = ticket.invitation().clone();
    let address = |text: &str| text.parse().unwrap();
    peers.peers = vec![PeerAddress {
        device: village().device(0),
        addresses: vec![address("192.168.1.20:4433"), address("[2001:db8::20]:4433")],
    }];
    let place = peers.peers[0].clone();
    let with_peers = InviteTicket::new(peers).unwrap();
    let seed = |name: &str, way: u8, bytes: &[u8]| (name.to_owned(), [&[way][..], bytes].concat());
    let mut shared = palabre_net::AddressBook::new();
    shared.learn(place.device, &place.addresses, palabre_net::Witness::FirstHand, crate::people::START);
    vec![
        seed("text", 0, ticket.to_text().as_bytes()),
        seed("link", 0, ticket.to_link().as_bytes()),
        seed("bytes", BYTES, &ticket.to_bytes()),
        seed("bytes-peers", BYTES, &with_peers.to_bytes()),
        seed("file", FILE, format!("palabre invite 1\n{}\n", ticket.to_link()).as_bytes()),
        seed("join", JOIN, &ticket.to_bytes()),
        seed("join-peers", JOIN, &with_peers.to_bytes()),
        seed("device", DEVICE, device.as_bytes()),
        seed("device-bytes", DEVICE_BYTES, &device_bytes),
        seed("address", ADDRESS, place.to_string().as_bytes()),
        seed("address-link", ADDRESS, place.to_link().as_bytes()),
        seed("address-alone", ADDRESS, b"192.168.1.20:4433"),
        seed("relay", RELAY, b"https://relay.example.org:8443"),
        seed("shared", SHARED, &shared.share([place.device], crate::people::START)),
    ]
}
