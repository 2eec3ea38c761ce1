//! What waits, what changed, what was found.

use palabre_api::row;

use super::Render;
use crate::page::Page;
use crate::words::{counted, label, short, when};

impl Render for row::Waiting {
    fn draw(&self, page: &mut Page) {
        if self.waiting.is_empty() {
            page.line("Nothing waits for you. Enjoy the day.");
        }
        let rows: Vec<_> = self
            .waiting
            .iter()
            .map(|wait| {
                let until = wait.until.map(|at| format!("until {}", when(at))).unwrap_or_default();
                (vec![short(&wait.id), label(&wait.kind), wait.title.clone(), until], Some(wait.why.clone()))
            })
            .collect();
        page.noted(&rows);
        let more = u64::from(self.all).saturating_sub(self.waiting.len() as u64);
        if more > 0 {
            page.line(format!("And {more} more."));
        }
    }
}

impl Render for row::Notices {
    fn draw(&self, page: &mut Page) {
        if self.notices.is_empty() {
            page.line("Nothing is to be said now.");
        }
        for notice in &self.notices {
            page.line(match (notice.what.as_str(), notice.many, notice.until) {
                ("named", ..) => format!("“{}” names you.", notice.title),
                ("ends", _, Some(at)) => {
                    format!("“{}” is open until {}, and you have not answered yet.", notice.title, when(at))
                }
                (_, 1, _) => format!("“{}” waits for you.", notice.title),
                (_, many, _) => format!("{many} things wait for you, “{}” first.", notice.title),
            });
        }
    }
}

impl Render for row::News {
    fn draw(&self, page: &mut Page) {
        if self.subjects.is_empty() {
            page.line("Nothing has changed.");
        }
        let rows: Vec<_> = self
            .subjects
            .iter()
            .map(|subject| {
                let row = vec![when(subject.at), label(&subject.kind), subject.title.clone()];
                (row, Some(format!("{}\n{}", subject.what, subject.why)))
            })
            .collect();
        page.noted(&rows);
        if self.more > 0 {
            let subjects = counted(self.more, "more subject", "more subjects");
            page.line(format!("And {subjects}, {}.", counted(self.more_changes, "change", "changes")));
        }
    }
}

impl Render for row::Dates {
    fn draw(&self, page: &mut Page) {
        if self.dates.is_empty() {
            page.line("Nothing is coming.");
        }
        let rows: Vec<_> = self
            .dates
            .iter()
            .map(|date| (vec![when(date.at), label(&date.what), label(&date.kind), date.title.clone()], None))
            .collect();
        page.noted(&rows);
        if self.more > 0 {
            page.line(format!("And {}.", counted(self.more, "more date", "more dates")));
        }
    }
}

impl Render for row::Hits {
    fn draw(&self, page: &mut Page) {
        if self.hits.is_empty() {
            page.line("Nothing was found.");
        }
        let rows: Vec<_> = self
            .hits
            .iter()
            .map(|hit| {
                let name = hit.name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
                let row = vec![short(&hit.id), label(&hit.kind), hit.title.clone()];
                (row, Some(format!("{name}{}", hit.excerpt)))
            })
            .collect();
        page.noted(&rows);
        if self.reading {
            page.line("Words are still being read in; more may be found soon.");
        }
    }
}

impl Render for row::Imported {
    fn draw(&self, page: &mut Page) {
        page.line(format!("{}, as an archive to read.", self.community.name));
        page.line(format!("{} came.", counted(self.entries, "entry", "entries")));
    }
}
