//! Three words by which two people compare a key aloud.
//!
//! The words are those of BIP39, so that they are easy to say and to tell apart; three of 2,048 hold 33 bits, enough
//! for two people who look at each other.

use palabre_domain::id::Hash;

/// Returns three words for these bytes.
pub fn three_words(bytes: &[u8]) -> String {
    let hash = Hash::of(bytes);
    let list = bip39::Language::English.word_list();
    let word = |i: usize| {
        let at = usize::from(u16::from_le_bytes([hash.0[2 * i], hash.0[2 * i + 1]])) % list.len();
        list[at]
    };
    format!("{} {} {}", word(0), word(1), word(2))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_same_key_has_the_same_words() {
        assert_eq!(super::three_words(b"one"), super::three_words(b"one"));
        assert_ne!(super::three_words(b"one"), super::three_words(b"two"));
        assert_eq!(super::three_words(b"one").split(' ').count(), 3);
    }
}
