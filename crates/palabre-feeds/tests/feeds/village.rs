//! A small community with seeded keys and a clock that moves when somebody writes.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use palabre_domain::charter::{Admission, Charter, CharterChange, Quotas};
use palabre_domain::count::Place;
use palabre_domain::decision::Purpose;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{
    Admit, Body, BodyError, Cited, Device, DeviceCertificate, Epoch, Genesis, Invite, Join, Removal, Role,
};
use palabre_feeds::entry::{Entry, Kind, Position, sign};
use palabre_feeds::membership::{Control, Membership, Ruling, Standing, World};
use palabre_feeds::verdict::Verdict;

/// One of a person's laptops: whose, and which.
pub type Laptop<'a> = (&'a str, u8);

pub const ANA: Laptop = ("ana", 1);
pub const BEN: Laptop = ("ben", 1);
pub const CLEO: Laptop = ("cleo", 1);
pub const DAN: Laptop = ("dan", 1);

/// The key that belongs to these words.
pub fn key(words: &str) -> SigningKey {
    SigningKey::from_bytes(blake3::hash(words.as_bytes()).as_bytes())
}

pub fn member_key(name: &str) -> SigningKey {
    key(&format!("member {name}"))
}

pub fn device_key((name, number): Laptop) -> SigningKey {
    key(&format!("device {name} {number}"))
}

pub fn member(name: &str) -> MemberId {
    MemberId(member_key(name).verifying_key().to_bytes())
}

pub fn device(laptop: Laptop) -> DeviceId {
    DeviceId(device_key(laptop).verifying_key().to_bytes())
}

pub fn certificate(laptop: Laptop) -> DeviceCertificate {
    DeviceCertificate::write(&member_key(laptop.0), device(laptop), laptop.1)
}

pub struct Village {
    pub community: CommunityId,
    pub entries: Vec<Entry>,
    pub rulings: BTreeMap<Hash, Ruling>,
    pub parts: BTreeMap<Hash, Vec<u8>>,
    /// The epoch that new entries cite.
    pub epoch: EntryId,
    /// The founding charter.
    pub charter: Charter,
    tips: BTreeMap<DeviceId, (u64, EntryId)>,
    clock: i64,
}

impl Village {
    /// Ana founds a community in which any member lets somebody in.
    pub fn found() -> Self {
        Self::found_with(|_| {})
    }

    /// Ana founds a community with a charter of her own.
    pub fn found_with(change: impl FnOnce(&mut Charter)) -> Self {
        let mut charter = Charter {
            name: "Old Mill".into(),
            cause: "A roof for many kinds of work".into(),
            keyholders: vec![member("ana")],
            admission: Admission::AnyMember,
            quotas: Quotas::default(),
        };
        change(&mut charter);
        let genesis = Genesis {
            charter: charter.clone(),
            name: "Ana".into(),
            certificate: certificate(ANA),
            nonce: [7; 16],
            from: None,
        };
        let mut village = Self {
            community: CommunityId::ZERO,
            entries: Vec::new(),
            rulings: BTreeMap::new(),
            parts: BTreeMap::new(),
            epoch: EntryId::ZERO,
            charter,
            tips: BTreeMap::new(),
            clock: 1_000_000,
        };
        let body = wire::to_bytes(&genesis);
        let at = Position { seq: 1, prev: EntryId::ZERO, epoch: EntryId::ZERO, at: village.clock };
        let entry = Entry::write(&device_key(ANA), None, at, Kind::Genesis, RecordId::ZERO, body);
        village.community = entry.id.into();
        village.epoch = entry.id;
        village.tips.insert(device(ANA), (1, entry.id));
        village.entries.push(entry);
        village
    }

    /// Writes an entry with these bytes.
    pub fn write(&mut self, laptop: Laptop, kind: Kind, record: RecordId, body: Vec<u8>) -> EntryId {
        let (seq, prev) = self.tips.get(&device(laptop)).copied().unwrap_or((0, EntryId::ZERO));
        self.clock += 60_000;
        let at = Position { seq: seq + 1, prev, epoch: self.epoch, at: self.clock };
        let entry = Entry::write(&device_key(laptop), Some(&self.community), at, kind, record, body);
        let id = entry.id;
        self.tips.insert(device(laptop), (seq + 1, id));
        self.entries.push(entry);
        id
    }

