//! The answers to every call.

mod causes;
pub(crate) mod decisions;
mod keeping;
mod people;
mod threads;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use palabre_api::{ApiError, Handler, ask, row};
use palabre_documents::page::RecordType;
use palabre_domain::id::{CommunityId, MemberId, RecordId};
use palabre_feeds::body::Role;
use palabre_store::StoreError;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::home::{Home, Identity, store_error};
use crate::replica::{Author, Replica, WriteError};

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
    /// What others say of communities that have not come yet; never stored.
    previews: BTreeMap<CommunityId, row::Preview>,
}

impl Node {
    /// Opens a home. Nothing is written, and nothing is taken from other processes, until a call needs it.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub fn open(options: NodeOptions) -> Result<Self, ApiError> {
        let home = Home::in_folder(options.home);
        let identity = home.identity()?;
        Ok(Self {
            home,
            wanted: options.community,
            clock: options.clock,
            rng: rand::make_rng(),
            identity,
            writing: false,
            replicas: BTreeMap::new(),
            previews: BTreeMap::new(),
        })
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
            previews: BTreeMap::new(),
        }
    }

    /// Puts another replica in the place of a community's: a laptop that was copied whole, in memory.
    pub fn put_copy(&mut self, community: CommunityId, replica: Replica) {
        self.replicas.insert(community, replica);
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

    pub(crate) fn author(&self) -> Result<Author, ApiError> {
        let me = self.me()?;
        Ok(Author { key: me.device.clone(), member: me.member_id(), now: self.now() })
    }

    /// Takes the home for writing.
    ///
    /// # Errors
    /// When another process holds it.
    pub fn hold(&mut self) -> Result<(), ApiError> {
        if !self.writing {
            self.home.hold()?;
            self.writing = true;
            // What was opened to read is opened again to write.
            self.replicas.clear();
        }
        Ok(())
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
            let store = self.home.store(community)?;
            self.replicas.insert(*community, Replica::new(*community, store));
        }
        // It was just put there, if it was not there before.
        Ok(self.replicas.get_mut(community).expect("the community is open"))
    }

    /// Returns another reader of a community's file, for work beside this node; `None` where it is in memory.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn reader_of(&self, community: &CommunityId) -> Result<Option<Replica>, ApiError> {
        Ok(self.home.reader(community)?.map(|store| Replica::new(*community, store)))
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
        let mut found = Vec::new();
        for id in communities {
            let name = self.name_of_community(&id)?;
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
        let membership = replica.membership().map_err(store_error)?;
        let mut same: BTreeMap<&str, u32> = BTreeMap::new();
        for state in membership.members().values() {
            *same.entry(state.name.as_str()).or_default() += 1;
        }
        let names = membership
            .members()
            .iter()
            .map(|(id, state)| match same.get(state.name.as_str()) {
                Some(2..) => (*id, format!("{} ({})", state.name, id.short(2))),
                _ => (*id, state.name.clone()),
            })
            .collect();
        Ok(Names(names))
    }

    /// Finds a record that a person names: `community`, or a decision by its id or the beginning of its question.
    pub(crate) fn find(replica: &mut Replica, named: &str) -> Result<RecordId, ApiError> {
        let store = replica.store();
        let wanted = named.trim().to_lowercase();
        if wanted == "community" {
            let pages = store.pages_of(COMMUNITY, 0, 1).map_err(store_error)?;
            return pages.first().map(|page| page.record).ok_or_else(|| unknown(named));
        }
        let hexadecimal = wanted.len() >= 4 && wanted.chars().all(|c| c.is_ascii_hexdigit());
        let mut found = Vec::new();
        let mut skip = 0;
        loop {
            let pages = store.pages_of(DECISION, skip, 500).map_err(store_error)?;
            if pages.is_empty() {
                break;
            }
            skip += 500;
            for page in pages {
                let by_id = hexadecimal && page.record.to_string().starts_with(&wanted);
                let question = || {
                    let page: palabre_documents::page::DecisionPage =
                        palabre_domain::wire::from_bytes(&page.data).unwrap_or_default();
                    page.question.to_lowercase()
                };
                if by_id || (!wanted.is_empty() && question().starts_with(&wanted)) {
                    found.push(page.record);
                }
            }
        }
        match found[..] {
            [one] => Ok(one),
            [] => Err(unknown(named)),
            _ => Err(ApiError::new(
                "record.several",
                format!("{named:?} names several decisions."),
                "Use more of the question, or the id: `palabre decision list` shows them.",
            )),
        }
    }
}

