//! Answers by those who may not give them, in others' names, and after the end.

use std::sync::Arc;

use palabre_api::{Handler, ask};
use palabre_documents::guard::{VoiceDraft, VoiceOp, write_voice};
use palabre_documents::voice::{Key, Said};
use palabre_domain::count::{Count, LeftOut};
use palabre_domain::decision::{Answer, Position, Stance};
use palabre_domain::id::{Hash, MemberId, RecordId};
use palabre_domain::words::{Comment, ItemId};
use palabre_feeds::body::{Device, Part, Withdraw};
use palabre_feeds::entry::Kind;
use palabre_feeds::verdict::{Reason, Verdict, Waits};
use palabre_testkit::hostile::{Hostile, give};
use palabre_testkit::people::{answer, ask_them, author, confirm, count, meet, person, show};

use super::{Scene, answers, case, code, shown};

/// Lets somebody in, who is a member from then on, and takes no part in the question that was opened before; their laptop is
/// taken over.
fn let_in(scene: &mut Scene, name: &str, keys: u8) -> Hostile {
    let mut newcomer = person(&scene.time, name, keys);
    let link = scene.ben.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    newcomer.join(ask::Join { ticket: link }).unwrap();
    meet(&mut newcomer, &mut scene.ben, &scene.community);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    Hostile::turned(&mut newcomer, &scene.community)
}

fn let_dan_in(scene: &mut Scene) -> Hostile {
    let_in(scene, "Dan", 4)
}

/// Somebody says in their voice what this member answers.
fn records(scene: &mut Scene, by: &mut Hostile, whose: MemberId, position: Position) {
    let (_, stance) = scene.stance(position);
    let said = by.say(scene.lunch, &[(Key::Behalf(whose), stance)]);
    let given = give(&mut scene.ana, &scene.community, vec![said]);
    assert_eq!(given.verdict(), Verdict::Effective, "it stands in the voice of whoever says it");
}

/// Mallory answers for herself, as she may: what she says for others stands beside an answer that counts.
fn answers_herself(scene: &mut Scene) -> Hostile {
    let before = counted(scene).counted.len();
    let mut mal = scene.mal.clone();
    let own = scene.stance(Position::For);
    let said = mal.say(scene.lunch, &[own]);
    assert_eq!(give(&mut scene.ana, &scene.community, vec![said]).verdict(), Verdict::Effective);
    assert_eq!(counted(scene).counted.len(), before + 1);
    mal
}

/// What Ana's laptop counts now.
fn counted(scene: &mut Scene) -> Arc<Count> {
    let read = case(&mut scene.ana, &scene.community, scene.lunch);
    read.count(scene.ana.replica_of(&scene.community).unwrap()).unwrap().unwrap()
}

#[test]
fn an_answer_by_somebody_who_does_not_take_part_is_shown_apart_and_not_counted() {
    let mut scene = Scene::new();
    let mut dan = let_dan_in(&mut scene);
    let against = scene.stance(Position::Against);
    let stance = dan.say(scene.lunch, &[against]);
    assert_eq!(give(&mut scene.ana, &scene.community, vec![stance]).verdict(), Verdict::Effective);
    let seen = show(&mut scene.ana, "lunch");
    assert_eq!((seen.answered, seen.present), (0, 3));
    assert_eq!(answers(&seen), [("Dan", "apart")]);
    assert_eq!(seen.tally.iter().map(|tally| tally.voices).sum::<u32>(), 0);
    // Their count is nobody's, and their confirmation confirms nothing.
    scene.time.pass(7 * 24 + 49);
    count(&mut scene.ana, "lunch");
    let counted = case(&mut scene.ana, &scene.community, scene.lunch).counts[0].id;
    let yes = dan.say(scene.lunch, &[(Key::Confirm(counted), Some(Said::YES))]);
    give(&mut scene.ana, &scene.community, vec![yes]);
    assert_eq!(show(&mut scene.ana, "lunch").counts[0].confirmed_by, ["Ana"]);
    scene.well();
}

#[test]
fn a_stranger_answers_nothing() {
    let mut scene = Scene::new();
    let before = shown(&mut scene.ana, &scene.community);
    let mut eve = Hostile::stranger(scene.community, 40);
    let against = scene.stance(Position::Against);
    let stance = eve.say(scene.lunch, &[against]);
    let given = give(&mut scene.ana, &scene.community, vec![stance]);
    assert_eq!(given.verdict(), Verdict::Pending(Waits::Device), "kept, and nobody's");
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    scene.well();
}

