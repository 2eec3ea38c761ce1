//! Tickets as people and machines mangle them.

use iroh_tickets::Ticket;
use palabre_domain::id::CommunityId;
use proptest::prelude::*;

use super::{device, no_device};
use crate::{Invitation, InviteSecret, InviteTicket, PeerAddress, TicketError};

fn invitation() -> Invitation {
    Invitation {
        community: CommunityId([5; 32]),
        community_name: "La Cuisine, coworking à Lyon".into(),
        cause: "Que personne n’affronte seul ce qui change.".into(),
        inviter_name: "Ana".into(),
        secret: InviteSecret([9; 32]),
        introduction: vec![1; 400],
        peers: (1..=8)
            .map(|number| PeerAddress {
                device: device(number),
                addresses: vec!["192.168.1.20:4433".parse().unwrap(), "[2001:db8::1]:4433".parse().unwrap()],
            })
            .collect(),
    }
}

fn ticket() -> InviteTicket {
    InviteTicket::new(invitation()).unwrap()
}

/// The text of a ticket with these bytes, whatever they are.
fn text_of(bytes: &[u8]) -> String {
    format!("palabre{}", data_encoding::BASE32_NOPAD.encode(bytes).to_lowercase())
}

#[test]
fn a_ticket_comes_back_from_every_form_of_it() {
    let ticket = ticket();
    assert_eq!(ticket.invitation(), &invitation());
    assert_eq!(InviteTicket::from_bytes(&ticket.to_bytes()), Ok(ticket.clone()));
    assert_eq!(InviteTicket::parse(&ticket.to_text()), Ok(ticket.clone()));
    assert_eq!(InviteTicket::parse(&ticket.to_link()), Ok(ticket.clone()));
    assert_eq!(ticket.to_string().parse(), Ok(ticket.clone()));
    assert_eq!(<InviteTicket as Ticket>::decode_string(&ticket.to_text()).unwrap(), ticket);
    assert!(ticket.to_link().starts_with("palabre://join?ticket=palabre"));
}

#[test]
fn a_ticket_survives_mail_and_chat() {
    let ticket = ticket();
    fn folded(text: &str) -> Vec<&str> {
        text.as_bytes().chunks(70).map(|line| str::from_utf8(line).unwrap()).collect()
    }
    for text in [ticket.to_text(), ticket.to_link()] {
        for mangled in [
            format!("\n  {text}\t\r\n"),
            folded(&text).join("\r\n"),
            folded(&text).join("\n    "),
            format!("<{text}>"),
            text.to_uppercase(),
        ] {
            assert_eq!(InviteTicket::parse(&mangled), Ok(ticket.clone()), "{mangled}");
        }
    }
    let text = ticket.to_text();
    for link in [
        format!("palabre://join/?ticket={text}"),
        format!("palabre://join?from=mail&ticket={text}&x=1"),
        format!("palabre://join?ticket={text}#top"),
    ] {
        assert_eq!(InviteTicket::parse(&link), Ok(ticket.clone()), "{link}");
    }
}

#[test]
fn what_is_no_ticket_is_said_to_be_none() {
    let text = ticket().to_text();
    for other in [
        "",
        "hello",
        "endpointaaaa",
        "palabre://open?ticket=x",
        "palabre://join",
        "palabre://join?ticket",
        "palabre://joinery?ticket=x",
        "https://example.org/?ticket=x",
        &text.replacen("palabre", "endpoint", 1),
        &format!("https://example.org/?ticket={text}"),
    ] {
        assert_eq!(InviteTicket::parse(other), Err(TicketError::NotATicket), "{other}");
    }
}

#[test]
fn a_cut_ticket_is_damaged() {
    let ticket = ticket();
    let bytes = ticket.to_bytes();
    for end in 0..bytes.len() {
        assert_eq!(InviteTicket::from_bytes(&bytes[..end]), Err(TicketError::Damaged), "cut at {end}");
    }
    let text = ticket.to_text();
    for end in "palabre".len()..text.len() {
        assert_eq!(InviteTicket::parse(&text[..end]), Err(TicketError::Damaged), "cut at {end}");
    }
    assert_eq!(InviteTicket::from_bytes(&[bytes, vec![0]].concat()), Err(TicketError::Damaged));
    assert_eq!(InviteTicket::parse(&format!("{text}aa")), Err(TicketError::Damaged));
    assert_eq!(InviteTicket::parse("palabre"), Err(TicketError::Damaged));
    assert_eq!(InviteTicket::parse("palabreñ189"), Err(TicketError::Damaged));
}

#[test]
fn a_newer_ticket_asks_for_a_newer_palabre() {
    let error = InviteTicket::parse(&text_of(&[3, 200, 200, 200])).unwrap_err();
    assert_eq!(error, TicketError::NewerVersion { version: 3 });
    assert_eq!(error.code(), "ticket.newer-version");
    assert!(error.hint().contains("Update"));
    assert_eq!(InviteTicket::from_bytes(&[0, 1, 2]), Err(TicketError::Damaged));
}

