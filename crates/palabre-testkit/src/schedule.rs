//! Schedules: random acts on laptops that meet, part, copy themselves and have wrong clocks, out of one seed.
//!
//! Lines break in the middle, and some laptops keep their files on a real disk. After everybody has met the others again, by
//! way of the founder's laptop, time has passed and what can be counted is counted, all show the same; so does a laptop that
//! gets everything in another order, and in some schedules an archive of it; what was final anywhere is final everywhere;
//! and all money is where it was, to the cent. Hostile laptops come to that in half of the schedules in which there are any.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use palabre_api::{ApiError, Handler, ask, row};
use palabre_domain::id::CommunityId;
use palabre_feeds::run::Run;
use palabre_node::Node;
use palabre_node::home::Identity;
use palabre_node::replica::Replica;
use palabre_store::Store;
use palabre_store::entries::Held;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::acts::{Stage, act, act_of};
use crate::enemy::{self, Strike, Struck};
use crate::people::{Time, meet, node_at, node_of, speak, state};

/// What one schedule was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// How many acts were done.
    pub acts: u64,
    /// How many of these were refused, with a reason.
    pub refused: u64,
    /// How many entries there were in the end.
    pub entries: u64,
    /// Whether a laptop was copied and wrote in two places.
    pub forked: bool,
    /// How many decisions and rounds became final.
    pub finals: u64,
    /// How many rounds were settled.
    pub settled: u64,
    /// How many changes of the charter, and removals, came into force.
    pub charters: u64,
    /// How many people began a second laptop.
    pub seconds: u64,
    /// How many lines broke.
    pub broken: u64,
    /// Which hostile things were done, and what they came to.
    pub strikes: BTreeMap<Strike, Struck>,
    /// Whether the hostile laptops stayed away in the end, so that the honest had to come to the same without them.
    pub without_enemies: bool,
}

/// Second laptops have keys of their own from here on.
const SECOND: u8 = 60;
/// No more laptops than this begin in one schedule.
const MOST: usize = 12;

struct Laptop {
    node: Node,
    time: Time,
    key: u8,
    joined: bool,
    /// In which part of a torn network it is.
    side: bool,
    /// Whether it has a second program, which keeps to no rule.
    hostile: bool,
    /// The folder in which it keeps its files; the others keep them in memory.
    folder: Option<PathBuf>,
    seed: u64,
}

impl Laptop {
    fn identity(key: u8) -> Identity {
        Identity::new(format!("P{key}"), [key; 32], [key + 100; 32])
    }

    /// Starts it again: nothing is left but its files.
    fn restart(&mut self, community: &CommunityId) -> Result<(), String> {
        let Some(folder) = &self.folder else {
            self.node.replica_of(community).map_err(|error| error.to_string())?.forget();
            return Ok(());
        };
        self.seed += 1;
        // The home is let go before it is taken again.
        self.node = node_of(Self::identity(self.key), &self.time, self.seed);
        self.node = node_at(folder, &Self::identity(self.key), &self.time, self.seed);
        Ok(())
    }
}

struct Village {
    rng: StdRng,
    laptops: Vec<Laptop>,
    community: CommunityId,
    link: String,
    finals: BTreeMap<String, BTreeSet<String>>,
    log: bool,
    ran: Ran,
    folder: tempfile::TempDir,
}

fn laptop(key: u8, seed: u64, rng: &mut StdRng) -> Laptop {
    let time = Time::new();
    if rng.random_bool(0.2) {
        time.pass_millis(rng.random_range(-5..5) * 365 * 86_400_000);
    }
    let node = node_of(Laptop::identity(key), &time, seed);
    Laptop { node, time, key, joined: false, side: false, hostile: false, folder: None, seed }
}

