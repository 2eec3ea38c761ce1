//! Making the rows that screens read, from the documents that a batch touched.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use palabre_documents::certified::roll_of;
use palabre_documents::kinds::{self, DecisionPage, RecordType};
use palabre_documents::recount::replaced_by;
use palabre_documents::voice::{Current, CurrentStance, Key, Said, StoredValue, Voice};
use palabre_domain::decision::{Paper, Roll};
use palabre_domain::id::{Hash, MemberId, RecordId};
use palabre_domain::tally::Tally;
use palabre_domain::wire;
use palabre_domain::words::{Attachment, ItemId};
use palabre_feeds::body::{Body, Withdraw};
use palabre_feeds::entry::Kind;
use palabre_store::StoreError;
use palabre_store::entries::RecordRow;
use palabre_store::views::{Shown, StateSum};
use rayon::prelude::*;

use super::take::Touched;
use super::{OpenDocument, PageDocument, Replica, VoiceDocument};

/// An opening of a decision, with what says whose answers count in it.
pub(super) struct Opened {
    id: Hash,
    paper: Paper,
    roll: Option<Roll>,
    replaced: Vec<Hash>,
}

/// Tallies on their way, by record, opening and whether those on its roll answered.
type Tallies = BTreeMap<(u64, Hash, bool), Tally>;

impl Replica {
    /// Shows what a batch touched.
    pub(super) fn show(&mut self, sum: &mut StateSum, touched: &Touched) -> Result<(), StoreError> {
        let mut broken = Touched::default();
        let mut read = self.build_pages(&touched.pages);
        for &record in &touched.pages {
            if !self.show_page(record, read.remove(&record), sum)? {
                broken.whole.insert(record);
            }
        }
        // A page that does not hold together with what came is judged as a whole, and then it does.
        for record in broken.whole.clone() {
            self.judge_whole(record, sum, &mut broken)?;
            self.show_page(record, None, sum)?;
        }
        let voices: BTreeSet<_> = touched.voices.union(&broken.voices).copied().collect();
        let pages: BTreeSet<u64> = touched.pages.union(&broken.pages).copied().collect();
        for record in pages.iter().chain(&touched.parts).chain(&broken.parts) {
            self.openings.pop(record);
        }
        self.show_voices(&voices, &pages, sum)?;
        for record in pages {
            self.show_tally(record)?;
        }
        for &record in &touched.parts {
            self.show_withdrawn(record)?;
        }
        Ok(())
    }

    /// Builds the pages that a batch touched and that are in memory, on all cores when there are many; returns what
    /// they read as.
    fn build_pages(&mut self, records: &BTreeSet<u64>) -> HashMap<u64, Vec<u8>> {
        let open = self.open.iter_mut().filter_map(|(key, document)| match document {
            OpenDocument::Page(page) if records.contains(&key.0) => Some((key.0, page.as_mut())),
            _ => None,
        });
        let pages: Vec<_> = open.collect();
        // A page that does not hold together says so again when it is shown.
        let read = |(record, page): (u64, &mut PageDocument)| {
            let record_type = page.record_type();
            Some((record, record_type.read(page.build().ok()?)))
        };
        pages.into_par_iter().with_min_len(4).filter_map(read).collect()
    }

    /// Shows a page, as it was `read` if it was; returns false when it does not hold together.
    fn show_page(
        &mut self,
        record: u64,
        read: Option<Vec<u8>>,
        sum: &mut StateSum,
    ) -> Result<bool, StoreError> {
        let Some(row) = self.store.record(record)? else {
            return Ok(true);
        };
        let Some(birth) = row.birth.filter(|birth| birth.verdict.is_effective()) else {
            self.store.set_page(sum, (record, &row.id), None)?;
            return Ok(true);
        };
        let born = self.store.entry(birth.row)?.map_or(0, |held| held.entry.header.at);
        let Some(page) = self.page(record)? else {
            return Ok(true);
        };
        let record_type = page.record_type();
        let data = match (read, page.build()) {
            (_, Err(_)) => return Ok(false),
            (Some(read), Ok(_)) => read,
            (None, Ok(document)) => record_type.read(document),
        };
        let glance = record_type.glance(&data);
        let shown =
            Shown { kind: record_type as u8, born, title: &glance.title, about: &glance.about, data: &data };
        self.store.set_page(sum, (record, &row.id), Some(&shown))?;
        Ok(true)
    }

