//! A rehearsal on real ballots: a conversation of 339 people, cast again on five laptops that are cut in two for half
//! of it, and meet over iroh.
//!
//! Every participant is a member with their own keys; what they answer is signed by their own device and enters at one
//! of the five as a bundle, as from a stick. In the end all five show the same, and every cell is the one that the
//! conversation's own data says.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use palabre_api::{ApiError, Handler, ask};
use palabre_documents::voice::CurrentStance;
use palabre_domain::decision::{Answer, Position, Stance};
use palabre_domain::id::{CommunityId, Hash, MemberId, RecordId};
use palabre_feeds::bundle;
use palabre_node::home::Identity;
use palabre_node::live::{LiveEvent, LiveOptions, Until, run};
use palabre_node::replica::Replica;
use palabre_node::{Node, NodeOptions};
use tokio::sync::{mpsc, oneshot};

/// How many laptops the ballots enter at.
pub const LAPTOPS: usize = 5;

/// How much of the data is used: all of it, or the first so many for a quick look.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// How many participants.
    pub participants: usize,
    /// How many statements.
    pub statements: usize,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Report {
    /// The state hash of each laptop.
    pub states: Vec<String>,
    /// Each statement with how many found it fine, were not sure, or did not.
    pub tallies: Vec<(String, [u32; 3])>,
    /// How many votes were cast, later ones that replaced earlier ones included.
    pub votes: usize,
    /// How many entries each laptop holds.
    pub entries: u64,
    /// Cells that differ from the data.
    pub differences: Vec<String>,
}

struct Vote {
    at: i64,
    statement: usize,
    voter: u64,
    position: Position,
}

struct Data {
    statements: Vec<String>,
    votes: Vec<Vote>,
    /// The position of each participant on each statement, as the data's own matrix says.
    matrix: BTreeMap<u64, Vec<Option<Position>>>,
}

fn position(vote: &str) -> Option<Position> {
    match vote.trim() {
        "1" => Some(Position::Fine),
        "0" => Some(Position::NotSure),
        "-1" => Some(Position::NotForMe),
        _ => None,
    }
}

fn rows(path: &Path) -> Result<Vec<csv::StringRecord>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path);
    let reader = reader.as_mut().map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    reader.records().map(|row| row.with_context(|| path.display().to_string())).collect()
}

fn load(folder: &Path, cut: Option<Cut>) -> Result<Data> {
    let cut = cut.unwrap_or(Cut { participants: usize::MAX, statements: usize::MAX });
    let field = |row: &csv::StringRecord, i: usize| row.get(i).unwrap_or_default().to_owned();
    let mut statements: BTreeMap<usize, String> = BTreeMap::new();
    for row in rows(&folder.join("comments.csv"))?.iter().skip(1) {
        statements.insert(field(row, 2).parse().context("a statement's number")?, field(row, 7));
    }
    let many = statements.len().min(cut.statements);
    let statements: Vec<String> = (0..many)
        .map(|i| statements.remove(&i).with_context(|| format!("statement {i}")))
        .collect::<Result<_>>()?;
    let mut matrix = BTreeMap::new();
    for row in rows(&folder.join("participants-votes.csv"))?.iter().skip(1).take(cut.participants) {
        let cells = (0..many).map(|i| position(&field(row, 6 + i))).collect();
        matrix.insert(field(row, 0).parse().context("a participant's number")?, cells);
    }
    let mut votes = Vec::new();
    for row in rows(&folder.join("votes.csv"))?.iter().skip(1) {
        let vote = Vote {
            at: field(row, 0).parse().context("a vote's time")?,
            statement: field(row, 2).parse().context("a vote's statement")?,
            voter: field(row, 3).parse().context("a vote's voter")?,
            position: position(&field(row, 4)).context("a vote is 1, 0 or -1")?,
        };
        if vote.statement < many && matrix.contains_key(&vote.voter) {
            votes.push(vote);
        }
    }
    votes.sort_by_key(|vote| vote.at);
    Ok(Data { statements, votes, matrix })
}

fn said(error: ApiError) -> anyhow::Error {
    anyhow::anyhow!("{} ({}) {}", error.message, error.code, error.hint)
}

struct Participant {
    node: Node,
    /// At which laptop their ballots enter.
    laptop: usize,
    /// What has entered there already.
    carried: u64,
}

struct Rehearsal<'a> {
    clock: Arc<AtomicI64>,
    laptops: Vec<Node>,
    community: CommunityId,
    participants: BTreeMap<u64, Participant>,
    decisions: Vec<String>,
    progress: &'a mut dyn FnMut(String),
}

