//! Keyholders, charters, removals, and those who come back under a new key.

use palabre_api::{ApiError, Handler, ask, row};
use palabre_domain::id::CommunityId;
use palabre_node::Node;

use crate::table::{Time, answer, ask_them, confirm, count, gather, meet, person, show, state};

fn certify(node: &mut Node, decision: &str) -> Result<row::Certifying, ApiError> {
    node.keyholder_certify(ask::KeyholderCertify { decision: decision.into(), anyway: false })
}

fn keyholders(node: &mut Node) -> row::Keyholders {
    node.keyholder_list(ask::KeyholderList {}).unwrap()
}

/// Everybody meets everybody, twice round.
fn all_meet(people: &mut [Node], community: &CommunityId) {
    for _ in 0..2 {
        for i in 0..people.len() {
            for j in 0..i {
                let (left, right) = people.split_at_mut(i);
                meet(&mut right[0], &mut left[j], community);
            }
        }
    }
}

/// Everybody is for it, and finds the same.
fn carry(people: &mut [Node], community: &CommunityId, decision: &str) {
    all_meet(people, community);
    for node in people.iter_mut() {
        let asked = show(node, decision);
        if asked.i_take_part {
            answer(node, decision, "for");
        }
    }
    all_meet(people, community);
    count(&mut people[0], decision);
    all_meet(people, community);
    for node in &mut people[1..] {
        // Who is not asked has nothing to confirm.
        let _ = confirm(node, decision);
    }
    all_meet(people, community);
    assert_eq!(show(&mut people[0], decision).state, "final");
}

/// Ana, Ben, Chi and Dan; the first three keep the keys.
fn four() -> (Time, Vec<Node>, CommunityId) {
    let time = Time::new();
    let mut people: Vec<Node> =
        ["Ana", "Ben", "Chi", "Dan"].iter().zip(1..).map(|(name, seed)| person(&time, name, seed)).collect();
    let (ana, others) = people.split_first_mut().unwrap();
    let mut others: Vec<&mut Node> = others.iter_mut().collect();
    let community = gather(ana, &mut others);
    all_meet(&mut people, &community);
    let add = vec!["Ben".to_owned(), "Chi".to_owned()];
    let ask = ask::KeyholderPropose { add, ..Default::default() };
    let decision = people[0].keyholder_propose(ask).unwrap().id;
    carry(&mut people, &community, &decision);
    assert!(certify(&mut people[0], &decision).unwrap().in_force, "Ana is the only one so far");
    all_meet(&mut people, &community);
    (time, people, community)
}

fn names(list: &row::Keyholders) -> Vec<&str> {
    list.keyholders.iter().map(|keyholder| keyholder.name.as_str()).collect()
}

fn well(people: &mut [Node], community: &CommunityId) {
    all_meet(people, community);
    let first = state(&mut people[0], community);
    for node in people {
        assert_eq!(state(node, community), first);
        let checkup = node.doctor(ask::Doctor { thorough: true, replay: true }).unwrap();
        assert!(checkup.well, "{checkup:?}");
    }
}

#[test]
fn a_cause_is_proposed_decided_and_put_into_force() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    meet(&mut ana, &mut ben, &community);
    let proposed =
        ana.cause_propose(ask::CausePropose { text: "Bread for all.".into(), days: None }).unwrap();
    let decision = proposed.id.clone();
    meet(&mut ana, &mut ben, &community);
    answer(&mut ana, &decision, "for");
    answer(&mut ben, &decision, "for");
    meet(&mut ana, &mut ben, &community);
    assert_eq!(certify(&mut ana, &decision).unwrap_err().code, "keyholder.not-final");
    count(&mut ana, &decision);
    meet(&mut ana, &mut ben, &community);
    confirm(&mut ben, &decision).unwrap();
    assert_eq!(certify(&mut ben, &decision).unwrap_err().code, "keyholder.only");
    meet(&mut ana, &mut ben, &community);
    let certified = certify(&mut ana, &decision).unwrap();
    assert!(certified.in_force, "{certified:?}");
    meet(&mut ana, &mut ben, &community);
    let cause = ben.cause_show(ask::CauseShow {}).unwrap();
    assert_eq!((cause.cause.as_str(), cause.history.len()), ("Bread for all.", 2));
    // Life goes on under the new charter.
    ask_them(&mut ben, "And now?", "sense-check");
    meet(&mut ana, &mut ben, &community);
    answer(&mut ana, "and now", "fine");
    assert_eq!(certify(&mut ana, &decision).unwrap_err().code, "keyholder.in-force");
    meet(&mut ana, &mut ben, &community);
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
    assert!(ben.doctor(ask::Doctor { thorough: true, replay: true }).unwrap().well);
}

