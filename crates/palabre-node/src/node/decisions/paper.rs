//! From what a person asks for to the paper that opens a decision.

use std::path::Path;

use palabre_api::{ApiError, ask};
use palabre_documents::kinds::RecordType;
use palabre_documents::voice::{Key, Said};
use palabre_domain::decision::{
    AMENDED, Carried, Choice, DAY, Electorate, End, HOUR, Hide, Paper, PaperError, Protocol, Purpose,
    Reasons, Roll, SMALL_GROUP, Share, TRAVEL, Threshold,
};
use palabre_domain::id::{MemberId, RecordId};
use serde::{Deserialize, Serialize};

use super::super::times::{read_end, read_slot};
use super::super::{Node, failed};
use crate::decide::Case;
use crate::home::file_error;
use crate::replica::{Author, Replica};

/// After how long a silence somebody is resting: 90 days.
const RESTING: i64 = 90 * DAY;
/// The longest template, in bytes.
const MAX_TEMPLATE: u64 = 256 << 10;
/// The format of templates.
const FORMAT: &str = "palabre-template/1";

/// Settings with words, as a community keeps them for the next time.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Template {
    format: String,
    question: String,
    wording: String,
    how: String,
    days: u32,
    travel: u32,
    threshold: Option<String>,
    quorum: Option<String>,
    block: bool,
    silence: bool,
    options: Vec<String>,
    up_to: Option<u16>,
    max: Option<u8>,
    reasons: String,
    hide: String,
    /// The words of an outcome.
    outcome: String,
}

impl Template {
    /// Returns the template of a paper, with the words of its outcome.
    pub(super) fn of(paper: &Paper, outcome: String) -> Self {
        let share = |share: Share| Some(format!("{}/{}", share.of, share.out_of));
        let mut template = Self {
            format: FORMAT.to_owned(),
            question: paper.question.clone(),
            wording: paper.wording.clone(),
            how: paper.protocol.word().to_owned(),
            days: u32::try_from((paper.end.latest() - paper.opened) / DAY).unwrap_or(1).max(1),
            travel: u32::try_from(paper.travel / HOUR).unwrap_or_default(),
            reasons: reasons_word(paper.reasons).to_owned(),
            hide: paper.hide.word().to_owned(),
            outcome,
            ..Self::default()
        };
        match paper.protocol {
            Protocol::SenseCheck | Protocol::TimePoll | Protocol::Giving => {}
            Protocol::Proposal { block, threshold, quorum } => {
                (template.block, template.quorum) = (block, share(quorum));
                if let Threshold::AtLeast(needed) = threshold {
                    template.threshold = share(needed);
                }
            }
            Protocol::Consent { silence, quorum } => {
                (template.silence, template.quorum) = (silence, share(quorum));
            }
            Protocol::Choose { up_to, quorum, threshold } => {
                (template.up_to, template.quorum) = (Some(up_to), share(quorum));
                template.threshold = (threshold != Share::NONE).then(|| share(threshold)).flatten();
            }
            Protocol::Score { max, quorum } => (template.max, template.quorum) = (Some(max), share(quorum)),
        }
        template.options = paper
            .options
            .iter()
            .filter_map(|option| match option {
                Choice::Words(text) => Some(text.clone()),
                // Times do not come again.
                Choice::Slot(..) => None,
            })
            .collect();
        template
    }

    /// Returns the text of its file.
    pub(super) fn text(&self) -> String {
        // Plain fields always make JSON.
        serde_json::to_string_pretty(self).expect("a template is plain data") + "\n"
    }

    fn read(file: &str) -> Result<Self, ApiError> {
        let path = Path::new(file);
        let malformed = || {
            ApiError::new(
                "template.malformed",
                format!("{file:?} is not a template of a decision."),
                "`palabre decision template DECISION --file FILE` saves one.",
            )
        };
        let length = std::fs::metadata(path).map_err(|error| file_error(path, &error))?.len();
        if length > MAX_TEMPLATE {
            return Err(malformed());
        }
        let bytes = std::fs::read(path).map_err(|error| file_error(path, &error))?;
        let template: Self = serde_json::from_slice(&bytes).map_err(|_| malformed())?;
        if template.format != FORMAT { Err(malformed()) } else { Ok(template) }
    }

