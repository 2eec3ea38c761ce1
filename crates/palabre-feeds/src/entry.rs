//! One signed entry in the feed of one device.
//!
//! ```text
//! header = v | device[32] | seq u64 | prev[32] | epoch[32] | at i64 | kind | record[32] | body_len u32 | blake3(body)
//! id     = blake3(header)       sig = ed25519("palabre/entry/1\0" ‖ community ‖ id)
//! ```
//!
//! Integers are little-endian. The layout is the same for every `v`, so that an entry of a newer version is kept
//! and relayed by an older program.

use ed25519_dalek::{Signer, SigningKey, Verifier, VerifyingKey};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, RecordId};
use serde::{Deserialize, Serialize};

/// The version of entries that this program writes.
pub const VERSION: u8 = 1;
/// The length of every header, in bytes.
pub const HEADER_LEN: usize = 182;
/// The longest entry: header, body and signature, in bytes.
pub const MAX_ENTRY: usize = 64 << 10;
/// The longest body, in bytes.
pub const MAX_BODY: usize = MAX_ENTRY - HEADER_LEN - 64;
/// The longest part, in bytes: what is longer travels in several.
pub const MAX_PART: usize = 48 << 10;

const CONTEXT: &[u8] = b"palabre/entry/1\0";

/// An ed25519 signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signature({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

impl Serialize for Signature {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (low, high) = self.0.split_at(32);
        let halves: ([u8; 32], [u8; 32]) = (
            low.try_into().map_err(serde::ser::Error::custom)?,
            high.try_into().map_err(serde::ser::Error::custom)?,
        );
        halves.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (low, high) = <([u8; 32], [u8; 32])>::deserialize(deserializer)?;
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&low);
        bytes[32..].copy_from_slice(&high);
        Ok(Self(bytes))
    }
}

/// Where a point of small order lies on the curve, by its canonical encoding without the sign: those of order 1, 2, 4, 8, 8.
const SMALL_ORDER: [[u8; 32]; 5] = [
    little_endian(1, 0),
    little_endian(0xffff_ffff_ffff_ffff_ffff_ffff_ffff_ffec, 0x7fff_ffff_ffff_ffff_ffff_ffff_ffff_ffff),
    [0; 32],
    little_endian(0x0f67_100d_760b_3cba_4fd8_4d3d_706a_17c7, 0x7a03_ac92_77fd_c74e_c6cc_392c_fa53_202a),
    little_endian(0xf098_eff2_89f4_c345_b027_b2c2_8f95_e826, 0x05fc_536d_8802_38b1_3933_c6d3_05ac_dfd5),
];

const fn little_endian(low: u128, high: u128) -> [u8; 32] {
    let (low, high) = (low.to_le_bytes(), high.to_le_bytes());
    let mut bytes = [0; 32];
    let mut at = 0;
    while at < 16 {
        bytes[at] = low[at];
        bytes[16 + at] = high[at];
        at += 1;
    }
    bytes
}

/// Returns whether `signature` is strictly valid: neither small-order keys nor torsion variants pass.
///
/// It is what `verify_strict` of ed25519-dalek returns, an eighth quicker: where the equation holds, the signature has its
/// point in the canonical form, so that whether that is of small order is read off its bytes, without taking a root.
pub fn verify(key: &[u8; 32], message: &[u8], signature: &Signature) -> bool {
    let mut point = [0; 32];
    point.copy_from_slice(&signature.0[..32]);
    point[31] &= 0x7f;
    let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
    VerifyingKey::from_bytes(key).is_ok_and(|key| {
        !key.is_weak() && !SMALL_ORDER.contains(&point) && key.verify(message, &signature).is_ok()
    })
}

/// Signs `message` with the key of these 32 secret bytes.
pub fn sign(key: &SigningKey, message: &[u8]) -> Signature {
    Signature(key.sign(message).to_bytes())
}

/// What an entry is about. Unknown kinds are kept and wait for a newer program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// The founding of a community.
    Genesis = 0,
    /// An invite that can be answered without its author.
    Invite = 1,
    /// Somebody answers an invite; stands alone.
    Join = 2,
    /// Joins are admitted.
    Admit = 3,
    /// A device is added, or revoked; stands alone.
    Device = 4,
    /// A new charter, or a removal, certified by keyholders.
    Epoch = 5,
    /// A record is born.
    Birth = 6,
    /// A record is changed.
    Edit = 7,
    /// Somebody speaks in their own voice on a record.
    Voice = 8,
    /// Bytes named by their hash.
    Part = 9,
    /// Words are withdrawn by their author.
    Withdraw = 10,
    /// A count and the entries that confirm it.
    Certificate = 11,
}

