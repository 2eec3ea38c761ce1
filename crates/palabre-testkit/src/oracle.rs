//! Tallies and settlements held against programs in another language, written from the rules in words: `tests/oracle`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use palabre_domain::count::{Cast, Folded, Given, Question, count, fold_casts};
use palabre_domain::decision::{
    Answer, Carried, Choice, Electorate, End, Hide, Paper, Position, Protocol, Purpose, Reasons, Roll, Share,
    SlotAnswer, Stance, Threshold,
};
use palabre_domain::id::{DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_domain::money::{Amount, Currency, MAX_AMOUNT};
use palabre_domain::settle::{EndRule, Fate, Giver, Giving, Goal, Item, settle, story};
use palabre_domain::tally::{CountResult, sentence};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

/// What was compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many decisions.
    pub decisions: usize,
    /// How many budget rounds.
    pub rounds: usize,
}

/// The ways of deciding that are compared.
const WAYS: [&str; 6] = ["sense-check", "proposal", "consent", "choose", "score", "time-poll"];

/// Compares so many random decisions of each kind, and so many rounds.
///
/// # Errors
/// The first case on which the two differ, or when Python cannot be started.
pub fn run(cases: usize, seed: u64) -> Result<Compared> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut compared = Compared::default();
    for way in WAYS {
        let polls: Vec<Poll> = (0..cases).map(|i| Poll::draw(&mut rng, way, i)).collect();
        compare("tally.py", polls.iter().map(|poll| (poll.case(), poll.ours())).collect())?;
        compared.decisions += cases;
    }
    let rounds: Vec<Round> = (0..cases).map(|i| Round::draw(&mut rng, i)).collect();
    compare("settle.py", rounds.iter().map(|round| (round.case(), round.ours())).collect())?;
    compared.rounds = cases;
    Ok(compared)
}

fn compare(oracle: &str, cases: Vec<(Value, Value)>) -> Result<()> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle").join(oracle);
    let mut child = Command::new("python3")
        .arg(&program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("the oracles need Python 3: `apt install python3`")?;
    let mut stdin = child.stdin.take().context("a pipe was asked for")?;
    let lines: String = cases.iter().map(|(case, _)| format!("{case}\n")).collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "{oracle} failed; what it says stands above");
    if writer.join().is_err() {
        bail!("{oracle} was not told all cases");
    }
    let theirs: Vec<Value> =
        String::from_utf8(output.stdout)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    ensure!(theirs.len() == cases.len(), "{oracle} answers each case once");
    for ((case, ours), theirs) in cases.iter().zip(&theirs) {
        ensure!(ours == theirs, "{oracle} differs on\n{case}\nhere   {ours}\nthere  {theirs}");
    }
    Ok(())
}

/// Draws a share: often one that is met exactly.
fn share(rng: &mut StdRng) -> Share {
    let out_of = rng.random_range(1..=12);
    Share { of: rng.random_range(0..=out_of), out_of }
}

/// One person of a poll.
struct Person {
    member: MemberId,
    resting: bool,
    reached: bool,
    answer: Option<Answer>,
}

/// A decision and what people answered.
struct Poll {
    paper: Paper,
    people: Vec<Person>,
}

