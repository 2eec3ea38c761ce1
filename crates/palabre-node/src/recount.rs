//! Saving a decision for a re-count by anyone, and re-counting a saved one.
//!
//! The file is JSON: a few words for a person who opens it, which nobody trusts, and the evidence.

use std::collections::BTreeSet;
use std::path::Path;

use palabre_api::{ApiError, row};
use palabre_documents::guard::read_voice;
use palabre_documents::recount::{Evidence, MAX_ENTRIES, Proven, verify};
use palabre_domain::id::{DeviceId, EntryId};
use palabre_domain::tally::sentence;
use palabre_domain::wire;
use palabre_feeds::body::{Body, Device, Part};
use palabre_feeds::entry::{Entry, Kind};
use palabre_store::entries::Held;
use serde::{Deserialize, Serialize};

use crate::decide::Case;
use crate::home::{file_error, store_error};
use crate::node::decisions::{figures, option_rows};
use crate::replica::Replica;

const FORMAT: &str = "palabre/recount/1";

/// What every file that can be checked begins with.
#[derive(Deserialize)]
struct FileKind {
    format: String,
}

#[derive(Serialize, Deserialize)]
struct RecountFile {
    format: String,
    about: String,
    question: String,
    result: String,
    evidence: String,
}

/// Returns the text of the file for a decision that has been counted, and how many entries it holds.
///
/// # Errors
/// When nobody has counted yet, or the store fails.
pub fn evidence_file(replica: &mut Replica, case: &Case) -> Result<(String, u64), ApiError> {
    let (evidence, result) = evidence(replica, case)?;
    let entries = evidence.entries.len() as u64;
    let question = case.opening.as_ref().map(|(_, paper)| paper.question.clone()).unwrap_or_default();
    let file = RecountFile {
        format: FORMAT.to_owned(),
        about: "A decision, for a re-count by anyone: `palabre verify FILE`. Only the evidence is read; \
                the other lines are for you."
            .to_owned(),
        question,
        result,
        evidence: data_encoding::BASE64.encode(&wire::to_bytes(&evidence)),
    };
    // Plain fields always make JSON.
    let text = serde_json::to_string_pretty(&file).expect("a re-count file is plain data");
    Ok((text + "\n", entries))
}

/// Returns what a decision that has been counted stands on, and its result in words.
///
/// # Errors
/// When nobody has counted yet, or the store fails.
pub fn evidence(replica: &mut Replica, case: &Case) -> Result<(Evidence, String), ApiError> {
    let not_counted = || {
        ApiError::new(
            "export.not-counted",
            "Nobody has counted this decision yet, so there is nothing to re-count.",
            "`palabre decision count` counts.",
        )
    };
    let (opening, paper) = case.opening.clone().ok_or_else(not_counted)?;
    let counted = case.counts.first().ok_or_else(not_counted)?;
    let signed = counted.signed.as_ref().ok_or_else(not_counted)?;
    let evidence = Evidence {
        community: replica.community(),
        opening,
        count: counted.id,
        entries: gather(replica, case).map_err(store_error)?,
    };
    Ok((evidence, sentence(&paper, &signed.count.result)))
}

/// Gathers the paper, what was answered, counted and confirmed, the lists, and who is whose device.
fn gather(replica: &mut Replica, case: &Case) -> Result<Vec<Proven>, palabre_store::StoreError> {
    let held = replica.store().of_record(case.number)?;
    let speaks = |held: &Held| match held.entry.kind() {
        Some(Kind::Birth | Kind::Edit) => true,
        Some(Kind::Part) => Part::list_bytes(&held.entry.body).is_some(),
        Some(Kind::Voice) => read_voice(&held.entry.body).is_ok_and(|change| {
            let counts = |key: &str| {
                key == "stance"
                    || key == "count"
                    || ["confirm/", "behalf/", "received/"].iter().any(|beginning| key.starts_with(beginning))
            };
            change.ops.iter().any(|op| counts(&op.key))
        }),
        _ => false,
    };
    let chosen: Vec<&Held> = held.iter().filter(|held| held.verdict.is_effective() && speaks(held)).collect();
    let devices: BTreeSet<DeviceId> = chosen.iter().map(|held| held.entry.header.device).collect();
    let mut proven = Vec::new();
    for control in replica.store().controls()? {
        let wanted = match Body::read(&replica.community(), &control.entry) {
            Ok(Body::Genesis(_)) => true,
            Ok(Body::Join(join)) => devices.contains(&join.certificate.device),
            Ok(Body::Device(Device::Add(certificate))) => devices.contains(&certificate.device),
            _ => false,
        };
        if wanted {
            proven.push(prove(replica, &control.entry)?);
        }
    }
    for held in chosen {
        proven.push(prove(replica, &held.entry)?);
    }
    Ok(proven)
}

