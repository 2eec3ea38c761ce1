//! Files of an earlier program: saved aside, brought up to date, and their views made again.
//!
//! ```text
//! ID.palabre.format-1   the file as it was before it was brought from format 1 to a newer one; kept
//! ID.palabre.again      views that are being made again; worth nothing until they are taken over
//! ```

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::store::{FOLD_VERSION, Result, Store, StoreError};

const FOLD: &str = "fold";
const STATE: &str = "state";
/// The version of the views of files that do not say it.
const FIRST_FOLD: u32 = 1;

/// The tables that are made from entries, and the entries themselves, which carry their verdicts; what lists show of these
/// is gone then. What only this laptop knows is not among them.
const MADE_AGAIN: &[&str] = &[
    "device",
    "member",
    "epoch",
    "turn",
    "record",
    "entry",
    "part",
    "withdrawn",
    "tip",
    "page",
    "tie",
    "voice",
    "attachment",
    "tally",
    "final",
    "glance",
];

/// Returns the path with something at its end.
pub(crate) fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut whole = OsString::from(path);
    whole.push(end);
    PathBuf::from(whole)
}

/// Returns where a file of an earlier format is kept.
pub(crate) fn aside(path: &Path, format: u32) -> PathBuf {
    with_end(path, &format!(".format-{format}"))
}

pub(crate) fn io(error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Denied(error.to_string()),
    }
}

/// Makes a file that is whole as soon as it has its name.
pub(crate) fn make(path: &Path, fill: impl FnOnce(&Path) -> Result<Store>) -> Result<()> {
    let begun = with_end(path, ".new");
    remove(&begun);
    // Closed, so that all of it is in its file.
    drop(fill(&begun)?);
    std::fs::rename(&begun, path).and_then(|()| wait_for_folder(path)).map_err(|error| io(&error))
}

/// Waits until a name has reached the disk.
pub(crate) fn wait_for_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Copies the file aside before anything in it changes: whole, or not at all.
pub(crate) fn save_aside(db: &Connection, path: &Path, format: u32) -> Result<()> {
    let to = aside(path, format);
    let begun = with_end(&to, ".begun");
    remove(&begun);
    db.backup("main", &begun, None)?;
    let kept = File::open(&begun).and_then(|file| {
        file.sync_all()?;
        std::fs::rename(&begun, &to)?;
        wait_for_folder(&to)
    });
    kept.map_err(|error| io(&error))
}

/// Takes a file away with what SQLite keeps beside it; what is not there need not be taken away.
pub(crate) fn remove(path: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(with_end(path, end));
    }
}

impl Store {
    /// Returns true when the views were made by a program that read them otherwise.
    ///
    /// # Errors
    /// When SQLite fails, as all functions here.
    pub fn is_stale(&self) -> Result<bool> {
        let fold =
            self.meta(FOLD)?.and_then(|bytes| bytes.try_into().ok()).map_or(FIRST_FOLD, u32::from_le_bytes);
        Ok(fold != FOLD_VERSION)
    }

