//! Sharing: gifts, offers, requests, thanks, care.

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::{RecordType, SharePage};
use palabre_documents::voice::{Key, Said};
use palabre_domain::id::{MemberId, RecordId};
use palabre_domain::project::MAX_LINE;
use palabre_domain::sharing::{Hand, ON_THE_WALL, ShareKind, Sharing};
use palabre_feeds::body::Writers;

use super::around::{self, text};
use super::decisions::LONGEST;
use super::texts::{check_line, check_text};
use super::{Names, Node, failed, write_error};
use crate::naming::by_name;
use crate::replica::Replica;

const SHARE: RecordType = RecordType::Share;

fn kind_of(word: &str) -> Result<ShareKind, ApiError> {
    ShareKind::from_word(&word.trim().to_lowercase()).ok_or_else(|| {
        ApiError::new(
            "share.kind",
            format!("{word:?} is nothing that is shared here."),
            "gift, offer, request, thanks or care.",
        )
    })
}

impl Node {
    pub(super) fn new_share(&mut self, ask: ask::ShareNew) -> Result<row::Share, ApiError> {
        let kind = kind_of(&ask.kind)?;
        check_line("A line on the wall", &ask.text, MAX_LINE, false)?;
        let (replica, author) = self.replica_as_member()?;
        let mut to = Vec::new();
        for name in &ask.to {
            to.push(Self::find_member(replica, &author.member, name)?);
        }
        to.sort_unstable();
        to.dedup();
        let page = SharePage { text: ask.text.trim().to_owned(), sharing: Sharing { kind, to, done: false } };
        let record =
            replica.give_birth(&author, SHARE, Writers::Author, &page.begin()).map_err(write_error)?;
        self.share_row(record)
    }

    pub(super) fn list_shares(&mut self, ask: ask::ShareList) -> Result<row::Wall, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let names = Self::names(replica)?;
        let kind = ask.kind.as_deref().map(kind_of).transpose()?;
        let (mut lines, mut more, mut skip, mut from) = (Vec::new(), 0, ask.skip, 0);
        let limit = ask.limit.clamp(1, LONGEST) as usize;
        loop {
            let pages = replica.store().pages_of(SHARE as u8, from, 200).map_err(failed)?;
            from += 200;
            if pages.is_empty() {
                return Ok(row::Wall { lines, more });
            }
            for page in pages {
                // The newest come first: what follows has left the wall, too.
                if !ask.all && page.born < now.saturating_sub(ON_THE_WALL) {
                    return Ok(row::Wall { lines, more });
                }
                let read: SharePage = palabre_documents::kinds::page(&page.data);
                // A clock that runs ahead does not keep a line on the wall.
                let on_the_wall = (now - page.born).abs() <= ON_THE_WALL && !read.sharing.done;
                if !(ask.all || on_the_wall) || kind.is_some_and(|kind| kind != read.sharing.kind) {
                    continue;
                }
                if skip > 0 {
                    skip -= 1;
                } else if lines.len() < limit {
                    lines.push(show(replica, &page.record, &names, me, now)?);
                } else {
                    more += 1;
                }
            }
        }
    }

    pub(super) fn answer_share(&mut self, ask: ask::ShareAnswer) -> Result<row::Share, ApiError> {
        let words = ask.text.filter(|words| !words.trim().is_empty());
        if let Some(words) = &words {
            check_text(words)?;
        }
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, SHARE, &ask.share)?;
        replica
            .together(|replica| {
                let said = match (&words, ask.back) {
                    (_, true) => None,
                    (Some(words), _) => Some(Hand { text: Some(replica.put_words(&author, record, words)?) }),
                    (None, _) => Some(Hand::default()),
                };
                replica.say(&author, record, &[(Key::Hand, said.map(Said::Hand))])
            })
            .map_err(write_error)?;
        self.share_row(record)
    }

    pub(super) fn end_share(&mut self, named: &str) -> Result<row::Share, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, SHARE, named)?;
        if !super::projects::writes(replica, &record, &author.member)? {
            return Err(ApiError::new(
                "share.not-mine",
                "Only the one who wrote a line says that it is over.",
                "Answer it with `palabre share answer`, or comment on it.",
            ));
        }
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let page: SharePage = replica.shown(number).map_err(failed)?;
        let sharing = Sharing { done: true, ..page.sharing };
        replica.edit(&author, record, &[SharePage::set(&sharing)]).map_err(write_error)?;
        self.share_row(record)
    }

    pub(super) fn show_share(&mut self, record: RecordId) -> Result<row::Share, ApiError> {
        self.share_row(record)
    }

    fn share_row(&mut self, record: RecordId) -> Result<row::Share, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let names = Self::names(replica)?;
        show(replica, &record, &names, me, now)
    }
}

fn show(
    replica: &mut Replica,
    record: &RecordId,
    names: &Names,
    me: Option<MemberId>,
    now: i64,
) -> Result<row::Share, ApiError> {
    let number = replica.record_number(record).map_err(failed)?.unwrap_or_default();
    let page: SharePage = replica.shown(number).map_err(failed)?;
    let birth = replica.store().record(number).map_err(failed)?.and_then(|row| row.birth);
    let author = birth.as_ref().map(|birth| birth.author).unwrap_or_default();
    let born = match birth {
        Some(birth) => {
            replica.store().entry(birth.row).map_err(failed)?.map_or(0, |held| held.entry.header.at)
        }
        None => 0,
    };
    let voices = replica.voices(number).map_err(failed)?;
    let mut answers = Vec::new();
    for (member, voice) in &voices {
        if let Some((Said::Hand(hand), _)) = voice.get(&Key::Hand) {
            let text = text(replica, number, member, hand.text.as_ref())?;
            answers.push(row::Help { name: names.of(member), text });
        }
    }
    answers.sort_by_key(|answer| by_name(&answer.name));
    Ok(row::Share {
        id: record.to_string(),
        kind: page.sharing.kind.word().to_owned(),
        text: page.text,
        name: names.of(&author),
        mine: me == Some(author),
        to: names.sorted(&page.sharing.to),
        at: born,
        done: page.sharing.done,
        answers,
        around: around::around(replica, (record, number), &voices, names, me, now)?,
    })
}
