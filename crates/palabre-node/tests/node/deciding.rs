//! The other ways of deciding: consent over several wordings, silence, choosing, scoring, finding a time, on behalf.

use palabre_api::{Handler, ask, row};
use palabre_node::Node;

use crate::table::{Time, count, gather, meet, person, show, state};

fn code<T>(result: Result<T, palabre_api::ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

fn draft(node: &mut Node, question: &str, wording: &str) {
    node.decision_new(ask::DecisionNew { question: question.into(), wording: wording.into() }).unwrap();
}

fn open(decision: &str, how: &str) -> ask::DecisionOpen {
    ask::DecisionOpen { decision: decision.into(), how: Some(how.into()), ..Default::default() }
}

fn say(node: &mut Node, decision: &str, words: &[&str]) -> Result<row::Decision, palabre_api::ApiError> {
    node.decision_answer(ask::DecisionAnswer {
        decision: decision.into(),
        answer: words.iter().map(|word| (*word).to_owned()).collect(),
        ..Default::default()
    })
}

fn why(node: &mut Node, decision: &str, word: &str, reason: &str) -> row::Decision {
    node.decision_answer(ask::DecisionAnswer {
        decision: decision.into(),
        answer: vec![word.into()],
        reason: Some(reason.into()),
        ..Default::default()
    })
    .unwrap()
}

#[test]
fn an_objection_is_integrated_into_a_new_wording() {
    let time = Time::new();
    let (mut ana, mut ben, mut lina) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Lina", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut lina]);
    meet(&mut ana, &mut ben, &community);
    draft(&mut ana, "Keys to the street door?", "Everybody gets one.");
    // Up to twelve people, consent is what a decision is.
    ana.decision_open(ask::DecisionOpen { decision: "keys".into(), ..Default::default() }).unwrap();
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut lina, &community);
    say(&mut ana, "keys", &["consent"]).unwrap();
    why(&mut ben, "keys", "with-worry", "who keeps the list?");
    let asked = say(&mut lina, "keys", &["objection"]).unwrap_err();
    assert_eq!(asked.code, "decision.reason");
    assert!(asked.message.contains("What harm do you see"), "{}", asked.message);
    why(&mut lina, "keys", "objection", "the insurance does not allow it");
    let read_first = show(&mut ben, "keys").opening;
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut lina, &community);
    let amend = |days| ask::DecisionAmend {
        decision: "keys".into(),
        wording: "Those who did the fire round, names on a list.".into(),
        days,
    };
    assert_eq!(code(ana.decision_amend(amend(Some(1)))), "decision.amend-end");
    assert_eq!(code(ben.decision_amend(amend(None))), "decision.not-yours");
    time.pass(1);
    let amended = ana.decision_amend(amend(Some(3))).unwrap();
    assert_eq!(amended.amended, ["Everybody gets one."]);
    assert_eq!((amended.answered, amended.lapsed.as_slice()), (2, &["Lina".to_owned()][..]));
    assert_eq!(amended.tally.iter().map(|t| t.voices).collect::<Vec<_>>(), [1, 1, 0]);
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut lina, &community);
    // What was read is an earlier wording: nothing is given to one that nobody has seen.
    let read = |opening: &Option<String>| ask::DecisionAnswer {
        decision: "keys".into(),
        answer: vec!["consent".into()],
        opening: opening.clone(),
        ..Default::default()
    };
    assert_eq!(code(ben.decision_answer(read(&read_first))), "decision.reworded");
    // Ben's consent stands, Lina's objection does not, and each sees what changed.
    let (for_ben, for_lina) =
        (show(&mut ben, "keys").reworded.unwrap(), show(&mut lina, "keys").reworded.unwrap());
    assert_eq!((for_ben.answer.as_str(), for_ben.stands), ("with-worry", true));
    assert_eq!((for_lina.answer.as_str(), for_lina.stands), ("objection", false));
    let gone: Vec<_> = for_ben.pieces.iter().filter(|piece| piece.what == "gone").collect();
    assert!(gone[0].text.starts_with("Everybody gets"), "{gone:?}");
    assert_eq!(show(&mut lina, "keys").my_answer, None);
    let waits = lina.waiting(ask::Waiting { limit: 9 }).unwrap().waiting;
    assert_eq!(waits[0].why, "The wording has changed since you answered.");
    let read_now = show(&mut lina, "keys").opening;
    assert_eq!(lina.decision_answer(read(&read_now)).unwrap().reworded, None);
    meet(&mut ana, &mut lina, &community);
    let counted = count(&mut ana, "keys");
    assert!(
        counted.counts[0].arithmetic.starts_with("Carried. 3 of 3 answered"),
        "{}",
        counted.counts[0].arithmetic
    );
    meet(&mut ana, &mut ben, &community);
    ben.decision_confirm(ask::DecisionConfirm { decision: Some("keys".into()), by_itself: None }).unwrap();
    assert_eq!(show(&mut ben, "keys").state, "final");
    // A stranger re-counts it, wordings and all.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys").display().to_string();
    ben.decision_export(ask::DecisionExport { decision: "keys".into(), file: file.clone() }).unwrap();
    assert!(ben.verify(ask::Verify { file }).unwrap().is_final);
    for other in [&mut ana, &mut lina] {
        meet(&mut ben, other, &community);
    }
    meet(&mut ana, &mut lina, &community);
    assert_eq!(state(&mut ana, &community), state(&mut lina, &community));
}

