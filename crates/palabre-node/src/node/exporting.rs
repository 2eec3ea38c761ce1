//! Taking everything along: a complete archive, one kind as CSV, ends and reviews as ICS.

use std::path::Path;

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::RecordType;
use palabre_domain::id::{CommunityId, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::bundles::{take_whole_bundle, whole_bundle};
use super::{Node, failed};
use crate::home::{file_error, write_whole};

/// The format of archives.
const FORMAT: &str = "palabre-archive/1";
/// The longest archive that is read, in bytes.
const MAX_ARCHIVE: u64 = 4 << 30;

#[derive(Serialize, Deserialize)]
struct Archive {
    format: String,
    about: String,
    community: String,
    name: String,
    /// For people and other tools; not read again.
    records: Vec<Value>,
    /// Every signed entry: what is read again.
    entries: String,
}

impl Node {
    pub(super) fn export_everything(&mut self, ask: ask::Export) -> Result<row::Written, ApiError> {
        let (text, entries, up_to) = match (ask.format.as_str(), ask.kind.as_deref()) {
            ("json", None) => self.archive()?,
            ("ics", None) => (self.calendar()?, 0, 0),
            ("csv", Some(kind)) => (self.table(kind)?, 0, 0),
            ("csv", None) => return Err(no_kind("")),
            ("json" | "ics", Some(_)) => {
                return Err(ApiError::new(
                    "export.format",
                    "A kind is chosen for csv only; json and ics hold all.",
                    "Leave --kind out, or use --as csv.",
                ));
            }
            (other, _) => {
                return Err(ApiError::new(
                    "export.format",
                    format!("{other:?} is no format to export to."),
                    "json, csv or ics.",
                ));
            }
        };
        write_whole(Path::new(&ask.file), text.as_bytes())?;
        Ok(row::Written { file: ask.file, entries, bytes: text.len() as u64, up_to, more: false })
    }

    pub(super) fn archive(&mut self) -> Result<(String, u64, u64), ApiError> {
        let id = self.chosen()?;
        let name = self.name_of_community(&id)?;
        let (bundle, entries, up_to) = whole_bundle(self.replica_of(&id)?, 0)?;
        let mut records = vec![value(&self.list_members(false)?), value(&self.show_cause()?)];
        for kind in RecordType::ALL {
            for record in self.all_of(*kind)? {
                records.push(self.told(*kind, record)?);
            }
        }
        let archive = Archive {
            format: FORMAT.to_owned(),
            about: "Everything of a community that one laptop held. `palabre import FILE` reads it into an empty \
                    home; only `entries` is read, the rest is for people and other tools."
                .to_owned(),
            community: id.to_string(),
            name,
            records,
            entries: data_encoding::BASE64.encode(&bundle),
        };
        // Plain fields always make JSON.
        let text = serde_json::to_string_pretty(&archive).expect("an archive is plain data") + "\n";
        Ok((text, entries, up_to))
    }

    fn all_of(&mut self, kind: RecordType) -> Result<Vec<RecordId>, ApiError> {
        let replica = self.replica()?;
        let (mut all, mut from) = (Vec::new(), 0);
        loop {
            let pages = replica.store().pages_of(kind as u8, from, 1_000).map_err(failed)?;
            from += 1_000;
            if pages.is_empty() {
                return Ok(all);
            }
            all.extend(pages.into_iter().map(|page| page.record));
        }
    }

    fn told(&mut self, kind: RecordType, record: RecordId) -> Result<Value, ApiError> {
        let id = record.to_string();
        let mut told = match kind {
            RecordType::Community => {
                value(&self.add_comment(ask::Comment { on: id, ..ask::Comment::default() })?)
            }
            RecordType::Decision => value(&self.decision_row(record)?),
            RecordType::Project => value(&self.project_row(record)?),
            RecordType::Intention => value(&self.show_intention(&id)?),
            RecordType::Round => value(&self.show_round(&id)?),
            RecordType::Bucket => value(&self.show_bucket(&id)?),
            RecordType::Share => value(&self.show_share(record)?),
        };
        if let Value::Object(fields) = &mut told {
            fields.insert("kind".to_owned(), json!(kind.word()));
        }
        Ok(told)
    }

    pub(super) fn import_archive(&mut self, file: &str) -> Result<row::Imported, ApiError> {
        let path = Path::new(file);
        let malformed = |what: &str| {
            ApiError::new(
                "archive.malformed",
                format!("{file:?} is not an archive: {what}."),
                "`palabre export FILE` writes one.",
            )
        };
        let length = std::fs::metadata(path).map_err(|error| file_error(path, &error))?.len();
        if length > MAX_ARCHIVE {
            return Err(malformed("it is too long"));
        }
        let bytes = std::fs::read(path).map_err(|error| file_error(path, &error))?;
        let archive: Archive = serde_json::from_slice(&bytes).map_err(|_| malformed("it cannot be read"))?;
        if archive.format != FORMAT {
            return Err(ApiError::new(
                "archive.newer",
                format!(
                    "This archive has the format {:?}, which this version does not know.",
                    archive.format
                ),
                "Install the newest Palabre.",
            ));
        }
        let community =
            CommunityId::parse(&archive.community).ok_or_else(|| malformed("it names no community"))?;
        let bundle = data_encoding::BASE64
            .decode(archive.entries.as_bytes())
            .map_err(|_| malformed("its entries are not whole"))?;
        self.hold()?;
        if self.communities()?.contains(&community) {
            return Err(ApiError::new(
                "import.already",
                format!("{} is already here.", archive.name),
                "Import it into an empty home: `palabre --home DIR import FILE`.",
            ));
        }
        let taken = take_whole_bundle(self.replica_of(&community)?, &bundle);
        let founded = self
            .replica_of(&community)?
            .membership()
            .map_err(failed)
            .map(|membership| membership.charter().is_some());
        match (taken, founded) {
            (Ok(taken), Ok(true)) => {
                let community = self.community_row(&community)?;
                Ok(row::Imported { community, entries: taken.entries })
            }
            (taken, _) => {
                self.replicas.remove(&community);
                self.home.discard(&community);
                Err(taken.err().unwrap_or_else(|| malformed("the founding of the community is not in it")))
            }
        }
    }

    fn table(&mut self, kind: &str) -> Result<String, ApiError> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let time =
            |at: i64| jiff::Timestamp::from_millisecond(at).map(|time| time.to_string()).unwrap_or_default();
        let when = |at: Option<i64>| at.map(time).unwrap_or_default();
        match kind {
            "members" => {
                rows.push(head(&["name", "id", "role", "standing", "keyholder", "since"]));
                for member in self.list_members(false)?.members {
                    let keyholder = member.keyholder.to_string();
                    rows.push(vec![
                        member.name,
                        member.id,
                        member.role,
                        member.standing,
                        keyholder,
                        time(member.since),
                    ]);
                }
            }
            "projects" => {
                rows.push(head(&[
                    "id",
                    "name",
                    "state",
                    "why",
                    "team",
                    "open needs",
                    "licence",
                    "description",
                ]));
                for record in self.all_of(RecordType::Project)? {
                    let row = self.project_row(record)?;
                    let needs = row.needs.iter().filter(|need| !need.met).map(|need| need.what.clone());
                    let needs = needs.collect::<Vec<_>>().join("; ");
                    let team = row.team.join("; ");
                    rows.push(vec![
                        row.id,
                        row.name,
                        row.state,
                        row.why,
                        team,
                        needs,
                        row.licence,
                        row.description,
                    ]);
                }
            }
            "intentions" => {
                rows.push(head(&[
                    "id",
                    "what",
                    "why",
                    "initiator",
                    "state",
                    "until",
                    "decided",
                    "review",
                    "heard",
                    "named",
                ]));
                for record in self.all_of(RecordType::Intention)? {
                    let row = self.show_intention(&record.to_string())?;
                    rows.push(vec![
                        row.id,
                        row.what,
                        row.why,
                        row.initiator,
                        row.state,
                        time(row.until),
                        row.decided.unwrap_or_default(),
                        when(row.review),
                        row.heard.to_string(),
                        row.named.to_string(),
                    ]);
                }
            }
            "decisions" | "answers" => {
                rows.push(match kind {
                    "decisions" => head(&[
                        "id",
                        "question",
                        "how",
                        "state",
                        "opened",
                        "ends",
                        "present",
                        "answered",
                        "result",
                        "arithmetic",
                    ]),
                    _ => head(&[
                        "decision",
                        "question",
                        "name",
                        "answer",
                        "reason",
                        "at",
                        "standing",
                        "recorded by",
                    ]),
                });
                for record in self.all_of(RecordType::Decision)? {
                    let row = self.decision_row(record)?;
                    if kind == "answers" {
                        for answer in row.answers {
                            rows.push(vec![
                                row.id.clone(),
                                row.question.clone(),
                                answer.name,
                                answer.position,
                                answer.reason.unwrap_or_default(),
                                time(answer.at),
                                answer.standing,
                                answer.recorded_by.unwrap_or_default(),
                            ]);
                        }
                        continue;
                    }
                    let count = row.counts.into_iter().next().unwrap_or_default();
                    rows.push(vec![
                        row.id,
                        row.question,
                        row.how,
                        row.state,
                        when(row.opened),
                        when(row.ends),
                        row.present.to_string(),
                        row.answered.to_string(),
                        count.result,
                        count.arithmetic,
                    ]);
                }
            }
            "rounds" => {
                rows.push(head(&[
                    "id", "purpose", "state", "currency", "pot", "given", "kept", "returned", "ends",
                ]));
                for record in self.all_of(RecordType::Round)? {
                    let row = self.show_round(&record.to_string())?;
                    let settled = row.settlement.unwrap_or_default();
                    rows.push(vec![
                        row.id,
                        row.purpose,
                        row.state,
                        row.currency,
                        row.pot.text,
                        row.given.text,
                        settled.kept.text,
                        settled.returned.text,
                        when(row.ends),
                    ]);
                }
            }
            "buckets" | "gifts" => {
                rows.push(match kind {
                    "buckets" => head(&["id", "title", "round", "min", "max", "given", "why"]),
                    _ => head(&["bucket", "title", "name", "amount"]),
                });
                for record in self.all_of(RecordType::Bucket)? {
                    let row = self.show_bucket(&record.to_string())?;
                    if kind == "gifts" {
                        for funder in row.funders {
                            rows.push(vec![
                                row.id.clone(),
                                row.title.clone(),
                                funder.name,
                                funder.amount.text,
                            ]);
                        }
                        continue;
                    }
                    let round = row.round.map(|round| round.title).unwrap_or_default();
                    rows.push(vec![
                        row.id,
                        row.title,
                        round,
                        row.min.text,
                        row.max.text,
                        row.given.text,
                        row.why,
                    ]);
                }
            }
            "sharing" => {
                rows.push(head(&["id", "kind", "text", "name", "to", "at", "done"]));
                for record in self.all_of(RecordType::Share)? {
                    let row = self.show_share(record)?;
                    let (to, done) = (row.to.join("; "), row.done.to_string());
                    rows.push(vec![row.id, row.kind, row.text, row.name, to, time(row.at), done]);
                }
            }
            other => return Err(no_kind(other)),
        }
        Ok(csv(rows))
    }

    fn calendar(&mut self) -> Result<String, ApiError> {
        let mut events: Vec<(String, String, i64)> = Vec::new();
        let mut add = |id: &str, what: &str, title: &str, at: Option<i64>| {
            events.extend(at.map(|at| (format!("{what}-{id}"), format!("{title} ({what})"), at)));
        };
        for record in self.all_of(RecordType::Decision)? {
            let row = self.decision_row(record)?;
            add(&row.id, "ends", &row.question, row.ends);
            let review = row.outcomes.iter().find_map(|outcome| outcome.review);
            add(&row.id, "review", &row.question, review);
        }
        for record in self.all_of(RecordType::Round)? {
            let row = self.show_round(&record.to_string())?;
            add(&row.id, "ends", &row.purpose, row.ends);
        }
        for record in self.all_of(RecordType::Intention)? {
            let row = self.show_intention(&record.to_string())?;
            add(&row.id, "ends", &row.what, Some(row.until));
            add(&row.id, "review", &row.what, row.review);
        }
        Ok(ics(&events, self.now()))
    }
}

