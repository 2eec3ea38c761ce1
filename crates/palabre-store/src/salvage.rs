//! What can still be read of a damaged file.
//!
//! Nothing here writes to that file: all is read from a copy. What is read is no more trusted than what a stranger sends.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use palabre_feeds::entry::Entry;
use rusqlite::Connection;

use crate::local::PeerRow;
use crate::store::{Result, Store, StoreError};
use crate::upgrade::{io, remove, wait_for_folder, with_end};

/// What SQLite reads and writes in one piece, in bytes.
const PAGE: usize = 4_096;
/// What an entry takes in a file at least, in bytes.
const SMALLEST: u64 = 128;

/// What was read.
#[derive(Debug, Default)]
pub struct Salvaged {
    /// Entries that are what their names say, in the order in which they had come.
    pub entries: Vec<Entry>,
    /// Settings of this laptop.
    pub settings: Vec<(String, Vec<u8>)>,
    /// Whom this laptop had met, and where.
    pub peers: Vec<PeerRow>,
}

impl Salvaged {
    /// Reads what can be read of the file at `path`.
    ///
    /// # Errors
    /// When a copy of it cannot be made; a file of which nothing can be read is no error.
    pub fn read(path: &Path) -> Result<Self> {
        let copy = with_end(path, ".reading");
        let read = Self::read_copy(path, &copy);
        remove(&copy);
        read
    }

    fn read_copy(path: &Path, copy: &Path) -> Result<Self> {
        lay_out(path, copy)?;
        let mut best = Self::try_read(copy).unwrap_or_default();
        // The first page says where everything is, and is the same in every file of this format but for a few numbers.
        lay_out(path, copy)?;
        if mend_first_page(copy).is_ok() {
            let other = Self::try_read(copy).unwrap_or_default();
            if other.entries.len() > best.entries.len() {
                best = other;
            }
        }
        Ok(best)
    }

    fn try_read(copy: &Path) -> Result<Self> {
        let db = Connection::open(copy)?;
        // Damage in one place does not make the rest unreadable.
        db.pragma_update(None, "cell_size_check", true)?;
        // Where not even the table is known, there is nothing to look for.
        drop(db.prepare("SELECT n FROM entry")?);
        let store = Store::over(db);
        let mut read = Self::default();
        let most = std::fs::metadata(copy).map_or(0, |file| file.len()) / SMALLEST;
        let last = store.last_row().unwrap_or(0).max(highest(&store, most)).min(most);
        for row in 1..=last {
            if let Ok(Some(held)) = store.entry(row) {
                let named = held.entry.id;
                read.entries
                    .extend(Entry::from_bytes(&held.entry.to_bytes()).ok().filter(|read| read.id == named));
            }
        }
        read.settings = store.settings().unwrap_or_default();
        read.peers = store.peers().unwrap_or_default();
        Ok(read)
    }
}

/// Returns a row beyond which there is none, found without the end of the table.
fn highest(store: &Store, most: u64) -> u64 {
    let mut highest = 0;
    for power in 0..40 {
        let row = 1_u64 << power;
        let beyond = store
            .db
            .query_row("SELECT min(n) FROM entry WHERE n >= ?1", [row], |row| row.get::<_, Option<u64>>(0));
        match beyond {
            Ok(Some(found)) => highest = found * 2,
            Ok(None) => break,
            // Something is there that cannot be read: as many rows are tried as may be in the file.
            Err(_) => return most,
        }
    }
    highest
}

fn lay_out(path: &Path, copy: &Path) -> Result<()> {
    remove(copy);
    std::fs::copy(path, copy).map_err(|error| io(&error))?;
    let wal = with_end(path, "-wal");
    if wal.exists() {
        std::fs::copy(wal, with_end(copy, "-wal")).map_err(|error| io(&error))?;
    }
    Ok(())
}

/// Puts the first page of an empty file of this format in the place of this file's.
fn mend_first_page(copy: &Path) -> Result<()> {
    let fresh = with_end(copy, ".fresh");
    remove(&fresh);
    drop(Store::open(&fresh)?);
    let mended = (|| {
        let mut page = [0; PAGE];
        std::fs::File::open(&fresh)?.read_exact(&mut page)?;
        let mut file = std::fs::OpenOptions::new().read(true).write(true).open(copy)?;
        let pages = (file.metadata()?.len() / PAGE as u64) as u32;
        // How long the file is, and that none of its pages are free: https://www.sqlite.org/fileformat2.html
        page[28..32].copy_from_slice(&pages.to_be_bytes());
        page[32..40].fill(0);
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&page)
    })();
    remove(&fresh);
    mended.map_err(|error: std::io::Error| io(&error))
}

impl Store {
    fn over(db: Connection) -> Self {
        Self { db, depth: 0, expects: false }
    }

    /// Returns all settings.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn settings(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let mut statement = self.db.prepare_cached("SELECT key, value FROM setting ORDER BY key")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Moves a damaged file aside and puts a mended one in its place; returns where the damaged one is kept.
    ///
    /// # Errors
    /// When a file cannot be moved.
    pub fn put_in_place(mended: &Path, path: &Path) -> Result<std::path::PathBuf> {
        let aside = (1..).map(|n| with_end(path, &format!(".damaged-{n}"))).find(|aside| !aside.exists());
        let aside = aside.ok_or(StoreError::Full)?;
        let moved = (|| {
            for end in ["-wal", ""] {
                let from = with_end(path, end);
                if from.exists() {
                    std::fs::rename(from, with_end(&aside, end))?;
                }
            }
            remove(&with_end(path, "-shm"));
            std::fs::rename(mended, path)?;
            wait_for_folder(path)
        })();
        moved.map_err(|error: std::io::Error| io(&error))?;
        Ok(aside)
    }

    /// Opens an empty store at this path; what was there is taken away.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open_empty(path: &Path) -> Result<Self> {
        remove(path);
        Self::open(path)
    }
}
