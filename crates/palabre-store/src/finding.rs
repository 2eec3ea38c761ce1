//! The search index. It follows the entries: a mark says up to which row their words have been read in.

use crate::store::{Result, Store};

const MARK: &str = "found";
const MERGED: &str = "found-merged";
/// How many rows at least are read in before the index is merged again.
const SOME: u64 = 16_384;
/// How many texts that were found are put in order by how well they fit: of more than these, that says little.
const RANKED: usize = 4_096;

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
        if is_page(code) { Self::Page(code / 2) } else { Self::Words(code / 2) }
    }
}

fn is_page(code: u64) -> bool {
    !code.is_multiple_of(2)
}

impl Store {
    /// Returns the row up to which entries have been read in.
    ///
    /// # Errors
    /// When SQLite fails, as all functions here.
    pub fn found_up_to(&self) -> Result<u64> {
        self.row_in(MARK)
    }

    fn row_in(&self, key: &str) -> Result<u64> {
        let row = self.meta(key)?.and_then(|bytes| bytes.try_into().ok());
        Ok(row.map_or(0, u64::from_le_bytes))
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

    /// Makes one piece of the index, where entries were read in up to this row and it has doubled since: each transaction
    /// leaves a piece of its own, and a search looks into all of them. Returns whether it did.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn merge_found(&self, row: u64) -> Result<bool> {
        let merged = self.row_in(MERGED)?;
        if row < merged.saturating_mul(2).max(merged.saturating_add(SOME)) {
            return Ok(false);
        }
        self.db.execute("INSERT INTO found (found) VALUES ('optimize')", [])?;
        self.set_meta(MERGED, &row.to_le_bytes())?;
        Ok(true)
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

    /// Returns at most `limit` texts that hold words beginning with each of these, the best first. Where thousands do, pages
    /// come first and then the words of people, the newest first, and the oldest of these words are not returned.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn find(&self, words: &[String], skip: u32, limit: u32) -> Result<Vec<Found>> {
        self.find_among(RANKED, words, skip, limit)
    }

    fn find_among(&self, ranked: usize, words: &[String], skip: u32, limit: u32) -> Result<Vec<Found>> {
        let quoted: Vec<String> =
            words.iter().map(|word| format!("\"{}\"*", word.replace('"', ""))).collect();
        if quoted.is_empty() {
            return Ok(Vec::new());
        }
        let quoted = quoted.join(" ");
        // How well a text fits takes its length from another table: ten times as long as finding it.
        let mut ranks =
            self.db.prepare_cached("SELECT rank, rowid FROM found WHERE found MATCH ?1 LIMIT ?2")?;
        let ranks = ranks.query_map((&quoted, ranked as u64 + 1), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut ranks: Vec<(f64, u64)> = ranks.collect::<rusqlite::Result<_>>()?;
        let (skip, limit) = (skip as usize, limit as usize);
        if ranks.len() <= ranked {
            ranks.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            return Ok(ranks.into_iter().skip(skip).take(limit).map(|(_, code)| Found::of(code)).collect());
        }
        let mut all =
            self.db.prepare_cached("SELECT rowid FROM found WHERE found MATCH ?1 ORDER BY rowid DESC")?;
        let (mut pages, mut texts) = (Vec::new(), Vec::new());
        let mut codes = all.query([&quoted])?;
        while let Some(row) = codes.next()? {
            let code: u64 = row.get(0)?;
            match is_page(code) {
                true => pages.push(code),
                false if texts.len() <= ranked => texts.push(code),
                false => {}
            }
        }
        Ok(pages.into_iter().chain(texts).skip(skip).take(limit).map(Found::of).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_in_piece_by_piece_becomes_one() {
        let store = Store::in_memory().unwrap();
        for row in 1..=3 {
            store.set_found(Found::Words(row), &format!("bread number{row}")).unwrap();
        }
        let pieces = || {
            let count = "SELECT count(DISTINCT segid) FROM found_idx";
            store.db.query_row(count, [], |row| row.get::<_, u32>(0)).unwrap()
        };
        assert!(pieces() > 1);
        assert_eq!((store.merge_found(SOME - 1).unwrap(), pieces() > 1), (false, true));
        assert_eq!((store.merge_found(SOME).unwrap(), pieces()), (true, 1));
        assert!(!store.merge_found(2 * SOME - 1).unwrap(), "only once it has doubled");
        assert!(store.merge_found(2 * SOME).unwrap());
        assert_eq!(store.find(&["number2".into()], 0, 9).unwrap(), [Found::Words(2)]);
    }

    #[test]
    fn among_too_many_pages_come_first_and_then_the_newest_words() {
        let store = Store::in_memory().unwrap();
        store.set_found(Found::Page(1), "bread for everybody, every day of the week").unwrap();
        for row in 1..=6 {
            store
                .set_found(Found::Words(row), &format!("bread {}", "and more ".repeat(row as usize)))
                .unwrap();
        }
        let among = |ranked, skip, limit| store.find_among(ranked, &["bre".into()], skip, limit).unwrap();
        let words = Found::Words;
        // Seven of at most seven: the shortest fit best.
        let best = [1, 2, 3].map(words).into_iter().chain([Found::Page(1)]).chain([4, 5, 6].map(words));
        assert_eq!(among(7, 0, 9), best.collect::<Vec<_>>());
        // More than that: the page, and the newest.
        let newest = [Found::Page(1)].into_iter().chain([6, 5, 4, 3, 2, 1].map(words));
        assert_eq!(among(6, 0, 9), newest.collect::<Vec<_>>());
        assert_eq!(among(2, 0, 9), [Found::Page(1), words(6), words(5), words(4)]);
        assert_eq!(among(2, 1, 1), [words(6)]);
        assert_eq!(store.find(&["bre".into()], 0, 2).unwrap(), among(7, 0, 2));
    }
}
