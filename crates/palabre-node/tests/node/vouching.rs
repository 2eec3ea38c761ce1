//! Whom a laptop that told two stories had let in: those who built on their words vouch for them by themselves.

use palabre_api::{Handler, ask};
use palabre_domain::id::CommunityId;
use palabre_feeds::run::Run;
use palabre_node::Node;
use palabre_node::home::Identity;
use palabre_node::replica::Replica;
use palabre_store::Store;

use crate::table::{Time, gather, meet, node_of, person, state};

fn say(node: &mut Node, text: &str, reply: Option<String>) -> String {
    let thread =
        node.comment(ask::Comment { on: "community".into(), text: Some(text.into()), reply }).unwrap();
    thread.comments.iter().find(|comment| comment.text.as_deref() == Some(text)).unwrap().id.clone()
}

fn here(node: &mut Node) -> Vec<String> {
    node.members(ask::Members::default()).unwrap().members.into_iter().map(|member| member.name).collect()
}

/// Ben's laptop as it is now, on another disk.
fn copy(ben: &mut Node, time: &Time, community: &CommunityId) -> Node {
    let mut copy = node_of(Identity::new("Ben".into(), [2; 32], [102; 32]), time, 77);
    let held = ben.replica_of(community).unwrap().store().after(0, 1_000).unwrap();
    let (runs, _) = Run::group(held.into_iter().map(|held| held.entry).collect());
    let mut replica = Replica::new(*community, Store::in_memory().unwrap());
    replica.take(&runs).unwrap();
    copy.put_copy(*community, replica);
    copy
}

#[test]
fn whoever_built_on_a_newcomers_words_vouches_when_the_inviter_told_two_stories() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi, mut dan) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3), person(&time, "Dan", 4));
    let community = gather(&mut ana, &mut [&mut ben]);
    meet(&mut ana, &mut ben, &community);
    let mut other = copy(&mut ben, &time, &community);
    // Ben lets Chi and Dan in; both say something, and Ana answers Chi.
    let link = ben.invite(ask::Invite { uses: 2, days: 9, ..Default::default() }).unwrap().link;
    let mut said = Vec::new();
    for (newcomer, text) in [(&mut chi, "I am Chi"), (&mut dan, "I am Dan")] {
        newcomer.join(ask::Join { ticket: link.clone() }).unwrap();
        meet(newcomer, &mut ben, &community);
        said.push(say(newcomer, text, None));
        meet(newcomer, &mut ben, &community);
    }
    meet(&mut ana, &mut ben, &community);
    say(&mut ana, "Welcome!", Some(said[0].clone()));
    assert_eq!(here(&mut ana), ["Ana", "Ben", "Chi", "Dan"]);
    // Another disk of Ben's told another story: his letting in had no effect.
    say(&mut other, "What a day", None);
    meet(&mut ana, &mut other, &community);
    assert_eq!(here(&mut ana), ["Ana", "Ben", "Chi"], "Ana's laptop vouches for the one whom she answered");
    let waiting = ana.member_vouch(ask::MemberVouch::default()).unwrap().waiting;
    assert_eq!(waiting.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Dan"], "Dan is asked for");
    ana.member_vouch(ask::MemberVouch { who: Some("Dan".into()), guest: false }).unwrap();
    for other in [&mut chi, &mut dan] {
        meet(&mut ana, other, &community);
    }
    meet(&mut ana, &mut chi, &community);
    assert_eq!(state(&mut ana, &community), state(&mut chi, &community));
    assert_eq!(here(&mut chi), ["Ana", "Ben", "Chi", "Dan"]);
    // It is done once.
    let entries = ana.status(ask::Status {}).unwrap().entries;
    meet(&mut ana, &mut other, &community);
    let more = ana.status(ask::Status {}).unwrap().entries;
    meet(&mut ana, &mut other, &community);
    assert_eq!(ana.status(ask::Status {}).unwrap().entries, more);
    assert!(more - entries <= 1);
}

#[test]
fn whom_a_closed_laptop_let_in_waits_for_a_person() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben]);
    meet(&mut ana, &mut ben, &community);
    let last = ben.device_list(ask::DeviceList::default()).unwrap().devices[0].entries;
    // A second laptop of Ben's, with his key, closes the first one: it was stolen after its last honest word.
    let file = tempfile::tempdir().unwrap();
    let ticket = file.path().join("second").display().to_string();
    ben.device_add(ask::DeviceAdd { file: Some(ticket.clone()), ..Default::default() }).unwrap();
    let words = ben.me_words(ask::MeWords::default()).unwrap().words;
    let mut second = Node::in_memory(None, time.clock(), 7);
    second.me_restore(ask::MeRestore { from: vec![ticket], name: None }).unwrap();
    let link = ben.invite(ask::Invite { uses: 1, days: 9, ..Default::default() }).unwrap().link;
    chi.join(ask::Join { ticket: link }).unwrap();
    meet(&mut chi, &mut ben, &community);
    let hello = say(&mut chi, "I am Chi", None);
    meet(&mut chi, &mut ben, &community);
    meet(&mut ana, &mut ben, &community);
    say(&mut ana, "Welcome!", Some(hello));
    assert_eq!(here(&mut ana), ["Ana", "Ben", "Chi"]);
    meet(&mut second, &mut ana, &community);
    let revoke = ask::DeviceRevoke { device: "1".into(), last: Some(last), words };
    second.device_revoke(revoke).unwrap();
    meet(&mut second, &mut ana, &community);
    assert_eq!(here(&mut ana), ["Ana", "Ben"], "somebody drew that line on purpose");
    assert_eq!(ana.member_vouch(ask::MemberVouch::default()).unwrap().waiting.len(), 1);
}
