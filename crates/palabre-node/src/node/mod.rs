//! The answers to every call.

pub(crate) mod around;
mod backups;
mod buckets;
pub(crate) mod bundles;
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
mod network;
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

use palabre_api::{ApiError, Handler, ask, row};
use palabre_documents::kinds::RecordType;
use palabre_domain::id::{CommunityId, MemberId, RecordId};
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

    /// Finds a record that a person names: `community`, or another by its id or the beginning of its title.
    pub(crate) fn find(replica: &mut Replica, named: &str) -> Result<RecordId, ApiError> {
        find(replica, named, None)
    }

    /// Finds a record of one kind that a person names.
    pub(crate) fn find_of(
        replica: &mut Replica,
        kind: RecordType,
        named: &str,
    ) -> Result<RecordId, ApiError> {
        find(replica, named, Some(kind))
    }

    /// Finds somebody who is here, or was here once: what they did stays.
    pub(crate) fn find_person(
        replica: &mut Replica,
        me: &MemberId,
        named: &str,
    ) -> Result<MemberId, ApiError> {
        match Self::find_member(replica, me, named) {
            Err(error) if error.code == "member.unknown" => {
                // Guests, and whoever left or was removed.
                let all = replica.membership().map_err(store_error)?.members().keys().copied().collect();
                Self::find_among(replica, all, named)
            }
            found => found,
        }
    }

    /// Finds a member that a person names: `me`, a name, its beginning, or the first characters of the key.
    pub(crate) fn find_member(
        replica: &mut Replica,
        me: &MemberId,
        named: &str,
    ) -> Result<MemberId, ApiError> {
        if named.trim().eq_ignore_ascii_case("me") {
            return Ok(*me);
        }
        let membership = replica.membership().map_err(store_error)?;
        let here = membership.present().map(|(id, _)| *id).collect();
        Self::find_among(replica, here, named)
    }

    fn find_among(replica: &mut Replica, here: Vec<MemberId>, named: &str) -> Result<MemberId, ApiError> {
        let wanted = named.trim().to_lowercase();
        let names = Self::names(replica)?;
        let name = |member: &MemberId| names.of(member).to_lowercase();
        let by = |fits: &dyn Fn(&MemberId) -> bool| -> Vec<MemberId> {
            here.iter().filter(|member| fits(member)).copied().collect()
        };
        let exact = by(&|member| name(member) == wanted);
        let found = match exact.len() {
            1 => exact,
            _ if wanted.is_empty() => Vec::new(),
            _ => by(&|member| name(member).starts_with(&wanted) || hex_begins(&member.to_string(), &wanted)),
        };
        match found[..] {
            [one] => Ok(one),
            [] => Err(ApiError::new(
                "member.unknown",
                format!("There is nobody called {named:?} here."),
                "`palabre members` lists everybody.",
            )),
            _ => Err(ApiError::new(
                "member.several",
                format!("{named:?} names several people."),
                "Use more of the name, or the first characters of the key: `palabre members --json` shows them.",
            )),
        }
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

fn hex_begins(id: &str, wanted: &str) -> bool {
    wanted.len() >= 4 && wanted.chars().all(|c| c.is_ascii_hexdigit()) && id.starts_with(wanted)
}

fn find(replica: &mut Replica, named: &str, kind: Option<RecordType>) -> Result<RecordId, ApiError> {
    let store = replica.store();
    let wanted = named.trim().to_lowercase();
    if wanted == "community" && kind.is_none_or(|kind| kind == RecordType::Community) {
        let pages = store.pages_of(COMMUNITY, 0, 1).map_err(store_error)?;
        return pages.first().map(|page| page.record).ok_or_else(|| unknown(named, kind));
    }
    let hexadecimal =
        wanted.len() >= 4 && wanted.len() <= 64 && wanted.chars().all(|c| c.is_ascii_hexdigit());
    let id = |fill: char| {
        let padded: String = wanted.chars().chain(std::iter::repeat(fill)).take(64).collect();
        RecordId::parse(&padded).unwrap_or_default()
    };
    let (from, to) = (id('0'), id('f'));
    let range = hexadecimal.then_some((from.0.as_slice(), to.0.as_slice()));
    let pages = store.pages_named(&wanted, range, 50).map_err(store_error)?;
    let of_kind = |page: &&palabre_store::views::PageRow| kind.is_none_or(|kind| kind as u8 == page.kind);
    let mut found: Vec<RecordId> = pages.iter().filter(of_kind).map(|page| page.record).collect();
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [one] => Ok(one),
        [] => Err(unknown(named, kind)),
        _ => {
            let exact = pages.iter().filter(of_kind).filter(|page| {
                RecordType::from_code(page.kind)
                    .is_some_and(|kind| kind.glance(&page.data).title.to_lowercase() == wanted)
            });
            match exact.map(|page| page.record).collect::<Vec<_>>()[..] {
                [one] => Ok(one),
                _ => Err(ApiError::new(
                    "record.several",
                    format!("{named:?} names several {}s.", kind.map_or("record", RecordType::word)),
                    "Use more of its title, or its id: `palabre search` and the lists show both.",
                )),
            }
        }
    }
}

