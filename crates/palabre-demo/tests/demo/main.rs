//! The example, as the story has it.

mod days;
mod opening;
mod village;
