//! A decision as a file that a stranger can re-count, who has nothing else.
//!
//! The evidence holds entries as they were signed. Where an entry's own signature did not travel, the headers up to
//! the next signed entry of its feed vouch for it. [`verify`] trusts none of it: it checks every chain, reads who is
//! whose device, reads the paper, counts the answers again, and compares.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use palabre_domain::count::{
    self, Count, Folded, Given, Half, OnBehalf, Place, Question, SignedCount, fold_casts,
};
use palabre_domain::decision::Paper;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, MemberId};
use palabre_domain::tally::{CountResult, sentence};
use palabre_feeds::body::{Body, Device, Invites};
use palabre_feeds::entry::{
    Entry, HEADER_LEN, Header, Kind, Signature, signed_bytes, verify as verify_signature,
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::certified::{count_of, found_the_same, paper_in, roll_of, said_in, voice_in};
use crate::guard::VoiceChange;
use crate::voice::{Key, Said, casts};

/// The most entries that a file may hold.
pub const MAX_ENTRIES: usize = 200_000;

/// One entry, with what vouches for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    /// Header, body and signature; 64 zero bytes where a later entry vouches for it.
    pub entry: Vec<u8>,
    /// The headers of the entries after it in its feed, up to a signed one.
    pub chain: Vec<Vec<u8>>,
    /// The signature of the last of these.
    pub signature: Option<Signature>,
}

/// Everything that a decision stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The community.
    pub community: CommunityId,
    /// The opening that was counted.
    pub opening: Hash,
    /// The count.
    pub count: Hash,
    /// The entries: genesis, joins and devices of those taking part; paper, answers, count, confirmations, parts.
    pub entries: Vec<Proven>,
}

/// Says what is wrong with the evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// An entry cannot be read.
    #[error("entry {0} in this file cannot be read")]
    Entry(usize),
    /// No signature holds for an entry.
    #[error("the signature of entry {0} does not hold")]
    Signature(usize),
    /// The genesis is missing, so nothing says which community this is.
    #[error("the founding of the community is not in this file")]
    Genesis,
    /// The paper is missing.
    #[error("the wording that was decided on is not in this file")]
    Paper,
    /// A list that travels in parts is missing.
    #[error("a list that this decision stands on is not in this file, or is not the one that was signed")]
    Part,
    /// The count is missing.
    #[error("the count is not in this file")]
    Count,
    /// A counted answer is missing.
    #[error("a counted answer is not in this file: entry {seq} of device {device}")]
    Answer {
        /// The device, shortened.
        device: String,
        /// The place.
        seq: u64,
    },
    /// A counted answer is by somebody who takes no part, or is one person's second.
    #[error("an answer was counted that does not count: entry {seq} of device {device}")]
    Foreign {
        /// The device, shortened.
        device: String,
        /// The place.
        seq: u64,
    },
    /// Somebody is said to have been reached, and no laptop of theirs says so.
    #[error("{0} is said to have been reached, and nothing in this file says so")]
    Reached(String),
    /// Counting again gives something else.
    #[error("counting again gives another result: {again}")]
    Result {
        /// The arithmetic of the second count.
        again: String,
    },
}

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The community's name at its founding.
    pub community: String,
    /// The paper.
    pub paper: Paper,
    /// The count.
    pub count: Hash,
    /// What it comes to, as counted and as counted again.
    pub result: CountResult,
    /// How many found the same, the counter included.
    pub confirmed: u32,
    /// How many of these make it final; `None` where whoever is a member takes part.
    pub needed: Option<u32>,
    /// Answers in the file that the count does not hold, by their author's name.
    pub not_counted: Vec<String>,
    /// The arithmetic in words.
    pub arithmetic: String,
}

impl Report {
    /// Returns true when enough found the same.
    pub fn is_final(&self) -> bool {
        self.needed.is_some_and(|needed| self.confirmed >= needed)
    }
}

/// An entry of the evidence; of a voice also what it says, read once.
struct Cited {
    entry: Entry,
    voice: Option<VoiceChange>,
}

impl Cited {
    fn said(&self, key: &Key) -> Option<Said> {
        said_in(self.voice.as_ref()?, key)
    }
}

struct Read {
    entries: BTreeMap<EntryId, Cited>,
    places: BTreeMap<Place, Vec<EntryId>>,
    parts: BTreeMap<Hash, Vec<u8>>,
    devices: BTreeMap<DeviceId, MemberId>,
    names: BTreeMap<MemberId, String>,
    community: Option<String>,
}

impl Read {
    /// The entry at a place; where its device told several stories, the one that is meant.
    fn at(&self, place: &Place, half: Option<Half>) -> Option<&Cited> {
        let meant = |id: &&EntryId| half.is_none_or(|half| id.0[..16] == half);
        self.places.get(place)?.iter().find(meant).and_then(|id| self.entries.get(id))
    }
}