/// Runs the schedule of a seed with at most `acts` acts, and up to `hostile` laptops that keep to no rule, beside two or
/// more honest ones.
///
/// # Errors
/// A sentence about the first thing that is not as it should be.
pub fn run(seed: u64, acts: u32, hostile: u8, log: bool) -> Result<Ran, String> {
    let mut rng = StdRng::seed_from_u64(seed);
    let n = rng.random_range(3..=9u8);
    let mut laptops: Vec<Laptop> = (1..=n).map(|key| laptop(key, seed ^ u64::from(key), &mut rng)).collect();
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    // One laptop of some schedules has a disk: that is slow, and always the same.
    if rng.random_bool(0.25) {
        let laptop = &mut laptops[usize::from(n) - 1];
        let home = folder.path().join("home");
        laptop.node = node_at(&home, &Laptop::identity(laptop.key), &laptop.time, laptop.seed);
        laptop.folder = Some(home);
    }
    if hostile > 0 {
        // The founder's laptop is the one by which all meet in the end.
        for _ in 0..rng.random_range(1..=hostile) {
            laptops[rng.random_range(1..usize::from(n))].hostile = true;
        }
        // And there is somebody else with whom it has to agree.
        if laptops[1..].iter().all(|laptop| laptop.hostile) {
            laptops[1].hostile = false;
        }
    }
    let founder = &mut laptops[0];
    let found = ask::Found { name: "Le Fournil".into(), cause: "Why.".into() };
    let row = founder.node.found(found).map_err(|error| error.to_string())?;
    founder.joined = true;
    for how in ["proposal", "proposal", "sense-check"] {
        let ask = ask::DecisionNew { question: format!("A {how} to begin with?"), wording: String::new() };
        let decision = founder.node.decision_new(ask).map_err(|error| error.to_string())?.id;
        // One stays a draft until the others are here.
        if how == "sense-check" {
            let (how, reasons) = (Some(how.into()), Some("optional".into()));
            let ask = ask::DecisionOpen { decision, how, reasons, hours: Some(40), ..Default::default() };
            founder.node.decision_open(ask).map_err(|error| error.to_string())?;
        }
    }
    release(&mut founder.node).map_err(|error| error.to_string())?;
    let community = CommunityId::parse(&row.id).ok_or("a community has an id")?;
    let uses = u32::from(n) - rng.random_range(0..2);
    let invite = founder.node.invite(ask::Invite { uses, days: 300, ..Default::default() });
    let link = invite.map_err(|error| error.to_string())?.link;
    // Whoever withholds something would hand it over by meeting everybody in the end: half of them do not come.
    let without_enemies = hostile > 0 && rng.random_bool(0.5);
    // Most begin as a village that knows each other; the others join while life goes on.
    let newcomers = if rng.random_bool(0.3) { usize::from(n) } else { 1 };
    let ran = Ran { without_enemies, ..Ran::default() };
    let mut village = Village { rng, laptops, community, link, finals: BTreeMap::new(), log, ran, folder };
    for i in 1..village.laptops.len() - newcomers.min(usize::from(n) - 1) {
        village.join(i)?;
        village.pump(i, 0);
    }
    village.begin();
    for _ in 0..acts {
        village.step(seed)?;
    }
    village.heal()?;
    village.count()?;
    village.heal()?;
    for _ in 0..2 {
        village.certify();
        village.heal()?;
    }
    village.check()?;
    Ok(village.ran)
}

/// Releases money for rounds, while the founder is alone.
fn release(founder: &mut Node) -> Result<(), ApiError> {
    let question = "What the spring may cost".to_owned();
    let decision = founder.decision_new(ask::DecisionNew { question, wording: String::new() })?.id;
    founder.decision_open(ask::DecisionOpen {
        decision: decision.clone(),
        releases: Some("900 EUR".into()),
        ..Default::default()
    })?;
    let answer = vec!["consent".into()];
    founder.decision_answer(ask::DecisionAnswer {
        decision: decision.clone(),
        answer,
        ..Default::default()
    })?;
    founder.decision_count(ask::DecisionCount { decision }).map(drop)
}

impl Village {
    fn say(&self, line: impl FnOnce() -> String) {
        if self.log {
            eprintln!("{}", line());
        }
    }

    /// What is there to talk about when it begins.
    fn begin(&mut self) {
        let known: Vec<usize> = (0..self.laptops.len()).filter(|i| self.laptops[*i].joined).collect();
        for name in ["project.new", "intention.new", "round.new", "round.open", "bucket.new", "bucket.new"] {
            let mut stage = Stage { rng: &mut self.rng, folder: self.folder.path() };
            act_of(name, &mut self.laptops[0].node, &mut stage);
        }
        for i in known.into_iter().skip(1) {
            self.pump(i, 0);
        }
    }

