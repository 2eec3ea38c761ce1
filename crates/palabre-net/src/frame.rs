//! Frames: a length (four bytes, little-endian) and as many bytes.

const PREFIX: usize = 4;

/// A peer announced a frame longer than agreed.
#[derive(Debug, PartialEq, Eq)]
pub struct TooLong {
    /// The length that it announced, in bytes.
    pub length: usize,
    /// The greatest length that was agreed, in bytes.
    pub max: usize,
}

/// Puts frames together from pieces. Room is made for bytes that came, never for bytes that were announced.
#[derive(Debug)]
pub struct Assembler {
    max: usize,
    prefix: [u8; PREFIX],
    prefix_have: usize,
    length: usize,
    body: Vec<u8>,
}

impl Assembler {
    /// Begins to read frames of at most `max` bytes.
    pub fn new(max: usize) -> Self {
        Self { max, prefix: [0; PREFIX], prefix_have: 0, length: 0, body: Vec::new() }
    }

    /// Sets the greatest length of the frames to come.
    pub fn set_max(&mut self, max: usize) {
        self.max = max;
    }

    /// Returns true between the first byte of a frame and its last.
    pub fn has_begun(&self) -> bool {
        self.prefix_have > 0
    }

    /// Returns how many bytes [`Self::push`] takes at most: to the end of the length, or of the frame. Never zero.
    pub fn missing(&self) -> usize {
        if self.prefix_have < PREFIX { PREFIX - self.prefix_have } else { self.length - self.body.len() }
    }

    /// Adds the next bytes, no more than [`Self::missing`], and returns the frame if they complete it.
    ///
    /// # Errors
    /// When a frame is announced that is longer than agreed.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<Vec<u8>>, TooLong> {
        debug_assert!(bytes.len() <= self.missing());
        if self.prefix_have < PREFIX {
            self.prefix[self.prefix_have..][..bytes.len()].copy_from_slice(bytes);
            self.prefix_have += bytes.len();
            if self.prefix_have < PREFIX {
                return Ok(None);
            }
            self.length = u32::from_le_bytes(self.prefix) as usize;
            if self.length > self.max {
                return Err(TooLong { length: self.length, max: self.max });
            }
        } else {
            self.body.extend_from_slice(bytes);
        }
        if self.body.len() < self.length {
            return Ok(None);
        }
        self.prefix_have = 0;
        self.length = 0;
        Ok(Some(std::mem::take(&mut self.body)))
    }
}

/// Returns `body` with its length before it, or `None` when it is longer than `max` bytes.
pub(crate) fn framed(body: &[u8], max: usize) -> Option<Vec<u8>> {
    let length = u32::try_from(body.len()).ok().filter(|_| body.len() <= max)?;
    let mut bytes = Vec::with_capacity(PREFIX + body.len());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(body);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_frame_too_long_is_refused_before_room_is_made() {
        let mut assembler = Assembler::new(64 << 10);
        let refused = assembler.push(&u32::MAX.to_le_bytes());
        assert_eq!(refused, Err(TooLong { length: u32::MAX as usize, max: 64 << 10 }));
        assert_eq!(assembler.body.capacity(), 0);
    }

    #[test]
    fn an_announced_length_makes_no_room_by_itself() {
        let mut assembler = Assembler::new(1 << 20);
        assert_eq!(assembler.push(&(1u32 << 20).to_le_bytes()), Ok(None));
        assert_eq!(assembler.body.capacity(), 0);
        assert_eq!(assembler.missing(), 1 << 20);
    }

    #[test]
    fn what_is_too_long_to_read_is_too_long_to_send() {
        assert!(framed(&[0; 10], 10).is_some());
        assert!(framed(&[0; 11], 10).is_none());
    }

    proptest! {
        #[test]
        fn frames_come_back_whole_however_they_are_cut(
            frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..8),
            cuts in prop::collection::vec(1usize..9, 1..50),
        ) {
            let sent: Vec<u8> = frames.iter().flat_map(|frame| framed(frame, 40).unwrap()).collect();
            let (mut rest, mut got, mut cuts) = (&sent[..], Vec::new(), cuts.iter().cycle());
            let mut assembler = Assembler::new(40);
            while !rest.is_empty() {
                let take = (*cuts.next().unwrap()).min(assembler.missing()).min(rest.len());
                let (piece, left) = rest.split_at(take);
                got.extend(assembler.push(piece).unwrap());
                rest = left;
            }
            prop_assert_eq!(got, frames);
            prop_assert!(!assembler.has_begun());
        }
    }
}
