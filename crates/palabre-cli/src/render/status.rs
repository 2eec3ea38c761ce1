//! What this laptop holds.

use palabre_api::row;

use super::Render;
use crate::page::Page;
use crate::words::{counted, label, list, short, thousands, when};

/// From how much of what one device may write on its owner is told, in percent.
const WARN_AT: u32 = 80;

impl Render for row::Status {
    fn draw(&self, page: &mut Page) {
        page.line(format!("{}  ({})", self.community.name, short(&self.community.id)));
        page.part(|page| {
            let members = counted(self.members, "member", "members");
            let devices = counted(self.devices, "laptop", "laptops");
            let entries = counted(self.entries, "entry", "entries");
            page.facts(&[
                ("Here", format!("{members}, {devices}, {entries}")),
                (
                    "Compare",
                    format!(
                        "{}  (equal on laptops that hold the same)",
                        short(fingerprint(&self.state_hash))
                    ),
                ),
                ("Counts", confirms(&self.confirms).to_owned()),
                ("Reachable", self.addresses.join(", ")),
            ]);
        });
        if let Some(preview) = &self.preview {
            page.gap();
            draw_preview(page, preview);
        }
        page.gap();
        if self.peers.is_empty() {
            page.line("Nobody met yet. What you do is saved here and leaves at the next meeting.");
        } else {
            page.line("Met");
            let rows: Vec<_> = self.peers.iter().map(peer).collect();
            page.part(|page| page.columns(&rows));
        }
        draw_reasons(page, "Waiting", &self.pending);
        draw_reasons(page, "Without effect", &self.refused);
        if self.quota >= WARN_AT {
            page.gap();
            page.text(&format!(
                "This laptop has written {} % of what one device may write here. At the limit nothing more can be \
                 written on it: go on with another laptop of yours before (`palabre device add`), or propose a \
                 charter that allows more.",
                self.quota
            ));
        }
        for suspension in &self.suspended {
            page.gap();
            super::people::draw_suspension(page, suspension);
        }
        if self.renew {
            page.gap();
            page.text(
                "This laptop's disk was put back to an earlier time, or its home was copied, so it writes nothing \
                 more. `palabre device renew` makes a new device of it; nothing is lost.",
            );
        }
        if !self.forked.is_empty() {
            page.gap();
            page.text(&format!(
                "Two different stories were told by a laptop of {}. Both are kept; what it says from there on \
                 counts only where others built on it. `palabre fork list` tells more.",
                list(&self.forked)
            ));
        }
    }
}

impl Render for row::Forks {
    fn draw(&self, page: &mut Page) {
        if self.forks.is_empty() {
            page.line("Nobody's laptop told two different stories.");
        }
        for (n, fork) in self.forks.iter().enumerate() {
            if n > 0 {
                page.gap();
            }
            draw_fork(page, fork);
        }
    }
}

fn draw_fork(page: &mut Page, fork: &row::Fork) {
    let whose = if fork.here {
        "This laptop".to_owned()
    } else {
        format!("{}'s device {}, {},", fork.name, fork.number, short(&fork.device))
    };
    page.text(&format!(
        "{whose} told two different stories: {} stand at its place {}.",
        counted(fork.stories, "entry", "entries"),
        thousands(fork.place)
    ));
    page.part(|page| {
        page.text("What it said before that counts as ever, and its owner is a member as before.");
        let mut after = vec![
            format!("{} no effect", have(fork.void)),
            format!("{}, because others built on {}", stay(fork.kept), if fork.kept == 1 { "it" } else { "them" }),
        ];
        if fork.waiting > 0 {
            after.push(format!("{} for what they stand on", if fork.waiting == 1 { "1 waits".to_owned() } else { format!("{} wait", thousands(fork.waiting)) }));
        }
        page.text(&format!("Of what it said from there on, {}.", list(&after)));
        page.text(&match (fork.here, fork.closed) {
            (_, true) => "It is closed.".to_owned(),
            (true, false) => "It writes nothing more: `palabre device renew` makes a new device of it.".to_owned(),
            (false, false) => format!(
                "Most often a backup was put back or a home was copied: tell {}. `palabre fork export {} FILE` \
                 saves the proof.",
                fork.name,
                short(&fork.device)
            ),
        });
    });
}

