//! One binary for all tests of feeds, so that it links once.

mod bundle;
mod document;
mod fork;
mod group;
mod membership;
mod rate;
mod session;
mod village;
