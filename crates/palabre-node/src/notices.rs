//! What is said outside the window, and when.
//!
//! Three things are, and nothing else: what names somebody, once a day what waits for them, and one reminder before something
//! ends that they could still answer. Nights and weekends are quiet unless somebody wants it otherwise: what comes then is said
//! afterwards. Nothing is said twice, and nothing that somebody is looking at.

use std::collections::BTreeSet;

use jiff::Zoned;
use jiff::civil::Weekday;
use palabre_api::row;
use palabre_domain::decision::DAY;
use serde::{Deserialize, Serialize};

/// The hour of the summary, and those at which quiet ends and begins.
const SUMMARY: i8 = 9;
const MORNING: i8 = 8;
const EVENING: i8 = 20;

/// How long something is news, in milliseconds.
const FRESH: i64 = 3 * DAY;
/// How many things that name somebody are said at once; the others stand in the window.
const AT_ONCE: usize = 3;

/// What somebody wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// What names them, at once.
    pub named: bool,
    /// What waits for them, at nine.
    pub daily: bool,
    /// That something ends within a day that they did not answer.
    pub ends: bool,
    /// Nothing between eight in the evening and eight in the morning, and on weekends.
    pub quiet: bool,
}

impl Default for Habits {
    fn default() -> Self {
        Self { named: true, daily: true, ends: true, quiet: true }
    }
}

/// What was said already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The last entry that was looked at for what names somebody, by its row.
    pub row: u64,
    /// When this was asked for the first time, in milliseconds since 1970.
    #[serde(default)]
    pub since: i64,
    /// The day of the last summary, such as 2027-03-11; empty where there was none.
    pub day: String,
    /// Which ends were said, by record and time in milliseconds since 1970.
    pub ends: BTreeSet<(String, i64)>,
}

impl Told {
    /// Since when news is news: what was written before it was asked for the first time is none, however late it comes, and
    /// neither is what is old.
    pub fn since(&self, now: i64) -> i64 {
        self.since.max(now.saturating_sub(FRESH))
    }
}

/// What there is to say.
pub struct Facts<'a> {
    /// What changed in entries after [`Told::row`].
    pub news: &'a [row::Subject],
    /// The last entry's row.
    pub row: u64,
    /// What waits, the nearest end first.
    pub waiting: &'a [row::Wait],
    /// Whether the person is looking at all this.
    pub looking: bool,
}

/// One thing that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A record in which somebody is named, or asked.
    Named(row::Subject),
    /// So many things wait; the first of them.
    Waiting(u32, row::Wait),
    /// Something ends within a day, or before anything is said again.
    Ends(row::Wait),
}

/// Returns what is said at this time, and what was said then.
///
/// The rule is §0.6 of what must always be true: nothing nags.
pub fn due(now: &Zoned, habits: Habits, said: &Told, facts: &Facts) -> (Vec<Notice>, Told) {
    let at = now.timestamp().as_millisecond();
    let mut then = said.clone();
    // What is over is not said again anyway.
    then.ends.retain(|(_, end)| *end > at);
    if habits.quiet && is_quiet(now) && !facts.looking {
        return (Vec::new(), then);
    }
    let mut notices = Vec::new();
    then.row = facts.row;
    let names = |subject: &&row::Subject| matches!(subject.because.as_str(), "named" | "asked");
    if habits.named {
        notices.extend(facts.news.iter().filter(names).take(AT_ONCE).cloned().map(Notice::Named));
    }
    // What ends before anything is said again is said now.
    let soon = match habits.quiet {
        true => (at + DAY).max(wakes(now)),
        false => at + DAY,
    };
    let ending: Vec<&row::Wait> = facts
        .waiting
        .iter()
        .filter(|wait| matches!(wait.asks.as_str(), "answer" | "advise"))
        .filter(|wait| wait.until.is_some_and(|end| end > at && end <= soon))
        .filter(|wait| then.ends.insert((wait.id.clone(), wait.until.unwrap_or_default())))
        .collect();
    if habits.ends {
        notices.extend(ending.into_iter().cloned().map(Notice::Ends));
    }
    let today = now.date().to_string();
    if now.hour() >= SUMMARY && then.day != today {
        then.day = today;
        if let (true, Some(first)) = (habits.daily, facts.waiting.first()) {
            notices.push(Notice::Waiting(facts.waiting.len() as u32, first.clone()));
        }
    }
    if facts.looking {
        notices.clear();
    }
    (notices, then)
}

