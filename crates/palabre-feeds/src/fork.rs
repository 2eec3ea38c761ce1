//! The proof that a device told two stories: two entries at one place of its feed, both vouched for by its own key.
//!
//! It stands alone. [`ForkProof::check`] trusts nothing of it, needs nothing else, and knows no community.

use palabre_domain::id::{CommunityId, DeviceId, EntryId, MemberId};
use serde::{Deserialize, Serialize};

use crate::body::{Body, DeviceCertificate};
use crate::entry::{Entry, HEADER_LEN, Header, Kind, Signature, signed_bytes, verify};

/// The most headers between an entry and the signature that vouches for it.
pub const MAX_CHAIN: usize = 1 << 20;

/// An entry without its body, and what vouches for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Its header.
    pub header: Vec<u8>,
    /// The headers of the entries after it in its feed, up to the signed one; none where it is signed itself.
    pub chain: Vec<Vec<u8>>,
    /// The signature of the last of these, or its own.
    pub signature: Signature,
}

/// Two stories of one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForkProof {
    /// The community in which they were told.
    pub community: CommunityId,
    /// The founding, as header and body: what the community was called.
    pub founding: (Vec<u8>, Vec<u8>),
    /// Whose device it is, by the word of the member key.
    pub certificate: DeviceCertificate,
    /// The entry with which the member came, and its body: what they are called.
    pub came: Option<(Told, Vec<u8>)>,
    /// The two entries, at the lowest place where the stories differ.
    pub stories: [Told; 2],
}

/// What a proof shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forked {
    /// The community's name at its founding.
    pub community: String,
    /// Whose device it is.
    pub member: MemberId,
    /// What they called themselves on coming, where the file says so.
    pub name: Option<String>,
    /// The device.
    pub device: DeviceId,
    /// Which of the member's devices.
    pub number: u8,
    /// The place at which two entries stand.
    pub seq: u64,
    /// When each was written, by the device's own clock, in milliseconds since 1970.
    pub at: [i64; 2],
}

/// Says what is wrong with a proof. Entries are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ForkWrong {
    /// Not a header.
    #[error("entry {0} in this file cannot be read")]
    Unreadable(usize),
    /// One entry twice.
    #[error("both are the same entry, and that is one story")]
    Same,
    /// Of two devices.
    #[error("the two entries are of two devices, which is no contradiction")]
    Device,
    /// At two places.
    #[error("the two entries stand at two places of the feed, one after the other")]
    Place,
    /// They follow different entries.
    #[error("the two stories differ before this place already, and the file does not show where they part")]
    Parted,
    /// A header between an entry and its signature is missing or is another.
    #[error("what links entry {0} to its signature has a gap")]
    Chain(usize),
    /// A signature does not hold.
    #[error("no signature of this device in this community holds for entry {0}")]
    Signature(usize),
    /// The certificate is of another device, or does not hold.
    #[error("nothing that holds says whose device it is")]
    Certificate,
    /// The founding is of another community.
    #[error("the founding in this file is not the one of this community")]
    Founding,
    /// What is to name the person does not.
    #[error("what says how the person is called does not hold")]
    Name,
}

impl Told {
    fn read(&self, which: usize) -> Result<Header, ForkWrong> {
        let bytes = <[u8; HEADER_LEN]>::try_from(self.header.as_slice());
        bytes.map(|bytes| Header::from_bytes(&bytes)).map_err(|_| ForkWrong::Unreadable(which))
    }

    /// Returns the header, once its device is seen to have signed it or something that follows it.
    fn check(&self, community: &CommunityId, which: usize) -> Result<Header, ForkWrong> {
        let header = self.read(which)?;
        if self.chain.len() > MAX_CHAIN {
            return Err(ForkWrong::Chain(which));
        }
        let (mut last, mut seq) = (header.id(), header.seq);
        for bytes in &self.chain {
            let bytes =
                <[u8; HEADER_LEN]>::try_from(bytes.as_slice()).map_err(|_| ForkWrong::Chain(which))?;
            let next = Header::from_bytes(&bytes);
            seq = seq.saturating_add(1);
            if next.prev != last || next.seq != seq || next.device != header.device {
                return Err(ForkWrong::Chain(which));
            }
            last = next.id();
        }
        if verify(&header.device.0, &signed_bytes(community, &last), &self.signature) {
            Ok(header)
        } else {
            Err(ForkWrong::Signature(which))
        }
    }
}

impl ForkProof {
    /// Checks that one device signed two stories, and says whose device it is.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<Forked, ForkWrong> {
        let [first, second] = [self.stories[0].read(1)?, self.stories[1].read(2)?];
        if first.device != second.device {
            return Err(ForkWrong::Device);
        }
        if first.seq != second.seq || first.seq == 0 {
            return Err(ForkWrong::Place);
        }
        if first.id() == second.id() {
            return Err(ForkWrong::Same);
        }
        if first.prev != second.prev {
            return Err(ForkWrong::Parted);
        }
        for (told, which) in self.stories.iter().zip(1..) {
            told.check(&self.community, which)?;
        }
        if self.certificate.device != first.device || !self.certificate.holds() {
            return Err(ForkWrong::Certificate);
        }
        Ok(Forked {
            community: self.name_of_community()?,
            member: self.certificate.member,
            name: self.name_of_member()?,
            device: first.device,
            number: self.certificate.number,
            seq: first.seq,
            at: [first.at, second.at],
        })
    }

    fn name_of_community(&self) -> Result<String, ForkWrong> {
        let (header, body) = &self.founding;
        // The community's id is the hash of this header, so that no signature is needed.
        let entry = entry(header, body).filter(|entry| CommunityId::from(entry.id) == self.community);
        match entry.map(|entry| Body::read(&self.community, &entry)) {
            Some(Ok(Body::Genesis(genesis))) => Ok(genesis.charter.name),
            _ => Err(ForkWrong::Founding),
        }
    }

    fn name_of_member(&self) -> Result<Option<String>, ForkWrong> {
        let Some((told, body)) = &self.came else { return Ok(None) };
        told.check(&self.community, 0).map_err(|_| ForkWrong::Name)?;
        let entry = entry(&told.header, body).ok_or(ForkWrong::Name)?;
        let (certificate, name) = match Body::read(&self.community, &entry) {
            Ok(Body::Genesis(genesis)) if entry.kind() == Some(Kind::Genesis) => {
                (genesis.certificate, genesis.name)
            }
            Ok(Body::Join(join)) => (join.certificate, join.name),
            _ => return Err(ForkWrong::Name),
        };
        let theirs = certificate.member == self.certificate.member;
        if theirs { Ok(Some(name)) } else { Err(ForkWrong::Name) }
    }

    /// Returns the ids of the two entries.
    pub fn ids(&self) -> Option<[EntryId; 2]> {
        Some([self.stories[0].read(1).ok()?.id(), self.stories[1].read(2).ok()?.id()])
    }
}

fn entry(header: &[u8], body: &[u8]) -> Option<Entry> {
    let header = Header::from_bytes(&<[u8; HEADER_LEN]>::try_from(header).ok()?);
    Entry::from_parts(header, body.to_vec(), None).ok()
}