impl Poll {
    fn draw(rng: &mut StdRng, way: &str, i: usize) -> Self {
        let many = if rng.random_bool(0.05) { 200 } else { rng.random_range(2..6) };
        let protocol = match way {
            "sense-check" => Protocol::SenseCheck,
            "proposal" => Protocol::Proposal {
                block: rng.random_bool(0.3),
                threshold: match rng.random_bool(0.3) {
                    true => Threshold::MoreForThanAgainst,
                    false => Threshold::AtLeast(share(rng)),
                },
                quorum: share(rng),
            },
            "consent" => match rng.random_bool(0.5) {
                true => Protocol::Consent { silence: true, quorum: Share::NONE },
                false => Protocol::Consent { silence: false, quorum: share(rng) },
            },
            "choose" => Protocol::Choose {
                up_to: rng.random_range(1..=many.min(4) as u16),
                quorum: share(rng),
                threshold: if rng.random_bool(0.5) { Share::NONE } else { share(rng) },
            },
            "score" => Protocol::Score { max: rng.random_range(1..=9), quorum: share(rng) },
            _ => Protocol::TimePoll,
        };
        let options = match protocol {
            Protocol::Choose { .. } | Protocol::Score { .. } => {
                (0..many).map(|i| Choice::Words(format!("option {i}"))).collect()
            }
            Protocol::TimePoll => (0..many as i64).map(|i| Choice::Slot(i, i + 1)).collect(),
            _ => Vec::new(),
        };
        let mut paper = Paper {
            question: "?".into(),
            wording: String::new(),
            protocol,
            electorate: Electorate::Open,
            opened: 0,
            end: End::At(1),
            travel: 0,
            reasons: Reasons::Off,
            purpose: Purpose::Words,
            replaces: None,
            options,
            hide: Hide::Never,
            about: None,
            giving: None,
        };
        // The first cases are the edges: nobody answers, one member, all say the same.
        let size = match i {
            0..3 => 1,
            _ if rng.random_bool(0.1) => rng.random_range(10..60),
            _ => rng.random_range(1..10),
        };
        let (speak, alike) = match i {
            0 => (0.0, false),
            _ => (*[0.3, 0.7, 1.0].get(rng.random_range(0..3)).unwrap_or(&1.0), rng.random_bool(0.1)),
        };
        let first = answer(rng, &paper);
        let people = (0..size)
            .map(|n: u64| Person {
                member: MemberId(Hash::of(format!("member {n}").as_bytes()).0),
                resting: rng.random_bool(0.2),
                reached: rng.random_bool(0.6),
                answer: rng
                    .random_bool(speak)
                    .then(|| if alike { first.clone() } else { answer(rng, &paper) }),
            })
            .collect();
        let mut poll = Self { paper: paper.clone(), people };
        if !paper.protocol.is_open_to_newcomers() {
            paper.electorate = Electorate::Frozen(Carried::Here(poll.roll()));
            poll.paper = paper;
        }
        poll
    }

    fn roll(&self) -> Roll {
        let resting: Vec<MemberId> = self.people.iter().filter(|p| p.resting).map(|p| p.member).collect();
        Roll::new(self.people.iter().map(|person| person.member).collect(), &resting)
    }

    fn result(&self) -> CountResult {
        let opening = Hash::of(b"opening");
        let roll = self.roll();
        let question = Question {
            opening,
            paper: &self.paper,
            replaced: &[],
            roll: (!self.paper.protocol.is_open_to_newcomers()).then_some(&roll),
            members: self.people.len() as u32,
            goals: &[],
        };
        let folded = |person: &Person| {
            let device = DeviceId(person.member.0);
            let stance = person.answer.clone().map(|answer| Stance { opening, answer, reason: None });
            let cast = Cast {
                given: Given::new(device, 1, &EntryId::ZERO),
                at: 1,
                op: (1, device),
                replaces: Vec::new(),
                stance,
            };
            (person.member, fold_casts(&[cast], &question))
        };
        let answers: BTreeMap<MemberId, Folded> = self.people.iter().map(folded).collect();
        let reached: BTreeSet<MemberId> =
            self.people.iter().filter(|p| p.reached).map(|p| p.member).collect();
        count(&question, &answers, &BTreeMap::new(), &reached).result
    }

    fn case(&self) -> Value {
        let mut case = json!({
            "protocol": self.paper.protocol.word(),
            "sentence": sentence(&self.paper, &self.result()),
            "options": self.paper.options.len(),
            "people": self.people.iter().map(|person| json!({
                "id": person.member.to_string(), "resting": person.resting, "reached": person.reached,
                "answer": person.answer.as_ref().map(written),
            })).collect::<Vec<_>>(),
        });
        let pair = |share: &Share| json!([share.of, share.out_of]);
        match &self.paper.protocol {
            Protocol::Proposal { block, threshold, quorum } => {
                case["block"] = json!(block);
                case["quorum"] = pair(quorum);
                case["threshold"] = match threshold {
                    Threshold::MoreForThanAgainst => json!("more-for-than-against"),
                    Threshold::AtLeast(share) => pair(share),
                };
            }
            Protocol::Consent { silence, quorum } => {
                case["silence"] = json!(silence);
                case["quorum"] = pair(quorum);
            }
            Protocol::Choose { up_to, quorum, threshold } => {
                case["up_to"] = json!(up_to);
                case["quorum"] = pair(quorum);
                case["threshold"] = pair(threshold);
            }
            Protocol::Score { max, quorum } => {
                case["max"] = json!(max);
                case["quorum"] = pair(quorum);
            }
            Protocol::SenseCheck | Protocol::TimePoll | Protocol::Giving => {}
        }
        case
    }