#[test]
fn two_of_three_sign_while_apart_and_it_comes_into_force_when_they_meet() {
    let (time, mut people, community) = four();
    assert_eq!(names(&keyholders(&mut people[3])), ["Ana", "Ben", "Chi"]);
    let ask = ask::CharterPropose { name: Some("The Oven".into()), ..Default::default() };
    let decision = people[3].charter_propose(ask).unwrap().id;
    carry(&mut people, &community, &decision);
    let asked: Vec<String> = people[1]
        .waiting(ask::Waiting { limit: 20 })
        .unwrap()
        .waiting
        .into_iter()
        .map(|wait| wait.asks)
        .collect();
    assert!(asked.contains(&"certify".to_owned()), "{asked:?}");
    assert!(!certify(&mut people[1], &decision).unwrap().in_force);
    assert!(!certify(&mut people[2], &decision).unwrap().in_force);
    // Both drafted it by themselves, and it is the same.
    let (ben, chi) = people.split_at_mut(2);
    meet(&mut ben[1], &mut chi[0], &community);
    assert_eq!(ben[1].charter_show(ask::CharterShow {}).unwrap().name, "The Oven");
    all_meet(&mut people, &community);
    let charter = people[3].charter_show(ask::CharterShow {}).unwrap();
    assert_eq!((charter.name.as_str(), charter.history.len()), ("The Oven", 2));
    let last = &charter.history[0];
    assert_eq!((last.what.as_str(), last.value.as_str(), last.took_part), ("name", "The Oven", 4));
    assert_eq!(last.decision.as_deref(), Some(decision.as_str()));
    assert_eq!(certify(&mut people[0], &decision).unwrap_err().code, "keyholder.in-force");
    // A year later they are reminded, and what they sign counts all the same.
    time.pass(24 * 366);
    let list = keyholders(&mut people[0]);
    assert!(list.keyholders.iter().all(|keyholder| keyholder.over));
    let again = people[0].keyholder_propose(ask::KeyholderPropose::default()).unwrap().id;
    carry(&mut people, &community, &again);
    certify(&mut people[0], &again).unwrap();
    all_meet(&mut people, &community);
    assert!(certify(&mut people[1], &again).unwrap().in_force);
    assert!(keyholders(&mut people[1]).keyholders.iter().all(|keyholder| !keyholder.over));
    well(&mut people, &community);
}

#[test]
fn whoever_is_removed_keeps_what_others_built_on_and_is_not_met_again() {
    let (_time, mut people, community) = four();
    ask_them(&mut people[3], "A bigger oven?", "proposal");
    all_meet(&mut people, &community);
    let ask = ask::MemberRemove { who: "Dan".into(), why: "He sold the oven.".into(), ..Default::default() };
    assert_eq!(people[3].member_remove(ask.clone()).unwrap_err().code, "member.myself");
    let decision = people[0].member_remove(ask.clone()).unwrap().id;
    carry(&mut people, &community, &decision);
    assert_eq!(people[0].member_remove(ask).unwrap_err().code, "decision.asked");
    // Dan goes on alone: what he says after what Ana holds has no effect, but for what others build on.
    let say = |node: &mut Node, text: &str, reply: Option<String>| {
        let ask = ask::Comment { on: "a bigger".into(), text: Some(text.into()), reply };
        node.comment(ask).unwrap().comments
    };
    say(&mut people[3], "Not fair.", None);
    let (left, right) = people.split_at_mut(3);
    meet(&mut left[2], &mut right[0], &community);
    let first = show(&mut left[2], "a bigger").around.comments[0].id.clone();
    say(&mut left[2], "You sold it.", Some(first));
    say(&mut people[3], "And I would again.", None);
    certify(&mut people[0], &decision).unwrap();
    let (left, right) = people.split_at_mut(1);
    meet(&mut left[0], &mut right[0], &community);
    let signed = certify(&mut right[0], &decision).unwrap();
    assert!(signed.in_force);
    assert_eq!((signed.change.what.as_str(), signed.change.value.as_str()), ("removal", "Dan"));
    all_meet(&mut people[..3], &community);
    let members = people[2].members(ask::Members::default()).unwrap().members;
    let dan = members.iter().find(|member| member.name == "Dan").unwrap();
    assert_eq!(dan.standing, "removed");
    // What he opened before stays open, and is answered by the others.
    answer(&mut people[2], "a bigger", "for");
    let me = people[3].identity().unwrap().device_id();
    assert!(!people[0].replica_of(&community).unwrap().membership().unwrap().is_peer(&me));
    let said = |node: &mut Node| -> Vec<String> {
        let comments = show(node, "a bigger").around.comments;
        comments.into_iter().filter_map(|comment| comment.text).collect()
    };
    assert_eq!(said(&mut people[0]), ["Not fair.", "You sold it."], "what Chi answered stays, and no more");
    well(&mut people[..3], &community);
}

