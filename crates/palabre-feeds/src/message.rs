//! What two replicas say to each other. One message is one frame.

use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash};
use serde::{Deserialize, Serialize};

use crate::entry::Signature;

/// The version of the conversation.
pub const VERSION: u8 = 1;
/// The longest message, in bytes: a pack of runs that did not get smaller by packing, and what goes around it.
pub const MAX_MESSAGE: usize = (1 << 20) + (64 << 10);
/// How many feeds one message may speak of.
pub const MAX_FEEDS: usize = 200_000;
/// How many places one question may ask for.
pub const MAX_ASKED: usize = 128;

/// How many signatures one message may ask for, or hold.
pub const MAX_SIGNATURES: usize = 4_096;
/// The longest preview, in bytes: a page of text, and not a second way for entries to travel.
pub const MAX_PREVIEW: usize = 64 << 10;

/// A tip as it travels: its place, and four bytes that only the two of this conversation can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct KeyedTip {
    /// The place.
    pub seq: u64,
    /// Four bytes of the keyed hash of the id.
    pub head: [u8; 4],
}

/// What somebody holds of one feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyedFeed {
    /// The device.
    pub device: DeviceId,
    /// Its tips; empty where nothing is held.
    pub tips: Vec<KeyedTip>,
}

/// A question about a branch: which of these places does the other know?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The device.
    pub device: DeviceId,
    /// Ids on the asker's branch, highest place first.
    pub places: Vec<(u64, EntryId)>,
}

/// Consecutive places of one feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The device.
    pub device: DeviceId,
    /// The first place.
    pub first: u64,
    /// How many.
    pub many: u32,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// The first message of both.
    Hello {
        /// The version of the conversation.
        version: u8,
        /// Which community, readable only by somebody who knows it.
        tag: [u8; 16],
        /// The root of all that the sender holds, keyed by the sender.
        root: Hash,
        /// Which devices the sender knows of.
        devices: [u8; 8],
    },
    /// What the dialler holds, feed by feed in the order of devices that both know.
    Same(Vec<KeyedTip>),
    /// What the dialler holds, where the two know different devices, or some told two stories.
    Heights(Vec<KeyedFeed>),
    /// What the sender holds of feeds of which it lacks something.
    Want(Vec<KeyedFeed>),
    /// Packed runs.
    Runs(#[serde(with = "crate::wire_bytes")] Vec<u8>),
    /// Which places of a branch does the other know?
    Ask(Vec<Asked>),
    /// The highest place known for each branch asked about, in the same order; 0 for none.
    Known(Vec<(DeviceId, EntryId, u64)>),
    /// Everything the other lacked has been sent. Carries the sender's root.
    Done(Hash),
    /// New entries that the sender holds and does not push.
    Hint(Vec<KeyedFeed>),
    /// Current addresses of members, as the network layer writes them.
    Addresses(#[serde(with = "crate::wire_bytes")] Vec<u8>),
    /// Which entries the sender holds without their own signature, because a later one vouches for them.
    WantSignatures(Vec<Stretch>),
    /// Signatures of such entries, as far as the sender holds them.
    Signatures(Vec<(Stretch, Vec<Option<Signature>>)>),
    /// Something for now, which nobody stores.
    Ephemeral(#[serde(with = "crate::wire_bytes")] Vec<u8>),
    /// The sender holds nothing of the community yet, and would like to see what waits before the entries come.
    WantPreview,
    /// What waits there, and what is new, as the application writes it.
    Preview(#[serde(with = "crate::wire_bytes")] Vec<u8>),
}

impl Message {
    /// Returns the frame.
    pub fn to_bytes(&self) -> Vec<u8> {
        palabre_domain::wire::to_bytes(self)
    }

    /// Reads a frame.
    ///
    /// # Errors
    /// When the bytes are not one message, or one that speaks of more than a message may.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > MAX_MESSAGE {
            return Err(Malformed);
        }
        let (message, rest) = postcard::take_from_bytes::<Self>(bytes).map_err(|_| Malformed)?;
        let sound = rest.is_empty()
            && match &message {
                Self::Same(tips) => tips.len() <= MAX_FEEDS,
                Self::Heights(feeds) | Self::Want(feeds) | Self::Hint(feeds) => {
                    feeds.len() <= MAX_FEEDS
                        && feeds.iter().all(|feed| feed.tips.len() <= MAX_ASKED)
                        && feeds.windows(2).all(|pair| pair[0].device < pair[1].device)
                }
                Self::Ask(asked) => {
                    asked.len() <= MAX_ASKED && asked.iter().all(|asked| asked.places.len() <= MAX_ASKED)
                }
                Self::Known(known) => known.len() <= MAX_ASKED,
                Self::WantSignatures(stretches) => {
                    stretches.iter().map(|stretch| stretch.many as usize).sum::<usize>() <= MAX_SIGNATURES
                }
                Self::Signatures(stretches) => {
                    stretches.iter().map(|(_, signatures)| signatures.len()).sum::<usize>() <= MAX_SIGNATURES
                        && stretches.iter().all(|(stretch, list)| stretch.many as usize == list.len())
                }
                Self::Preview(bytes) => bytes.len() <= MAX_PREVIEW,
                _ => true,
            };
        if sound { Ok(message) } else { Err(Malformed) }
    }
}

/// What reading a frame leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// The sender answers what was asked here: entries, signatures, a preview.
    Answer,
    /// The sender says something that is quickly looked up or passed on.
    News,
    /// The sender has us search, read or write: little for it to say, and much for us to do.
    Question,
}

/// Returns what reading a frame leads to, by its first byte: before it is read, and whether it can be or not.
pub fn load(frame: &[u8]) -> Load {
    // Messages are numbered in their order; a test holds these numbers equal to that.
    match frame.first() {
        Some(4 | 11 | 14) => Load::Answer,
        Some(6 | 7 | 8 | 12) => Load::News,
        _ => Load::Question,
    }
}

/// The bytes are not a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a message of the conversation")]
pub struct Malformed;

/// Returns the tag by which two devices recognise a community that both know, and nobody else can.
pub fn tag(community: &CommunityId, dialler: &DeviceId, acceptor: &DeviceId) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new_keyed(&community.0);
    hasher.update(b"palabre/tag/1\0").update(&dialler.0).update(&acceptor.0);
    let mut out = [0; 16];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    out
}

/// Returns a root as its sender says it, so that nobody can echo it back.
pub fn keyed_root(root: &Hash, sender: &DeviceId) -> Hash {
    Hash(*blake3::keyed_hash(&root.0, &sender.0).as_bytes())
}
