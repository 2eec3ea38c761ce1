//! W6 and W8: finding words among all that was written, and how much disk a community takes.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

use anyhow::{Result, ensure};
use palabre_documents::kinds::RecordType;
use palabre_feeds::body::Part;
use palabre_feeds::entry::Kind;
use rusqlite::{Connection, params};

use super::join::bytes;
use super::table::{Ratio, ms, percentile};
use super::{Bench, Filled, remove};

/// How many are looked for.
const FIRST: u32 = 20;

/// Measures W6: the store's search, with everything that was said and every page in its index.
pub fn measure(bench: &mut Bench, filled: &Filled) -> Result<()> {
    let Filled { size, world, path } = filled;
    eprintln!("W6 {}: reading all words in …", size.name);
    let mut replica = bench.copy(world, path, "searched.palabre")?;
    while replica.read_words(4_096)? {}
    let bare = bench.path("bare.db");
    remove(&bare);
    let mut db = Connection::open(&bare)?;
    // As much memory as the store takes: SQLite's caches in one process take pages from each other once one is full.
    db.pragma_update(None, "cache_size", -2_000)?;
    db.execute_batch(
        "CREATE VIRTUAL TABLE found USING fts5(text, content='', contentless_delete=1, prefix='2 3', \
         tokenize='unicode61 remove_diacritics 2');",
    )?;
    let words = world.entries.iter().filter(|entry| entry.kind() == Some(Kind::Part));
    let mut texts: Vec<String> =
        words.filter_map(|entry| Part::text(&entry.body).map(str::to_owned)).collect();
    for kind in RecordType::ALL {
        let pages = replica.store().pages_of(*kind as u8, 0, u32::MAX)?;
        texts.extend(pages.into_iter().map(|page| kind.glance(&page.data).text()));
    }
    let transaction = db.transaction()?;
    for (row, text) in texts.iter().enumerate() {
        transaction
            .prepare_cached("INSERT INTO found (rowid, text) VALUES (?1, ?2)")?
            .execute(params![row as i64 + 1, text])?;
    }
    transaction.commit()?;
    // Words of every frequency, the whole of each and its beginning, as somebody types it.
    let all: BTreeSet<String> = world
        .words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3 && word.is_ascii())
        .map(str::to_lowercase)
        .collect();
    let step = (all.len() / bench.rounds(300, 60)).max(1);
    // The allocator tidies up after the making of these words once somebody asks it for more: no search is to wait for that.
    replica.store().find(&all.iter().take(1).cloned().collect::<Vec<_>>(), 0, FIRST)?;
    let mut pairs = Vec::new();
    let (mut figures, mut found, mut slowest) = (Vec::new(), 0, (0.0, String::new()));
    for (round, word) in all.iter().step_by(step).enumerate() {
        let word = if round % 3 == 0 { &word[..3] } else { &word[..] };
        let look = |replica: &palabre_node::replica::Replica| -> Result<(f64, usize)> {
            let start = Instant::now();
            let found = replica.store().find(&[word.to_owned()], 0, FIRST)?.len();
            Ok((ms(start.elapsed()), found))
        };
        let floor = || -> Result<f64> {
            let start = Instant::now();
            let mut statement =
                db.prepare_cached("SELECT rowid FROM found WHERE found MATCH ?1 ORDER BY rank LIMIT ?2")?;
            let rows =
                statement.query_map(params![format!("\"{word}\"*"), FIRST], |row| row.get::<_, i64>(0))?;
            black_box(rows.collect::<rusqlite::Result<Vec<_>>>()?);
            Ok(ms(start.elapsed()))
        };
        // A B B A: neither is always the first.
        let (figure, floor) = if round % 2 == 0 {
            let figure = look(&replica)?;
            (figure, floor()?)
        } else {
            let floor = floor()?;
            (look(&replica)?, floor)
        };
        found += figure.1;
        if figure.0 > slowest.0 {
            slowest = (
                figure.0,
                format!("{word}*, the {}th word, {:.1} ms, its floor {floor:.1} ms", round + 1, figure.0),
            );
        }
        figures.push(figure.0);
        pairs.push((figure.0, floor));
    }
    ensure!(found > 0, "nothing was found");
    eprintln!("  the slowest of {}: {}", figures.len(), slowest.1);
    let ratio = Ratio::of(&pairs);
    let (p95, worst) = (percentile(&figures, 0.95), percentile(&figures, 1.0));
    bench.at("W6", *size, p95);
    bench.table.row(
        format!("W6 first {FIRST} of {} texts, p95", texts.len()),
        format!("{p95:.2} ms, at most {worst:.2} ms"),
        format!("{:.2} ms", percentile(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>(), 0.95)),
        ratio.to_string(),
        "≤ 1.2×, 30 ms, 100 ms",
        ratio.within(1.2).and(p95 <= 30.0 && worst <= 100.0),
    );
    drop((replica, db));
    remove(&bare);
    remove(&bench.path("searched.palabre"));
    Ok(())
}

/// Measures W8: the newcomer's file with all indexes and the search index, against the signed bytes.
pub fn measure_disk(bench: &mut Bench, filled: &Filled) -> Result<()> {
    let Filled { size, world, .. } = filled;
    eprintln!("W8 {}: joining, and reading all words in …", size.name);
    let (_, disk) = bytes(bench, filled)?;
    let signed: usize = world.entries.iter().map(|entry| entry.to_bytes().len()).sum();
    let mb = |bytes: f64| format!("{:.1} MB, {:.0} B/entry", bytes / 1e6, bytes / world.entries.len() as f64);
    let ratio = disk as f64 / signed as f64;
    bench.at("W8", *size, disk as f64 / 1e6);
    bench.table.row(
        format!("W8 disk of {}, with its search index", size.name),
        mb(disk as f64),
        mb(signed as f64),
        format!("{ratio:.2}×"),
        "≤ 1.6×",
        Some(ratio <= 1.6),
    );
    Ok(())
}
