//! Projects: what a team wants, with what it needs, does, tells and learned.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::{CommunityPage, ProjectPage, RecordType};
use palabre_documents::page::Edit;
use palabre_documents::voice::{Key, Said};
use palabre_domain::id::{CommunityId, MemberId, RecordId};
use palabre_domain::project::{
    LICENCE, Lineage, Link, MAX_DESCRIPTION, MAX_LINE, MAX_NEEDS, MAX_TITLE, Need, NeedKind, Note, NoteKind,
    ProjectState,
};
use palabre_domain::words::{Help, ItemId};
use palabre_feeds::body::Writers;
use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::around::{self, Voices, text};
use super::decisions::team;
use super::texts::{check_description, check_line, check_text, with_theirs};
use super::{Names, Node, failed, write_error};
use crate::home::{file_error, write_whole};
use crate::naming::by_name;
use crate::replica::{Author, Replica};

const PROJECT: RecordType = RecordType::Project;
const COMMUNITY: RecordType = RecordType::Community;
/// The format of a packed project.
const FORMAT: &str = "palabre-project/1";
/// The longest packed project, in bytes.
const MAX_PACKED: u64 = 1 << 20;

/// A project as it travels to another community: its substance, not its people, votes or money.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Packed {
    format: String,
    community: String,
    community_name: String,
    project: String,
    name: String,
    why: String,
    description: String,
    licence: String,
    needs: Vec<(String, String)>,
    links: Vec<(String, String)>,
    lessons: Vec<(String, String)>,
}

fn licence_of(licence: Option<String>) -> Result<String, ApiError> {
    let licence = licence.unwrap_or_else(|| LICENCE.to_owned());
    check_line("A licence", &licence, MAX_TITLE, false)?;
    Ok(licence)
}

impl Node {
    pub(super) fn begin_project(&mut self, ask: ask::ProjectNew) -> Result<row::Project, ApiError> {
        check_line("A name", &ask.name, MAX_TITLE, false)?;
        check_line("A why", &ask.why, MAX_LINE, true)?;
        check_description("A description", ask.description.as_deref().unwrap_or_default())?;
        let (replica, author) = self.replica_as_member()?;
        let writers = match ask.team.as_slice() {
            [] => Writers::Everyone,
            names => {
                let mut named = vec![author.member];
                for name in names {
                    named.push(Self::find_member(replica, &author.member, name)?);
                }
                named.sort_unstable();
                named.dedup();
                Writers::Named(named)
            }
        };
        let page = ProjectPage {
            name: ask.name.trim().to_owned(),
            why: ask.why.trim().to_owned(),
            licence: licence_of(None)?,
            ..ProjectPage::default()
        };
        let record = give_birth(replica, &author, writers, &page, ask.description.as_deref())?;
        self.project_row(record)
    }

