//! Projects: begun on one laptop, continued on two that are apart, met, ended.

use palabre_api::{Handler, ask};

use crate::table::{Time, gather, meet, person, state};

fn code<T>(result: Result<T, palabre_api::ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

#[test]
fn what_others_wrote_while_somebody_was_writing_stays() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    let begun = "We mend on Saturdays.".to_owned();
    let new = ask::ProjectNew {
        name: "Repair café".into(),
        why: "What breaks is mended here".into(),
        description: Some(begun.clone()),
        ..Default::default()
    };
    ana.project_new(new).unwrap();
    meet(&mut ana, &mut ben, &community);
    let write = |text: &str| ask::ProjectWrite {
        project: "repair".into(),
        description: Some(text.into()),
        ..Default::default()
    };
    ben.project_write(write("We mend on Saturdays, and on Sundays.")).unwrap();
    meet(&mut ana, &mut ben, &community);
    // Ana began before that came, and is done after it.
    let from =
        ask::ProjectWrite { description_from: Some(begun.clone()), ..write("Hello! We mend on Saturdays.") };
    let both = ana.project_write(from).unwrap();
    assert_eq!(both.description, "Hello! We mend on Saturdays, and on Sundays.");
    // Whoever says nothing of it, or began from what stands there, has the text as they say.
    let from = ask::ProjectWrite { description_from: Some(both.description), ..write(&begun) };
    assert_eq!(ana.project_write(from).unwrap().description, begun);
    assert_eq!(ana.project_write(write("On Mondays.")).unwrap().description, "On Mondays.");
    meet(&mut ana, &mut ben, &community);
    let seen = ben.project_show(ask::ProjectShow { project: "repair".into() }).unwrap();
    assert_eq!(seen.description, "On Mondays.");
    // So it is with how we do things here.
    let guide =
        |text: &str, from: Option<&str>| ask::GuideWrite { text: text.into(), from: from.map(Into::into) };
    ana.guide_write(guide("We lock the door.", None)).unwrap();
    meet(&mut ana, &mut ben, &community);
    ben.guide_write(guide("We lock the door. The key hangs by the oven.", None)).unwrap();
    meet(&mut ana, &mut ben, &community);
    let both = ana.guide_write(guide("Last out: we lock the door.", Some("We lock the door."))).unwrap();
    assert_eq!(both.text, "Last out: we lock the door. The key hangs by the oven.");
    meet(&mut ana, &mut ben, &community);
    // Together they may be too long, and then nothing is written.
    let long = "We lock the door. ".repeat(700);
    let theirs = guide(&format!("{}{long}", both.text), None);
    ben.guide_write(theirs).unwrap();
    meet(&mut ana, &mut ben, &community);
    let mine = guide(&format!("{long}{}", both.text), Some(&both.text));
    let refused = ana.guide_write(mine).unwrap_err();
    assert_eq!(refused.code, "text.length");
    assert!(refused.message.starts_with("A description has at most"), "{}", refused.message);
    assert_eq!(ana.guide_show(ask::GuideShow {}).unwrap().text.len(), both.text.len() + long.len());
}

