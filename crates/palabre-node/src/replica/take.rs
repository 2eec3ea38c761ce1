//! Taking entries in: file, judge, show.

use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::mpsc;

use palabre_documents::reading::{self, Decoded, Reading};
use palabre_documents::weight::weight;
use palabre_domain::id::{DeviceId, EntryId, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Body, Invites};
use palabre_feeds::entry::{Entry, Kind};
use palabre_feeds::group::{Record, What, entitled};
use palabre_feeds::heights::Tip;
use palabre_feeds::membership::Standing;
use palabre_feeds::run::Run;
use palabre_feeds::verdict::{Verdict, Waits};
use palabre_store::StoreError;
use palabre_store::entries::Filed;
use palabre_store::views::StateSum;
use rayon::prelude::*;

use super::{ROLLED_BACK, Replica, control};

/// More than any feed can count for and any column cannot: beyond it nothing is added.
const MOST: u64 = i64::MAX as u64;

/// From so many runs on, signatures are checked while the rest is done, and more of the file is kept in memory.
const MANY: usize = 128;
/// So many of them are checked before: what is forged is forged in many places, and not worth the rest.
const SAMPLE: usize = 16;

/// What came of taking runs in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Took {
    /// The rows of the new entries.
    pub new: Vec<u64>,
    /// How many entries were held already.
    pub known: u64,
    /// How many runs had a bad signature.
    pub refused: u64,
    /// How many runs follow something that is not held.
    pub gaps: u64,
}

/// An entry that is on its way into the store.
pub(super) struct Arriving<'a> {
    pub row: u64,
    device: u64,
    prev_row: u64,
    epoch: u64,
    pub record: u64,
    pub total: u64,
    pub verdict: Verdict,
    pub entry: &'a Entry,
}

/// What an entry says, and whose device wrote it, if that is known.
type Read = (Option<MemberId>, Reading);

/// Why runs that were taken in while they were checked are given up.
enum Tried {
    Store(StoreError),
    /// Some are forged: which are signed.
    Forged(Vec<bool>),
}

impl From<StoreError> for Tried {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The new entries of one batch, in the order of their rows.
#[derive(Default)]
struct Batch<'a> {
    arriving: Vec<Arriving<'a>>,
    by_id: HashMap<EntryId, usize>,
    next_row: u64,
    forked: bool,
    /// The numbers of records and epochs, looked up once.
    records: HashMap<RecordId, u64>,
    epochs: HashMap<EntryId, u64>,
}

/// What a batch touched, to be judged again or shown anew.
#[derive(Default)]
pub(super) struct Touched {
    /// Records all of whose entries are judged together again.
    pub whole: BTreeSet<u64>,
    /// Pages that changed.
    pub pages: BTreeSet<u64>,
    /// Voices that changed.
    pub voices: BTreeSet<(u64, MemberId)>,
    /// Records on which a part came or was withdrawn.
    pub parts: BTreeSet<u64>,
    /// Certificates that came, with their records: held against what they cite once all of the batch is filed.
    pub certificates: Vec<(u64, u64)>,
}

impl Replica {
    /// Takes runs in: what is new and properly signed is filed, judged and shown, all or nothing.
    ///
    /// The signatures of many runs are checked while the rest is done, and before it is committed.
    ///
    /// # Errors
    /// When the store fails; then nothing has changed.
    pub fn take(&mut self, runs: &[Run]) -> Result<Took, StoreError> {
        let community = self.community;
        self.store.expect_thousands(runs.len() >= MANY)?;
        let mut sample = runs.iter().step_by((runs.len() / SAMPLE).max(1));
        if runs.len() < MANY || !sample.all(|run| run.is_signed_in(&community)) {
            let signed = verify_all(&community, runs);
            return self.in_transaction(|replica| replica.take_watching_mine(runs, &signed, || ()));
        }
        let fresh = self.known()?.fresh.clone();
        let tried = rayon::in_place_scope(|scope| {
            let (told, verified) = mpsc::channel();
            self.in_transaction(|replica| {
                let check = || scope.spawn(move |_| drop(told.send(verify_all(&community, runs))));
                let took = replica.take_watching_mine(runs, &vec![true; runs.len()], check)?;
                match verified.recv() {
                    Ok(signed) if !signed.contains(&false) => Ok(took),
                    Ok(signed) => Err(Tried::Forged(signed)),
                    // Where nothing was new, nothing was checked.
                    Err(_) if took.new.is_empty() => Ok(took),
                    // Whoever was to check them is gone without a word: nothing counts as signed.
                    Err(_) => Err(Tried::Forged(vec![false; runs.len()])),
                }
            })
        });
        match tried {
            Ok(took) => Ok(took),
            Err(Tried::Store(error)) => Err(error),
            Err(Tried::Forged(signed)) => {
                self.known()?.fresh = fresh;
                self.in_transaction(|replica| replica.take_watching_mine(runs, &signed, || ()))
            }
        }
    }

