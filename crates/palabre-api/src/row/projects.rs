//! Projects.

use serde::{Deserialize, Serialize};

use super::{Around, Tied};

rows! {
    /// Projects, those with the last news first.
    Projects {
        /// One line each.
        projects: Vec<ProjectLine>,
    }
    /// A project in a list.
    ProjectLine {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// Why.
        why: String,
        /// idea, forming, active, paused, done or stopped.
        state: String,
        /// Its open needs.
        needs: Vec<String>,
        /// The last news.
        news: Option<String>,
        /// When there were news last.
        news_at: i64,
        /// No news for three months.
        quiet: bool,
        /// The team, A to Z.
        team: Vec<String>,
        /// Whether I am in it.
        mine: bool,
    }
    /// A project.
    Project {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
        /// idea, forming, active, paused, done or stopped.
        state: String,
        /// Where it stands, as a sentence.
        sentence: String,
        /// Why.
        why: String,
        /// What it is, in Markdown.
        description: String,
        /// What is different here, where it was taken up from elsewhere.
        different: String,
        /// The licence of what it makes.
        licence: String,
        /// Who began it.
        author: String,
        /// Who writes its page: everyone, or these people, A to Z.
        writers: Vec<String>,
        /// The team, A to Z.
        team: Vec<String>,
        /// Whether I am in it.
        mine: bool,
        /// Whether I may write its page.
        may_write: bool,
        /// What it needs.
        needs: Vec<Need>,
        /// Links.
        links: Vec<Link>,
        /// The journal, newest first.
        journal: Vec<Note>,
        /// Lessons: what worked, what failed.
        lessons: Vec<Note>,
        /// Where it was taken up from.
        lineage: Option<Lineage>,
        /// Who took it up here.
        taken_up: Vec<Tied>,
        /// Whether it has had no news for three months, so that its team is asked.
        quiet: bool,
        /// Next steps, files, ties and what was said.
        around: Around,
    }
    /// Something that a project needs.
    Need {
        /// Its id.
        id: String,
        /// skill, time, money or thing.
        kind: String,
        /// What.
        what: String,
        /// Whether it is met.
        met: bool,
        /// Who can help, A to Z, with how.
        help: Vec<Help>,
    }
    /// Somebody who can help.
    Help {
        /// Who.
        name: String,
        /// How; nothing when it was not said, or withdrawn.
        text: Option<String>,
    }
    /// A link.
    Link {
        /// Its id.
        id: String,
        /// What it is called.
        title: String,
        /// Where it leads.
        url: String,
    }
    /// A line in a journal, or a lesson.
    Note {
        /// Its id.
        id: String,
        /// journal, worked or failed.
        kind: String,
        /// Who.
        name: String,
        /// The text; nothing when withdrawn.
        text: Option<String>,
        /// When, by the author's clock.
        at: i64,
    }
    /// Where a project was taken up from.
    Lineage {
        /// The community.
        community: String,
        /// What the project was called there.
        name: String,
        /// Its id there.
        project: String,
        /// When.
        at: i64,
    }
    /// How we do things here.
    Guide {
        /// In Markdown; empty as long as nobody wrote it.
        text: String,
        /// Who wrote it, A to Z.
        writers: Vec<String>,
    }
    /// How a page came about.
    History {
        /// The record.
        id: String,
        /// Its title.
        title: String,
        /// Its changes, newest first.
        changes: Vec<Change>,
        /// The text by many hands as it stands, in pieces, each with who wrote it.
        pieces: Vec<Piece>,
    }
    /// One change of a page.
    Change {
        /// Who.
        name: String,
        /// When, by their clock.
        at: i64,
        /// What changed, in words.
        what: String,
    }
    /// A piece of a text.
    Piece {
        /// Who wrote it.
        name: String,
        /// The text.
        text: String,
    }
}
