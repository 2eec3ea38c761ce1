//! W3: two laptops that hold the same meet again.

use std::time::Instant;

use anyhow::{Result, ensure};
use palabre_domain::id::DeviceId;
use palabre_feeds::session::Session;

use super::table::{median, ms};
use super::{Bench, Filled};

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
    let (a, b) = (DeviceId([1; 32]), DeviceId([2; 32]));
    let mut times = Vec::new();
    let (mut bytes, mut trips) = (0, 0);
    for _ in 0..rounds {
        let start = Instant::now();
        let mut dialler = Session::open(a, b, world.community, true, &mut one);
        let mut acceptor = Session::open(b, a, world.community, false, &mut other);
        (bytes, trips) = (0, 0);
        loop {
            let mut moved = false;
            while let Some(frame) = dialler.next_frame(&mut one) {
                bytes += frame.len();
                moved = true;
                acceptor.receive(&frame, &mut other)?;
            }
            while let Some(frame) = acceptor.next_frame(&mut other) {
                bytes += frame.len();
                dialler.receive(&frame, &mut one)?;
            }
            if !moved {
                break;
            }
            trips += 1;
        }
        // Both did their part on this one core.
        times.push(ms(start.elapsed()) / 2.0);
        ensure!(dialler.is_in_sync() && acceptor.is_in_sync(), "they hold different things");
    }
    Ok(Again { bytes, trips, each: median(&times) })
}

pub fn measure(bench: &mut Bench, filled: &Filled) -> Result<()> {
    let size = filled.size;
    let Again { bytes, trips, each: figure } = meet(bench, filled, bench.rounds(1_000, 200))?;
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
