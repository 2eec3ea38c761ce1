//! Intentions.

use palabre_api::row;

use super::Render;
use super::around::{about, draw_around};
use super::decisions::draw_outcomes;
use super::threads::words_of;
use crate::page::Page;
use crate::words::{label, list, short, when};

impl Render for row::Intentions {
    fn draw(&self, page: &mut Page) {
        if self.intentions.is_empty() {
            page.line("Anyone may do anything here, having first asked those it touches and those who know.");
            page.line("Write what you want to do and whom it touches: `palabre intention new`.");
        }
        let rows: Vec<_> = self.intentions.iter().map(line).collect();
        page.columns(&rows);
    }
}

fn line(line: &row::IntentionLine) -> Vec<String> {
    let until = if line.state == "listening" { format!("until {}", when(line.until)) } else { String::new() };
    let heard = if line.named > 0 { format!("{} of {}", line.heard, line.named) } else { String::new() };
    let mine = if line.waits_for_me { "your advice is asked" } else { "" };
    let state = if line.state == "review" { "To review".to_owned() } else { label(&line.state) };
    vec![short(&line.id), state, line.what.clone(), line.initiator.clone(), until, heard, mine.to_owned()]
}

impl Render for row::Intention {
    fn draw(&self, page: &mut Page) {
        page.line(&self.what);
        page.line(format!("Intention of {}  ({})", self.initiator, short(&self.id)));
        page.text(&self.sentence);
        page.text(&my_part(self));
        page.gap();
        page.facts(&[
            ("Why", self.why.clone()),
            ("Resolves", self.tension.clone()),
            ("Could make worse", self.worse.clone()),
            ("Touches", list(&self.touched)),
            ("Know about it", list(&self.knows)),
            ("Belongs to", about(self.about.as_ref())),
            ("Waits for", about(self.waits_for.as_ref())),
        ]);
        draw_advice(page, self);
        draw_open(page, self);
        if let Some(decided) = &self.decided {
            page.gap();
            page.line(format!(
                "{}  {}",
                decided_in_words(decided),
                self.decided_at.map(when).unwrap_or_default()
            ));
            if let Some(text) = &self.decided_text {
                page.part(|page| page.text(text));
            }
        }
        draw_outcomes(page, &self.outcomes);
        if !self.reviews.is_empty() {
            page.gap();
            page.line("Did it create more tension than it resolved?");
            let rows: Vec<_> = self
                .reviews
                .iter()
                .map(|review| (vec![review.name.clone(), label(&review.tension)], review.text.clone()))
                .collect();
            page.part(|page| page.noted(&rows));
        }
        draw_around(page, &self.around);
    }

    fn acknowledge(&self, page: &mut Page) {
        page.line(format!("{}  ({})", self.what, short(&self.id)));
        page.text(&self.sentence);
        page.text(&my_part(self));
        draw_open(page, self);
    }
}

fn decided_in_words(decided: &str) -> &str {
    match decided {
        "go" => "Decided: go",
        "go-changed" => "Decided: go, changed",
        _ => "Decided: drop",
    }
}

fn my_part(intention: &row::Intention) -> String {
    match (&intention.my_advice, intention.i_am_asked, intention.decided.is_some()) {
        (Some(kind), ..) => format!("You said: {}.", label(kind).to_lowercase()),
        (None, true, false) => {
            format!("This touches you, or you know about it. {} asks you first.", intention.initiator)
        }
        _ => String::new(),
    }
}

fn draw_advice(page: &mut Page, intention: &row::Intention) {
    if intention.advice.is_empty() {
        return;
    }
    page.gap();
    page.line("What they said");
    for advice in &intention.advice {
        page.part(|page| {
            let asked = if advice.asked { "" } else { "  (not asked)" };
            page.line(format!("{}: {}{asked}", advice.name, advice_in_words(&advice.kind)));
            page.part(|page| {
                if let Some(text) = &advice.text {
                    page.text(text);
                } else if matches!(advice.kind.as_str(), "suggestion" | "worry" | "harm") {
                    page.text(&words_of(None));
                }
                if let Some(reply) = &advice.reply {
                    let text = advice.reply_text.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
                    page.text(&format!(
                        "{} answers: {}{text}",
                        intention.initiator,
                        label(reply).to_lowercase()
                    ));
                }
            });
        });
    }
}

fn advice_in_words(kind: &str) -> &str {
    match kind {
        "read" => "read, nothing to add",
        "harm" => "I see harm",
        other => other,
    }
}

fn draw_open(page: &mut Page, intention: &row::Intention) {
    if intention.decided.is_some() {
        return;
    }
    let mut open = Vec::new();
    if !intention.not_heard.is_empty() {
        open.push(format!("Not heard yet: {}.", list(&intention.not_heard)));
    }
    if intention.mine && !intention.not_answered.is_empty() {
        open.push(format!("Not answered by you: {}.", list(&intention.not_answered)));
    }
    if intention.mine && !open.is_empty() {
        open.push("You can decide; the page will say so.".to_owned());
    }
    page.text(&open.join(" "));
}

impl Render for row::Suggestions {
    fn draw(&self, page: &mut Page) {
        if self.names.is_empty() {
            page.line("Nobody says so about themself. `palabre members` lists everybody.");
        }
        for name in &self.names {
            page.line(name);
        }
    }
}
