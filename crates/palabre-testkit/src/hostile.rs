//! A peer that writes and says whatever it likes: places, times, signatures and frames are its to choose.
//!
//! What it writes is signed with real keys, as a member who turned against the others could; nothing here looks at what
//! a node would allow. [`give`] hands its entries to an honest laptop at the door that a meeting uses, and [`Talk`] lets
//! it say single messages to one.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use palabre_documents::guard::{VoiceDraft, VoiceOp, VoiceState, read_voice, write_voice};
use palabre_documents::voice::{Key, Said};
use palabre_domain::count::{self, Count, Folded, OnBehalf, Place, Question, fold_casts};
use palabre_domain::decision::Roll;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Body, Cited, DeviceCertificate, Join};
use palabre_feeds::document::{Document, Shape};
use palabre_feeds::entry::{Entry, Kind, Position};
use palabre_feeds::message::{KeyedTip, Message, VERSION, keyed_root, tag};
use palabre_feeds::run::Run;
use palabre_feeds::session::{Act, Fault, Session};
use palabre_feeds::verdict::Verdict;
use palabre_node::Node;
use palabre_node::decide::Case;
use palabre_node::replica::{Replica, Took};
use palabre_store::StoreError;

use crate::people::{START, author};

/// Somebody who keeps to no rule but those of arithmetic.
#[derive(Clone)]
pub struct Hostile {
    /// The key of this laptop.
    pub key: SigningKey,
    /// The key of its member.
    pub member_key: SigningKey,
    /// The community that entries are signed for.
    pub community: CommunityId,
    /// The epoch that entries cite.
    pub epoch: EntryId,
    /// What its clock says, in milliseconds since 1970.
    pub at: i64,
    tip: (u64, EntryId),
    /// The voice that it spoke in last.
    voice: Option<Spoken>,
}

/// What somebody has said on a record, as far as the next change builds on it.
#[derive(Clone, Default)]
struct Spoken {
    record: RecordId,
    /// How many changes are by this laptop.
    many: u64,
    /// The last operation.
    last_op: u64,
    /// The changes that no other builds on.
    heads: Vec<Hash>,
    /// What stands under each key.
    state: VoiceState,
}

impl Hostile {
    /// Returns a stranger with keys of its own, in whose feed nothing stands.
    pub fn stranger(community: CommunityId, seed: u8) -> Self {
        Self {
            key: SigningKey::from_bytes(&[seed; 32]),
            member_key: SigningKey::from_bytes(&[seed + 100; 32]),
            community,
            epoch: EntryId(community.0),
            at: START,
            tip: (0, EntryId::ZERO),
            voice: None,
        }
    }

    /// Takes over a member's laptop: its keys, and its feed as the laptop itself holds it.
    pub fn turned(node: &mut Node, community: &CommunityId) -> Self {
        let key = author(node).key;
        let member_key = node.identity().unwrap().member_key().unwrap().clone();
        let device = DeviceId(key.verifying_key().to_bytes());
        let at = node.now();
        let replica = node.replica_of(community).unwrap();
        let tip = replica.heights().unwrap().tips(&device).last().copied();
        let epoch =
            replica.membership().unwrap().current_epoch().map_or(EntryId(community.0), |epoch| epoch.id);
        let tip = tip.map_or((0, EntryId::ZERO), |tip| (tip.seq, tip.id));
        Self { key, member_key, community: *community, epoch, at, tip, voice: None }
    }

    /// Returns the laptop.
    pub fn device(&self) -> DeviceId {
        DeviceId(self.key.verifying_key().to_bytes())
    }

    /// Returns whose laptop it is.
    pub fn member(&self) -> MemberId {
        MemberId(self.member_key.verifying_key().to_bytes())
    }

    /// Returns where its feed ends.
    pub fn tip(&self) -> (u64, EntryId) {
        self.tip
    }

    /// Goes on from another place: what it writes next is a second story.
    pub fn back_to(&mut self, seq: u64, prev: EntryId) {
        self.tip = (seq, prev);
    }

    /// Writes the next entry of its feed, properly signed.
    pub fn write(&mut self, kind: Kind, record: RecordId, body: Vec<u8>) -> Entry {
        let at = Position { seq: self.tip.0 + 1, prev: self.tip.1, epoch: self.epoch, at: self.at };
        let record = Body::record_of(kind, record);
        let entry = Entry::write(&self.key, Some(&self.community), at, kind, record, body);
        self.tip = (entry.header.seq, entry.id);
        entry
    }

    /// Writes the next entry about people, devices and charters.
    pub fn control<T: serde::Serialize>(&mut self, kind: Kind, body: &T) -> Entry {
        self.write_on(kind, RecordId::ZERO, body)
    }

    /// Writes the next entry on a record.
    pub fn write_on<T: serde::Serialize>(&mut self, kind: Kind, record: RecordId, body: &T) -> Entry {
        self.write(kind, record, wire::to_bytes(body))
    }

