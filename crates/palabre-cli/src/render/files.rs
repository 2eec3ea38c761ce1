//! Files that were written, read and re-counted.

use palabre_api::row;

use super::Render;
use crate::page::Page;
use crate::words::{counted, list, size};

/// The verdicts on a file that holds what it claims: on a final count, and on one that is not final yet.
const HONEST: [&str; 2] = ["verified", "counted"];

impl Render for row::Written {
    fn draw(&self, page: &mut Page) {
        page.line(format!("Written to {} ({}).", self.file, size(self.bytes)));
        // A re-count is whole in itself: nothing follows it.
        if self.up_to > 0 {
            page.line(format!("What comes after this: `--after {}` next time.", self.up_to));
        }
    }
}

impl Render for row::Taken {
    fn draw(&self, page: &mut Page) {
        let known = self.entries.saturating_sub(self.new);
        let new = match self.new {
            0 => "Nothing new here".to_owned(),
            new => format!("{} here", counted(new, "new thing", "new things")),
        };
        page.line(match known {
            0 => format!("{new}."),
            known => format!("{new}; {} known already.", counted(known, "was", "were")),
        });
        if self.refused > 0 {
            page.line(format!("{} refused: not as their author wrote them.", self.refused));
        }
        if self.gaps > 0 {
            page.line(format!(
                "{} what this file does not hold. A meeting, or a whole bundle, brings it.",
                counted(self.gaps, "follows", "follow")
            ));
        }
    }
}

impl Render for row::Verified {
    fn draw(&self, page: &mut Page) {
        page.text(&self.sentence);
        if self.question.is_empty() {
            return;
        }
        page.gap();
        page.line(format!("{}: {}", self.community, self.question));
        if !self.wording.trim().is_empty() {
            page.part(|page| page.text(&self.wording));
        }
        page.gap();
        page.text(&self.arithmetic);
        if !self.not_counted.is_empty() {
            page.line(format!("In the file and not in the count: {}.", list(&self.not_counted)));
        }
    }

    fn is_good(&self) -> bool {
        HONEST.contains(&self.verdict.as_str())
    }
}
