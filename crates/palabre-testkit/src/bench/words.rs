//! Text with the entropy of real text: made-up words, used as often as words of a language are.

use rand::RngExt;
use rand::rngs::StdRng;

/// How many different words there are.
const VOCABULARY: usize = 4_500;
const BEGINNINGS: &[&str] = &[
    "b", "br", "c", "ch", "d", "f", "g", "gr", "h", "j", "l", "m", "n", "p", "pl", "qu", "r", "s", "st", "t",
    "tr", "v", "",
];
const MIDDLES: &[&str] = &["a", "e", "i", "o", "u", "ou", "ai", "ea", "é", "io"];
const ENDS: &[&str] = &["", "", "", "n", "r", "s", "t", "l", "nt", "rs"];

/// A language: its words, and how often each is used.
pub struct Words {
    words: Vec<String>,
    /// Up to each word: how often it or one before it is used.
    weights: Vec<f64>,
}

impl Words {
    /// Makes up a language.
    pub fn new(rng: &mut StdRng) -> Self {
        let mut words = Vec::with_capacity(VOCABULARY);
        let mut weights = Vec::with_capacity(VOCABULARY);
        let mut sum = 0.0;
        for rank in 0..VOCABULARY {
            // Frequent words are short.
            let syllables = 1 + usize::from(rank > 40) + usize::from(rank > 600) + rng.random_range(0..2);
            words.push((0..syllables).map(|_| syllable(rng)).collect());
            sum += (rank as f64 + 2.7).powf(-1.05);
            weights.push(sum);
        }
        Self { words, weights }
    }

    fn word(&self, rng: &mut StdRng) -> &str {
        let at = rng.random::<f64>() * self.weights.last().copied().unwrap_or_default();
        let place = self.weights.partition_point(|&weight| weight < at);
        self.words.get(place).map_or("a", String::as_str)
    }

    /// Returns a text of about so many words, in sentences that end with `end`.
    pub fn text(&self, rng: &mut StdRng, about: usize, end: char) -> String {
        let many = rng.random_range(about.div_ceil(2)..=about + about / 2);
        let mut text = String::with_capacity(many * 7);
        let mut begins = true;
        for place in 0..many {
            let word = self.word(rng);
            if begins {
                let mut letters = word.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                text.push_str(letters.as_str());
            } else {
                text.push_str(word);
            }
            let last = place + 1 == many;
            begins = last || rng.random_bool(0.09);
            if begins {
                text.push(end);
            } else if rng.random_bool(0.06) {
                text.push(',');
            }
            if !last {
                text.push(' ');
            }
        }
        text
    }
}

fn syllable(rng: &mut StdRng) -> String {
    let pick = |rng: &mut StdRng, list: &[&'static str]| list[rng.random_range(0..list.len())];
    [pick(rng, BEGINNINGS), pick(rng, MIDDLES), pick(rng, ENDS)].concat()
}