    fn step(&mut self, seed: u64) -> Result<(), String> {
        for laptop in &self.laptops {
            laptop.time.pass_millis(self.rng.random_range(0..3_600_000));
        }
        let i = self.rng.random_range(0..self.laptops.len());
        if !self.laptops[i].joined {
            return self.join(i);
        }
        if self.laptops[i].hostile && self.rng.random_bool(0.6) {
            return self.strike(i);
        }
        match self.rng.random_range(0..100) {
            0..30 => self.meet_somebody(i),
            30..33 => {
                for laptop in &mut self.laptops {
                    laptop.side = self.rng.random_bool(0.5);
                }
                self.say(|| "the network is torn".into());
                Ok(())
            }
            33..36 => {
                self.laptops.iter_mut().for_each(|laptop| laptop.side = false);
                self.say(|| "the network is whole".into());
                Ok(())
            }
            36..40 => {
                self.say(|| format!("{i} restarts"));
                let community = self.community;
                self.laptops[i].restart(&community)
            }
            40..42 => {
                let years = self.rng.random_range(-3..3);
                self.say(|| format!("the clock of {i} jumps by {years} years"));
                self.laptops[i].time.pass_millis(years * 365 * 86_400_000);
                Ok(())
            }
            42..44 if i > 0 && !self.ran.forked && self.laptops[i].key < SECOND => self.copy(i, seed),
            45 if self.laptops.len() < MOST => self.second(i, seed),
            44 if i > 1 => {
                self.say(|| format!("{i} leaves"));
                let _ = self.laptops[i].node.leave(ask::Leave { name: "Le Fournil".into() });
                Ok(())
            }
            _ => self.act(i),
        }
    }

    fn join(&mut self, i: usize) -> Result<(), String> {
        self.say(|| format!("{i} joins"));
        let ticket = self.link.clone();
        self.laptops[i].node.join(ask::Join { ticket }).map_err(|error| error.to_string())?;
        self.laptops[i].joined = true;
        Ok(())
    }

    fn act(&mut self, i: usize) -> Result<(), String> {
        let node = &mut self.laptops[i].node;
        // Who was not let in yet can only meet others, and seldom tries more.
        let me = node.me_show(ask::MeShow {}).map_err(|error| error.to_string())?;
        if me.communities.iter().any(|community| community.standing == "waiting") && self.rng.random_bool(0.9)
        {
            return self.meet_somebody(i);
        }
        let node = &mut self.laptops[i].node;
        let before = state(node, &self.community);
        let mut stage = Stage { rng: &mut self.rng, folder: self.folder.path() };
        let (name, did) = act(node, &mut stage);
        self.ran.acts += 1;
        if self.log {
            eprintln!("{i}: {name} {did:?}");
        }
        let Err(ApiError { code, message, hint }) = did else { return Ok(()) };
        self.ran.refused += 1;
        if code.is_empty() || message.is_empty() || hint.is_empty() || code.starts_with("store.") {
            return Err(format!("{name} failed badly: {code}: {message}"));
        }
        // An act may be made of several calls; what the last one refused has left nothing behind.
        let after = state(&mut self.laptops[i].node, &self.community);
        if before != after && name != "bundle.import" {
            return Err(format!("{name} was refused with {code} and left something behind"));
        }
        Ok(())
    }

    /// A hostile laptop does something to somebody.
    fn strike(&mut self, i: usize) -> Result<(), String> {
        let j = self.rng.random_range(0..self.laptops.len());
        let (a, b) = (&self.laptops[i], &self.laptops[j]);
        if i == j || !b.joined || a.key == b.key {
            return Ok(());
        }
        let (low, high) = self.laptops.split_at_mut(i.max(j));
        let (enemy, victim) = if i < j { (&mut low[i], &mut high[0]) } else { (&mut high[0], &mut low[j]) };
        let mut stage = Stage { rng: &mut self.rng, folder: self.folder.path() };
        let did = enemy::strike(&mut enemy.node, &enemy.time, &mut victim.node, &self.community, &mut stage)?;
        let Some((strike, struck)) = did else { return Ok(()) };
        self.ran.strikes.entry(strike).or_default().add(&struck);
        self.say(|| format!("{i} {} to {j}: {struck:?}", strike.words()));
        Ok(())
    }

