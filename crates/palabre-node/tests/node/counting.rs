//! Counting: late, omitted, conflicting; two counts; the file that a stranger re-counts; the Cause.

use std::sync::Arc;

use palabre_api::{Handler, ask, row};
use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::decision::Carried;
use palabre_domain::id::{CommunityId, RecordId};
use palabre_domain::tally::Verdict;
use palabre_node::Node;
use palabre_node::decide::Case;
use palabre_node::replica::WriteError;

use crate::table::{Time, answer, ask_them, author, confirm, count, gather, meet, person, show, state};

#[test]
fn an_answer_that_came_too_late_to_be_counted_stays_late() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    meet(&mut ana, &mut ben, &community);
    ask_them(&mut ana, "Which colour?", "proposal");
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut chi, &community);
    answer(&mut ana, "which", "for");
    answer(&mut ben, "which", "for");
    // Chi answers in time, and meets nobody.
    answer(&mut chi, "which", "against");
    meet(&mut ana, &mut ben, &community);
    assert!(!show(&mut ana, "which").may_count);
    let early = ana.decision_count(ask::DecisionCount { decision: "which".into() }).unwrap_err();
    assert_eq!(early.code, "decision.too-early");
    time.pass(7 * 24 + 1);
    // Ended, and Chi's answer may still be on its way.
    assert_eq!(show(&mut ana, "which").state, "closing");
    assert!(!show(&mut ana, "which").may_count);
    time.pass(48);
    assert!(show(&mut ana, "which").may_count);
    // Nothing is left to count where somebody has counted the same.
    assert!(!count(&mut ana, "which").may_count);
    meet(&mut ana, &mut ben, &community);
    assert!(!show(&mut ben, "which").may_count);
    assert_eq!(confirm(&mut ben, "which").unwrap().state, "final");
    meet(&mut ben, &mut chi, &community);
    meet(&mut ben, &mut ana, &community);
    let seen = show(&mut ana, "which");
    assert_eq!(seen.state, "final");
    let late: Vec<_> =
        seen.answers.iter().filter(|a| a.standing == "late").map(|a| a.name.as_str()).collect();
    assert_eq!(late, ["Chi"]);
    assert_eq!(seen.counts.len(), 1);
    assert!(
        seen.counts[0].arithmetic.starts_with("Carried. 2 of 3 answered"),
        "{}",
        seen.counts[0].arithmetic
    );
    let closed = chi.decision_answer(ask::DecisionAnswer {
        decision: "which".into(),
        answer: vec!["for".into()],
        ..Default::default()
    });
    assert_eq!(closed.unwrap_err().code, "decision.closed");
}

fn objects(node: &mut Node) {
    let objects = ask::DecisionAnswer {
        decision: "which".into(),
        answer: vec!["objection".into()],
        reason: Some("It is the colour of the fire engine.".into()),
        ..Default::default()
    };
    node.decision_answer(objects).unwrap();
}

/// At whose late objections this laptop asks its person to look.
fn looks(node: &mut Node) -> Vec<Vec<String>> {
    let waiting = node.waiting(ask::Waiting { limit: 9 }).unwrap().waiting;
    waiting.into_iter().filter(|wait| wait.asks == "look").map(|wait| wait.who).collect()
}

#[test]
fn those_who_decided_are_asked_to_look_at_an_objection_that_came_late() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    meet(&mut ana, &mut ben, &community);
    ask_them(&mut ana, "Which colour?", "consent");
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut chi, &community);
    answer(&mut ana, "which", "consent");
    answer(&mut ben, "which", "consent");
    objects(&mut chi);
    meet(&mut ana, &mut ben, &community);
    time.pass(7 * 24 + 49);
    count(&mut ana, "which");
    meet(&mut ana, &mut ben, &community);
    assert_eq!(confirm(&mut ben, "which").unwrap().state, "final");
    meet(&mut ben, &mut ana, &community);
    assert_eq!(looks(&mut ana), [] as [Vec<String>; 0]);
    meet(&mut ben, &mut chi, &community);
    meet(&mut ben, &mut ana, &community);
    // The result stays, and it waits for both who decided, and not for the one who objects.
    assert_eq!(show(&mut ana, "which").state, "final");
    assert_eq!([looks(&mut ana), looks(&mut ben)], [[["Chi"]], [["Chi"]]]);
    assert_eq!(looks(&mut chi), [] as [Vec<String>; 0]);
    assert!(show(&mut ana, "which").looks_again);
    // Until they have looked.
    ana.decision_pass(ask::DecisionPass { decision: "which".into(), back: false }).unwrap();
    assert_eq!(looks(&mut ana), [] as [Vec<String>; 0]);
    assert!(!show(&mut ana, "which").looks_again);
}

