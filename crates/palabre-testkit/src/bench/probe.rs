//! The floors: the signatures, hashes, decoding and rows that a workload cannot do without, and nothing else.

use std::collections::HashMap;
use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use palabre_documents::guard::{read_change, read_voice};
use palabre_domain::id::{CommunityId, Hash};
use palabre_domain::wire;
use palabre_feeds::body::Birth;
use palabre_feeds::entry::{Entry, Kind};
use rusqlite::{Connection, params};

/// How many rows go into one transaction.
const ROWS: usize = 8_192;
/// How many entries a core checks before it looks what else there is to do.
const CHUNK: usize = 256;

/// How long a page of text is, in bytes.
const PAGE: usize = 8 << 10;

/// Returns how long two round trips over loopback take, the second of which brings a page: to connect, and to ask.
pub fn two_trips() -> Result<Duration> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let at = listener.local_addr()?;
    let other = std::thread::spawn(move || -> std::io::Result<()> {
        let (mut link, _) = listener.accept()?;
        link.read_exact(&mut [0; 64])?;
        link.write_all(&[7; PAGE])
    });
    let start = Instant::now();
    let mut link = TcpStream::connect(at)?;
    link.set_nodelay(true)?;
    link.write_all(&[7; 64])?;
    link.read_exact(&mut [0; PAGE])?;
    let took = start.elapsed();
    other.join().map_err(|_| anyhow::anyhow!("the other end panicked"))??;
    Ok(took)
}

/// A bare table with the columns of an entry.
pub struct Rows {
    db: Connection,
    next: u64,
}

/// The numbers under which an entry is filed: device, epoch and record.
type Numbers = [u64; 3];

impl Rows {
    /// Makes the table in a new file.
    pub fn new(path: &Path) -> Result<Self> {
        super::remove(path);
        let db = Connection::open(path)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "cache_size", -16_000)?;
        db.execute_batch(
            "CREATE TABLE entry (n INTEGER PRIMARY KEY, device INTEGER NOT NULL, seq INTEGER NOT NULL, \
             id BLOB NOT NULL, prev INTEGER NOT NULL, epoch INTEGER NOT NULL, at INTEGER NOT NULL, v INTEGER NOT NULL, \
             kind INTEGER NOT NULL, record INTEGER NOT NULL, total INTEGER NOT NULL, verdict INTEGER NOT NULL, \
             signature BLOB, body BLOB NOT NULL); \
             CREATE UNIQUE INDEX entry_place ON entry (device, seq, substr(id, 1, 8));",
        )?;
        Ok(Self { db, next: 1 })
    }

    /// Writes entries in one transaction; they are durable when this returns.
    pub fn write(&mut self, entries: &[(&Entry, Numbers)]) -> Result<()> {
        let transaction = self.db.transaction()?;
        {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?;
            for (entry, [device, epoch, record]) in entries {
                let header = &entry.header;
                statement.execute(params![
                    self.next,
                    device,
                    header.seq,
                    entry.id.0,
                    self.next,
                    epoch,
                    header.at,
                    header.v,
                    header.kind,
                    record,
                    self.next,
                    0,
                    entry.signature.map(|signature| signature.0),
                    entry.body,
                ])?;
                self.next += 1;
            }
        }
        transaction.commit()?;
        Ok(())
    }
}

/// Hashes an entry, decodes its change, and checks its signature where it has one.
fn check(community: &CommunityId, entry: &Entry) {
    black_box((blake3::hash(&entry.header.to_bytes()), Hash::of(&entry.body)));
    match entry.kind() {
        Some(Kind::Voice) => drop(black_box(read_voice(&entry.body))),
        Some(Kind::Edit) => drop(black_box(read_change(&entry.body))),
        Some(Kind::Birth) => {
            let birth = wire::from_bytes::<Birth>(&entry.body);
            drop(black_box(birth.map(|birth| read_change(&birth.change))));
        }
        _ => {}
    }
    if entry.signature.is_some() {
        black_box(entry.is_signed_in(community));
    }
}

/// Returns how long two cores take for what joining cannot do without: one checks, the other writes and checks.
pub fn join(community: &CommunityId, entries: &[&Entry], path: &Path) -> Result<Duration> {
    let mut numbers: HashMap<[u8; 32], u64> = HashMap::new();
    let mut number = |id: [u8; 32]| {
        let next = numbers.len() as u64 + 1;
        *numbers.entry(id).or_insert(next)
    };
    let filed: Vec<(&Entry, Numbers)> = entries
        .iter()
        .map(|entry| {
            let header = &entry.header;
            let numbers = [number(header.device.0), number(header.epoch.0), number(header.record.0)];
            (*entry, numbers)
        })
        .collect();
    let mut rows = Rows::new(path)?;
    let chunks: Vec<_> = filed.chunks(CHUNK).collect();
    let begun = AtomicUsize::new(0);
    let done: Vec<AtomicUsize> = filed.chunks(ROWS).map(|_| AtomicUsize::new(0)).collect();
    let check_next = || {
        let place = begun.fetch_add(1, Ordering::Relaxed);
        let Some(chunk) = chunks.get(place) else { return false };
        chunk.iter().for_each(|(entry, _)| check(community, entry));
        done[place * CHUNK / ROWS].fetch_add(chunk.len(), Ordering::Release);
        true
    };
    let start = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| while check_next() {});
        for (place, batch) in filed.chunks(ROWS).enumerate() {
            while done[place].load(Ordering::Acquire) < batch.len() {
                if !check_next() {
                    std::thread::yield_now();
                }
            }
            rows.write(batch)?;
        }
        Ok(start.elapsed())
    })
}
