//! Changes of documents that are not what an honest Automerge writes.
//!
//! What the guard refuses byte by byte is tested beside it; here each comes in a signed entry, to a laptop that holds the
//! document, and the document lives on.

use automerge::transaction::Transactable;
use automerge::{AutoCommit, ROOT, ReadDoc};
use palabre_api::{Handler, ask};
use palabre_documents::guard::{
    Limits, VoiceDraft, VoiceOp, VoiceValue, check_record, read_voice, write_voice,
};
use palabre_domain::id::{DeviceId, RecordId};
use palabre_feeds::entry::{Entry, Kind, MAX_BODY};
use palabre_feeds::verdict::{Reason, Verdict, Waits};
use palabre_testkit::forge;
use palabre_testkit::hostile::{Hostile, give, held};
use palabre_testkit::people::{author, meet};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::{Scene, shown};

/// A project of Ana's that everybody may write in, as all hold it.
struct Garden {
    scene: Scene,
    garden: RecordId,
    /// Its page, as Mallory holds it.
    page: AutoCommit,
}

impl Garden {
    fn new() -> Self {
        let mut scene = Scene::new();
        let ask = ask::ProjectNew { name: "Garden".into(), ..Default::default() };
        let garden = RecordId::parse(&scene.ana.project_new(ask).unwrap().id).unwrap();
        let write = ask::ProjectWrite {
            project: "garden".into(),
            description: Some("We plant beans.".into()),
            ..Default::default()
        };
        scene.ana.project_write(write).unwrap();
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        meet(&mut scene.ana, &mut scene.mallory, &scene.community);
        let page = page_of(&mut scene, garden);
        scene.mal = Hostile::turned(&mut scene.mallory, &scene.community);
        Self { scene, garden, page }
    }

    /// An honest change by Mallory's laptop, as bytes.
    fn honest(&mut self, device: DeviceId) -> Vec<u8> {
        let mut fork = self.page.fork().with_actor(device.0.to_vec().into());
        fork.put(ROOT, "licence", "CC BY").unwrap();
        fork.commit();
        fork.get_last_local_change().unwrap().raw_bytes().to_vec()
    }

    /// Gives Ana an edit with this change; returns its entry.
    fn edit(&mut self, change: Vec<u8>) -> Entry {
        let entry = self.scene.mal.write(Kind::Edit, self.garden, change);
        give(&mut self.scene.ana, &self.scene.community, vec![entry.clone()]);
        entry
    }

    /// Gives Ana an edit that must be refused for this, and show nothing.
    fn refused(&mut self, change: Vec<u8>, reason: Reason) {
        let before = shown(&mut self.scene.ana, &self.scene.community);
        let entry = self.edit(change);
        let verdict = held(&mut self.scene.ana, &self.scene.community, &entry);
        assert_eq!(verdict, Some(Verdict::WithoutEffect(reason)));
        assert_eq!(shown(&mut self.scene.ana, &self.scene.community), before);
    }

    /// Ana and Ben write on in the same page, and all is well.
    fn lives_on(&mut self) {
        for (node, text) in [(&mut self.scene.ana, "mint"), (&mut self.scene.ben, "thyme")] {
            let shown = node.project_show(ask::ProjectShow { project: "garden".into() }).unwrap();
            let description = Some(format!("{} And {text}.", shown.description));
            let write = ask::ProjectWrite { project: "garden".into(), description, ..Default::default() };
            node.project_write(write).unwrap();
        }
        self.scene.well();
        let shown = self.scene.ana.project_show(ask::ProjectShow { project: "garden".into() }).unwrap();
        assert!(shown.description.contains("mint") && shown.description.contains("thyme"), "{shown:?}");
    }
}

fn page_of(scene: &mut Scene, record: RecordId) -> AutoCommit {
    let store = scene.mallory.replica_of(&scene.community).unwrap().store();
    let number = store.known_record(&record).unwrap().unwrap();
    let mut page = AutoCommit::new();
    for held in store.of_record(number).unwrap() {
        let change = match held.entry.kind() {
            Some(Kind::Edit) => held.entry.body,
            Some(Kind::Birth) => {
                let birth: palabre_feeds::body::Birth =
                    palabre_domain::wire::from_bytes(&held.entry.body).unwrap();
                birth.change
            }
            _ => continue,
        };
        page.apply_changes([automerge::Change::try_from(&change[..]).unwrap()]).unwrap();
    }
    assert!(!page.get_heads().is_empty() && page.length(ROOT) > 0);
    page
}

