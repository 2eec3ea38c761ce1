//! The entries of one record, judged together.
//!
//! A record's birth, its edits, the voices on it, their parts, withdrawals and certificates depend on each other and
//! on how their authors stand, and on no other record. [`judge`] is a pure function of these entries as a set. The
//! node uses [`entitled`] and [`crate::document::Document`] for the everyday case of one more entry, and this for
//! every other; a property test holds both equal.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use palabre_domain::count::{Given, Half};
use palabre_domain::id::{DeviceId, EntryId, Hash, MemberId};

use crate::body::{Role, Writers};
use crate::change::ChangeFacts;
use crate::document::{Document, Shape};
use crate::membership::{Cut, Standing};
use crate::verdict::{Reason, Verdict, Waits};

/// Something inside an entry by which others refer to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// A change, by its hash.
    Change(Hash),
    /// A comment, by its author and its own name.
    Comment(MemberId, [u8; 8]),
    /// An opening, by the hash of its paper.
    Opening(Hash),
    /// A part, by its hash.
    Part(Hash),
    /// An entry, by its id.
    Entry(EntryId),
    /// An entry, by its place and the first half of its id, as counts name answers; the first counts named the place
    /// alone.
    Place(DeviceId, u64, Option<Half>),
}

/// What an entry says, as far as verdicts depend on it.
#[derive(Clone, Debug)]
pub enum What {
    /// A record is born.
    Birth {
        /// Whether this program knows records of this type.
        known: bool,
        /// Who may write in it.
        writers: Writers,
        /// Its first change.
        facts: ChangeFacts,
    },
    /// A record is changed.
    Edit {
        /// The change.
        facts: ChangeFacts,
    },
    /// Somebody speaks.
    Voice {
        /// The change.
        facts: ChangeFacts,
        /// Whether it holds nothing but comments and reactions.
        guest_may: bool,
    },
    /// Bytes named by their hash.
    Part {
        /// The hash.
        hash: Hash,
        /// Whether they are words, which their author can withdraw.
        words: bool,
    },
    /// Words are withdrawn.
    Withdraw(Hash),
    /// A certificate, which the entries that it cites bear out, or do not.
    Certificate(Verdict),
    /// The entry is settled by itself: it cannot be read, or the guard refuses it, or a newer program is needed.
    Settled(Verdict),
}

/// One entry of a record.
#[derive(Clone, Debug)]
pub struct Item {
    /// The caller's name for it.
    pub token: u64,
    /// Its id.
    pub id: EntryId,
    /// Whose feed.
    pub device: DeviceId,
    /// Place in the feed.
    pub seq: u64,
    /// The entry at its feed's fork on its own branch, for entries from there on.
    pub branch: Option<EntryId>,
    /// How its author stands.
    pub standing: Standing,
    /// What it says.
    pub what: What,
    /// By which names others refer to it, besides its id and its change.
    pub defines: Vec<Name>,
    /// What it refers to, besides its record and its change's dependencies.
    pub names: Vec<Name>,
}

impl Item {
    fn facts(&self) -> Option<&ChangeFacts> {
        match &self.what {
            What::Birth { facts, .. } | What::Edit { facts } | What::Voice { facts, .. } => Some(facts),
            _ => None,
        }
    }

    fn member(&self) -> Option<MemberId> {
        match self.standing {
            Standing::Live { member, .. } | Standing::Dormant { member, .. } => Some(member),
            Standing::Settled(_) => None,
        }
    }

    fn cited(&self) -> Option<(MemberId, u32)> {
        match self.standing {
            Standing::Live { member, epoch, .. } | Standing::Dormant { member, epoch, .. } => {
                Some((member, epoch))
            }
            Standing::Settled(_) => None,
        }
    }

    fn cut(&self) -> Option<Cut> {
        match self.standing {
            Standing::Dormant { cut, .. } => Some(cut),
            _ => None,
        }
    }

    fn is_birth(&self) -> bool {
        matches!(self.what, What::Birth { .. })
    }
}

/// What of its birth the other entries of a record depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What the birth came to.
    pub verdict: Verdict,
    /// Who gave birth to it.
    pub author: MemberId,
    /// Who may write in it.
    pub writers: Writers,
}