    pub(super) fn list_projects(&mut self, ask: ask::ProjectList) -> Result<row::Projects, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let names = Self::names(replica)?;
        let state = ask.state.as_deref().map(state_of).transpose()?;
        let wanted = ask.text.as_deref().map(str::to_lowercase);
        let mut lines = Vec::new();
        let mut from = 0;
        loop {
            let pages = replica.store().pages_of(PROJECT as u8, from, 500).map_err(failed)?;
            from += 500;
            if pages.is_empty() {
                break;
            }
            for page in pages {
                let read: ProjectPage = palabre_documents::kinds::page(&page.data);
                let voices = replica.voices(page.n).map_err(failed)?;
                let line = line(replica, (&page.record, page.n, page.born), &read, &voices, &names, me, now)?;
                let speaks = |text: &String| {
                    [&read.name, &read.why, &read.description].iter().any(|t| t.to_lowercase().contains(text))
                };
                let fits = state.is_none_or(|state| state.word() == line.state)
                    && (!ask.mine || line.mine)
                    && (!ask.needs || !line.needs.is_empty())
                    && wanted.as_ref().is_none_or(speaks);
                if fits {
                    lines.push(line);
                }
            }
        }
        super::threads::spare(replica, &mut lines, |line| &line.id)?;
        // Those without news keep their order below the others.
        lines.sort_by(|a, b| (a.quiet, b.news_at, &a.id).cmp(&(b.quiet, a.news_at, &b.id)));
        let limit = ask.limit.clamp(1, 1_000) as usize;
        let projects = lines.into_iter().skip(ask.skip as usize).take(limit).collect();
        Ok(row::Projects { projects })
    }

    pub(super) fn show_project(&mut self, named: &str) -> Result<row::Project, ApiError> {
        let record = Self::find_of(self.replica()?, PROJECT, named)?;
        self.project_row(record)
    }

    pub(super) fn write_project(&mut self, ask: ask::ProjectWrite) -> Result<row::Project, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, PROJECT, &ask.project)?;
        may_write(replica, &author, &record)?;
        let mut edits = Vec::new();
        if let Some(name) = ask.name {
            check_line("A name", &name, MAX_TITLE, false)?;
            edits.push(Edit::Line("name", name.trim().to_owned()));
        }
        if let Some(why) = ask.why {
            check_line("A why", &why, MAX_LINE, true)?;
            edits.push(Edit::Line("why", why.trim().to_owned()));
        }
        if let Some(licence) = ask.licence {
            edits.push(Edit::Line("licence", licence_of(Some(licence))?));
        }
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let page: ProjectPage = replica.shown(number).map_err(failed)?;
        for (key, words, from, theirs) in [
            ("description", ask.description, ask.description_from, page.description),
            ("different", ask.different, ask.different_from, page.different),
        ] {
            if let Some(words) = words {
                edits.push(Edit::Text(key, with_theirs("A description", from, &theirs, words)?));
            }
        }
        if edits.is_empty() {
            return Err(ApiError::new(
                "edit.nothing",
                "Nothing was said to write.",
                "Use --name, --why, --description, --different or --licence.",
            ));
        }
        replica.edit(&author, record, &edits).map_err(write_error)?;
        self.project_row(record)
    }

    pub(super) fn history_of_project(&mut self, named: &str) -> Result<row::History, ApiError> {
        let replica = self.replica()?;
        let record = Self::find_of(replica, PROJECT, named)?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let names = Self::names(replica)?;
        let page: ProjectPage = replica.shown(number).map_err(failed)?;
        let changes = replica.page_history(number).map_err(failed)?;
        let changes = changes.into_iter().rev().map(|(member, at, keys)| row::Change {
            name: names.of(&member),
            at,
            what: keys.join(", "),
        });
        let changes = changes.collect();
        let pieces = replica.who_wrote(number, "description").map_err(failed)?;
        let pieces =
            pieces.into_iter().map(|(member, text)| row::Piece { name: names.of(&member), text }).collect();
        Ok(row::History { id: record.to_string(), title: page.name, changes, pieces })
    }

    pub(super) fn guide(&mut self) -> Result<row::Guide, ApiError> {
        let replica = self.replica()?;
        let record = Self::find_of(replica, COMMUNITY, "community")?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let names = Self::names(replica)?;
        let page: CommunityPage = replica.shown(number).map_err(failed)?;
        let pieces = replica.who_wrote(number, "guide").map_err(failed)?;
        let mut writers: Vec<String> = pieces.into_iter().map(|(member, _)| names.of(&member)).collect();
        writers.sort_by_key(|name| by_name(name));
        writers.dedup();
        Ok(row::Guide { text: page.guide, writers })
    }

    pub(super) fn write_guide(&mut self, ask: ask::GuideWrite) -> Result<row::Guide, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, COMMUNITY, "community")?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let page: CommunityPage = replica.shown(number).map_err(failed)?;
        let text = with_theirs("A description", ask.from, &page.guide, ask.text)?;
        replica.edit(&author, record, &[CommunityPage::set_guide(text)]).map_err(write_error)?;
        self.guide()
    }

    pub(super) fn join_team(&mut self, named: &str) -> Result<row::Project, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, PROJECT, named)?;
        may_join(replica, &author, &record)?;
        replica.say(&author, record, &[(Key::Team, Some(Said::YES))]).map_err(write_error)?;
        self.project_row(record)
    }

    pub(super) fn leave_team(&mut self, named: &str) -> Result<row::Project, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let record = in_team(replica, &author, named)?;
        replica.say(&author, record, &[(Key::Team, None)]).map_err(write_error)?;
        self.project_row(record)
    }

    pub(super) fn set_project_state(&mut self, ask: ask::ProjectState) -> Result<row::Project, ApiError> {
        let state = state_of(&ask.state)?;
        if state == ProjectState::Forming {
            return Err(ApiError::new(
                "project.forming",
                "A project is forming when somebody joins it; nobody has to say so.",
                "idea, active, paused, done or stopped.",
            ));
        }
        let (replica, author) = self.replica_as_member()?;
        let record = in_team(replica, &author, &ask.project)?;
        may_write(replica, &author, &record)?;
        replica.edit(&author, record, &[ProjectPage::set_state(state)]).map_err(write_error)?;
        self.project_row(record)
    }

    pub(super) fn need_project(&mut self, ask: ask::ProjectNeed) -> Result<row::Project, ApiError> {
        let id = ItemId(self.rng.random());
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, PROJECT, &ask.project)?;
        may_write(replica, &author, &record)?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let page: ProjectPage = replica.shown(number).map_err(failed)?;
        let edit = match (&ask.what, &ask.met, &ask.drop) {
            (Some(what), None, None) => {
                check_line("A need", what, MAX_LINE, false)?;
                if page.needs.len() >= MAX_NEEDS {
                    return Err(ApiError::new(
                        "project.needs",
                        format!("A project lists at most {MAX_NEEDS} needs."),
                        "Say with --met or --drop which of them are no longer needed.",
                    ));
                }
                let kind = NeedKind::from_word(&ask.kind).ok_or_else(|| {
                    ApiError::new(
                        "project.need-kind",
                        format!("{:?} is no kind of need.", ask.kind),
                        "skill, time, money or thing.",
                    )
                })?;
                Edit::item("need", &id, &Need { kind, what: what.trim().to_owned(), met: false })
            }
            (None, Some(met), None) => {
                let (id, need) = find_need(&page, met)?;
                Edit::item("need", &id, &Need { met: true, ..need })
            }
            (None, None, Some(drop)) => {
                let (id, _) = find_need(&page, drop)?;
                Edit::Drop(format!("need/{}", id.text()))
            }
            _ => {
                return Err(ApiError::new(
                    "project.need",
                    "One need at a time is said, met or dropped.",
                    "Say what is needed, or use --met or --drop with its id.",
                ));
            }
        };
        replica.edit(&author, record, &[edit]).map_err(write_error)?;
        self.project_row(record)
    }

    pub(super) fn help_project(&mut self, ask: ask::ProjectHelp) -> Result<row::Project, ApiError> {
        if let Some(words) = &ask.text {
            check_text(words)?;
        }
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, PROJECT, &ask.project)?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let page: ProjectPage = replica.shown(number).map_err(failed)?;
        let (id, _) = find_need(&page, &ask.need)?;
        replica
            .together(|replica| {
                let said = match (&ask.text, ask.back) {
                    (_, true) => None,
                    (Some(words), _) => Some(Help { text: Some(replica.put_words(&author, record, words)?) }),
                    (None, _) => Some(Help::default()),
                };
                replica.say(&author, record, &[(Key::Help(id), said.map(Said::Help))])
            })
            .map_err(write_error)?;
        self.project_row(record)
    }

    pub(super) fn note_project(&mut self, ask: ask::ProjectNote) -> Result<row::Project, ApiError> {
        check_text(&ask.text)?;
        let kind = match (ask.worked, ask.failed) {
            (false, false) => NoteKind::Journal,
            (true, false) => NoteKind::Worked,
            (false, true) => NoteKind::Failed,
            (true, true) => {
                return Err(ApiError::new(
                    "project.lesson",
                    "A lesson is about what worked or about what failed.",
                    "Write two, one with --worked and one with --failed.",
                ));
            }
        };
        let id = ItemId(self.rng.random());
        let (replica, author) = self.replica_as_member()?;
        let record = in_team(replica, &author, &ask.project)?;
        replica
            .together(|replica| {
                let text = replica.put_words(&author, record, &ask.text)?;
                replica.say(&author, record, &[(Key::Note(id), Some(Said::Note(Note { kind, text })))])
            })
            .map_err(write_error)?;
        self.project_row(record)
    }

    pub(super) fn link_project(&mut self, ask: ask::ProjectLink) -> Result<row::Project, ApiError> {
        let id = ItemId(self.rng.random());
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, PROJECT, &ask.project)?;
        may_write(replica, &author, &record)?;
        let edit = match (&ask.url, &ask.drop) {
            (Some(url), None) => {
                let url = url.trim().to_owned();
                let link = Link { title: ask.title.unwrap_or_else(|| url.clone()), url };
                if !link.is_sound() {
                    return Err(ApiError::new(
                        "link.malformed",
                        format!("{:?} leads nowhere.", link.url),
                        "A link begins with https://, http://, mailto: or tel:.",
                    ));
                }
                Edit::item("link", &id, &link)
            }
            (None, Some(drop)) => {
                let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
                let page: ProjectPage = replica.shown(number).map_err(failed)?;
                let wanted = drop.trim().to_lowercase();
                let known = page.links.iter().find(|(id, link)| {
                    !wanted.is_empty()
                        && (id.text().starts_with(&wanted) || link.title.to_lowercase() == wanted)
                });
                let (id, _) = known.ok_or_else(|| {
                    ApiError::new(
                        "link.unknown",
                        format!("There is no link {drop:?} here."),
                        "`palabre project show` lists the links with their ids.",
                    )
                })?;
                Edit::Drop(format!("link/{}", id.text()))
            }
            _ => {
                return Err(ApiError::new(
                    "link.malformed",
                    "One link at a time is put or dropped.",
                    "Say where it leads, or use --drop with its id.",
                ));
            }
        };
        replica.edit(&author, record, &[edit]).map_err(write_error)?;
        self.project_row(record)
    }

    pub(super) fn replicate_project(&mut self, ask: ask::ProjectReplicate) -> Result<row::Project, ApiError> {
        if let Some(name) = &ask.name {
            check_line("A name", name, MAX_TITLE, false)?;
        }
        let packed = if Path::new(&ask.project).is_file() {
            read_packed(&ask.project)?
        } else {
            let replica = self.replica()?;
            let record = Self::find_of(replica, PROJECT, &ask.project)?;
            pack(replica, &record)?
        };
        let now = self.now();
        let mut page = ProjectPage {
            name: ask.name.unwrap_or_else(|| packed.name.clone()),
            why: packed.why.clone(),
            licence: packed.licence.clone(),
            lineage: Some(Lineage {
                community: CommunityId::parse(&packed.community).unwrap_or_default(),
                community_name: packed.community_name.clone(),
                project: RecordId::parse(&packed.project).unwrap_or_default(),
                name: packed.name.clone(),
                at: now,
            }),
            ..ProjectPage::default()
        };
        for (kind, what) in &packed.needs {
            let kind = NeedKind::from_word(kind).unwrap_or(NeedKind::Thing);
            page.needs.push((ItemId(self.rng.random()), Need { kind, what: what.clone(), met: false }));
        }
        for (title, url) in &packed.links {
            page.links.push((ItemId(self.rng.random()), Link { title: title.clone(), url: url.clone() }));
        }
        let lessons: Vec<ItemId> = packed.lessons.iter().map(|_| ItemId(self.rng.random())).collect();
        let (replica, author) = self.replica_as_member()?;
        let record = give_birth(replica, &author, Writers::Everyone, &page, Some(&packed.description))?;
        replica
            .together(|replica| {
                let mut said = vec![(Key::Team, Some(Said::YES))];
                for (id, (kind, words)) in lessons.iter().zip(&packed.lessons) {
                    let kind = if kind == "failed" { NoteKind::Failed } else { NoteKind::Worked };
                    let text = replica.put_words(&author, record, words)?;
                    said.push((Key::Note(*id), Some(Said::Note(Note { kind, text }))));
                }
                replica.say(&author, record, &said)
            })
            .map_err(write_error)?;
        self.project_row(record)
    }

    pub(super) fn pack_project(&mut self, ask: ask::ProjectPack) -> Result<row::Written, ApiError> {
        let replica = self.replica()?;
        let record = Self::find_of(replica, PROJECT, &ask.project)?;
        let packed = pack(replica, &record)?;
        // Plain fields always make JSON.
        let text = serde_json::to_string_pretty(&packed).expect("a packed project is plain data") + "\n";
        write_whole(Path::new(&ask.file), text.as_bytes())?;
        Ok(row::Written { file: ask.file, entries: 0, bytes: text.len() as u64, up_to: 0, more: false })
    }

    pub(super) fn project_row(&mut self, record: RecordId) -> Result<row::Project, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        show(replica, &record, me, now)
    }
}

