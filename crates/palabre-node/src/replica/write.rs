//! Writing in this laptop's own feed: guarded, judged and committed before anybody else sees it.

use ed25519_dalek::SigningKey;
use palabre_documents::guard::{VoiceDraft, VoiceOp, write_voice};
use palabre_documents::kinds::RecordType;
use palabre_documents::page::{Edit, PageError, birth, edit, in_steps};
use palabre_documents::voice::{Key, Said};
use palabre_domain::id::{DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Birth, Body, Part, Writers};
use palabre_feeds::entry::{Entry, Kind, MAX_BODY, Position};
use palabre_feeds::run::Run;
use palabre_feeds::verdict::{Reason, Verdict};
use palabre_store::StoreError;

use super::Replica;

/// Up to how many new rows their words are read in at once; beyond, reading follows.
const READ_AT_ONCE: u64 = 256;

/// Says why something could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The page cannot be changed so.
    #[error(transparent)]
    Page(#[from] PageError),
    /// What would be written is too long for one entry.
    #[error("this is too long: {0} bytes, where {MAX_BODY} fit")]
    TooLong(usize),
    /// It would have no effect.
    #[error("this would have no effect: {0}")]
    NoEffect(String),
    /// This laptop has written all that one device may write here.
    #[error("this laptop has written all that one device may write in this community")]
    Quota,
    /// This laptop told two stories, so that nothing more is written with its key.
    #[error("this laptop's own history has split, so it writes nothing more")]
    Forked,
    /// Others knew more of this laptop's own feed than it did: writing on would tell a second story.
    #[error("other laptops know things that this one wrote and has forgotten, so it writes nothing more")]
    RolledBack,
    /// The same words were taken back there by the same person, and stay so.
    #[error("you have taken these very words back here, and they stay so")]
    Withdrawn,
    /// The record is not here.
    #[error("there is no such record here")]
    NoRecord,
}

/// Who writes, and when by their clock.
#[derive(Clone)]
pub struct Author {
    /// This laptop's key.
    pub key: SigningKey,
    /// Whose laptop it is.
    pub member: MemberId,
    /// The time, in milliseconds since 1970.
    pub now: i64,
}

impl Author {
    /// Returns this laptop.
    pub fn device(&self) -> DeviceId {
        DeviceId(self.key.verifying_key().to_bytes())
    }
}

