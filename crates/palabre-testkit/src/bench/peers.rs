//! The same work, done by what people would take instead: the programs of `bench/peers`, in turn with ours.
//!
//! They are given votes of about 189 bytes, forty to a document, as many as our community has entries; ours are the
//! richer entries of the generator. What a peer skips stands beside its figures.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::generator::Size;
use super::table::{Ratio, Table, median, ms, percentile};
use super::tally::{Counted, VOICES};
use super::{Bench, Filled, answer, apart, join, reconnect, remove, start};

/// The peers that run on Node; the other one is samod.
const ON_NODE: [&str; 5] = ["automerge-repo", "autobase", "hocuspocus", "automerge", TALLY];
/// The program in which several read what as many votes come to; it is the same at every size.
const TALLY: &str = "tally";
const SAMOD: &str = "samod";
/// What each peer spares itself with a record, by the beginning of its name; docs/peers.md says the same.
const SPARES: [(&str, &str); 7] = [
    (SAMOD, "it checks no signature, for there are none, and no call waits for the disk"),
    ("automerge-repo", "it checks no signature, for there are none, and no call waits for the disk"),
    ("autobase", "it checks signatures of heads, not of each record, and waits for the disk now and then"),
    ("hocuspocus", "it checks no signature, for there are none, and its newcomer keeps nothing on a disk"),
    ("automerge", "it checks no signature, for there are none, and keeps nothing on a disk"),
    ("yjs", "it checks no signature, for there are none"),
    ("hyperbee", "it checks no signature of a record"),
];
/// How many answers a round has: as many as a peer has votes.
const ANSWERS: usize = 200;
const STARTS: usize = 4;
/// How often the tally is read in a round.
const READS: usize = 500;

/// What is compared.
#[derive(Clone, Copy, PartialEq)]
enum Work {
    Join,
    Screen,
    JoinBytes,
    Seen,
    SeenWorst,
    Again,
    Apart,
    ApartBytes,
    First,
    All,
    Tally,
    TallyLoaded,
    Act,
    ActWorst,
    Disk,
}

impl Work {
    const EVERY: [Self; 15] = [
        Self::Join,
        Self::Screen,
        Self::JoinBytes,
        Self::Seen,
        Self::SeenWorst,
        Self::Again,
        Self::Apart,
        Self::ApartBytes,
        Self::First,
        Self::All,
        Self::Tally,
        Self::TallyLoaded,
        Self::Act,
        Self::ActWorst,
        Self::Disk,
    ];

    fn name(self, size: &Size) -> String {
        let alone = apart::alone(size);
        let what = match self {
            Self::Join => "W1 join",
            Self::Screen => "W1b first screen while joining",
            Self::JoinBytes => "W1c bytes of joining",
            Self::Seen => "W2 a vote seen, p50",
            Self::SeenWorst => "W2 a vote seen, p99",
            Self::Again => "W3 meeting again, equal",
            Self::Apart => return format!("W3b {alone} + {alone} apart, time, {}", size.name),
            Self::ApartBytes => return format!("W3b {alone} + {alone} apart, bytes, {}", size.name),
            Self::First => "W4 start to first list",
            Self::All => "W4 start, to all records read",
            Self::Tally => return format!("W5 tally of {VOICES}, loaded and read"),
            Self::TallyLoaded => return format!("W5 tally of {VOICES}, read once more"),
            Self::Act => "W7 a local act, p50",
            Self::ActWorst => "W7 a local act, p99",
            Self::Disk => "W8 disk",
        };
        format!("{what}, {}", size.name)
    }

    /// Returns the workload and the figure of it that a peer prints.
    fn printed(self) -> (&'static str, &'static str) {
        match self {
            Self::Join | Self::Screen => ("join", "ms"),
            Self::JoinBytes => ("join", "bytes"),
            Self::Seen => ("live", "p50_ms"),
            Self::SeenWorst => ("live", "p99_ms"),
            Self::Again => ("reconnect", "bytes"),
            Self::Apart => ("apart", "ms"),
            Self::ApartBytes => ("apart", "bytes"),
            Self::First => ("reopen", "first_ms"),
            Self::All => ("reopen", "ms"),
            Self::Tally => ("tally", "ms"),
            Self::TallyLoaded => ("tally", "again_ms"),
            Self::Act => ("act", "p50_ms"),
            Self::ActWorst => ("act", "p99_ms"),
            Self::Disk => ("disk", "disk"),
        }
    }

    /// Returns true for what is told by the record.
    fn is_by_record(self) -> bool {
        matches!(self, Self::Join | Self::JoinBytes | Self::Disk)
    }

