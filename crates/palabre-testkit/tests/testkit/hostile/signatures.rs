//! Signatures, places in feeds, and devices that tell two stories.

use std::collections::BTreeSet;

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::{EdwardsPoint, Scalar};
use ed25519_dalek::{SigningKey, Verifier, VerifyingKey};
use palabre_api::{Handler, ask};
use palabre_domain::decision::Position;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, RecordId};
use palabre_feeds::body::Part;
use palabre_feeds::entry::{Entry, Header, Kind, Signature, VERSION, sign, signed_bytes};
use palabre_feeds::message::{KeyedFeed, KeyedTip, Message};
use palabre_feeds::run::Run;
use palabre_feeds::verdict::{Reason, Verdict, Waits};
use palabre_net::InviteTicket;
use palabre_node::replica::Replica;
use palabre_store::Store;
use palabre_testkit::hostile::{Hostile, Talk, give, held};
use palabre_testkit::people::{answer, author, confirm, count, meet, show, state};
use sha2::{Digest, Sha512};

use super::{Scene, shown};

/// A run as it comes, whatever its signature is worth.
fn take(scene: &mut Scene, entries: Vec<Entry>) -> palabre_node::replica::Took {
    let pack = Run::pack(&[Run { entries }]);
    let runs = Run::unpack(&pack).unwrap();
    scene.ana.replica_of(&scene.community).unwrap().take(&runs).unwrap()
}

#[test]
fn a_forged_signature_lets_nothing_in() {
    let mut scene = Scene::new();
    let before = state(&mut scene.ana, &scene.community);
    // In Ben's feed, behind his last entry, signed by Mallory.
    let ben = author(&scene.ben).device();
    let tip = scene.ana.replica_of(&scene.community).unwrap().heights().unwrap().tips(&ben)[0];
    let body = Part::words("Ben says so.");
    let header = Header {
        v: VERSION,
        device: ben,
        seq: tip.seq + 1,
        prev: tip.id,
        epoch: scene.mal.epoch,
        at: scene.mal.at,
        kind: Kind::Part as u8,
        record: scene.lunch,
        body_len: body.len() as u32,
        body_hash: Hash::of(&body),
    };
    let signature = sign(&scene.mal.key, &signed_bytes(&scene.community, &header.id()));
    for signature in [signature, Signature([0x5A; 64]), Signature([0; 64])] {
        let forged = Entry { id: header.id(), header, body: body.clone(), signature: Some(signature) };
        assert!(!forged.is_signed_in(&scene.community));
        let took = take(&mut scene, vec![forged.clone()]);
        assert_eq!((took.refused, took.new.len()), (1, 0));
        assert_eq!(held(&mut scene.ana, &scene.community, &forged), None);
    }
    // Also where everything else in the frame is good: that is taken, and only the forgery is not.
    let good = scene.mal.write(Kind::Part, scene.lunch, Part::words("I say so."));
    let forged = Entry { id: header.id(), header, body, signature: Some(signature) };
    let pack = Run::pack(&[Run { entries: vec![forged] }, Run { entries: vec![good.clone()] }]);
    let took = scene.ana.replica_of(&scene.community).unwrap().take(&Run::unpack(&pack).unwrap()).unwrap();
    assert_eq!((took.refused, took.new.len()), (1, 1));
    assert_eq!(held(&mut scene.ana, &scene.community, &good), Some(Verdict::Effective));
    assert_ne!(state(&mut scene.ana, &scene.community), before);
    scene.well();
}

#[test]
fn a_forgery_hidden_among_many_is_found_before_anything_is_kept() {
    let mut scene = Scene::new();
    let asked = scene.ana.replica_of(&scene.community).unwrap().fresh().len();
    assert_ne!(asked, 0);
    let good: Vec<Entry> = (0..300)
        .map(|n| scene.mal.write(Kind::Part, scene.lunch, Part::words(&format!("Word {n}."))))
        .collect();
    let mut runs: Vec<Run> = good.iter().map(|entry| Run { entries: vec![entry.clone()] }).collect();
    // What follows it in its feed follows something that is not held.
    let hidden = 137;
    runs[hidden].entries[0].signature = Some(Signature([0x5A; 64]));
    let took = scene.ana.replica_of(&scene.community).unwrap().take(&runs).unwrap();
    assert_eq!((took.refused, took.new.len(), took.gaps), (1, hidden, (300 - hidden - 1) as u64));
    assert_eq!(held(&mut scene.ana, &scene.community, &good[hidden - 1]), Some(Verdict::Effective));
    assert_eq!(held(&mut scene.ana, &scene.community, &good[hidden]), None);
    assert_eq!(scene.ana.replica_of(&scene.community).unwrap().fresh().len(), hidden);
    scene.well();
    let runs: Vec<Run> = good.into_iter().map(|entry| Run { entries: vec![entry] }).collect();
    let took = scene.ana.replica_of(&scene.community).unwrap().take(&runs).unwrap();
    assert_eq!((took.known, took.new.len()), (hidden as u64, 300 - hidden));
    scene.well();
}

