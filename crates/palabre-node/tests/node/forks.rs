//! A laptop told two different stories: what that comes to in words, and the proof as a file.

use palabre_api::{Handler, ask};
use palabre_domain::id::CommunityId;
use palabre_feeds::run::Run;
use palabre_node::Node;
use palabre_node::home::Identity;
use palabre_node::replica::Replica;
use palabre_store::Store;

use crate::table::{Time, answer, ask_them, gather, meet, node_of, person, show};

fn code<T>(result: Result<T, palabre_api::ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

fn say(node: &mut Node, text: &str) {
    node.comment(ask::Comment { on: "community".into(), text: Some(text.into()), reply: None }).unwrap();
}

/// The same laptop once more, as a copied disk is.
fn copy(node: &mut Node, time: &Time, community: &CommunityId) -> Node {
    // The same keys, and other dice.
    let mut copy = node_of(Identity::new("Goran".into(), [3; 32], [103; 32]), time, 77);
    let held = node.replica_of(community).unwrap().store().after(0, 1_000).unwrap();
    let (runs, _) = Run::group(held.into_iter().map(|held| held.entry).collect());
    let mut replica = Replica::new(*community, Store::in_memory().unwrap());
    replica.take(&runs).unwrap();
    copy.put_copy(*community, replica);
    copy
}

#[test]
fn two_stories_are_told_in_words_and_proved_to_a_stranger() {
    let time = Time::new();
    let (mut lina, mut goran) = (person(&time, "Lina", 1), person(&time, "Goran", 3));
    let community = gather(&mut lina, &mut [&mut goran]);
    meet(&mut lina, &mut goran, &community);
    say(&mut goran, "before");
    meet(&mut lina, &mut goran, &community);
    let laptop = goran.me_show(ask::MeShow {}).unwrap().device;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("proof.json").display().to_string();
    let export = |node: &mut Node, device: &str| {
        node.fork_export(ask::ForkExport { device: device.into(), file: file.clone() })
    };
    assert!(lina.fork_list(ask::ForkList {}).unwrap().forks.is_empty());
    assert_eq!(code(export(&mut lina, &laptop)), "fork.none");
    assert_eq!(code(export(&mut lina, "0000")), "device.unknown");

    let mut other = copy(&mut goran, &time, &community);
    say(&mut goran, "one story");
    // Lina answers before anybody knows that there is another: what she built on stays.
    meet(&mut lina, &mut goran, &community);
    let thread = lina.comment(ask::Comment { on: "community".into(), ..Default::default() }).unwrap();
    let told = thread.comments.iter().find(|comment| comment.text.as_deref() == Some("one story")).unwrap();
    let reply =
        ask::Comment { on: "community".into(), text: Some("Yes.".into()), reply: Some(told.id.clone()) };
    lina.comment(reply).unwrap();
    say(&mut other, "another story");
    say(&mut other, "and on");
    meet(&mut lina, &mut other, &community);

    let forks = lina.fork_list(ask::ForkList {}).unwrap().forks;
    let fork = &forks[0];
    assert_eq!((forks.len(), fork.name.as_str(), fork.stories, fork.here), (1, "Goran", 2, false));
    // The comment that was answered, its words, and nothing of the other story.
    assert_eq!((fork.kept, fork.void, fork.waiting), (2, 4, 0));
    assert!(other.fork_list(ask::ForkList {}).unwrap().forks[0].here);

    export(&mut lina, &laptop[..8]).unwrap();
    let checked = lina.verify(ask::Verify { file: file.clone() }).unwrap();
    assert_eq!((checked.kind.as_str(), checked.verdict.as_str()), ("fork", "verified"));
    assert!(checked.sentence.contains("Goran's laptop 1"), "{}", checked.sentence);
    assert!(checked.sentence.contains(&format!("at place {} of", fork.place)), "{}", checked.sentence);

    // A file in which anything was changed proves nothing.
    let text = std::fs::read_to_string(&file).unwrap();
    let mut saved: serde_json::Value = serde_json::from_str(&text).unwrap();
    let evidence = data_encoding::BASE64.decode(saved["evidence"].as_str().unwrap().as_bytes()).unwrap();
    let mut refuse = |evidence: &[u8]| {
        saved["evidence"] = data_encoding::BASE64.encode(evidence).into();
        std::fs::write(&file, saved.to_string()).unwrap();
        code(lina.verify(ask::Verify { file: file.clone() }))
    };
    assert_eq!(refuse(&evidence), "fine");
    for place in (0..evidence.len()).step_by(7) {
        let mut spoilt = evidence.clone();
        spoilt[place] ^= 1;
        assert!(["verify.wrong", "verify.malformed"].contains(&refuse(&spoilt).as_str()), "byte {place}");
    }
    assert_eq!(refuse(&evidence[..evidence.len() / 2]), "verify.malformed");
    std::fs::write(&file, r#"{"format":"palabre/fork/1"}"#).unwrap();
    assert_eq!(code(lina.verify(ask::Verify { file: file.clone() })), "verify.malformed");
    std::fs::write(&file, r#"{"format":"palabre/fork/9"}"#).unwrap();
    assert_eq!(code(lina.verify(ask::Verify { file: file.clone() })), "verify.newer");
}

#[test]
fn a_laptop_that_two_people_claim_leaves_nothing_behind() {
    // Whose claim counts depends on the ids of both: with several draws, each is seen.
    for draw in 70..76 {
        let time = Time::new();
        let mut ana = person(&time, "Ana", 1);
        let mut others = ["Ben", "Chi"].iter().zip(2..).map(|(name, seed)| {
            // Both draw the same secret for their second laptop.
            node_of(Identity::new((*name).into(), [seed; 32], [seed + 100; 32]), &time, draw)
        });
        let (mut ben, mut chi) = (others.next().unwrap(), others.next().unwrap());
        let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
        ask_them(&mut ana, "Lunch?", "sense-check");
        let seconds: Vec<Node> = [&mut ben, &mut chi]
            .into_iter()
            .map(|node| {
                meet(node, &mut ana, &community);
                let link = node.device_add(ask::DeviceAdd::default()).unwrap().link;
                let mut second = Node::in_memory(None, time.clock(), draw + 100);
                second.me_restore(ask::MeRestore { from: vec![link], name: None }).unwrap();
                second
            })
            .collect();
        let [mut one, mut other] = <[Node; 2]>::try_from(seconds).ok().unwrap();
        assert_eq!(one.identity().unwrap().device_id(), other.identity().unwrap().device_id());
        meet(&mut one, &mut ana, &community);
        answer(&mut one, "lunch", "fine");
        meet(&mut one, &mut ana, &community);
        assert_eq!(show(&mut ana, "lunch").answered, 1);
        meet(&mut other, &mut ana, &community);
        assert_eq!(show(&mut ana, "lunch").answered, 0, "it told two stories from its first word");
        let checked = ana.doctor(ask::Doctor { thorough: true, replay: true }).unwrap();
        assert!(checked.well, "{checked:?}");
    }
}