#[test]
fn a_page_is_not_edited_by_somebody_who_is_no_writer() {
    let mut scene = Scene::new();
    // A decision's page is its author's alone.
    let lunch = scene.lunch;
    let mut page = page_of(&mut scene, lunch);
    let before = shown(&mut scene.ana, &scene.community);
    let mut fork = page.fork().with_actor(scene.mal.device().0.to_vec().into());
    fork.put(ROOT, "question", "Shall Mallory have it all?").unwrap();
    fork.commit();
    let change = fork.get_last_local_change().unwrap().raw_bytes().to_vec();
    let entry = scene.mal.write(Kind::Edit, lunch, change);
    let given = give(&mut scene.ana, &scene.community, vec![entry]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Writer));
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    scene.well();
}

#[test]
fn an_honest_change_by_a_member_has_effect_here() {
    // Without this, all others could pass for the wrong reason.
    let mut garden = Garden::new();
    let change = garden.honest(garden.scene.mal.device());
    let entry = garden.edit(change);
    assert_eq!(held(&mut garden.scene.ana, &garden.scene.community, &entry), Some(Verdict::Effective));
    garden.lives_on();
}

#[test]
fn nobody_writes_under_anothers_actor() {
    let mut garden = Garden::new();
    let ben = author(&garden.scene.ben).device();
    let change = garden.honest(ben);
    garden.refused(change, Reason::Guard);
    // Ben is not locked out.
    garden.lives_on();
}

#[test]
fn a_compressed_change_is_not_inflated() {
    let mut garden = Garden::new();
    let mut fork = garden.page.fork().with_actor(garden.scene.mal.device().0.to_vec().into());
    fork.put(ROOT, "why", "a".repeat(4_000_000)).unwrap();
    fork.commit();
    let bomb = fork.get_last_local_change().unwrap().bytes().to_vec();
    assert!(bomb.len() < MAX_BODY && bomb[8] == 2, "{} bytes, deflated", bomb.len());
    garden.refused(bomb, Reason::Guard);
    garden.lives_on();
}

#[test]
fn run_lengths_claim_nothing_that_is_not_there() {
    let mut garden = Garden::new();
    let actor = garden.scene.mal.device().0.to_vec();
    for claimed in [1 << 20, 1 << 40, i64::MAX] {
        let column = [forge::signed(claimed), vec![1]].concat();
        let change = forge::Forged { actor: actor.clone(), ..Default::default() };
        garden.refused(change.with_column(0x42, column), Reason::Guard);
    }
    let key = [forge::unsigned(60_000), vec![b'k'; 60_000]].concat();
    let change = forge::Forged { actor, ..Default::default() };
    garden.refused(change.with_column(0x15, [forge::signed(8_000), key].concat()), Reason::Guard);
    garden.lives_on();
}

#[test]
fn a_huge_first_operation_locks_nobody_out() {
    let mut garden = Garden::new();
    let actor = garden.scene.mal.device().0.to_vec();
    let deps: Vec<[u8; 32]> = garden.page.get_heads().into_iter().map(|head| head.0).collect();
    for start_op in [u64::from(u32::MAX) - 5, Limits::COUNTER, u64::MAX] {
        let change =
            forge::Forged { actor: actor.clone(), deps: deps.clone(), start_op, ..Default::default() };
        garden.refused(change.bytes(), Reason::Guard);
    }
    // Within what the guard reads, and still not the next number.
    let change = forge::Forged { actor, deps, start_op: Limits::COUNTER - 1, ..Default::default() };
    garden.refused(change.bytes(), Reason::StartOp);
    garden.lives_on();
}