/// Returns whether an author with this right may write this entry in this record, before its change is looked at.
///
/// # Errors
/// The verdict that settles the entry.
pub fn entitled(record: Option<&Record>, member: MemberId, role: Role, what: &What) -> Result<(), Verdict> {
    let refuse = |reason| Err(Verdict::WithoutEffect(reason));
    if let What::Settled(verdict) = what {
        return Err(*verdict);
    }
    if let What::Birth { known, .. } = what {
        return match (role, known) {
            (Role::Guest, _) => refuse(Reason::Guest),
            (_, false) => Err(Verdict::Pending(Waits::Newer)),
            _ => Ok(()),
        };
    }
    match record.map(|record| record.verdict) {
        None | Some(Verdict::Pending(_)) => return Err(Verdict::Pending(Waits::Record)),
        Some(Verdict::WithoutEffect(_)) => return refuse(Reason::Record),
        Some(Verdict::Effective) => {}
    }
    match (what, role) {
        (What::Edit { .. } | What::Voice { guest_may: false, .. }, Role::Guest) => refuse(Reason::Guest),
        (What::Edit { .. }, _) => {
            let may = record.is_some_and(|record| match &record.writers {
                Writers::Author => record.author == member,
                Writers::Named(members) => members.binary_search(&member).is_ok(),
                Writers::Everyone => true,
            });
            if may { Ok(()) } else { refuse(Reason::Writer) }
        }
        _ => Ok(()),
    }
}

/// Checks a whole record document, which needs Automerge: given the tokens of its changes, returns the hashes of
/// those that the document does not hold together with.
pub type CheckRecord<'a> = dyn FnMut(&[u64]) -> BTreeSet<Hash> + 'a;

/// Returns the verdict of every entry of one record, by its token.
pub fn judge(items: &[Item], check: &mut CheckRecord) -> BTreeMap<u64, Verdict> {
    let mut items: Vec<&Item> = items.iter().collect();
    items.sort_unstable_by_key(|item| (item.device, item.seq, item.id));
    let revived = revive(&items);
    let kept = choose_branches(&items, &revived);
    let honoured = |item: &Item| match item.standing {
        Standing::Live { member, role, .. } => Ok((member, role)),
        Standing::Dormant { member, role, .. } if kept.contains(&item.token) => Ok((member, role)),
        Standing::Dormant { cut, .. } => {
            let branch = revived.contains(&item.token);
            Err(Verdict::WithoutEffect(if branch { Reason::Branch } else { cut.reason }))
        }
        Standing::Settled(verdict) => Err(verdict),
    };
    let mut verdicts = BTreeMap::new();
    let Some((birth, mut record)) = judge_birth(&items, &honoured, &mut verdicts) else {
        return judge_rest(&items, None, &honoured, verdicts);
    };
    if record.verdict.is_effective() {
        let mut edits = Vec::new();
        for &item in items.iter().filter(|item| matches!(item.what, What::Edit { .. })) {
            let right =
                honoured(item).and_then(|(member, role)| entitled(Some(&record), member, role, &item.what));
            edits.push((item, right.err()));
        }
        record.verdict = judge_page(birth, &edits, check, &mut verdicts);
    }
    judge_rest(&items, Some(&record), &honoured, verdicts)
}

type Honoured<'a> = dyn Fn(&Item) -> Result<(MemberId, Role), Verdict> + 'a;

/// Everything but the birth, and the edits where there is a page: these are among the verdicts already.
fn judge_rest(
    items: &[&Item],
    record: Option<&Record>,
    honoured: &Honoured,
    mut verdicts: BTreeMap<u64, Verdict>,
) -> BTreeMap<u64, Verdict> {
    let record_stands = record.is_some_and(|record| record.verdict.is_effective());
    let mut voices: BTreeMap<MemberId, Vec<Offered>> = BTreeMap::new();
    // Whose voice it is in is not known of entries that are settled by their standing.
    let mut nobodys: HashMap<Hash, Vec<Offered>> = HashMap::new();
    for &item in items.iter().filter(|item| !item.is_birth()) {
        if matches!(item.what, What::Edit { .. }) && record_stands {
            continue;
        }
        let right = honoured(item)
            .and_then(|(member, role)| entitled(record, member, role, &item.what).map(|()| member));
        let verdict = match (right, &item.what) {
            (_, What::Certificate(verdict)) => *verdict,
            (right, What::Voice { facts, .. }) => {
                let offered = (item, right.err());
                match item.member() {
                    Some(author) => voices.entry(author).or_default().push(offered),
                    None => nobodys.entry(facts.hash).or_default().push(offered),
                }
                right.err().unwrap_or(Document::WAITS)
            }
            (Err(verdict), _) => verdict,
            (Ok(member), What::Withdraw(part)) => judge_withdraw(items, member, part),
            (Ok(_), _) => Verdict::Effective,
        };
        verdicts.insert(item.token, verdict);
    }
    for mut changes in voices.into_values() {
        let facts = changes.iter().filter_map(|(item, _)| item.facts());
        let names: BTreeSet<Hash> =
            facts.flat_map(|facts| facts.deps.iter().copied().chain([facts.hash])).collect();
        changes.extend(names.iter().filter_map(|name| nobodys.get(name)).flatten());
        changes.sort_unstable_by_key(|(item, _)| (item.device, item.seq, item.id));
        judge_changes(Shape::Voice, None, &changes, &BTreeSet::new(), &mut verdicts);
    }
    verdicts
}

