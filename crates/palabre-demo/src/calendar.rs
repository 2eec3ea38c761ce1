//! The days of the story, counted from the one on which it is opened, and how they are called in three languages.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// A day, in milliseconds.
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
/// A minute, in milliseconds.
pub(crate) const MINUTE: i64 = 60_000;

/// A language of the window, or of somebody who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
    /// Spanish.
    Spanish,
}

impl Language {
    /// Returns the language of a code such as `fr`; English for one that is not spoken here.
    pub fn of(code: &str) -> Self {
        match code.get(..2) {
            Some("fr") => Self::French,
            Some("es") => Self::Spanish,
            _ => Self::English,
        }
    }

    /// Returns what this language has of three: English, French, Spanish.
    pub(crate) fn of_three<T: Copy>(self, three: [T; 3]) -> T {
        three[self as usize]
    }
}

/// When the story is told: what its days and hours are here and now.
#[derive(Clone)]
pub(crate) struct Calendar {
    /// The moment of opening, in milliseconds since 1970.
    opened: i64,
    today: Date,
    zone: TimeZone,
}

impl Calendar {
    pub(crate) fn new(now: i64, zone: TimeZone) -> Self {
        let opened = Timestamp::from_millisecond(now).unwrap_or_default();
        Self { opened: now, today: opened.to_zoned(zone.clone()).date(), zone }
    }

    fn date(&self, day: i32) -> Date {
        self.today.checked_add(Span::new().days(day)).unwrap_or(self.today)
    }

    /// Returns the time on a day, counted from the one of opening, by the clocks here.
    pub(crate) fn at(&self, day: i32, hour: i8, minute: i8) -> i64 {
        let time = self.date(day).at(hour, minute, 0, 0).to_zoned(self.zone.clone());
        time.map_or(self.opened + i64::from(day) * DAY, |time| time.timestamp().as_millisecond())
    }

    /// Returns the time so many minutes before the story is opened.
    pub(crate) fn before(&self, minutes: i64) -> i64 {
        self.opened - minutes * MINUTE
    }

    /// Returns the time so many minutes into the day that passes as the `day`th, from 1.
    pub(crate) fn during(&self, day: i64, minutes: i64) -> i64 {
        self.opened + (day - 1) * DAY + minutes * MINUTE
    }

    /// Returns a time as calls read it.
    pub(crate) fn text(at: i64) -> String {
        Timestamp::from_millisecond(at).unwrap_or_default().to_string()
    }

    /// Returns a text with the days that it names: `{+8}` becomes the weekday of that day, `{month}` the month before
    /// this one. A text that begins with a day begins with a capital.
    pub(crate) fn name_days(&self, text: &str, language: Language) -> String {
        let mut named = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((day, after)) = after.split_once('}') else { break };
            named.push_str(before);
            let word = match day.parse::<i32>() {
                Ok(day) => weekday(self.date(day).weekday(), language),
                Err(_) => {
                    month(self.date(0).checked_sub(Span::new().months(1)).unwrap_or(self.today), language)
                }
            };
            match named.is_empty() {
                true => named.push_str(&capital(word)),
                false => named.push_str(word),
            }
            rest = after;
        }
        named + rest
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn weekday(day: Weekday, language: Language) -> &'static str {
    let days = language.of_three([
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    ]);
    days[usize::from(day.to_monday_zero_offset().unsigned_abs())]
}

#[rustfmt::skip]
fn month(date: Date, language: Language) -> &'static str {
    let months = language.of_three([
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
         "November", "December"],
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
         "novembre", "décembre"],
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
         "noviembre", "diciembre"],
    ]);
    months[usize::from(date.month().unsigned_abs()) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_called_by_their_names_in_three_languages() {
        // Wednesday 10 March 2027, 11:40 in Marseille.
        let calendar = Calendar::new(1_804_675_200_000, TimeZone::get("Europe/Paris").unwrap());
        let named = |text, language| calendar.name_days(text, language);
        assert_eq!(
            named("Shall {+7} lunch be shared?", Language::English),
            "Shall Wednesday lunch be shared?"
        );
        assert_eq!(named("{+8}, 17:00", Language::French), "Jeudi, 17:00");
        assert_eq!(named("la del {-2}", Language::Spanish), "la del lunes");
        assert_eq!(named("in {month}, all", Language::English), "in February, all");
        assert_eq!(named("8 € {", Language::English), "8 € {");
        assert_eq!(calendar.at(1, 18, 0), 1_804_784_400_000);
        assert_eq!(Calendar::text(calendar.at(1, 18, 0)), "2027-03-11T17:00:00Z");
        assert_eq!(calendar.during(2, 30) - calendar.before(0), DAY + 30 * MINUTE);
    }
}
