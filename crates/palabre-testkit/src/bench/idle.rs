//! W4c: a laptop on which nothing happens: the memory of each further community, and how much of a core goes into links
//! that are silent.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use palabre_node::live::{LiveEvent, Until, run};
use palabre_node::{Node, NodeOptions};
use palabre_store::Store;
use tokio::sync::{mpsc, oneshot};

use super::generator::{Size, World};
use super::join::{home, options, said};
use super::start::IDLE;
use super::{Bench, Filled};

/// How many further communities there are: what the allocator keeps of the first of them it gives to the next.
const FURTHER: u64 = 8;
/// How many laptops are linked with it.
const LINKS: usize = 8;
/// How long it does next to nothing before anything is read off, so that it has done once what it does now and then.
const SETTLES: Duration = Duration::from_secs(5);
/// How much of a core next to nothing is.
const QUIET: f64 = 0.02;
/// How often it is waited for so long at most.
const PATIENCE: usize = 24;
/// How many clock ticks the kernel counts in a second, on every Linux.
const TICKS: f64 = 100.0;

/// What the process has used up.
#[derive(Clone, Copy)]
struct Used {
    /// Seconds of a core.
    core: f64,
    /// Bytes of memory that no file holds.
    memory: f64,
}

pub fn measure(bench: &mut Bench, filled: &Filled) -> Result<()> {
    let Filled { size, world, .. } = filled;
    if used().is_err() {
        // Only Linux tells a process so.
        return Ok(());
    }
    eprintln!("W4c {}: waiting …", size.name);
    let folder = bench.path("waiting");
    place(&folder, filled)?;
    let core = linked(bench, filled, &folder)?;
    // Now it knows where the others were, and calls them now and then: with one community as with many.
    let (one, _) = alone(&folder, world)?;
    for seed in 0..FURTHER {
        beside(&folder, *size, 2 + seed)?;
    }
    // Each has its words read in once; nothing happens after that.
    alone(&folder, world)?;
    let (many, _) = alone(&folder, world)?;
    std::fs::remove_dir_all(&folder)?;
    let each = (many.memory - one.memory) / FURTHER as f64 / 1e3;
    bench.at("W4c", *size, each);
    bench.table.row(
        format!("W4c a further community that waits, {}", size.name),
        format!("{each:.0} KB"),
        "",
        "",
        "≤ 100 KB",
        Some(each <= 100.0),
    );
    bench.table.row(
        format!("W4c {LINKS} silent links, {}", size.name),
        format!("{:.2} % of a core", core * 100.0),
        "",
        "",
        "< 1 %",
        Some(core < 0.01),
    );
    Ok(())
}

/// Makes the home of the one who waits, with this community in it.
fn place(folder: &Path, filled: &Filled) -> Result<()> {
    let Filled { world, path, .. } = filled;
    drop(home(folder, world, &world.people[0])?);
    std::fs::copy(path, folder.join(format!("communities/{}.palabre", world.community)))?;
    Ok(())
}

/// Puts another community of the same people into a home.
fn beside(folder: &Path, size: Size, seed: u64) -> Result<()> {
    let world = World::another(size, seed)?;
    let file = folder.join(format!("communities/{}.palabre", world.community));
    Ok(world.fill(Store::open(&file)?)?.store().checkpoint()?)
}

/// Returns what the one who waits holds without links, and how much of a core goes into that.
fn alone(folder: &Path, world: &World) -> Result<(Used, f64)> {
    Waiting::start(folder, world.now)?.settled()
}

