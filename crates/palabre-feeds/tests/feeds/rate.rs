//! What one peer may take up, and how long it is left alone.

use palabre_feeds::message::{KeyedFeed, Load, Message, Stretch, load};
use palabre_feeds::rate::{
    Allowance, BYTES, Bucket, CALLS, FIRST_PAUSE, FORGOTTEN_AFTER, LONGEST_PAUSE, Offences, QUESTIONS, Rate,
};
use proptest::prelude::*;

use palabre_domain::id::{DeviceId, Hash};

const NOW: i64 = 1_804_675_200_000;
const RATE: Rate = Rate { per_second: 10, at_once: 5 };

#[test]
fn some_may_come_at_once_and_the_rest_waits() {
    let mut bucket = Bucket::new(RATE, NOW);
    for _ in 0..5 {
        assert_eq!(bucket.charge(1, NOW), 0);
    }
    assert_eq!(bucket.charge(1, NOW), 100);
    assert_eq!(bucket.charge(1, NOW), 200);
    assert_eq!(bucket.charge(1, NOW + 200), 100, "what has passed has drained");
    assert!(!bucket.is_empty(NOW + 799));
    assert!(bucket.is_empty(NOW + 800));
    assert_eq!(bucket.charge(5, NOW + 1_000), 0);
}

#[test]
fn a_clock_that_jumps_does_no_harm() {
    let mut bucket = Bucket::new(RATE, NOW);
    assert_eq!(bucket.charge(6, NOW), 100);
    assert_eq!(bucket.charge(1, NOW - 1_000_000), 200, "put back, it drains nothing");
    assert_eq!(bucket.charge(1, NOW - 1_000_000 + 200), 100, "and then goes on");
    assert_eq!(bucket.charge(5, i64::MAX), 0);
    assert_eq!(Bucket::new(RATE, i64::MIN).charge(5, i64::MAX), 0);
    assert!(Bucket::new(RATE, NOW).charge(u64::MAX, NOW) > 0);
}

proptest! {
    /// Whoever waits as told never goes faster than the rate, and never waits longer than one charge takes.
    #[test]
    fn whoever_waits_as_told_keeps_the_rate(charges in prop::collection::vec((0u64..50, 0i64..2_000), 1..200)) {
        let mut bucket = Bucket::new(RATE, NOW);
        let (mut now, mut total) = (NOW, 0);
        for (amount, pause) in charges {
            now += pause;
            let wait = bucket.charge(amount, now);
            prop_assert!(wait <= amount * 1_000 / RATE.per_second);
            now += wait as i64;
            total += amount;
            let passed = (now - NOW) as u64;
            prop_assert!(total * 1_000 <= RATE.at_once * 1_000 + passed * RATE.per_second);
        }
    }
}

fn question() -> Vec<u8> {
    Message::WantSignatures(vec![Stretch { device: DeviceId([1; 32]), first: 1, many: 1 }]).to_bytes()
}

#[test]
fn a_whole_community_comes_as_fast_as_it_can() {
    let mut peer = Allowance::new(NOW);
    let runs = Message::Runs(vec![7; 1 << 20]).to_bytes();
    assert!((0..1_000).all(|_| peer.frame(&runs, NOW) == 0), "a gigabyte at once");
    // The heights of ten thousand devices, and the signatures of a million entries.
    let feed = |n: u32| {
        let mut device = DeviceId([0; 32]);
        device.0[..4].copy_from_slice(&n.to_be_bytes());
        KeyedFeed { device, tips: vec![palabre_feeds::message::KeyedTip { seq: 9, head: [1; 4] }] }
    };
    let heights = Message::Heights((0..10_000).map(feed).collect()).to_bytes();
    assert_eq!(peer.frame(&heights, NOW), 0);
    assert!((0..999).all(|_| peer.frame(&question(), NOW) == 0));
    // A thousand pushes at once, each of which ends in a root.
    let done = Message::Done(Hash::ZERO).to_bytes();
    assert!((0..1_000).all(|_| peer.frame(&runs, NOW).max(peer.frame(&done, NOW)) == 0));
}

