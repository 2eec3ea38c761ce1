//! What was chosen for the network, and who is there.

use palabre_api::row;

use super::Render;
use crate::page::Page;
use crate::words::{list, short};

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

impl Render for row::Near {
    fn draw(&self, page: &mut Page) {
        if !self.looked {
            page.text(
                "Nobody looks around on this network: `palabre near` looks once, `palabre keep --near` all the \
                 time.",
            );
            return;
        }
        if self.near.is_empty() {
            page.text(
                "No laptop of a member is seen on this network. They must look too, at the same time; and some \
                 networks keep devices apart. Then scan or type what `palabre keep` prints on the other laptop.",
            );
            return;
        }
        let rows: Vec<_> = self.near.iter().map(laptop).collect();
        page.noted(&rows);
        page.gap();
        page.text("Compare the three words with those that `palabre me show` says on the other laptop.");
    }
}

fn laptop(laptop: &row::NearLaptop) -> (Vec<String>, Option<String>) {
    let whose = if laptop.mine { "yours".to_owned() } else { list(&laptop.communities) };
    let linked = if laptop.linked { "linked" } else { "" }.to_owned();
    let row = vec![laptop.name.clone(), short(&laptop.device), laptop.words.clone(), whose, linked];
    (row, Some(laptop.addresses.join(", ")))
}
