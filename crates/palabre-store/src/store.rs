//! Opening, transactions, one writer and many readers.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use rusqlite_migration::{Error as MigrationsError, M, Migrations};

use crate::upgrade;

/// The version of the views, and of what entries come to: raised when either is read otherwise, so that both are made again.
/// The third lets a certificate wait that cites what lies in another record.
pub const FOLD_VERSION: u32 = 3;

/// How the file came to be as it is, format by format. What is released stays as it is: a change is one more line.
pub(crate) const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("schema.sql")),
    // What lists show of a record, until an entry comes that is about it. Of this laptop alone, and never in the state hash.
    M::up("CREATE TABLE glance (record INTEGER PRIMARY KEY, data BLOB NOT NULL)"),
    // How many came to nothing is told without a look at all others.
    M::up("CREATE INDEX entry_without_effect ON entry (verdict) WHERE verdict > 31"),
];

/// How long another process that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// How much of a file SQLite keeps in memory, in KiB.
const KEPT: i64 = 2_000;
/// How much while thousands of entries come: each is filed under several indexes, all over the file.
const KEPT_WHILE_FILING: i64 = 16_000;
/// The same of a file that is gone through once, from its beginning to its end.
const KEPT_ONCE: i64 = 500;

/// One community's file.
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) depth: u32,
    /// Whether thousands of entries are expected.
    pub(crate) expects: bool,
}

/// Says why the store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room is left on the disk.
    #[error("the disk is full: nothing was written")]
    Full,
    /// Another process writes at this moment.
    #[error("another program is writing to this community at this moment")]
    Busy,
    /// The file is damaged, or something else.
    #[error("the file of this community is damaged")]
    Damaged,
    /// The file was written by a newer program.
    #[error("this community was last opened by a newer Palabre")]
    Newer,
    /// The file was written by an earlier program, and has not been brought up to date.
    #[error("this community was last opened by an earlier Palabre")]
    Older,
    /// There is no such file.
    #[error("there is no such community here")]
    Missing,
    /// The file may not be read or written.
    #[error("the file of this community cannot be opened: {0}")]
    Denied(String),
    /// Anything else that SQLite says.
    #[error("the store failed: {0}")]
    Sqlite(rusqlite::Error),
}

impl StoreError {
    /// Returns the stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Full => "store.full",
            Self::Busy => "store.busy",
            Self::Damaged => "store.damaged",
            Self::Newer => "store.newer",
            Self::Older => "store.older",
            Self::Missing => "store.missing",
            Self::Denied(_) => "store.denied",
            Self::Sqlite(_) => "store.failed",
        }
    }

    /// Returns what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Full => "Make room on the disk and try again. Everything from before is still there.",
            Self::Busy => "Wait a moment, or stop the other `palabre` that uses this home.",
            Self::Damaged => {
                "`palabre mend` moves it aside and takes what can be read of it into a new one; the others hold \
                 everything that you sent."
            }
            Self::Newer => "Install the newest Palabre on this laptop.",
            Self::Older => "Stop the earlier one that still uses this home, and try again.",
            Self::Missing => "`palabre status` lists the communities of this home.",
            Self::Denied(_) => "Check who owns the home folder, and that it may be written.",
            Self::Sqlite(_) => "`palabre doctor` checks the file.",
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
                Self::Denied(error.to_string())
            }
            _ => Self::Sqlite(error),
        }
    }
}

impl From<MigrationsError> for StoreError {
    fn from(error: MigrationsError) -> Self {
        match error {
            MigrationsError::RusqliteError { err, .. } => err.into(),
            MigrationsError::MigrationDefinition(_) | MigrationsError::InvalidUserVersion => Self::Newer,
            other => Self::Denied(other.to_string()),
        }
    }
}

/// What the store's functions return.
pub type Result<T> = std::result::Result<T, StoreError>;