#[test]
fn of_many_answers_and_comments_so_many_are_told_as_are_asked_for() {
    let time = Time::new();
    let (mut ana, mut ben, mut lina) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Lina", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut lina]);
    meet(&mut ana, &mut ben, &community);
    draft(&mut ana, "Lunch?", "Together, on Fridays.");
    ana.decision_open(open("lunch", "proposal")).unwrap();
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut lina, &community);
    say(&mut ana, "lunch", &["for"]).unwrap();
    say(&mut ben, "lunch", &["for"]).unwrap();
    why(&mut lina, "lunch", "for", "I am hungry");
    let comment = |text: &str, reply: Option<String>| ask::Comment {
        on: "lunch".into(),
        text: Some(text.into()),
        reply,
    };
    let first = ana.comment(comment("Soup?", None)).unwrap().comments.remove(0).id;
    time.pass(1);
    ana.comment(comment("And bread?", None)).unwrap();
    time.pass(1);
    ana.comment(comment("Leek soup.", Some(first))).unwrap();
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut lina, &community);
    let long = |most| ask::DecisionShow { decision: "lunch".into(), answers: most, comments: most };
    let mut told = |most| {
        let shown = ana.decision_show(long(most)).unwrap();
        let names = shown.answers.iter().map(|answer| answer.name.clone()).collect::<Vec<_>>().join(" ");
        let more = shown.more.iter().map(|more| format!("{} {}", more.position, more.voices));
        let texts = shown.around.comments.iter().filter_map(|comment| comment.text.clone());
        let said = format!("{} +{}", texts.collect::<Vec<_>>().join(" "), shown.around.more_comments);
        assert_eq!((shown.answered, shown.my_answer.as_deref()), (3, Some("for")), "the figures are of all");
        (names, more.collect::<Vec<_>>().join(" "), said)
    };
    let all = ("Ana Ben Lina".to_owned(), String::new(), "Soup? Leek soup. And bread? +0".to_owned());
    assert_eq!(told(None), all);
    assert_eq!(told(Some(3)), all);
    // Whoever says more than a name comes first.
    assert_eq!(told(Some(1)), ("Lina".to_owned(), "for 2".to_owned(), "Soup? +2".to_owned()));
    assert_eq!(told(Some(2)), ("Ana Lina".to_owned(), "for 1".to_owned(), "Soup? Leek soup. +1".to_owned()));
    let lina = lina.decision_show(long(Some(0))).unwrap();
    assert_eq!((lina.my_reason.as_deref(), lina.answers.len()), (Some("I am hungry"), 0));
}

#[test]
fn silence_consents_where_more_than_half_of_the_laptops_were_reached() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    meet(&mut ana, &mut ben, &community);
    for node in [&mut ana, &mut ben, &mut chi] {
        node.decision_confirm(ask::DecisionConfirm { decision: None, by_itself: Some("yes".into()) })
            .unwrap();
    }
    draft(&mut ana, "Paint the door green?", "");
    ana.decision_open(ask::DecisionOpen { silence: true, ..open("paint", "consent") }).unwrap();
    say(&mut ana, "paint", &["consent"]).unwrap();
    let seen = show(&mut ana, "paint");
    assert_eq!(seen.reached, Some(1));
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut ben, &community);
    assert_eq!(show(&mut ana, "paint").reached, Some(2), "Ben's laptop says that it was reached");
    time.pass(24 * 7 + 49);
    let counted = count(&mut ana, "paint");
    assert_eq!(
        counted.counts[0].arithmetic,
        "Carried. Nobody objects, and 2 of 3 were reached (66.7 %, needed more than half)."
    );
    meet(&mut ana, &mut ben, &community);
    assert_eq!(show(&mut ben, "paint").state, "final");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paint").display().to_string();
    ben.decision_export(ask::DecisionExport { decision: "paint".into(), file: file.clone() }).unwrap();
    assert!(ben.verify(ask::Verify { file }).unwrap().is_final);
}

