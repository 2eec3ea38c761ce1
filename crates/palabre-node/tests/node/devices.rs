//! One person's laptops: a second one, a lost one, words on paper, and where keys are kept.

use std::path::Path;
use std::sync::Arc;

use palabre_api::{Handler, ask};
use palabre_node::keys::Keys;
use palabre_node::{Node, NodeOptions};

use crate::table::{START, Time, answer, ask_them, gather, meet, person, show, state};

fn home(folder: &Path, name: &str) -> Node {
    Node::open(NodeOptions::new(folder.join(name), Arc::new(|| START))).unwrap()
}

fn restore(node: &mut Node, from: &str) -> Result<palabre_api::row::Me, palabre_api::ApiError> {
    let from = from.split_whitespace().map(str::to_owned).collect();
    node.me_restore(ask::MeRestore { from, name: Some("Ana".into()) })
}

fn words(node: &mut Node) -> Vec<String> {
    node.me_words(ask::MeWords::default()).unwrap().words
}

#[test]
fn a_second_laptop_by_a_file_is_the_same_person_and_differing_answers_are_asked_again() {
    let time = Time::new();
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "sense-check");
    let file = folder.path().join("laptop").display().to_string();
    let ticket = ana.device_add(ask::DeviceAdd { file: Some(file.clone()), ..Default::default() }).unwrap();
    assert_eq!((ticket.number, ticket.communities), (2, vec!["Le Fournil".to_owned()]));

    // It is no invitation, neither as a file nor as a link.
    for ticket in [file.clone(), ticket.link] {
        assert_eq!(ben.look(ask::Look { ticket }).unwrap_err().code, "ticket.device");
    }

    let mut second = home(folder.path(), "second");
    let me = second.me_restore(ask::MeRestore { from: vec![file], name: None }).unwrap();
    assert_eq!((me.name.as_str(), me.has_words), ("Ana", false));
    assert_eq!(me.communities[0].standing, "member");
    // Both answer while apart, and differently.
    answer(&mut ana, "lunch", "fine");
    answer(&mut second, "lunch", "not-sure");
    meet(&mut second, &mut ana, &community);
    meet(&mut ana, &mut ben, &community);
    let seen = show(&mut ben, "lunch");
    assert_eq!(
        (seen.answered, seen.answers.iter().filter(|a| a.standing == "conflicted").count()),
        (0, 1),
        "{seen:?}"
    );
    answer(&mut second, "lunch", "fine");
    meet(&mut second, &mut ana, &community);
    meet(&mut ana, &mut ben, &community);
    assert_eq!(show(&mut ben, "lunch").answered, 1);
    assert_eq!(state(&mut ana, &community), state(&mut second, &community));
    let listed = ben.device_list(ask::DeviceList { who: Some("Ana".into()) }).unwrap();
    assert_eq!(listed.devices.iter().map(|d| d.standing.as_str()).collect::<Vec<_>>(), ["open", "open"]);
}

#[test]
fn words_leave_the_laptop_once_they_are_on_paper_and_bring_the_person_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut ana = home(folder.path(), "Ana");
    ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Why.".into() }).unwrap();
    let shown = ana.me_words(ask::MeWords::default()).unwrap();
    assert_eq!((shown.words.len(), shown.kept), (24, false));
    let wrong = ana.me_words(ask::MeWords { kept: vec!["a".into(), "b".into(), "c".into()] }).unwrap_err();
    assert_eq!(wrong.code, "words.not-kept");
    let kept = shown.asked.iter().map(|&place| shown.words[place as usize - 1].to_uppercase()).collect();
    assert!(ana.me_words(ask::MeWords { kept }).unwrap().kept);
    let text = std::fs::read_to_string(folder.path().join("Ana/identity.json")).unwrap();
    assert!(!text.contains("\"member\": \"") || !ana.me_show(ask::MeShow {}).unwrap().has_words);
    drop(ana);

    // Another start of the program: the key is really gone.
    let mut ana = home(folder.path(), "Ana");
    assert!(words(&mut ana).is_empty());
    assert_eq!(ana.device_add(ask::DeviceAdd::default()).unwrap_err().code, "me.words-needed");
    let by_words = ask::DeviceAdd { words: shown.words.clone(), ..Default::default() };
    assert_eq!(ana.device_add(by_words).unwrap().number, 2);
    let mut other = home(folder.path(), "other");
    other.me_new(ask::MeNew { name: "Other".into() }).unwrap();
    let foreign = ask::DeviceAdd { words: words(&mut other), ..Default::default() };
    assert_eq!(ana.device_add(foreign).unwrap_err().code, "words.somebody-else");

    // A new laptop begins with the words alone, and reads in an invite's file that it was here before.
    let file = folder.path().join("invite").display().to_string();
    ana.invite(ask::Invite { uses: 1, days: 1, file: Some(file.clone()), ..Default::default() }).unwrap();
    let mut new = home(folder.path(), "new");
    let nameless = ask::MeRestore { from: shown.words.clone(), name: None };
    assert_eq!(new.me_restore(nameless).unwrap_err().code, "me.name");
    assert!(restore(&mut new, &shown.words.join(" ")).unwrap().has_words);
    assert_eq!(new.join(ask::Join { ticket: file }).unwrap().community.standing, "member");
    let devices = new.device_list(ask::DeviceList::default()).unwrap().devices;
    assert_eq!(
        devices.iter().map(|d| (d.number, d.here)).collect::<Vec<_>>(),
        [(1, false), (16, true)],
        "the file may be old: what was given in order is left alone"
    );
    assert_eq!(restore(&mut new, "again").unwrap_err().code, "me.somebody");
}

