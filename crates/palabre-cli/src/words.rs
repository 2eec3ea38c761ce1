//! Small things as people read them: times, counts, short names of long ids.

use jiff::{Timestamp, tz::TimeZone};

/// How many characters of an id are shown. They are enough to name it in a command.
const SHORT: usize = 8;

/// Returns the beginning of an id.
pub fn short(id: &str) -> String {
    plain(id).chars().take(SHORT).collect()
}

/// Returns a time, in milliseconds since 1970, by the clock on the wall: `2027-03-10 18:00`.
pub fn when(at: i64) -> String {
    when_in(at, TimeZone::system())
}

fn when_in(at: i64, zone: TimeZone) -> String {
    match Timestamp::from_millisecond(at) {
        Ok(time) => time.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string(),
        // A claimed time may be any number.
        Err(_) => "at no possible time".to_owned(),
    }
}

/// Returns a number with its noun, in the singular where it is one: `1 laptop`, `12,000 entries`.
pub fn counted(number: impl Into<u64>, one: &str, many: &str) -> String {
    let number = number.into();
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// Returns a number with its thousands apart.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a size in the unit that fits it.
pub fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return counted(bytes, "byte", "bytes"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes / (unit / 10);
    format!("{}.{} {name}", thousands(tenths / 10), tenths % 10)
}

/// Returns a stable word such as `not-sure` as it stands in a sentence: `Not sure`.
pub fn label(word: &str) -> String {
    let spaced = plain(word).replace('-', " ");
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => spaced,
    }
}

/// Returns names as a list in a sentence: `Ana, Ben and Chiara`.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Returns text on one line that cannot steer a terminal: what others wrote is shown, never obeyed.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }).filter(|c| !steers(*c)).collect()
}

/// Whether a character moves the cursor, starts a command of the terminal, or turns the reading direction.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_wall() {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(when_in(1_804_698_000_000, zone.clone()), "2027-03-10 18:00");
        assert_eq!(when_in(i64::MAX, zone), "at no possible time");
    }

    #[test]
    fn numbers_and_sizes_are_read_at_a_glance() {
        assert_eq!(counted(1_u32, "laptop", "laptops"), "1 laptop");
        assert_eq!(counted(0_u32, "laptop", "laptops"), "0 laptops");
        assert_eq!(thousands(12_345_678), "12,345,678");
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(1_250), "1.2 kB");
        assert_eq!(size(25_000_000), "25.0 MB");
    }

    #[test]
    fn names_make_a_list() {
        let names = |names: &[&str]| list(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(names(&["Ana"]), "Ana");
        assert_eq!(names(&["Ana", "Ben", "Chiara"]), "Ana, Ben and Chiara");
    }

    #[test]
    fn what_others_wrote_cannot_steer_the_terminal() {
        assert_eq!(plain("a\u{1b}]0;title\u{7}b\nc\u{202e}d"), "a]0;titleb cd");
        assert_eq!(label("not-sure"), "Not sure");
        assert_eq!(label(""), "");
    }
}
