//! Budget rounds: funded from both sides of a partition, settled, and told to the cent.

use ed25519_dalek::SigningKey;
use palabre_api::{Handler, ask, row};
use palabre_domain::id::{CommunityId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Device, DeviceCertificate};
use palabre_feeds::entry::Kind;
use palabre_node::Node;
use palabre_node::home::Identity;

use crate::counting::spoil;
use crate::table::{Time, author, gather, meet, node_of, person, state};

fn code<T>(result: Result<T, palabre_api::ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

fn release(nodes: &mut [Node], community: &CommunityId, amount: &str) {
    let (first, others) = nodes.split_first_mut().unwrap();
    let question = format!("Release {amount} for a round?");
    first.decision_new(ask::DecisionNew { question, wording: String::new() }).unwrap();
    let open = ask::DecisionOpen {
        decision: "release".into(),
        how: Some("consent".into()),
        releases: Some(amount.into()),
        ..Default::default()
    };
    first.decision_open(open).unwrap();
    for node in others.iter_mut() {
        meet(first, node, community);
        consent(node);
        meet(first, node, community);
    }
    consent(first);
    first.decision_count(ask::DecisionCount { decision: "release".into() }).unwrap();
    for node in others.iter_mut() {
        meet(first, node, community);
        let confirm = ask::DecisionConfirm { decision: Some("release".into()), by_itself: None };
        let _ = node.decision_confirm(confirm);
        meet(first, node, community);
    }
    let show = ask::DecisionShow { decision: "release".into(), ..Default::default() };
    assert_eq!(first.decision_show(show).unwrap().state, "final");
}

fn consent(node: &mut Node) {
    let answer = ask::DecisionAnswer {
        decision: "release".into(),
        answer: vec!["consent".into()],
        ..Default::default()
    };
    node.decision_answer(answer).unwrap();
}

fn bucket(node: &mut Node, title: &str, takes: bool, items: &[(&str, &str, Option<&str>, bool)]) {
    node.bucket_new(ask::BucketNew { title: title.into(), takes, ..Default::default() }).unwrap();
    for (what, min, max, income) in items {
        node.bucket_item(ask::BucketItem {
            bucket: title.into(),
            what: Some((*what).into()),
            min: Some((*min).into()),
            max: max.map(str::to_owned),
            income: *income,
            ..Default::default()
        })
        .unwrap();
    }
}

fn give(node: &mut Node, gifts: &[&str]) -> Result<row::Round, palabre_api::ApiError> {
    let gifts = gifts.iter().map(|gift| (*gift).to_owned()).collect();
    node.allocate(ask::Allocate { round: "spring".into(), gifts, only: false })
}

fn show(node: &mut Node) -> row::Round {
    node.round_show(ask::RoundShow { round: "spring".into() }).unwrap()
}

fn meet_all(nodes: &mut [Node], community: &CommunityId) {
    for _ in 0..2 {
        let (first, others) = nodes.split_first_mut().unwrap();
        for node in others {
            meet(first, node, community);
        }
    }
}

/// The spring round of *Le Fournil*: twelve people from Alma to Lina. Five of them give at the weekend: four at a
/// summit without internet, one at home; they meet on Monday.
#[test]
fn the_spring_round_is_funded_from_both_sides_of_a_partition_and_settled() {
    let time = Time::new();
    let names = [
        "Alma", "Bastien", "Chiara", "Dung", "Eszter", "Fatou", "Goran", "Hana", "Ibrahim", "Júlia", "Kwame",
        "Lina",
    ];
    let mut nodes: Vec<Node> = (1..).zip(names).map(|(seed, name)| person(&time, name, seed)).collect();
    let (first, others) = nodes.split_first_mut().unwrap();
    let community = gather(first, &mut others.iter_mut().collect::<Vec<_>>());
    meet_all(&mut nodes, &community);
    release(&mut nodes, &community, "2400.00 EUR");
    let alma = &mut nodes[0];
    alma.round_new(ask::RoundNew {
        purpose: "Spring round".into(),
        currency: "EUR".into(),
        guidelines: "Nothing that only one of us needs.".into(),
    })
    .unwrap();
    let open = ask::RoundOpen {
        round: "spring".into(),
        pot: "2400.00".into(),
        because: "release".into(),
        cap: Some("100".into()),
        leftovers: "return".into(),
        days: Some(14),
        ..Default::default()
    };
    let more = ask::RoundOpen { pot: "2400.01".into(), ..open.clone() };
    assert_eq!(code(alma.round_open(more)), "round.pot");
    let each = ask::RoundOpen { each: Some("200.01".into()), ..open.clone() };
    assert_eq!(code(alma.round_open(each)), "round.allotments");
    let opened = alma.round_open(open.clone()).unwrap();
    assert_eq!(opened.left.unwrap().text, "200.00 €");
    assert!(opened.rules.contains("up to 200.00 €, at most 100.00 € to one bucket"), "{}", opened.rules);
    assert_eq!(code(alma.round_open(open)), "round.opened");
    let later = || time.pass_millis(60_000);
    bucket(
        alma,
        "Repair café: tools",
        false,
        &[("irons", "200", Some("350"), false), ("bench", "150", Some("250"), false)],
    );
    later();
    bucket(
        alma,
        "Roof garden: first beds",
        false,
        &[
            ("wood", "220", Some("300"), false),
            ("soil", "140", Some("260"), false),
            ("plant sale", "60", None, true),
        ],
    );
    later();
    bucket(alma, "Open doors", false, &[("food, posters", "180", None, false)]);
    later();
    bucket(alma, "Radio", false, &[("mixer", "450", Some("700"), false)]);
    later();
    bucket(alma, "Care fund", true, &[("care", "200", Some("800"), false)]);
    let shown = show(alma);
    let goals: Vec<_> = shown.buckets.iter().map(|b| (b.min.minor / 100, b.max.minor / 100)).collect();
    assert_eq!(goals, [(350, 600), (300, 500), (180, 180), (450, 700), (200, 800)]);
    meet_all(&mut nodes, &community);
    let gifts: [(usize, &[&str]); 6] = [
        (0, &["Roof=50", "Radio=100", "Care=50"]),
        (1, &["Repair=100", "Roof=50", "Open=20"]),
        (5, &["Repair=100", "Roof=30", "Care=50"]),
        (8, &["Radio=100"]),
        (9, &["Repair=60", "Roof=60", "Open=40", "Care=25"]),
        (10, &["Roof=100", "Radio=15"]),
    ];
    for (i, gifts) in gifts {
        give(&mut nodes[i], gifts).unwrap();
    }
    meet_all(&mut nodes, &community);
    assert_eq!(show(&mut nodes[3]).given.text, "950.00 €");
    // The weekend: Chiara, Goran, Hana and Lina in Turin, Eszter at home.
    time.pass(24 * 5);
    for (i, gifts) in [
        (2, &["Repair=30", "Roof=100", "Open=40"][..]),
        (6, &["Repair=100"]),
        (7, &["Repair=100", "Roof=20", "Open=20"]),
        (11, &["Repair=100", "Open=30", "Care=25"]),
    ] {
        give(&mut nodes[i], gifts).unwrap();
    }
    let turin = [6, 7, 11];
    for _ in 0..2 {
        for i in turin {
            let [chiara, other] = nodes.get_disjoint_mut([2, i]).unwrap();
            meet(chiara, other, &community);
        }
    }
    let seen = show(&mut nodes[2]);
    assert_eq!(seen.buckets[0].given.text, "590.00 €");
    assert_eq!(seen.buckets[0].status, "Enough to start; 10.00 € to its maximum");
    let left = |node: &mut Node| {
        let waiting = node.waiting(ask::Waiting { limit: 9 }).unwrap().waiting;
        waiting.into_iter().find(|wait| wait.asks == "give").map(|wait| wait.why)
    };
    assert_eq!(left(&mut nodes[4]).as_deref(), Some("You have 200.00 € left to give."));
    give(&mut nodes[4], &["Repair=85", "Open=30"]).unwrap();
    assert_eq!(left(&mut nodes[4]).as_deref(), Some("You have 85.00 € left to give."));
    assert_eq!(show(&mut nodes[4]).buckets[0].given.text, "345.00 €");
    meet_all(&mut nodes, &community);
    meet_all(&mut nodes, &community);
    let seen = show(&mut nodes[3]);
    assert_eq!((seen.given.text.as_str(), seen.buckets[0].given.text.as_str()), ("1,630.00 €", "675.00 €"));
    assert_eq!(seen.buckets[0].status, "Full");
    assert_eq!(code(give(&mut nodes[3], &["Repair=1"])), "bucket.full");
    assert_eq!(code(give(&mut nodes[3], &["Roof=101"])), "allocation.cap");
    assert_eq!(code(give(&mut nodes[3], &["Roof=-1"])), "amount.malformed");
    assert_eq!(code(give(&mut nodes[3], &["Roof=99999999999999999999"])), "amount.malformed");
    assert_eq!(code(give(&mut nodes[3], &["Yacht=1"])), "bucket.unknown");
    assert_eq!(code(give(&mut nodes[0], &["Care=51"])), "allocation.over");
    assert_eq!(
        code(nodes[0].round_settle(ask::RoundSettle { round: "spring".into() })),
        "decision.too-early"
    );
    time.pass(24 * 14 + 49);
    assert_eq!(code(give(&mut nodes[3], &["Roof=1"])), "round.closed");
    let late = ask::BucketItem { bucket: "radio".into(), drop: Some("mixer".into()), ..Default::default() };
    assert_eq!(code(nodes[0].bucket_item(late)), "round.closed");
    let settled = nodes[2].round_settle(ask::RoundSettle { round: "spring".into() }).unwrap();
    let money = settled.settlement.clone().unwrap();
    assert_eq!(
        [&money.given.text, &money.kept.text, &money.returned.text],
        ["1,630.00 €", "1,340.00 €", "1,060.00 €"]
    );
    let what: Vec<_> = money.buckets.iter().map(|bucket| bucket.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "600.00 € kept, 75.00 € back: above its maximum",
            "410.00 € kept",
            "180.00 € kept",
            "all back: below its minimum",
            "150.00 € kept",
        ]
    );
    assert_eq!(
        settled.counts[0].arithmetic,
        "Settled. 11 of 12 gave 1,630.00 €. Buckets keep 1,340.00 €, 1,060.00 € returns to the pot."
    );
    for i in [0, 1, 3, 4, 5, 6, 7, 8] {
        let [chiara, other] = nodes.get_disjoint_mut([2, i]).unwrap();
        meet(chiara, other, &community);
        let confirm = ask::DecisionConfirm { decision: Some("spring".into()), by_itself: None };
        let _ = nodes[i].decision_confirm(confirm);
        let [chiara, other] = nodes.get_disjoint_mut([2, i]).unwrap();
        meet(chiara, other, &community);
    }
    meet_all(&mut nodes, &community);
    meet_all(&mut nodes, &community);
    assert_eq!(show(&mut nodes[11]).state, "final", "{}", show(&mut nodes[11]).sentence);
    // It stays settled when whoever settled it puts something else under the name of what they counted.
    let told = [2, 11].map(|i| show(&mut nodes[i]).settlement);
    spoil(&mut nodes[2], &community, RecordId::parse(&settled.id).unwrap());
    meet_all(&mut nodes, &community);
    assert!(told.iter().all(Option::is_some));
    assert_eq!([2, 11].map(|i| show(&mut nodes[i]).settlement), told);
    let told = nodes[4].round_explain(ask::RoundExplain { round: "spring".into(), name: None }).unwrap();
    let lines: Vec<_> = told.lines.iter().map(|l| format!("{} {}", l.amount.text, l.what)).collect();
    assert_eq!(
        lines,
        [
            "75.55 € to Repair café: tools",
            "9.45 € came back: Repair café: tools had received 75.00 € more than its maximum, shared among its 8 funders",
            "30.00 € to Open doors",
            "85.00 € was not given",
            "94.45 € of what was left returns to the pot",
        ]
    );
    let told = nodes[8]
        .round_explain(ask::RoundExplain { round: "spring".into(), name: Some("Alma".into()) })
        .unwrap();
    assert!(told.lines.iter().any(|l| l.what == "came back: Radio stayed 235.00 € below its minimum"));
    // Every laptop explains the same, and a stranger re-counts the round.
    let hash = state(&mut nodes[0], &community);
    for node in &mut nodes {
        assert_eq!(state(node, &community), hash);
        let own =
            node.round_explain(ask::RoundExplain { round: "spring".into(), name: Some("Eszter".into()) });
        assert_eq!(own.unwrap().lines.len(), 5);
    }
    // Who has left is still told where their money went.
    nodes[11].leave(ask::Leave { name: "Le Fournil".into() }).unwrap();
    let ask = ask::RoundExplain { round: "spring".into(), name: Some("Lina".into()) };
    assert_eq!(nodes[11].round_explain(ask).unwrap().allotment.text, "200.00 €");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("round").display().to_string();
    nodes[5].decision_export(ask::DecisionExport { decision: "spring".into(), file: file.clone() }).unwrap();
    let verified = nodes[5].verify(ask::Verify { file }).unwrap();
    assert!(verified.is_final, "{}", verified.sentence);
    assert!(verified.arithmetic.contains("1,340.00 €"), "{}", verified.arithmetic);
}