fn have(entries: u64) -> String {
    if entries == 1 { "1 entry has".to_owned() } else { format!("{} entries have", thousands(entries)) }
}

fn stay(entries: u64) -> String {
    if entries == 1 { "1 stays".to_owned() } else { format!("{} stay", thousands(entries)) }
}

/// Draws what another laptop says of a community whose entries are still to come.
pub fn draw_preview(page: &mut Page, preview: &row::Preview) {
    page.line(format!("Being checked: {}", preview.name));
    page.part(|page| {
        page.text(&preview.cause);
        page.gap();
        let members = counted(preview.members, "member", "members");
        page.line(format!("{members}, {} to come", counted(preview.entries, "entry", "entries")));
        if !preview.open.is_empty() {
            page.gap();
            page.line("Open");
            let rows: Vec<_> = preview.open.iter().map(open_question).collect();
            page.part(|page| page.columns(&rows));
        }
        if !preview.newest.is_empty() {
            page.gap();
            page.line("Newest");
            let rows: Vec<_> =
                preview.newest.iter().map(|new| vec![when(new.at), new.title.clone()]).collect();
            page.part(|page| page.columns(&rows));
        }
    });
}

fn open_question(line: &row::DecisionLine) -> Vec<String> {
    let ends = line.ends.map(|ends| format!("until {}", when(ends))).unwrap_or_default();
    let answered =
        format!("{} of {} answered", thousands(line.answered.into()), thousands(line.present.into()));
    vec![line.question.clone(), label(&line.how), ends, answered]
}

/// Returns the hash without the version of what it is the hash of.
fn fingerprint(state_hash: &str) -> &str {
    state_hash.rsplit_once(':').map_or(state_hash, |(_, hash)| hash)
}

fn confirms(word: &str) -> &str {
    match word {
        "yes" => "confirmed by itself where this laptop finds the same",
        "no" => "confirmed only when you say so",
        _ => {
            "confirmed only when you say so; `palabre decision confirm --by-itself yes` leaves it to this laptop"
        }
    }
}

fn peer(peer: &row::Peer) -> Vec<String> {
    let state = if peer.in_sync { "holds the same" } else { "something new since" };
    vec![peer.name.clone(), short(&peer.device), peer.met.map(when).unwrap_or_default(), state.to_owned()]
}

fn draw_reasons(page: &mut Page, heading: &str, reasons: &[row::Reason]) {
    if reasons.is_empty() {
        return;
    }
    page.gap();
    page.line(heading);
    let rows: Vec<_> = reasons
        .iter()
        .map(|reason| {
            let whose = reason.name.as_ref().map(|name| format!("from {name}")).unwrap_or_default();
            let at = reason.at.map(when).unwrap_or_default();
            vec![thousands(reason.entries), reason.text.clone(), whose, at]
        })
        .collect();
    page.part(|page| page.columns(&rows));
}

impl Render for row::Checkup {
    fn draw(&self, page: &mut Page) {
        self.findings.iter().for_each(|finding| page.text(&finding.text));
    }

    fn is_good(&self) -> bool {
        self.well
    }
}

impl Render for row::Mended {
    fn draw(&self, page: &mut Page) {
        if self.community.is_empty() {
            page.line(format!("Set aside, with everything in it: {}", self.aside));
            page.gap();
            page.text(
                "Nobody is at home here now: `palabre restore` brings back a backup, `palabre me restore` begins from your \
                 24 words, `palabre me new` from nothing.",
            );
            return;
        }
        let entries = counted(self.entries, "entry", "entries");
        page.line(format!("{}  ({})", self.name, short(&self.community)));
        page.part(|page| {
            page.facts(&[
                ("Read", format!("{entries} that hold")),
                ("Kept", self.aside.clone()),
                ("Laptop", format!("device {} of yours, a new one", self.device)),
            ]);
        });
        page.gap();
        page.text(
            "What is missing comes when you meet the others: `palabre sync`. Your old device stays open until you close \
             it; do that when you have met everybody: `palabre device revoke`.",
        );
    }
}
