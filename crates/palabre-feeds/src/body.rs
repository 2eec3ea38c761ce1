//! What the entries about people, devices and charters say, and the smaller bodies of the others.
//!
//! A body is read once, at the door: [`Body::read`] checks every signature inside it. What comes out can be trusted
//! to say what its authors signed; whether it takes effect is for [`crate::membership`].

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use ed25519_dalek::SigningKey;
use palabre_domain::charter::{Charter, MAX_NAME};
use palabre_domain::count::Place;
use palabre_domain::decision::Carried;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_domain::wire;
use serde::{Deserialize, Serialize};

use crate::entry::{Entry, Kind, Signature, sign, verify};

/// How many devices one member may have.
pub const MAX_DEVICES: u8 = 16;
/// How many joins one entry may admit.
pub const MAX_ADMITTED: usize = 256;

/// What somebody is let in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Reads, comments and reacts.
    Guest,
    /// Does everything.
    Member,
}

/// A member key's word that a device is its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCertificate {
    /// The member.
    pub member: MemberId,
    /// The device.
    pub device: DeviceId,
    /// Which of the member's devices: 1 to 16.
    pub number: u8,
    /// By the member key.
    pub signature: Signature,
}

impl DeviceCertificate {
    /// Certifies `device` as number `number` of the member with this key.
    pub fn write(member: &SigningKey, device: DeviceId, number: u8) -> Self {
        let id = MemberId(member.verifying_key().to_bytes());
        let signature = sign(member, &Self::signed(&id, &device, number));
        Self { member: id, device, number, signature }
    }

    fn signed(member: &MemberId, device: &DeviceId, number: u8) -> Vec<u8> {
        [b"palabre/device/1\0".as_slice(), &member.0, &device.0, &[number]].concat()
    }

    /// Returns true when the member key says so.
    pub fn holds(&self) -> bool {
        (1..=MAX_DEVICES).contains(&self.number)
            && verify(&self.member.0, &Self::signed(&self.member, &self.device, self.number), &self.signature)
    }
}

/// Invites of one community whose signatures hold, to the byte.
#[derive(Default)]
pub struct Invites(Mutex<HashSet<Vec<u8>>>);

impl Invites {
    /// Returns whether an invite is one of these, or `holds`.
    fn hold(&self, invite: &[u8], holds: impl FnOnce() -> bool) -> bool {
        // Whoever panics with it in hand leaves a set that is right.
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known().contains(invite) {
            return true;
        }
        let holds = holds();
        if holds {
            known().insert(invite.to_vec());
        }
        holds
    }
}

/// The founding of a community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genesis {
    /// The first charter.
    pub charter: Charter,
    /// What the founder is called.
    pub name: String,
    /// The founder's first device.
    pub certificate: DeviceCertificate,
    /// Random, so that two communities of one name and founder differ.
    pub nonce: [u8; 16],
    /// The community in whose place it is founded; stands behind the rest, and only where there is one.
    #[serde(skip)]
    pub from: Option<Lineage>,
}

/// The community in whose place another is founded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// The community.
    pub community: CommunityId,
    /// What it was called.
    pub name: String,
}

impl Genesis {
    /// Returns the canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        match &self.from {
            None => wire::to_bytes(self),
            Some(from) => wire::to_bytes(&(self, from)),
        }
    }

    fn read(bytes: &[u8]) -> Result<Self, BodyError> {
        wire::from_bytes::<Self>(bytes).or_else(|_| {
            let (genesis, from): (Self, Lineage) =
                wire::from_bytes(bytes).map_err(|_| BodyError::Unreadable)?;
            if from.name.trim().is_empty() || from.name.len() > MAX_NAME {
                return Err(BodyError::Rule);
            }
            Ok(Self { from: Some(from), ..genesis })
        })
    }
}

/// An invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// The public half of the invite's secret.
    pub key: [u8; 32],
    /// How many joins the inviter's laptop admits by itself.
    pub uses: u32,
    /// Until when it does so, by its own clock, in milliseconds since 1970.
    pub until: i64,
    /// What it admits them as.
    pub role: Role,
}

/// Somebody's answer to an invite. It stands alone: everything it needs is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// The invite: header, body and signature of its entry.
    pub invite: Vec<u8>,
    /// What the newcomer is called.
    pub name: String,
    /// The newcomer's first device, which writes this entry.
    pub certificate: DeviceCertificate,
    /// By the invite's secret.
    pub proof: Signature,
}

impl Join {
    /// Writes a join with the invite's secret.
    pub fn write(
        community: &CommunityId,
        invite: &Entry,
        secret: &SigningKey,
        name: String,
        certificate: DeviceCertificate,
    ) -> Self {
        let proof = sign(secret, &Self::signed(community, &invite.id, &certificate));
        Self { invite: invite.to_bytes(), name, certificate, proof }
    }