#[test]
fn choosing_scoring_and_finding_a_time() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    let options = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    draft(&mut ana, "Which evening?", "");
    let evenings = options(&["Tuesday", "Thursday", "Sunday"]);
    ana.decision_open(ask::DecisionOpen { options: evenings, up_to: Some(2), ..open("which", "choose") })
        .unwrap();
    draft(&mut ana, "Lunch?", "");
    let lunches = options(&["Bread", "Bread, butter", "butter"]);
    ana.decision_open(ask::DecisionOpen { options: lunches, up_to: Some(2), ..open("lunch", "choose") })
        .unwrap();
    draft(&mut ana, "Chairs?", "");
    let chairs = options(&["wooden", "folding"]);
    ana.decision_open(ask::DecisionOpen { options: chairs, ..open("chairs", "score") }).unwrap();
    draft(&mut ana, "When do we meet?", "");
    let slots = options(&["2027-03-15T18:00[Europe/Paris]/2h", "2027-03-14T18:00:00Z/1h"]);
    ana.decision_open(ask::DecisionOpen { slots, ..open("when", "time-poll") }).unwrap();
    meet(&mut ana, &mut ben, &community);
    for (decision, wrong) in [
        ("which", &["1", "2", "3"][..]),
        ("which", &["4"]),
        ("which", &["t"]),
        ("chairs", &["6", "1"]),
        ("chairs", &["1"]),
        ("when", &["yes"]),
        ("when", &["maybe", "no"]),
    ] {
        assert_eq!(code(say(&mut ben, decision, wrong)), "decision.position", "{decision} {wrong:?}");
    }
    let hidden = show(&mut ben, "which");
    assert!(hidden.hidden && hidden.options.iter().all(|option| option.voices == 0));
    let mine = say(&mut ben, "which", &["thursday", "3"]).unwrap();
    assert_eq!(mine.my_answer.as_deref(), Some("Thursday, Sunday"));
    assert_eq!(mine.my_options, [1, 2]);
    assert!(!mine.hidden, "shown once I answered");
    // What stands between two options can stand in one, too.
    for (words, places) in [(&["2"][..], &[1][..]), (&["1", "3"], &[0, 2]), (&["none"], &[])] {
        assert_eq!(say(&mut ben, "lunch", words).unwrap().my_options, places);
    }
    say(&mut ana, "which", &["2"]).unwrap();
    say(&mut ana, "chairs", &["5", "3"]).unwrap();
    say(&mut ben, "chairs", &["4,-"]).unwrap();
    // The times stand in their order, whatever the order in which they were said.
    say(&mut ana, "when", &["no", "yes"]).unwrap();
    say(&mut ben, "when", &["if-need-be", "if-need-be"]).unwrap();
    meet(&mut ana, &mut ben, &community);
    let which = count(&mut ana, "which");
    assert_eq!(
        which.counts[0].arithmetic,
        "Carried. 2 of 2 answered (100 %, needed 50 %). First is \"Thursday\": 2 of 2 (100 %)."
    );
    assert_eq!(
        which.options.iter().map(|o| (o.voices, o.first)).collect::<Vec<_>>(),
        [(0, false), (2, true), (1, false)]
    );
    let chairs = count(&mut ana, "chairs");
    assert!(
        chairs.counts[0].arithmetic.ends_with("First is \"wooden\": 9 in all, 4.50 on average."),
        "{}",
        chairs.counts[0].arithmetic
    );
    time.pass(24 * 7 + 49);
    let when = count(&mut ana, "when");
    assert_eq!(
        when.options.iter().map(|o| (o.voices, o.maybe, o.first)).collect::<Vec<_>>(),
        [(0, 1, false), (1, 1, true)]
    );
    assert_eq!(when.options[1].from, Some(1_805_130_000_000));
    meet(&mut ana, &mut ben, &community);
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
}