/// Returns when the quiet that follows this time is over, in milliseconds since 1970.
fn wakes(now: &Zoned) -> i64 {
    let days = (1..=3).filter_map(|days| now.date().checked_add(jiff::Span::new().days(days)).ok());
    let morning = days
        .filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
        .find_map(|day| day.at(MORNING, 0, 0, 0).to_zoned(now.time_zone().clone()).ok());
    morning.map_or(0, |morning| morning.timestamp().as_millisecond())
}

fn is_quiet(now: &Zoned) -> bool {
    matches!(now.weekday(), Weekday::Saturday | Weekday::Sunday)
        || now.hour() < MORNING
        || now.hour() >= EVENING
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A time in Marseille; 11 March 2027 is a Thursday.
    fn at(time: &str) -> Zoned {
        format!("{time}[Europe/Paris]").parse().unwrap()
    }

    fn nothing() -> Told {
        Told::default()
    }

    fn subject(because: &str) -> row::Subject {
        row::Subject { id: "1".into(), because: because.into(), title: "Bread".into(), ..Default::default() }
    }

    fn wait(id: &str, until: Option<&str>) -> row::Wait {
        let until = until.map(|time| at(time).timestamp().as_millisecond());
        row::Wait { id: id.into(), title: "Bread".into(), asks: "answer".into(), until, ..Default::default() }
    }

    fn facts<'a>(news: &'a [row::Subject], waiting: &'a [row::Wait]) -> Facts<'a> {
        Facts { news, row: 7, waiting, looking: false }
    }

    #[test]
    fn only_what_names_me_is_said_at_once() {
        let news = ["named", "asked", "mine", "team", "answered", "spoke", "open", "community"].map(subject);
        let said = Told { day: "2027-03-11".into(), ..Told::default() };
        let (notices, then) = due(&at("2027-03-11T10:00"), Habits::default(), &said, &facts(&news, &[]));
        assert_eq!(notices, [Notice::Named(subject("named")), Notice::Named(subject("asked"))]);
        assert_eq!(then.row, 7);
        let none = Habits { named: false, ..Habits::default() };
        assert!(due(&at("2027-03-11T10:00"), none, &said, &facts(&news, &[])).0.is_empty());
    }

    #[test]
    fn nights_and_weekends_are_quiet_and_nothing_is_lost_by_it() {
        let news = [subject("named")];
        for time in ["2027-03-11T07:59", "2027-03-11T20:00", "2027-03-13T12:00", "2027-03-14T12:00"] {
            let (notices, then) = due(&at(time), Habits::default(), &nothing(), &facts(&news, &[]));
            assert_eq!((notices, then), (Vec::new(), nothing()), "{time}");
            let awake = Habits { quiet: false, ..Habits::default() };
            assert_eq!(due(&at(time), awake, &nothing(), &facts(&news, &[])).0.len(), 1, "{time}");
        }
        for time in ["2027-03-11T08:00", "2027-03-11T19:59", "2027-03-15T08:00"] {
            assert_eq!(
                due(&at(time), Habits::default(), &nothing(), &facts(&news, &[])).0.len(),
                1,
                "{time}"
            );
        }
    }

    #[test]
    fn what_waits_is_said_once_a_day_from_nine() {
        let waiting = [wait("1", None), wait("2", None)];
        let all = |time: &str, said: &Told| due(&at(time), Habits::default(), said, &facts(&[], &waiting));
        let (early, then) = all("2027-03-11T08:59", &Told::default());
        assert!(early.is_empty());
        let (nine, then) = all("2027-03-11T09:00", &then);
        assert_eq!(nine, [Notice::Waiting(2, wait("1", None))]);
        let (later, then) = all("2027-03-11T15:00", &then);
        assert!(later.is_empty());
        assert_eq!(all("2027-03-12T09:30", &then).0.len(), 1, "the next day");
        // Where nothing waited at nine, nothing is said when something does later.
        let (none, then) =
            due(&at("2027-03-11T09:00"), Habits::default(), &Told::default(), &facts(&[], &[]));
        assert_eq!((none, all("2027-03-11T11:00", &then).0), (vec![], vec![]));
    }

    #[test]
    fn an_end_is_said_once_and_only_within_a_day() {
        let waiting = [wait("1", Some("2027-03-12T15:00"))];
        let said = Told { day: "2027-03-11".into(), ..Told::default() };
        let all = |time: &str, said: &Told| due(&at(time), Habits::default(), said, &facts(&[], &waiting));
        assert!(all("2027-03-11T14:59", &said).0.is_empty());
        let (notices, then) = all("2027-03-11T15:00", &said);
        assert_eq!(notices, [Notice::Ends(waiting[0].clone())]);
        assert!(all("2027-03-11T16:00", &then).0.is_empty());
        // Put off, it is another end.
        let later = [wait("1", Some("2027-03-12T17:00"))];
        let (notices, _) = due(&at("2027-03-11T18:00"), Habits::default(), &then, &facts(&[], &later));
        assert_eq!(notices, [Notice::Ends(later[0].clone())]);
        let (_, over) = due(&at("2027-03-15T10:00"), Habits::default(), &then, &facts(&[], &[]));
        assert_eq!(over.ends, BTreeSet::new(), "what is over is forgotten");
    }

    #[test]
    fn an_end_in_the_quiet_is_said_before_the_quiet() {
        let said = Told { day: "2027-03-12".into(), ..Told::default() };
        let ends = |time: &str, habits| {
            let waiting = [wait("1", Some(time))];
            // A Friday, in the afternoon.
            due(&at("2027-03-12T15:00"), habits, &said, &facts(&[], &waiting)).0.len()
        };
        for (time, many) in [("2027-03-14T18:00", 1), ("2027-03-15T07:59", 1), ("2027-03-15T09:00", 0)] {
            assert_eq!(ends(time, Habits::default()), many, "{time}");
            assert_eq!(ends(time, Habits { quiet: false, ..Habits::default() }), 0, "{time}");
        }
    }

    #[test]
    fn only_of_what_somebody_was_to_answer_is_the_end_said() {
        let said = Told { day: "2027-03-11".into(), ..Told::default() };
        let asks = |asks: &str| {
            let waiting = [row::Wait { asks: asks.into(), ..wait("1", Some("2027-03-11T18:00")) }];
            due(&at("2027-03-11T15:00"), Habits::default(), &said, &facts(&[], &waiting)).0.len()
        };
        assert_eq!(["answer", "advise", "give", "choose", "reply"].map(asks), [1, 1, 0, 0, 0]);
    }

    #[test]
    fn what_was_written_before_or_long_ago_is_no_news() {
        let told = Told { since: 100 * DAY, ..Told::default() };
        assert_eq!(told.since(101 * DAY), 100 * DAY);
        assert_eq!(told.since(110 * DAY), 107 * DAY);
        let news: Vec<_> = (0..9).map(|_| subject("named")).collect();
        let said = Told { day: "2027-03-11".into(), ..Told::default() };
        let (notices, _) = due(&at("2027-03-11T15:00"), Habits::default(), &said, &facts(&news, &[]));
        assert_eq!(notices.len(), AT_ONCE, "nobody is told of nine things at once");
    }

    #[test]
    fn whoever_is_looking_is_told_nothing_now_or_later() {
        let (news, waiting) = ([subject("named")], [wait("1", Some("2027-03-12T09:00"))]);
        let seen = Facts { looking: true, ..facts(&news, &waiting) };
        let (notices, then) = due(&at("2027-03-11T10:00"), Habits::default(), &Told::default(), &seen);
        assert!(notices.is_empty());
        assert!(due(&at("2027-03-11T10:01"), Habits::default(), &then, &facts(&[], &waiting)).0.is_empty());
    }
}
