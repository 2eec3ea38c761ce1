//! W3: two laptops that hold the same meet again.

use anyhow::Result;

use super::table::{median, ms};
use super::{Bench, Filled, apart};

/// What it takes two who hold the same to see that they do.
pub struct Again {
    /// Bytes in all frames, both ways.
    pub bytes: usize,
    /// How often one waits for the other.
    pub trips: usize,
    /// Milliseconds of one processor, for each of them.
    pub each: f64,
}

/// Lets two who hold the same meet so many times.
pub fn meet(bench: &Bench, filled: &Filled, rounds: usize) -> Result<Again> {
    let Filled { world, path, .. } = filled;
    let mut one = bench.copy(world, path, "one.palabre")?;
    let mut other = bench.copy(world, path, "other.palabre")?;
    let mut times = Vec::new();
    let (mut bytes, mut trips) = (0, 0);
    for _ in 0..rounds {
        let met = apart::meet(world.community, &mut one, &mut other)?;
        (bytes, trips) = (met.bytes, met.trips);
        // Both did their part on this one core.
        times.push(ms(met.took) / 2.0);
    }
    Ok(Again { bytes, trips, each: median(&times) })
}

pub fn measure(bench: &mut Bench, filled: &Filled) -> Result<()> {
    let size = filled.size;
    let Again { bytes, trips, each: figure } = meet(bench, filled, bench.rounds(1_000, 200))?;
    bench.at("W3", size, bytes as f64);
    bench.table.row(
        format!("W3 meeting again, equal, {}", size.name),
        format!("{bytes} B, {trips} round trip"),
        "32 B, 1 round trip",
        "",
        "< 300 B, 1",
        Some(bytes < 300 && trips == 1),
    );
    bench.table.row(
        format!("W3 … processor time of each, {}", size.name),
        format!("{figure:.3} ms"),
        "",
        "",
        "< 1 ms",
        Some(figure < 1.0),
    );
    Ok(())
}
