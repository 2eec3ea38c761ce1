//! An input as several pieces, so that a fuzzer can change one without moving the others.

/// What is left to read of an input. Whatever is missing reads as nothing, so that any bytes are an input.
pub struct Pieces<'a>(pub &'a [u8]);

impl<'a> Pieces<'a> {
    /// Takes one byte; zero at the end.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// Takes a piece: two bytes of length, and as many bytes as it says or there are. None at the end.
    pub fn piece(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let length = usize::from(u16::from_le_bytes([self.byte(), self.byte()])).min(self.0.len());
        let (piece, rest) = self.0.split_at(length);
        self.0 = rest;
        Some(piece)
    }
}

/// Returns pieces as they are read, behind the bytes that stand before them.
pub fn written<'a>(before: &[u8], pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = before.to_vec();
    for piece in pieces {
        let length = u16::try_from(piece.len()).expect("pieces of seeds are short");
        bytes.extend(length.to_le_bytes());
        bytes.extend(piece);
    }
    bytes
}
