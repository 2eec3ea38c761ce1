//! The one door by which a face comes into the example.
//!
//! A face has one command for it beside the calls of its own node, because the example is another node: calls of the two
//! must never be mixed up, so what is meant is said with every call, and not by a state of the face's.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::tz::TimeZone;
use palabre_api::list::Call;
use palabre_api::{ApiError, ask};
use palabre_node::machine;
use palabre_node::node::Clock;
use serde_json::Value;

use crate::calendar::Language;
use crate::example::Example;

/// The calls that reach out of the example: into this laptop's own files and keys, onto the network, or to other people.
pub const OUTSIDE: [&str; 23] = [
    ask::MeNew::NAME,
    ask::MeWords::NAME,
    ask::MeRestore::NAME,
    ask::MeKeys::NAME,
    ask::DeviceAdd::NAME,
    ask::DeviceRenew::NAME,
    ask::Found::NAME,
    ask::Refound::NAME,
    ask::Look::NAME,
    ask::Join::NAME,
    ask::Invite::NAME,
    ask::Attach::NAME,
    ask::Fetch::NAME,
    ask::Near::NAME,
    ask::House::NAME,
    ask::Meet::NAME,
    ask::Relay::NAME,
    ask::BundleExport::NAME,
    ask::BundleImport::NAME,
    ask::Backup::NAME,
    ask::Restore::NAME,
    ask::Import::NAME,
    ask::Mend::NAME,
];

/// The example, where it is open. Cheap to clone.
#[derive(Clone)]
pub struct Room {
    example: Arc<Mutex<Option<Example>>>,
    world: Clock,
}

impl Default for Room {
    fn default() -> Self {
        Self::at(Arc::new(machine::now))
    }
}

impl Room {
    /// Returns a room in which it is as late as this clock says.
    pub fn at(world: Clock) -> Self {
        Self { example: Arc::default(), world }
    }

    /// Does what a face asks for: `open` with a `language` makes the example anew, `day` lets a day pass, `standing` says
    /// how far it has come, `close` forgets it; anything else is a call in the visitor's chair. `on_progress` hears percents.
    ///
    /// # Errors
    /// What the call says; that it would lead out of the example; or that no example is open.
    pub async fn ask(
        &self,
        name: String,
        arguments: Value,
        on_progress: impl FnMut(u32) + Send + 'static,
    ) -> Result<Value, ApiError> {
        let room = self.clone();
        let answered = tokio::task::spawn_blocking(move || room.answer(&name, arguments, on_progress)).await;
        answered.unwrap_or_else(|_| Err(closed()))
    }

    fn answer(&self, name: &str, arguments: Value, on_progress: impl FnMut(u32)) -> Result<Value, ApiError> {
        let mut room = self.example.lock().unwrap_or_else(PoisonError::into_inner);
        match name {
            "open" => {
                let language = Language::of(arguments["language"].as_str().unwrap_or_default());
                let example = Example::open(language, self.world.clone(), TimeZone::system(), on_progress)?;
                let standing = example.standing();
                *room = Some(example);
                Ok(plain(&standing))
            }
            "close" => {
                *room = None;
                Ok(Value::Null)
            }
            _ => {
                let example = room.as_mut().ok_or_else(closed)?;
                match name {
                    "day" => Ok(plain(&example.pass_a_day()?)),
                    "standing" => Ok(plain(&example.standing())),
                    call if OUTSIDE.contains(&call) => Err(ApiError::new(
                        "example.outside",
                        "This leads out of the example.",
                        "Begin for real to do it; the example keeps nothing and reaches nobody.",
                    )),
                    call => example.call(call, arguments),
                }
            }
        }
    }
}

fn plain(standing: &crate::example::Standing) -> Value {
    // Numbers and a text.
    serde_json::to_value(standing).unwrap_or_default()
}

fn closed() -> ApiError {
    ApiError::new("example.closed", "The example is closed.", "Look around again: it is made anew.")
}