    fn shown(self, figure: f64) -> String {
        match self {
            Self::Join => format!("{:.0} µs/record", figure * 1e3),
            Self::JoinBytes | Self::Disk => format!("{figure:.0} B/record"),
            Self::Seen | Self::SeenWorst | Self::Act | Self::ActWorst => format!("{figure:.2} ms"),
            Self::Again => format!("{figure:.0} B"),
            Self::ApartBytes => format!("{:.2} MB", figure / 1e6),
            Self::Tally | Self::TallyLoaded if figure < 1.0 => format!("{figure:.4} ms"),
            Self::Tally | Self::TallyLoaded => format!("{figure:.1} ms"),
            Self::Screen | Self::Apart | Self::First | Self::All => format!("{figure:.0} ms"),
        }
    }

    /// Returns how many times a peer's figure should be ours.
    fn goal(self, peer: &str, size: &Size) -> Option<f64> {
        let large = size.entries >= 100_000;
        match (self, peer) {
            (Self::Join, SAMOD) if large => Some(8.0),
            (Self::Join, "autobase, replay") => Some(50.0),
            (Self::Join, "hocuspocus") => Some(3.0),
            (Self::JoinBytes | Self::Disk, SAMOD) => Some(1.0),
            (Self::JoinBytes, "autobase, replay" | "autobase, fast-forward") => Some(4.0),
            (Self::Seen, "autobase, replay" | "autobase, fast-forward") => Some(4.0),
            (Self::Seen, "automerge-repo") => Some(3.0),
            (Self::Again, SAMOD) if large => Some(1_000.0),
            (Self::Apart, "automerge, one document") => Some(50.0),
            (Self::Tally, _) => Some(100.0),
            (Self::All, SAMOD) if large => Some(20.0),
            _ => None,
        }
    }

    /// Says why this peer can be ahead here.
    fn why(self, peer: &str) -> String {
        let known = SPARES.iter().find(|(name, _)| peer.starts_with(*name));
        let spares = known.map_or("it is made otherwise", |(_, spares)| *spares);
        match self {
            Self::Join => format!("{spares}, and it counts nothing"),
            Self::Seen | Self::SeenWorst => {
                format!("{spares}; ours is signed, checked and committed twice before it is seen")
            }
            Self::JoinBytes | Self::Disk => {
                "its records have one author, and no signatures of their own; ours have hundreds, papers with frozen \
                 rolls, counts and certificates, and on the disk views and a search index"
                    .to_owned()
            }
            Self::Screen => format!("{spares}, and it has all before ours knows what waits"),
            Self::Again => "it compares what it has open".to_owned(),
            Self::Apart => {
                format!("{spares}; ours checks, commits and counts what came, one laptop after the other on one core")
            }
            Self::ApartBytes => {
                "its records have one author, and no signatures of their own; ours have many, and among them are papers \
                 with frozen rolls, counts and certificates"
                    .to_owned()
            }
            Self::Tally | Self::TallyLoaded => "it goes through what it holds in memory".to_owned(),
            Self::Act | Self::ActWorst => {
                format!("{spares}; ours is signed, counted, and on the disk when the call returns")
            }
            Self::First | Self::All => {
                "it is told beforehand which documents to open, and counts nothing; ours finds out, and lists decisions \
                 with their counts"
                    .to_owned()
            }
        }
    }
}

/// Our own figures between two peers.
struct Ours {
    join: f64,
    screen: f64,
    seen: f64,
    worst: f64,
    apart: f64,
    start: f64,
    tally: f64,
    act: f64,
    act_worst: f64,
}

/// Our own figures that are the same each time.
struct Sizes {
    joined: f64,
    disk: f64,
    again: f64,
    apart: f64,
    /// How often one waits for the other where both were apart.
    trips: usize,
}

/// What our own figures are taken from.
struct Stage<'a> {
    filled: &'a Filled,
    apart: &'a [PathBuf; 2],
    counted: Option<&'a Counted>,
}

/// What a peer printed: lines, with our own figures around them.
type Printed = (Vec<Value>, Ours);