#[test]
fn what_stays_with_members_is_there_in_the_next_round() {
    let time = Time::new();
    let mut nodes = vec![person(&time, "Ana", 1), person(&time, "Ben", 2)];
    let (first, others) = nodes.split_first_mut().unwrap();
    let community = gather(first, &mut others.iter_mut().collect::<Vec<_>>());
    meet_all(&mut nodes, &community);
    release(&mut nodes, &community, "300 EUR");
    let ana = &mut nodes[0];
    let new = |purpose: &str| ask::RoundNew {
        purpose: purpose.into(),
        currency: "EUR".into(),
        ..Default::default()
    };
    let open = |round: &str, pot: &str| ask::RoundOpen {
        round: round.into(),
        pot: pot.into(),
        because: "release".into(),
        leftovers: "stay".into(),
        hours: Some(2),
        travel: Some(0),
        ..Default::default()
    };
    ana.round_new(new("Spring round")).unwrap();
    // A draft is dropped and taken up again by whoever wrote it.
    let leave = |back| ask::RoundPass { round: "spring".into(), back };
    let dropped = ana.round_pass(leave(false)).unwrap();
    let said = (dropped.state.as_str(), dropped.sentence.as_str());
    assert_eq!(said, ("dropped", "A draft that Ana has dropped."));
    assert_eq!(ana.round_list(ask::RoundList { skip: 0, limit: 9 }).unwrap().rounds[0].state, "dropped");
    assert_eq!(ana.round_pass(leave(true)).unwrap().state, "draft");
    meet_all(&mut nodes, &community);
    assert_eq!(code(nodes[1].round_pass(leave(false))), "round.not-yours");
    let ana = &mut nodes[0];
    let unknown = ask::RoundOpen { because: "nothing".into(), ..open("spring", "200") };
    assert_eq!(code(ana.round_open(unknown)), "record.unknown");
    let bands = ask::RoundOpen { bands: vec!["Ben=4".into()], ..open("spring", "200") };
    assert_eq!(code(ana.round_open(bands)), "round.band");
    let bands = ask::RoundOpen { bands: vec!["Ben=3".into()], ..open("spring", "200") };
    assert_eq!(ana.round_open(bands).unwrap().allotment.unwrap().text, "50.00 €");
    bucket(ana, "Irons", false, &[("irons", "100", None, false)]);
    // What somebody leaves to the others does not wait for them; they can still give.
    let waits = |node: &mut Node| {
        let waiting = node.waiting(ask::Waiting { limit: 9 }).unwrap().waiting;
        waiting.iter().any(|wait| wait.asks == "give")
    };
    assert!(waits(ana));
    assert!(ana.round_pass(leave(false)).unwrap().passed);
    assert!(!waits(ana));
    assert!(!ana.round_pass(leave(true)).unwrap().passed);
    assert!(waits(ana));
    let flag =
        ask::BucketFlag { bucket: "irons".into(), guideline: "No heat".into(), text: "They burn".into() };
    meet_all(&mut nodes, &community);
    nodes[1].bucket_flag(flag).unwrap();
    give(&mut nodes[1], &["irons=90"]).unwrap();
    meet_all(&mut nodes, &community);
    let answer =
        ask::BucketAnswer { bucket: "irons".into(), flag: "no heat".into(), text: "With a stand".into() };
    assert_eq!(code(nodes[1].bucket_answer(answer.clone())), "bucket.not-yours");
    let shown = nodes[0].bucket_answer(answer).unwrap();
    assert_eq!(shown.flags[0].answers[0].text.as_deref(), Some("With a stand"));
    assert_eq!(shown.sentence, "10.00 € short of its minimum.");
    assert_eq!(shown.funders[0].name, "Ben");
    time.pass(3);
    nodes[0].round_settle(ask::RoundSettle { round: "spring".into() }).unwrap();
    meet_all(&mut nodes, &community);
    nodes[1]
        .decision_confirm(ask::DecisionConfirm { decision: Some("spring".into()), by_itself: None })
        .unwrap();
    meet_all(&mut nodes, &community);
    assert_eq!(show(&mut nodes[0]).state, "final");
    assert_eq!(show(&mut nodes[0]).settlement.unwrap().stays.text, "200.00 €");
    let ana = &mut nodes[0];
    ana.round_new(new("Summer round")).unwrap();
    let after = ask::RoundOpen { after: Some("spring".into()), ..open("summer", "100") };
    let opened = ana.round_open(after).unwrap();
    assert_eq!(
        (opened.carried_over.text.as_str(), opened.allotment.unwrap().text.as_str()),
        ("200.00 €", "100.00 €")
    );
    ana.round_new(new("Autumn round")).unwrap();
    assert_eq!(code(ana.round_open(open("autumn", "1"))), "round.pot", "the pot is spent");
}

