//! Decisions, and the Cause that some of them are about.

use palabre_api::row;

use super::Render;
use super::around::{about, draw_around};
use super::governing::executes;
use super::threads::words_of;
use crate::page::Page;
use crate::words::{counted, label, list, short, thousands, when};

impl Render for row::Decision {
    fn draw(&self, page: &mut Page) {
        page.line(&self.question);
        let how = if self.how.is_empty() { "Draft".to_owned() } else { label(&self.how) };
        page.line(format!("{how} by {}  ({})", self.author, short(&self.id)));
        page.text(&self.sentence);
        page.text(&my_part(self));
        if !self.wording.trim().is_empty() {
            page.gap();
            page.part(|page| page.text(&self.wording));
        }
        page.gap();
        page.facts(&[
            ("Rules", self.rules.clone()),
            ("Opened", self.opened.map(when).unwrap_or_default()),
            ("Ends", self.ends.filter(|_| is_running(self)).map(when).unwrap_or_default()),
            ("About", about(self.about.as_ref())),
            ("Then", self.executes.as_ref().map(executes).unwrap_or_default()),
            (
                "Releases",
                self.releases.as_ref().map(|release| release.amount.text.clone()).unwrap_or_default(),
            ),
        ]);
        draw_options(page, self);
        draw_answers(page, self);
        draw_amendments(page, self);
        draw_counts(page, self);
        draw_outcomes(page, &self.outcomes);
        draw_around(page, &self.around);
    }

    fn acknowledge(&self, page: &mut Page) {
        // Leave that was given to this laptop is about no decision in particular.
        if !self.question.is_empty() {
            page.line(format!("{}  ({})", self.question, short(&self.id)));
        }
        page.text(&self.sentence);
        if let Some(count) = self.counts.first() {
            page.text(&count.arithmetic);
        }
        page.text(&my_part(self));
        draw_outcomes(page, &self.outcomes);
    }
}

/// Whether answers may still come.
fn is_running(decision: &row::Decision) -> bool {
    matches!(decision.state.as_str(), "open" | "closing")
}

/// Returns what I have to do with it.
fn my_part(decision: &row::Decision) -> String {
    let apart = if decision.i_take_part { "" } else { " It is shown apart and not counted." };
    match decision.my_answer.as_deref() {
        Some("conflicted") => {
            "You answered differently on two of your devices. Neither counts until you choose.".to_owned()
        }
        Some(position) => format!("You answered: {}.{apart}", label(position)),
        None if decision.state == "dropped" => String::new(),
        None if decision.passed => "You leave this one to the others. You can still answer.".to_owned(),
        None if decision.i_take_part && is_running(decision) => match decision.how.as_str() {
            "choose" => "Your answer is missing: options by number, or none.".to_owned(),
            "score" => {
                let max = decision.up_to.unwrap_or_default();
                format!("Your answer is missing: a number from 0 to {max}, or -, for each option.")
            }
            "time-poll" => "Your answer is missing: yes, if-need-be or no for each time.".to_owned(),
            _ => format!("Your answer is missing: {}.", decision.positions.join(", ")),
        },
        None => String::new(),
    }
}

