//! One seeded community: ten years of real entries, in causal order.
//!
//! Entries are written straight into feeds, signed by their devices, as the application writes them: what is too long
//! for one entry travels in parts, papers freeze a roll, counts say what their counter knew. Nothing here is judged:
//! whoever uses a [`World`] takes it in with a replica, and [`World::check`] says whether all of it had effect.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Result, ensure};
use ed25519_dalek::SigningKey;
use palabre_documents::guard::{
    OpId, VoiceChange, VoiceDraft, VoiceOp, check_record, read_change, read_voice, write_voice,
};
use palabre_documents::kinds::{DecisionPage, RecordType};
use palabre_documents::page::{Edit, birth, edit};
use palabre_documents::voice::{CountValue, Key, Said, Target, casts};
use palabre_domain::charter::{Admission, Charter, Quotas};
use palabre_domain::count::{
    Cast, Count, Folded, Given, Height, OnBehalf, Place, Question, SignedCount, count, fold_casts, needed,
};
use palabre_domain::decision::{
    Answer, Carried, DAY, Electorate, End, HOUR, Paper, Position as Stand, Protocol, Purpose, Reasons, Roll,
    Stance, TRAVEL,
};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_domain::wire;
use palabre_domain::words::{Comment, ItemId, Outcome};
use palabre_feeds::body::{
    Admit, Birth, Certificate, Cited, Device, DeviceCertificate, Genesis, Invite, Join, MAX_ADMITTED, Part,
    Role, Writers,
};
use palabre_feeds::entry::{Entry, Kind, MAX_BODY, Position};
use palabre_feeds::run::Run;
use palabre_node::replica::Replica;
use palabre_store::Store;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::words::Words;

/// When the community was founded: 1 March 2017.
const FOUNDED: i64 = 1_488_326_400_000;
/// How long it has lived.
const TEN_YEARS: i64 = 3_652 * DAY;
/// How many take part in a decision.
const VOICES: usize = 40;
/// The longest value that stands in a voice itself; what is longer travels in parts, as the application does it.
const INLINE: usize = 8 << 10;

/// How large a community is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// What the table calls it.
    pub name: &'static str,
    /// How many members.
    pub members: usize,
    /// How many entries.
    pub entries: usize,
}

/// 20 members, 10,000 entries.
pub const S: Size = Size { name: "S", members: 20, entries: 10_000 };
/// 500 members, 100,000 entries.
pub const M: Size = Size { name: "M", members: 500, entries: 100_000 };
/// 5,000 members, 1,000,000 entries.
pub const L: Size = Size { name: "L", members: 5_000, entries: 1_000_000 };
/// 5,000 members, 100,000 entries: as many people as in L, as many entries as in M.
pub const C: Size = Size { name: "C", members: 5_000, entries: 100_000 };

/// 500 members, 350,000 entries, and with them some sixty thousand texts: what there is to search in.
pub const T: Size = Size { name: "T", members: 500, entries: 350_000 };

/// Somebody, with their keys.
pub struct Person {
    /// The member key.
    pub member: SigningKey,
    /// The keys of their devices.
    pub devices: Vec<SigningKey>,
}

impl Person {
    /// Returns the member.
    pub fn id(&self) -> MemberId {
        MemberId(self.member.verifying_key().to_bytes())
    }
}

/// A community as its entries.
pub struct World {
    /// The community.
    pub community: CommunityId,
    /// All entries, each signed, in an order in which they can have come.
    pub entries: Vec<Entry>,
    /// The members, the founder first.
    pub people: Vec<Person>,
    /// A decision that is open.
    pub open: RecordId,
    /// Its opening.
    pub opening: Hash,
    /// When the last entry was written.
    pub now: i64,
    /// All words that were written, one after the other, to look at their entropy.
    pub words: String,
}

impl World {
    /// Makes a community of this size.
    pub fn new(size: Size, seed: u64) -> Result<Self> {
        let mut maker = Maker::new(seed, size.members)?;
        maker.live(size)?;
        maker.finish()
    }

