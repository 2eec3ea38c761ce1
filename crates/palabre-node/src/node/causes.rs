//! The Cause: shown with its history, and proposed anew by a decision.

use palabre_api::{ApiError, ask, row};
use palabre_domain::charter::{CharterChange, MAX_CAUSE};
use palabre_domain::decision::Purpose;
use palabre_domain::tally::Verdict;

use super::decisions::{self, Proposal};
use super::{Node, epochs, failed};

impl Node {
    pub(super) fn show_cause(&mut self) -> Result<row::Cause, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let mut history: Vec<row::CauseVersion> = Vec::new();
        for epoch in replica.membership().map_err(failed)?.epochs() {
            let text = &epoch.charter.cause;
            if history.last().is_none_or(|last| last.text != *text) {
                let number = history.len() as u32;
                history.push(row::CauseVersion { text: text.clone(), since: epoch.at, number });
            }
        }
        let cause = history.last().map(|version| version.text.clone()).unwrap_or_default();
        history.reverse();
        let names = Self::names(replica)?;
        let mut proposals = Vec::new();
        for case in epochs::asked_for(replica, |purpose| {
            matches!(purpose, Purpose::Charter(CharterChange::Cause(_)))
        })? {
            let refused = case.counts.first().is_some_and(|counted| {
                counted.is_final
                    && counted.signed.as_ref().is_some_and(|s| s.count.result.verdict != Verdict::Carried)
            });
            if !refused && !epochs::is_executed(replica, &case)? {
                proposals.push(decisions::line(&case, now, me.as_ref(), &names));
            }
        }
        Ok(row::Cause { cause, history, proposals })
    }

    pub(super) fn propose_cause(&mut self, ask: ask::CausePropose) -> Result<row::Decision, ApiError> {
        let text = ask.text.trim().to_owned();
        if text.is_empty() || text.len() > MAX_CAUSE {
            return Err(ApiError::new(
                "cause.length",
                format!("A Cause has between 1 and {MAX_CAUSE} bytes."),
                "A why, not a how, in one sentence.",
            ));
        }
        let (replica, author) = self.replica_as_member()?;
        let proposal = Proposal {
            question: "Shall this be our Cause?".to_owned(),
            wording: text.clone(),
            purpose: Purpose::Charter(CharterChange::Cause(text)),
            days: ask.days,
            without: None,
        };
        let record = decisions::propose(replica, &author, proposal)?;
        self.decision_row(record)
    }
}
