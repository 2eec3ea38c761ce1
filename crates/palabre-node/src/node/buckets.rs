//! Buckets: what somebody asks money for, in a round.

use std::sync::Arc;

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::{BucketPage, BucketSaid, RecordType};
use palabre_documents::page::Edit;
use palabre_documents::voice::{CurrentStance, Key, Said};
use palabre_domain::decision::{Answer, Stance};
use palabre_domain::id::{MemberId, RecordId};
use palabre_domain::money::{Amount, Currency};
use palabre_domain::project::{MAX_LINE, MAX_TITLE};
use palabre_domain::settle::{Item, MAX_ITEMS};
use palabre_domain::words::{Flag, ItemId, OpenAnswer};
use palabre_feeds::body::Writers;
use rand::RngExt;

use super::around::{self, text};
use super::decisions::read_case;
use super::projects::writes;
use super::rounds::{amount_error, currency, money, status};
use super::texts::{check_description, check_line, check_text, with_theirs};
use super::{Node, failed, write_error};
use crate::decide::{Case, State};
use crate::naming::by_name;
use crate::replica::{Author, Replica};

const BUCKET: RecordType = RecordType::Bucket;

impl Node {
    pub(super) fn new_bucket(&mut self, ask: ask::BucketNew) -> Result<row::Bucket, ApiError> {
        check_line("A name", &ask.title, MAX_TITLE, false)?;
        check_description("A why", &ask.why)?;
        let salt = ItemId(self.rng.random());
        let (replica, author) = self.replica_as_member()?;
        let case = match &ask.round {
            Some(named) => super::rounds::round(replica, named)?,
            None => only_round(replica, author.now)?,
        };
        still_open(&case, author.now)?;
        let project =
            ask.about.as_deref().map(|n| Self::find_of(replica, RecordType::Project, n)).transpose()?;
        let mut with = Vec::new();
        for name in &ask.people {
            with.push(Self::find_member(replica, &author.member, name)?);
        }
        with.retain(|member| *member != author.member);
        with.sort_unstable();
        with.dedup();
        let writers = match with.is_empty() {
            true => Writers::Author,
            false => {
                let mut named: Vec<MemberId> = with.iter().copied().chain([author.member]).collect();
                named.sort_unstable();
                Writers::Named(named)
            }
        };
        let page = BucketPage {
            title: ask.title.trim().to_owned(),
            round: case.record,
            project,
            with,
            ..BucketPage::default()
        };
        let mut edits = page.begin();
        edits.push(BucketPage::say(author.now, salt, BucketSaid::Takes(ask.takes)));
        let record = replica
            .together(|replica| {
                let record = replica.give_birth(&author, BUCKET, writers, &edits)?;
                if !ask.why.is_empty() {
                    replica.edit(&author, record, &[Edit::Text("why", ask.why.clone())])?;
                }
                Ok(record)
            })
            .map_err(write_error)?;
        self.bucket_row(record)
    }

    pub(super) fn item_of_bucket(&mut self, ask: ask::BucketItem) -> Result<row::Bucket, ApiError> {
        let (new_id, salt) = (ItemId(self.rng.random()), ItemId(self.rng.random()));
        let (replica, author) = self.replica_as_member()?;
        let (record, page, case) = creator(replica, &author, &ask.bucket)?;
        still_open(&case, author.now)?;
        let items = page.items(i64::MAX);
        let known = |named: &str| {
            let wanted = named.trim().to_lowercase();
            let mut found = items.iter().filter(|(id, item)| {
                !wanted.is_empty()
                    && (id.text().starts_with(&wanted) || item.what.to_lowercase().starts_with(&wanted))
            });
            match (found.next(), found.next()) {
                (Some((id, item)), None) => Ok((*id, item.clone())),
                _ => Err(ApiError::new(
                    "item.unknown",
                    format!("{named:?} names no item here, or several."),
                    "`palabre bucket show` lists the items with their ids.",
                )),
            }
        };
        let currency = currency(replica, &case)?;
        let said = match (&ask.drop, &ask.change) {
            (Some(named), None) => BucketSaid::Item(known(named)?.0, None),
            (None, change) => {
                let (id, before) = match change {
                    Some(named) => known(named).map(|(id, item)| (id, Some(item)))?,
                    None => (new_id, None),
                };
                let item = item_of(&ask, before, currency)?;
                if !items.contains_key(&id) && items.len() >= MAX_ITEMS {
                    return Err(ApiError::new(
                        "item.many",
                        format!("A bucket has at most {MAX_ITEMS} items."),
                        "Put some of them together.",
                    ));
                }
                BucketSaid::Item(id, Some(item))
            }
            _ => {
                return Err(ApiError::new(
                    "item.malformed",
                    "An item is changed or taken away.",
                    "Use one of --change and --drop.",
                ));
            }
        };
        replica.edit(&author, record, &[BucketPage::say(author.now, salt, said)]).map_err(write_error)?;
        self.bucket_row(record)
    }

