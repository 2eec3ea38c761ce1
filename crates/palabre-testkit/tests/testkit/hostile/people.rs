//! Epochs, invites and crowds.

use ed25519_dalek::SigningKey;
use palabre_api::{Handler, ask};
use palabre_domain::charter::Admission;
use palabre_domain::count::Place;
use palabre_domain::decision::Position;
use palabre_domain::id::{EntryId, Hash, MemberId};
use palabre_domain::wire;
use palabre_feeds::body::{Cited, Epoch, Invite, Part, Removal, Role};
use palabre_feeds::entry::{Entry, Kind, sign};
use palabre_feeds::verdict::{Reason, Verdict, Waits};
use palabre_net::InviteTicket;
use palabre_node::{Node, duty};
use palabre_testkit::hostile::{Hostile, give, held};
use palabre_testkit::people::{answer, author, confirm, count, meet, person, show, state};

use super::{Scene, answers, case, shown};

/// Everybody is for it; returns the count that makes it final.
fn carry(scene: &mut Scene, decision: &str) -> Hash {
    for _ in 0..2 {
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        meet(&mut scene.ana, &mut scene.mallory, &scene.community);
    }
    for node in [&mut scene.ana, &mut scene.ben, &mut scene.mallory] {
        answer(node, decision, "for");
    }
    meet(&mut scene.mallory, &mut scene.ana, &scene.community);
    meet(&mut scene.ben, &mut scene.ana, &scene.community);
    let id = show(&mut scene.ana, decision).id;
    count(&mut scene.ana, decision);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    confirm(&mut scene.ben, decision).unwrap();
    for _ in 0..2 {
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
        meet(&mut scene.ana, &mut scene.mallory, &scene.community);
    }
    scene.mal = Hostile::turned(&mut scene.mallory, &scene.community);
    let record = palabre_domain::id::RecordId::parse(&id).unwrap();
    let counts = &case(&mut scene.ana, &scene.community, record).counts;
    counts.iter().find(|count| count.is_final).expect("it is final").id
}

/// What the decision asked for, without signatures.
fn draft(scene: &mut Scene, because: Hash) -> Epoch {
    let replica = scene.ana.replica_of(&scene.community).unwrap();
    let current = replica.membership().unwrap().current_epoch().unwrap();
    Epoch {
        number: current.number + 1,
        previous: vec![current.id],
        charter: current.charter.clone(),
        removals: Vec::new(),
        guard: 1,
        members: Hash::ZERO,
        member_count: 0,
        roll: Vec::new(),
        because,
        approvals: Vec::new(),
    }
}

fn named(scene: &mut Scene, because: Hash, name: &str) -> Epoch {
    let mut epoch = draft(scene, because);
    epoch.charter.name = name.into();
    epoch
}

fn approved(scene: &Scene, mut epoch: Epoch, by: &[&SigningKey]) -> Epoch {
    let bytes = Epoch::approval_bytes(&epoch.content(&scene.community));
    let device = |key: &SigningKey| palabre_domain::id::DeviceId(key.verifying_key().to_bytes());
    epoch.approvals = by.iter().map(|key| (device(key), sign(key, &bytes))).collect();
    epoch.approvals.sort_unstable_by_key(|(device, _)| *device);
    epoch
}

fn propose_name(scene: &mut Scene, name: &str) -> Hash {
    let ask = ask::CharterPropose { name: Some(name.into()), ..Default::default() };
    let id = scene.mallory.charter_propose(ask).unwrap().id;
    meet(&mut scene.mallory, &mut scene.ana, &scene.community);
    carry(scene, &id)
}

fn name(node: &mut Node) -> String {
    node.charter_show(ask::CharterShow {}).unwrap().name
}

