//! Budget rounds: pots, buckets, gifts.

use palabre_api::{ApiError, Handler, ask, row};
use palabre_node::Node;
use rand::RngExt;

use super::{Act, Stage, nothing};

pub const ACTS: &[Act] = &[
    ("round.new", 2, |node, stage| {
        let guidelines = stage.words();
        node.round_new(ask::RoundNew { purpose: stage.words(), currency: "EUR".into(), guidelines }).map(drop)
    }),
    ("round.open", 3, |node, stage| {
        let me = node.me_show(ask::MeShow {})?.name;
        let round = stage.round(node, |line| line.state == "draft")?;
        let shown = node.round_show(ask::RoundShow { round: round.clone() })?;
        if shown.author != me && stage.chance(0.9) {
            return Err(nothing());
        }
        let after = if stage.chance(0.3) {
            stage.round(node, |line| line.state == "final")?
        } else {
            "nothing".into()
        };
        node.round_open(ask::RoundOpen {
            round,
            pot: format!("{}.{:02}", stage.rng.random_range(10..400), stage.rng.random_range(0..100)),
            because: "What the spring may cost".into(),
            cap: stage.chance(0.2).then(|| "30".into()),
            leftovers: stage.word(&["return", "stay", "spread"]),
            hours: Some(stage.rng.random_range(12..48)),
            travel: Some(stage.rng.random_range(0..6)),
            after: (after != "nothing").then_some(after),
            ..Default::default()
        })
        .map(drop)
    }),
    ("round.pass", 1, |node, stage| {
        let round = stage.round(node, |line| matches!(line.state.as_str(), "draft" | "dropped" | "open"))?;
        let back = stage.chance(0.4);
        node.round_pass(ask::RoundPass { round, back }).map(drop)
    }),
    ("round.list", 1, |node, _| node.round_list(ask::RoundList { skip: 0, limit: 5 }).map(drop)),
    ("round.show", 1, |node, stage| {
        let round = stage.round(node, |_| true)?;
        node.round_show(ask::RoundShow { round }).map(drop)
    }),
    ("round.settle", 3, |node, stage| {
        let round = stage.round(node, |line| matches!(line.state.as_str(), "closing" | "ended"))?;
        node.round_settle(ask::RoundSettle { round }).map(drop)
    }),
    ("round.explain", 2, |node, stage| {
        let round = stage.round(node, |line| matches!(line.state.as_str(), "counted" | "final"))?;
        let name = stage.names(node, 1)?.pop();
        node.round_explain(ask::RoundExplain { round, name }).map(drop)
    }),
    ("bucket.new", 6, |node, stage| {
        let round = Some(stage.round(node, |line| line.state == "open")?);
        let title = stage.words();
        let takes = stage.chance(0.2);
        let bucket = node.bucket_new(ask::BucketNew { title, round, takes, ..Default::default() })?.id;
        node.bucket_item(item(stage, bucket)).map(drop)
    }),
    ("bucket.item", 3, |node, stage| match mine(node, stage)? {
        Some(bucket) => {
            let ask = item(stage, bucket.id);
            let change =
                stage.one_of(&bucket.items).map(|item| item.id.clone()).filter(|_| stage.chance(0.3));
            node.bucket_item(ask::BucketItem { change, ..ask }).map(drop)
        }
        None => Err(nothing()),
    }),
    ("bucket.write", 1, |node, stage| match mine(node, stage)? {
        Some(bucket) => {
            let takes = stage.chance(0.3).then(|| stage.word(&["yes", "no"]));
            let why = Some(stage.words());
            let withdraw = stage.chance(0.1);
            node.bucket_write(ask::BucketWrite {
                bucket: bucket.id,
                why,
                takes,
                withdraw,
                ..Default::default()
            })
            .map(drop)
        }
        None => Err(nothing()),
    }),
    ("bucket.show", 1, |node, stage| match bucket(node, stage)? {
        Some(bucket) => node.bucket_show(ask::BucketShow { bucket: bucket.id }).map(drop),
        None => Err(nothing()),
    }),
    ("bucket.flag", 2, |node, stage| match bucket(node, stage)? {
        Some(bucket) => {
            let (guideline, text) = (stage.words(), stage.words());
            node.bucket_flag(ask::BucketFlag { bucket: bucket.id, guideline, text }).map(drop)
        }
        None => Err(nothing()),
    }),
    ("bucket.answer", 2, |node, stage| {
        let Some(bucket) = mine(node, stage)? else { return Err(nothing()) };
        let Some(flag) = stage.one_of(&bucket.flags).map(|flag| flag.id.clone()) else {
            return Err(nothing());
        };
        node.bucket_answer(ask::BucketAnswer { bucket: bucket.id, flag, text: stage.words() }).map(drop)
    }),
    ("allocate", 16, |node, stage| {
        let round = stage.round(node, |line| line.state == "open" && line.buckets > 0)?;
        let shown = node.round_show(ask::RoundShow { round: round.clone() })?;
        let left = shown.left.as_ref().map_or(0, |left| left.minor);
        let Some(bucket) = stage.one_of(&shown.buckets) else { return Err(nothing()) };
        // Most stay within what is asked and what they have; some try more.
        let room = (bucket.max.minor + bucket.mine.minor).saturating_sub(bucket.given.minor);
        let most = room.min(left + bucket.mine.minor).min(3_000);
        let most = if stage.chance(0.9) { most } else { most + 2_000 };
        let minor = stage.rng.random_range(0..=most);
        let gifts = vec![format!("{}={}.{:02}", bucket.id, minor / 100, minor % 100)];
        node.allocate(ask::Allocate { round, gifts, only: stage.chance(0.1) }).map(drop)
    }),
];

/// Draws what something costs, or brings in.
fn item(stage: &mut Stage, bucket: String) -> ask::BucketItem {
    let min: u32 = stage.rng.random_range(1..60);
    let income = stage.chance(0.15);
    ask::BucketItem {
        bucket,
        what: Some(stage.words()),
        min: Some(format!("{min}.{:02}", stage.rng.random_range(0..100))),
        max: (!income && stage.chance(0.6)).then(|| format!("{}", min + stage.rng.random_range(1..80))),
        income,
        ..Default::default()
    }
}

/// Draws a bucket of a round.
fn bucket(node: &mut Node, stage: &mut Stage) -> Result<Option<row::BucketLine>, ApiError> {
    let round = stage.round(node, |line| line.buckets > 0)?;
    let buckets = match node.round_show(ask::RoundShow { round }) {
        Ok(round) => round.buckets,
        Err(error) if error.code == "record.unknown" => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(stage.one_of(&buckets).cloned())
}

/// Draws a bucket that this person proposed.
fn mine(node: &mut Node, stage: &mut Stage) -> Result<Option<row::Bucket>, ApiError> {
    let Some(bucket) = bucket(node, stage)? else { return Ok(None) };
    let shown = node.bucket_show(ask::BucketShow { bucket: bucket.id })?;
    Ok((shown.mine && !shown.withdrawn).then_some(shown))
}
