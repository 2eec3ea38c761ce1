//! One news among thousands of members: how far it goes, how fast, and how much of it is sent twice.
//!
//! Every member runs the real session with each of its links, and the real rule about whom to tell how; what is simulated
//! is the time that a frame takes. What a member holds is a list in memory instead of a file, since with five thousand of
//! them on one machine the files would be all that is measured.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, RecordId};
use palabre_feeds::body::Part;
use palabre_feeds::entry::{Entry, Kind, Position};
use palabre_feeds::heights::{Heights, Tip};
use palabre_feeds::session::{Act, Session, Shelf};
use palabre_feeds::spread::{Questions, Way, ways};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

/// With how many a laptop links of itself; who is called may have more.
pub const LINKS: usize = 8;
/// How long a frame takes, in microseconds: drawn once for each link.
const LATENCY: std::ops::RangeInclusive<u64> = 10_000..=50_000;
/// How many feeds there are already, and how long they are.
const FEEDS: u8 = 16;
const LONG: u64 = 4;

/// What became of one news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many members there were.
    pub members: usize,
    /// How many links there were.
    pub links: usize,
    /// Whom it reached.
    pub reached: usize,
    /// When the last one had it, in microseconds.
    pub last: u64,
    /// When half of them had it.
    pub median: u64,
    /// Over how many laptops it went to whoever it went to by most.
    pub hops: u32,
    /// How many copies came to somebody who had it already.
    pub twice: usize,
    /// How many bytes were sent because of it, until all was quiet.
    pub bytes: u64,
    /// How many links ended in both knowing that they hold the same.
    pub in_sync: usize,
}

impl Report {
    /// Returns the fewest hops by which as many can be reached where everybody tells four.
    pub fn floor(&self) -> u32 {
        let (mut reached, mut hops) = (1usize, 0);
        while reached < self.members {
            reached *= 4;
            hops += 1;
        }
        hops
    }

    /// Returns how many copies somebody got for nothing, for each member.
    pub fn redundancy(&self) -> f64 {
        self.twice as f64 / self.members as f64
    }
}

/// What one laptop holds: what all hold, and what came since.
struct Held {
    all: Arc<Vec<Entry>>,
    new: Vec<Entry>,
    rows: Arc<HashMap<EntryId, u64>>,
    heights: Heights,
}

impl Held {
    fn entry(&self, row: u64) -> Option<&Entry> {
        let row = row as usize;
        self.all.get(row).or_else(|| self.new.get(row - self.all.len()))
    }

    fn row(&self, id: &EntryId) -> Option<u64> {
        let new = || self.new.iter().position(|entry| entry.id == *id).map(|n| (n + self.all.len()) as u64);
        self.rows.get(id).copied().or_else(new)
    }

    fn add(&mut self, entry: Entry) -> u64 {
        let Entry { header, id, .. } = entry;
        self.heights.advance(header.device, header.prev, Tip { seq: header.seq, id });
        self.new.push(entry);
        (self.all.len() + self.new.len() - 1) as u64
    }
}

impl Shelf for Held {
    fn tips(&self) -> &BTreeMap<DeviceId, Vec<Tip>> {
        self.heights.feeds()
    }

    fn root(&mut self) -> Hash {
        self.heights.root()
    }

    fn device_list(&self) -> [u8; 8] {
        self.heights.device_list()
    }

    fn at(&mut self, _device: &DeviceId, tip: &Tip, seq: u64) -> Option<EntryId> {
        let mut id = tip.id;
        loop {
            let entry = self.entry(self.row(&id)?)?;
            if entry.header.seq == seq {
                return Some(id);
            }
            id = entry.header.prev;
        }
    }

    fn rows(&mut self, _device: &DeviceId, tip: &Tip, after: u64) -> Vec<u64> {
        let mut rows = Vec::new();
        let mut next = self.row(&tip.id);
        while let Some(row) = next {
            let Some(entry) = self.entry(row) else { break };
            if entry.header.seq <= after {
                break;
            }
            next = self.row(&entry.header.prev);
            rows.push(row);
        }
        rows.reverse();
        rows
    }

    fn fetch(&mut self, rows: &[u64]) -> Vec<Entry> {
        rows.iter().filter_map(|row| self.entry(*row).cloned()).collect()
    }

    fn is_founded(&mut self) -> bool {
        true
    }

    fn holds(&mut self, _device: &DeviceId, _seq: u64, id: &EntryId) -> bool {
        self.row(id).is_some()
    }
}

struct Line {
    to: usize,
    /// Which line it is at the other end.
    there: usize,
    latency: u64,
    session: Session,
}