/// A change that is offered to its document; or the verdict on its entry, whatever the document says.
type Offered<'a> = (&'a Item, Option<Verdict>);

fn judge_birth<'a>(
    items: &[&'a Item],
    honoured: &Honoured,
    verdicts: &mut BTreeMap<u64, Verdict>,
) -> Option<(&'a Item, Record)> {
    let birth = items.iter().copied().find(|item| item.is_birth())?;
    let What::Birth { writers, facts, .. } = &birth.what else {
        return None;
    };
    let verdict = match honoured(birth).and_then(|(member, role)| entitled(None, member, role, &birth.what)) {
        Err(verdict) => verdict,
        // A first change that builds on another waits for what can never be here.
        Ok(()) => Document::new(Shape::Record)
            .offer(facts.clone(), birth.token)
            .first()
            .map_or(Verdict::WithoutEffect(Reason::Past), |&(_, verdict)| verdict),
    };
    verdicts.insert(birth.token, verdict);
    // A birth whose author is not known yet has no author to compare writers with, and is pending anyway.
    let author = birth.member().unwrap_or_default();
    Some((birth, Record { verdict, author, writers: writers.clone() }))
}

/// The record's own document: judged by its rules, then as a whole, until what is left holds together. Returns
/// what the birth comes to.
fn judge_page(
    birth: &Item,
    edits: &[Offered],
    check: &mut CheckRecord,
    verdicts: &mut BTreeMap<u64, Verdict>,
) -> Verdict {
    let mut refused: BTreeSet<Hash> = BTreeSet::new();
    loop {
        let mut round = BTreeMap::new();
        judge_changes(Shape::Record, Some(birth), edits, &refused, &mut round);
        let tokens: Vec<u64> =
            round.iter().filter(|(_, verdict)| verdict.is_effective()).map(|(&token, _)| token).collect();
        let broken = check(&tokens);
        let before = refused.len();
        refused.extend(broken);
        if refused.len() == before {
            verdicts.append(&mut round);
            return verdicts[&birth.token];
        }
    }
}

/// Judges the changes of one document, each device's in the order of its feed. What builds on a change without
/// effect falls with it.
fn judge_changes(
    shape: Shape,
    birth: Option<&Item>,
    changes: &[Offered],
    refused: &BTreeSet<Hash>,
    verdicts: &mut BTreeMap<u64, Verdict>,
) {
    let mut document = Document::new(shape);
    let offered = || birth.into_iter().map(|item| (item, None)).chain(changes.iter().copied());
    let open = offered().filter(|(_, verdict)| verdict.is_none());
    let carried: HashSet<Hash> = open.filter_map(|(item, _)| item.facts()).map(|facts| facts.hash).collect();
    for (item, verdict) in offered() {
        let Some(facts) = item.facts() else { continue };
        // The same change may have been made again in the story that stays.
        let told_again = || item.cut().is_some() && carried.contains(&facts.hash);
        let settled = match verdict {
            Some(verdict) => {
                verdicts.insert(item.token, verdict);
                if verdict.is_pending() || told_again() {
                    continue;
                }
                document.refuse(facts.clone())
            }
            None if refused.contains(&facts.hash) => {
                verdicts.insert(item.token, Verdict::WithoutEffect(Reason::Document));
                document.refuse(facts.clone())
            }
            None => {
                verdicts.insert(item.token, Document::WAITS);
                document.offer(facts.clone(), item.token)
            }
        };
        verdicts.extend(settled);
    }
}