    pub(super) fn write_bucket(&mut self, ask: ask::BucketWrite) -> Result<row::Bucket, ApiError> {
        let (first, second) = (ItemId(self.rng.random()), ItemId(self.rng.random()));
        let (replica, author) = self.replica_as_member()?;
        let (record, page, case) = creator(replica, &author, &ask.bucket)?;
        let mut edits = Vec::new();
        if let Some(title) = &ask.title {
            check_line("A name", title, MAX_TITLE, false)?;
            edits.push(Edit::Line("title", title.trim().to_owned()));
        }
        if let Some(why) = ask.why {
            edits.push(Edit::Text("why", with_theirs("A why", ask.why_from, &page.why, why)?));
        }
        if let Some(takes) = &ask.takes {
            still_open(&case, author.now)?;
            let takes = match takes.as_str() {
                "yes" => true,
                "no" => false,
                other => {
                    return Err(ApiError::new(
                        "bucket.takes",
                        format!("{other:?} is neither yes nor no."),
                        "--takes yes, or --takes no.",
                    ));
                }
            };
            edits.push(BucketPage::say(author.now, first, BucketSaid::Takes(takes)));
        }
        if ask.withdraw {
            still_open(&case, author.now)?;
            edits.push(BucketPage::say(author.now, second, BucketSaid::Proposed(false)));
        }
        if edits.is_empty() {
            return Err(ApiError::new(
                "edit.nothing",
                "Nothing was said to write.",
                "Use --title, --why, --takes or --withdraw.",
            ));
        }
        replica.edit(&author, record, &edits).map_err(write_error)?;
        self.bucket_row(record)
    }

    pub(super) fn show_bucket(&mut self, named: &str) -> Result<row::Bucket, ApiError> {
        let record = Self::find_of(self.replica()?, BUCKET, named)?;
        self.bucket_row(record)
    }

    pub(super) fn flag_bucket(&mut self, ask: ask::BucketFlag) -> Result<row::Bucket, ApiError> {
        check_line("A guideline", &ask.guideline, MAX_LINE, false)?;
        check_text(&ask.text)?;
        let id = ItemId(self.rng.random());
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, BUCKET, &ask.bucket)?;
        replica
            .together(|replica| {
                let text = replica.put_words(&author, record, &ask.text)?;
                let flag = Flag { guideline: ask.guideline.trim().to_owned(), text };
                replica.say(&author, record, &[(Key::Flag(id), Some(Said::Flag(flag)))])
            })
            .map_err(write_error)?;
        self.bucket_row(record)
    }

    pub(super) fn answer_flag(&mut self, ask: ask::BucketAnswer) -> Result<row::Bucket, ApiError> {
        check_text(&ask.text)?;
        let (replica, author) = self.replica_as_member()?;
        let (record, ..) = creator(replica, &author, &ask.bucket)?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let wanted = ask.flag.trim().to_lowercase();
        let mut found: Vec<ItemId> = Vec::new();
        for (_, voice) in replica.voices(number).map_err(failed)? {
            found.extend(voice.said().filter_map(|(key, said, _)| match (key, said) {
                (Key::Flag(id), Said::Flag(flag))
                    if !wanted.is_empty()
                        && (id.text().starts_with(&wanted)
                            || flag.guideline.to_lowercase().starts_with(&wanted)) =>
                {
                    Some(id)
                }
                _ => None,
            }));
        }
        let [id] = found[..] else {
            return Err(ApiError::new(
                "flag.unknown",
                format!("{:?} names no flag here, or several.", ask.flag),
                "`palabre bucket show` lists the flags with their ids.",
            ));
        };
        replica
            .together(|replica| {
                let text = replica.put_words(&author, record, &ask.text)?;
                let said = Said::OpenAnswer(OpenAnswer { text });
                replica.say(&author, record, &[(Key::Answer(id), Some(said))])
            })
            .map_err(write_error)?;
        self.bucket_row(record)
    }

    fn bucket_row(&mut self, record: RecordId) -> Result<row::Bucket, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        show(replica, &record, me, now)
    }
}

