//! One community on one laptop.
//!
//! What is held is in the store; what it comes to is folded from it here. [`Replica::take`] is the one way in, for
//! what arrives and for what this laptop writes itself: file, judge, show, all in one transaction.

mod beyond;
mod check;
mod judge;
mod shelf;
mod show;
mod sign;
mod suspended;
mod take;
mod write;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use palabre_documents::certified;
use palabre_documents::guard::{VoiceChange, VoiceState};
use palabre_documents::kinds::RecordType;
use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_feeds::body::{Body, Cited, Epoch};
use palabre_feeds::change::ChangeFacts;
use palabre_feeds::document::Document;
use palabre_feeds::heights::Heights;
use palabre_feeds::membership::{Control, Extended, Membership, Ruling, World};
use palabre_feeds::verdict::{Reason, Verdict};
use palabre_store::entries::Held;
use palabre_store::{Store, StoreError};

use crate::decide::{Glance, Glances};
use crate::naming::Names;
pub use beyond::Bounded;
pub use check::Finding;
use show::Opened;
pub use show::Words;
pub use suspended::Shown;
pub use take::Took;
pub use write::{Author, WriteError};

/// How many documents stay in memory between two batches.
const OPEN_DOCUMENTS: usize = 2_048;
/// Of how many records the openings stay in memory.
const OPENINGS: NonZeroUsize = NonZeroUsize::new(64).expect("that is not nothing");

/// One community on one laptop.
pub struct Replica {
    community: CommunityId,
    store: Store,
    /// Whose feed is written here.
    mine: Option<DeviceId>,
    known: Option<Known>,
    open: LruCache<DocumentKey, OpenDocument>,
    /// Openings with their rolls, by record: a roll of thousands takes longer to read than an answer to count.
    openings: LruCache<u64, Arc<[Opened]>>,
    /// What lists show of decisions.
    glances: Glances,
    /// The first record of which nothing is filed: the batch that is being judged brought it.
    unfiled: Option<u64>,
    beyond: beyond::Beyond,
}

/// The setting of a replica whose own feed others knew more of.
const ROLLED_BACK: &str = "rolled-back";

/// The page of a record, or a member's voice on it.
type DocumentKey = (u64, Option<MemberId>);

/// What is folded from the control entries, kept while the replica is open.
struct Known {
    controls: Vec<Control>,
    control_rows: HashMap<EntryId, (u64, Verdict)>,
    /// The final counts that control entries name.
    named: BTreeSet<Hash>,
    membership: Membership,
    /// What everybody is called, since somebody asked.
    names: Option<Names>,
    heights: Heights,
    forks: BTreeMap<DeviceId, u64>,
    turns: BTreeMap<DeviceId, Vec<(u64, EntryId)>>,
    rulings: BTreeMap<Hash, Ruling>,
    /// Whether others knew more of this laptop's own feed than it did.
    rolled_back: bool,
    /// Entries since the last time somebody asked what is new, by their rows.
    fresh: Vec<u64>,
    suspensions: suspended::Suspensions,
}

enum OpenDocument {
    Page(Box<PageDocument>),
    Voice(Box<VoiceDocument>),
}

struct PageDocument {
    record_type: RecordType,
    judged: Document,
    changes: Vec<(ChangeFacts, automerge::Change)>,
    waiting: HashMap<u64, (ChangeFacts, automerge::Change)>,
    /// The document of all changes with effect; made when it is first needed, and dropped when one is added.
    built: Option<automerge::Automerge>,
}

struct VoiceDocument {
    judged: Document,
    state: VoiceState,
    /// The time of each change with effect: device, first and last operation, and what its author's clock said.
    times: Vec<(DeviceId, u64, u64, i64)>,
    waiting: HashMap<u64, (VoiceChange, i64)>,
}

impl Replica {
    /// Opens a community over its store.
    pub fn new(community: CommunityId, store: Store) -> Self {
        Self {
            community,
            store,
            mine: None,
            known: None,
            open: LruCache::unbounded(),
            openings: LruCache::new(OPENINGS),
            glances: Glances::default(),
            unfiled: None,
            beyond: beyond::Beyond::default(),
        }
    }

    /// Returns the community.
    pub fn community(&self) -> CommunityId {
        self.community
    }

    /// Returns the store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Returns whose feed is written here.
    pub(crate) fn mine(&self) -> Option<DeviceId> {
        self.mine
    }

