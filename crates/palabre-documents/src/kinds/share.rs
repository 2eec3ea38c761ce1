//! A line on the wall.

use palabre_domain::sharing::Sharing;
use serde::{Deserialize, Serialize};

use super::{Glance, Kind};
use crate::page::{Edit, Fields};

/// A line on the wall.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharePage {
    /// In one line.
    pub text: String,
    /// What it is.
    pub sharing: Sharing,
}

impl SharePage {
    /// Returns the edits that give a page all of this.
    pub fn begin(&self) -> Vec<Edit> {
        vec![Edit::Line("text", self.text.clone()), Self::set(&self.sharing)]
    }

    /// Returns the edit that says what it is.
    pub fn set(sharing: &Sharing) -> Edit {
        Edit::value("sharing", sharing)
    }
}

impl Kind for SharePage {
    fn read(fields: Fields) -> Self {
        Self { text: fields.line("text"), sharing: fields.value("sharing").unwrap_or_default() }
    }

    fn glance(&self) -> Glance {
        Glance { title: self.text.clone(), ..Glance::default() }
    }
}
