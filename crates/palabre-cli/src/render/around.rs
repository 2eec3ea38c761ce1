//! What stands around every record: next steps, files, ties, and what was said.

use palabre_api::row;

use super::Render;
use super::threads::{draw_comments, draw_nudges, draw_reactions, words_of};
use crate::page::Page;
use crate::words::{label, list, short, size, when};

impl Render for row::Around {
    fn draw(&self, page: &mut Page) {
        draw_around(page, self);
    }
}

/// Draws everything that stands around a record; nothing where there is nothing.
pub fn draw_around(page: &mut Page, around: &row::Around) {
    if !around.steps.is_empty() {
        page.gap();
        page.line("Next steps");
        let rows: Vec<_> = around.steps.iter().map(step).collect();
        page.part(|page| page.columns(&rows));
    }
    if !around.files.is_empty() {
        page.gap();
        page.line("Files");
        let rows: Vec<_> = around.files.iter().map(file).collect();
        page.part(|page| page.columns(&rows));
    }
    if !around.tied.is_empty() {
        page.gap();
        page.line("Tied to it");
        let rows: Vec<_> = around.tied.iter().map(tie).collect();
        page.part(|page| page.columns(&rows));
    }
    if !around.nudges.is_empty() {
        page.gap();
        draw_nudges(page, &around.nudges);
    }
    if !around.comments.is_empty() || around.more_comments > 0 || !around.reactions.is_empty() {
        page.gap();
        page.line("Said");
        page.part(|page| {
            draw_reactions(page, &around.reactions);
            draw_comments(page, &around.comments);
            if around.more_comments > 0 {
                page.line(format!("… and {} more", around.more_comments));
            }
        });
    }
}

fn step(step: &row::Step) -> Vec<String> {
    let by = step.by.map(|at| format!("by {}", when(at))).unwrap_or_default();
    let who = match (step.taken_by.is_empty(), step.done) {
        (true, _) => "nobody took it yet".to_owned(),
        (false, true) => format!("done by {}", list(&step.taken_by)),
        (false, false) => list(&step.taken_by),
    };
    vec![short(&step.id), words_of(step.text.as_deref()), by, who]
}

fn file(file: &row::File) -> Vec<String> {
    let here = if file.here { "" } else { "not here yet" };
    vec![file.name.clone(), size(file.size), format!("by {}", file.by), here.to_owned()]
}

/// Draws a record that belongs to another, as a row.
pub fn tie(tied: &row::Tied) -> Vec<String> {
    vec![short(&tied.id), label(&tied.kind), tied.title.clone(), label(&tied.state)]
}

/// Returns a record that another belongs to, in a line.
pub fn about(tied: Option<&row::Tied>) -> String {
    tied.map(|tied| format!("{}  ({} {})", tied.title, tied.kind, short(&tied.id))).unwrap_or_default()
}

impl Render for row::Attached {
    fn draw(&self, page: &mut Page) {
        page.line(format!("{}  {}", self.file.name, size(self.file.size)));
        match (&self.written, self.file.here) {
            (Some(path), _) => page.line(format!("Written to {path}.")),
            _ if self.taken_off => page.line("Taken off. Laptops that have it no longer show it."),
            (None, true) => page.line("It is on this laptop."),
            (None, false) => {
                page.line(
                    "It is not here yet: it comes with the next `palabre sync` with somebody who has it.",
                );
            }
        }
    }
}
