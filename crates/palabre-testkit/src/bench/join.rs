//! W1, W1b and W1c: somebody joins a community, sees what waits, and ends with all of it verified, durable and visible.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use palabre_domain::id::{CommunityId, DeviceId};
use palabre_feeds::entry::{Entry, Kind};
use palabre_feeds::run::Run;
use palabre_feeds::session::{Act, Session};
use palabre_node::home::{Home, Identity};
use palabre_node::live::{LiveEvent, LiveOptions, Until, run};
use palabre_node::replica::Replica;
use palabre_node::{Node, NodeOptions};
use palabre_store::Store;
use tokio::sync::{mpsc, oneshot};

use super::generator::{M, Person, World};
use super::table::{Ratio, median, ms};
use super::{Bench, Filled, probe, remove, start};

/// What a join took.
#[derive(Default)]
struct Joined {
    /// The newcomer's time, and the sender's.
    newcomer: Duration,
    sender: Duration,
    /// Bytes in all frames, both ways.
    bytes: usize,
    /// By how much the process grew at its largest, in bytes.
    memory: Option<u64>,
    /// What came, in the order in which it came, if that was asked for.
    runs: Vec<Run>,
}

/// Under which name it is noted how long both laptops take for a join.
pub const BOTH: &str = "W1, both laptops";

pub fn measure(bench: &mut Bench, filled: &Filled) -> Result<()> {
    let Filled { size, world, path } = filled;
    let mut held = bench.copy(world, path, "sender.palabre")?;
    let file = bench.path("newcomer.palabre");
    eprintln!("W1 {}: joining …", size.name);
    let rate = |ms: f64| format!("{ms:.0} ms, {:.0} entries/s", size.entries as f64 / ms * 1e3);
    let first = join(world.community, &mut held, &file, true)?;
    let mut keep: Vec<&Entry> = Vec::with_capacity(size.entries);
    keep.extend(first.runs.iter().flat_map(|run| &run.entries));
    ensure!(keep.len() == world.entries.len(), "not all of it travelled");
    let mut floor = None;
    if bench.options.wants("W1") {
        let rows = bench.path("floor.db");
        let mut pairs = Vec::new();
        let mut sender = Vec::new();
        let rounds = bench.rounds(10, if size.entries > 50_000 { 2 } else { 4 });
        for round in 0..rounds {
            // A B B A: neither is always the first.
            let mut bare = Duration::ZERO;
            if round % 2 == 0 {
                bare = probe::join(&world.community, &keep, &rows)?;
            }
            let joined = join(world.community, &mut held, &file, false)?;
            if round % 2 == 1 {
                bare = probe::join(&world.community, &keep, &rows)?;
            }
            pairs.push((ms(joined.newcomer), ms(bare)));
            sender.push(ms(joined.sender));
        }
        let ratio = Ratio::of(&pairs);
        floor = Some(ratio.floor);
        bench.at("W1", *size, ratio.figure);
        bench.at(BOTH, *size, ratio.figure + median(&sender));
        bench.table.row(
            format!("W1 join {}", size.name),
            rate(ratio.figure),
            rate(ratio.floor),
            ratio.to_string(),
            "≤ 2×",
            ratio.within(2.0),
        );
        bench.table.row(
            format!("W1 join {}, the sender's part", size.name),
            rate(median(&sender)),
            "",
            "",
            "",
            None,
        );
        if let Ok(memory) = start::ask(&[start::JOIN, &path.to_string_lossy(), &world.community.to_string()])
        {
            let mb = memory.parse::<f64>()? / 1e6;
            bench.table.row(
                format!("W1 join {}, memory at most", size.name),
                format!("{mb:.0} MB"),
                "",
                "",
                "≤ 150 MB",
                Some(mb <= 150.0),
            );
        }
    }
    if bench.options.wants("W1b") {
        let live: Vec<Live> =
            (0..bench.rounds(10, 1)).map(|_| join_live(bench, filled)).collect::<Result<_>>()?;
        let screen = median(&live.iter().map(|live| ms(live.screen)).collect::<Vec<_>>());
        bench.at("W1b", *size, screen);
        let live: Vec<f64> = live.iter().map(|live| ms(live.whole)).collect();
        let trips: Vec<f64> =
            (0..bench.rounds(30, 10)).map(|_| probe::two_trips().map(ms)).collect::<Result<_>>()?;
        bench.table.row(
            format!("W1b first screen of joining {} over loopback", size.name),
            format!("{screen:.0} ms"),
            format!("{:.2} ms", median(&trips)),
            format!("{:.0}×", screen / median(&trips)),
            "≤ 500 ms",
            Some(screen <= 500.0),
        );
        bench.table.row(
            format!("W1 join {} over loopback, both laptops", size.name),
            rate(median(&live)),
            floor.map(rate).unwrap_or_default(),
            floor.map(|floor| format!("{:.2}×", median(&live) / floor)).unwrap_or_default(),
            "",
            None,
        );
    }
    if bench.options.wants("W1c") {
        let bare = bare(&first.runs);
        let packed = |level| -> Result<usize> {
            bare.chunks(1 << 20).map(|unit| Ok(zstd::bulk::compress(unit, level)?.len())).sum()
        };
        let three = packed(3)?;
        let mb = |bytes: usize| {
            format!("{:.2} MB, {:.0} B/entry", bytes as f64 / 1e6, bytes as f64 / size.entries as f64)
        };
        let ratio = first.bytes as f64 / three as f64;
        bench.at("W1c", *size, first.bytes as f64 / 1e6);
        bench.table.row(
            format!("W1c bytes of joining {}", size.name),
            mb(first.bytes),
            mb(three),
            format!("{ratio:.3}×"),
            "≤ 1.1×",
            Some(ratio <= 1.1),
        );
        // Of gigabytes it would take half an hour.
        if size.entries <= M.entries {
            let nineteen = packed(19)?;
            bench.table.row(
                "W1c … against zstd 19",
                mb(first.bytes),
                mb(nineteen),
                format!("{:.3}×", first.bytes as f64 / nineteen as f64),
                "",
                None,
            );
        }
    }
    remove(&file);
    Ok(())
}