/// Rehearses the conversation in `folder`.
///
/// # Errors
/// When the data cannot be read, or something goes wrong on the way. Differences are in the report.
pub fn polis(folder: &Path, cut: Option<Cut>, progress: &mut dyn FnMut(String)) -> Result<Report> {
    let data = load(folder, cut)?;
    let first = data.votes.first().context("there are votes")?.at;
    let homes = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    progress(format!(
        "{} statements, {} participants, {} votes",
        data.statements.len(),
        data.matrix.len(),
        data.votes.len()
    ));
    let clock = Arc::new(AtomicI64::new(first - 3_600_000));
    let mut rehearsal = begin(homes.path(), clock, &data, progress)?;
    rehearsal.meet(&runtime, &[&[0, 1, 2, 3, 4]])?;
    rehearsal.gather(&data)?;
    rehearsal.meet(&runtime, &[&[0, 1, 2, 3, 4]])?;
    let quarter = data.votes.len() / 4;
    let (before, rest) = data.votes.split_at(quarter);
    let (apart, after) = rest.split_at(rest.len() - quarter);
    rehearsal.cast(before, "together")?;
    rehearsal.meet(&runtime, &[&[0, 1, 2, 3, 4]])?;
    rehearsal.cast(apart, "cut in two")?;
    rehearsal.meet(&runtime, &[&[0, 1], &[2, 3, 4]])?;
    rehearsal.meet(&runtime, &[&[0, 1, 2, 3, 4]])?;
    rehearsal.cast(after, "together again")?;
    rehearsal.meet(&runtime, &[&[0, 1, 2, 3, 4]])?;
    rehearsal.report(&data)
}

fn begin<'a>(
    homes: &Path,
    clock: Arc<AtomicI64>,
    data: &Data,
    progress: &'a mut dyn FnMut(String),
) -> Result<Rehearsal<'a>> {
    let mut laptops = Vec::new();
    for n in 1..=LAPTOPS {
        let now = clock.clone();
        let clock = Arc::new(move || now.load(Ordering::Relaxed));
        let mut node =
            Node::open(NodeOptions::new(homes.join(format!("laptop-{n}")), clock)).map_err(said)?;
        node.me_new(ask::MeNew { name: format!("Laptop {n}") }).map_err(said)?;
        laptops.push(node);
    }
    let cause = "To find out what we agree on.".to_owned();
    let found = laptops[0].found(ask::Found { name: "15 per hour, Seattle".into(), cause }).map_err(said)?;
    let community = CommunityId::parse(&found.id).context("a community has an id")?;
    let mut decisions = Vec::new();
    for (i, statement) in data.statements.iter().enumerate() {
        let question = format!("{i}: {}", statement.chars().take(240).collect::<String>());
        let wording = statement.clone();
        let id = laptops[0].decision_new(ask::DecisionNew { question, wording }).map_err(said)?.id;
        let open = ask::DecisionOpen {
            decision: id.clone(),
            how: Some("sense-check".into()),
            reasons: Some("off".into()),
            days: Some(3_000),
            ..Default::default()
        };
        laptops[0].decision_open(open).map_err(said)?;
        decisions.push(id);
    }
    let file = homes.join("invite").display().to_string();
    let invite = ask::Invite { uses: 9, days: 300, file: Some(file.clone()), ..Default::default() };
    laptops[0].invite(invite).map_err(said)?;
    for laptop in &mut laptops[1..] {
        laptop.join(ask::Join { ticket: file.clone() }).map_err(said)?;
    }
    progress(format!("{LAPTOPS} laptops, {} sense checks", decisions.len()));
    Ok(Rehearsal { clock, laptops, community, participants: BTreeMap::new(), decisions, progress })
}

/// Returns what a replica holds after a row, as a bundle, and the last row.
fn bundle_after(replica: &Replica, row: u64) -> Result<(Vec<u8>, u64)> {
    let held = replica.store().after(row, usize::MAX >> 1)?;
    let last = held.last().map_or(row, |held| held.row);
    let mut bytes = bundle::head(&replica.community());
    let unsigned = bundle::append(&mut bytes, held.into_iter().map(|held| held.entry).collect());
    ensure!(unsigned.is_empty(), "what one writes oneself is signed");
    bundle::end(&mut bytes);
    Ok((bytes, last))
}

fn take_bundle(replica: &mut Replica, bytes: &[u8]) -> Result<u64> {
    let mut new = 0;
    for runs in bundle::Reader::open(bytes)? {
        let took = replica.take(&runs?)?;
        ensure!(took.refused == 0 && took.gaps == 0, "a bundle has neither gaps nor bad signatures");
        new += took.new.len() as u64;
    }
    Ok(new)
}