    fn ours(&self) -> Value {
        let CountResult { verdict, tally, winners, .. } = self.result();
        let positions: BTreeMap<&str, u32> = tally.positions.iter().map(|(p, n)| (p.word(), *n)).collect();
        let options: Vec<Value> =
            tally.options.iter().map(|option| json!([option.voices, option.maybe, option.sum])).collect();
        json!({
            "verdict": verdict.word(), "winners": winners, "present": tally.present, "answered": tally.answered,
            "positions": positions, "options": options, "none": tally.none, "reached": tally.reached, "sentence": "",
        })
    }
}

/// Draws an answer; a tenth fit no question of this kind.
fn answer(rng: &mut StdRng, paper: &Paper) -> Answer {
    let odd = rng.random_bool(0.1);
    let many = paper.options.len() + usize::from(odd);
    let position = |rng: &mut StdRng, of: &[Position]| of[rng.random_range(0..of.len())];
    match paper.protocol {
        Protocol::Choose { up_to, .. } => {
            let how_many = rng.random_range(0..=usize::from(up_to) + usize::from(odd));
            let chosen: BTreeSet<u16> = (0..how_many).map(|_| rng.random_range(0..many) as u16).collect();
            Answer::Options(chosen.into_iter().collect())
        }
        Protocol::Score { max, .. } => Answer::Scores(
            (0..many)
                .map(|_| rng.random_bool(0.8).then(|| rng.random_range(0..=max + u8::from(odd))))
                .collect(),
        ),
        Protocol::TimePoll => Answer::Slots(
            (0..many)
                .map(|_| [SlotAnswer::Yes, SlotAnswer::IfNeedBe, SlotAnswer::No][rng.random_range(0..3)])
                .collect(),
        ),
        _ if odd => Answer::Position(position(rng, &Position::ALL)),
        _ => Answer::Position(position(rng, paper.protocol.positions())),
    }
}

fn written(answer: &Answer) -> Value {
    match answer {
        Answer::Position(position) => json!(position.word()),
        Answer::Options(places) => json!(places),
        Answer::Scores(scores) => json!(scores),
        Answer::Slots(slots) => json!(slots.iter().map(|slot| slot.word()).collect::<Vec<_>>()),
        Answer::Gifts(gifts) => {
            json!(gifts.iter().map(|(to, n)| json!([to.to_string(), n.0])).collect::<Vec<_>>())
        }
    }
}

/// A bucket of a round.
struct Bucket {
    id: RecordId,
    items: Vec<Item>,
    takes: bool,
}

/// A budget round and what people gave.
struct Round {
    buckets: Vec<Bucket>,
    givers: Vec<Giver>,
    giving: Giving,
}

impl Round {
    /// Draws a round: small numbers with many ties, everyday ones, or the largest there are.
    fn draw(rng: &mut StdRng, i: usize) -> Self {
        let size = [6, 40, 20_000, MAX_AMOUNT / 20_000][rng.random_range(0..4)];
        let many = if i == 1 { 200 } else { rng.random_range(0..8) };
        let id = |n: usize| RecordId(Hash::of(format!("bucket {n}").as_bytes()).0);
        let cap = rng.random_bool(0.2).then_some(Amount(size));
        let mut givers: Vec<Giver> = (0..if i == 0 { 0 } else { rng.random_range(0..10) })
            .map(|n: u64| {
                let mut gifts: BTreeMap<RecordId, Amount> = BTreeMap::new();
                for _ in 0..rng.random_range(0..7) {
                    // Now and then to a bucket that is none of this round.
                    gifts.insert(id(rng.random_range(0..=many)), Amount(rng.random_range(1..=size)));
                }
                let given: u64 = gifts.values().map(|amount| amount.0).sum();
                let allotment = match rng.random_range(0..20) {
                    0 => given.saturating_sub(1),
                    1..10 => given,
                    _ => given + rng.random_range(0..=size),
                };
                let member = MemberId(Hash::of(format!("member {n}").as_bytes()).0);
                Giver { member, allotment: Amount(allotment), gifts: gifts.into_iter().collect() }
            })
            .collect();
        givers.sort_by_key(|giver| giver.member);
        let mut buckets: Vec<Bucket> = (0..many)
            .map(|n| {
                let items = (0..rng.random_range(0..4))
                    .map(|_| {
                        let min = rng.random_range(0..=size * 2);
                        let income = rng.random_bool(0.2);
                        let max = (!income && rng.random_bool(0.5))
                            .then(|| Amount(min + rng.random_range(0..=size)));
                        Item { what: "item".into(), income, min: Amount(min), max }
                    })
                    .collect();
                Bucket { id: id(n), items, takes: rng.random_bool(0.3) }
            })
            .collect();
        // A maximum that is one cent below what is given.
        if let (Some(bucket), true) = (buckets.first_mut(), rng.random_bool(0.2)) {
            let gifts = givers.iter().flat_map(|giver| &giver.gifts);
            let given: u64 = gifts.filter(|(to, _)| *to == bucket.id).map(|(_, amount)| amount.0).sum();
            let min = Amount(given.saturating_sub(1));
            bucket.items = vec![Item { what: "item".into(), income: false, min, max: None }];
        }
        let allotted: u64 = givers.iter().map(|giver| giver.allotment.0).sum();
        let carried_over = rng.random_range(0..=allotted.min(size));
        let idle = if rng.random_bool(0.5) { 0 } else { rng.random_range(0..=size) };
        let giving = Giving {
            currency: Currency::EUR,
            pot: Amount(allotted - carried_over + idle),
            carried_over: Amount(carried_over),
            allotments: givers.iter().map(|giver| giver.allotment).collect(),
            cap,
            rule: [EndRule::Return, EndRule::Stay, EndRule::Spread][rng.random_range(0..3)],
            because: Hash::of(b"because"),
        };
        Self { buckets, givers, giving }
    }

