//! Changes of Automerge documents, on their way to Automerge.

use std::sync::OnceLock;

use automerge::{
    AutoCommit, Automerge, Change, ObjType, ROOT, ReadDoc, ScalarValue, Value, transaction::Transactable,
};
use palabre_documents::guard::scan::scan;
use palabre_documents::guard::{
    OpId, VoiceChange, VoiceDraft, VoiceOp, VoiceState, VoiceValue, check_record, read_change, read_voice,
    write_voice,
};
use palabre_domain::id::{DeviceId, Hash};
use palabre_feeds::change::ChangeFacts;
use palabre_feeds::document::{Document, Shape};

use super::pieces::{Pieces, written};
use super::village::{content, leb};
use crate::forge::{actor, assert_alive, birth, chunk, unsigned};

/// The first byte: a change as it is; the content of one; changes of a page, and of a voice, after some honest ones.
const WAYS: u8 = 4;
const CONTENT: u8 = 1;
const PAGE: u8 = 2;
const VOICE: u8 = 3;

/// The first byte of a change in a document: it has its right length and checksum; and follows what stands there.
const MEND: u8 = 1;
const FOLLOW: u8 = 2;

/// Reads changes and puts those with effect together.
///
/// What the guard lets through lives: a page saves, loads, reads the same and can be worked on; a voice is, to the byte,
/// what Automerge writes, and says what Automerge reads.
pub fn guard(bytes: &[u8]) {
    let mut input = Pieces(bytes);
    match input.byte() % WAYS {
        PAGE => page(input),
        VOICE => voice(input),
        CONTENT => alone(&chunk(1, input.0)),
        _ => alone(input.0),
    }
}

/// Reads one change as what it may be.
fn alone(bytes: &[u8]) {
    let scanned = scan(bytes).is_ok();
    let page = read_change(bytes);
    let voice = read_voice(bytes);
    assert!(scanned || (page.is_err() && voice.is_err()), "what is not let through is not read");
    if let Ok(voice) = voice {
        canonical(bytes, &voice, page.expect("a voice is a change"));
    } else if let Ok(read) = page {
        // The whole document of a change alone.
        lives(&[read]);
    }
}

/// Asserts that a change of a voice has one form, and that Automerge reads it as we do.
fn canonical(bytes: &[u8], voice: &VoiceChange, (facts, change): (ChangeFacts, Change)) {
    let read = ChangeFacts { sets: vec![], replaces: vec![], ..voice.facts.clone() };
    assert_eq!(read, facts);
    assert_eq!(Change::from(change.decode()).raw_bytes(), bytes);
    let draft = VoiceDraft {
        device: voice.facts.actor,
        seq: voice.facts.seq,
        start_op: voice.facts.start_op,
        deps: voice.facts.deps.clone(),
        ops: voice.ops.clone(),
    };
    assert_eq!(write_voice(draft).as_deref(), Ok(bytes));
}

/// Puts a change into another place: after these others, as the next of its actor.
fn followed(bytes: &[u8], document: &Document) -> Option<Vec<u8>> {
    let (_, from) = content(bytes)?;
    let (deps, many) = leb(bytes, from)?;
    let actor = deps.checked_add(usize::try_from(many.checked_mul(32)?).ok()?)?;
    let device = DeviceId(bytes.get(actor + 1..actor + 33)?.try_into().ok()?);
    let (start, _) = leb(bytes, actor + 33)?;
    let (rest, _) = leb(bytes, start)?;
    let (seq, start_op) = document.next(&device);
    let mut heads = document.heads();
    heads.sort_unstable();
    let mut moved = unsigned(heads.len() as u64);
    moved.extend(heads.iter().flat_map(|head| head.0));
    moved.push(32);
    moved.extend(device.0);
    moved.extend(unsigned(seq));
    moved.extend(unsigned(start_op));
    moved.extend(&bytes[rest..]);
    Some(chunk(1, &moved))
}

/// Returns a change as its piece asks for it, after what stands.
fn dressed(piece: &[u8], document: &Document) -> Vec<u8> {
    let mut piece = Pieces(piece);
    let fits = piece.byte();
    let mut bytes = piece.0.to_vec();
    if fits & MEND != 0
        && let Some((_, from)) = content(&bytes)
    {
        bytes = chunk(1, &bytes[from..]);
    }
    match fits & FOLLOW {
        0 => bytes,
        _ => followed(&bytes, document).unwrap_or(bytes),
    }
}

