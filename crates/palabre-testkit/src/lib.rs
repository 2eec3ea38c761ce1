//! Whole worlds to try things in, and tools that need them.

pub mod acts;
pub mod bench;
pub mod crash;
pub mod enemy;
pub mod fuzz;
pub mod hostile;
pub mod lan;
pub mod oracle;
pub mod people;
pub mod rehearse;
pub mod schedule;
pub mod swarm;
