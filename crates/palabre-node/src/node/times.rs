//! Times as people write and read them.

use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, Zoned};
use palabre_api::ApiError;
use palabre_domain::decision::HOUR;

/// Returns a time as people in this place write it: `2027-03-10 18:00`.
pub(crate) fn time_in_words(at: i64) -> String {
    match zoned(at) {
        Some(time) => time.strftime("%Y-%m-%d %H:%M").to_string(),
        None => "a time that no calendar holds".to_owned(),
    }
}

pub(super) fn zoned(at: i64) -> Option<Zoned> {
    Some(Timestamp::from_millisecond(at).ok()?.to_zoned(TimeZone::system()))
}

/// Returns a stretch of time as people in this place write it: `2027-03-10 18:00–20:00`.
pub(crate) fn slot_in_words(from: i64, until: i64) -> String {
    let (Some(begins), Some(ends)) = (zoned(from), zoned(until)) else {
        return time_in_words(from);
    };
    let end = if begins.date() == ends.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
    format!("{}–{}", begins.strftime("%Y-%m-%d %H:%M"), ends.strftime(end))
}

/// Reads a time: with a zone (`2027-03-10T18:00[Europe/Paris]`), with an offset (`2027-03-10T18:00:00+01:00`), or as
/// it is here (`2027-03-10T18:00`, `2027-03-10 18:00`, `2027-03-10`: the end of that day).
///
/// # Errors
/// When it is none of these.
pub(crate) fn read_time(text: &str) -> Result<i64, ApiError> {
    let text = text.trim();
    let zoned = || text.parse::<Zoned>().ok().map(|time| time.timestamp());
    let stamp = || text.parse::<Timestamp>().ok();
    let here = || {
        let date = text.parse::<civil::Date>().ok().filter(|_| text.len() <= 10);
        let civil = match date {
            Some(date) => date.at(23, 59, 0, 0),
            None => text.parse::<civil::DateTime>().ok()?,
        };
        civil.to_zoned(TimeZone::system()).ok().map(|time| time.timestamp())
    };
    zoned().or_else(stamp).or_else(here).map(|time| time.as_millisecond()).ok_or_else(|| {
        ApiError::new(
            "time.malformed",
            format!("{text:?} is not a time."),
            "Write it like 2027-03-10T18:00[Europe/Paris], 2027-03-10T18:00:00+01:00, 2027-03-10T18:00 or 2027-03-10.",
        )
    })
}

/// Reads when something ends: a time, or how long it takes from now, such as `45m` or `2d 12h`.
///
/// # Errors
/// When it is neither.
pub(crate) fn read_end(text: &str, now: i64) -> Result<i64, ApiError> {
    let span = text.trim().parse::<jiff::Span>().ok();
    let from = || Timestamp::from_millisecond(now).ok()?.to_zoned(TimeZone::system()).checked_add(span?).ok();
    match from() {
        Some(end) => Ok(end.timestamp().as_millisecond()),
        None => read_time(text),
    }
}

/// Reads a stretch of time: a time and, after `/`, how long it lasts or when it ends; without it an hour.
///
/// # Errors
/// When it is none.
pub(crate) fn read_slot(text: &str) -> Result<(i64, i64), ApiError> {
    // A zone such as [Europe/Paris] holds the same sign.
    let after_zone = text.rfind(']').map_or(0, |place| place + 1);
    let (begins, rest) = match text[after_zone..].rsplit_once('/') {
        Some((before, rest)) => (&text[..after_zone + before.len()], Some(rest)),
        None => (text, None),
    };
    let from = read_time(begins)?;
    let Some(rest) = rest else { return Ok((from, from.saturating_add(HOUR))) };
    let length = rest.parse::<Span>().ok().and_then(|span| SignedDuration::try_from(span).ok());
    let until = match length {
        Some(length) => from.saturating_add(i64::try_from(length.as_millis()).unwrap_or(i64::MAX)),
        None => read_time(rest)?,
    };
    if until <= from {
        return Err(ApiError::new(
            "time.backwards",
            format!("{text:?} ends before it begins."),
            "Write when it begins and how long it lasts, such as 2027-03-10T18:00/2h.",
        ));
    }
    Ok((from, until))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_usual_way() {
        let at = 1_804_698_000_000; // 2027-03-10T17:00:00Z
        assert_eq!(read_time("2027-03-10T18:00[Europe/Paris]").unwrap(), at);
        assert_eq!(read_time("2027-03-10T18:00:00+01:00").unwrap(), at);
        assert_eq!(read_time("2027-03-10T17:00:00Z").unwrap(), at);
        assert_eq!(read_end("2027-03-10T17:00:00Z", 5).unwrap(), at);
        assert_eq!(read_end("45m", 5).unwrap(), 2_700_005);
        assert_eq!(read_end("2d 12h", 0).unwrap(), 216_000_000);
        assert_eq!(read_end("soon", 5).unwrap_err().code, "time.malformed");
        assert!(read_time("2027-03-10").is_ok() && read_time("2027-03-10 18:00").is_ok());
        for wrong in ["", "soon", "2027-13-01", "18:00"] {
            assert_eq!(read_time(wrong).unwrap_err().code, "time.malformed", "{wrong}");
        }
    }

    #[test]
    fn slots_have_a_length_or_an_end() {
        let at = 1_804_698_000_000;
        let paris = "2027-03-10T18:00[Europe/Paris]";
        assert_eq!(read_slot(&format!("{paris}/2h")).unwrap(), (at, at + 2 * HOUR));
        assert_eq!(read_slot(paris).unwrap(), (at, at + HOUR));
        assert_eq!(read_slot("2027-03-10T17:00:00Z/2027-03-10T18:30:00Z").unwrap(), (at, at + 3 * HOUR / 2));
        assert_eq!(
            read_slot("2027-03-10T17:00:00Z/2027-03-10T16:00:00Z").unwrap_err().code,
            "time.backwards"
        );
        assert!(read_slot(&format!("{paris}/x")).is_err());
    }
}