fn proves(community: &CommunityId, proven: &Proven, entry: &Entry) -> bool {
    if entry.signature.is_some() {
        return proven.chain.is_empty() && proven.signature.is_none() && entry.is_signed_in(community);
    }
    let mut prev = entry.id;
    for (i, header) in proven.chain.iter().enumerate() {
        let Ok(bytes) = <[u8; HEADER_LEN]>::try_from(header.as_slice()) else {
            return false;
        };
        let header = Header::from_bytes(&bytes);
        let follows = header.prev == prev
            && header.device == entry.header.device
            && header.seq == entry.header.seq + 1 + i as u64;
        if !follows {
            return false;
        }
        prev = header.id();
    }
    !proven.chain.is_empty()
        && proven.signature.is_some_and(|signature| {
            verify_signature(&entry.header.device.0, &signed_bytes(community, &prev), &signature)
        })
}

/// Reads and checks every entry by itself, on all cores when there are many: signatures are most of the work.
fn read_all(evidence: &Evidence) -> Vec<Result<(Cited, Body), Wrong>> {
    let entries = &evidence.entries[..evidence.entries.len().min(MAX_ENTRIES)];
    let invites = Invites::default();
    let read_one = |i: usize, proven: &Proven| {
        let entry = Entry::from_bytes(&proven.entry).map_err(|_| Wrong::Entry(i))?;
        if !proves(&evidence.community, proven, &entry) {
            return Err(Wrong::Signature(i));
        }
        let body = Body::read_among(&evidence.community, &entry, &invites).map_err(|_| Wrong::Entry(i))?;
        let voice = voice_in(&entry);
        Ok((Cited { entry, voice }, body))
    };
    entries.par_iter().with_min_len(32).enumerate().map(|(i, proven)| read_one(i, proven)).collect()
}

fn read(evidence: &Evidence) -> Result<Read, Wrong> {
    let mut read = Read {
        entries: BTreeMap::new(),
        places: BTreeMap::new(),
        parts: BTreeMap::new(),
        devices: BTreeMap::new(),
        names: BTreeMap::new(),
        community: None,
    };
    for one in read_all(evidence) {
        let (cited, body) = one?;
        let entry = &cited.entry;
        let certificate = match body {
            Body::Genesis(genesis) => {
                read.community = Some(genesis.charter.name.clone());
                Some((genesis.certificate, Some(genesis.name)))
            }
            Body::Join(join) => Some((join.certificate, Some(join.name))),
            Body::Device(Device::Add(certificate)) => Some((certificate, None)),
            _ => None,
        };
        if let Some((certificate, name)) = certificate {
            read.devices.entry(certificate.device).or_insert(certificate.member);
            if let Some(name) = name {
                read.names.entry(certificate.member).or_insert(name);
            }
        }
        if entry.kind() == Some(Kind::Part) {
            read.parts.insert(entry.header.body_hash, entry.body.clone());
        }
        let place = Place { device: entry.header.device, seq: entry.header.seq };
        read.places.entry(place).or_default().push(entry.id);
        read.entries.insert(entry.id, cited);
    }
    Ok(read)
}

/// Re-counts the evidence.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify(evidence: &Evidence) -> Result<Report, Wrong> {
    let read = read(evidence)?;
    let community = read.community.clone().ok_or(Wrong::Genesis)?;
    let part = |hash: &Hash| read.parts.get(hash).cloned();
    let paper = read
        .entries
        .values()
        .find_map(|cited| paper_in(&cited.entry, &evidence.opening))
        .ok_or(Wrong::Paper)?;
    let roll = roll_of(&paper, &part).map_err(|_| Wrong::Part)?;
    let (counter, signed) = counter_of(&read, evidence, &part)?;
    let record = counter.entry.record();
    let again = recount(&read, evidence, &paper, roll.as_ref(), &signed.count)?;
    if again.result != signed.count.result {
        return Err(Wrong::Result { again: sentence(&paper, &again.result) });
    }
    let who: BTreeSet<MemberId> = read
        .entries
        .values()
        .filter(|cited| cited.entry.record() == record)
        .filter(|cited| cited.voice.as_ref().is_some_and(|voice| found_the_same(voice, &evidence.count)))
        .filter_map(|cited| read.devices.get(&cited.entry.header.device).copied())
        .filter(|member| roll.as_ref().is_none_or(|roll| roll.contains(member)))
        .collect();
    // Each counted answer was just found with whose it is.
    let counted = signed.count.members(|device| read.devices.get(device).copied()).unwrap_or_default();
    let needed = roll.as_ref().map(|roll| count::needed(count::present(roll, &counted)));
    let counted: HashSet<MemberId> = counted.into_iter().collect();
    let answered = read
        .entries
        .values()
        .filter(|cited| cited.entry.record() == record && cited.said(&Key::Stance).is_some())
        .filter_map(|cited| read.devices.get(&cited.entry.header.device));
    let not_counted: BTreeSet<String> = answered
        .filter(|member| !counted.contains(member))
        .map(|member| read.names.get(member).cloned().unwrap_or_else(|| member.short(4)))
        .collect();
    Ok(Report {
        community,
        arithmetic: sentence(&paper, &signed.count.result),
        result: signed.count.result,
        paper,
        count: evidence.count,
        confirmed: who.len() as u32,
        needed,
        not_counted: not_counted.into_iter().collect(),
    })
}

