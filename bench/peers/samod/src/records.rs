//! The votes that all peers are given, and how they stand in a document.

use std::path::Path;

use anyhow::{Context, Result};
use automerge::transaction::Transactable;
use automerge::{Automerge, AutomergeError, ObjType, ROOT, ReadDoc, ScalarValue, Value};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

/// How many votes a decision has.
pub const TOGETHER: usize = 40;

/// One member's vote.
#[derive(Clone)]
pub struct Vote {
    pub id: String,
    pub decision: u64,
    pub member: String,
    pub position: String,
    pub at: i64,
    pub reason: String,
}

impl Vote {
    fn read(line: &str) -> Result<Self> {
        let json: Json = serde_json::from_str(line)?;
        let text = |key: &str| json[key].as_str().map(str::to_owned).with_context(|| format!("no {key}"));
        Ok(Self {
            id: text("id")?,
            decision: json["decision"].as_u64().context("no decision")?,
            member: text("member")?,
            position: text("position")?,
            at: json["at"].as_i64().context("no time")?,
            reason: text("reason")?,
        })
    }

    /// Returns the vote as it stands in the file.
    fn line(&self) -> String {
        let Self { id, decision, member, position, at, reason } = self;
        let [id, member, position, reason] =
            [id, member, position, reason].map(|text| Json::from(text.as_str()));
        format!(
            r#"{{"id":{id},"decision":{decision},"member":{member},"position":{position},"at":{at},"reason":{reason}}}"#
        )
    }

    /// Puts the vote into its decision's document, as one change.
    pub fn put(&self, document: &mut Automerge) -> Result<()> {
        let put = document.transact::<_, _, AutomergeError>(|change| {
            let votes = match change.get(ROOT, "votes")? {
                Some((Value::Object(ObjType::Map), votes)) => votes,
                _ => change.put_object(ROOT, "votes", ObjType::Map)?,
            };
            let vote = change.put_object(&votes, self.id.as_str(), ObjType::Map)?;
            change.put(&vote, "member", self.member.as_str())?;
            change.put(&vote, "position", self.position.as_str())?;
            change.put(&vote, "at", self.at)?;
            change.put(&vote, "reason", self.reason.as_str())?;
            Ok(())
        });
        put.map(drop).map_err(|failure| failure.error.into())
    }
}

/// Reads the votes of a file of JSON lines.
pub fn read(file: &Path) -> Result<Vec<Vote>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    text.lines().map(Vote::read).collect()
}

/// Returns how many votes a document holds.
pub fn count(document: &Automerge) -> usize {
    match document.get(ROOT, "votes") {
        Ok(Some((_, votes))) => document.length(votes),
        _ => 0,
    }
}

/// Tells whether a vote is in a document.
pub fn has(document: &Automerge, id: &str) -> bool {
    let votes = document.get(ROOT, "votes").ok().flatten();
    votes.is_some_and(|(_, votes)| document.get(votes, id).is_ok_and(|vote| vote.is_some()))
}

/// Returns the votes of a document.
pub fn votes(document: &Automerge, decision: u64) -> Result<Vec<Vote>> {
    let (_, votes) = document.get(ROOT, "votes")?.context("no votes")?;
    let text = |vote: &automerge::ObjId, key: &str| -> Result<String> {
        let (value, _) = document.get(vote, key)?.with_context(|| format!("no {key}"))?;
        value.as_str().map(str::to_owned).with_context(|| format!("{key} is no text"))
    };
    document
        .keys(&votes)
        .map(|id| {
            let (_, vote) = document.get(&votes, &id)?.context("no vote")?;
            let at = match document.get(&vote, "at")? {
                Some((Value::Scalar(at), _)) => match at.as_ref() {
                    ScalarValue::Int(at) => Some(*at),
                    _ => None,
                },
                _ => None,
            };
            Ok(Vote {
                decision,
                member: text(&vote, "member")?,
                position: text(&vote, "position")?,
                at: at.context("no time")?,
                reason: text(&vote, "reason")?,
                id,
            })
        })
        .collect()
}

/// Returns how many votes there are and a hash over all of them in order.
pub fn state(votes: &[Vote]) -> String {
    let mut lines: Vec<String> = votes.iter().map(Vote::line).collect();
    lines.sort_unstable();
    let hash = Sha256::digest(lines.join("\n"));
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{} {hash}", votes.len())
}