#[test]
fn two_changes_at_once_stop_each_other_until_two_thirds_choose() {
    let (_time, mut people, community) = four();
    let mut decisions = Vec::new();
    for name in ["The Oven", "The Mill"] {
        let ask = ask::CharterPropose { name: Some(name.into()), ..Default::default() };
        let decision = people[3].charter_propose(ask).unwrap().id;
        carry(&mut people, &community, &decision);
        decisions.push(decision);
    }
    // Ben signs both. That is refused at first, because this is what comes of it.
    certify(&mut people[1], &decisions[0]).unwrap();
    assert_eq!(certify(&mut people[1], &decisions[1]).unwrap_err().code, "keyholder.one-by-one");
    let ask = ask::KeyholderCertify { decision: decisions[1].clone(), anyway: true };
    people[1].keyholder_certify(ask).unwrap();
    let (ana, others) = people.split_at_mut(1);
    meet(&mut ana[0], &mut others[0], &community);
    let (ben, chi) = others.split_at_mut(1);
    meet(&mut ben[0], &mut chi[0], &community);
    assert!(certify(&mut ana[0], &decisions[0]).unwrap().in_force);
    assert!(certify(&mut chi[0], &decisions[1]).unwrap().in_force);
    all_meet(&mut people, &community);
    for node in &mut people {
        assert_eq!(node.charter_show(ask::CharterShow {}).unwrap().name, "Le Fournil", "neither");
        assert_eq!(keyholders(node).at_once.len(), 2);
    }
    // Two thirds of the four who are listed choose: three.
    for n in [3, 0, 1] {
        let certified = certify(&mut people[n], &decisions[1]).unwrap();
        assert_eq!(certified.in_force, n == 1, "{certified:?}");
        all_meet(&mut people, &community);
    }
    for node in &mut people {
        assert_eq!(node.charter_show(ask::CharterShow {}).unwrap().name, "The Mill");
        assert!(keyholders(node).at_once.is_empty());
    }
    // The other one still waits, and can be put into force after it.
    certify(&mut people[0], &decisions[0]).unwrap();
    all_meet(&mut people, &community);
    assert!(certify(&mut people[2], &decisions[0]).unwrap().in_force);
    well(&mut people, &community);
}

#[test]
fn two_vouch_or_a_decision_lets_somebody_in_as_the_charter_says() {
    let (time, mut people, community) = four();
    for (way, newcomer, seed) in [("two-vouch", "Eve", 11), ("decision", "Fay", 12)] {
        let ask = ask::CharterPropose { admission: Some(way.into()), ..Default::default() };
        let decision = people[0].charter_propose(ask).unwrap().id;
        carry(&mut people, &community, &decision);
        certify(&mut people[0], &decision).unwrap();
        all_meet(&mut people, &community);
        certify(&mut people[1], &decision).unwrap();
        all_meet(&mut people, &community);
        let link = people[0].invite(ask::Invite { uses: 1, days: 9, ..Default::default() }).unwrap().link;
        let mut other = person(&time, newcomer, seed);
        other.join(ask::Join { ticket: link }).unwrap();
        meet(&mut other, &mut people[0], &community);
        assert_eq!(other.status(ask::Status {}).unwrap().community.standing, "waiting", "{way}");
        all_meet(&mut people, &community);
        let vouch = ask::MemberVouch { who: Some(newcomer.into()), guest: false };
        if way == "two-vouch" {
            assert_eq!(people[1].member_vouch(vouch).unwrap().admitted, [newcomer]);
        } else {
            assert_eq!(people[1].member_vouch(vouch).unwrap_err().code, "member.decision");
            let ask = ask::MemberPropose { who: newcomer.into(), ..Default::default() };
            let decision = people[1].member_propose(ask.clone()).unwrap().id;
            assert_eq!(people[1].member_propose(ask).unwrap_err().code, "decision.asked");
            carry(&mut people, &community, &decision);
        }
        all_meet(&mut people, &community);
        meet(&mut other, &mut people[1], &community);
        assert_eq!(other.status(ask::Status {}).unwrap().community.standing, "member", "{way}");
        people.push(other);
        all_meet(&mut people, &community);
    }
    well(&mut people, &community);
}