fn unknown(named: &str) -> ApiError {
    ApiError::new(
        "record.unknown",
        format!("There is no decision {named:?} here."),
        "`palabre decision list` shows those that are. It may also not have arrived yet.",
    )
}

/// Names by member.
pub(crate) struct Names(BTreeMap<MemberId, String>);

impl Names {
    pub(crate) fn of(&self, member: &MemberId) -> String {
        self.0.get(member).cloned().unwrap_or_else(|| member.short(4))
    }

    /// Returns the names of these people, A to Z.
    pub(crate) fn sorted<'a>(&self, members: impl IntoIterator<Item = &'a MemberId>) -> Vec<String> {
        let mut names: Vec<String> = members.into_iter().map(|member| self.of(member)).collect();
        names.sort_by_key(|name| name.to_lowercase());
        names
    }
}

/// Turns what writing says into an error for a person.
pub(crate) fn write_error(error: WriteError) -> ApiError {
    let message = crate::home::capital(&error.to_string());
    match error {
        WriteError::Store(error) => store_error(error),
        WriteError::TooLong(_) => {
            ApiError::new("text.long", message, "Say it shorter, or in several pieces.")
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
        WriteError::Forked => ApiError::new(
            "device.forked",
            message,
            "A copy of this home was used on two machines. Begin with a new home here and be invited again.",
        ),
    }
}

pub(crate) fn failed(error: StoreError) -> ApiError {
    store_error(error)
}

/// Returns a time as people in this place write it: `2027-03-10 18:00`.
pub(crate) fn time_in_words(at: i64) -> String {
    let Ok(time) = jiff::Timestamp::from_millisecond(at) else {
        return "a time that no calendar holds".to_owned();
    };
    time.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

impl Handler for Node {
    fn me_new(&mut self, ask: ask::MeNew) -> Result<row::Me, ApiError> {
        self.begin(ask.name)
    }

    fn me_show(&mut self, _: ask::MeShow) -> Result<row::Me, ApiError> {
        self.show_me()
    }

    fn found(&mut self, ask: ask::Found) -> Result<row::Community, ApiError> {
        self.found_community(ask)
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

    fn admit(&mut self, ask: ask::Admit) -> Result<row::Waiting, ApiError> {
        self.let_in(ask)
    }

    fn members(&mut self, _: ask::Members) -> Result<row::Members, ApiError> {
        self.list_members()
    }

    fn cause_show(&mut self, _: ask::CauseShow) -> Result<row::Cause, ApiError> {
        self.show_cause()
    }

    fn cause_propose(&mut self, ask: ask::CausePropose) -> Result<row::Decision, ApiError> {
        self.propose_cause(ask)
    }

    fn cause_adopt(&mut self, ask: ask::CauseAdopt) -> Result<row::Adoption, ApiError> {
        self.adopt_cause(&ask.decision)
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
        self.show_decision(&ask.decision)
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
        self.export_bundle(&ask.file, ask.after)
    }

    fn bundle_import(&mut self, ask: ask::BundleImport) -> Result<row::Taken, ApiError> {
        self.import_bundle(&ask.file)
    }

    fn verify(&mut self, ask: ask::Verify) -> Result<row::Verified, ApiError> {
        crate::recount::verify_file(&ask.file)
    }

    fn doctor(&mut self, ask: ask::Doctor) -> Result<row::Checkup, ApiError> {
        self.check_up(ask.thorough)
    }
}
