//! `palabre-bench`: how fast the core is, against what the machine itself needs for the same work.
//!
//! Every figure stands beside a *floor* that was measured in the same run, in turn with it: the signatures, hashes,
//! rows and bytes of that work and nothing else. Machines differ and are noisy; such ratios hold.
//!
//! | module | what it measures |
//! |---|---|
//! | [`generator`] | nothing: it makes the communities that the others are measured on |
//! | [`join`] | W1, W1b and W1c: joining a community, its time, its first screen, its memory and its bytes |
//! | [`answer`] | W2: an answer on one laptop, seen on another |
//! | [`reach`] | W2b: one news among thousands, by simulated time |
//! | [`reconnect`] | W3: two laptops that hold the same meet again |
//! | [`apart`] | W3b and W3c: two that were apart, and a liar before |
//! | [`start`] | W4: from the start of the program to its first list |
//! | [`idle`] | W4c: the memory and the processor of a laptop that only waits |
//! | [`tally`] | W5: what thousands of answers come to |
//! | [`search`] | W6 and W8: finding words; and how much disk a community takes |
//! | [`probe`] | the floors |
//! | [`peers`] | the same work, done by what people would take instead |
//! | [`made`] | nothing: it leaves a home of somebody with a long discussion, to be looked at in a window |
//! | [`table`] | what is printed |

mod answer;
mod apart;
pub mod generator;
mod idle;
mod join;
mod made;
mod peers;
mod probe;
mod reach;
mod reconnect;
mod search;
mod start;
mod table;
mod tally;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use palabre_domain::id::CommunityId;
use palabre_node::replica::Replica;
use palabre_store::Store;
use tempfile::TempDir;

use generator::{C, L, M, S, Size, T, World};
use table::Table;

const HELP: &str = "\
palabre-bench: how fast the core is, against what the machine needs for the same work

Usage: palabre-bench [--quick] [--large] [--only W1,W2] [--size S] [--folder DIR]
       palabre-bench --make HOME [--members N] [--comments N | --entries N]
       palabre-bench --peers DIR --samod FILE [--quick] [--only samod,autobase] [--size M] [--deadline SECONDS] [--folder DIR]

  --quick       fewer rounds, and the small community alone
  --size NAME   only the community of this size: S, M or L; C, which has the members of L and the entries of M; or T,
                which has the members of M and some sixty thousand texts, and of which in a full run W6 is measured
  --only LIST   only these workloads: W1, W1b, W1c, W2, W2b, W3, W3b, W4, W4c, W5, W6, W8
  --large       also a community of 5,000 members and a million entries, with fewer rounds; takes two hours and 50 GB
  --folder DIR  measure files in this folder instead of the one for temporary files

  --make HOME   make a home instead, of the founder of a community, and print the id of its open decision
  --members N   how many members it has; all but the founder have answered (20)
  --comments N  how many comments are on that decision (2000)
  --entries N   a community that has lived ten years and has so many entries, instead

  --peers DIR   measure against others instead, whose programs are in this folder; `cargo xtask bench --peers` builds
                them and says where they are
  --samod FILE  the one of them that is compiled
  --only LIST   only these: samod, automerge-repo, autobase, hocuspocus, automerge, tally
  --deadline S  how long each of them may take, in seconds (1800)
";

/// What somebody asked for.
struct Options {
    quick: bool,
    /// Whether L is measured, too.
    large: bool,
    only: Vec<String>,
    /// At this size alone, by its name.
    size: Option<String>,
    folder: PathBuf,
    /// The folder of the peers' programs, if it is against them.
    peers: Option<PathBuf>,
    samod: Option<PathBuf>,
    /// How many seconds a peer may take.
    deadline: u64,
}

/// Where a workload finds what it works on.
struct Bench {
    options: Options,
    folder: TempDir,
    table: Table,
    /// What each workload came to at each size: by its name, entries and the figure.
    sizes: BTreeMap<&'static str, Vec<(f64, f64)>>,
    /// Whether what is measured now takes so long that few rounds must do.
    few: bool,
}

/// How a workload may grow with the entries.
#[derive(Clone, Copy)]
enum Growth {
    /// In step with them.
    Linear,
    /// Less than they.
    Less,
    /// Not at all.
    Flat,
}