fn draw_answers(page: &mut Page, decision: &row::Decision) {
    // Those who said the same stand together, in the order in which the first of them stands.
    let mut groups: Vec<(&str, Vec<_>)> = Vec::new();
    for row in &decision.answers {
        match groups.iter_mut().find(|(position, _)| *position == row.position) {
            Some((_, rows)) => rows.push(answer(row)),
            None => groups.push((&row.position, vec![answer(row)])),
        }
    }
    let more = |position: &str| decision.more.iter().find(|more| more.position == position);
    // Of a position of which none was asked for, how many took it is all that is told.
    let untold =
        decision.more.iter().map(|more| more.position.as_str()).filter(|position| !position.is_empty());
    let untold: Vec<_> =
        untold.filter(|position| groups.iter().all(|(known, _)| known != position)).collect();
    groups.extend(untold.into_iter().map(|position| (position, Vec::new())));
    for (position, rows) in groups {
        let more = more(position).map_or(0, |more| more.voices as usize);
        let many = rows.len() + more;
        page.gap();
        match position {
            "conflicted" => page.line(format!("Two answers at once ({many})")),
            position => page.line(format!("{} ({many})", label(position))),
        }
        page.part(|page| page.noted(&rows));
        draw_more(page, more, "");
    }
    // Those who say something to each option are no group.
    draw_more(page, more("").map_or(0, |more| more.voices as usize), " answers");
    if !decision.missing.is_empty() {
        page.gap();
        page.line(format!("Not yet ({})", decision.missing.len()));
        page.part(|page| page.text(&list(&decision.missing)));
    }
}

/// Says how many more there are than were asked for.
fn draw_more(page: &mut Page, more: usize, what: &str) {
    if more > 0 {
        page.part(|page| page.line(format!("… and {more} more{what}")));
    }
}

fn answer(answer: &row::Answer) -> (Vec<String>, Option<String>) {
    let standing = match answer.standing.as_str() {
        "late" => "came late, not counted",
        "omitted" => "left out of the count",
        "apart" => "joined later, not counted",
        "conflicted" => "counts once they choose",
        _ => "",
    };
    let at = if answer.position == "conflicted" { String::new() } else { when(answer.at) };
    let reason = match answer.reason_withdrawn {
        true => Some(words_of(None)),
        false => answer.reason.clone(),
    };
    let by = answer.recorded_by.as_ref().map(|name| format!("written down by {name}")).unwrap_or_default();
    (vec![answer.name.clone(), at, by, standing.to_owned()], reason)
}

fn draw_counts(page: &mut Page, decision: &row::Decision) {
    for count in &decision.counts {
        draw_count(page, count);
    }
    if !decision.other_openings.is_empty() {
        page.gap();
        let others = counted(decision.other_openings.len() as u64, "other wording", "other wordings");
        page.line(format!("{others} of this question run beside this one."));
    }
}

/// Draws a count.
pub fn draw_count(page: &mut Page, count: &row::Count) {
    {
        page.gap();
        let state = if count.is_final { ", final" } else { "" };
        page.line(format!("Count by {}{state}  ({})", list(&count.counted_by), short(&count.id)));
        page.part(|page| {
            page.text(&count.arithmetic);
            let needed = count.needed.map(|needed| format!(" It takes {needed}.")).unwrap_or_default();
            page.text(&format!(
                "Found by {}: {}.{needed}",
                count.confirmed_by.len(),
                list(&count.confirmed_by)
            ));
            page.line(match count.same_here {
                true => "Your laptop finds the same.",
                false => "Your laptop counts differently.",
            });
        });
    }
}

/// Draws the options, or the times, with what they received.
fn draw_options(page: &mut Page, decision: &row::Decision) {
    if decision.options.is_empty() {
        return;
    }
    page.gap();
    if decision.hidden {
        page.line("What others answered is shown once you have answered, or at the end. It is no secret:");
        page.line("anybody who holds the data could look.");
    }
    let rows: Vec<_> = (1..)
        .zip(&decision.options)
        .map(|(n, option)| {
            let received = match (decision.hidden, decision.how.as_str()) {
                (true, _) => String::new(),
                (_, "score") => format!("{} in all", option.sum),
                (_, "time-poll") => format!("{} can, {} if need be", option.voices, option.maybe),
                _ => counted(option.voices, "voice", "voices"),
            };
            let first = if option.first { "first" } else { "" };
            vec![n.to_string(), option.text.clone(), received, first.to_owned()]
        })
        .collect();
    page.columns(&rows);
}

