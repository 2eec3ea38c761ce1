//! Gifts beyond what one has, and settlements that say more than they may.

use std::sync::Arc;

use palabre_api::{Handler, ask, row};
use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::count::SignedCount;
use palabre_domain::decision::{Answer, Carried, Stance};
use palabre_domain::id::{Hash, RecordId};
use palabre_domain::money::{Amount, MAX_AMOUNT};
use palabre_domain::wire;
use palabre_feeds::verdict::Verdict;
use palabre_node::Node;
use palabre_testkit::hostile::{Hostile, give};
use palabre_testkit::people::{confirm, meet, show};

use super::{Scene, case, code};

/// A round of 300.00 € among three, at most 60.00 € from one to one bucket, and two buckets.
struct Round {
    scene: Scene,
    round: RecordId,
    roof: RecordId,
    opening: Hash,
}

impl Round {
    fn new() -> Self {
        let mut scene = Scene::new();
        let [roof, _] = open_round(&mut scene, "Spring", ["Roof", "Oven"]);
        let round = RecordId::parse(&self::round(&mut scene.ana).id).unwrap();
        let opening = case(&mut scene.ana, &scene.community, round).opening.unwrap().0;
        Self { scene, round, roof, opening }
    }

    /// Mallory gives these amounts, whatever she has.
    fn allocates(&mut self, gifts: Vec<(RecordId, Amount)>) {
        let stance = Stance { opening: self.opening, answer: Answer::Gifts(gifts), reason: None };
        let said = self.scene.mal.say(self.round, &[(Key::Stance, Some(Said::Stance(stance)))]);
        give(&mut self.scene.ana, &self.scene.community, vec![said]);
    }

    /// What Mallory gave is worth nothing, and the honest gifts are worth what they are, to the cent.
    fn settles_without_it(&mut self) {
        gives(&mut self.scene.ana, &["Roof=60"]);
        gives(&mut self.scene.ben, &["Roof=30"]);
        meet(&mut self.scene.ana, &mut self.scene.ben, &self.scene.community);
        let shown = round(&mut self.scene.ana);
        let roof = shown.buckets.iter().find(|bucket| bucket.title == "Roof").unwrap();
        assert_eq!(roof.given.minor, 9_000, "{roof:?}");
        self.scene.time.pass(7 * 24 + 49);
        let settled = self.scene.ana.round_settle(ask::RoundSettle { round: "spring".into() }).unwrap();
        let settlement = settled.settlement.unwrap();
        assert_eq!(
            (settlement.kept.minor, settlement.returned.minor, settlement.stays.minor),
            (9_000, 21_000, 0)
        );
        meet(&mut self.scene.ana, &mut self.scene.ben, &self.scene.community);
        let round = self.round.to_string();
        confirm(&mut self.scene.ben, &round).unwrap();
        meet(&mut self.scene.ana, &mut self.scene.ben, &self.scene.community);
        assert_eq!(self::round(&mut self.scene.ana).state, "final");
        self.scene.well();
    }
}

/// Ana opens a round of 300.00 € that everybody consents to, with buckets of these names; returns them. Then somebody
/// takes over Mallory's laptop.
fn open_round<const N: usize>(scene: &mut Scene, purpose: &str, buckets: [&str; N]) -> [RecordId; N] {
    let because = decide_release(scene, &format!("{purpose}: release 300.00 EUR?"));
    let new = ask::RoundNew { purpose: purpose.into(), currency: "EUR".into(), guidelines: String::new() };
    scene.ana.round_new(new).unwrap();
    let open = ask::RoundOpen {
        round: purpose.into(),
        pot: "300.00".into(),
        because,
        cap: Some("60".into()),
        leftovers: "return".into(),
        days: Some(7),
        ..Default::default()
    };
    scene.ana.round_open(open).unwrap();
    let buckets = buckets.map(|title| {
        let new = ask::BucketNew { title: title.into(), round: Some(purpose.into()), ..Default::default() };
        let id = scene.ana.bucket_new(new).unwrap().id;
        let item = ask::BucketItem {
            bucket: title.into(),
            what: Some("wood".into()),
            min: Some("50".into()),
            max: Some("100".into()),
            ..Default::default()
        };
        scene.ana.bucket_item(item).unwrap();
        RecordId::parse(&id).unwrap()
    });
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    meet(&mut scene.ana, &mut scene.mallory, &scene.community);
    scene.mal = Hostile::turned(&mut scene.mallory, &scene.community);
    buckets
}