    /// Makes another community of the people of [`World::new`] with the seed 1.
    pub fn another(size: Size, seed: u64) -> Result<Self> {
        let mut maker = Maker::with(1, Some(seed), size.members)?;
        maker.live(size)?;
        maker.finish()
    }

    /// Makes a community in which so many members answered one decision, the founder and the second member apart.
    pub fn crowd(members: usize, seed: u64) -> Result<Self> {
        Self::crowd_until(members, seed, false)
    }

    /// Makes a community as [`World::crowd`] does, whose decision has ended and was counted.
    pub fn counted_crowd(members: usize, seed: u64) -> Result<Self> {
        Self::crowd_until(members, seed, true)
    }

    /// Makes a community in which so many members answered one decision, the founder apart, and wrote so many comments
    /// on it, every other one in answer to another.
    pub fn thread(members: usize, comments: usize, seed: u64) -> Result<Self> {
        let (mut maker, case) = Maker::answered(members, 1, seed)?;
        for place in 0..comments {
            maker.now += 10_000;
            maker.comment(case, place % members)?;
        }
        Ok(maker.into_world(case))
    }

    fn crowd_until(members: usize, seed: u64, counted: bool) -> Result<Self> {
        let (mut maker, case) = Maker::answered(members, 2, seed)?;
        if counted {
            maker.now += 30 * DAY;
            maker.count(case)?;
        }
        Ok(maker.into_world(case))
    }

    /// Fills an empty store with this community, and checks that nothing was refused, waits, or is without effect.
    ///
    /// # Errors
    /// When something is, or the store fails.
    pub fn fill(&self, store: Store) -> Result<Replica> {
        let mut replica = Replica::new(self.community, store);
        // One by one, as a laptop that was there saw them come: what joins in packs files them in another order.
        for entries in self.entries.chunks(4_096) {
            let runs: Vec<Run> = entries.iter().map(|entry| Run { entries: vec![entry.clone()] }).collect();
            let took = replica.take(&runs)?;
            ensure!(
                (took.refused, took.gaps, took.known) == (0, 0, 0),
                "refused {}, gaps {}, known {}",
                took.refused,
                took.gaps,
                took.known
            );
        }
        let verdicts = replica.store().count_verdicts()?;
        ensure!(verdicts.is_empty(), "entries without effect, or waiting: {verdicts:?}");
        ensure!(replica.store().count_entries()? == self.entries.len() as u64);
        Ok(replica)
    }
}

/// What happens at some time.
enum Event {
    Arrive(usize, usize),
    SecondDevice(usize),
    Draft,
    Open(usize),
    Answer(usize, usize),
    Comment(usize, usize),
    React(usize, usize),
    Count(usize),
    Confirm(usize, usize),
    Certify(usize),
    Outcome(usize),
}

/// The end of a feed.
#[derive(Clone, Copy, Default)]
struct Tip {
    seq: u64,
    id: EntryId,
}

/// What a new change of a voice builds on.
#[derive(Default)]
struct Track {
    heads: Vec<Hash>,
    changes: u64,
    ops: u64,
    set: HashMap<String, OpId>,
}

struct Case {
    record: RecordId,
    birth: Vec<u8>,
    author: usize,
    binding: bool,
    voters: Vec<usize>,
    paper: Option<(Paper, Cited)>,
    opening: Hash,
    roll: Option<Roll>,
    voices: HashMap<usize, Track>,
    casts: BTreeMap<MemberId, Vec<Cast>>,
    comments: Vec<(MemberId, ItemId)>,
    count: Option<(Hash, Cited, u32)>,
    confirmations: Vec<Cited>,
}

struct Maker {
    rng: StdRng,
    language: Words,
    community: CommunityId,
    people: Vec<Person>,
    /// Which of a person's devices speaks in which decision changes from decision to decision.
    tips: HashMap<DeviceId, Tip>,
    /// How many people have come so far.
    here: usize,
    entries: Vec<Entry>,
    cases: Vec<Case>,
    events: BTreeMap<(i64, u64), Event>,
    planned: u64,
    now: i64,
    words: String,
}

fn key(rng: &mut StdRng) -> SigningKey {
    SigningKey::from_bytes(&rng.random())
}