#[test]
fn a_ticket_without_a_cause_is_what_it_was_before_there_was_one() {
    let without = InviteTicket::new(Invitation { cause: String::new(), ..invitation() }).unwrap();
    assert_eq!((without.to_bytes()[0], ticket().to_bytes()[0]), (1, 2));
    assert_eq!(InviteTicket::parse(&without.to_link()), Ok(without));
    // One ticket has one text: an empty Cause is left out, and not written as nothing.
    let whole = ticket().to_bytes();
    let at = 1 + 32 + 1 + invitation().community_name.len();
    let empty = [&whole[..at], &[0], &whole[at + 1 + invitation().cause.len()..]].concat();
    assert_eq!(InviteTicket::from_bytes(&empty), Err(TicketError::Damaged));
}

#[test]
fn a_ticket_of_ten_thousand_addresses_is_refused() {
    let head = InviteTicket::new(Invitation { peers: Vec::new(), ..invitation() }).unwrap().to_bytes();
    let head = &head[..head.len() - 1];
    // Ten thousand devices, or ten thousand addresses of one, first by the count alone and then for real.
    let counts: [&[u8]; 2] = [&[0x90, 0x4e], &[&[1][..], &device(1).0, &[0x90, 0x4e]].concat()];
    for count in counts {
        assert_eq!(InviteTicket::from_bytes(&[head, count].concat()), Err(TicketError::TooLarge));
        let whole = [head, count, &[0, 10, 0, 0, 1, 80].repeat(10_000)].concat();
        assert_eq!(InviteTicket::from_bytes(&whole), Err(TicketError::TooLarge));
        assert_eq!(InviteTicket::parse(&text_of(&whole)), Err(TicketError::TooLarge));
    }
    let one_too_many = InviteTicket::from_bytes(&[head, &[9]].concat());
    assert_eq!(one_too_many, Err(TicketError::TooLarge));
}

#[test]
fn a_ticket_beyond_its_bounds_cannot_be_made() {
    let peer = PeerAddress { device: device(1), addresses: vec!["10.0.0.1:80".parse().unwrap(); 9] };
    for (wrong, error) in [
        (Invitation { community_name: "é".repeat(101), ..invitation() }, TicketError::TooLarge),
        (Invitation { cause: "a".repeat(201), ..invitation() }, TicketError::TooLarge),
        (Invitation { inviter_name: "a".repeat(201), ..invitation() }, TicketError::TooLarge),
        (Invitation { introduction: vec![0; 2049], ..invitation() }, TicketError::TooLarge),
        (Invitation { peers: vec![peer.clone()], ..invitation() }, TicketError::TooLarge),
        (
            Invitation { peers: vec![PeerAddress { addresses: vec![], ..peer.clone() }; 9], ..invitation() },
            TicketError::TooLarge,
        ),
        (
            Invitation {
                peers: vec![PeerAddress { device: no_device(), addresses: vec![] }],
                ..invitation()
            },
            TicketError::BadAddress,
        ),
        (
            Invitation {
                peers: vec![PeerAddress { addresses: vec!["0.0.0.0:0".parse().unwrap()], ..peer }],
                ..invitation()
            },
            TicketError::BadAddress,
        ),
    ] {
        assert_eq!(InviteTicket::new(wrong), Err(error));
    }
    let fullest = Invitation {
        community_name: "a".repeat(200),
        cause: "c".repeat(200),
        inviter_name: "b".repeat(200),
        introduction: vec![255; 2048],
        peers: vec![
            PeerAddress {
                device: device(1),
                addresses: vec!["[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535".parse().unwrap(); 8]
            };
            8
        ],
        ..invitation()
    };
    // Multicast stands in nobody's ticket, but it is as long as an address gets.
    assert_eq!(InviteTicket::new(fullest.clone()), Err(TicketError::BadAddress));
    let global = "[2fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535".parse().unwrap();
    let peers = vec![PeerAddress { device: device(1), addresses: vec![global; 8] }; 8];
    let fullest = InviteTicket::new(Invitation { peers, ..fullest }).unwrap();
    assert_eq!(InviteTicket::parse(&fullest.to_link()), Ok(fullest));
}

#[test]
fn a_ticket_shows_no_secret_in_logs() {
    assert!(!format!("{:?}", ticket()).contains("9, 9"));
}

proptest! {
    #[test]
    fn reading_bytes_never_panics(mut bytes in prop::collection::vec(any::<u8>(), 0..600), versioned: bool) {
        if let (Some(first), true) = (bytes.first_mut(), versioned) {
            *first = 1;
        }
        let _ = InviteTicket::from_bytes(&bytes);
        let _ = InviteTicket::parse(&text_of(&bytes));
    }

    #[test]
    fn reading_text_never_panics(text in "\\PC{0,80}", link: bool) {
        let _ = InviteTicket::parse(&text);
        let prefix = if link { "palabre://join?ticket=palabre" } else { "palabre" };
        let _ = InviteTicket::parse(&format!("{prefix}{text}"));
    }

    #[test]
    fn a_ticket_with_one_byte_changed_is_refused_or_has_one_text(at: prop::sample::Index, to: u8) {
        let mut bytes = ticket().to_bytes();
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(read) = InviteTicket::from_bytes(&bytes) {
            prop_assert_eq!(read.to_bytes(), bytes);
        }
    }
}
