//! Checking what is held: chains, signatures, and whether the views say what the entries say.

use palabre_feeds::run::Run;
use palabre_store::{Store, StoreError};

use super::Replica;

/// How many entries are read at a time.
const CHUNK: usize = 4_096;

impl Replica {
    /// Checks that every entry after a row is the one that its id names, and with `thorough` every signature; returns
    /// a sentence for each that is wrong, and the last row.
    ///
    /// # Errors
    /// When the store fails.
    pub fn check_chains(&self, after: u64, thorough: bool) -> Result<(Vec<String>, u64), StoreError> {
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
                    findings.push(format!(
                        "Entry {} of device {} is damaged: its {what} does not hold.",
                        one.entry.header.seq,
                        one.entry.header.device.short(4)
                    ));
                }
            }
        }
    }

    /// Folds everything again from nothing, and compares; returns a sentence when the views differ.
    ///
    /// # Errors
    /// When the store fails.
    pub fn check_views(&self) -> Result<Option<String>, StoreError> {
        let mut again = Self::new(self.community, Store::in_memory()?);
        let mut row = 0;
        loop {
            let held = self.store.after(row, CHUNK)?;
            let Some(last) = held.last() else { break };
            row = last.row;
            let runs: Vec<Run> = held.into_iter().map(|held| Run { entries: vec![held.entry] }).collect();
            again.in_transaction(|again| again.take_signed(&runs, &vec![true; runs.len()]))?;
        }
        let same = again.state_hash()? == self.state_hash()?;
        Ok((!same).then(|| "What is shown differs from what the entries say.".to_owned()))
    }
}
