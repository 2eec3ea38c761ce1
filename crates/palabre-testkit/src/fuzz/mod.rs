//! What a stranger's bytes meet: one function a door, each on the way that such bytes really take.
//!
//! The functions panic where something is not as it should be; any bytes are an input. Random bytes never get past a
//! signature, a hash or a checksum. So the first byte of most inputs chooses between the bytes as they are and *dressed*
//! ones, whose lengths, hashes, checksums and signatures are made to fit (see [`village`]): what a member of ill will
//! can send.
//!
//! The tests run [`TARGETS`] over random and mutated bytes and over the committed corpus, `cargo xtask fuzz` under
//! libFuzzer.

mod archive;
mod bundle;
mod entry;
mod frame;
mod guard;
mod laptop;
mod pieces;
mod proof;
mod ticket;
pub mod village;

pub use archive::archive;
pub use bundle::bundle;
pub use entry::entry;
pub use frame::frame;
pub use guard::guard;
pub use proof::proof;
pub use ticket::ticket;

/// A door, and what belongs to it.
pub struct Target {
    /// Its name: of the libFuzzer target, and of the folder of its corpus.
    pub name: &'static str,
    /// Drives it with any bytes; panics when something is not as it should be.
    pub run: fn(&[u8]),
    /// Returns inputs to begin with, made of what laptops really write, each with a name.
    pub seeds: fn() -> Vec<(String, Vec<u8>)>,
}

/// Every door.
pub const TARGETS: &[Target] = &[
    Target { name: "archive", run: archive, seeds: archive::seeds },
    Target { name: "bundle", run: bundle, seeds: bundle::seeds },
    Target { name: "entry", run: entry, seeds: entry::seeds },
    Target { name: "frame", run: frame, seeds: frame::seeds },
    Target { name: "guard", run: guard, seeds: guard::seeds },
    Target { name: "proof", run: proof, seeds: proof::seeds },
    Target { name: "ticket", run: ticket, seeds: ticket::seeds },
];

/// Returns the target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