/// Draws what the wording was before, and whose objection lapsed with it.
fn draw_amendments(page: &mut Page, decision: &row::Decision) {
    if !decision.lapsed.is_empty() {
        page.gap();
        page.text(&format!(
            "{} objected to an earlier wording; that lapses unless repeated.",
            list(&decision.lapsed)
        ));
    }
    if let Some(reworded) = &decision.reworded {
        page.gap();
        let stands = match reworded.stands {
            true => "still counts; answer again to change it",
            false => "lapsed with it; answer again",
        };
        page.text(&format!(
            "The wording has changed since you answered. Your {} to the earlier one {stands}.",
            label(&reworded.answer).to_lowercase()
        ));
        page.part(|page| page.text(&changes(&reworded.pieces)));
    }
    for wording in &decision.amended {
        page.gap();
        page.line("An earlier wording");
        page.part(|page| page.text(wording));
    }
}

/// Returns a text with what went and what came marked as programs that compare texts do it.
fn changes(pieces: &[row::Passage]) -> String {
    let marked = pieces.iter().map(|piece| match piece.what.as_str() {
        "gone" => format!("[-{}-]", piece.text),
        "new" => format!("{{+{}+}}", piece.text),
        _ => piece.text.clone(),
    });
    marked.collect()
}

/// Draws what came of something.
pub fn draw_outcomes(page: &mut Page, outcomes: &[row::Outcome]) {
    for outcome in outcomes {
        page.gap();
        page.line(format!("What came of it, says {}  {}", outcome.name, when(outcome.at)));
        page.part(|page| {
            page.text(&words_of(outcome.text.as_deref()));
            if let Some(review) = outcome.review {
                page.line(format!("To be looked at again: {}", when(review)));
            }
        });
    }
}

impl Render for row::Decisions {
    fn draw(&self, page: &mut Page) {
        if self.decisions.is_empty() && self.over == 0 {
            page.line("Voting is the last resort: talk, ask, try.");
            page.line("When it has to be settled, ask: `palabre decision new`.");
        }
        draw_lines(page, &self.decisions);
        draw_rest(page, self.more);
        if self.over > 0 {
            page.gap();
            let over = counted(self.over, "decision is", "decisions are");
            page.line(format!("{over} over, and in the register: `palabre register`."));
        }
    }
}

/// Says how many more lines a list has than were asked for.
pub fn draw_rest(page: &mut Page, more: u32) {
    if more > 0 {
        page.line(format!("… and {} more: ask with --skip or a higher --limit.", thousands(more.into())));
    }
}

/// Draws decisions as lines of a list.
fn draw_lines(page: &mut Page, decisions: &[row::DecisionLine]) {
    let rows: Vec<_> = decisions.iter().map(line).collect();
    page.columns(&rows);
}

fn line(line: &row::DecisionLine) -> Vec<String> {
    let state = match &line.result {
        Some(result) => format!("{}: {}", label(&line.state), label(result).to_lowercase()),
        None => label(&line.state),
    };
    // Once counted it is over, also where all had answered before the end.
    let ends = match (line.state.as_str(), line.ends) {
        ("open", Some(at)) => format!("until {}", when(at)),
        ("closing", Some(at)) => format!("ended {}", when(at)),
        _ => String::new(),
    };
    let answered = match line.state.as_str() {
        "draft" | "dropped" => String::new(),
        _ => format!("{} of {}", line.answered, line.present),
    };
    let mine = if line.waits_for_me { "yours is missing" } else { "" };
    vec![short(&line.id), state, line.question.clone(), ends, answered, mine.to_owned()]
}

impl Render for row::Cause {
    fn draw(&self, page: &mut Page) {
        page.text(&self.cause);
        if self.history.len() > 1 {
            page.gap();
            page.line("How it changed");
            let rows: Vec<_> =
                self.history.iter().map(|version| vec![when(version.since), version.text.clone()]).collect();
            page.part(|page| page.columns(&rows));
        }
        if !self.proposals.is_empty() {
            page.gap();
            page.line("Proposed");
            page.part(|page| draw_lines(page, &self.proposals));
        }
    }
}
