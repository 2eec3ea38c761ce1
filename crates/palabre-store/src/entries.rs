//! The append-only table of entries: by place, by record and by row.

use std::collections::BTreeMap;

use palabre_domain::id::{DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_feeds::entry::{Entry, Header, Signature};
use palabre_feeds::heights::Tip;
use palabre_feeds::verdict::{Verdict, Waits};
use rusqlite::{OptionalExtension, Row, params};

use crate::store::{Result, Store, id32};

/// An entry as it is held.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its row: rows grow as entries come, so an entry comes after all that this laptop knew when it came.
    pub row: u64,
    /// The row of the entry before it in its feed; 0 for the first.
    pub prev_row: u64,
    /// The summed length of the feed's bodies up to it.
    pub total: u64,
    /// What it comes to.
    pub verdict: Verdict,
    /// The entry.
    pub entry: Entry,
}

/// A new entry, with the numbers under which it is filed.
pub struct Filed<'a> {
    /// The row.
    pub row: u64,
    /// The device's number.
    pub device: u64,
    /// The row of the entry before it in its feed; 0 for the first.
    pub prev_row: u64,
    /// The epoch's number; 0 for none.
    pub epoch: u64,
    /// The record's number; 0 for none.
    pub record: u64,
    /// The summed length of the feed's bodies up to it.
    pub total: u64,
    /// What it comes to.
    pub verdict: Verdict,
    /// The entry.
    pub entry: &'a Entry,
}

/// What is known of a record's birth.
#[derive(Clone, Debug)]
pub struct RecordRow {
    /// The record's number.
    pub n: u64,
    /// Its id.
    pub id: RecordId,
    /// The row of its birth and what that came to, its type, its author and its writers, as they were filed.
    pub birth: Option<BirthRow>,
    /// Whether some of its entries are beyond a cut.
    pub dormant: bool,
}

impl RecordRow {
    /// Returns whether its birth has effect.
    pub fn is_effective(&self) -> bool {
        self.birth.as_ref().is_some_and(|birth| birth.verdict.is_effective())
    }
}

/// What is known of a birth.
#[derive(Clone, Debug)]
pub struct BirthRow {
    /// The entry's row.
    pub row: u64,
    /// What it came to.
    pub verdict: Verdict,
    /// The record's type.
    pub kind: u8,
    /// Its author.
    pub author: MemberId,
    /// The canonical bytes of its writers.
    pub writers: Vec<u8>,
}

/// Stands for a code that only a damaged file can hold; pending is what makes the entry judged again.
const UNREADABLE: Verdict = Verdict::Pending(Waits::Newer);

fn first_of_hash(
    rows: impl Iterator<Item = rusqlite::Result<Vec<u8>>>,
    hash: &Hash,
) -> Result<Option<Vec<u8>>> {
    for body in rows {
        let body = body?;
        if Hash::of(&body) == *hash {
            return Ok(Some(body));
        }
    }
    Ok(None)
}

const COLUMNS: &str = "e.n, d.id, e.seq, e.id, e.prev, coalesce(p.id, zeroblob(32)), coalesce(o.id, zeroblob(32)), \
     e.at, e.v, e.kind, coalesce(r.id, zeroblob(32)), e.total, e.verdict, e.signature, e.body";
/// A birth names no record in its header and is filed under its own, whose id is the entry's.
const FROM: &str = "FROM entry e JOIN device d ON d.n = e.device LEFT JOIN entry p ON p.n = e.prev \
     LEFT JOIN epoch o ON o.n = e.epoch LEFT JOIN record r ON r.n = e.record AND NOT (e.kind = 6 AND r.id = e.id)";

/// How many wait, and how many are without effect: each by an index of their own.
const VERDICTS: &str = "SELECT verdict, count(*) FROM entry WHERE verdict BETWEEN 1 AND 31 GROUP BY verdict
    UNION ALL SELECT verdict, count(*) FROM entry WHERE verdict > 31 GROUP BY verdict ORDER BY verdict";

/// The plus keeps SQLite from reading all entries in their order, instead of these few by their index.
const CONTROLS: &str = "e.kind <= 5 ORDER BY +e.n";