#[test]
fn many_hands_write_while_apart() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    let begun = ana
        .project_new(ask::ProjectNew {
            name: "Repair café".into(),
            why: "What breaks is mended here".into(),
            description: Some("We mend on Saturdays.".into()),
            ..Default::default()
        })
        .unwrap();
    assert_eq!(begun.sentence, "An idea. It is a project when a team wants it.");
    meet(&mut ana, &mut ben, &community);
    let write = |text: &str| ask::ProjectWrite {
        project: "repair".into(),
        description: Some(text.into()),
        ..Default::default()
    };
    // Apart, both write into one description; nothing is lost.
    ana.project_write(write("We mend on Saturdays. Bring what is broken.")).unwrap();
    ben.project_write(write("Everybody welcome! We mend on Saturdays.")).unwrap();
    let joined = ben.project_join(ask::ProjectJoin { project: "repair".into() }).unwrap();
    assert_eq!((joined.state.as_str(), joined.mine), ("forming", true));
    let need = |what: &str| ask::ProjectNeed {
        project: "repair".into(),
        what: Some(what.into()),
        kind: "time".into(),
        ..Default::default()
    };
    ben.project_need(need("somebody for the till")).unwrap();
    ana.project_need(ask::ProjectNeed { kind: "thing".into(), ..need("irons") }).unwrap();
    meet(&mut ana, &mut ben, &community);
    let seen = ana.project_show(ask::ProjectShow { project: "repair".into() }).unwrap();
    assert_eq!(seen.description, "Everybody welcome! We mend on Saturdays. Bring what is broken.");
    assert_eq!(
        seen.needs.iter().map(|n| n.what.as_str()).collect::<Vec<_>>(),
        ["irons", "somebody for the till"]
    );
    assert_eq!(seen.sentence, "Forming: Ben wants it. Who joins? 2 needs are open.");
    let history = ben.project_history(ask::ProjectHistory { project: "repair".into() }).unwrap();
    assert_eq!(history.pieces.iter().map(|p| p.text.as_str()).collect::<String>(), seen.description);
    let by_ben: String = history.pieces.iter().filter(|p| p.name == "Ben").map(|p| p.text.as_str()).collect();
    assert_eq!(by_ben.trim(), "Everybody welcome!");
    // Needs are answered, steps are taken, news told, by oneself only.
    let help = ask::ProjectHelp {
        project: "repair".into(),
        need: "somebody".into(),
        text: Some("Every second Saturday".into()),
        back: false,
    };
    let helped = ana.project_help(help).unwrap();
    assert_eq!(helped.needs[1].help[0].name, "Ana");
    let note = |text: &str, failed| ask::ProjectNote {
        project: "repair".into(),
        text: text.into(),
        worked: false,
        failed,
    };
    assert_eq!(code(ana.project_note(note("I am not in the team", false))), "project.team");
    ben.project_note(note("41 objects, 29 live again", false)).unwrap();
    ben.project_note(note("glue needs 10 °C", true)).unwrap();
    let step =
        ask::StepAdd { on: "repair".into(), text: "Ask for irons".into(), by: Some("2027-03-20".into()) };
    let around = ben.step_add(step).unwrap();
    assert!(around.steps[0].taken_by.is_empty());
    meet(&mut ana, &mut ben, &community);
    let take = ask::StepTake { on: "repair".into(), step: "ask".into(), done: true, drop: false };
    let around = ana.step_take(take).unwrap();
    assert_eq!((around.steps[0].taken_by.as_slice(), around.steps[0].done), (&["Ana".to_owned()][..], true));
    ben.project_state(ask::ProjectState { project: "repair".into(), state: "active".into() }).unwrap();
    meet(&mut ana, &mut ben, &community);
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
    let list = |node: &mut palabre_node::Node, ask| node.project_list(ask).unwrap().projects;
    let all = list(&mut ana, ask::ProjectList { limit: 9, ..Default::default() });
    assert_eq!(
        (all[0].state.as_str(), all[0].news.as_deref()),
        ("active", Some("41 objects, 29 live again"))
    );
    assert!(list(&mut ana, ask::ProjectList { mine: true, limit: 9, ..Default::default() }).is_empty());
    assert_eq!(list(&mut ben, ask::ProjectList { mine: true, limit: 9, ..Default::default() }).len(), 1);
    // After ninety days without news its team is asked, once it is alive no more.
    time.pass(24 * 92);
    let asks = |node: &mut palabre_node::Node| {
        let waiting = node.waiting(ask::Waiting { limit: 9 }).unwrap().waiting;
        waiting.into_iter().map(|wait| wait.asks).collect::<Vec<_>>()
    };
    assert_eq!(asks(&mut ben), ["alive"]);
    assert!(asks(&mut ana).is_empty(), "only its team is asked");
    ben.project_note(note("back after the exams", false)).unwrap();
    assert!(asks(&mut ben).is_empty());
    ben.project_leave(ask::ProjectLeave { project: "repair".into() }).unwrap();
    assert_eq!(code(ben.project_leave(ask::ProjectLeave { project: "repair".into() })), "project.team");
}

