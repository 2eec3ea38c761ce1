//! Budget rounds and buckets.

use palabre_api::row;

use super::Render;
use super::around::{about, draw_around};
use super::decisions::draw_count;
use super::threads::words_of;
use crate::page::Page;
use crate::words::{label, list, short, when};

impl Render for row::Rounds {
    fn draw(&self, page: &mut Page) {
        if self.rounds.is_empty() {
            page.line("Everyone gets a share of the pot and gives it to what they want to see happen.");
            page.line("Whatever is left goes where the round said: `palabre round new`.");
        }
        let rows: Vec<_> = self.rounds.iter().map(line).collect();
        page.columns(&rows);
    }
}

fn line(line: &row::RoundLine) -> Vec<String> {
    let ends = match (line.state.as_str(), line.ends) {
        ("open", Some(at)) => format!("until {}", when(at)),
        _ => String::new(),
    };
    let left = match (&line.left, line.state.as_str()) {
        (Some(left), "open") if left.minor > 0 => format!("{} left to give", left.text),
        _ => String::new(),
    };
    let pot = if matches!(line.state.as_str(), "draft" | "dropped") {
        String::new()
    } else {
        line.pot.text.clone()
    };
    vec![short(&line.id), label(&line.state), line.purpose.clone(), pot, ends, left]
}

impl Render for row::Round {
    fn draw(&self, page: &mut Page) {
        page.line(&self.purpose);
        page.line(format!("Round by {}  ({})", self.author, short(&self.id)));
        page.text(&self.sentence);
        page.text(&my_part(self));
        draw_buckets(page, self);
        page.gap();
        let pot = if self.opened.is_some() { self.pot.text.clone() } else { String::new() };
        let carried =
            if self.carried_over.minor > 0 { self.carried_over.text.clone() } else { String::new() };
        page.facts(&[
            ("Pot", pot),
            ("Stayed from before", carried),
            ("Released by", about(self.because.as_ref())),
            ("Rules", self.rules.clone()),
        ]);
        if !self.guidelines.trim().is_empty() {
            page.gap();
            page.line("Guidelines");
            page.part(|page| page.text(&self.guidelines));
        }
        draw_settlement(page, self);
        for count in &self.counts {
            draw_count(page, count);
        }
        draw_around(page, &self.around);
    }

    fn acknowledge(&self, page: &mut Page) {
        page.line(format!("{}  ({})", self.purpose, short(&self.id)));
        page.text(&self.sentence);
        page.text(&my_part(self));
        if self.counts.is_empty() {
            draw_buckets(page, self);
        }
        draw_settlement(page, self);
    }
}

fn my_part(round: &row::Round) -> String {
    if round.conflicted {
        return "You gave differently on two of your devices. Neither counts until you choose.".to_owned();
    }
    match (&round.left, round.state.as_str()) {
        (Some(left), "open") if round.passed && left.minor > 0 => {
            format!("You leave {} ungiven. You can still give.", left.text)
        }
        (Some(left), "open") => format!("{} left to give.", left.text),
        _ => String::new(),
    }
}

fn draw_buckets(page: &mut Page, round: &row::Round) {
    if round.buckets.is_empty() {
        return;
    }
    page.gap();
    page.line("Buckets");
    let rows: Vec<_> = round
        .buckets
        .iter()
        .map(|bucket| {
            let mine =
                if bucket.mine.minor > 0 { format!("{} by you", bucket.mine.text) } else { String::new() };
            let status =
                if bucket.withdrawn { "no longer proposed".to_owned() } else { bucket.status.clone() };
            vec![bucket.title.clone(), bucket.given.text.clone(), status, mine]
        })
        .collect();
    page.part(|page| page.columns(&rows));
}

fn draw_settlement(page: &mut Page, round: &row::Round) {
    let Some(settled) = &round.settlement else { return };
    page.gap();
    page.line("Settled");
    page.part(|page| {
        let rows: Vec<_> = settled
            .buckets
            .iter()
            .map(|bucket| vec![bucket.title.clone(), bucket.given.text.clone(), bucket.what.clone()])
            .collect();
        page.columns(&rows);
        let stays = if settled.stays.minor > 0 { settled.stays.text.clone() } else { String::new() };
        page.facts(&[
            ("Given", settled.given.text.clone()),
            ("Kept by buckets", settled.kept.text.clone()),
            ("Stays with members", stays),
            ("Returns to the pot", settled.returned.text.clone()),
        ]);
    });
    if !settled.mine.is_empty() {
        page.gap();
        page.line("Your money");
        draw_lines(page, &settled.mine);
    }
}

fn draw_lines(page: &mut Page, lines: &[row::MoneyLine]) {
    let rows: Vec<_> = lines.iter().map(|line| vec![line.amount.text.clone(), line.what.clone()]).collect();
    page.part(|page| page.columns(&rows));
}

impl Render for row::Explained {
    fn draw(&self, page: &mut Page) {
        page.line(format!("Of {} that {} could give:", self.allotment.text, self.name));
        draw_lines(page, &self.lines);
    }
}

impl Render for row::Bucket {
    fn draw(&self, page: &mut Page) {
        page.line(&self.title);
        page.line(format!("Bucket by {}  ({})", list(&self.creators), short(&self.id)));
        page.text(&self.sentence);
        if !self.why.trim().is_empty() {
            page.gap();
            page.text(&self.why);
        }
        draw_items(page, self);
        page.gap();
        page.facts(&[
            ("Given", self.given.text.clone()),
            ("Minimum", self.min.text.clone()),
            ("Maximum", self.max.text.clone()),
            ("In", about(self.round.as_ref())),
            ("Belongs to", about(self.about.as_ref())),
        ]);
        if !self.funders.is_empty() {
            page.gap();
            page.line("Funders");
            let rows: Vec<_> =
                self.funders.iter().map(|f| vec![f.name.clone(), f.amount.text.clone()]).collect();
            page.part(|page| page.columns(&rows));
        }
        for flag in &self.flags {
            page.gap();
            page.line(format!("Flagged by {}: {}  ({})", flag.name, flag.guideline, short(&flag.id)));
            page.part(|page| {
                page.text(&words_of(flag.text.as_deref()));
                for answer in &flag.answers {
                    page.text(&format!("{} answers: {}", answer.name, words_of(answer.text.as_deref())));
                }
            });
        }
        draw_around(page, &self.around);
    }

    fn acknowledge(&self, page: &mut Page) {
        page.line(format!("{}  ({})", self.title, short(&self.id)));
        page.text(&self.sentence);
        draw_items(page, self);
    }
}

fn draw_items(page: &mut Page, bucket: &row::Bucket) {
    if bucket.items.is_empty() {
        return;
    }
    page.gap();
    page.line("Items");
    let rows: Vec<_> = bucket
        .items
        .iter()
        .map(|item| {
            let amount = match (&item.max, item.income) {
                (_, true) => format!("brings in {}", item.min.text),
                (Some(max), false) => format!("{} to {}", item.min.text, max.text),
                (None, false) => item.min.text.clone(),
            };
            vec![short(&item.id), item.what.clone(), amount]
        })
        .collect();
    page.part(|page| page.columns(&rows));
}
