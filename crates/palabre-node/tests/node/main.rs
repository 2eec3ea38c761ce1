//! The application as a face uses it.

use palabre_testkit::people as table;

mod bad_input;
mod counting;
mod newer;
mod people;
mod preview;
mod story;
mod wire;