fn page(mut input: Pieces) {
    let mut document = Document::new(Shape::Record);
    let mut offered: Vec<(ChangeFacts, Change)> = Vec::new();
    let mut standing: Vec<(ChangeFacts, Change)> = Vec::new();
    let mut offer = |document: &mut Document, bytes: &[u8]| {
        let Ok(read) = read_change(bytes) else { return };
        let token = offered.len() as u64;
        offered.push(read.clone());
        for (token, verdict) in document.offer(read.0, token) {
            if verdict.is_effective() {
                standing.push(offered[token as usize].clone());
            }
        }
    };
    for bytes in honest_page() {
        offer(&mut document, bytes);
    }
    while let Some(piece) = input.piece() {
        let bytes = dressed(piece, &document);
        offer(&mut document, &bytes);
    }
    lives(&standing);
}

/// Asserts that the changes of a page that have effect make a document that lives.
fn lives(changes: &[(ChangeFacts, Change)]) {
    let check = check_record(changes);
    let document = check.document;
    let loaded = Automerge::load(&document.save()).expect("it loads");
    assert_eq!(loaded.get_heads(), document.get_heads());
    assert_eq!(loaded.hydrate(None), document.hydrate(None));
    let stand = changes.iter().filter(|(facts, _)| !check.without_effect.contains(&facts.hash));
    let mut hashes: Vec<Hash> = stand.map(|(facts, _)| facts.hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(loaded.get_changes(&[]).len(), hashes.len());
    let mut turned: Vec<_> = changes.to_vec();
    turned.reverse();
    assert_eq!(check_record(&turned).without_effect, check.without_effect);
    assert_alive(&loaded);
}

fn voice(mut input: Pieces) {
    let mut document = Document::new(Shape::Voice);
    let mut state = VoiceState::default();
    let mut offered: Vec<(VoiceChange, Vec<u8>)> = Vec::new();
    let mut built = Automerge::new();
    let mut offer = |document: &mut Document, bytes: Vec<u8>| {
        let Ok(voice) = read_voice(&bytes) else { return };
        canonical(&bytes, &voice, read_change(&bytes).expect("a voice is a change"));
        let (token, facts) = (offered.len() as u64, voice.facts.clone());
        offered.push((voice, bytes));
        for (token, verdict) in document.offer(facts, token) {
            if verdict.is_effective() {
                let (voice, bytes) = &offered[token as usize];
                state.apply(voice);
                let change = Change::from_bytes(bytes.clone()).expect("a voice is a change");
                built.apply_changes([change]).expect("a voice with effect is applied");
            }
        }
    };
    for bytes in honest_voice() {
        offer(&mut document, bytes.clone());
    }
    while let Some(piece) = input.piece() {
        let bytes = dressed(piece, &document);
        offer(&mut document, bytes);
    }
    let loaded = Automerge::load(&built.save()).expect("a voice with effect loads");
    assert_eq!(shown(&state), read_by_automerge(&loaded));
}

type Shown = Vec<(String, Vec<VoiceValue>)>;

fn sorted(mut values: Vec<VoiceValue>) -> Vec<VoiceValue> {
    values.sort_by_cached_key(|value| format!("{value:?}"));
    values
}

fn shown(state: &VoiceState) -> Shown {
    let values =
        |values: &[(OpId, VoiceValue)]| sorted(values.iter().map(|(_, value)| value.clone()).collect());
    let keys = state.current().iter().map(|(key, held)| (key.clone(), values(held)));
    keys.filter(|(_, values)| !values.is_empty()).collect()
}

fn read_by_automerge(document: &Automerge) -> Shown {
    let scalar = |value: &Value| match value {
        Value::Scalar(value) => match &**value {
            ScalarValue::Bytes(bytes) => VoiceValue::Bytes(bytes.clone()),
            ScalarValue::Str(text) => VoiceValue::Text(text.to_string()),
            ScalarValue::Int(int) => VoiceValue::Int(*int),
            ScalarValue::Boolean(yes) => VoiceValue::Bool(*yes),
            other => panic!("a voice holds {other:?}"),
        },
        Value::Object(kind) => panic!("a voice holds {kind:?}"),
    };
    let mut shown: Shown = document
        .keys(ROOT)
        .map(|key| {
            let all = document.get_all(ROOT, key.as_str()).unwrap();
            let values = sorted(all.iter().map(|(value, _)| scalar(value)).collect());
            (key, values)
        })
        .collect();
    shown.sort_by(|a, b| a.0.cmp(&b.0));
    shown
}

/// Returns the changes of a page by two devices: a list, a text, a counter, and work on them.
fn honest_page() -> &'static [Vec<u8>] {
    static PAGE: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    PAGE.get_or_init(|| {
        let mut doc = birth();
        let mut other = doc.fork().with_actor(actor(2));
        edit(&mut doc, 0);
        edit(&mut other, 1);
        doc.merge(&mut other).unwrap();
        doc.get_changes(&[]).iter().map(|change| change.raw_bytes().to_vec()).collect()
    })
}

