//! Projects.

use palabre_api::row;

use super::Render;
use super::around::{draw_around, tie};
use super::threads::words_of;
use crate::page::Page;
use crate::words::{label, list, short, when};

impl Render for row::Projects {
    fn draw(&self, page: &mut Page) {
        if self.projects.is_empty() {
            page.line("An idea is a project when a team wants it.");
            page.line("Put yours on the wall: `palabre project new`.");
        }
        let rows: Vec<_> = self.projects.iter().map(line).collect();
        page.noted(&rows);
    }
}

fn line(line: &row::ProjectLine) -> (Vec<String>, Option<String>) {
    let needs = match line.needs.len() {
        0 => String::new(),
        1 => "1 need".to_owned(),
        many => format!("{many} needs"),
    };
    let news = match (&line.news, line.quiet) {
        (_, true) => "no news for three months".to_owned(),
        (Some(news), false) => format!("{news:?}"),
        (None, false) => String::new(),
    };
    let mine = if line.mine { "yours" } else { "" };
    let row = vec![short(&line.id), label(&line.state), line.name.clone(), needs, news, mine.to_owned()];
    (row, (!line.why.is_empty()).then(|| line.why.clone()))
}

impl Render for row::Project {
    fn draw(&self, page: &mut Page) {
        page.line(&self.name);
        page.line(format!("Project by {}  ({})", self.author, short(&self.id)));
        page.text(&self.sentence);
        if !self.why.is_empty() {
            page.gap();
            page.text(&self.why);
        }
        draw_needs(page, self);
        if !self.description.trim().is_empty() {
            page.gap();
            page.part(|page| page.text(&self.description));
        }
        if !self.different.trim().is_empty() {
            page.gap();
            page.line("What is different here");
            page.part(|page| page.text(&self.different));
        }
        draw_notes(page, "Journal", &self.journal);
        draw_notes(page, "Lessons", &self.lessons);
        if !self.links.is_empty() {
            page.gap();
            page.line("Links");
            let rows: Vec<_> =
                self.links.iter().map(|l| vec![short(&l.id), l.title.clone(), l.url.clone()]).collect();
            page.part(|page| page.columns(&rows));
        }
        page.gap();
        let from = self.lineage.as_ref().map(|lineage| format!("{} of {}", lineage.name, lineage.community));
        let writers = if self.writers.is_empty() { "everyone".to_owned() } else { list(&self.writers) };
        page.facts(&[
            ("Team", list(&self.team)),
            ("Written by", writers),
            ("Licence", self.licence.clone()),
            ("Taken up from", from.unwrap_or_default()),
        ]);
        if !self.taken_up.is_empty() {
            page.gap();
            page.line("Taken up here as");
            let rows: Vec<_> = self.taken_up.iter().map(tie).collect();
            page.part(|page| page.columns(&rows));
        }
        draw_around(page, &self.around);
    }

    fn acknowledge(&self, page: &mut Page) {
        page.line(format!("{}  ({})", self.name, short(&self.id)));
        page.text(&self.sentence);
        draw_needs(page, self);
        if let Some(note) = self.journal.first() {
            page.gap();
            page.text(&format!("Last news: {}", words_of(note.text.as_deref())));
        }
    }
}

fn draw_needs(page: &mut Page, project: &row::Project) {
    if project.needs.is_empty() {
        return;
    }
    page.gap();
    page.line("Needs");
    let rows: Vec<_> = project.needs.iter().map(need).collect();
    page.part(|page| page.noted(&rows));
}

fn need(need: &row::Need) -> (Vec<String>, Option<String>) {
    let met = if need.met { "met" } else { "" };
    let help = need.help.iter().map(|help| match &help.text {
        Some(text) => format!("{} can help: {text}", help.name),
        None => format!("{} can help", help.name),
    });
    let help = help.collect::<Vec<_>>().join("\n");
    let row = vec![short(&need.id), label(&need.kind), need.what.clone(), met.to_owned()];
    (row, (!help.is_empty()).then_some(help))
}

fn draw_notes(page: &mut Page, title: &str, notes: &[row::Note]) {
    if notes.is_empty() {
        return;
    }
    page.gap();
    page.line(title);
    let rows: Vec<_> = notes
        .iter()
        .map(|note| {
            let kind = if note.kind == "journal" { String::new() } else { label(&note.kind) };
            (vec![when(note.at), note.name.clone(), kind], Some(words_of(note.text.as_deref())))
        })
        .collect();
    page.part(|page| page.noted(&rows));
}

/// Where to begin, as long as a community has written nothing itself.
const GUIDE: &str = "\
Nothing is written yet. A project with several parties begins well when these are answered, in this order:

1. Why? One sentence, that each party would sign.
2. Who is touched, and seems not concerned yet? Ask them first.
3. What does each party bring, and what does each need?
4. What is the smallest thing that shows whether it works, and by when?
5. Who decides what, and how does one leave?
6. What happens to what it makes, when it ends?

Write your own: `palabre guide write`.";

impl Render for row::Guide {
    fn draw(&self, page: &mut Page) {
        page.line("How we do things here");
        page.gap();
        if self.text.trim().is_empty() {
            page.text(GUIDE);
            return;
        }
        page.text(&self.text);
        page.gap();
        page.line(format!("Written by {}.", list(&self.writers)));
    }
}

impl Render for row::History {
    fn draw(&self, page: &mut Page) {
        page.line(format!("{}  ({})", self.title, short(&self.id)));
        page.gap();
        let rows: Vec<_> =
            self.changes.iter().map(|c| vec![when(c.at), c.name.clone(), c.what.clone()]).collect();
        page.columns(&rows);
        if !self.pieces.is_empty() {
            page.gap();
            page.line("Who wrote what");
            for piece in &self.pieces {
                page.part(|page| page.text(&format!("{}: {}", piece.name, piece.text.trim())));
            }
        }
    }
}
