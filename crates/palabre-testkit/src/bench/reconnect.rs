//! W3: two laptops that hold the same meet again.

use std::time::Instant;

use anyhow::{Result, ensure};
use palabre_domain::id::DeviceId;
use palabre_feeds::session::Session;

use super::table::{median, ms};
use super::{Bench, Filled};

pub fn measure(bench: &mut Bench, filled: &Filled) -> Result<()> {
    let Filled { size, world, path } = filled;
    let mut one = bench.copy(world, path, "one.palabre")?;
    let mut other = bench.copy(world, path, "other.palabre")?;
    let (a, b) = (DeviceId([1; 32]), DeviceId([2; 32]));
    let mut times = Vec::new();
    let (mut bytes, mut trips) = (0, 0);
    for _ in 0..bench.rounds(1_000, 200) {
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
    let figure = median(&times);
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
