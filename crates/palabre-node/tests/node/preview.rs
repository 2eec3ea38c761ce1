//! What somebody who joins sees before the entries have come.

use palabre_api::{Handler, ask, row};
use palabre_domain::id::CommunityId;
use palabre_feeds::session::{Act, Session};
use palabre_node::{Node, preview};

use crate::table::{Time, answer, ask_them, author, confirm, count, gather, meet, person, show, state};

/// Returns what this laptop would tell a newcomer.
fn told(node: &mut Node, community: &CommunityId) -> row::Preview {
    let now = node.now();
    let bytes = preview::make(node.replica_of(community).unwrap(), now).unwrap().unwrap();
    preview::read(&bytes).unwrap()
}

fn seen(node: &mut Node) -> Option<row::Preview> {
    node.status(ask::Status {}).unwrap().preview
}

#[test]
fn a_joiner_sees_the_open_question_before_any_run_has_been_taken() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "proposal");
    answer(&mut ana, "lunch", "for");
    let link = ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    chi.join(ask::Join { ticket: link }).unwrap();
    let before = state(&mut chi, &community);
    assert_eq!(seen(&mut chi), None);

    // Both talk, and Chi's laptop takes no entry in.
    let (a, c) = (author(&ana).device(), author(&chi).device());
    ana.replica_of(&community).unwrap().membership().unwrap();
    chi.replica_of(&community).unwrap().membership().unwrap();
    let mut hers = Session::open(c, a, community, true, chi.replica_of(&community).unwrap());
    let mut anas = Session::open(a, c, community, false, ana.replica_of(&community).unwrap());
    let mut came = Vec::new();
    loop {
        let mut quiet = true;
        while let Some(frame) = hers.next_frame(chi.replica_of(&community).unwrap()) {
            quiet = false;
            for act in anas.receive(&frame, ana.replica_of(&community).unwrap()).unwrap() {
                if act == Act::WantsPreview {
                    let now = ana.now();
                    let bytes = preview::make(ana.replica_of(&community).unwrap(), now).unwrap();
                    anas.preview(bytes.unwrap());
                }
            }
        }
        while let Some(frame) = anas.next_frame(ana.replica_of(&community).unwrap()) {
            quiet = false;
            came.extend(hers.receive(&frame, chi.replica_of(&community).unwrap()).unwrap());
        }
        if quiet {
            break;
        }
    }
    let [Act::Preview(bytes), Act::Take(_), ..] = &came[..] else { panic!("{came:?}") };
    assert!(chi.keep_preview(&community, &preview::read(bytes).unwrap()).unwrap());
    let preview = seen(&mut chi).unwrap();
    assert_eq!(
        (preview.name.as_str(), preview.cause.as_str(), preview.members),
        ("Le Fournil", "That nobody faces change alone.", 2)
    );
    let line = &preview.open[0];
    assert_eq!(
        (line.question.as_str(), line.how.as_str(), line.state.as_str()),
        ("Lunch?", "proposal", "open")
    );
    assert_eq!((line.answered, line.present), (1, 2));
    assert_eq!(line.ends, show(&mut ana, "lunch").ends);
    assert_eq!(preview.newest[0].title, "Lunch?");
    assert_eq!(preview.entries, ana.status(ask::Status {}).unwrap().entries);
    // A claim changes nothing.
    assert_eq!(state(&mut chi, &community), before);
    assert!(
        chi.decision_list(ask::DecisionList { limit: 9, ..Default::default() }).unwrap().decisions.is_empty()
    );
    // Another one does not replace it, and it stays until both hold the same.
    assert!(!chi.keep_preview(&community, &row::Preview::default()).unwrap());
    chi.drop_preview(&community).unwrap();
    assert_eq!(seen(&mut chi), Some(preview));
    assert!(meet(&mut chi, &mut ana, &community));
    assert_eq!(seen(&mut chi), None);
    assert_eq!(state(&mut chi, &community), state(&mut ana, &community));
    // Whoever holds the founding is shown no claim.
    assert!(!chi.keep_preview(&community, &row::Preview::default()).unwrap());
    assert_eq!(seen(&mut chi), None);
}

#[test]
fn a_preview_shows_the_newest_and_of_decisions_those_that_are_open() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    let community = gather(&mut ana, &mut []);
    assert_eq!(told(&mut ana, &community).open, []);
    for n in 0..20 {
        time.pass_millis(1_000);
        ask_them(&mut ana, &format!("Question {n:02}?"), "sense-check");
    }
    ana.decision_new(ask::DecisionNew { question: "A draft\u{1b}?".into(), wording: String::new() }).unwrap();
    let preview = told(&mut ana, &community);
    let open: Vec<_> = preview.open.iter().map(|line| line.question.as_str()).collect();
    assert_eq!((open.len(), open[0], open[7]), (8, "Question 19?", "Question 12?"));
    assert_eq!(preview.newest.len(), 12);
    assert!(preview.newest.iter().any(|subject| subject.title == "A draft ?"), "{:?}", preview.newest);
    assert!(preview.newest.windows(2).all(|pair| pair[0].at >= pair[1].at));
    // What has ended, or is final, waits for nobody.
    time.pass(24 * 400);
    assert_eq!(told(&mut ana, &community).open, []);
    ask_them(&mut ana, "Sundays?", "proposal");
    assert_eq!(told(&mut ana, &community).open.len(), 1);
    answer(&mut ana, "sundays", "for");
    count(&mut ana, "sundays");
    // Whoever counted alone has confirmed already.
    let _ = confirm(&mut ana, "sundays");
    assert_eq!(show(&mut ana, "sundays").state, "final");
    assert_eq!(told(&mut ana, &community).open, []);
}

#[test]
fn a_newcomer_has_nothing_to_tell_a_newcomer() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut []);
    let link = ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
    ben.join(ask::Join { ticket: link }).unwrap();
    let now = ben.now();
    assert_eq!(preview::make(ben.replica_of(&community).unwrap(), now).unwrap(), None);
}
