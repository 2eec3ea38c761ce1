//! Holding a certificate against the entries that it cites.
//!
//! *Final* is checked on signatures, chains, device certificates and the frozen paper alone: later cuts, removals and
//! forks never undo it. So nothing here asks what an entry comes to, only whether it is held and what it says.

use std::collections::BTreeSet;

use palabre_domain::count::{self, Count, SignedCount};
use palabre_domain::decision::{Carried, Electorate, Paper, Roll};
use palabre_domain::id::{DeviceId, Hash, MemberId, RecordId};
use palabre_domain::tally;
use palabre_domain::wire;
use palabre_feeds::body::{Birth, Certificate, Cited, Part};
use palabre_feeds::entry::{Entry, Kind};
use palabre_feeds::group::Name;
use palabre_feeds::membership::Ruling;
use palabre_feeds::verdict::{Reason, Verdict, Waits};

use crate::guard::{VoiceChange, read_change, read_voice};
use crate::page::openings_in;
use crate::recount::MAX_ENTRIES;
use crate::voice::{CountValue, Key, Said};

/// The longest list that travels in parts, in bytes. A count is the longest: each of the answers that a file of a decision
/// may hold takes up at most 137 there, which are the device and what is known of it, the place, and half of an id.
pub const MAX_LIST: usize = 160 * MAX_ENTRIES;

/// Where cited entries are looked up.
pub trait Archive {
    /// Returns an entry that is held.
    fn entry(&self, cited: &Cited) -> Option<Entry>;
    /// Returns the body of a part in this record that is held.
    fn part(&self, hash: &Hash) -> Option<Vec<u8>>;
    /// Returns whose device it is, by its certificate.
    fn member_of(&self, device: &DeviceId) -> Option<MemberId>;
}

/// A certificate that its entries bear out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certified {
    /// The paper.
    pub paper: Paper,
    /// Who took part.
    pub roll: Roll,
    /// The count.
    pub count: Count,
    /// How many found the same, the counter included.
    pub confirmed: u32,
    /// How many were present.
    pub present: u32,
    /// What it keeps alive: the paper, the count, the counted answers and the confirmations.
    pub names: Vec<Name>,
}

impl Certified {
    /// Returns what the decision asked for.
    pub fn ruling(&self) -> Ruling {
        Ruling {
            purpose: self.paper.purpose.clone(),
            carried: self.count.result.verdict == tally::Verdict::Carried,
            took_part: self.roll.members.len() as u32,
        }
    }
}

/// Returns the paper that an entry opens, by its hash.
pub fn paper_in(entry: &Entry, opening: &Hash) -> Option<Paper> {
    let change = match entry.kind()? {
        Kind::Edit => read_change(&entry.body).ok()?.1,
        Kind::Birth => read_change(&wire::from_bytes::<Birth>(&entry.body).ok()?.change).ok()?.1,
        _ => return None,
    };
    openings_in(&change).into_iter().find(|(id, _)| id == opening).map(|(_, paper)| paper)
}

/// Returns what a voice entry changes; `None` for every other entry.
pub fn voice_in(entry: &Entry) -> Option<VoiceChange> {
    (entry.kind()? == Kind::Voice).then(|| read_voice(&entry.body).ok())?
}

/// Returns what a change of a voice says under a key.
pub fn said_in(change: &VoiceChange, key: &Key) -> Option<Said> {
    let text = key.text();
    let op = change.ops.iter().rev().find(|op| op.key == text)?;
    Said::read(key, op.value.as_ref()?)
}

/// Returns true when a change of a voice confirms a count, or makes the very same one.
pub fn found_the_same(change: &VoiceChange, count: &Hash) -> bool {
    said_in(change, &Key::Confirm(*count)) == Some(Said::YES)
        || matches!(said_in(change, &Key::Count), Some(Said::Count(value)) if value.count == *count)
}

/// Returns the roll of a paper, from the paper or from its parts; `Err` while parts are missing.
///
/// # Errors
/// The verdict of what depends on it.
pub fn roll_of(paper: &Paper, part: &dyn Fn(&Hash) -> Option<Vec<u8>>) -> Result<Option<Roll>, Verdict> {
    match &paper.electorate {
        Electorate::Open => Ok(None),
        Electorate::Frozen(Carried::Here(roll)) => Ok(Some(roll.clone())),
        Electorate::Frozen(Carried::Parts(parts)) => {
            let bytes = collect(parts, part)?;
            let roll = Paper::roll_from_parts(&bytes);
            roll.map(Some).map_err(|_| Verdict::WithoutEffect(Reason::Certificate))
        }
    }
}

/// Returns the bytes of a list that travels in parts. Each of them stands in it once, for no list of ours says the same
/// thing twice: so that nobody makes much of the little that they sent.
///
/// # Errors
/// The verdict of what depends on it: pending while a part is missing; without effect where one is named twice, or all
/// together are longer than [`MAX_LIST`].
pub fn collect(parts: &[Hash], part: &dyn Fn(&Hash) -> Option<Vec<u8>>) -> Result<Vec<u8>, Verdict> {
    let refuse = Verdict::WithoutEffect(Reason::Certificate);
    let mut named = BTreeSet::new();
    if !parts.iter().all(|hash| named.insert(hash)) {
        return Err(refuse);
    }
    let mut bytes = Vec::new();
    for hash in parts {
        let body = part(hash).ok_or(Verdict::Pending(Waits::Cited))?;
        let list = Part::list_bytes(&body).ok_or(refuse)?;
        if bytes.len() + list.len() > MAX_LIST {
            return Err(refuse);
        }
        bytes.extend_from_slice(list);
    }
    Ok(bytes)
}

