//! A peer that writes and says whatever it likes: places, times, signatures and frames are its to choose.
//!
//! What it writes is signed with real keys, as a member who turned against the others could; nothing here looks at what
//! a node would allow. [`give`] hands its entries to an honest laptop at the door that a meeting uses, and [`Talk`] lets
//! it say single messages to one.

use ed25519_dalek::SigningKey;
use palabre_documents::guard::{VoiceDraft, VoiceOp, write_voice};
use palabre_documents::voice::{Key, Said};
use palabre_domain::count::Place;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Body, Cited, DeviceCertificate, Join};
use palabre_feeds::entry::{Entry, Kind, Position};
use palabre_feeds::message::{Message, VERSION, keyed_root, tag};
use palabre_feeds::run::Run;
use palabre_feeds::session::{Act, Fault, Session};
use palabre_feeds::verdict::Verdict;
use palabre_node::Node;
use palabre_node::replica::Took;

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
    /// Its own changes of the voice that it spoke in last: record, how many, the next operation, the last hash.
    voice: Option<(RecordId, u64, u64, Vec<Hash>)>,
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

    /// Says something in its voice on a record in which it said nothing before this one took the laptop over.
    pub fn say(&mut self, record: RecordId, said: &[(Key, Option<Said>)]) -> Entry {
        let ops = said
            .iter()
            .map(|(key, said)| VoiceOp {
                key: key.text(),
                value: said.as_ref().map(Said::value),
                pred: Vec::new(),
            })
            .collect();
        self.say_raw(record, ops)
    }

    /// The same with operations as they stand in the change.
    pub fn say_raw(&mut self, record: RecordId, ops: Vec<VoiceOp>) -> Entry {
        let (seq, start_op, deps) = match &self.voice {
            Some((spoken_on, many, next, heads)) if *spoken_on == record => (many + 1, *next, heads.clone()),
            _ => (1, 1, Vec::new()),
        };
        let many = ops.len() as u64;
        let draft = VoiceDraft { device: self.device(), seq, start_op, deps, ops };
        let change = write_voice(draft).expect("a hostile voice still has the form of one");
        let hash = palabre_documents::guard::read_voice(&change).expect("it was just written").facts.hash;
        self.voice = Some((record, seq, start_op + many, vec![hash]));
        self.write(Kind::Voice, record, change)
    }
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