/// Gives birth to a project; a long description follows in changes that are small enough.
fn give_birth(
    replica: &mut Replica,
    author: &Author,
    writers: Writers,
    page: &ProjectPage,
    description: Option<&str>,
) -> Result<RecordId, ApiError> {
    replica
        .together(|replica| {
            let record = replica.give_birth(author, PROJECT, writers, &page.begin())?;
            if let Some(words) = description.filter(|words| !words.is_empty()) {
                replica.edit(author, record, &[Edit::Text("description", words.to_owned())])?;
            }
            Ok(record)
        })
        .map_err(write_error)
}

fn state_of(word: &str) -> Result<ProjectState, ApiError> {
    ProjectState::from_word(&word.trim().to_lowercase()).ok_or_else(|| {
        ApiError::new(
            "project.state",
            format!("{word:?} is no state of a project."),
            "idea, active, paused, done or stopped; forming comes by itself.",
        )
    })
}

fn writers(replica: &Replica, record: &RecordId) -> Result<Option<Writers>, ApiError> {
    let Some(number) = replica.record_number(record).map_err(failed)? else {
        return Ok(None);
    };
    let birth = replica.store().record(number).map_err(failed)?.and_then(|row| row.birth);
    Ok(birth.and_then(|birth| palabre_domain::wire::from_bytes(&birth.writers).ok()))
}