fn device_of(key: &SigningKey) -> DeviceId {
    DeviceId(key.verifying_key().to_bytes())
}

fn cite(entry: &Entry) -> Cited {
    Cited { place: Place { device: entry.header.device, seq: entry.header.seq }, id: entry.id }
}

impl Maker {
    /// Has everybody from this one on answer one decision; returns it.
    fn answered(members: usize, from: usize, seed: u64) -> Result<(Self, usize)> {
        let mut maker = Self::new(seed, members)?;
        maker.arrive(1, members)?;
        maker.now += DAY;
        let case = maker.draft(0, true)?;
        maker.cases[case].voters = (0..members).collect();
        maker.open(case)?;
        for person in from..members {
            maker.now += 10_000;
            maker.answer(case, person)?;
        }
        Ok((maker, case))
    }

    fn new(seed: u64, members: usize) -> Result<Self> {
        Self::with(seed, None, members)
    }

    /// Begins with people out of one seed, and lets all that they do come out of another where one is given.
    fn with(people: u64, life: Option<u64>, members: usize) -> Result<Self> {
        let mut rng = StdRng::seed_from_u64(people);
        let people: Vec<Person> =
            (0..members).map(|_| Person { member: key(&mut rng), devices: vec![key(&mut rng)] }).collect();
        if let Some(life) = life {
            rng = StdRng::seed_from_u64(life);
        }
        let mut maker = Self {
            language: Words::new(&mut rng),
            rng,
            community: CommunityId::ZERO,
            people,
            tips: HashMap::new(),
            here: 1,
            entries: Vec::new(),
            cases: Vec::new(),
            events: BTreeMap::new(),
            planned: 0,
            now: FOUNDED,
            words: String::new(),
        };
        maker.found()?;
        Ok(maker)
    }

    fn say_words(&mut self, about: usize, end: char) -> String {
        let text = self.language.text(&mut self.rng, about, end);
        self.words.push_str(&text);
        self.words.push('\n');
        text
    }

    fn plan(&mut self, at: i64, event: Event) {
        self.planned += 1;
        self.events.insert((at, self.planned), event);
    }

    fn write(&mut self, key: &SigningKey, kind: Kind, record: RecordId, body: Vec<u8>) -> Result<Entry> {
        ensure!(body.len() <= MAX_BODY, "a body of {} bytes", body.len());
        let tip = self.tips.entry(device_of(key)).or_default();
        // One in ten laptops' clocks is behind what it wrote before.
        let behind = if self.rng.random_bool(0.1) { self.rng.random_range(0..30 * DAY) } else { 0 };
        let position = Position {
            seq: tip.seq + 1,
            prev: tip.id,
            epoch: EntryId(self.community.0),
            at: self.now - behind,
        };
        let community = (kind != Kind::Genesis).then_some(&self.community);
        let entry = Entry::write(key, community, position, kind, record, body);
        *tip = Tip { seq: entry.header.seq, id: entry.id };
        self.entries.push(entry.clone());
        Ok(entry)
    }

    /// Returns the key of the device with which a person speaks in a decision.
    fn key_in(&self, case: usize, person: usize) -> SigningKey {
        let known = |key: &&SigningKey| self.tips.contains_key(&device_of(key));
        let devices: Vec<&SigningKey> = self.people[person].devices.iter().filter(known).collect();
        devices[case % devices.len()].clone()
    }

    fn found(&mut self) -> Result<()> {
        let founder = &self.people[0];
        let device = founder.devices[0].clone();
        let genesis = Genesis {
            charter: Charter {
                name: "Le Fournil".into(),
                cause: "That nobody faces change alone.".into(),
                keyholders: vec![founder.id()],
                admission: Admission::AnyMember,
                quotas: Quotas::default(),
            },
            name: "Member 0".into(),
            certificate: DeviceCertificate::write(&founder.member, device_of(&device), 1),
            nonce: self.rng.random(),
            from: None,
        };
        let entry = self.write(&device, Kind::Genesis, RecordId::ZERO, wire::to_bytes(&genesis))?;
        self.community = entry.id.into();
        let change = birth(RecordType::Community, &device_of(&device), &[])?;
        let body = wire::to_bytes(&Birth {
            record_type: RecordType::Community as u8,
            writers: Writers::Everyone,
            change,
        });
        self.write(&device, Kind::Birth, RecordId::ZERO, body)?;
        Ok(())
    }