impl Rehearsal<'_> {
    fn say(&mut self, line: String) {
        (self.progress)(line);
    }

    fn replica(&mut self, laptop: usize) -> Result<&mut Replica> {
        let community = self.community;
        self.laptops[laptop].replica_of(&community).map_err(said)
    }

    /// Makes the participants, each with the community so far, and lets them join by a real invite.
    fn gather(&mut self, data: &Data) -> Result<()> {
        let uses = data.matrix.len() as u32 + 1;
        let invite = ask::Invite { uses, days: 300, ..Default::default() };
        let link = self.laptops[0].invite(invite).map_err(said)?.link;
        let (all, _) = bundle_after(self.replica(0)?, 0)?;
        for (i, voter) in data.matrix.keys().enumerate() {
            let secret = |what: &str| Hash::of(format!("{what} of participant {voter}").as_bytes()).0;
            let identity = Identity::new(format!("Participant {voter}"), secret("member"), secret("device"));
            let now = self.clock.clone();
            let clock = Arc::new(move || now.load(Ordering::Relaxed));
            let mut node = Node::in_memory(Some(identity), clock, *voter);
            node.join(ask::Join { ticket: link.clone() }).map_err(said)?;
            let replica = node.replica_of(&self.community).map_err(said)?;
            let (join, _) = bundle_after(replica, 0)?;
            take_bundle(replica, &all)?;
            let carried = replica.store().last_row()?;
            let laptop = i % LAPTOPS;
            ensure!(take_bundle(self.replica(laptop)?, &join)? == 1, "one join is one entry");
            self.participants.insert(*voter, Participant { node, laptop, carried });
        }
        self.say(format!("{} participants have joined", data.matrix.len()));
        Ok(())
    }

    fn cast(&mut self, votes: &[Vote], how: &str) -> Result<()> {
        for vote in votes {
            self.clock.store(vote.at, Ordering::Relaxed);
            let decision = self.decisions[vote.statement].clone();
            let participant = self.participants.get_mut(&vote.voter).context("every voter takes part")?;
            let position = vote.position.word().to_owned();
            participant
                .node
                .decision_answer(ask::DecisionAnswer {
                    decision,
                    answer: vec![position],
                    ..Default::default()
                })
                .map_err(said)?;
            let replica = participant.node.replica_of(&self.community).map_err(said)?;
            let (bytes, last) = bundle_after(replica, participant.carried)?;
            participant.carried = last;
            let laptop = participant.laptop;
            ensure!(take_bundle(self.replica(laptop)?, &bytes)? == 1, "one answer is one entry");
        }
        self.say(format!("{} votes cast, {how}", votes.len()));
        Ok(())
    }

    /// Lets groups of laptops meet over iroh, on loopback: the first of each group stays, the others call it.
    fn meet(&mut self, runtime: &tokio::runtime::Runtime, groups: &[&[usize]]) -> Result<()> {
        let mut homes: Vec<Option<Node>> = std::mem::take(&mut self.laptops).into_iter().map(Some).collect();
        let met = runtime.block_on(async {
            for group in groups {
                meet_group(&mut homes, group).await?;
            }
            anyhow::Ok(())
        });
        self.laptops = homes.into_iter().flatten().collect();
        met?;
        ensure!(self.laptops.len() == LAPTOPS, "a laptop was lost on the way");
        let names: Vec<String> = groups.iter().map(|group| format!("{group:?}")).collect();
        self.say(format!("met over iroh: {}", names.join(" and ")));
        Ok(())
    }

    fn report(&mut self, data: &Data) -> Result<Report> {
        let mut states = Vec::new();
        for laptop in 0..LAPTOPS {
            states.push(self.replica(laptop)?.state_hash()?);
        }
        let mut differences = Vec::new();
        let mut tallies = Vec::new();
        let members: BTreeMap<u64, MemberId> = self
            .participants
            .iter()
            .filter_map(|(voter, participant)| Some((*voter, participant.node.identity()?.member_id())))
            .collect();
        for (statement, decision) in self.decisions.clone().iter().enumerate() {
            let record = RecordId::parse(decision).context("a decision has an id")?;
            let replica = self.replica(LAPTOPS - 1)?;
            let number = replica.record_number(&record)?.context("every statement is here")?;
            let stances: BTreeMap<MemberId, Position> = replica
                .voices(number)?
                .into_iter()
                .filter_map(|(member, voice)| match voice.stance() {
                    CurrentStance::One(Stance { answer: Answer::Position(position), .. }, _) => {
                        Some((member, position))
                    }
                    _ => None,
                })
                .collect();
            let mut tally = [0; 3];
            for (voter, cells) in &data.matrix {
                let cast = members.get(voter).and_then(|member| stances.get(member)).copied();
                if cast != cells[statement] {
                    let word = |p: Option<Position>| p.map_or("nothing", Position::word);
                    differences.push(format!(
                        "participant {voter} on statement {statement}: {} here, {} in the data",
                        word(cast),
                        word(cells[statement])
                    ));
                }
                if let Some(position) = cast {
                    tally[position as usize] += 1;
                }
            }
            let shown = self.laptops[0]
                .decision_show(ask::DecisionShow { decision: decision.clone(), ..Default::default() })
                .map_err(said)?
                .tally;
            let shown: Vec<u32> = shown.iter().map(|row| row.voices).collect();
            if shown != tally {
                differences.push(format!("statement {statement}: {shown:?} shown, {tally:?} counted"));
            }
            tallies.push((data.statements[statement].clone(), tally));
        }
        let entries = self.replica(0)?.store().count_entries()?;
        Ok(Report { states, tallies, votes: data.votes.len(), entries, differences })
    }
}