/// Finds the one round that takes buckets.
fn only_round(replica: &mut Replica, now: i64) -> Result<Arc<Case>, ApiError> {
    let mut found = Vec::new();
    for page in replica.store().pages_of(RecordType::Round as u8, 0, 1_000).map_err(failed)? {
        let case = read_case(replica, page.record)?;
        if still_open(&case, now).is_ok() {
            found.push(case);
        }
    }
    match (found.pop(), found.pop()) {
        (Some(case), None) => Ok(case),
        (None, _) => Err(ApiError::new(
            "round.none",
            "No round takes buckets now.",
            "Draft one with `palabre round new`.",
        )),
        _ => {
            Err(ApiError::new("round.several", "Several rounds take buckets.", "Say which one with --round."))
        }
    }
}

/// Says that giving has ended: what buckets need is counted as it stood then.
fn still_open(case: &Case, now: i64) -> Result<(), ApiError> {
    if matches!(case.state(now), State::Draft | State::Open) {
        return Ok(());
    }
    Err(ApiError::new(
        "round.closed",
        "Giving has ended; what buckets needed then is what counts.",
        "Comment on it, or propose it again in the next round.",
    ))
}

/// Finds a bucket that the author proposes.
fn creator(
    replica: &mut Replica,
    author: &Author,
    named: &str,
) -> Result<(RecordId, BucketPage, Arc<Case>), ApiError> {
    let record = Node::find_of(replica, BUCKET, named)?;
    if !writes(replica, &record, &author.member)? {
        return Err(ApiError::new(
            "bucket.not-yours",
            "Only those who propose a bucket change it.",
            "Comment on it, or flag it against a guideline with `palabre bucket flag`.",
        ));
    }
    let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
    let page: BucketPage = replica.shown(number).map_err(failed)?;
    let case = read_case(replica, page.round)?;
    Ok((record, page, case))
}

fn item_of(ask: &ask::BucketItem, before: Option<Item>, currency: Currency) -> Result<Item, ApiError> {
    let malformed = |message: &str| {
        ApiError::new(
            "item.malformed",
            message.to_owned(),
            "An item has a name and --min; --max where it may cost more; --income where it brings money in.",
        )
    };
    let read = |text: &String| currency.read(text).map_err(|error| amount_error(text, error));
    let what = ask.what.clone().or_else(|| before.as_ref().map(|item| item.what.clone()));
    let min = match (&ask.min, &before) {
        (Some(min), _) => read(min)?,
        (None, Some(item)) => item.min,
        (None, None) => return Err(malformed("An item says what it costs at least.")),
    };
    let max = match &ask.max {
        Some(max) => Some(read(max)?),
        None => before.as_ref().and_then(|item| item.max),
    };
    let item = Item {
        what: what.map(|what| what.trim().to_owned()).ok_or_else(|| malformed("An item says what it is."))?,
        income: ask.income || before.is_some_and(|item| item.income),
        min,
        max: max.filter(|max| *max != min),
    };
    if item.is_sound() {
        Ok(item)
    } else {
        Err(malformed(
            "The most that an item costs is at least what it costs at least, and income has no most.",
        ))
    }
}