/// Returns whether this member is among those who write a record's page.
pub(super) fn writes(replica: &Replica, record: &RecordId, member: &MemberId) -> Result<bool, ApiError> {
    let number = replica.record_number(record).map_err(failed)?.unwrap_or_default();
    let author = replica.store().record(number).map_err(failed)?.and_then(|row| row.birth);
    Ok(match writers(replica, record)? {
        Some(Writers::Everyone) => true,
        Some(Writers::Named(named)) => named.contains(member),
        Some(Writers::Author) => author.is_some_and(|birth| birth.author == *member),
        None => false,
    })
}

fn may_write(replica: &Replica, author: &Author, record: &RecordId) -> Result<(), ApiError> {
    if writes(replica, record, &author.member)? {
        return Ok(());
    }
    Err(ApiError::new(
        "project.writers",
        "Only its named team writes this page.",
        "Comment on it, or take it up as a project of your own with `palabre project replicate`.",
    ))
}

fn may_join(replica: &Replica, author: &Author, record: &RecordId) -> Result<(), ApiError> {
    if writes(replica, record, &author.member)? {
        return Ok(());
    }
    Err(ApiError::new(
        "project.closed",
        "This project has a named team.",
        "Ask them, answer a need of theirs, or take it up as a project of your own.",
    ))
}