    /// Lets people in: one invite by somebody who is here, a join by each, and admits by the inviter.
    fn arrive(&mut self, first: usize, last: usize) -> Result<()> {
        let inviter = self.somebody();
        let inviting = self.people[inviter].devices[0].clone();
        let secret = key(&mut self.rng);
        let invite = Invite {
            key: secret.verifying_key().to_bytes(),
            uses: (last - first) as u32,
            until: self.now + 14 * DAY,
            role: Role::Member,
        };
        let invite = self.write(&inviting, Kind::Invite, RecordId::ZERO, wire::to_bytes(&invite))?;
        let mut joins = Vec::new();
        for person in first..last {
            self.now += 60_000;
            let device = self.people[person].devices[0].clone();
            let certificate = DeviceCertificate::write(&self.people[person].member, device_of(&device), 1);
            let name = format!("Member {person}");
            let join = Join::write(&self.community, &invite, &secret, name, certificate);
            let entry = self.write(&device, Kind::Join, RecordId::ZERO, wire::to_bytes(&join))?;
            joins.push(entry.id);
        }
        for joins in joins.chunks(MAX_ADMITTED) {
            let admit = Admit {
                joins: joins.to_vec(),
                role: Role::Member,
                closes: None,
                because: None,
                formerly: None,
            };
            self.write(&inviting, Kind::Admit, RecordId::ZERO, wire::to_bytes(&admit))?;
        }
        self.here = self.here.max(last);
        Ok(())
    }

    fn add_device(&mut self, person: usize) -> Result<()> {
        let device = key(&mut self.rng);
        let certificate = DeviceCertificate::write(&self.people[person].member, device_of(&device), 2);
        let body = wire::to_bytes(&Device::Add(certificate));
        self.write(&device, Kind::Device, RecordId::ZERO, body)?;
        self.people[person].devices.push(device);
        Ok(())
    }

    /// Returns somebody who is here: few write much, many write little.
    fn somebody(&mut self) -> usize {
        // The inverse of the sum of 1/rank, which grows like the logarithm.
        let rank = ((self.here as f64 + 1.0).ln() * self.rng.random::<f64>()).exp() - 1.0;
        (rank as usize).min(self.here - 1)
    }

    fn several(&mut self, many: usize) -> Vec<usize> {
        let many = many.min(self.here);
        let mut chosen = Vec::with_capacity(many);
        while chosen.len() < many {
            let one = self.somebody();
            if !chosen.contains(&one) {
                chosen.push(one);
            }
        }
        chosen
    }

    fn draft(&mut self, author: usize, binding: bool) -> Result<usize> {
        let device = self.key_in(self.cases.len(), author);
        let question = self.say_words(8, '?');
        let wording = self.say_words(60, '.');
        let change =
            birth(RecordType::Decision, &device_of(&device), &DecisionPage::draft(&question, &wording))?;
        let body = wire::to_bytes(&Birth {
            record_type: RecordType::Decision as u8,
            writers: Writers::Author,
            change: change.clone(),
        });
        let entry = self.write(&device, Kind::Birth, RecordId::ZERO, body)?;
        self.cases.push(Case {
            record: entry.id.into(),
            birth: change,
            author,
            binding,
            voters: Vec::new(),
            paper: None,
            opening: Hash::ZERO,
            roll: None,
            voices: HashMap::new(),
            casts: BTreeMap::new(),
            comments: Vec::new(),
            count: None,
            confirmations: Vec::new(),
        });
        Ok(self.cases.len() - 1)
    }

