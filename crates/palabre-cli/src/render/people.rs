//! People and their communities.

use palabre_api::row;

use super::Render;
use crate::page::Page;
use crate::words::{counted, label, list, short, when};

impl Render for row::Me {
    fn draw(&self, page: &mut Page) {
        page.line(&self.name);
        page.part(|page| {
            page.facts(&[
                ("You", short(&self.member)),
                ("This laptop", short(&self.device)),
                ("Compare aloud", self.words.clone()),
                ("Keys", keys(self).to_owned()),
                ("Your words", words(self).to_owned()),
            ]);
        });
        page.gap();
        if self.communities.is_empty() {
            page.line("No community yet: `palabre found` begins one, `palabre join` takes an invite.");
        }
        let rows: Vec<_> = self.communities.iter().map(line).collect();
        page.columns(&rows);
        for (community, error) in self.communities.iter().filter_map(|one| Some((one, one.trouble.as_ref()?)))
        {
            page.gap();
            page.text(&format!("{} did not open: {} {}", community.name, error.message, error.hint));
        }
    }
}

/// Returns where the keys are.
fn keys(me: &row::Me) -> &'static str {
    match me.keys.as_str() {
        "store" => "in the key store of this machine",
        "passphrase" => "under a passphrase",
        _ => "in a file that only you may read",
    }
}

/// Returns where the words are.
fn words(me: &row::Me) -> &'static str {
    if me.has_words { "not on paper yet: `palabre me words`" } else { "not on this laptop" }
}

impl Render for row::Words {
    fn draw(&self, page: &mut Page) {
        if self.kept {
            page.line(
                "Your words are off this laptop. Keep the paper where you keep what cannot be bought again.",
            );
            return;
        }
        page.line("These 24 words are you. Write them on paper, and show them to nobody.");
        page.gap();
        page.part(|page| {
            let rows: Vec<Vec<String>> = (0..self.words.len().min(6))
                .map(|row| {
                    (row..self.words.len())
                        .step_by(6)
                        .map(|place| format!("{:>2} {}", place + 1, self.words[place]))
                        .collect()
                })
                .collect();
            page.columns(&rows);
        });
        page.gap();
        let asked: Vec<String> = self.asked.iter().map(|place| format!("WORD{place}")).collect();
        page.line(format!("Then take them off this laptop: `palabre me words --kept {}`.", asked.join(" ")));
    }
}

impl Render for row::DeviceTicket {
    fn draw(&self, page: &mut Page) {
        match &self.file {
            Some(file) => page.line(format!("Written to {file}, with {}.", several(&self.communities))),
            None => page.line(&self.link),
        }
        if let Some(qr) = &self.qr {
            page.gap();
            qr.lines().for_each(|line| page.line(line));
        }
        page.gap();
        page.line(format!(
            "Whoever has this is you, on your device {}. For one laptop, and for nobody else:",
            self.number
        ));
        page.line("`palabre me restore` with it there, then `palabre sync` on both.");
    }
}

impl Render for row::BackedUp {
    fn draw(&self, page: &mut Page) {
        page.line(format!(
            "Written to {}, sealed: you, with {} ({}).",
            self.file,
            several(&self.communities),
            counted(self.entries, "entry", "entries")
        ));
        if !self.has_words {
            page.line("Your 24 words are not in it: restoring takes them, too.");
        }
        if self.files > 0 {
            let files = counted(self.files, "attached file", "attached files");
            page.line(format!("Without {files}: they come again from the others."));
        }
        page.line("On a laptop where nobody is at home: `palabre restore` with it there.");
    }
}

/// Returns the communities that a ticket is for.
fn several(communities: &[String]) -> String {
    if communities.is_empty() { "no community".to_owned() } else { list(communities) }
}

impl Render for row::Devices {
    fn draw(&self, page: &mut Page) {
        let whose =
            if self.mine { "Your devices".to_owned() } else { format!("The devices of {}", self.name) };
        page.line(format!("{whose}:"));
        let rows: Vec<_> = self.devices.iter().map(device).collect();
        page.part(|page| page.columns(&rows));
        for suspension in self.devices.iter().filter_map(|device| device.suspended.as_ref()) {
            page.gap();
            draw_suspension(page, suspension);
        }
    }
}