    /// Answers an invite with its secret.
    pub fn join(&mut self, invite: &Entry, secret: &SigningKey, name: &str) -> Entry {
        let certificate = DeviceCertificate::write(&self.member_key, self.device(), 1);
        let join = Join::write(&self.community, invite, secret, name.to_owned(), certificate);
        self.control(Kind::Join, &join)
    }

    /// Goes on from what its member has said on a record, as a laptop holds it: what it says next replaces that.
    ///
    /// # Errors
    /// When the store fails.
    pub fn speak_on(&mut self, replica: &mut Replica, record: RecordId) -> Result<(), StoreError> {
        let Some(number) = replica.store().known_record(&record)? else { return Ok(()) };
        let devices = replica.devices_of(&self.member())?;
        let mut held = replica.store().of_record_by(number, &devices)?;
        held.retain(|one| one.entry.kind() == Some(Kind::Voice) && one.verdict.is_effective());
        held.sort_unstable_by_key(|one| (one.entry.header.device, one.entry.header.seq, one.entry.id));
        let (mut document, mut state) = (Document::new(Shape::Voice), VoiceState::default());
        for one in &held {
            let Ok(change) = read_voice(&one.entry.body) else { continue };
            document.offer(change.facts.clone(), one.row);
            state.apply(&change);
        }
        let (seq, start_op) = document.next(&self.device());
        let (many, last_op, heads) = (seq - 1, start_op - 1, document.heads());
        self.voice = Some(Spoken { record, many, last_op, heads, state });
        Ok(())
    }

    /// Says something in its voice on a record, in place of what it said there before under the same keys. What was said
    /// before it took the laptop over it knows after [`Self::speak_on`].
    pub fn say(&mut self, record: RecordId, said: &[(Key, Option<Said>)]) -> Entry {
        let spoken = self.voice.as_ref().filter(|voice| voice.record == record);
        let ops: Vec<VoiceOp> = said
            .iter()
            .map(|(key, said)| {
                let key = key.text();
                let pred = spoken.map(|voice| voice.state.pred(&key)).unwrap_or_default();
                VoiceOp { key, value: said.as_ref().map(Said::value), pred }
            })
            .collect();
        self.say_raw(record, ops)
    }

    /// The same with operations as they stand in the change.
    pub fn say_raw(&mut self, record: RecordId, ops: Vec<VoiceOp>) -> Entry {
        let spoken = self.voice.take().filter(|voice| voice.record == record);
        let mut voice = spoken.unwrap_or_else(|| Spoken { record, ..Spoken::default() });
        let draft = VoiceDraft {
            device: self.device(),
            seq: voice.many + 1,
            start_op: voice.last_op + 1,
            deps: std::mem::take(&mut voice.heads),
            ops,
        };
        let bytes = write_voice(draft).expect("a hostile voice still has the form of one");
        let change = read_voice(&bytes).expect("it was just written");
        voice.state.apply(&change);
        voice.many += 1;
        voice.last_op = change.facts.max_op();
        voice.heads.push(change.facts.hash);
        self.voice = Some(voice);
        self.write(Kind::Voice, record, bytes)
    }
}

/// Counts as an honest laptop does, but for what somebody makes of the answers and of who takes part: such a count has the
/// form of one, its numbers fit its lists, and only who counts again can tell. `None` where nothing can be counted.
///
/// # Errors
/// When the store fails.
pub fn count_otherwise(
    replica: &mut Replica,
    case: &Case,
    otherwise: impl FnOnce(&mut BTreeMap<MemberId, Folded>, &mut Option<Roll>),
) -> Result<Option<Count>, StoreError> {
    let (Some(honest), Some(question)) = (case.count(replica)?, case.question()) else { return Ok(None) };
    let mut answers: BTreeMap<MemberId, Folded> = BTreeMap::new();
    let mut behalf = OnBehalf::new();
    for (member, _) in case.voices.iter().filter(|(member, _)| case.takes_part(member)) {
        let (own, recorded) = case.casts(replica, member)?;
        answers.insert(*member, fold_casts(&own, &question));
        let recorded: BTreeMap<MemberId, Folded> =
            recorded.iter().map(|(whose, casts)| (*whose, fold_casts(casts, &question))).collect();
        if !recorded.is_empty() {
            behalf.insert(*member, recorded);
        }
    }
    let mut roll = case.roll.clone();
    otherwise(&mut answers, &mut roll);
    let question = Question { roll: roll.as_ref(), ..question };
    let reached = honest.reached.iter().copied().collect();
    Ok(Some(count::count(&question, &answers, &behalf, &reached)))
}

/// Names an entry by place and id.
pub fn cited(entry: &Entry) -> Cited {
    Cited { place: Place { device: entry.header.device, seq: entry.header.seq }, id: entry.id }
}

/// What came of giving somebody entries.
#[derive(Debug)]
pub struct Given {
    /// What the door says.
    pub took: Took,
    /// What became of each entry; `None` where it is not held.
    pub verdicts: Vec<Option<Verdict>>,
}