#[test]
fn an_epoch_without_a_majority_of_the_keyholders_is_not_in_force() {
    let mut scene = Scene::new();
    let because = propose_name(&mut scene, "Mallory's Mill");
    // Mallory signs, and a stranger, and Mallory again in the name of a keyholder.
    let mallory = scene.mal.key.clone();
    let stranger = SigningKey::from_bytes(&[77; 32]);
    let epoch = named(&mut scene, because, "Mallory's Mill");
    let alone = approved(&scene, epoch.clone(), &[&mallory]);
    let entry = scene.mal.control(Kind::Epoch, &alone);
    let given = give(&mut scene.ana, &scene.community, vec![entry]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Majority));
    let strange = approved(&scene, epoch.clone(), &[&mallory, &stranger]);
    let entry = scene.mal.control(Kind::Epoch, &strange);
    assert!(!give(&mut scene.ana, &scene.community, vec![entry]).verdict().is_effective());
    let ana = author(&scene.ana).device();
    let mut forged = approved(&scene, epoch.clone(), &[&mallory]);
    forged.approvals[0].0 = ana;
    let entry = scene.mal.control(Kind::Epoch, &forged);
    let given = give(&mut scene.ana, &scene.community, vec![entry]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Signature));
    assert_eq!(name(&mut scene.ana), "Le Fournil");
    scene.well();
}

#[test]
fn one_signature_listed_twice_is_one_or_none() {
    let mut scene = Scene::new();
    let because = propose_name(&mut scene, "Mallory's Mill");
    let epoch = named(&mut scene, because, "Mallory's Mill");
    let mallory = scene.mal.key.clone();
    let mut twice = approved(&scene, epoch, &[&mallory]);
    let again = twice.approvals[0];
    twice.approvals.push(again);
    let entry = scene.mal.control(Kind::Epoch, &twice);
    let given = give(&mut scene.ana, &scene.community, vec![entry]);
    assert!(matches!(given.verdict(), Verdict::WithoutEffect(Reason::Signature | Reason::Body)), "{given:?}");
    assert_eq!(name(&mut scene.ana), "Le Fournil");
    scene.well();
}

#[test]
fn an_epoch_that_no_decision_asked_for_is_not_in_force() {
    let mut scene = Scene::new();
    let because = propose_name(&mut scene, "The Oven");
    // Even with the keyholder's signature: another change than the one decided on, and one that nobody decided on.
    let (ana, mallory) = (author(&scene.ana).key, scene.mal.key.clone());
    let mut more = named(&mut scene, because, "The Oven");
    more.charter.admission = Admission::TwoVouch;
    let more = approved(&scene, more, &[&ana, &mallory]);
    let entry = scene.mal.control(Kind::Epoch, &more);
    let given = give(&mut scene.ben, &scene.community, vec![entry]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Because));
    let nothing = named(&mut scene, Hash([5; 32]), "The Oven");
    let nothing = approved(&scene, nothing, &[&ana, &mallory]);
    let entry = scene.mal.control(Kind::Epoch, &nothing);
    let given = give(&mut scene.ben, &scene.community, vec![entry]);
    assert_eq!(given.verdict(), Verdict::Pending(Waits::Decision));
    assert_eq!(name(&mut scene.ben), "Le Fournil");
    scene.well();
}

#[test]
fn two_successors_stop_each_other_and_honest_people_go_on() {
    let mut scene = Scene::new();
    let first = propose_name(&mut scene, "The Oven");
    let second = propose_name(&mut scene, "The Mill");
    // The keyholder signs both.
    let ana = author(&scene.ana).key;
    let one = named(&mut scene, first, "The Oven");
    let other = named(&mut scene, second, "The Mill");
    let (one, other) = (approved(&scene, one, &[&ana]), approved(&scene, other, &[&ana]));
    let one = scene.mal.control(Kind::Epoch, &one);
    let other = scene.mal.control(Kind::Epoch, &other);
    assert_eq!(give(&mut scene.ben, &scene.community, vec![one.clone()]).verdict(), Verdict::Effective);
    assert_eq!(name(&mut scene.ben), "The Oven");
    give(&mut scene.ben, &scene.community, vec![other.clone()]);
    for epoch in [&one, &other] {
        let verdict = held(&mut scene.ben, &scene.community, epoch);
        assert_eq!(verdict, Some(Verdict::WithoutEffect(Reason::TwoEpochs)));
    }
    assert_eq!(name(&mut scene.ben), "Le Fournil");
    let comment = ask::Comment { on: "lunch".into(), text: Some("And lunch?".into()), reply: None };
    scene.ben.comment(comment).unwrap();
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let thread = scene.ana.comment(ask::Comment { on: "lunch".into(), ..Default::default() }).unwrap();
    assert_eq!(thread.comments.len(), 1);
    scene.well();
}

