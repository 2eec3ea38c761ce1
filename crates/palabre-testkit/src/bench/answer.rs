//! W2: somebody answers, and another laptop shows it, durable on both.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use ed25519_dalek::SigningKey;
use palabre_documents::voice::{Key, Said};
use palabre_domain::decision::{Answer, Position, Stance};
use palabre_domain::id::DeviceId;
use palabre_feeds::entry::{Entry, Kind, Position as Place};
use palabre_feeds::session::{Act, Session};
use palabre_net::{Alpn, Link, Net, NetOptions};
use palabre_node::replica::{Author, Replica};
use palabre_store::Store;

use super::Bench;
use super::generator::{S, Size, World};
use super::probe::Rows;
use super::table::{Ratio, median, ms, percentile};

/// How many voices are there already, where there are many.
const CROWD: usize = 10_000;
/// How many, where there are few.
const FEW: usize = 100;

/// One of two laptops that are linked.
struct Side {
    replica: Replica,
    session: Session,
    link: Link,
}

/// Returns pairs of milliseconds: so many answers on one laptop, each seen on the other, and their floors.
pub fn answers(bench: &Bench, world: &World, path: &Path, rounds: usize) -> Result<Vec<(f64, f64)>> {
    let one = bench.copy(world, path, "one.palabre")?;
    let other = bench.copy(world, path, "other.palabre")?;
    let floors = [bench.path("one.db"), bench.path("other.db")];
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(converse(world, one, other, &floors, rounds))
}

/// Measures W2 in a community; of a size, if it is one of those. Returns the middle figure, in milliseconds.
pub fn measure(bench: &mut Bench, world: &World, path: &Path, what: &str, size: Option<Size>) -> Result<f64> {
    eprintln!("W2, {what}: answering …");
    let pairs = answers(bench, world, path, bench.rounds(300, 60))?;
    let figures: Vec<f64> = pairs.iter().map(|pair| pair.0).collect();
    let probes: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    let ratio = Ratio::of(&pairs);
    let p99 = percentile(&figures, 0.99);
    if let Some(size) = size {
        bench.at("W2", size, ratio.figure);
    }
    bench.table.pairs(format!("W2 an answer seen, {what}, p50"), &ratio, 2, Some(2.5));
    bench.table.row(
        format!("W2 an answer seen, {what}, p99"),
        format!("{p99:.2} ms"),
        format!("{:.2} ms", percentile(&probes, 0.99)),
        "",
        "≤ 10 ms",
        Some(p99 <= 10.0),
    );
    Ok(ratio.figure)
}

/// Measures W2 and what one more answer takes in a decision with thousands of voices.
pub fn measure_crowd(bench: &mut Bench) -> Result<()> {
    let members = if bench.options.quick { CROWD / 10 } else { CROWD };
    eprintln!("Making a decision with {members} voices …");
    let world = World::crowd(members + 2, 1)?;
    let path = bench.path("crowd.palabre");
    let replica = world.fill(Store::open(&path)?)?;
    replica.store().checkpoint()?;
    drop(replica);
    let figure = measure(bench, &world, &path, &format!("{members} voices there"), None)?;
    if let Some(held) = bench.came_to("W2", S) {
        let more = figure / held;
        bench.table.row(
            format!("W2 … {members} voices there, beside S held"),
            format!("{figure:.2} ms"),
            format!("{held:.2} ms"),
            format!("{more:.2}×"),
            "≤ 1.2×",
            Some(more <= 1.2),
        );
    }
    one_more(bench, &world, &path, members)
}

/// Measures what one more answer takes where there are thousands, and where there are few, in turn.
fn one_more(bench: &mut Bench, many: &World, path: &Path, members: usize) -> Result<()> {
    let few = World::crowd(FEW + 2, 1)?;
    let small = bench.path("few.palabre");
    few.fill(Store::open(&small)?)?.store().checkpoint()?;
    let rounds = bench.rounds(100, 20);
    let mut pairs = Vec::new();
    for _ in 0..bench.rounds(10, 4) {
        let figure = median(&acts(bench, many, path, rounds)?);
        pairs.push((figure, median(&acts(bench, &few, &small, rounds)?)));
    }
    super::remove(&small);
    let workload = format!("W5 one more voice where {members} are, beside where {FEW} are");
    bench.table.pairs(workload, &Ratio::of(&pairs), 2, Some(1.2));
    Ok(())
}

async fn net(key: &SigningKey) -> Result<Net> {
    let options = NetOptions { bind: vec![([127, 0, 0, 1], 0).into()], ..NetOptions::new(key.to_bytes()) };
    Net::bind(options).await.map_err(|error| anyhow::anyhow!("{error}"))
}

/// Returns pairs of milliseconds: an answer, and its floor, in turn.
async fn converse(
    world: &World,
    one: Replica,
    other: Replica,
    floors: &[std::path::PathBuf; 2],
    rounds: usize,
) -> Result<Vec<(f64, f64)>> {
    let keys = [&world.people[1].devices[0], &world.people[0].devices[0]];
    let (near, far) = (net(keys[0]).await?, net(keys[1]).await?);
    let mut dialled = near.connect(far.device(), &far.local_addresses(), Alpn::Sync).await?;
    let mut here = open(one, &near, &far, true);
    let mut there = open(other, &far, &near, false);
    // Who connects speaks first, and only then the other sees the link.
    let hello = here.1.next_frame(&mut here.0).context("no hello")?;
    dialled.send(&hello).await?;
    let mut met = far.incoming().await.context("no link")?.link;
    let frame = met.recv().await?.context("no hello came")?;
    there.1.receive(&frame, &mut there.0)?;
    let mut here = Side { replica: here.0, session: here.1, link: dialled };
    let mut there = Side { replica: there.0, session: there.1, link: met };
    settle(&mut here, &mut there).await?;
    ensure!(here.session.is_in_sync() && there.session.is_in_sync(), "they hold different things");
    let mut rows = [Rows::new(&floors[0])?, Rows::new(&floors[1])?];
    let mut pairs = Vec::new();
    // The first ones fill caches, and are not counted.
    let warm = rounds / 10;
    for round in 0..rounds + warm {
        let mut floor = f64::NAN;
        if round % 2 == 0 {
            floor = probe(world, &mut here, &mut there, &mut rows, round).await?;
        }
        let answer = answer(world, &mut here, &mut there, round).await?;
        if round % 2 == 1 {
            floor = probe(world, &mut here, &mut there, &mut rows, round).await?;
        }
        if round >= warm {
            pairs.push((answer, floor));
        }
    }
    near.close().await;
    far.close().await;
    Ok(pairs)
}

