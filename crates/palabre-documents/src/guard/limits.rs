//! How much a change may hold.

/// The limits of the guard's first profile.
///
/// They belong to the verdict: two replicas that differ in one of them would differ in what has effect. A new value
/// is a new profile, raised by an epoch.
#[derive(Clone, Copy, Debug)]
pub struct Limits;

impl Limits {
    /// The longest change, in bytes: that of an entry, which has to carry it.
    pub const BYTES: usize = 64 * 1024;

    /// The most operations in one change, and the most rows in any of its columns.
    ///
    /// Run lengths let 69 bytes claim millions of operations, at some microseconds each. A person typing without
    /// pause for half an hour makes about this many.
    pub const ROWS: u64 = 8_192;

    /// The most changes that one change may directly build on.
    ///
    /// Each head left by a device that was away becomes a dependency of the next honest change, so this bounds how
    /// many devices may have been away at once.
    pub const DEPS: u64 = 1_024;

    /// The most columns in one change. Automerge 0.12 writes fourteen at most.
    pub const COLUMNS: u64 = 32;

    /// The most bytes that the keys, or the mark names, of one change take once their runs are written out.
    ///
    /// A run repeats a key of any length at the price of two bytes, and Automerge makes a copy for each row: without
    /// this, one entry could ask for half a gigabyte.
    pub const TEXT: u64 = 1024 * 1024;

    /// One more than the greatest number that an operation or a change may bear.
    ///
    /// Automerge keeps both in 32 bits and panics on the edit that would pass them; half of that leaves a document
    /// room for as many operations again.
    pub const COUNTER: u64 = 1 << 31;

    /// The longest key in a voice, in bytes.
    pub const VOICE_KEY: usize = 120;
}