    /// Fills in what was not asked for.
    fn fill(self, ask: &mut ask::DecisionOpen) {
        let when_unsaid = ask.days.is_none() && ask.hours.is_none() && ask.until.is_none();
        ask.how.get_or_insert(self.how);
        if when_unsaid {
            ask.days = Some(self.days);
        }
        ask.travel.get_or_insert(self.travel);
        ask.threshold = ask.threshold.take().or(self.threshold);
        ask.quorum = ask.quorum.take().or(self.quorum);
        ask.block |= self.block;
        ask.silence |= self.silence;
        if ask.options.is_empty() {
            ask.options = self.options;
        }
        ask.up_to = ask.up_to.or(self.up_to);
        ask.max = ask.max.or(self.max);
        ask.reasons.get_or_insert(self.reasons);
        ask.hide.get_or_insert(self.hide);
    }
}

/// Returns everybody who takes part, and who of them is resting.
pub(crate) fn roll(replica: &mut Replica, now: i64) -> Result<Roll, ApiError> {
    let members: Vec<MemberId> = replica.membership().map_err(failed)?.present().map(|(id, _)| *id).collect();
    let away = super::super::profiles::away(replica, now)?;
    let mut resting = Vec::new();
    for member in &members {
        let devices = replica.devices_of(member).map_err(failed)?;
        let last = replica.store().last_words(&devices).map_err(failed)?;
        if last.is_some_and(|last| last < now - RESTING) || away.contains(member) {
            resting.push(*member);
        }
    }
    Ok(Roll::new(members, &resting))
}

/// Returns who of all takes part: everybody, a project's team, or those named.
fn who(replica: &mut Replica, author: &Author, ask: &ask::DecisionOpen) -> Result<Roll, ApiError> {
    let everybody = roll(replica, author.now)?;
    let chosen: Vec<MemberId> = match (&ask.team, ask.people.as_slice()) {
        (None, []) => return Ok(everybody),
        (Some(project), []) => {
            let project = Node::find_of(replica, RecordType::Project, project)?;
            team(replica, &project)?
        }
        (None, people) => {
            let mut chosen = Vec::new();
            for name in people {
                chosen.push(Node::find_member(replica, &author.member, name)?);
            }
            chosen
        }
        (Some(_), _) => {
            return Err(ApiError::new(
                "decision.roll",
                "Who takes part was said in two ways.",
                "Use --team, or --with once for each person.",
            ));
        }
    };
    let chosen: Vec<MemberId> = chosen.into_iter().filter(|member| everybody.contains(member)).collect();
    let resting: Vec<MemberId> =
        chosen.iter().filter(|member| everybody.is_resting(member)).copied().collect();
    Ok(Roll::new(chosen, &resting))
}

/// Returns who is in a project's team.
pub(crate) fn team(replica: &mut Replica, project: &RecordId) -> Result<Vec<MemberId>, ApiError> {
    let Some(number) = replica.record_number(project).map_err(failed)? else {
        return Ok(Vec::new());
    };
    let voices = replica.voices(number).map_err(failed)?;
    let here: std::collections::BTreeSet<MemberId> =
        replica.membership().map_err(failed)?.present().map(|(id, _)| *id).collect();
    let team = voices.into_iter().filter(|(member, voice)| {
        here.contains(member) && matches!(voice.get(&Key::Team), Some((Said::Yes(_), _)))
    });
    Ok(team.map(|(member, _)| member).collect())
}

/// Makes the paper of a decision.
pub(super) fn paper(
    replica: &mut Replica,
    author: &Author,
    case: &Case,
    mut ask: ask::DecisionOpen,
) -> Result<Paper, ApiError> {
    if let Some(file) = ask.template.take() {
        Template::read(&file)?.fill(&mut ask);
    }
    let about = ask.about.as_deref().map(|about| Node::find(replica, about)).transpose()?;
    let roll = who(replica, author, &ask)?;
    let protocol = protocol(&ask, roll.present() as usize)?;
    let small = roll.members.len() <= SMALL_GROUP;
    let (at, fixed) = ends(&ask, author.now, &protocol)?;
    let all_at_once = small && !fixed && !protocol.is_open_to_newcomers();
    Ok(Paper {
        question: case.page.question.clone(),
        wording: case.page.wording.clone(),
        electorate: match protocol.is_open_to_newcomers() {
            true => Electorate::Open,
            false => Electorate::Frozen(Carried::Here(roll)),
        },
        protocol,
        opened: author.now,
        end: if all_at_once { End::WhenAllAnswered(at) } else { End::At(at) },
        travel: ask.travel.map_or(TRAVEL, |hours| i64::from(hours) * HOUR),
        reasons: reasons(ask.reasons.as_deref(), &protocol)?,
        purpose: match &ask.releases {
            Some(amount) => super::super::rounds::release(amount)?,
            None => Purpose::Words,
        },
        replaces: None,
        options: options(&ask, &protocol)?,
        hide: match ask.hide.as_deref() {
            None => protocol.default_hide(),
            Some(word) => Hide::from_word(word).ok_or_else(|| {
                ApiError::new(
                    "decision.hide",
                    format!("{word:?} says nothing about hiding."),
                    "never, until-answered or until-end.",
                )
            })?,
        },
        about,
        giving: None,
    })
}