    fn meet_somebody(&mut self, i: usize) -> Result<(), String> {
        let j = self.rng.random_range(0..self.laptops.len());
        let (a, b) = (&self.laptops[i], &self.laptops[j]);
        if i == j || !b.joined || a.key == b.key || a.side != b.side {
            return Ok(());
        }
        // What is hostile also keeps to itself what others told it.
        if (a.hostile || b.hostile) && self.rng.random_bool(0.5) {
            return Ok(());
        }
        if self.rng.random_bool(0.3) {
            let frames = self.rng.random_range(1..12);
            self.say(|| format!("{i} meets {j}, and the line breaks after {frames} frames"));
            let (low, high) = self.laptops.split_at_mut(i.max(j));
            speak(&mut low[i.min(j)].node, &mut high[0].node, &self.community, frames);
            self.ran.broken += 1;
        } else {
            self.say(|| format!("{i} meets {j}"));
            self.pump(i, j);
        }
        // Reading all decisions is dear, and what is missed now is seen at the next meeting.
        if self.rng.random_bool(0.2) { self.note_finals(i) } else { Ok(()) }
    }

    /// Those who meet in the end: everybody, or everybody but the hostile ones. The founder is the first of them.
    fn here_in_the_end(&self) -> Vec<usize> {
        let stays_away = |laptop: &Laptop| laptop.hostile && self.ran.without_enemies;
        (0..self.laptops.len()).filter(|i| !stays_away(&self.laptops[*i])).collect()
    }

    /// Everybody counts what can be counted, and confirms what they find equal.
    fn count(&mut self) -> Result<(), String> {
        let here = self.here_in_the_end();
        for (place, &i) in here.iter().enumerate() {
            let node = &mut self.laptops[i].node;
            let all = decided(node)?;
            for (id, is_round) in all {
                // Most is counted already, or by somebody else, or takes no part of theirs.
                let _ = if is_round {
                    node.round_settle(ask::RoundSettle { round: id.clone() }).map(drop)
                } else {
                    node.decision_count(ask::DecisionCount { decision: id.clone() }).map(drop)
                };
                let ask = ask::DecisionConfirm { decision: Some(id), by_itself: None };
                let _ = node.decision_confirm(ask);
            }
            let next = here[(place + 1) % here.len()];
            if self.laptops[i].key != self.laptops[next].key {
                self.pump(i, next);
            }
        }
        Ok(())
    }

    fn pump(&mut self, i: usize, j: usize) {
        let (low, high) = self.laptops.split_at_mut(i.max(j));
        meet(&mut low[i.min(j)].node, &mut high[0].node, &self.community);
    }

    /// Somebody copies a whole laptop: from here on one key writes in two places.
    fn copy(&mut self, i: usize, seed: u64) -> Result<(), String> {
        self.say(|| format!("{i} is copied"));
        let mut copy = laptop(self.laptops[i].key, seed ^ 0xC0, &mut self.rng);
        let original = self.laptops[i].node.replica_of(&self.community).map_err(|e| e.to_string())?;
        let held = original.store().after(0, usize::MAX >> 1).map_err(|e| e.to_string())?;
        let (runs, _) = Run::group(held.into_iter().map(|held| held.entry).collect());
        let store = Store::in_memory().map_err(|error| error.to_string())?;
        let mut replica = Replica::new(self.community, store);
        replica.take(&runs).map_err(|error| error.to_string())?;
        copy.node.put_copy(self.community, replica);
        copy.joined = true;
        self.laptops.push(copy);
        self.ran.forked = true;
        Ok(())
    }

    /// Somebody begins a second laptop, with everything from a file or nothing but a ticket.
    fn second(&mut self, i: usize, seed: u64) -> Result<(), String> {
        let file = self.folder.path().join("second").display().to_string();
        let by_file = self.rng.random_bool(0.5);
        let ask = ask::DeviceAdd { file: by_file.then(|| file.clone()), ..Default::default() };
        // From a ticket alone comes no member key: with that, there are no more.
        let Ok(ticket) = self.laptops[i].node.device_add(ask) else { return Ok(()) };
        // A ticket brings the communities that one is in: who left this one brings it nowhere.
        let me = self.laptops[i].node.me_show(ask::MeShow {}).map_err(|error| error.to_string())?;
        if me.communities.iter().any(|community| community.standing == "left") {
            return Ok(());
        }
        self.say(|| format!("{i} begins a second laptop"));
        let key = SECOND + self.laptops.len() as u8;
        let seed = seed ^ u64::from(key);
        let time = Time::new();
        let mut node = Node::in_memory(None, time.clock(), seed);
        let from = vec![if by_file { file } else { ticket.link }];
        node.me_restore(ask::MeRestore { from, name: None }).map_err(|error| error.to_string())?;
        let (side, hostile, folder) = (false, false, None);
        self.laptops.push(Laptop { node, time, key, joined: true, side, hostile, folder, seed });
        self.ran.seconds += 1;
        Ok(())
    }

