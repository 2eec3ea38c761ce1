//! The dates to come: ends, reviews, and next steps.

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::RecordType;
use palabre_domain::decision::DAY;
use palabre_domain::id::{MemberId, RecordId};

use super::intentions::Intent;
use super::{Node, around, decisions, failed, intentions};
use crate::decide::State;
use crate::replica::Replica;

/// Of how many of the newest projects next steps are looked at.
const PROJECTS: u32 = 200;

impl Node {
    pub(super) fn list_dates(&mut self, ask: ask::Coming) -> Result<row::Dates, ApiError> {
        let now = self.now();
        let until = now.saturating_add(i64::from(ask.days.clamp(1, 3_660)) * DAY);
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let mut dates = dates(replica, me, now)?;
        super::threads::spare(replica, &mut dates, |date| &date.id)?;
        dates.retain(|date| (now..=until).contains(&date.at));
        dates.sort_by(|a, b| (a.at, &a.title, &a.id).cmp(&(b.at, &b.title, &b.id)));
        let limit = ask.limit.clamp(1, 1_000) as usize;
        let more = dates.len().saturating_sub(limit) as u32;
        dates.truncate(limit);
        Ok(row::Dates { dates, more })
    }
}

fn dates(replica: &mut Replica, me: Option<MemberId>, now: i64) -> Result<Vec<row::Date>, ApiError> {
    let mut all = Vec::new();
    let mut seen = Vec::new();
    for kind in [RecordType::Decision, RecordType::Round] {
        let recent = decisions::recent(replica, kind, me, now)?.into_iter();
        seen.extend(recent.map(|(number, glance)| (kind, number, glance)));
    }
    for (kind, number, glance) in seen {
        let date = |what: &str, at| date(&glance.record, kind, &glance.question, what, at);
        // What was counted early does not end any more.
        let open = glance.opened.as_ref().filter(|_| glance.state(now) == State::Open);
        all.extend(open.map(|(_, end)| date("ends", *end)));
        all.extend(glance.review.map(|at| date("review", at)));
        if glance.has_steps {
            steps(replica, number, &glance.record, kind, &glance.question, &mut all)?;
        }
    }
    for record in intentions::recent(replica, now)? {
        let intent = Intent::read(replica, record)?;
        let title = &intent.page.what;
        let date = |what: &str, at| date(&record, RecordType::Intention, title, what, at);
        match &intent.going {
            None => all.push(date("ends", intent.page.asking.until)),
            Some((going, _)) => all.extend(going.review.map(|at| date("review", at))),
        }
        steps(replica, intent.number, &record, RecordType::Intention, title, &mut all)?;
    }
    for page in replica.store().pages_of(RecordType::Project as u8, 0, PROJECTS).map_err(failed)? {
        let read: palabre_documents::kinds::ProjectPage = palabre_documents::kinds::page(&page.data);
        if read.state.is_alive() {
            steps(replica, page.n, &page.record, RecordType::Project, &read.name, &mut all)?;
        }
    }
    Ok(all)
}

fn date(record: &RecordId, kind: RecordType, title: &str, what: &str, at: i64) -> row::Date {
    row::Date {
        id: record.to_string(),
        kind: kind.word().to_owned(),
        title: title.to_owned(),
        what: what.to_owned(),
        at,
    }
}

/// Adds the next steps of a record that have a date and are not done, by what they say.
fn steps(
    replica: &mut Replica,
    number: u64,
    record: &RecordId,
    kind: RecordType,
    title: &str,
    all: &mut Vec<row::Date>,
) -> Result<(), ApiError> {
    let voices = replica.voices(number).map_err(failed)?;
    let names = Node::names(replica)?;
    for step in around::steps(replica, number, &voices, &names, None)? {
        if let (Some(at), false) = (step.by, step.done) {
            all.push(date(record, kind, step.text.as_deref().unwrap_or(title), "step", at));
        }
    }
    Ok(())
}