    fn open(&mut self, case: usize) -> Result<()> {
        let (author, record, binding) =
            (self.cases[case].author, self.cases[case].record, self.cases[case].binding);
        let device = self.key_in(case, author);
        let (facts, change) = read_change(&self.cases[case].birth)?;
        let document = check_record(&[(facts, change)]).document;
        let mut electorate = Electorate::Open;
        let mut protocol = Protocol::SenseCheck;
        if binding {
            // Besides those who will answer, a few are around; all others have been silent and rest.
            let around = self.several(VOICES * 5 / 8);
            let resting: Vec<MemberId> = (0..self.here)
                .filter(|person| !self.cases[case].voters.contains(person) && !around.contains(person))
                .map(|person| self.people[person].id())
                .collect();
            let everybody = self.people[..self.here].iter().map(Person::id).collect();
            let roll = Roll::new(everybody, &resting);
            protocol = Protocol::proposal(roll.present() as usize);
            let bytes = wire::to_bytes(&roll);
            electorate = Electorate::Frozen(if roll.members.len() * 32 > MAX_BODY / 2 {
                Carried::Parts(self.put_list(&device, record, &bytes)?)
            } else {
                Carried::Here(roll.clone())
            });
            self.cases[case].roll = Some(roll);
        }
        let paper = Paper {
            question: self.say_words(8, '?'),
            wording: self.say_words(60, '.'),
            protocol,
            electorate,
            opened: self.now,
            end: End::At(self.now + 7 * DAY),
            travel: TRAVEL,
            reasons: Reasons::Optional,
            purpose: Purpose::Words,
            replaces: None,
            options: Vec::new(),
            hide: palabre_domain::decision::Hide::Never,
            about: None,
            giving: None,
        };
        let change = edit(&document, &device_of(&device), &[Edit::open(&paper)])?;
        let entry = self.write(&device, Kind::Edit, record, change)?;
        let case = &mut self.cases[case];
        case.opening = paper.id();
        case.paper = Some((paper, cite(&entry)));
        Ok(())
    }

    fn put_list(&mut self, device: &SigningKey, record: RecordId, bytes: &[u8]) -> Result<Vec<Hash>> {
        let mut hashes = Vec::new();
        for body in Part::list(bytes) {
            hashes.push(Hash::of(&body));
            self.write(device, Kind::Part, record, body)?;
        }
        Ok(hashes)
    }

    fn put_words(&mut self, case: usize, person: usize, about: usize) -> Result<Hash> {
        let body = Part::words(&self.say_words(about, '.'));
        let hash = Hash::of(&body);
        let device = self.key_in(case, person);
        self.write(&device, Kind::Part, self.cases[case].record, body)?;
        Ok(hash)
    }

    fn say(&mut self, case: usize, person: usize, key: Key, said: &Said) -> Result<(Entry, VoiceChange)> {
        let device = match self.cases[case].voices.get(&person).and_then(|track| track.set.values().next()) {
            // A voice that was begun on one device is gone on with there.
            Some(op) => {
                let same = |key: &&SigningKey| device_of(key) == op.device;
                self.people[person].devices.iter().find(same).cloned()
            }
            None => None,
        };
        let device = device.unwrap_or_else(|| self.key_in(case, person));
        let id = device_of(&device);
        let track = self.cases[case].voices.entry(person).or_default();
        let text = key.text();
        let draft = VoiceDraft {
            device: id,
            seq: track.changes + 1,
            start_op: track.ops + 1,
            deps: track.heads.clone(),
            ops: vec![VoiceOp {
                key: text.clone(),
                value: Some(said.value()),
                pred: track.set.get(&text).copied().into_iter().collect(),
            }],
        };
        let body = write_voice(draft)?;
        let change = read_voice(&body)?;
        track.changes += 1;
        track.ops += 1;
        track.heads = vec![change.facts.hash];
        let op = OpId { counter: track.ops, device: id };
        track.set.insert(text, op);
        let record = self.cases[case].record;
        let entry = self.write(&device, Kind::Voice, record, body)?;
        Ok((entry, change))
    }

