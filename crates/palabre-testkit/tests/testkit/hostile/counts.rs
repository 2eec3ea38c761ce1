//! Counts that are not what they say, and confirmations that confirm nothing.

use std::sync::Arc;

use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::count::{Count, SignedCount};
use palabre_domain::decision::{Carried, Position};
use palabre_domain::id::Hash;
use palabre_feeds::body::{Certificate, Cited};
use palabre_feeds::entry::{Entry, Kind};
use palabre_feeds::verdict::{Reason, Verdict, Waits};
use palabre_testkit::hostile::{Hostile, cited, give};
use palabre_testkit::people::{answer, confirm, count, meet, person, show};

use super::{Scene, answers, case, code};

/// All three have answered: Ana and Ben for it, Mallory against. Nobody has counted.
fn answered() -> Scene {
    let mut scene = Scene::new();
    answer(&mut scene.ana, "lunch", "for");
    answer(&mut scene.ben, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let against = scene.stance(Position::Against);
    let stance = scene.mal.say(scene.lunch, &[against]);
    give(&mut scene.ana, &scene.community, vec![stance]);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    scene
}

/// Mallory's count: the honest one, spoilt.
fn spoilt(scene: &mut Scene, spoil: impl FnOnce(&mut Count)) -> Said {
    let read = case(&mut scene.ana, &scene.community, scene.lunch);
    let replica = scene.ana.replica_of(&scene.community).unwrap();
    let mut count = Arc::unwrap_or_clone(read.count(replica).unwrap().unwrap());
    let heights = read.heights(replica).unwrap();
    spoil(&mut count);
    let id = count.id();
    let signed = Carried::Here(SignedCount { count, heights });
    Said::Count(CountValue { opening: scene.opening, count: id, signed })
}

/// Mallory publishes a spoilt count; returns its entry.
fn publish(scene: &mut Scene, spoil: impl FnOnce(&mut Count)) -> Entry {
    let said = spoilt(scene, spoil);
    let entry = scene.mal.say(scene.lunch, &[(Key::Count, Some(said))]);
    give(&mut scene.ana, &scene.community, vec![entry.clone()]);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    entry
}

/// Neither of the two honest ones takes it for theirs, and theirs becomes final.
fn honest_count_wins(scene: &mut Scene) {
    let lone = show(&mut scene.ana, "lunch");
    assert!(!lone.counts.iter().any(|count| count.is_final || count.same_here), "{lone:?}");
    assert_eq!(code(confirm(&mut scene.ana, "lunch")), "confirm.differs");
    count(&mut scene.ana, "lunch");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    assert_eq!(confirm(&mut scene.ben, "lunch").unwrap().state, "final");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    for node in [&mut scene.ana, &mut scene.ben] {
        let seen = show(node, "lunch");
        assert_eq!(seen.state, "final");
        assert!(seen.counts[0].arithmetic.starts_with("Carried. 3 of 3 answered"), "{seen:?}");
        assert_eq!(answers(&seen).iter().filter(|(_, standing)| *standing == "counted").count(), 3);
    }
    scene.well();
}

#[test]
fn a_count_that_leaves_an_answer_out_is_confirmed_by_nobody() {
    let mut scene = answered();
    publish(&mut scene, |count| {
        count.counted.pop();
    });
    honest_count_wins(&mut scene);
}

#[test]
fn a_count_with_a_foreign_answer_is_confirmed_by_nobody() {
    let mut scene = answered();
    // The answer of somebody who does not take part, and one that no entry gave.
    let mut dan = person(&scene.time, "Dan", 4);
    let link = palabre_api::Handler::invite(
        &mut scene.ben,
        palabre_api::ask::Invite { uses: 1, days: 1, ..Default::default() },
    );
    palabre_api::Handler::join(&mut dan, palabre_api::ask::Join { ticket: link.unwrap().link }).unwrap();
    meet(&mut dan, &mut scene.ben, &scene.community);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let mut dan = Hostile::turned(&mut dan, &scene.community);
    let against = scene.stance(Position::Against);
    let stance = dan.say(scene.lunch, &[against]);
    let place = (dan.device(), stance.header.seq);
    give(&mut scene.ana, &scene.community, vec![stance]);
    publish(&mut scene, |count| {
        count.devices.push(place.0);
        count.devices.sort_unstable();
        let device = count.devices.iter().position(|device| *device == place.0).unwrap() as u32;
        for (at, _) in &mut count.counted {
            *at += u32::from(*at >= device);
        }
        count.counted.push((device, place.1));
        count.counted.sort_unstable();
    });
    honest_count_wins(&mut scene);
}

#[test]
fn a_count_that_counts_an_answer_twice_is_no_count() {
    let mut scene = answered();
    publish(&mut scene, |count| {
        let first = count.counted[0];
        count.counted.insert(0, first);
    });
    // It does not even stand beside the others with numbers.
    let seen = show(&mut scene.ana, "lunch");
    assert!(seen.counts.iter().all(|count| count.figures.is_none()), "{seen:?}");
    count(&mut scene.ana, "lunch");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    confirm(&mut scene.ben, "lunch").unwrap();
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let seen = show(&mut scene.ana, "lunch");
    assert_eq!((seen.state.as_str(), seen.counts[0].confirmed_by.len()), ("final", 2));
    scene.well();
}

#[test]
fn a_count_with_another_result_is_confirmed_by_nobody() {
    let mut scene = answered();
    publish(&mut scene, |count| {
        count.result.verdict = palabre_domain::tally::Verdict::NotCarried;
    });
    honest_count_wins(&mut scene);
}

#[test]
fn a_count_under_anothers_name_is_without_effect() {
    let mut scene = answered();
    let Said::Count(mut value) = spoilt(&mut scene, |_| {}) else { unreachable!("a count was made") };
    value.count = Hash([4; 32]);
    let entry = scene.mal.say(scene.lunch, &[(Key::Count, Some(Said::Count(value)))]);
    give(&mut scene.ana, &scene.community, vec![entry]);
    let seen = show(&mut scene.ana, "lunch");
    assert!(seen.counts.iter().all(|count| !count.is_final && count.figures.is_none()), "{seen:?}");
    scene.well();
}

/// A certificate that Mallory publishes; returns its verdict with Ana.
fn certify(scene: &mut Scene, counter: &Entry, count: Hash, confirmations: Vec<Cited>) -> Verdict {
    let store = scene.ana.replica_of(&scene.community).unwrap().store();
    let number = store.known_record(&scene.lunch).unwrap().unwrap();
    let held = store.of_record(number).unwrap();
    let paper = held
        .iter()
        .find(|held| palabre_documents::certified::paper_in(&held.entry, &scene.opening).is_some())
        .unwrap();
    let certificate = Certificate {
        opening: scene.opening,
        paper: cited(&paper.entry),
        count,
        counter: cited(counter),
        confirmations: Carried::Here(confirmations),
    };
    let entry = scene.mal.write_on(Kind::Certificate, scene.lunch, &certificate);
    give(&mut scene.ana, &scene.community, vec![entry]).verdict()
}

#[test]
fn one_person_confirming_twice_confirms_once() {
    let mut scene = answered();
    let counter = publish(&mut scene, |count| {
        count.result.verdict = palabre_domain::tally::Verdict::NotCarried;
    });
    let id = show(&mut scene.ana, "lunch").counts[0].id.clone();
    let id = Hash::parse(&id).unwrap();
    // Once more on the same laptop, and from a second one of hers.
    let again = scene.mal.say(scene.lunch, &[(Key::Confirm(id), Some(Said::YES))]);
    let mut second = Hostile::stranger(scene.community, 61);
    second.member_key = scene.mal.member_key.clone();
    let certificate = palabre_feeds::body::DeviceCertificate::write(&second.member_key, second.device(), 2);
    let add = second.control(Kind::Device, &palabre_feeds::body::Device::Add(certificate));
    let other = second.say(scene.lunch, &[(Key::Confirm(id), Some(Said::YES))]);
    give(&mut scene.ana, &scene.community, vec![again.clone(), add, other.clone()]);
    let seen = show(&mut scene.ana, "lunch");
    assert_eq!(
        (seen.counts[0].confirmed_by.as_slice(), seen.counts[0].needed),
        (&["Mallory".to_owned()][..], Some(2))
    );
    // A certificate of her three signatures makes nothing final.
    let mut both = vec![cited(&again), cited(&other)];
    both.sort_unstable();
    let verdict = certify(&mut scene, &counter, id, both);
    assert_eq!(verdict, Verdict::WithoutEffect(Reason::Certificate));
    assert_eq!(show(&mut scene.ana, "lunch").state, "counted");
    honest_count_wins(&mut scene);
}

#[test]
fn a_certificate_of_signatures_that_are_not_there_waits_and_makes_nothing_final() {
    let mut scene = answered();
    let counter = publish(&mut scene, |count| {
        count.result.verdict = palabre_domain::tally::Verdict::NotCarried;
    });
    let id = Hash::parse(&show(&mut scene.ana, "lunch").counts[0].id).unwrap();
    // Ben's confirmation, which he never gave: a place of his feed that holds something else, and one beyond its end.
    let ben = palabre_testkit::people::author(&scene.ben).device();
    let tip = scene.ana.replica_of(&scene.community).unwrap().heights().unwrap().tips(&ben)[0];
    let place = |seq| palabre_domain::count::Place { device: ben, seq };
    let other = Cited { place: place(tip.seq), id: tip.id };
    let refused = certify(&mut scene, &counter, id, vec![other]);
    assert_eq!(refused, Verdict::WithoutEffect(Reason::Certificate));
    let beyond = Cited { place: place(tip.seq + 1), id: tip.id };
    assert_eq!(certify(&mut scene, &counter, id, vec![beyond]), Verdict::Pending(Waits::Cited));
    assert_eq!(show(&mut scene.ana, "lunch").state, "counted");
    honest_count_wins(&mut scene);
}