/// Makes a second laptop of somebody, which holds what the first one holds.
pub(crate) fn second_laptop(
    time: &Time,
    (name, seed): (&str, u8),
    first: &mut Node,
    community: &CommunityId,
) -> Node {
    let key = SigningKey::from_bytes(&[seed; 32]);
    let identity = Identity::of_member(name.into(), &key, [seed + 200; 32]);
    let certificate = DeviceCertificate::write(&key, identity.device_id(), 2);
    let mut second = node_of(identity, time, u64::from(seed) + 200);
    meet(&mut second, first, community);
    let body = wire::to_bytes(&Device::Add(certificate));
    let writer = author(&second);
    let replica = second.replica_of(community).unwrap();
    replica.write(&writer, Kind::Device, RecordId::ZERO, body).unwrap();
    meet(&mut second, first, community);
    second
}

#[test]
fn who_gives_differently_on_two_laptops_is_asked_and_neither_counts_until_then() {
    let time = Time::new();
    let mut nodes = vec![person(&time, "Ana", 1), person(&time, "Ben", 2)];
    let (first, others) = nodes.split_first_mut().unwrap();
    let community = gather(first, &mut others.iter_mut().collect::<Vec<_>>());
    meet_all(&mut nodes, &community);
    release(&mut nodes, &community, "200 EUR");
    let ana = &mut nodes[0];
    ana.round_new(ask::RoundNew { purpose: "Spring".into(), currency: "EUR".into(), ..Default::default() })
        .unwrap();
    bucket(ana, "Irons", true, &[("irons", "100", None, false)]);
    let open = ask::RoundOpen {
        round: "spring".into(),
        pot: "200".into(),
        because: "release".into(),
        leftovers: "return".into(),
        hours: Some(2),
        travel: Some(0),
        ..Default::default()
    };
    ana.round_open(open).unwrap();
    meet_all(&mut nodes, &community);
    let mut other = second_laptop(&time, ("Ben", 2), &mut nodes[1], &community);
    // Ben gives on both laptops, which do not see each other.
    give(&mut nodes[1], &["Irons=20"]).unwrap();
    give(&mut other, &["Irons=30"]).unwrap();
    meet(&mut other, &mut nodes[1], &community);
    meet_all(&mut nodes, &community);
    for ben in [&mut nodes[1], &mut other] {
        let seen = show(ben);
        assert!(seen.conflicted, "he is asked");
        assert_eq!(seen.given.minor, 0, "neither counts");
    }
    assert!(!show(&mut nodes[0]).conflicted);
    let waits = other.waiting(ask::Waiting { limit: 9 }).unwrap().waiting;
    assert!(waits.iter().any(|wait| wait.asks == "choose"), "{waits:?}");
    // Saying it once more settles it for both.
    give(&mut other, &["Irons=25"]).unwrap();
    meet(&mut other, &mut nodes[1], &community);
    meet_all(&mut nodes, &community);
    let seen = show(&mut nodes[0]);
    assert_eq!((seen.conflicted, seen.given.minor), (false, 2_500));
    assert_eq!(state(&mut other, &community), state(&mut nodes[0], &community));
}