/// Says who suspended a device, until when, and for what.
pub(super) fn draw_suspension(page: &mut Page, suspension: &row::Suspension) {
    let row::Suspension { name, device, number, here, by, reason, until } = suspension;
    let what = if *here {
        "This laptop".to_owned()
    } else {
        format!("{name}'s device {number}, {},", short(device))
    };
    let reason = reason.as_ref().map(|reason| format!(", for: {reason}")).unwrap_or_default();
    page.text(&format!("{what} is suspended by {by} until {}{reason}", when(*until)));
    page.text(if *here {
        "The others do not speak with it until then. What you write is kept here and goes on afterwards by itself; \
         nothing that counted counts less."
    } else {
        "Until then nothing new of it is passed on. What it said before counts as ever; what it says meanwhile comes \
         afterwards."
    });
}

fn device(device: &row::DeviceLine) -> Vec<String> {
    let standing = match device.standing.as_str() {
        "open" if device.here => "this laptop",
        "open" => "open",
        "closed" => "closed",
        "void" => "without effect: another has its number",
        "forked" => "told two different stories",
        "waiting" => "waits to be let in",
        other => other,
    };
    let entries = match device.honoured {
        Some(honoured) if honoured < device.entries => format!("{honoured} of {} entries", device.entries),
        _ => counted(device.entries as u32, "entry", "entries"),
    };
    let last = device.last.map(|last| format!("last {}", when(last))).unwrap_or_default();
    vec![
        device.number.to_string(),
        short(&device.id),
        device.words.clone(),
        standing.to_owned(),
        entries,
        last,
    ]
}

/// Returns a community as a line of a list.
fn line(community: &row::Community) -> Vec<String> {
    let members = match community.trouble {
        Some(_) => String::new(),
        None => counted(community.members, "member", "members"),
    };
    vec![community.name.clone(), short(&community.id), members, standing(&community.standing).to_owned()]
}

/// Returns how I stand in a community.
fn standing(word: &str) -> &str {
    match word {
        "member" => "you are a member",
        "guest" => "you are a guest",
        "waiting" => "you wait to be let in",
        "left" => "you have left",
        "removed" => "you were removed",
        "closed" => "it did not open",
        other => other,
    }
}

impl Render for row::Community {
    fn draw(&self, page: &mut Page) {
        page.line(format!("{}  ({})", self.name, short(&self.id)));
        page.part(|page| {
            page.text(&self.cause);
            page.gap();
            let members = counted(self.members, "member", "members");
            page.line(format!("{members}; {}.", standing(&self.standing)));
            if let Some(from) = &self.from {
                page.text(&lineage(from));
            }
        });
    }
}

/// Says in whose place a community was founded.
fn lineage(from: &row::Before) -> String {
    let history = if from.here {
        format!("its history is here to read: `palabre --community {}`", short(&from.id))
    } else {
        "its history is with whoever was in it".to_owned()
    };
    format!("It carries on {} ({}); {history}.", from.name, short(&from.id))
}

impl Render for row::Refounded {
    fn draw(&self, page: &mut Page) {
        self.community.draw(page);
        page.gap();
        page.line("What came along");
        page.part(|page| {
            page.text(&format!(
                "Where it comes from: {} is named in its founding, for everybody to see.",
                self.old.name
            ));
            page.text(
                "Who people are: whoever joins with the same key is shown as the person they were.",
            );
            page.text(&match &self.attached {
                Some(file) => format!("The history: attached as {file}, for everybody who joins."),
                None => {
                    "The history: on the laptops that had it, to read beside the new one. `palabre export` writes it \
                     to a file."
                        .to_owned()
                }
            });
        });
        page.line("What did not");
        page.part(|page| {
            page.text("Membership: everybody joins by themselves, with the invite below.");
            page.text("Keys: you alone hold them until a decision changes the charter.");
            page.text(
                "Decisions, projects and money: these were agreed on there. A project is taken up with \
                 `palabre project pack` and `palabre project replicate`.",
            );
        });
        page.gap();
        page.line(match self.others {
            0 => "An invite, for whoever comes:".to_owned(),
            others => format!("One invite for {}:", counted(others, "other member", "other members")),
        });
        page.part(|page| self.invite.draw(page));
    }
}

impl Render for row::InviteCard {
    fn draw(&self, page: &mut Page) {
        page.line(format!("{} invites you to {}  ({})", self.inviter, self.community, short(&self.id)));
        page.part(|page| {
            if !self.cause.is_empty() {
                page.text(&self.cause);
                page.gap();
            }
            page.facts(&[("Compare aloud", self.words.clone()), ("It carries", carried(self))]);
        });
        page.gap();
        page.line("Nothing is joined yet: `palabre join` with the same invite does it.");
    }
}