    fn signed(community: &CommunityId, invite: &EntryId, certificate: &DeviceCertificate) -> Vec<u8> {
        [
            b"palabre/join/1\0".as_slice(),
            &community.0,
            &invite.0,
            &certificate.member.0,
            &certificate.device.0,
        ]
        .concat()
    }

    fn holds(&self, community: &CommunityId, author: &DeviceId, invites: &Invites) -> bool {
        let Ok(entry) = Entry::from_bytes(&self.invite) else {
            return false;
        };
        let Ok(invite) = wire::from_bytes::<Invite>(&entry.body) else {
            return false;
        };
        let signed = Self::signed(community, &entry.id, &self.certificate);
        entry.kind() == Some(Kind::Invite)
            && self.certificate.device == *author
            && self.certificate.holds()
            && verify(&invite.key, &signed, &self.proof)
            && invites.hold(&self.invite, || entry.is_signed_in(community))
    }

    /// Returns the invite's entry. Joins that came through [`Body::read`] always have one.
    pub fn invite(&self) -> Option<Entry> {
        Entry::from_bytes(&self.invite).ok()
    }
}

/// Joins are admitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admit {
    /// The joins.
    pub joins: Vec<EntryId>,
    /// What as.
    pub role: Role,
    /// The author's invite that is closed with this.
    pub closes: Option<EntryId>,
    /// The count that makes the decision final which asked for it, where the charter wants one.
    pub because: Option<Hash>,
    /// Who the newcomer was before losing every device and the words.
    pub formerly: Option<MemberId>,
}

/// A device is added or revoked. Stands alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Device {
    /// A further device of a member.
    Add(DeviceCertificate),
    /// A device is closed.
    Revoke {
        /// Which one.
        device: DeviceId,
        /// The last entry of it that is honoured: its place in the feed and its id; 0 and zero for none.
        last: (u64, EntryId),
        /// Whether its owner leaves the community with it.
        leaving: bool,
        /// By the member key, with the member; or by the device itself, in its own feed.
        by: Option<(MemberId, Signature)>,
    },
}

impl Device {
    /// Writes a revocation with the member key.
    pub fn revoke(
        community: &CommunityId,
        member: &SigningKey,
        device: DeviceId,
        last: (u64, EntryId),
    ) -> Self {
        let signature = sign(member, &Self::signed(community, &device, &last, false));
        let by = Some((MemberId(member.verifying_key().to_bytes()), signature));
        Self::Revoke { device, last, leaving: false, by }
    }

    fn signed(community: &CommunityId, device: &DeviceId, last: &(u64, EntryId), leaving: bool) -> Vec<u8> {
        let (seq, id) = last;
        let leaving = [u8::from(leaving)];
        [b"palabre/revoke/1\0".as_slice(), &community.0, &device.0, &seq.to_le_bytes(), &id.0, &leaving]
            .concat()
    }

    fn holds(&self, community: &CommunityId, author: &DeviceId) -> bool {
        match self {
            // Written by the new device itself: nobody can claim another's laptop.
            Self::Add(certificate) => certificate.device == *author && certificate.holds(),
            Self::Revoke { device, by: None, .. } => device == author,
            Self::Revoke { device, last, leaving, by: Some((member, signature)) } => {
                verify(&member.0, &Self::signed(community, device, last, *leaving), signature)
            }
        }
    }
}

/// One removed member, and how much of each device is honoured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Who.
    pub member: MemberId,
    /// The last honoured entry of each device; a device not listed is honoured not at all.
    pub cuts: Vec<Cited>,
}

/// A new charter, or removals, as keyholders certify them because a decision asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Epoch {
    /// Counts epochs; the genesis is 0.
    pub number: u32,
    /// The epoch that it follows; both, where two valid ones followed the same.
    pub previous: Vec<EntryId>,
    /// The charter in force from now on, with the Cause.
    pub charter: Charter,
    /// Who is removed.
    pub removals: Vec<Removal>,
    /// Which guard judges changes of this epoch.
    pub guard: u8,
    /// The hash of the member list that two thirds are counted of.
    pub members: Hash,
    /// How many members that list holds.
    pub member_count: u32,
    /// The parts that hold the list, where two thirds of all members sign.
    pub roll: Vec<Hash>,
    /// The count that makes the decision final which it executes: one name, however many certificates there are.
    pub because: Hash,
    /// Who signs, by one of their devices.
    pub approvals: Vec<(DeviceId, Signature)>,
}

