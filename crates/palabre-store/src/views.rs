//! Rows for screens, made from entries; and their running hash.
//!
//! The state hash is the sum of the hashes of all verdicts and view rows: whoever holds the same entries has the same
//! sum, however they came, and one changed row changes it by one subtraction and one addition.

use palabre_domain::id::{EntryId, Hash, MemberId, RecordId};
use palabre_feeds::verdict::Verdict;
use rusqlite::OptionalExtension;

use crate::store::{FOLD_VERSION, Result, Store, id32};

const STATE: &str = "state";

/// A sum of hashes, modulo 2^64 in each of four lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateSum([u64; 4]);

impl StateSum {
    fn lanes(parts: &[&[u8]]) -> [u64; 4] {
        let mut hasher = blake3_of(parts);
        let mut lanes = [0; 4];
        for lane in &mut lanes {
            let (head, rest) = hasher.split_at(8);
            *lane = u64::from_le_bytes(head.try_into().unwrap_or_default());
            hasher = rest.to_vec();
        }
        lanes
    }

    /// Adds a row.
    pub fn add(&mut self, parts: &[&[u8]]) {
        for (lane, value) in self.0.iter_mut().zip(Self::lanes(parts)) {
            *lane = lane.wrapping_add(value);
        }
    }

    /// Takes a row away.
    pub fn remove(&mut self, parts: &[&[u8]]) {
        for (lane, value) in self.0.iter_mut().zip(Self::lanes(parts)) {
            *lane = lane.wrapping_sub(value);
        }
    }

    /// Adds what an entry comes to, or takes it away.
    pub fn verdict(&mut self, id: &EntryId, verdict: Verdict, add: bool) {
        let code = [verdict.code()];
        let parts: [&[u8]; 3] = [b"verdict", &id.0, &code];
        if add { self.add(&parts) } else { self.remove(&parts) }
    }

    fn to_bytes(self) -> Vec<u8> {
        self.0.iter().flat_map(|lane| lane.to_le_bytes()).collect()
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        let mut sum = Self::default();
        for (lane, chunk) in sum.0.iter_mut().zip(bytes.chunks(8)) {
            *lane = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
        }
        sum
    }
}

fn blake3_of(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 4).sum());
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u32).to_le_bytes());
        bytes.extend_from_slice(part);
    }
    Hash::of(&bytes).0.to_vec()
}

/// A record's page as it is shown in lists.
#[derive(Clone, Debug)]
pub struct PageRow {
    /// The record's number.
    pub n: u64,
    /// The record.
    pub record: RecordId,
    /// Its type.
    pub kind: u8,
    /// When it was born, by its author's clock, in milliseconds since 1970.
    pub born: i64,
    /// The canonical bytes of what the documents layer read.
    pub data: Vec<u8>,
}

/// What is kept of a page.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Its type.
    pub kind: u8,
    /// When it was born, by its author's clock, in milliseconds since 1970.
    pub born: i64,
    /// Its title.
    pub title: &'a str,
    /// The records that it belongs to.
    pub about: &'a [RecordId],
    /// The canonical bytes of what the documents layer read.
    pub data: &'a [u8],
}

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShownKind {
    /// A record's page.
    Page,
    /// What one member says on a record.
    Voice,
    /// What answers come to so far.
    Tally,
    /// A count that is final.
    Final,
}

/// One row of the views, under a name that is the same on every laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRow {
    /// What it shows.
    pub kind: ShownKind,
    /// Of which record.
    pub record: RecordId,
    /// Which of them: the member of a voice, the opening of a tally, the certificate of a count.
    pub of: Vec<u8>,
    /// The row's data.
    pub data: Vec<u8>,
}

impl ShownKind {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Voice => "voice",
            Self::Tally => "tally",
            Self::Final => "final count",
        }
    }
}

impl ShownRow {
    /// Returns what names the row.
    pub fn place(&self) -> (ShownKind, RecordId, Vec<u8>) {
        (self.kind, self.record, self.of.clone())
    }