/// Finds a project whose team the author is in.
fn in_team(replica: &mut Replica, author: &Author, named: &str) -> Result<RecordId, ApiError> {
    let record = Node::find_of(replica, PROJECT, named)?;
    if team(replica, &record)?.contains(&author.member) {
        return Ok(record);
    }
    Err(ApiError::new(
        "project.team",
        "You are not in this project's team.",
        "Join it first with `palabre project join`; you can leave at any time.",
    ))
}

fn find_need(page: &ProjectPage, named: &str) -> Result<(ItemId, Need), ApiError> {
    let wanted = named.trim().to_lowercase();
    let mut found = page.needs.iter().filter(|(id, need)| {
        !wanted.is_empty()
            && (id.text().starts_with(&wanted) || need.what.to_lowercase().starts_with(&wanted))
    });
    match (found.next(), found.next()) {
        (Some((id, need)), None) => Ok((*id, need.clone())),
        (None, _) => Err(ApiError::new(
            "need.unknown",
            format!("There is no need {named:?} here."),
            "`palabre project show` lists the needs with their ids.",
        )),
        _ => Err(ApiError::new(
            "need.several",
            format!("{named:?} names several needs."),
            "Use more of its words, or its id.",
        )),
    }
}

/// Returns where a project stands.
pub(super) fn state(replica: &mut Replica, number: u64) -> Result<ProjectState, ApiError> {
    let page: ProjectPage = replica.shown(number).map_err(failed)?;
    let voices = replica.voices(number).map_err(failed)?;
    Ok(page.state.with_team(members(&voices).len()))
}

fn members(voices: &Voices) -> Vec<MemberId> {
    let team = voices.iter().filter(|(_, voice)| matches!(voice.get(&Key::Team), Some((Said::Yes(_), _))));
    team.map(|(member, _)| *member).collect()
}

type Told = (MemberId, ItemId, Note, i64);