struct Laptop {
    held: Held,
    lines: Vec<Line>,
    questions: Questions,
    /// When the news came, and over how many laptops.
    got: Option<(u64, u32)>,
}

/// What happens at some time.
enum Event {
    /// A frame arrives, over so many laptops.
    Frame { to: usize, line: usize, hops: u32, bytes: Vec<u8> },
    /// A laptop looks for whom to ask.
    Ask { at: usize },
}

struct Swarm {
    laptops: Vec<Laptop>,
    community: CommunityId,
    now: u64,
    number: u64,
    /// By arrival, and then in the order in which they were sent.
    queue: BinaryHeap<Reverse<(u64, u64)>>,
    events: HashMap<u64, Event>,
    bytes: u64,
    twice: usize,
}

fn device(n: usize) -> DeviceId {
    DeviceId(Hash::of(&(n as u64).to_le_bytes()).0)
}

/// Lets one member of so many write something, and everybody tell everybody they are linked with, until all is quiet.
pub fn run(members: usize, seed: u64) -> Report {
    let mut rng = StdRng::seed_from_u64(seed);
    let community = CommunityId([7; 32]);
    let keys: Vec<SigningKey> = (0..FEEDS).map(|n| SigningKey::from_bytes(&[n + 1; 32])).collect();
    let mut all: Vec<Entry> = Vec::new();
    let mut heights = Heights::default();
    let write = |key: &SigningKey, heights: &mut Heights, seq: u64, prev: EntryId| {
        let at = Position { seq, prev, epoch: EntryId(community.0), at: seq as i64 };
        let body = Part::words(&format!("What {seq} of {:02x} says.", key.verifying_key().to_bytes()[0]));
        let entry = Entry::write(key, Some(&community), at, Kind::Part, RecordId([1; 32]), body);
        heights.advance(entry.header.device, prev, Tip { seq, id: entry.id });
        entry
    };
    for key in &keys {
        let mut prev = EntryId::ZERO;
        for seq in 1..=LONG {
            let entry = write(key, &mut heights, seq, prev);
            prev = entry.id;
            all.push(entry);
        }
    }
    let before = heights.tips(&DeviceId(keys[0].verifying_key().to_bytes()))[0];
    let news = write(&keys[0], &mut heights.clone(), before.seq + 1, before.id);
    let rows = all.iter().enumerate().map(|(row, entry)| (entry.id, row as u64)).collect();
    let (all, rows) = (Arc::new(all), Arc::new(rows));
    let laptop = || Laptop {
        held: Held { all: all.clone(), new: Vec::new(), rows: Arc::clone(&rows), heights: heights.clone() },
        lines: Vec::new(),
        questions: Questions::default(),
        got: None,
    };
    let mut swarm = Swarm {
        laptops: (0..members).map(|_| laptop()).collect(),
        community,
        now: 0,
        number: 0,
        queue: BinaryHeap::new(),
        events: HashMap::new(),
        bytes: 0,
        twice: 0,
    };
    let links = swarm.link(&mut rng);
    swarm.settle();
    // From here on, everything is because of the news.
    (swarm.now, swarm.bytes, swarm.twice) = (0, 0, 0);
    let writer = rng.random_range(0..members);
    let row = swarm.laptops[writer].held.add(news);
    swarm.laptops[writer].got = Some((0, 0));
    swarm.spread(writer, None, &[row], 0);
    swarm.settle();
    swarm.report(links)
}

impl Swarm {
    /// Links everybody with some others, drawn at random, as laptops do that know where all are; returns how many links
    /// there are.
    fn link(&mut self, rng: &mut StdRng) -> usize {
        let members = self.laptops.len();
        let mut order: Vec<usize> = (0..members).collect();
        order.shuffle(rng);
        let mut linked: BTreeSet<(usize, usize)> = BTreeSet::new();
        for i in order {
            let mut tries = 0;
            while self.laptops[i].lines.len() < LINKS.min(members - 1) && tries < 100 {
                tries += 1;
                let j = rng.random_range(0..members);
                if i == j || !linked.insert((i.min(j), i.max(j))) {
                    continue;
                }
                let latency = rng.random_range(LATENCY);
                let (mine, theirs) = (self.laptops[i].lines.len(), self.laptops[j].lines.len());
                for (a, b, there, calls) in [(i, j, theirs, true), (j, i, mine, false)] {
                    let held = &mut self.laptops[a].held;
                    let session = Session::open(device(a), device(b), self.community, calls, held);
                    self.laptops[a].lines.push(Line { to: b, there, latency, session });
                }
            }
        }
        for i in 0..members {
            self.send(i, 0);
        }
        linked.len()
    }