#[test]
fn what_goes_back_to_an_older_charter_has_no_effect() {
    let mut scene = Scene::new();
    let because = propose_name(&mut scene, "The Oven");
    let (before, ana) = (scene.mal.epoch, author(&scene.ana).key);
    let epoch = named(&mut scene, because, "The Oven");
    let epoch = approved(&scene, epoch, &[&ana]);
    let epoch = scene.mal.control(Kind::Epoch, &epoch);
    assert_eq!(give(&mut scene.ben, &scene.community, vec![epoch.clone()]).verdict(), Verdict::Effective);
    // She has spoken under the new one; what she says under the old one after that would escape what it brought.
    scene.mal.epoch = epoch.id;
    let (key, said) = scene.stance(Position::For);
    let now = scene.mal.say(scene.lunch, &[(key, said)]);
    assert_eq!(give(&mut scene.ben, &scene.community, vec![now]).verdict(), Verdict::Effective);
    scene.mal.epoch = before;
    let (key, said) = scene.stance(Position::Against);
    let back = scene.mal.say(scene.lunch, &[(key, said)]);
    let given = give(&mut scene.ben, &scene.community, vec![back]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::EpochBack));
    scene.well();
}

#[test]
fn a_removal_with_invented_cuts_takes_nothing_that_others_stand_on() {
    let mut scene = Scene::new();
    // Ben asked something that Ana answered; then it is decided that he goes.
    palabre_testkit::people::ask_them(&mut scene.ben, "Tea?", "sense-check");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    answer(&mut scene.ana, "tea", "fine");
    let why = "He never washes up.".to_owned();
    let ask = ask::MemberRemove { who: "Ben".into(), why, days: None, question: None };
    let id = scene.ana.member_remove(ask).unwrap().id;
    let because = carry(&mut scene, &id);
    // Chi came after that was decided, and answers, too.
    let mut chi = person(&scene.time, "Chi", 6);
    let link = scene.ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    chi.join(ask::Join { ticket: link }).unwrap();
    meet(&mut chi, &mut scene.ana, &scene.community);
    answer(&mut chi, "tea", "fine");
    meet(&mut chi, &mut scene.ana, &scene.community);
    let ben = scene.ben.identity().unwrap().member_id();
    let (bens, anas) = (author(&scene.ben).device(), author(&scene.ana).device());
    let mut epoch = draft(&mut scene, because);
    // Nothing of his is honoured, at a place that he never wrote; and while at it, all of Ana's laptop is cut off.
    let cited = |device, seq| Cited { place: Place { device, seq }, id: EntryId([6; 32]) };
    let mut cuts = vec![cited(bens, 1), cited(anas, 1)];
    cuts.sort_unstable();
    epoch.removals = vec![Removal { member: ben, cuts }];
    let [ana, chis] = [&scene.ana, &chi].map(|node| node.identity().unwrap().member_id());
    let mut roll: Vec<MemberId> = vec![ana, chis, scene.mal.member()];
    roll.sort_unstable();
    let bytes = wire::to_bytes(&roll);
    let part = Part::list(&bytes).remove(0);
    (epoch.members, epoch.member_count, epoch.roll) = (Hash::of(&bytes), 3, vec![Hash::of(&part)]);
    let house = house(&mut scene);
    let part = scene.mal.write(Kind::Part, house, part);
    let (ana, mallory) = (author(&scene.ana).key, scene.mal.key.clone());
    let epoch = approved(&scene, epoch, &[&ana, &mallory]);
    let entry = scene.mal.control(Kind::Epoch, &epoch);
    // Those who may have signed it, so he is removed; the cuts are what they are, and another's laptop is none of them.
    for node in [&mut scene.ana, &mut chi] {
        let given = give(node, &scene.community, vec![part.clone(), entry.clone()]);
        assert_eq!(given.verdicts[1], Some(Verdict::Effective), "{given:?}");
        let members = node.members(ask::Members::default()).unwrap().members;
        let standing = |name: &str| members.iter().find(|one| one.name == name).unwrap().standing.clone();
        assert_eq!([standing("Ben"), standing("Ana"), standing("Chi")], ["removed", "here", "here"]);
        assert_eq!(show(node, "tea").answered, 2, "what Ana and Chi answered stays");
        assert_eq!(show(node, &id).state, "final", "and so does what is final");
        let comment = ask::Comment { on: "tea".into(), text: Some("I am still here.".into()), reply: None };
        node.comment(comment).unwrap();
    }
    for _ in 0..2 {
        meet(&mut scene.ana, &mut chi, &scene.community);
    }
    assert_eq!(state(&mut scene.ana, &scene.community), state(&mut chi, &scene.community));
    for node in [&mut scene.ana, &mut chi] {
        let thread = node.comment(ask::Comment { on: "tea".into(), ..Default::default() }).unwrap();
        assert_eq!(thread.comments.len(), 2, "each hears the other");
        let checkup = node.doctor(ask::Doctor { thorough: true, replay: true }).unwrap();
        assert!(checkup.well, "{checkup:?}");
    }
}