    fn answer(&mut self, case: usize, person: usize) -> Result<()> {
        let reason = if self.rng.random_bool(0.25) { Some(self.put_words(case, person, 18)?) } else { None };
        let positions = if self.cases[case].binding {
            [Stand::For, Stand::For, Stand::For, Stand::Abstain, Stand::Against]
        } else {
            [Stand::Fine, Stand::Fine, Stand::Fine, Stand::NotSure, Stand::NotForMe]
        };
        let stance = Stance {
            opening: self.cases[case].opening,
            answer: Answer::Position(positions[self.rng.random_range(0..positions.len())]),
            reason,
        };
        let (entry, change) = self.say(case, person, Key::Stance, &Said::Stance(stance))?;
        let given = Given::new(entry.header.device, entry.header.seq, &entry.id);
        let member = self.people[person].id();
        let casts = casts(&change, &Key::Stance, given, entry.header.at);
        self.cases[case].casts.entry(member).or_default().extend(casts);
        Ok(())
    }

    fn comment(&mut self, case: usize, person: usize) -> Result<()> {
        let text = self.put_words(case, person, 28)?;
        let comments = &self.cases[case].comments;
        let parent = (!comments.is_empty() && self.rng.random_bool(0.5))
            .then(|| comments[self.rng.random_range(0..comments.len())]);
        let id = ItemId(self.rng.random());
        self.say(case, person, Key::Comment(id), &Said::Comment(Comment { text, parent }))?;
        let member = self.people[person].id();
        self.cases[case].comments.push((member, id));
        Ok(())
    }

    fn react(&mut self, case: usize, person: usize) -> Result<()> {
        let comments = &self.cases[case].comments;
        let target = match comments.len() {
            0 => Target::Record,
            many => Target::Comment(comments[self.rng.random_range(0..many)].1),
        };
        self.say(case, person, Key::React(target), &Said::Reaction("👍".into()))?;
        Ok(())
    }

    fn count(&mut self, index: usize) -> Result<()> {
        let case = &self.cases[index];
        let Some((paper, _)) = &case.paper else { return Ok(()) };
        let counter = case.voters[0];
        let roll = case.roll.as_ref();
        let question = Question {
            opening: case.opening,
            paper,
            replaced: &[],
            roll,
            members: self.here as u32,
            goals: &[],
        };
        let answers: BTreeMap<MemberId, Folded> =
            case.casts.iter().map(|(member, casts)| (*member, fold_casts(casts, &question))).collect();
        let counted: Count = count(&question, &answers, &OnBehalf::new(), &BTreeSet::new());
        let present = counted.result.tally.present;
        let heights = self.heights(case.roll.as_ref());
        let (opening, id, record) = (case.opening, counted.id(), case.record);
        let signed = SignedCount { count: counted, heights };
        let bytes = signed.to_bytes();
        let signed = if bytes.len() > INLINE {
            let device = self.key_in(index, counter);
            Carried::Parts(self.put_list(&device, record, &bytes)?)
        } else {
            Carried::Here(signed)
        };
        let value = CountValue { opening, count: id, signed };
        let (entry, _) = self.say(index, counter, Key::Count, &Said::Count(value))?;
        self.cases[index].count = Some((id, cite(&entry), present));
        Ok(())
    }

    /// Returns what a counter who holds everything knows of the devices of those taking part.
    fn heights(&self, roll: Option<&Roll>) -> Vec<Height> {
        let on_roll = |person: &&Person| roll.is_none_or(|roll| roll.contains(&person.id()));
        let devices = self.people[..self.here].iter().filter(on_roll).flat_map(|person| &person.devices);
        let mut heights: Vec<Height> = devices
            .filter_map(|key| {
                let device = device_of(key);
                let tip = self.tips.get(&device)?;
                Some(Height { device, seq: tip.seq, head: tip.id })
            })
            .collect();
        heights.sort_unstable();
        heights
    }

    fn confirm(&mut self, case: usize, person: usize) -> Result<()> {
        let Some((id, ..)) = self.cases[case].count else { return Ok(()) };
        let (entry, _) = self.say(case, person, Key::Confirm(id), &Said::YES)?;
        self.cases[case].confirmations.push(cite(&entry));
        Ok(())
    }