    fn case(&self) -> Value {
        let item =
            |item: &Item| json!({"income": item.income, "min": item.min.0, "max": item.max.map(|max| max.0)});
        let bucket = |bucket: &Bucket| {
            let items: Vec<Value> = bucket.items.iter().map(item).collect();
            json!({"bucket": bucket.id.to_string(), "items": items, "takes": bucket.takes})
        };
        let giver = |giver: &Giver| {
            let gifts = written(&Answer::Gifts(giver.gifts.clone()));
            json!({"member": giver.member.to_string(), "allotment": giver.allotment.0, "gifts": gifts})
        };
        json!({
            "pot": self.giving.pot.0, "carried_over": self.giving.carried_over.0, "rule": self.giving.rule.word(),
            "cap": self.giving.cap.map(|cap| cap.0),
            "buckets": self.buckets.iter().map(bucket).collect::<Vec<_>>(),
            "givers": self.givers.iter().map(giver).collect::<Vec<_>>(),
        })
    }

    fn ours(&self) -> Value {
        let Self { giving, .. } = self;
        let goals: Vec<Goal> =
            self.buckets.iter().map(|bucket| Goal::of(bucket.id, &bucket.items, bucket.takes)).collect();
        // What is not allowed is not counted.
        let mut givers = self.givers.clone();
        for giver in &mut givers {
            if !giving.allows(&giver.gifts, giver.allotment) {
                giver.gifts.clear();
            }
        }
        let settled = settle(giving.pot, giving.carried_over, &goals, &givers, giving.rule);
        let buckets: Vec<Value> = settled
            .buckets
            .iter()
            .map(|b| {
                json!([
                    b.goal.bucket.to_string(),
                    b.goal.min.0,
                    b.goal.max.0,
                    b.given.0,
                    b.kept.0,
                    b.spread.0
                ])
            })
            .collect();
        let stories: Vec<Value> = givers
            .iter()
            .map(|giver| {
                let told = story(&goals, &givers, giving.rule, &giver.member).unwrap_or_default();
                let mut lines: Vec<(&str, String, u64)> =
                    told.went.iter().chain(&told.left).map(|(fate, amount)| line(fate, *amount)).collect();
                lines.sort_unstable();
                json!([giver.member.to_string(), lines])
            })
            .collect();
        json!({
            "buckets": buckets, "given": settled.given.0, "kept": settled.kept.0, "stays": settled.stays.0,
            "returned": settled.returned.0, "stories": stories,
        })
    }
}

fn line(fate: &Fate, amount: Amount) -> (&'static str, String, u64) {
    let word = match fate {
        Fate::Kept(_) => "kept",
        Fate::Over(_) => "over",
        Fate::Below(_) => "below",
        Fate::Gone(_) => "gone",
        Fate::NotGiven => "not-given",
        Fate::Spread(_) => "spread",
        Fate::ToPot => "to-pot",
        Fate::Stays => "stays",
    };
    (word, fate.bucket().map(|bucket| bucket.to_string()).unwrap_or_default(), amount.0)
}