/// Held by `read_change`, which reads what the scan lets through behind `quietly`.
#[test]
fn what_automerge_panics_on_is_caught_and_refused() {
    let mut garden = Garden::new();
    let actor = garden.scene.mal.device().0.to_vec();
    // Numbers of operations beyond 32 bits, each well written: of the object that a key is in, of the place in a list, of
    // what is replaced.
    let with = |columns: Vec<(u64, Vec<u8>)>| {
        let honest = forge::Forged { actor: actor.clone(), ..Default::default() };
        let is_new = |(spec, _): &(u64, Vec<u8>)| columns.iter().all(|(new, _)| new != spec);
        let kept: Vec<_> = honest.columns.iter().filter(|&column| is_new(column)).cloned().collect();
        let mut all = [kept, columns.clone()].concat();
        all.retain(|(_, data)| !data.is_empty());
        all.sort_by_key(|(spec, _)| *spec);
        forge::Forged { columns: all, ..honest }.bytes()
    };
    let one = |number: Vec<u8>| [forge::signed(-1), number].concat();
    let (first, far) = (one(vec![0]), 1 << 40);
    let object = with(vec![(0x01, first.clone()), (0x02, one(forge::unsigned(far)))]);
    let place = with(vec![(0x11, first.clone()), (0x13, one(forge::signed(far as i64))), (0x15, Vec::new())]);
    let replaced = with(vec![(0x70, one(vec![1])), (0x71, first), (0x73, one(forge::signed(far as i64)))]);
    assert!(automerge::Change::try_from(&with(Vec::new())[..]).is_ok(), "the others differ in that alone");
    for bytes in [object, place, replaced] {
        let raw = std::panic::catch_unwind(|| automerge::Change::try_from(&bytes[..]).map(drop));
        assert!(raw.is_err(), "Automerge panics on this: {raw:?}");
        garden.refused(bytes, Reason::Guard);
    }
    garden.lives_on();
}

/// Held by `scan`, and then by `read_change`, which passes on what Automerge says.
#[test]
fn what_is_no_change_is_refused() {
    let mut garden = Garden::new();
    let actor = garden.scene.mal.device().0.to_vec();
    // An action that there is not.
    let unknown = forge::Forged { actor, ..Default::default() }.with_column(0x42, vec![0x7f, 99]);
    for bytes in [b"not a change at all".to_vec(), Vec::new(), unknown] {
        let raw = std::panic::catch_unwind(|| automerge::Change::try_from(&bytes[..]).map(drop));
        assert!(matches!(raw, Ok(Err(_))), "Automerge itself refuses this: {raw:?}");
        garden.refused(bytes, Reason::Guard);
    }
    garden.lives_on();
}

#[test]
fn many_heads_on_one_place_weigh_on_nobody() {
    let mut garden = Garden::new();
    // One device cannot leave seventy heads: each change of its own has to know the one before.
    let device = garden.scene.mal.device();
    let first = garden.honest(device);
    let entry = garden.edit(first);
    assert_eq!(held(&mut garden.scene.ana, &garden.scene.community, &entry), Some(Verdict::Effective));
    let deps: Vec<[u8; 32]> = garden.page.get_heads().into_iter().map(|head| head.0).collect();
    let start_op = automerge::Change::try_from(&garden.honest(device)[..]).unwrap().start_op().get();
    let own = forge::Forged { actor: device.0.to_vec(), deps, seq: 2, start_op, ..Default::default() };
    garden.refused(own.bytes(), Reason::Past);
    for seq in 3..6 {
        let again = forge::Forged { seq, ..own.clone() };
        garden.refused(again.bytes(), Reason::Sequence);
    }
    garden.lives_on();
}

#[test]
fn what_builds_on_something_that_is_not_there_waits_and_is_not_shown() {
    let mut garden = Garden::new();
    let before = shown(&mut garden.scene.ana, &garden.scene.community);
    let actor = garden.scene.mal.device().0.to_vec();
    let orphan = forge::Forged { actor, deps: vec![[0xAB; 32]], ..Default::default() };
    let entry = garden.edit(orphan.bytes());
    let verdict = held(&mut garden.scene.ana, &garden.scene.community, &entry);
    assert_eq!(verdict, Some(Verdict::Pending(Waits::Change)));
    assert_eq!(shown(&mut garden.scene.ana, &garden.scene.community), before);
    garden.lives_on();
}

#[test]
fn an_entry_longer_than_an_entry_may_be_comes_through_no_door() {
    let mut scene = Scene::new();
    let before = shown(&mut scene.ana, &scene.community);
    let long = scene.mal.write(Kind::Part, scene.lunch, vec![1; MAX_BODY + 1]);
    assert!(Entry::from_bytes(&long.to_bytes()).is_err());
    let run = palabre_feeds::run::Run { entries: vec![long] };
    assert!(palabre_feeds::run::Run::unpack(&palabre_feeds::run::Run::pack(&[run])).is_err());
    // The longest part that a door lets in is still refused as a part.
    let mut other = Hostile::turned(&mut scene.mallory, &scene.community);
    let mut words = vec![palabre_feeds::body::Part::WORDS];
    words.resize(MAX_BODY, b'a');
    let part = other.write(Kind::Part, scene.lunch, words);
    let given = give(&mut scene.ana, &scene.community, vec![part]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Body));
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    scene.well();
}