impl Kind {
    /// Returns the kind of this code, or `None` for one that this program does not know.
    pub fn from_code(code: u8) -> Option<Self> {
        use Kind::*;
        [Genesis, Invite, Join, Admit, Device, Epoch, Birth, Edit, Voice, Part, Withdraw, Certificate]
            .get(code as usize)
            .copied()
    }

    /// Returns true for entries about people, devices and charters, which belong to no record.
    pub fn is_control(self) -> bool {
        (self as u8) <= Self::Epoch as u8
    }
}

/// The header of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Version of kind and body; the header's own layout never changes.
    pub v: u8,
    /// Whose feed.
    pub device: DeviceId,
    /// Place in the feed, from 1.
    pub seq: u64,
    /// The entry before it in the feed; zero for the first.
    pub prev: EntryId,
    /// The epoch its author stood in; zero for a genesis.
    pub epoch: EntryId,
    /// What its author's clock said, in milliseconds since 1970. Shown, never trusted.
    pub at: i64,
    /// What it is about, as a code of [`Kind`].
    pub kind: u8,
    /// The record; zero for control entries, and for a birth, whose record is the entry itself.
    pub record: RecordId,
    /// The length of the body in bytes.
    pub body_len: u32,
    /// The hash of the body.
    pub body_hash: Hash,
}

impl Header {
    /// Returns the 182 bytes of the header.
    pub fn to_bytes(&self) -> [u8; HEADER_LEN] {
        let mut out = [0; HEADER_LEN];
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            out[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        put(&[self.v]);
        put(&self.device.0);
        put(&self.seq.to_le_bytes());
        put(&self.prev.0);
        put(&self.epoch.0);
        put(&self.at.to_le_bytes());
        put(&[self.kind]);
        put(&self.record.0);
        put(&self.body_len.to_le_bytes());
        put(&self.body_hash.0);
        out
    }

    /// Reads a header. Every 182 bytes are one: whether it makes sense is judged later.
    pub fn from_bytes(bytes: &[u8; HEADER_LEN]) -> Self {
        fn take<const N: usize>(bytes: &[u8; HEADER_LEN], at: &mut usize) -> [u8; N] {
            let mut out = [0; N];
            out.copy_from_slice(&bytes[*at..*at + N]);
            *at += N;
            out
        }
        let at = &mut 0;
        Self {
            v: take::<1>(bytes, at)[0],
            device: DeviceId(take(bytes, at)),
            seq: u64::from_le_bytes(take(bytes, at)),
            prev: EntryId(take(bytes, at)),
            epoch: EntryId(take(bytes, at)),
            at: i64::from_le_bytes(take(bytes, at)),
            kind: take::<1>(bytes, at)[0],
            record: RecordId(take(bytes, at)),
            body_len: u32::from_le_bytes(take(bytes, at)),
            body_hash: Hash(take(bytes, at)),
        }
    }

    /// Returns the entry's name: the hash of its header.
    pub fn id(&self) -> EntryId {
        EntryId(*blake3::hash(&self.to_bytes()).as_bytes())
    }
}

/// An entry whose body matches its header. Whether its signature holds is for [`Entry::is_signed_in`] to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The header.
    pub header: Header,
    /// The header's hash.
    pub id: EntryId,
    /// The body.
    pub body: Vec<u8>,
    /// The signature; missing where a later entry of the feed vouches for this one.
    pub signature: Option<Signature>,
}

/// Says why some bytes are not an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Shorter than a header and a signature, or longer than an entry may be.
    #[error("an entry holds between {} bytes and {MAX_ENTRY}", HEADER_LEN + 64)]
    Length,
    /// The body is not the one that the header names.
    #[error("the body of this entry is not the one that was signed")]
    Body,
    /// The first entry of a feed is number 1 and follows nothing; all others follow one.
    #[error("this entry has no proper place in its feed")]
    Place,
}

/// Who writes, where in the feed, in which epoch, and when.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    /// The place of the new entry, from 1.
    pub seq: u64,
    /// The entry before it.
    pub prev: EntryId,
    /// The epoch in force.
    pub epoch: EntryId,
    /// The author's clock, in milliseconds since 1970.
    pub at: i64,
}

impl Entry {
    /// Writes and signs an entry. A genesis is signed for the community that it founds.
    pub fn write(
        key: &SigningKey,
        community: Option<&CommunityId>,
        position: Position,
        kind: Kind,
        record: RecordId,
        body: Vec<u8>,
    ) -> Self {
        let header = Header {
            v: VERSION,
            device: DeviceId(key.verifying_key().to_bytes()),
            seq: position.seq,
            prev: position.prev,
            epoch: position.epoch,
            at: position.at,
            kind: kind as u8,
            record,
            body_len: body.len() as u32,
            body_hash: Hash::of(&body),
        };
        let id = header.id();
        let community = community.copied().unwrap_or_else(|| id.into());
        let signature = Some(sign(key, &signed_bytes(&community, &id)));
        Self { header, id, body, signature }
    }

