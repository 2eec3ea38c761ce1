//! The application as a face uses it.

mod table;

mod story;
mod wire;