#[test]
fn whoever_only_asks_is_read_more_slowly() {
    let mut peer = Allowance::new(NOW);
    let waits: Vec<u64> = (0..2_000).map(|_| peer.frame(&question(), NOW)).collect();
    assert_eq!(waits.iter().filter(|wait| **wait == 0).count() as u64, QUESTIONS.at_once);
    assert_eq!(waits[1_999], 1_000 * 1_000 / QUESTIONS.per_second);
    assert!(!peer.is_unused(NOW + 1_000));
    assert!(peer.is_unused(NOW + 60_000));
    // News cost their bytes alone, and even empty ones something.
    let mut peer = Allowance::new(NOW);
    let empty = Message::Ephemeral(Vec::new()).to_bytes();
    let free = (0..1_000_000).position(|_| peer.frame(&empty, NOW) > 0).unwrap() as u64;
    assert!((BYTES.at_once / 100..BYTES.at_once / 50).contains(&free), "{free}");
    let mut peer = Allowance::new(NOW);
    let long = Message::Ephemeral(vec![0; 1 << 20]).to_bytes();
    let waits: Vec<u64> = (0..9).map(|_| peer.frame(&long, NOW)).collect();
    assert_eq!(waits[6], 0);
    assert!((1_000..1_100).contains(&waits[8]), "{waits:?}");
}

#[test]
fn whoever_calls_and_calls_waits() {
    let mut peer = Allowance::new(NOW);
    assert!((0..CALLS.at_once).all(|_| peer.call(NOW) == 0));
    assert_eq!(peer.call(NOW), 1_000);
    assert_eq!(peer.frame(&question(), NOW), 0, "calls and questions are counted apart");
}

/// What each message leads to; a new one does not compile before it is weighed here, too.
fn weighed(message: &Message) -> Load {
    match message {
        Message::Runs(_) | Message::Signatures(_) | Message::Preview(_) => Load::Answer,
        Message::Known(_) | Message::Done(_) | Message::Hint(_) | Message::Ephemeral(_) => Load::News,
        Message::Hello { .. }
        | Message::Same(_)
        | Message::Heights(_)
        | Message::Want(_)
        | Message::Ask(_)
        | Message::Addresses(_)
        | Message::WantSignatures(_)
        | Message::WantPreview => Load::Question,
    }
}

#[test]
fn every_message_weighs_what_it_leads_to() {
    let messages = [
        Message::Hello { version: 1, tag: [0; 16], root: Hash::ZERO, devices: [0; 8] },
        Message::Same(vec![]),
        Message::Heights(vec![]),
        Message::Want(vec![]),
        Message::Runs(vec![]),
        Message::Ask(vec![]),
        Message::Known(vec![]),
        Message::Done(Hash::ZERO),
        Message::Hint(vec![]),
        Message::Addresses(vec![]),
        Message::WantSignatures(vec![]),
        Message::Signatures(vec![]),
        Message::Ephemeral(vec![]),
        Message::WantPreview,
        Message::Preview(vec![]),
    ];
    for (number, message) in messages.iter().enumerate() {
        let bytes = message.to_bytes();
        assert_eq!(bytes[0] as usize, number, "each message once, in their order");
        assert_eq!(load(&bytes), weighed(message), "{message:?}");
    }
    assert_eq!((load(&[]), load(&[0xff])), (Load::Question, Load::Question));
}

#[test]
fn each_time_it_is_left_alone_twice_as_long() {
    let mut offences = Offences::default();
    assert!(offences.is_over(NOW) && offences.is_forgotten(NOW));
    let mut now = NOW;
    let mut pauses = Vec::new();
    for _ in 0..9 {
        let pause = offences.add(now);
        assert!(!offences.is_over(now) && !offences.is_over(now + pause - 1));
        now += pause;
        assert!(offences.is_over(now) && !offences.is_forgotten(now));
        pauses.push(pause / FIRST_PAUSE);
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    assert_eq!(LONGEST_PAUSE / FIRST_PAUSE, 60);
    now += FORGOTTEN_AFTER;
    assert!(offences.is_forgotten(now));
    assert_eq!(offences.add(now), FIRST_PAUSE);
}

#[test]
fn a_bad_network_is_not_held_against_anybody() {
    let mut offences = Offences::default();
    for n in 0..5 {
        let now = NOW + n * FIRST_PAUSE;
        offences.excuse(now);
        assert!(!offences.is_over(now + FIRST_PAUSE - 1) && offences.is_forgotten(now + FIRST_PAUSE));
    }
    assert_eq!(offences.add(NOW + 5 * FIRST_PAUSE), FIRST_PAUSE);
    assert!(offences.is_over(NOW), "a clock that is put back does not make it longer");
}
