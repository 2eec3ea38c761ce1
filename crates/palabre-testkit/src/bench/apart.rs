//! W3b and W3c: two laptops that were apart, each with thousands of entries that the other lacks; and a liar before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash};
use palabre_feeds::entry::{Entry, Signature};
use palabre_feeds::message::{KeyedFeed, KeyedTip, Message, VERSION, keyed_root, tag};
use palabre_feeds::run::Run;
use palabre_feeds::session::{Act, Session};
use palabre_node::replica::Replica;
use palabre_store::Store;

use super::generator::{Size, World};
use super::join::{BOTH, peak, reset_peak};
use super::table::{Ratio, median, ms};
use super::{Bench, Filled, copied, remove, start};

/// What was written last.
const RECENT: &str = "recent";
/// How many entries each of them has alone.
const ALONE: usize = 5_000;
/// Under which names the two files lie while they are needed.
const ONE: &str = "apart-one.palabre";
const OTHER: &str = "apart-other.palabre";
/// How many feeds a liar invents.
const INVENTED: usize = 20_000;

/// Which entries one of them lacks: the last ones of some feeds.
struct Apart {
    name: &'static str,
    /// What the first one lacks, and the second.
    lacks: [BTreeSet<EntryId>; 2],
}

/// What meeting again took.
pub struct Met {
    /// Both laptops' time.
    pub took: Duration,
    /// In all frames, both ways.
    pub bytes: usize,
    /// How often one waited for the other.
    pub trips: usize,
}

pub fn measure(bench: &mut Bench, filled: &Filled) -> Result<()> {
    let Filled { size, world, .. } = filled;
    let alone = alone(size);
    let devices = world.entries.iter().map(|entry| entry.header.device).collect::<BTreeSet<_>>().len();
    for apart in [recent(world, alone), scattered(world, alone)] {
        eprintln!("W3b {}, {}: parting, and meeting again …", size.name, apart.name);
        let files = part(bench, world, &apart)?;
        let (mut pairs, mut bytes, mut trips, mut whole) = (Vec::new(), 0, 0, Vec::new());
        for round in 0..bench.rounds(10, 2) {
            let met = |lied: bool| -> Result<Met> {
                let mut one = bench.copy(world, &files[0], "one.palabre")?;
                let mut other = bench.copy(world, &files[1], "other.palabre")?;
                let mut liar = lied.then(|| Liar::call(world.community, &mut one)).transpose()?;
                let met = meet_beside(world.community, &mut one, &mut other, &mut liar)?;
                ensure!(liar.is_none_or(|liar| liar.refused > 0), "nobody noticed that nobody signed");
                ensure!(one.state_hash()? == other.state_hash()?, "both should show the same");
                Ok(met)
            };
            // A B B A: neither is always the first.
            let (with, without) = if round % 2 == 0 {
                let with = met(true)?;
                (with, met(false)?)
            } else {
                let without = met(false)?;
                (met(true)?, without)
            };
            (bytes, trips) = (without.bytes, without.trips);
            whole.push(ms(without.took));
            pairs.push((ms(with.took), ms(without.took)));
        }
        let missing: Vec<Entry> = world
            .entries
            .iter()
            .filter(|entry| apart.lacks.iter().any(|lacks| lacks.contains(&entry.id)))
            .cloned()
            .collect();
        let many = missing.len();
        let (runs, _) = Run::group(missing);
        let floor = Run::packs(runs).iter().map(Vec::len).sum::<usize>() + 8 * devices;
        let over = bytes as f64 / floor as f64;
        bench.table.row(
            format!("W3b {many} apart in {}, {}", size.name, apart.name),
            format!("{:.2} MB, {trips} round trips", bytes as f64 / 1e6),
            format!("{:.2} MB", floor as f64 / 1e6),
            format!("{over:.3}×"),
            "≤ 1.05×, 3",
            Some(over <= 1.05 && trips <= 3),
        );
        let took = median(&whole);
        // The same difference, whatever both hold.
        if apart.name == RECENT && alone == ALONE {
            bench.at("W3b", *size, took);
        }
        // What joining takes both laptops, for as many entries.
        let joining = bench.came_to(BOTH, *size).map(|ms| ms * many as f64 / size.entries as f64);
        bench.table.row(
            format!("W3b … {}, both laptops' time", apart.name),
            format!("{took:.0} ms, {:.0} entries/s", many as f64 / took * 1e3),
            joining.map(|ms| format!("{ms:.0} ms of W1")).unwrap_or_default(),
            joining.map(|ms| format!("{:.2}×", took / ms)).unwrap_or_default(),
            "≤ 2×",
            joining.map(|ms| took <= 2.0 * ms),
        );
        let ratio = Ratio::of(&pairs);
        bench.table.row(
            format!("W3c … {}, beside a liar", apart.name),
            format!("{:.0} ms", ratio.figure),
            format!("{took:.0} ms"),
            ratio.to_string(),
            "≤ 2×",
            ratio.within(2.0),
        );
        let grown = [start::APART, start::APART_LIED].map(|what| {
            let asked = start::ask(&[what, &files[0].to_string_lossy(), &world.community.to_string()]);
            asked.ok().and_then(|bytes| bytes.parse::<f64>().ok()).map(|bytes| bytes / 1e6)
        });
        if let [Some(without), Some(with)] = grown {
            bench.table.row(
                format!("W3c … {}, memory of both at most", apart.name),
                format!("{with:.0} MB"),
                format!("{without:.0} MB"),
                format!("{:.2}×", with / without),
                "≤ 150 MB",
                Some(with <= 150.0),
            );
        }
        files.iter().for_each(|file| remove(file));
    }
    Ok(())
}