fn protocol(ask: &ask::DecisionOpen, present: usize) -> Result<Protocol, ApiError> {
    let quorum = ask.quorum.as_deref().map(share).transpose()?;
    let threshold = ask.threshold.as_deref().map(share).transpose()?;
    let default = if present <= SMALL_GROUP { "consent" } else { "proposal" };
    let how = ask.how.as_deref().unwrap_or(default);
    let protocol = match how {
        "sense-check" => Protocol::SenseCheck,
        "time-poll" => Protocol::TimePoll,
        "proposal" => match Protocol::proposal(present) {
            Protocol::Proposal { threshold: usual, quorum: half, .. } => Protocol::Proposal {
                block: ask.block,
                threshold: threshold.map_or(usual, Threshold::AtLeast),
                quorum: quorum.unwrap_or(half),
            },
            other => other,
        },
        "consent" => Protocol::Consent {
            silence: ask.silence,
            quorum: quorum.unwrap_or(if ask.silence { Share::NONE } else { Share::HALF }),
        },
        "choose" => Protocol::Choose {
            up_to: ask.up_to.unwrap_or(1),
            quorum: quorum.unwrap_or(Share::HALF),
            threshold: threshold.unwrap_or(Share::NONE),
        },
        "score" => Protocol::Score { max: ask.max.unwrap_or(5), quorum: quorum.unwrap_or(Share::HALF) },
        other => {
            return Err(ApiError::new(
                "decision.how",
                format!("{other:?} is no way of deciding."),
                "consent (does anyone object?), proposal (for or against?), choose (which one?), score (how much?), \
                 time-poll (when?) or sense-check (how does it feel?).",
            ));
        }
    };
    let unfit = [
        (ask.block && how != "proposal", "--block", "a proposal"),
        (ask.silence && how != "consent", "--silence", "consent"),
        (
            threshold.is_some() && !matches!(how, "proposal" | "choose"),
            "--threshold",
            "a proposal or a choice",
        ),
        (quorum.is_some() && matches!(how, "sense-check" | "time-poll"), "--quorum", "a decision that binds"),
        (ask.up_to.is_some() && how != "choose", "--up-to", "a choice"),
        (ask.max.is_some() && how != "score", "--max", "a score"),
    ];
    match unfit.into_iter().find(|(wrong, ..)| *wrong) {
        Some((_, flag, kind)) => Err(ApiError::new(
            "decision.settings",
            format!("{flag} is for {kind}, and this is {how}."),
            "Leave it out, or choose another way with --how.",
        )),
        None => Ok(protocol),
    }
}

fn options(ask: &ask::DecisionOpen, protocol: &Protocol) -> Result<Vec<Choice>, ApiError> {
    let words = || ask.options.iter().map(|text| Choice::Words(text.trim().to_owned())).collect::<Vec<_>>();
    if *protocol != Protocol::TimePoll {
        if !ask.slots.is_empty() {
            return Err(ApiError::new(
                "decision.settings",
                "--slot is for a time poll.",
                "Use --option, or --how time-poll.",
            ));
        }
        return Ok(words());
    }
    if !ask.options.is_empty() {
        return Err(ApiError::new(
            "decision.settings",
            "A time poll has times, not options.",
            "Use --slot, such as --slot 2027-03-15T18:00[Europe/Paris]/2h.",
        ));
    }
    let slots: Result<Vec<Choice>, ApiError> =
        ask.slots.iter().map(|text| read_slot(text).map(|(from, until)| Choice::Slot(from, until))).collect();
    let mut slots = slots?;
    slots.sort_unstable();
    Ok(slots)
}

fn reasons_word(reasons: Reasons) -> &'static str {
    match reasons {
        Reasons::Off => "off",
        Reasons::Optional => "optional",
        Reasons::Against => "against",
        Reasons::Required => "required",
    }
}