    /// Remembers what is final on a laptop; final counts never go away.
    fn note_finals(&mut self, i: usize) -> Result<(), String> {
        // What only those know who stay away in the end is final nowhere else.
        if self.laptops[i].hostile && self.ran.without_enemies {
            return Ok(());
        }
        let all = decisions(&mut self.laptops[i].node, &self.community)?;
        for decision in all.iter().filter(|decision| matches!(decision.state.as_str(), "final" | "disputed"))
        {
            let finals = decision.counts.iter().filter(|count| count.is_final).map(|count| count.id.clone());
            self.finals.entry(decision.id.clone()).or_default().extend(finals);
        }
        Ok(())
    }

    /// Everybody signs some of what was decided about the charter, each on their own laptop before they meet: now and then
    /// two things at once, which stop each other until more of them choose.
    fn certify(&mut self) {
        for i in self.here_in_the_end() {
            let node = &mut self.laptops[i].node;
            let Ok(list) = node.keyholder_list(ask::KeyholderList {}) else { continue };
            for change in list.waiting.into_iter().chain(list.at_once) {
                if self.rng.random_bool(0.7) {
                    let anyway = self.rng.random_bool(0.3);
                    let ask = ask::KeyholderCertify { decision: change.decision, anyway };
                    // Not everybody may sign, and not everything.
                    let _ = self.laptops[i].node.keyholder_certify(ask);
                }
            }
        }
    }

    fn heal(&mut self) -> Result<(), String> {
        let here = self.here_in_the_end();
        for &i in &here {
            self.note_finals_if_joined(i)?;
            if !self.laptops[i].joined {
                self.join(i)?;
            }
            self.laptops[i].time.pass(100 * 24);
        }
        for _ in 0..12 {
            // By way of one laptop, which was never copied: what any holds reaches all within two rounds.
            for &i in here.iter().skip(1) {
                self.pump(i, 0);
            }
            // Whoever hears only now of a suspension, by a clock that runs behind, keeps to it for fourteen days.
            for &i in &here {
                self.laptops[i].time.pass(15 * 24);
            }
            let first = state(&mut self.laptops[0].node, &self.community);
            let community = self.community;
            // What a hostile laptop shows to whoever sits there is nobody's promise.
            let mut honest = self.laptops.iter_mut().filter(|laptop| !laptop.hostile);
            if honest.all(|laptop| state(&mut laptop.node, &community) == first) {
                return Ok(());
            }
        }
        let community = self.community;
        let states: Vec<String> = self
            .laptops
            .iter_mut()
            .map(|laptop| state(&mut laptop.node, &community)[..12].to_owned())
            .collect();
        let other =
            states.iter().enumerate().find(|(i, state)| !self.laptops[*i].hostile && **state != states[0]);
        let differences = other.map(|(i, _)| self.differences(i)).transpose()?.unwrap_or_default();
        Err(format!("laptops show different things: {}\n{}", states.join(" "), differences.join("\n")))
    }

    /// Says in what a laptop differs from the first.
    fn differences(&mut self, i: usize) -> Result<Vec<String>, String> {
        let community = self.community;
        let (first, others) = self.laptops.split_at_mut(i);
        let [first, other] = [&mut first[0], &mut others[0]]
            .map(|laptop| laptop.node.replica_of(&community).map_err(|error| error.to_string()));
        differences(first?, (other?, &format!("laptop {i}"))).map_err(|error| error.to_string())
    }

    fn note_finals_if_joined(&mut self, i: usize) -> Result<(), String> {
        if self.laptops[i].joined { self.note_finals(i) } else { Ok(()) }
    }