#[test]
fn a_project_is_taken_up_elsewhere() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    gather(&mut ana, &mut []);
    let found = ask::Found { name: "Casa Tejado".into(), cause: "Shade for all.".into() };
    ben.found(found).unwrap();
    ana.project_new(ask::ProjectNew {
        name: "Roof garden".into(),
        why: "Green above".into(),
        description: Some("Soil, wood, plants.".into()),
        ..Default::default()
    })
    .unwrap();
    ana.project_join(ask::ProjectJoin { project: "roof".into() }).unwrap();
    let lesson = ask::ProjectNote {
        project: "roof".into(),
        text: "Soil is heavy".into(),
        worked: false,
        failed: true,
    };
    ana.project_note(lesson).unwrap();
    let link = |url: &str| ask::ProjectLink {
        project: "roof".into(),
        url: Some(url.into()),
        title: Some("Plan".into()),
        drop: None,
    };
    ana.project_link(link("https://example.org/plan")).unwrap();
    assert_eq!(code(ana.project_link(link("javascript:alert(1)"))), "link.malformed");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roof.palabre-project").display().to_string();
    ana.project_pack(ask::ProjectPack { project: "roof".into(), file: file.clone() }).unwrap();
    let copy = ben.project_replicate(ask::ProjectReplicate { project: file.clone(), name: None }).unwrap();
    assert_eq!((copy.name.as_str(), copy.description.as_str()), ("Roof garden", "Soil, wood, plants."));
    assert_eq!(copy.lineage.as_ref().unwrap().community, "Le Fournil");
    assert_eq!(copy.lessons[0].text.as_deref(), Some("Soil is heavy"));
    assert_eq!(copy.links.len(), 1);
    assert!(copy.sentence.contains("What is different here?"), "{}", copy.sentence);
    assert_eq!(copy.team, ["Ben"], "people, votes and money do not come along");
    let inside = ana
        .project_replicate(ask::ProjectReplicate { project: "roof".into(), name: Some("Wall garden".into()) })
        .unwrap();
    assert_eq!(inside.lineage.unwrap().name, "Roof garden");
    let first = ana.project_show(ask::ProjectShow { project: "roof".into() }).unwrap();
    assert_eq!(first.taken_up[0].title, "Wall garden");
    std::fs::write(&file, "{\"format\": \"palabre-project/1\"}").unwrap();
    let broken = ask::ProjectReplicate { project: file.clone(), name: None };
    assert_eq!(code(ben.project_replicate(broken)), "project.malformed");
}

#[test]
fn bad_input_gets_a_sentence_and_changes_nothing() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    let new = |name: &str| ask::ProjectNew { name: name.into(), ..Default::default() };
    assert_eq!(code(ana.project_new(new(" "))), "text.empty");
    assert_eq!(code(ana.project_new(new("Repair\ncafé"))), "text.lines");
    assert_eq!(code(ana.project_new(new(&"x".repeat(300)))), "text.length");
    ana.project_new(ask::ProjectNew { team: vec!["Ana".into()], ..new("Closed") }).unwrap();
    meet(&mut ana, &mut ben, &community);
    let before = state(&mut ben, &community);
    assert_eq!(code(ben.project_join(ask::ProjectJoin { project: "closed".into() })), "project.closed");
    let write = |text: String| ask::ProjectWrite {
        project: "closed".into(),
        description: Some(text),
        ..Default::default()
    };
    assert_eq!(code(ben.project_write(write("mine".into()))), "project.writers");
    let state_before = state(&mut ana, &community);
    let error = ana.project_write(write("x".repeat(60 << 10))).unwrap_err();
    assert_eq!(error.code, "text.length");
    assert!(error.hint.contains("attach"), "{}", error.hint);
    assert_eq!(state(&mut ana, &community), state_before);
    // What fits is written, also where it takes several entries.
    ana.project_write(write("long words ".repeat(700))).unwrap();
    let state_of = |s: &str| ask::ProjectState { project: "closed".into(), state: s.into() };
    assert_eq!(code(ana.project_state(state_of("active"))), "project.team");
    ana.project_join(ask::ProjectJoin { project: "closed".into() }).unwrap();
    assert_eq!(code(ana.project_state(state_of("forming"))), "project.forming");
    assert_eq!(code(ana.project_state(state_of("sleeping"))), "project.state");
    let need = ask::ProjectNeed { project: "closed".into(), ..Default::default() };
    assert_eq!(code(ana.project_need(need.clone())), "project.need");
    let met = ask::ProjectNeed { met: Some("nothing".into()), ..need };
    assert_eq!(code(ana.project_need(met)), "need.unknown");
    assert_eq!(state(&mut ben, &community), before);
}
