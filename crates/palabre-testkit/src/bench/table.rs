//! What is printed: one table, and the machine it is about.

use std::fmt;
use std::time::Duration;

/// The figures of a run.
pub struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

/// What a row says of its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is reached.
    Reached,
    /// The middle figure reaches it, but not all of the interval in which the true one lies.
    Near,
    /// It is not reached.
    Short,
    /// There is no goal, or nothing to hold the figure against.
    None,
}

impl Verdict {
    /// Returns the same where something else holds, too.
    pub fn and(self, holds: bool) -> Self {
        if holds { self } else { Self::Short }
    }
}

impl From<Option<bool>> for Verdict {
    fn from(good: Option<bool>) -> Self {
        match good {
            Some(true) => Self::Reached,
            Some(false) => Self::Short,
            None => Self::None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reached => "ok",
            Self::Near => "near",
            Self::Short => "short",
            Self::None => "–",
        })
    }
}

impl Default for Table {
    fn default() -> Self {
        Self::new(&["workload", "figure", "floor", "ratio", "goal", "verdict"])
    }
}

impl Table {
    /// Makes a table with these columns.
    pub fn new(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new() }
    }

    /// Adds a row of any columns, and says it at once.
    pub fn cells(&mut self, row: Vec<String>) {
        eprintln!("  {}", row.join(" | "));
        self.rows.push(row);
    }

    /// Adds a row; `verdict` says whether the goal is reached, `None` where the figure has none.
    pub fn row(
        &mut self,
        workload: impl Into<String>,
        figure: impl Into<String>,
        floor: impl Into<String>,
        ratio: impl Into<String>,
        goal: impl Into<String>,
        verdict: impl Into<Verdict>,
    ) {
        self.cells(vec![
            workload.into(),
            figure.into(),
            floor.into(),
            ratio.into(),
            goal.into(),
            verdict.into().to_string(),
        ]);
    }

    /// Adds a row of pairs, in milliseconds with so many decimals; `goal` is what their ratio is to stay within.
    pub fn pairs(&mut self, workload: impl Into<String>, ratio: &Ratio, decimals: usize, goal: Option<f64>) {
        let written = |ms: f64| format!("{ms:.decimals$} ms");
        self.row(
            workload,
            written(ratio.figure),
            written(ratio.floor),
            ratio.to_string(),
            goal.map(|goal| format!("≤ {goal}×")).unwrap_or_default(),
            goal.map_or(Verdict::None, |goal| ratio.within(goal)),
        );
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut widths: Vec<usize> = self.head.iter().map(|head| head.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let line = |f: &mut fmt::Formatter<'_>, cells: &[String]| {
            for (cell, &width) in cells.iter().zip(&widths) {
                write!(f, "| {cell:width$} ")?;
            }
            writeln!(f, "|")
        };
        line(f, &self.head.iter().map(|&head| head.to_owned()).collect::<Vec<_>>())?;
        line(f, &widths.iter().map(|&width| "-".repeat(width)).collect::<Vec<_>>())?;
        for row in &self.rows {
            line(f, row)?;
        }
        Ok(())
    }
}

/// Returns a line about this machine.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("unknown processor", |(_, model)| model.trim());
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    format!(
        "{model}, {cores} cores, {}-{}, load {load} at the start",
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

/// Returns a duration in milliseconds.
pub fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Returns the value below which this share of the values lies.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
}

/// Returns the middle value.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 0.5)
}

/// The ratios of pairs that were measured one after the other.
pub struct Ratio {
    /// The middle one.
    pub median: f64,
    /// The middle figure.
    pub figure: f64,
    /// The middle floor.
    pub floor: f64,
    low: f64,
    high: f64,
    /// The lowest and the highest ratio of a figure to the next one: what differs without any difference.
    again: Option<(f64, f64)>,
}

impl Ratio {
    /// Compares pairs of (figure, floor).
    pub fn of(pairs: &[(f64, f64)]) -> Self {
        let ratios: Vec<f64> = pairs.iter().map(|(figure, floor)| figure / floor).collect();
        let mut sorted = ratios.clone();
        sorted.sort_by(f64::total_cmp);
        // The order statistics between which the true median lies in 95 of 100 cases; all of them where few.
        let many = sorted.len() as f64;
        let out = ((many - 1.96 * many.sqrt()) / 2.0).floor().max(0.0) as usize;
        let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
        let (figures, floors): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let mut twice: Vec<f64> = figures.chunks_exact(2).map(|pair| pair[1] / pair[0]).collect();
        twice.sort_by(f64::total_cmp);
        Self {
            median: median(&ratios),
            figure: median(&figures),
            floor: median(&floors),
            low: at(out),
            high: at(sorted.len().saturating_sub(1 + out)),
            again: twice.first().copied().zip(twice.last().copied()).filter(|_| twice.len() > 1),
        }
    }

    /// Returns what it says of a goal that it is to stay within.
    pub fn within(&self, goal: f64) -> Verdict {
        match (self.median <= goal, self.high <= goal) {
            (true, true) => Verdict::Reached,
            (true, false) => Verdict::Near,
            (false, _) => Verdict::Short,
        }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}× [{:.2}–{:.2}]", self.median, self.low, self.high)?;
        match self.again {
            Some((low, high)) => write!(f, ", again {low:.2}–{high:.2}"),
            None => Ok(()),
        }
    }
}
