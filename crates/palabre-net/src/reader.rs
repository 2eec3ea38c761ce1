//! Reading postcard one value at a time, so that every count is checked before anything is made for it.

use serde::de::Deserialize;

/// Why a value was not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReadFault {
    /// The bytes end early or hold something else.
    Unreadable,
    /// A count or length is over its bound.
    TooMany,
}

pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Reads a value that makes no room of its own: an integer, an array, a borrowed string or slice.
    pub fn value<T: Deserialize<'a>>(&mut self) -> Result<T, ReadFault> {
        let (value, rest) = postcard::take_from_bytes(self.0).map_err(|_| ReadFault::Unreadable)?;
        self.0 = rest;
        Ok(value)
    }

    /// Reads how many values follow.
    pub fn count(&mut self, max: usize) -> Result<usize, ReadFault> {
        let count: u64 = self.value()?;
        usize::try_from(count).ok().filter(|count| *count <= max).ok_or(ReadFault::TooMany)
    }

    /// Reads a string of at most `max` bytes.
    pub fn text(&mut self, max: usize) -> Result<String, ReadFault> {
        let text: &str = self.value()?;
        if text.len() <= max { Ok(text.to_owned()) } else { Err(ReadFault::TooMany) }
    }

    /// Reads a byte string of at most `max` bytes.
    pub fn bytes(&mut self, max: usize) -> Result<Vec<u8>, ReadFault> {
        let bytes: &[u8] = self.value()?;
        if bytes.len() <= max { Ok(bytes.to_owned()) } else { Err(ReadFault::TooMany) }
    }

    /// Fails when bytes are left.
    pub fn end(self) -> Result<(), ReadFault> {
        if self.0.is_empty() { Ok(()) } else { Err(ReadFault::Unreadable) }
    }
}
