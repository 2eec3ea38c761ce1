//! Every answer can be drawn, and the rich ones read as a person expects.

use palabre_api::row::{Answer, Around, Comment, Count, Decision, Reaction};
use palabre_api::{CALLS, row};

use super::{Render, blanks, draw, read};
use crate::page::Page;

#[test]
fn every_answer_can_be_drawn() {
    let blanks = blanks();
    let names: Vec<&str> = CALLS.iter().map(|call| call.name).collect();
    assert_eq!(blanks.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
    for (name, blank) in blanks {
        let told = read(name, blank).unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = draw(name, told.as_ref());
        assert!(text.ends_with('\n'), "{name}");
        assert!(!text.contains("\n\n\n"), "{name}: {text}");
    }
}

#[test]
fn what_is_no_answer_is_said_to_be_none() {
    let error = |name, value| read(name, value).err().map(|error| error.code);
    assert_eq!(error("members", serde_json::json!({ "members": 3 })), Some("reply.unreadable".to_owned()));
    assert_eq!(error("dance", serde_json::json!({})), Some("call.unknown".to_owned()));
}

fn drawn(row: &dyn Render) -> String {
    let mut page = Page::default();
    row.draw(&mut page);
    page.finish()
}

fn sundays() -> Decision {
    let answer = |name: &str, position: &str, standing: &str| Answer {
        name: name.to_owned(),
        position: position.to_owned(),
        standing: standing.to_owned(),
        at: i64::MAX,
        ..Answer::default()
    };
    Decision {
        id: "1a2b3c4d5e6f".to_owned(),
        question: "Open on Sundays?".to_owned(),
        author: "Ana".to_owned(),
        state: "counted".to_owned(),
        how: "proposal".to_owned(),
        sentence: "Counted by Ana.".to_owned(),
        wording: "From **May** on.".to_owned(),
        opening: Some("77".to_owned()),
        my_answer: Some("for".to_owned()),
        i_take_part: true,
        answers: vec![
            Answer { reason: Some("Bread.\nAnd coffee.".to_owned()), ..answer("Ana", "for", "counted") },
            answer("Chloé", "for", "late"),
            Answer { reason_withdrawn: true, ..answer("Ben", "against", "counted") },
        ],
        missing: vec!["Dung".to_owned()],
        counts: vec![Count {
            id: "99".to_owned(),
            counted_by: vec!["Ana".to_owned()],
            confirmed_by: vec!["Ana".to_owned(), "Ben".to_owned()],
            needed: Some(3),
            arithmetic: "Carried.".to_owned(),
            same_here: true,
            ..Count::default()
        }],
        around: Around {
            comments: vec![
                Comment { id: "c1".to_owned(), name: "Ben".to_owned(), at: i64::MAX, ..Comment::default() },
                Comment {
                    id: "c2".to_owned(),
                    name: "Ana".to_owned(),
                    text: Some("Why?".to_owned()),
                    reply_to: Some("c1".to_owned()),
                    at: i64::MAX,
                    reactions: vec![Reaction { reaction: "♥".to_owned(), names: vec!["Ben".to_owned()] }],
                    ..Comment::default()
                },
            ],
            ..Around::default()
        },
        ..Decision::default()
    }
}

#[test]
fn those_who_chose_the_same_stand_together() {
    let mut chosen = sundays();
    chosen.how = "choose".to_owned();
    chosen.answers = [("Ana", "Thursday"), ("Ben", "Sunday"), ("Chloé", "Thursday")]
        .map(|(name, position)| Answer {
            name: name.to_owned(),
            position: position.to_owned(),
            at: i64::MAX,
            ..Answer::default()
        })
        .into();
    let text = drawn(&chosen);
    let thursday = "Thursday (2)\n  Ana    at no possible time\n  Chloé  at no possible time\n";
    assert!(text.contains(thursday) && text.contains("Sunday (1)\n  Ben  at"), "{text}");
}

#[test]
fn a_decision_reads_from_question_to_words() {
    let text = drawn(&sundays());
    let expected = "\
Open on Sundays?
Proposal by Ana  (1a2b3c4d)
Counted by Ana.
You answered: For.

  From **May** on.

For (2)
  Ana    at no possible time
    Bread.
    And coffee.
  Chloé  at no possible time  came late, not counted

Against (1)
  Ben  at no possible time
    Withdrawn by its author.

Not yet (1)
  Dung

Count by Ana  (99)
  Carried.
  Found by 2: Ana and Ben. It takes 3.
  Your laptop finds the same.

Said
  Ben  at no possible time  (c1)
    Withdrawn by its author.
    Ana  at no possible time  (c2)
      Why?
      ♥ Ben
";
    assert_eq!(text, expected);
}

#[test]
fn an_act_on_a_decision_is_acknowledged_in_a_few_lines() {
    let text = draw("decision.answer", &sundays());
    assert_eq!(text, "Open on Sundays?  (1a2b3c4d)\nCounted by Ana.\nCarried.\nYou answered: For.\n");
}

#[test]
fn bad_findings_are_noticed_by_scripts() {
    assert!(!row::Verified { verdict: "spoiled".to_owned(), ..row::Verified::default() }.is_good());
    assert!(row::Verified { verdict: "verified".to_owned(), ..row::Verified::default() }.is_good());
    assert!(!row::Checkup::default().is_good());
}

#[test]
fn a_name_cannot_draw_on_the_screen() {
    let me = row::Me { name: "Ana\u{1b}[2J\nBen".to_owned(), ..row::Me::default() };
    assert!(drawn(&me).starts_with("Ana[2J Ben\n"));
}

#[test]
fn what_is_being_checked_is_said_to_be() {
    let line = |question: &str| row::DecisionLine {
        question: question.to_owned(),
        how: "proposal".to_owned(),
        ends: Some(i64::MAX),
        answered: 2,
        present: 3,
        ..row::DecisionLine::default()
    };
    let preview = row::Preview {
        name: "Le Fournil".to_owned(),
        cause: "Bread that the street bakes together".to_owned(),
        members: 3,
        entries: 1_200,
        open: vec![line("Lunch?"), line("Open on \u{1b}[31mSundays?")],
        newest: vec![row::Newest { title: "Flour".to_owned(), at: i64::MAX }],
    };
    let wanted = "\
Being checked: Le Fournil
  Bread that the street bakes together

  3 members, 1,200 entries to come

  Open
    Lunch?                Proposal  until at no possible time  2 of 3 answered
    Open on [31mSundays?  Proposal  until at no possible time  2 of 3 answered

  Newest
    at no possible time  Flour
";
    assert_eq!(super::preview(&preview), wanted);
    let status = row::Status { preview: Some(preview), ..row::Status::default() };
    assert!(drawn(&status).contains("Being checked: Le Fournil"));
}

#[test]
fn a_list_that_goes_on_says_so() {
    let found = row::Decisions { more: 1_200, over: 2, ..row::Decisions::default() };
    let wanted = "\
… and 1,200 more: ask with --skip or a higher --limit.

2 decisions are over, and in the register: `palabre register`.
";
    assert_eq!(drawn(&found), wanted);
}

#[test]
fn what_has_no_effect_is_said_to_be_somebodys() {
    let closed = row::Reason {
        word: "revoked".to_owned(),
        text: "its device was closed before".to_owned(),
        entries: 3,
        name: Some("Goran".to_owned()),
        at: Some(i64::MAX),
    };
    let status = row::Status { refused: vec![closed], ..row::Status::default() };
    let wanted = "Without effect\n  3  its device was closed before  from Goran  at no possible time\n";
    assert!(drawn(&status).contains(wanted), "{}", drawn(&status));
}