/// Returns the count, and the entry that made it: of those that say this name, one that bears it.
fn counter_of<'a>(
    read: &'a Read,
    evidence: &Evidence,
    part: &dyn Fn(&Hash) -> Option<Vec<u8>>,
) -> Result<(&'a Cited, SignedCount), Wrong> {
    let mut wrong = Wrong::Count;
    for cited in read.entries.values() {
        let Some(Said::Count(value)) = cited.said(&Key::Count) else { continue };
        if (value.count, value.opening) != (evidence.count, evidence.opening) {
            continue;
        }
        match count_of(&value, part) {
            Ok(signed) => return Ok((cited, signed)),
            Err(_) => wrong = Wrong::Part,
        }
    }
    Err(wrong)
}

/// Returns the openings that a paper amends, and those that these amend, as far as `paper_of` knows them.
pub fn replaced_by(paper: &Paper, paper_of: &dyn Fn(&Hash) -> Option<Paper>) -> Vec<Hash> {
    let mut replaced = Vec::new();
    let mut next = paper.replaces;
    while let Some(opening) = next.filter(|opening| !replaced.contains(opening)) {
        replaced.push(opening);
        next = paper_of(&opening).and_then(|paper| paper.replaces);
    }
    replaced
}

/// Counts the answers that the count names again.
fn recount(
    read: &Read,
    evidence: &Evidence,
    paper: &Paper,
    roll: Option<&palabre_domain::decision::Roll>,
    count: &Count,
) -> Result<Count, Wrong> {
    let paper_of = |opening: &Hash| read.entries.values().find_map(|cited| paper_in(&cited.entry, opening));
    let replaced = replaced_by(paper, &paper_of);
    // What buckets needed is taken as those who found the same confirm it.
    let settled = count.result.settlement.iter().flat_map(|settlement| &settlement.buckets);
    let goals: Vec<_> = settled.map(|bucket| bucket.goal).collect();
    let question = Question {
        opening: evidence.opening,
        paper,
        replaced: &replaced,
        roll,
        members: count.result.tally.present,
        goals: &goals,
    };
    let mut answers: BTreeMap<MemberId, Folded> = BTreeMap::new();
    for (place, half) in count.own_places() {
        let (member, folded) = answer_at(read, &question, (place, half), &Key::Stance)?;
        if answers.insert(member, folded).is_some() {
            return Err(foreign(place));
        }
    }
    let mut behalf = OnBehalf::new();
    for (member, place, half) in count.behalf_places() {
        let (recorder, folded) = answer_at(read, &question, (place, half), &Key::Behalf(member))?;
        if !question.takes_part(&member) || answers.contains_key(&member) {
            return Err(foreign(place));
        }
        behalf.entry(recorder).or_default().insert(member, folded);
    }
    let received = Key::Received(evidence.opening);
    let said = read.entries.values().filter(|cited| cited.said(&received) == Some(Said::YES));
    let said: BTreeSet<MemberId> =
        said.filter_map(|cited| read.devices.get(&cited.entry.header.device)).copied().collect();
    if let Some(member) = count.reached.iter().find(|member| !said.contains(*member)) {
        let name = read.names.get(member).cloned().unwrap_or_else(|| member.short(4));
        return Err(Wrong::Reached(name));
    }
    let reached: BTreeSet<MemberId> = count.reached.iter().copied().collect();
    Ok(count::count(&question, &answers, &behalf, &reached))
}

fn foreign(place: Place) -> Wrong {
    Wrong::Foreign { device: place.device.short(4), seq: place.seq }
}

/// Returns who wrote the answer at a place, and the answer, if it counts.
fn answer_at(
    read: &Read,
    question: &Question,
    (place, half): (Place, Option<Half>),
    key: &Key,
) -> Result<(MemberId, Folded), Wrong> {
    let missing = || Wrong::Answer { device: place.device.short(4), seq: place.seq };
    let Cited { entry, voice } = read.at(&place, half).ok_or_else(missing)?;
    let given = Given::new(place.device, place.seq, &entry.id);
    let member = *read.devices.get(&place.device).ok_or_else(|| foreign(place))?;
    let change = voice.as_ref().ok_or_else(|| foreign(place))?;
    let mut cast = casts(change, key, given, entry.header.at).pop().ok_or_else(|| foreign(place))?;
    // The count says which answer was the last one; what it replaced does not matter any more.
    cast.replaces.clear();
    let folded = fold_casts(&[cast], question);
    if matches!(folded, Folded::One(..)) && question.takes_part(&member) {
        Ok((member, folded))
    } else {
        Err(foreign(place))
    }
}
