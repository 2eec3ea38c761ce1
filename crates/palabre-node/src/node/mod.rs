//! The answers to every call.

pub(crate) mod around;
mod backups;
mod buckets;
pub(crate) mod bundles;
mod calls;
mod causes;
mod coming;
pub(crate) mod decisions;
pub(crate) mod devices;
pub(crate) mod epochs;
mod exporting;
mod files;
mod finding;
pub(crate) mod forks;
mod here;
mod house;
mod intentions;
mod keeping;
mod keyholders;
mod markdown;
pub(crate) mod members;
mod mending;
mod named;
mod network;
mod nudges;
mod people;
mod profiles;
mod projects;
mod reasons;
mod refounding;
mod renewing;
mod rounds;
mod shares;
mod suspending;
mod texts;
mod threads;
mod times;
mod waiting;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use palabre_api::{ApiError, row};
use palabre_documents::kinds::RecordType;
use palabre_domain::id::CommunityId;
use palabre_feeds::body::Role;
use palabre_store::{Store, StoreError};
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::home::{Home, Identity, store_error};
use crate::keys::Keys;
use crate::naming::Names;
use crate::node::here::Here;
use crate::replica::{Author, Replica, WriteError};

pub(crate) use bundles::whole_bundle;
pub(crate) use named::unknown;
pub(crate) use people::draw_qr;

pub(crate) const DECISION: u8 = RecordType::Decision as u8;
pub(crate) const COMMUNITY: u8 = RecordType::Community as u8;

/// The time now, in milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Where a node is at home, and what it is given of the world.
#[derive(Clone)]
pub struct NodeOptions {
    /// The home's folder.
    pub home: PathBuf,
    /// The community that calls are about, by name or by the first characters of its id; needed when there are several.
    pub community: Option<String>,
    /// The clock.
    pub clock: Clock,
    /// Where secrets are kept, and who is asked for a passphrase.
    pub keys: Keys,
}

impl NodeOptions {
    /// Returns a home in this folder, with its keys in a file.
    pub fn new(home: PathBuf, clock: Clock) -> Self {
        Self { home, community: None, clock, keys: Keys::default() }
    }
}

/// One person's laptop.
pub struct Node {
    home: Home,
    wanted: Option<String>,
    clock: Clock,
    rng: StdRng,
    identity: Option<Identity>,
    writing: bool,
    replicas: BTreeMap<CommunityId, Replica>,
    /// Those that did not open when they were last needed, and why.
    shut: BTreeMap<CommunityId, ApiError>,
    /// What others say of communities that have not come yet; never stored.
    previews: BTreeMap<CommunityId, row::Preview>,
    /// What the run loop sees, while it runs.
    pub(crate) here: Here,
}