    /// Adds the row to a sum, where laptops compare it.
    pub fn add_to(&self, sum: &mut StateSum) {
        match self.kind {
            ShownKind::Page => sum.add(&[b"page", &self.record.0, &self.data]),
            ShownKind::Voice => sum.add(&[b"voice", &self.record.0, &self.of, &self.data]),
            // They follow from the pages and voices.
            ShownKind::Tally | ShownKind::Final => {}
        }
    }
}

impl Store {
    /// Returns all rows of the views.
    ///
    /// # Errors
    /// When SQLite fails, as all functions here.
    pub fn shown_rows(&self) -> Result<Vec<ShownRow>> {
        const ROWS: [(ShownKind, &str); 4] = [
            (ShownKind::Page, "SELECT r.id, x'', p.data FROM page p JOIN record r ON r.n = p.record"),
            (
                ShownKind::Voice,
                "SELECT r.id, m.id, v.data FROM voice v JOIN record r ON r.n = v.record JOIN member m ON m.n = v.member",
            ),
            (
                ShownKind::Tally,
                "SELECT r.id, CAST(t.opening || t.on_roll AS BLOB), t.data FROM tally t JOIN record r ON r.n = t.record",
            ),
            (
                ShownKind::Final,
                "SELECT r.id, CAST(f.opening || f.count || e.id AS BLOB), x'' FROM final f JOIN record r ON r.n = f.record \
                 JOIN entry e ON e.n = f.entry",
            ),
        ];
        let mut shown = Vec::new();
        for (kind, sql) in ROWS {
            let mut statement = self.db.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(ShownRow { kind, record: RecordId(id32(row, 0)?), of: row.get(1)?, data: row.get(2)? })
            })?;
            for row in rows {
                shown.push(row?);
            }
        }
        Ok(shown)
    }

    /// Adds what every entry comes to, to a sum.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn add_verdicts(&self, sum: &mut StateSum) -> Result<()> {
        let mut statement = self.db.prepare_cached("SELECT id, verdict FROM entry")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(verdict) = Verdict::from_code(row.get(1)?) {
                sum.verdict(&EntryId(id32(row, 0)?), verdict, true);
            }
        }
        Ok(())
    }

    /// Returns the running sum.
    ///
    /// # Errors
    /// When SQLite fails, as all functions here.
    pub fn state_sum(&self) -> Result<StateSum> {
        Ok(self.meta(STATE)?.map(|bytes| StateSum::from_bytes(&bytes)).unwrap_or_default())
    }

    /// Keeps the running sum.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_state_sum(&self, sum: StateSum) -> Result<()> {
        self.set_meta(STATE, &sum.to_bytes())
    }

    /// Returns the hash of all verdicts and view rows, labelled with the version of the views: `1:ab12…`.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn state_hash(&self) -> Result<String> {
        let hash = Hash::of(&self.state_sum()?.to_bytes());
        Ok(format!("{FOLD_VERSION}:{hash}"))
    }

    /// Returns the data of a record's page.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn page(&self, record: u64) -> Result<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached("SELECT data FROM page WHERE record = ?1")?;
        Ok(statement.query_row([record], |row| row.get(0)).optional()?)
    }

    /// Sets a record's page, or takes the page away; returns whether that changed anything.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_page(
        &self,
        sum: &mut StateSum,
        (record, id): (u64, &RecordId),
        shown: Option<&Shown>,
    ) -> Result<bool> {
        let before = self.page(record)?;
        if before.as_deref() == shown.map(|shown| shown.data) {
            return Ok(false);
        }
        if let Some(before) = before {
            sum.remove(&[b"page", &id.0, &before]);
            self.db.prepare_cached("DELETE FROM tie WHERE record = ?1")?.execute([record])?;
        }
        match shown {
            None => {
                self.db.prepare_cached("DELETE FROM page WHERE record = ?1")?.execute([record])?;
            }
            Some(shown) => {
                sum.add(&[b"page", &id.0, shown.data]);
                self.db
                    .prepare_cached("INSERT OR REPLACE INTO page VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute((record, shown.kind, shown.born, shown.title.to_lowercase(), shown.data))?;
                for about in shown.about {
                    self.db
                        .prepare_cached("INSERT OR IGNORE INTO tie VALUES (?1, ?2)")?
                        .execute((about.0, record))?;
                }
            }
        }
        Ok(true)
    }

    /// Returns true when a record is shown.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_shown(&self, record: u64) -> Result<bool> {
        Ok(self.db.prepare_cached("SELECT 1 FROM page WHERE record = ?1")?.exists([record])?)
    }

    /// Returns the pages that belong to a record, newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn pages_about(&self, about: &RecordId) -> Result<Vec<PageRow>> {
        self.page_rows(
            "JOIN tie t ON t.record = p.record WHERE t.about = ?1 ORDER BY p.born DESC, r.id",
            [about.0],
        )
    }

    /// Returns at most `limit` pages whose title begins so, in lower case, or whose record's id does; oldest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn pages_named(&self, title: &str, id: Option<(&[u8], &[u8])>, limit: u32) -> Result<Vec<PageRow>> {
        let beyond = format!("{title}\u{10ffff}");
        let mut found = match title {
            "" => Vec::new(),
            _ => self.page_rows(
                "WHERE p.title >= ?1 AND p.title < ?2 ORDER BY p.born, r.id LIMIT ?3",
                (title, beyond, limit),
            )?,
        };
        if let Some((from, to)) = id {
            found.extend(self.page_rows("WHERE r.id BETWEEN ?1 AND ?2 LIMIT ?3", (from, to, limit))?);
        }
        Ok(found)
    }

    fn page_rows(&self, clause: &str, values: impl rusqlite::Params) -> Result<Vec<PageRow>> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT p.record, r.id, p.kind, p.born, p.data FROM page p JOIN record r ON r.n = p.record {clause}"
        ))?;
        let rows = statement.query_map(values, |row| {
            Ok(PageRow {
                n: row.get(0)?,
                record: RecordId(id32(row, 1)?),
                kind: row.get(2)?,
                born: row.get(3)?,
                data: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the pages of a type, newest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn pages_of(&self, kind: u8, skip: u32, limit: u32) -> Result<Vec<PageRow>> {
        self.page_rows("WHERE p.kind = ?1 ORDER BY p.born DESC, r.id LIMIT ?2 OFFSET ?3", (kind, limit, skip))
    }

    /// Returns the records of [`Store::pages_of`], each with its number and when it was begun, without their pages.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn records_of(&self, kind: u8, skip: u32, limit: u32) -> Result<Vec<(u64, RecordId, i64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT p.record, r.id, p.born FROM page p JOIN record r ON r.n = p.record WHERE p.kind = ?1 \
             ORDER BY p.born DESC, r.id LIMIT ?2 OFFSET ?3",
        )?;
        let rows = statement
            .query_map((kind, limit, skip), |row| Ok((row.get(0)?, RecordId(id32(row, 1)?), row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the data of one voice.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn voice(&self, record: u64, member: u64) -> Result<Option<Vec<u8>>> {
        let mut statement =
            self.db.prepare_cached("SELECT data FROM voice WHERE record = ?1 AND member = ?2")?;
        Ok(statement.query_row((record, member), |row| row.get(0)).optional()?)
    }

    /// Returns the data of a member's voices on all records.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn voices_by(&self, member: &MemberId) -> Result<Vec<Vec<u8>>> {
        let mut statement = self.db.prepare_cached(
            "SELECT data FROM voice WHERE member = (SELECT n FROM member WHERE id = ?1) ORDER BY record",
        )?;
        let rows = statement.query_map([member.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the data of a member's voice on a record.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn voice_of(&self, record: u64, member: &MemberId) -> Result<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached(
            "SELECT v.data FROM voice v JOIN member m ON m.n = v.member WHERE v.record = ?1 AND m.id = ?2",
        )?;
        Ok(statement.query_row((record, member.0), |row| row.get(0)).optional()?)
    }

    /// Sets the data of one voice, or takes it away.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_voice(
        &self,
        sum: &mut StateSum,
        (record, id): (u64, &RecordId),
        (member, member_id): (u64, &MemberId),
        before: Option<&[u8]>,
        data: Option<&[u8]>,
    ) -> Result<()> {
        if before == data {
            return Ok(());
        }
        if let Some(before) = before {
            sum.remove(&[b"voice", &id.0, &member_id.0, before]);
        }
        match data {
            None => {
                self.db
                    .prepare_cached("DELETE FROM voice WHERE record = ?1 AND member = ?2")?
                    .execute((record, member))?;
            }
            Some(data) => {
                sum.add(&[b"voice", &id.0, &member_id.0, data]);
                self.db
                    .prepare_cached("INSERT OR REPLACE INTO voice VALUES (?1, ?2, ?3)")?
                    .execute((record, member, data))?;
            }
        }
        Ok(())
    }

    /// Returns all voices on a record with their members, in members' order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn voices(&self, record: u64) -> Result<Vec<(MemberId, Vec<u8>)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT m.id, v.data FROM voice v JOIN member m ON m.n = v.member WHERE v.record = ?1 ORDER BY m.id",
        )?;
        let rows = statement.query_map([record], |row| Ok((MemberId(id32(row, 0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Sets the files that a voice attaches: what names each, its hash, its length and its name.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_attachments(
        &self,
        record: u64,
        member: u64,
        files: &[(&[u8], &[u8; 32], u64, &str)],
    ) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM attachment WHERE record = ?1 AND member = ?2")?
            .execute((record, member))?;
        for (item, hash, size, name) in files {
            self.db
                .prepare_cached("INSERT INTO attachment VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute((record, member, item, hash, size, name))?;
        }
        Ok(())
    }

    /// Takes a record's tallies away, to be made again.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn clear_tally(&self, record: u64) -> Result<()> {
        self.db.prepare_cached("DELETE FROM tally WHERE record = ?1")?.execute([record])?;
        Ok(())
    }

    /// Sets what the answers to an opening come to so far, of those on its roll or of the others.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_tally(&self, record: u64, opening: &Hash, on_roll: bool, data: &[u8]) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO tally VALUES (?1, ?2, ?3, ?4)")?
            .execute((record, opening.0, on_roll, data))?;
        Ok(())
    }

    /// Returns what the answers to an opening come to so far, of those on its roll or of the others.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn tally(&self, record: u64, opening: &Hash, on_roll: bool) -> Result<Option<Vec<u8>>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT data FROM tally WHERE record = ?1 AND opening = ?2 AND on_roll = ?3")?;
        Ok(statement.query_row((record, opening.0, on_roll), |row| row.get(0)).optional()?)
    }

    /// Says that the certificate in a row makes a count final, or no longer does.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_final(&self, record: u64, row: u64, certified: Option<(&Hash, &Hash)>) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM final WHERE record = ?1 AND entry = ?2")?
            .execute((record, row))?;
        if let Some((opening, count)) = certified {
            self.db
                .prepare_cached("INSERT INTO final VALUES (?1, ?2, ?3, ?4)")?
                .execute((record, opening.0, count.0, row))?;
        }
        Ok(())
    }

    /// Returns the records and rows of the certificates that make a count final.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn certificates_for(&self, count: &Hash) -> Result<Vec<(u64, u64)>> {
        let mut statement =
            self.db.prepare_cached("SELECT record, entry FROM final WHERE count = ?1 ORDER BY entry")?;
        let rows = statement.query_map([count.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the final counts of an opening, with the row of a certificate of each.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn finals(&self, record: u64, opening: &Hash) -> Result<Vec<(Hash, u64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT count, min(entry) FROM final WHERE record = ?1 AND opening = ?2 GROUP BY count ORDER BY count",
        )?;
        let rows = statement.query_map((record, opening.0), |row| Ok((Hash(id32(row, 0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
