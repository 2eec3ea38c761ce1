//! What one device may write: an honest heavy user stays below it for ten years, whoever reaches it is told what to do, and
//! whoever floods costs the others little.

use ed25519_dalek::SigningKey;
use palabre_api::{Handler, ask};
use palabre_domain::charter::{Admission, Charter, Quotas};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{DeviceCertificate, Genesis};
use palabre_feeds::entry::{Entry, Kind, Position};
use palabre_feeds::run::Run;
use palabre_node::Node;
use palabre_node::replica::Replica;
use palabre_store::Store;
use palabre_testkit::people::START;

use crate::table::{Time, gather, person};

const DAY: i64 = 86_400_000;
const QUOTAS: Quotas = Quotas { entries: 100, bytes: 64 << 10 };

/// Somebody who has founded a community in which little may be written, and writes as no program does.
struct Flooder {
    key: SigningKey,
    community: CommunityId,
    genesis: Entry,
}

impl Flooder {
    fn found(member: [u8; 32], device: [u8; 32]) -> Self {
        let (member, key) = (SigningKey::from_bytes(&member), SigningKey::from_bytes(&device));
        let me = MemberId(member.verifying_key().to_bytes());
        let certificate = DeviceCertificate::write(&member, DeviceId(key.verifying_key().to_bytes()), 1);
        let charter = Charter {
            name: "Le Fournil".into(),
            cause: "Why.".into(),
            keyholders: vec![me],
            admission: Admission::AnyMember,
            quotas: QUOTAS,
        };
        let genesis = Genesis { charter, name: "Mallory".into(), certificate, nonce: [7; 16], from: None };
        let at = Position { seq: 1, prev: EntryId::ZERO, epoch: EntryId::ZERO, at: START };
        let genesis = Entry::write(&key, None, at, Kind::Genesis, RecordId::ZERO, wire::to_bytes(&genesis));
        Self { key, community: genesis.id.into(), genesis }
    }

    fn replica(&self) -> Replica {
        let mut replica = Replica::new(self.community, Store::in_memory().unwrap());
        assert_eq!(replica.take(&[Run { entries: vec![self.genesis.clone()] }]).unwrap().new.len(), 1);
        replica
    }

    /// Writes a story after the founding, in runs of eight entries.
    fn story(&self, which: u8, entries: u64, bytes: usize) -> Vec<Run> {
        let mut prev = self.genesis.id;
        let mut story = Vec::new();
        for seq in 2..2 + entries {
            let at = Position { seq, prev, epoch: self.genesis.id, at: START };
            let body = vec![which; bytes];
            let entry =
                Entry::write(&self.key, Some(&self.community), at, Kind::Part, RecordId([9; 32]), body);
            prev = entry.id;
            story.push(entry);
        }
        story.chunks(8).map(|entries| Run { entries: entries.to_vec() }).collect()
    }
}

/// Offers runs as often as it takes until nothing more is taken, and returns the bytes held of their device.
fn offer(replica: &mut Replica, runs: &[Run], now: i64) -> u64 {
    for frame in runs.chunks(16) {
        let bounded = replica.take_bounded(frame, now).unwrap();
        let took = bounded.took;
        assert_eq!((took.refused, took.gaps * u64::from(bounded.left.is_empty())), (0, 0));
    }
    replica.store().held_of(&runs[0].device()).unwrap().1
}

const ONCE: u64 = 1 << 20;
/// What the last run that is taken may be longer than there is room for.
const RUN: u64 = 8 * 4_096;

#[test]
fn whoever_floods_is_taken_in_at_a_megabyte_a_day() {
    let flooder = Flooder::found([1; 32], [101; 32]);
    let mut replica = flooder.replica();
    let flood = flooder.story(1, 4_000, 4_000);
    let first = offer(&mut replica, &flood, START);
    assert!(first > ONCE * 9 / 10 && first <= QUOTAS.bytes + ONCE + RUN, "{first} bytes of 16,000,000");
    assert!(offer(&mut replica, &flood, START) <= first + RUN, "asking again brings no more");
    let mut before = first;
    for day in 1..=3 {
        let held = offer(&mut replica, &flood, START + day * DAY);
        assert!(
            held > before && held - before <= 12 * 86_400 + 2 * RUN,
            "day {day}: {} bytes more",
            held - before
        );
        before = held;
    }
    // Nothing of what is beyond has effect, and all of it is there for whoever judges again.
    let waits = replica.store().count_verdicts().unwrap();
    assert!(!waits.is_empty());
}