impl Node {
    /// Opens a home. Nothing is written, and nothing is taken from other processes, until a call needs it.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub fn open(options: NodeOptions) -> Result<Self, ApiError> {
        let home = Home::in_folder(options.home).with_keys(options.keys);
        let identity = home.identity()?;
        Ok(Self {
            home,
            wanted: options.community,
            clock: options.clock,
            rng: rand::make_rng(),
            identity,
            writing: false,
            replicas: BTreeMap::new(),
            shut: BTreeMap::new(),
            previews: BTreeMap::new(),
            here: Here::default(),
        })
    }

    /// Returns the node of a home that cannot be opened, which can do nothing but set that home aside. What can be opened it
    /// leaves as it is.
    pub fn closed(options: NodeOptions) -> Self {
        Self {
            home: Home::in_folder(options.home).with_keys(options.keys),
            wanted: None,
            clock: options.clock,
            rng: rand::make_rng(),
            identity: None,
            writing: false,
            replicas: BTreeMap::new(),
            shut: BTreeMap::new(),
            previews: BTreeMap::new(),
            here: Here::default(),
        }
    }

    /// Returns a node that keeps everything in memory and draws all randomness from `seed`: for the simulator.
    pub fn in_memory(identity: Option<Identity>, clock: Clock, seed: u64) -> Self {
        Self {
            home: Home::in_memory(),
            wanted: None,
            clock,
            rng: StdRng::seed_from_u64(seed),
            identity,
            writing: true,
            replicas: BTreeMap::new(),
            shut: BTreeMap::new(),
            previews: BTreeMap::new(),
            here: Here::default(),
        }
    }

    /// Draws all randomness from `seed` from now on: for the simulator.
    #[must_use]
    pub fn seeded(mut self, seed: u64) -> Self {
        self.rng = StdRng::seed_from_u64(seed);
        self
    }

    /// Puts another replica in the place of a community's: a laptop that was copied whole, in memory.
    pub fn put_copy(&mut self, community: CommunityId, replica: Replica) {
        self.replicas.insert(community, replica);
    }

    /// Makes this community the one that calls are about, by name or by the first characters of its id; returns the one
    /// that it was before.
    pub fn turn_to(&mut self, community: Option<String>) -> Option<String> {
        std::mem::replace(&mut self.wanted, community)
    }

    /// Returns the folder of this home; `None` for one in memory.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.home.folder()
    }

    /// Returns the person at home here.
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    pub(crate) fn me(&self) -> Result<&Identity, ApiError> {
        self.identity.as_ref().ok_or_else(|| {
            ApiError::new("me.nobody", "Nobody is at home here yet.", "Begin with `palabre me new NAME`.")
        })
    }

    /// Returns the time now, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Returns who writes here.
    ///
    /// # Errors
    /// When nobody is at home, or the keys cannot be opened.
    pub fn author(&self) -> Result<Author, ApiError> {
        let me = self.me()?;
        Ok(Author { key: me.secrets()?.device.clone(), member: me.member_id(), now: self.now() })
    }

    /// Takes the home for writing.
    ///
    /// # Errors
    /// When another process holds it.
    pub fn hold(&mut self) -> Result<(), ApiError> {
        if !self.writing {
            self.home.hold()?;
            self.writing = true;
            if self.identity.is_some() {
                // What an earlier version kept is written anew.
                self.identity = self.home.identity()?;
            }
            // What was opened to read is opened again to write.
            self.replicas.clear();
            self.finish_what_was_begun();
        }
        Ok(())
    }

    /// Goes on where this laptop was stopped in the middle of a beginning. What cannot be opened or done says so when
    /// it is used.
    fn finish_what_was_begun(&mut self) {
        self.home.finish_mending();
        for id in self.home.communities().unwrap_or_default() {
            let Ok(replica) = self.replica_of(&id) else { continue };
            // A file that was made and into which nothing came.
            let store = replica.store();
            if store.count_entries().is_ok_and(|entries| entries == 0)
                && store.setting("name").is_ok_and(|name| name.is_none())
            {
                self.replicas.remove(&id);
                self.home.discard(&id);
                continue;
            }
            let _ = self.go_on_entering(&id);
            // Not all are open at once: whatever needs one opens it.
            self.close(&id);
        }
    }

    /// Returns the communities of this home.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn communities(&self) -> Result<Vec<CommunityId>, ApiError> {
        let mut communities = self.home.communities()?;
        communities.extend(self.replicas.keys());
        communities.sort_unstable();
        communities.dedup();
        Ok(communities)
    }

    /// Returns a community of this home.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn replica_of(&mut self, community: &CommunityId) -> Result<&mut Replica, ApiError> {
        if !self.replicas.contains_key(community) {
            let opened = self.opened(community);
            match &opened {
                Ok(_) => self.shut.remove(community),
                Err(error) => self.shut.insert(*community, error.clone()),
            };
            self.replicas.insert(*community, opened?);
        }
        // It was just put there, if it was not there before.
        let replica = self.replicas.get_mut(community).expect("the community is open");
        replica.set_mine(self.identity.as_ref().map(Identity::device_id));
        Ok(replica)
    }

    fn opened(&self, community: &CommunityId) -> Result<Replica, ApiError> {
        let store = match self.home.store(community) {
            Err(error) if error.code == StoreError::Older.code() => {
                self.home.bring_up_to_date(community)?;
                self.home.store(community)?
            }
            opened => opened?,
        };
        up_to_date(*community, store, self.writing).map_err(store_error)
    }

    /// Returns the communities of this home but for those that did not open, which are tried again: one that is damaged
    /// holds no other up.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn communities_that_open(&mut self) -> Result<Vec<CommunityId>, ApiError> {
        let mut communities = self.communities()?;
        communities.retain(|id| !self.shut.contains_key(id) || self.glance(id, |_| Ok(())).is_ok());
        Ok(communities)
    }

    /// Returns why communities did not open when they were last needed.
    pub(crate) fn why_shut(&self) -> impl Iterator<Item = &ApiError> {
        self.shut.values()
    }

    /// Returns true where a community's file is open.
    pub fn is_open(&self, community: &CommunityId) -> bool {
        self.replicas.contains_key(community)
    }

    /// Closes a community's file until somebody needs it, and returns whether that could be done: one that is in memory is
    /// nowhere else.
    pub(crate) fn close(&mut self, community: &CommunityId) -> bool {
        let is_kept = self.home.folder().is_some();
        if is_kept {
            self.replicas.remove(community);
        }
        is_kept
    }

    /// Does something with a community, and leaves its file closed where it was.
    pub(crate) fn glance<T>(
        &mut self,
        community: &CommunityId,
        act: impl FnOnce(&mut Replica) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let was_open = self.is_open(community);
        let done = act(self.replica_of(community)?);
        if !was_open {
            self.close(community);
        }
        done
    }

    /// Returns another reader of a community's file, for work beside this node; `None` where it is in memory.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn reader_of(&self, community: &CommunityId) -> Result<Option<Replica>, ApiError> {
        Ok(self.home.reader(community)?.map(|store| Replica::new(*community, store)))
    }

    /// Returns another node in the same home, to read beside this one; `None` where the home is in memory.
    pub(crate) fn beside(&self) -> Option<Self> {
        Some(Self {
            home: self.home.beside()?,
            wanted: None,
            clock: self.clock.clone(),
            rng: rand::make_rng(),
            identity: self.identity.clone(),
            writing: false,
            replicas: BTreeMap::new(),
            shut: BTreeMap::new(),
            previews: BTreeMap::new(),
            here: Here::default(),
        })
    }

    /// Returns the bytes of an attached file, if they are here and are what they are said to be.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn kept_file(&self, hash: &palabre_domain::id::Hash) -> Result<Option<Vec<u8>>, ApiError> {
        self.home.kept_file(hash)
    }

    /// Keeps what another laptop says of a community in memory, and returns true when it is to be shown: as long as
    /// the founding has not come, and the first that came.
    ///
    /// # Errors
    /// When the community cannot be opened.
    pub fn keep_preview(&mut self, id: &CommunityId, preview: &row::Preview) -> Result<bool, ApiError> {
        let founded = self.replica_of(id)?.membership().map_err(store_error)?.charter().is_some();
        let new = !founded && !self.previews.contains_key(id);
        if new {
            self.previews.insert(*id, preview.clone());
        }
        Ok(new)
    }

    /// Forgets what was said of a community whose founding has come: call it when both hold the same.
    ///
    /// # Errors
    /// When the community cannot be opened.
    pub fn drop_preview(&mut self, id: &CommunityId) -> Result<(), ApiError> {
        if self.replica_of(id)?.membership().map_err(store_error)?.charter().is_some() {
            self.previews.remove(id);
        }
        Ok(())
    }

    pub(crate) fn keep_file(&self, hash: &palabre_domain::id::Hash, bytes: &[u8]) -> Result<(), ApiError> {
        self.home.keep_file(hash, bytes)
    }

    pub(crate) fn file_path(&self, hash: &palabre_domain::id::Hash) -> Option<PathBuf> {
        self.home.file_path(hash)
    }

    /// Returns the community that calls are about.
    ///
    /// # Errors
    /// When there is none, or several and none was named.
    pub fn chosen(&mut self) -> Result<CommunityId, ApiError> {
        let communities = self.communities()?;
        let Some(wanted) = self.wanted.clone() else {
            return match communities[..] {
                [] => Err(ApiError::new(
                    "community.none",
                    "There is no community here yet.",
                    "Found one with `palabre found`, or join one with `palabre join`.",
                )),
                [one] => Ok(one),
                _ => Err(ApiError::new(
                    "community.several",
                    "There are several communities here.",
                    "Say which one with --community NAME. `palabre me show` lists them.",
                )),
            };
        };
        // Whoever knows the whole id means no other, and no file has to be opened to find that out.
        if let Some(id) = communities.iter().find(|id| id.to_string() == wanted) {
            return Ok(*id);
        }
        let mut found = Vec::new();
        for id in communities {
            // One that does not open has no name, and is no reason why another is not found by its own.
            let name = self.name_of_community(&id).unwrap_or_default();
            if id.to_string().starts_with(&wanted.to_lowercase()) || name.eq_ignore_ascii_case(&wanted) {
                found.push(id);
            }
        }
        match found[..] {
            [one] => Ok(one),
            [] => Err(ApiError::new(
                "community.unknown",
                format!("There is no community {wanted:?} here."),
                "`palabre me show` lists those that are.",
            )),
            _ => Err(ApiError::new(
                "community.several",
                format!("Several communities here are called {wanted:?}."),
                "Name it by the first characters of its id: `palabre me show` lists them.",
            )),
        }
    }

    fn name_of_community(&mut self, id: &CommunityId) -> Result<String, ApiError> {
        let replica = self.replica_of(id)?;
        let charter = replica.membership().map_err(store_error)?.charter().cloned();
        match charter {
            Some(charter) => Ok(charter.name),
            // Before the founding has arrived, the name is the one that the ticket said.
            None => {
                let said = replica.store().setting("name").map_err(store_error)?;
                Ok(said.and_then(|name| String::from_utf8(name).ok()).unwrap_or_else(|| id.short(4)))
            }
        }
    }

    pub(crate) fn replica(&mut self) -> Result<&mut Replica, ApiError> {
        let id = self.chosen()?;
        self.replica_of(&id)
    }

    /// Takes the home and returns the community, to write.
    pub(crate) fn replica_to_write(&mut self) -> Result<(&mut Replica, Author), ApiError> {
        self.hold()?;
        let author = self.author()?;
        Ok((self.replica()?, author))
    }

    /// As [`Node::replica_to_write`], for acts that only somebody who has been let in can do.
    pub(crate) fn replica_as_member(&mut self) -> Result<(&mut Replica, Author), ApiError> {
        let (replica, author) = self.replica_to_write()?;
        match replica.membership().map_err(store_error)?.members().get(&author.member) {
            Some(state) if !state.is_here() => Err(ApiError::new(
                "me.gone",
                "You are no longer in this community.",
                "What you said stays. To come back, ask for a new invite.",
            )),
            Some(state) if state.role == Role::Member => Ok((replica, author)),
            Some(_) => Err(ApiError::new(
                "me.guest",
                "A guest may comment and react.",
                "Ask a member to let you in as a member.",
            )),
            None => Err(ApiError::new(
                "me.waiting",
                "You have not been let in yet.",
                "It happens by itself when the laptop that invited you, or the house computer, is met. \
                 You can already answer and comment.",
            )),
        }
    }

    /// Returns the names of all who ever were members; those with one name carry the first characters of their key.
    pub(crate) fn names(replica: &mut Replica) -> Result<Names, ApiError> {
        replica.names().map_err(store_error)
    }
}