fn value<T: Serialize>(row: &T) -> Value {
    // Rows are made of strings, numbers, lists and named fields.
    serde_json::to_value(row).unwrap_or_default()
}

fn no_kind(kind: &str) -> ApiError {
    let message = match kind {
        "" => "A table holds one kind.".to_owned(),
        kind => format!("{kind:?} is no kind of table."),
    };
    ApiError::new(
        "export.kind",
        message,
        "--kind projects, intentions, decisions, answers, rounds, buckets, gifts, sharing or members.",
    )
}

fn head(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Writes rows as CSV (RFC 4180). A cell that a spreadsheet would run as a formula begins with an apostrophe.
fn csv(rows: Vec<Vec<String>>) -> String {
    let cell = |cell: String| {
        let cell = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell };
        match cell.contains(['"', ',', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell,
        }
    };
    let lines = rows.into_iter().map(|row| row.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n");
    lines.collect()
}

/// Writes a calendar (RFC 5545): one event of half an hour for each.
fn ics(events: &[(String, String, i64)], now: i64) -> String {
    let stamp = |at: i64| {
        let time = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
        time.strftime("%Y%m%dT%H%M%SZ").to_string()
    };
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Palabre//Palabre//EN".to_owned(),
    ];
    for (id, title, at) in events {
        let title = title.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{id}@palabre"),
            format!("DTSTAMP:{}", stamp(now)),
            format!("DTSTART:{}", stamp(*at)),
            "DURATION:PT30M".to_owned(),
            format!("SUMMARY:{title}"),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line) + "\r\n").collect()
}

/// Folds a line so that none has more than 75 bytes, and no letter is cut.
fn folded(line: &str) -> String {
    let mut text = String::new();
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > 74 {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(letter);
        width += letter.len_utf8();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_run() {
        let rows =
            vec![vec!["a,b".to_owned(), "=1+1".to_owned(), "say \"x\"".to_owned(), "plain".to_owned()]];
        assert_eq!(csv(rows), "\"a,b\",'=1+1,\"say \"\"x\"\"\",plain\r\n");
    }

    #[test]
    fn a_calendar_folds_its_lines() {
        let title = "é".repeat(80);
        let text = ics(&[("ends-1".to_owned(), title.clone(), 0)], 0);
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert!(text.contains("DTSTART:19700101T000000Z\r\n"));
        assert_eq!(text.replace("\r\n ", "").matches(&title).count(), 1);
    }
}
