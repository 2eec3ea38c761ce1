//! What entries of a record come to: one more of them, or all of them together.

use std::collections::{BTreeSet, HashMap};

use palabre_documents::certified::Certified;
use palabre_documents::guard::{VoiceChange, VoiceState, check_record};
use palabre_documents::kinds::RecordType;
use palabre_documents::reading::{self, Decoded};
use palabre_domain::id::{EntryId, Hash, MemberId};
use palabre_domain::wire;
use palabre_feeds::change::ChangeFacts;
use palabre_feeds::document::{Document, Shape};
use palabre_feeds::entry::Kind;
use palabre_feeds::group::{Item, What, judge};
use palabre_feeds::membership::Standing;
use palabre_feeds::verdict::Verdict;
use palabre_store::StoreError;
use palabre_store::entries::Held;
use palabre_store::views::StateSum;

use super::take::{Arriving, Touched};
use super::{Known, OpenDocument, PageDocument, Replica, VoiceDocument};

impl Replica {
    pub(super) fn offer_birth(
        &mut self,
        one: &Arriving,
        record_type: RecordType,
        facts: ChangeFacts,
        change: automerge::Change,
    ) -> Verdict {
        let mut page = PageDocument::new(record_type);
        let mut settled = Vec::new();
        let verdict = page.offer(one.row, facts, change, &mut settled);
        self.open.put((one.record, None), OpenDocument::Page(Box::new(page)));
        verdict
    }

    /// Judges one more edit; `None` when the page does not hold together with it, so that all is judged again.
    pub(super) fn offer_edit(
        &mut self,
        one: &Arriving,
        facts: ChangeFacts,
        change: automerge::Change,
        settled: &mut Vec<(u64, Verdict)>,
    ) -> Result<Option<Verdict>, StoreError> {
        let Some(page) = self.page(one.record)? else {
            return Ok(None);
        };
        Ok(Some(page.offer(one.row, facts, change, settled)))
    }

    pub(super) fn offer_voice(
        &mut self,
        one: &Arriving,
        member: MemberId,
        change: VoiceChange,
        settled: &mut Vec<(u64, Verdict)>,
    ) -> Result<Verdict, StoreError> {
        let at = one.entry.header.at;
        let row = one.row;
        Ok(self.voice(one.record, member)?.offer(row, change, at, settled))
    }

    /// Returns a page, from memory or from its entries; `None` when its birth has no effect.
    pub(super) fn page(&mut self, record: u64) -> Result<Option<&mut PageDocument>, StoreError> {
        if !self.open.contains(&(record, None)) {
            let Some(page) = self.load_page(record)? else {
                return Ok(None);
            };
            self.open.put((record, None), OpenDocument::Page(Box::new(page)));
        }
        match self.open.get_mut(&(record, None)) {
            Some(OpenDocument::Page(page)) => Ok(Some(page)),
            _ => Ok(None),
        }
    }

    fn load_page(&self, record: u64) -> Result<Option<PageDocument>, StoreError> {
        let Some(birth) = self.store.record(record)?.and_then(|record| record.birth) else {
            return Ok(None);
        };
        let Some(record_type) = RecordType::from_code(birth.kind) else {
            return Ok(None);
        };
        let mut page = PageDocument::new(record_type);
        for held in by_feed(self.store.of_record(record)?) {
            let kind = held.entry.kind();
            if !matches!(kind, Some(Kind::Birth | Kind::Edit)) {
                continue;
            }
            let read = reading::read(&self.community, &held.entry, None);
            let (What::Birth { facts, .. } | What::Edit { facts }, Decoded::Page(change, _)) =
                (read.what, read.decoded)
            else {
                continue;
            };
            if held.verdict.is_effective() || held.verdict == Document::WAITS {
                page.offer(held.row, facts, *change, &mut Vec::new());
            } else if !held.verdict.is_pending() {
                page.judged.refuse(facts);
            }
        }
        Ok(Some(page))
    }