    fn count_charters(&mut self) -> Result<(), String> {
        let community = self.community;
        let replica = self.laptops[0].node.replica_of(&community).map_err(|error| error.to_string())?;
        let epochs = replica.membership().map_err(|error| error.to_string())?.epochs().len();
        self.ran.charters = epochs.saturating_sub(1) as u64;
        Ok(())
    }

    /// Every cent of every pot is told, and all laptops tell the same.
    fn check_money(&mut self) -> Result<(), String> {
        let rounds = node_rounds(&mut self.laptops[0].node)?;
        for line in rounds.iter().filter(|line| line.state != "draft") {
            let mut told: Option<String> = None;
            for laptop in self.laptops.iter_mut().filter(|laptop| !laptop.hostile) {
                let account = account(&mut laptop.node, &line.id)?;
                match &told {
                    Some(told) if *told != account => {
                        return Err(format!("round {}: {told} here, and {account} there", line.id));
                    }
                    _ => told = Some(account),
                }
            }
            self.ran.settled += u64::from(told.is_some_and(|told| !told.is_empty()));
        }
        Ok(())
    }

    /// An archive of everything is read again, and shows the same.
    fn check_archive(&mut self, state_hash: &str) -> Result<(), String> {
        let file = self.folder.path().join("archive").display().to_string();
        let said = |error: ApiError| format!("the archive: {error}");
        let ask = ask::Export { file: file.clone(), format: "json".into(), kind: None };
        self.laptops[0].node.export(ask).map_err(said)?;
        let mut reader = node_of(Identity::new("Reader".into(), [250; 32], [251; 32]), &Time::new(), 0);
        reader.import(ask::Import { file }).map_err(said)?;
        if state(&mut reader, &self.community) != state_hash {
            return Err("an archive that is read again shows something else".into());
        }
        Ok(())
    }

    fn check(&mut self) -> Result<(), String> {
        let community = self.community;
        self.count_charters()?;
        self.check_money()?;
        enemy::check_recorded(&mut self.laptops[0].node, &community)?;
        let first = state(&mut self.laptops[0].node, &community);
        let finals = std::mem::take(&mut self.finals);
        for (id, counts) in &finals {
            // By itself: what is hidden here stands in no list, and is as final as before.
            let ask = ask::DecisionShow { decision: id.clone(), ..Default::default() };
            let seen =
                self.laptops[0].node.decision_show(ask).map_err(|error| format!("decision {id}: {error}"))?;
            let finals = seen.counts.iter().filter(|count| count.is_final);
            let still: BTreeSet<String> = finals.map(|count| count.id.clone()).collect();
            if !counts.is_subset(&still) {
                return Err(format!("decision {id} was final once and is no longer"));
            }
        }
        self.ran.finals = finals.len() as u64;
        // The founder's laptop is never hostile.
        let last = self.laptops.iter().rposition(|laptop| !laptop.hostile).unwrap_or(0);
        {
            // One of them; over many schedules, each kind of laptop.
            let mut i = self.rng.random_range(0..self.laptops.len());
            if self.laptops[i].hostile {
                i = 0;
            }
            let checkup = self.laptops[i].node.doctor(ask::Doctor { thorough: true, replay: true });
            let checkup = checkup.map_err(|error| error.to_string())?;
            if !checkup.well {
                let found: Vec<_> = checkup.findings.iter().map(|finding| finding.text.as_str()).collect();
                return Err(format!("laptop {i}: {}", found.join(" ")));
            }
        }
        let replica = self.laptops[last].node.replica_of(&community).map_err(|error| error.to_string())?;
        let held = replica.store().after(0, usize::MAX >> 1).map_err(|error| error.to_string())?;
        self.ran.entries = held.len() as u64;
        let entries = held.into_iter().map(|held| held.entry).collect();
        let said = |error: palabre_store::StoreError| error.to_string();
        let mut again = deliver_at_random(&community, entries, &mut self.rng).map_err(said)?;
        if again.state_hash().map_err(said)? != first {
            let replica = self.laptops[0].node.replica_of(&community).map_err(|error| error.to_string())?;
            let differences = differences(replica, (&mut again, "the other order")).map_err(said)?;
            let what = "the same entries in another order show something else";
            return Err(format!("{what}\n{}", differences.join("\n")));
        }
        if self.rng.random_bool(0.25) { self.check_archive(&first) } else { Ok(()) }
    }
}

