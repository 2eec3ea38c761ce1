//! Nudges: the one who asked says a line to somebody who has not answered, and no second one.

use palabre_api::{ApiError, Handler, ask, row};
use palabre_documents::voice::{Key, Said};
use palabre_domain::id::RecordId;
use palabre_domain::words::Nudge;
use palabre_node::Node;

use crate::table::{Time, answer, ask_them, author, gather, meet, person, show, state};

fn nudge(node: &mut Node, on: &str, name: Option<&str>, text: &str) -> Result<row::Nudges, ApiError> {
    let text = Some(text.to_owned()).filter(|text| !text.is_empty());
    node.nudge(ask::Nudge { on: on.into(), name: name.map(str::to_owned), text })
}

fn code(result: Result<row::Nudges, ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

/// Why something waits for somebody.
fn why(node: &mut Node, title: &str) -> Option<String> {
    let waiting = node.waiting(ask::Waiting { limit: 9 }).unwrap().waiting;
    waiting.into_iter().find(|wait| wait.title == title).map(|wait| wait.because)
}

/// What was written to somebody about a decision, and by whom, as they see it.
fn seen(node: &mut Node, on: &str) -> Vec<(String, Option<String>)> {
    let nudges = show(node, on).around.nudges;
    nudges.into_iter().map(|nudge| (if nudge.mine { nudge.name } else { nudge.by }, nudge.text)).collect()
}

#[test]
fn whoever_asked_says_one_line_to_each_who_has_not_answered() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    ask_them(&mut ana, "Lunch?", "proposal");
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut chi, &community);
    answer(&mut chi, "lunch", "for");
    meet(&mut ana, &mut chi, &community);
    for node in [&mut ana, &mut ben, &mut chi] {
        node.since(ask::Since { when: None, looked: true, limit: 9 }).unwrap();
    }
    let silent = nudge(&mut ana, "lunch", None, "").unwrap().silent;
    assert_eq!(silent, ["Ben"], "whoever asked is not told of themself");
    assert_eq!(code(nudge(&mut ben, "lunch", None, "")), "nudge.not-mine");
    assert_eq!(code(nudge(&mut ben, "lunch", Some("Chi"), "Well?")), "nudge.not-mine");
    assert_eq!(code(nudge(&mut ana, "lunch", Some("Chi"), "Well?")), "nudge.answered");
    assert_eq!(code(nudge(&mut ana, "lunch", Some("Ben"), "  ")), "text.empty");
    assert_eq!(code(nudge(&mut ana, "community", Some("Ben"), "Well?")), "nudge.where");
    let before = why(&mut ben, "Lunch?");
    let sent = nudge(&mut ana, "lunch", Some("Ben"), "You cook best of all of us: on Friday?").unwrap();
    assert_eq!((sent.nudges.len(), sent.nudges[0].mine), (1, true));
    assert_eq!(code(nudge(&mut ana, "lunch", Some("Ben"), "Well?")), "nudge.again");
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut chi, &community);
    let words = Some("You cook best of all of us: on Friday?".to_owned());
    assert_eq!(seen(&mut ben, "lunch"), [("Ana".to_owned(), words.clone())]);
    assert_eq!(seen(&mut ana, "lunch"), [("Ben".to_owned(), words)]);
    assert_eq!(seen(&mut chi, "lunch"), [], "it is between two");
    assert_eq!((before.as_deref(), why(&mut ben, "Lunch?").as_deref()), (Some("takes-part"), Some("nudged")));
    let news = |node: &mut Node| {
        let news = node.since(ask::Since { when: None, looked: false, limit: 9 }).unwrap().subjects;
        news.into_iter().map(|subject| (subject.title, subject.because)).collect::<Vec<_>>()
    };
    assert_eq!(news(&mut ben), [("Lunch?".to_owned(), "named".to_owned())]);
    assert_eq!(news(&mut chi), [], "nobody else need know");
    let find = |node: &mut Node| {
        let found = node.search(ask::Search { text: vec!["cook".into()], kind: None, limit: 9 }).unwrap();
        found.hits.len()
    };
    assert_eq!([find(&mut ana), find(&mut ben), find(&mut chi)], [1, 1, 0], "nor find it");
    // Whoever wrote it can take it back, and it is still the only one.
    let back = ask::Withdraw { on: "lunch".into(), what: Some("you cook".into()), ..Default::default() };
    ana.withdraw(back).unwrap();
    meet(&mut ana, &mut ben, &community);
    assert_eq!(seen(&mut ben, "lunch"), [("Ana".to_owned(), None)]);
    assert_eq!(code(nudge(&mut ana, "lunch", Some("Ben"), "Well?")), "nudge.again");
    answer(&mut ben, "lunch", "for");
    assert_eq!(why(&mut ben, "Lunch?"), None, "it waits for him no more");
    meet(&mut ana, &mut ben, &community);
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
}