/// Writes an entry whose signature makes the plain equation hold, though its point is this one of small order: of a key
/// with a part of small order, at a time that fits.
fn of_small_order(scene: &Scene, point: EdwardsPoint) -> Entry {
    let secret = scene.mal.key.to_scalar();
    let key = (EdwardsPoint::mul_base(&secret) + EIGHT_TORSION[1]).compress().0;
    let plain = VerifyingKey::from_bytes(&key).unwrap();
    let point = point.compress().0;
    let body = Part::words("Somebody said this.");
    for at in 0..10_000 {
        let header = Header {
            v: VERSION,
            device: DeviceId(key),
            seq: 1,
            prev: EntryId::ZERO,
            epoch: scene.mal.epoch,
            at,
            kind: Kind::Part as u8,
            record: scene.lunch,
            body_len: body.len() as u32,
            body_hash: Hash::of(&body),
        };
        let message = signed_bytes(&scene.community, &header.id());
        let hash = Sha512::new().chain_update(point).chain_update(key).chain_update(message);
        let answer = Scalar::from_bytes_mod_order_wide(&hash.finalize().into()) * secret;
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&point);
        signature[32..].copy_from_slice(answer.as_bytes());
        if plain.verify(&message, &ed25519_dalek::Signature::from_bytes(&signature)).is_ok() {
            return Entry { id: header.id(), header, body, signature: Some(Signature(signature)) };
        }
    }
    unreachable!("one time in eight fits");
}

#[test]
fn weak_keys_and_torsion_variants_of_signatures_let_nothing_in() {
    let mut scene = Scene::new();
    let before = state(&mut scene.ana, &scene.community);
    // All eight points of small order, as keys under which one signature holds for many messages.
    let weak = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    ];
    for key in weak {
        let device = DeviceId(Hash::parse(key).unwrap().0);
        let body = Part::words("Anybody said this.");
        let mut header = Header {
            v: VERSION,
            device,
            seq: 1,
            prev: EntryId::ZERO,
            epoch: scene.mal.epoch,
            at: 0,
            kind: Kind::Part as u8,
            record: scene.lunch,
            body_len: body.len() as u32,
            body_hash: Hash::of(&body),
        };
        // R of small order and s = 0 satisfy the lax equation for one message in eight or fewer.
        for r in weak {
            for at in 0..8 {
                header.at = at;
                let mut signature = [0; 64];
                signature[..32].copy_from_slice(&Hash::parse(r).unwrap().0);
                let entry = Entry {
                    id: header.id(),
                    header,
                    body: body.clone(),
                    signature: Some(Signature(signature)),
                };
                let took = take(&mut scene, vec![entry]);
                assert_eq!((took.refused, took.new.len()), (1, 0), "{key} {r} {at}");
            }
        }
    }
    // Keys of which only a part is of small order, and signatures that a plain check finds good.
    for point in EIGHT_TORSION {
        let entry = of_small_order(&scene, point);
        let message = signed_bytes(&scene.community, &entry.id);
        let plain = VerifyingKey::from_bytes(&entry.header.device.0).unwrap();
        let signature = ed25519_dalek::Signature::from_bytes(&entry.signature.unwrap().0);
        assert!(plain.verify(&message, &signature).is_ok());
        let took = take(&mut scene, vec![entry]);
        assert_eq!((took.refused, took.new.len()), (1, 0), "{point:?}");
    }
    // A good signature whose s is written a second way, s + the order of the group.
    let good = scene.mal.write(Kind::Part, scene.lunch, Part::words("Once."));
    let mut second = good.clone();
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut bytes = good.signature.unwrap().0;
    let mut carry = 0u16;
    for (byte, add) in bytes[32..].iter_mut().zip(order) {
        carry += u16::from(*byte) + u16::from(add);
        *byte = carry as u8;
        carry >>= 8;
    }
    second.signature = Some(Signature(bytes));
    assert_eq!(take(&mut scene, vec![second]).refused, 1);
    assert_eq!(state(&mut scene.ana, &scene.community), before);
    scene.well();
}

