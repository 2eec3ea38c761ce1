//! Who keeps the keys, and the rules.

use palabre_api::row;

use super::Render;
use crate::page::Page;
use crate::words::{counted, list, short, size, when};

impl Render for row::Keyholders {
    fn draw(&self, page: &mut Page) {
        page.line("These keep the keys:");
        let rows: Vec<_> = self.keyholders.iter().map(keyholder).collect();
        page.part(|page| page.columns(&rows));
        if (self.keyholders.len() as u32) < self.wished {
            page.gap();
            page.text(&format!(
                "At least {} are wished for: with fewer, one who falls ill or leaves takes the keys along. \
                 `palabre keyholder propose --add NAME` asks everybody.",
                self.wished
            ));
        }
        if !self.at_once.is_empty() {
            page.gap();
            page.text("These came into force at once, so that neither did. Two thirds of all choose one:");
            self.at_once.iter().for_each(|change| page.part(|page| amendment(change, page)));
        }
        if !self.waiting.is_empty() {
            page.gap();
            page.line("Decided, and waiting for signatures:");
            self.waiting.iter().for_each(|change| page.part(|page| amendment(change, page)));
        }
    }
}

fn keyholder(keyholder: &row::Keyholder) -> Vec<String> {
    let name = if keyholder.me { format!("{} (you)", keyholder.name) } else { keyholder.name.clone() };
    let year = match (keyholder.here, keyholder.over) {
        (false, _) => "is not a member any more".to_owned(),
        (true, true) => format!("the year ended {}: time to ask everybody again", when(keyholder.until)),
        (true, false) => format!("until {}", when(keyholder.until)),
    };
    vec![name, short(&keyholder.id), year]
}

fn amendment(change: &row::Amendment, page: &mut Page) {
    page.text(&format!("{}  ({})", change.question, short(&change.decision)));
    page.part(|page| page.text(&what(&change.what, &change.value)));
    let signed = match change.signed.as_slice() {
        [] => "nobody has signed".to_owned(),
        names => format!("signed by {}", list(names)),
    };
    let mine = match (change.mine, change.done) {
        (_, true) => ", you among them",
        (true, false) => "; yours is missing: `palabre keyholder certify`",
        (false, false) => "",
    };
    page.part(|page| {
        page.text(&format!("{signed} of {} needed{mine}", counted(change.needed, "keyholder", "keyholders")))
    });
}

/// Returns what a decision puts into force, as one sentence.
pub(super) fn executes(executes: &row::Executes) -> String {
    what(&executes.what, &executes.value)
}

/// Returns what changes, as one sentence.
fn what(word: &str, value: &str) -> String {
    match word {
        "cause" => format!("The Cause becomes: {value}"),
        "name" => format!("The name becomes {value:?}."),
        "keyholders" => format!("The keys are kept by {value}."),
        "admission" => admission(value).to_owned(),
        "quotas" => quotas(value),
        "removal" => format!("{value} is removed."),
        "let-in" => format!("{value} is let in."),
        _ => value.to_owned(),
    }
}

/// Returns how much one laptop may write: what comes as entries and bytes.
fn quotas(value: &str) -> String {
    let limits =
        value.split_once(' ').and_then(|(entries, bytes)| Some((entries.parse().ok()?, bytes.parse().ok()?)));
    match limits {
        Some((entries, bytes)) => {
            let entries: u64 = entries;
            format!("One laptop may write {} and {}.", counted(entries, "entry", "entries"), size(bytes))
        }
        None => value.to_owned(),
    }
}

fn admission(word: &str) -> &str {
    match word {
        "any-member" => "Any member lets somebody in.",
        "two-vouch" => "Two members vouch for somebody.",
        "decision" => "A decision lets somebody in.",
        other => other,
    }
}

impl Render for row::Certifying {
    fn draw(&self, page: &mut Page) {
        if self.in_force {
            page.line("In force:");
            page.part(|page| page.text(&what(&self.change.what, &self.change.value)));
            return;
        }
        let thirds = match self.listed {
            0 => String::new(),
            all => format!(", or two thirds of the {all} members who are listed"),
        };
        page.text(&format!(
            "Signed by {}. It takes {}{thirds}. Until then nothing changes.",
            list(&self.change.signed),
            counted(self.change.needed, "keyholder", "keyholders"),
        ));
    }
}

impl Render for row::Charter {
    fn draw(&self, page: &mut Page) {
        page.line(&self.name);
        page.part(|page| page.text(&self.cause));
        page.gap();
        page.part(|page| {
            page.facts(&[
                ("Keys", list(&self.keyholders)),
                ("Coming in", admission(&self.admission).to_owned()),
                ("One laptop", format!("writes at most {} entries, {}", self.entries, size(self.bytes))),
            ]);
        });
        if !self.history.is_empty() {
            page.gap();
            page.line("How it changed");
            let rows: Vec<_> = self.history.iter().map(version).collect();
            page.part(|page| page.columns(&rows));
        }
    }
}

fn version(version: &row::CharterVersion) -> Vec<String> {
    let decision = version.decision.as_deref().map(short).unwrap_or_default();
    let asked = format!("{} took part", version.took_part);
    vec![when(version.since), what(&version.what, &version.value), decision, asked]
}
