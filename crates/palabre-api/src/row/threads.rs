//! What stands around every record: comments, reactions, steps, files, ties.

use serde::{Deserialize, Serialize};

rows! {
    /// A record's thread.
    Thread {
        /// The record.
        id: String,
        /// The comments.
        comments: Vec<Comment>,
        /// How many more there are than were asked for.
        more_comments: u32,
        /// Reactions to the record.
        reactions: Vec<Reaction>,
        /// Whether I hide the record from me.
        hidden: bool,
    }
    /// A comment.
    Comment {
        /// Its id.
        id: String,
        /// Who.
        name: String,
        /// Whether it is mine.
        mine: bool,
        /// The text; nothing when withdrawn.
        text: Option<String>,
        /// Who would fold it, A to Z, and why.
        folds: Vec<super::Help>,
        /// Whether enough members would: faces show it only to whoever asks.
        folded: bool,
        /// Whether I hide it from me.
        hidden: bool,
        /// The comment that it answers.
        reply_to: Option<String>,
        /// When, by the author's clock.
        at: i64,
        /// Reactions to it.
        reactions: Vec<Reaction>,
    }
    /// Who has not answered what I asked, and whom I nudged.
    Nudges {
        /// The record.
        id: String,
        /// Who has not answered, A to Z.
        silent: Vec<String>,
        /// The nudges.
        nudges: Vec<Nudge>,
    }
    /// Words of whoever asks to somebody who has not answered: one to each.
    Nudge {
        /// To whom.
        name: String,
        /// The same by their key.
        member: String,
        /// Who asks.
        by: String,
        /// Whether I wrote it.
        mine: bool,
        /// The words; nothing when withdrawn.
        text: Option<String>,
        /// When, by the author's clock.
        at: i64,
    }
    /// A reaction and who gave it.
    Reaction {
        /// The reaction.
        reaction: String,
        /// Who, A to Z.
        names: Vec<String>,
    }
    /// What stands around every record.
    Around {
        /// Next steps, by date.
        steps: Vec<Step>,
        /// Files.
        files: Vec<File>,
        /// What belongs to it, newest first.
        tied: Vec<Tied>,
        /// The comments.
        comments: Vec<Comment>,
        /// How many more there are than were asked for.
        more_comments: u32,
        /// Reactions to the record: reaction and who, A to Z.
        reactions: Vec<Reaction>,
        /// Whether I hide the record from me.
        hidden: bool,
        /// Who was nudged to answer: all that I wrote where I ask, and else the one to me.
        nudges: Vec<Nudge>,
        /// On how many other laptops my last words here are, as far as this one knows: those that held the same since.
        /// Nothing where I said nothing. It says nothing about reading.
        held: Option<u32>,
        /// How many others said that they read it, or answered.
        read: u32,
    }
    /// A next step.
    Step {
        /// Its id.
        id: String,
        /// What; nothing when withdrawn.
        text: Option<String>,
        /// By when.
        by: Option<i64>,
        /// Who wrote it.
        name: String,
        /// Who took it, A to Z.
        taken_by: Vec<String>,
        /// Whether somebody who took it says that it is done.
        done: bool,
        /// Whether I took it.
        mine: bool,
    }
    /// A file on a record.
    File {
        /// Its id.
        id: String,
        /// What it is called.
        name: String,
        /// How many bytes.
        size: u64,
        /// The BLAKE3 hash of its bytes.
        hash: String,
        /// Who attached it.
        by: String,
        /// When, by their clock.
        at: i64,
        /// Whether it is on this laptop.
        here: bool,
    }
    /// A record that belongs to another.
    Tied {
        /// Its id.
        id: String,
        /// decision, project, intention, round, bucket or share.
        kind: String,
        /// Its title.
        title: String,
        /// Where it stands, in a word; empty where that is not known.
        state: String,
    }
    /// Texts as pages show them.
    Markdown {
        /// Each text as HTML, in the order in which they were given. It holds nothing that runs, or that comes from elsewhere.
        html: Vec<String>,
    }
    /// What a file came to.
    Attached {
        /// The file.
        file: File,
        /// Where it was written, if it was.
        written: Option<String>,
        /// Whether it was taken off the record.
        taken_off: bool,
    }
}