fn reasons(word: Option<&str>, protocol: &Protocol) -> Result<Reasons, ApiError> {
    let binding = matches!(protocol, Protocol::Proposal { .. } | Protocol::Consent { .. });
    match word {
        None if binding => Ok(Reasons::Against),
        None => Ok(Reasons::Optional),
        Some("off") => Ok(Reasons::Off),
        Some("optional") => Ok(Reasons::Optional),
        Some("required") => Ok(Reasons::Required),
        Some("against") => Ok(Reasons::Against),
        Some(other) => Err(ApiError::new(
            "decision.reasons",
            format!("{other:?} says nothing about reasons."),
            "off, optional, against or required.",
        )),
    }
}

/// Returns when something ends, and whether that time was asked for to the minute.
pub(crate) fn end_of(
    (until, hours, days): (Option<&str>, Option<u32>, Option<u32>),
    now: i64,
    default_days: i64,
) -> Result<(i64, bool), ApiError> {
    match (until, hours, days) {
        (Some(text), None, None) => Ok((read_end(text, now)?, true)),
        (None, Some(hours), None) => Ok((now.saturating_add(i64::from(hours) * HOUR), false)),
        (None, None, days) => Ok((now.saturating_add(days.map_or(default_days, i64::from) * DAY), false)),
        _ => Err(ApiError::new(
            "time.several",
            "The end was said in several ways.",
            "Use one of --until, --hours and --days.",
        )),
    }
}

fn ends(ask: &ask::DecisionOpen, now: i64, protocol: &Protocol) -> Result<(i64, bool), ApiError> {
    end_of((ask.until.as_deref(), ask.hours, ask.days), now, protocol.default_days())
}

/// Makes the paper that amends an opening: another wording, and time to look at it.
pub(super) fn amended(case: &Case, wording: &str, days: Option<u32>, now: i64) -> Result<Paper, ApiError> {
    let Some((opening, paper)) = &case.opening else {
        return Err(super::not_open());
    };
    let end = now.saturating_add(days.map_or(7 * DAY, |days| i64::from(days) * DAY));
    if end < now + AMENDED {
        return Err(ApiError::new(
            "decision.amend-end",
            "A new wording stays open for at least 48 hours.",
            "Use --days 2 or more.",
        ));
    }
    Ok(Paper {
        wording: wording.to_owned(),
        opened: now,
        end: match paper.end {
            End::At(_) => End::At(end),
            End::WhenAllAnswered(_) => End::WhenAllAnswered(end),
        },
        replaces: Some(*opening),
        ..paper.clone()
    })
}

/// Reads a share: `66.7`, `66.7%` or `2/3`.
fn share(text: &str) -> Result<Share, ApiError> {
    let malformed = || {
        ApiError::new(
            "share.malformed",
            format!("{text:?} is not a share of at most 100 %."),
            "Write it in percent, such as 66.7, or as a fraction, such as 2/3.",
        )
    };
    let text = text.trim().trim_end_matches('%').trim();
    let share = match text.split_once('/') {
        Some((of, out_of)) => Share {
            of: of.trim().parse().map_err(|_| malformed())?,
            out_of: out_of.trim().parse().map_err(|_| malformed())?,
        },
        None => {
            let (whole, tenth) = text.split_once(['.', ',']).unwrap_or((text, "0"));
            let whole: u32 = whole.parse().map_err(|_| malformed())?;
            let tenth: u32 = match tenth.len() {
                1 => tenth.parse().map_err(|_| malformed())?,
                _ => return Err(malformed()),
            };
            let per_mille = whole.checked_mul(10).and_then(|n| n.checked_add(tenth)).ok_or_else(malformed)?;
            Share::per_mille(per_mille).ok_or_else(malformed)?
        }
    };
    if share.is_sound() { Ok(share) } else { Err(malformed()) }
}

pub(crate) fn paper_error(error: PaperError) -> ApiError {
    let (code, hint) = match error {
        PaperError::Question => {
            ("decision.question", "Ask one short question; the rest goes into the wording.")
        }
        PaperError::Wording => ("decision.wording", "Shorten the wording, or link to a longer text."),
        PaperError::End => ("decision.end", "Choose an end in the future, such as --days 7."),
        PaperError::Travel => ("decision.travel", "Usually 48 hours: --travel 48."),
        PaperError::Share => ("share.malformed", "Use at most 100."),
        PaperError::Roll | PaperError::Electorate => ("decision.roll", "Nobody would take part."),
        PaperError::Options => ("decision.options", "Say each with --option, or each time with --slot."),
        PaperError::Giving => ("round.allotments", "Give everybody an allotment, together at most the pot."),
        PaperError::Bounds => ("decision.bounds", "Use --up-to, or --max, with a smaller number."),
    };
    ApiError::new(code, crate::home::capital(&error.to_string()), hint)
}