impl Epoch {
    /// Returns the hash that approvals sign: everything but the approvals.
    pub fn content(&self, community: &CommunityId) -> Hash {
        let bare = Self { approvals: Vec::new(), ..self.clone() };
        Hash::of(&[b"palabre/epoch/1\0".as_slice(), &community.0, &wire::to_bytes(&bare)].concat())
    }

    fn holds(&self, community: &CommunityId) -> bool {
        let content = self.content(community);
        self.charter.check().is_ok()
            && self.number > 0
            && (1..=2).contains(&self.previous.len())
            && self.previous.windows(2).all(|pair| pair[0] < pair[1])
            && self.removals.windows(2).all(|pair| pair[0].member < pair[1].member)
            && self.approvals.windows(2).all(|pair| pair[0].0 < pair[1].0)
            && self
                .approvals
                .iter()
                .all(|(device, signature)| verify(&device.0, &Self::approval_bytes(&content), signature))
    }

    /// Returns the bytes that an approval signs.
    pub fn approval_bytes(content: &Hash) -> Vec<u8> {
        [b"palabre/approve/1\0".as_slice(), &content.0].concat()
    }
}

/// Who may write in a record. Fixed at its birth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Writers {
    /// The member who gave birth to it.
    Author,
    /// These members; sorted, each once.
    Named(Vec<MemberId>),
    /// Every admitted member.
    Everyone,
}

/// A record is born.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birth {
    /// What type of record, as a code of the documents' own list.
    pub record_type: u8,
    /// Who may write in it.
    pub writers: Writers,
    /// The first Automerge change.
    pub change: Vec<u8>,
}

/// Bytes named by their hash: the first says whether they can be withdrawn, the rest is what they hold.
pub struct Part;

impl Part {
    /// Words, which their author can withdraw.
    pub const WORDS: u8 = 1;
    /// Lists, which stay.
    pub const LIST: u8 = 0;

    /// Returns the body of a part that can be withdrawn.
    pub fn words(text: &str) -> Vec<u8> {
        let mut body = vec![Self::WORDS];
        body.extend_from_slice(text.as_bytes());
        body
    }

    /// Returns the bodies of the parts of a long list.
    pub fn list(bytes: &[u8]) -> Vec<Vec<u8>> {
        bytes.chunks(crate::entry::MAX_PART - 1).map(|chunk| [&[Self::LIST], chunk].concat()).collect()
    }

    /// Returns what a part of a list holds, or `None` for words.
    pub fn list_bytes(body: &[u8]) -> Option<&[u8]> {
        body.split_first().and_then(|(class, rest)| (*class == Self::LIST).then_some(rest))
    }

    /// Returns the words that a part holds, or `None` for lists and for bytes that are not text.
    pub fn text(body: &[u8]) -> Option<&str> {
        let (class, rest) = body.split_first()?;
        (*class == Self::WORDS).then(|| std::str::from_utf8(rest).ok()).flatten()
    }
}

/// Words are withdrawn by their author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    /// The part.
    pub part: Hash,
}

/// An entry named by place and id, so that neither a fork nor a lie can stand in for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cited {
    /// Its place.
    pub place: Place,
    /// Its id.
    pub id: EntryId,
}

/// A count and the entries that confirm it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The opening that was counted.
    pub opening: Hash,
    /// The entry that holds the paper.
    pub paper: Cited,
    /// The count.
    pub count: Hash,
    /// The entry that holds the count; its author confirms it with it.
    pub counter: Cited,
    /// The entries that confirm it; sorted, each once.
    pub confirmations: Carried<Vec<Cited>>,
}

/// A body that was read: what it says is what its authors signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// See [`Genesis`].
    Genesis(Genesis),
    /// See [`Invite`].
    Invite(Invite),
    /// See [`Join`].
    Join(Join),
    /// See [`Admit`].
    Admit(Admit),
    /// See [`Device`].
    Device(Device),
    /// See [`Epoch`].
    Epoch(Epoch),
    /// See [`Birth`].
    Birth(Birth),
    /// An Automerge change.
    Edit,
    /// An Automerge change.
    Voice,
    /// See [`Part`].
    Part,
    /// See [`Withdraw`].
    Withdraw(Withdraw),
    /// See [`Certificate`].
    Certificate(Certificate),
}

/// Says why a body was refused although its entry is properly signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Its version or kind needs a newer program.
    #[error("this entry needs a newer Palabre")]
    Newer,
    /// The body cannot be read.
    #[error("this entry says nothing that can be read")]
    Unreadable,
    /// A signature inside the body does not hold.
    #[error("a signature inside this entry does not hold")]
    Signature,
    /// What it says breaks a rule that needs no other entry to see.
    #[error("this entry says something that no entry can say")]
    Rule,
}