impl Given {
    /// Returns the one verdict of one entry that is held.
    pub fn verdict(&self) -> Verdict {
        let [Some(verdict)] = self.verdicts[..] else { panic!("one entry that is held: {self:?}") };
        verdict
    }
}

/// Gives a laptop entries in runs, as a meeting brings them.
pub fn give(to: &mut Node, community: &CommunityId, entries: Vec<Entry>) -> Given {
    let (runs, unsigned) = Run::group(entries.clone());
    assert!(unsigned.is_empty(), "nothing vouches for these: {unsigned:?}");
    let replica = to.replica_of(community).unwrap();
    // What a frame cannot carry never comes as far as the replica.
    let packs = Run::packs(runs);
    let mut took = Took::default();
    for pack in packs {
        let runs = Run::unpack(&pack).expect("what was packed is unpacked");
        let more = replica.take(&runs).unwrap();
        took.new.extend(more.new);
        took.known += more.known;
        took.refused += more.refused;
        took.gaps += more.gaps;
    }
    let verdicts = entries.iter().map(|entry| held(to, community, entry)).collect();
    Given { took, verdicts }
}

/// Returns what became of an entry at somebody's; `None` where it is not held.
pub fn held(node: &mut Node, community: &CommunityId, entry: &Entry) -> Option<Verdict> {
    let store = node.replica_of(community).unwrap().store();
    store.entry_at(&entry.header.device, entry.header.seq, &entry.id).unwrap().map(|held| held.verdict)
}

/// A conversation with an honest laptop in which one side says whatever it likes.
pub struct Talk {
    session: Session,
    me: DeviceId,
    to: DeviceId,
    community: CommunityId,
}

impl Talk {
    /// Calls an honest laptop, which has picked up and said hello.
    pub fn with(to: &mut Node, caller: &Hostile) -> Self {
        let (me, device) = (caller.device(), author(to).device());
        let replica = to.replica_of(&caller.community).unwrap();
        replica.membership().unwrap();
        let session = Session::open(device, me, caller.community, false, replica);
        Self { session, me, to: device, community: caller.community }
    }

    /// Says hello as somebody who knows the community and holds something else than the other.
    ///
    /// # Errors
    /// When the other hangs up.
    pub fn hello(&mut self, to: &mut Node) -> Result<Vec<Act>, Fault> {
        let hello = Message::Hello {
            version: VERSION,
            tag: tag(&self.community, &self.me, &self.to),
            root: keyed_root(&Hash([9; 32]), &self.me),
            devices: [9; 8],
        };
        self.say(to, &hello)
    }

    /// Names an entry of a feed as these two do between them.
    pub fn tip(&self, seq: u64, id: &EntryId) -> KeyedTip {
        let mut hasher = blake3::Hasher::new_keyed(&self.community.0);
        hasher.update(b"palabre/heads/1\0").update(&self.me.0).update(&self.to.0);
        let keyed = blake3::keyed_hash(hasher.finalize().as_bytes(), &id.0);
        let mut head = [0; 4];
        head.copy_from_slice(&keyed.as_bytes()[..4]);
        KeyedTip { seq, head }
    }

    /// Says one message, and the other takes in what it brings.
    ///
    /// # Errors
    /// When the other hangs up.
    pub fn bring(&mut self, to: &mut Node, message: &Message) -> Result<Took, Fault> {
        let mut all = Took::default();
        for act in self.say(to, message)? {
            let Act::Take(runs) = act else { continue };
            let replica = to.replica_of(&self.community).unwrap();
            let took = replica.take(&runs).unwrap();
            self.session.committed(replica);
            all.new.extend(took.new);
            all.known += took.known;
            all.refused += took.refused;
            all.gaps += took.gaps;
        }
        Ok(all)
    }

    /// Says one message.
    ///
    /// # Errors
    /// When the other hangs up.
    pub fn say(&mut self, to: &mut Node, message: &Message) -> Result<Vec<Act>, Fault> {
        self.send(to, &message.to_bytes())
    }

    /// Sends one frame of any bytes.
    ///
    /// # Errors
    /// When the other hangs up.
    pub fn send(&mut self, to: &mut Node, frame: &[u8]) -> Result<Vec<Act>, Fault> {
        let replica = to.replica_of(&self.community).unwrap();
        self.session.receive(frame, replica)
    }

    /// Returns all that the other says by now, in messages.
    pub fn hear(&mut self, to: &mut Node) -> Vec<Message> {
        let replica = to.replica_of(&self.community).unwrap();
        let mut heard = Vec::new();
        while let Some(frame) = self.session.next_frame(replica) {
            heard.push(Message::from_bytes(&frame).expect("an honest laptop says messages"));
        }
        heard
    }

    /// Returns true when the other believes that both hold the same.
    pub fn is_in_sync(&self) -> bool {
        self.session.is_in_sync()
    }
}