fn house(scene: &mut Scene) -> palabre_domain::id::RecordId {
    let store = scene.ana.replica_of(&scene.community).unwrap().store();
    let pages = store.pages_of(palabre_documents::kinds::RecordType::Community as u8, 0, 1).unwrap();
    pages[0].record
}

/// Ana's invite for so many people, with its secret, and its entry.
fn invite(scene: &mut Scene, uses: u32) -> (Entry, SigningKey) {
    let ask = ask::Invite { uses, days: 1, ..Default::default() };
    let link = scene.ana.invite(ask).unwrap().link;
    let ticket = InviteTicket::parse(&link).unwrap();
    let invitation = ticket.invitation();
    (Entry::from_bytes(&invitation.introduction).unwrap(), SigningKey::from_bytes(&invitation.secret.0))
}

/// Strangers answer an invite, and Ana's laptop does what is due when it hears them; returns their joins.
fn storm(scene: &mut Scene, invite: &Entry, secret: &SigningKey, seeds: std::ops::Range<u32>) -> Vec<Entry> {
    let community = scene.community;
    let joins: Vec<Entry> = seeds
        .map(|seed| {
            let mut stranger = Hostile::stranger(community, 0);
            stranger.key =
                SigningKey::from_bytes(&Hash::of(&[b"device", &seed.to_le_bytes()[..]].concat()).0);
            stranger.member_key =
                SigningKey::from_bytes(&Hash::of(&[b"member", &seed.to_le_bytes()[..]].concat()).0);
            stranger.join(invite, secret, &format!("Sock {seed}"))
        })
        .collect();
    let given = give(&mut scene.ana, &community, joins.clone());
    let author = author(&scene.ana);
    let replica = scene.ana.replica_of(&community).unwrap();
    duty::after(replica, &author, &given.took.new).unwrap();
    joins
}

#[test]
fn an_invite_lets_in_as_many_as_it_says_whoever_has_its_secret() {
    let mut scene = Scene::new();
    let (invite, secret) = invite(&mut scene, 2);
    let joins = storm(&mut scene, &invite, &secret, 0..10);
    let inside = joins
        .iter()
        .filter(|join| held(&mut scene.ana, &scene.community, join) == Some(Verdict::Effective))
        .count();
    assert_eq!(inside, 2);
    assert_eq!(scene.ana.members(ask::Members::default()).unwrap().members.len(), 5);
    scene.well();
}