/// Does some honest work on a page.
fn edit(doc: &mut AutoCommit, which: usize) {
    let list = doc.get(ROOT, "l").unwrap().unwrap().1;
    let text = doc.get(ROOT, "t").unwrap().unwrap().1;
    match which % 6 {
        0 => doc.insert(&list, 0, "bread").unwrap(),
        1 => doc.splice_text(&text, 3, 5, "own").unwrap(),
        2 => doc.increment(ROOT, "c", 2).unwrap(),
        3 => {
            let mark = automerge::marks::Mark::new("strong".into(), true, 0, 4);
            doc.mark(&text, mark, automerge::marks::ExpandMark::Both).unwrap();
        }
        4 => {
            let map = doc.put_object(ROOT, "m", ObjType::Map).unwrap();
            doc.put(&map, "k", true).unwrap();
            doc.delete(ROOT, "c").unwrap();
        }
        _ => {
            doc.put(ROOT, "k", 7).unwrap();
            doc.insert(&list, 0, ScalarValue::Null).unwrap();
        }
    }
    doc.commit();
}

fn next_voice(
    document: &Document,
    state: &VoiceState,
    n: u8,
    key: &str,
    value: Option<VoiceValue>,
) -> Vec<u8> {
    let device = DeviceId([n; 32]);
    let (seq, start_op) = document.next(&device);
    let ops = vec![VoiceOp { key: key.into(), value, pred: state.pred(key) }];
    write_voice(VoiceDraft { device, seq, start_op, deps: document.heads(), ops }).unwrap()
}

/// Returns the changes of a voice, one after the other.
fn voices(steps: &[(u8, &str, Option<VoiceValue>)]) -> Vec<Vec<u8>> {
    let (mut document, mut state) = (Document::new(Shape::Voice), VoiceState::default());
    let mut all = Vec::new();
    for (n, (device, key, value)) in steps.iter().enumerate() {
        let bytes = next_voice(&document, &state, *device, key, value.clone());
        let voice = read_voice(&bytes).unwrap();
        document.offer(voice.facts.clone(), n as u64);
        state.apply(&voice);
        all.push(bytes);
    }
    all
}

fn honest_voice() -> &'static [Vec<u8>] {
    static VOICE: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    VOICE.get_or_init(|| {
        voices(&[
            (1, "stance", Some(VoiceValue::Bytes(vec![7; 8]))),
            (2, "advice", Some(VoiceValue::Text("soup".into()))),
        ])
    })
}

pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds = Vec::new();
    let mut add = |name: &str, way: u8, changes: &[Vec<u8>], fits: u8| {
        let pieces: Vec<Vec<u8>> = changes.iter().map(|bytes| [&[fits][..], bytes].concat()).collect();
        seeds.push((name.to_owned(), written(&[way], pieces.iter().map(Vec::as_slice))));
    };
    let mut doc = AutoCommit::new();
    doc.apply_changes(honest_page().iter().map(|bytes| Change::try_from(&bytes[..]).unwrap())).unwrap();
    let heads = doc.get_heads();
    let mut apart: Vec<AutoCommit> = (0..6).map(|n| doc.fork().with_actor(actor(3 + n))).collect();
    let mut changes: Vec<Vec<u8>> = Vec::new();
    for (n, doc) in apart.iter_mut().enumerate() {
        edit(doc, n);
        changes.extend(doc.get_changes(&heads).iter().map(|change| change.raw_bytes().to_vec()));
    }
    for (n, change) in changes.iter().enumerate() {
        add(&format!("page-{n}"), PAGE, std::slice::from_ref(change), MEND);
        add(&format!("follow-{n}"), PAGE, std::slice::from_ref(change), MEND | FOLLOW);
    }
    add("page-all", PAGE, &changes, MEND);
    add("page-chain", PAGE, &changes, MEND | FOLLOW);
    let steps = [
        (1, "stance", Some(VoiceValue::Bytes(vec![7; 8]))),
        (2, "advice", Some(VoiceValue::Text("soup".into()))),
        (1, "stance", Some(VoiceValue::Bool(true))),
        (3, "comment/1", Some(VoiceValue::Int(-70_000))),
        (2, "advice", None),
        (1, "react/a-1", Some(VoiceValue::Text("🙂".into()))),
    ];
    let said = voices(&steps);
    for (n, change) in said.iter().enumerate() {
        add(&format!("voice-{n}"), VOICE, std::slice::from_ref(change), MEND | FOLLOW);
    }
    add("voice-all", VOICE, &said, MEND);
    for (n, change) in honest_page().iter().chain(&said).enumerate() {
        seeds.push((format!("alone-{n}"), [&[0][..], change].concat()));
        let (_, from) = content(change).expect("a change is a chunk");
        seeds.push((format!("content-{n}"), [&[CONTENT][..], &change[from..]].concat()));
    }
    seeds
}
