//! W4: from the start of the program to the rows of its first list.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use palabre_api::{Handler, ask as call};
use palabre_node::{Node, NodeOptions};
use rusqlite::{Connection, OpenFlags};

use super::idle::wait;
use super::join::{home, memory, said};
use super::table::{Ratio, median, ms};
use super::{Bench, Filled, apart};

/// How many rows the first list has.
const ROWS: u32 = 50;
/// This program started by itself: to list the decisions of a home.
const LIST: &str = "--child-list";
/// This program started by itself: to do only what that cannot do without.
const FLOOR: &str = "--child-floor";
/// This program started by itself: to join a community and say how much memory that took.
pub const JOIN: &str = "--child-join";
/// This program started by itself: to let two that were apart meet and say how much memory that took; the second beside a liar.
pub const APART: &str = "--child-apart";
pub const APART_LIED: &str = "--child-apart-lied";
/// This program started by itself: to wait, and say what that takes.
pub const IDLE: &str = "--child-idle";

/// Returns true when this program was started by itself.
pub fn is_child(argument: &str) -> bool {
    [LIST, FLOOR, JOIN, APART, APART_LIED, IDLE].contains(&argument)
}

/// Does what the parent measures, and says how many rows it came to.
pub fn child(arguments: &[String]) -> Result<()> {
    let [what, folder, now] = arguments else {
        bail!("only this program starts itself so");
    };
    if what == IDLE {
        return wait(folder.into(), now.parse()?);
    }
    let rows = match what.as_str() {
        LIST => list(Path::new(folder), now.parse()?)?,
        JOIN => memory(Path::new(folder), now)? as usize,
        APART | APART_LIED => apart::memory(Path::new(folder), now, what == APART_LIED)? as usize,
        _ => bare(Path::new(folder))?,
    };
    let mut out = std::io::stdout();
    writeln!(out, "{rows}")?;
    Ok(out.flush()?)
}

fn list(folder: &Path, now: i64) -> Result<usize> {
    let mut node = Node::open(NodeOptions::new(folder.to_owned(), Arc::new(move || now))).map_err(said)?;
    Ok(node.decision_list(first_list()).map_err(said)?.decisions.len())
}

fn bare(file: &Path) -> Result<usize> {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = db.prepare("SELECT data FROM page WHERE kind = 1 ORDER BY born DESC LIMIT ?1")?;
    let rows = statement.query_map([ROWS], |row| row.get::<_, Vec<u8>>(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.len())
}

/// What the starts of a program took, in milliseconds.
pub struct Starts {
    /// To its first list, where this laptop has shown one before, and the floor of that.
    pub pairs: Vec<(f64, f64)>,
    /// To its first list, where none was shown.
    pub first: Vec<f64>,
}

/// Measures from the start of this program to its first list, and the floor of that.
pub fn starts(bench: &Bench, filled: &Filled, rounds: usize) -> Result<Starts> {
    let Filled { size, world, path } = filled;
    let folder = bench.path(&format!("home-{}", size.name));
    let mut holder = home(&folder, world, &world.people[1])?;
    let file = folder.join(format!("communities/{}.palabre", world.community));
    std::fs::copy(path, &file)?;
    let now = world.now.to_string();
    let list = [LIST, &folder.to_string_lossy(), &now].map(str::to_owned);
    let floor = [FLOOR, &file.to_string_lossy(), &now].map(str::to_owned);
    // Whoever only reads keeps nothing.
    let first = (0..rounds).map(|_| spawn(&list)).collect::<Result<_>>()?;
    holder.hold().map_err(said)?;
    holder.decision_list(first_list()).map_err(said)?;
    drop(holder);
    let mut pairs = Vec::new();
    for round in 0..rounds {
        // A B B A: neither is always the first.
        let (first, second) = if round % 2 == 0 { (&list, &floor) } else { (&floor, &list) };
        let (first, second) = (spawn(first)?, spawn(second)?);
        pairs.push(if round % 2 == 0 { (first, second) } else { (second, first) });
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(Starts { pairs, first })
}

fn first_list() -> call::DecisionList {
    call::DecisionList { limit: ROWS, ..call::DecisionList::default() }
}

pub fn measure(bench: &mut Bench, filled: &Filled) -> Result<()> {
    let size = filled.size;
    eprintln!("W4 {}: starting …", size.name);
    let Starts { pairs, first } = starts(bench, filled, bench.rounds(20, 6))?;
    let ratio = Ratio::of(&pairs);
    bench.at("W4", size, ratio.figure);
    bench.table.row(
        format!("W4 start to first list, {}", size.name),
        format!("{:.1} ms", ratio.figure),
        format!("{:.1} ms", ratio.floor),
        ratio.to_string(),
        "≤ 50 ms",
        Some(ratio.figure <= 50.0),
    );
    bench.table.row(
        format!("W4 … where none was shown before, {}", size.name),
        format!("{:.1} ms", median(&first)),
        "",
        "",
        "",
        None,
    );
    Ok(())
}

/// Returns the milliseconds from the start of this program with these arguments to its answer.
fn spawn(arguments: &[String; 3]) -> Result<f64> {
    let start = Instant::now();
    let answer = ask(&arguments.each_ref().map(String::as_str))?;
    let took = ms(start.elapsed());
    ensure!(answer == ROWS.to_string(), "the list has {answer} rows");
    Ok(took)
}

/// Starts this program with these arguments and returns its answer.
pub fn ask(arguments: &[&str; 3]) -> Result<String> {
    let mut child = Command::new(std::env::current_exe()?).args(arguments).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("no answer")?).read_line(&mut line)?;
    ensure!(!line.is_empty(), "the program that was started ended without an answer");
    // Its end is none of what is measured; a program that is not waited for stays in the system's list.
    std::thread::spawn(move || child.wait());
    Ok(line.trim().to_owned())
}