fn node_rounds(node: &mut Node) -> Result<Vec<row::RoundLine>, String> {
    let list = ask::RoundList { skip: 0, limit: 1_000 };
    Ok(node.round_list(list).map_err(|error| error.to_string())?.rounds)
}

/// Returns what can be counted, and whether it is a round.
fn decided(node: &mut Node) -> Result<Vec<(String, bool)>, String> {
    let list = ask::DecisionList { open: false, skip: 0, limit: 1_000 };
    let decisions = node.decision_list(list).map_err(|error| error.to_string())?.decisions;
    let rounds = node_rounds(node)?;
    Ok(decisions
        .into_iter()
        .map(|line| (line.id, false))
        .chain(rounds.into_iter().map(|line| (line.id, true)))
        .collect())
}

/// Returns what a laptop tells of a settled round: what is kept and what returns, and what became of each allotment. Says
/// where a cent is missing, or somebody gave more than they had.
fn account(node: &mut Node, round: &str) -> Result<String, String> {
    let said = |error: ApiError| format!("round {round}: {error}");
    let shown = node.round_show(ask::RoundShow { round: round.into() }).map_err(said)?;
    let Some(settlement) = &shown.settlement else { return Ok(String::new()) };
    let pot = shown.pot.minor + shown.carried_over.minor;
    let sum = settlement.kept.minor + settlement.returned.minor + settlement.stays.minor;
    if pot != sum {
        return Err(format!("round {round}: a pot of {pot} cents became {sum}"));
    }
    let buckets: u64 = settlement.buckets.iter().map(|bucket| bucket.kept.minor).sum();
    if buckets != settlement.kept.minor {
        return Err(format!("round {round}: buckets keep {buckets} cents of {}", settlement.kept.minor));
    }
    let (mut kept, mut stays) = (0, 0);
    let mut account =
        format!("{} of {pot} kept, {} back; ", settlement.kept.minor, settlement.returned.minor);
    let members = node.members(ask::Members::default()).map_err(said)?.members;
    for member in members {
        let ask = ask::RoundExplain { round: round.into(), name: Some(member.id.clone()) };
        let told = match node.round_explain(ask) {
            Ok(told) => told,
            Err(error) if error.code == "round.not-settled" => continue,
            Err(error) => return Err(said(error)),
        };
        let went: u64 = told.lines.iter().filter(|line| !line.rest).map(|line| line.amount.minor).sum();
        // The allotment stands in the paper; the lines come from what was given.
        if went != told.allotment.minor {
            return Err(format!("round {round}: {} of {} cents are told", went, told.allotment.minor));
        }
        let sum = |rest: bool, beginning: &str| -> u64 {
            let lines =
                told.lines.iter().filter(|line| line.rest == rest && line.what.starts_with(beginning));
            lines.map(|line| line.amount.minor).sum()
        };
        let (came, rest) = (sum(false, "came back") + sum(false, "was not given"), sum(true, ""));
        if came != rest {
            return Err(format!("round {round}: {came} cents were left over, and {rest} went somewhere"));
        }
        kept += sum(false, "to ") + sum(true, "of what was left went to");
        stays += sum(true, "of what was left stays");
        account.push_str(&format!("{}: {:?}; ", member.id, told.lines));
    }
    if (kept, stays) != (settlement.kept.minor, settlement.stays.minor) {
        return Err(format!(
            "round {round}: people tell {kept} kept and {stays} staying, the round {} and {}",
            settlement.kept.minor, settlement.stays.minor
        ));
    }
    Ok(account)
}

fn decisions(node: &mut Node, community: &CommunityId) -> Result<Vec<row::Decision>, String> {
    let list = |node: &mut Node| {
        let ask = ask::DecisionList { open: false, skip: 0, limit: 1_000 };
        node.decision_list(ask).map(|list| list.decisions).map_err(|error| error.to_string())
    };
    let lines = list(node)?;
    let replica = node.replica_of(community).map_err(|error| error.to_string())?;
    replica.forget_glances().map_err(|error| error.to_string())?;
    let anew = list(node)?;
    if anew != lines {
        return Err(format!("a list says {lines:?}, and when it is made anew {anew:?}"));
    }
    lines
        .into_iter()
        .map(|line| {
            let ask = ask::DecisionShow { decision: line.id, ..Default::default() };
            let shown = node.decision_show(ask).map_err(|error| error.to_string())?;
            // A list is no other reading than a page.
            let listed = (line.question, line.state, line.answered, line.present, line.ends, line.author);
            let of = shown.clone();
            let page = (of.question, of.state, of.answered, of.present, of.ends, of.author);
            if listed != page {
                return Err(format!("a list says {listed:?}, and the page {page:?}"));
            }
            Ok(shown)
        })
        .collect()
}