/// Returns how much of a core goes into all links of the one who waits.
fn linked(bench: &Bench, filled: &Filled, folder: &Path) -> Result<f64> {
    let mut waiting = Waiting::start(folder, filled.world.now)?;
    let mut guests = Vec::new();
    for person in 1..=LINKS {
        let folder = bench.path(&format!("guest-{person}"));
        drop(home(&folder, &filled.world, &filled.world.people[person])?);
        std::fs::copy(&filled.path, folder.join(format!("communities/{}.palabre", filled.world.community)))?;
        guests.push(folder);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let span = Duration::from_secs(if bench.options.quick { 10 } else { 30 });
    let core = runtime.block_on(async {
        let (met, mut hear) = mpsc::unbounded_channel();
        let mut tasks = Vec::new();
        for folder in &guests {
            let now = filled.world.now;
            let mut node =
                Node::open(NodeOptions::new(folder.clone(), Arc::new(move || now))).map_err(said)?;
            let (stop, stopped) = oneshot::channel();
            let (with, met) = (vec![waiting.address.clone()], met.clone());
            let waits = waiting.address.split('@').next().unwrap_or_default().to_owned();
            let task = tokio::spawn(async move {
                let report = run(&mut node, options(with, Until::Stopped(stopped)), move |event| {
                    if let LiveEvent::Met { device, .. } = event
                        && device == waits
                    {
                        // Nobody listens any more once all have met.
                        let _ = met.send(());
                    }
                });
                report.await.map(drop)
            });
            tasks.push((stop, task));
        }
        for _ in 0..LINKS {
            tokio::time::timeout(Duration::from_secs(60), hear.recv()).await.context("not all met")?;
        }
        let resting = tokio::task::spawn_blocking(move || {
            waiting.settled()?;
            waiting.rest(span).map(|(_, core)| core)
        });
        let core = resting.await?;
        for (stop, task) in tasks {
            // Whoever ended by itself says why.
            let _ = stop.send(());
            task.await?.map_err(said)?;
        }
        core
    })?;
    for folder in guests {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(core)
}

/// This program, started by itself to wait.
struct Waiting {
    address: String,
    process: Child,
    ask: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Waiting {
    fn start(folder: &Path, now: i64) -> Result<Self> {
        let arguments = [IDLE.to_owned(), folder.to_string_lossy().into_owned(), now.to_string()];
        let mut program = Command::new(std::env::current_exe()?);
        let mut process = program.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let ask = process.stdin.take().context("it hears nothing")?;
        let mut answers = BufReader::new(process.stdout.take().context("it says nothing")?).lines();
        let address = answers.next().context("it ended without an address")??;
        Ok(Self { address, process, ask, answers })
    }

    fn used(&mut self) -> Result<Used> {
        writeln!(self.ask)?;
        let line = self.answers.next().context("it ended without an answer")??;
        let [core, memory] = line.split(' ').map(str::parse).collect::<Result<Vec<f64>, _>>()?[..] else {
            bail!("it said {line:?}");
        };
        Ok(Used { core, memory })
    }

    /// Leaves it alone until it has done what it found to do when it started: words are read into the search index, and files
    /// are closed; returns what [`Waiting::rest`] does.
    fn settled(&mut self) -> Result<(Used, f64)> {
        for _ in 0..PATIENCE {
            let rested = self.rest(SETTLES)?;
            if rested.1 < QUIET {
                return Ok(rested);
            }
        }
        bail!("it is never at rest")
    }

    /// Leaves it alone for so long; returns what it holds then, and how much of a core it took meanwhile.
    fn rest(&mut self, span: Duration) -> Result<(Used, f64)> {
        let before = self.used()?;
        std::thread::sleep(span);
        let after = self.used()?;
        Ok((after, (after.core - before.core) / span.as_secs_f64()))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // It is ours, and has nothing to lose.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits as a laptop does, and says for each line that it hears what it has used up.
pub fn wait(folder: PathBuf, now: i64) -> Result<()> {
    let mut node = Node::open(NodeOptions::new(folder, Arc::new(move || now))).map_err(said)?;
    let (stop, stopped) = oneshot::channel();
    std::thread::spawn(move || {
        for _ in std::io::stdin().lines().map_while(Result::ok) {
            match used() {
                Ok(Used { core, memory }) => println!("{core} {memory}"),
                Err(error) => println!("{error}"),
            }
        }
        drop(stop);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // It listens anew where the network changes; whoever started it reads its first address alone.
    let mut is_told = false;
    let report = runtime.block_on(run(&mut node, options(Vec::new(), Until::Stopped(stopped)), |event| {
        if let LiveEvent::Listening { addresses, .. } = event
            && !std::mem::replace(&mut is_told, true)
        {
            println!("{}", addresses.first().map_or("", String::as_str));
        }
    }));
    report.map(drop).map_err(said)
}

/// Returns what this process has used up so far.
fn used() -> Result<Used> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let memory = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let memory = memory.and_then(|line| line.trim().strip_suffix("kB")).context("no memory is told")?;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name of the program may hold anything, and ends with the last bracket.
    let (_, rest) = stat.rsplit_once(')').context("no time is told")?;
    let ticks: Vec<f64> =
        rest.split_whitespace().skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
    ensure!(ticks.len() == 2, "no time is told");
    Ok(Used { core: ticks.iter().sum::<f64>() / TICKS, memory: memory.trim().parse::<f64>()? * 1024.0 })
}
