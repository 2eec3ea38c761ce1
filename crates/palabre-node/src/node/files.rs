//! Files attached to records: named in a voice, kept apart from the database, and proved by their hash.

use std::path::Path;

use palabre_api::{ApiError, ask, row};
use palabre_documents::voice::{Key, Said};
use palabre_domain::words::{Attachment, ItemId, MAX_ATTACHMENT};
use rand::RngExt;

use super::around::Voices;
use super::{Names, Node, failed, write_error};
use crate::home::file_error;
use crate::replica::Replica;

impl Node {
    pub(super) fn attach_file(&mut self, ask: ask::Attach) -> Result<row::Attached, ApiError> {
        if ask.drop {
            return self.take_off(&ask);
        }
        let path = Path::new(&ask.file);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let size = std::fs::metadata(path).map_err(|error| file_error(path, &error))?.len();
        if size > MAX_ATTACHMENT {
            return Err(ApiError::new(
                "attachment.large",
                format!("A file on a record has at most {} MiB.", MAX_ATTACHMENT >> 20),
                "Make it smaller, or link to it.",
            ));
        }
        let bytes = std::fs::read(path).map_err(|error| file_error(path, &error))?;
        let attachment =
            Attachment { hash: palabre_domain::id::Hash::of(&bytes), size: bytes.len() as u64, name };
        if !attachment.is_sound() {
            return Err(ApiError::new(
                "attachment.name",
                format!("{:?} is not a name for a file here.", attachment.name),
                "Give it a plain name of at most 200 bytes.",
            ));
        }
        let id = ItemId(self.rng.random());
        let (replica, _) = self.replica_as_member()?;
        let record = Self::find(replica, &ask.on)?;
        // The bytes are here before anybody hears of them.
        self.home.keep_file(&attachment.hash, &bytes)?;
        let (replica, author) = self.replica_as_member()?;
        replica.store().keep_file(&attachment.hash.0, attachment.size).map_err(failed)?;
        let said = Said::File(attachment.clone());
        replica.say(&author, record, &[(Key::File(id), Some(said))]).map_err(write_error)?;
        let by = Self::names(replica)?.of(&author.member);
        let file = row_of(&id, &attachment, by, author.now, true);
        Ok(row::Attached { file, written: None, taken_off: false })
    }

    /// Takes a file of mine off a record. Laptops that have it keep it, and no longer show it.
    fn take_off(&mut self, ask: &ask::Attach) -> Result<row::Attached, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find(replica, &ask.on)?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let voices = replica.voices(number).map_err(failed)?;
        let wanted = ask.file.trim().to_lowercase();
        let mine = attached(&voices).into_iter().find(|(member, id, file, _)| {
            *member == author.member && (id.text() == wanted || file.name.to_lowercase() == wanted)
        });
        let Some((_, id, attachment, at)) = mine else {
            return Err(unknown(&ask.file));
        };
        replica.say(&author, record, &[(Key::File(id), None)]).map_err(write_error)?;
        let here = replica.store().has_file(&attachment.hash.0).map_err(failed)?;
        let by = Self::names(replica)?.of(&author.member);
        Ok(row::Attached { file: row_of(&id, &attachment, by, at, here), written: None, taken_off: true })
    }

    pub(super) fn fetch_file(&mut self, ask: ask::Fetch) -> Result<row::Attached, ApiError> {
        self.hold()?;
        let replica = self.replica()?;
        let record = Self::find(replica, &ask.on)?;
        let number = replica.record_number(&record).map_err(failed)?.unwrap_or_default();
        let voices = replica.voices(number).map_err(failed)?;
        let names = Self::names(replica)?;
        let wanted = ask.name.trim().to_lowercase();
        let all = attached(&voices);
        let (member, id, attachment, at) = all
            .iter()
            .find(|(_, id, file, _)| id.text() == wanted || file.name.to_lowercase() == wanted)
            .ok_or_else(|| unknown(&ask.name))?;
        let by = names.of(member);
        let Some(bytes) = self.home.kept_file(&attachment.hash)? else {
            self.replica()?.store().want_file(&attachment.hash.0, attachment.size).map_err(failed)?;
            self.here.wanted.push(attachment.hash);
            return Ok(row::Attached {
                file: row_of(id, attachment, by, *at, false),
                written: None,
                taken_off: false,
            });
        };
        let written = match &ask.file {
            Some(file) => {
                crate::home::write_whole(Path::new(file), &bytes)?;
                Some(file.clone())
            }
            None => None,
        };
        Ok(row::Attached { file: row_of(id, attachment, by, *at, true), written, taken_off: false })
    }
}

fn unknown(name: &str) -> ApiError {
    ApiError::new(
        "attachment.unknown",
        format!("There is no such file on this record: {name:?}."),
        "`show` lists the files with their names.",
    )
}

type Attached = (palabre_domain::id::MemberId, ItemId, Attachment, i64);

/// Returns the files that voices attach, as they came.
fn attached(voices: &Voices) -> Vec<Attached> {
    let mut all: Vec<Attached> = voices
        .iter()
        .flat_map(|(member, voice)| voice.said_under("file/").map(move |said| (*member, said)))
        .filter_map(|(member, (key, said, at))| match (key, said) {
            (Key::File(id), Said::File(file)) if file.is_sound() => Some((member, id, file, at)),
            _ => None,
        })
        .collect();
    all.sort_by_key(|(member, id, _, at)| (*at, *member, *id));
    all
}

fn row_of(id: &ItemId, file: &Attachment, by: String, at: i64, here: bool) -> row::File {
    row::File {
        id: id.text(),
        name: file.name.clone(),
        size: file.size,
        hash: file.hash.to_string(),
        by,
        at,
        here,
    }
}

/// Returns the files on a record.
pub(super) fn files(
    replica: &mut Replica,
    voices: &Voices,
    names: &Names,
) -> Result<Vec<row::File>, ApiError> {
    let mut rows = Vec::new();
    for (member, id, file, at) in attached(voices) {
        let here = replica.store().has_file(&file.hash.0).map_err(failed)?;
        rows.push(row_of(&id, &file, names.of(&member), at, here));
    }
    Ok(rows)
}
