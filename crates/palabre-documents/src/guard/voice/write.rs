//! Writes a change of a voice as Automerge 0.12 does.

use std::collections::BTreeSet;

use palabre_domain::id::{DeviceId, Hash};
use sha2::{Digest, Sha256};

use super::{VoiceOp, VoiceValue, columns::number};
use crate::guard::scan::Column;

/// Returns the content of the chunk: all that its checksum covers but type and length.
pub(super) fn body(device: DeviceId, seq: u64, start_op: u64, deps: &[Hash], ops: &[VoiceOp]) -> Vec<u8> {
    let others: BTreeSet<DeviceId> =
        ops.iter().flat_map(|op| &op.pred).map(|id| id.device).filter(|other| *other != device).collect();
    let others: Vec<DeviceId> = others.into_iter().collect();
    let columns = columns(device, &others, ops);

    let mut body = Vec::with_capacity(256);
    unsigned(&mut body, deps.len() as u64);
    for dep in deps {
        body.extend(dep.0);
    }
    prefixed(&mut body, &device.0);
    unsigned(&mut body, seq);
    unsigned(&mut body, start_op);
    signed(&mut body, 0); // time
    unsigned(&mut body, 0); // message
    unsigned(&mut body, others.len() as u64);
    for other in &others {
        prefixed(&mut body, &other.0);
    }
    let columns = columns.iter().filter(|(_, data)| !data.is_empty());
    unsigned(&mut body, columns.clone().count() as u64);
    for (column, data) in columns.clone() {
        unsigned(&mut body, column.spec());
        unsigned(&mut body, data.len() as u64);
    }
    for (_, data) in columns {
        body.extend(data);
    }
    body
}

/// Returns the whole chunk around a body.
pub(super) fn chunk(body: &[u8]) -> Vec<u8> {
    let mut covered = vec![1]; // a plain change
    prefixed(&mut covered, body);
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83];
    chunk.extend(&Sha256::digest(&covered)[..4]);
    chunk.extend(covered);
    chunk
}

fn columns(device: DeviceId, others: &[DeviceId], ops: &[VoiceOp]) -> [(Column, Vec<u8>); 8] {
    // The device itself is number 0, the others follow in order.
    let actor = |id: DeviceId| {
        if id == device { 0 } else { others.partition_point(|other| *other < id) as u64 + 1 }
    };
    let mut inserts = Vec::new();
    if !ops.is_empty() {
        unsigned(&mut inserts, ops.len() as u64); // so many times false
    }
    let mut raw = Vec::new();
    let metas: Vec<u64> = ops
        .iter()
        .map(|op| {
            let start = raw.len();
            let kind = value(&mut raw, op.value.as_ref());
            ((raw.len() - start) as u64) << 4 | kind
        })
        .collect();
    let preds = || ops.iter().flat_map(|op| &op.pred);
    let mut previous = 0i64;
    let deltas: Vec<i64> = preds()
        .map(|id| {
            // Fits: a counter is below 2^31. One that is not does not pass the reader.
            let counter = i64::try_from(id.counter).unwrap_or(i64::MAX);
            counter.saturating_sub(std::mem::replace(&mut previous, counter))
        })
        .collect();
    [
        (
            Column::KeyText,
            runs(ops.iter().map(|op| op.key.as_str()), |out, key| prefixed(out, key.as_bytes())),
        ),
        (Column::Insert, inserts),
        (
            Column::Action,
            runs(
                ops.iter().map(|op| if op.value.is_some() { number::PUT } else { number::DELETE }),
                unsigned,
            ),
        ),
        (Column::ValueMeta, runs(metas.into_iter(), unsigned)),
        (Column::Value, raw),
        (Column::PredCount, runs(ops.iter().map(|op| op.pred.len() as u64), unsigned)),
        (Column::PredActor, runs(preds().map(|id| actor(id.device)), unsigned)),
        (Column::PredCounter, runs(deltas.into_iter(), signed)),
    ]
}

/// Writes a value and returns the number of its type.
fn value(out: &mut Vec<u8>, value: Option<&VoiceValue>) -> u64 {
    match value {
        None => number::NULL,
        Some(VoiceValue::Bool(false)) => number::FALSE,
        Some(VoiceValue::Bool(true)) => number::TRUE,
        Some(VoiceValue::Int(int)) => {
            signed(out, *int);
            number::INT
        }
        Some(VoiceValue::Text(text)) => {
            out.extend(text.as_bytes());
            number::TEXT
        }
        Some(VoiceValue::Bytes(bytes)) => {
            out.extend(bytes);
            number::BYTES
        }
    }
}

/// Writes run lengths: equal values in a row once, and what stands alone between them one after the other.
fn runs<T: PartialEq + Copy>(values: impl Iterator<Item = T>, write: impl Fn(&mut Vec<u8>, T)) -> Vec<u8> {
    let mut out = Vec::new();
    let mut alone: Vec<T> = Vec::new();
    let flush = |out: &mut Vec<u8>, alone: &mut Vec<T>| {
        if !alone.is_empty() {
            signed(out, -(alone.len() as i64));
            alone.drain(..).for_each(|value| write(out, value));
        }
    };
    let mut values = values.peekable();
    while let Some(value) = values.next() {
        let mut run = 1i64;
        while values.next_if_eq(&value).is_some() {
            run += 1;
        }
        if run == 1 {
            alone.push(value);
        } else {
            flush(&mut out, &mut alone);
            signed(&mut out, run);
            write(&mut out, value);
        }
    }
    flush(&mut out, &mut alone);
    out
}

fn prefixed(out: &mut Vec<u8>, bytes: &[u8]) {
    unsigned(out, bytes.len() as u64);
    out.extend(bytes);
}

/// Writes an unsigned LEB128 number.
fn unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Writes a signed LEB128 number.
fn signed(out: &mut Vec<u8>, mut value: i64) {
    while !(-64..64).contains(&value) {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8 & 0x7f);
}
