//! Sharing, and profiles.

use serde::{Deserialize, Serialize};

use super::Around;

rows! {
    /// The wall, newest first.
    Wall {
        /// One line each.
        lines: Vec<Share>,
        /// How many more there are after these.
        more: u32,
    }
    /// A line on the wall.
    Share {
        /// Its id.
        id: String,
        /// gift, offer, request, thanks or care.
        kind: String,
        /// In one line.
        text: String,
        /// Who.
        name: String,
        /// Whether it is mine.
        mine: bool,
        /// To whom, A to Z.
        to: Vec<String>,
        /// When, by their clock.
        at: i64,
        /// Whether it is over.
        done: bool,
        /// Who answered, A to Z.
        answers: Vec<super::Help>,
        /// Steps, files, ties and what was said.
        around: Around,
    }
    /// What somebody says about themself.
    Profile {
        /// Who.
        name: String,
        /// Their key.
        member: String,
        /// Whether it is me.
        me: bool,
        /// What they can share.
        shares: Vec<String>,
        /// What they want to learn.
        learns: Vec<String>,
        /// Which languages they speak.
        languages: Vec<String>,
        /// Where they are.
        place: String,
        /// Anything else.
        about: String,
        /// Until when they are away.
        away_until: Option<i64>,
    }
}