/// Returns how many bytes are in all frames of joining, both ways, and how many the newcomer's file has once all words
/// are read into its search index.
pub fn bytes(bench: &Bench, filled: &Filled) -> Result<(usize, u64)> {
    let mut held = bench.copy(&filled.world, &filled.path, "sender.palabre")?;
    let file = bench.path("newcomer.palabre");
    let joined = join(filled.world.community, &mut held, &file, false)?;
    let mut newcomer = Replica::new(filled.world.community, Store::open(&file)?);
    while newcomer.read_words(4_096)? {}
    newcomer.store().checkpoint()?;
    drop(newcomer);
    let disk = std::fs::metadata(&file)?.len();
    remove(&file);
    Ok((joined.bytes, disk))
}

/// Lets somebody who holds nothing meet somebody who holds all.
fn join(community: CommunityId, held: &mut Replica, file: &Path, keep: bool) -> Result<Joined> {
    remove(file);
    let mut newcomer = Replica::new(community, Store::open(file)?);
    newcomer.membership()?;
    let mut joined = Joined::default();
    let (here, there) = (DeviceId([1; 32]), DeviceId([2; 32]));
    let mut sender = Session::open(here, there, community, false, held);
    let mut receiver = Session::open(there, here, community, true, &mut newcomer);
    let before = reset_peak();
    loop {
        let start = Instant::now();
        let back = receiver.next_frame(&mut newcomer);
        joined.newcomer += start.elapsed();
        let start = Instant::now();
        if let Some(frame) = &back {
            joined.bytes += frame.len();
            sender.receive(frame, held)?;
        }
        let frame = sender.next_frame(held);
        joined.sender += start.elapsed();
        let Some(frame) = frame else {
            if back.is_none() {
                break;
            }
            continue;
        };
        joined.bytes += frame.len();
        let start = Instant::now();
        let acts = receiver.receive(&frame, &mut newcomer)?;
        for act in &acts {
            if let Act::Take(runs) = act {
                let took = newcomer.take(runs)?;
                receiver.committed(&mut newcomer);
                newcomer.fresh();
                ensure!((took.refused, took.gaps) == (0, 0), "something was refused");
            }
        }
        joined.newcomer += start.elapsed();
        // What is kept for the floor is not the newcomer's work.
        if keep {
            joined.runs.extend(acts.into_iter().flat_map(|act| match act {
                Act::Take(runs) => runs,
                _ => Vec::new(),
            }));
        }
    }
    joined.memory = before.and_then(|before| peak().map(|peak| peak.saturating_sub(before)));
    ensure!(newcomer.state_hash()? == held.state_hash()?, "both should show the same");
    Ok(joined)
}

/// The same entries in the same runs, written down plainly: what a general packer is given.
fn bare(runs: &[Run]) -> Vec<u8> {
    let mut out = Vec::new();
    for run in runs {
        let (Some(first), Some(last)) = (run.entries.first(), run.entries.last()) else {
            continue;
        };
        out.extend_from_slice(&first.header.device.0);
        out.extend_from_slice(&first.header.seq.to_le_bytes());
        out.extend_from_slice(&first.header.prev.0);
        for entry in &run.entries {
            let header = &entry.header;
            out.extend_from_slice(&[header.v, header.kind]);
            out.extend_from_slice(&header.epoch.0);
            out.extend_from_slice(&header.record.0);
            out.extend_from_slice(&header.at.to_le_bytes());
            out.extend_from_slice(&header.body_len.to_le_bytes());
            out.extend_from_slice(&entry.body);
        }
        out.extend(last.signature.iter().flat_map(|signature| signature.0));
    }
    out
}