fn notes(voices: &Voices) -> Vec<Told> {
    let mut notes: Vec<Told> = Vec::new();
    for (member, voice) in voices {
        notes.extend(voice.said().filter_map(|(key, said, at)| match (key, said) {
            (Key::Note(id), Said::Note(note)) => Some((*member, id, note, at)),
            _ => None,
        }));
    }
    notes.sort_by_key(|(member, id, _, at)| (std::cmp::Reverse(*at), *member, *id));
    notes
}

fn last_news(replica: &Replica, number: u64, born: i64) -> Result<i64, ApiError> {
    Ok(replica.store().last_at(number).map_err(failed)?.unwrap_or(born).max(born))
}

fn line(
    replica: &mut Replica,
    (record, number, born): (&RecordId, u64, i64),
    page: &ProjectPage,
    voices: &Voices,
    names: &Names,
    me: Option<MemberId>,
    now: i64,
) -> Result<row::ProjectLine, ApiError> {
    let team = members(voices);
    let state = page.state.with_team(team.len());
    let news_at = last_news(replica, number, born)?;
    let notes = notes(voices);
    let last = notes.iter().find(|(.., note, _)| note.kind == NoteKind::Journal);
    let news = match last {
        Some((member, _, note, _)) => text(replica, number, member, Some(&note.text))?,
        None => None,
    };
    Ok(row::ProjectLine {
        id: record.to_string(),
        name: page.name.clone(),
        why: page.why.clone(),
        state: state.word().to_owned(),
        needs: page.needs.iter().filter(|(_, need)| !need.met).map(|(_, need)| need.what.clone()).collect(),
        news,
        news_at,
        quiet: state.is_quiet(news_at, now),
        mine: me.is_some_and(|me| team.contains(&me)),
        team: names.sorted(&team),
    })
}

fn show(
    replica: &mut Replica,
    record: &RecordId,
    me: Option<MemberId>,
    now: i64,
) -> Result<row::Project, ApiError> {
    let number = replica.record_number(record).map_err(failed)?.unwrap_or_default();
    let page: ProjectPage = replica.shown(number).map_err(failed)?;
    let voices = replica.voices(number).map_err(failed)?;
    let names = Node::names(replica)?;
    let birth = replica.store().record(number).map_err(failed)?.and_then(|row| row.birth);
    let line = line(replica, (record, number, 0), &page, &voices, &names, me, now)?;
    let mut help: BTreeMap<ItemId, Vec<row::Help>> = BTreeMap::new();
    for (member, voice) in &voices {
        for (key, said, _) in voice.said() {
            if let (Key::Help(id), Said::Help(said)) = (key, said) {
                let text = text(replica, number, member, said.text.as_ref())?;
                help.entry(id).or_default().push(row::Help { name: names.of(member), text });
            }
        }
    }
    let needs = page.needs.iter().map(|(id, need)| {
        let mut help = help.remove(id).unwrap_or_default();
        help.sort_by_key(|help| by_name(&help.name));
        row::Need {
            id: id.text(),
            kind: need.kind.word().to_owned(),
            what: need.what.clone(),
            met: need.met,
            help,
        }
    });
    let mut needs: Vec<row::Need> = needs.collect();
    needs.sort_by_key(|need| (need.met, by_name(&need.what)));
    let (mut journal, mut lessons) = (Vec::new(), Vec::new());
    for (member, id, note, at) in notes(&voices) {
        let row = row::Note {
            id: id.text(),
            kind: note.kind.word().to_owned(),
            name: names.of(&member),
            text: text(replica, number, &member, Some(&note.text))?,
            at,
        };
        if note.kind == NoteKind::Journal { journal.push(row) } else { lessons.push(row) }
    }
    let around = around::around(replica, (record, number), &voices, &names, me, now)?;
    let (taken_up, tied) = around.tied.into_iter().partition(|tied| tied.kind == PROJECT.word());
    let may_write = match me {
        Some(me) => writes(replica, record, &me)?,
        None => false,
    };
    let writers = match writers(replica, record)? {
        Some(Writers::Named(named)) => names.sorted(&named),
        _ => Vec::new(),
    };
    Ok(row::Project {
        sentence: sentence(&page, &line),
        id: line.id,
        name: line.name,
        state: line.state,
        why: line.why,
        description: page.description.clone(),
        different: page.different.clone(),
        licence: page.licence.clone(),
        author: birth.map(|birth| names.of(&birth.author)).unwrap_or_default(),
        writers,
        team: line.team,
        mine: line.mine,
        may_write,
        needs,
        links: page
            .links
            .iter()
            .filter(|(_, link)| link.is_sound())
            .map(|(id, link)| row::Link { id: id.text(), title: link.title.clone(), url: link.url.clone() })
            .collect(),
        journal,
        lessons,
        lineage: page.lineage.map(|lineage| row::Lineage {
            community: lineage.community_name,
            name: lineage.name,
            project: lineage.project.to_string(),
            at: lineage.at,
        }),
        taken_up,
        quiet: line.quiet,
        around: row::Around { tied, ..around },
    })
}