fn held(row: &Row) -> rusqlite::Result<Held> {
    let body: Vec<u8> = row.get(14)?;
    let header = Header {
        v: row.get(8)?,
        device: DeviceId(id32(row, 1)?),
        seq: row.get(2)?,
        prev: EntryId(id32(row, 5)?),
        epoch: EntryId(id32(row, 6)?),
        at: row.get(7)?,
        kind: row.get(9)?,
        record: RecordId(id32(row, 10)?),
        body_len: body.len() as u32,
        body_hash: Hash::of(&body),
    };
    let signature = row.get::<_, Option<[u8; 64]>>(13)?.map(Signature);
    let verdict: u8 = row.get(12)?;
    Ok(Held {
        row: row.get(0)?,
        prev_row: row.get(4)?,
        total: row.get(11)?,
        verdict: Verdict::from_code(verdict).unwrap_or(UNREADABLE),
        entry: Entry { id: EntryId(id32(row, 3)?), header, body, signature },
    })
}

impl Store {
    /// Returns the number of a device, a member, an epoch or a record; makes one where there is none.
    fn number(&self, table: &'static str, id: &[u8; 32]) -> Result<u64> {
        if let Some(n) = self.known_number(table, id)? {
            return Ok(n);
        }
        let mut statement = self.db.prepare_cached(&format!("INSERT INTO {table} (id) VALUES (?1)"))?;
        Ok(statement.insert([id])? as u64)
    }

    fn known_number(&self, table: &'static str, id: &[u8; 32]) -> Result<Option<u64>> {
        let mut statement = self.db.prepare_cached(&format!("SELECT n FROM {table} WHERE id = ?1"))?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }

    /// Returns the number of a device; makes one where there is none.
    ///
    /// # Errors
    /// When SQLite fails, as all functions here.
    pub fn device_number(&self, id: &DeviceId) -> Result<u64> {
        self.number("device", &id.0)
    }