    /// Publishes the certificate, if as many have confirmed as it takes, the counter among them.
    fn certify(&mut self, index: usize) -> Result<()> {
        let case = &self.cases[index];
        let (Some((_, paper)), Some((id, counter, present))) = (&case.paper, case.count) else {
            return Ok(());
        };
        if (case.confirmations.len() as u32 + 1) < needed(present) {
            return Ok(());
        }
        let mut confirmations = case.confirmations.clone();
        confirmations.sort_unstable();
        let certificate = Certificate {
            opening: case.opening,
            paper: *paper,
            count: id,
            counter,
            confirmations: Carried::Here(confirmations),
        };
        let (record, who) = (case.record, case.voters[1 % case.voters.len()]);
        let device = self.key_in(index, who);
        self.write(&device, Kind::Certificate, record, wire::to_bytes(&certificate))?;
        Ok(())
    }

    fn outcome(&mut self, case: usize) -> Result<()> {
        let Some((count, ..)) = self.cases[case].count else { return Ok(()) };
        let who = self.cases[case].voters[0];
        let text = self.put_words(case, who, 30)?;
        let outcome = Outcome { count: Some(count), text, review: None };
        self.say(case, who, Key::Outcome, &Said::Outcome(outcome))?;
        Ok(())
    }

    /// Lets ten years pass.
    fn live(&mut self, size: Size) -> Result<()> {
        // A tenth is there from the beginning, the others come in small groups until two years ago.
        let mut first = 1;
        while first < size.members {
            let many = if first == 1 { size.members / 10 } else { 1 + size.members / 50 };
            let last = (first + many.max(1)).min(size.members);
            let share = first.saturating_sub(1) as i64;
            let at = FOUNDED + HOUR + TEN_YEARS * 8 / 10 * share / size.members as i64;
            self.plan(at, Event::Arrive(first, last));
            first = last;
        }
        for person in (0..size.members).step_by(12) {
            self.plan(FOUNDED + TEN_YEARS * 9 / 10, Event::SecondDevice(person));
        }
        // As many decisions as fill the ten years, by what one takes.
        let voices = VOICES.min(size.members * 9 / 10);
        let decisions = size.entries / (voices * 5 / 2 + 10) + 1;
        for place in 0..decisions * 3 / 2 {
            let at = FOUNDED + DAY + TEN_YEARS * place as i64 / decisions as i64;
            self.plan(at, Event::Draft);
        }
        while self.entries.len() + 2 < size.entries {
            let Some(((at, _), event)) = self.events.pop_first() else {
                break;
            };
            self.now = self.now.max(at);
            self.happen(event, voices)?;
        }
        self.entries.truncate(size.entries - 2);
        self.rewind();
        Ok(())
    }

    /// Takes back what the last event wrote too much: feeds end where the entries do.
    fn rewind(&mut self) {
        self.tips.clear();
        for entry in &self.entries {
            let tip = Tip { seq: entry.header.seq, id: entry.id };
            self.tips.insert(entry.header.device, tip);
        }
    }

    fn happen(&mut self, event: Event, voices: usize) -> Result<()> {
        match event {
            Event::Arrive(first, last) => self.arrive(first, last),
            Event::SecondDevice(person) if person < self.here => self.add_device(person),
            Event::SecondDevice(_) => Ok(()),
            Event::Draft => self.begin(voices),
            Event::Open(case) => self.open(case),
            Event::Answer(case, person) => self.answer(case, person),
            Event::Comment(case, person) => self.comment(case, person),
            Event::React(case, person) => self.react(case, person),
            Event::Count(case) => self.count(case),
            Event::Confirm(case, person) => self.confirm(case, person),
            Event::Certify(case) => self.certify(case),
            Event::Outcome(case) => self.outcome(case),
        }
    }