impl Body {
    /// Reads the body of `entry` and checks everything that needs no other entry.
    ///
    /// # Errors
    /// When a newer program is needed, or the entry can never have effect.
    pub fn read(community: &CommunityId, entry: &Entry) -> Result<Self, BodyError> {
        Self::read_with(community, entry, Some(&Invites::default()))
    }

    /// Reads the body of one entry among others, as [`Body::read`]: an invite that many came with is checked once.
    ///
    /// # Errors
    /// When a newer program is needed, or the entry can never have effect.
    pub fn read_among(community: &CommunityId, entry: &Entry, invites: &Invites) -> Result<Self, BodyError> {
        Self::read_with(community, entry, Some(invites))
    }

    /// Reads a body that [`Body::read`] has read before, without checking the signatures inside it once more.
    ///
    /// # Errors
    /// When a newer program is needed, or the entry can never have effect.
    pub fn read_again(community: &CommunityId, entry: &Entry) -> Result<Self, BodyError> {
        Self::read_with(community, entry, None)
    }

    /// Reads a body; checks the signatures inside it unless there are no `invites`.
    fn read_with(
        community: &CommunityId,
        entry: &Entry,
        invites: Option<&Invites>,
    ) -> Result<Self, BodyError> {
        fn value<T: Serialize + serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
            wire::from_bytes(bytes).map_err(|_| BodyError::Unreadable)
        }
        fn sure(holds: bool, error: BodyError) -> Result<(), BodyError> {
            if holds { Ok(()) } else { Err(error) }
        }
        let named = |name: &str| !name.trim().is_empty() && name.len() <= MAX_NAME;
        let kind = entry.kind().ok_or(BodyError::Newer)?;
        let of_record = !kind.is_control() && kind != Kind::Birth;
        sure(of_record != entry.header.record.is_zero(), BodyError::Rule)?;
        let bytes = &entry.body[..];
        let author = &entry.header.device;
        Ok(match kind {
            Kind::Genesis => {
                let genesis = Genesis::read(bytes)?;
                let sound = named(&genesis.name)
                    && genesis.charter.check().is_ok()
                    && genesis.charter.keyholders == [genesis.certificate.member]
                    && genesis.certificate.device == *author
                    && CommunityId::from(entry.id) == *community
                    && entry.header.seq == 1;
                sure(sound, BodyError::Rule)?;
                sure(invites.is_none() || genesis.certificate.holds(), BodyError::Signature)?;
                Self::Genesis(genesis)
            }
            Kind::Invite => Self::Invite(value(bytes)?),
            Kind::Join => {
                let join: Join = value(bytes)?;
                sure(named(&join.name), BodyError::Rule)?;
                let holds = |invites| join.holds(community, author, invites);
                sure(invites.is_none_or(holds), BodyError::Signature)?;
                Self::Join(join)
            }
            Kind::Admit => {
                let admit: Admit = value(bytes)?;
                let few = admit.joins.len() <= MAX_ADMITTED;
                let some = !admit.joins.is_empty() || admit.closes.is_some();
                sure(few && some && (admit.formerly.is_none() || admit.joins.len() == 1), BodyError::Rule)?;
                Self::Admit(admit)
            }
            Kind::Device => {
                let device: Device = value(bytes)?;
                sure(invites.is_none() || device.holds(community, author), BodyError::Signature)?;
                Self::Device(device)
            }
            Kind::Epoch => {
                let epoch: Epoch = value(bytes)?;
                sure(invites.is_none() || epoch.holds(community), BodyError::Signature)?;
                Self::Epoch(epoch)
            }
            Kind::Birth => {
                let birth: Birth = value(bytes)?;
                if let Writers::Named(members) = &birth.writers {
                    let sorted = members.windows(2).all(|pair| pair[0] < pair[1]);
                    sure(sorted && !members.is_empty(), BodyError::Rule)?;
                }
                Self::Birth(birth)
            }
            Kind::Edit => Self::Edit,
            Kind::Voice => Self::Voice,
            Kind::Part => {
                let known = matches!(bytes.first(), Some(&(Part::WORDS | Part::LIST)));
                sure(known && bytes.len() <= crate::entry::MAX_PART, BodyError::Rule)?;
                Self::Part
            }
            Kind::Withdraw => Self::Withdraw(value(bytes)?),
            Kind::Certificate => Self::Certificate(value(bytes)?),
        })
    }

    /// Returns the record id that goes into the header of an entry with this body.
    pub fn record_of(kind: Kind, record: RecordId) -> RecordId {
        if kind.is_control() || kind == Kind::Birth { RecordId::ZERO } else { record }
    }
}
