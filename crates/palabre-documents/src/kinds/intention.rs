//! An intention's page.

use palabre_domain::id::RecordId;
use palabre_domain::intention::Asking;
use serde::{Deserialize, Serialize};

use super::{Glance, Kind};
use crate::page::{Edit, Fields};

/// An intention's page. Advice, answers to it and what was decided are in voices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntentionPage {
    /// What somebody wants to do.
    pub what: String,
    /// Why.
    pub why: String,
    /// Which tension it resolves.
    pub tension: String,
    /// What it could make worse.
    pub worse: String,
    /// Whom it asks, and until when.
    pub asking: Asking,
    /// What it belongs to.
    pub about: Option<RecordId>,
}

impl IntentionPage {
    /// Returns the edits that give a page all of this.
    pub fn begin(&self) -> Vec<Edit> {
        let lines =
            [("what", &self.what), ("why", &self.why), ("tension", &self.tension), ("worse", &self.worse)];
        let said = lines.into_iter().filter(|(_, text)| !text.is_empty());
        let mut edits: Vec<Edit> = said.map(|(key, text)| Edit::Line(key, text.clone())).collect();
        edits.push(Self::ask(&self.asking));
        edits.extend(self.about.as_ref().map(|about| Edit::value("about", about)));
        edits
    }

    /// Returns the edit that says whom it asks, and until when.
    pub fn ask(asking: &Asking) -> Edit {
        Edit::value("asking", asking)
    }
}

impl Kind for IntentionPage {
    fn read(fields: Fields) -> Self {
        Self {
            what: fields.line("what"),
            why: fields.line("why"),
            tension: fields.line("tension"),
            worse: fields.line("worse"),
            asking: fields.value("asking").unwrap_or_default(),
            about: fields.value("about"),
        }
    }

    fn glance(&self) -> Glance {
        let words = vec![self.why.clone(), self.tension.clone(), self.worse.clone()];
        Glance { title: self.what.clone(), words, about: self.about.into_iter().collect() }
    }
}