#[test]
fn a_line_to_one_names_nobody_else_and_a_stranger_to_a_question_tells_nothing_by_one() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    ask_them(&mut ana, "Lunch?", "proposal");
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut chi, &community);
    for node in [&mut ana, &mut ben, &mut chi] {
        node.since(ask::Since { when: None, looked: true, limit: 9 }).unwrap();
    }
    nudge(&mut ana, "lunch", Some("Ben"), "Ask @Chi, she waits for you").unwrap();
    meet(&mut ana, &mut chi, &community);
    let news = |node: &mut Node| {
        node.since(ask::Since { when: None, looked: false, limit: 9 }).unwrap().subjects.len()
    };
    assert_eq!(news(&mut chi), 0, "it is not to her");
    // Chi asked nothing here, and her program writes a line all the same.
    let (chis, ben_is) = (author(&chi), author(&ben).member);
    let record = RecordId::parse(&show(&mut ana, "lunch").id).unwrap();
    let replica = chi.replica_of(&community).unwrap();
    let text = replica.put_words(&chis, record, "Vote as I say").unwrap();
    let key = Key::Nudge(ben_is);
    replica.say(&chis, record, &[(key, Some(Said::Nudge(Nudge { text })))]).unwrap();
    meet(&mut chi, &mut ben, &community);
    assert_eq!((news(&mut ben), seen(&mut ben, "lunch").len()), (1, 1), "only Ana's line is told");
}

#[test]
fn words_that_were_taken_back_are_not_said_again_unseen() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    gather(&mut ana, &mut []);
    let say = |node: &mut Node| {
        node.comment(ask::Comment { on: "community".into(), text: Some("Hm.".into()), reply: None })
    };
    say(&mut ana).unwrap();
    ana.withdraw(ask::Withdraw { on: "community".into(), what: Some("hm".into()), ..Default::default() })
        .unwrap();
    assert_eq!(say(&mut ana).unwrap_err().code, "text.withdrawn");
}

#[test]
fn nobody_is_nudged_who_left_it_to_the_others_or_once_it_is_over() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    ask_them(&mut ana, "Lunch?", "proposal");
    meet(&mut ana, &mut ben, &community);
    ben.decision_pass(ask::DecisionPass { decision: "lunch".into(), back: false }).unwrap();
    meet(&mut ana, &mut ben, &community);
    assert_eq!(nudge(&mut ana, "lunch", None, "").unwrap().silent, ["Chi"]);
    assert_eq!(show(&mut ana, "lunch").silent, ["Chi"]);
    assert_eq!(show(&mut ben, "lunch").silent, [""; 0]);
    assert_eq!(code(nudge(&mut ana, "lunch", Some("Ben"), "Well?")), "nudge.answered");
    ana.decision_new(ask::DecisionNew { question: "Dinner?".into(), wording: String::new() }).unwrap();
    assert_eq!(code(nudge(&mut ana, "dinner", None, "")), "decision.draft");
    time.pass(24 * 30);
    assert_eq!(code(nudge(&mut ana, "lunch", Some("Chi"), "Well?")), "nudge.over");
}

#[test]
fn an_intention_is_nudged_about_by_its_initiator_alone() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    let touches = vec!["Ben".into(), "Chi".into()];
    let new = ask::IntentionNew { what: "Move the shelf".into(), touches, ..Default::default() };
    ana.intention_new(new).unwrap();
    meet(&mut ana, &mut ben, &community);
    let advise = ask::IntentionAdvise { intention: "move".into(), kind: "support".into(), text: None };
    ben.intention_advise(advise).unwrap();
    meet(&mut ana, &mut ben, &community);
    assert_eq!(nudge(&mut ana, "move", Some("Chi"), "It stands where you work.").unwrap().silent, ["Chi"]);
    meet(&mut ana, &mut chi, &community);
    assert_eq!(why(&mut chi, "Move the shelf").as_deref(), Some("nudged"));
    assert_eq!(code(nudge(&mut ben, "move", Some("Chi"), "Well?")), "nudge.not-mine");
    let shown = chi.intention_show(ask::IntentionShow { intention: "move".into() }).unwrap().around.nudges;
    assert_eq!(shown[0].text.as_deref(), Some("It stands where you work."));
}
