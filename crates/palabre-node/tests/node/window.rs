//! What a window needs beside sentences: folding and hiding, dates to come, and the numbers behind a result.

use palabre_api::{Handler, ask};
use palabre_node::Node;

use crate::rounds::second_laptop;
use crate::table::{Time, answer, ask_them, author, confirm, count, gather, meet, person, show, state};

#[test]
fn three_members_fold_a_comment_and_anybody_hides_it_from_themselves() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let (mut chi, mut dan) = (person(&time, "Chi", 3), person(&time, "Dan", 4));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi, &mut dan]);
    let on = || "community".to_owned();
    let said = ask::Comment { on: on(), text: Some("Buy my cheap watches".into()), reply: None };
    let comment = dan.comment(said).unwrap().comments[0].id.clone();
    let fold = |text: Option<&str>, back| ask::Fold {
        on: on(),
        comment: comment.clone(),
        text: text.map(str::to_owned),
        back,
    };
    let state_before = state(&mut dan, &community);
    let hide = |back| ask::Hide { on: on(), comment: Some(comment.clone()), back };
    let hidden = dan.hide(hide(false)).unwrap();
    assert!(hidden.comments[0].hidden && !hidden.hidden);
    assert_eq!(state(&mut dan, &community), state_before, "it is nobody else's business");
    assert!(!dan.hide(hide(true)).unwrap().comments[0].hidden);
    for (place, member) in [&mut ana, &mut ben, &mut chi].into_iter().enumerate() {
        meet(&mut dan, member, &community);
        assert_eq!(member.fold(fold(Some("  "), false)).unwrap_err().code, "text.empty");
        let thread = member.fold(fold(Some("This is no market."), false)).unwrap();
        let shown = &thread.comments[0];
        assert_eq!((shown.folds.len(), shown.folded), (place + 1, place == 2), "{shown:?}");
        meet(&mut dan, member, &community);
    }
    let shown = dan.comment(ask::Comment { on: on(), ..Default::default() }).unwrap().comments.remove(0);
    let names: Vec<&str> = shown.folds.iter().map(|fold| fold.name.as_str()).collect();
    assert_eq!((names.as_slice(), shown.folded, shown.mine), (&["Ana", "Ben", "Chi"][..], true, true));
    assert_eq!(shown.folds[0].text.as_deref(), Some("This is no market."));
    assert!(!chi.fold(fold(None, true)).unwrap().comments[0].folded, "a reason can be taken back");
}

#[test]
fn a_page_that_somebody_hides_does_not_come_by_itself_and_is_found() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch with @Ben?", "proposal");
    let touches = vec!["Ben".into()];
    let new = ask::IntentionNew { what: "Lunch in the yard".into(), touches, ..Default::default() };
    ana.intention_new(new).unwrap();
    ana.project_new(ask::ProjectNew { name: "Lunch table".into(), ..Default::default() }).unwrap();
    ana.round_new(ask::RoundNew {
        purpose: "Lunch money".into(),
        currency: "EUR".into(),
        ..Default::default()
    })
    .unwrap();
    meet(&mut ana, &mut ben, &community);
    /// What comes by itself, and what lists show: each with how many are about lunch.
    fn comes(node: &mut Node) -> [usize; 8] {
        [
            node.waiting(ask::Waiting { limit: 99 })
                .unwrap()
                .waiting
                .iter()
                .filter(|of| of.title.contains("Lunch"))
                .count(),
            node.since(ask::Since { when: Some("9".into()), looked: false, limit: 99 })
                .unwrap()
                .subjects
                .iter()
                .filter(|of| of.title.contains("Lunch"))
                .count(),
            node.coming(ask::Coming { days: 99, limit: 99 }).unwrap().dates.len(),
            node.decision_list(ask::DecisionList { limit: 99, ..Default::default() })
                .unwrap()
                .decisions
                .len(),
            node.register(ask::Register { running: true, limit: 99, ..Default::default() })
                .unwrap()
                .decisions
                .len(),
            node.intention_list(ask::IntentionList { limit: 99, ..Default::default() })
                .unwrap()
                .intentions
                .len(),
            node.project_list(ask::ProjectList { limit: 99, ..Default::default() }).unwrap().projects.len(),
            node.round_list(ask::RoundList { limit: 99, ..Default::default() }).unwrap().rounds.len(),
        ]
    }
    assert_eq!(comes(&mut ben), [2, 4, 2, 1, 1, 1, 1, 1]);
    let before = state(&mut ben, &community);
    let pages = ["lunch with", "lunch in", "lunch table", "lunch money"];
    for on in pages {
        ben.hide(ask::Hide { on: on.into(), comment: None, back: false }).unwrap();
    }
    assert_eq!(comes(&mut ben), [0; 8]);
    assert_eq!(comes(&mut ana), [1, 0, 2, 1, 1, 1, 1, 1], "nobody else knows");
    assert_eq!(state(&mut ben, &community), before);
    let found = ben.search(ask::Search { text: vec!["lunch".into()], kind: None, limit: 9 }).unwrap();
    assert_eq!(found.hits.len(), 4, "whoever looks for it finds it, and the way back");
    for on in pages {
        ben.hide(ask::Hide { on: on.into(), comment: None, back: true }).unwrap();
    }
    assert_eq!(comes(&mut ben), [2, 4, 2, 1, 1, 1, 1, 1]);
}