/// Returns by how much a process of its own grows while it joins the community in this file, in bytes.
pub fn memory(path: &Path, community: &str) -> Result<u64> {
    let community = CommunityId::parse(community).context("not a community")?;
    let mut held = Replica::new(community, Store::open_to_read(path)?);
    held.membership()?;
    let file = path.with_extension("memory");
    let joined = join(community, &mut held, &file, false)?;
    remove(&file);
    joined.memory.context("this system does not say")
}

/// Forgets how large this process has been, and returns how large it is now.
pub fn reset_peak() -> Option<u64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    peak()
}

/// Returns how large this process has been at its largest, in bytes.
pub fn peak() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// How long a newcomer takes from the first packet on.
pub struct Live {
    /// Until it shows what waits.
    pub screen: Duration,
    /// Until both hold the same.
    pub whole: Duration,
}

/// Measures a newcomer with both laptops on this machine and everything that a running laptop does by itself.
pub fn join_live(bench: &Bench, filled: &Filled) -> Result<Live> {
    let world = &filled.world;
    let newcomer = world.people.len() - 1;
    let (keeping, joining) = (bench.path("keeping"), bench.path("joining"));
    let mut keeper = home(&keeping, world, &world.people[0])?;
    std::fs::copy(&filled.path, keeping.join(format!("communities/{}.palabre", world.community)))?;
    let mut guest = home(&joining, world, &world.people[newcomer])?;
    // Somebody who joins knows their own request.
    let device = DeviceId(world.people[newcomer].devices[0].verifying_key().to_bytes());
    let request = world
        .entries
        .iter()
        .filter(|entry| entry.header.device == device && entry.kind() == Some(Kind::Join));
    let (runs, _) = Run::group(request.cloned().collect());
    guest.hold().map_err(said)?;
    guest.replica_of(&world.community).map_err(said)?.take(&runs)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let took = runtime.block_on(async move {
        let (stop, stopped) = oneshot::channel();
        let (tell, mut hear) = mpsc::unbounded_channel();
        let keeping = tokio::spawn(async move {
            let report = run(&mut keeper, options(Vec::new(), Until::Stopped(stopped)), move |event| {
                if let LiveEvent::Listening { addresses, .. } = event {
                    // Nobody listens any more once the address is known.
                    let _ = tell.send(addresses[0].clone());
                }
            });
            report.await.map(|_| keeper)
        });
        let Some(address) = hear.recv().await else {
            anyhow::bail!("nobody listens");
        };
        // Two laptops on one machine: a thousand entries a second is slow, and no reason to give up.
        let at_most = Duration::from_secs(300.max(filled.size.entries as u64 / 1_000));
        let start = Instant::now();
        let mut screen = None;
        let report = run(&mut guest, options(vec![address], Until::InSync { at_most }), |event| {
            if let LiveEvent::Preview { .. } = event {
                screen.get_or_insert(start.elapsed());
            }
        });
        let in_sync = report.await.map_err(said)?.in_sync;
        let whole = start.elapsed();
        ensure!(in_sync, "they did not come to hold the same");
        let screen = screen.context("nobody said what waits")?;
        // The keeper may have ended by itself, and says why.
        let _ = stop.send(());
        let mut keeper = keeping.await?.map_err(said)?;
        let community = &world.community;
        let state = keeper.replica_of(community).map_err(said)?.state_hash()?;
        ensure!(guest.replica_of(community).map_err(said)?.state_hash()? == state);
        Ok(Live { screen, whole })
    })?;
    std::fs::remove_dir_all(&keeping)?;
    std::fs::remove_dir_all(&joining)?;
    Ok(took)
}

/// Returns how a run loop listens on loopback alone, and calls these.
pub fn options(with: Vec<String>, until: Until) -> LiveOptions {
    LiveOptions { bind: vec![([127, 0, 0, 1], 0).into()], with, ..LiveOptions::new(until) }
}

/// Makes somebody's home, with room for the community.
pub fn home(folder: &Path, world: &World, person: &Person) -> Result<Node> {
    std::fs::create_dir_all(folder.join("communities"))?;
    let identity = Identity::new("Somebody".into(), person.member.to_bytes(), person.devices[0].to_bytes());
    Home::in_folder(folder.to_owned()).keep_identity(&identity).map_err(said)?;
    let now = world.now;
    Node::open(NodeOptions::new(folder.to_owned(), Arc::new(move || now))).map_err(said)
}

/// Turns an error for a person into one of ours.
pub fn said(error: palabre_api::ApiError) -> anyhow::Error {
    anyhow::anyhow!("{} ({})", error.message, error.code)
}
