//! Reads the primitives of Automerge's format from untrusted bytes.

use super::error::GuardError;

/// What is left to read of some bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> Result<u8, GuardError> {
        let (&first, rest) = self.0.split_first().ok_or(GuardError::Length)?;
        self.0 = rest;
        Ok(first)
    }

    /// Takes the next `n` bytes; `n` may be anything a stranger wrote.
    pub fn take(&mut self, n: u64) -> Result<&'a [u8], GuardError> {
        let n = usize::try_from(n).map_err(|_| GuardError::Length)?;
        let (taken, rest) = self.0.split_at_checked(n).ok_or(GuardError::Length)?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], GuardError> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or(GuardError::Length)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// Reads an unsigned LEB128 number, which must take no more bytes than it needs.
    pub fn unsigned(&mut self) -> Result<u64, GuardError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            // The tenth byte has room for the 64th bit only.
            if shift == 63 && byte > 1 {
                return Err(GuardError::Number);
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return if byte == 0 && shift > 0 { Err(GuardError::Number) } else { Ok(value) };
            }
        }
        Err(GuardError::Number)
    }

    /// Reads a signed LEB128 number, which must take no more bytes than it needs.
    pub fn signed(&mut self) -> Result<i64, GuardError> {
        let mut value = 0i64;
        let mut previous = 0u8;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            // The tenth byte has room for the sign only.
            if shift == 63 && byte != 0 && byte != 0x7f {
                return Err(GuardError::Number);
            }
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let repeats_sign =
                    (byte == 0 && previous & 0x40 == 0) || (byte == 0x7f && previous & 0x40 != 0);
                if shift > 0 && repeats_sign {
                    return Err(GuardError::Number);
                }
                if shift < 57 && byte & 0x40 != 0 {
                    value |= -1 << (shift + 7);
                }
                return Ok(value);
            }
            previous = byte;
        }
        Err(GuardError::Number)
    }
}
