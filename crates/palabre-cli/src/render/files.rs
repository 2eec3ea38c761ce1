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
        if self.more {
            page.line(format!("There is more: `--after {}` brings what follows.", self.up_to));
        } else if self.up_to > 0 {
            page.line(format!("What comes after this: `--after {}` next time.", self.up_to));
        }
    }
}

impl Render for row::Taken {
    fn draw(&self, page: &mut Page) {
        let new = match self.new {
            0 => "Nothing new here".to_owned(),
            new => format!("{} here", counted(new, "new thing", "new things")),
        };
        page.line(match self.known {
            0 => format!("{new}."),
            known => format!("{new}; {} known already.", counted(known, "was", "were")),
        });
        if self.refused > 0 {
            page.line(format!("{} refused: not as their author wrote them.", self.refused));
        }
        if self.filled > 0 {
            let earlier = counted(self.filled, "thing of an earlier file", "things of earlier files");
            page.line(format!("{earlier} found {} place.", if self.filled == 1 { "its" } else { "their" }));
        }
        if self.damaged > 0 {
            let pieces = counted(self.damaged, "piece of this file is", "pieces of this file are");
            page.line(format!("{pieces} damaged and left out. Copy it again, and import it once more."));
        }
        if self.lost {
            page.line("The file is damaged, and what comes after the damage cannot be found. Copy it again.");
        }
        if self.cut {
            page.line(
                "The file is cut off: what is whole in it was taken. Copy it again, and import it once",
            );
            page.line("more: it goes on from here.");
        }
        let left_out = self.gaps.saturating_sub(self.aside);
        if self.aside > 0 {
            page.line(format!(
                "{} what is not here yet: kept aside until another file, or a meeting, brings it.",
                counted(self.aside, "piece follows", "pieces follow")
            ));
        }
        if left_out > 0 {
            page.line(format!(
                "{} what is not here yet. Import what comes before, and then this file once more.",
                counted(left_out, "piece follows", "pieces follow")
            ));
        }
    }

    fn is_good(&self) -> bool {
        let whole = !self.cut && !self.lost && self.damaged == 0;
        whole && self.refused == 0 && self.gaps == self.aside
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