/// Every workload that is looked at for how it grows: its unit, and how it may.
const GROWTH: [(&str, &str, Growth); 10] = [
    ("W1", "ms", Growth::Linear),
    ("W1b", "ms", Growth::Flat),
    ("W1c", "MB", Growth::Linear),
    ("W2", "ms", Growth::Flat),
    ("W3", "B", Growth::Flat),
    ("W3b", "ms", Growth::Flat),
    ("W4", "ms", Growth::Flat),
    ("W4c", "KB", Growth::Flat),
    ("W6", "ms", Growth::Less),
    ("W8", "MB", Growth::Linear),
];

/// A community in a file, and the entries that it was made of.
struct Filled {
    size: Size,
    world: World,
    path: PathBuf,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>> {
        let mut options = Self {
            quick: false,
            large: false,
            only: Vec::new(),
            size: None,
            folder: std::env::temp_dir(),
            peers: None,
            samod: None,
            deadline: 1_800,
        };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value."));
            match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--quick" => options.quick = true,
                "--large" => options.large = true,
                "--only" => options.only = value()?.split(',').map(str::to_uppercase).collect(),
                "--size" => options.size = Some(value()?.to_uppercase()),
                "--folder" => options.folder = value()?.into(),
                "--peers" => options.peers = Some(value()?.into()),
                "--samod" => options.samod = Some(value()?.into()),
                "--deadline" => options.deadline = value()?.parse().context("--deadline takes seconds.")?,
                other => bail!("{other:?} is not known here. `--help` lists what is."),
            }
        }
        options.large |= options.size.as_deref() == Some(L.name);
        Ok(Some(options))
    }

    fn wants(&self, workload: &str) -> bool {
        self.only.is_empty() || self.only.contains(&workload.to_uppercase())
    }
}

/// Runs what the arguments ask for.
pub fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).peekable();
    let result = if arguments.peek().is_some_and(|first| start::is_child(first)) {
        start::child(&arguments.collect::<Vec<_>>())
    } else if arguments.peek().is_some_and(|first| first == made::FLAG) {
        made::make(arguments.skip(1))
    } else {
        Options::read(arguments).and_then(|options| match options {
            Some(options) => run(options),
            None => {
                print!("{HELP}");
                Ok(())
            }
        })
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}\nhint: `palabre-bench --help` lists what it takes.");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<()> {
    let folder = tempfile::tempdir_in(&options.folder).context("no folder to work in")?;
    let few = options.quick;
    let mut bench = Bench { options, folder, table: Table::default(), sizes: BTreeMap::new(), few };
    println!("{}", table::machine());
    let mut sizes = if bench.options.quick { vec![S] } else { vec![S, M] };
    if bench.options.large {
        sizes.push(L);
    }
    if let Some(only) = &bench.options.size {
        sizes = [S, M, L, C, T].into_iter().filter(|size| size.name == only).collect();
        ensure!(!sizes.is_empty(), "there is no size {only:?}: S, M, L, C or T");
    }
    if let Some(peers) = bench.options.peers.clone() {
        return peers::measure(&mut bench, &peers, &sizes);
    }
    let measured = workloads(&mut bench, sizes);
    // What was measured before something failed has taken its time.
    bench.growth();
    println!("\n{}", bench.table);
    measured
}

/// Measures the workloads that are asked for, at each of these sizes.
fn workloads(bench: &mut Bench, sizes: Vec<Size>) -> Result<()> {
    for size in sizes {
        bench.few = bench.options.quick || size.entries > M.entries;
        let filled = bench.fill(size)?;
        if ["W1", "W1b", "W1c"].iter().any(|one| bench.options.wants(one)) {
            join::measure(bench, &filled)?;
        }
        if bench.options.wants("W2") {
            answer::measure(bench, &filled.world, &filled.path, &format!("{} held", size.name), Some(size))?;
        }
        if bench.options.wants("W3") {
            reconnect::measure(bench, &filled)?;
        }
        if bench.options.wants("W3b") {
            apart::measure(bench, &filled)?;
        }
        if bench.options.wants("W4") {
            start::measure(bench, &filled)?;
        }
        if bench.options.wants("W4c") && size.entries <= M.entries {
            idle::measure(bench, &filled)?;
        }
        if bench.options.wants("W6") {
            search::measure(bench, &filled)?;
        }
        if bench.options.wants("W8") {
            search::measure_disk(bench, &filled)?;
        }
        remove(&filled.path);
    }
    bench.few = bench.options.quick;
    if bench.options.wants("W6") && bench.options.size.is_none() && !bench.options.quick {
        let filled = bench.fill(T)?;
        search::measure(bench, &filled)?;
        remove(&filled.path);
    }
    if bench.options.wants("W2") {
        answer::measure_crowd(bench)?;
    }
    if bench.options.wants("W2b") {
        reach::measure(bench);
    }
    if bench.options.wants("W5") {
        tally::measure(bench)?;
    }
    Ok(())
}