/// Says in what another replica differs from the first laptop's: what only one of them holds, and what comes to something else.
fn differences(
    first: &mut Replica,
    (other, name): (&mut Replica, &str),
) -> Result<Vec<String>, palabre_store::StoreError> {
    let held = |replica: &Replica| -> Result<BTreeMap<_, _>, palabre_store::StoreError> {
        let held = replica.store().after(0, usize::MAX >> 1)?;
        Ok(held.into_iter().map(|held| (held.entry.id, held)).collect())
    };
    let said = |held: &Held| {
        let (header, kind) = (&held.entry.header, held.entry.kind());
        let (id, record) = (held.entry.id, held.entry.record());
        format!("{kind:?} {id} {} of {record} by {}", header.seq, header.device)
    };
    let mut all: Vec<String> = Vec::new();
    let (one, two) = (held(first)?, held(other)?);
    for (id, here) in &one {
        match two.get(id) {
            None => all.push(format!("{name} lacks {}", said(here))),
            Some(there) if there.verdict != here.verdict => {
                let said = said(here);
                all.push(format!("{said}: {:?} on laptop 0, {:?} on {name}", here.verdict, there.verdict));
            }
            Some(_) => {}
        }
    }
    let only_there = two.iter().filter(|(id, _)| !one.contains_key(*id));
    all.extend(only_there.map(|(_, there)| format!("laptop 0 lacks {}", said(there))));
    let mut shown =
        |replica: &mut Replica, name: &str| -> Result<BTreeMap<_, _>, palabre_store::StoreError> {
            all.extend(replica.check_views()?.map(|wrong| format!("{name}: {}", wrong.text)));
            let rows = replica.store().shown_rows()?;
            Ok(rows.into_iter().map(|row| (row.place(), row.data)).collect())
        };
    let (one, two) = (shown(first, "laptop 0")?, shown(other, name)?);
    let places = one.keys().chain(two.keys()).filter(|place| one.get(place) != two.get(place));
    let places: BTreeSet<_> = places.collect();
    all.extend(places.into_iter().map(|place| format!("a {} of {} differs", place.0.word(), place.1)));
    Ok(all)
}

/// Delivers entries to an empty replica, feeds mixed at random and some runs twice, and returns what it shows.
///
/// Runs of one branch of a feed come in their order, as every stream brings them.
///
/// # Errors
/// When the store fails.
pub fn deliver_at_random(
    community: &CommunityId,
    entries: Vec<palabre_feeds::entry::Entry>,
    rng: &mut StdRng,
) -> Result<Replica, palabre_store::StoreError> {
    let (runs, _) = Run::group(entries);
    let mut queues: Vec<Vec<Run>> = runs
        .into_iter()
        .map(|run| {
            let mut pieces: Vec<Run> = Vec::new();
            let mut piece = Vec::new();
            for entry in run.entries {
                let signed = entry.signature.is_some();
                piece.push(entry);
                if signed {
                    pieces.push(Run { entries: std::mem::take(&mut piece) });
                }
            }
            pieces.reverse();
            pieces
        })
        .collect();
    let mut fresh = Replica::new(*community, Store::in_memory()?);
    while !queues.is_empty() {
        let i = rng.random_range(0..queues.len());
        let Some(run) = queues[i].pop() else {
            drop(queues.swap_remove(i));
            continue;
        };
        let took = fresh.take(std::slice::from_ref(&run))?;
        if took.gaps > 0 {
            // A branch whose beginning is still in another queue: it comes later.
            queues[i].push(run);
            continue;
        }
        if rng.random_bool(0.1) {
            fresh.take(&[run])?;
        }
        if rng.random_bool(0.05) {
            fresh.forget();
        }
    }
    Ok(fresh)
}
