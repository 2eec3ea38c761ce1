//! Entries as a file, for a stick in a pocket: the same runs as on the wire, one pack after another.
//!
//! ```text
//! "palabre bundle 1\n" | community[32] | ( length u32 | pack )*
//! ```

use palabre_domain::id::CommunityId;

use crate::entry::Entry;
use crate::message::MAX_MESSAGE;
use crate::run::{PACK_ENTRIES, Run};

const MAGIC: &[u8] = b"palabre bundle 1\n";

/// Says why a file is not a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// The file is something else.
    #[error("this file is not a Palabre bundle")]
    NotABundle,
    /// The file was made by a newer program.
    #[error("this bundle was made by a newer Palabre")]
    Newer,
    /// The file ends in the middle or is damaged.
    #[error("this bundle is damaged or was cut short")]
    Damaged,
}

/// Returns the beginning of a bundle.
pub fn head(community: &CommunityId) -> Vec<u8> {
    [MAGIC, &community.0].concat()
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

/// A bundle being read.
pub struct Reader<'a> {
    /// The community that its entries belong to.
    pub community: CommunityId,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Opens a bundle.
    ///
    /// # Errors
    /// When the bytes do not begin like one.
    pub fn open(bytes: &'a [u8]) -> Result<Self, BundleError> {
        let Some(rest) = bytes.strip_prefix(MAGIC) else {
            return Err(if bytes.starts_with(b"palabre bundle ") {
                BundleError::Newer
            } else {
                BundleError::NotABundle
            });
        };
        let (community, rest) = rest.split_first_chunk::<32>().ok_or(BundleError::Damaged)?;
        Ok(Self { community: CommunityId(*community), rest })
    }

    fn pack(&mut self) -> Result<Vec<Run>, BundleError> {
        let (length, rest) = self.rest.split_first_chunk::<4>().ok_or(BundleError::Damaged)?;
        let length = u32::from_le_bytes(*length) as usize;
        if length > MAX_MESSAGE {
            return Err(BundleError::Damaged);
        }
        let (pack, rest) = rest.split_at_checked(length).ok_or(BundleError::Damaged)?;
        self.rest = rest;
        Run::unpack(pack).map_err(|_| BundleError::Damaged)
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Vec<Run>, BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let pack = self.pack();
        if pack.is_err() {
            self.rest = &[];
        }
        Some(pack)
    }
}
