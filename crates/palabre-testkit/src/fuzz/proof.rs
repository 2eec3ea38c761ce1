//! Files that a stranger checks: a decision to be re-counted, and the proof that a laptop told two stories.

use std::sync::OnceLock;

use data_encoding::BASE64;
use palabre_api::row;
use palabre_documents::recount::Evidence;
use palabre_domain::wire;
use palabre_node::recount::verify_file;
use serde_json::{Value, json};

use super::laptop::file;
use super::village::{FIT, SIGN, village};

/// The first byte: the file as it is; the evidence of a decision, and of a fork; that of a decision, each entry dressed.
const WAYS: u8 = 4;
const DECISION: u8 = 1;
const FORK: u8 = 2;
const DRESSED: u8 = 3;

/// Checks a file.
///
/// Whoever has no key can leave things out, and can make it say nothing else than what was decided or told.
pub fn proof(bytes: &[u8]) {
    let (&way, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let way = way % WAYS;
    let bytes = match way {
        DECISION => around("palabre/recount/1", rest),
        FORK => around("palabre/fork/1", rest),
        DRESSED => {
            let Ok(evidence) = wire::from_bytes::<Evidence>(rest) else { return };
            around("palabre/recount/1", &wire::to_bytes(&dressed(evidence)))
        }
        _ => rest.to_vec(),
    };
    let Ok(verified) = verify_file(&file("proof", &bytes)) else { return };
    if way == DRESSED {
        return;
    }
    let honest = honest().iter().find(|honest| honest.kind == verified.kind).expect("one of two kinds");
    assert_eq!(verified.community, honest.community);
    assert_eq!((&verified.question, &verified.wording), (&honest.question, &honest.wording));
    assert_eq!(verified.result, honest.result);
    assert!(verified.confirmed <= honest.confirmed);
}

/// What the two files say as they were written.
fn honest() -> &'static [row::Verified; 2] {
    static HONEST: OnceLock<[row::Verified; 2]> = OnceLock::new();
    HONEST.get_or_init(|| {
        let said = |n: usize| verify_file(&file("honest", village().files[n].as_bytes())).unwrap();
        [said(0), said(1)]
    })
}

fn around(format: &str, evidence: &[u8]) -> Vec<u8> {
    let saved = json!({
        "format": format,
        "about": "",
        "question": "",
        "result": "",
        "says": "",
        "evidence": BASE64.encode(evidence),
    });
    saved.to_string().into_bytes()
}

/// Signs each entry anew.
fn dressed(mut evidence: Evidence) -> Evidence {
    evidence.community = village().community;
    let mut tailor = village().tailor();
    for proven in &mut evidence.entries {
        let piece = [&[FIT | SIGN][..], &proven.entry].concat();
        if let Some(entry) = tailor.dress(&piece) {
            proven.entry = entry.to_bytes();
            (proven.chain, proven.signature) = (Vec::new(), None);
        }
    }
    evidence
}

pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds = Vec::new();
    for (text, (name, way)) in village().files.iter().zip([("decision", DECISION), ("fork", FORK)]) {
        seeds.push((format!("file-{name}"), [&[0][..], text.as_bytes()].concat()));
        let saved: Value = serde_json::from_str(text).unwrap();
        let evidence = saved["evidence"].as_str().unwrap();
        let evidence = BASE64.decode(evidence.as_bytes()).unwrap();
        seeds.push((format!("evidence-{name}"), [&[way][..], &evidence].concat()));
        if way == DECISION {
            seeds.push((format!("dressed-{name}"), [&[DRESSED][..], &evidence].concat()));
        }
    }
    seeds
}