#[test]
fn an_answer_by_phone_is_written_down_by_another() {
    let time = Time::new();
    let (mut ana, mut ben, mut kwame) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Kwame", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut kwame]);
    meet(&mut ana, &mut ben, &community);
    draft(&mut ana, "Join the compost scheme?", "8 € a month.");
    ana.decision_open(open("join the", "proposal")).unwrap();
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut kwame, &community);
    let behalf = |name: &str| ask::DecisionAnswer {
        decision: "join the".into(),
        answer: vec!["for".into()],
        behalf: Some(name.into()),
        ..Default::default()
    };
    assert_eq!(code(ana.decision_answer(behalf("Ana"))), "behalf.me");
    let seen = ana.decision_answer(behalf("Kwame")).unwrap();
    let row = seen.answers.iter().find(|answer| answer.name == "Kwame").unwrap();
    assert_eq!((row.recorded_by.as_deref(), row.position.as_str()), (Some("Ana"), "for"));
    say(&mut ana, "join the", &["for"]).unwrap();
    why(&mut ben, "join the", "against", "the smell");
    meet(&mut ana, &mut ben, &community);
    let counted = count(&mut ben, "join the");
    assert!(
        counted.counts[0].arithmetic.starts_with("Carried. 3 of 3 answered"),
        "{}",
        counted.counts[0].arithmetic
    );
    meet(&mut ana, &mut ben, &community);
    ana.decision_confirm(ask::DecisionConfirm { decision: Some("join the".into()), by_itself: None })
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("compost").display().to_string();
    ana.decision_export(ask::DecisionExport { decision: "join the".into(), file: file.clone() }).unwrap();
    assert!(ana.verify(ask::Verify { file }).unwrap().is_final);
}

#[test]
fn ones_own_answer_replaces_what_was_recorded() {
    let time = Time::new();
    let (mut ana, mut kwame) = (person(&time, "Ana", 1), person(&time, "Kwame", 2));
    let community = gather(&mut ana, &mut [&mut kwame]);
    draft(&mut ana, "Lunch?", "");
    ana.decision_open(open("lunch", "proposal")).unwrap();
    meet(&mut ana, &mut kwame, &community);
    ana.decision_answer(ask::DecisionAnswer {
        decision: "lunch".into(),
        answer: vec!["for".into()],
        behalf: Some("kwame".into()),
        ..Default::default()
    })
    .unwrap();
    why(&mut kwame, "lunch", "against", "I fast");
    say(&mut ana, "lunch", &["abstain"]).unwrap();
    meet(&mut ana, &mut kwame, &community);
    let seen = count(&mut ana, "lunch");
    assert_eq!(seen.tally.iter().map(|t| t.voices).collect::<Vec<_>>(), [0, 1, 1]);
    assert!(seen.answers.iter().all(|answer| answer.recorded_by.is_none()));
}

#[test]
fn resting_people_are_not_missed_and_templates_come_back() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    meet(&mut ana, &mut ben, &community);
    let away = ask::ProfileWrite { away_until: Some("2027-05-01".into()), ..Default::default() };
    chi.profile_write(away).unwrap();
    meet(&mut ana, &mut chi, &community);
    draft(&mut ana, "Lunch?", "Soup.");
    let opened = ana
        .decision_open(ask::DecisionOpen {
            threshold: Some("3/4".into()),
            days: Some(2),
            ..open("lunch", "proposal")
        })
        .unwrap();
    assert_eq!(opened.present, 2, "who is away is not missed");
    meet(&mut ana, &mut ben, &community);
    say(&mut ana, "lunch", &["for"]).unwrap();
    say(&mut ben, "lunch", &["for"]).unwrap();
    meet(&mut ana, &mut ben, &community);
    assert_eq!(count(&mut ana, "lunch").state, "counted", "all who are present have answered");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("template.json").display().to_string();
    ana.decision_template(ask::DecisionTemplate { decision: "lunch".into(), file: file.clone() }).unwrap();
    draft(&mut ana, "Dinner?", "Bread.");
    let again =
        ask::DecisionOpen { decision: "dinner".into(), template: Some(file.clone()), ..Default::default() };
    let again = ana.decision_open(again).unwrap();
    assert_eq!((again.how.as_str(), again.rules.contains("75 %")), ("proposal", true), "{}", again.rules);
    assert_eq!(again.ends, Some(time_now(&ana) + 2 * 86_400_000));
    std::fs::write(&file, "{}").unwrap();
    draft(&mut ana, "Supper?", "");
    let broken = ask::DecisionOpen { decision: "supper".into(), template: Some(file), ..Default::default() };
    assert_eq!(code(ana.decision_open(broken)), "template.malformed");
    let register = |ask: ask::Register| {
        let ask = ask::Register { limit: 9, ..ask };
        move |node: &mut Node| node.register(ask.clone()).unwrap().decisions.len()
    };
    assert_eq!(register(ask::Register::default())(&mut ana), 1, "only what was counted");
    assert_eq!(register(ask::Register { how: Some("consent".into()), ..Default::default() })(&mut ana), 0);
    assert_eq!(register(ask::Register { text: Some("soup".into()), ..Default::default() })(&mut ana), 1);
    assert_eq!(register(ask::Register { by: Some("ben".into()), ..Default::default() })(&mut ana), 0);
}