/// Returns where a project stands, as a sentence.
fn sentence(page: &ProjectPage, line: &row::ProjectLine) -> String {
    let open = line.needs.len();
    let needs = match open {
        0 => String::new(),
        1 => " One need is open.".to_owned(),
        many => format!(" {many} needs are open."),
    };
    let quiet = if line.quiet { " No news for three months: alive, paused, done?" } else { "" };
    let different = match &page.lineage {
        Some(_) if page.different.trim().is_empty() => " What is different here?",
        _ => "",
    };
    let stands = match line.state.as_str() {
        "idea" => "An idea. It is a project when a team wants it.".to_owned(),
        "forming" if line.team.len() == 1 => format!("Forming: {} wants it. Who joins?", line.team[0]),
        "forming" => format!("Forming: {} people want it.", line.team.len()),
        "active" => "Active.".to_owned(),
        "paused" => "Paused.".to_owned(),
        "done" => "Done.".to_owned(),
        _ => "Stopped.".to_owned(),
    };
    format!("{stands}{needs}{different}{quiet}")
}

fn pack(replica: &mut Replica, record: &RecordId) -> Result<Packed, ApiError> {
    let number = replica.record_number(record).map_err(failed)?.unwrap_or_default();
    let page: ProjectPage = replica.shown(number).map_err(failed)?;
    let voices = replica.voices(number).map_err(failed)?;
    let mut lessons = Vec::new();
    for (member, _, note, _) in notes(&voices) {
        if note.kind == NoteKind::Journal {
            continue;
        }
        if let Some(words) = text(replica, number, &member, Some(&note.text))? {
            lessons.push((note.kind.word().to_owned(), words));
        }
    }
    let charter = replica.membership().map_err(failed)?.charter().cloned();
    Ok(Packed {
        format: FORMAT.to_owned(),
        community: replica.community().to_string(),
        community_name: charter.map(|charter| charter.name).unwrap_or_default(),
        project: record.to_string(),
        name: page.name,
        why: page.why,
        description: page.description,
        licence: page.licence,
        needs: page.needs.into_iter().map(|(_, need)| (need.kind.word().to_owned(), need.what)).collect(),
        links: page.links.into_iter().map(|(_, link)| (link.title, link.url)).collect(),
        lessons,
    })
}

fn read_packed(file: &str) -> Result<Packed, ApiError> {
    let path = Path::new(file);
    let malformed = || {
        ApiError::new(
            "project.malformed",
            format!("{file:?} is not a packed project."),
            "`palabre project pack PROJECT --file FILE` packs one.",
        )
    };
    let length = std::fs::metadata(path).map_err(|error| file_error(path, &error))?.len();
    if length > MAX_PACKED {
        return Err(malformed());
    }
    let bytes = std::fs::read(path).map_err(|error| file_error(path, &error))?;
    let packed: Packed = serde_json::from_slice(&bytes).map_err(|_| malformed())?;
    let links =
        packed.links.iter().all(|(title, url)| Link { title: title.clone(), url: url.clone() }.is_sound());
    let unique: BTreeSet<&(String, String)> = packed.needs.iter().collect();
    let sound = packed.format == FORMAT
        && check_line("A name", &packed.name, MAX_TITLE, false).is_ok()
        && check_line("A why", &packed.why, MAX_LINE, true).is_ok()
        && check_line("A licence", &packed.licence, MAX_TITLE, false).is_ok()
        && packed.community_name.len() <= MAX_TITLE
        && packed.description.len() <= MAX_DESCRIPTION
        && packed.needs.len() <= MAX_NEEDS
        && unique.iter().all(|(_, what)| check_line("A need", what, MAX_LINE, false).is_ok())
        && packed.links.len() <= MAX_NEEDS
        && links
        && packed.lessons.len() <= MAX_NEEDS
        && packed.lessons.iter().all(|(_, words)| check_text(words).is_ok());
    if sound { Ok(packed) } else { Err(malformed()) }
}
