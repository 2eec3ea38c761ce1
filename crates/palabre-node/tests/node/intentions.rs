//! Intentions: asked, advised while apart, answered, decided, looked back at.

use palabre_api::{Handler, ask, row};
use palabre_node::Node;

use crate::table::{Time, gather, meet, person, state};

fn code<T>(result: Result<T, palabre_api::ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

fn waits(node: &mut Node) -> Vec<(String, String)> {
    let waiting = node.waiting(ask::Waiting { limit: 9 }).unwrap().waiting;
    // The wish for more who keep the keys is another story.
    let waiting = waiting.into_iter().filter(|wait| wait.asks != "keyholders");
    waiting.map(|wait| (wait.asks, wait.why)).collect()
}

fn advise(node: &mut Node, kind: &str, text: Option<&str>) -> Result<row::Intention, palabre_api::ApiError> {
    let text = text.map(str::to_owned);
    node.intention_advise(ask::IntentionAdvise { intention: "move".into(), kind: kind.into(), text })
}

#[test]
fn what_listens_or_is_looked_at_again_after_a_long_time_is_not_forgotten() {
    let time = Time::new();
    let (mut hana, mut dung) = (person(&time, "Hana", 1), person(&time, "Dung", 2));
    let community = gather(&mut hana, &mut [&mut dung]);
    meet(&mut hana, &mut dung, &community);
    let new = |what: &str, days| ask::IntentionNew {
        what: what.into(),
        touches: vec!["Dung".into()],
        days: Some(days),
        ..Default::default()
    };
    hana.intention_new(new("Move the workshop", 3)).unwrap();
    hana.intention_new(new("Learn to prune", 300)).unwrap();
    let decide =
        ask::IntentionDecide { intention: "move".into(), go: "go".into(), text: None, review: Some(300) };
    hana.intention_decide(decide).unwrap();
    meet(&mut hana, &mut dung, &community);
    time.pass(24 * 295);
    let dates = dung.coming(ask::Coming { days: 14, limit: 9 }).unwrap().dates;
    let dates: Vec<_> = dates.into_iter().map(|date| (date.title, date.what)).collect();
    let expected = [("Learn to prune", "ends"), ("Move the workshop", "review")];
    assert_eq!(dates, expected.map(|(title, what)| (title.to_owned(), what.to_owned())));
    time.pass(24 * 6);
    let asks = |node: &mut Node| waits(node).into_iter().map(|(asks, _)| asks).collect::<Vec<_>>();
    assert_eq!(asks(&mut dung), ["advise", "review"]);
    assert_eq!(asks(&mut hana), ["decide"]);
    time.pass(24 * 61);
    assert_eq!(asks(&mut dung), [""; 0], "it is long over now");
}

#[test]
fn advice_comes_before_doing() {
    let time = Time::new();
    let (mut hana, mut dung, mut eszter) =
        (person(&time, "Hana", 1), person(&time, "Dung", 2), person(&time, "Eszter", 3));
    let community = gather(&mut hana, &mut [&mut dung, &mut eszter]);
    meet(&mut hana, &mut dung, &community);
    meet(&mut hana, &mut eszter, &community);
    let profile =
        ask::ProfileWrite { shares: vec!["Acoustics".into(), "sewing".into()], ..Default::default() };
    eszter.profile_write(profile).unwrap();
    meet(&mut hana, &mut eszter, &community);
    let suggest = |node: &mut Node, text: &str| {
        node.intention_suggest(ask::IntentionSuggest { text: text.into() }).unwrap().names
    };
    assert_eq!(suggest(&mut hana, "the acoustics of the back room"), ["Eszter"]);
    assert!(suggest(&mut hana, "plumbing").is_empty());
    let begun = hana
        .intention_new(ask::IntentionNew {
            what: "Move the quiet corner to the back room".into(),
            why: "It is loud by the door".into(),
            touches: vec!["Dung".into(), "eszter".into()],
            ..Default::default()
        })
        .unwrap();
    assert_eq!((begun.state.as_str(), begun.heard, begun.named), ("listening", 0, 2));
    assert_eq!(begun.not_heard, ["Dung", "Eszter"]);
    meet(&mut hana, &mut dung, &community);
    meet(&mut hana, &mut eszter, &community);
    let (asks, why) = waits(&mut dung).remove(0);
    assert_eq!(
        (asks.as_str(), why.as_str()),
        ("advise", "This touches you. Hana decides, and asks you first.")
    );
    // Both advise while apart.
    advise(&mut dung, "read", None).unwrap();
    assert_eq!(code(advise(&mut eszter, "harm", None)), "intention.words");
    assert_eq!(code(advise(&mut eszter, "objection", Some("x"))), "intention.advice");
    advise(&mut eszter, "harm", Some("I need the north light")).unwrap();
    assert_eq!(code(advise(&mut hana, "support", None)), "intention.mine");
    meet(&mut hana, &mut dung, &community);
    meet(&mut hana, &mut eszter, &community);
    let seen = hana.intention_show(ask::IntentionShow { intention: "move".into() }).unwrap();
    assert_eq!(
        (seen.heard, seen.not_heard.len(), seen.not_answered.as_slice()),
        (2, 0, &["Eszter".to_owned()][..])
    );
    assert_eq!(waits(&mut hana)[0].0, "reply");
    let reply = |how: &str, text: Option<&str>| ask::IntentionReply {
        intention: "move".into(),
        name: "Eszter".into(),
        how: how.into(),
        text: text.map(str::to_owned),
    };
    assert_eq!(code(hana.intention_reply(reply("not-taken", None))), "intention.because");
    assert_eq!(code(dung.intention_reply(reply("taken", None))), "intention.not-mine");
    hana.intention_reply(reply("adapted", Some("Your table stays at the window"))).unwrap();
    assert!(waits(&mut hana).is_empty());
    // A decision about it does not stop it; the initiator waits for it visibly.
    dung.decision_new(ask::DecisionNew { question: "Is the back room free?".into(), wording: String::new() })
        .unwrap();
    let open = ask::DecisionOpen {
        decision: "is the".into(),
        about: Some("move the".into()),
        how: Some("sense-check".into()),
        ..Default::default()
    };
    dung.decision_open(open).unwrap();
    meet(&mut hana, &mut dung, &community);
    let change = ask::IntentionChange {
        intention: "move".into(),
        waits_for: Some("is the".into()),
        ..Default::default()
    };
    let seen = hana.intention_change(change).unwrap();
    assert_eq!(seen.waits_for.unwrap().title, "Is the back room free?");
    assert_eq!(seen.around.tied[0].kind, "decision");
    let decide = ask::IntentionDecide {
        intention: "move".into(),
        go: "go-changed".into(),
        text: Some("From Monday".into()),
        review: None,
    };
    let early = ask::IntentionReview { intention: "move".into(), tension: "less".into(), text: None };
    assert_eq!(code(dung.intention_review(early.clone())), "review.early");
    let gone = hana.intention_decide(decide).unwrap();
    assert!(
        gone.sentence.starts_with("Hana goes ahead, changed after the advice. Review on 2027-04-21"),
        "{}",
        gone.sentence
    );
    hana.intention_outcome(ask::IntentionOutcome { intention: "move".into(), text: "Quiet at last".into() })
        .unwrap();
    meet(&mut hana, &mut dung, &community);
    meet(&mut hana, &mut eszter, &community);
    time.pass(43 * 24);
    let reviews = |node: &mut Node| waits(node).iter().filter(|(asks, _)| asks == "review").count();
    assert_eq!(reviews(&mut dung), 1);
    dung.intention_review(early).unwrap();
    assert_eq!(reviews(&mut dung), 0);
    meet(&mut hana, &mut dung, &community);
    meet(&mut hana, &mut eszter, &community);
    meet(&mut hana, &mut dung, &community);
    let seen = eszter.intention_show(ask::IntentionShow { intention: "move".into() }).unwrap();
    assert_eq!((seen.state.as_str(), seen.reviews[0].tension.as_str()), ("review", "less"));
    assert_eq!(seen.advice[1].reply_text.as_deref(), Some("Your table stays at the window"));
    assert_eq!(state(&mut hana, &community), state(&mut eszter, &community));
    assert_eq!(state(&mut hana, &community), state(&mut dung, &community));
}

#[test]
fn deciding_without_having_heard_all_is_possible_and_shown() {
    let time = Time::new();
    let (mut hana, mut dung) = (person(&time, "Hana", 1), person(&time, "Dung", 2));
    let community = gather(&mut hana, &mut [&mut dung]);
    let new = ask::IntentionNew {
        what: "Move the shelf".into(),
        touches: vec!["Dung".into()],
        days: Some(1),
        ..Default::default()
    };
    hana.intention_new(new.clone()).unwrap();
    time.pass(25);
    assert_eq!(waits(&mut hana)[0].0, "decide");
    let decide = ask::IntentionDecide { intention: "move".into(), go: "go".into(), ..Default::default() };
    let gone = hana.intention_decide(decide).unwrap();
    assert!(
        gone.sentence.starts_with("Hana goes ahead. Decided all the same (not heard: Dung)."),
        "{}",
        gone.sentence
    );
    meet(&mut hana, &mut dung, &community);
    let seen = dung.intention_show(ask::IntentionShow { intention: "move".into() }).unwrap();
    assert_eq!(seen.not_heard, ["Dung"], "what was open then stays to be seen");
    let alone = hana.intention_new(ask::IntentionNew { touches: vec![], ..new.clone() }).unwrap();
    assert!(alone.sentence.contains("Do it, and tell"), "{}", alone.sentence);
    let past = ask::IntentionNew { until: Some("2001-01-01".into()), days: None, ..new.clone() };
    assert_eq!(code(hana.intention_new(past)), "intention.until");
    let nobody = ask::IntentionNew { touches: vec!["Zoe".into()], ..new };
    assert_eq!(code(hana.intention_new(nobody)), "member.unknown");
}