/// Measures all peers in turn with us, and prints the table.
pub fn measure(bench: &mut Bench, folder: &Path, sizes: &[Size]) -> Result<()> {
    let head = ["workload", "peer", "Palabre", "the peer", "ratio", "goal", "verdict", "it skips"];
    let mut table = Table::new(&head);
    let mut ahead: Vec<String> = Vec::new();
    let counted = bench.options.wants(TALLY).then(|| Counted::make(bench, VOICES)).transpose()?;
    for (place, &size) in sizes.iter().enumerate() {
        let filled = bench.fill(size)?;
        let records = bench.path("votes.jsonl");
        let mut writer = Command::new("node");
        writer.arg(folder.join("records.js")).args([size.entries.to_string(), "1".to_owned()]);
        let status = writer.stdout(File::create(&records)?).status().context("node cannot be started")?;
        ensure!(status.success(), "records.js failed");
        let (joined, disk) = join::bytes(bench, &filled)?;
        let again = reconnect::meet(bench, &filled, 1)?;
        let files = apart::part_recently(bench, &filled)?;
        let met = apart::meet_again(bench, &filled.world, &files)?;
        let sizes = Sizes {
            joined: joined as f64,
            disk: disk as f64,
            again: again.bytes as f64,
            apart: met.bytes as f64,
            trips: met.trips,
        };
        let stage = Stage { filled: &filled, apart: &files, counted: counted.as_ref() };
        let mut printed: BTreeMap<String, Vec<Printed>> = BTreeMap::new();
        let rounds = if size.entries > 50_000 { 1 } else { bench.rounds(3, 1) };
        for _ in 0..rounds {
            let mut before = ours(bench, &stage)?;
            for name in std::iter::once(SAMOD).chain(ON_NODE) {
                if !bench.options.wants(name) || (name == TALLY && place > 0) {
                    continue;
                }
                eprintln!("{}: {name} …", size.name);
                let lines = match ask(bench, name, folder, &records) {
                    Ok(lines) => lines,
                    // The others are compared all the same.
                    Err(error) => {
                        ahead.push(format!("{}: {name} did not do it: {error:#}.", size.name));
                        continue;
                    }
                };
                let after = ours(bench, &stage)?;
                // Ours stands for the time of the peer: one round before it, one after it.
                printed.entry(name.to_owned()).or_default().push((lines, before.and(&after)));
                before = after;
            }
        }
        for rounds in printed.values() {
            compare(&mut table, &mut ahead, &size, &sizes, rounds);
        }
        files.iter().for_each(|file| remove(file));
    }
    println!("\n{table}");
    for line in ahead {
        println!("{line}");
    }
    Ok(())
}

/// Measures what is ours once: joining and answering over loopback, meeting again, starting, counting and acting.
fn ours(bench: &Bench, stage: &Stage<'_>) -> Result<Ours> {
    let Stage { filled, apart, counted } = *stage;
    let joined = join::join_live(bench, filled)?;
    let answers = answer::answers(bench, &filled.world, &filled.path, ANSWERS)?;
    let answers: Vec<f64> = answers.into_iter().map(|(answer, _)| answer).collect();
    // The first of all starts: what peers do, too, is to read what they hold.
    let starts = start::starts(bench, filled, STARTS)?.first;
    let met = apart::meet_again(bench, &filled.world, apart)?;
    let acts = answer::acts(bench, &filled.world, &filled.path, ANSWERS)?;
    let reads = counted.map_or(Ok(Vec::new()), |counted| (0..READS).map(|_| counted.read()).collect())?;
    Ok(Ours {
        join: ms(joined.whole),
        screen: ms(joined.screen),
        seen: percentile(&answers, 0.5),
        worst: percentile(&answers, 0.99),
        apart: ms(met.took),
        start: median(&starts),
        tally: median(&reads),
        act: percentile(&acts, 0.5),
        act_worst: percentile(&acts, 0.99),
    })
}

impl Ours {
    /// Returns the middle between two rounds.
    fn and(&self, other: &Self) -> Self {
        let middle = |one: f64, other: f64| f64::midpoint(one, other);
        Self {
            join: middle(self.join, other.join),
            screen: middle(self.screen, other.screen),
            seen: middle(self.seen, other.seen),
            worst: middle(self.worst, other.worst),
            apart: middle(self.apart, other.apart),
            start: middle(self.start, other.start),
            tally: middle(self.tally, other.tally),
            act: middle(self.act, other.act),
            act_worst: middle(self.act_worst, other.act_worst),
        }
    }

    fn figure(&self, work: Work, sizes: &Sizes, size: &Size) -> f64 {
        let figure = match work {
            Work::Join => self.join,
            Work::Screen => self.screen,
            Work::JoinBytes => sizes.joined,
            Work::Seen => self.seen,
            Work::SeenWorst => self.worst,
            Work::Again => sizes.again,
            Work::Apart => self.apart,
            Work::ApartBytes => sizes.apart,
            Work::First | Work::All => self.start,
            Work::Tally | Work::TallyLoaded => self.tally,
            Work::Act => self.act,
            Work::ActWorst => self.act_worst,
            Work::Disk => sizes.disk,
        };
        if work.is_by_record() { figure / size.entries as f64 } else { figure }
    }
}

