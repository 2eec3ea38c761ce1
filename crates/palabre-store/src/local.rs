//! What only this laptop knows: whom it met, addresses, settings, what its lists showed. Never in the state hash.

use std::collections::BTreeSet;

use palabre_domain::id::DeviceId;
use rusqlite::OptionalExtension;

use crate::store::{Result, Store, id32};

/// What this laptop knows of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerRow {
    /// The other device.
    pub device: DeviceId,
    /// When both last held the same, by this laptop's clock, in milliseconds since 1970.
    pub met: Option<i64>,
    /// The last row that this laptop held then: nothing has been added since when it is still the last.
    pub row: Option<u64>,
    /// Where it was last, as the network layer writes addresses.
    pub addresses: Vec<u8>,
    /// When that was, in milliseconds since 1970.
    pub seen: Option<i64>,
}

impl Store {
    /// Returns all other laptops that this one met or knows addresses of.
    ///
    /// # Errors
    /// When SQLite fails, as all functions here.
    pub fn peers(&self) -> Result<Vec<PeerRow>> {
        let mut statement =
            self.db.prepare_cached("SELECT device, met, row, addresses, seen FROM peer ORDER BY device")?;
        let rows = statement.query_map([], |row| {
            Ok(PeerRow {
                device: DeviceId(id32(row, 0)?),
                met: row.get(1)?,
                row: row.get(2)?,
                addresses: row.get::<_, Option<Vec<u8>>>(3)?.unwrap_or_default(),
                seen: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Remembers that both held the same at this time, when this laptop held entries up to this row.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_met(&self, device: &DeviceId, at: i64, row: u64) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO peer (device, met, row) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (device) DO UPDATE SET met = ?2, row = ?3",
            )?
            .execute((device.0, at, row))?;
        Ok(())
    }

    /// Remembers where a laptop was.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_addresses(&self, device: &DeviceId, addresses: &[u8], at: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO peer (device, addresses, seen) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (device) DO UPDATE SET addresses = ?2, seen = ?3",
            )?
            .execute((device.0, addresses, at))?;
        Ok(())
    }

    /// Returns a setting.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn setting(&self, key: &str) -> Result<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_setting(&self, key: &str, value: &[u8]) -> Result<()> {
        self.db.prepare_cached("INSERT OR REPLACE INTO setting VALUES (?1, ?2)")?.execute((key, value))?;
        Ok(())
    }