/// Returns a replica over a store, with views that this program has made; who only reads has none to make.
pub(crate) fn up_to_date(community: CommunityId, store: Store, writing: bool) -> Result<Replica, StoreError> {
    let stale = writing && store.is_stale()?;
    let mut replica = Replica::new(community, store);
    if stale {
        replica.make_views_again()?;
    }
    Ok(replica)
}

/// Turns what writing says into an error for a person.
pub(crate) fn write_error(error: WriteError) -> ApiError {
    let message = crate::home::capital(&error.to_string());
    match error {
        WriteError::Store(error) => store_error(error),
        WriteError::TooLong(_) => {
            ApiError::new("text.length", message, "Say it shorter, or in several pieces.")
        }
        WriteError::Page(palabre_documents::page::PageError::Nothing) => {
            ApiError::new("edit.nothing", message, "Say something else than what stands there.")
        }
        WriteError::Page(_) | WriteError::NoRecord => {
            ApiError::new("record.unknown", message, "`palabre decision list` shows what is here.")
        }
        WriteError::NoEffect(_) => ApiError::new(
            "write.no-effect",
            message,
            "Nothing was written. `palabre status` says how you stand in this community.",
        ),
        WriteError::Withdrawn => {
            ApiError::new("text.withdrawn", message, "Say it in other words, if only by a dot.")
        }
        WriteError::Quota => ApiError::new(
            "device.quota",
            message,
            "Go on with another laptop of yours: `palabre device add` makes one. Whoever needs more for all devices \
             proposes a charter that allows it.",
        ),
        WriteError::Forked => ApiError::new(
            "device.forked",
            message,
            "A copy of this home was used on two machines. `palabre device renew` makes a new device of this one.",
        ),
        WriteError::RolledBack => ApiError::new(
            "device.rolled-back",
            message,
            "Its disk was put back to an earlier time, or this home was copied. `palabre device renew` makes a new \
             device of it; nothing is lost.",
        ),
    }
}

pub(crate) fn failed(error: StoreError) -> ApiError {
    store_error(error)
}
