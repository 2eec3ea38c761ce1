//! What was chosen for the network, and who is there.

use palabre_api::row;

use super::Render;
use crate::page::Page;

impl Render for row::Relay {
    fn draw(&self, page: &mut Page) {
        match &self.url {
            Some(url) => {
                page.line(format!("Relay: {url}"));
                page.text(
                    "Laptops that named the same relay find each other through it where they cannot directly. \
                     Who runs it sees which laptops speak with each other, when and how much, and cannot read \
                     or change what they say. It is used from the next start on.",
                );
            }
            None => page.text(
                "No relay: laptops meet directly, on one network or at an address that is known, and nobody \
                 stands between them.",
            ),
        }
    }
}