    /// Returns a voice, from memory or from its entries.
    pub(super) fn voice(&mut self, record: u64, member: MemberId) -> Result<&mut VoiceDocument, StoreError> {
        let key = (record, Some(member));
        if !self.open.contains(&key) {
            let voice = self.load_voice(record, &member)?;
            self.open.put(key, OpenDocument::Voice(Box::new(voice)));
        }
        match self.open.get_mut(&key) {
            Some(OpenDocument::Voice(voice)) => Ok(voice),
            // The key says that it is a voice, and it was just put there.
            _ => unreachable!("a voice's key holds a voice"),
        }
    }

    fn load_voice(&mut self, record: u64, member: &MemberId) -> Result<VoiceDocument, StoreError> {
        self.read_voice(record, member, |verdict| verdict == Document::WAITS)
    }

    /// Returns a member's voice as its author sees it, with what still waits for others.
    pub(super) fn own_voice(&mut self, record: u64, member: &MemberId) -> Result<VoiceDocument, StoreError> {
        self.read_voice(record, member, Verdict::is_pending)
    }

    fn read_voice(
        &mut self,
        record: u64,
        member: &MemberId,
        also: impl Fn(Verdict) -> bool,
    ) -> Result<VoiceDocument, StoreError> {
        let mut voice = VoiceDocument::new();
        if !self.has_filed(record) {
            return Ok(voice);
        }
        let devices = self.devices_of(member)?;
        for held in by_feed(self.store.of_record_by(record, &devices)?) {
            if held.entry.kind() != Some(Kind::Voice) {
                continue;
            }
            let read = reading::read(&self.community, &held.entry, Some(*member));
            let Decoded::Voice(change) = read.decoded else { continue };
            if held.verdict.is_effective() || also(held.verdict) {
                voice.offer(held.row, change, held.entry.header.at, &mut Vec::new());
            } else if !held.verdict.is_pending() {
                // What builds on it falls with it.
                voice.judged.refuse(change.facts);
            }
        }
        Ok(voice)
    }