impl Store {
    /// Opens the community's file for writing, and makes it where there is none.
    ///
    /// # Errors
    /// When the file cannot be opened, is damaged, or is from a newer program.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with(path, MIGRATIONS)
    }

    /// As [`Store::open`], for a program with these formats.
    pub(crate) fn open_with(path: &Path, formats: &[M<'static>]) -> Result<Self> {
        if !path.exists() {
            upgrade::make(path, |path| Self::prepare(Connection::open(path)?, formats))?;
        }
        let db = Connection::open(path)?;
        db.busy_timeout(PATIENCE)?;
        let format = format_of(&db)?;
        if format == 0 {
            // It is made whole or not at all, so that this was once something else.
            return Err(StoreError::Damaged);
        }
        if format > formats.len() as u32 {
            return Err(StoreError::Newer);
        }
        if format < formats.len() as u32 {
            upgrade::save_aside(&db, path, format)?;
        }
        Self::prepare(db, formats)
    }

    /// Opens a store that lives in memory and is gone with it: for the simulator and for tests.
    ///
    /// # Errors
    /// When memory does not suffice.
    pub fn in_memory() -> Result<Self> {
        Self::prepare(Connection::open_in_memory()?, MIGRATIONS)
    }

    fn prepare(mut db: Connection, formats: &[M<'static>]) -> Result<Self> {
        let is_new = format_of(&db)? == 0;
        configure(&db)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        // A join writes the same index pages again and again: they are moved into the file once in 16 MB, not in 4.
        db.pragma_update(None, "wal_autocheckpoint", 4_096)?;
        db.pragma_update(None, "fullfsync", true)?;
        Migrations::from_slice(formats).to_latest(&mut db)?;
        let store = Self { db, depth: 0, expects: false };
        if is_new {
            store.set_fold(FOLD_VERSION)?;
        }
        Ok(store)
    }

    /// Opens the community's file for reading only, also while another process writes.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be read by this version.
    pub fn open_to_read(path: &Path) -> Result<Self> {
        Self::open_to_read_with(path, MIGRATIONS.len() as u32)
    }

    /// As [`Store::open_to_read`], for a program with so many formats.
    pub(crate) fn open_to_read_with(path: &Path, formats: u32) -> Result<Self> {
        if !path.exists() {
            return Err(StoreError::Missing);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags)?;
        configure(&db)?;
        match format_of(&db)? {
            format if format > formats => return Err(StoreError::Newer),
            0 => return Err(StoreError::Damaged),
            format if format < formats => return Err(StoreError::Older),
            _ => {}
        }
        let store = Self { db, depth: 0, expects: false };
        if store.is_stale()? { Err(StoreError::Older) } else { Ok(store) }
    }

    /// Begins a transaction, or a part of the one that is open. Each is ended by [`Store::end`].
    ///
    /// # Errors
    /// When another process is writing, or SQLite fails.
    pub fn begin(&mut self) -> Result<()> {
        self.db.execute_batch(if self.depth == 0 { "BEGIN IMMEDIATE" } else { "SAVEPOINT inner" })?;
        self.depth += 1;
        Ok(())
    }

    /// Undoes what [`Store::begin`] began.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn undo(&mut self) -> Result<()> {
        if self.depth == 0 {
            return Ok(());
        }
        self.depth -= 1;
        let undo = if self.depth == 0 { "ROLLBACK" } else { "ROLLBACK TO inner; RELEASE inner" };
        Ok(self.db.execute_batch(undo)?)
    }

    /// Ends what [`Store::begin`] began: for `Ok` all of it is durable when this returns `Ok`, otherwise none of it.
    ///
    /// # Errors
    /// The error that was given, or what SQLite says of the commit.
    pub fn end<T, E: From<StoreError>>(
        &mut self,
        result: std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        if self.depth == 0 {
            return result;
        }
        self.depth -= 1;
        let (commit, undo) = match self.depth {
            0 => ("COMMIT", "ROLLBACK"),
            _ => ("RELEASE inner", "ROLLBACK TO inner; RELEASE inner"),
        };
        let result = match result {
            Ok(value) => {
                self.db.execute_batch(commit).map(|()| value).map_err(|e| StoreError::from(e).into())
            }
            Err(error) => Err(error),
        };
        if result.is_err() && !self.db.is_autocommit() {
            // On some errors SQLite has already undone everything by itself; then there is nothing left to undo.
            let _ = self.db.execute_batch(undo);
        }
        result
    }

    /// Bounds the file to so many pages of 4 KiB: what a full disk feels like.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        self.db.pragma_update(None, "max_page_count", pages)?;
        Ok(())
    }

    /// Stops waiting for the disk, so that what is committed may be lost when the power goes: for a test that shows that
    /// the waiting matters.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn do_not_wait(&self) -> Result<()> {
        self.db.pragma_update(None, "synchronous", "OFF")?;
        Ok(())
    }

    /// Returns how many pages the file has.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn pages(&self) -> Result<u32> {
        Ok(self.db.pragma_query_value(None, "page_count", |row| row.get(0))?)
    }

    /// Checks the file as SQLite does; returns what it found wrong.
    ///
    /// # Errors
    /// When the file cannot even be checked.
    pub fn check(&self, thorough: bool) -> Result<Vec<String>> {
        let pragma = if thorough { "integrity_check" } else { "quick_check" };
        let mut found = Vec::new();
        self.db.pragma_query(None, pragma, |row| {
            found.push(row.get::<_, String>(0)?);
            Ok(())
        })?;
        found.retain(|line| line != "ok");
        Ok(found)
    }

    /// Moves what is in the write-ahead file into the main file.
    ///
    /// # Errors
    /// When another process is in the way.
    pub fn checkpoint(&self) -> Result<()> {
        self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Says whether thousands of entries are expected: then more of the file is kept in memory.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn expect_thousands(&mut self, expects: bool) -> Result<()> {
        if self.expects != expects {
            let kept = if expects { KEPT_WHILE_FILING } else { KEPT };
            self.db.pragma_update(None, "cache_size", -kept)?;
            self.expects = expects;
        }
        Ok(())
    }

    /// Keeps little of the file in memory: for whoever goes through all of it once.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn go_through_once(&self) -> Result<()> {
        Ok(self.db.pragma_update(None, "cache_size", -KEPT_ONCE)?)
    }

    /// Frees what SQLite keeps in memory to be quick: pages that are unchanged, and statements that are ready.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn rest(&self) -> Result<()> {
        self.db.flush_prepared_statement_cache();
        Ok(self.db.execute_batch("PRAGMA shrink_memory")?)
    }

    pub(crate) fn meta(&self, key: &str) -> Result<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    pub(crate) fn set_meta(&self, key: &str, value: &[u8]) -> Result<()> {
        let mut statement = self
            .db
            .prepare_cached("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2")?;
        statement.execute((key, value))?;
        Ok(())
    }
}

/// Returns the format of a file; 0 for one that nothing was written into.
fn format_of(db: &Connection) -> Result<u32> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn configure(db: &Connection) -> Result<()> {
    db.busy_timeout(PATIENCE)?;
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "cache_size", -KEPT)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Reads a column of exactly 32 bytes.
pub(crate) fn id32(row: &rusqlite::Row, column: usize) -> rusqlite::Result<[u8; 32]> {
    row.get::<_, [u8; 32]>(column)
}