    /// Writes an entry about people, devices and charters.
    pub fn control<T: serde::Serialize>(&mut self, laptop: Laptop, kind: Kind, body: &T) -> EntryId {
        self.write(laptop, kind, RecordId::ZERO, wire::to_bytes(body))
    }

    /// Writes some words that no rule here looks into.
    pub fn speak(&mut self, laptop: Laptop) -> EntryId {
        let body = self.clock.to_le_bytes().to_vec();
        self.write(laptop, Kind::Voice, RecordId([9; 32]), body)
    }

    pub fn invite(&mut self, laptop: Laptop) -> EntryId {
        let key = key("invite").verifying_key().to_bytes();
        self.control(laptop, Kind::Invite, &Invite { key, uses: 5, until: i64::MAX, role: Role::Member })
    }

    /// A newcomer answers an invite, on this laptop.
    pub fn join(&mut self, laptop: Laptop, invite: EntryId) -> EntryId {
        let invite = self.entry(&invite).clone();
        let join =
            Join::write(&self.community, &invite, &key("invite"), laptop.0.to_owned(), certificate(laptop));
        self.control(laptop, Kind::Join, &join)
    }

    pub fn admit(&mut self, laptop: Laptop, join: EntryId) -> EntryId {
        self.admit_as(laptop, join, Role::Member)
    }

    pub fn admit_as(&mut self, laptop: Laptop, join: EntryId, role: Role) -> EntryId {
        let admit = Admit { joins: vec![join], role, closes: None, because: None, formerly: None };
        self.control(laptop, Kind::Admit, &admit)
    }

    /// Invites, joins and admits in one breath. Returns the join.
    pub fn welcome(&mut self, host: Laptop, newcomer: Laptop) -> EntryId {
        self.welcome_as(host, newcomer, Role::Member)
    }

    pub fn welcome_as(&mut self, host: Laptop, newcomer: Laptop, role: Role) -> EntryId {
        let invite = self.invite(host);
        let join = self.join(newcomer, invite);
        self.admit_as(host, join, role);
        join
    }

    /// A further laptop of somebody who has one.
    pub fn add_device(&mut self, laptop: Laptop) -> EntryId {
        self.control(laptop, Kind::Device, &Device::Add(certificate(laptop)))
    }

    /// A laptop is closed with its owner's member key; the entry is written on another laptop.
    pub fn revoke(&mut self, written_on: Laptop, whose: &str, closed: Laptop, last: u64) -> EntryId {
        let last = (last, self.at(closed, last));
        let body = Device::revoke(&self.community, &member_key(whose), device(closed), last);
        self.control(written_on, Kind::Device, &body)
    }

    /// A laptop closes itself, honouring itself up to `last`.
    pub fn close(&mut self, laptop: Laptop, last: u64, leaving: bool) -> EntryId {
        let last = (last, self.at(laptop, last));
        let body = Device::Revoke { device: device(laptop), last, leaving, by: None };
        self.control(laptop, Kind::Device, &body)
    }

    /// A decision became final; returns the certificate that says so.
    pub fn rule(&mut self, purpose: Purpose) -> Hash {
        let id = Hash::of(&wire::to_bytes(&(&purpose, self.rulings.len() as u32)));
        self.rulings.insert(id, Ruling { purpose, carried: true, took_part: 3 });
        id
    }

    /// The next epoch, which changes nothing yet.
    pub fn next_epoch(&self, because: Hash) -> Epoch {
        let membership = self.fold();
        let current = membership.current_epoch().expect("the genesis is here");
        Epoch {
            number: current.number + 1,
            previous: vec![current.id],
            charter: current.charter.clone(),
            removals: Vec::new(),
            guard: 1,
            members: Hash::ZERO,
            member_count: 0,
            roll: Vec::new(),
            because,
            approvals: Vec::new(),
        }
    }

    /// The next epoch, which changes the Cause as a decision asked for.
    pub fn new_cause(&mut self, cause: &str) -> Epoch {
        self.changed(CharterChange::Cause(cause.into()))
    }

    /// The next epoch, which changes the charter in one thing as a decision asked for.
    pub fn changed(&mut self, change: CharterChange) -> Epoch {
        let charter = self.fold().charter().expect("the genesis is here").with(&change);
        let because = self.rule(Purpose::Charter(change));
        Epoch { charter, ..self.next_epoch(because) }
    }

