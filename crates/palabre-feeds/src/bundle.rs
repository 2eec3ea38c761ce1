//! Entries as a file, for a stick in a pocket: the same runs as on the wire, one pack after another.
//!
//! ```text
//! "palabre bundle 2\n" | community[32] | ( length u32 | pack )* | 0 u32
//! ```
//!
//! The zero at the end tells a whole file from one that was cut off between two packs. A bundle of the first version
//! has none, and is read like any other.

use palabre_domain::id::CommunityId;

use crate::entry::Entry;
use crate::message::MAX_MESSAGE;
use crate::run::{PACK, PACK_ENTRIES, Run, weigh};

const MAGIC: &[u8] = b"palabre bundle 2\n";
/// The first version: without an end.
const MAGIC_1: &[u8] = b"palabre bundle 1\n";
/// What every pack begins with.
const PACKED: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// What stands after the last pack.
const END: [u8; 4] = [0; 4];

/// Says why a file is not a bundle, or not a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// The file is something else.
    #[error("this file is not a Palabre bundle")]
    NotABundle,
    /// The file was made by a newer program.
    #[error("this bundle was made by a newer Palabre")]
    Newer,
    /// The file ends before its end.
    #[error("this bundle was cut off")]
    Cut,
    /// A pack is damaged; what comes after it can be read.
    #[error("this bundle is damaged")]
    Damaged,
    /// The file is damaged so that nothing after it can be found.
    #[error("this bundle is damaged, and what comes after the damage cannot be found")]
    Lost,
}

/// Returns the beginning of a bundle.
pub fn head(community: &CommunityId) -> Vec<u8> {
    [MAGIC, &community.0].concat()
}

/// Ends a bundle: without it the file counts as cut off.
pub fn end(bundle: &mut Vec<u8>) {
    bundle.extend_from_slice(&END);
}

/// Appends entries to a bundle; what no signature vouches for yet is returned for the next call.
pub fn append(bundle: &mut Vec<u8>, entries: Vec<Entry>) -> Vec<Entry> {
    let (runs, unsigned) = Run::group(entries);
    for pack in Run::packs(runs) {
        bundle.extend_from_slice(&(pack.len() as u32).to_le_bytes());
        bundle.extend_from_slice(&pack);
    }
    unsigned
}

/// Returns how many entries should be given to [`append`] at a time.
pub const CHUNK: usize = PACK_ENTRIES / 2;

/// Returns how many of these entries fill one pack, at least one if there is any.
pub fn filling(entries: &[Entry]) -> usize {
    let mut weight = 0;
    let fits = entries.iter().take_while(|entry| {
        weight += weigh(std::slice::from_ref(entry));
        weight <= PACK
    });
    fits.count().max(1).min(entries.len())
}

/// A bundle being read. What is damaged is passed over where the next pack can be found; every entry has still to be
/// checked, so that a wrong guess can bring nothing in.
pub struct Reader<'a> {
    /// The community that its entries belong to.
    pub community: CommunityId,
    rest: &'a [u8],
    has_end: bool,
    done: bool,
}

impl<'a> Reader<'a> {
    /// Opens a bundle.
    ///
    /// # Errors
    /// When the bytes do not begin like one.
    pub fn open(bytes: &'a [u8]) -> Result<Self, BundleError> {
        let (rest, has_end) = match (bytes.strip_prefix(MAGIC), bytes.strip_prefix(MAGIC_1)) {
            (Some(rest), _) => (rest, true),
            (_, Some(rest)) => (rest, false),
            _ if MAGIC.starts_with(bytes) || MAGIC_1.starts_with(bytes) => return Err(BundleError::Cut),
            _ if bytes.starts_with(b"palabre bundle ") => return Err(BundleError::Newer),
            _ => return Err(BundleError::NotABundle),
        };
        let (community, rest) = rest.split_first_chunk::<32>().ok_or(BundleError::Cut)?;
        Ok(Self { community: CommunityId(*community), rest, has_end, done: false })
    }

    /// Returns the next pack; `None` at the end.
    fn pack(&mut self) -> Result<Option<Vec<Run>>, BundleError> {
        if self.rest.is_empty() && !self.has_end {
            return Ok(None);
        }
        if self.has_end && self.rest == END {
            return Ok(None);
        }
        let (length, rest) = self.rest.split_first_chunk::<4>().ok_or(BundleError::Cut)?;
        let length = u32::from_le_bytes(*length) as usize;
        if length == 0 || length > MAX_MESSAGE {
            return Err(BundleError::Lost);
        }
        let (pack, rest) = rest.split_at_checked(length).ok_or(BundleError::Cut)?;
        let read = Run::unpack(pack);
        // A pack that can be read has the length that it says.
        if read.is_err() && !begins_a_pack(rest) {
            return Err(BundleError::Lost);
        }
        self.rest = rest;
        read.map(Some).map_err(|_| BundleError::Damaged)
    }
}

/// Returns true when bytes look like a pack, the end, or what is left of these in a file that was cut off.
fn begins_a_pack(rest: &[u8]) -> bool {
    let Some((length, pack)) = rest.split_first_chunk::<4>() else {
        return true;
    };
    let begun = pack.len().min(PACKED.len());
    rest == END
        || ((1..=MAX_MESSAGE).contains(&(u32::from_le_bytes(*length) as usize))
            && pack[..begun] == PACKED[..begun])
}

impl Iterator for Reader<'_> {
    type Item = Result<Vec<Run>, BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let pack = self.pack().transpose();
        self.done = !matches!(pack, Some(Ok(_) | Err(BundleError::Damaged)));
        pack
    }
}
