//! What a hostile laptop does between two meetings: it tells other stories, forges, replays, floods and lies.
//!
//! It is a member's, with a program of its own beside the ordinary one, which goes on as if nothing had happened: so what
//! it writes here is a second story of its feed as soon as that goes on, too; half of its lies the ordinary program builds
//! on, so that there is one story, and they have what effect they can. It withholds in two ways: it says what it holds and
//! keeps some of it back, and it does not come at all, which is for the schedule to decide.

mod recording;

use std::collections::BTreeMap;
use std::sync::Arc;

use palabre_documents::kinds::RecordType;
use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::count::{Folded, SignedCount};
use palabre_domain::decision::{Answer, Carried, Position as Stand, Roll, Stance};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_domain::money::Amount;
use palabre_domain::tally;
use palabre_domain::wire;
use palabre_feeds::body::{Admit, Certificate, Device, Epoch, Part, Role, Withdraw};
use palabre_feeds::entry::{Entry, Kind, Signature, sign};
use palabre_feeds::message::Message;
use palabre_feeds::run::Run;
use palabre_feeds::verdict::Verdict;
use palabre_node::decide::Case;
use palabre_node::replica::Replica;
use palabre_node::{Node, duty};
use palabre_store::Store;
use rand::RngExt;
use rand::rngs::StdRng;

use crate::acts::{Stage, act};
use crate::hostile::{Hostile, cited, count_otherwise};
use crate::people::{Time, author, node_of, speak_through};

pub use recording::check_recorded;

/// What an enemy does to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strike {
    /// Does something else than it did, from an earlier place of its feed on.
    OtherStory,
    /// Meets somebody, and keeps something back.
    Withhold,
    /// Puts words into the feed of somebody else.
    Forge,
    /// Sends old things again.
    Replay,
    /// Writes many things that nobody can use.
    Flood,
    /// Answers what does not fit, gives what it has not, or stops what nobody lets it stop.
    Answer,
    /// Gives in a round what is somebody else's to give.
    GiveForAnother,
    /// Records an answer of somebody who has answered, or of itself.
    RecordOver,
    /// Records an answer of somebody who takes no part.
    RecordApart,
    /// Records an answer of somebody where it takes no part itself.
    RecordUnasked,
    /// Counts otherwise than anybody would.
    Count,
    /// Certifies anything.
    Certificate,
    /// Makes itself the only keyholder.
    Charter,
    /// Lets in who never asked.
    Admission,
    /// Closes somebody else's laptop.
    Closing,
    /// Withdraws what somebody else said.
    Withdrawal,
    /// Writes under a charter that is not, at a time that cannot be.
    Nowhere,
}

impl Strike {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::OtherStory,
        Self::Withhold,
        Self::Forge,
        Self::Replay,
        Self::Flood,
        Self::Answer,
        Self::GiveForAnother,
        Self::RecordOver,
        Self::RecordApart,
        Self::RecordUnasked,
        Self::Count,
        Self::Certificate,
        Self::Charter,
        Self::Admission,
        Self::Closing,
        Self::Withdrawal,
        Self::Nowhere,
    ];

    /// Returns what the enemy does, in words that stand before "to somebody".
    pub fn words(self) -> &'static str {
        match self {
            Self::OtherStory => "tells another story",
            Self::Withhold => "withholds something",
            Self::Forge => "forges",
            Self::Replay => "replays",
            Self::Flood => "floods",
            Self::Answer => "answers falsely",
            Self::GiveForAnother => "gives what is another's",
            Self::RecordOver => "records over an answer",
            Self::RecordApart => "records for who takes no part",
            Self::RecordUnasked => "records without taking part",
            Self::Count => "counts falsely",
            Self::Certificate => "certifies anything",
            Self::Charter => "changes the charter alone",
            Self::Admission => "lets in who never asked",
            Self::Closing => "closes another's laptop",
            Self::Withdrawal => "withdraws what others said",
            Self::Nowhere => "writes from nowhere",
        }
    }

    fn draw(rng: &mut StdRng) -> Self {
        match rng.random_range(0..22) {
            0..3 => Self::OtherStory,
            3..5 => Self::Withhold,
            5 => Self::Forge,
            6 => Self::Replay,
            7 => Self::Flood,
            8 => Self::Answer,
            9 => Self::Count,
            10 => Self::Certificate,
            11 => Self::Charter,
            12 => Self::Admission,
            13 => Self::Closing,
            14 => Self::Withdrawal,
            15..18 => Self::GiveForAnother,
            18 => Self::RecordOver,
            19 => Self::RecordApart,
            20 => Self::RecordUnasked,
            _ => Self::Nowhere,
        }
    }
}