/// Returns how many entries each of them has alone in a community of this size.
pub fn alone(size: &Size) -> usize {
    ALONE.min(size.entries / 5)
}

/// Makes the files of two who wrote the newest entries without each other.
pub fn part_recently(bench: &Bench, filled: &Filled) -> Result<[PathBuf; 2]> {
    part(bench, &filled.world, &recent(&filled.world, alone(&filled.size)))
}

/// Lets two meet over copies of these files.
pub fn meet_again(bench: &Bench, world: &World, files: &[PathBuf; 2]) -> Result<Met> {
    let mut one = bench.copy(world, &files[0], "one.palabre")?;
    let mut other = bench.copy(world, &files[1], "other.palabre")?;
    let met = meet(world.community, &mut one, &mut other)?;
    ensure!(one.state_hash()? == other.state_hash()?, "both should show the same");
    Ok(met)
}

fn part(bench: &Bench, world: &World, apart: &Apart) -> Result<[PathBuf; 2]> {
    let files = [ONE, OTHER].map(|name| bench.path(name));
    for (file, lacks) in files.iter().zip(&apart.lacks) {
        remove(file);
        fill(world, Store::open(file)?, lacks)?.store().checkpoint()?;
    }
    Ok(files)
}

/// The newest entries: half of the devices wrote without the others.
fn recent(world: &World, alone: usize) -> Apart {
    let mut lacks = [BTreeSet::new(), BTreeSet::new()];
    for entry in world.entries.iter().rev() {
        let side = usize::from(entry.header.device.0[0] & 1);
        // Once a side is full, the rest of its feeds is everybody's.
        if lacks[side].len() < alone {
            lacks[side].insert(entry.id);
        }
    }
    Apart { name: RECENT, lacks }
}

/// A few of the last entries of every feed, whenever they were written.
fn scattered(world: &World, alone: usize) -> Apart {
    let mut feeds: BTreeMap<DeviceId, Vec<EntryId>> = BTreeMap::new();
    for entry in &world.entries {
        feeds.entry(entry.header.device).or_default().push(entry.id);
    }
    let mut lacks = [BTreeSet::new(), BTreeSet::new()];
    let mut depth = 0;
    while lacks.iter().any(|lacks| lacks.len() < alone) {
        depth += 1;
        let before = lacks[0].len() + lacks[1].len();
        for (device, ids) in &feeds {
            let side = usize::from(device.0[0] & 1);
            // Who is let in stays so: the first ones are everybody's.
            if let (true, Some(place)) = (lacks[side].len() < alone, ids.len().checked_sub(depth))
                && place > 2
            {
                lacks[side].insert(ids[place]);
            }
        }
        if before == lacks[0].len() + lacks[1].len() {
            break;
        }
    }
    Apart { name: "scattered", lacks }
}

fn fill(world: &World, store: Store, lacks: &BTreeSet<EntryId>) -> Result<Replica> {
    let mut replica = Replica::new(world.community, store);
    for entries in world.entries.chunks(4_096) {
        let held = entries.iter().filter(|entry| !lacks.contains(&entry.id));
        let runs: Vec<Run> = held.map(|entry| Run { entries: vec![entry.clone()] }).collect();
        let took = replica.take(&runs)?;
        ensure!((took.refused, took.gaps) == (0, 0), "what is lacking should be the ends of feeds");
    }
    replica.fresh();
    Ok(replica)
}