    /// Says that a change has no effect for a reason outside its document, so that what builds on it falls with it.
    pub(super) fn refuse_change(
        &mut self,
        record: u64,
        member: Option<MemberId>,
        what: &What,
        settled: &mut Vec<(u64, Verdict)>,
    ) -> Result<(), StoreError> {
        match (what, member) {
            (What::Voice { facts, .. }, Some(member)) => {
                settled.extend(self.voice(record, member)?.judged.refuse(facts.clone()));
            }
            (What::Edit { facts }, _) => {
                if let Some(page) = self.page(record)? {
                    settled.extend(page.judged.refuse(facts.clone()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Holds certificates that came against what they cite, where nothing else of their records is judged again;
    /// returns whether a control entry names what is final only now.
    pub(super) fn judge_certificates(
        &mut self,
        sum: &mut StateSum,
        touched: &Touched,
    ) -> Result<bool, StoreError> {
        let mut ruled = false;
        for &(record, row) in
            touched.certificates.iter().filter(|(record, _)| !touched.whole.contains(record))
        {
            let Some(held) = self.store.entry(row)? else { continue };
            self.known()?;
            let Some(known) = &self.known else { continue };
            let certified = self.certified(known, record, held.entry.record(), &held);
            let now = certified.as_ref().err().copied().unwrap_or(Verdict::Effective);
            if now == held.verdict {
                continue;
            }
            self.store.set_verdict(row, now)?;
            sum.verdict(&held.entry.id, held.verdict, false);
            sum.verdict(&held.entry.id, now, true);
            ruled |= self.set_ruling(record, row, certified.ok())?;
        }
        Ok(ruled)
    }

    /// Judges all entries of a record together; returns whether a control entry names what is final only now.
    pub(super) fn judge_whole(
        &mut self,
        record: u64,
        sum: &mut StateSum,
        touched: &mut Touched,
    ) -> Result<bool, StoreError> {
        let mut held = self.store.of_record(record)?;
        // Those that name a record and cannot have one were refused when they came.
        held.retain(|one| !one.entry.is_of_no_record());
        self.known()?;
        let Some(known) = &self.known else {
            return Ok(false);
        };
        let Some(row) = self.store.record(record)? else {
            return Ok(false);
        };
        let mut items = Vec::with_capacity(held.len());
        let mut changes: HashMap<u64, (ChangeFacts, automerge::Change)> = HashMap::new();
        let mut borne_out: HashMap<u64, Certified> = HashMap::new();
        let mut dormant = false;
        let mut born = None;
        for one in &held {
            let header = &one.entry.header;
            let member = known.membership.member_of(&header.device);
            let standing = known.membership.standing(&header.device, header.seq, &header.epoch, one.total);
            dormant |= matches!(standing, Standing::Dormant { .. });
            let mut reading = reading::read(&self.community, &one.entry, member);
            match (&reading.what, reading.decoded) {
                (What::Birth { facts, writers, .. }, Decoded::Page(change, kind)) => {
                    born = Some((one.row, kind, member.unwrap_or_default(), writers.clone()));
                    changes.insert(one.row, (facts.clone(), *change));
                }
                (What::Edit { facts }, Decoded::Page(change, _)) => {
                    changes.insert(one.row, (facts.clone(), *change));
                }
                (_, Decoded::Certificate(_)) => {
                    reading.what = What::Certificate(match self.certified(known, record, row.id, one) {
                        Ok(certified) => {
                            reading.names.clone_from(&certified.names);
                            borne_out.insert(one.row, certified);
                            Verdict::Effective
                        }
                        Err(verdict) => verdict,
                    });
                }
                _ => {}
            }
            items.push(Item {
                token: one.row,
                id: one.entry.id,
                device: header.device,
                seq: header.seq,
                branch: self.branch(known, one)?,
                standing,
                what: reading.what,
                defines: reading.defines,
                names: reading.names,
            });
        }
        let verdicts = judge(&items, &mut |tokens| {
            let set: Vec<_> = tokens.iter().filter_map(|token| changes.get(token).cloned()).collect();
            check_record(&set).without_effect
        });
        if let Some((birth, kind, author, writers)) = born {
            let code = kind.map_or(u8::MAX, |kind| kind as u8);
            self.store.set_birth(record, birth, code, &author, &wire::to_bytes(&writers))?;
        }
        if row.dormant != dormant {
            self.store.set_dormant(record, dormant)?;
        }
        self.forget_record(record, &held);
        let mut ruled = false;
        for one in &held {
            self.touch(record, one, touched);
            let Some(&now) = verdicts.get(&one.row) else {
                continue;
            };
            if now == one.verdict {
                continue;
            }
            self.store.set_verdict(one.row, now)?;
            sum.verdict(&one.entry.id, one.verdict, false);
            sum.verdict(&one.entry.id, now, true);
            if one.entry.kind() == Some(Kind::Certificate) {
                let certified = borne_out.remove(&one.row).filter(|_| now.is_effective());
                ruled |= self.set_ruling(record, one.row, certified)?;
            }
        }
        Ok(ruled)
    }

    /// Files what a certificate that has effect makes final; nothing for one that has none. A certificate that its
    /// entries bear out does so for ever: entries only come, and what it cites is fixed. Returns whether a control entry
    /// names what is final now and was not known to be before.
    fn set_ruling(
        &mut self,
        record: u64,
        row: u64,
        certified: Option<Certified>,
    ) -> Result<bool, StoreError> {
        let Some(certified) = certified else {
            self.store.set_final(record, row, None)?;
            return Ok(false);
        };
        let (opening, count) = (certified.count.opening, certified.count.id());
        self.store.set_final(record, row, Some((&opening, &count)))?;
        let known = self.known()?;
        let new = known.rulings.insert(count, certified.ruling()).is_none();
        Ok(new && known.named.contains(&count))
    }

    fn forget_record(&mut self, record: u64, held: &[Held]) {
        let Some(known) = &self.known else { return };
        self.open.pop(&(record, None));
        let members: BTreeSet<MemberId> =
            held.iter().filter_map(|one| known.membership.member_of(&one.entry.header.device)).collect();
        for member in members {
            self.open.pop(&(record, Some(member)));
        }
    }

    fn touch(&self, record: u64, one: &Held, touched: &mut Touched) {
        let member = self.known.as_ref().and_then(|k| k.membership.member_of(&one.entry.header.device));
        match (one.entry.kind(), member) {
            (Some(Kind::Birth | Kind::Edit), _) => {
                touched.pages.insert(record);
            }
            (Some(Kind::Voice), Some(member)) => {
                touched.voices.insert((record, member));
            }
            (Some(Kind::Part | Kind::Withdraw), _) => {
                touched.parts.insert(record);
            }
            _ => {}
        }
    }

    /// Returns the entry at its device's fork on the branch of this entry.
    fn branch(&self, known: &Known, one: &Held) -> Result<Option<EntryId>, StoreError> {
        let device = one.entry.header.device;
        let Some(&fork) = known.forks.get(&device) else {
            return Ok(None);
        };
        if one.entry.header.seq < fork {
            return Ok(None);
        }
        let tip = palabre_feeds::heights::Tip { seq: one.entry.header.seq, id: one.entry.id };
        self.store.id_on_branch(&device, &tip, fork, Some(fork))
    }
}

/// Returns entries feed by feed, as a document is offered them: of two that carry the same change the first decides, and of one
/// that told two stories the later may have come first.
fn by_feed(mut held: Vec<Held>) -> Vec<Held> {
    held.sort_unstable_by_key(|one| (one.entry.header.device, one.entry.header.seq, one.entry.id));
    held
}

impl PageDocument {
    fn new(record_type: RecordType) -> Self {
        Self {
            record_type,
            judged: Document::new(Shape::Record),
            changes: Vec::new(),
            waiting: HashMap::new(),
            built: None,
        }
    }

    fn offer(
        &mut self,
        token: u64,
        facts: ChangeFacts,
        change: automerge::Change,
        settled: &mut Vec<(u64, Verdict)>,
    ) -> Verdict {
        self.waiting.insert(token, (facts.clone(), change));
        let mut own = Document::WAITS;
        for (row, verdict) in self.judged.offer(facts, token) {
            if let Some(change) = self.waiting.remove(&row)
                && verdict.is_effective()
            {
                self.changes.push(change);
                self.built = None;
            }
            if row == token { own = verdict } else { settled.push((row, verdict)) }
        }
        own
    }

    /// Returns the document of all changes with effect, or what the page does not hold together with.
    pub(super) fn build(&mut self) -> Result<&automerge::Automerge, BTreeSet<Hash>> {
        if self.built.is_none() {
            let check = check_record(&self.changes);
            if !check.is_clean() {
                return Err(check.without_effect);
            }
            self.built = Some(check.document);
        }
        self.built.as_ref().ok_or_else(BTreeSet::new)
    }

    pub(super) fn record_type(&self) -> RecordType {
        self.record_type
    }
}

impl VoiceDocument {
    fn new() -> Self {
        Self {
            judged: Document::new(Shape::Voice),
            state: VoiceState::default(),
            times: Vec::new(),
            waiting: HashMap::new(),
        }
    }

    fn offer(
        &mut self,
        token: u64,
        change: VoiceChange,
        at: i64,
        settled: &mut Vec<(u64, Verdict)>,
    ) -> Verdict {
        let facts = change.facts.clone();
        self.waiting.insert(token, (change, at));
        let mut own = Document::WAITS;
        for (row, verdict) in self.judged.offer(facts, token) {
            if let Some((change, at)) = self.waiting.remove(&row)
                && verdict.is_effective()
            {
                let facts = &change.facts;
                self.times.push((facts.actor, facts.start_op, facts.max_op(), at));
                self.state.apply(&change);
            }
            if row == token { own = verdict } else { settled.push((row, verdict)) }
        }
        own
    }

    pub(super) fn state(&self) -> &VoiceState {
        &self.state
    }

    pub(super) fn judged(&self) -> &Document {
        &self.judged
    }

    /// Returns what the clock of an operation's author said.
    pub(super) fn time_of(&self, op: &palabre_documents::guard::OpId) -> i64 {
        let made = |&&(device, first, last, _): &&(_, u64, u64, i64)| {
            device == op.device && (first..=last).contains(&op.counter)
        };
        self.times.iter().find(made).map_or(0, |&(_, _, _, at)| at)
    }
}
