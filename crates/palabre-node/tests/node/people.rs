//! Joining through others, guests, leaving, words withdrawn.

use palabre_api::{Handler, ask};
use palabre_node::Node;

use crate::table::{Time, answer, ask_them, gather, meet, person, show, state};

#[test]
fn an_inviter_who_is_asleep_does_not_matter() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben]);
    meet(&mut ana, &mut ben, &community);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("invite").display().to_string();
    ask_them(&mut ana, "Lunch?", "sense-check");
    ana.invite(ask::Invite { uses: 1, days: 1, file: Some(file.clone()), ..Default::default() }).unwrap();
    meet(&mut ana, &mut ben, &community);
    let card = chi.look(ask::Look { ticket: file.clone() }).unwrap();
    assert!(card.carries_community && card.community == "Le Fournil" && card.inviter == "Ana");
    let joined = chi.join(ask::Join { ticket: file.clone() }).unwrap();
    assert!(joined.entries > 0);
    assert_eq!(joined.community.standing, "waiting");
    assert_eq!(chi.join(ask::Join { ticket: file }).unwrap_err().code, "join.already");
    // The file held the community: Chi answers before anybody was met.
    answer(&mut chi, "lunch", "fine");
    let draft = ask::DecisionNew { question: "Mine?".into(), wording: String::new() };
    assert_eq!(chi.decision_new(draft).unwrap_err().code, "me.waiting");
    // Ben is met first. He did not invite Chi: he carries the request, and then lets her in himself.
    meet(&mut chi, &mut ben, &community);
    assert_eq!(show(&mut ben, "lunch").answered, 0);
    let waiting = ben.member_vouch(ask::MemberVouch::default()).unwrap().waiting;
    assert_eq!((waiting[0].name.as_str(), waiting[0].invited_by.as_deref()), ("Chi", Some("Ana")));
    assert_eq!(
        ben.member_vouch(ask::MemberVouch { who: Some("Dee".into()), guest: false }).unwrap_err().code,
        "member.nobody"
    );
    let let_in = ben.member_vouch(ask::MemberVouch { who: Some("chi".into()), guest: false }).unwrap();
    assert_eq!(let_in.admitted, ["Chi"]);
    assert_eq!(show(&mut ben, "lunch").answered, 1, "what was signed after joining takes effect with it");
    meet(&mut ben, &mut ana, &community);
    meet(&mut ben, &mut chi, &community);
    assert_eq!(state(&mut ana, &community), state(&mut chi, &community));
    assert_eq!(show(&mut chi, "lunch").answered, 1);
}

#[test]
fn whoever_shares_a_name_knows_what_they_are_called() {
    let time = Time::new();
    let (mut ana, mut other) = (person(&time, "Ana", 1), person(&time, "Ana", 2));
    let called =
        |node: &mut palabre_node::Node| node.me_show(ask::MeShow {}).unwrap().communities[0].called.clone();
    let community = gather(&mut ana, &mut []);
    assert_eq!(called(&mut ana), "Ana");
    let link = ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    other.join(ask::Join { ticket: link }).unwrap();
    assert_eq!(called(&mut other), "Ana", "nobody else is known yet");
    meet(&mut other, &mut ana, &community);
    meet(&mut other, &mut ana, &community);
    let draft = ask::DecisionNew { question: "Lunch?".into(), wording: String::new() };
    let draft = other.decision_new(draft).unwrap();
    assert_eq!(draft.author, called(&mut other));
    assert_ne!(called(&mut ana), called(&mut other));
}

#[test]
fn an_invite_has_no_more_uses_than_it_says() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    let community = gather(&mut ana, &mut []);
    let link = ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    let late = ana.invite(ask::Invite { uses: 9, days: 1, ..Default::default() }).unwrap().link;
    for (seed, standing) in [(2, "member"), (3, "waiting")] {
        let mut other = person(&time, "Other", seed);
        other.join(ask::Join { ticket: link.clone() }).unwrap();
        meet(&mut other, &mut ana, &community);
        assert_eq!(other.status(ask::Status {}).unwrap().community.standing, standing);
    }
    time.pass(25);
    let mut other = person(&time, "Late", 4);
    other.join(ask::Join { ticket: late }).unwrap();
    meet(&mut other, &mut ana, &community);
    assert_eq!(other.status(ask::Status {}).unwrap().community.standing, "waiting");
    assert_eq!(ana.member_vouch(ask::MemberVouch::default()).unwrap().waiting.len(), 2);
}

#[test]
fn a_guest_reads_comments_and_reacts_and_no_more() {
    let time = Time::new();
    let (mut ana, mut gil) = (person(&time, "Ana", 1), person(&time, "Gil", 2));
    let community = gather(&mut ana, &mut []);
    ask_them(&mut ana, "Lunch?", "sense-check");
    let link = ana.invite(ask::Invite { uses: 1, days: 1, guest: true, ..Default::default() }).unwrap().link;
    gil.join(ask::Join { ticket: link }).unwrap();
    meet(&mut gil, &mut ana, &community);
    assert_eq!(gil.status(ask::Status {}).unwrap().community.standing, "guest");
    gil.comment(ask::Comment { on: "lunch".into(), text: Some("Smells good.".into()), reply: None }).unwrap();
    gil.react(ask::React { on: "lunch".into(), reaction: "♥".into(), comment: None }).unwrap();
    let stance =
        ask::DecisionAnswer { decision: "lunch".into(), answer: vec!["fine".into()], ..Default::default() };
    assert_eq!(gil.decision_answer(stance).unwrap_err().code, "write.no-effect");
    let draft = ask::DecisionNew { question: "Mine?".into(), wording: String::new() };
    assert_eq!(gil.decision_new(draft).unwrap_err().code, "me.guest");
    meet(&mut gil, &mut ana, &community);
    let thread = ana.comment(ask::Comment { on: "lunch".into(), ..Default::default() }).unwrap();
    assert_eq!((thread.comments.len(), thread.reactions[0].names.as_slice()), (1, &["Gil".to_owned()][..]));
    assert_eq!(show(&mut ana, "lunch").answered, 0);
}