fn judge_withdraw(items: &[&Item], member: MemberId, part: &Hash) -> Verdict {
    let mut waits = true;
    for item in
        items.iter().filter(|item| matches!(&item.what, What::Part { hash, words: true } if hash == part))
    {
        if item.member() == Some(member) {
            return Verdict::Effective;
        }
        waits &= matches!(item.standing, Standing::Settled(Verdict::Pending(_)));
    }
    // While nobody is known as the author of these words, they may be the member's own.
    if waits { Verdict::Pending(Waits::Cited) } else { Verdict::WithoutEffect(Reason::Withdraw) }
}

/// Returns the dormant entries that live entries of other members name, directly or through what they built on.
fn revive(items: &[&Item]) -> HashSet<u64> {
    let mut revived = HashSet::new();
    if items.iter().all(|item| item.cut().is_none()) {
        return revived;
    }
    let mut defined: HashMap<Name, Vec<&Item>> = HashMap::new();
    let mut define = |name: Name, item| defined.entry(name).or_default().push(item);
    for &item in items {
        define(Name::Entry(item.id), item);
        let half = Given::new(item.device, item.seq, &item.id).half;
        define(Name::Place(item.device, item.seq, None), item);
        define(Name::Place(item.device, item.seq, Some(half)), item);
        if let Some(facts) = item.facts() {
            define(Name::Change(facts.hash), item);
        }
        if let What::Part { hash, .. } = &item.what {
            define(Name::Part(*hash), item);
        }
        for name in &item.defines {
            define(name.clone(), item);
        }
    }
    let birth = items.iter().find(|item| item.is_birth()).map(|birth| Name::Entry(birth.id));
    // (what names, the member in whose name, the epoch cited there; a certificate names as nobody and for ever)
    let mut open: Vec<(&Item, Option<MemberId>, u32)> = Vec::new();
    for &item in items {
        match (&item.what, item.standing) {
            (What::Certificate(Verdict::Effective), _) => open.push((item, None, 0)),
            (_, Standing::Live { member, epoch, .. }) => open.push((item, Some(member), epoch)),
            _ => {}
        }
    }
    let mut seen: HashSet<(u64, Option<MemberId>, u32)> = HashSet::new();
    while let Some((item, in_whose_name, epoch)) = open.pop() {
        let deps = item.facts().map(|facts| facts.deps.as_slice()).unwrap_or_default();
        let names = item
            .names
            .iter()
            .cloned()
            .chain(deps.iter().map(|dep| Name::Change(*dep)))
            .chain(birth.clone().filter(|_| !item.is_birth()));
        for name in names {
            for &named in defined.get(&name).map(Vec::as_slice).unwrap_or_default() {
                let Some(cut) = named.cut() else { continue };
                let by_another = named.member() != in_whose_name;
                // After a removal only what was written under an older charter still keeps things.
                let in_time = in_whose_name.is_none() || cut.removed_by.is_none_or(|number| epoch < number);
                let own_part = matches!(name, Name::Part(_)) && named.member() == item.member();
                if !(by_another || own_part) || !in_time || !seen.insert((named.token, in_whose_name, epoch))
                {
                    continue;
                }
                revived.insert(named.token);
                // What is kept keeps what it was built on, in the name of the one who built on it, and as a live
                // entry also in its own author's: never as if written under an older charter than what keeps it.
                open.push((named, in_whose_name, epoch));
                if let Some((author, cited)) = named.cited() {
                    open.push((named, Some(author), epoch.max(cited)));
                }
            }
        }
    }
    revived
}

/// Of two stories that both live in one document, keeps the one that begins with the lower id.
fn choose_branches(items: &[&Item], revived: &HashSet<u64>) -> HashSet<u64> {
    let document = |item: &Item| match item.what {
        What::Voice { .. } => item.member(),
        _ => None,
    };
    let mut lowest: HashMap<(DeviceId, Option<MemberId>), EntryId> = HashMap::new();
    for item in items.iter().filter(|item| revived.contains(&item.token) && item.facts().is_some()) {
        let Some(branch) = item.branch else { continue };
        let kept = lowest.entry((item.device, document(item))).or_insert(branch);
        *kept = (*kept).min(branch);
    }
    items
        .iter()
        .filter(|item| revived.contains(&item.token))
        .filter(|item| match (item.branch, lowest.get(&(item.device, document(item)))) {
            (Some(branch), Some(kept)) => branch == *kept || item.facts().is_none(),
            _ => true,
        })
        .map(|item| item.token)
        .collect()
}