/// Returns the count that a value carries, here or in parts.
///
/// # Errors
/// Pending while a part is missing; without effect when it is not the count that it says it is.
pub fn count_of(value: &CountValue, part: &dyn Fn(&Hash) -> Option<Vec<u8>>) -> Result<SignedCount, Verdict> {
    let refuse = Verdict::WithoutEffect(Reason::Certificate);
    let signed = match &value.signed {
        Carried::Here(signed) => signed.clone(),
        Carried::Parts(parts) => SignedCount::from_bytes(&collect(parts, part)?).ok_or(refuse)?,
    };
    let sound = signed.count.is_sound()
        && signed.count.opening == value.opening
        && signed.count.id() == value.count
        && signed.heights.windows(2).all(|pair| pair[0].device < pair[1].device);
    if sound { Ok(signed) } else { Err(refuse) }
}

/// Holds a certificate on `record` against the entries that it cites.
///
/// # Errors
/// Pending while some are missing; without effect when they do not bear it out.
pub fn check(
    record: RecordId,
    certificate: &Certificate,
    archive: &dyn Archive,
) -> Result<Certified, Verdict> {
    let refuse = || Verdict::WithoutEffect(Reason::Certificate);
    let cited = |cited: &Cited| {
        // What lies in another record is as if it were not here: a laptop that has it says the same as one that has not, for
        // nothing that comes there has this record judged again.
        archive.entry(cited).filter(|entry| entry.record() == record).ok_or(Verdict::Pending(Waits::Cited))
    };
    let part = |hash: &Hash| archive.part(hash);
    let paper = paper_in(&cited(&certificate.paper)?, &certificate.opening).ok_or_else(refuse)?;
    let roll = roll_of(&paper, &part)?.ok_or_else(refuse)?;
    let counter = voice_in(&cited(&certificate.counter)?).ok_or_else(refuse)?;
    let Some(Said::Count(value)) = said_in(&counter, &Key::Count) else {
        return Err(refuse());
    };
    if value.count != certificate.count || value.opening != certificate.opening {
        return Err(refuse());
    }
    let SignedCount { count, .. } = count_of(&value, &part)?;
    let confirmations = match &certificate.confirmations {
        Carried::Here(list) => list.clone(),
        Carried::Parts(parts) => wire::from_bytes(&collect(parts, &part)?).map_err(|_| refuse())?,
    };
    if !confirmations.windows(2).all(|pair| pair[0] < pair[1]) {
        return Err(refuse());
    }
    let member =
        |cited: &Cited| archive.member_of(&cited.place.device).ok_or(Verdict::Pending(Waits::Device));
    let mut who: BTreeSet<MemberId> = BTreeSet::from([member(&certificate.counter)?]);
    for confirmation in &confirmations {
        let change = voice_in(&cited(confirmation)?).ok_or_else(refuse)?;
        if !found_the_same(&change, &certificate.count) {
            return Err(refuse());
        }
        who.insert(member(confirmation)?);
    }
    let counted = count.members(|device| archive.member_of(device)).ok_or(Verdict::Pending(Waits::Device))?;
    let present = count::present(&roll, &counted);
    let confirmed = who.iter().filter(|member| roll.contains(member)).count() as u32;
    if confirmed < count::needed(present) {
        return Err(refuse());
    }
    let entries = confirmations.iter().chain([&certificate.paper, &certificate.counter]);
    let mut names: Vec<Name> = entries.map(|cited| Name::Entry(cited.id)).collect();
    names.push(Name::Opening(certificate.opening));
    names.extend(count.places().map(|(place, half)| Name::Place(place.device, place.seq, half)));
    Ok(Certified { paper, roll, confirmed, present, names, count })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const REFUSED: Result<Vec<u8>, Verdict> = Err(Verdict::WithoutEffect(Reason::Certificate));

    /// The body of a part of a list that holds so many bytes.
    fn body(many: usize) -> Option<Vec<u8>> {
        Some([&[Part::LIST], &vec![7; many][..]].concat())
    }

    #[test]
    fn a_part_that_is_named_twice_is_not_even_read() {
        let read = Cell::new(0);
        let part = |_: &Hash| {
            read.set(read.get() + 1);
            body(3)
        };
        let [one, other] = [Hash([1; 32]), Hash([2; 32])];
        assert_eq!(collect(&[one, other], &part), Ok(vec![7; 6]));
        assert_eq!(read.take(), 2);
        assert_eq!(collect(&[one, other, one], &part), REFUSED);
        assert_eq!(collect(&[one; 2_000], &part), REFUSED);
        // What is missing does not have it wait.
        assert_eq!(collect(&[one, one], &|_| None), REFUSED);
        assert_eq!(read.get(), 0);
    }

    #[test]
    fn a_list_is_as_long_as_a_count_can_be_and_no_longer() {
        let parts: Vec<Hash> = (0..4).map(|n| Hash([n; 32])).collect();
        let quarter = |_: &Hash| body(MAX_LIST / 4);
        assert_eq!(collect(&parts, &quarter).map(|list| list.len()), Ok(MAX_LIST));
        let longer = |hash: &Hash| body(MAX_LIST / 4 + usize::from(*hash == parts[3]));
        assert_eq!(collect(&parts, &longer), REFUSED);
    }
}
