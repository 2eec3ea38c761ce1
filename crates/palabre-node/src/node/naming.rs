//! People by name: the one order in which every list of them stands.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns what puts a name into its place, A to Z as somebody looks for it: by its letters alone, so that Élise stands beside
/// Elías and not after Zoé; among equal letters by their accents. It is the same in every language, or two laptops would
/// show a list differently.
pub(crate) fn by_name(name: &str) -> (String, String) {
    let small = name.to_lowercase();
    if small.is_ascii() {
        return (small.clone(), small);
    }
    let mut letters = String::with_capacity(small.len());
    for letter in small.nfd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'æ' => letters.push_str("ae"),
            'œ' => letters.push_str("oe"),
            'ß' => letters.push_str("ss"),
            'þ' => letters.push_str("th"),
            'đ' | 'ð' => letters.push('d'),
            'ı' => letters.push('i'),
            'ł' => letters.push('l'),
            'ø' => letters.push('o'),
            other => letters.push(other),
        }
    }
    (letters, small)
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn names_stand_where_they_are_looked_for() {
        let mut names =
            ["Zoé", "élise", "Łukasz", "Elías", "Marta", "Øyvind", "Omar", "Peña", "Pena", "İpek", "Ibrahim"];
        names.sort_by_key(|name| by_name(name));
        assert_eq!(
            names,
            ["Elías", "élise", "Ibrahim", "İpek", "Łukasz", "Marta", "Omar", "Øyvind", "Pena", "Peña", "Zoé"]
        );
    }
}