#[test]
fn whoever_answers_does_not_leave_it_to_the_others_any_more() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    gather(&mut ana, &mut [&mut ben]);
    draft(&mut ana, "Which colour?", "");
    ana.decision_open(open("which", "consent")).unwrap();
    let pass = || ask::DecisionPass { decision: "which".into(), back: false };
    assert!(ana.decision_pass(pass()).unwrap().passed);
    // What she writes down for somebody else is no answer of hers.
    let for_ben = ask::DecisionAnswer {
        decision: "which".into(),
        answer: vec!["consent".into()],
        behalf: Some("Ben".into()),
        ..Default::default()
    };
    assert!(ana.decision_answer(for_ben).unwrap().passed);
    let answered = say(&mut ana, "which", &["consent"]).unwrap();
    assert_eq!((answered.my_answer.as_deref(), answered.passed), (Some("consent"), false));
    // And she can answer again, though nothing is to be taken back then.
    assert!(!say(&mut ana, "which", &["consent"]).unwrap().passed);
}

#[test]
fn what_binds_nobody_is_over_once_it_was_counted() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    gather(&mut ana, &mut []);
    draft(&mut ana, "How does it feel?", "");
    ana.decision_open(open("how", "sense-check")).unwrap();
    say(&mut ana, "how", &["fine"]).unwrap();
    let running = |ana: &mut Node| {
        let found = ana.register(ask::Register { running: true, limit: 9, ..Default::default() }).unwrap();
        (found.decisions.len(), found.over)
    };
    assert_eq!(running(&mut ana), (1, 0));
    time.pass(24 * 30);
    assert_eq!(running(&mut ana), (1, 0), "it ended, and nobody has counted");
    assert_eq!(count(&mut ana, "how").state, "counted");
    assert_eq!(running(&mut ana), (0, 1));
}

#[test]
fn what_is_not_over_is_listed_whatever_its_age() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    let community = gather(&mut ana, &mut []);
    draft(&mut ana, "Why are we here?", "");
    let long = ask::DecisionOpen { days: Some(300), ..open("why", "proposal") };
    ana.decision_open(long).unwrap();
    draft(&mut ana, "A tree?", "");
    for number in 0..103 {
        time.pass(1);
        let question = format!("Number {number}?");
        draft(&mut ana, &question, "");
        ana.decision_open(open(&question, "consent")).unwrap();
        say(&mut ana, &question, &["consent"]).unwrap();
        assert_eq!(count(&mut ana, &question).state, "final");
    }
    time.pass(24 * 200);
    let part = |found: &row::Decisions| {
        let questions: Vec<_> = found.decisions.iter().map(|line| line.question.clone()).collect();
        (questions, found.more, found.over)
    };
    let asked = |questions: &[&str]| -> Vec<String> {
        questions.iter().map(|&question| question.to_owned()).collect()
    };
    // The same is told where nothing is kept of what was seen before.
    for is_kept in [true, false] {
        let mut register = |ask: ask::Register| {
            if !is_kept {
                ana.replica_of(&community).unwrap().forget_glances().unwrap();
            }
            part(&ana.register(ask).unwrap())
        };
        let running = |skip, limit| ask::Register { running: true, skip, limit, ..Default::default() };
        assert_eq!(register(running(0, 9)), (asked(&["Why are we here?", "A tree?"]), 0, 103));
        assert_eq!(register(running(0, 1)), (asked(&["Why are we here?"]), 1, 103));
        assert_eq!(register(running(1, 9)), (asked(&["A tree?"]), 0, 103));
        let decided = |skip, limit| ask::Register { skip, limit, ..Default::default() };
        assert_eq!(register(decided(0, 2)), (asked(&["Number 102?", "Number 101?"]), 101, 0));
        assert_eq!(register(decided(102, 9)), (asked(&["Number 0?"]), 0, 0));
        let finals = ask::Register { state: Some("final".into()), ..decided(0, 1) };
        assert_eq!(register(finals), (asked(&["Number 102?"]), 102, 0));
        let counted = ask::Register { state: Some("counted".into()), ..decided(0, 1) };
        assert_eq!(register(counted), (Vec::new(), 0, 0));
        let spoken = ask::Register { text: Some("number 1".into()), ..decided(0, 1) };
        assert_eq!(register(spoken), (asked(&["Number 102?"]), 13, 0));
    }
    let open = ask::DecisionList { open: true, skip: 0, limit: 1 };
    assert_eq!(part(&ana.decision_list(open).unwrap()), (asked(&["Why are we here?"]), 0, 0));
}