fn options(with: Vec<String>, until: Until) -> LiveOptions {
    // Loopback, whatever port is free.
    LiveOptions { bind: vec![([127, 0, 0, 1], 0).into()], with, ..LiveOptions::new(until) }
}

async fn meet_group(homes: &mut [Option<Node>], group: &[usize]) -> Result<()> {
    let Some((&host, guests)) = group.split_first() else { return Ok(()) };
    let mut node = homes[host].take().context("every laptop is here")?;
    let (stop, stopped) = oneshot::channel();
    let (tell, mut hear) = mpsc::unbounded_channel();
    let task = tokio::spawn(async move {
        let report = run(&mut node, options(Vec::new(), Until::Stopped(stopped)), |event| {
            if let LiveEvent::Listening { addresses, .. } = event {
                // Only the first address is waited for.
                let _ = tell.send(addresses);
            }
        });
        let report = report.await;
        (node, report)
    });
    let address = hear.recv().await.and_then(|addresses| addresses.into_iter().next());
    let mut result = Ok(());
    // Twice round, so that the first hear what the last brought.
    for &guest in guests.iter().chain(guests) {
        let (Some(node), Some(address)) = (homes[guest].as_mut(), address.clone()) else {
            result = Err(anyhow::anyhow!("laptop {guest} has nobody to call"));
            break;
        };
        let until = Until::InSync { at_most: Duration::from_secs(60) };
        match run(node, options(vec![address], until), |_| {}).await {
            Ok(report) if report.in_sync => {}
            Ok(report) => {
                result = Err(anyhow::anyhow!("laptop {guest} did not reach the same: {report:?}"));
                break;
            }
            Err(error) => {
                result = Err(said(error));
                break;
            }
        }
    }
    // A host that is gone already has nothing to stop.
    let _ = stop.send(());
    let (node, report) = task.await?;
    homes[host] = Some(node);
    report.map_err(said)?;
    result
}

/// Runs the rehearsal as a command; returns whether everything was as it should be.
///
/// # Errors
/// When the data cannot be read, or something goes wrong on the way.
pub fn command(arguments: &[String]) -> Result<bool> {
    let [what, folder] = arguments else {
        bail!("palabre-rehearse polis DIR");
    };
    ensure!(what == "polis", "the only rehearsal is `polis`, not {what:?}");
    let begun = std::time::Instant::now();
    let report = polis(Path::new(folder), None, &mut |line| {
        eprintln!("{:>4} s  {line}", begun.elapsed().as_secs());
    })?;
    println!("{:>5} {:>8} {:>10}  statement", "fine", "not sure", "not for me");
    for (statement, [fine, not_sure, not_for_me]) in &report.tallies {
        let short: String =
            statement.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(72).collect();
        println!("{fine:>5} {not_sure:>8} {not_for_me:>10}  {short}");
    }
    for (i, state) in report.states.iter().enumerate() {
        println!("laptop {}: {state}", i + 1);
    }
    for difference in report.differences.iter().take(20) {
        println!("{difference}");
    }
    let equal = report.states.windows(2).all(|pair| pair[0] == pair[1]);
    let well = equal && report.differences.is_empty();
    println!(
        "{} votes, {} entries, {} laptops, {} s: {}",
        report.votes,
        report.entries,
        report.states.len(),
        begun.elapsed().as_secs(),
        match (equal, report.differences.len()) {
            (false, _) => "the laptops show different things".to_owned(),
            (true, 0) => "all show the same, and every cell is as in the data".to_owned(),
            (true, n) => format!("{n} cells differ from the data"),
        }
    );
    Ok(well)
}