    /// Returns the number of a member; makes one where there is none.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn member_number(&self, id: &MemberId) -> Result<u64> {
        self.number("member", &id.0)
    }

    /// Returns the number of an epoch, 0 for the zero id; makes one where there is none.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn epoch_number(&self, id: &EntryId) -> Result<u64> {
        if id.is_zero() { Ok(0) } else { self.number("epoch", &id.0) }
    }

    /// Returns the number of a record, 0 for the zero id; makes one where there is none.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn record_number(&self, id: &RecordId) -> Result<u64> {
        if id.is_zero() { Ok(0) } else { self.number("record", &id.0) }
    }

    /// Returns the number of a record that some entry speaks of.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn known_record(&self, id: &RecordId) -> Result<Option<u64>> {
        self.known_number("record", &id.0)
    }

    /// Returns the highest number of a record.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn last_record(&self) -> Result<u64> {
        let mut statement = self.db.prepare_cached("SELECT coalesce(max(n), 0) FROM record")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Returns the highest row.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn last_row(&self) -> Result<u64> {
        let mut statement = self.db.prepare_cached("SELECT coalesce(max(n), 0) FROM entry")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Files a new entry.
    ///
    /// # Errors
    /// When SQLite fails, also when the entry is already held.
    pub fn file(&self, filed: &Filed) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO entry (n, device, seq, id, prev, epoch, at, v, kind, record, total, verdict, signature, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?;
        let header = &filed.entry.header;
        statement.execute(params![
            filed.row,
            filed.device,
            header.seq,
            filed.entry.id.0,
            filed.prev_row,
            filed.epoch,
            header.at,
            header.v,
            header.kind,
            filed.record,
            filed.total,
            filed.verdict.code(),
            filed.entry.signature.map(|signature| signature.0),
            filed.entry.body,
        ])?;
        Ok(())
    }

    /// Changes what an entry comes to.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_verdict(&self, row: u64, verdict: Verdict) -> Result<()> {
        let mut statement = self.db.prepare_cached("UPDATE entry SET verdict = ?2 WHERE n = ?1")?;
        statement.execute((row, verdict.code()))?;
        Ok(())
    }

    /// Returns the entry in a row.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn entry(&self, row: u64) -> Result<Option<Held>> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} {FROM} WHERE e.n = ?1"))?;
        Ok(statement.query_row([row], held).optional()?)
    }

    /// Returns the entry at a place with this id.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn entry_at(&self, device: &DeviceId, seq: u64, id: &EntryId) -> Result<Option<Held>> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} {FROM} WHERE e.device = (SELECT n FROM device WHERE id = ?1) AND e.seq = ?2 \
             AND substr(e.id, 1, 8) = ?3"
        ))?;
        let found = statement.query_row((device.0, seq, &id.0[..8]), held).optional()?;
        Ok(found.filter(|held| held.entry.id == *id))
    }

    /// Returns the rows and ids of all entries at a place: one, or several where a device told two stories.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn at_place(&self, device: &DeviceId, seq: u64) -> Result<Vec<(u64, EntryId)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT n, id FROM entry WHERE device = (SELECT n FROM device WHERE id = ?1) AND seq = ?2",
        )?;
        let rows = statement.query_map((device.0, seq), |row| Ok((row.get(0)?, EntryId(id32(row, 1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the row, the running total and the last epoch's number of the entry at a place with this id.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn chain_end(&self, device: u64, seq: u64, id: &EntryId) -> Result<Option<(u64, u64, u64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT n, total, epoch, id FROM entry WHERE device = ?1 AND seq = ?2 AND substr(id, 1, 8) = ?3",
        )?;
        let found = statement
            .query_row((device, seq, &id.0[..8]), |row| {
                Ok(((row.get(0)?, row.get(1)?, row.get(2)?), EntryId(id32(row, 3)?)))
            })
            .optional()?;
        Ok(found.filter(|(_, found)| found == id).map(|(end, _)| end))
    }

    /// Returns the device, place and id of the entry in a row.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn place(&self, row: u64) -> Result<Option<(DeviceId, Tip)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT d.id, e.seq, e.id FROM entry e JOIN device d ON d.n = e.device WHERE e.n = ?1",
        )?;
        Ok(statement
            .query_row([row], |row| {
                let tip = Tip { seq: row.get(1)?, id: EntryId(id32(row, 2)?) };
                Ok((DeviceId(id32(row, 0)?), tip))
            })
            .optional()?)
    }

    fn list(&self, condition: &str, parameters: impl rusqlite::Params) -> Result<Vec<Held>> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} {FROM} WHERE {condition}"))?;
        let rows = statement.query_map(parameters, held)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns all entries about people, devices and charters, in rows' order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn controls(&self) -> Result<Vec<Held>> {
        self.list(CONTROLS, [])
    }

    /// Returns all entries of a record, in rows' order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn of_record(&self, record: u64) -> Result<Vec<Held>> {
        self.list("e.record = ?1 AND e.record > 0 ORDER BY e.n", [record])
    }

    /// Returns the records that somebody gave birth to, whatever came of it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn records_by(&self, author: &MemberId) -> Result<Vec<u64>> {
        let mut statement = self.db.prepare_cached("SELECT n FROM record WHERE author = ?1 ORDER BY n")?;
        let rows = statement.query_map([author.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the entries of some devices in a record, in rows' order: a voice, with its parts.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn of_record_by(&self, record: u64, devices: &[DeviceId]) -> Result<Vec<Held>> {
        let mut all = Vec::new();
        for device in devices {
            all.extend(self.list(
                "e.record = ?1 AND e.record > 0 AND e.device = (SELECT n FROM device WHERE id = ?2) ORDER BY e.n",
                (record, device.0),
            )?);
        }
        all.sort_unstable_by_key(|held| held.row);
        Ok(all)
    }

    /// Returns the last row of a record that this device wrote.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn last_of_record_by(&self, record: u64, device: &DeviceId) -> Result<Option<u64>> {
        let mut statement = self.db.prepare_cached(
            "SELECT max(n) FROM entry WHERE record = ?1 AND record > 0 AND device = (SELECT n FROM device WHERE id = ?2)",
        )?;
        Ok(statement.query_row((record, device.0), |row| row.get(0))?)
    }

    /// Returns whether this device wrote an entry after a row, up to another.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn has_written(&self, device: &DeviceId, after: u64, up_to: u64) -> Result<bool> {
        let mut statement = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM entry WHERE n > ?2 AND n <= ?3 AND \
             device = (SELECT n FROM device WHERE id = ?1))",
        )?;
        Ok(statement.query_row((device.0, after, up_to), |row| row.get(0))?)
    }

    /// Returns the entries after a row, up to `limit` of them, in rows' order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn after(&self, row: u64, limit: usize) -> Result<Vec<Held>> {
        self.list("e.n > ?1 ORDER BY e.n LIMIT ?2", (row, limit))
    }

    /// Files a part under its hash.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn file_part(&self, hash: &Hash, record: u64, row: u64) -> Result<()> {
        self.db.prepare_cached("INSERT OR IGNORE INTO part VALUES (?1, ?2, ?3)")?.execute((
            &hash.0[..8],
            record,
            row,
        ))?;
        Ok(())
    }

    /// Returns the body of a part in a record, whoever wrote it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn part(&self, record: u64, hash: &Hash) -> Result<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached(
            "SELECT e.body FROM part p JOIN entry e ON e.n = p.entry WHERE p.hash = ?1 AND p.record = ?2",
        )?;
        let rows = statement.query_map((&hash.0[..8], record), |row| row.get::<_, Vec<u8>>(0))?;
        first_of_hash(rows, hash)
    }

    /// Returns the body of a part in any record.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn part_by_hash(&self, hash: &Hash) -> Result<Option<Vec<u8>>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT e.body FROM part p JOIN entry e ON e.n = p.entry WHERE p.hash = ?1")?;
        let rows = statement.query_map([&hash.0[..8]], |row| row.get::<_, Vec<u8>>(0))?;
        first_of_hash(rows, hash)
    }

    /// Returns the bodies of the parts in a record with this hash, with their authors' devices and verdicts.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn parts_of(&self, record: u64, hash: &Hash) -> Result<Vec<(DeviceId, Verdict, Vec<u8>)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT d.id, e.verdict, e.body FROM part p JOIN entry e ON e.n = p.entry JOIN device d ON d.n = e.device \
             WHERE p.hash = ?1 AND p.record = ?2",
        )?;
        let rows = statement.query_map((&hash.0[..8], record), |row| {
            let verdict = Verdict::from_code(row.get(1)?).unwrap_or(UNREADABLE);
            Ok((DeviceId(id32(row, 0)?), verdict, row.get::<_, Vec<u8>>(2)?))
        })?;
        let mut all: Vec<_> = rows.collect::<rusqlite::Result<_>>()?;
        all.retain(|(_, _, body)| Hash::of(body) == *hash);
        Ok(all)
    }

    /// Sets which parts of a record their authors withdrew.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_withdrawn(&self, record: u64, withdrawn: &[(u64, Hash)]) -> Result<()> {
        self.db.prepare_cached("DELETE FROM withdrawn WHERE record = ?1")?.execute([record])?;
        let mut statement = self.db.prepare_cached("INSERT OR IGNORE INTO withdrawn VALUES (?1, ?2, ?3)")?;
        for (member, part) in withdrawn {
            statement.execute((record, member, part.0))?;
        }
        Ok(())
    }

    /// Returns true when a member withdrew a part in a record.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_withdrawn(&self, record: u64, member: &MemberId, part: &Hash) -> Result<bool> {
        let mut statement = self.db.prepare_cached(
            "SELECT 1 FROM withdrawn WHERE record = ?1 AND member = (SELECT n FROM member WHERE id = ?2) AND part = ?3",
        )?;
        Ok(statement.exists((record, member.0, part.0))?)
    }

    /// Returns true when this row holds an entry.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn entry_exists(&self, row: u64) -> Result<bool> {
        Ok(self.db.prepare_cached("SELECT 1 FROM entry WHERE n = ?1")?.exists([row])?)
    }

    /// Returns the record of the entry in a row.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn record_of(&self, row: u64) -> Result<Option<u64>> {
        let mut statement = self.db.prepare_cached("SELECT record FROM entry WHERE n = ?1 AND record > 0")?;
        Ok(statement.query_row([row], |row| row.get(0)).optional()?)
    }

    /// Returns true when nothing is held of a record.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_lonely(&self, record: u64) -> Result<bool> {
        Ok(!self
            .db
            .prepare_cached("SELECT 1 FROM entry WHERE record = ?1 AND record > 0")?
            .exists([record])?)
    }

    /// Returns true when something in a record waits for other entries of it that it cites.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn waits_for_cited(&self, record: u64) -> Result<bool> {
        let mut statement = self.db.prepare_cached(
            "SELECT 1 FROM entry WHERE record = ?1 AND verdict BETWEEN 1 AND 31 AND verdict = ?2",
        )?;
        Ok(statement.exists((record, Waits::Cited as u8))?)
    }

    /// Returns true when some of a record's entries are beyond a cut.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn is_dormant(&self, record: u64) -> Result<bool> {
        Ok(self.db.prepare_cached("SELECT 1 FROM record WHERE n = ?1 AND dormant")?.exists([record])?)
    }

    /// Returns the rows of one branch of a feed after a place, lowest first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn rows_of(
        &self,
        device: &DeviceId,
        tip: &Tip,
        after: u64,
        forked_at: Option<u64>,
    ) -> Result<Vec<u64>> {
        let plain = forked_at.is_none_or(|fork| tip.seq < fork);
        if plain {
            let mut statement = self.db.prepare_cached(
                "SELECT n FROM entry WHERE device = (SELECT n FROM device WHERE id = ?1) AND seq > ?2 AND seq <= ?3",
            )?;
            let rows = statement.query_map((device.0, after, tip.seq), |row| row.get(0))?;
            let mut rows: Vec<u64> = rows.collect::<rusqlite::Result<_>>()?;
            rows.sort_unstable();
            return Ok(rows);
        }
        let mut rows = Vec::new();
        let mut open =
            self.entry_at(device, tip.seq, &tip.id)?.map(|held| (held.row, held.prev_row, tip.seq));
        while let Some((row, prev, seq)) = open.filter(|&(_, _, seq)| seq > after) {
            rows.push(row);
            open = self.prev_of(prev)?.map(|before| (prev, before, seq - 1));
        }
        rows.reverse();
        Ok(rows)
    }

    fn prev_of(&self, row: u64) -> Result<Option<u64>> {
        if row == 0 {
            return Ok(None);
        }
        let mut statement = self.db.prepare_cached("SELECT prev FROM entry WHERE n = ?1")?;
        Ok(statement.query_row([row], |row| row.get(0)).optional()?)
    }

    /// Returns the id at a place of the branch that ends in `tip`.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn id_on_branch(
        &self,
        device: &DeviceId,
        tip: &Tip,
        seq: u64,
        fork: Option<u64>,
    ) -> Result<Option<EntryId>> {
        if seq > tip.seq || seq == 0 {
            return Ok(None);
        }
        if seq == tip.seq {
            return Ok(Some(tip.id));
        }
        if fork.is_none_or(|fork| seq < fork) {
            return Ok(self.at_place(device, seq)?.first().map(|&(_, id)| id));
        }
        let rows = self.rows_of(device, tip, seq - 1, fork)?;
        let Some(&first) = rows.first() else {
            return Ok(None);
        };
        Ok(self.place(first)?.map(|(_, tip)| tip.id))
    }

    /// Returns the ends of all feeds.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn tips(&self) -> Result<BTreeMap<DeviceId, Vec<Tip>>> {
        let mut statement = self.db.prepare_cached(
            "SELECT d.id, e.seq, e.id FROM tip t JOIN device d ON d.n = t.device JOIN entry e ON e.n = t.entry",
        )?;
        let mut tips: BTreeMap<DeviceId, Vec<Tip>> = BTreeMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let tip = Tip { seq: row.get(1)?, id: EntryId(id32(row, 2)?) };
            tips.entry(DeviceId(id32(row, 0)?)).or_default().push(tip);
        }
        Ok(tips)
    }

    /// Moves the end of a feed from the entry in row `from`, 0 for none, to the one in row `to`.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn move_tip(&self, device: u64, from: u64, to: u64) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM tip WHERE device = ?1 AND entry = ?2")?
            .execute((device, from))?;
        self.db.prepare_cached("INSERT INTO tip VALUES (?1, ?2)")?.execute((device, to))?;
        Ok(())
    }

    /// Returns the lowest place at which each forked device told two stories.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn forks(&self) -> Result<BTreeMap<DeviceId, u64>> {
        let mut statement = self.db.prepare_cached("SELECT id, fork FROM device WHERE fork IS NOT NULL")?;
        let rows = statement.query_map([], |row| Ok((DeviceId(id32(row, 0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Says that a device told two stories from a place on.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_fork(&self, device: u64, seq: u64) -> Result<()> {
        let mut statement =
            self.db.prepare_cached("UPDATE device SET fork = min(?2, coalesce(fork, ?2)) WHERE n = ?1")?;
        statement.execute((device, seq))?;
        Ok(())
    }

    /// Returns where each feed began to cite another epoch than before.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn turns(&self) -> Result<BTreeMap<DeviceId, Vec<(u64, EntryId)>>> {
        let mut statement = self.db.prepare_cached(
            "SELECT d.id, t.seq, o.id FROM turn t JOIN device d ON d.n = t.device JOIN epoch o ON o.n = t.epoch \
             ORDER BY t.device, t.seq, o.id",
        )?;
        let mut turns: BTreeMap<DeviceId, Vec<(u64, EntryId)>> = BTreeMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let turn = (row.get(1)?, EntryId(id32(row, 2)?));
            turns.entry(DeviceId(id32(row, 0)?)).or_default().push(turn);
        }
        Ok(turns)
    }

    /// Says that a feed cites another epoch from a place on.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn add_turn(&self, device: u64, seq: u64, epoch: u64) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO turn VALUES (?1, ?2, ?3)")?
            .execute((device, seq, epoch))?;
        Ok(())
    }

    /// Returns what is known of a record.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn record(&self, n: u64) -> Result<Option<RecordRow>> {
        let mut statement = self.db.prepare_cached(
            "SELECT r.n, r.id, r.birth, e.verdict, r.kind, r.author, r.writers, r.dormant \
             FROM record r LEFT JOIN entry e ON e.n = r.birth WHERE r.n = ?1",
        )?;
        Ok(statement
            .query_row([n], |row| {
                let birth = match row.get::<_, Option<u64>>(2)? {
                    None => None,
                    Some(birth) => Some(BirthRow {
                        row: birth,
                        // A birth that is being filed has no verdict yet.
                        verdict: row
                            .get::<_, Option<u8>>(3)?
                            .and_then(Verdict::from_code)
                            .unwrap_or(Verdict::Pending(Waits::Record)),
                        kind: row.get(4)?,
                        author: MemberId(id32(row, 5)?),
                        writers: row.get(6)?,
                    }),
                };
                Ok(RecordRow { n: row.get(0)?, id: RecordId(id32(row, 1)?), birth, dormant: row.get(7)? })
            })
            .optional()?)
    }

    /// Files a record's birth.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_birth(&self, n: u64, row: u64, kind: u8, author: &MemberId, writers: &[u8]) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "UPDATE record SET birth = ?2, kind = ?3, author = ?4, writers = ?5 WHERE n = ?1",
        )?;
        statement.execute((n, row, kind, author.0, writers))?;
        Ok(())
    }

    /// Says whether some of a record's entries are beyond a cut.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_dormant(&self, n: u64, dormant: bool) -> Result<()> {
        self.db.prepare_cached("UPDATE record SET dormant = ?2 WHERE n = ?1")?.execute((n, dormant))?;
        Ok(())
    }

    /// Returns the records in which a device wrote.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn records_of_device(&self, device: &DeviceId) -> Result<Vec<u64>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT record FROM entry WHERE device = (SELECT n FROM device WHERE id = ?1) AND record > 0",
        )?;
        let rows = statement.query_map([device.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the records that have pending entries.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn records_pending(&self) -> Result<Vec<u64>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT record FROM entry WHERE verdict BETWEEN 1 AND 31 AND record > 0",
        )?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the withdrawals of a record, in rows' order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn withdrawals(&self, record: u64) -> Result<Vec<Held>> {
        self.list("e.record = ?1 AND e.record > 0 AND e.kind = 10 ORDER BY e.n", [record])
    }

    /// Returns the entries of these rows, in this order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn fetch(&self, rows: &[u64]) -> Result<Vec<Entry>> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} {FROM} WHERE e.n = ?1"))?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            entries.extend(statement.query_row([row], held).optional()?.map(|held| held.entry));
        }
        Ok(entries)
    }

    /// Returns all certificates, in rows' order.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn certificates(&self) -> Result<Vec<Held>> {
        self.list("e.kind = 11 AND e.record > 0 ORDER BY e.n", [])
    }

    /// Returns what the clocks of these devices said when they last wrote, the latest of them.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn last_words(&self, devices: &[DeviceId]) -> Result<Option<i64>> {
        let mut statement = self.db.prepare_cached(
            "SELECT max(e.at) FROM tip t JOIN entry e ON e.n = t.entry \
             WHERE t.device = (SELECT n FROM device WHERE id = ?1)",
        )?;
        let mut last = None;
        for device in devices {
            last = last.max(statement.query_row([device.0], |row| row.get::<_, Option<i64>>(0))?);
        }
        Ok(last)
    }

    /// Returns when somebody last said something with effect on a record, by the author's clock.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn last_at(&self, record: u64) -> Result<Option<i64>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT max(at) FROM entry WHERE record = ?1 AND record > 0 AND verdict = 0")?;
        Ok(statement.query_row([record], |row| row.get(0))?)
    }

    /// Returns at most `limit` entries after one row and before another, the last ones first; with `since`, only those whose
    /// author's clock was not before.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn recent(&self, after: u64, before: u64, since: Option<i64>, limit: usize) -> Result<Vec<Held>> {
        self.list(
            "e.n > ?1 AND e.n < ?2 AND (?3 IS NULL OR e.at >= ?3) ORDER BY e.n DESC LIMIT ?4",
            (after, before, since, limit as u64),
        )
    }

    /// Returns how many entries are held.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn count_entries(&self) -> Result<u64> {
        // Rows are given once and never taken back.
        self.last_row()
    }

    /// Returns how many entries came to each verdict that is not effective.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn count_verdicts(&self) -> Result<Vec<(Verdict, u64)>> {
        let mut statement = self.db.prepare_cached(VERDICTS)?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, u8>(0)?, row.get(1)?)))?;
        let counts: Vec<(u8, u64)> = rows.collect::<rusqlite::Result<_>>()?;
        Ok(counts.into_iter().filter_map(|(code, n)| Some((Verdict::from_code(code)?, n))).collect())
    }

    /// Returns how many entries of a device are held, and the summed length of their bodies in bytes; all its stories
    /// together.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn held_of(&self, device: &DeviceId) -> Result<(u64, u64)> {
        let mut statement = self.db.prepare_cached(
            "SELECT count(*), coalesce(sum(length(body)), 0) FROM entry \
             WHERE device = (SELECT n FROM device WHERE id = ?1)",
        )?;
        Ok(statement.query_row([device.0], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Returns what a device's entries from a place on came to, and how many of each.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn verdicts_from(&self, device: &DeviceId, seq: u64) -> Result<Vec<(Verdict, u64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT verdict, count(*) FROM entry WHERE device = (SELECT n FROM device WHERE id = ?1) \
             AND seq >= ?2 GROUP BY verdict ORDER BY verdict",
        )?;
        let rows = statement.query_map((device.0, seq), |row| Ok((row.get::<_, u8>(0)?, row.get(1)?)))?;
        let counts: Vec<(u8, u64)> = rows.collect::<rusqlite::Result<_>>()?;
        Ok(counts.into_iter().filter_map(|(code, n)| Some((Verdict::from_code(code)?, n))).collect())
    }

    /// Returns the rows, devices and places of entries without a signature of their own, after a row.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn unsigned_after(&self, row: u64, limit: usize) -> Result<Vec<(u64, DeviceId, u64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT e.n, d.id, e.seq FROM entry e JOIN device d ON d.n = e.device \
             WHERE e.n > ?1 AND e.signature IS NULL ORDER BY e.n LIMIT ?2",
        )?;
        let rows = statement
            .query_map((row, limit), |row| Ok((row.get(0)?, DeviceId(id32(row, 1)?), row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Writes the signature of an entry that a later one vouched for.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn set_signature(&self, row: u64, signature: Option<&Signature>) -> Result<()> {
        self.db
            .prepare_cached("UPDATE entry SET signature = ?2 WHERE n = ?1")?
            .execute((row, signature.map(|signature| signature.0)))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_of_people_or_came_to_nothing_is_found_without_reading_everything() {
        let store = Store::in_memory().unwrap();
        let controls = format!("SELECT {COLUMNS} {FROM} WHERE {CONTROLS}");
        for (asked, indexes) in [
            (controls.as_str(), &["entry_control"][..]),
            (VERDICTS, &["entry_pending", "entry_without_effect"]),
        ] {
            let mut plan = store.db.prepare(&format!("EXPLAIN QUERY PLAN {asked}")).unwrap();
            let steps = plan.query_map([], |row| row.get(3)).unwrap();
            let steps = steps.collect::<rusqlite::Result<Vec<String>>>().unwrap();
            let uses = |index: &&str| steps.iter().any(|step| step.contains(*index));
            assert!(indexes.iter().all(uses), "{steps:?}");
        }
    }
}