    /// The next epoch, which gives the keys to these people.
    pub fn new_keyholders(&mut self, names: &[&str]) -> Epoch {
        let mut keyholders: Vec<MemberId> = names.iter().map(|name| member(name)).collect();
        keyholders.sort_unstable();
        self.changed(CharterChange::Keyholders(keyholders))
    }

    /// The next epoch, which removes somebody and honours these places.
    pub fn removal(&mut self, name: &str, cuts: &[(Laptop, u64)]) -> Epoch {
        let because = self.rule(Purpose::Removal(member(name)));
        let mut epoch = self.next_epoch(because);
        epoch.charter.keyholders.retain(|keyholder| *keyholder != member(name));
        let cuts = cuts
            .iter()
            .map(|&(laptop, seq)| Cited {
                place: Place { device: device(laptop), seq },
                id: self.at(laptop, seq),
            })
            .collect();
        epoch.removals = vec![Removal { member: member(name), cuts }];
        epoch
    }

    /// Names the list of members that the epoch counts.
    pub fn with_roll(&mut self, mut epoch: Epoch, names: &[&str]) -> Epoch {
        let mut members: Vec<MemberId> = names.iter().map(|name| member(name)).collect();
        members.sort_unstable();
        let bytes = wire::to_bytes(&members);
        epoch.members = Hash::of(&bytes);
        epoch.member_count = members.len() as u32;
        epoch.roll = vec![Hash::of(&bytes)];
        self.parts.insert(epoch.roll[0], bytes);
        epoch
    }

    pub fn approved(&self, mut epoch: Epoch, laptops: &[Laptop]) -> Epoch {
        let content = epoch.content(&self.community);
        let approval = Epoch::approval_bytes(&content);
        epoch.approvals =
            laptops.iter().map(|&laptop| (device(laptop), sign(&device_key(laptop), &approval))).collect();
        epoch.approvals.sort_unstable_by_key(|(device, _)| *device);
        epoch
    }

    /// Publishes an epoch with these approvals; who publishes it does not matter.
    pub fn publish(&mut self, written_on: Laptop, epoch: Epoch, laptops: &[Laptop]) -> EntryId {
        let epoch = self.approved(epoch, laptops);
        self.control(written_on, Kind::Epoch, &epoch)
    }

    /// Publishes an epoch and goes by it from now on.
    pub fn enter(&mut self, written_on: Laptop, epoch: Epoch, laptops: &[Laptop]) -> EntryId {
        self.epoch = self.publish(written_on, epoch, laptops);
        assert_eq!(self.verdict(&self.epoch), Verdict::Effective);
        self.epoch
    }

    /// A laptop goes on from an earlier place, as if a backup had been restored: what it writes next is a fork.
    pub fn rewind(&mut self, laptop: Laptop, seq: u64) {
        let id = self.at(laptop, seq);
        self.tips.insert(device(laptop), (seq, id));
    }

    pub fn height(&self, laptop: Laptop) -> u64 {
        self.tips.get(&device(laptop)).map_or(0, |tip| tip.0)
    }

    pub fn entry(&self, id: &EntryId) -> &Entry {
        self.entries.iter().find(|entry| entry.id == *id).expect("an entry of this village")
    }

    fn at(&self, laptop: Laptop, seq: u64) -> EntryId {
        let of = |entry: &&Entry| entry.header.device == device(laptop) && entry.header.seq == seq;
        self.entries.iter().find(of).map_or(EntryId::ZERO, |entry| entry.id)
    }

    pub fn read(&self, id: &EntryId) -> Result<Body, BodyError> {
        Body::read(&self.community, self.entry(id))
    }

    pub fn controls(&self) -> Vec<Control> {
        let control = |entry: &Entry| {
            let header = entry.header;
            let body = Body::read(&self.community, entry).ok()?;
            entry.kind()?.is_control().then_some(Control {
                id: entry.id,
                device: header.device,
                seq: header.seq,
                epoch: header.epoch,
                at: header.at,
                total: self.total(entry),
                body,
            })
        };
        self.entries.iter().filter_map(control).collect()
    }

