//! Attached files: brought from those at hand, given to members.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use palabre_api::ApiError;
use palabre_domain::id::{CommunityId, DeviceId, Hash};
use palabre_net::{Asking, FileError};
use tokio::sync::Semaphore;

use super::meeting::Meeting;
use super::{LiveEvent, addresses, wires};
use crate::home::{capital, store_error};

/// To how many peers files are given at a time: each may have one in memory.
const ANSWERS: usize = 4;

/// A file to be brought from somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Errand {
    pub community: CommunityId,
    pub peer: DeviceId,
    pub hash: Hash,
    pub size: u64,
}

/// What is known of files to bring and to give.
pub(super) struct Errands {
    /// Whether every attached file is wanted.
    all: bool,
    under_way: Option<Errand>,
    /// Who was asked for what, since this loop began.
    asked: BTreeSet<(Hash, DeviceId)>,
    answers: Arc<Semaphore>,
}

impl Errands {
    pub fn new(all: bool) -> Self {
        Self { all, under_way: None, asked: BTreeSet::new(), answers: Arc::new(Semaphore::new(ANSWERS)) }
    }

    /// Returns true while a file is coming.
    pub fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }
}

impl<F: FnMut(LiveEvent) + Send> Meeting<'_, F> {
    /// Somebody asks for these files now: those at hand are asked at once, also who was asked before and had none.
    pub(super) fn want(&mut self, files: &[Hash]) -> Result<(), ApiError> {
        self.errands.asked.retain(|(hash, _)| !files.contains(hash));
        self.fetch_next()
    }

    /// Asks somebody at hand for a file that is wanted and that they were not asked for yet.
    pub(super) fn fetch_next(&mut self) -> Result<(), ApiError> {
        if self.errands.under_way.is_some() {
            return Ok(());
        }
        for (community, peer) in self.at_hand() {
            let now = self.node.now();
            let replica = self.node.replica_of(&community)?;
            if self.errands.all {
                replica.store().want_attached().map_err(store_error)?;
            }
            let wanted = replica.store().wanted_files().map_err(store_error)?;
            let new = wanted.into_iter().find(|(hash, _)| !self.errands.asked.contains(&(Hash(*hash), peer)));
            let Some((hash, size)) = new else { continue };
            let errand = Errand { community, peer, hash: Hash(hash), size };
            let addresses = addresses::book(replica)?.addresses(&peer, now);
            self.errands.asked.insert((errand.hash, peer));
            self.errands.under_way = Some(errand);
            wires::fetch(&self.net, &self.tell, errand, addresses);
            return Ok(());
        }
        Ok(())
    }

    fn name_of(&mut self, errand: &Errand) -> Result<String, ApiError> {
        let store = self.node.replica_of(&errand.community)?.store();
        Ok(store.name_of_file(&errand.hash.0).map_err(store_error)?.unwrap_or_default())
    }

    pub(super) fn coming(&mut self, errand: &Errand, received: u64) -> Result<(), ApiError> {
        let name = self.name_of(errand)?;
        self.say(LiveEvent::FileProgress { name, received, expected: errand.size });
        Ok(())
    }

    pub(super) fn fetched(
        &mut self,
        errand: &Errand,
        came: Result<Vec<u8>, FileError>,
    ) -> Result<(), ApiError> {
        self.errands.under_way = None;
        let name = self.name_of(errand)?;
        match came {
            Ok(bytes) => {
                // The bytes are here before it is said that they are.
                self.node.keep_file(&errand.hash, &bytes)?;
                let store = self.node.replica_of(&errand.community)?.store();
                store.keep_file(&errand.hash.0, errand.size).map_err(store_error)?;
                self.say(LiveEvent::File { name, bytes: errand.size });
            }
            // Somebody else may have it.
            Err(FileError::NotThere) => {}
            Err(error) => {
                let message = format!("{}: {name}.", capital(&error.to_string()));
                self.problem(ApiError::new(error.code(), message, error.hint()));
            }
        }
        self.fetch_next()
    }

    /// Gives a member the files of the communities in which both are; turns others away.
    pub(super) fn answer(&mut self, asking: Asking) -> Result<(), ApiError> {
        let peer = asking.peer();
        let mut files = BTreeMap::new();
        let mut is_peer = false;
        for community in self.node.communities_that_open()? {
            if !self.roster(&community)?.speaks_with(&peer) {
                continue;
            }
            is_peer = true;
            let replica = self.node.replica_of(&community)?;
            for hash in replica.store().held_files().map_err(store_error)? {
                if let Some(path) = self.node.file_path(&Hash(hash)) {
                    files.insert(Hash(hash), path);
                }
            }
        }
        if !is_peer {
            asking.refuse();
            return Ok(());
        }
        let answers = self.errands.answers.clone();
        tokio::spawn(async move {
            let Ok(_turn) = answers.acquire_owned().await else { return };
            asking.answer(move |hash| files.get(hash).cloned()).await;
        });
        Ok(())
    }
}