#[test]
fn an_entry_of_another_community_is_not_grafted() {
    let mut scene = Scene::new();
    let before = state(&mut scene.ana, &scene.community);
    // The same keys, the same place, the same words; signed for elsewhere.
    let mut elsewhere = scene.mal.clone();
    elsewhere.community = CommunityId([7; 32]);
    let graft = elsewhere.write(Kind::Part, scene.lunch, Part::words("Said elsewhere."));
    let took = take(&mut scene, vec![graft.clone()]);
    assert_eq!((took.refused, took.new.len()), (1, 0));
    assert_eq!(state(&mut scene.ana, &scene.community), before);
    // The very same header in this community is a proper entry: only the signature tells them apart.
    let here = scene.mal.write(Kind::Part, scene.lunch, Part::words("Said elsewhere."));
    assert_eq!(here.id, graft.id);
    assert_eq!(take(&mut scene, vec![here]).new.len(), 1);
    scene.well();
}

#[test]
fn a_wrong_place_or_predecessor_is_a_gap_or_a_second_story() {
    let mut scene = Scene::new();
    let first = scene.mal.write(Kind::Part, scene.lunch, Part::words("One."));
    give(&mut scene.ana, &scene.community, vec![first]);
    let (seq, prev) = scene.mal.tip();
    let before = shown(&mut scene.ana, &scene.community);
    // Places that no feed has do not come through the door.
    for seq in [u64::MAX - 1, i64::MAX as u64] {
        scene.mal.back_to(seq, prev);
        let entry = scene.mal.write(Kind::Part, scene.lunch, Part::words("Far out."));
        let took = match Run::unpack(&Run::pack(&[Run { entries: vec![entry.clone()] }])) {
            Err(_) => continue,
            Ok(runs) => scene.ana.replica_of(&scene.community).unwrap().take(&runs).unwrap(),
        };
        assert_eq!((took.gaps, took.new.len()), (1, 0));
    }
    // The right predecessor under a wrong number, and the right number after something that is not there.
    for (seq, prev) in [(seq + 1, prev), (seq - 1, prev), (seq, EntryId([8; 32]))] {
        scene.mal.back_to(seq, prev);
        let wrong = scene.mal.write(Kind::Part, scene.lunch, Part::words("Out of place."));
        let given = give(&mut scene.ana, &scene.community, vec![wrong]);
        assert_eq!((given.took.gaps, given.took.new.len()), (1, 0), "{seq}");
    }
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    assert!(scene.ana.replica_of(&scene.community).unwrap().forks().unwrap().is_empty(), "nobody is blamed");
    scene.well();
}

#[test]
fn what_follows_a_gap_waits_outside_and_comes_once_the_gap_is_filled() {
    let mut scene = Scene::new();
    let first = scene.mal.write(Kind::Part, scene.lunch, Part::words("One."));
    let second = scene.mal.write(Kind::Part, scene.lunch, Part::words("Two."));
    let given = give(&mut scene.ana, &scene.community, vec![second.clone()]);
    assert_eq!((given.took.gaps, given.verdicts), (1, vec![None]));
    // In a conversation she says what she holds, and sends what follows the gap over and over: what lies between is asked for
    // once (`Session::compare`), and not again because something came that could not be kept.
    let device = scene.mal.device();
    let mut talk = Talk::with(&mut scene.ana, &scene.mal);
    talk.hello(&mut scene.ana).unwrap();
    let tips = vec![talk.tip(second.header.seq, &second.id)];
    talk.say(&mut scene.ana, &Message::Heights(vec![KeyedFeed { device, tips }])).unwrap();
    let mut heard = talk.hear(&mut scene.ana);
    let pack = Run::pack(&[Run { entries: vec![second.clone()] }]);
    for _ in 0..3 {
        let took = talk.bring(&mut scene.ana, &Message::Runs(pack.clone())).unwrap();
        assert_eq!((took.gaps, took.new.len(), took.refused), (1, 0, 0));
        talk.say(&mut scene.ana, &Message::Done(Hash([1; 32]))).unwrap();
        heard.extend(talk.hear(&mut scene.ana));
    }
    assert_eq!(wanted(&heard), [device], "of her feed, and once: {heard:?}");
    assert!(!heard.iter().any(|message| matches!(message, Message::Ask(_))), "{heard:?}");
    scene.well();
    let given = give(&mut scene.ana, &scene.community, vec![first, second]);
    assert_eq!(given.verdicts, [Some(Verdict::Effective); 2]);
    scene.well();
}