    /// Says whose feed is written here.
    pub fn set_mine(&mut self, device: Option<DeviceId>) {
        if self.mine != device {
            // What they have looked at is another matter.
            self.glances.clear();
        }
        self.mine = device;
    }

    /// Returns true when others knew more of this laptop's own feed than it did: its disk was put back to an earlier
    /// time, or it was copied. Nothing more is written with its key then.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_rolled_back(&mut self) -> Result<bool, StoreError> {
        Ok(self.known()?.rolled_back)
    }

    /// Says that this laptop may have forgotten things that it wrote, so that nothing more is written with its key.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn may_have_forgotten(&mut self) -> Result<(), StoreError> {
        self.store.set_setting(ROLLED_BACK, b"yes")?;
        self.known()?.rolled_back = true;
        Ok(())
    }

    /// Forgets that it was rolled back: another key writes from now on.
    ///
    /// # Errors
    /// When the store fails.
    pub fn begin_anew(&mut self, device: DeviceId) -> Result<(), StoreError> {
        self.store.drop_setting(ROLLED_BACK)?;
        self.known()?.rolled_back = false;
        self.mine = Some(device);
        Ok(())
    }

    /// Returns who stands where.
    ///
    /// # Errors
    /// When the store fails.
    pub fn membership(&mut self) -> Result<&Membership, StoreError> {
        Ok(&self.known()?.membership)
    }

    /// Returns what everybody is called who ever was a member.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn names(&mut self) -> Result<Names, StoreError> {
        let known = self.known()?;
        Ok(known.names.get_or_insert_with(|| Names::new(&known.membership)).clone())
    }

    /// Returns how much is held of each feed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn heights(&mut self) -> Result<&mut Heights, StoreError> {
        Ok(&mut self.known()?.heights)
    }

    /// Returns the devices of a member, whether honoured or not.
    ///
    /// # Errors
    /// When the store fails.
    pub fn devices_of(&mut self, member: &MemberId) -> Result<Vec<DeviceId>, StoreError> {
        Ok(self.known()?.membership.devices_of(member).to_vec())
    }

    /// Returns the lowest place at which each forked device told two stories.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forks(&mut self) -> Result<&BTreeMap<DeviceId, u64>, StoreError> {
        Ok(&self.known()?.forks)
    }

    /// Returns the control entries held.
    ///
    /// # Errors
    /// When the store fails.
    pub fn controls(&mut self) -> Result<&[Control], StoreError> {
        Ok(&self.known()?.controls)
    }

    /// Returns what an epoch would come to if it were published now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn judge_next(&mut self, epoch: &Epoch) -> Result<Verdict, StoreError> {
        self.known()?;
        // Just loaded.
        let mut known = self.known.take().expect("what is known was loaded");
        let found = self.find_ruling(&mut known, epoch.because);
        let part = |hash: &Hash| list_part(&self.store, hash);
        let verdict = known.membership.judge_next(&self.community, epoch, &known.world(&part));
        self.known = Some(known);
        found.map(|_| verdict)
    }

    /// Returns what a final count asked for; `None` when it is not known here.
    ///
    /// # Errors
    /// When the store fails.
    pub fn ruling(&mut self, count: &Hash) -> Result<Option<Ruling>, StoreError> {
        Ok(self.known()?.rulings.get(count).cloned())
    }

    /// Returns the rows of entries that came since the last call, whoever brought them.
    pub fn fresh(&mut self) -> Vec<u64> {
        self.known.as_mut().map(|known| std::mem::take(&mut known.fresh)).unwrap_or_default()
    }

    /// Returns the whole state as one label; equal labels show the same.
    ///
    /// # Errors
    /// When the store fails.
    pub fn state_hash(&self) -> Result<String, StoreError> {
        self.store.state_hash()
    }

    /// Does work on the store in one transaction.
    ///
    /// # Errors
    /// What `work` returns, or what the store says.
    pub(crate) fn in_store<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.in_transaction(work)
    }

    /// Begins something that [`Replica::undo`] takes back: for tools that try out what entries would come to.
    ///
    /// # Errors
    /// When the store fails.
    pub fn try_out(&mut self) -> Result<(), StoreError> {
        self.store.begin()
    }

    /// Takes back everything since [`Replica::try_out`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn undo(&mut self) -> Result<(), StoreError> {
        self.forget();
        self.store.undo()
    }

    /// Forgets what was taken slowly, as if this laptop had just been started.
    pub fn forget_rates(&mut self) {
        self.beyond = beyond::Beyond::default();
    }

    /// Frees what is kept in memory to be quick, until something happens here again.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn rest(&mut self) -> Result<(), StoreError> {
        self.open.clear();
        self.openings.clear();
        self.glances.clear();
        self.store.rest()
    }

    /// Forgets what is kept in memory, so that it is read again: after another process wrote, or a write failed.
    pub fn forget(&mut self) {
        self.known = None;
        self.open.clear();
        self.openings.clear();
        self.glances.clear();
        self.unfiled = None;
    }

    /// Returns what was seen of decisions.
    pub(crate) fn glances(&mut self) -> &mut Glances {
        &mut self.glances
    }

    /// Returns what somebody saw of the decision with this number, if nothing came since.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn glance(
        &mut self,
        number: u64,
        me: Option<MemberId>,
    ) -> Result<Option<Arc<Glance>>, StoreError> {
        if let Some(seen) = self.glances.get(number, me) {
            return Ok(Some(seen));
        }
        let kept = self.store.glance(number)?.and_then(|bytes| Glance::from_bytes(&bytes)).map(Arc::new);
        if let Some(kept) = &kept {
            self.glances.keep(number, kept);
        }
        Ok(self.glances.get(number, me))
    }

    /// Keeps what somebody saw of decisions: in memory, and where this laptop writes, in the file.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn keep_glances(&mut self, seen: &[(u64, Arc<Glance>)]) -> Result<(), StoreError> {
        for (number, glance) in seen {
            self.glances.keep(*number, glance);
        }
        let rows: Vec<_> = seen.iter().map(|(number, glance)| (*number, glance.to_bytes())).collect();
        self.store.keep_glances(&rows)
    }

    /// Forgets what lists show of decisions: of all, for who is a member may be another matter now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_glances(&mut self) -> Result<(), StoreError> {
        self.glances.clear();
        self.store.forget_all_glances()
    }

    fn known(&mut self) -> Result<&mut Known, StoreError> {
        if self.known.is_none() {
            self.known = Some(self.load()?);
            self.recall_suspensions()?;
        }
        // Just set.
        Ok(self.known.as_mut().expect("what is known was loaded"))
    }

    fn load(&self) -> Result<Known, StoreError> {
        let mut heights = Heights::default();
        for (device, tips) in self.store.tips()? {
            heights.set(device, tips);
        }
        let mut known = Known {
            controls: Vec::new(),
            control_rows: HashMap::new(),
            named: BTreeSet::new(),
            membership: Membership::default(),
            names: None,
            heights,
            forks: self.store.forks()?,
            turns: self.store.turns()?,
            rulings: BTreeMap::new(),
            rolled_back: self.store.setting(ROLLED_BACK)?.is_some(),
            fresh: Vec::new(),
            suspensions: suspended::Suspensions::default(),
        };
        for held in self.store.controls()? {
            // What was refused for what it says was refused at the door, or later: only reading it again tells.
            let body = match held.verdict {
                Verdict::WithoutEffect(Reason::Body | Reason::Signature) => {
                    Body::read(&self.community, &held.entry)
                }
                _ => Body::read_again(&self.community, &held.entry),
            };
            if let Ok(body) = body {
                known.control_rows.insert(held.entry.id, (held.row, held.verdict));
                known.hold(control(&held.entry, held.total, body));
            }
        }
        // Certificates need whose device is whose, and epochs need certificates.
        known.fold(&self.community, &self.store);
        if self.find_rulings(&mut known)? {
            known.fold(&self.community, &self.store);
        }
        Ok(known)
    }

    /// Finds what the final counts that control entries name asked for; returns whether there is more than before.
    /// Those that nobody names are not looked at: there are as many as there were decisions.
    fn find_rulings(&self, known: &mut Known) -> Result<bool, StoreError> {
        let missing = |count: &&Hash| !known.rulings.contains_key(*count);
        let missing: Vec<Hash> = known.named.iter().filter(missing).copied().collect();
        let mut found = false;
        for count in missing {
            found |= self.find_ruling(known, count)?;
        }
        Ok(found)
    }

    /// Finds what one count asked for, if a certificate makes it final; returns whether it is known then.
    fn find_ruling(&self, known: &mut Known, count: Hash) -> Result<bool, StoreError> {
        if known.rulings.contains_key(&count) {
            return Ok(true);
        }
        for (record, row) in self.store.certificates_for(&count)? {
            let Some(held) = self.store.entry(row)? else { continue };
            if let Ok(certified) = self.certified(known, record, held.entry.record(), &held) {
                known.rulings.insert(count, certified.ruling());
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn control(entry: &palabre_feeds::entry::Entry, total: u64, body: Body) -> Control {
    Control {
        id: entry.id,
        device: entry.header.device,
        seq: entry.header.seq,
        epoch: entry.header.epoch,
        at: entry.header.at,
        total,
        body,
    }
}

impl Known {
    /// Returns the parts that the epochs' lists of members are made of.
    fn listed(&self) -> BTreeSet<Hash> {
        let parts = self.controls.iter().filter_map(|control| match &control.body {
            Body::Epoch(epoch) => Some(&epoch.roll),
            _ => None,
        });
        parts.flatten().copied().collect()
    }

    /// Holds one more control entry.
    fn hold(&mut self, control: Control) {
        match &control.body {
            Body::Admit(admit) => self.named.extend(admit.because),
            Body::Epoch(epoch) => self.named.extend([epoch.because]),
            _ => {}
        }
        self.controls.push(control);
    }

    fn world<'a>(&'a self, part: &'a dyn Fn(&Hash) -> Option<Vec<u8>>) -> World<'a> {
        let Self { controls, forks, rulings, turns, .. } = self;
        World { controls, forks, rulings, turns, part }
    }

    fn fold(&mut self, community: &CommunityId, store: &Store) {
        let part = |hash: &Hash| list_part(store, hash);
        self.membership = Membership::fold(community, &self.world(&part));
        self.names = None;
    }

    /// Takes in the last `came` of the control entries, where they only let people and laptops in.
    fn extend(&mut self, store: &Store, came: usize) -> Option<Extended> {
        let part = |hash: &Hash| list_part(store, hash);
        let Self { controls, forks, rulings, turns, membership, names, .. } = self;
        *names = None;
        membership.extend(&World { controls, forks, rulings, turns, part: &part }, came)
    }
}

/// Returns the bytes of a part that an epoch's list is made of; such parts belong to the community's own record.
fn list_part(store: &Store, hash: &Hash) -> Option<Vec<u8>> {
    let body = store.part_by_hash(hash).ok()??;
    palabre_feeds::body::Part::list_bytes(&body).map(<[u8]>::to_vec)
}

/// Where entries of one record are looked up.
struct RecordArchive<'a> {
    store: &'a Store,
    known: &'a Known,
    record: u64,
}

impl certified::Archive for RecordArchive<'_> {
    fn entry(&self, cited: &palabre_feeds::body::Cited) -> Option<palabre_feeds::entry::Entry> {
        let held = self.store.entry_at(&cited.place.device, cited.place.seq, &cited.id).ok()??;
        Some(held.entry)
    }

    fn part(&self, hash: &Hash) -> Option<Vec<u8>> {
        self.store.part(self.record, hash).ok()?
    }

    fn member_of(&self, device: &DeviceId) -> Option<MemberId> {
        self.known.membership.member_of(device)
    }
}

impl Replica {
    /// Returns the count that a certificate names, and who signed it there: their voice may have counted again since.
    ///
    /// # Errors
    /// When the store fails.
    pub fn certified_count(&mut self, row: u64) -> Result<Option<(MemberId, CountValue)>, StoreError> {
        let Some(held) = self.store.entry(row)? else { return Ok(None) };
        let Ok(Body::Certificate(certificate)) = Body::read(&self.community, &held.entry) else {
            return Ok(None);
        };
        let Cited { place, id } = certificate.counter;
        let Some(counter) = self.store.entry_at(&place.device, place.seq, &id)? else { return Ok(None) };
        let member = self.membership()?.member_of(&place.device);
        let voice = certified::voice_in(&counter.entry);
        let said = voice.and_then(|change| certified::said_in(&change, &Key::Count));
        Ok(member.zip(said.and_then(|said| match said {
            Said::Count(value) => Some(value),
            _ => None,
        })))
    }

    fn certified(
        &self,
        known: &Known,
        record: u64,
        id: RecordId,
        held: &Held,
    ) -> Result<certified::Certified, Verdict> {
        let Ok(Body::Certificate(certificate)) = Body::read(&self.community, &held.entry) else {
            return Err(Verdict::WithoutEffect(palabre_feeds::verdict::Reason::Body));
        };
        let archive = RecordArchive { store: &self.store, known, record };
        certified::check(id, &certificate, &archive)
    }
}