#[test]
fn what_a_lost_laptop_says_after_it_was_closed_has_no_effect() {
    let time = Time::new();
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    let file = folder.path().join("laptop").display().to_string();
    ana.device_add(ask::DeviceAdd { file: Some(file.clone()), ..Default::default() }).unwrap();
    let mut lost = home(folder.path(), "lost");
    lost.me_restore(ask::MeRestore { from: vec![file], name: None }).unwrap();
    ask_them(&mut lost, "Lunch?", "sense-check");
    meet(&mut lost, &mut ben, &community);
    meet(&mut ben, &mut ana, &community);
    let closed = ana.device_revoke(ask::DeviceRevoke { device: "2".into(), ..Default::default() }).unwrap();
    assert_eq!(
        (closed.devices[1].standing.as_str(), closed.devices[1].honoured),
        ("closed", Some(closed.devices[1].entries))
    );
    let again = ana.device_revoke(ask::DeviceRevoke { device: "2".into(), ..Default::default() });
    assert_eq!(again.unwrap_err().code, "device.closed");
    let nobody = ana.device_revoke(ask::DeviceRevoke { device: "9".into(), ..Default::default() });
    assert_eq!(nobody.unwrap_err().code, "device.unknown");
    // Whoever found it writes on; nobody is shown that.
    let found = ask::Comment { on: "lunch".into(), text: Some("Free beer!".into()), reply: None };
    lost.comment(found.clone()).unwrap();
    meet(&mut ana, &mut ben, &community);
    meet(&mut lost, &mut ben, &community);
    assert!(show(&mut ben, "lunch").around.comments.is_empty());
    // It is said whose it is, and since when.
    let refused = ben.status(ask::Status {}).unwrap().refused;
    let told: Vec<_> =
        refused.iter().map(|reason| (reason.word.as_str(), reason.name.as_deref(), reason.at)).collect();
    assert_eq!(told, [("revoked", Some("Ana"), Some(START))]);
    assert!(lost.comment(found).is_err(), "it knows by now that it is closed");
    // What it had said before stays.
    answer(&mut ana, "lunch", "fine");
    assert_eq!(show(&mut ana, "lunch").answered, 1);
}

#[test]
fn keys_move_under_a_passphrase_and_only_signing_asks_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let open = |phrase: Option<&'static str>| {
        let keys = Keys { ask: Arc::new(move |_| phrase.map(str::to_owned)), ..Keys::default() };
        let options = NodeOptions { keys, ..NodeOptions::new(folder.path().join("Ana"), Arc::new(|| START)) };
        Node::open(options).unwrap()
    };
    let mut ana = open(Some("a long passphrase"));
    ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Why.".into() }).unwrap();
    assert_eq!(ana.me_keys(ask::MeKeys { place: Some("cellar".into()) }).unwrap_err().code, "keys.place");
    assert_eq!(ana.me_keys(ask::MeKeys { place: Some("passphrase".into()) }).unwrap().keys, "passphrase");
    drop(ana);
    let text = std::fs::read_to_string(folder.path().join("Ana/identity.json")).unwrap();
    assert!(!text.contains("\"secrets\""), "{text}");

    let say = ask::Comment { on: "community".into(), text: Some("Hello".into()), reply: None };
    let mut asked = open(None);
    assert_eq!(asked.me_show(ask::MeShow {}).unwrap().name, "Ana");
    assert_eq!(asked.comment(say.clone()).unwrap_err().code, "passphrase.needed");
    drop(asked);
    assert_eq!(open(Some("another passphrase")).comment(say.clone()).unwrap_err().code, "passphrase.wrong");
    open(Some("a long passphrase")).comment(say).unwrap();
}

