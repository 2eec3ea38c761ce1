//! A project's page.

use palabre_domain::id::RecordId;
use palabre_domain::project::{Lineage, Link, Need, ProjectState};
use palabre_domain::words::ItemId;
use serde::{Deserialize, Serialize};

use super::{Glance, Kind};
use crate::page::{Edit, Fields};

/// A project's page. Its team, journal and lessons are in the voices of those who join and tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPage {
    /// What it is called.
    pub name: String,
    /// Why.
    pub why: String,
    /// What it is, by many hands, in Markdown.
    pub description: String,
    /// What is different here, where it was taken up from elsewhere.
    pub different: String,
    /// The licence of what it makes.
    pub licence: String,
    /// Where it stands, as its team says.
    pub state: ProjectState,
    /// What it needs.
    pub needs: Vec<(ItemId, Need)>,
    /// Links.
    pub links: Vec<(ItemId, Link)>,
    /// Where it was taken up from.
    pub lineage: Option<Lineage>,
}

impl ProjectPage {
    /// Returns the edits that give a page all of this.
    pub fn begin(&self) -> Vec<Edit> {
        let mut edits =
            vec![Edit::Line("name", self.name.clone()), Edit::Line("licence", self.licence.clone())];
        if !self.why.is_empty() {
            edits.push(Edit::Line("why", self.why.clone()));
        }
        edits.extend(self.needs.iter().map(|(id, need)| Edit::item("need", id, need)));
        edits.extend(self.links.iter().map(|(id, link)| Edit::item("link", id, link)));
        edits.extend(self.lineage.as_ref().map(|lineage| Edit::value("lineage", lineage)));
        edits
    }

    /// Returns the edit that says where it stands.
    pub fn set_state(state: ProjectState) -> Edit {
        Edit::value("state", &state)
    }
}

impl Kind for ProjectPage {
    const TEXTS: &'static [&'static str] = &["description", "different"];

    fn read(fields: Fields) -> Self {
        Self {
            name: fields.line("name"),
            why: fields.line("why"),
            description: fields.text("description"),
            different: fields.text("different"),
            licence: fields.line("licence"),
            state: fields.value("state").unwrap_or_default(),
            needs: fields.items("need"),
            links: fields.items("link"),
            lineage: fields.value("lineage"),
        }
    }

    fn glance(&self) -> Glance {
        let mut words = vec![self.why.clone(), self.description.clone(), self.different.clone()];
        words.extend(self.needs.iter().map(|(_, need)| need.what.clone()));
        let from: Option<RecordId> = self.lineage.as_ref().map(|lineage| lineage.project);
        Glance { title: self.name.clone(), words, about: from.into_iter().collect() }
    }
}
