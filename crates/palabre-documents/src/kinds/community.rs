//! What the community says about itself, beside its charter.

use serde::{Deserialize, Serialize};

use super::{Glance, Kind};
use crate::page::{Edit, Fields};

/// What the community says about itself, beside its charter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityPage {
    /// How we do things here, in Markdown.
    pub guide: String,
}

impl CommunityPage {
    /// Returns the edit that replaces how we do things.
    pub fn set_guide(text: String) -> Edit {
        Edit::Text("guide", text)
    }
}

impl Kind for CommunityPage {
    const TEXTS: &'static [&'static str] = &["guide"];

    fn read(fields: Fields) -> Self {
        Self { guide: fields.text("guide") }
    }

    fn glance(&self) -> Glance {
        Glance { title: String::new(), words: vec![self.guide.clone()], about: Vec::new() }
    }
}
