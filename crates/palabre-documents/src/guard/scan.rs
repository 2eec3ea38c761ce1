//! Reads the outline of a change without believing a word of it.
//!
//! The layout is that of the [Automerge binary format](https://automerge.org/automerge-binary-format-spec/). The scan
//! allocates nothing and takes time in proportion to the bytes it is given, whatever they claim.

use palabre_domain::id::DeviceId;

use super::{error::GuardError, limits::Limits, reader::Reader};

/// The outline of a change whose bytes may be parsed.
///
/// The checksum is read and not compared: whoever parses the change computes its hash anyway.
#[derive(Clone, Copy, Debug)]
pub struct Scanned<'a> {
    /// The first four bytes of the hash that the change claims to have.
    pub checksum: [u8; 4],
    /// The changes it builds on: sorted hashes of 32 bytes each.
    pub deps: &'a [[u8; 32]],
    /// The device that claims to have made it.
    pub actor: DeviceId,
    /// Counts the changes of this device in the document, from 1.
    pub seq: u64,
    /// The number of its first operation.
    pub start_op: u64,
    /// What the checksum covers, but for type and length.
    pub(super) body: &'a [u8],
    /// The other devices that its operations speak of: sorted, 32 bytes each, each after its length.
    others: &'a [u8],
    /// The most rows that any column has: an upper bound of the operations.
    pub rows: u64,
    columns: [&'a [u8]; Column::ALL.len()],
}

impl<'a> Scanned<'a> {
    /// Returns the bytes of a column, none when the change does not have it.
    pub(super) fn column(&self, column: Column) -> &'a [u8] {
        self.columns[column as usize]
    }

    /// Returns the other devices that the operations speak of, in order.
    pub(super) fn others(&self) -> impl Iterator<Item = DeviceId> + use<'a> {
        // Each is one byte of length (32 was checked) and the device.
        self.others.chunks_exact(33).filter_map(|other| Some(DeviceId(other[1..].try_into().ok()?)))
    }
}

/// A column that Automerge 0.12 writes, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    ObjectActor,
    ObjectCounter,
    KeyActor,
    KeyCounter,
    KeyText,
    Insert,
    Action,
    ValueMeta,
    Value,
    PredCount,
    PredActor,
    PredCounter,
    Expand,
    MarkName,
}

/// How the rows of a column are written.
enum Rows {
    /// Run lengths of unsigned numbers.
    Unsigned,
    /// Run lengths of signed differences.
    Signed,
    /// Run lengths of texts.
    Text,
    /// Lengths of alternating runs of false and true.
    Boolean,
    /// As another column says.
    Raw,
}

impl Column {
    pub const ALL: [Self; 14] = [
        Self::ObjectActor,
        Self::ObjectCounter,
        Self::KeyActor,
        Self::KeyCounter,
        Self::KeyText,
        Self::Insert,
        Self::Action,
        Self::ValueMeta,
        Self::Value,
        Self::PredCount,
        Self::PredActor,
        Self::PredCounter,
        Self::Expand,
        Self::MarkName,
    ];

    /// Returns the number by which the format names the column: its id, a bit for compression, its type.
    pub fn spec(self) -> u64 {
        match self {
            Self::ObjectActor => 0x01,
            Self::ObjectCounter => 0x02,
            Self::KeyActor => 0x11,
            Self::KeyCounter => 0x13,
            Self::KeyText => 0x15,
            Self::Insert => 0x34,
            Self::Action => 0x42,
            Self::ValueMeta => 0x56,
            Self::Value => 0x57,
            Self::PredCount => 0x70,
            Self::PredActor => 0x71,
            Self::PredCounter => 0x73,
            Self::Expand => 0x94,
            Self::MarkName => 0xa5,
        }
    }

    fn rows(self) -> Rows {
        match self {
            Self::KeyCounter | Self::PredCounter => Rows::Signed,
            Self::KeyText | Self::MarkName => Rows::Text,
            Self::Insert | Self::Expand => Rows::Boolean,
            Self::Value => Rows::Raw,
            _ => Rows::Unsigned,
        }
    }
}

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const PLAIN_CHANGE: u8 = 1;
const DEFLATED: u64 = 0b1000;

