//! What people say on a record.

use std::collections::BTreeMap;

use palabre_api::row;

use super::Render;
use crate::page::Page;
use crate::words::{short, when};

/// How far answers to answers stand in at most, so that a long exchange keeps its width.
const DEEPEST: usize = 4;

impl Render for row::Thread {
    fn draw(&self, page: &mut Page) {
        if self.hidden {
            page.line("Hidden on this laptop.");
        }
        if self.comments.is_empty() && self.reactions.is_empty() {
            page.line("Nothing is said here yet.");
        }
        draw_reactions(page, &self.reactions);
        draw_comments(page, &self.comments);
    }
}

impl Render for row::Markdown {
    fn draw(&self, page: &mut Page) {
        for html in &self.html {
            page.text(html.trim_end());
        }
    }
}

impl Render for row::Nudges {
    fn draw(&self, page: &mut Page) {
        match self.silent.is_empty() {
            true => page.line("Everybody who was asked has answered."),
            false => page.line(format!("Not answered yet: {}.", self.silent.join(", "))),
        }
        draw_nudges(page, &self.nudges);
    }
}

/// Draws what whoever asks wrote to those who have not answered.
pub fn draw_nudges(page: &mut Page, nudges: &[row::Nudge]) {
    for nudge in nudges {
        let (from, to) = if nudge.mine { ("You", nudge.name.as_str()) } else { (nudge.by.as_str(), "you") };
        page.line(format!("{from} to {to}  {}", when(nudge.at)));
        page.part(|page| page.text(&words_of(nudge.text.as_deref())));
    }
}

/// Draws comments, each below the one that it answers.
pub fn draw_comments(page: &mut Page, comments: &[row::Comment]) {
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    for comment in comments {
        let above = comment.reply_to.as_deref().and_then(|parent| depths.get(parent));
        let depth = above.map_or(0, |above| above + 1);
        depths.insert(&comment.id, depth);
        draw_at(page, comment, depth.min(DEEPEST));
    }
}

fn draw_at(page: &mut Page, comment: &row::Comment, depth: usize) {
    if depth > 0 {
        return page.part(|page| draw_at(page, comment, depth - 1));
    }
    page.line(format!("{}  {}  ({})", comment.name, when(comment.at), short(&comment.id)));
    page.part(|page| {
        let folds: Vec<String> = comment
            .folds
            .iter()
            .map(|fold| format!("{}: {}", fold.name, words_of(fold.text.as_deref())))
            .collect();
        match (comment.hidden, comment.folded) {
            (true, _) => page.line("Hidden on this laptop."),
            (_, true) => page.line("Folded."),
            _ => page.text(&words_of(comment.text.as_deref())),
        }
        for fold in folds {
            page.line(format!("To be folded, says {fold}"));
        }
        draw_reactions(page, &comment.reactions);
    });
}

/// Draws reactions, and who gave them.
pub fn draw_reactions(page: &mut Page, reactions: &[row::Reaction]) {
    for reaction in reactions {
        page.line(format!("{} {}", reaction.reaction, reaction.names.join(", ")));
    }
}

/// Returns somebody's words, or that they took them back.
pub fn words_of(text: Option<&str>) -> String {
    text.unwrap_or("Withdrawn by its author.").to_owned()
}