#[test]
fn a_ticket_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut ana = home(folder.path(), "Ana");
    ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    let link = ana.device_add(ask::DeviceAdd::default()).unwrap().link;
    let mut new = home(folder.path(), "new");
    let cut = &link[..link.len() - 8];
    let other = link.replace("device?", "join?");
    for (text, code) in
        [(cut, "device.ticket"), (other.as_str(), "device.ticket"), ("three little words", "words.wrong")]
    {
        assert_eq!(restore(&mut new, text).unwrap_err().code, code, "{text}");
    }
    assert!(restore(&mut new, &link).unwrap().communities.is_empty());
}

/// A home whose person says this passphrase when asked.
fn sealed_home(folder: &Path, name: &str, phrase: Option<&'static str>) -> Node {
    let keys = Keys { ask: Arc::new(move |_| phrase.map(str::to_owned)), ..Keys::default() };
    Node::open(NodeOptions { keys, ..NodeOptions::new(folder.join(name), Arc::new(|| START)) }).unwrap()
}

#[test]
fn a_backup_brings_a_person_back_as_a_new_laptop_and_a_failed_attempt_leaves_nothing() {
    const PHRASE: &str = "four words make sense";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup").display().to_string();
    let mut ana = sealed_home(folder.path(), "Ana", Some(PHRASE));
    ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    ana.found(ask::Found { name: "Le Fournil".into(), cause: "Why.".into() }).unwrap();
    ana.status(ask::Status {}).unwrap();
    ask_them(&mut ana, "Lunch?", "sense-check");
    let saved = ana.backup(ask::Backup { file: file.clone() }).unwrap();
    assert_eq!((saved.communities.len(), saved.has_words), (1, true));
    let sealed = std::fs::read(&file).unwrap();
    assert!(!sealed.windows(10).any(|bytes| bytes == b"Le Fournil"));

    // No passphrase, a wrong one, a spoilt file, a file that is none.
    let restore = |node: &mut Node, file: &str| {
        node.restore(ask::Restore { file: file.to_owned(), words: Vec::new() }).map(|me| me.communities.len())
    };
    let mut again = sealed_home(folder.path(), "again", None);
    assert_eq!(restore(&mut again, &file).unwrap_err().code, "passphrase.needed");
    drop(again);
    let mut again = sealed_home(folder.path(), "again", Some("quite another thing"));
    assert_eq!(restore(&mut again, &file).unwrap_err().code, "passphrase.wrong");
    drop(again);
    let mut again = sealed_home(folder.path(), "again", Some(PHRASE));
    let spoilt = folder.path().join("spoilt").display().to_string();
    std::fs::write(&spoilt, &sealed[..sealed.len() - 7]).unwrap();
    assert!(restore(&mut again, &spoilt).is_err());
    std::fs::write(&spoilt, b"a letter").unwrap();
    assert_eq!(restore(&mut again, &spoilt).unwrap_err().code, "backup.malformed");
    assert_eq!(again.me_show(ask::MeShow {}).unwrap_err().code, "me.nobody");

    assert_eq!(restore(&mut again, &file).unwrap(), 1);
    assert_eq!(restore(&mut again, &file).unwrap_err().code, "me.somebody");
    let devices = again.device_list(ask::DeviceList::default()).unwrap().devices;
    assert_eq!(devices.iter().map(|d| (d.number, d.here)).collect::<Vec<_>>(), [(1, false), (16, true)]);
    answer(&mut again, "lunch", "fine");
    assert_eq!(show(&mut again, "lunch").answered, 1);

    // Where the key was on paper only, the words bring it back.
    let shown = words(&mut ana);
    let asked = ana.me_words(ask::MeWords::default()).unwrap().asked;
    let kept = asked.iter().map(|&place| shown[place as usize - 1].clone()).collect();
    ana.me_words(ask::MeWords { kept }).unwrap();
    assert!(!ana.backup(ask::Backup { file: file.clone() }).unwrap().has_words);
    let mut third = sealed_home(folder.path(), "third", Some(PHRASE));
    assert_eq!(restore(&mut third, &file).unwrap_err().code, "me.words-needed");
    let third = third.restore(ask::Restore { file, words: shown }).unwrap();
    assert_eq!((third.name.as_str(), third.communities[0].standing.as_str()), ("Ana", "member"));
}

/// Copies a home's files to another folder, as a backup of the disk does.
fn copy_home(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().flatten() {
        let to = to.join(file.file_name());
        if file.path().is_dir() { copy_home(&file.path(), &to) } else { drop(std::fs::copy(file.path(), to)) }
    }
}