/// Reads the outline of one change, or names the rule that the bytes break.
///
/// # Errors
/// On everything but one plain change chunk: see [`GuardError`] up to [`GuardError::Counter`].
pub fn scan(bytes: &[u8]) -> Result<Scanned<'_>, GuardError> {
    let mut chunk = Reader(bytes);
    if bytes.len() > Limits::BYTES {
        return Err(GuardError::Length);
    }
    if chunk.array::<4>()? != MAGIC {
        return Err(GuardError::Magic);
    }
    let checksum = chunk.array::<4>()?;
    if chunk.byte()? != PLAIN_CHANGE {
        return Err(GuardError::Chunk);
    }
    if chunk.unsigned()? != chunk.0.len() as u64 {
        return Err(GuardError::Length);
    }
    let mut body = chunk;
    let deps = deps(&mut body)?;
    let actor = device(&mut body)?;
    let seq = counter(&mut body)?;
    let start_op = counter(&mut body)?;
    if body.signed()? != 0 {
        return Err(GuardError::Time);
    }
    if body.unsigned()? != 0 {
        return Err(GuardError::Message);
    }
    let others = others(&mut body, actor)?;
    let mut scanned =
        Scanned { checksum, deps, actor, seq, start_op, body: chunk.0, others, rows: 0, columns: [&[]; 14] };
    columns(&mut body, &mut scanned)?;
    if !body.is_empty() {
        return Err(GuardError::Extra);
    }
    if start_op + scanned.rows > Limits::COUNTER {
        return Err(GuardError::Counter);
    }
    Ok(scanned)
}

fn deps<'a>(body: &mut Reader<'a>) -> Result<&'a [[u8; 32]], GuardError> {
    let count = body.unsigned()?;
    if count > Limits::DEPS {
        return Err(GuardError::Deps);
    }
    let (deps, _) = body.take(32 * count)?.as_chunks::<32>();
    if !deps.is_sorted_by(|a, b| a < b) {
        return Err(GuardError::Deps);
    }
    Ok(deps)
}

fn device(body: &mut Reader<'_>) -> Result<DeviceId, GuardError> {
    if body.unsigned()? != 32 {
        return Err(GuardError::Actor);
    }
    Ok(DeviceId(body.array()?))
}

fn counter(body: &mut Reader<'_>) -> Result<u64, GuardError> {
    match body.unsigned()? {
        number @ 1..Limits::COUNTER => Ok(number),
        _ => Err(GuardError::Counter),
    }
}

fn others<'a>(body: &mut Reader<'a>, actor: DeviceId) -> Result<&'a [u8], GuardError> {
    let count = body.unsigned()?;
    let start = body.0;
    let mut previous = None;
    for _ in 0..count {
        let other = device(body)?;
        if other == actor || previous.is_some_and(|previous| previous >= other) {
            return Err(GuardError::Actor);
        }
        previous = Some(other);
    }
    Ok(&start[..start.len() - body.0.len()])
}

/// Reads the list of columns and then, behind it, their bytes.
fn columns<'a>(body: &mut Reader<'a>, scanned: &mut Scanned<'a>) -> Result<(), GuardError> {
    let count = body.unsigned()?;
    if count > Limits::COLUMNS {
        return Err(GuardError::Columns);
    }
    let mut list = *body;
    for _ in 0..2 * count {
        body.unsigned()?;
    }
    let mut known = Column::ALL.into_iter();
    for _ in 0..count {
        let (spec, length) = (list.unsigned()?, list.unsigned()?);
        if spec & DEFLATED != 0 {
            return Err(GuardError::Deflated);
        }
        // Going on in the list of known columns refuses those out of order, too.
        let column = known.find(|column| column.spec() == spec).ok_or(GuardError::Columns)?;
        let data = body.take(length)?;
        scanned.columns[column as usize] = data;
        scanned.rows = scanned.rows.max(count_rows(column.rows(), data)?);
    }
    Ok(())
}

/// Counts the rows that a column claims, at the cost of its bytes.
fn count_rows(rows: Rows, data: &[u8]) -> Result<u64, GuardError> {
    let mut data = Reader(data);
    let mut count = 0u64;
    let mut text = 0u64;
    let mut add = |rows: u64| {
        count = count.saturating_add(rows);
        if count > Limits::ROWS { Err(GuardError::Ops) } else { Ok(()) }
    };
    let mut value = |data: &mut Reader<'_>, times: u64| {
        match rows {
            Rows::Text => {
                let length = data.unsigned()?;
                data.take(length)?;
                text = text.saturating_add(length.saturating_mul(times));
                if text > Limits::TEXT {
                    return Err(GuardError::Text);
                }
            }
            Rows::Signed => _ = data.signed()?,
            _ => _ = data.unsigned()?,
        }
        Ok(())
    };
    match rows {
        Rows::Raw => return Ok(0),
        Rows::Boolean => {
            while !data.is_empty() {
                add(data.unsigned()?)?;
            }
        }
        _ => {
            while !data.is_empty() {
                match data.signed()? {
                    // Nulls.
                    0 => add(data.unsigned()?)?,
                    // One value, repeated.
                    run @ 1.. => {
                        add(run.unsigned_abs())?;
                        value(&mut data, run.unsigned_abs())?;
                    }
                    // That many values, one after the other.
                    literals => {
                        add(literals.unsigned_abs())?;
                        for _ in 0..literals.unsigned_abs() {
                            value(&mut data, 1)?;
                        }
                    }
                }
            }
        }
    }
    Ok(count)
}