    /// Only this laptop writes its feed: what others bring of it was forgotten here, or written by a copy.
    fn take_watching_mine(
        &mut self,
        runs: &[Run],
        signed: &[bool],
        meanwhile: impl FnOnce(),
    ) -> Result<Took, StoreError> {
        let mine = self.mine.filter(|mine| runs.iter().any(|run| run.device() == *mine));
        let Some(mine) = mine else {
            return self.take_signed(runs, signed, meanwhile);
        };
        let before = self.known()?.heights.tips(&mine).to_vec();
        let took = self.take_signed(runs, signed, meanwhile)?;
        let known = self.known()?;
        if known.heights.tips(&mine) != &before[..] {
            known.rolled_back = true;
            self.store.set_setting(ROLLED_BACK, b"yes")?;
        }
        Ok(took)
    }

    pub(super) fn in_transaction<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.known()?;
        // The store is lent to the transaction, the rest of the replica to the work inside it.
        let begun = self.store.begin();
        let result = begun.map_err(E::from).and_then(|()| work(self));
        let result = self.store.end(result);
        if result.is_err() {
            self.forget();
        }
        let beyond = self.open.len().saturating_sub(super::OPEN_DOCUMENTS);
        let closed: Vec<_> = (0..beyond).filter_map(|_| self.open.pop_lru()).collect();
        if !closed.is_empty() {
            // Giving back what thousands of documents held takes its time.
            rayon::spawn(move || drop(closed));
        }
        result
    }

    /// Takes in the runs that are `signed`; begins what can be done `meanwhile` once little is left for several cores.
    pub(super) fn take_signed(
        &mut self,
        runs: &[Run],
        signed: &[bool],
        meanwhile: impl FnOnce(),
    ) -> Result<Took, StoreError> {
        let mut took = Took::default();
        self.unfiled = Some(self.store.last_record()? + 1);
        let mut batch = Batch { next_row: self.store.last_row()? + 1, ..Batch::default() };
        for (run, signed) in runs.iter().zip(signed) {
            self.arrive(run, *signed, &mut batch, &mut took)?;
        }
        let Batch { mut arriving, forked, .. } = batch;
        if arriving.is_empty() {
            self.unfiled = None;
            return Ok(took);
        }
        let mut sum = self.store.state_sum()?;
        let mut touched = Touched::default();
        let controls_came = self.read_controls(&mut arriving);
        if forked {
            self.fold_again(&mut sum, &mut touched)?;
        } else if controls_came > 0 {
            self.fold_more(controls_came, &mut sum, &mut touched)?;
        }
        let readings = self.read_arriving(&arriving)?;
        meanwhile();
        self.judge_arriving(&mut arriving, readings, &mut touched)?;
        for one in &arriving {
            self.store.file(&Filed {
                row: one.row,
                device: one.device,
                prev_row: one.prev_row,
                epoch: one.epoch,
                record: one.record,
                total: one.total,
                verdict: one.verdict,
                entry: one.entry,
            })?;
            sum.verdict(&one.entry.id, one.verdict, true);
        }
        self.unfiled = None;
        arriving.iter().for_each(|one| self.glances.forget(one.record));
        self.store.forget_glances(arriving.iter().map(|one| one.record))?;
        let listed = self.known()?.listed();
        if !listed.is_empty() && arriving.iter().any(|one| listed.contains(&one.entry.header.body_hash)) {
            self.fold_again(&mut sum, &mut touched)?;
        }
        self.settle(&mut sum, &mut touched)?;
        self.show(&mut sum, &touched)?;
        let told = |house| controls_came > 0 || touched.voices.iter().any(|(record, _)| *record == house);
        self.known()?.suspensions.look_again(|house| told(house) || touched.whole.contains(&house));
        self.store.set_state_sum(sum)?;
        took.new = arriving.iter().map(|one| one.row).collect();
        let fresh = took.new.clone();
        self.known()?.fresh.extend(fresh);
        Ok(took)
    }

    /// Finds what is new in a run, and where it goes.
    fn arrive<'a>(
        &mut self,
        run: &'a Run,
        signed: bool,
        batch: &mut Batch<'a>,
        took: &mut Took,
    ) -> Result<(), StoreError> {
        let device = run.device();
        let tips: Vec<Tip> = self.known()?.heights.tips(&device).to_vec();
        let mut new = &run.entries[..];
        while let Some(first) = new.first() {
            let beyond = tips.iter().all(|tip| tip.seq < first.header.seq);
            let in_batch = batch.by_id.contains_key(&first.id);
            if !in_batch && (beyond || !self.holds(&device, first.header.seq, &first.id)?) {
                break;
            }
            took.known += 1;
            new = &new[1..];
        }
        let Some(first) = new.first() else { return Ok(()) };
        if !signed {
            took.refused += 1;
            return Ok(());
        }
        let number = self.store.device_number(&device)?;
        let (mut prev_row, mut total, mut epoch) = if first.header.seq == 1 {
            (0, 0, 0)
        } else {
            let prev = first.header.prev;
            let here = batch.by_id.get(&prev).and_then(|&i| batch.arriving.get(i));
            let end = match here {
                Some(one) => Some((one.row, one.total, one.epoch)),
                None => self.store.chain_end(number, first.header.seq - 1, &prev)?,
            };
            let Some(end) = end else {
                took.gaps += 1;
                return Ok(());
            };
            end
        };
        // Every entry that is held and is no tip has another after it: this one is a second story.
        let follows_a_tip = tips.iter().any(|tip| tip.id == first.header.prev);
        let begins = first.header.seq == 1 && tips.is_empty();
        if !follows_a_tip && !begins {
            batch.forked = true;
            self.store.set_fork(number, first.header.seq)?;
            let fork = self.known()?.forks.entry(device).or_insert(first.header.seq);
            *fork = (*fork).min(first.header.seq);
        }
        let from_row = if follows_a_tip { prev_row } else { 0 };
        for entry in new {
            let row = batch.next_row;
            batch.next_row += 1;
            total = total.saturating_add(weight(entry)).min(MOST);
            let epoch_id = entry.header.epoch;
            let cited = once(&mut batch.epochs, epoch_id, || self.store.epoch_number(&epoch_id))?;
            if cited != epoch {
                self.store.add_turn(number, entry.header.seq, cited)?;
                let known = self.known()?;
                let turns = known.turns.entry(device).or_default();
                turns.push((entry.header.seq, epoch_id));
                turns.sort_unstable();
                known.membership.turn(&device, entry.header.seq, &epoch_id);
                // Another story of this feed may go on beyond this place.
                batch.forked |= known.forks.contains_key(&device);
            }
            epoch = cited;
            let id = entry.record();
            let record = once(&mut batch.records, id, || self.store.record_number(&id))?;
            batch.by_id.insert(entry.id, batch.arriving.len());
            batch.arriving.push(Arriving {
                row,
                device: number,
                prev_row,
                epoch,
                record,
                total,
                verdict: Verdict::Pending(Waits::Newer),
                entry,
            });
            prev_row = row;
            let tip = Tip { seq: entry.header.seq, id: entry.id };
            let known = self.known()?;
            known.heights.advance(device, entry.header.prev, tip);
            known.suspensions.advance(device, entry.header.prev, tip);
        }
        self.store.move_tip(number, from_row, prev_row)
    }

    /// Reads the bodies of control entries; returns how many there were that can be folded.
    fn read_controls(&mut self, arriving: &mut [Arriving]) -> usize {
        let mut came = 0;
        let community = self.community;
        let invites = Invites::default();
        let Some(known) = self.known.as_mut() else {
            return came;
        };
        for one in arriving.iter_mut() {
            match one.entry.kind() {
                Some(kind) if kind.is_control() => {}
                _ => continue,
            }
            match Body::read_among(&community, one.entry, &invites) {
                Ok(body) => {
                    came += 1;
                    known.control_rows.insert(one.entry.id, (one.row, one.verdict));
                    known.hold(control(one.entry, one.total, body));
                }
                Err(error) => one.verdict = reading::refused(error),
            }
        }
        came
    }

    /// Judges what arrives: one by one where that is enough, otherwise marks its record to be judged as a whole.
    fn judge_arriving(
        &mut self,
        arriving: &mut [Arriving],
        mut readings: Vec<Option<Read>>,
        touched: &mut Touched,
    ) -> Result<(), StoreError> {
        let mut settled: Vec<(u64, Verdict)> = Vec::new();
        let mut records: HashMap<u64, Option<Record>> = HashMap::new();
        let mut dormant_ones: HashMap<u64, bool> = HashMap::new();
        let first_row = arriving.first().map_or(0, |one| one.row);
        // Runs come feed by feed, so what others say of a record may stand before its birth.
        let (births, others): (Vec<usize>, Vec<usize>) =
            (0..arriving.len()).partition(|&place| arriving[place].entry.kind() == Some(Kind::Birth));
        for place in births.into_iter().chain(others) {
            let one = &mut arriving[place];
            let kind = one.entry.kind();
            let Some((member, reading)) = readings[place].take() else {
                let known = self.known()?;
                if let Some(verdict) = known.membership.verdict(&one.entry.id) {
                    one.verdict = verdict;
                    known.control_rows.insert(one.entry.id, (one.row, verdict));
                }
                continue;
            };
            let header = &one.entry.header;
            let membership = &self.known()?.membership;
            let standing = membership.standing(&header.device, header.seq, &header.epoch, one.total);
            if one.record == 0 || one.entry.is_of_no_record() {
                // It belongs nowhere, so nothing can ever make more of it than what it says by itself.
                if let What::Settled(verdict) = reading.what {
                    one.verdict = verdict;
                }
                continue;
            }
            self.note_birth(one, &reading, member)?;
            if kind == Some(Kind::Part) {
                self.store.file_part(&header.body_hash, one.record, one.row)?;
            }
            let filed = self.has_filed(one.record);
            let looked_at =
                filed && !records.contains_key(&one.record) && self.store.waits_for_cited(one.record)?;
            let dormant = once(&mut dormant_ones, one.record, || {
                if filed { self.store.is_dormant(one.record) } else { Ok(false) }
            })?;
            let by_itself = matches!(reading.what, What::Certificate(_))
                && !looked_at
                && !touched.whole.contains(&one.record)
                && !matches!(standing, Standing::Dormant { .. })
                && !dormant;
            if by_itself {
                one.verdict = Verdict::Pending(Waits::Cited);
                touched.certificates.push((one.record, one.row));
                continue;
            }
            let looks_at_others = matches!(kind, Some(Kind::Withdraw | Kind::Certificate));
            if looks_at_others || looked_at || matches!(standing, Standing::Dormant { .. }) {
                touched.whole.insert(one.record);
            }
            if touched.whole.contains(&one.record) {
                continue;
            }
            let record = match records.get(&one.record) {
                Some(record) => record.clone(),
                None => {
                    let record = self.record(one.record)?.filter(|record| record.verdict.is_effective());
                    let born = kind == Some(Kind::Birth);
                    if record.is_none() && born && filed && !self.store.is_lonely(one.record)? {
                        // What came before its birth has waited for it.
                        touched.whole.insert(one.record);
                        continue;
                    }
                    records.insert(one.record, record.clone());
                    record
                }
            };
            if record.is_none() && kind != Some(Kind::Birth) {
                // Its birth may come later in this batch, or be held and not effective.
                touched.whole.insert(one.record);
                continue;
            }
            one.verdict = match standing {
                Standing::Settled(verdict) => {
                    if !verdict.is_pending() {
                        self.refuse_change(one.record, member, &reading.what, &mut settled)?;
                    }
                    verdict
                }
                Standing::Dormant { .. } => continue,
                Standing::Live { member, role, .. } => {
                    match entitled(record.as_ref(), member, role, &reading.what) {
                        Err(verdict) => {
                            if !verdict.is_pending() {
                                self.refuse_change(one.record, Some(member), &reading.what, &mut settled)?;
                            }
                            verdict
                        }
                        // Some of the record's entries are beyond a cut: all are judged together.
                        Ok(()) if dormant => {
                            touched.whole.insert(one.record);
                            continue;
                        }
                        Ok(()) => match self.judge_one(one, reading, member, &mut settled, touched)? {
                            None => {
                                touched.whole.insert(one.record);
                                continue;
                            }
                            Some(verdict) => verdict,
                        },
                    }
                }
            };
            if kind == Some(Kind::Birth)
                && let Some(mut record) = self.record(one.record)?
            {
                record.verdict = one.verdict;
                records.insert(one.record, Some(record));
            }
        }
        for (row, verdict) in settled {
            match row.checked_sub(first_row).and_then(|i| arriving.get_mut(i as usize)) {
                Some(one) => one.verdict = verdict,
                // It waited in the store: judged together with its record.
                None => touched.whole.extend(self.store.record_of(row)?),
            }
        }
        Ok(())
    }

    /// Reads what arrives, on all cores when it is much, with whose it is; nothing for what speaks of people.
    fn read_arriving(&mut self, arriving: &[Arriving]) -> Result<Vec<Option<Read>>, StoreError> {
        let community = self.community;
        let membership = &self.known()?.membership;
        let read = |one: &Arriving| {
            if one.entry.kind().is_some_and(Kind::is_control) {
                return None;
            }
            let member = membership.member_of(&one.entry.header.device);
            Some((member, reading::read(&community, one.entry, member)))
        };
        Ok(arriving.par_iter().with_min_len(32).map(read).collect())
    }

    /// Files what is known of a record with its birth.
    fn note_birth(
        &mut self,
        one: &Arriving,
        reading: &Reading,
        member: Option<MemberId>,
    ) -> Result<(), StoreError> {
        if let (What::Birth { writers, .. }, Decoded::Page(_, record_type)) =
            (&reading.what, &reading.decoded)
        {
            let kind = record_type.map_or(u8::MAX, |record_type| record_type as u8);
            let author = member.unwrap_or_default();
            self.store.set_birth(one.record, one.row, kind, &author, &wire::to_bytes(writers))?;
        }
        Ok(())
    }

    /// Returns whether anything of a record may be filed: not where the batch that is being judged brought the record.
    pub(super) fn has_filed(&self, record: u64) -> bool {
        self.unfiled.is_none_or(|first| record < first)
    }

    fn holds(&self, device: &DeviceId, seq: u64, id: &EntryId) -> Result<bool, StoreError> {
        Ok(self.store.at_place(device, seq)?.iter().any(|(_, held)| held == id))
    }

    /// Returns what is known of a record's birth.
    pub(super) fn record(&self, n: u64) -> Result<Option<Record>, StoreError> {
        let Some(birth) = self.store.record(n)?.and_then(|record| record.birth) else {
            return Ok(None);
        };
        let writers = wire::from_bytes(&birth.writers).unwrap_or(palabre_feeds::body::Writers::Author);
        Ok(Some(Record { verdict: birth.verdict, author: birth.author, writers }))
    }

    /// Judges one entry by itself; `None` when its record has to be judged as a whole.
    fn judge_one(
        &mut self,
        one: &Arriving,
        reading: Reading,
        member: MemberId,
        settled: &mut Vec<(u64, Verdict)>,
        touched: &mut Touched,
    ) -> Result<Option<Verdict>, StoreError> {
        match (reading.what, reading.decoded) {
            (What::Birth { facts, .. }, Decoded::Page(change, Some(record_type))) => {
                touched.pages.insert(one.record);
                Ok(Some(self.offer_birth(one, record_type, facts, *change)))
            }
            (What::Edit { facts }, Decoded::Page(change, _)) => {
                touched.pages.insert(one.record);
                self.offer_edit(one, facts, *change, settled)
            }
            (What::Voice { .. }, Decoded::Voice(change)) => {
                touched.voices.insert((one.record, member));
                self.offer_voice(one, member, change, settled).map(Some)
            }
            (What::Part { .. }, _) => {
                touched.parts.insert(one.record);
                Ok(Some(Verdict::Effective))
            }
            // Withdrawals and certificates look at other entries of the record.
            _ => Ok(None),
        }
    }

    /// Takes in the last `came` of the control entries: without folding all of them where people only came.
    fn fold_more(
        &mut self,
        came: usize,
        sum: &mut StateSum,
        touched: &mut Touched,
    ) -> Result<(), StoreError> {
        self.forget_glances()?;
        let extended = match (self.find_named()?, self.known.as_mut()) {
            (false, Some(known)) => known.extend(&self.store, came),
            _ => None,
        };
        let Some(extended) = extended else {
            return self.fold_again(sum, touched);
        };
        for id in &extended.controls {
            self.note_control(id, sum)?;
        }
        for device in &extended.devices {
            touched.whole.extend(self.store.records_of_device(device)?);
        }
        touched.whole.extend(self.store.records_pending()?);
        Ok(())
    }

    /// Finds what the final counts that control entries name asked for; returns whether there is more than before.
    fn find_named(&mut self) -> Result<bool, StoreError> {
        self.known()?;
        let Some(mut known) = self.known.take() else { return Ok(false) };
        let found = self.find_rulings(&mut known);
        self.known = Some(known);
        found
    }

    /// Files what a control entry comes to now.
    fn note_control(&mut self, id: &EntryId, sum: &mut StateSum) -> Result<(), StoreError> {
        let Some(known) = self.known.as_mut() else { return Ok(()) };
        let Some((row, verdict)) = known.control_rows.get_mut(id) else { return Ok(()) };
        let now = known.membership.verdict(id).unwrap_or(*verdict);
        if now != *verdict {
            if self.store.entry_exists(*row)? {
                self.store.set_verdict(*row, now)?;
                sum.verdict(id, *verdict, false);
                sum.verdict(id, now, true);
            }
            *verdict = now;
        }
        Ok(())
    }

    /// Folds membership again, and marks what stands otherwise than before.
    pub(super) fn fold_again(&mut self, sum: &mut StateSum, touched: &mut Touched) -> Result<(), StoreError> {
        self.forget_glances()?;
        let community = self.community;
        // A control entry that came may name a count that was final before.
        self.find_named()?;
        let Some(known) = self.known.as_mut() else {
            return Ok(());
        };
        let before = std::mem::take(&mut known.membership);
        known.fold(&community, &self.store);
        if known.membership == before {
            return Ok(());
        }
        let changed: BTreeSet<DeviceId> = known.membership.changed_devices(&before);
        let controls: Vec<EntryId> = known.control_rows.keys().copied().collect();
        for id in &controls {
            self.note_control(id, sum)?;
        }
        for device in changed {
            let records = self.store.records_of_device(&device)?;
            // A device that two people claim at one place is one's until the other's claim arrives: what it said then
            // leaves the voice of the one before.
            let owner = self.known.as_ref().and_then(|known| known.membership.member_of(&device));
            if let Some(before) = before.member_of(&device).filter(|before| Some(*before) != owner) {
                for record in &records {
                    self.open.pop(&(*record, Some(before)));
                    touched.voices.insert((*record, before));
                }
            }
            touched.whole.extend(records);
        }
        touched.whole.extend(self.store.records_pending()?);
        Ok(())
    }

    /// Judges marked records until nothing changes: a certificate may carry an epoch, which may change standings.
    fn settle(&mut self, sum: &mut StateSum, touched: &mut Touched) -> Result<(), StoreError> {
        let mut judged = BTreeSet::new();
        let mut ruled = self.judge_certificates(sum, touched)?;
        loop {
            let open: Vec<u64> = touched.whole.difference(&judged).copied().collect();
            for record in open {
                judged.insert(record);
                ruled |= self.judge_whole(record, sum, touched)?;
            }
            if !std::mem::take(&mut ruled) {
                return Ok(());
            }
            let mut again = Touched::default();
            self.fold_again(sum, &mut again)?;
            for record in &again.whole {
                judged.remove(record);
            }
            touched.whole.extend(again.whole);
        }
    }
}

/// Returns what is known under a key; looked up once.
fn once<K: Eq + Hash, V: Copy>(
    known: &mut HashMap<K, V>,
    key: K,
    look_up: impl FnOnce() -> Result<V, StoreError>,
) -> Result<V, StoreError> {
    Ok(match known.entry(key) {
        Occupied(kept) => *kept.get(),
        Vacant(place) => *place.insert(look_up()?),
    })
}

/// Checks the signature at the end of every run, on all cores when there are many.
fn verify_all(community: &palabre_domain::id::CommunityId, runs: &[Run]) -> Vec<bool> {
    runs.par_iter().with_min_len(32).map(|run| run.is_signed_in(community)).collect()
}
