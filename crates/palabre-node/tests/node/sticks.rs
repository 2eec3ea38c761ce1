//! Entries as files on a stick: cut off, damaged, in steps, in any order, both ways.

use palabre_api::{Handler, ask, row};
use palabre_domain::id::CommunityId;
use palabre_node::Node;

use crate::table::{Time, answer, ask_them, gather, person, state};

/// A folder that stands for a stick.
struct Stick(tempfile::TempDir);

impl Stick {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn export(&self, node: &mut Node, name: &str) -> Vec<u8> {
        node.bundle_export(ask::BundleExport { file: self.at(name), ..Default::default() }).unwrap();
        std::fs::read(self.at(name)).unwrap()
    }

    fn import(&self, node: &mut Node, bytes: &[u8]) -> row::Taken {
        std::fs::write(self.at("brought"), bytes).unwrap();
        node.bundle_import(ask::BundleImport { file: self.at("brought") }).unwrap()
    }
}

fn say(node: &mut Node, text: String) {
    node.comment(ask::Comment { on: "community".into(), text: Some(text), reply: None }).unwrap();
}

/// Ana and Ben, who know each other; then Ana says so much, of so many letters that no packing shortens.
fn apart(many: usize, long: usize) -> (Node, Node, CommunityId) {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    for n in 0..many {
        let noise = (0..long).map(|i| {
            let byte = (n * 7_919 + i).wrapping_mul(2_654_435_761) >> 7;
            char::from(b'!' + (byte.wrapping_mul(byte ^ n) % 90) as u8)
        });
        say(&mut ana, noise.collect());
    }
    (ana, ben, community)
}

/// Where packs begin, and the end does.
fn beginnings(bytes: &[u8]) -> Vec<usize> {
    let mut at = 17 + 32;
    let mut found = Vec::new();
    while let Some(length) = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()) {
        found.push(at);
        at += 4 + u32::from_le_bytes(*length) as usize;
    }
    assert_eq!(at, bytes.len());
    found
}

#[test]
fn a_stick_that_was_pulled_out_brings_what_is_whole_and_the_whole_file_goes_on() {
    let (mut ana, mut ben, community) = apart(160, 20_000);
    let stick = Stick::new();
    let bytes = stick.export(&mut ana, "all");
    let begin = beginnings(&bytes);
    assert!(begin.len() > 3, "{} packs", begin.len());
    let mut held = ben.status(ask::Status {}).unwrap().entries;
    // Inside the head nothing is whole, and nothing is taken.
    for length in [0, 5, 16, 17, 40, 48] {
        std::fs::write(stick.at("brought"), &bytes[..length]).unwrap();
        let error = ben.bundle_import(ask::BundleImport { file: stick.at("brought") }).unwrap_err();
        assert_eq!(error.code, "bundle.cut", "at {length}");
    }
    // Inside the first pack, at a boundary, inside a length, inside a pack, before the end, inside the end.
    let end = bytes.len() - 4;
    for (length, brings) in [
        (49, false),
        (60, false),
        (begin[1], true),
        (begin[1] + 2, false),
        (begin[2] - 1, false),
        (begin[2] + 9, true),
    ] {
        let taken = stick.import(&mut ben, &bytes[..length]);
        assert!(
            taken.cut && !taken.lost && (taken.damaged, taken.gaps, taken.refused) == (0, 0, 0),
            "{taken:?}"
        );
        assert_eq!(taken.new > 0, brings, "at {length}: {taken:?}");
        assert_eq!(taken.new + taken.known, taken.entries);
        held += taken.new;
        assert_eq!(ben.status(ask::Status {}).unwrap().entries, held, "it is kept");
    }
    let whole = stick.import(&mut ben, &bytes);
    assert!(!whole.cut && whole.new > 0 && whole.known > 0, "it goes on: {whole:?}");
    assert_eq!(whole.new + held, whole.entries);
    for length in [end, end + 3] {
        let again = stick.import(&mut ben, &bytes[..length]);
        assert!(again.cut && (again.new, again.known) == (0, whole.entries), "at {length}: {again:?}");
    }
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
}

#[test]
fn what_is_due_is_done_after_a_file_that_was_cut_off() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let stick = Stick::new();
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
    let invite = ask::Invite { uses: 1, days: 1, file: Some(stick.at("invite")), ..Default::default() };
    ana.invite(invite).unwrap();
    ben.join(ask::Join { ticket: stick.at("invite") }).unwrap();
    let bytes = stick.export(&mut ben, "ben");
    let taken = stick.import(&mut ana, &bytes[..bytes.len() - 1]);
    assert!(taken.cut && taken.new == 1, "{taken:?}");
    assert_eq!(ana.status(ask::Status {}).unwrap().members, 2, "Ben is let in");
}