#[test]
fn a_guest_comments_and_answers_nothing() {
    let mut scene = Scene::new();
    let mut gus = person(&scene.time, "Gus", 5);
    let invite = ask::Invite { uses: 1, days: 1, guest: true, ..Default::default() };
    let link = scene.ana.invite(invite).unwrap().link;
    gus.join(ask::Join { ticket: link }).unwrap();
    meet(&mut gus, &mut scene.ana, &scene.community);
    let before = shown(&mut scene.ana, &scene.community);
    let mut gus = Hostile::turned(&mut gus, &scene.community);
    let against = scene.stance(Position::Against);
    let stance = gus.say(scene.lunch, &[against]);
    let given = give(&mut scene.ana, &scene.community, vec![stance]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Guest));
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    scene.well();
}

#[test]
fn an_answer_from_a_laptop_that_was_closed_has_no_effect() {
    let mut scene = Scene::new();
    // Mallory, the person, closes the laptop that was taken from her; nothing it wrote after that counts.
    let (seq, id) = scene.mal.tip();
    let mut second = Hostile::stranger(scene.community, 60);
    second.member_key = scene.mal.member_key.clone();
    let certificate = palabre_feeds::body::DeviceCertificate::write(&second.member_key, second.device(), 2);
    let add = second.control(Kind::Device, &Device::Add(certificate));
    let revoke = Device::revoke(&scene.community, &second.member_key, scene.mal.device(), (seq, id));
    let revoke = second.control(Kind::Device, &revoke);
    give(&mut scene.ana, &scene.community, vec![add, revoke]);
    let against = scene.stance(Position::Against);
    let stance = scene.mal.say(scene.lunch, &[against]);
    let given = give(&mut scene.ana, &scene.community, vec![stance]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Revoked));
    assert_eq!(show(&mut scene.ana, "lunch").answered, 0);
    // Hers does.
    let yes = scene.stance(Position::For);
    let stance = second.say(scene.lunch, &[yes]);
    give(&mut scene.ana, &scene.community, vec![stance]);
    assert_eq!(show(&mut scene.ana, "lunch").answered, 1);
    scene.well();
}