#[test]
fn an_old_or_cut_off_head_takes_nothing_back() {
    let mut scene = Scene::new();
    let first = scene.mal.write(Kind::Part, scene.lunch, Part::words("One."));
    let second = scene.mal.write(Kind::Part, scene.lunch, Part::words("Two."));
    give(&mut scene.ana, &scene.community, vec![first.clone(), second.clone()]);
    let before = state(&mut scene.ana, &scene.community);
    // The feed as it was, once more.
    let given = give(&mut scene.ana, &scene.community, vec![first.clone()]);
    assert_eq!((given.took.known, given.took.new.len()), (1, 0));
    assert_eq!(state(&mut scene.ana, &scene.community), before);
    let device = scene.mal.device();
    let replica = scene.ana.replica_of(&scene.community).unwrap();
    let all: Vec<Entry> =
        replica.store().after(0, usize::MAX >> 1).unwrap().into_iter().map(|held| held.entry).collect();
    let ids = |fits: &dyn Fn(&Entry) -> bool| -> BTreeSet<EntryId> {
        all.iter().filter(|&entry| fits(entry)).map(|entry| entry.id).collect()
    };
    let others = |entry: &Entry| entry.header.device != device;
    // A peer who says that its feed ends earlier, or that it has none, is sent exactly what it lacks then, once (`plan_feed`):
    // of the other feeds, of which it says nothing, all.
    let say = |scene: &mut Scene, tips: &dyn Fn(&Talk) -> Vec<KeyedTip>| {
        let mut talk = Talk::with(&mut scene.ana, &scene.mal);
        talk.hello(&mut scene.ana).unwrap();
        let heights = Message::Heights(vec![KeyedFeed { device, tips: tips(&talk) }]);
        talk.say(&mut scene.ana, &heights).unwrap();
        (sent(&talk.hear(&mut scene.ana)), talk)
    };
    let (sent_to, _) = say(&mut scene, &|talk: &Talk| vec![talk.tip(first.header.seq, &first.id)]);
    assert_eq!(
        sent_to,
        ids(&|entry: &Entry| others(entry) || entry.id == second.id),
        "what follows its earlier end"
    );
    let (sent_to, _) = say(&mut scene, &|_: &Talk| vec![]);
    assert_eq!(sent_to, ids(&|_: &Entry| true), "all that there is");
    // One whose end is at no entry that is held here is asked how much of the story it knows, and then sent the rest.
    let (sent_to, mut talk) =
        say(&mut scene, &|_: &Talk| vec![KeyedTip { seq: first.header.seq, head: [1; 4] }]);
    assert_eq!(sent_to, ids(&others), "of its own feed nothing yet");
    let known = Message::Known(vec![(device, second.id, first.header.seq)]);
    talk.say(&mut scene.ana, &known).unwrap();
    assert_eq!(sent(&talk.hear(&mut scene.ana)), [second.id].into());
    assert_eq!(state(&mut scene.ana, &scene.community), before);
    scene.well();
}

/// The ids of all entries in what was said; each was said once.
fn sent(heard: &[Message]) -> BTreeSet<EntryId> {
    let mut sent = BTreeSet::new();
    for message in heard {
        let Message::Runs(pack) = message else { continue };
        for entry in Run::unpack(pack).unwrap().into_iter().flat_map(|run| run.entries) {
            assert!(sent.insert(entry.id), "one entry was sent twice");
        }
    }
    sent
}

/// The feeds that were asked for in what was said, as often as they were.
fn wanted(heard: &[Message]) -> Vec<DeviceId> {
    let wants = heard.iter().filter_map(|message| match message {
        Message::Want(feeds) => Some(feeds),
        _ => None,
    });
    wants.flatten().map(|feed| feed.device).collect()
}

