//! Communities on which nothing happens: their files are closed, and nobody notices.

use std::time::Duration;

use palabre_api::{Handler, ask};
use palabre_domain::id::CommunityId;
use palabre_node::Node;
use palabre_node::live::{Desk, LiveOptions, Until, run};

use crate::network::strangers_to_the_network;
use palabre_testkit::loopback::{keep, options, sync};

/// Ana and Ben are in a community that both know, and Ana has founded another.
fn two(folder: &tempfile::TempDir) -> (Node, Node, [CommunityId; 2]) {
    let (mut ana, ben) = strangers_to_the_network(folder);
    let here = ana.communities().unwrap()[0];
    ana.found(ask::Found { name: "Elsewhere".into(), cause: "Apart.".into() }).unwrap();
    let other = ana.communities().unwrap().into_iter().find(|id| *id != here).unwrap();
    (ana, ben, [here, other])
}

fn say(node: &mut Node, community: CommunityId, text: &str) {
    let before = node.turn_to(Some(community.to_string()));
    let text = Some(text.to_owned());
    node.comment(ask::Comment { on: "community".into(), text, reply: None }).unwrap();
    node.turn_to(before);
}

fn heard(node: &mut Node) -> usize {
    node.comment(ask::Comment { on: "community".into(), ..Default::default() }).unwrap().comments.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_community_that_nobody_uses_is_closed_and_is_met_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, mut ben, [here, other]) = two(&folder);
    let open = |ana: &Node| [here, other].map(|id| ana.is_open(&id));
    let alone = options(vec![], Until::For(Duration::from_millis(500)));
    run(&mut ana, alone, |_| {}).await.unwrap();
    assert_eq!(open(&ana), [false, false]);
    // Whoever calls about it wakes it.
    let keeper = keep(ana).await;
    assert_eq!(sync(&mut ben, &keeper.address).await.met, ["Ana"]);
    assert_eq!(heard(&mut ben), 1);
    keeper.stop.send(()).unwrap();
    let mut ana = keeper.task.await.unwrap().0;
    assert_eq!(open(&ana), [true, false]);
    // So does whoever is called, where they were last.
    let keeper = keep(ben).await;
    assert_eq!(sync(&mut ana, &keeper.address).await.met, ["Ben"]);
    say(&mut ana, here, "Still warm.");
    let met = run(&mut ana, options(vec![], Until::InSync { at_most: Duration::from_secs(20) }), |_| {});
    assert_eq!(met.await.unwrap().met, ["Ben"], "nobody said where he is");
    assert_eq!(open(&ana), [true, false]);
    keeper.stop.send(()).unwrap();
    assert_eq!(heard(&mut keeper.task.await.unwrap().0), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_suspended_is_not_called_because_nobody_looks() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, ben, [here, _]) = two(&folder);
    let keeper = keep(ben).await;
    assert_eq!(sync(&mut ana, &keeper.address).await.met, ["Ben"]);
    let before = ana.turn_to(Some(here.to_string()));
    let device = keeper.address.split('@').next().unwrap().to_owned();
    let because = Some("It was left on a train.".to_owned());
    ana.device_suspend(ask::DeviceSuspend { device, because, lift: false }).unwrap();
    ana.turn_to(before);
    let options = options(vec![keeper.address.clone()], Until::For(Duration::from_secs(1)));
    assert_eq!(run(&mut ana, options, |_| {}).await.unwrap().met, Vec::<String>::new());
    keeper.stop.send(()).unwrap();
    keeper.task.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn while_somebody_asks_nothing_is_put_to_rest() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ana, _, [here, other]) = two(&folder);
    let (desk, calls) = Desk::pair();
    let options = LiveOptions { calls: Some(calls), ..options(vec![], Until::Called) };
    let asks = async move {
        let text = serde_json::json!({ "on": "community", "text": "Who is here?" });
        desk.call(Some(other.to_string()), "comment", text).await.unwrap();
    };
    let (_, ran) = tokio::join!(asks, run(&mut ana, options, |_| {}));
    ran.unwrap();
    assert_eq!([here, other].map(|id| ana.is_open(&id)), [true, true]);
    ana.turn_to(Some("Elsewhere".into()));
    assert_eq!(heard(&mut ana), 1);
}