    /// Joins a header with a body, if they belong together and the entry has a proper place and length.
    ///
    /// # Errors
    /// When they do not.
    pub fn from_parts(
        header: Header,
        body: Vec<u8>,
        signature: Option<Signature>,
    ) -> Result<Self, EntryError> {
        if body.len() > MAX_BODY {
            return Err(EntryError::Length);
        }
        if header.body_len as usize != body.len() || header.body_hash != Hash::of(&body) {
            return Err(EntryError::Body);
        }
        if header.seq == 0 || (header.seq == 1) != header.prev.is_zero() || header.seq > i64::MAX as u64 {
            return Err(EntryError::Place);
        }
        Ok(Self { id: header.id(), header, body, signature })
    }

    /// Returns the kind, or `None` when a newer program is needed to read it.
    pub fn kind(&self) -> Option<Kind> {
        if self.header.v != VERSION { None } else { Kind::from_code(self.header.kind) }
    }

    /// Returns the record that it belongs to: for a birth, the one it gives birth to. A birth that names another in its
    /// header gives birth to none.
    pub fn record(&self) -> RecordId {
        match self.kind() {
            Some(Kind::Birth) if self.header.record.is_zero() => self.id.into(),
            _ => self.header.record,
        }
    }

    /// Returns true when no record makes anything of it: it is about people, or a birth that names a record.
    pub fn is_of_no_record(&self) -> bool {
        match self.kind() {
            Some(Kind::Birth) => !self.header.record.is_zero(),
            Some(kind) => kind.is_control(),
            None => false,
        }
    }

    /// Returns true when it carries a strictly valid signature of its device for `community`.
    pub fn is_signed_in(&self, community: &CommunityId) -> bool {
        self.signature.is_some_and(|signature| {
            verify(&self.header.device.0, &signed_bytes(community, &self.id), &signature)
        })
    }

    /// Returns header, body and signature in one string; a missing signature is 64 zero bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER_LEN + self.body.len() + 64);
        out.extend_from_slice(&self.header.to_bytes());
        out.extend_from_slice(&self.body);
        out.extend_from_slice(&self.signature.map_or([0; 64], |signature| signature.0));
        out
    }

    /// Reads what [`Entry::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are not one entry whose body matches its header.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_ENTRY {
            return Err(EntryError::Length);
        }
        let (header, rest) = bytes.split_first_chunk::<HEADER_LEN>().ok_or(EntryError::Length)?;
        let (body, signature) = rest.split_last_chunk::<64>().ok_or(EntryError::Length)?;
        let signature = (*signature != [0; 64]).then_some(Signature(*signature));
        Self::from_parts(Header::from_bytes(header), body.to_vec(), signature)
    }
}

