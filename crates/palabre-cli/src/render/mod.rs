//! What is told, drawn for people: one small drawing for each kind of row.
//!
//! Drawings are bound to rows by the list of calls itself. A call whose answer cannot be drawn does not compile.

mod around;
mod decisions;
mod files;
mod finding;
mod governing;
mod intentions;
mod network;
mod people;
mod projects;
mod rounds;
mod sharing;
mod status;
mod threads;

#[cfg(test)]
mod tests;

use palabre_api::{ApiError, CALLS, Scope, row};
use serde_json::Value;

use crate::page::Page;

/// A row that can be drawn.
pub trait Render {
    /// Draws all of it, for somebody who asked to see it.
    fn draw(&self, page: &mut Page);

    /// Draws what an act came to, for somebody who knows what they did.
    fn acknowledge(&self, page: &mut Page) {
        self.draw(page);
    }

    /// Whether what it tells is well; if not, a script is to notice.
    fn is_good(&self) -> bool {
        true
    }
}

macro_rules! readers {
    ($($(#[doc = $about:literal])+ $method:ident: $name:literal, $scope:ident, $ask:ident => $reply:ty;)*) => {
        /// Reads the answer to a call.
        ///
        /// # Errors
        /// When there is no such call, or this is no answer to it.
        pub fn read(name: &str, reply: Value) -> Result<Box<dyn Render>, ApiError> {
            match name {
                $($name => {
                    let row: $reply = serde_json::from_value(reply).map_err(|error| unreadable(&error))?;
                    Ok(Box::new(row))
                })*
                _ => Err(ApiError::new("call.unknown", format!("There is no call {name:?}."), "Try `--help`.")),
            }
        }

        /// Returns an empty answer to every call.
        #[cfg(test)]
        fn blanks() -> Vec<(&'static str, Value)> {
            vec![$(($name, serde_json::to_value(<$reply>::default()).expect("a reply is plain data"))),*]
        }
    };
}

palabre_api::calls!(readers);

/// Returns the text for what another laptop says of a community whose entries are still to come.
pub fn preview(preview: &row::Preview) -> String {
    let mut page = Page::default();
    status::draw_preview(&mut page, preview);
    page.finish()
}

fn unreadable(error: &serde_json::Error) -> ApiError {
    ApiError::new("reply.unreadable", format!("This answer cannot be shown: {error}."), "Ask with --json.")
}

/// Returns the text for the answer to a call: short after an act, whole after a question.
pub fn draw(name: &str, told: &dyn Render) -> String {
    let mut page = Page::default();
    let acts = CALLS.iter().any(|call| call.name == name && call.scope == Scope::Writes);
    if acts {
        told.acknowledge(&mut page)
    } else {
        told.draw(&mut page)
    }
    page.finish()
}