#[test]
fn whoever_looked_at_one_late_objection_is_asked_to_look_at_the_next() {
    let time = Time::new();
    let [mut ana, mut ben, mut chi, mut dan, mut eve] =
        [("Ana", 1), ("Ben", 2), ("Chi", 3), ("Dan", 4), ("Eve", 5)]
            .map(|(name, seed)| person(&time, name, seed));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi, &mut dan, &mut eve]);
    ask_them(&mut ana, "Which colour?", "consent");
    for other in [&mut ben, &mut chi, &mut dan, &mut eve] {
        meet(&mut ana, other, &community);
    }
    // Both object in time, and their laptops meet nobody: by the clocks all this is before anybody looks.
    objects(&mut chi);
    objects(&mut dan);
    let pass = || ask::DecisionPass { decision: "which".into(), back: false };
    // Ana had left it to the others before she answered: she cannot have looked then at what came later.
    ana.decision_pass(pass()).unwrap();
    for node in [&mut ana, &mut ben, &mut eve] {
        answer(node, "which", "consent");
    }
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut eve, &community);
    time.pass(7 * 24 + 49);
    count(&mut ana, "which");
    for other in [&mut ben, &mut eve] {
        meet(&mut ana, other, &community);
        confirm(other, "which").unwrap();
        meet(&mut ana, other, &community);
    }
    assert_eq!(show(&mut ana, "which").state, "final");
    for (late, name) in [(&mut chi, "Chi"), (&mut dan, "Dan")] {
        assert_eq!(looks(&mut ana), [] as [Vec<String>; 0]);
        meet(&mut ana, late, &community);
        assert_eq!(looks(&mut ana), [[name]]);
        assert!(show(&mut ana, "which").looks_again);
        assert!(!ana.decision_pass(pass()).unwrap().looks_again);
    }
    assert_eq!(looks(&mut ana), [] as [Vec<String>; 0]);
    // Ben has looked at neither.
    meet(&mut ana, &mut ben, &community);
    assert_eq!(looks(&mut ben), [["Chi", "Dan"]]);
    assert_eq!(show(&mut ana, "which").state, "final");
}

#[test]
fn who_counts_differently_does_not_confirm_and_counts_again() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    meet(&mut ana, &mut ben, &community);
    ask_them(&mut ana, "Which colour?", "proposal");
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut chi, &community);
    answer(&mut ana, "which", "for");
    answer(&mut chi, "which", "for");
    meet(&mut ben, &mut chi, &community);
    time.pass(7 * 24 + 49);
    // Ana counts without Chi's answer, which Ben holds.
    count(&mut ana, "which");
    meet(&mut ana, &mut ben, &community);
    assert_eq!(confirm(&mut ben, "which").unwrap_err().code, "confirm.differs");
    assert!(show(&mut ben, "which").may_count);
    let counted = count(&mut ben, "which");
    assert_eq!(counted.counts.len(), 2);
    meet(&mut ben, &mut chi, &community);
    let seen = confirm(&mut chi, "which").unwrap();
    assert_eq!(seen.state, "final");
    let finals: Vec<_> = seen.counts.iter().filter(|count| count.is_final).collect();
    assert_eq!((finals.len(), finals[0].counted_by.as_slice()), (1, &["Ben".to_owned()][..]));
    meet(&mut chi, &mut ana, &community);
    meet(&mut chi, &mut ben, &community);
    assert_eq!(show(&mut ana, "which").state, "final");
    assert_eq!(state(&mut ana, &community), state(&mut chi, &community));
}