#[test]
fn a_foreign_or_home_made_invite_lets_nobody_in() {
    let mut scene = Scene::new();
    let before = scene.ana.members(ask::Members::default()).unwrap().members.len();
    let secret = SigningKey::from_bytes(&[42; 32]);
    let body =
        Invite { key: secret.verifying_key().to_bytes(), uses: 100, until: i64::MAX, role: Role::Member };
    // By a stranger, for this community.
    let mut eve = Hostile::stranger(scene.community, 41);
    let by_eve = eve.control(Kind::Invite, &body);
    storm(&mut scene, &by_eve, &secret, 0..3);
    // Of another community, by the same keys.
    let mut elsewhere = scene.mal.clone();
    elsewhere.community = palabre_domain::id::CommunityId([7; 32]);
    let foreign = elsewhere.control(Kind::Invite, &body);
    let joins = storm(&mut scene, &foreign, &secret, 3..6);
    for join in &joins {
        let verdict = held(&mut scene.ana, &scene.community, join).unwrap();
        assert!(!verdict.is_effective(), "{verdict:?}");
    }
    // A member's own, answered without its secret.
    let (by_ana, _) = invite(&mut scene, 5);
    let joins = storm(&mut scene, &by_ana, &secret, 6..9);
    for join in &joins {
        let verdict = held(&mut scene.ana, &scene.community, join).unwrap();
        assert_eq!(verdict, Verdict::WithoutEffect(Reason::Signature));
    }
    assert_eq!(scene.ana.members(ask::Members::default()).unwrap().members.len(), before);
    scene.well();
}

#[test]
fn a_crowd_that_joins_during_a_vote_changes_neither_who_is_asked_nor_what_is_needed() {
    let mut scene = Scene::new();
    answer(&mut scene.ben, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let (invite, secret) = invite(&mut scene, 300);
    let joins = storm(&mut scene, &invite, &secret, 0..200);
    assert!(
        joins.iter().all(|join| held(&mut scene.ana, &scene.community, join) == Some(Verdict::Effective))
    );
    // All of them are against it.
    let against = scene.stance(Position::Against);
    let mut stances = Vec::new();
    for (seed, join) in (0u32..).zip(&joins) {
        let mut sock = Hostile::stranger(scene.community, 0);
        sock.key = SigningKey::from_bytes(&Hash::of(&[b"device", &seed.to_le_bytes()[..]].concat()).0);
        sock.back_to(1, join.id);
        stances.push(sock.say(scene.lunch, std::slice::from_ref(&against)));
    }
    give(&mut scene.ana, &scene.community, stances);
    let seen = show(&mut scene.ana, "lunch");
    assert_eq!((seen.answered, seen.present), (1, 3));
    assert_eq!(answers(&seen).iter().filter(|(_, standing)| *standing == "apart").count(), 200);
    answer(&mut scene.ana, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    scene.time.pass(7 * 24 + 49);
    count(&mut scene.ana, "lunch");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let seen = confirm(&mut scene.ben, "lunch").unwrap();
    assert_eq!((seen.state.as_str(), seen.counts[0].needed), ("final", Some(2)));
    assert!(seen.counts[0].arithmetic.starts_with("Carried. 2 of 3 answered"), "{seen:?}");
    scene.well();
}

#[test]
fn whoever_was_removed_answers_nothing_any_more() {
    let mut scene = Scene::new();
    let why = "Somebody has her laptop.".to_owned();
    let ask = ask::MemberRemove { who: "Mallory".into(), why, days: None, question: None };
    let id = scene.ana.member_remove(ask).unwrap().id;
    carry(&mut scene, &id);
    // The keyholder signs, and half of the others.
    for node in [&mut scene.ana, &mut scene.ben] {
        let ask = ask::KeyholderCertify { decision: id.clone(), anyway: false };
        node.keyholder_certify(ask).unwrap();
    }
    for _ in 0..2 {
        meet(&mut scene.ana, &mut scene.ben, &scene.community);
    }
    let members = scene.ana.members(ask::Members::default()).unwrap().members;
    let hers = members.iter().find(|member| member.name == "Mallory").unwrap();
    assert_eq!(hers.standing, "removed");
    let before = shown(&mut scene.ana, &scene.community);
    let against = scene.stance(Position::Against);
    let stance = scene.mal.say(scene.lunch, &[against]);
    let given = give(&mut scene.ana, &scene.community, vec![stance]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Removed));
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    scene.well();
}
