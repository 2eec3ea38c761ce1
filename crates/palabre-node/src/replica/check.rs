//! Checking what is held: chains, signatures, and whether the views say what the entries say.

use std::collections::BTreeMap;

use palabre_domain::id::MemberId;
use palabre_domain::tally::Tally;
use palabre_domain::wire;
use palabre_feeds::entry::Entry;
use palabre_feeds::run::Run;
use palabre_feeds::verdict::Verdict;
use palabre_store::entries::Held;
use palabre_store::views::{ShownKind, ShownRow, StateSum};
use palabre_store::{Store, StoreError};

use super::Replica;
use crate::decide::Glance;

/// How many entries are read at a time.
const CHUNK: usize = 256;
/// How many differences are told.
const MOST: usize = 20;

/// One thing that a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The stable word for it.
    pub word: &'static str,
    /// How many entries, rows or decisions it is about.
    pub many: u64,
    /// In a sentence.
    pub text: String,
}

impl Finding {
    /// Returns what a store says of its damaged file.
    pub fn damaged(found: &str) -> Self {
        Self::one("damaged", format!("The file is damaged: {found}."))
    }

    fn one(word: &'static str, text: String) -> Self {
        Self { word, many: 1, text }
    }
}

impl Replica {
    /// Checks that every entry after a row is the one that its id names, and with `thorough` every signature; returns
    /// a finding for each that is wrong, and the last row.
    ///
    /// # Errors
    /// When the store fails.
    pub fn check_chains(&self, after: u64, thorough: bool) -> Result<(Vec<Finding>, u64), StoreError> {
        let mut findings = Vec::new();
        let mut row = after;
        loop {
            let held = self.store.after(row, CHUNK)?;
            let Some(last) = held.last() else { return Ok((findings, row)) };
            row = last.row;
            for one in &held {
                let whole = one.entry.header.id() == one.entry.id;
                let signed =
                    !thorough || one.entry.signature.is_none() || one.entry.is_signed_in(&self.community);
                if !whole || !signed {
                    let what = if whole { "signature" } else { "chain" };
                    let text = format!(
                        "Entry {} of device {} is damaged: its {what} does not hold.",
                        one.entry.header.seq,
                        one.entry.header.device.short(4)
                    );
                    findings.push(Finding::one(what, text));
                }
            }
        }
    }

    /// Folds everything again from nothing, and compares; returns a finding when the views differ.
    ///
    /// # Errors
    /// When the store fails.
    pub fn check_views(&self) -> Result<Option<Finding>, StoreError> {
        let again = self.folded_again(Store::in_memory()?)?;
        let same = again.state_hash()? == self.state_hash()?;
        let text = "What is shown differs from what the entries say.";
        Ok((!same).then(|| Finding::one("views", text.to_owned())))
    }

    /// Reads every entry again from its bytes, judges all of them from nothing, and compares each verdict and each row
    /// that is shown; returns a finding for each that differs, and how many verdicts and rows were compared.
    ///
    /// # Errors
    /// When the store fails.
    pub fn replay(&self) -> Result<(Vec<Finding>, u64), StoreError> {
        let mut findings = Findings::default();
        let again = self.folded_again(Store::in_memory()?)?;
        let mut row = 0;
        let mut compared = 0;
        loop {
            let held = self.store.after(row, CHUNK)?;
            let Some(last) = held.last() else { break };
            let anew = again.store.after(row, held.len())?;
            row = last.row;
            let mut anew: BTreeMap<_, _> = anew.into_iter().map(|one| (one.entry.id, one.verdict)).collect();
            for one in &held {
                compared += 1;
                let header = &one.entry.header;
                let name = format!("Entry {} of device {}", header.seq, header.device.short(4));
                match anew.remove(&one.entry.id) {
                    None => findings.add("taken-in", format!("{name} is not taken in again.")),
                    Some(now) if now != one.verdict => {
                        let (before, now) = (said(one.verdict), said(now));
                        let text = format!("{name} is kept as {before}, and comes to be {now}.");
                        findings.add("kept-as", text);
                    }
                    Some(_) => {}
                }
            }
        }
        let mut anew: BTreeMap<_, _> =
            again.store.shown_rows()?.into_iter().map(|row| (row.place(), row)).collect();
        let mut sum = StateSum::default();
        for row in self.store.shown_rows()? {
            compared += 1;
            row.add_to(&mut sum);
            match anew.remove(&row.place()) {
                Some(now) if now.data == row.data => {}
                Some(_) => findings.add("otherwise", format!("{} comes out otherwise.", name(&row))),
                None if is_empty(&row) => {}
                None => findings.add("shown", format!("{} is shown, and no entry says it.", name(&row))),
            }
        }
        for row in anew.values().filter(|row| !is_empty(row)) {
            findings.add("missing", format!("{} is missing.", name(row)));
        }
        self.store.add_verdicts(&mut sum)?;
        if sum != self.store.state_sum()? || again.state_hash()? != self.state_hash()? {
            findings.add("compared", "What laptops compare is not what is kept here.".to_owned());
        }
        Ok((findings.told(), compared))
    }

