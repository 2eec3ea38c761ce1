//! Whole worlds to try things in, and tools that need them.

pub mod acts;
pub mod bench;
pub mod crash;
pub mod enemy;
pub mod forge;
pub mod fuzz;
pub mod hostile;
pub mod lan;
pub mod loopback;
pub mod oracle;
pub mod people;
pub mod rehearse;
pub mod schedule;
pub mod swarm;

// Where [`forge`] looks for the guard, here as in the guard's own crate.
use palabre_documents::guard;