    /// Says which version the views are of.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_fold(&self, version: u32) -> Result<()> {
        self.set_meta(FOLD, &version.to_le_bytes())
    }

    /// Opens an empty store beside this file, to make its views again in; what an earlier attempt left there is taken
    /// away. `None` for a store in memory.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn beside(&self) -> Result<Option<(Self, PathBuf)>> {
        let Some(path) = self.db.path().filter(|path| !path.is_empty()) else { return Ok(None) };
        let path = with_end(Path::new(path), ".again");
        remove(&path);
        let mut store = Self::open(&path)?;
        store.expect_thousands(true)?;
        // Should the power go, it is made once more.
        store.do_not_wait()?;
        Ok(Some((store, path)))
    }

    /// Takes over what was made again in a file beside this one, all of it or nothing, and takes that file away.
    ///
    /// # Errors
    /// When it does not hold the same entries; then nothing has changed.
    pub fn take_over(&mut self, path: &Path) -> Result<()> {
        self.db.execute("ATTACH DATABASE ?1 AS again", [path.to_string_lossy()])?;
        let taken = self.take_over_attached();
        self.db.execute("DETACH DATABASE again", [])?;
        remove(path);
        taken
    }

    fn take_over_attached(&mut self) -> Result<()> {
        let change = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let count = |sql: &str| change.query_row(sql, [], |row| row.get::<_, u64>(0));
        let held = count("SELECT count(*) FROM main.entry")?;
        let same =
            count("SELECT count(*) FROM main.entry m JOIN again.entry a ON a.n = m.n AND a.id = m.id")?;
        let again = count("SELECT count(*) FROM again.entry")?;
        if (same, again) != (held, held) {
            return Err(StoreError::Damaged);
        }
        for table in MADE_AGAIN {
            change.execute_batch(&format!(
                "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM again.{table};"
            ))?;
        }
        // Words are read in again, too: the index holds none of its texts.
        change.execute_batch(
            "INSERT INTO found (found) VALUES ('delete-all'); DELETE FROM main.meta WHERE key = 'found'",
        )?;
        change.execute("DELETE FROM main.meta WHERE key = ?1", [STATE])?;
        change.execute("INSERT INTO main.meta SELECT * FROM again.meta WHERE key = ?1", [STATE])?;
        change.execute(
            "INSERT INTO main.meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
            (FOLD, FOLD_VERSION.to_le_bytes()),
        )?;
        change.commit()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rusqlite_migration::M;

    use super::*;
    use crate::store::MIGRATIONS;

    /// The formats of a program to come: one table more.
    fn next() -> Vec<M<'static>> {
        let mut next: Vec<M<'static>> = MIGRATIONS.to_vec();
        next.push(M::up(
            "CREATE TABLE hidden (entry INTEGER PRIMARY KEY); INSERT INTO setting VALUES ('new', x'01');",
        ));
        next
    }

    fn kept(path: &Path) -> Option<Vec<u8>> {
        let db = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        db.query_row("SELECT value FROM setting WHERE key = 'mine'", [], |row| row.get(0)).ok()
    }

    #[test]
    fn an_earlier_file_is_saved_aside_and_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.palabre");
        let old = Store::open(&path).unwrap();
        old.set_setting("mine", b"kept").unwrap();
        // Some of it is in the write-ahead file only, as after a kill.
        let copy = folder.path().join("b.palabre");
        std::fs::copy(&path, &copy).unwrap();
        std::fs::copy(with_end(&path, "-wal"), with_end(&copy, "-wal")).unwrap();
        drop(old);
        for path in [path, copy] {
            let from = MIGRATIONS.len() as u32;
            assert!(matches!(Store::open_to_read_with(&path, from + 1), Err(StoreError::Older)));
            assert!(!aside(&path, from).exists(), "a reader changes nothing");
            let new = Store::open_with(&path, &next()).unwrap();
            assert_eq!(new.setting("mine").unwrap().as_deref(), Some(&b"kept"[..]));
            assert_eq!(new.setting("new").unwrap().as_deref(), Some(&b"\x01"[..]));
            let saved = aside(&path, from);
            assert_eq!(kept(&saved).as_deref(), Some(&b"kept"[..]), "as it was, with all that was in it");
            let before = std::fs::read(&saved).unwrap();
            drop(new);
            drop(Store::open_with(&path, &next()).unwrap());
            assert_eq!(std::fs::read(&saved).unwrap(), before, "once is enough");
            assert!(
                matches!(Store::open(&path), Err(StoreError::Newer)),
                "the earlier program does not touch it"
            );
            assert!(matches!(Store::open_to_read(&path), Err(StoreError::Newer)));
        }
    }

    #[test]
    fn a_file_that_was_brought_up_to_date_begins_as_a_new_one() {
        // What can be read of a file whose first page is damaged is found with the first page of a new one.
        let folder = tempfile::tempdir().unwrap();
        let first_page = |name: &str, formats: &[M<'static>]| {
            let path = folder.path().join(name);
            let old = Store::open_with(&path, formats).unwrap();
            for n in 0..500 {
                old.set_setting(&n.to_string(), &[7; 100]).unwrap();
            }
            drop(old);
            drop(Store::open(&path).unwrap());
            std::fs::read(path).unwrap()[100..4_096].to_vec()
        };
        assert_eq!(first_page("a.palabre", &MIGRATIONS[..1]), first_page("b.palabre", MIGRATIONS));
    }

    #[test]
    fn a_change_that_fails_leaves_the_earlier_file_and_a_copy_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.palabre");
        Store::open(&path).unwrap().set_setting("mine", b"kept").unwrap();
        let mut broken: Vec<M<'static>> = MIGRATIONS.to_vec();
        broken.push(M::up("CREATE TABLE half (n INTEGER); INSERT INTO nowhere VALUES (1);"));
        assert!(Store::open_with(&path, &broken).is_err());
        let again = Store::open(&path).unwrap();
        assert_eq!(again.setting("mine").unwrap().as_deref(), Some(&b"kept"[..]));
        assert!(again.meta("half").is_ok() && kept(&aside(&path, MIGRATIONS.len() as u32)).is_some());
    }

    #[test]
    fn a_file_with_other_entries_is_not_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.palabre");
        let mut store = Store::open(&path).unwrap();
        store.db.execute("INSERT INTO entry VALUES (1,1,1,x'00',0,0,0,1,0,0,0,0,NULL,x'')", []).unwrap();
        let (again, beside) = store.beside().unwrap().unwrap();
        drop(again);
        assert!(matches!(store.take_over(&beside), Err(StoreError::Damaged)));
        assert_eq!((store.count_entries().unwrap(), beside.exists()), (1, false));
    }
}