fn show(
    replica: &mut Replica,
    record: &RecordId,
    me: Option<MemberId>,
    now: i64,
) -> Result<row::Bucket, ApiError> {
    let names = Node::names(replica)?;
    let number = replica.record_number(record).map_err(failed)?.unwrap_or_default();
    let page: BucketPage = replica.shown(number).map_err(failed)?;
    let birth = replica.store().record(number).map_err(failed)?.and_then(|row| row.birth);
    let author = birth.map(|birth| birth.author).unwrap_or_default();
    let case = Case::read(replica, page.round).map_err(failed)?;
    let currency = match &case {
        Some(case) => currency(replica, case)?,
        None => Currency::EUR,
    };
    let end = case.as_ref().and_then(|case| case.opening.as_ref()).map(|(_, paper)| paper.end.latest());
    let ended = end.is_some_and(|end| now > end);
    let at = end.filter(|_| ended).unwrap_or(i64::MAX);
    let goal = page.goal(*record, at);
    let mut funders: Vec<(MemberId, Amount)> = Vec::new();
    if let Some(case) = &case {
        for (member, stance) in case.answers() {
            if !case.takes_part(member) {
                continue;
            }
            if let CurrentStance::One(Stance { answer: Answer::Gifts(gifts), .. }, _) = stance {
                funders.extend(
                    gifts.iter().filter(|(to, _)| to == record).map(|(_, amount)| (*member, *amount)),
                );
            }
        }
    }
    let given: Amount = funders.iter().map(|(_, amount)| *amount).sum();
    let mut funders: Vec<row::Funder> = funders
        .into_iter()
        .map(|(member, amount)| row::Funder { name: names.of(&member), amount: money(currency, amount) })
        .collect();
    funders.sort_by_key(|funder| by_name(&funder.name));
    let voices = replica.voices(number).map_err(failed)?;
    let (mut flags, mut answers) = (Vec::new(), Vec::new());
    for (member, voice) in &voices {
        for (key, said, at) in voice.said() {
            match (key, said) {
                (Key::Flag(id), Said::Flag(flag)) => flags.push((*member, id, flag, at)),
                (Key::Answer(id), Said::OpenAnswer(answer)) => answers.push((*member, id, answer, at)),
                _ => {}
            }
        }
    }
    flags.sort_by_key(|(member, id, _, at)| (*at, *member, *id));
    let mut flag_rows = Vec::new();
    for (member, id, flag, _) in &flags {
        let mut rows = Vec::new();
        for (by, _, answer, at) in answers.iter().filter(|(_, to, ..)| to == id) {
            rows.push(row::Note {
                id: id.text(),
                kind: "answer".to_owned(),
                name: names.of(by),
                text: text(replica, number, by, Some(&answer.text))?,
                at: *at,
            });
        }
        flag_rows.push(row::Flag {
            id: id.text(),
            name: names.of(member),
            guideline: flag.guideline.clone(),
            text: text(replica, number, member, Some(&flag.text))?,
            answers: rows,
        });
    }
    let items = page.items(at).into_iter().map(|(id, item)| row::Item {
        id: id.text(),
        what: item.what.clone(),
        income: item.income,
        min: money(currency, item.min),
        max: item.max.map(|max| money(currency, max)),
    });
    let mut items: Vec<row::Item> = items.collect();
    items.sort_by_key(|item| (item.income, by_name(&item.what), item.id.clone()));
    let creators: Vec<MemberId> = page.with.iter().copied().chain([author]).collect();
    let about = match &page.project {
        Some(project) => around::tied(replica, project, now)?,
        None => None,
    };
    Ok(row::Bucket {
        id: record.to_string(),
        title: page.title.clone(),
        sentence: match page.is_proposed(at) {
            true => format!("{}.", status(&goal, given, currency, ended)),
            false => "It is no longer proposed; what was given to it comes back.".to_owned(),
        },
        why: page.why.clone(),
        creators: names.sorted(&creators),
        mine: me.is_some_and(|me| creators.contains(&me)),
        round: around::tied(replica, &page.round, now)?,
        currency: currency.code().to_owned(),
        guidelines: case.as_ref().map(super::rounds::guidelines).unwrap_or_default().to_owned(),
        open: case.as_ref().is_some_and(|case| case.state(now) == State::Open),
        ended,
        about,
        min: money(currency, goal.min),
        max: money(currency, goal.max),
        takes: goal.takes,
        given: money(currency, given),
        items,
        funders,
        flags: flag_rows,
        withdrawn: !page.is_proposed(at),
        around: around::around(replica, (record, number), &voices, &names, me, now)?,
    })
}
