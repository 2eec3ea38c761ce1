//! Gifts beyond what one has, and settlements that say more than they may.

use std::sync::Arc;

use palabre_api::{Handler, ask, row};
use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::count::{Count, LeftOut, SignedCount};
use palabre_domain::decision::{Answer, Carried, Stance};
use palabre_domain::id::{Hash, RecordId};
use palabre_domain::money::{Amount, MAX_AMOUNT};
use palabre_domain::wire;
use palabre_feeds::verdict::Verdict;
use palabre_node::Node;
use palabre_testkit::hostile::{Hostile, give};
use palabre_testkit::people::{confirm, meet, show};

use super::{Scene, case, code};

/// A round of 300.00 € among three, so that each has 100.00 €, with two buckets.
struct Round {
    scene: Scene,
    round: RecordId,
    roof: RecordId,
    opening: Hash,
}

impl Round {
    /// One person gives at most 60.00 € to one bucket.
    fn new() -> Self {
        Self::opened(Some("60"))
    }

    /// One person gives as much as they have.
    fn uncapped() -> Self {
        Self::opened(None)
    }

    fn opened(cap: Option<&str>) -> Self {
        let mut scene = Scene::new();
        let [roof, _] = open_round(&mut scene, "Spring", cap, ["Roof", "Oven"]);
        let round = RecordId::parse(&self::round(&mut scene.ana).id).unwrap();
        let opening = case(&mut scene.ana, &scene.community, round).opening.as_ref().unwrap().0;
        Self { scene, round, roof, opening }
    }

    /// Mallory gives these amounts, whatever she has, in place of what she gave before.
    fn allocates(&mut self, gifts: Vec<(RecordId, Amount)>) {
        let stance = Stance { opening: self.opening, answer: Answer::Gifts(gifts), reason: None };
        let said = self.scene.mal.say(self.round, &[(Key::Stance, Some(Said::Stance(stance)))]);
        let given = give(&mut self.scene.ana, &self.scene.community, vec![said]);
        assert_eq!(given.verdict(), Verdict::Effective, "it is her answer, whatever it is worth");
    }

    /// What Ana's laptop counts now.
    fn counted(&mut self) -> Count {
        let read = case(&mut self.scene.ana, &self.scene.community, self.round);
        let replica = self.scene.ana.replica_of(&self.scene.community).unwrap();
        Arc::unwrap_or_clone(read.count(replica).unwrap().unwrap())
    }

    /// Mallory gives these amounts and nobody else anything: hers is one answer, and counts, to the cent.
    fn is_counted(&mut self, gifts: Vec<(RecordId, Amount)>) {
        let sum: Amount = gifts.iter().map(|(_, amount)| *amount).sum();
        self.allocates(gifts);
        let count = self.counted();
        assert_eq!((count.left_out, count.result.tally.answered), (Vec::new(), 1));
        assert_eq!(count.result.settlement.unwrap().given, sum);
    }

    /// Mallory gives these amounts and nobody else anything: hers is one answer, and is left out as a whole because it
    /// does not fit, not because it contradicts another of hers. Where the round stands says nothing of it either.
    fn is_left_out(&mut self, gifts: Vec<(RecordId, Amount)>) {
        self.allocates(gifts.clone());
        let count = self.counted();
        assert_eq!(count.left_out, [(self.scene.mal.member(), LeftOut::DoesNotFit)], "{gifts:?}");
        assert_eq!(count.result.tally.answered, 0, "{gifts:?}");
        assert_eq!(count.result.settlement.unwrap().given, Amount::ZERO, "{gifts:?}");
        let seen = self::round(&mut self.scene.ana);
        assert_eq!((seen.givers, seen.given.minor), (0, 0), "{gifts:?}");
        assert!(seen.buckets.iter().all(|bucket| bucket.given.minor == 0), "{gifts:?}: {seen:?}");
    }

    /// What Mallory gave is worth nothing, and the honest gifts are worth what they are, to the cent.
    fn settles_without_it(&mut self) {
        gives(&mut self.scene.ana, &["Roof=60"]);
        gives(&mut self.scene.ben, &["Roof=30"]);
        self.comes_to_ninety();
    }

