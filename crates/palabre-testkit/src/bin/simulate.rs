//! `palabre-simulate`: random schedules, each out of one seed.
//!
//! `--schedules N --seed S` runs the seeds S, S+1, …; `--hostile K` lets up to K laptops of each keep to no rule; `--only S`
//! replays one and says everything that happens.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use palabre_testkit::schedule::{Ran, run};

/// How many acts a schedule has where nobody says otherwise.
const ACTS: u32 = 60;

struct Options {
    schedules: u64,
    seed: u64,
    acts: u32,
    hostile: u8,
    only: Option<u64>,
}

fn options() -> Result<Options, String> {
    let mut options = Options { schedules: 200, seed: 1, acts: ACTS, hostile: 0, only: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number =
            || words.next().and_then(|n| n.parse::<u64>().ok()).ok_or(format!("{word} wants a number"));
        match word.as_str() {
            "--schedules" => options.schedules = number()?,
            "--seed" => options.seed = number()?,
            "--acts" => options.acts = number()? as u32,
            "--hostile" => options.hostile = number()?.min(8) as u8,
            "--only" => options.only = Some(number()?),
            _ => {
                return Err(format!(
                    "{word:?} is no option: --schedules N --seed S --acts N --hostile K --only S"
                ));
            }
        }
    }
    Ok(options)
}

/// Returns the command that runs one seed of these again.
fn replay(options: &Options, seed: u64) -> String {
    let mut command = format!("cargo xtask simulate --only {seed}");
    if options.hostile > 0 {
        command.push_str(&format!(" --hostile {}", options.hostile));
    }
    if options.acts != ACTS {
        command.push_str(&format!(" --acts {}", options.acts));
    }
    command
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    if let Some(seed) = options.only {
        return match run(seed, options.acts, options.hostile, true) {
            Ok(ran) => {
                println!("{ran:?}");
                ExitCode::SUCCESS
            }
            Err(message) => {
                println!("seed {seed}: {message}");
                ExitCode::FAILURE
            }
        };
    }
    simulate(&options)
}

fn simulate(options: &Options) -> ExitCode {
    let next = AtomicU64::new(0);
    let sum: Mutex<(Ran, u64, Vec<u64>, u64)> = Mutex::default();
    let begun = Instant::now();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= options.schedules {
                        return;
                    }
                    let seed = options.seed + i;
                    let ran = std::panic::catch_unwind(|| run(seed, options.acts, options.hostile, false))
                        .unwrap_or_else(|_| Err("it panicked".into()));
                    // A thread that panicked while it held the sum would have panicked in an addition.
                    let mut sum = sum.lock().expect("sums do not panic");
                    match ran {
                        Ok(ran) => {
                            sum.0.acts += ran.acts;
                            sum.0.refused += ran.refused;
                            sum.0.entries += ran.entries;
                            sum.0.finals += ran.finals;
                            sum.0.settled += ran.settled;
                            sum.0.charters += ran.charters;
                            sum.0.broken += ran.broken;
                            sum.0.seconds += ran.seconds;
                            for (strike, struck) in &ran.strikes {
                                sum.0.strikes.entry(*strike).or_default().add(struck);
                            }
                            sum.3 += u64::from(ran.without_enemies);
                            sum.1 += u64::from(ran.forked);
                        }
                        Err(message) => {
                            println!("seed {seed}: {message}. Replay: {}", replay(options, seed));
                            sum.2.push(seed);
                        }
                    }
                    if (i + 1).is_multiple_of(100) {
                        eprintln!(
                            "{} of {} schedules, {} s",
                            i + 1,
                            options.schedules,
                            begun.elapsed().as_secs()
                        );
                    }
                }
            });
        }
    });
    let (ran, forked, mut failed, without_enemies) = sum.into_inner().expect("all threads have ended");
    failed.sort_unstable();
    println!(
        "{} schedules, {} acts, {} refused with a reason, {} entries, {forked} with a copied laptop, \
         {} second laptops, {} broken lines, {} hostile strikes, {} final, {} rounds settled, {} charters changed, {} differences, seeds {}…{}, {} s",
        options.schedules,
        ran.acts,
        ran.refused,
        ran.entries,
        ran.seconds,
        ran.broken,
        ran.strikes.values().map(|struck| struck.times).sum::<u64>(),
        ran.finals,
        ran.settled,
        ran.charters,
        failed.len(),
        options.seed,
        options.seed + options.schedules - 1,
        begun.elapsed().as_secs(),
    );
    if options.hostile > 0 {
        println!("{without_enemies} schedules ended without the hostile laptops");
    }
    for (strike, struck) in &ran.strikes {
        println!(
            "{} times one {}: {} entries had effect, {} waited, {} had none; {} runs were refused, {} followed a gap",
            struck.times,
            strike.words(),
            struck.effective,
            struck.waiting,
            struck.without_effect,
            struck.refused,
            struck.gaps,
        );
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