    /// Forgets a setting.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn drop_setting(&self, key: &str) -> Result<()> {
        self.db.prepare_cached("DELETE FROM setting WHERE key = ?1")?.execute([key])?;
        Ok(())
    }

    /// Returns what was kept of what lists show of a record.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn glance(&self, record: u64) -> Result<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached("SELECT data FROM glance WHERE record = ?1")?;
        Ok(statement.query_row([record], |row| row.get(0)).optional()?)
    }

    /// Returns the records of which it is kept what lists show, each with that.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn glances(&self) -> Result<Vec<(u64, Vec<u8>)>> {
        let mut statement = self.db.prepare_cached("SELECT record, data FROM glance ORDER BY record")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps what lists show of records, all of it or nothing: where this is opened to read, within a transaction and on a
    /// full disk, nothing. It can be made again, so the disk is not waited for; what is committed later never comes to be
    /// without it.
    ///
    /// # Errors
    /// When the disk would not be waited for any more, either.
    pub fn keep_glances(&mut self, glances: &[(u64, Vec<u8>)]) -> Result<()> {
        if glances.is_empty() || self.depth > 0 || self.db.is_readonly("main")? {
            return Ok(());
        }
        let waits: u32 = self.db.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        self.db.pragma_update(None, "synchronous", "NORMAL")?;
        // Whoever looks sees it, kept or not.
        let _ = self.begin().and_then(|()| {
            let kept = self.put_glances(glances);
            self.end(kept)
        });
        Ok(self.db.pragma_update(None, "synchronous", waits)?)
    }

    fn put_glances(&self, glances: &[(u64, Vec<u8>)]) -> Result<()> {
        let mut statement = self.db.prepare_cached("INSERT OR REPLACE INTO glance VALUES (?1, ?2)")?;
        for (record, data) in glances {
            statement.execute((record, data))?;
        }
        Ok(())
    }

    /// Forgets what lists show of records.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_glances(&self, records: impl IntoIterator<Item = u64>) -> Result<()> {
        // Whoever joins has shown nothing yet, and asks once a batch.
        let mut any = self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM glance)")?;
        if !any.query_row([], |row| row.get::<_, bool>(0))? {
            return Ok(());
        }
        let mut statement = self.db.prepare_cached("DELETE FROM glance WHERE record = ?1")?;
        for record in records.into_iter().collect::<BTreeSet<_>>() {
            statement.execute([record])?;
        }
        Ok(())
    }

    /// Forgets what lists show of all records.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forget_all_glances(&self) -> Result<()> {
        self.db.prepare_cached("DELETE FROM glance")?.execute([])?;
        Ok(())
    }

    /// Says that a file on a record is on this laptop.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn keep_file(&self, hash: &[u8; 32], size: u64) -> Result<()> {
        self.db.prepare_cached("INSERT OR REPLACE INTO file VALUES (?1, ?2, 1)")?.execute((hash, size))?;
        Ok(())
    }

    /// Says that this laptop wants a file that is on a record.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn want_file(&self, hash: &[u8; 32], size: u64) -> Result<()> {
        self.db.prepare_cached("INSERT OR IGNORE INTO file VALUES (?1, ?2, 0)")?.execute((hash, size))?;
        Ok(())
    }

    /// Returns true when a file on a record is on this laptop.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn has_file(&self, hash: &[u8; 32]) -> Result<bool> {
        let mut statement = self.db.prepare_cached("SELECT here FROM file WHERE hash = ?1")?;
        Ok(statement.query_row([hash], |row| row.get(0)).optional()?.unwrap_or(false))
    }

    /// Returns the files that this laptop wants and lacks, with their sizes.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn wanted_files(&self) -> Result<Vec<([u8; 32], u64)>> {
        let mut statement =
            self.db.prepare_cached("SELECT hash, size FROM file WHERE here = 0 ORDER BY hash")?;
        let rows = statement.query_map([], |row| Ok((id32(row, 0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Wants all files that are on records.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn want_attached(&self) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO file SELECT DISTINCT hash, size, 0 FROM attachment")?
            .execute([])?;
        Ok(())
    }

    /// Returns the files that are on this laptop.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn held_files(&self) -> Result<Vec<[u8; 32]>> {
        let mut statement = self.db.prepare_cached("SELECT hash FROM file WHERE here = 1")?;
        let rows = statement.query_map([], |row| id32(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the name under which somebody attached a file.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn name_of_file(&self, hash: &[u8; 32]) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT name FROM attachment WHERE hash = ?1 LIMIT 1")?;
        Ok(statement.query_row([hash], |row| row.get(0)).optional()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lists_show_is_kept_until_something_comes_and_the_disk_is_waited_for_again() {
        let mut store = Store::in_memory().unwrap();
        let waits = |store: &Store| -> u32 {
            store.db.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap()
        };
        let before = waits(&store);
        store.keep_glances(&[(1, b"one".to_vec()), (2, b"two".to_vec()), (3, b"three".to_vec())]).unwrap();
        assert_eq!(waits(&store), before);
        store.forget_glances([2, 2, 9]).unwrap();
        let kept = |store: &Store, record| store.glance(record).unwrap();
        assert_eq!(kept(&store, 1).as_deref(), Some(&b"one"[..]));
        assert_eq!(kept(&store, 2), None);
        store.keep_glances(&[(1, b"other".to_vec())]).unwrap();
        assert_eq!(kept(&store, 1).as_deref(), Some(&b"other"[..]));
        store.forget_all_glances().unwrap();
        assert_eq!((kept(&store, 1), kept(&store, 3)), (None, None));
        store.begin().unwrap();
        store.keep_glances(&[(1, b"one".to_vec())]).unwrap();
        store.end::<_, crate::StoreError>(Ok(())).unwrap();
        assert_eq!(kept(&store, 1), None, "a transaction is not for that");
    }
}
