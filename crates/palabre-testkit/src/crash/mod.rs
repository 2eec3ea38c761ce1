//! A laptop that is stopped at any moment: a real process over a home on disk and real links on loopback, killed without
//! a warning, again and again. Whoever it met lives on in this process, and knows what it had said.
//!
//! After each kill the home is opened again, and has to hold everything that a caller was told is done and everything
//! that somebody else has seen of it, with every page and every chain whole and no feed that tells two stories.

mod child;
#[cfg(unix)]
mod disk;
#[cfg(unix)]
pub mod power;
#[cfg(unix)]
mod trace;
mod village;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail, ensure};
use palabre_api::ApiError;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

pub use child::child;
use village::Village;

/// This program started by itself, to be killed.
const CHILD: &str = "--child";
/// Says that it does not wait for the disk, to see that this is noticed.
#[cfg_attr(not(unix), expect(dead_code, reason = "only a process that is watched can be careless"))]
const CARELESS: &str = "--careless";
/// How long a process may take before it is killed in any case.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the laptop is in the middle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scene {
    /// Writing, with nobody in reach.
    Write,
    /// Writing and meeting somebody who writes, too.
    Meet,
    /// Taking entries in from a file.
    Import,
    /// Making the views again, as after an update.
    Views,
    /// Putting a new device in the place of one whose disk was put back.
    Renew,
    /// Beginning as a second laptop, by a ticket's file.
    Ticket,
    /// Beginning from a sealed backup.
    Restore,
    /// Joining a community by an invite's file.
    Join,
    /// Founding a community.
    Found,
}

impl Scene {
    /// All scenes; those that people are in most of the time come up more often.
    const DRAWN: &[Self] = &[
        Self::Write,
        Self::Write,
        Self::Meet,
        Self::Meet,
        Self::Meet,
        Self::Import,
        Self::Import,
        Self::Views,
        Self::Views,
        Self::Renew,
        Self::Renew,
        Self::Ticket,
        Self::Restore,
        Self::Join,
        Self::Found,
    ];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Meet => "meet",
            Self::Import => "import",
            Self::Views => "views",
            Self::Renew => "renew",
            Self::Ticket => "ticket",
            Self::Restore => "restore",
            Self::Join => "join",
            Self::Found => "found",
        }
    }

    fn read(word: &str) -> Option<Self> {
        Self::DRAWN.iter().find(|scene| scene.word() == word).copied()
    }

    /// Returns after how many changes to its files the process is killed at the latest: about as many as it makes.
    fn changes(self) -> u32 {
        match self {
            Self::Write | Self::Meet => 60,
            Self::Import => 40,
            Self::Views => 12,
            Self::Renew | Self::Ticket | Self::Restore | Self::Join => 40,
            Self::Found => 20,
        }
    }
}

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Options {
    /// This program, to be started as a child.
    pub program: PathBuf,
    /// How many processes are killed.
    pub kills: u32,
    /// Out of what moments, scenes and words are drawn.
    pub seed: u64,
    /// Only this scene.
    pub only: Option<Scene>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many processes were killed in each scene, and how many of them had not come to their end by themselves.
    pub kills: BTreeMap<Scene, (u32, u32)>,
    /// How many entries of the laptop were told to be done, or seen by somebody else, and were looked for afterwards.
    pub looked_for: u64,
    /// How many entries the community has in the end.
    pub entries: u64,
}

impl Report {
    /// Returns how many processes were killed, and how many of them in the middle of something.
    pub fn sum(&self) -> (u32, u32) {
        self.kills.values().fold((0, 0), |sum, kills| (sum.0 + kills.0, sum.1 + kills.1))
    }
}

/// Runs the program with these arguments: `--kills N --seed S --only SCENE`, or `--power-cuts N --seed S`.
///
/// # Errors
/// When something was lost, or an argument makes no sense.
pub fn command(program: PathBuf, arguments: &[String]) -> Result<()> {
    let mut options = Options { program, kills: 50, seed: 1, only: None };
    let mut power_cuts = None;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} wants a value"))?;
        match word.as_str() {
            "--kills" => options.kills = value.parse()?,
            "--power-cuts" => power_cuts = Some(value.parse()?),
            "--seed" => options.seed = value.parse()?,
            "--only" => {
                let known = Scene::read(value).with_context(|| format!("there is no scene {value:?}"))?;
                options.only = Some(known);
            }
            _ => bail!("{word:?} is no option: --kills N or --power-cuts N, --seed S, --only SCENE"),
        }
    }
    if let Some(cuts) = power_cuts {
        return cut_power(options, cuts);
    }
    let begun = Instant::now();
    let report = run(&options, &mut |line| eprintln!("{line}"))?;
    let (kills, middle) = report.sum();
    let scenes: Vec<String> =
        report.kills.iter().map(|(scene, (n, middle))| format!("{} {middle}/{n}", scene.word())).collect();
    println!(
        "{kills} kills, {middle} of them in the middle of something ({}), {} entries looked for and found, \
         {} in the community, seed {}, {} s",
        scenes.join(", "),
        report.looked_for,
        report.entries,
        options.seed,
        begun.elapsed().as_secs(),
    );
    Ok(())
}

