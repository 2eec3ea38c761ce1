//! Counts that are not what they say, and confirmations that confirm nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use palabre_api::{Handler, ask};
use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::count::{Count, Folded, Given, SignedCount};
use palabre_domain::decision::{Answer, Carried, Position, Roll, Stance};
use palabre_domain::id::{EntryId, Hash, MemberId};
use palabre_domain::tally;
use palabre_feeds::body::{Certificate, Cited};
use palabre_feeds::entry::{Entry, Kind};
use palabre_feeds::verdict::{Reason, Verdict, Waits};
use palabre_testkit::hostile::{Hostile, cited, count_otherwise, give};
use palabre_testkit::people::{answer, author, confirm, count, meet, person, show};

use super::{Scene, answers, case, code};

/// All three have answered: Ana and Ben for it, Mallory against. Nobody has counted.
fn answered() -> Scene {
    answered_in(Scene::new())
}

fn answered_in(mut scene: Scene) -> Scene {
    answer(&mut scene.ana, "lunch", "for");
    answer(&mut scene.ben, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let against = scene.stance(Position::Against);
    let stance = scene.mal.say(scene.lunch, &[against]);
    give(&mut scene.ana, &scene.community, vec![stance]);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    scene
}

/// What everybody who counts finds.
fn honest(scene: &mut Scene) -> Count {
    let read = case(&mut scene.ana, &scene.community, scene.lunch);
    let replica = scene.ana.replica_of(&scene.community).unwrap();
    Arc::unwrap_or_clone(read.count(replica).unwrap().unwrap())
}

/// A count of other answers than there are, or by others: made as every count is, so that its form says nothing.
fn otherwise(
    scene: &mut Scene,
    otherwise: impl FnOnce(&mut BTreeMap<MemberId, Folded>, &mut Option<Roll>),
) -> Count {
    let read = case(&mut scene.ana, &scene.community, scene.lunch);
    let replica = scene.ana.replica_of(&scene.community).unwrap();
    let count = count_otherwise(replica, &read, otherwise).unwrap().unwrap();
    assert!(count.is_sound());
    count
}

/// A count as Mallory says it in her voice.
fn said(scene: &mut Scene, count: Count) -> CountValue {
    let read = case(&mut scene.ana, &scene.community, scene.lunch);
    let heights = read.heights(scene.ana.replica_of(&scene.community).unwrap()).unwrap();
    let id = count.id();
    let signed = Carried::Here(SignedCount { count, heights });
    CountValue { opening: scene.opening, count: id, signed }
}

/// Mallory publishes this; returns its entry, which stands, for it is her voice.
fn publish_value(scene: &mut Scene, value: CountValue) -> Entry {
    let entry = scene.mal.say(scene.lunch, &[(Key::Count, Some(Said::Count(value)))]);
    let given = give(&mut scene.ana, &scene.community, vec![entry.clone()]);
    assert_eq!(given.verdict(), Verdict::Effective);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    entry
}

/// Mallory publishes a count; returns its entry.
fn publish(scene: &mut Scene, count: Count) -> Entry {
    let value = said(scene, count);
    publish_value(scene, value)
}

/// Mallory publishes the honest count, spoilt; returns its entry.
fn publish_spoilt(scene: &mut Scene, spoil: impl FnOnce(&mut Count)) -> Entry {
    let mut count = honest(scene);
    spoil(&mut count);
    publish(scene, count)
}

/// A count that is spoilt so that it has the form of none.
fn malformed(scene: &mut Scene, spoil: impl FnOnce(&mut Count)) -> Entry {
    publish_spoilt(scene, |count| {
        spoil(count);
        assert!(!count.is_sound());
    })
}

/// A count whose numbers are shown.
const READABLE: bool = true;
/// One that has the form of none.
const UNREADABLE: bool = false;

/// Mallory's count is the only one, and is shown as hers, with its numbers or without. Nobody else confirms it, whether they
/// are asked or leave it to their laptop; theirs stands before it as soon as one of them counts, and becomes final.
fn honest_count_wins(scene: &mut Scene, readable: bool) {
    // Who made it, and who found the same.
    let by_mallory = ("Mallory".to_owned(), "Mallory".to_owned());
    for node in [&mut scene.ana, &mut scene.ben] {
        let seen = show(node, "lunch");
        let [hers] = &seen.counts[..] else { panic!("Mallory's count alone: {seen:?}") };
        assert_eq!(hers.figures.is_some(), readable, "{hers:?}");
        assert!(!hers.same_here && !hers.is_final, "{hers:?}");
        assert_eq!((hers.counted_by.join(" "), hers.confirmed_by.join(" ")), by_mallory, "{hers:?}");
        assert_eq!(code(confirm(node, "lunch")), "confirm.differs");
    }
    count(&mut scene.ana, "lunch");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    for node in [&mut scene.ana, &mut scene.ben] {
        let seen = show(node, "lunch");
        let [first, hers] = &seen.counts[..] else { panic!("two counts: {seen:?}") };
        assert!(first.same_here && first.counted_by == ["Ana"], "the honest one stands first: {seen:?}");
        assert!(!hers.same_here && hers.figures.is_some() == readable, "{seen:?}");
    }
    assert_eq!(confirm(&mut scene.ben, "lunch").unwrap().state, "final");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    for node in [&mut scene.ana, &mut scene.ben] {
        let seen = show(node, "lunch");
        assert_eq!(seen.state, "final");
        let [first, hers] = &seen.counts[..] else { panic!("two counts: {seen:?}") };
        assert!(first.is_final && first.arithmetic.starts_with("Carried. 3 of 3 answered"), "{seen:?}");
        assert_eq!(first.confirmed_by, ["Ana", "Ben"]);
        assert!(!hers.is_final, "{seen:?}");
        assert_eq!((hers.counted_by.join(" "), hers.confirmed_by.join(" ")), by_mallory, "{hers:?}");
        assert_eq!(answers(&seen).iter().filter(|(_, standing)| *standing == "counted").count(), 3);
    }
    scene.well();
}

/// Held by `Case::is_same`, which both `decision.confirm` and `duty::confirm` ask; without its form, by `Count::is_sound`.
#[test]
fn a_count_that_leaves_an_answer_out_is_confirmed_by_nobody() {
    let mut scene = answered();
    // Ben leaves it to his laptop to confirm what it finds equal.
    let leave = ask::DecisionConfirm { decision: None, by_itself: Some("yes".into()) };
    scene.ben.decision_confirm(leave).unwrap();
    assert_eq!(otherwise(&mut scene, |_, _| {}), honest(&mut scene), "it is made as every count is");
    let ben = scene.ben.identity().unwrap().member_id();
    let without = otherwise(&mut scene, |answers, _| drop(answers.remove(&ben)));
    assert_eq!((without.result.tally.answered, without.result.verdict), (2, tally::Verdict::NotCarried));
    publish(&mut scene, without);
    // Both say whom her count leaves out, though it was made by somebody who knew of the answer.
    for node in [&mut scene.ana, &mut scene.ben] {
        let seen = show(node, "lunch");
        let standing: BTreeMap<&str, &str> = answers(&seen).into_iter().collect();
        let all = BTreeMap::from([("Ana", "counted"), ("Ben", "omitted"), ("Mallory", "counted")]);
        assert_eq!(standing, all, "{seen:?}");
    }
    honest_count_wins(&mut scene, READABLE);
    // The list alone, under the old numbers.
    let mut scene = answered();
    malformed(&mut scene, |count| {
        count.counted.pop();
    });
    honest_count_wins(&mut scene, UNREADABLE);
}

/// Held by `Case::is_same`; without its form, by `Count::is_sound`.
#[test]
fn a_count_with_a_foreign_answer_is_confirmed_by_nobody() {
    let against = |scene: &Scene| Stance {
        opening: scene.opening,
        answer: Answer::Position(Position::Against),
        reason: None,
    };
    // The answer of somebody who does not take part, counted as a fourth.
    let (mut scene, dan, place) = with_dan();
    let foreign = Given::new(dan.device(), place.0, &place.1);
    let stance = against(&scene);
    let with = otherwise(&mut scene, |answers, roll| {
        let roll = roll.as_mut().unwrap();
        *roll = Roll::new([&roll.members[..], &[dan.member()]].concat(), &[]);
        answers.insert(dan.member(), Folded::One(foreign, stance));
    });
    assert_eq!((with.result.tally.answered, with.devices.contains(&dan.device())), (4, true));
    publish(&mut scene, with);
    honest_count_wins(&mut scene, READABLE);
    // One that no entry gave, in the place of Ben's.
    let mut scene = answered();
    let ben = author(&scene.ben);
    let nowhere = Given::new(ben.device(), 9_999, &EntryId([9; 32]));
    let stance = against(&scene);
    let with = otherwise(&mut scene, |answers, _| {
        answers.insert(ben.member, Folded::One(nowhere, stance));
    });
    assert_eq!((with.result.tally.answered, with.result.verdict), (3, tally::Verdict::NotCarried));
    publish(&mut scene, with);
    honest_count_wins(&mut scene, READABLE);
    // In the list alone, under the old numbers.
    let (mut scene, dan, place) = with_dan();
    malformed(&mut scene, |count| {
        count.devices.push(dan.device());
        count.devices.sort_unstable();
        let device = count.devices.iter().position(|device| *device == dan.device()).unwrap() as u32;
        for (at, _) in &mut count.counted {
            *at += u32::from(*at >= device);
        }
        count.counted.push((device, place.0));
        count.counted.sort_unstable();
    });
    honest_count_wins(&mut scene, UNREADABLE);
}

/// All have answered, and so has Dan, who came later and does not take part; returns where his answer stands.
fn with_dan() -> (Scene, Hostile, (u64, EntryId)) {
    let mut scene = answered();
    let mut dan = person(&scene.time, "Dan", 4);
    let link = scene.ben.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    dan.join(ask::Join { ticket: link }).unwrap();
    meet(&mut dan, &mut scene.ben, &scene.community);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let mut dan = Hostile::turned(&mut dan, &scene.community);
    let against = scene.stance(Position::Against);
    let stance = dan.say(scene.lunch, &[against]);
    let place = (stance.header.seq, stance.id);
    give(&mut scene.ana, &scene.community, vec![stance]);
    (scene, dan, place)
}

/// Held by `Count::is_sound`, which lets each answer stand once: all its numbers fit.
#[test]
fn a_count_that_counts_an_answer_twice_is_no_count() {
    let mut scene = answered();
    malformed(&mut scene, |count| {
        let (first, half) = (count.counted[0], count.halves[0]);
        count.counted.insert(0, first);
        count.halves.insert(0, half);
        count.result.tally.add(&Answer::Position(Position::For));
    });
    honest_count_wins(&mut scene, UNREADABLE);
}

/// Held by `Case::is_same`.
#[test]
fn a_count_with_another_result_is_confirmed_by_nobody() {
    let mut scene = answered();
    publish_spoilt(&mut scene, |count| count.result.verdict = tally::Verdict::NotCarried);
    honest_count_wins(&mut scene, READABLE);
}

/// Held by `count_of`, which holds a count against the name that it is given.
#[test]
fn a_count_under_anothers_name_is_no_count() {
    let mut scene = answered();
    let count = honest(&mut scene);
    let value = CountValue { count: Hash([4; 32]), ..said(&mut scene, count) };
    publish_value(&mut scene, value);
    honest_count_wins(&mut scene, UNREADABLE);
}

/// What everybody will find has a name that Mallory knows as soon as all have answered. Under that she publishes something
/// else, before the first of them counts or after, and in a voice that is read before theirs or after.
///
/// Held by `Case::read_counts`, `duty::gather` and `recount::counter_of`: each looks on until it finds the count that bears
/// the name.
#[test]
fn the_name_of_the_honest_count_is_taken_by_no_other() {
    for (mallorys, early) in [(3, true), (3, false), (12, true), (12, false)] {
        let mut scene = answered_in(Scene::with("proposal", mallorys));
        let ana = scene.ana.identity().unwrap().member_id();
        assert_eq!(scene.mal.member() < ana, mallorys == 12);
        let mut other = honest(&mut scene);
        let name = other.id();
        other.result.verdict = tally::Verdict::NotCarried;
        let value = CountValue { count: name, ..said(&mut scene, other) };
        if early {
            publish_value(&mut scene, value);
            count(&mut scene.ana, "lunch");
            meet(&mut scene.ana, &mut scene.ben, &scene.community);
        } else {
            count(&mut scene.ana, "lunch");
            meet(&mut scene.ana, &mut scene.ben, &scene.community);
            publish_value(&mut scene, value);
        }
        for node in [&mut scene.ana, &mut scene.ben] {
            let seen = show(node, "lunch");
            let [one] = &seen.counts[..] else { panic!("one count of that name: {seen:?}") };
            assert!(one.same_here && one.figures.is_some(), "{one:?}");
            assert!(one.arithmetic.starts_with("Carried. 3 of 3 answered"), "{one:?}");
        }
        assert_eq!(confirm(&mut scene.ben, "lunch").unwrap().state, "final");
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        let folder = tempfile::tempdir().unwrap();
        for node in [&mut scene.ana, &mut scene.ben] {
            assert_eq!(show(node, "lunch").state, "final");
            // And a stranger who has the file finds it, too.
            let file = folder.path().join("lunch.json").display().to_string();
            let export = ask::DecisionExport { decision: "lunch".into(), file: file.clone() };
            node.decision_export(export).unwrap();
            assert_eq!(node.verify(ask::Verify { file }).unwrap().verdict, "verified");
        }
        scene.well();
    }
}

/// Mallory counts as everybody would, the others find the same, and it is final. Then she puts something else under its name:
/// another result, or parts that hold no count. No voice bears that name any more, and everybody is told what was.
///
/// Held by `Case::read_counts`, which takes what no voice bears from the certificate.
#[test]
fn what_is_final_stays_told_when_its_counter_takes_it_out_of_her_voice() {
    for in_parts in [false, true] {
        let mut scene = answered();
        let count = honest(&mut scene);
        publish(&mut scene, count.clone());
        for node in [&mut scene.ana, &mut scene.ben] {
            confirm(node, "lunch").unwrap();
        }
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        let told = show(&mut scene.ana, "lunch").counts;
        assert!(told[0].is_final && told[0].counted_by == ["Mallory"], "{told:?}");
        let mut other = count.clone();
        other.result.verdict = tally::Verdict::NotCarried;
        let mut value = CountValue { count: count.id(), ..said(&mut scene, other) };
        if in_parts {
            // Of a list that everybody holds, and which is no count.
            let list = palabre_feeds::body::Part::list(&[7; 99]).remove(0);
            let hash = Hash::of(&list);
            let part = scene.mal.write(Kind::Part, scene.lunch, list);
            give(&mut scene.ana, &scene.community, vec![part]);
            value.signed = Carried::Parts(vec![hash]);
        }
        publish_value(&mut scene, value);
        let folder = tempfile::tempdir().unwrap();
        for node in [&mut scene.ana, &mut scene.ben] {
            let seen = show(node, "lunch");
            assert_eq!((seen.state.as_str(), &seen.counts), ("final", &told));
            assert!(seen.counts[0].arithmetic.starts_with("Carried. 3 of 3 answered"), "{seen:?}");
            let file = folder.path().join("lunch.json").display().to_string();
            let export = ask::DecisionExport { decision: "lunch".into(), file: file.clone() };
            node.decision_export(export).unwrap();
            assert_eq!(node.verify(ask::Verify { file }).unwrap().verdict, "verified");
        }
        scene.well();
    }
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
    let counter = publish_spoilt(&mut scene, |count| count.result.verdict = tally::Verdict::NotCarried);
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
    honest_count_wins(&mut scene, READABLE);
}

#[test]
fn a_certificate_of_signatures_that_are_not_there_waits_and_makes_nothing_final() {
    let mut scene = answered();
    let counter = publish_spoilt(&mut scene, |count| count.result.verdict = tally::Verdict::NotCarried);
    let id = Hash::parse(&show(&mut scene.ana, "lunch").counts[0].id).unwrap();
    // Ben's confirmation, which he never gave: a place of his feed that holds something else, and one beyond its end.
    let ben = author(&scene.ben).device();
    let tip = scene.ana.replica_of(&scene.community).unwrap().heights().unwrap().tips(&ben)[0];
    let place = |seq| palabre_domain::count::Place { device: ben, seq };
    let other = Cited { place: place(tip.seq), id: tip.id };
    let refused = certify(&mut scene, &counter, id, vec![other]);
    assert_eq!(refused, Verdict::WithoutEffect(Reason::Certificate));
    // His joining lies elsewhere: whoever holds it says the same as whoever does not, in whatever order they come.
    let held = scene.ana.replica_of(&scene.community).unwrap().store().after(0, 1_000).unwrap();
    let joining = held.iter().find(|held| held.entry.header.device == ben).unwrap();
    assert!(joining.entry.is_of_no_record());
    let elsewhere = Cited { place: place(joining.entry.header.seq), id: joining.entry.id };
    assert_eq!(certify(&mut scene, &counter, id, vec![elsewhere]), Verdict::Pending(Waits::Cited));
    let beyond = Cited { place: place(tip.seq + 1), id: tip.id };
    assert_eq!(certify(&mut scene, &counter, id, vec![beyond]), Verdict::Pending(Waits::Cited));
    assert_eq!(show(&mut scene.ana, "lunch").state, "counted");
    honest_count_wins(&mut scene, READABLE);
}