/// Returns what a ticket brings along.
fn carried(card: &row::InviteCard) -> String {
    let laptops = match card.laptops {
        0 => None,
        some => Some(format!("the addresses of {}", counted(some, "laptop", "laptops"))),
    };
    let community = card.carries_community.then(|| "the community itself".to_owned());
    match [community, laptops].into_iter().flatten().collect::<Vec<_>>() {
        carried if carried.is_empty() => {
            "no address: say where to meet with `palabre sync --with`".to_owned()
        }
        carried => list(&carried),
    }
}

impl Render for row::Joined {
    fn draw(&self, page: &mut Page) {
        let name = &self.community.name;
        match self.community.standing.as_str() {
            "waiting" => {
                page.line(format!("You have joined {name}."));
                page.line("It counts once the laptop of who invited you, or another member, has let you in.");
                if self.entries == 0 {
                    page.line("Nothing of it is here yet: `palabre sync` fetches it.");
                } else {
                    page.line("You can already read and answer; `palabre sync` tells the others.");
                }
            }
            other => page.line(format!("{name}: {}.", standing(other))),
        }
    }
}

impl Render for row::Invite {
    fn draw(&self, page: &mut Page) {
        match &self.file {
            Some(file) => page.line(format!("Written to {file}, with the community itself.")),
            None => page.line(&self.link),
        }
        if let Some(qr) = &self.qr {
            page.gap();
            qr.lines().for_each(|line| page.line(line));
        }
        page.gap();
        let people = counted(self.uses, "person", "people");
        page.line(format!("Your laptop lets in {people} by itself with it, until {}.", when(self.until)));
        page.line(match self.laptops {
            0 => "It carries no address yet: your laptop has one once `palabre keep` or `palabre sync` ran."
                .to_owned(),
            some => format!("It carries the addresses of {}.", counted(some, "laptop", "laptops")),
        });
        page.line(format!("To compare aloud: {}.", self.words));
    }
}

impl Render for row::Newcomers {
    fn draw(&self, page: &mut Page) {
        if !self.admitted.is_empty() {
            let verb = if self.admitted.len() == 1 { "is" } else { "are" };
            page.line(format!("{} {verb} in.", list(&self.admitted)));
        }
        if self.waiting.is_empty() {
            page.line("Nobody waits.");
            return;
        }
        page.line("Waiting to be let in:");
        let rows: Vec<_> = self.waiting.iter().map(newcomer).collect();
        page.part(|page| page.columns(&rows));
    }
}

fn newcomer(newcomer: &row::Newcomer) -> Vec<String> {
    let invited = newcomer.invited_by.as_ref().map(|name| format!("invited by {name}"));
    let vouched = match newcomer.vouched_by.as_slice() {
        [] if newcomer.needed < 2 => String::new(),
        names => format!("{} of {} vouch {}", names.len(), newcomer.needed, names.join(", ")),
    };
    vec![newcomer.name.clone(), short(&newcomer.member), invited.unwrap_or_default(), vouched]
}

impl Render for row::Members {
    fn draw(&self, page: &mut Page) {
        let rows: Vec<_> = self.members.iter().map(|one| (member(one), what_they_say(one))).collect();
        page.noted(&rows);
    }
}

/// What somebody can share and wants to learn, where that was asked for and said.
fn what_they_say(member: &row::Member) -> Option<String> {
    let parts = [("Can share", &member.shares), ("Wants to learn", &member.learns)];
    let said = parts.into_iter().filter(|(_, list)| !list.is_empty());
    let lines: Vec<String> = said.map(|(what, list)| format!("{what}: {}.", list.join(", "))).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn member(member: &row::Member) -> Vec<String> {
    let name = if member.me { format!("{} (you)", member.name) } else { member.name.clone() };
    let mut role = match member.standing.as_str() {
        "here" => label(&member.role).to_lowercase(),
        gone => format!("{gone}, formerly {}", label(&member.role).to_lowercase()),
    };
    if member.keyholder {
        role.push_str(", keyholder");
    }
    if let Some(before) = &member.formerly {
        role.push_str(&format!(", formerly {before}"));
    }
    if let Some(before) = &member.before {
        role.push_str(&match *before == member.name {
            true => ", was there before".to_owned(),
            false => format!(", was there before as {before}"),
        });
    }
    let devices = counted(member.devices, "device", "devices");
    vec![name, short(&member.id), role, devices, format!("since {}", when(member.since))]
}