/// Two stories at the end of a feed, of which Ana hears one first and Ben the other.
#[test]
fn two_stories_at_the_head_count_nowhere_once_both_are_known() {
    let mut scene = Scene::new();
    let (seq, _) = scene.mal.tip();
    let (yes, no) = (scene.stance(Position::For), scene.stance(Position::Against));
    let story = scene.mal.say(scene.lunch, &[yes]);
    let other = Hostile::turned(&mut scene.mallory, &scene.community).say(scene.lunch, &[no]);
    assert_eq!(give(&mut scene.ana, &scene.community, vec![story.clone()]).verdict(), Verdict::Effective);
    assert_eq!(give(&mut scene.ben, &scene.community, vec![other.clone()]).verdict(), Verdict::Effective);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    for node in [&mut scene.ana, &mut scene.ben] {
        assert_eq!(held(node, &scene.community, &story), Some(Verdict::WithoutEffect(Reason::Fork)));
        assert_eq!(held(node, &scene.community, &other), Some(Verdict::WithoutEffect(Reason::Fork)));
        assert_eq!(show(node, "lunch").answered, 0);
        let forks = node.fork_list(ask::ForkList {}).unwrap().forks;
        assert_eq!((forks.len(), forks[0].name.as_str(), forks[0].place), (1, "Mallory", seq + 1));
    }
    scene.well();
}

#[test]
fn a_story_told_anew_from_the_past_takes_back_nothing_that_others_built_on() {
    let mut scene = Scene::new();
    // Mallory gives birth to a record; Ben comments on it; then her feed begins anew before it.
    let (seq, prev) = scene.mal.tip();
    scene.mallory.decision_new(ask::DecisionNew { question: "Tea?".into(), wording: String::new() }).unwrap();
    meet(&mut scene.mallory, &mut scene.ben, &scene.community);
    let comment = ask::Comment { on: "tea".into(), text: Some("Mint.".into()), reply: None };
    scene.ben.comment(comment).unwrap();
    scene.mal.back_to(seq, prev);
    let anew = scene.mal.write(Kind::Part, scene.lunch, Part::words("There was no tea."));
    give(&mut scene.ana, &scene.community, vec![anew.clone()]);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    for node in [&mut scene.ana, &mut scene.ben] {
        assert_eq!(show(node, "tea").question, "Tea?", "what Ben built on stays");
        let thread = node.comment(ask::Comment { on: "tea".into(), ..Default::default() }).unwrap();
        assert_eq!(thread.comments.len(), 1);
        assert_eq!(held(node, &scene.community, &anew), Some(Verdict::WithoutEffect(Reason::Fork)));
    }
    scene.well();
}

#[test]
fn a_second_story_after_being_counted_moves_no_final_result() {
    // She makes as many other stories as it takes for one to have a lower id than the one that was counted, and one
    // with a higher.
    for lower in [true, false] {
        let mut scene = Scene::new();
        let (seq, prev) = scene.mal.tip();
        answer(&mut scene.mallory, "lunch", "for");
        let counted = Hostile::turned(&mut scene.mallory, &scene.community).tip().1;
        meet(&mut scene.mallory, &mut scene.ana, &scene.community);
        answer(&mut scene.ana, "lunch", "for");
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        answer(&mut scene.ben, "lunch", "against");
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        count(&mut scene.ana, "lunch");
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        assert_eq!(confirm(&mut scene.ben, "lunch").unwrap().state, "final");
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        let arithmetic = show(&mut scene.ana, "lunch").counts[0].arithmetic.clone();
        assert!(arithmetic.starts_with("Carried. 3 of 3 answered"), "{arithmetic}");
        // Only now does another answer of hers turn up, in the place of the one that was counted.
        let no = scene.stance(Position::Against);
        let other = (0..)
            .map(|millis| {
                let mut other = scene.mal.clone();
                other.back_to(seq, prev);
                other.at += millis;
                other.say(scene.lunch, std::slice::from_ref(&no))
            })
            .find(|other| (other.id < counted) == lower)
            .unwrap();
        let given = give(&mut scene.ana, &scene.community, vec![other]);
        assert_eq!(
            given.verdict(),
            Verdict::WithoutEffect(Reason::Fork),
            "the count means the one that it counted"
        );
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        let folder = tempfile::tempdir().unwrap();
        for node in [&mut scene.ana, &mut scene.ben] {
            let seen = show(node, "lunch");
            let told = (seen.state.as_str(), seen.counts[0].arithmetic.as_str());
            assert_eq!(told, ("final", arithmetic.as_str()));
            let hers = seen.answers.iter().find(|answer| answer.name == "Mallory").unwrap();
            assert_eq!((hers.standing.as_str(), hers.position.as_str()), ("counted", "for"), "{seen:?}");
            // And a stranger counts the same from the file.
            let file = folder.path().join("lunch.json").display().to_string();
            node.decision_export(ask::DecisionExport { decision: "lunch".into(), file: file.clone() })
                .unwrap();
            assert_eq!(node.verify(ask::Verify { file }).unwrap().verdict, "verified");
        }
        scene.well();
    }
}