fn time_now(node: &Node) -> i64 {
    node.now()
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    gather(&mut ana, &mut []);
    draft(&mut ana, "Which?", "");
    let many = (0..10_000).map(|n| format!("option {n}")).collect::<Vec<_>>();
    let two = vec!["a".to_owned(), "b".to_owned()];
    let base = open("which", "choose");
    let wrong = [
        (ask::DecisionOpen { options: many, ..base.clone() }, "decision.options"),
        (ask::DecisionOpen { options: vec!["a".into(), "a".into()], ..base.clone() }, "decision.options"),
        (base.clone(), "decision.options"),
        (ask::DecisionOpen { options: two.clone(), up_to: Some(3), ..base.clone() }, "decision.bounds"),
        (ask::DecisionOpen { options: two.clone(), block: true, ..base.clone() }, "decision.settings"),
        (ask::DecisionOpen { options: two.clone(), slots: two.clone(), ..base.clone() }, "decision.settings"),
        (ask::DecisionOpen { options: two.clone(), ..open("which", "consent") }, "decision.options"),
        (ask::DecisionOpen { options: two, ..open("which", "time-poll") }, "decision.settings"),
        (ask::DecisionOpen { quorum: Some("101".into()), ..open("which", "consent") }, "share.malformed"),
        (
            ask::DecisionOpen {
                max: Some(101),
                options: vec!["a".into(), "b".into()],
                ..open("which", "score")
            },
            "decision.bounds",
        ),
        (ask::DecisionOpen { hide: Some("always".into()), ..open("which", "consent") }, "decision.hide"),
        (ask::DecisionOpen { people: vec!["Zoe".into()], ..open("which", "consent") }, "member.unknown"),
        (ask::DecisionOpen { until: Some("2001-01-01".into()), ..open("which", "consent") }, "decision.end"),
    ];
    for (ask, expected) in wrong {
        let said = format!("{ask:?}");
        assert_eq!(code(ana.decision_open(ask)), expected, "{}", &said[..said.len().min(300)]);
    }
    assert_eq!(show(&mut ana, "which").state, "draft");
    // A draft is dropped and taken up again by whoever wrote it.
    let drop = |back| ask::DecisionPass { decision: "which".into(), back };
    let dropped = ana.decision_pass(drop(false)).unwrap();
    assert_eq!(
        (dropped.state.as_str(), dropped.sentence.as_str()),
        ("dropped", "A draft that Ana has dropped.")
    );
    let all = ask::DecisionList { open: false, skip: 0, limit: 9 };
    assert_eq!(ana.decision_list(all).unwrap().decisions[0].state, "dropped");
    assert_eq!(ana.decision_pass(drop(true)).unwrap().state, "draft");
    ana.decision_pass(drop(false)).unwrap();
    // Options cannot be added after it opened.
    let fine = ask::DecisionOpen { options: vec!["a".into(), "b".into()], ..base };
    // Whoever opens what they had dropped takes part in it as anybody.
    assert!(!ana.decision_open(fine.clone()).unwrap().passed);
    assert_eq!(code(ana.decision_open(fine)), "decision.opened");
    let pass = |back| ask::DecisionPass { decision: "which".into(), back };
    assert!(ana.decision_pass(pass(false)).unwrap().passed);
    assert!(ana.waiting(ask::Waiting { limit: 9 }).unwrap().waiting.is_empty());
    assert!(!ana.decision_pass(pass(true)).unwrap().passed);
}
