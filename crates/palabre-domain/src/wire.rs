//! One canonical byte string for one value.
//!
//! Values travel as [postcard](https://postcard.jamesmunns.com/wire-format). Its integers may be written in more
//! than one way, so reading re-writes what was read and refuses bytes that differ: what has a hash has one form.

use postcard::ser_flavors::Flavor;
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
    match take(bytes)? {
        (value, []) => Ok(value),
        _ => Err(WireError::NotCanonical),
    }
}

/// Reads a value from the beginning of `bytes`; returns what stands behind it, too.
///
/// # Errors
/// When the bytes begin with no such value, or with another than its canonical form.
pub fn take<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<(T, &[u8]), WireError> {
    let (value, rest) = postcard::take_from_bytes::<T>(bytes).map_err(|_| WireError::Unreadable)?;
    let read = Same(&bytes[..bytes.len() - rest.len()]);
    if postcard::serialize_with_flavor(&value, read) != Ok(true) {
        return Err(WireError::NotCanonical);
    }
    Ok((value, rest))
}

/// Takes what is written and holds it against these bytes, instead of keeping it.
struct Same<'a>(&'a [u8]);

impl Flavor for Same<'_> {
    /// Whether nothing is left.
    type Output = bool;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        let (first, rest) = self.0.split_first().ok_or(postcard::Error::SerializeBufferFull)?;
        if *first != byte {
            return Err(postcard::Error::SerializeBufferFull);
        }
        self.0 = rest;
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0 = self.0.strip_prefix(bytes).ok_or(postcard::Error::SerializeBufferFull)?;
        Ok(())
    }

    fn finalize(self) -> postcard::Result<bool> {
        Ok(self.0.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_form_and_what_stands_behind_it_is_left() {
        let bytes = [to_bytes(&(300u32, "bread".to_owned())), vec![7, 8]].concat();
        assert_eq!(take::<(u32, String)>(&bytes), Ok(((300, "bread".to_owned()), &[7, 8][..])));
        assert_eq!(from_bytes::<(u32, String)>(&bytes), Err(WireError::NotCanonical));
        assert_eq!(from_bytes::<u32>(&[0x80, 0x00]), Err(WireError::NotCanonical));
        assert_eq!(from_bytes::<u32>(&[0x80]), Err(WireError::Unreadable));
    }
}
