//! W2b: one news among thousands of members, with the real session, over links of 10 to 50 ms of simulated time.

use super::Bench;
use crate::swarm::run;

/// How many members, and when iroh-gossip's own simulator says that the last of as many has it, in milliseconds.
const GOALS: [(usize, u64); 3] = [(100, 284), (1_000, 609), (5_000, 1_084)];

pub fn measure(bench: &mut Bench) {
    let goals = if bench.options.quick { &GOALS[..2] } else { &GOALS[..] };
    for &(members, goal) in goals {
        eprintln!("W2b: {members} members …");
        let report = run(members, 1);
        let (hops, floor) = (report.hops, report.floor());
        let good = report.reached == members
            && hops <= 3 * floor
            && report.last <= goal * 1_000
            && report.redundancy() <= 0.5;
        bench.table.row(
            format!("W2b one news among {members}, simulated"),
            format!("{} ms, {hops} hops, {:.2} twice", report.last / 1_000, report.redundancy()),
            format!("{floor} hops"),
            format!("{:.1}×", f64::from(hops) / f64::from(floor)),
            format!("≤ 3×, {goal} ms, 0.5"),
            Some(good),
        );
    }
}
