//! The wall, profiles, searching, what changed, files, and taking everything along.

use palabre_api::{Handler, ask, row};
use palabre_node::Node;

use crate::table::{Time, answer, ask_them, gather, meet, person, state};

fn code<T>(result: Result<T, palabre_api::ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

fn search(node: &mut Node, text: &str) -> Vec<row::Hit> {
    node.search(ask::Search { text: vec![text.into()], kind: None, limit: 20 }).unwrap().hits
}

#[test]
fn the_wall_has_no_price_and_no_count() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    let new = |kind: &str, text: &str, to: &[&str]| ask::ShareNew {
        kind: kind.into(),
        text: text.into(),
        to: to.iter().map(|name| (*name).to_owned()).collect(),
    };
    ana.share_new(new("gift", "apple pie in the kitchen", &[])).unwrap();
    time.pass(1);
    ana.share_new(new("thanks", "for the heating on Monday", &["Ben"])).unwrap();
    assert_eq!(code(ana.share_new(new("sale", "pie", &[]))), "share.kind");
    meet(&mut ana, &mut ben, &community);
    let take = ask::ShareAnswer { share: "apple".into(), text: Some("One piece for me".into()), back: false };
    ben.share_answer(take).unwrap();
    assert_eq!(code(ben.share_done(ask::ShareDone { share: "apple".into() })), "share.not-mine");
    meet(&mut ana, &mut ben, &community);
    let wall = |node: &mut Node, all| {
        node.share_list(ask::ShareList { all, limit: 9, ..Default::default() }).unwrap().lines
    };
    let lines = wall(&mut ana, false);
    assert_eq!(lines.iter().map(|l| l.kind.as_str()).collect::<Vec<_>>(), ["thanks", "gift"], "newest first");
    assert_eq!((lines[0].to.as_slice(), lines[1].answers[0].name.as_str()), (&["Ben".to_owned()][..], "Ben"));
    let part = ana.share_list(ask::ShareList { limit: 1, ..Default::default() }).unwrap();
    assert_eq!((part.lines.as_slice(), part.more), (&lines[..1], 1), "it is said how many more there are");
    ana.share_done(ask::ShareDone { share: "apple".into() }).unwrap();
    assert_eq!(wall(&mut ana, false).len(), 1);
    time.pass(24 * 15);
    assert_eq!(
        (wall(&mut ana, false).len(), wall(&mut ana, true).len()),
        (0, 2),
        "it leaves the wall, and stays findable"
    );
    assert_eq!(search(&mut ben, "PIE").len(), 2);
}

#[test]
fn everything_is_found_whatever_the_accents() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ana.project_new(ask::ProjectNew {
        name: "Café réparation".into(),
        description: Some("On répare les samedis.".into()),
        ..Default::default()
    })
    .unwrap();
    ask_them(&mut ana, "Lunch on Wednesdays?", "sense-check");
    let text = Some("Moi j’apporte du café".to_owned());
    ana.comment(ask::Comment { on: "lunch".into(), text, reply: None }).unwrap();
    meet(&mut ana, &mut ben, &community);
    let hits = search(&mut ben, "cafe");
    assert_eq!(hits.len(), 2);
    let comment = hits.iter().find(|hit| hit.kind == "decision").unwrap();
    assert_eq!((comment.name.as_deref(), comment.title.as_str()), (Some("Ana"), "Lunch on Wednesdays?"));
    assert!(comment.excerpt.contains("«café»"), "{}", comment.excerpt);
    assert_eq!(search(&mut ben, "repar sam").len(), 1, "beginnings of words");
    assert!(search(&mut ben, "nothing").is_empty());
    assert_eq!(
        code(ben.search(ask::Search { text: vec!["\"*".into()], kind: None, limit: 5 })),
        "search.empty"
    );
    let of = ask::Search { text: vec!["café".into()], kind: Some("project".into()), limit: 5 };
    assert_eq!(ben.search(of).unwrap().hits.len(), 1);
    // What was withdrawn is no longer found.
    let thread = ana.comment(ask::Comment { on: "lunch".into(), ..Default::default() }).unwrap();
    let id = thread.comments[0].id.clone();
    ana.withdraw(ask::Withdraw { on: "lunch".into(), comment: Some(id), ..Default::default() }).unwrap();
    meet(&mut ana, &mut ben, &community);
    assert_eq!(search(&mut ben, "cafe").len(), 1);
}

#[test]
fn what_changed_is_told_one_row_a_subject() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    meet(&mut ana, &mut ben, &community);
    ask_them(&mut ana, "Lunch?", "sense-check");
    let since = |node: &mut Node, when: Option<&str>, looked| {
        let ask = ask::Since { when: when.map(str::to_owned), looked, limit: 9 };
        node.since(ask).unwrap().subjects
    };
    since(&mut ana, None, true);
    assert!(since(&mut ana, None, false).is_empty());
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut chi, &community);
    answer(&mut ben, "lunch", "fine");
    answer(&mut chi, "lunch", "not-sure");
    let text = Some("Soup, @Ana?".to_owned());
    chi.comment(ask::Comment { on: "lunch".into(), text, reply: None }).unwrap();
    meet(&mut ana, &mut ben, &community);
    meet(&mut ana, &mut chi, &community);
    let news = since(&mut ana, None, true);
    assert_eq!(news.len(), 1, "{news:?}");
    assert_eq!((news[0].title.as_str(), news[0].why.as_str()), ("Lunch?", "It names you."));
    assert_eq!(news[0].what, "2 answers by Ben, Chi; one comment by Chi.");
    assert!(since(&mut ana, None, false).is_empty(), "I looked");
    assert!(!since(&mut ana, Some("1"), false).is_empty(), "and since yesterday there was something");
    assert!(since(&mut ana, Some("2027-03-12"), false).is_empty());
}

