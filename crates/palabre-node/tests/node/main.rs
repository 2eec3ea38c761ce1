//! The application as a face uses it.

mod table;

mod bad_input;
mod counting;
mod newer;
mod people;
mod schedules;
mod story;
mod wire;