impl Bench {
    /// Makes a community of this size in a file.
    fn fill(&mut self, size: Size) -> Result<Filled> {
        eprintln!("Making {}: {} members, {} entries …", size.name, size.members, size.entries);
        let world = World::new(size, 1)?;
        println!(
            "{}: {} members, {} entries, {:.1} MB in bodies; its words pack {:.1}:1",
            size.name,
            size.members,
            world.entries.len(),
            world.entries.iter().map(|entry| entry.body.len()).sum::<usize>() as f64 / 1e6,
            world.words.len() as f64 / zstd::bulk::compress(world.words.as_bytes(), 6)?.len() as f64
        );
        let path = self.path(&format!("{}.palabre", size.name));
        let replica = world.fill(Store::open(&path)?)?;
        replica.store().checkpoint()?;
        Ok(Filled { size, world, path })
    }

    /// Notes what a workload came to at a size, for how it grows.
    fn at(&mut self, workload: &'static str, size: Size, figure: f64) {
        self.sizes.entry(workload).or_default().push((size.entries as f64, figure));
    }

    /// Returns what a workload came to at a size, if it was measured.
    fn came_to(&self, workload: &str, size: Size) -> Option<f64> {
        let sizes = self.sizes.get(workload)?;
        sizes.iter().find(|(entries, _)| *entries == size.entries as f64).map(|(_, figure)| *figure)
    }

    /// Says how workloads grow from the smallest to the largest size: 1 is in step with the entries, 0 not at all.
    fn growth(&mut self) {
        for (workload, unit, growth) in GROWTH {
            let mut sizes = self.sizes.remove(workload).unwrap_or_default();
            sizes.sort_by(|one, other| one.0.total_cmp(&other.0));
            let [(few, least), .., (many, most)] = sizes[..] else { continue };
            let slope = (most / least).ln() / (many / few).ln();
            let (goal, good) = match growth {
                Growth::Linear => ("slope ≤ 1.05", slope <= 1.05),
                Growth::Less => ("slope < 1", slope < 1.0),
                Growth::Flat => ("≤ 1.2× in all", most / least <= 1.2),
            };
            let all = |of: fn(&(f64, f64)) -> String| sizes.iter().map(of).collect::<Vec<_>>().join(" to ");
            self.table.row(
                format!("{workload} as it grows, {} entries", all(|(entries, _)| format!("{entries:.0}"))),
                format!("{} {unit}", all(|(_, figure)| format!("{figure:.2}"))),
                "",
                format!("slope {slope:.2}"),
                goal,
                Some(good),
            );
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns one number, or another in a quick run and of what takes long.
    fn rounds(&self, full: usize, few: usize) -> usize {
        if self.few { few } else { full }
    }

    /// Returns a replica over a copy of this file.
    fn copy(&self, world: &World, path: &Path, name: &str) -> Result<Replica> {
        copied(world.community, path, &self.path(name))
    }
}

/// Opens a copy of a file, as somebody who has looked at who is a member.
fn copied(community: CommunityId, path: &Path, copy: &Path) -> Result<Replica> {
    remove(copy);
    std::fs::copy(path, copy)?;
    let mut replica = Replica::new(community, Store::open(copy)?);
    replica.membership()?;
    Ok(replica)
}

/// Takes a database and what stands beside it away.
fn remove(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        // What is not there need not be taken away.
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
}
