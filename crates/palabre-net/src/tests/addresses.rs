//! Typed addresses, the book, and what members tell each other.

use std::net::SocketAddr;

use proptest::prelude::*;

use super::{device, no_device};
use crate::{
    AddressBook, AddressError, PeerAddress, SharedError, Witness,
    addresses::MAX_ADDRESSES,
    book::{KEPT_FOR, MAX_SHARED_DEVICES, read_shared},
};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn place(number: u16) -> SocketAddr {
    format!("192.168.1.20:{}", 1000 + number).parse().unwrap()
}

fn places(numbers: std::ops::Range<u16>) -> Vec<SocketAddr> {
    numbers.map(place).collect()
}

#[test]
fn an_address_is_read_as_it_is_shown() {
    let shown =
        PeerAddress { device: device(1), addresses: vec![place(1), "[2001:db8::1]:80".parse().unwrap()] };
    assert_eq!(PeerAddress::parse(&format!("  {shown}\n"), None), Ok(shown.clone()));
    assert_eq!(PeerAddress::parse(&shown.to_string(), Some(device(1))), Ok(shown));
    let base32 = data_encoding::BASE32_NOPAD.encode(&device(1).0);
    let typed = PeerAddress::parse(&format!("{base32}@192.168.1.20:1001"), None).unwrap();
    assert_eq!(typed, PeerAddress { device: device(1), addresses: vec![place(1)] });
    assert_eq!(PeerAddress::parse("192.168.1.20:1001", Some(device(1))), Ok(typed));
}

#[test]
fn a_link_says_the_same_however_it_was_passed_on() {
    let shown =
        PeerAddress { device: device(1), addresses: vec![place(1), "[2001:db8::1]:80".parse().unwrap()] };
    let link = shown.to_link();
    assert!(link.starts_with("palabre://meet?at="), "{link}");
    let escaped = link.replace('[', "%5B").replace(']', "%5d").replace('@', "%40").replace(',', "%2C");
    let others =
        [escaped, link.replace("palabre://meet", "PALABRE://MEET/"), format!(" {link}#from-a-poster")];
    for text in others.iter().chain([&link]) {
        assert_eq!(PeerAddress::parse(text, None).as_ref(), Ok(&shown), "{text}");
    }
    for text in
        ["palabre://meet", "palabre://meet?to=1.2.3.4:5", "palabre://meet?at=%", "palabre://meet?at=%zz"]
    {
        assert_eq!(PeerAddress::parse(text, None), Err(AddressError::NotAnAddress), "{text}");
    }
    let long = format!("palabre://meet?at={}", "a".repeat(5_000));
    assert_eq!(PeerAddress::parse(&long, None), Err(AddressError::NotAnAddress));
}

#[test]
fn each_mistake_in_typing_has_its_sentence() {
    let ana = device(1).to_string();
    let nine = ["10.0.0.1:1"; 9].join(",");
    for (text, meant, error) in [
        ("", None, AddressError::NotAnAddress),
        ("192.168.1.20", None, AddressError::NotAnAddress),
        ("192.168.1.20:1001", None, AddressError::NoDevice),
        ("192.168.1.20:0", Some(1), AddressError::NotDialable),
        ("0.0.0.0:80", Some(1), AddressError::NotDialable),
        ("224.0.0.251:5353", Some(1), AddressError::NotDialable),
        ("[fe80::1]:80", Some(1), AddressError::NotDialable),
        ("ana@192.168.1.20:1001", None, AddressError::NotADevice),
        (&format!("{}@192.168.1.20:1001", no_device()), None, AddressError::NotADevice),
        (&format!("{ana}@192.168.1.20:1001"), Some(2), AddressError::AnotherDevice),
        (&format!("{ana}@"), None, AddressError::NotAnAddress),
        (&format!("{ana}@{nine}"), None, AddressError::TooMany),
    ] {
        assert_eq!(PeerAddress::parse(text, meant.map(device)), Err(error), "{text}");
    }
}

#[test]
fn addresses_are_forgotten_after_seven_days() {
    let mut book = AddressBook::new();
    book.learn(device(1), &[place(1)], Witness::FirstHand, 0);
    book.learn(device(1), &[place(2)], Witness::FirstHand, DAY);
    let week = KEPT_FOR as i64;
    assert_eq!(book.addresses(&device(1), week - 1), [place(2), place(1)]);
    assert_eq!(book.addresses(&device(1), week), [place(2)]);
    book.forget_old(week);
    assert_eq!(book.rows().count(), 1);
    book.forget_old(week + DAY);
    assert_eq!(book, AddressBook::new());
}

#[test]
fn a_clock_that_was_ahead_does_not_keep_an_address_for_ever() {
    let mut book = AddressBook::new();
    book.learn(device(1), &[place(1)], Witness::FirstHand, i64::MAX);
    book.forget_old(DAY);
    book.forget_old(DAY + KEPT_FOR as i64);
    assert_eq!(book, AddressBook::new());
}

#[test]
fn the_newest_addresses_are_kept() {
    let mut book = AddressBook::new();
    for number in 0..20 {
        book.learn(device(1), &[place(number)], Witness::FirstHand, i64::from(number));
    }
    let newest: Vec<_> = (12..20).rev().map(place).collect();
    assert_eq!(book.addresses(&device(1), 20), newest);
}