/// Ana with a home on disk, and Ben; returns where the community is met.
fn ana_on_disk(folder: &Path, time: &Time) -> (Node, Node, palabre_domain::id::CommunityId) {
    let mut ana = home(folder, "Ana");
    ana.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
    let mut ben = person(time, "Ben", 2);
    let community = gather(&mut ana, &mut [&mut ben]);
    ask_them(&mut ana, "Lunch?", "sense-check");
    ask_them(&mut ana, "Dinner?", "sense-check");
    meet(&mut ana, &mut ben, &community);
    (ana, ben, community)
}

#[test]
fn a_disk_that_was_put_back_is_noticed_before_it_writes_and_renewed() {
    let (folder, time) = (tempfile::tempdir().unwrap(), Time::new());
    let (mut ana, mut ben, community) = ana_on_disk(folder.path(), &time);
    assert_eq!(ana.device_renew(ask::DeviceRenew::default()).unwrap_err().code, "device.whole");
    drop(ana);
    copy_home(&folder.path().join("Ana"), &folder.path().join("earlier"));
    let mut ana = home(folder.path(), "Ana");
    answer(&mut ana, "lunch", "fine");
    meet(&mut ana, &mut ben, &community);
    drop(ana);

    // The earlier disk meets Ben before it writes: nothing forks, what it forgot comes back, and it says what to do.
    let mut ana = home(folder.path(), "earlier");
    ana.hold().unwrap();
    meet(&mut ana, &mut ben, &community);
    assert_eq!(show(&mut ana, "lunch").my_answer.as_deref(), Some("fine"));
    let refused =
        ana.comment(ask::Comment { on: "dinner".into(), text: Some("x".into()), ..Default::default() });
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, "device.rolled-back");
    assert!(refused.hint.contains("device renew"), "{refused:?}");
    drop(ana);
    // Another start of the program knows it still.
    let mut ana = home(folder.path(), "earlier");
    assert!(ana.status(ask::Status {}).unwrap().renew);
    let renewed = ana.device_renew(ask::DeviceRenew::default()).unwrap().devices;
    let shown: Vec<_> = renewed.iter().map(|d| (d.number, d.standing.as_str(), d.here)).collect();
    assert_eq!(shown, [(1, "closed", false), (16, "open", true)]);
    answer(&mut ana, "dinner", "not-sure");
    meet(&mut ana, &mut ben, &community);
    assert_eq!((show(&mut ben, "lunch").answered, show(&mut ben, "dinner").answered), (1, 1));
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
    assert!(ben.status(ask::Status {}).unwrap().forked.is_empty());
    assert!(!ana.status(ask::Status {}).unwrap().renew);
}

#[test]
fn what_was_written_on_a_disk_that_was_put_back_is_said_again_by_the_new_device() {
    let (folder, time) = (tempfile::tempdir().unwrap(), Time::new());
    let (ana, mut ben, community) = ana_on_disk(folder.path(), &time);
    drop(ana);
    copy_home(&folder.path().join("Ana"), &folder.path().join("earlier"));
    let mut ana = home(folder.path(), "Ana");
    answer(&mut ana, "lunch", "fine");
    meet(&mut ana, &mut ben, &community);
    drop(ana);
    let mut ana = home(folder.path(), "earlier");
    answer(&mut ana, "dinner", "not-sure");
    let ask = ask::Comment { on: "dinner".into(), text: Some("Not too late.".into()), ..Default::default() };
    ana.comment(ask).unwrap();
    meet(&mut ana, &mut ben, &community);
    // Two stories: neither counts, everybody sees it.
    assert_eq!(ben.status(ask::Status {}).unwrap().forked, ["Ana"]);
    assert_eq!((show(&mut ben, "lunch").answered, show(&mut ben, "dinner").answered), (0, 0));
    let refused =
        ana.comment(ask::Comment { on: "dinner".into(), text: Some("x".into()), ..Default::default() });
    assert_eq!(refused.unwrap_err().code, "device.forked");

    ana.device_renew(ask::DeviceRenew::default()).unwrap();
    meet(&mut ana, &mut ben, &community);
    assert_eq!((show(&mut ben, "lunch").answered, show(&mut ben, "dinner").answered), (1, 1));
    let said: Vec<String> =
        show(&mut ben, "dinner").around.comments.iter().map(|c| format!("{c:?}")).collect();
    assert!(said.iter().any(|comment| comment.contains("Not too late.")), "{said:?}");
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
    assert_eq!(ana.device_renew(ask::DeviceRenew::default()).unwrap_err().code, "device.whole");
}