/// Runs a peer to its end and returns what it printed.
fn ask(bench: &Bench, name: &str, folder: &Path, records: &Path) -> Result<Vec<Value>> {
    let mut command = if name == SAMOD {
        Command::new(bench.options.samod.as_ref().context("--samod is needed")?)
    } else {
        let mut node = Command::new("node");
        node.arg(folder.join(format!("{name}.js")));
        node
    };
    command.arg("--records").arg(records).args(["--deadline", &bench.options.deadline.to_string()]);
    command.arg("--folder").arg(bench.folder.path());
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("no {name} to start"))?;
    let mut lines = Vec::new();
    for line in BufReader::new(child.stdout.take().context("it says nothing")?).lines() {
        let line = line?;
        eprintln!("  {line}");
        lines.push(serde_json::from_str(&line).with_context(|| format!("{name} said {line:?}"))?);
    }
    ensure!(child.wait()?.success(), "{name} failed");
    ensure!(!lines.is_empty(), "{name} printed nothing");
    Ok(lines)
}

/// Puts the rows of one program's rounds into the table.
fn compare(table: &mut Table, ahead: &mut Vec<String>, size: &Size, sizes: &Sizes, rounds: &[Printed]) {
    let mut names: Vec<&str> = Vec::new();
    for name in rounds.iter().flat_map(|(lines, _)| lines).filter_map(|line| line["peer"].as_str()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for name in names {
        let of = |line: &&Value, workload: &str| line["peer"] == name && line["workload"] == workload;
        for work in Work::EVERY {
            let (workload, figure) = work.printed();
            let mut pairs = Vec::new();
            let mut said = None;
            for (lines, ours) in rounds {
                let Some(line) = lines.iter().find(|line| of(line, workload)) else { continue };
                said = Some(line);
                let Some(found) = line[figure].as_f64().filter(|_| line["unfinished"] != true) else {
                    continue;
                };
                let many = if work == Work::Disk { &line["held"] } else { &line["records"] };
                let by = if work.is_by_record() { many.as_f64().unwrap_or(f64::NAN) } else { 1.0 };
                pairs.push((found / by, ours.figure(work, sizes, size)));
            }
            let Some(line) = said else { continue };
            let text = |key: &str| line[key].as_str().unwrap_or_default();
            let skips: Vec<&str> =
                line["skips"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let mut row = vec![work.name(size), format!("{name} {}", text("version"))];
            let goal = work.goal(name, size);
            let goal_said = goal.map(|goal| format!("≥ {goal}×")).unwrap_or_default();
            if pairs.is_empty() {
                let (reached, took) = (&line["reached"], line["ms"].as_f64().unwrap_or(f64::NAN) / 1e3);
                let far = format!("{reached} of {} in {took:.0} s", line["records"]);
                row.extend(["".to_owned(), far, "".to_owned(), goal_said, "did not finish".to_owned()]);
            } else {
                let ratio = Ratio::of(&pairs);
                let [theirs, ours] = [ratio.figure, ratio.floor];
                let shown =
                    if pairs.len() > 1 { ratio.to_string() } else { format!("{:.2}×", ratio.median) };
                let mut verdict = match goal {
                    Some(goal) if ratio.median >= goal => "ok".to_owned(),
                    Some(_) => "short".to_owned(),
                    None => "–".to_owned(),
                };
                let behind = ratio.median < 1.0;
                if behind {
                    verdict.push_str(", the peer is ahead");
                }
                if behind || goal.is_some_and(|goal| ratio.median < goal) {
                    let how = if behind { "is ahead" } else { "is nearer than the goal" };
                    ahead.push(format!("{}: {name} {how}: {}.", work.name(size), work.why(name)));
                }
                let (mut theirs, mut ours) = (work.shown(theirs), work.shown(ours));
                if work == Work::ApartBytes {
                    ours.push_str(&format!(", {} round trips", sizes.trips));
                    if let Some(trips) = line["trips"].as_u64() {
                        theirs.push_str(&format!(", {trips} round trips"));
                    }
                }
                if let (Work::Disk, Some(blocks), Some(held)) =
                    (work, line["blocks"].as_f64(), line["held"].as_f64())
                {
                    // A file of its own for each document takes whole blocks of the disk.
                    theirs.push_str(&format!(" ({:.0} in blocks)", blocks / held));
                }
                row.extend([ours, theirs, shown, goal_said, verdict]);
            }
            row.push(skips.join(", "));
            table.cells(row);
        }
    }
}