/// How often one hostile thing was done, and what came of the entries that were new where it brought them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Struck {
    /// How often.
    pub times: u64,
    /// How many entries had effect.
    pub effective: u64,
    /// How many waited for something.
    pub waiting: u64,
    /// How many were kept and had no effect.
    pub without_effect: u64,
    /// How many runs were not kept, for nobody whose feed it is signed them.
    pub refused: u64,
    /// How many runs were not kept, for something before them was missing.
    pub gaps: u64,
}

impl Struck {
    /// Adds what came of others.
    pub fn add(&mut self, other: &Self) {
        self.times += other.times;
        self.effective += other.effective;
        self.waiting += other.waiting;
        self.without_effect += other.without_effect;
        self.refused += other.refused;
        self.gaps += other.gaps;
    }
}

/// Does one hostile thing to somebody; returns what, and what came of it; `None` where it found nothing to be about.
///
/// # Errors
/// A sentence, when something came through that must not.
pub fn strike(
    enemy: &mut Node,
    time: &Time,
    victim: &mut Node,
    community: &CommunityId,
    stage: &mut Stage,
) -> Result<Option<(Strike, Struck)>, String> {
    let strike = Strike::draw(stage.rng);
    let struck = match strike {
        Strike::OtherStory => other_story(enemy, time, victim, community, stage)?,
        Strike::Withhold => withhold(enemy, victim, community, stage.rng)?,
        Strike::Forge => forge(enemy, victim, community, stage.rng)?,
        Strike::Replay => Some(replay(enemy, victim, community, stage.rng)?),
        Strike::Flood => Some(flood(enemy, victim, community, stage.rng)?),
        Strike::GiveForAnother | Strike::RecordOver | Strike::RecordApart | Strike::RecordUnasked => {
            recording::record(strike, enemy, victim, community, stage.rng)?
        }
        lie => self::lie(lie, enemy, victim, community, stage.rng)?,
    };
    Ok(struck.map(|struck| (strike, struck)))
}

