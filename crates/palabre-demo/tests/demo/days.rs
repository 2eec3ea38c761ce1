//! What happens as days pass, and what the visitor's own acts come to.

use palabre_api::list::CALLS;
use palabre_api::{ask, row};
use palabre_demo::room::OUTSIDE;
use palabre_demo::{Example, Language, Room};
use serde_json::json;

use crate::village::{NOON, ask, at};

fn round(example: &mut Example) -> row::Round {
    ask(example, &ask::RoundShow { round: "Spring round".into() })
}

fn decision(example: &mut Example, question: &str) -> row::Decision {
    ask(example, &ask::DecisionShow { decision: question.into(), ..Default::default() })
}

#[test]
fn six_days_pass_and_every_cent_is_told() {
    for hours in [0, -11, 7, 12] {
        let mut example = at(Language::English, NOON + hours * 3_600_000);
        for day in 1..=6 {
            assert_eq!(example.pass_a_day().unwrap().day, day);
        }
        assert!(example.missed().is_empty(), "{hours}: {:?}", example.missed());
        assert_eq!(example.pass_a_day().unwrap().day, 6, "the story is over");
        let shown = round(&mut example);
        assert_eq!(shown.given.text, "1,630.00 €");
        assert_eq!(shown.state, "final", "{}", shown.sentence);
        let money = shown.settlement.unwrap();
        assert_eq!([&money.kept.text, &money.returned.text], ["1,340.00 €", "1,060.00 €"]);
        assert_eq!(money.kept.minor + money.returned.minor, 240_000);
        let explain = ask::RoundExplain { round: "Spring round".into(), name: Some("Eszter".into()) };
        let lines = ask(&mut example, &explain).lines;
        assert!(lines.iter().any(|line| line.amount.text == "9.45 €"), "{lines:?}");
        let compost = decision(&mut example, "Join the street");
        assert_eq!(compost.state, "final", "{}", compost.sentence);
        assert!(compost.counts[0].arithmetic.contains("7 are for (87.5 %, needed 66.7 %)"));
        for final_one in ["Which chairs", "Keys to"] {
            let shown = decision(&mut example, final_one);
            assert_eq!(shown.state, "final", "{final_one}: {}", shown.sentence);
        }
        let corner = ask(&mut example, &ask::IntentionShow { intention: "Move the quiet".into() });
        assert_eq!(corner.state, "decided");
        let checkup = ask(&mut example, &ask::Doctor { thorough: true, replay: true });
        assert!(checkup.well, "{checkup:?}");
    }
}

#[test]
fn what_the_visitor_does_counts_there() {
    let mut example = at(Language::English, NOON);
    let answer = ask::DecisionAnswer {
        decision: "Shall Wednesday".into(),
        answer: vec!["fine".into()],
        ..Default::default()
    };
    let lunch = ask(&mut example, &answer);
    assert!(lunch.sentence.contains("8 of 12"), "{}", lunch.sentence);
    assert_eq!((lunch.around.held, lunch.around.read), (Some(0), 7));
    let gifts = vec!["Radio=100".to_owned(), "Open doors=60".to_owned()];
    let given = ask(&mut example, &ask::Allocate { round: "Spring round".into(), gifts, only: false });
    assert_eq!(given.left.unwrap().text, "40.00 €");
    example.pass_a_day().unwrap();
    let lunch = decision(&mut example, "Shall Wednesday");
    assert_eq!((lunch.around.held, lunch.around.read), (Some(8), 10));
    for _ in 1..6 {
        example.pass_a_day().unwrap();
    }
    let lunch = decision(&mut example, "Shall Wednesday");
    assert!(lunch.counts[0].arithmetic.contains("11 of 12"), "{}", lunch.counts[0].arithmetic);
    // In Turin they saw that the open doors needed 60.00 € less; Eszter at home could not see what they gave.
    let shown = round(&mut example);
    assert_eq!(shown.buckets[2].given.text, "210.00 €");
    let money = shown.settlement.as_ref().unwrap();
    assert_eq!(money.kept.minor + money.returned.minor, 240_000);
    assert_eq!(shown.state, "final", "{}", shown.sentence);
    let explained = ask(&mut example, &ask::RoundExplain { round: "Spring round".into(), name: None });
    // 30.00 € too much, shared among those who gave 210.00 €.
    assert!(explained.lines.iter().any(|line| line.amount.text == "8.57 €"), "{explained:?}");
}

#[test]
fn an_objection_of_the_visitor_stands() {
    let mut example = at(Language::English, NOON);
    let answer = ask::DecisionAnswer {
        decision: "Keys to".into(),
        answer: vec!["objection".into()],
        reason: Some("The lease forbids it.".into()),
        ..Default::default()
    };
    ask(&mut example, &answer);
    for _ in 0..6 {
        example.pass_a_day().unwrap();
    }
    let keys = decision(&mut example, "Keys to");
    assert!(keys.counts[0].arithmetic.starts_with("Not carried"), "{}", keys.counts[0].arithmetic);
}

#[test]
fn nothing_leads_out_of_the_example() {
    let known: Vec<_> = CALLS.iter().map(|call| call.name).collect();
    for call in OUTSIDE {
        assert!(known.contains(&call), "{call}");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let room = Room::default();
        let ask = |name: &str, arguments| room.ask(name.to_owned(), arguments, |_| {});
        assert_eq!(ask("me.show", json!({})).await.unwrap_err().code, "example.closed");
        let opened = ask("open", json!({ "language": "fr-FR" })).await.unwrap();
        assert_eq!((&opened["day"], &opened["days"]), (&json!(0), &json!(6)));
        for call in OUTSIDE {
            assert_eq!(ask(call, json!({})).await.unwrap_err().code, "example.outside", "{call}");
        }
        assert_eq!(ask("me.show", json!({})).await.unwrap()["name"], "Dung Trần");
        assert_eq!(ask("day", json!({})).await.unwrap()["ahead"], 86_400_000);
        assert_eq!(ask("standing", json!({})).await.unwrap()["day"], 1);
        ask("close", json!({})).await.unwrap();
        assert_eq!(ask("standing", json!({})).await.unwrap_err().code, "example.closed");
    });
}
