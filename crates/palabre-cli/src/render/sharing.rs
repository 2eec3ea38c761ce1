//! Sharing, and profiles.

use palabre_api::row;

use super::Render;
use super::around::draw_around;
use super::decisions::draw_rest;
use crate::page::Page;
use crate::words::{label, list, short, when};

impl Render for row::Wall {
    fn draw(&self, page: &mut Page) {
        if self.lines.is_empty() {
            page.line("No price, no debt.");
            page.line("Say what is in the kitchen, what you lend, what you need, whom you thank: `palabre share new`.");
        }
        let rows: Vec<_> = self.lines.iter().map(|share| (line(share), answers(share))).collect();
        page.noted(&rows);
        draw_rest(page, self.more);
    }
}

fn line(share: &row::Share) -> Vec<String> {
    let to = if share.to.is_empty() { String::new() } else { format!("to {}", list(&share.to)) };
    let done = if share.done { "over" } else { "" };
    vec![short(&share.id), label(&share.kind), share.text.clone(), share.name.clone(), to, done.to_owned()]
}

fn answers(share: &row::Share) -> Option<String> {
    let all = share.answers.iter().map(|answer| match &answer.text {
        Some(text) => format!("{}: {text}", answer.name),
        None => answer.name.clone(),
    });
    let all = all.collect::<Vec<_>>().join("\n");
    (!all.is_empty()).then_some(all)
}

impl Render for row::Share {
    fn draw(&self, page: &mut Page) {
        page.noted(&[(line(self), answers(self))]);
        draw_around(page, &self.around);
    }
}

impl Render for row::Profile {
    fn draw(&self, page: &mut Page) {
        page.line(&self.name);
        let lists = [("Shares", &self.shares), ("Wants to learn", &self.learns), ("Speaks", &self.languages)];
        if lists.iter().all(|(_, list)| list.is_empty()) && self.about.is_empty() && self.place.is_empty() {
            page.line(match self.me {
                true => "You have said nothing about yourself: `palabre profile write`.",
                false => "Nothing is said here yet.",
            });
        }
        let mut facts: Vec<(&str, String)> =
            lists.iter().map(|(name, list)| (*name, list.join(", "))).collect();
        facts.push(("Is", self.place.clone()));
        facts.push(("Away until", self.away_until.map(when).unwrap_or_default()));
        facts.push(("About", self.about.clone()));
        page.facts(&facts);
    }
}