    /// The summed length of a feed's bodies up to an entry.
    fn total(&self, entry: &Entry) -> u64 {
        let (mut total, mut at) = (0, Some(entry));
        while let Some(entry) = at {
            total += entry.body.len() as u64;
            at = self.entries.iter().find(|before| before.id == entry.header.prev);
        }
        total
    }

    /// The lowest place of each device at which there are two entries.
    pub fn forks(&self) -> BTreeMap<DeviceId, u64> {
        let mut places: BTreeMap<(DeviceId, u64), u32> = BTreeMap::new();
        for entry in &self.entries {
            *places.entry((entry.header.device, entry.header.seq)).or_default() += 1;
        }
        let mut forks = BTreeMap::new();
        for ((device, seq), _) in places.into_iter().filter(|(_, many)| *many > 1) {
            forks.entry(device).or_insert(seq);
        }
        forks
    }

    fn turns(&self) -> BTreeMap<DeviceId, Vec<(u64, EntryId)>> {
        let mut turns: BTreeMap<DeviceId, Vec<(u64, EntryId)>> = BTreeMap::new();
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_unstable_by_key(|entry| (entry.header.device, entry.header.seq, entry.id));
        for Entry { header, .. } in entries {
            let turns = turns.entry(header.device).or_default();
            if turns.last().is_none_or(|(_, epoch)| *epoch != header.epoch) {
                turns.push((header.seq, header.epoch));
            }
        }
        turns
    }

    pub fn fold(&self) -> Membership {
        self.fold_in(&self.controls())
    }

    /// Folds these controls, in this order.
    pub fn fold_in(&self, controls: &[Control]) -> Membership {
        let (forks, turns) = (self.forks(), self.turns());
        let part = |hash: &Hash| self.parts.get(hash).cloned();
        let world = World { controls, forks: &forks, rulings: &self.rulings, turns: &turns, part: &part };
        Membership::fold(&self.community, &world)
    }

    /// Folds what the first `held` entries say and lets the others come one by one in batches of `size`; returns what
    /// they come to and how often people had only come, or nothing where forks were found meanwhile.
    pub fn extend(&self, held: usize, size: usize) -> Option<(Membership, usize)> {
        let before =
            Self { entries: self.entries[..held].to_vec(), parts: self.parts.clone(), ..self.shell() };
        let mut membership = before.fold();
        let (mut now, mut extended) = (before, 0);
        for batch in self.entries[held..].chunks(size) {
            let (forks, turns, came) = (now.forks(), now.turns(), now.controls().len());
            now.entries.extend_from_slice(batch);
            if now.forks() != forks {
                return None;
            }
            for (device, all) in now.turns() {
                let known = turns.get(&device).map_or(0, Vec::len);
                all[known..].iter().for_each(|(seq, epoch)| membership.turn(&device, *seq, epoch));
            }
            let (controls, turns) = (now.controls(), now.turns());
            let part = |hash: &Hash| self.parts.get(hash).cloned();
            let world = World {
                controls: &controls,
                forks: &forks,
                rulings: &self.rulings,
                turns: &turns,
                part: &part,
            };
            match membership.extend(&world, controls.len() - came) {
                Some(_) => extended += 1,
                None => membership = Membership::fold(&self.community, &world),
            }
        }
        Some((membership, extended))
    }

    /// The same community without any entries.
    fn shell(&self) -> Self {
        Self {
            community: self.community,
            entries: Vec::new(),
            rulings: self.rulings.clone(),
            parts: BTreeMap::new(),
            epoch: self.epoch,
            charter: self.charter.clone(),
            tips: BTreeMap::new(),
            clock: self.clock,
        }
    }

    pub fn verdict(&self, id: &EntryId) -> Verdict {
        self.fold().verdict(id).expect("a control entry")
    }

    /// How the author of this entry stands at it.
    pub fn standing(&self, id: &EntryId) -> Standing {
        let Entry { header, .. } = self.entry(id);
        self.fold().standing(&header.device, header.seq, &header.epoch, 0)
    }

    pub fn is_live(&self, id: &EntryId) -> bool {
        matches!(self.standing(id), Standing::Live { .. })
    }

    /// The names of those who are here, A to Z.
    pub fn present(&self) -> Vec<String> {
        let membership = self.fold();
        let mut names: Vec<String> =
            membership.present().map(|(_, state)| state.name.to_lowercase()).collect();
        names.sort_unstable();
        names
    }
}