#[test]
fn a_counted_answer_that_both_stories_give_counts_whichever_is_heard_first() {
    let mut scene = Scene::new();
    let (seq, prev) = scene.mal.tip();
    answer(&mut scene.mallory, "lunch", "for");
    meet(&mut scene.mallory, &mut scene.ana, &scene.community);
    answer(&mut scene.ana, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    answer(&mut scene.ben, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    count(&mut scene.ana, "lunch");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    assert_eq!(confirm(&mut scene.ben, "lunch").unwrap().state, "final");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let all = scene.ana.replica_of(&scene.community).unwrap().store().after(0, 10_000).unwrap();
    let all: Vec<Entry> = all.into_iter().map(|held| held.entry).collect();
    let device = scene.mal.device();
    let (later, before): (Vec<Entry>, Vec<Entry>) =
        all.iter().cloned().partition(|entry| entry.header.device == device && entry.header.seq > seq);
    // In the other story she says something else first, and then gives the same answer, by the same change.
    let mut liar = scene.mal.clone();
    liar.back_to(seq, prev);
    let first = liar.write(Kind::Part, scene.lunch, Part::words("I was late."));
    let again = liar.write(Kind::Voice, scene.lunch, later[0].body.clone());
    let other = vec![first, again];
    let heard = |batches: [&Vec<Entry>; 3]| {
        let mut replica = Replica::new(scene.community, Store::in_memory().unwrap());
        for batch in batches {
            replica.take(&Run::group(batch.clone()).0).unwrap();
        }
        let number = replica.record_number(&scene.lunch).unwrap().unwrap();
        let hers = replica.store().voice_of(number, &author(&scene.mallory).member).unwrap();
        assert!(hers.is_some(), "what was counted is shown");
        replica.state_hash().unwrap()
    };
    assert_eq!(heard([&before, &later, &other]), heard([&before, &other, &later]));
}

#[test]
fn honest_edits_on_one_of_two_stories_stay() {
    let mut scene = Scene::new();
    scene.mallory.project_new(ask::ProjectNew { name: "Garden".into(), ..Default::default() }).unwrap();
    meet(&mut scene.mallory, &mut scene.ana, &scene.community);
    meet(&mut scene.mallory, &mut scene.ben, &scene.community);
    let mut turned = Hostile::turned(&mut scene.mallory, &scene.community);
    // One story goes to Ana, who writes on in the same page; the other to Ben.
    let write = |text: &str| ask::ProjectWrite {
        project: "garden".into(),
        description: Some(text.into()),
        ..Default::default()
    };
    scene.mallory.project_write(write("We plant beans.")).unwrap();
    meet(&mut scene.mallory, &mut scene.ana, &scene.community);
    scene.ana.project_write(write("We plant beans. And mint.")).unwrap();
    let other = turned.write(Kind::Part, scene.lunch, Part::words("There was no garden page."));
    give(&mut scene.ben, &scene.community, vec![other.clone()]);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    for node in [&mut scene.ana, &mut scene.ben] {
        let page = node.project_show(ask::ProjectShow { project: "garden".into() }).unwrap();
        assert_eq!(page.description, "We plant beans. And mint.", "no honest word vanished");
        assert_eq!(held(node, &scene.community, &other), Some(Verdict::WithoutEffect(Reason::Fork)));
    }
    scene.well();
}

#[test]
fn a_flood_of_orphans_is_held_outside_or_waits_without_being_shown() {
    let mut scene = Scene::new();
    let before = shown(&mut scene.ana, &scene.community);
    // Of records that are nowhere: kept, waiting, in no view.
    let orphans: Vec<Entry> = (0..2_000u32)
        .map(|n| {
            let record = RecordId(Hash::of(&n.to_le_bytes()).0);
            scene.mal.write(Kind::Part, record, Part::words("An orphan."))
        })
        .collect();
    let given = give(&mut scene.ana, &scene.community, orphans);
    assert!(given.verdicts.iter().all(|verdict| *verdict == Some(Verdict::Pending(Waits::Record))));
    // Of feeds whose beginnings are nowhere: not even kept.
    for seed in 50..90 {
        let mut stranger = Hostile::stranger(scene.community, seed);
        stranger.back_to(40, EntryId([seed; 32]));
        let orphan = stranger.write(Kind::Part, scene.lunch, Part::words("Nobody's."));
        assert_eq!(give(&mut scene.ana, &scene.community, vec![orphan]).verdicts, [None]);
    }
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    scene.well();
}

#[test]
fn thousands_of_strangers_fill_no_disk_and_keep_nobody_out() {
    let mut scene = Scene::new();
    let now = scene.ana.now();
    let link = scene.ben.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    let ticket = InviteTicket::parse(&link).unwrap();
    let invitation = ticket.invitation();
    let invite = Entry::from_bytes(&invitation.introduction).unwrap();
    let secret = SigningKey::from_bytes(&invitation.secret.0);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let before = shown(&mut scene.ana, &scene.community);
    // More than sixteen megabytes, each device well below what one may write; all of them ask for the one place.
    let words = vec![b'x'; 60_000];
    let flood: Vec<Run> = (0..400u32)
        .map(|n| {
            let mut stranger = Hostile::stranger(scene.community, 7);
            stranger.key = SigningKey::from_bytes(&Hash::of(&n.to_le_bytes()).0);
            stranger.member_key = SigningKey::from_bytes(&Hash::of(&(1 + u64::from(n)).to_be_bytes()).0);
            let join = stranger.join(&invite, &secret, "Sybil");
            Run { entries: vec![join, stranger.write(Kind::Part, scene.lunch, words.clone())] }
        })
        .collect();
    let replica = scene.ana.replica_of(&scene.community).unwrap();
    let offer = |replica: &mut palabre_node::replica::Replica, now: i64| -> usize {
        let taken = flood.chunks(16).map(|runs| replica.take_bounded(runs, now).unwrap().took.new.len() / 2);
        taken.sum()
    };
    let most = (16 << 20) / 60_000 + 16;
    let taken = offer(replica, now);
    assert!(taken > most * 8 / 10 && taken <= most, "{taken} of 400");
    assert_eq!(offer(replica, now), 0, "asking again brings no more");
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    // Whoever is let in by what comes along is no stranger: they, and what they say, come at once.
    let mut dan = Hostile::stranger(scene.community, 9);
    let join = dan.join(&invite, &secret, "Dan");
    let words = dan.write(Kind::Part, scene.lunch, Part::words("Hello, I am Dan."));
    let new = give(&mut scene.ben, &scene.community, vec![join.clone(), words.clone()]).took.new;
    let by_ben = author(&scene.ben);
    let replica = scene.ben.replica_of(&scene.community).unwrap();
    palabre_node::duty::after(replica, &by_ben, &new).unwrap();
    let bens: Vec<Entry> =
        replica.store().after(0, usize::MAX >> 1).unwrap().into_iter().map(|held| held.entry).collect();
    let mut stranger = Hostile::stranger(scene.community, 8);
    let other = stranger.write(Kind::Part, scene.lunch, Part::words("I am nobody."));
    let (runs, _) = Run::group([bens, vec![other.clone()]].concat());
    let bounded = scene.ana.replica_of(&scene.community).unwrap().take_bounded(&runs, now).unwrap();
    assert_eq!(bounded.left, [stranger.device()].into());
    for (entry, there) in [(&join, true), (&words, true), (&other, false)] {
        let verdict = held(&mut scene.ana, &scene.community, entry);
        assert_eq!(verdict, there.then_some(Verdict::Effective));
    }
    // A rate delays, and judges nothing.
    let replica = scene.ana.replica_of(&scene.community).unwrap();
    let later = offer(replica, now + 86_400_000);
    assert!(later > 40 && later <= 48 * 86_400 / 60_000 + 32, "{later} a day later");
    // And what waits is no harm: Ben's laptop, which had none of it, comes to show the same.
    scene.well();
}
