//! What keys do: one table, which the window hears, the pages ask, and `?` shows.

use leptos::ev::KeyboardEvent;

use crate::backend::typing;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Goes to one of the eight places, counted from 0.
    Go(usize),
    /// Finds and does.
    Find,
    /// Starts something.
    New,
    /// Shows this table.
    Keys,
    /// Opens the row that has the focus.
    Open,
    /// Leaves the row, or the page, to the others.
    LeaveIt,
    /// Chooses a position, counted from 0.
    Position(usize),
}

/// Each key, what it does, and the message that says so.
pub const KEYS: [(&str, Does, &str); 18] = [
    ("ctrl+k", Does::Find, "key-find"),
    ("ctrl+n", Does::New, "start-something"),
    ("?", Does::Keys, "key-keys"),
    ("ctrl+1", Does::Go(0), "place-today"),
    ("ctrl+2", Does::Go(1), "place-projects"),
    ("ctrl+3", Does::Go(2), "place-intentions"),
    ("ctrl+4", Does::Go(3), "place-decisions"),
    ("ctrl+5", Does::Go(4), "place-budgets"),
    ("ctrl+6", Does::Go(5), "place-sharing"),
    ("ctrl+7", Does::Go(6), "place-people"),
    ("ctrl+8", Does::Go(7), "place-house"),
    ("enter", Does::Open, "key-open"),
    ("l", Does::LeaveIt, "leave-it"),
    ("1", Does::Position(0), "key-position-1"),
    ("2", Does::Position(1), "key-position-2"),
    ("3", Does::Position(2), "key-position-3"),
    ("4", Does::Position(3), "key-position-4"),
    ("5", Does::Position(4), "key-position-5"),
];

/// Returns what a key that was pressed does. A letter in a field is a letter.
pub fn read(event: &KeyboardEvent) -> Option<Does> {
    let with = event.ctrl_key() || event.meta_key();
    if event.alt_key() || (!with && typing()) {
        return None;
    }
    // A digit is where it is printed, whatever a French keyboard writes with it.
    let key = match event.code().strip_prefix("Digit") {
        Some(digit) if with || !event.shift_key() => digit.to_owned(),
        _ => event.key().to_ascii_lowercase(),
    };
    let combination = if with { format!("ctrl+{key}") } else { key };
    KEYS.iter().find(|(known, ..)| *known == combination).map(|(_, does, _)| *does)
}