fn open(mut replica: Replica, me: &Net, peer: &Net, dialler: bool) -> (Replica, Session) {
    let community = replica.community();
    let session = Session::open(me.device(), peer.device(), community, dialler, &mut replica);
    (replica, session)
}

/// Carries what both have to say until both are quiet.
async fn settle(one: &mut Side, other: &mut Side) -> Result<()> {
    while carry(one, other).await? | carry(other, one).await? {}
    Ok(())
}

async fn carry(from: &mut Side, to: &mut Side) -> Result<bool> {
    let mut moved = false;
    while let Some(frame) = from.session.next_frame(&mut from.replica) {
        moved = true;
        from.link.send(&frame).await?;
        receive(to).await?;
    }
    Ok(moved)
}

/// Takes in the next frame; returns true when it brought entries.
async fn receive(side: &mut Side) -> Result<bool> {
    let frame = side.link.recv().await?.context("the link ended")?;
    let mut took = false;
    for act in side.session.receive(&frame, &mut side.replica)? {
        if let Act::Take(runs) = act {
            side.replica.take(&runs)?;
            side.session.committed(&mut side.replica);
            side.replica.fresh();
            took = true;
        }
    }
    Ok(took)
}

/// Returns milliseconds: so many answers on a laptop with which nobody is linked, each until it is committed and shown.
pub fn acts(bench: &Bench, world: &World, path: &Path, rounds: usize) -> Result<Vec<f64>> {
    let mut replica = bench.copy(world, path, "one.palabre")?;
    let number = replica.record_number(&world.open)?.context("no such decision")?;
    let member = replica.store().member_number(&world.people[1].id())?;
    let mut last = replica.store().voice(number, member)?;
    let mut took = Vec::new();
    // The first ones fill caches, and are not counted.
    let warm = rounds / 10;
    for round in 0..rounds + warm {
        let (author, said) = next(world, round);
        let start = Instant::now();
        replica.say(&author, world.open, &said)?;
        let shown = replica.store().voice(number, member)?;
        if round >= warm {
            took.push(ms(start.elapsed()));
        }
        ensure!(shown.is_some() && shown != last, "it is not shown");
        last = shown;
        replica.fresh();
    }
    Ok(took)
}

/// Returns who answers next, and what: another answer than the one before.
fn next(world: &World, round: usize) -> (Author, [(Key, Option<Said>); 1]) {
    let author = Author {
        key: world.people[1].devices[0].clone(),
        member: world.people[1].id(),
        now: world.now + round as i64 * 1_000,
    };
    let position = if round.is_multiple_of(2) { Position::For } else { Position::Against };
    let stance = Stance { opening: world.opening, answer: Answer::Position(position), reason: None };
    (author, [(Key::Stance, Some(Said::Stance(stance)))])
}

/// Returns how long it takes from the call on one laptop until the other has committed and shows it.
async fn answer(world: &World, here: &mut Side, there: &mut Side, round: usize) -> Result<f64> {
    let (author, said) = next(world, round);
    let start = Instant::now();
    here.replica.say(&author, world.open, &said)?;
    let rows = here.replica.fresh();
    here.session.push(&rows);
    let took = loop {
        let frame = here.session.next_frame(&mut here.replica).context("nothing to send")?;
        here.link.send(&frame).await?;
        if receive(there).await? {
            break ms(start.elapsed());
        }
    };
    let number = there.replica.record_number(&world.open)?.context("no such decision")?;
    let member = there.replica.store().member_number(&author.member)?;
    ensure!(there.replica.store().voice(number, member)?.is_some(), "it is not shown");
    settle(here, there).await?;
    ensure!(here.session.is_in_sync() && there.session.is_in_sync(), "they hold different things");
    Ok(took)
}

/// Returns how long signing, two commits, one check and one frame take by themselves.
async fn probe(
    world: &World,
    here: &mut Side,
    there: &mut Side,
    rows: &mut [Rows; 2],
    round: usize,
) -> Result<f64> {
    let key = &world.people[1].devices[0];
    let place = Place {
        seq: round as u64 + 2,
        prev: palabre_domain::id::EntryId([9; 32]),
        epoch: palabre_domain::id::EntryId(world.community.0),
        at: world.now,
    };
    // As long as an answer is.
    let body = vec![round as u8; 230];
    let start = Instant::now();
    let entry = Entry::write(key, Some(&world.community), place, Kind::Voice, world.open, body);
    rows[0].write(&[(&entry, [1, 1, 1])])?;
    here.link.send(&entry.to_bytes()).await?;
    let frame = there.link.recv().await?.context("the link ended")?;
    let entry = Entry::from_bytes(&frame)?;
    ensure!(entry.is_signed_in(&world.community) && entry.header.device != DeviceId::ZERO);
    rows[1].write(&[(&entry, [1, 1, 1])])?;
    Ok(ms(start.elapsed()))
}
