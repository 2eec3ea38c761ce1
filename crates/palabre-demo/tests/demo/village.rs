//! What the stories begin with.

use std::sync::Arc;

use jiff::tz::TimeZone;
use palabre_api::list::Call;
use palabre_demo::{Example, Language};
use serde_json::Value;

/// Wednesday 10 March 2027, 11:40 in Marseille.
pub const NOON: i64 = 1_804_675_200_000;

/// Opens the example at this time.
pub fn at(language: Language, now: i64) -> Example {
    let zone = TimeZone::get("Europe/Paris").unwrap();
    Example::open(language, Arc::new(move || now), zone, |_| {}).unwrap()
}

/// Makes a call in the visitor's chair.
pub fn ask<C: Call>(example: &mut Example, ask: &C) -> C::Reply {
    try_ask(example, ask).unwrap()
}

/// The same, where it may be refused.
pub fn try_ask<C: Call>(example: &mut Example, ask: &C) -> Result<C::Reply, palabre_api::ApiError> {
    let arguments: Value = serde_json::to_value(ask).unwrap();
    example.call(C::NAME, arguments).map(|answer| serde_json::from_value(answer).unwrap())
}
