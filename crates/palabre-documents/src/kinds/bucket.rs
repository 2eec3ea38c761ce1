//! A bucket's page.
//!
//! What a bucket needs is a list of statements, each with the time its author's clock showed. What it needed at a time
//! is what they say up to then: so a round that ended counts what buckets asked for when it ended.

use std::collections::BTreeMap;

use palabre_domain::id::{Hash, MemberId, RecordId};
use palabre_domain::settle::{Goal, Item, MAX_ITEMS};
use palabre_domain::words::ItemId;
use serde::{Deserialize, Serialize};

use super::{Glance, Kind};
use crate::page::{Edit, Fields};

/// Something that those who propose a bucket say about what it needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Said {
    /// An item; `None` takes it away.
    Item(ItemId, Option<Item>),
    /// Whether it takes what it gets.
    Takes(bool),
    /// Whether it is proposed at all.
    Proposed(bool),
}

/// A statement, with the time its author's clock showed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Statement {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Eight random bytes, so that no two statements are one.
    pub salt: ItemId,
    /// What.
    pub said: Said,
}

/// A bucket's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketPage {
    /// What it is called.
    pub title: String,
    /// Why, by the hands of those who propose it.
    pub why: String,
    /// Its round.
    pub round: RecordId,
    /// The project that it belongs to.
    pub project: Option<RecordId>,
    /// Who proposes it beside its author; sorted.
    pub with: Vec<MemberId>,
    /// What it needs, statement by statement, by time and id.
    pub statements: Vec<(Hash, Statement)>,
}

impl BucketPage {
    /// Returns the edits that give a page all of this, but for what it needs and why.
    pub fn begin(&self) -> Vec<Edit> {
        let mut edits = vec![Edit::Line("title", self.title.clone()), Edit::value("round", &self.round)];
        edits.extend(self.project.as_ref().map(|project| Edit::value("project", project)));
        if !self.with.is_empty() {
            edits.push(Edit::value("with", &self.with));
        }
        edits
    }

    /// Returns the edit that says something about what it needs.
    pub fn say(at: i64, salt: ItemId, said: Said) -> Edit {
        Edit::statement("need", &Statement { at, salt, said })
    }

    fn until(&self, at: i64) -> impl Iterator<Item = &Said> {
        self.statements.iter().filter(move |(_, statement)| statement.at <= at).map(|(_, said)| &said.said)
    }

    /// Returns the items as they stood at a time, by id.
    pub fn items(&self, at: i64) -> BTreeMap<ItemId, Item> {
        let mut items = BTreeMap::new();
        for said in self.until(at) {
            match said {
                Said::Item(id, Some(item))
                    if item.is_sound() && (items.len() < MAX_ITEMS || items.contains_key(id)) =>
                {
                    items.insert(*id, item.clone());
                }
                Said::Item(id, None) => {
                    items.remove(id);
                }
                _ => {}
            }
        }
        items
    }

    /// Returns true when it took what it gets at a time.
    pub fn takes(&self, at: i64) -> bool {
        let last =
            self.until(at).filter_map(|said| if let Said::Takes(yes) = said { Some(*yes) } else { None });
        last.last().unwrap_or(false)
    }

    /// Returns true when it was proposed at a time: where nothing says otherwise.
    pub fn is_proposed(&self, at: i64) -> bool {
        let last =
            self.until(at).filter_map(|said| if let Said::Proposed(yes) = said { Some(*yes) } else { None });
        last.last().unwrap_or(true)
    }

    /// Returns what it needed at a time.
    pub fn goal(&self, bucket: RecordId, at: i64) -> Goal {
        Goal::of(bucket, self.items(at).values(), self.takes(at))
    }
}

impl Kind for BucketPage {
    const TEXTS: &'static [&'static str] = &["why"];

    fn read(fields: Fields) -> Self {
        let mut statements: Vec<(Hash, Statement)> = fields.statements("need");
        statements.sort_by_key(|(id, statement)| (statement.at, *id));
        Self {
            title: fields.line("title"),
            why: fields.text("why"),
            round: fields.value("round").unwrap_or_default(),
            project: fields.value("project"),
            with: fields.value("with").unwrap_or_default(),
            statements,
        }
    }

    fn glance(&self) -> Glance {
        let mut words = vec![self.why.clone()];
        words.extend(self.items(i64::MAX).into_values().map(|item| item.what));
        let about = [Some(self.round), self.project].into_iter().flatten().filter(|id| !id.is_zero());
        Glance { title: self.title.clone(), words, about: about.collect() }
    }
}

#[cfg(test)]
mod tests {
    use palabre_domain::money::Amount;

    use super::*;

    #[test]
    fn what_it_needed_at_a_time() {
        let id = |n: u8| ItemId([n; 8]);
        let item = |min: u64| Item { what: "irons".into(), income: false, min: Amount(min), max: None };
        let said = [
            (10, Said::Item(id(1), Some(item(100)))),
            (20, Said::Item(id(2), Some(item(50)))),
            (30, Said::Item(id(1), Some(item(300)))),
            (40, Said::Item(id(2), None)),
            (40, Said::Takes(true)),
            (50, Said::Proposed(false)),
        ];
        let statements =
            (0u8..).zip(said).map(|(n, (at, said))| (Hash([n; 32]), Statement { at, salt: id(n), said }));
        let page = BucketPage { statements: statements.collect(), ..BucketPage::default() };
        let min = |at| page.goal(RecordId::ZERO, at).min.0;
        assert_eq!([5, 10, 25, 30, 40].map(min), [0, 100, 150, 350, 300]);
        assert!(!page.takes(39) && page.takes(40));
        assert!(page.is_proposed(49) && !page.is_proposed(50));
    }
}
