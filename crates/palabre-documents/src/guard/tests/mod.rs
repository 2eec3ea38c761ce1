//! The guard against the attacks it is made for, and against honest people.

mod attacks;
mod cost;
#[path = "../../../../palabre-testkit/src/forge.rs"]
mod forge;
mod fuzz;
mod loadable;
mod records;
mod states;
mod voices;