/// Returns an entry with the headers up to the next signed one of its feed, where it carries no signature itself.
pub(crate) fn prove(replica: &mut Replica, entry: &Entry) -> Result<Proven, palabre_store::StoreError> {
    let mut proven = Proven { entry: entry.to_bytes(), chain: Vec::new(), signature: None };
    let mut prev: EntryId = entry.id;
    let mut seq = entry.header.seq;
    let mut signed = entry.signature.is_some();
    while !signed {
        seq += 1;
        let mut next = None;
        for (row, _) in replica.store().at_place(&entry.header.device, seq)? {
            next = replica.store().entry(row)?.filter(|held| held.entry.header.prev == prev).or(next);
        }
        let Some(next) = next else { break };
        proven.chain.push(next.entry.header.to_bytes().to_vec());
        proven.signature = next.entry.signature;
        signed = next.entry.signature.is_some();
        prev = next.entry.id;
    }
    Ok(proven)
}

/// Checks a file by itself: re-counts a saved decision, or sees whether a laptop told two stories.
///
/// # Errors
/// When the file cannot be read, or something in it is wrong: says what.
pub fn verify_file(file: &str) -> Result<row::Verified, ApiError> {
    let path = Path::new(file);
    let bytes = std::fs::read(path).map_err(|error| file_error(path, &error))?;
    let malformed = |what: &str| {
        ApiError::new(
            "verify.malformed",
            format!("This is neither a saved decision nor a proof that a laptop told two stories: {what}."),
            "`palabre decision export DECISION --file FILE` saves a decision.",
        )
    };
    let kind: FileKind = serde_json::from_slice(&bytes).map_err(|_| malformed("it cannot be read"))?;
    if kind.format == crate::node::forks::FORMAT {
        return crate::node::forks::verify_fork(&bytes);
    }
    if kind.format != FORMAT {
        return Err(ApiError::new(
            "verify.newer",
            format!("This file has the format {:?}, which this version does not know.", kind.format),
            "Install the newest Palabre.",
        ));
    }
    let saved: RecountFile = serde_json::from_slice(&bytes).map_err(|_| malformed("it cannot be read"))?;
    let evidence = data_encoding::BASE64
        .decode(saved.evidence.as_bytes())
        .map_err(|_| malformed("its evidence is not whole"))?;
    let evidence: Evidence =
        wire::from_bytes(&evidence).map_err(|_| malformed("its evidence cannot be read"))?;
    if evidence.entries.len() > MAX_ENTRIES {
        return Err(malformed("it holds more than a decision can"));
    }
    let report = verify(&evidence).map_err(|wrong| {
        ApiError::new(
            "verify.wrong",
            format!("Not verified: {wrong}."),
            "Ask for the file again, from somebody else. If it stays so, the result was not honestly counted.",
        )
    })?;
    let sentence = match report.needed {
        Some(needed) if report.is_final() => format!(
            "Verified. {} found the same result, needed were {needed}: it is final.",
            report.confirmed
        ),
        Some(needed) => format!(
            "Verified as counted. {} found the same result; it is final when {needed} have.",
            report.confirmed
        ),
        None => {
            "Verified. It takes whoever is a member when answering, so that it ends as counted.".to_owned()
        }
    };
    Ok(row::Verified {
        kind: "decision".to_owned(),
        verdict: if report.is_final() || report.needed.is_none() { "verified" } else { "counted" }.to_owned(),
        sentence,
        question: report.paper.question.clone(),
        wording: report.paper.wording.clone(),
        result: report.result.verdict.word().to_owned(),
        is_final: report.is_final(),
        community: report.community,
        arithmetic: report.arithmetic,
        figures: Some(figures(&report.paper, &report.result)),
        options: option_rows(&report.paper, Some(&report.result)),
        confirmed: report.confirmed,
        needed: report.needed,
        not_counted: report.not_counted,
    })
}