#[test]
fn how_much_more_has_changed_is_said_in_subjects_and_changes() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    for name in ["Oven", "Garden"] {
        time.pass(1);
        ana.project_new(ask::ProjectNew { name: name.into(), ..Default::default() }).unwrap();
        for text in ["Who?", "When?"] {
            let said = ask::Comment { on: name.into(), text: Some(text.into()), reply: None };
            ana.comment(said).unwrap();
        }
    }
    meet(&mut ana, &mut ben, &community);
    let news = ben.since(ask::Since { when: Some("9".into()), looked: false, limit: 1 }).unwrap();
    assert_eq!((news.subjects[0].title.as_str(), news.subjects.len()), ("Garden", 1));
    // The oven, begun and spoken about twice; and in the house Ana came.
    let all = ben.since(ask::Since { when: Some("9".into()), looked: false, limit: 9 }).unwrap();
    let changes = all.subjects[1..].iter().flat_map(|subject| &subject.changes).map(|change| change.many);
    assert_eq!((news.more, news.more_changes), (all.subjects.len() as u32 - 1, changes.sum()));
    assert_eq!(all.subjects[1].changes.iter().map(|change| change.many).sum::<u32>(), 3);
    assert_eq!((all.more, all.more_changes), (0, 0));
}

#[test]
fn what_is_coming_is_listed_and_what_was_decided_early_is_not() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    gather(&mut ana, &mut []);
    ask_them(&mut ana, "Lunch?", "consent");
    ana.intention_new(ask::IntentionNew { what: "Move the shelf".into(), ..Default::default() }).unwrap();
    let coming = |node: &mut Node, days| {
        let found = node.coming(ask::Coming { days, limit: 9 }).unwrap();
        let date = |date: palabre_api::row::Date| (date.kind, date.what, date.title);
        found.dates.into_iter().map(date).collect::<Vec<_>>()
    };
    let shelf = ("intention".to_owned(), "ends".to_owned(), "Move the shelf".to_owned());
    let lunch = ("decision".to_owned(), "ends".to_owned(), "Lunch?".to_owned());
    assert_eq!(coming(&mut ana, 14), [shelf.clone(), lunch], "the nearest first");
    answer(&mut ana, "lunch", "consent");
    count(&mut ana, "lunch");
    let outcome = ask::DecisionOutcome { decision: "lunch".into(), text: "On Fridays".into(), review: 30 };
    ana.decision_outcome(outcome).unwrap();
    assert_eq!(coming(&mut ana, 14), [shelf]);
    let later = coming(&mut ana, 60);
    assert!(
        later.iter().any(|(_, what, title)| (what.as_str(), title.as_str()) == ("review", "Lunch?")),
        "{later:?}"
    );
}

