//! *Le Fournil*: an example to look around in, and to play with.
//!
//! Twelve people with a laptop each, in memory. What they say is written by the ordinary calls, signed, and carried from
//! laptop to laptop by the ordinary sessions; only their clocks are turned by hand while the past is told. The visitor
//! sits in Dung's chair. What they do there is an entry like any other, stays in the example, and counts in it.
//!
//! ```
//! use std::sync::Arc;
//! use palabre_demo::{Example, Language};
//!
//! let now = Arc::new(|| 1_804_675_200_000);
//! let mut example = Example::open(Language::French, now, jiff::tz::TimeZone::UTC, |_| {}).unwrap();
//! let status = example.call("status", serde_json::json!({})).unwrap();
//! assert_eq!(status["community"]["name"], "Le Fournil");
//! example.pass_a_day().unwrap();
//! assert_eq!(example.standing().day, 1);
//! ```
//!
//! | module | what lives there |
//! |---|---|
//! | [`example`] | the example as a whole: opened, asked, a day older |
//! | [`room`] | the one door by which a face comes in, and what is refused there |
//! | `calendar` | the days of the story, before and after the one on which it is opened, and how they are called |
//! | `people` | the twelve, and which language each speaks |
//! | `story` | who does what when: one file a kind of record |
//! | `village` | the laptops, and how they meet |

mod calendar;
pub mod example;
mod people;
pub mod room;
mod story;
mod village;

pub use calendar::Language;
pub use example::{Example, Standing};
pub use room::Room;