fn store_says(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn held(node: &mut Node, community: &CommunityId) -> Result<Vec<Entry>, String> {
    let replica = node.replica_of(community).map_err(store_says)?;
    let held = replica.store().after(0, usize::MAX >> 1).map_err(store_says)?;
    Ok(held.into_iter().map(|held| held.entry).collect())
}

/// Gives somebody entries, who does what is due then.
fn give(victim: &mut Node, community: &CommunityId, entries: Vec<Entry>) -> Result<Struck, String> {
    let author = author(victim);
    let (runs, _) = Run::group(entries);
    let mut struck = Struck { times: 1, ..Struck::default() };
    for pack in Run::packs(runs) {
        // What no frame can carry does not come.
        let Ok(runs) = Run::unpack(&pack) else { continue };
        let replica = victim.replica_of(community).map_err(store_says)?;
        let took = replica.take(&runs).map_err(store_says)?;
        for row in &took.new {
            match replica.store().entry(*row).map_err(store_says)?.map(|held| held.verdict) {
                Some(Verdict::Effective) => struck.effective += 1,
                Some(Verdict::Pending(_)) => struck.waiting += 1,
                Some(Verdict::WithoutEffect(_)) => struck.without_effect += 1,
                None => return Err("what was taken in is not there".to_owned()),
            }
        }
        struck.refused += took.refused;
        struck.gaps += took.gaps;
        duty::after(replica, &author, &took.new).map_err(store_says)?;
    }
    Ok(struck)
}

/// From an earlier place of its feed on, it does something else.
fn other_story(
    enemy: &mut Node,
    time: &Time,
    victim: &mut Node,
    community: &CommunityId,
    stage: &mut Stage,
) -> Result<Option<Struck>, String> {
    let device = author(enemy).device();
    let known = held(enemy, community)?;
    let last = known.iter().filter(|entry| entry.header.device == device).map(|entry| entry.header.seq).max();
    let Some(last) = last else { return Ok(None) };
    // From where it was let in on: before that it has nothing to say.
    let from = stage.rng.random_range(1..=last);
    let before = |entry: &Entry| entry.header.device != device || entry.header.seq <= from;
    let (runs, _) = Run::group(known.into_iter().filter(before).collect());
    let mut replica = Replica::new(*community, Store::in_memory().map_err(store_says)?);
    replica.take(&runs).map_err(store_says)?;
    let identity = enemy.identity().ok_or("somebody is at home")?.clone();
    let mut shadow = node_of(identity, time, stage.rng.random());
    shadow.put_copy(*community, replica);
    for _ in 0..stage.rng.random_range(1..4) {
        // Whatever it comes to: what was refused has left nothing behind.
        let _ = act(&mut shadow, stage);
    }
    let told = held(&mut shadow, community)?;
    let told = told.into_iter().filter(|entry| entry.header.device == device).collect();
    give(victim, community, told).map(Some)
}

/// Meets somebody, says all that it holds, and keeps back what one feed says from some place on, also where it is asked for.
fn withhold(
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<Option<Struck>, String> {
    let theirs = author(victim).device();
    let replica = enemy.replica_of(community).map_err(store_says)?;
    let feeds: Vec<(DeviceId, u64)> = replica
        .heights()
        .map_err(store_says)?
        .feeds()
        .iter()
        // What somebody writes themselves they have.
        .filter(|(device, _)| **device != theirs)
        .filter_map(|(device, tips)| Some((*device, tips.first()?.seq)))
        .collect();
    let Some(&(device, last)) = feeds.get(rng.random_range(0..feeds.len().max(1))) else { return Ok(None) };
    let from = rng.random_range(1..=last);
    let kept_back = |entry: &Entry| entry.header.device == device && entry.header.seq >= from;
    let many = |victim: &mut Node| {
        let held = held(victim, community)?;
        Ok::<usize, String>(held.iter().filter(|entry| kept_back(entry)).count())
    };
    let before = many(victim)?;
    let mut through = |frame: Vec<u8>| {
        let Ok(Message::Runs(pack)) = Message::from_bytes(&frame) else { return Some(frame) };
        let said = Run::unpack(&pack).ok()?.into_iter().flat_map(|run| run.entries);
        let (runs, _) = Run::group(said.filter(|entry| !kept_back(entry)).collect());
        (!runs.is_empty()).then(|| Message::Runs(Run::pack(&runs)).to_bytes())
    };
    speak_through(enemy, victim, community, usize::MAX, &mut through);
    match many(victim)? == before {
        true => Ok(Some(Struck { times: 1, ..Struck::default() })),
        false => Err("what was kept back came through".to_owned()),
    }
}

/// Puts words into the feed of somebody else.
fn forge(
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<Option<Struck>, String> {
    let hostile = Hostile::turned(enemy, community);
    let replica = victim.replica_of(community).map_err(store_says)?;
    let feeds = replica.heights().map_err(store_says)?.feeds();
    let others: Vec<_> = feeds
        .iter()
        .filter(|(device, _)| **device != hostile.device())
        .filter_map(|(device, tips)| Some((*device, *tips.first()?)))
        .collect();
    let Some(&(device, tip)) = others.get(rng.random_range(0..others.len().max(1))) else { return Ok(None) };
    let mut liar = hostile.clone();
    liar.back_to(tip.seq, tip.id);
    let mut forged = liar.write(Kind::Part, RecordId(community.0), Part::words("Somebody else said this."));
    forged.header.device = device;
    forged.id = forged.header.id();
    let bytes = palabre_feeds::entry::signed_bytes(community, &forged.id);
    forged.signature =
        Some(if rng.random_bool(0.5) { sign(&hostile.key, &bytes) } else { Signature([rng.random(); 64]) });
    let struck = give(victim, community, vec![forged])?;
    if struck != (Struck { times: 1, refused: 1, ..Struck::default() }) {
        return Err(format!("a forged entry came through: {struck:?}"));
    }
    Ok(Some(struck))
}

/// Sends old things again, some of them in pieces.
fn replay(
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<Struck, String> {
    let mut known = held(enemy, community)?;
    let from = rng.random_range(0..=known.len());
    let many = rng.random_range(0..=known.len() - from);
    let piece: Vec<Entry> = known.drain(from..from + many).collect();
    let mut struck = give(victim, community, piece.clone())?;
    // What followed a gap the first time may be new the second time.
    let again = give(victim, community, piece)?;
    struck.add(&Struck { times: 0, ..again });
    Ok(struck)
}

/// Writes many things that nobody can use: orphans, and what was honest once.
fn flood(
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<Struck, String> {
    let mut hostile = Hostile::turned(enemy, community);
    let known = held(enemy, community)?;
    let many = rng.random_range(10..80);
    let entries: Vec<Entry> = (0..many)
        .map(|_| {
            let model = &known[rng.random_range(0..known.len())];
            let mut body = model.body.clone();
            for _ in 0..rng.random_range(0..3) {
                if let Some(last) = body.len().checked_sub(1) {
                    body[rng.random_range(0..=last)] = rng.random();
                }
            }
            let orphan = rng.random_bool(0.3);
            let record = if orphan { RecordId([rng.random(); 32]) } else { model.record() };
            let kind = Kind::from_code(rng.random_range(0..=11)).unwrap_or(Kind::Part);
            let kind = if rng.random_bool(0.5) { kind } else { model.kind().unwrap_or(kind) };
            hostile.write(kind, record, body)
        })
        .collect();
    give(victim, community, entries)
}

/// Says something that is properly signed and not so.
fn lie(
    lie: Strike,
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<Option<Struck>, String> {
    let mut hostile = Hostile::turned(enemy, community);
    let known = held(enemy, community)?;
    if known.is_empty() {
        return Ok(None);
    }
    let some = |rng: &mut StdRng| &known[rng.random_range(0..known.len())];
    // In time, by what it says.
    hostile.at -= rng.random_range(0..400) * 86_400_000;
    let replica = enemy.replica_of(community).map_err(store_says)?;
    let told = match lie {
        Strike::Answer => answer(&mut hostile, replica, rng)?,
        Strike::Count => count(&mut hostile, replica, rng)?,
        Strike::Certificate => match opened(replica, rng)? {
            Some((case, opening)) => {
                let (paper, counter, other) = (cited(some(rng)), cited(some(rng)), cited(some(rng)));
                let count = case.counts.first().map(|counted| counted.id);
                let certificate = Certificate {
                    opening,
                    paper,
                    count: count.unwrap_or(Hash([rng.random(); 32])),
                    counter,
                    confirmations: Carried::Here(vec![other]),
                };
                Some(hostile.write_on(Kind::Certificate, case.record, &certificate))
            }
            None => None,
        },
        Strike::Charter => charter(&mut hostile, replica, rng)?,
        Strike::Admission => {
            let joins = vec![some(rng).id, EntryId([rng.random(); 32])];
            let admit = Admit { joins, role: Role::Member, closes: None, because: None, formerly: None };
            Some(hostile.control(Kind::Admit, &admit))
        }
        Strike::Closing => {
            // By no right.
            let device: DeviceId = some(rng).header.device;
            let body = Device::Revoke { device, last: (0, EntryId::ZERO), leaving: true, by: None };
            let others = device != hostile.device();
            others.then(|| hostile.write(Kind::Device, RecordId::ZERO, wire::to_bytes(&body)))
        }
        Strike::Withdrawal => {
            let part = some(rng);
            let withdraw = Withdraw { part: part.header.body_hash };
            Some(hostile.write_on(Kind::Withdraw, part.record(), &withdraw))
        }
        _ => {
            (hostile.epoch, hostile.at) = (EntryId([rng.random(); 32]), rng.random());
            Some(hostile.write(Kind::Part, some(rng).record(), Part::words("From nowhere.")))
        }
    };
    let Some(told) = told else { return Ok(None) };
    // Some tell what came before it, too: behind a gap it would be heard by nobody.
    if rng.random_bool(0.7) {
        let before = known.iter().filter(|entry| entry.header.device == hostile.device()).cloned().collect();
        give(victim, community, before)?;
    }
    // Whoever does not want to be seen telling two stories goes on from here with the ordinary program, too.
    if rng.random_bool(0.5) {
        keep(enemy, community, vec![told.clone()])?;
    }
    give(victim, community, vec![told]).map(Some)
}

/// Takes what the other program wrote into the laptop's own copy, which the ordinary program then builds on.
fn keep(enemy: &mut Node, community: &CommunityId, told: Vec<Entry>) -> Result<(), String> {
    let replica = enemy.replica_of(community).map_err(store_says)?;
    // Or the ordinary program would see that somebody else writes with its key, and write nothing more.
    replica.set_mine(None);
    let (runs, _) = Run::group(told);
    replica.take(&runs).map(drop).map_err(store_says)
}

/// Reads everything that is open, or was.
fn all_opened(replica: &mut Replica) -> Result<Vec<Case>, String> {
    let mut opened = Vec::new();
    for kind in [RecordType::Decision, RecordType::Round] {
        for page in replica.store().pages_of(kind as u8, 0, 50).map_err(store_says)? {
            let case = Case::read(replica, page.record).map_err(store_says)?;
            opened.extend(case.filter(|case| case.opening.is_some()));
        }
    }
    Ok(opened)
}

/// Draws something that is open, or was, with the name of its opening.
fn opened(replica: &mut Replica, rng: &mut StdRng) -> Result<Option<(Case, Hash)>, String> {
    let mut all = all_opened(replica)?;
    if all.is_empty() {
        return Ok(None);
    }
    let case = all.swap_remove(rng.random_range(0..all.len()));
    let opening = case.opening.as_ref().map(|(id, _)| *id);
    Ok(opening.map(|opening| (case, opening)))
}

/// Answers what does not fit, or what nobody can say.
fn answer(hostile: &mut Hostile, replica: &mut Replica, rng: &mut StdRng) -> Result<Option<Entry>, String> {
    let Some((case, opening)) = opened(replica, rng)? else { return Ok(None) };
    let answer = match rng.random_range(0..5) {
        0 => Answer::Gifts(vec![(RecordId([rng.random(); 32]), Amount(rng.random()))]),
        1 => {
            // To each bucket about as much as anybody has in all.
            let pages = replica.store().pages_about(&case.record).map_err(store_says)?;
            let buckets = pages.into_iter().filter(|page| page.kind == RecordType::Bucket as u8);
            let mut gifts: Vec<(RecordId, Amount)> =
                buckets.map(|page| (page.record, Amount(rng.random_range(1..40_000)))).collect();
            gifts.sort_unstable();
            Answer::Gifts(gifts)
        }
        2 => Answer::Options(vec![0, 9]),
        3 => Answer::Position(Stand::Block),
        _ => Answer::Position(Stand::For),
    };
    let stance = Stance { opening, answer, reason: None };
    hostile.speak_on(replica, case.record).map_err(store_says)?;
    Ok(Some(hostile.say(case.record, &[(Key::Stance, Some(Said::Stance(stance)))])))
}

/// Counts otherwise than anybody would: with the form of a count, without it, or under the name of another.
fn count(hostile: &mut Hostile, replica: &mut Replica, rng: &mut StdRng) -> Result<Option<Entry>, String> {
    let Some((case, opening)) = opened(replica, rng)? else { return Ok(None) };
    let Some(honest) = case.count(replica).map_err(store_says)? else { return Ok(None) };
    let mut count = Arc::unwrap_or_clone(honest);
    let honest = count.id();
    let mut takes_its_name = false;
    match rng.random_range(0..6) {
        // As if somebody had not answered: its numbers fit its lists, and only who counts again can tell.
        0 | 1 => {
            let one_less = |answers: &mut BTreeMap<MemberId, Folded>, _: &mut Option<Roll>| {
                let one = answers.iter().find(|(_, folded)| matches!(folded, Folded::One(..)));
                if let Some(member) = one.map(|(member, _)| *member) {
                    answers.remove(&member);
                }
            };
            let otherwise = count_otherwise(replica, &case, one_less).map_err(store_says)?;
            count = otherwise.unwrap_or(count);
        }
        2 => count.result.tally.present += 1,
        3 => drop(count.counted.pop()),
        // The stories of other answers: a round would tell its money by them.
        4 if count.result.settlement.is_none() => count.halves.reverse(),
        _ => {
            count.result.verdict = tally::Verdict::NotCarried;
            takes_its_name = true;
        }
    }
    let name = if takes_its_name { honest } else { count.id() };
    let heights = case.heights(replica).map_err(store_says)?;
    let signed = Carried::Here(SignedCount { count, heights });
    let value = CountValue { opening, count: name, signed };
    hostile.speak_on(replica, case.record).map_err(store_says)?;
    Ok(Some(hostile.say(case.record, &[(Key::Count, Some(Said::Count(value)))])))
}

/// Changes the charter, with the approval of nobody else.
fn charter(hostile: &mut Hostile, replica: &mut Replica, rng: &mut StdRng) -> Result<Option<Entry>, String> {
    let membership = replica.membership().map_err(store_says)?;
    // Somebody who has met nobody knows of no charter.
    let Some(current) = membership.current_epoch() else { return Ok(None) };
    let mut charter = current.charter.clone();
    charter.keyholders = vec![hostile.member()];
    let mut epoch = Epoch {
        number: current.number + 1,
        previous: vec![current.id],
        charter,
        removals: Vec::new(),
        guard: 1,
        members: Hash::ZERO,
        member_count: 0,
        roll: Vec::new(),
        because: Hash([rng.random(); 32]),
        approvals: Vec::new(),
    };
    let bytes = Epoch::approval_bytes(&epoch.content(&hostile.community));
    epoch.approvals = vec![(hostile.device(), sign(&hostile.key, &bytes))];
    Ok(Some(hostile.control(Kind::Epoch, &epoch)))
}