#[test]
fn somebody_who_lost_everything_comes_back_and_answers_once() {
    let (time, mut people, community) = four();
    ask_them(&mut people[0], "How is the bread?", "sense-check");
    all_meet(&mut people, &community);
    answer(&mut people[3], "how is", "fine");
    all_meet(&mut people, &community);
    let lost = people.pop().unwrap();
    let link = people[0].invite(ask::Invite { uses: 1, days: 9, ..Default::default() }).unwrap().link;
    let mut back = person(&time, "Dan", 44);
    back.join(ask::Join { ticket: link }).unwrap();
    meet(&mut back, &mut people[0], &community);
    all_meet(&mut people, &community);
    let was = lost.identity().unwrap().member_id().to_string();
    let who = back.identity().unwrap().member_id().to_string();
    let ask = ask::MemberFormerly { who: was.clone(), was: was.clone(), ..Default::default() };
    assert_eq!(people[1].member_formerly(ask).unwrap_err().code, "member.same");
    let own = Some("Fermer ce qui est perdu ?\nCe qui a été dit reste.".to_owned());
    let ask = ask::MemberFormerly { who: who.clone(), was: was.clone(), question: own, ..Default::default() };
    let decision = people[1].member_formerly(ask).unwrap();
    let asked = (decision.question.as_str(), decision.wording.contains("Ce qui a été dit reste."));
    assert_eq!(asked, ("Fermer ce qui est perdu ?", true), "own words say all of it");
    let decision = decision.id;
    people.push(back);
    all_meet(&mut people, &community);
    answer(&mut people[3], "how is", "not-sure");
    all_meet(&mut people, &community);
    assert_eq!(show(&mut people[0], "how is").answered, 2, "as long as the old laptop is open, they are two");
    carry(&mut people, &community, &decision);
    certify(&mut people[0], &decision).unwrap();
    all_meet(&mut people, &community);
    certify(&mut people[1], &decision).unwrap();
    all_meet(&mut people, &community);
    assert_eq!(show(&mut people[2], "how is").answered, 1);
    time.pass(24 * 6);
    let counted = count(&mut people[2], "how is");
    assert_eq!(counted.answered, 1);
    let members = people[2].members(ask::Members::default()).unwrap().members;
    let new = members.iter().find(|member| member.id == who).unwrap();
    let before = members.iter().find(|member| member.id == was).unwrap();
    assert_eq!((new.standing.as_str(), before.standing.as_str()), ("here", "removed"));
    assert_eq!(new.formerly.as_deref(), Some(before.name.as_str()));
    well(&mut people, &community);
}

#[test]
fn bad_input_about_governing_gets_a_sentence_and_changes_nothing() {
    let (_time, mut people, community) = four();
    let before = state(&mut people[0], &community);
    let ana = &mut people[0];
    let codes = [
        ana.charter_propose(ask::CharterPropose::default()).unwrap_err().code,
        ana.charter_propose(ask::CharterPropose { admission: Some("lottery".into()), ..Default::default() })
            .unwrap_err()
            .code,
        ana.charter_propose(ask::CharterPropose { name: Some("  ".into()), ..Default::default() })
            .unwrap_err()
            .code,
        ana.charter_propose(ask::CharterPropose { entries: Some(3), ..Default::default() }).unwrap_err().code,
        ana.keyholder_propose(ask::KeyholderPropose { without: vec!["Dan".into()], ..Default::default() })
            .unwrap_err()
            .code,
        ana.keyholder_propose(ask::KeyholderPropose {
            without: vec!["me".into(), "Ben".into(), "Chi".into()],
            ..Default::default()
        })
        .unwrap_err()
        .code,
        ana.keyholder_propose(ask::KeyholderPropose {
            add: vec!["Dan".into()],
            days: Some(0),
            ..Default::default()
        })
        .unwrap_err()
        .code,
        certify(ana, "shall they").unwrap_err().code,
        ana.member_vouch(ask::MemberVouch { who: Some("Zoe".into()), guest: false }).unwrap_err().code,
        ana.member_remove(ask::MemberRemove { who: "Dan".into(), why: " ".into(), ..Default::default() })
            .unwrap_err()
            .code,
    ];
    let expected = [
        "charter.one",
        "charter.admission",
        "charter.invalid",
        "charter.invalid",
        "keyholder.none",
        "charter.invalid",
        "decision.days",
        "keyholder.in-force",
        "member.nobody",
        "text.empty",
    ];
    assert_eq!(codes, expected);
    assert_eq!(state(&mut people[0], &community), before);
}
