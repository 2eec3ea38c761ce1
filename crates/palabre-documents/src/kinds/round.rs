//! A budget round's page: drafted and opened as a decision is; its paper holds pot, allotments and rules.

use palabre_domain::money::Currency;
use serde::{Deserialize, Serialize};

use super::{DecisionPage, Glance, Kind};
use crate::page::{Edit, Fields};

/// A budget round's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundPage {
    /// What it is for, its guidelines, and its openings.
    pub decided: DecisionPage,
    /// In which currency.
    pub currency: Option<Currency>,
}

impl RoundPage {
    /// Returns the edits that draft it.
    pub fn draft(purpose: &str, guidelines: &str, currency: Currency) -> Vec<Edit> {
        let mut edits = DecisionPage::draft(purpose, guidelines);
        edits.push(Edit::value("currency", &currency));
        edits
    }
}

impl Kind for RoundPage {
    fn read(fields: Fields) -> Self {
        Self { decided: DecisionPage::read(fields), currency: fields.value("currency") }
    }

    fn glance(&self) -> Glance {
        self.decided.glance()
    }
}
