//! What was chosen for the network, and who is there.

use palabre_api::row;

use super::Render;
use crate::page::Page;
use crate::words::{counted, list, short, size, when};

impl Render for row::Relay {
    fn draw(&self, page: &mut Page) {
        match &self.url {
            Some(url) => {
                page.line(format!("Relay: {url}"));
                page.text(
                    "Laptops that named the same relay find each other through it where they cannot directly. \
                     Who runs it sees which laptops speak with each other, when and how much, and cannot read \
                     or change what they say. It is used from the next start on.",
                );
            }
            None => page.text(
                "No relay: laptops meet directly, on one network or at an address that is known, and nobody \
                 stands between them.",
            ),
        }
    }
}

impl Render for row::Near {
    fn draw(&self, page: &mut Page) {
        if self.always {
            page.text("This laptop looks around whenever Palabre runs here: `palabre near --off` ends it.");
            page.gap();
        }
        if !self.looked && self.always {
            page.text(
                "It does not do so now: nothing runs here that could, or this network does not let it.",
            );
            return;
        }
        if !self.looked {
            page.text(
                "Nobody looks around on this network: `palabre near` looks once, `palabre keep --near` all the \
                 time, `palabre near --on` whenever Palabre runs here.",
            );
            return;
        }
        if let Some(words) = &self.waits {
            page.text(&format!(
                "Whoever is near sees this laptop as {words:?}, and can hand an invitation to it: \
                 `palabre invite --near '{words}'`."
            ));
            self.offers.iter().for_each(|offer| draw_offer(offer, page));
            return;
        }
        if !self.newcomers.is_empty() {
            let rows: Vec<_> = self.newcomers.iter().map(newcomer).collect();
            page.line("Waiting to be invited:");
            page.noted(&rows);
            page.text(
                "Compare the three words aloud; then `palabre invite --near WORDS` hands an invitation over.",
            );
            page.gap();
        }
        if self.near.is_empty() {
            page.text(
                "No laptop of a member is seen on this network. They must look too, at the same time; and some \
                 networks keep devices apart. Then scan or type what `palabre keep` prints on the other laptop.",
            );
            return;
        }
        let rows: Vec<_> = self.near.iter().map(laptop).collect();
        page.noted(&rows);
        page.gap();
        page.text("Compare the three words with those that `palabre me show` says on the other laptop.");
    }
}

fn draw_offer(offer: &row::Offer, page: &mut Page) {
    page.gap();
    page.line(format!("{} invites you to {} ({}).", offer.inviter, offer.community, offer.words));
    page.line(format!("palabre join {}", offer.link));
}

fn newcomer(laptop: &row::NearNewcomer) -> (Vec<String>, Option<String>) {
    let invited = if laptop.invited { "invited" } else { "" }.to_owned();
    (vec![laptop.words.clone(), short(&laptop.device), invited], None)
}

fn laptop(laptop: &row::NearLaptop) -> (Vec<String>, Option<String>) {
    let whose = if laptop.mine { "yours".to_owned() } else { list(&laptop.communities) };
    let linked = if laptop.linked { "linked" } else { "" }.to_owned();
    let row = vec![laptop.name.clone(), short(&laptop.device), laptop.words.clone(), whose, linked];
    (row, Some(laptop.addresses.join(", ")))
}

impl Render for row::Met {
    fn draw(&self, page: &mut Page) {
        let whose = match &self.name {
            Some(name) => format!("{name}, {}", short(&self.device)),
            None => short(&self.device),
        };
        page.line(format!("Kept: {whose} is at {}.", list(&self.addresses)));
        page.line("`palabre sync` meets it, and a laptop that stays on calls it now.");
    }
}

impl Render for row::House {
    fn draw(&self, page: &mut Page) {
        page.line(&self.name);
        page.part(|page| {
            page.facts(&[
                ("This laptop", short(&self.device)),
                ("Compare aloud", self.words.clone()),
                ("Reachable", reachable(self)),
                ("Linked", self.since.map(|_| counted(self.linked, "laptop", "laptops")).unwrap_or_default()),
                ("Last met", self.last_met.map_or_else(|| "nobody yet".to_owned(), when)),
                ("Every night", saved(self.backup.as_ref())),
            ]);
        });
        for community in &self.communities {
            page.gap();
            page.line(format!("{}  ({})", community.name, short(&community.id)));
            page.part(|page| draw_community(page, community));
        }
        if let Some(link) = &self.link {
            page.gap();
            page.line(link);
        }
        if let Some(qr) = &self.qr {
            page.gap();
            qr.lines().for_each(|line| page.line(line));
        }
    }
}

fn reachable(house: &row::House) -> String {
    match (house.since, &house.addresses[..]) {
        (Some(since), addresses) => format!("since {}, at {}", when(since), addresses.join(", ")),
        (None, []) => "not yet: `palabre keep`".to_owned(),
        (None, addresses) => format!("not now; last at {}", addresses.join(", ")),
    }
}

fn saved(backup: Option<&row::HouseBackup>) -> String {
    let Some(backup) = backup else { return String::new() };
    let last = backup.last.map_or_else(|| "not made yet".to_owned(), |last| format!("last {}", when(last)));
    format!("saved to {}, {last}", backup.folder)
}

fn draw_community(page: &mut Page, community: &row::HouseCommunity) {
    let votes = match community.standing.as_str() {
        "guest" => "a guest: it has no vote",
        "member" => "a member: who it belongs to takes part in decisions",
        "waiting" => "waits to be let in",
        _ => "no longer here",
    };
    let members = counted(community.members, "member", "members");
    let devices = counted(community.devices, "laptop", "laptops");
    let entries = counted(community.entries, "entry", "entries");
    let files = counted(community.files, "attached file", "attached files");
    page.facts(&[
        ("It is", votes.to_owned()),
        ("Here", format!("{members}, {devices}, {entries}, {files}, {}", size(community.bytes))),
    ]);
}