#[test]
fn an_invite_that_was_cut_off_says_so() {
    let (mut ana, mut ben, _) = apart(1, 20);
    let stick = Stick::new();
    let invite = ask::Invite { uses: 1, days: 1, file: Some(stick.at("invite")), ..Default::default() };
    ana.invite(invite).unwrap();
    let bytes = std::fs::read(stick.at("invite")).unwrap();
    for length in [30, bytes.len() - 1] {
        std::fs::write(stick.at("brought"), &bytes[..length]).unwrap();
        let told = ben.bundle_import(ask::BundleImport { file: stick.at("brought") });
        assert!(told.map_or_else(|error| error.code == "bundle.cut", |taken| taken.cut), "at {length}");
    }
    let mut eve = person(&Time::new(), "Eve", 9);
    let error = eve.join(ask::Join { ticket: stick.at("brought") }).unwrap_err();
    assert_eq!(error.code, "bundle.cut");
    assert_eq!(eve.me_show(ask::MeShow {}).unwrap().communities, vec![], "nothing half done");
}

#[test]
fn a_damaged_piece_is_left_out_and_the_rest_finds_its_place_when_it_comes() {
    let (mut ana, mut ben, community) = apart(160, 20_000);
    let stick = Stick::new();
    let bytes = stick.export(&mut ana, "all");
    let begin = beginnings(&bytes);
    let mut damaged = bytes.clone();
    damaged[begin[1] + 30] ^= 0x55;
    let taken = stick.import(&mut ben, &damaged);
    assert!(taken.damaged + taken.refused > 0 && !taken.cut && !taken.lost, "{taken:?}");
    assert!(taken.new > 0 && taken.aside > 0 && taken.gaps == taken.aside, "{taken:?}");
    let whole = stick.import(&mut ben, &bytes);
    assert_eq!((whole.damaged, whole.refused, whole.gaps, whole.aside), (0, 0, 0, 0), "{whole:?}");
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
    // Behind a length that is damaged nothing can be found.
    let (mut ana, mut ben, _) = apart(160, 20_000);
    let mut bytes = stick.export(&mut ana, "all");
    bytes[begin[1] + 3] = 0xff;
    let taken = stick.import(&mut ben, &bytes);
    assert!(taken.lost && !taken.cut && taken.new > 0, "{taken:?}");
}

#[test]
fn steps_in_any_order_end_the_same() {
    let (mut ana, _, community) = apart(300, 20_000);
    let stick = Stick::new();
    let mut steps = Vec::new();
    let mut after = 0;
    loop {
        let file = stick.at("step");
        let ask = ask::BundleExport { file: file.clone(), after, megabytes: Some(2) };
        let written = ana.bundle_export(ask).unwrap();
        let bytes = std::fs::read(file).unwrap();
        assert!(bytes.len() <= 2_000_000 && written.bytes == bytes.len() as u64, "{written:?}");
        assert_eq!(written.entries, written.up_to - after);
        assert!(written.up_to > after);
        after = written.up_to;
        steps.push(bytes);
        if !written.more {
            break;
        }
        assert!(steps.len() < 20, "it comes to its end");
    }
    assert!(steps.len() >= 3, "{} steps", steps.len());
    assert_eq!(after, ana.status(ask::Status {}).unwrap().entries);
    let last = steps.len() - 1;
    let backwards: Vec<usize> = (0..=last).rev().collect();
    let first_last: Vec<usize> = (1..=last).chain([0]).collect();
    for order in [backwards, first_last] {
        // Somebody who was there before all of it was said.
        let (_, mut ben, same) = apart(0, 0);
        assert_eq!(same, community, "people, clocks and communities come out of seeds");
        let taken: Vec<_> = order.iter().map(|step| stick.import(&mut ben, &steps[*step])).collect();
        assert!(taken.iter().all(|taken| taken.refused + taken.damaged == 0 && taken.gaps == taken.aside));
        assert!(taken.iter().any(|taken| taken.aside > 0), "{order:?}");
        assert!(taken.iter().any(|taken| taken.filled > 0), "{order:?}");
        assert_eq!(taken.last().unwrap().gaps, 0, "{order:?}: {taken:?}");
        assert_eq!(state(&mut ana, &community), state(&mut ben, &community), "{order:?}");
        let kept = ben.replica_of(&community).unwrap().store().settings().unwrap();
        assert!(!kept.iter().any(|(key, _)| key.starts_with("aside")), "nothing is left aside");
    }
}

#[test]
fn two_laptops_without_a_network_are_brought_to_the_same() {
    let (mut ana, mut ben, community) = apart(3, 40);
    ask_them(&mut ana, "Lunch?", "proposal");
    say(&mut ben, "And soup?".into());
    let stick = Stick::new();
    let there = stick.export(&mut ana, "ana");
    assert!(stick.import(&mut ben, &there).new > 0);
    answer(&mut ben, "lunch", "for");
    let back = stick.export(&mut ben, "ben");
    assert!(stick.import(&mut ana, &back).new > 0);
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
    let again = stick.import(&mut ana, &back);
    assert_eq!((again.new, again.known), (0, again.entries));
}

#[test]
fn an_export_that_cannot_be_written_leaves_what_was_there() {
    let (mut ana, _, _) = apart(1, 20);
    let stick = Stick::new();
    std::fs::create_dir(stick.at("taken")).unwrap();
    let ask = ask::BundleExport { file: stick.at("taken"), ..Default::default() };
    assert_eq!(ana.bundle_export(ask).unwrap_err().code, "file.failed");
    let left: Vec<_> = std::fs::read_dir(stick.0.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "no half file: {left:?}");
}