/// What a question asks of somebody, and why.
fn asked(node: &mut Node, question: &str) -> Option<(String, String)> {
    let waiting = node.waiting(ask::Waiting { limit: 99 }).unwrap().waiting;
    let mut about = waiting.into_iter().filter(|wait| wait.title == question);
    let first = about.next().map(|wait| (wait.asks, wait.because));
    assert!(about.next().is_none(), "a question asks for one thing at a time");
    first
}

#[test]
fn a_question_asks_for_what_it_needs_next_until_it_needs_nothing() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    meet(&mut ana, &mut ben, &community);
    let expect = |node: &mut Node, question: &str, what: Option<(&str, &str)>| {
        let what = what.map(|(asks, because)| (asks.to_owned(), because.to_owned()));
        assert_eq!(asked(node, question), what, "{question}");
    };
    for node in [&mut ana, &mut ben] {
        let ask = ask::DecisionConfirm { decision: None, by_itself: Some("no".into()) };
        node.decision_confirm(ask).unwrap();
    }
    ana.decision_new(ask::DecisionNew { question: "Lunch?".into(), wording: String::new() }).unwrap();
    expect(&mut ana, "Lunch?", None);
    ana.decision_open(ask::DecisionOpen {
        decision: "lunch".into(),
        how: Some("proposal".into()),
        ..Default::default()
    })
    .unwrap();
    meet(&mut ana, &mut ben, &community);
    expect(&mut ana, "Lunch?", Some(("answer", "mine")));
    expect(&mut ben, "Lunch?", Some(("answer", "takes-part")));
    // Who passes is not asked again, unless they come back.
    let pass = |back| ask::DecisionPass { decision: "lunch".into(), back };
    ben.decision_pass(pass(false)).unwrap();
    expect(&mut ben, "Lunch?", None);
    ben.decision_pass(pass(true)).unwrap();
    expect(&mut ben, "Lunch?", Some(("answer", "takes-part")));
    // Two laptops of one person that say different things ask which of them holds.
    let mut other = second_laptop(&time, ("Ben", 2), &mut ben, &community);
    answer(&mut ben, "lunch", "for");
    answer(&mut other, "lunch", "abstain");
    meet(&mut other, &mut ben, &community);
    expect(&mut ben, "Lunch?", Some(("choose", "two-devices")));
    answer(&mut ben, "lunch", "for");
    expect(&mut ben, "Lunch?", None);
    // It has ended, and Ana has not answered: once the time for answers on their way is over, it can be counted.
    time.pass(24 * 12);
    expect(&mut ben, "Lunch?", Some(("count", "answers-in")));
    count(&mut ben, "lunch");
    expect(&mut ben, "Lunch?", None);
    meet(&mut ana, &mut ben, &community);
    expect(&mut ana, "Lunch?", Some(("confirm", "same")));
    confirm(&mut ana, "lunch").unwrap();
    expect(&mut ana, "Lunch?", None);
    meet(&mut ana, &mut ben, &community);
    assert_eq!(show(&mut ben, "lunch").state, "final");
    let outcome = ask::DecisionOutcome { decision: "lunch".into(), text: "At noon".into(), review: 90 };
    ben.decision_outcome(outcome).unwrap();
    expect(&mut ben, "Lunch?", None);
    // However long ago it was decided.
    time.pass(24 * 91);
    expect(&mut ben, "Lunch?", Some(("review", "wrote-outcome")));
    // Only who wrote it looks at it again.
    meet(&mut ana, &mut ben, &community);
    expect(&mut ana, "Lunch?", None);
}

