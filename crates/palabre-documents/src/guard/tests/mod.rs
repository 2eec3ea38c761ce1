//! The guard against the attacks it is made for, and against honest people.

mod attacks;
mod cost;
mod forge;
mod fuzz;
mod loadable;
mod records;
mod states;
mod voices;