impl Replica {
    /// Runs acts that belong together: all of them are durable when this returns `Ok`, none of them otherwise.
    ///
    /// # Errors
    /// What `work` returns, or what the store says.
    pub fn together<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, WriteError>,
    ) -> Result<T, WriteError> {
        self.in_transaction(|replica| {
            let done = work(replica)?;
            replica.read_new_words(READ_AT_ONCE)?;
            Ok(done)
        })
    }

    /// Writes one entry in this laptop's feed. It is durable, and effective or waiting, when this returns `Ok`.
    ///
    /// # Errors
    /// When it is too long or would have no effect; then nothing was written.
    pub fn write(
        &mut self,
        author: &Author,
        kind: Kind,
        record: RecordId,
        body: Vec<u8>,
    ) -> Result<Entry, WriteError> {
        if body.len() > MAX_BODY {
            return Err(WriteError::TooLong(body.len()));
        }
        let device = author.device();
        let known = self.known()?;
        if known.forks.contains_key(&device) {
            return Err(WriteError::Forked);
        }
        if known.rolled_back {
            return Err(WriteError::RolledBack);
        }
        let tip = known.heights.tips(&device).last().copied();
        let epoch = known.membership.current_epoch().map_or(EntryId::ZERO, |epoch| epoch.id);
        let epoch = if epoch.is_zero() { self.community.into_epoch() } else { epoch };
        let position = Position {
            seq: tip.map_or(0, |tip| tip.seq) + 1,
            prev: tip.map_or(EntryId::ZERO, |tip| tip.id),
            epoch,
            at: author.now,
        };
        let record = Body::record_of(kind, record);
        let entry = Entry::write(&author.key, Some(&self.community), position, kind, record, body);
        self.take_own(entry)
    }

    /// Takes in an entry that this laptop made.
    ///
    /// # Errors
    /// When it would have no effect, or the store fails; then nothing was written.
    pub fn take_own(&mut self, entry: Entry) -> Result<Entry, WriteError> {
        let run = Run { entries: vec![entry.clone()] };
        self.in_transaction(|replica| {
            let took = replica.take_signed(std::slice::from_ref(&run), &[true], || ())?;
            let row = took.new.first().copied().unwrap_or(0);
            match replica.store.entry(row)?.map(|held| held.verdict) {
                Some(Verdict::WithoutEffect(Reason::Quota)) => Err(WriteError::Quota),
                Some(Verdict::WithoutEffect(reason)) => Err(WriteError::NoEffect(reason.to_string())),
                Some(_) => Ok(()),
                None => Err(WriteError::Forked),
            }
        })?;
        Ok(entry)
    }

    /// Gives birth to a record.
    ///
    /// # Errors
    /// When it would have no effect.
    pub fn give_birth(
        &mut self,
        author: &Author,
        record_type: RecordType,
        writers: Writers,
        edits: &[Edit],
    ) -> Result<RecordId, WriteError> {
        let change = birth(record_type, &author.device(), edits)?;
        let body = wire::to_bytes(&Birth { record_type: record_type as u8, writers, change });
        let entry = self.write(author, Kind::Birth, RecordId::ZERO, body)?;
        Ok(entry.id.into())
    }

    /// Edits a record's page, in as many entries as it takes; all of them or none.
    ///
    /// # Errors
    /// When the edit changes nothing or would have no effect.
    pub fn edit(&mut self, author: &Author, record: RecordId, edits: &[Edit]) -> Result<(), WriteError> {
        self.together(|replica| {
            let number = replica.store.known_record(&record)?.ok_or(WriteError::NoRecord)?;
            let page = replica.page(number)?.ok_or(WriteError::NoRecord)?;
            let steps = in_steps(page.build().map_err(|_| WriteError::NoRecord)?, edits);
            for step in steps {
                let page = replica.page(number)?.ok_or(WriteError::NoRecord)?;
                let document = page.build().map_err(|_| WriteError::NoRecord)?;
                let change = edit(document, &author.device(), &step)?;
                replica.write(author, Kind::Edit, record, change)?;
            }
            Ok(())
        })
    }

    /// Says something in the author's voice on a record; `None` takes back what was said under a key.
    ///
    /// # Errors
    /// When it would have no effect.
    pub fn say(
        &mut self,
        author: &Author,
        record: RecordId,
        said: &[(Key, Option<Said>)],
    ) -> Result<Entry, WriteError> {
        let number = self.store.known_record(&record)?.ok_or(WriteError::NoRecord)?;
        let device = author.device();
        // Somebody who waits to be let in builds on their own words, which nobody else is shown yet.
        let voice = self.own_voice(number, &author.member)?;
        let (seq, start_op) = voice.judged().next(&device);
        let ops = said
            .iter()
            .map(|(key, said)| {
                let key = key.text();
                let pred = voice.state().pred(&key);
                VoiceOp { key, value: said.as_ref().map(Said::value), pred }
            })
            .collect();
        let draft = VoiceDraft { device, seq, start_op, deps: voice.judged().heads(), ops };
        let change = write_voice(draft).map_err(|error| WriteError::NoEffect(error.to_string()))?;
        self.write(author, Kind::Voice, record, change)
    }

    /// Writes words that the author can withdraw; returns their hash.
    ///
    /// # Errors
    /// When they are too long, or the author has taken the same words back there.
    pub fn put_words(&mut self, author: &Author, record: RecordId, text: &str) -> Result<Hash, WriteError> {
        let body = Part::words(text);
        let hash = Hash::of(&body);
        if let Some(number) = self.store.known_record(&record)?
            && self.store.is_withdrawn(number, &author.member, &hash)?
        {
            return Err(WriteError::Withdrawn);
        }
        self.write(author, Kind::Part, record, body)?;
        Ok(hash)
    }

    /// Writes a long list in parts; returns their hashes in order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn put_list(
        &mut self,
        author: &Author,
        record: RecordId,
        bytes: &[u8],
    ) -> Result<Vec<Hash>, WriteError> {
        Part::list(bytes)
            .into_iter()
            .map(|body| {
                let hash = Hash::of(&body);
                self.write(author, Kind::Part, record, body)?;
                Ok(hash)
            })
            .collect()
    }
}

trait IntoEpoch {
    fn into_epoch(self) -> EntryId;
}

impl IntoEpoch for palabre_domain::id::CommunityId {
    /// Before the genesis is here, a newcomer cites it by the community's id, which is its own.
    fn into_epoch(self) -> EntryId {
        EntryId(self.0)
    }
}