/// Returns by how much a process of its own grows in which both laptops meet, and the liar calls where `lied`, in bytes; `one`
/// is the file of the first, and that of the other lies beside it.
pub fn memory(one: &Path, community: &str, lied: bool) -> Result<u64> {
    let community = CommunityId::parse(community).context("not a community")?;
    let files = [one.to_owned(), one.with_file_name(OTHER)];
    let copies = files.each_ref().map(|file| file.with_extension("memory"));
    let mut one = copied(community, &files[0], &copies[0])?;
    let mut other = copied(community, &files[1], &copies[1])?;
    let mut liar = lied.then(|| Liar::call(community, &mut one)).transpose()?;
    let before = reset_peak();
    meet_beside(community, &mut one, &mut other, &mut liar)?;
    let grew = before.and_then(|before| peak().map(|peak| peak.saturating_sub(before)));
    copies.iter().for_each(|copy| remove(copy));
    grew.context("this system does not say")
}

/// Lets two meet until both hold the same.
pub fn meet(community: CommunityId, one: &mut Replica, other: &mut Replica) -> Result<Met> {
    meet_beside(community, one, other, &mut None)
}

/// The same while the first of them listens to somebody who lies, too, after each thing that the other says.
fn meet_beside(
    community: CommunityId,
    one: &mut Replica,
    other: &mut Replica,
    liar: &mut Option<Liar>,
) -> Result<Met> {
    let (a, b) = (DeviceId([1; 32]), DeviceId([2; 32]));
    let start = Instant::now();
    let mut dialler = Session::open(a, b, community, true, one);
    let mut acceptor = Session::open(b, a, community, false, other);
    let (mut bytes, mut trips) = (0, 0);
    loop {
        if let Some(liar) = liar {
            liar.say(one)?;
        }
        let there = carry(&mut dialler, one, &mut acceptor, other)?;
        let back = carry(&mut acceptor, other, &mut dialler, one)?;
        bytes += there + back;
        if there + back == 0 {
            break;
        }
        trips += 1;
    }
    ensure!(dialler.is_in_sync() && acceptor.is_in_sync(), "they hold different things");
    Ok(Met { took: start.elapsed(), bytes, trips })
}

/// Carries all that one has to say to the other; returns how many bytes that was.
fn carry(out: &mut Session, from: &mut Replica, into: &mut Session, to: &mut Replica) -> Result<usize> {
    let mut bytes = 0;
    while let Some(frame) = out.next_frame(from) {
        bytes += frame.len();
        for act in into.receive(&frame, to)? {
            if let Act::Take(runs) = act {
                to.take(&runs)?;
                into.committed(to);
                to.fresh();
            }
        }
    }
    Ok(bytes)
}

/// Somebody who claims to hold thousands of feeds that there are not, and sends entries that nobody signed; the laptop
/// hangs up then.
struct Liar {
    session: Session,
    /// What is still to be said, the next last.
    frames: Vec<Vec<u8>>,
    refused: u64,
}

impl Liar {
    fn call(community: CommunityId, victim: &mut Replica) -> Result<Self> {
        let (liar, me) = (DeviceId([9; 32]), DeviceId([1; 32]));
        let root = keyed_root(&Hash([7; 32]), &liar);
        let tag = tag(&community, &liar, &me);
        let hello = Message::Hello { version: VERSION, tag, root, devices: [7; 8] };
        let mut feeds: Vec<KeyedFeed> = (0..INVENTED)
            .map(|n| KeyedFeed {
                device: DeviceId(Hash::of(&(n as u64).to_le_bytes()).0),
                tips: vec![KeyedTip { seq: 1 << 40, head: [1; 4] }],
            })
            .collect();
        feeds.sort_by_key(|feed| feed.device);
        let mut forged = victim.store().after(0, 4_096)?;
        forged.retain(|held| held.entry.signature.is_some());
        let forged: Vec<Entry> = forged
            .into_iter()
            .map(|held| {
                let mut entry = held.entry;
                entry.header.at ^= 1;
                entry.id = entry.header.id();
                entry.signature = Some(Signature([3; 64]));
                entry
            })
            .collect();
        let (runs, _) = Run::group(forged);
        let said = [Message::Runs(Run::pack(&runs)), Message::Heights(feeds), hello];
        let session = Session::open(me, liar, community, false, victim);
        Ok(Self { session, frames: said.map(|one| one.to_bytes()).into(), refused: 0 })
    }

    /// Says the next thing.
    fn say(&mut self, victim: &mut Replica) -> Result<()> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        for act in self.session.receive(&frame, victim)? {
            if let Act::Take(runs) = act {
                self.refused += victim.take(&runs)?.refused;
                self.session.committed(victim);
            }
        }
        while self.session.next_frame(victim).is_some() {}
        Ok(())
    }
}