#[test]
fn hundreds_of_news_are_counted_to_the_last() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "sense-check");
    meet(&mut ana, &mut ben, &community);
    ana.since(ask::Since { when: None, looked: true, limit: 9 }).unwrap();
    for round in 0..300 {
        let text = Some(format!("Soup number {round}"));
        ben.comment(ask::Comment { on: "lunch".into(), text, reply: None }).unwrap();
    }
    meet(&mut ana, &mut ben, &community);
    let news = ana.since(ask::Since { when: None, looked: false, limit: 9 }).unwrap().subjects;
    assert_eq!(news.iter().map(|news| news.what.as_str()).collect::<Vec<_>>(), ["300 comments by Ben."]);
}

#[test]
fn files_are_proved_by_their_hash() {
    let folder = tempfile::tempdir().unwrap();
    let clock: std::sync::Arc<dyn Fn() -> i64 + Send + Sync> = std::sync::Arc::new(|| crate::table::START);
    let open = || {
        let home = folder.path().join("home");
        Node::open(palabre_node::NodeOptions::new(home, clock.clone())).unwrap()
    };
    let mut ana = open();
    ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Why.".into() }).unwrap();
    ana.project_new(ask::ProjectNew { name: "Radio".into(), ..Default::default() }).unwrap();
    let path = folder.path().join("plan.txt");
    std::fs::write(&path, "a quiet room").unwrap();
    let attach = |file: &std::path::Path| ask::Attach {
        on: "radio".into(),
        file: file.display().to_string(),
        drop: false,
    };
    let attached = ana.attach(attach(&path)).unwrap();
    assert_eq!((attached.file.name.as_str(), attached.file.size, attached.file.here), ("plan.txt", 12, true));
    let large = folder.path().join("large");
    std::fs::File::create(&large).unwrap().set_len((25 << 20) + 1).unwrap();
    assert_eq!(code(ana.attach(attach(&large))), "attachment.large");
    assert_eq!(code(ana.attach(attach(&folder.path().join("missing")))), "file.failed");
    drop(ana);
    let mut ana = open();
    let out = folder.path().join("out.txt").display().to_string();
    let fetch = |file: Option<String>| ask::Fetch { on: "radio".into(), name: "plan.txt".into(), file };
    assert_eq!(ana.fetch(fetch(Some(out.clone()))).unwrap().written.as_deref(), Some(out.as_str()));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "a quiet room");
    // A file that was changed on the disk is not what was attached.
    let kept = folder.path().join("home/files").join(&attached.file.hash);
    std::fs::write(&kept, "another room").unwrap();
    let fetched = ana.fetch(fetch(None)).unwrap();
    assert!(!fetched.file.here && fetched.written.is_none());
    assert_eq!(code(ana.fetch(ask::Fetch { name: "other".into(), ..fetch(None) })), "attachment.unknown");
}

#[test]
fn everything_leaves_and_comes_back_as_an_archive() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ana.project_new(ask::ProjectNew { name: "Radio, \"loud\"".into(), ..Default::default() }).unwrap();
    ask_them(&mut ana, "Lunch?", "sense-check");
    answer(&mut ana, "lunch", "fine");
    ana.share_new(ask::ShareNew { kind: "gift".into(), text: "=SUM(pie)".into(), to: vec![] }).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let export = |name: &str, format: &str, kind: Option<&str>| ask::Export {
        file: file(name),
        format: format.into(),
        kind: kind.map(str::to_owned),
    };
    ana.export(export("all.json", "json", None)).unwrap();
    let text = std::fs::read_to_string(file("all.json")).unwrap();
    assert!(text.contains("Lunch?") && text.contains("=SUM(pie)"));
    let mut stranger = person(&time, "Zoe", 9);
    let imported = stranger.import(ask::Import { file: file("all.json") }).unwrap();
    assert_eq!((imported.community.name.as_str(), imported.community.members), ("Le Fournil", 2));
    assert_eq!(state(&mut stranger, &community), state(&mut ana, &community), "to the byte");
    assert_eq!(code(stranger.import(ask::Import { file: file("all.json") })), "import.already");
    let read = |name: &str| std::fs::read_to_string(file(name)).unwrap();
    for kind in
        ["projects", "intentions", "decisions", "answers", "rounds", "buckets", "gifts", "sharing", "members"]
    {
        ana.export(export(kind, "csv", Some(kind))).unwrap();
        assert!(read(kind).lines().count() >= 1, "{kind}");
    }
    assert!(read("projects").contains("\"Radio, \"\"loud\"\"\""));
    assert!(read("sharing").contains("'=SUM(pie)"), "a cell is never run");
    assert!(read("answers").lines().nth(1).unwrap().contains(",Ana,fine,"), "{}", read("answers"));
    ana.export(export("ends.ics", "ics", None)).unwrap();
    assert!(read("ends.ics").contains("SUMMARY:Lunch? (ends)"));
    assert_eq!(code(ana.export(export("x", "csv", None))), "export.kind");
    assert_eq!(code(ana.export(export("x", "xml", None))), "export.format");
    for (name, broken) in [("a", "{}"), ("b", "nothing"), ("c", &text[..text.len() / 2])] {
        std::fs::write(file(name), broken).unwrap();
        let mut other = person(&time, "Yan", 8);
        assert_eq!(code(other.import(ask::Import { file: file(name) })), "archive.malformed", "{name}");
        assert!(other.communities().unwrap().is_empty(), "nothing is half done");
    }
}