    /// Shows voices, and counts them where the page did not change: there the tallies are made again anyway.
    fn show_voices(
        &mut self,
        voices: &BTreeSet<(u64, MemberId)>,
        pages: &BTreeSet<u64>,
        sum: &mut StateSum,
    ) -> Result<(), StoreError> {
        let mut records: BTreeMap<u64, RecordRow> = BTreeMap::new();
        let mut members: BTreeMap<MemberId, u64> = BTreeMap::new();
        for &(record, member) in voices {
            if let Entry::Vacant(place) = records.entry(record)
                && let Some(row) = self.store.record(record)?
            {
                place.insert(row);
            }
            if records.get(&record).is_some_and(RecordRow::is_effective) {
                self.voice(record, member)?;
            }
            if let Entry::Vacant(place) = members.entry(member) {
                place.insert(self.store.member_number(&member)?);
            }
        }
        let open = |&(record, member): &(u64, MemberId)| {
            let row = records.get(&record)?;
            let voice = match self.open.peek(&(record, Some(member))) {
                Some(OpenDocument::Voice(voice)) if row.is_effective() => Some(voice.as_ref()),
                _ => None,
            };
            Some((record, member, row, voice))
        };
        let open: Vec<_> = voices.iter().filter_map(open).collect();
        let written = |(record, member, row, voice): (u64, MemberId, _, Option<&VoiceDocument>)| {
            let voice = voice.map(row_of).unwrap_or_default();
            let bytes = (!voice.keys.is_empty()).then(|| voice.to_bytes());
            (record, member, row, voice, bytes)
        };
        let written: Vec<_> = open.into_par_iter().with_min_len(32).map(written).collect();
        let mut tallies = Tallies::default();
        for (record, member, row, voice, after) in written {
            let number = members[&member];
            let before = self.store.voice(record, number)?;
            let (was, is) = (before.as_deref(), after.as_deref());
            if was == is {
                continue;
            }
            self.store.set_voice(sum, (record, &row.id), (number, &member), was, is)?;
            let before = was.map(Voice::from_bytes).unwrap_or_default();
            let files = attached(&voice);
            // Most voices attach nothing, and never did.
            if !files.is_empty() || !attached(&before).is_empty() {
                let files: Vec<_> = files
                    .iter()
                    .map(|(id, file)| (&id.0[..], &file.hash.0, file.size, file.name.as_str()))
                    .collect();
                self.store.set_attachments(record, number, &files)?;
            }
            let kind = row.birth.as_ref().and_then(|birth| RecordType::from_code(birth.kind));
            if !pages.contains(&record) && kind.is_some_and(RecordType::is_decided) {
                let (before, now) = (before.stance(), voice.stance());
                if before != now {
                    let openings = self.opened(record)?;
                    self.change_tallies(record, &openings, &member, &before, Tally::remove, &mut tallies)?;
                    self.change_tallies(record, &openings, &member, &now, Tally::add, &mut tallies)?;
                }
            }
        }
        self.keep_tallies(&tallies)
    }

    fn change_tallies(
        &self,
        record: u64,
        openings: &[Opened],
        member: &MemberId,
        stance: &CurrentStance,
        change: fn(&mut Tally, &palabre_domain::decision::Answer),
        tallies: &mut Tallies,
    ) -> Result<(), StoreError> {
        let CurrentStance::One(stance, _) = stance else {
            return Ok(());
        };
        // Where its opening is not here yet, the tally is made again when it comes.
        for opened in openings.iter().filter(|o| stance.counts_for(&o.id, &o.paper, &o.replaced)) {
            let on_roll = opened.roll.as_ref().is_none_or(|roll| roll.contains(member));
            let tally = match tallies.entry((record, opened.id, on_roll)) {
                Entry::Occupied(tally) => tally.into_mut(),
                Entry::Vacant(place) => {
                    place.insert(self.tally(record, &opened.id, on_roll, opened.paper.options.len())?)
                }
            };
            change(tally, &stance.answer);
        }
        Ok(())
    }