/// Says that there is no such record here.
pub(crate) fn unknown(named: &str, kind: Option<RecordType>) -> ApiError {
    let (word, list) = match kind {
        Some(kind) => (kind.word(), kind.word()),
        None => ("record", "decision"),
    };
    ApiError::new(
        "record.unknown",
        format!("There is no {word} {named:?} here."),
        format!("`palabre {list} list` shows those that are. It may also not have arrived yet."),
    )
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

impl Handler for Node {
    fn me_new(&mut self, ask: ask::MeNew) -> Result<row::Me, ApiError> {
        self.begin(ask.name)
    }

    fn me_show(&mut self, _: ask::MeShow) -> Result<row::Me, ApiError> {
        self.show_me()
    }

    fn me_words(&mut self, ask: ask::MeWords) -> Result<row::Words, ApiError> {
        self.show_words(&ask)
    }

    fn me_restore(&mut self, ask: ask::MeRestore) -> Result<row::Me, ApiError> {
        self.restore_me(&ask)
    }

    fn me_keys(&mut self, ask: ask::MeKeys) -> Result<row::Me, ApiError> {
        self.move_keys(ask.place.as_deref())
    }

    fn backup(&mut self, ask: ask::Backup) -> Result<row::BackedUp, ApiError> {
        self.save_backup(&ask.file)
    }

    fn restore(&mut self, ask: ask::Restore) -> Result<row::Me, ApiError> {
        self.restore_backup(&ask)
    }

    fn device_add(&mut self, ask: ask::DeviceAdd) -> Result<row::DeviceTicket, ApiError> {
        self.make_device_ticket(ask)
    }

    fn device_renew(&mut self, ask: ask::DeviceRenew) -> Result<row::Devices, ApiError> {
        self.renew_device(&ask)
    }

    fn device_list(&mut self, ask: ask::DeviceList) -> Result<row::Devices, ApiError> {
        self.list_devices(ask.who.as_deref())
    }

    fn device_revoke(&mut self, ask: ask::DeviceRevoke) -> Result<row::Devices, ApiError> {
        self.revoke_device(&ask)
    }

    fn device_suspend(&mut self, ask: ask::DeviceSuspend) -> Result<row::Devices, ApiError> {
        self.suspend_device(&ask)
    }

    fn found(&mut self, ask: ask::Found) -> Result<row::Community, ApiError> {
        self.found_community(ask)
    }

    fn refound(&mut self, ask: ask::Refound) -> Result<row::Refounded, ApiError> {
        Self::refound(self, ask)
    }

    fn look(&mut self, ask: ask::Look) -> Result<row::InviteCard, ApiError> {
        people::look(&ask.ticket)
    }

    fn join(&mut self, ask: ask::Join) -> Result<row::Joined, ApiError> {
        self.join_community(&ask.ticket)
    }

    fn invite(&mut self, ask: ask::Invite) -> Result<row::Invite, ApiError> {
        self.make_invite(ask)
    }

    fn member_vouch(&mut self, ask: ask::MemberVouch) -> Result<row::Newcomers, ApiError> {
        self.vouch(ask)
    }

    fn member_propose(&mut self, ask: ask::MemberPropose) -> Result<row::Decision, ApiError> {
        self.propose_member(&ask)
    }

    fn member_remove(&mut self, ask: ask::MemberRemove) -> Result<row::Decision, ApiError> {
        self.propose_removal(&ask)
    }

    fn member_formerly(&mut self, ask: ask::MemberFormerly) -> Result<row::Decision, ApiError> {
        self.come_back(&ask)
    }

    fn keyholder_list(&mut self, _: ask::KeyholderList) -> Result<row::Keyholders, ApiError> {
        self.list_keyholders()
    }

    fn keyholder_propose(&mut self, ask: ask::KeyholderPropose) -> Result<row::Decision, ApiError> {
        self.propose_keyholders(&ask)
    }

    fn keyholder_certify(&mut self, ask: ask::KeyholderCertify) -> Result<row::Certifying, ApiError> {
        self.certify(&ask)
    }

    fn charter_show(&mut self, _: ask::CharterShow) -> Result<row::Charter, ApiError> {
        self.show_charter()
    }

    fn charter_propose(&mut self, ask: ask::CharterPropose) -> Result<row::Decision, ApiError> {
        self.propose_charter(&ask)
    }

    fn members(&mut self, ask: ask::Members) -> Result<row::Members, ApiError> {
        self.list_members(ask.profiles)
    }

    fn cause_show(&mut self, _: ask::CauseShow) -> Result<row::Cause, ApiError> {
        self.show_cause()
    }

    fn cause_propose(&mut self, ask: ask::CausePropose) -> Result<row::Decision, ApiError> {
        self.propose_cause(ask)
    }

    fn decision_new(&mut self, ask: ask::DecisionNew) -> Result<row::Decision, ApiError> {
        self.draft_decision(ask)
    }

    fn decision_open(&mut self, ask: ask::DecisionOpen) -> Result<row::Decision, ApiError> {
        self.open_decision(ask)
    }

    fn decision_answer(&mut self, ask: ask::DecisionAnswer) -> Result<row::Decision, ApiError> {
        self.answer(ask)
    }

    fn decision_show(&mut self, ask: ask::DecisionShow) -> Result<row::Decision, ApiError> {
        self.show_decision(&ask)
    }

    fn decision_list(&mut self, ask: ask::DecisionList) -> Result<row::Decisions, ApiError> {
        self.list_decisions(ask)
    }

    fn decision_count(&mut self, ask: ask::DecisionCount) -> Result<row::Decision, ApiError> {
        self.count_answers(&ask.decision)
    }

    fn decision_confirm(&mut self, ask: ask::DecisionConfirm) -> Result<row::Decision, ApiError> {
        self.confirm(ask)
    }

    fn decision_outcome(&mut self, ask: ask::DecisionOutcome) -> Result<row::Decision, ApiError> {
        self.tell_outcome(ask)
    }

    fn decision_export(&mut self, ask: ask::DecisionExport) -> Result<row::Written, ApiError> {
        self.export_decision(ask)
    }

    fn comment(&mut self, ask: ask::Comment) -> Result<row::Thread, ApiError> {
        self.add_comment(ask)
    }

    fn react(&mut self, ask: ask::React) -> Result<row::Thread, ApiError> {
        self.add_reaction(ask)
    }

    fn withdraw(&mut self, ask: ask::Withdraw) -> Result<row::Thread, ApiError> {
        self.withdraw_words(ask)
    }

    fn leave(&mut self, ask: ask::Leave) -> Result<row::Community, ApiError> {
        self.leave_community(&ask.name)
    }

    fn status(&mut self, _: ask::Status) -> Result<row::Status, ApiError> {
        self.show_status()
    }

    fn bundle_export(&mut self, ask: ask::BundleExport) -> Result<row::Written, ApiError> {
        self.export_bundle(ask)
    }

    fn bundle_import(&mut self, ask: ask::BundleImport) -> Result<row::Taken, ApiError> {
        self.import_bundle(&ask.file)
    }

    fn fork_list(&mut self, _: ask::ForkList) -> Result<row::Forks, ApiError> {
        self.list_forks()
    }

    fn fork_export(&mut self, ask: ask::ForkExport) -> Result<row::Written, ApiError> {
        self.export_fork(&ask.device, &ask.file)
    }

    fn fold(&mut self, ask: ask::Fold) -> Result<row::Thread, ApiError> {
        self.fold_comment(ask)
    }

    fn hide(&mut self, ask: ask::Hide) -> Result<row::Thread, ApiError> {
        self.hide_here(ask)
    }

    fn coming(&mut self, ask: ask::Coming) -> Result<row::Dates, ApiError> {
        self.list_dates(ask)
    }

    fn markdown(&mut self, ask: ask::Markdown) -> Result<row::Markdown, ApiError> {
        self.show_markdown(ask)
    }

    fn verify(&mut self, ask: ask::Verify) -> Result<row::Verified, ApiError> {
        crate::recount::verify_file(&ask.file)
    }

    fn doctor(&mut self, ask: ask::Doctor) -> Result<row::Checkup, ApiError> {
        self.check_up(ask.thorough, ask.replay)
    }

    fn mend(&mut self, ask: ask::Mend) -> Result<row::Mended, ApiError> {
        if ask.anew { self.set_home_aside() } else { self.mend_community(&ask) }
    }

    fn decision_amend(&mut self, ask: ask::DecisionAmend) -> Result<row::Decision, ApiError> {
        self.amend_decision(ask)
    }

    fn decision_pass(&mut self, ask: ask::DecisionPass) -> Result<row::Decision, ApiError> {
        self.pass(ask)
    }

    fn decision_template(&mut self, ask: ask::DecisionTemplate) -> Result<row::Written, ApiError> {
        self.save_template(ask)
    }

    fn register(&mut self, ask: ask::Register) -> Result<row::Decisions, ApiError> {
        self.list_register(ask)
    }

    fn project_new(&mut self, ask: ask::ProjectNew) -> Result<row::Project, ApiError> {
        self.begin_project(ask)
    }

    fn project_list(&mut self, ask: ask::ProjectList) -> Result<row::Projects, ApiError> {
        self.list_projects(ask)
    }

    fn project_show(&mut self, ask: ask::ProjectShow) -> Result<row::Project, ApiError> {
        self.show_project(&ask.project)
    }

    fn project_write(&mut self, ask: ask::ProjectWrite) -> Result<row::Project, ApiError> {
        self.write_project(ask)
    }

    fn project_history(&mut self, ask: ask::ProjectHistory) -> Result<row::History, ApiError> {
        self.history_of_project(&ask.project)
    }

    fn guide_show(&mut self, _ask: ask::GuideShow) -> Result<row::Guide, ApiError> {
        self.guide()
    }

    fn guide_write(&mut self, ask: ask::GuideWrite) -> Result<row::Guide, ApiError> {
        self.write_guide(ask.text)
    }

    fn project_join(&mut self, ask: ask::ProjectJoin) -> Result<row::Project, ApiError> {
        self.join_team(&ask.project)
    }

    fn project_leave(&mut self, ask: ask::ProjectLeave) -> Result<row::Project, ApiError> {
        self.leave_team(&ask.project)
    }

    fn project_state(&mut self, ask: ask::ProjectState) -> Result<row::Project, ApiError> {
        self.set_project_state(ask)
    }

    fn project_need(&mut self, ask: ask::ProjectNeed) -> Result<row::Project, ApiError> {
        self.need_project(ask)
    }

    fn project_help(&mut self, ask: ask::ProjectHelp) -> Result<row::Project, ApiError> {
        self.help_project(ask)
    }

    fn project_note(&mut self, ask: ask::ProjectNote) -> Result<row::Project, ApiError> {
        self.note_project(ask)
    }

    fn project_link(&mut self, ask: ask::ProjectLink) -> Result<row::Project, ApiError> {
        self.link_project(ask)
    }

    fn project_replicate(&mut self, ask: ask::ProjectReplicate) -> Result<row::Project, ApiError> {
        self.replicate_project(ask)
    }

    fn project_pack(&mut self, ask: ask::ProjectPack) -> Result<row::Written, ApiError> {
        self.pack_project(ask)
    }

    fn step_add(&mut self, ask: ask::StepAdd) -> Result<row::Around, ApiError> {
        self.add_step(ask)
    }

    fn step_take(&mut self, ask: ask::StepTake) -> Result<row::Around, ApiError> {
        self.take_step(ask)
    }

    fn attach(&mut self, ask: ask::Attach) -> Result<row::Attached, ApiError> {
        self.attach_file(ask)
    }

    fn fetch(&mut self, ask: ask::Fetch) -> Result<row::Attached, ApiError> {
        self.fetch_file(ask)
    }

    fn intention_new(&mut self, ask: ask::IntentionNew) -> Result<row::Intention, ApiError> {
        self.begin_intention(ask)
    }

    fn intention_list(&mut self, ask: ask::IntentionList) -> Result<row::Intentions, ApiError> {
        self.list_intentions(ask)
    }

    fn intention_show(&mut self, ask: ask::IntentionShow) -> Result<row::Intention, ApiError> {
        self.show_intention(&ask.intention)
    }

    fn intention_suggest(&mut self, ask: ask::IntentionSuggest) -> Result<row::Suggestions, ApiError> {
        self.suggest_people(&ask.text)
    }

    fn intention_change(&mut self, ask: ask::IntentionChange) -> Result<row::Intention, ApiError> {
        self.change_intention(ask)
    }

    fn intention_advise(&mut self, ask: ask::IntentionAdvise) -> Result<row::Intention, ApiError> {
        self.advise(ask)
    }

    fn intention_reply(&mut self, ask: ask::IntentionReply) -> Result<row::Intention, ApiError> {
        self.reply_to_advice(ask)
    }

    fn intention_decide(&mut self, ask: ask::IntentionDecide) -> Result<row::Intention, ApiError> {
        self.decide_intention(ask)
    }

    fn intention_outcome(&mut self, ask: ask::IntentionOutcome) -> Result<row::Intention, ApiError> {
        self.outcome_of_intention(ask)
    }

    fn intention_review(&mut self, ask: ask::IntentionReview) -> Result<row::Intention, ApiError> {
        self.review_intention(ask)
    }

    fn round_new(&mut self, ask: ask::RoundNew) -> Result<row::Round, ApiError> {
        self.draft_round(ask)
    }

    fn round_open(&mut self, ask: ask::RoundOpen) -> Result<row::Round, ApiError> {
        self.open_round(ask)
    }

    fn round_list(&mut self, ask: ask::RoundList) -> Result<row::Rounds, ApiError> {
        self.list_rounds(ask)
    }

    fn round_show(&mut self, ask: ask::RoundShow) -> Result<row::Round, ApiError> {
        self.show_round(&ask.round)
    }

    fn round_pass(&mut self, ask: ask::RoundPass) -> Result<row::Round, ApiError> {
        self.pass_round(&ask)
    }

    fn round_settle(&mut self, ask: ask::RoundSettle) -> Result<row::Round, ApiError> {
        self.settle_round(&ask.round)
    }

    fn round_explain(&mut self, ask: ask::RoundExplain) -> Result<row::Explained, ApiError> {
        self.explain_round(ask)
    }

    fn bucket_new(&mut self, ask: ask::BucketNew) -> Result<row::Bucket, ApiError> {
        self.new_bucket(ask)
    }

    fn bucket_item(&mut self, ask: ask::BucketItem) -> Result<row::Bucket, ApiError> {
        self.item_of_bucket(ask)
    }

    fn bucket_write(&mut self, ask: ask::BucketWrite) -> Result<row::Bucket, ApiError> {
        self.write_bucket(ask)
    }

    fn bucket_show(&mut self, ask: ask::BucketShow) -> Result<row::Bucket, ApiError> {
        self.show_bucket(&ask.bucket)
    }

    fn bucket_flag(&mut self, ask: ask::BucketFlag) -> Result<row::Bucket, ApiError> {
        self.flag_bucket(ask)
    }

    fn bucket_answer(&mut self, ask: ask::BucketAnswer) -> Result<row::Bucket, ApiError> {
        self.answer_flag(ask)
    }

    fn allocate(&mut self, ask: ask::Allocate) -> Result<row::Round, ApiError> {
        self.give(ask)
    }

    fn share_new(&mut self, ask: ask::ShareNew) -> Result<row::Share, ApiError> {
        self.new_share(ask)
    }

    fn share_list(&mut self, ask: ask::ShareList) -> Result<row::Wall, ApiError> {
        self.list_shares(ask)
    }

    fn share_answer(&mut self, ask: ask::ShareAnswer) -> Result<row::Share, ApiError> {
        self.answer_share(ask)
    }

    fn share_done(&mut self, ask: ask::ShareDone) -> Result<row::Share, ApiError> {
        self.end_share(&ask.share)
    }

    fn profile_show(&mut self, ask: ask::ProfileShow) -> Result<row::Profile, ApiError> {
        self.show_profile(ask)
    }

    fn profile_write(&mut self, ask: ask::ProfileWrite) -> Result<row::Profile, ApiError> {
        self.write_profile(ask)
    }

    fn waiting(&mut self, ask: ask::Waiting) -> Result<row::Waiting, ApiError> {
        self.list_waiting(ask)
    }

    fn notices(&mut self, ask: ask::Notices) -> Result<row::Notices, ApiError> {
        self.say_notices(&ask)
    }

    fn since(&mut self, ask: ask::Since) -> Result<row::News, ApiError> {
        self.tell_news(ask)
    }

    fn search(&mut self, ask: ask::Search) -> Result<row::Hits, ApiError> {
        self.find_everything(ask)
    }

    fn export(&mut self, ask: ask::Export) -> Result<row::Written, ApiError> {
        self.export_everything(ask)
    }

    fn near(&mut self, ask: ask::Near) -> Result<row::Near, ApiError> {
        self.choose_near(&ask)?;
        self.list_near()
    }

    fn house(&mut self, ask: ask::House) -> Result<row::House, ApiError> {
        self.show_house(&ask)
    }

    fn meet(&mut self, ask: ask::Meet) -> Result<row::Met, ApiError> {
        self.note_where(&ask)
    }

    fn relay(&mut self, ask: ask::Relay) -> Result<row::Relay, ApiError> {
        self.choose_relay(&ask)
    }

    fn import(&mut self, ask: ask::Import) -> Result<row::Imported, ApiError> {
        self.import_archive(&ask.file)
    }
}
