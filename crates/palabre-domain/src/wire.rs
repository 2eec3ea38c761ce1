//! One canonical byte string for one value.
//!
//! Values travel as [postcard](https://postcard.jamesmunns.com/wire-format). Its integers may be written in more
//! than one way, so reading re-writes what was read and refuses bytes that differ: what has a hash has one form.

use serde::{Serialize, de::DeserializeOwned};

/// Says why some bytes are not a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// The bytes do not hold a value of the type asked for.
    #[error("these bytes hold nothing that this version can read")]
    Unreadable,
    /// The bytes hold a value, written in another way than the canonical one.
    #[error("these bytes are not in their canonical form")]
    NotCanonical,
}

/// Returns the canonical bytes of `value`.
pub fn to_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    // Writing to a growing vector fails only for sequences of unknown length, which no type here has.
    postcard::to_stdvec(value).expect("every wire type has a known length")
}

/// Reads a value from exactly `bytes`.
///
/// # Errors
/// When the bytes hold no such value, hold more, or hold it in another than its canonical form.
pub fn from_bytes<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    let (value, rest) = postcard::take_from_bytes::<T>(bytes).map_err(|_| WireError::Unreadable)?;
    if !rest.is_empty() || to_bytes(&value) != bytes {
        return Err(WireError::NotCanonical);
    }
    Ok(value)
}