    fn keep_tallies(&self, tallies: &Tallies) -> Result<(), StoreError> {
        for ((record, opening, on_roll), tally) in tallies {
            self.store.set_tally(*record, opening, *on_roll, &wire::to_bytes(tally))?;
        }
        Ok(())
    }

    /// Returns what the answers to an opening with so many options come to so far: of those on its roll, or of the
    /// others. How many are present is not in it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tally(
        &self,
        record: u64,
        opening: &Hash,
        on_roll: bool,
        options: usize,
    ) -> Result<Tally, StoreError> {
        let kept = self.store.tally(record, opening, on_roll)?;
        Ok(kept.and_then(|data| wire::from_bytes(&data).ok()).unwrap_or_else(|| Tally::of(0, options, [])))
    }

    /// Makes a decision's tallies again, after its page changed.
    fn show_tally(&mut self, record: u64) -> Result<(), StoreError> {
        self.store.clear_tally(record)?;
        let openings = self.opened(record)?;
        if openings.is_empty() {
            return Ok(());
        }
        let mut tallies = Tallies::default();
        for (member, bytes) in self.store.voices(record)? {
            let stance = Voice::from_bytes(&bytes).stance();
            self.change_tallies(record, &openings, &member, &stance, Tally::add, &mut tallies)?;
        }
        self.keep_tallies(&tallies)
    }

    /// Returns each opening of a decision, with what says whose answers count in it.
    fn opened(&mut self, record: u64) -> Result<Arc<[Opened]>, StoreError> {
        if let Some(kept) = self.openings.get(&record) {
            return Ok(Arc::clone(kept));
        }
        let opened: Arc<[Opened]> = self.read_openings(record)?.into();
        self.openings.put(record, Arc::clone(&opened));
        Ok(opened)
    }

    fn read_openings(&self, record: u64) -> Result<Vec<Opened>, StoreError> {
        let kind = self.store.record(record)?.and_then(|row| row.birth).map(|birth| birth.kind);
        if !kind.and_then(RecordType::from_code).is_some_and(RecordType::is_decided) {
            return Ok(Vec::new());
        }
        let openings = self.decision_page(record)?.openings;
        let paper_of =
            |id: &Hash| openings.iter().find(|(known, _)| known == id).map(|(_, paper)| paper.clone());
        let part = |hash: &Hash| self.store.part(record, hash).ok().flatten();
        let opened = openings.iter().filter_map(|(id, paper)| {
            let roll = roll_of(paper, &part).ok()?;
            Some(Opened { id: *id, paper: paper.clone(), roll, replaced: replaced_by(paper, &paper_of) })
        });
        Ok(opened.collect())
    }

    /// Returns a page as it is shown; an empty one when there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn shown<K: kinds::Kind>(&self, record: u64) -> Result<K, StoreError> {
        Ok(self.store.page(record)?.map(|data| kinds::page(&data)).unwrap_or_default())
    }

    /// Returns what a decision's or a round's page says about deciding; an empty one when there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn decision_page(&self, record: u64) -> Result<DecisionPage, StoreError> {
        let kind = self.store.record(record)?.and_then(|row| row.birth).map(|birth| birth.kind);
        let kind = kind.and_then(RecordType::from_code).unwrap_or(RecordType::Decision);
        Ok(self.store.page(record)?.map(|data| kinds::decided(kind, &data)).unwrap_or_default())
    }

    /// Returns how a page came about: each change with effect, who made it, when, and which parts it touches.
    ///
    /// # Errors
    /// When the store fails.
    pub fn page_history(&mut self, record: u64) -> Result<Vec<(MemberId, i64, Vec<String>)>, StoreError> {
        let mut history = Vec::new();
        for held in self.store.of_record(record)? {
            let writes =
                matches!(held.entry.kind(), Some(Kind::Birth | Kind::Edit)) && held.verdict.is_effective();
            let member = self.known()?.membership.member_of(&held.entry.header.device);
            let (true, Some(member)) = (writes, member) else { continue };
            let read = palabre_documents::reading::read(&self.community, &held.entry, Some(member));
            if let palabre_documents::reading::Decoded::Page(change, _) = read.decoded {
                history.push((member, held.entry.header.at, palabre_documents::page::parts_in(&change)));
            }
        }
        Ok(history)
    }

    /// Returns a text by many hands in pieces, each with who wrote it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn who_wrote(&mut self, record: u64, key: &str) -> Result<Vec<(MemberId, String)>, StoreError> {
        let Some(page) = self.page(record)? else {
            return Ok(Vec::new());
        };
        let Ok(document) = page.build() else {
            return Ok(Vec::new());
        };
        let pieces = palabre_documents::page::hands(document, key);
        let membership = &self.known()?.membership;
        let mut by_member: Vec<(MemberId, String)> = Vec::new();
        for (device, text) in pieces {
            let member = membership.member_of(&device).unwrap_or_default();
            match by_member.last_mut().filter(|(last, _)| *last == member) {
                Some((_, piece)) => piece.push_str(&text),
                None => by_member.push((member, text)),
            }
        }
        Ok(by_member)
    }

    fn show_withdrawn(&mut self, record: u64) -> Result<(), StoreError> {
        let mut withdrawn = Vec::new();
        for held in self.store.withdrawals(record)? {
            if !held.verdict.is_effective() || held.entry.kind() != Some(Kind::Withdraw) {
                continue;
            }
            let Ok(Body::Withdraw(Withdraw { part })) = Body::read(&self.community, &held.entry) else {
                continue;
            };
            let Some(member) = self.known()?.membership.member_of(&held.entry.header.device) else {
                continue;
            };
            withdrawn.push((self.store.member_number(&member)?, part));
        }
        self.store.set_withdrawn(record, &withdrawn)
    }

    /// Returns the words of a part by this author; nothing when they were withdrawn or are not here.
    ///
    /// # Errors
    /// When the store fails.
    pub fn words(&mut self, record: u64, author: &MemberId, part: &Hash) -> Result<Words, StoreError> {
        if self.store.is_withdrawn(record, author, part)? {
            return Ok(Words::Withdrawn);
        }
        for (device, _, body) in self.store.parts_of(record, part)? {
            let by_author = self.known()?.membership.member_of(&device) == Some(*author);
            if let (true, Some(text)) = (by_author, palabre_feeds::body::Part::text(&body)) {
                return Ok(Words::Here(text.to_owned()));
            }
        }
        Ok(Words::Missing)
    }

    /// Returns all voices on a record, as they are shown, in members' order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn voices(&self, record: u64) -> Result<Vec<(MemberId, Voice)>, StoreError> {
        let voices = self.store.voices(record)?;
        Ok(voices.into_iter().map(|(member, bytes)| (member, Voice::from_bytes(&bytes))).collect())
    }

    /// Returns the number of a record that is shown.
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_number(&self, id: &RecordId) -> Result<Option<u64>, StoreError> {
        self.store.known_record(id)
    }
}

/// The words that a part holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Here they are.
    Here(String),
    /// Their author withdrew them.
    Withdrawn,
    /// They have not arrived.
    Missing,
}

fn row_of(voice: &VoiceDocument) -> Voice {
    let keys = voice
        .state()
        .current()
        .iter()
        .map(|(key, values)| {
            let current =
                |(op, value): &(_, _)| Current { value: StoredValue::from(value), at: voice.time_of(op) };
            (key.clone(), values.iter().map(current).collect())
        })
        .collect();
    Voice { keys }
}

/// Returns the files that a voice attaches.
fn attached(voice: &Voice) -> Vec<(ItemId, Attachment)> {
    let files = voice.said_under("file/").filter_map(|(key, said, _)| match (key, said) {
        (Key::File(id), Said::File(file)) if file.is_sound() => Some((id, file)),
        _ => None,
    });
    files.collect()
}