/// Returns the bytes that an entry's signature signs.
pub fn signed_bytes(community: &CommunityId, id: &EntryId) -> [u8; 80] {
    let mut out = [0; 80];
    out[..16].copy_from_slice(CONTEXT);
    out[16..48].copy_from_slice(&community.0);
    out[48..].copy_from_slice(&id.0);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use curve25519_dalek::constants::EIGHT_TORSION;
    use curve25519_dalek::{EdwardsPoint, Scalar};
    use proptest::prelude::*;
    use sha2::{Digest, Sha512};

    use super::*;

    fn written(body: Vec<u8>) -> (Entry, CommunityId) {
        let key = SigningKey::from_bytes(&[7; 32]);
        let community = CommunityId([3; 32]);
        let at = Position { seq: 2, prev: EntryId([1; 32]), epoch: EntryId([2; 32]), at: -5 };
        (Entry::write(&key, Some(&community), at, Kind::Voice, RecordId([9; 32]), body), community)
    }

    #[test]
    fn one_entry_is_one_string() {
        let (entry, community) = written(b"hello".to_vec());
        assert_eq!(Entry::from_bytes(&entry.to_bytes()), Ok(entry.clone()));
        assert!(entry.is_signed_in(&community));
        assert!(!entry.is_signed_in(&CommunityId([4; 32])), "a graft into another community");
    }

    #[test]
    fn a_genesis_is_signed_for_the_community_it_founds() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let at = Position { seq: 1, prev: EntryId::ZERO, epoch: EntryId::ZERO, at: 0 };
        let genesis = Entry::write(&key, None, at, Kind::Genesis, RecordId::ZERO, vec![]);
        assert!(genesis.is_signed_in(&genesis.id.into()));
    }

    #[test]
    fn places_outside_a_feed_are_refused() {
        let (entry, _) = written(vec![]);
        let broken = |change: &dyn Fn(&mut Header)| {
            let mut header = entry.header;
            change(&mut header);
            Entry::from_parts(header, vec![], None)
        };
        assert_eq!(broken(&|h| h.seq = 0), Err(EntryError::Place));
        assert_eq!(broken(&|h| h.seq = 1), Err(EntryError::Place));
        assert_eq!(broken(&|h| h.prev = EntryId::ZERO), Err(EntryError::Place));
        assert_eq!(broken(&|h| h.body_len = 1), Err(EntryError::Body));
        assert_eq!(Entry::from_bytes(&vec![0; MAX_ENTRY + 1]), Err(EntryError::Length));
    }

    #[test]
    fn torsion_keys_never_verify() {
        // The identity point: everything verifies under it unless verification is strict.
        let mut weak = [0; 32];
        weak[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(!verify(&weak, b"anything", &Signature(signature)));
    }

    /// Returns the bytes of a signature that makes the plain equation hold, though its point is this one of small order: of a
    /// key with a part of small order, and a message that fits.
    fn of_small_order(point: EdwardsPoint) -> ([u8; 32], Vec<u8>, Signature) {
        let signing = SigningKey::from_bytes(&[3; 32]);
        let secret = signing.to_scalar();
        let key = (EdwardsPoint::mul_base(&secret) + EIGHT_TORSION[1]).compress().0;
        let point = point.compress().0;
        for at in 0u64.. {
            let message = at.to_le_bytes().to_vec();
            let hash = Sha512::new().chain_update(point).chain_update(key).chain_update(&message);
            let answer = Scalar::from_bytes_mod_order_wide(&hash.finalize().into()) * secret;
            let mut signature = [0; 64];
            signature[..32].copy_from_slice(&point);
            signature[32..].copy_from_slice(answer.as_bytes());
            let plain = VerifyingKey::from_bytes(&key).unwrap();
            if plain.verify(&message, &ed25519_dalek::Signature::from_bytes(&signature)).is_ok() {
                return (key, message, Signature(signature));
            }
        }
        unreachable!("one message in eight fits");
    }

    #[test]
    fn a_signature_whose_point_is_of_small_order_never_verifies() {
        let mut seen = BTreeSet::new();
        for point in EIGHT_TORSION {
            let (key, message, signature) = of_small_order(point);
            assert!(!verify(&key, &message, &signature));
            let mut point = point.compress().0;
            point[31] &= 0x7f;
            seen.insert(point);
        }
        assert_eq!(seen, SMALL_ORDER.into(), "each of them, and no other");
    }

    /// What decides, and what the library's strict check says of the same.
    fn both(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> (bool, bool) {
        let strict = VerifyingKey::from_bytes(key).is_ok_and(|key| {
            key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok()
        });
        (verify(key, message, &Signature(*signature)), strict)
    }

    proptest! {
        #[test]
        fn what_decides_is_what_strict_checking_finds(
            seed in any::<[u8; 32]>(),
            torsion in 0usize..8,
            at in prop::option::of(0usize..64),
            bit in 0u8..8,
            sizes in prop::option::of((0usize..8, 0usize..8)),
        ) {
            let signing = SigningKey::from_bytes(&seed);
            let mut signature = signing.sign(b"bread").to_bytes();
            if let Some(at) = at {
                signature[at] ^= 1 << bit;
            }
            let point = EdwardsPoint::mul_base(&signing.to_scalar()) + EIGHT_TORSION[torsion];
            let mut key = point.compress().0;
            if let Some((of_key, of_point)) = sizes {
                key = EIGHT_TORSION[of_key].compress().0;
                signature[..32].copy_from_slice(&EIGHT_TORSION[of_point].compress().0);
            }
            let (ours, strict) = both(&key, b"bread", &signature);
            prop_assert_eq!(ours, strict);
            prop_assert!(!ours || sizes.is_none());
            prop_assert!(ours || torsion > 0 || at.is_some() || sizes.is_some());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Ok(entry) = Entry::from_bytes(&bytes) {
                prop_assert_eq!(entry.to_bytes(), bytes);
            }
        }

        #[test]
        fn a_flipped_bit_never_goes_unseen(at in 0usize..(HEADER_LEN + 5 + 64), bit in 0u8..8) {
            let (entry, community) = written(b"hello".to_vec());
            let mut bytes = entry.to_bytes();
            bytes[at] ^= 1 << bit;
            let seen = Entry::from_bytes(&bytes).map_or(true, |e| !e.is_signed_in(&community));
            prop_assert!(seen);
        }
    }
}