    /// Drafts a decision, and plans what becomes of it.
    fn begin(&mut self, voices: usize) -> Result<()> {
        let author = self.somebody();
        let binding = self.rng.random_bool(0.75);
        let case = self.draft(author, binding)?;
        let many = self.rng.random_range(voices * 3 / 4..=voices * 5 / 4);
        let voters = self.several(many);
        let opens = self.now + self.rng.random_range(HOUR..2 * DAY);
        self.plan(opens, Event::Open(case));
        for &person in &voters {
            // The first days bring most answers.
            let at = opens + (self.rng.random::<f64>().powi(2) * (6 * DAY) as f64) as i64 + 1;
            self.plan(at, Event::Answer(case, person));
            if self.rng.random_bool(0.05) {
                let again = self.rng.random_range(at + 1..opens + 7 * DAY);
                self.plan(again, Event::Answer(case, person));
            }
            if self.rng.random_bool(0.15) {
                self.plan(at + HOUR, Event::Comment(case, person));
            }
            if self.rng.random_bool(0.15) {
                self.plan(at + 2 * HOUR, Event::React(case, person));
            }
        }
        let counted = opens + 9 * DAY + self.rng.random_range(0..DAY);
        self.plan(counted, Event::Count(case));
        if binding {
            for &person in voters.iter().skip(1) {
                if self.rng.random_bool(0.9) {
                    let at = counted + 1 + (self.rng.random::<f64>().powi(2) * (3 * DAY) as f64) as i64;
                    self.plan(at, Event::Confirm(case, person));
                }
            }
            self.plan(counted + 3 * DAY + 2, Event::Certify(case));
        }
        if self.rng.random_bool(0.7) {
            self.plan(counted + 4 * DAY, Event::Outcome(case));
        }
        self.cases[case].voters = voters;
        Ok(())
    }

    /// Leaves one decision open, of the founder's.
    fn finish(mut self) -> Result<World> {
        self.now += HOUR;
        let case = self.draft(0, true)?;
        self.cases[case].voters = self.several(VOICES);
        self.now += HOUR;
        self.open(case)?;
        Ok(self.into_world(case))
    }

    fn into_world(self, case: usize) -> World {
        World {
            community: self.community,
            open: self.cases[case].record,
            opening: self.cases[case].opening,
            entries: self.entries,
            people: self.people,
            now: self.now,
            words: self.words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: Size = Size { name: "tiny", members: 12, entries: 600 };

    #[test]
    fn all_of_a_generated_community_has_effect() {
        let world = World::new(TINY, 7).unwrap();
        assert_eq!(world.entries.len(), TINY.entries);
        let replica = world.fill(Store::in_memory().unwrap()).unwrap();
        let number = replica.record_number(&world.open).unwrap().unwrap();
        assert_eq!(replica.decision_page(number).unwrap().openings[0].0, world.opening);
        let kinds: std::collections::BTreeSet<u8> =
            world.entries.iter().map(|entry| entry.header.kind).collect();
        for kind in [Kind::Genesis, Kind::Join, Kind::Edit, Kind::Voice, Kind::Part, Kind::Certificate] {
            assert!(kinds.contains(&(kind as u8)), "{kind:?}");
        }
        assert!(!replica.store().certificates().unwrap().is_empty());
    }

    #[test]
    fn one_seed_makes_one_community() {
        let state = |seed| {
            let world = World::new(TINY, seed).unwrap();
            world.fill(Store::in_memory().unwrap()).unwrap().state_hash().unwrap()
        };
        assert_eq!(state(3), state(3));
        assert_ne!(state(3), state(4));
    }

    #[test]
    fn a_thread_has_its_comments() {
        let world = World::thread(5, 40, 1).unwrap();
        let replica = world.fill(Store::in_memory().unwrap()).unwrap();
        let number = replica.record_number(&world.open).unwrap().unwrap();
        let keys = |key: &Key| matches!(key, Key::Comment(_));
        let voices = replica.voices(number).unwrap();
        let said = voices.iter().flat_map(|(_, voice)| voice.said()).filter(|(key, ..)| keys(key));
        assert_eq!(said.count(), 40);
    }

    #[test]
    fn a_crowd_answers() {
        let world = World::crowd(30, 1).unwrap();
        let replica = world.fill(Store::in_memory().unwrap()).unwrap();
        let number = replica.record_number(&world.open).unwrap().unwrap();
        assert_eq!(replica.voices(number).unwrap().len(), 28);
    }
}