#[test]
fn starting_again_makes_no_room() {
    let flooder = Flooder::found([1; 32], [101; 32]);
    let folder = tempfile::tempdir().unwrap();
    let open =
        || Replica::new(flooder.community, Store::open(&folder.path().join("flooded.palabre")).unwrap());
    let mut replica = open();
    replica.take(&[Run { entries: vec![flooder.genesis.clone()] }]).unwrap();
    let flood = flooder.story(1, 4_000, 4_000);
    let first = offer(&mut replica, &flood, START);
    assert!(first > ONCE * 9 / 10 && first <= QUOTAS.bytes + ONCE + RUN, "{first} bytes of 16,000,000");
    for _ in 0..3 {
        drop(replica);
        replica = open();
        let again = offer(&mut replica, &flood, START);
        assert!(again <= first + RUN, "{} bytes more", again - first);
    }
}

#[test]
fn many_stories_of_one_device_count_together() {
    let flooder = Flooder::found([1; 32], [101; 32]);
    let mut replica = flooder.replica();
    // Each story alone keeps to the quota.
    let stories: Vec<Run> = (1..=30).flat_map(|which| flooder.story(which, 90, 700)).collect();
    let all: u64 = 30 * 90 * 700;
    let held = offer(&mut replica, &stories, START);
    assert!(held <= QUOTAS.bytes + ONCE + RUN && held < all, "{held} of {all} bytes");
    for day in 1..=4 {
        offer(&mut replica, &stories, START + day * DAY);
    }
    let (entries, bytes) = replica.store().held_of(&stories[0].device()).unwrap();
    assert_eq!((entries, bytes > all), (1 + 30 * 90, true), "a rate delays, and judges nothing");
}

#[test]
fn at_the_limit_a_person_is_told_what_to_do() {
    let time = Time::new();
    let mut node = person(&time, "Ana", 1);
    let flooder = Flooder::found([1; 32], [101; 32]);
    assert_eq!(node.me_show(ask::MeShow {}).unwrap().device, flooder.genesis.header.device.to_string());
    node.put_copy(flooder.community, flooder.replica());
    let draft = |node: &mut Node| {
        node.decision_new(ask::DecisionNew { question: "Lunch?".into(), wording: String::new() })
    };
    let mut written = 1;
    let refused = loop {
        match draft(&mut node) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
        assert!(written <= QUOTAS.entries);
        let quota = node.status(ask::Status {}).unwrap().quota;
        assert!(u64::from(quota) >= written * 100 / QUOTAS.entries);
    };
    assert_eq!((refused.code.as_str(), written), ("device.quota", QUOTAS.entries));
    assert!(refused.hint.contains("device add"), "{refused:?}");
    assert_eq!(node.status(ask::Status {}).unwrap().quota, 100);
    // Another laptop of theirs goes on.
    let link = node.device_add(ask::DeviceAdd::default()).unwrap().link;
    assert!(link.starts_with("palabre://device"));
}

#[test]
fn ten_years_of_an_honest_heavy_user_stay_below_what_is_warned_of() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    let device = author_of(&ana);
    let quotas = Quotas::default();
    let before = held(&mut ana, &community, &device);
    // A day: thirty things said, from a heart to half a page.
    let page = "What we found out on Monday, with all that it may mean for the oven. ".repeat(20);
    let say = |node: &mut Node, text: &str| {
        node.comment(ask::Comment { on: "community".into(), text: Some(text.into()), reply: None }).unwrap()
    };
    for n in 0..30 {
        match n % 5 {
            0 => drop(say(&mut ana, &page)),
            1 | 2 => drop(say(&mut ana, "I can come at nine, and bring the flour and the long table.")),
            3 => drop(
                ana.project_new(ask::ProjectNew {
                    name: format!("Oven {n}"),
                    description: Some(page.clone()),
                    ..Default::default()
                })
                .unwrap(),
            ),
            _ => drop(
                ana.react(ask::React {
                    on: "community".into(), reaction: "♥".repeat(n % 3), comment: None
                })
                .unwrap(),
            ),
        }
    }
    let after = held(&mut ana, &community, &device);
    let (entries, bytes) = (after.0 - before.0, after.1 - before.1);
    let days = 6 * 52 * 10;
    let pictures = 52 * 10 * ((3 << 20) / palabre_documents::weight::FILE_SHARE);
    let ten_years = (entries * days, bytes * days + pictures);
    println!("a day: {entries} entries, {bytes} bytes; ten years: {ten_years:?} of {quotas:?}");
    assert!(ten_years.0 * 100 < quotas.entries * 80, "{} entries", ten_years.0);
    assert!(ten_years.1 * 100 < quotas.bytes * 80, "{} bytes", ten_years.1);
    // And a generous one is no accident: a third of it is used.
    assert!(ten_years.0 * 4 > quotas.entries);
}

fn author_of(node: &Node) -> DeviceId {
    node.author().unwrap().device()
}

fn held(node: &mut Node, community: &CommunityId, device: &DeviceId) -> (u64, u64) {
    node.replica_of(community).unwrap().store().held_of(device).unwrap()
}