#[test]
fn words_can_be_withdrawn_and_answers_cannot() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "proposal");
    meet(&mut ana, &mut ben, &community);
    let reason = Some("I cook at noon.".to_owned());
    let say = ask::DecisionAnswer {
        decision: "lunch".into(),
        answer: vec!["against".into()],
        reason,
        ..Default::default()
    };
    ben.decision_answer(say).unwrap();
    let thread =
        ben.comment(ask::Comment { on: "lunch".into(), text: Some("Hm.".into()), reply: None }).unwrap();
    let comment = thread.comments[0].id.clone();
    meet(&mut ana, &mut ben, &community);
    let reply = ask::Comment { on: "lunch".into(), text: Some("Why?".into()), reply: Some(comment.clone()) };
    let thread = ana.comment(reply).unwrap();
    assert_eq!(thread.comments[1].reply_to.as_deref(), Some(comment.as_str()));
    let theirs = ask::Withdraw { on: "lunch".into(), comment: Some(comment.clone()), ..Default::default() };
    assert_eq!(ana.withdraw(theirs.clone()).unwrap_err().code, "withdraw.nothing");
    ben.withdraw(theirs).unwrap();
    ben.withdraw(ask::Withdraw { on: "lunch".into(), ..Default::default() }).unwrap();
    meet(&mut ana, &mut ben, &community);
    let seen = show(&mut ana, "lunch");
    assert_eq!((seen.answered, seen.answers[0].position.as_str()), (1, "against"));
    assert!(seen.answers[0].reason.is_none() && seen.answers[0].reason_withdrawn);
    assert!(seen.around.comments[0].text.is_none());
    assert_eq!(seen.around.comments[1].text.as_deref(), Some("Why?"));
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
}

#[test]
fn every_word_of_ones_own_can_be_withdrawn_by_how_it_begins_or_by_its_key() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ana.project_new(ask::ProjectNew { name: "Bread oven".into(), ..Default::default() }).unwrap();
    ana.project_join(ask::ProjectJoin { project: "bread".into() }).unwrap();
    let note = |node: &mut Node, text: &str| {
        let note = ask::ProjectNote { project: "bread".into(), text: text.into(), ..Default::default() };
        node.project_note(note).unwrap()
    };
    note(&mut ana, "The clay came from Paul");
    note(&mut ana, "The clay is dry");
    let shown = note(&mut ana, "We lit it");
    let step = ask::StepAdd { on: "bread".into(), text: "Ask Paul for wood".into(), by: None };
    ana.step_add(step).unwrap();
    meet(&mut ana, &mut ben, &community);
    let back = |node: &mut Node, what: &str| {
        let ask = ask::Withdraw { on: "bread".into(), what: Some(what.into()), ..Default::default() };
        node.withdraw(ask).map(drop).map_err(|error| error.code)
    };
    assert_eq!(back(&mut ben, "we lit"), Err("withdraw.nothing".to_owned()), "they are not his");
    assert_eq!(back(&mut ana, "the clay"), Err("withdraw.several".to_owned()));
    assert_eq!(back(&mut ana, ""), Err("withdraw.nothing".to_owned()));
    back(&mut ana, "the clay came").unwrap();
    let lit = shown.journal.iter().find(|note| note.text.as_deref() == Some("We lit it")).unwrap();
    back(&mut ana, &format!("note/{}", &lit.id)).unwrap();
    back(&mut ana, "ask paul").unwrap();
    meet(&mut ana, &mut ben, &community);
    let seen = ben.project_show(ask::ProjectShow { project: "bread".into() }).unwrap();
    let texts: Vec<_> = seen.journal.iter().map(|note| note.text.as_deref()).collect();
    assert_eq!(texts.iter().flatten().collect::<Vec<_>>(), [&"The clay is dry"]);
    assert_eq!((texts.len(), seen.around.steps[0].text.as_deref()), (3, None), "that they were said stays");
}

#[test]
fn leaving_closes_the_laptop_and_keeps_what_was_said() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "proposal");
    meet(&mut ana, &mut ben, &community);
    answer(&mut ben, "lunch", "for");
    assert_eq!(ben.leave(ask::Leave { name: "Elsewhere".into() }).unwrap_err().code, "leave.name");
    assert_eq!(ben.leave(ask::Leave { name: "le fournil".into() }).unwrap().standing, "left");
    let more = ask::Comment { on: "lunch".into(), text: Some("And …".into()), reply: None };
    assert!(ben.comment(more).is_err(), "a closed laptop says nothing more");
    meet(&mut ana, &mut ben, &community);
    assert_eq!(show(&mut ana, "lunch").answered, 1);
    let members = ana.members(ask::Members::default()).unwrap().members;
    assert_eq!(members.iter().map(|m| m.standing.as_str()).collect::<Vec<_>>(), ["here", "left"]);
    assert_eq!(ana.status(ask::Status {}).unwrap().members, 1);
}