#[test]
fn a_question_that_ends_once_all_have_answered_can_be_counted_then() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    meet(&mut ana, &mut ben, &community);
    ana.decision_new(ask::DecisionNew { question: "Lunch?".into(), wording: String::new() }).unwrap();
    ana.decision_open(ask::DecisionOpen {
        decision: "lunch".into(),
        how: Some("consent".into()),
        ..Default::default()
    })
    .unwrap();
    meet(&mut ana, &mut ben, &community);
    answer(&mut ana, "lunch", "consent");
    assert_eq!(asked(&mut ana, "Lunch?"), None, "Ben has not answered");
    answer(&mut ben, "lunch", "consent");
    meet(&mut ana, &mut ben, &community);
    for node in [&mut ana, &mut ben] {
        // Where a laptop counts by itself, it has.
        let state = show(node, "lunch").state;
        let counts = asked(node, "Lunch?").is_some_and(|(asks, _)| asks == "count");
        assert_eq!(counts, state == "open", "{state}");
    }
}

#[test]
fn a_result_is_told_in_numbers_before_and_after_it_is_counted() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "proposal");
    answer(&mut ana, "lunch", "for");
    let running = show(&mut ana, "lunch").running.expect("it is open, and nothing is hidden");
    assert_eq!((running.answered, running.present, running.answered_share), (1, 2, 500));
    assert_eq!(
        (running.quorum, running.threshold, running.expressed, running.for_share),
        (Some(500), None, 1, 1000)
    );
    meet(&mut ana, &mut ben, &community);
    answer(&mut ben, "lunch", "against");
    meet(&mut ana, &mut ben, &community);
    let counted = count(&mut ana, "lunch");
    let figures = counted.counts[0].figures.clone().expect("all of the count is here");
    assert_eq!((figures.result.as_str(), figures.answered, figures.for_share), ("not-carried", 2, 500));
    let positions: Vec<_> = figures.positions.iter().map(|p| (p.position.as_str(), p.voices)).collect();
    assert_eq!(positions, [("for", 1), ("abstain", 0), ("against", 1)]);
    let terms = counted.terms.expect("it was opened");
    assert_eq!((terms.how.as_str(), terms.quorum, terms.block), ("proposal", Some(500), false));
}

#[test]
fn words_are_with_those_who_held_the_same_since_and_read_by_those_who_said_so() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    meet(&mut ana, &mut ben, &community);
    ask_them(&mut ana, "Open on Sundays?", "consent");
    let around = |node: &mut palabre_node::Node| {
        let around = show(node, "Open on Sundays?").around;
        (around.held, around.read)
    };
    assert_eq!(around(&mut ana), (Some(0), 0), "nobody is known to have it");
    assert!(meet(&mut ana, &mut ben, &community));
    let (device, now) = (author(&ben).device(), ana.now());
    let store = ana.replica_of(&community).unwrap().store();
    store.set_met(&device, now, store.last_row().unwrap()).unwrap();
    assert_eq!(around(&mut ana), (Some(1), 0));
    assert_eq!(around(&mut ben), (None, 0), "Ben said nothing there");
    answer(&mut ana, "Open on Sundays?", "consent");
    assert_eq!(around(&mut ana), (Some(0), 0), "what was said since is here only");
    meet(&mut ana, &mut ben, &community);
    assert_eq!(around(&mut ben), (None, 1), "Ana answered");
}

#[test]
fn what_names_somebody_is_said_once_outside_the_window() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "consent");
    meet(&mut ana, &mut ben, &community);
    let mut told = |ben: &mut palabre_node::Node, text: &str, looking| -> Vec<(String, String)> {
        ana.comment(ask::Comment { on: "lunch".into(), text: Some(text.to_owned()), reply: None }).unwrap();
        meet(&mut ana, ben, &community);
        let ask =
            ask::Notices { looking, no_summary: true, no_reminder: true, always: true, ..Default::default() };
        let notices = ben.notices(ask).unwrap().notices;
        notices.into_iter().map(|notice| (notice.what, notice.title)).collect()
    };
    assert_eq!(told(&mut ben, "Dear @Ben", false), [], "what was there before is no news");
    assert_eq!(told(&mut ben, "Soup for everybody", false), []);
    assert_eq!(told(&mut ben, "And you, @ben?", false), [("named".to_owned(), "Lunch?".to_owned())]);
    assert_eq!(told(&mut ben, "Well, @Ben?", true), [], "he is looking at it");
    assert_eq!(told(&mut ben, "Anybody?", false), [], "nothing is said twice");
}