#[test]
fn nobody_answers_in_anothers_voice() {
    let mut scene = Scene::new();
    answer(&mut scene.ben, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let before = shown(&mut scene.ana, &scene.community);
    let ben = author(&scene.ben).device();
    // A change that says it is Ben's, in Mallory's feed.
    let (key, said) = scene.stance(Position::Against);
    let op = VoiceOp { key: key.text(), value: said.as_ref().map(Said::value), pred: vec![] };
    let draft = VoiceDraft { device: ben, seq: 2, start_op: 2, deps: vec![], ops: vec![op] };
    let stolen = scene.mal.write(Kind::Voice, scene.lunch, write_voice(draft).unwrap());
    let given = give(&mut scene.ana, &scene.community, vec![stolen]);
    assert_eq!(given.verdict(), Verdict::WithoutEffect(Reason::Guard));
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    // And Ben can go on speaking: his name is not taken.
    answer(&mut scene.ben, "lunch", "abstain");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    assert_eq!(show(&mut scene.ana, "lunch").answers[0].position, "abstain");
    scene.well();
}

#[test]
fn an_answer_recorded_for_others_is_shown_as_that_and_gives_way() {
    let mut scene = Scene::new();
    // Mallory records answers for everybody, herself included, and for people who do not exist.
    let nobody = palabre_domain::id::MemberId([9; 32]);
    let ana = scene.ana.identity().unwrap().member_id();
    let ben = scene.ben.identity().unwrap().member_id();
    let against = |opening| Stance { opening, answer: Answer::Position(Position::Against), reason: None };
    let behalf = [ana, ben, nobody, scene.mal.member()]
        .map(|member| (Key::Behalf(member), Some(Said::Stance(against(scene.opening)))));
    let recorded = scene.mal.say(scene.lunch, &behalf);
    give(&mut scene.ana, &scene.community, vec![recorded]);
    answer(&mut scene.ana, "lunch", "for");
    answer(&mut scene.ben, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    scene.time.pass(7 * 24 + 49);
    let counted = count(&mut scene.ana, "lunch");
    let figures = counted.counts[0].figures.clone().unwrap();
    assert_eq!((figures.answered, figures.for_share), (2, 1000), "what people say themselves stands");
    scene.well();
}

/// Held by `count::with_behalf`: one's own answer stands before what anybody says in one's name.
#[test]
fn nobody_records_over_an_answer_or_for_themselves() {
    let mut scene = Scene::new();
    let ana = scene.ana.identity().unwrap().member_id();
    let ben = scene.ben.identity().unwrap().member_id();
    let mut mal = answers_herself(&mut scene);
    let me = mal.member();
    // Ana has not answered, and what Mallory says for her counts: or the others would prove nothing.
    records(&mut scene, &mut mal, ana, Position::Against);
    let count = counted(&mut scene);
    assert_eq!((count.result.tally.count(Position::Against), count.behalf.len()), (1, 1));
    let seen = show(&mut scene.ana, "lunch");
    let anas = seen.answers.iter().find(|answer| answer.name == "Ana").unwrap();
    assert_eq!(anas.recorded_by.as_deref(), Some("Mallory"), "and everybody sees who says it");
    // Ana answers after that, and Ben has answered before it.
    answer(&mut scene.ana, "lunch", "for");
    answer(&mut scene.ben, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    records(&mut scene, &mut mal, ben, Position::Against);
    // And for herself Mallory has one answer, which is the one that she gave.
    records(&mut scene, &mut mal, me, Position::Against);
    let count = counted(&mut scene);
    let tally = &count.result.tally;
    assert_eq!((tally.answered, tally.count(Position::For), tally.count(Position::Against)), (3, 3, 0));
    assert!(count.behalf.is_empty() && count.left_out.is_empty(), "{count:?}");
    let seen = show(&mut scene.ana, "lunch");
    assert!(seen.answers.iter().all(|answer| answer.recorded_by.is_none()), "{seen:?}");
    scene.well();
}

/// Held by `Question::takes_part`, asked of whoever is spoken for.
#[test]
fn an_answer_recorded_for_somebody_who_takes_no_part_is_not_counted() {
    let mut scene = Scene::new();
    let dan = let_dan_in(&mut scene).member();
    let mut mal = answers_herself(&mut scene);
    for whose in [dan, MemberId([9; 32])] {
        records(&mut scene, &mut mal, whose, Position::Against);
        let count = counted(&mut scene);
        assert_eq!((count.result.tally.answered, count.result.tally.present), (1, 3));
        assert!(count.behalf.is_empty() && count.left_out.is_empty(), "{count:?}");
        assert_eq!(show(&mut scene.ana, "lunch").answered, 1);
    }
    scene.well();
}

/// Held by `Question::takes_part`, asked of whoever speaks for somebody, and by `Case::recorded` for what is shown.
#[test]
fn an_answer_recorded_by_somebody_who_takes_no_part_is_nobodys() {
    let mut scene = Scene::new();
    let ben = scene.ben.identity().unwrap().member_id();
    let mut dan = let_dan_in(&mut scene);
    let own = scene.stance(Position::For);
    let said = dan.say(scene.lunch, &[own]);
    assert_eq!(give(&mut scene.ana, &scene.community, vec![said]).verdict(), Verdict::Effective);
    records(&mut scene, &mut dan, ben, Position::Against);
    let count = counted(&mut scene);
    assert_eq!(count.result.tally.answered, 0);
    assert!(count.behalf.is_empty() && count.left_out.is_empty(), "{count:?}");
    let seen = show(&mut scene.ana, "lunch");
    assert_eq!((seen.answered, answers(&seen)), (0, vec![("Dan", "apart")]));
    scene.well();
}

/// Held by `Case::recorded` and `Case::answered`, which take what a count takes.
#[test]
fn one_who_answers_for_everybody_closes_nothing_before_its_end() {
    let mut scene = Scene::new();
    let [dan, eva] = [("Dan", 4), ("Eva", 5)].map(|(name, keys)| let_in(&mut scene, name, keys).member());
    let [ana, ben] = [&scene.ana, &scene.ben].map(|node| node.identity().unwrap().member_id());
    ask_them(&mut scene.ana, "Dinner?", "proposal");
    let dinner = RecordId::parse(&show(&mut scene.ana, "dinner").id).unwrap();
    let opening = case(&mut scene.ana, &scene.community, dinner).opening.as_ref().unwrap().0;
    let mut mal = scene.mal.clone();
    let mut says = |scene: &mut Scene, key, position| {
        let stance = Stance { opening, answer: Answer::Position(position), reason: None };
        let said = mal.say(dinner, &[(key, Some(Said::Stance(stance)))]);
        assert_eq!(give(&mut scene.ana, &scene.community, vec![said]).verdict(), Verdict::Effective);
    };
    says(&mut scene, Key::Stance, Position::For);
    for whose in [ana, ben, dan, eva] {
        says(&mut scene, Key::Behalf(whose), Position::For);
    }
    // Three of the four, as many as one person may write down.
    let seen = show(&mut scene.ana, "dinner");
    assert_eq!((seen.answered, seen.present, seen.missing.len()), (4, 5, 1));
    let early = ask::DecisionCount { decision: "dinner".into() };
    assert_eq!(code(scene.ana.decision_count(early)), "decision.too-early");
    scene.well();
}

#[test]
fn two_who_record_differently_for_one_person_leave_them_out_until_they_answer() {
    let mut scene = Scene::new();
    let ana = scene.ana.identity().unwrap().member_id();
    let for_ana = ask::DecisionAnswer {
        decision: "lunch".into(),
        answer: vec!["for".into()],
        behalf: Some("Ana".into()),
        ..Default::default()
    };
    scene.ben.decision_answer(for_ana).unwrap();
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    assert_eq!(counted(&mut scene).result.tally.count(Position::For), 1, "what Ben wrote down counts");
    let mut mal = answers_herself(&mut scene);
    records(&mut scene, &mut mal, ana, Position::Against);
    let count = counted(&mut scene);
    assert_eq!(count.left_out, [(ana, LeftOut::Conflicted)]);
    assert_eq!(show(&mut scene.ana, "lunch").answered, 1, "whoever is left out has not answered");
    assert_eq!((count.result.tally.answered, count.behalf.len()), (1, 0));
    answer(&mut scene.ana, "lunch", "for");
    let count = counted(&mut scene);
    assert!(count.behalf.is_empty() && count.left_out.is_empty(), "{count:?}");
    assert_eq!((count.result.tally.answered, count.result.tally.count(Position::For)), (2, 2));
    scene.well();
}

#[test]
fn an_answer_after_the_end_under_an_early_time_moves_no_closed_result() {
    let mut scene = Scene::new();
    answer(&mut scene.ana, "lunch", "for");
    answer(&mut scene.ben, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let early = scene.mal.at;
    scene.time.pass(7 * 24 + 49);
    count(&mut scene.ana, "lunch");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    confirm(&mut scene.ben, "lunch").unwrap();
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let arithmetic = show(&mut scene.ana, "lunch").counts[0].arithmetic.clone();
    // It says that it was given in time.
    scene.mal.at = early + 1;
    let against = scene.stance(Position::Against);
    let backdated = scene.mal.say(scene.lunch, &[against]);
    assert_eq!(give(&mut scene.ana, &scene.community, vec![backdated]).verdict(), Verdict::Effective);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    for node in [&mut scene.ana, &mut scene.ben] {
        let seen = show(node, "lunch");
        assert_eq!((seen.state.as_str(), seen.counts[0].arithmetic.as_str()), ("final", arithmetic.as_str()));
        assert!(answers(&seen).contains(&("Mallory", "late")), "{seen:?}");
    }
    scene.well();
}

#[test]
fn an_answer_that_says_it_came_after_the_end_is_left_out() {
    let mut scene = Scene::new();
    answer(&mut scene.ana, "lunch", "for");
    answer(&mut scene.ben, "lunch", "for");
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    scene.mal.at += 8 * 24 * 3_600_000;
    let against = scene.stance(Position::Against);
    let after = scene.mal.say(scene.lunch, &[against]);
    give(&mut scene.ana, &scene.community, vec![after]);
    scene.time.pass(7 * 24 + 49);
    let counted = count(&mut scene.ana, "lunch");
    assert!(counted.counts[0].arithmetic.starts_with("Carried. 2 of 3 answered"), "{counted:?}");
    scene.well();
}

/// Held by `Stance::counts_for`: the opening that it names, and `Answer::fits` for what it says.
#[test]
fn an_answer_to_something_else_is_no_answer_here() {
    let mut scene = Scene::new();
    let before = show(&mut scene.ana, "lunch");
    for (opening, answer) in [
        (Hash([1; 32]), Answer::Position(Position::Against)),
        (scene.opening, Answer::Position(Position::Objection)),
        (scene.opening, Answer::Options(vec![0, 1])),
        (scene.opening, Answer::Scores(vec![Some(255)])),
        (scene.opening, Answer::Gifts(vec![])),
    ] {
        // Each in place of the one before: two at once would be left out for that alone.
        let stance = Stance { opening, answer: answer.clone(), reason: None };
        let said = scene.mal.say(scene.lunch, &[(Key::Stance, Some(Said::Stance(stance)))]);
        assert_eq!(give(&mut scene.ana, &scene.community, vec![said]).verdict(), Verdict::Effective);
        let read = case(&mut scene.ana, &scene.community, scene.lunch);
        let count = read.count(scene.ana.replica_of(&scene.community).unwrap()).unwrap().unwrap();
        assert_eq!(count.left_out, [(scene.mal.member(), LeftOut::DoesNotFit)], "{answer:?}");
        assert_eq!(count.result.tally.answered, 0, "{answer:?}");
        let seen = show(&mut scene.ana, "lunch");
        assert_eq!((seen.answered, &seen.tally), (0, &before.tally), "{answer:?}");
    }
    // What fits counts, of hers as of the others.
    let against = scene.stance(Position::Against);
    let said = scene.mal.say(scene.lunch, &[against]);
    give(&mut scene.ana, &scene.community, vec![said]);
    answer(&mut scene.ana, "lunch", "for");
    let seen = show(&mut scene.ana, "lunch");
    let voices = |position: &str| seen.tally.iter().find(|one| one.position == position).unwrap().voices;
    assert_eq!((seen.answered, voices("for"), voices("against")), (2, 1, 1));
    scene.well();
}

#[test]
fn withdrawn_words_stay_withdrawn_whoever_brings_them_again() {
    let mut scene = Scene::new();
    let words = Part::words("What I regret.");
    let part = Hash::of(&words);
    let entries = vec![scene.mal.write(Kind::Part, scene.lunch, words.clone()), {
        let comment = Comment { text: part, parent: None };
        scene.mal.say(scene.lunch, &[(Key::Comment(ItemId([1; 8])), Some(Said::Comment(comment)))])
    }];
    give(&mut scene.ana, &scene.community, entries.clone());
    let read = |node: &mut palabre_node::Node| {
        let thread = node.comment(ask::Comment { on: "lunch".into(), ..Default::default() }).unwrap();
        thread.comments.iter().map(|comment| comment.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(read(&mut scene.ana), [Some("What I regret.".to_owned())]);
    let withdraw = scene.mal.write_on(Kind::Withdraw, scene.lunch, &Withdraw { part });
    give(&mut scene.ana, &scene.community, vec![withdraw]);
    assert_eq!(read(&mut scene.ana), [None]);
    // The same part again, by its author and by somebody else, and all entries once more.
    let again = scene.mal.write(Kind::Part, scene.lunch, words.clone());
    give(&mut scene.ana, &scene.community, vec![again]);
    let mut bens = Hostile::turned(&mut scene.ben, &scene.community);
    let brought = bens.write(Kind::Part, scene.lunch, words);
    give(&mut scene.ana, &scene.community, vec![brought]);
    give(&mut scene.ana, &scene.community, entries);
    assert_eq!(read(&mut scene.ana), [None], "what somebody took back is not read again in their name");
    // Ben's own laptop goes on where his other program left off.
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    assert_eq!(read(&mut scene.ben), [None]);
    scene.well();
}

#[test]
fn nobody_withdraws_anothers_words_or_an_answer() {
    let mut scene = Scene::new();
    let comment = ask::Comment { on: "lunch".into(), text: Some("Mine to keep.".into()), reply: None };
    scene.ben.comment(comment).unwrap();
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let before = shown(&mut scene.ana, &scene.community);
    for part in [Hash::of(&Part::words("Mine to keep.")), Hash([3; 32])] {
        let withdraw = scene.mal.write_on(Kind::Withdraw, scene.lunch, &Withdraw { part });
        let given = give(&mut scene.ana, &scene.community, vec![withdraw]);
        assert!(!given.verdict().is_effective(), "{:?}", given.verdict());
    }
    assert_eq!(shown(&mut scene.ana, &scene.community), before);
    scene.well();
}

#[test]
fn a_copied_home_says_so_and_writes_nothing_more() {
    let mut scene = Scene::new();
    // Somebody has Ana's whole home, and writes on with it.
    let mut thief = Hostile::turned(&mut scene.ana, &scene.community);
    let against = scene.stance(Position::Against);
    let stance = thief.say(scene.lunch, &[against]);
    give(&mut scene.ben, &scene.community, vec![stance]);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    let refused =
        scene.ana.comment(ask::Comment { on: "lunch".into(), text: Some("Hello?".into()), reply: None });
    assert_eq!(code(refused), "device.rolled-back");
    // It is her key, so what it said counts until she closes that laptop: this is what words on paper are for.
    assert_eq!(answers(&show(&mut scene.ben, "lunch")), [("Ana", "given")]);
}