#[test]
fn a_voice_says_nothing_but_what_voices_say() {
    let mut scene = Scene::new();
    let before = shown(&mut scene.ana, &scene.community);
    let device = scene.mal.device();
    let said = |key: &str, value, pred| VoiceOp { key: key.to_owned(), value: Some(value), pred };
    // A key that no program of this version knows waits for a newer one; everybody else goes on.
    let newer = write_voice(VoiceDraft {
        device,
        seq: 1,
        start_op: 1,
        deps: vec![],
        ops: vec![said("hum", VoiceValue::Int(1), vec![])],
    })
    .unwrap();
    let newer = scene.mal.write(Kind::Voice, scene.lunch, newer);
    assert_eq!(give(&mut scene.ana, &scene.community, vec![newer]).verdict(), Verdict::Pending(Waits::Newer));
    // A change of a whole page where a voice should be.
    let page = forge::Forged { actor: device.0.to_vec(), ..Default::default() };
    let text = page.with_column(0x42, vec![0x7f, 4]);
    let text = scene.mal.write(Kind::Voice, scene.lunch, text);
    let given = give(&mut scene.ana, &scene.community, vec![text]);
    assert!(matches!(given.verdict(), Verdict::WithoutEffect(_)), "{given:?}");
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    scene.well();
}

/// 40,000 changes that were honest once: every one is refused, or leaves a page that is saved, loaded and edited.
#[test]
fn forty_thousand_mutants_do_no_harm() {
    let mut rng = StdRng::seed_from_u64(40_000);
    let (mut refused, mut alive, mut spoken) = (0, 0, 0);
    for _ in 0..250 {
        let changes = forge::history(&mut rng, 2, 3);
        let honest = forge::read_all(&changes);
        for _ in 0..120 {
            let at = rng.random_range(0..changes.len());
            let Ok(read) = palabre_documents::guard::read_change(&forge::mutant(&mut rng, &changes[at]))
            else {
                refused += 1;
                continue;
            };
            let mut set = honest.clone();
            set[at] = read;
            forge::assert_alive(&check_record(&set).document);
            alive += 1;
        }
    }
    // And voices: what their reader lets through is a change that Automerge reads in the same bytes.
    let op = |n: u8| VoiceOp {
        key: format!("comment/{n:016x}"),
        value: Some(VoiceValue::Bytes(vec![n; 40])),
        pred: vec![],
    };
    for n in 0..10_000u32 {
        let ops = (0..1 + n as u8 % 5).map(op).collect();
        let draft = VoiceDraft { device: forge::device(9), seq: 1, start_op: 1, deps: vec![], ops };
        let mutant = forge::mutant(&mut rng, &write_voice(draft).unwrap());
        match read_voice(&mutant) {
            Ok(voice) => {
                spoken += 1;
                assert_eq!(palabre_documents::guard::read_change(&mutant).unwrap().0.hash, voice.facts.hash);
            }
            Err(_) => refused += 1,
        }
    }
    assert_eq!(refused + alive + spoken, 40_000);
    assert!(refused > 20_000 && alive > 100 && spoken > 100, "{refused} {alive} {spoken}");
}

/// The same where it hurts: mutants in signed entries, one after the other, into a page that others write in.
#[test]
fn mutants_in_signed_entries_leave_the_page_to_the_others() {
    let mut garden = Garden::new();
    let device = garden.scene.mal.device();
    let mut rng = StdRng::seed_from_u64(4);
    let honest = garden.honest(device);
    let entries: Vec<Entry> = (0..600)
        .map(|_| {
            let mutant = forge::mutant(&mut rng, &honest);
            garden.scene.mal.write(Kind::Edit, garden.garden, mutant)
        })
        .collect();
    let given = give(&mut garden.scene.ana, &garden.scene.community, entries);
    let effective = given.verdicts.iter().filter(|verdict| **verdict == Some(Verdict::Effective)).count();
    assert!(effective <= 1, "all of them claim one number: {effective}");
    garden.lives_on();
}