    /// Puts on its way what a laptop has to say.
    fn send(&mut self, from: usize, hops: u32) {
        let laptop = &mut self.laptops[from];
        for line in &mut laptop.lines {
            while let Some(bytes) = line.session.next_frame(&mut laptop.held) {
                self.number += 1;
                self.bytes += bytes.len() as u64;
                self.queue.push(Reverse((self.now + line.latency, self.number)));
                self.events.insert(self.number, Event::Frame { to: line.to, line: line.there, hops, bytes });
            }
        }
    }

    /// Tells the links of a laptop what is new there.
    fn spread(&mut self, at: usize, from: Option<usize>, rows: &[u64], hops: u32) {
        let laptop = &mut self.laptops[at];
        let entries = rows.iter().filter_map(|row| laptop.held.entry(*row));
        let devices: BTreeSet<DeviceId> = entries.map(|entry| entry.header.device).collect();
        let links: Vec<u64> = (0..laptop.lines.len() as u64).collect();
        for (link, way) in ways(&links, from.map(|from| from as u64)) {
            let session = &mut laptop.lines[link as usize].session;
            match way {
                Way::Push => session.push(rows),
                Way::PushOwn if hops == 0 => session.push(rows),
                Way::PushOwn | Way::Hint => session.hint(&devices, &laptop.held),
            }
        }
        laptop.questions.came(&devices);
        self.ask(at);
        self.send(at, hops);
    }

    fn report(&self, links: usize) -> Report {
        let mut times: Vec<u64> =
            self.laptops.iter().filter_map(|laptop| laptop.got.map(|(at, _)| at)).collect();
        times.sort_unstable();
        let lines = self.laptops.iter().flat_map(|laptop| &laptop.lines);
        Report {
            members: self.laptops.len(),
            links,
            reached: times.len(),
            last: times.last().copied().unwrap_or_default(),
            median: times.get(times.len() / 2).copied().unwrap_or_default(),
            hops: self
                .laptops
                .iter()
                .filter_map(|laptop| laptop.got)
                .map(|(_, hops)| hops)
                .max()
                .unwrap_or(0),
            twice: self.twice,
            bytes: self.bytes,
            in_sync: lines.filter(|line| line.session.is_in_sync()).count() / 2,
        }
    }

    /// Has a laptop ask what is to be asked, and look again later.
    fn ask(&mut self, at: usize) {
        let Laptop { held, lines, questions, .. } = &mut self.laptops[at];
        let now = (self.now / 1_000) as i64;
        questions.ask_due(now, |link, devices| lines[link as usize].session.want(devices, held));
        if let Some(due) = questions.next_due() {
            self.number += 1;
            self.queue.push(Reverse((due as u64 * 1_000, self.number)));
            self.events.insert(self.number, Event::Ask { at });
        }
    }

    /// Lets everything happen, until nothing is on its way and nobody waits.
    fn settle(&mut self) {
        while let Some(Reverse((at, number))) = self.queue.pop() {
            self.now = at;
            match self.events.remove(&number) {
                Some(Event::Frame { to, line, hops, bytes }) => self.arrive(to, line, hops, &bytes),
                Some(Event::Ask { at }) => {
                    self.ask(at);
                    let hops = self.laptops[at].got.map_or(0, |(_, hops)| hops);
                    self.send(at, hops);
                }
                None => {}
            }
        }
    }

    fn arrive(&mut self, to: usize, line: usize, hops: u32, bytes: &[u8]) {
        let laptop = &mut self.laptops[to];
        let acts = laptop.lines[line].session.receive(bytes, &mut laptop.held);
        // Everybody here runs the same honest program.
        let acts = acts.expect("an honest laptop understands another");
        for act in acts {
            let laptop = &mut self.laptops[to];
            match act {
                Act::Take(runs) => {
                    let mut rows = Vec::new();
                    for run in runs {
                        assert!(run.is_signed_in(&self.community), "what arrives is signed");
                        for entry in run.entries {
                            if laptop.held.row(&entry.id).is_some() {
                                self.twice += 1;
                            } else {
                                rows.push(laptop.held.add(entry));
                            }
                        }
                    }
                    laptop.lines[line].session.committed(&mut laptop.held);
                    if !rows.is_empty() {
                        laptop.got = Some((self.now, hops + 1));
                        self.spread(to, Some(line), &rows, hops + 1);
                    }
                }
                Act::Hinted(devices) => {
                    laptop.questions.told(line as u64, devices);
                    self.ask(to);
                }
                _ => {}
            }
        }
        let hops = self.laptops[to].got.map_or(0, |(_, hops)| hops);
        self.send(to, hops);
    }
}
