//! `palabre-swarm`: one news among many members, with the real session, over links of 10 to 50 ms.
//!
//! `--members N` says how many (100, 1,000 and 5,000 without it); `--seed S` draws other links; `--times T` repeats it with
//! the seeds after that and tells the median.

use std::process::ExitCode;

use palabre_testkit::swarm::{Report, run};

fn main() -> ExitCode {
    let (mut members, mut seed, mut times) = (vec![100, 1_000, 5_000], 1u64, 3u64);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let number = words.next().and_then(|number| number.parse::<u64>().ok());
        match (word.as_str(), number) {
            ("--members", Some(number @ 2..=20_000)) => members = vec![number as usize],
            ("--seed", Some(number)) => seed = number,
            ("--times", Some(number @ 1..=1_000)) => times = number,
            _ => {
                eprintln!("{word:?} is no option: --members N (2 to 20,000) --seed S --times T");
                return ExitCode::from(2);
            }
        }
    }
    println!(
        "| members | links | last has it | half have it | hops | floor | hops to floor | sent twice | bytes a member |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut all_reached = true;
    for members in members {
        let mut reports: Vec<Report> = (seed..seed + times).map(|seed| run(members, seed)).collect();
        all_reached &= reports.iter().all(|report| report.reached == members);
        reports.sort_by_key(|report| report.last);
        let report = reports[reports.len() / 2];
        println!(
            "| {} | {} | {:.0} ms | {:.0} ms | {} | {} | {:.1}× | {:.2} | {} |",
            report.members,
            report.links,
            report.last as f64 / 1e3,
            report.median as f64 / 1e3,
            report.hops,
            report.floor(),
            f64::from(report.hops) / f64::from(report.floor()),
            report.redundancy(),
            report.bytes / report.members as u64,
        );
        if report.in_sync < report.links {
            println!(
                "{} of {} links do not know that both hold the same.",
                report.links - report.in_sync,
                report.links
            );
        }
    }
    if all_reached {
        return ExitCode::SUCCESS;
    }
    println!("The news did not reach everybody.");
    ExitCode::FAILURE
}