#[cfg(unix)]
fn cut_power(options: Options, cuts: u32) -> Result<()> {
    ensure!(power::is_possible(), "processes cannot be watched here: install strace");
    let begun = Instant::now();
    let Options { program, seed, .. } = options;
    let report = power::run(&power::Options { program, cuts, seed, careless: false })?;
    let scenes: Vec<String> = report
        .cuts
        .iter()
        .map(|(scene, (cuts, steps))| format!("{} {cuts} in {steps} steps", scene.word()))
        .collect();
    println!(
        "{} power cuts ({}), {} entries looked for and found, seed {seed}, {} s",
        report.cuts.values().map(|(cuts, _)| cuts).sum::<u32>(),
        scenes.join(", "),
        report.looked_for,
        begun.elapsed().as_secs(),
    );
    Ok(())
}

#[cfg(not(unix))]
fn cut_power(_: Options, _: u32) -> Result<()> {
    bail!("processes can only be watched where there is strace")
}

/// Kills, opens again and looks, as often as it is told; `say` hears what happens.
///
/// # Errors
/// When something was lost: says what, and in which round.
pub fn run(options: &Options, say: &mut dyn FnMut(&str)) -> Result<Report> {
    let mut rng = StdRng::seed_from_u64(options.seed);
    let mut village = Village::found(&options.program, options.seed)?;
    let mut report = Report::default();
    for round in 1..=options.kills {
        let scene = options.only.unwrap_or(Scene::DRAWN[rng.random_range(0..Scene::DRAWN.len())]);
        let moment = Moment {
            changes: rng.random_range(1..=scene.changes()),
            then: Duration::from_micros(rng.random_range(0..3_000)),
        };
        let cut = village
            .play(scene, &moment, rng.random(), &mut report)
            .with_context(|| format!("seed {}, kill {round}, {}", options.seed, scene.word()))?;
        let count = report.kills.entry(scene).or_default();
        count.0 += 1;
        count.1 += u32::from(cut);
        say(&format!(
            "{round} {} after {} changes{}",
            scene.word(),
            moment.changes,
            if cut { "" } else { " (done)" }
        ));
    }
    village.end(&mut report).with_context(|| format!("seed {}, in the end", options.seed))?;
    Ok(report)
}

/// When a process is killed.
struct Moment {
    /// After so many changes to the files of its home.
    changes: u32,
    /// And then so long.
    then: Duration,
}

/// What a killed process had told.
struct Killed {
    /// Its lines.
    lines: Vec<String>,
    /// Whether it had not come to its end by itself.
    cut: bool,
}

impl Killed {
    /// Returns the last place of its own feed that it told to be written.
    fn wrote(&self) -> u64 {
        self.lines.iter().filter_map(|line| line.strip_prefix("wrote ")?.parse().ok()).max().unwrap_or(0)
    }
}

/// Starts the program as a child over a home, kills it at its moment, and returns what it had told.
fn kill(program: &Path, scene: Scene, home: &Path, rest: &[&str], moment: &Moment) -> Result<Killed> {
    let mut child = Command::new(program)
        .args([CHILD, scene.word()])
        .arg(home)
        .args(rest)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("the program cannot start itself")?;
    let out = child.stdout.take().context("no output")?;
    let reader =
        std::thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).collect::<Vec<_>>());
    let ended = wait_for(&mut child, home, moment);
    if ended.is_none() {
        // The one that was just started, and nobody has waited for it yet.
        child.kill().context("it cannot be killed")?;
    }
    let status = match ended {
        Some(status) => status,
        None => child.wait()?,
    };
    let lines = reader.join().map_err(|_| anyhow::anyhow!("its output cannot be read"))?;
    if ended.is_some() {
        ensure!(status.success(), "it failed by itself: {}", lines.join("; "));
    }
    Ok(Killed { lines, cut: ended.is_none() })
}

/// Waits for the moment to come; returns the status of a process that ended before.
fn wait_for(child: &mut Child, home: &Path, moment: &Moment) -> Option<std::process::ExitStatus> {
    let begun = Instant::now();
    let mut last = files(home);
    let mut changes = 0;
    while begun.elapsed() < PATIENCE {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        let now = files(home);
        changes += u32::from(now != last);
        last = now;
        if changes >= moment.changes {
            std::thread::sleep(moment.then);
            return None;
        }
        std::thread::sleep(Duration::from_micros(50));
    }
    None
}

/// Returns the files of a home with their sizes and times.
fn files(home: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let mut found = Vec::new();
    for folder in [home.to_owned(), home.join("communities")] {
        for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if let Ok(known) = file.metadata() {
                found.push((file.path(), known.len(), known.modified().ok()));
            }
        }
    }
    found
}

fn said(error: ApiError) -> anyhow::Error {
    anyhow::anyhow!("{} ({})", error.message, error.code)
}

/// Copies a home's files to another folder, as a backup of the disk does.
fn copy_home(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)?.flatten() {
        let to = to.join(file.file_name());
        if file.path().is_dir() {
            copy_home(&file.path(), &to)?;
        } else {
            std::fs::copy(file.path(), to)?;
        }
    }
    Ok(())
}
