//! A decision, from its draft on.

use palabre_domain::decision::Paper;
use palabre_domain::id::{Hash, RecordId};
use serde::{Deserialize, Serialize};

use super::{Glance, Kind};
use crate::page::{Edit, Fields};

/// A decision, from its draft on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionPage {
    /// The question as drafted.
    pub question: String,
    /// The wording as drafted, in Markdown. Only its author drafts it, so it is a line and not a text by many hands.
    pub wording: String,
    /// Its openings: the papers, by time and id.
    pub openings: Vec<(Hash, Paper)>,
}

impl DecisionPage {
    /// Returns the edits that draft it.
    pub fn draft(question: &str, wording: &str) -> Vec<Edit> {
        let mut edits = vec![Edit::Line("question", question.to_owned())];
        if !wording.is_empty() {
            edits.push(Edit::Line("wording", wording.to_owned()));
        }
        edits
    }
}

impl Kind for DecisionPage {
    fn read(fields: Fields) -> Self {
        Self {
            question: fields.line("question"),
            wording: fields.line("wording"),
            openings: fields.openings(),
        }
    }

    fn glance(&self) -> Glance {
        let last = self.openings.last().map(|(_, paper)| paper);
        let (question, wording) =
            last.map_or((&self.question, &self.wording), |paper| (&paper.question, &paper.wording));
        let mut about: Vec<RecordId> = last.and_then(|paper| paper.about).into_iter().collect();
        // There are few of these among thousands, and they are looked for whenever somebody asks what waits.
        if self.openings.iter().any(|(_, paper)| paper.purpose.is_about_the_house()) {
            about.push(RecordId::ZERO);
        }
        Glance { title: question.clone(), words: vec![wording.clone()], about }
    }
}