    /// The honest meet, count and confirm what was given: 90.00 € for the roof, which it keeps.
    fn comes_to_ninety(&mut self) {
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
fn open_round<const N: usize>(
    scene: &mut Scene,
    purpose: &str,
    cap: Option<&str>,
    buckets: [&str; N],
) -> [RecordId; N] {
    let because = decide_release(scene, &format!("{purpose}: release 300.00 EUR?"));
    let new = ask::RoundNew { purpose: purpose.into(), currency: "EUR".into(), guidelines: String::new() };
    scene.ana.round_new(new).unwrap();
    let open = ask::RoundOpen {
        round: purpose.into(),
        pot: "300.00".into(),
        because,
        cap: cap.map(str::to_owned),
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

/// Gifts in the order in which they stand in an answer.
fn gifts<const N: usize>(mut gifts: [(RecordId, Amount); N]) -> Vec<(RecordId, Amount)> {
    gifts.sort_unstable();
    gifts.to_vec()
}

/// Held by `Giving::allows`: asked by `Answer::fits` for the cap, and by `Question::is_within` for the allotment.
#[test]
fn nobody_gives_more_than_they_have() {
    let mut round = Round::new();
    let (roof, other) = (round.roof, RecordId([200; 32]));
    // All that she has, and as much as goes to one bucket: or the others would prove nothing.
    round.is_counted(gifts([(roof, Amount(6_000)), (other, Amount(4_000))]));
    // A cent beyond the cap of one bucket; and within that, a cent beyond her allotment of 100.00 €.
    round.is_left_out(gifts([(roof, Amount(6_001))]));
    round.is_left_out(gifts([(roof, Amount(6_000)), (other, Amount(4_001))]));
    round.settles_without_it();
    let left_out = round.counted().left_out;
    assert_eq!(left_out, [(round.scene.mal.member(), LeftOut::DoesNotFit)]);
}

/// Held by `Question::is_within`: there is no cap that would refuse it first.
#[test]
fn nobody_gives_less_than_nothing() {
    let mut round = Round::uncapped();
    let roof = round.roof;
    // There is no sign in an amount: minus a cent on the wire is more than all the money there is.
    let minus = wire::from_bytes::<Amount>(&wire::to_bytes(&(-100i64 as u64))).unwrap();
    assert!(!minus.is_sound());
    round.is_left_out(gifts([(roof, minus)]));
    round.settles_without_it();
}

/// Held by `Giving::allows`, line by line: there is no cap that would refuse them first.
#[test]
fn no_sum_overflows() {
    let mut round = Round::uncapped();
    let (roof, other) = (round.roof, RecordId([201; 32]));
    round.is_counted(gifts([(roof, Amount(4_000)), (other, Amount(4_000))]));
    // One cent in all, where a sum began again at nothing; and what is more than any amount.
    round.is_left_out(gifts([(roof, Amount(u64::MAX)), (other, Amount(2))]));
    round.is_left_out(gifts([(roof, Amount(MAX_AMOUNT + 1))]));
    // The same bucket twice, together within what she has; the buckets in another order; and nothing, as a gift.
    round.is_left_out(gifts([(roof, Amount(4_000)), (roof, Amount(4_000))]));
    let mut backwards = gifts([(roof, Amount(4_000)), (other, Amount(4_000))]);
    backwards.reverse();
    round.is_left_out(backwards);
    round.is_left_out(gifts([(roof, Amount::ZERO)]));
    round.settles_without_it();
}

#[test]
fn what_goes_to_a_foreign_bucket_comes_back() {
    let mut round = Round::new();
    // A bucket of another round that is open, too; and no bucket at all: a decision, and something that is not there.
    let [shed] = open_round(&mut round.scene, "Autumn", Some("60"), ["Shed"]);
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

/// Held by `count::count`, which counts nothing that was recorded where money is given, and by `Case::recorded` for what is
/// shown.
#[test]
fn what_is_given_in_anothers_name_is_nobodys() {
    let mut round = Round::new();
    let (roof, opening) = (round.roof, round.opening);
    // What Mallory gives of her own counts, and stands in the same voice.
    round.is_counted(gifts([(roof, Amount(3_000))]));
    let honest = round.counted();
    // Ana and Ben have given nothing, and could give as much as she says for them.
    let others = [&round.scene.ana, &round.scene.ben].map(|node| node.identity().unwrap().member_id());
    for whose in others {
        let answer = Answer::Gifts(gifts([(roof, Amount(4_000))]));
        let stance = Stance { opening, answer, reason: None };
        let said = round.scene.mal.say(round.round, &[(Key::Behalf(whose), Some(Said::Stance(stance)))]);
        let given = give(&mut round.scene.ana, &round.scene.community, vec![said]);
        assert_eq!(given.verdict(), Verdict::Effective, "it stands in her voice");
        assert_eq!(round.counted(), honest);
        let seen = self::round(&mut round.scene.ana);
        assert_eq!((seen.givers, seen.given.minor), (1, 3_000), "{seen:?}");
        assert_eq!(seen.left.map(|left| left.minor), Some(10_000), "Ana has all that is hers");
    }
    gives(&mut round.scene.ana, &["Roof=60"]);
    // Ben gives nothing, and nothing is given for him.
    round.comes_to_ninety();
}

/// Held by `Case::is_same`, and by `Case::put_own_first` for what is shown, whichever of the two is named first.
#[test]
fn a_settlement_with_an_invented_line_is_confirmed_by_nobody() {
    invented(true);
    invented(false);
}

/// Mallory settles the round so that what returns to the pot goes to a bucket that is none. Her count's name stands before that of
/// the honest one, or after it.
fn invented(before: bool) {
    let mut round = Round::new();
    // Ben leaves it to his laptop to confirm what it finds equal.
    let leave = ask::DecisionConfirm { decision: None, by_itself: Some("yes".into()) };
    round.scene.ben.decision_confirm(leave).unwrap();
    gives(&mut round.scene.ana, &["Roof=60"]);
    gives(&mut round.scene.ben, &["Roof=30"]);
    meet(&mut round.scene.ana, &mut round.scene.ben, &round.scene.community);
    round.scene.time.pass(7 * 24 + 49);
    let honest = round.counted();
    let read = case(&mut round.scene.ana, &round.scene.community, round.round);
    let heights = read.heights(round.scene.ana.replica_of(&round.scene.community).unwrap()).unwrap();
    let lies = (0..=u8::MAX).map(|bucket| {
        let mut count = honest.clone();
        let settlement = count.result.settlement.as_mut().unwrap();
        let mut line = settlement.buckets[0];
        (line.goal.bucket, line.given, line.kept) =
            (RecordId([bucket; 32]), settlement.returned, settlement.returned);
        settlement.buckets.push(line);
        settlement.buckets.sort_unstable_by_key(|line| line.goal.bucket);
        settlement.given = settlement.given.plus(settlement.returned);
        settlement.kept = settlement.kept.plus(settlement.returned);
        settlement.returned = Amount::ZERO;
        count
    });
    let mut lies = lies.filter(|count| (count.id() < honest.id()) == before);
    let count = lies.next().expect("some name stands there");
    let kept = count.result.settlement.as_ref().unwrap().kept;
    assert!(count.is_sound() && kept == Amount(30_000), "to the cent what there was: {count:?}");
    let value = CountValue {
        opening: round.opening,
        count: count.id(),
        signed: Carried::Here(SignedCount { count, heights }),
    };
    let said = round.scene.mal.say(round.round, &[(Key::Count, Some(Said::Count(value)))]);
    give(&mut round.scene.ana, &round.scene.community, vec![said]);
    meet(&mut round.scene.ana, &mut round.scene.ben, &round.scene.community);
    let id = round.round.to_string();
    for node in [&mut round.scene.ana, &mut round.scene.ben] {
        let seen = self::round(node);
        let [hers] = &seen.counts[..] else { panic!("Mallory's alone: {seen:?}") };
        assert!(!hers.same_here && !hers.is_final, "{hers:?}");
        assert_eq!(
            (&hers.counted_by[..], &hers.confirmed_by[..]),
            (&["Mallory".into()][..], &["Mallory".into()][..])
        );
        assert!(seen.sentence.ends_with("Your laptop settles differently."), "{}", seen.sentence);
        assert_eq!(code(confirm(node, &id)), "confirm.differs");
    }
    let settled = round.scene.ana.round_settle(ask::RoundSettle { round: "spring".into() }).unwrap();
    assert_eq!(settled.settlement.unwrap().kept.minor, 9_000);
    assert!(settled.counts[0].same_here && settled.counts[0].counted_by == ["Ana"], "{:?}", settled.counts);
    // Ben's laptop finds the same, and says so by itself.
    meet(&mut round.scene.ana, &mut round.scene.ben, &round.scene.community);
    meet(&mut round.scene.ana, &mut round.scene.ben, &round.scene.community);
    for node in [&mut round.scene.ana, &mut round.scene.ben] {
        let seen = self::round(node);
        assert_eq!((seen.state.as_str(), seen.settlement.unwrap().kept.minor), ("final", 9_000));
        let [first, hers] = &seen.counts[..] else { panic!("two counts: {:?}", seen.counts) };
        assert!(first.is_final && first.confirmed_by == ["Ana", "Ben"], "{first:?}");
        assert!(!hers.is_final && hers.confirmed_by == ["Mallory"], "{hers:?}");
    }
    round.scene.well();
}
