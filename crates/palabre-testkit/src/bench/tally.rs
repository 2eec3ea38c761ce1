//! W5: what ten thousand answers come to: read, and re-counted from the entries by a stranger.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use ed25519_dalek::{Signature, VerifyingKey, verify_batch};
use palabre_documents::recount::{Evidence, verify};
use palabre_domain::id::CommunityId;
use palabre_feeds::entry::{Entry, Kind, signed_bytes};
use palabre_node::decide::Case;
use palabre_node::recount::evidence;
use palabre_node::replica::Replica;
use palabre_store::Store;
use rusqlite::{Connection, OpenFlags};

use super::Bench;
use super::generator::World;
use super::table::{Ratio, ms};

/// How many answers there are.
pub const VOICES: usize = 10_000;

/// A decision that thousands answered, and which was counted.
pub struct Counted {
    world: World,
    path: PathBuf,
    replica: Replica,
    case: Case,
    voices: usize,
}

impl Counted {
    /// Makes one with so many answers.
    pub fn make(bench: &Bench, voices: usize) -> Result<Self> {
        eprintln!("W5: {voices} answers, counted …");
        let world = World::counted_crowd(voices + 2, 1)?;
        let path = bench.path("counted.palabre");
        let mut replica = world.fill(Store::open(&path)?)?;
        replica.store().checkpoint()?;
        let case = Case::read(&mut replica, world.open)?.context("no such decision")?;
        Ok(Self { world, path, replica, case, voices })
    }

    /// Returns how many milliseconds it takes to read what the answers come to.
    pub fn read(&self) -> Result<f64> {
        let options = self.case.opening.as_ref().map_or(0, |(_, paper)| paper.options.len());
        let start = Instant::now();
        let tally = self.replica.tally(self.case.number, &self.world.opening, true, options)?;
        let took = ms(start.elapsed());
        let (answered, voices) = (tally.answered as usize, self.voices);
        ensure!(answered == voices, "{answered} of {voices} answers are in the tally");
        Ok(took)
    }
}

pub fn measure(bench: &mut Bench) -> Result<()> {
    let voices = if bench.options.quick { VOICES / 10 } else { VOICES };
    let mut counted = Counted::make(bench, voices)?;
    let db = Connection::open_with_flags(&counted.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut row = db.prepare("SELECT data FROM tally WHERE record = ?1")?;
    let mut pairs = Vec::new();
    for _ in 0..bench.rounds(2_000, 500) {
        let figure = counted.read()?;
        let start = Instant::now();
        let data: Vec<u8> = row.query_row([counted.case.number], |row| row.get(0))?;
        pairs.push((figure, ms(start.elapsed())));
        black_box(data);
    }
    let ratio = Ratio::of(&pairs);
    bench.table.row(
        format!("W5 what {voices} answers come to, read"),
        format!("{:.4} ms", ratio.figure),
        format!("{:.4} ms", ratio.floor),
        ratio.to_string(),
        "≤ 0.2 ms",
        Some(ratio.figure <= 0.2),
    );
    let (evidence, _) = evidence(&mut counted.replica, &counted.case).map_err(super::join::said)?;
    let (mut pairs, mut own) = (Vec::new(), Vec::new());
    for round in 0..bench.rounds(10, 4) {
        // A B B A: neither is always the first.
        let mut floor = f64::NAN;
        if round % 2 == 0 {
            floor = batch(&counted.world.community, &evidence, ALL)?;
        }
        let start = Instant::now();
        let report = verify(&evidence).map_err(|wrong| anyhow::anyhow!("{wrong}"))?;
        let figure = ms(start.elapsed());
        if round % 2 == 1 {
            floor = batch(&counted.world.community, &evidence, ALL)?;
        }
        own.push((figure, batch(&counted.world.community, &evidence, ANSWERS)?));
        ensure!(report.result.tally.answered as usize == voices, "not all answers were counted again");
        pairs.push((figure, floor));
    }
    let workload = format!("W5 {voices} answers re-counted from their entries");
    bench.table.pairs(workload, &Ratio::of(&pairs), 0, Some(1.5));
    let workload = format!("W5 … beside the signatures of {voices} answers alone");
    bench.table.pairs(workload, &Ratio::of(&own), 0, None);
    super::remove(&counted.path);
    Ok(())
}

/// All signatures of the evidence: those of the entries, and those inside them.
const ALL: bool = true;
/// Those of what members wrote in the decision alone.
const ANSWERS: bool = false;

/// Returns how long as many signatures as the evidence holds take in batches of a thousand on one core.
fn batch(community: &CommunityId, evidence: &Evidence, all_of_them: bool) -> Result<f64> {
    let mut all: Vec<([u8; 32], Vec<u8>, Signature)> = Vec::new();
    for proven in &evidence.entries {
        let entry = Entry::from_bytes(&proven.entry)?;
        if !all_of_them && entry.kind() != Some(Kind::Voice) {
            continue;
        }
        let signature = entry.signature.context("each entry of the bench is signed")?;
        let message = signed_bytes(community, &entry.id).to_vec();
        let one = (entry.header.device.0, message, Signature::from_bytes(&signature.0));
        // A join carries the proof of the invite and a certificate, a device or the founding a certificate.
        let inside = match entry.kind() {
            Some(Kind::Join) => 2,
            Some(kind) if kind.is_control() => 1,
            _ => 0,
        };
        all.extend(std::iter::repeat_n(one, 1 + inside));
    }
    let start = Instant::now();
    for share in all.chunks(1_000) {
        let keys: Vec<VerifyingKey> =
            share.iter().map(|(key, ..)| VerifyingKey::from_bytes(key)).collect::<Result<_, _>>()?;
        let messages: Vec<&[u8]> = share.iter().map(|(_, message, _)| &message[..]).collect();
        let signatures: Vec<Signature> = share.iter().map(|(.., signature)| *signature).collect();
        verify_batch(&messages, &signatures, &keys)?;
    }
    Ok(ms(start.elapsed()))
}
