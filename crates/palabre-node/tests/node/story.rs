//! From founding to a final decision.

use palabre_api::{Handler, ask};

use crate::table::{Time, answer, gather, meet, person, show, state};

#[test]
fn three_laptops_decide_offline_and_meet() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    meet(&mut ana, &mut ben, &community);
    assert_eq!(ben.members(ask::Members::default()).unwrap().members.len(), 3);
    ana.decision_new(ask::DecisionNew {
        question: "Shall we share lunch?".into(),
        wording: "Each Wednesday.".into(),
    })
    .unwrap();
    ana.decision_open(ask::DecisionOpen {
        decision: "shall".into(),
        how: Some("proposal".into()),
        reasons: Some("against".into()),
        ..Default::default()
    })
    .unwrap();
    meet(&mut ana, &mut ben, &community);
    meet(&mut ben, &mut chi, &community);
    time.pass(1);
    answer(&mut ana, "shall", "for");
    answer(&mut ben, "shall", "for");
    answer(&mut chi, "shall", "against");
    ana.comment(ask::Comment { on: "shall".into(), text: Some("I bring bread.".into()), reply: None })
        .unwrap();
    time.pass(1);
    assert!(meet(&mut ana, &mut chi, &community));
    assert!(meet(&mut ana, &mut ben, &community));
    assert!(meet(&mut ben, &mut chi, &community));
    assert_eq!(state(&mut ana, &community), state(&mut chi, &community));
    let seen = show(&mut ben, "shall");
    assert_eq!((seen.answered, seen.present, seen.state.as_str()), (3, 3, "open"));
    assert_eq!(seen.tally.iter().map(|t| t.voices).collect::<Vec<_>>(), [2, 0, 1]);
    for node in [&mut ana, &mut chi] {
        node.decision_confirm(ask::DecisionConfirm { decision: None, by_itself: Some("yes".into()) })
            .unwrap();
    }
    let counted = ben.decision_count(ask::DecisionCount { decision: "shall".into() }).unwrap();
    assert_eq!(counted.state, "counted");
    meet(&mut ben, &mut ana, &community);
    let seen = show(&mut ana, "shall");
    assert_eq!(seen.state, "final", "{}", seen.sentence);
    assert_eq!(
        seen.counts[0].arithmetic,
        "Carried. 3 of 3 answered (100 %, needed 50 %). Of the 3 for or against, 2 are for (needed more for than against)."
    );
    meet(&mut ana, &mut chi, &community);
    meet(&mut chi, &mut ben, &community);
    meet(&mut ana, &mut ben, &community);
    assert_eq!(state(&mut ana, &community), state(&mut chi, &community));
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
    assert!(ana.doctor(ask::Doctor { thorough: true, replay: true }).unwrap().well);
    assert!(chi.doctor(ask::Doctor { thorough: true, replay: true }).unwrap().well);
}
