//! `palabre-oracle --count N --seed S`: random decisions and rounds, held against a second program.

use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut count, mut seed) = (10_000_u64, 1);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let number = words.next().and_then(|number| number.parse().ok());
        match (word.as_str(), number) {
            ("--count", Some(number)) => count = number,
            ("--seed", Some(number)) => seed = number,
            _ => {
                eprintln!("{word:?} is no option, or wants a number: --count N --seed S");
                return ExitCode::from(2);
            }
        }
    }
    // A thousand at a time, so that any number fits into memory.
    let (mut decisions, mut rounds) = (0, 0);
    for first in (0..count).step_by(1_000) {
        match palabre_testkit::oracle::run((count - first).min(1_000) as usize, seed + first / 1_000) {
            Ok(compared) => (decisions, rounds) = (decisions + compared.decisions, rounds + compared.rounds),
            Err(error) => {
                println!(
                    "{error:#}\nReplay: cargo xtask oracle --count 1000 --seed {}",
                    seed + first / 1_000
                );
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{decisions} decisions and {rounds} rounds come to the same in both programs");
    ExitCode::SUCCESS
}
