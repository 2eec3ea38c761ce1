//! The search index. It follows the entries: a mark says up to which row their words have been read in.

use crate::store::{Result, Store};

const MARK: &str = "found";

/// What the index knows a text by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// The page of a record, by its number.
    Page(u64),
    /// The words of a part, by its entry's row.
    Words(u64),
}

impl Found {
    fn code(self) -> u64 {
        match self {
            Self::Page(record) => record * 2 + 1,
            Self::Words(row) => row * 2,
        }
    }

    fn of(code: u64) -> Self {
        if code.is_multiple_of(2) { Self::Words(code / 2) } else { Self::Page(code / 2) }
    }
}

impl Store {
    /// Returns the row up to which entries have been read in.
    ///
    /// # Errors
    /// When SQLite fails, as all functions here.
    pub fn found_up_to(&self) -> Result<u64> {
        let mark = self.meta(MARK)?.and_then(|bytes| bytes.try_into().ok());
        Ok(mark.map_or(0, u64::from_le_bytes))
    }

    /// Says up to which row entries have been read in.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_found_up_to(&self, row: u64) -> Result<()> {
        self.set_meta(MARK, &row.to_le_bytes())
    }

    /// Returns the rows after this one that may hold words: the row, the kind of entry and the record.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn wordy_after(&self, row: u64, up_to: u64) -> Result<Vec<(u64, u8, u64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT n, kind, record FROM entry WHERE n > ?1 AND n <= ?2 AND kind IN (6, 7, 9) ORDER BY n",
        )?;
        let rows = statement.query_map((row, up_to), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Reads a text in, in the place of what was known by this name.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_found(&self, found: Found, text: &str) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO found (rowid, text) VALUES (?1, ?2)")?
            .execute((found.code(), text))?;
        Ok(())
    }

    /// Forgets a text.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn drop_found(&self, found: Found) -> Result<()> {
        self.db.prepare_cached("DELETE FROM found WHERE rowid = ?1")?.execute([found.code()])?;
        Ok(())
    }

    /// Returns at most `limit` texts that hold words beginning with each of these, the best first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find(&self, words: &[String], skip: u32, limit: u32) -> Result<Vec<Found>> {
        let quoted: Vec<String> =
            words.iter().map(|word| format!("\"{}\"*", word.replace('"', ""))).collect();
        if quoted.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self.db.prepare_cached(
            "SELECT rowid FROM found WHERE found MATCH ?1 ORDER BY rank LIMIT ?2 OFFSET ?3",
        )?;
        let rows = statement.query_map((quoted.join(" "), limit, skip), |row| Ok(Found::of(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