#[test]
fn a_stranger_recounts_from_the_file_alone_and_sees_when_it_was_touched() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    meet(&mut ana, &mut ben, &community);
    ask_them(&mut ana, "Which colour?", "proposal");
    meet(&mut ana, &mut ben, &community);
    answer(&mut ana, "which", "for");
    answer(&mut ben, "which", "against");
    meet(&mut ana, &mut ben, &community);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("decision.palabre-count").display().to_string();
    let export = || ask::DecisionExport { decision: "which".into(), file: file.clone() };
    assert_eq!(ana.decision_export(export()).unwrap_err().code, "export.not-counted");
    count(&mut ana, "which");
    ana.decision_export(export()).unwrap();
    let mut stranger = person(&time, "Nobody", 9);
    let verify = |node: &mut palabre_node::Node| node.verify(ask::Verify { file: file.clone() });
    assert_eq!(verify(&mut stranger).unwrap().verdict, "counted");
    meet(&mut ana, &mut ben, &community);
    confirm(&mut ben, "which").unwrap();
    ben.decision_export(export()).unwrap();
    let seen = verify(&mut stranger).unwrap();
    assert_eq!((seen.verdict.as_str(), seen.confirmed, seen.needed), ("verified", 2, Some(2)));
    assert!(seen.arithmetic.starts_with("Not carried. 2 of 2 answered"), "{}", seen.arithmetic);
    let text = std::fs::read_to_string(&file).unwrap();
    let evidence = text.find("\"evidence\": \"").unwrap() + 13;
    for at in (evidence..text.len() - 8).step_by(97) {
        let mut spoilt = text.clone().into_bytes();
        spoilt[at] = if spoilt[at] == b'A' { b'B' } else { b'A' };
        std::fs::write(&file, spoilt).unwrap();
        assert!(
            verify(&mut stranger).is_err(),
            "letter {} of the evidence was changed unnoticed",
            at - evidence
        );
    }
}

#[test]
fn a_newcomers_first_answer_counts_in_a_sense_check_and_stands_apart_in_a_proposal() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "How does it feel?", "sense-check");
    ask_them(&mut ana, "Shall we?", "proposal");
    let link = ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    chi.join(ask::Join { ticket: link }).unwrap();
    meet(&mut chi, &mut ana, &community);
    answer(&mut chi, "how does", "fine");
    answer(&mut chi, "shall we", "for");
    meet(&mut chi, &mut ana, &community);
    let feels = show(&mut ana, "how does");
    assert_eq!((feels.answered, feels.present), (1, 3));
    let shall = show(&mut ana, "shall we");
    assert_eq!((shall.answered, shall.present), (0, 2));
    assert_eq!(shall.answers[0].standing, "apart");
    assert_eq!(shall.tally.iter().map(|t| t.voices).sum::<u32>(), 0, "not on the roll, not in the numbers");
    assert_eq!(count_code(&mut chi), "decision.apart");
}

fn count_code(node: &mut palabre_node::Node) -> String {
    node.decision_count(ask::DecisionCount { decision: "shall we".into() }).unwrap_err().code
}