#[test]
fn hearsay_does_not_push_out_what_is_known_first_hand() {
    let mut book = AddressBook::new();
    book.learn(device(1), &places(0..6), Witness::FirstHand, 10);
    book.learn(device(1), &places(50..80), Witness::Hearsay, 1000);
    let kept = book.addresses(&device(1), 1000);
    assert_eq!(kept.len(), MAX_ADDRESSES);
    assert_eq!(kept.iter().filter(|address| places(0..6).contains(address)).count(), 4);
    // Nor does it make a first-hand address newer.
    book.learn(device(1), &[place(0)], Witness::Hearsay, 5000);
    assert!(book.rows().all(|(_, address, at, _)| address != place(0) || at == 10));
}

#[test]
fn rows_make_the_same_book_again() {
    let mut book = AddressBook::new();
    book.learn(device(1), &places(0..6), Witness::FirstHand, 10);
    book.learn(device(1), &places(5..9), Witness::Hearsay, 20);
    book.learn(device(2), &places(0..1), Witness::Hearsay, 30);
    let mut again = AddressBook::new();
    for (device, address, at, witness) in book.rows() {
        again.learn(device, &[address], witness, at);
    }
    assert_eq!(again, book);
}

#[test]
fn members_tell_each_other_with_ages() {
    let mut told = AddressBook::new();
    told.learn(device(1), &places(0..2), Witness::FirstHand, 1_000);
    told.learn(device(2), &places(2..4), Witness::Hearsay, 5_000);
    told.learn(device(3), &places(4..5), Witness::FirstHand, -(KEPT_FOR as i64));
    let message = told.share([device(2), device(1), device(3), device(9)], 10_000);
    let shared = read_shared(&message).unwrap();
    assert_eq!(shared.len(), 2);

    // The other clock is a year behind; ages do not mind.
    let there = -365 * DAY;
    let mut book = AddressBook::new();
    book.hear(&device(9), &shared, |one| *one != device(2), there);
    let rows: Vec<_> = book.rows().collect();
    let heard = |number| (device(1), place(number), there - 9_000, Witness::Hearsay);
    assert_eq!(rows, [heard(0), heard(1)]);
    // What a device says of itself it must know.
    book.hear(&device(1), &shared, |one| *one == device(1), there);
    let known = |number| (device(1), place(number), there - 9_000, Witness::FirstHand);
    assert_eq!(book.rows().collect::<Vec<_>>(), [known(0), known(1)]);
}

#[test]
fn a_message_speaks_of_sixty_four_devices_at_most() {
    let mut book = AddressBook::new();
    for number in 1..=100 {
        book.learn(device(number), &places(0..8), Witness::FirstHand, 0);
    }
    let message = book.share((1..=100).map(device), i64::MAX / 2);
    assert_eq!(read_shared(&message).unwrap().len(), 0);
    let message = book.share((1..=100).map(device), KEPT_FOR as i64 - 1);
    assert_eq!(read_shared(&message).unwrap().len(), MAX_SHARED_DEVICES);
}

#[test]
fn malformed_messages_are_refused() {
    let mut book = AddressBook::new();
    book.learn(device(1), &places(0..2), Witness::FirstHand, 0);
    book.learn(device(2), &places(0..2), Witness::FirstHand, 0);
    let good = book.share([device(1), device(2)], 0);
    assert!(read_shared(&good).is_ok());
    for end in 0..good.len() {
        assert_eq!(read_shared(&good[..end]), Err(SharedError::Unreadable), "cut at {end}");
    }
    assert_eq!(read_shared(&[good.clone(), vec![0]].concat()), Err(SharedError::Unreadable));
    // Ten thousand devices, by their count alone.
    assert_eq!(read_shared(&[0x90, 0x4e, 1, 2, 3]), Err(SharedError::TooMany));
    assert_eq!(read_shared(&vec![0; 1 << 20]), Err(SharedError::TooMany));
    // The same device twice, and a number written in more bytes than it needs.
    let row = &good[1..1 + (good.len() - 1) / 2];
    assert_eq!(read_shared(&[&[2], row, row].concat()), Err(SharedError::NotCanonical));
    assert_eq!(read_shared(&[&[0x82, 0x00], &good[1..]].concat()), Err(SharedError::NotCanonical));
}

proptest! {
    #[test]
    fn reading_a_message_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut book = AddressBook::new();
        if let Ok(told) = read_shared(&bytes) {
            book.hear(&device(1), &told, |_| true, i64::MIN);
        }
    }

    #[test]
    fn reading_a_link_never_panics(text in ".{0,80}") {
        let _ = PeerAddress::parse(&format!("palabre://meet?at={text}"), None);
        let _ = PeerAddress::parse(&text, None);
    }

    #[test]
    fn a_book_stays_within_its_bounds(
        seen in prop::collection::vec((1u8..4, 0u16..40, any::<bool>(), any::<i64>()), 0..80),
        now in any::<i64>(),
    ) {
        let mut book = AddressBook::new();
        for (number, address, first_hand, at) in seen {
            let witness = if first_hand { Witness::FirstHand } else { Witness::Hearsay };
            book.learn(device(number), &[place(address)], witness, at);
        }
        for number in 1..4 {
            prop_assert!(book.addresses(&device(number), now).len() <= MAX_ADDRESSES);
        }
        let message = book.share((1..4).map(device), now);
        prop_assert!(read_shared(&message).is_ok());
        book.forget_old(now);
    }
}
