//! Reads the operations of a voice from its columns.

use palabre_domain::id::DeviceId;

use super::{OpId, VoiceOp, VoiceValue, is_key};
use crate::guard::{
    error::GuardError,
    reader::Reader,
    scan::{Column, Scanned},
};

/// The actions and the types of values, as the format numbers them.
pub(super) mod number {
    pub const PUT: u64 = 1;
    pub const DELETE: u64 = 3;

    pub const NULL: u64 = 0;
    pub const FALSE: u64 = 1;
    pub const TRUE: u64 = 2;
    pub const INT: u64 = 4;
    pub const TEXT: u64 = 6;
    pub const BYTES: u64 = 7;
}

/// The columns that no voice has.
const FOREIGN: [Column; 6] = [
    Column::ObjectActor,
    Column::ObjectCounter,
    Column::KeyActor,
    Column::KeyCounter,
    Column::Expand,
    Column::MarkName,
];

/// Reads the operations, one for each row of the column of actions.
///
/// Rows too many elsewhere, an operation that inserts, and numbers written in another way are not looked for: the
/// caller writes the operations again and compares.
pub(super) fn read_ops(scanned: &Scanned<'_>) -> Result<Vec<VoiceOp>, GuardError> {
    if FOREIGN.iter().any(|&column| !scanned.column(column).is_empty()) {
        return Err(GuardError::VoiceOperation);
    }
    let devices: Vec<DeviceId> = std::iter::once(scanned.actor).chain(scanned.others()).collect();
    let mut actions = Runs::new(scanned.column(Column::Action), Reader::unsigned);
    let mut keys = Runs::new(scanned.column(Column::KeyText), prefixed);
    let mut metas = Runs::new(scanned.column(Column::ValueMeta), Reader::unsigned);
    let mut raw = Reader(scanned.column(Column::Value));
    let mut pred_counts = Runs::new(scanned.column(Column::PredCount), Reader::unsigned);
    let mut pred_actors = Runs::new(scanned.column(Column::PredActor), Reader::unsigned);
    let mut pred_deltas = Runs::new(scanned.column(Column::PredCounter), Reader::signed);
    let mut pred_counter = 0i64;

    let mut ops = Vec::new();
    while let Some(action) = actions.next()? {
        let key = keys.next()?.ok_or(GuardError::VoiceOperation)?;
        let key = str::from_utf8(key).ok().filter(|key| is_key(key)).ok_or(GuardError::VoiceKey)?;
        let value = value(metas.next()?.ok_or(GuardError::VoiceValue)?, &mut raw)?;
        let value = match (action, value) {
            (number::PUT, Some(value)) => Some(value),
            (number::PUT, None) => return Err(GuardError::VoiceValue),
            (number::DELETE, None) => None,
            _ => return Err(GuardError::VoiceOperation),
        };
        let own = scanned.start_op + ops.len() as u64;
        let mut pred = Vec::new();
        // The scan bounds the rows of the next two columns, so a count that lies ends when they do.
        for _ in 0..pred_counts.next()?.ok_or(GuardError::VoicePred)? {
            let actor = pred_actors.next()?.ok_or(GuardError::VoicePred)?;
            let delta = pred_deltas.next()?.ok_or(GuardError::VoicePred)?;
            pred_counter = pred_counter.checked_add(delta).ok_or(GuardError::VoicePred)?;
            let device = usize::try_from(actor).ok().and_then(|actor| devices.get(actor));
            let counter = u64::try_from(pred_counter).ok().filter(|counter| (1..own).contains(counter));
            let (Some(&device), Some(counter)) = (device, counter) else {
                return Err(GuardError::VoicePred);
            };
            let id = OpId { counter, device };
            if pred.last().is_some_and(|last| *last >= id) {
                return Err(GuardError::VoicePred);
            }
            pred.push(id);
        }
        // Automerge keeps a delete only in what it deletes: of one that deletes nothing no document could be made.
        if value.is_none() && pred.is_empty() {
            return Err(GuardError::VoicePred);
        }
        ops.push(VoiceOp { key: key.to_owned(), value, pred });
    }
    Ok(ops)
}

fn prefixed<'a>(data: &mut Reader<'a>) -> Result<&'a [u8], GuardError> {
    let length = data.unsigned()?;
    data.take(length)
}

/// Reads a value by its type (the low four bits) and length; none is null.
fn value(meta: u64, raw: &mut Reader<'_>) -> Result<Option<VoiceValue>, GuardError> {
    let mut bytes = Reader(raw.take(meta >> 4).map_err(|_| GuardError::VoiceForm)?);
    Ok(Some(match meta & 0xf {
        number::NULL => return Ok(None),
        number::FALSE => VoiceValue::Bool(false),
        number::TRUE => VoiceValue::Bool(true),
        number::INT => VoiceValue::Int(bytes.signed()?),
        number::TEXT => {
            VoiceValue::Text(str::from_utf8(bytes.0).map_err(|_| GuardError::VoiceValue)?.to_owned())
        }
        number::BYTES => VoiceValue::Bytes(bytes.0.to_vec()),
        _ => return Err(GuardError::VoiceValue),
    }))
}

/// The rows of a column of run lengths.
struct Runs<'a, T, F> {
    data: Reader<'a>,
    read: F,
    left: u64,
    repeated: Option<T>,
}

impl<'a, T: Copy, F: Fn(&mut Reader<'a>) -> Result<T, GuardError>> Runs<'a, T, F> {
    fn new(data: &'a [u8], read: F) -> Self {
        Self { data: Reader(data), read, left: 0, repeated: None }
    }

    /// Returns the next row; none at the end. A null is refused: no column of a voice has one.
    fn next(&mut self) -> Result<Option<T>, GuardError> {
        if self.left == 0 {
            if self.data.is_empty() {
                return Ok(None);
            }
            let run = self.data.signed()?;
            self.left = run.unsigned_abs();
            self.repeated = match run {
                0 => return Err(GuardError::VoiceForm),
                1.. => Some((self.read)(&mut self.data)?),
                _ => None,
            };
        }
        self.left -= 1;
        match self.repeated {
            Some(value) => Ok(Some(value)),
            None => (self.read)(&mut self.data).map(Some),
        }
    }
}