/// Everybody consents to 300.00 € for a round; returns the decision.
fn decide_release(scene: &mut Scene, question: &str) -> String {
    let new = ask::DecisionNew { question: question.into(), wording: String::new() };
    scene.ana.decision_new(new).unwrap();
    let open = ask::DecisionOpen {
        decision: question.into(),
        how: Some("consent".into()),
        releases: Some("300.00 EUR".into()),
        ..Default::default()
    };
    let id = scene.ana.decision_open(open).unwrap().id;
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    meet(&mut scene.ana, &mut scene.mallory, &scene.community);
    for node in [&mut scene.ana, &mut scene.ben, &mut scene.mallory] {
        palabre_testkit::people::answer(node, question, "consent");
    }
    meet(&mut scene.mallory, &mut scene.ana, &scene.community);
    meet(&mut scene.ben, &mut scene.ana, &scene.community);
    palabre_testkit::people::count(&mut scene.ana, question);
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    confirm(&mut scene.ben, question).unwrap();
    meet(&mut scene.ana, &mut scene.ben, &scene.community);
    assert_eq!(show(&mut scene.ana, question).state, "final");
    id
}

fn round(node: &mut Node) -> row::Round {
    node.round_show(ask::RoundShow { round: "spring".into() }).unwrap()
}

fn gives(node: &mut Node, gifts: &[&str]) {
    let gifts = gifts.iter().map(|gift| (*gift).to_owned()).collect();
    node.allocate(ask::Allocate { round: "spring".into(), gifts, only: false }).unwrap();
}

#[test]
fn nobody_gives_more_than_they_have() {
    let mut round = Round::new();
    let (roof, others) = (round.roof, RecordId([200; 32]));
    // Beyond the cap of one bucket, and within it beyond the allotment of 100.00 €.
    round.allocates(vec![(roof, Amount(6_001))]);
    let seen = self::round(&mut round.scene.ana);
    assert_eq!(seen.buckets.iter().map(|bucket| bucket.given.minor).sum::<u64>(), 0, "{seen:?}");
    let mut gifts = vec![(roof, Amount(6_000)), (others, Amount(6_000))];
    gifts.sort_unstable();
    round.allocates(gifts);
    round.settles_without_it();
}

#[test]
fn nobody_gives_less_than_nothing() {
    let mut round = Round::new();
    let roof = round.roof;
    // There is no sign in an amount: minus a cent on the wire is more than all the money there is.
    let minus = wire::from_bytes::<Amount>(&wire::to_bytes(&(-100i64 as u64))).unwrap();
    assert!(!minus.is_sound());
    round.allocates(vec![(roof, minus)]);
    round.settles_without_it();
}

#[test]
fn no_sum_overflows() {
    let mut round = Round::new();
    let roof = round.roof;
    let mut gifts = vec![
        (roof, Amount(u64::MAX)),
        (RecordId([201; 32]), Amount(2)),
        (RecordId([202; 32]), Amount(u64::MAX)),
    ];
    gifts.sort_unstable();
    round.allocates(gifts);
    round.allocates(vec![(roof, Amount(MAX_AMOUNT + 1))]);
    // The same bucket twice, each within the cap.
    round.allocates(vec![(roof, Amount(6_000)), (roof, Amount(6_000))]);
    round.settles_without_it();
}