/// Ana asks whether there is lunch, and answers; Ben is away, and may answer all the same.
fn answered_while_ben_is_away(time: &Time) -> (Node, Node, CommunityId) {
    let (mut ana, mut ben) = (person(time, "Ana", 1), person(time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    let away = ask::ProfileWrite { away_until: Some("2027-05-01".into()), ..Default::default() };
    ben.profile_write(away).unwrap();
    meet(&mut ana, &mut ben, &community);
    ask_them(&mut ana, "Lunch?", "proposal");
    meet(&mut ana, &mut ben, &community);
    answer(&mut ana, "lunch", "for");
    (ana, ben, community)
}

#[test]
fn what_is_final_stays_when_its_counter_counts_again() {
    let time = Time::new();
    let (mut ana, mut ben, community) = answered_while_ben_is_away(&time);
    answer(&mut ben, "lunch", "against");
    let alone = count(&mut ana, "lunch");
    assert_eq!((alone.state.as_str(), alone.counts[0].present), ("final", 1), "who is away is not missed");
    meet(&mut ana, &mut ben, &community);
    let again = count(&mut ana, "lunch");
    assert_eq!(again.state, "final", "{again:#?}");
    assert_eq!(again.counts.len(), 2);
    // Ben's answer, which the first count did not have, is all that is told anew.
    let told =
        |count: &row::Count| (count.id.clone(), count.present, count.is_final, count.arithmetic.clone());
    assert_eq!(told(&again.counts[0]), told(&alone.counts[0]));
    assert_eq!((again.counts[1].present, again.counts[1].is_final), (2, false), "Ben rests, and answered");
    meet(&mut ana, &mut ben, &community);
    let seen = show(&mut ben, "lunch");
    assert_eq!((seen.state.as_str(), seen.counts.len()), ("final", 2));
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
}

#[test]
fn a_decision_that_a_page_shows_is_read_again_once_something_came() {
    let time = Time::new();
    let (mut ana, mut ben, community) = answered_while_ben_is_away(&time);
    let record = RecordId::parse(&show(&mut ana, "lunch").id).unwrap();
    let read =
        |node: &mut Node| Case::weighed(node.replica_of(&community).unwrap(), record).unwrap().unwrap();
    let before = read(&mut ana);
    assert!(Arc::ptr_eq(&before, &read(&mut ana)), "nothing came");
    answer(&mut ben, "lunch", "against");
    meet(&mut ana, &mut ben, &community);
    let after = read(&mut ana);
    assert_eq!((before.answered().len(), after.answered().len()), (1, 2));
    // What is said of somebody may be another matter for it, too.
    ben.profile_write(ask::ProfileWrite { shares: vec!["bread".into()], ..Default::default() }).unwrap();
    meet(&mut ana, &mut ben, &community);
    assert!(!Arc::ptr_eq(&after, &read(&mut ana)));
    // What could not be written has not been read, either.
    let by = author(&ana);
    let replica = ana.replica_of(&community).unwrap();
    let failed: Result<(), WriteError> = replica.together(|replica| {
        replica.say(&by, record, &[(Key::Leave, Some(Said::YES))])?;
        assert!(Case::weighed(replica, record).unwrap().unwrap().is_left_by(&by.member));
        Err(WriteError::NoRecord)
    });
    assert!(failed.is_err());
    assert!(!read(&mut ana).is_left_by(&by.member));
}

/// Puts something else under the name of the first count of a decision or a round, into the voice of whoever made it.
pub(crate) fn spoil(node: &mut Node, community: &CommunityId, record: RecordId) {
    let by = author(node);
    let replica = node.replica_of(community).unwrap();
    let case = Case::read(replica, record).unwrap().unwrap();
    let name = case.counts[0].id;
    assert!(case.counts[0].counters.contains(&by.member));
    let mut signed = case.counts[0].signed.clone().unwrap();
    signed.count.result.verdict = Verdict::NotCarried;
    assert_ne!(signed.count.id(), name);
    let value = CountValue { opening: signed.count.opening, count: name, signed: Carried::Here(signed) };
    replica.say(&by, record, &[(Key::Count, Some(Said::Count(value)))]).unwrap();
}

/// Held by `Case::read_counts`, which takes what no voice bears any more from the certificate.
#[test]
fn what_is_final_stays_told_when_its_counter_puts_something_else_under_its_name() {
    let time = Time::new();
    let (mut ana, mut ben, community) = answered_while_ben_is_away(&time);
    // Who is away is not missed, so that each of the two makes final what they find alone.
    let alone = count(&mut ana, "lunch");
    assert_eq!((alone.state.as_str(), alone.counts[0].result.as_str()), ("final", "carried"));
    let record = RecordId::parse(&alone.id).unwrap();
    spoil(&mut ana, &community, record);
    let spoilt = show(&mut ana, "lunch");
    assert_eq!((spoilt.state.as_str(), &spoilt.counts), ("final", &alone.counts));
    // And of two that differ, none goes away by that.
    time.pass(7 * 24 + 49);
    assert_eq!(count(&mut ben, "lunch").state, "final");
    meet(&mut ana, &mut ben, &community);
    for node in [&mut ana, &mut ben] {
        let seen = show(node, "lunch");
        assert_eq!(seen.state, "disputed");
        assert_eq!(seen.counts.len(), 2);
        assert!(seen.counts.iter().all(|count| count.is_final && count.figures.is_some()), "{seen:#?}");
    }
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
}