    /// Looks anew at each decision of which it is kept what lists show; returns a finding where some differ, and how many
    /// were compared.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn check_glances(
        &mut self,
        called: impl Fn(&MemberId) -> String,
    ) -> Result<(Option<Finding>, u64), StoreError> {
        let (mut differ, mut compared) = (0, 0);
        for (_, bytes) in self.store.glances()? {
            // What another program kept is never shown.
            let Some(kept) = Glance::from_bytes(&bytes) else { continue };
            compared += 1;
            differ += u64::from(kept.again(self, &called)?.as_ref() != Some(&kept));
        }
        let found = (differ > 0).then(|| Finding {
            word: "lists",
            many: differ,
            text: format!("What lists show does not hold for {differ} of {compared} decisions."),
        });
        Ok((found, compared))
    }

    /// Makes the views again, from the entries that are held. Done whole or not at all.
    ///
    /// # Errors
    /// When the store fails; then nothing has changed.
    pub fn make_views_again(&mut self) -> Result<(), StoreError> {
        let Some((beside, path)) = self.store.beside()? else { return Ok(()) };
        // Closed when it is whole, so that all of it is in its file.
        drop(self.folded_again(beside)?);
        self.forget();
        self.store.take_over(&path)
    }

    /// Returns a replica over an empty store that has taken in the same entries.
    fn folded_again(&self, empty: Store) -> Result<Self, StoreError> {
        let mut again = Self::new(self.community, empty);
        let mut row = 0;
        loop {
            let held = self.store.after(row, CHUNK)?;
            let Some(last) = held.last() else { return Ok(again) };
            row = last.row;
            let read = |held: Held| Entry::from_bytes(&held.entry.to_bytes()).ok();
            let runs: Vec<Run> =
                held.into_iter().filter_map(read).map(|entry| Run { entries: vec![entry] }).collect();
            again.in_transaction(|again| again.take_signed(&runs, &vec![true; runs.len()], || ()))?;
        }
    }
}

/// Returns a row's name, for a sentence.
fn name(row: &ShownRow) -> String {
    format!("A {} of {}", row.kind.word(), row.record.short(4))
}

/// Returns true for a tally in which nobody answers any more: whether there is one depends on what came when.
fn is_empty(row: &ShownRow) -> bool {
    row.kind == ShownKind::Tally
        && wire::from_bytes::<Tally>(&row.data).is_ok_and(|tally| tally.answered == 0)
}

/// Returns what an entry comes to, in a word or a few.
fn said(verdict: Verdict) -> String {
    match verdict {
        Verdict::Effective => "effective".to_owned(),
        Verdict::Pending(waits) => format!("waiting ({})", waits.word()),
        Verdict::WithoutEffect(reason) => format!("without effect ({})", reason.word()),
    }
}

/// What was found, up to as much as anybody reads.
#[derive(Default)]
struct Findings {
    told: Vec<Finding>,
    more: u64,
}

impl Findings {
    fn add(&mut self, word: &'static str, text: String) {
        if self.told.len() < MOST { self.told.push(Finding::one(word, text)) } else { self.more += 1 }
    }

    fn told(mut self) -> Vec<Finding> {
        if self.more > 0 {
            self.told.push(Finding {
                word: "more",
                many: self.more,
                text: format!("And {} more.", self.more),
            });
        }
        self.told
    }
}