#[test]
fn what_goes_to_a_foreign_bucket_comes_back() {
    let mut round = Round::new();
    // A bucket of another round that is open, too; and no bucket at all: a decision, and something that is not there.
    let [shed] = open_round(&mut round.scene, "Autumn", ["Shed"]);
    let elsewhere = |round: &mut Round| {
        let seen = round.scene.ana.round_show(ask::RoundShow { round: "autumn".into() }).unwrap();
        seen.buckets.iter().map(|bucket| (bucket.title.clone(), bucket.given.minor)).collect::<Vec<_>>()
    };
    // Together these are within what Mallory has.
    let mut gifts =
        vec![(shed, Amount(4_000)), (round.scene.lunch, Amount(3_000)), (RecordId([201; 32]), Amount(2_000))];
    gifts.sort_unstable();
    round.allocates(gifts);
    let seen = self::round(&mut round.scene.ana);
    assert_eq!(seen.buckets.iter().map(|bucket| bucket.given.minor).sum::<u64>(), 0, "{seen:?}");
    assert_eq!(elsewhere(&mut round), [("Shed".to_owned(), 0)]);
    round.settles_without_it();
    assert_eq!(elsewhere(&mut round), [("Shed".to_owned(), 0)]);
}

#[test]
fn nobody_gives_away_what_is_anothers() {
    let mut round = Round::new();
    // For Ben, as if he had said so by phone; and under Ben's own actor.
    let stance = Stance {
        opening: round.opening,
        answer: Answer::Gifts(vec![(round.roof, Amount(6_000))]),
        reason: None,
    };
    let ben = round.scene.ben.identity().unwrap().member_id();
    let behalf = round.scene.mal.say(round.round, &[(Key::Behalf(ben), Some(Said::Stance(stance.clone())))]);
    give(&mut round.scene.ana, &round.scene.community, vec![behalf]);
    let device = palabre_testkit::people::author(&round.scene.ben).device();
    let op = palabre_documents::guard::VoiceOp {
        key: Key::Stance.text(),
        value: Some(Said::Stance(stance).value()),
        pred: vec![],
    };
    let draft =
        palabre_documents::guard::VoiceDraft { device, seq: 1, start_op: 1, deps: vec![], ops: vec![op] };
    let change = palabre_documents::guard::write_voice(draft).unwrap();
    let stolen = round.scene.mal.write(palabre_feeds::entry::Kind::Voice, round.round, change);
    let given = give(&mut round.scene.ana, &round.scene.community, vec![stolen]);
    assert!(matches!(given.verdict(), Verdict::WithoutEffect(_)));
    // What Ben gives himself is what he gives.
    round.settles_without_it();
}

#[test]
fn a_settlement_with_an_invented_line_is_confirmed_by_nobody() {
    let mut round = Round::new();
    gives(&mut round.scene.ana, &["Roof=60"]);
    gives(&mut round.scene.ben, &["Roof=30"]);
    meet(&mut round.scene.ana, &mut round.scene.ben, &round.scene.community);
    round.scene.time.pass(7 * 24 + 49);
    let read = case(&mut round.scene.ana, &round.scene.community, round.round);
    let replica = round.scene.ana.replica_of(&round.scene.community).unwrap();
    let mut count = Arc::unwrap_or_clone(read.count(replica).unwrap().unwrap());
    let heights = read.heights(replica).unwrap();
    let settlement = count.result.settlement.as_mut().unwrap();
    let mut line = settlement.buckets[0];
    (line.goal.bucket, line.kept) = (RecordId([66; 32]), Amount(20_000));
    settlement.buckets.push(line);
    settlement.kept = settlement.kept.plus(Amount(20_000));
    let value = CountValue {
        opening: round.opening,
        count: count.id(),
        signed: Carried::Here(SignedCount { count, heights }),
    };
    let said = round.scene.mal.say(round.round, &[(Key::Count, Some(Said::Count(value)))]);
    give(&mut round.scene.ana, &round.scene.community, vec![said]);
    let id = round.round.to_string();
    assert_eq!(code(confirm(&mut round.scene.ana, &id)), "confirm.differs");
    let settled = round.scene.ana.round_settle(ask::RoundSettle { round: "spring".into() }).unwrap();
    assert_eq!(settled.settlement.unwrap().kept.minor, 9_000);
    meet(&mut round.scene.ana, &mut round.scene.ben, &round.scene.community);
    confirm(&mut round.scene.ben, &id).unwrap();
    meet(&mut round.scene.ana, &mut round.scene.ben, &round.scene.community);
    let seen = self::round(&mut round.scene.ana);
    assert_eq!((seen.state.as_str(), seen.settlement.unwrap().kept.minor), ("final", 9_000));
    round.scene.well();
}
