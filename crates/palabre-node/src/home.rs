//! The folder of one person: keys, lock, communities.
//!
//! ```text
//! HOME/identity.json          who is at home, readable by their owner alone
//! HOME/lock                   held by the process that writes; says which
//! HOME/network.json           what the person chose for the network
//! HOME/door/socket            where a running keeper is asked
//! HOME/communities/ID.palabre one file a community
//! ```

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use palabre_api::ApiError;
use palabre_domain::charter::MAX_NAME;
use palabre_domain::id::{CommunityId, DeviceId, Hash};
use palabre_net::RelayAddress;
use palabre_store::{Store, StoreError};
use serde::{Deserialize, Serialize};

pub use crate::identity::Identity;
use crate::keys::{self, KeyPlace, Keys};

/// Who is at home.
const IDENTITY: &str = "identity.json";
/// What the person chose for the network.
const NETWORK: &str = "network.json";
/// What an earlier version wrote there.
const OLD: &str = "json.1";

/// How the name of a file ends that is mended and not yet in its place.
pub(crate) const MENDED: &str = "mended";

/// Where a person's things are: a folder, or memory alone for the simulator.
pub struct Home {
    folder: Option<PathBuf>,
    lock: Option<File>,
    keys: Keys,
}

/// What a person chose for the network of this machine.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Network {
    relay: Option<String>,
    near: bool,
}

/// Turns a problem with a file into an error for a person.
pub(crate) fn file_error(path: &Path, error: &std::io::Error) -> ApiError {
    let hint = match error.kind() {
        std::io::ErrorKind::NotFound => "Check the path.",
        std::io::ErrorKind::PermissionDenied => "Check who owns the file and its folder.",
        std::io::ErrorKind::StorageFull => "Make room on the disk and try again.",
        _ => "Check the disk and try again.",
    };
    let path = path.display();
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => format!("There is no {path}."),
        std::io::ErrorKind::PermissionDenied => format!("{path} may not be read or written."),
        std::io::ErrorKind::StorageFull => format!("The disk is full: {path} was not written."),
        _ => format!("{path} cannot be read or written: {error}."),
    };
    ApiError::new("file.failed", message, hint)
}

/// Turns a problem with the store into an error for a person.
pub(crate) fn store_error(error: StoreError) -> ApiError {
    ApiError::new(error.code(), capital(&error.to_string()), error.hint())
}

/// Returns the sentence with a capital and a full stop.
pub(crate) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if sentence.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

impl Home {
    /// Returns the home in a folder; the folder is made when something is first kept in it.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder: Some(folder), lock: None, keys: Keys::default() }
    }

    /// The same, with another place for secrets.
    #[must_use]
    pub fn with_keys(self, keys: Keys) -> Self {
        Self { keys, ..self }
    }

    /// Returns a home that keeps nothing.
    pub fn in_memory() -> Self {
        Self { folder: None, lock: None, keys: Keys::default() }
    }

    /// Returns the folder; `None` for a home in memory.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Returns the same home for somebody who only reads beside this one; `None` for one in memory.
    pub(crate) fn beside(&self) -> Option<Self> {
        Some(Self { folder: Some(self.folder.clone()?), lock: None, keys: self.keys.clone() })
    }

    /// Returns how many bytes a community's file has, with what is still to be folded into it.
    pub(crate) fn size_of(&self, community: &CommunityId) -> u64 {
        let size = |end: &str| {
            let path = self.path(&format!("communities/{community}.{end}"))?;
            Some(std::fs::metadata(path).ok()?.len())
        };
        ["palabre", "palabre-wal"].into_iter().filter_map(size).sum()
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(name))
    }

    fn make(&self) -> Result<(), ApiError> {
        let Some(folder) = self.path("communities") else {
            return Ok(());
        };
        if folder.is_dir() {
            return Ok(());
        }
        let made = std::fs::create_dir_all(&folder).and_then(|()| {
            // What is kept in a folder lasts once the folder does.
            folder.ancestors().take(2).try_for_each(sync_folder)
        });
        made.map_err(|error| file_error(&folder, &error))
    }

    /// Takes the home for writing; it stays taken while this value lives.
    ///
    /// # Errors
    /// When another process holds it: says which.
    pub fn hold(&mut self) -> Result<(), ApiError> {
        let Some(path) = self.path("lock") else {
            return Ok(());
        };
        if self.lock.is_some() {
            return Ok(());
        }
        self.make()?;
        let failed = |error: &std::io::Error| file_error(&path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| failed(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Without its number the sentence still says what is the matter.
                let _ = file.read_to_string(&mut holder);
                let holder = holder.trim();
                return Err(ApiError::new(
                    "home.held",
                    format!("Another palabre, process {holder}, is writing in this home."),
                    "Stop it first, or use another --home. Commands that only read work meanwhile.",
                ));
            }
            Err(std::fs::TryLockError::Error(error)) => return Err(failed(&error)),
        }
        file.set_len(0).and_then(|()| file.rewind()).map_err(|error| failed(&error))?;
        writeln!(file, "{}", std::process::id()).map_err(|error| failed(&error))?;
        self.lock = Some(file);
        Ok(())
    }

    /// Returns the person at home here; `None` before there is one.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub fn identity(&self) -> Result<Option<Identity>, ApiError> {
        let Some(path) = self.path(IDENTITY) else {
            return Ok(None);
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(file_error(&path, &error)),
        };
        let read = keys::read(&path, &text, &self.keys)?;
        if read.old && self.lock.is_some() {
            // What was there stays beside it, until the person keeps the words or moves the keys.
            write_private(&path.with_extension(OLD), text.as_bytes())
                .map_err(|error| file_error(&path, &error))?;
            self.keep_identity_in(&read.identity, read.place)?;
        }
        Ok(Some(read.identity))
    }

    /// Asks the person for a passphrase; `None` where nobody can be asked.
    pub(crate) fn ask_passphrase(&self, prompt: &str) -> Option<String> {
        (self.keys.ask)(prompt)
    }

    /// Forgets the secrets of a device that another has taken the place of.
    pub(crate) fn forget_device(&self, device: &DeviceId) -> Result<(), ApiError> {
        if self.folder.is_some() { keys::clear(device, self.key_place()?) } else { Ok(()) }
    }

    /// Takes away who is at home: of a beginning that failed.
    pub(crate) fn forget_identity(&self, identity: &Identity) {
        if let (Some(path), Ok(place)) = (self.path(IDENTITY), self.key_place()) {
            // What was not written need not be taken away.
            let _ = keys::clear(&identity.device_id(), place);
            let _ = std::fs::remove_file(path);
        }
    }

    /// Returns where the secrets of this home are kept.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn key_place(&self) -> Result<KeyPlace, ApiError> {
        let Some(path) = self.path(IDENTITY) else {
            return Ok(KeyPlace::File);
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(keys::read(&path, &text, &self.keys)?.place),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok((self.keys.place)()),
            Err(error) => Err(file_error(&path, &error)),
        }
    }

    /// Keeps the person's keys: where they are, or, for somebody new, where this machine keeps them.
    ///
    /// # Errors
    /// When the name does not do, or they cannot be written.
    pub fn keep_identity(&self, identity: &Identity) -> Result<(), ApiError> {
        self.keep_identity_in(identity, self.key_place()?)
    }

    /// Keeps the person's keys in this place, and nowhere else.
    ///
    /// # Errors
    /// When the name does not do, or they cannot be written.
    pub fn keep_identity_in(&self, identity: &Identity, place: KeyPlace) -> Result<(), ApiError> {
        check_name(&identity.name)?;
        let Some(path) = self.path(IDENTITY) else {
            return Ok(());
        };
        self.make()?;
        let before = self.key_place()?;
        // Where there is nothing to read, there is nothing that stays.
        let now = std::fs::read_to_string(&path).ok().filter(|_| before == place);
        let text = keys::write(identity, place, now.as_deref(), &self.keys)?;
        if let Err(error) = write_private(&path, text.as_bytes()) {
            // They stay where they were, and there alone.
            if before != place {
                let _ = keys::clear(&identity.device_id(), place);
            }
            return Err(file_error(&path, &error));
        }
        if before != place {
            keys::clear(&identity.device_id(), before)?;
        }
        Ok(())
    }

    /// Takes away what an earlier version wrote: it holds the keys, too.
    pub(crate) fn forget_old_identity(&self) {
        if let Some(path) = self.path(IDENTITY) {
            // What is not there need not be taken away.
            let _ = std::fs::remove_file(path.with_extension(OLD));
        }
    }

    /// Returns the relay that the person named; none where there is nothing, or nothing to be read.
    ///
    /// # Errors
    /// When what was named cannot be read.
    pub fn relay(&self) -> Result<Option<RelayAddress>, ApiError> {
        // A relay that cannot be read is never silently another one, or none.
        let relay = self.network()?.relay;
        relay.map(|relay| RelayAddress::parse(&relay).map_err(|_| self.unreadable())).transpose()
    }

    /// Returns whether this machine looks around on its network by itself; not where nothing was chosen.
    ///
    /// # Errors
    /// When what was chosen cannot be read.
    pub fn near(&self) -> Result<bool, ApiError> {
        Ok(self.network()?.near)
    }

    fn network(&self) -> Result<Network, ApiError> {
        let Some(path) = self.path(NETWORK) else { return Ok(Network::default()) };
        match std::fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).map_err(|_| self.unreadable()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Network::default()),
            Err(error) => Err(file_error(&path, &error)),
        }
    }

    fn unreadable(&self) -> ApiError {
        let path = self.path(NETWORK).unwrap_or_default();
        ApiError::new(
            "relay.unreadable",
            format!("What was chosen for the network cannot be read: {}.", path.display()),
            "Name the relay again, or do without: `palabre relay --off`.",
        )
    }

    /// Keeps the relay that the person named, or that they do without.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_relay(&self, relay: Option<&RelayAddress>) -> Result<(), ApiError> {
        // What cannot be read is chosen anew, and nothing else was: only a person turns looking around on.
        let before = self.network().unwrap_or_default();
        self.keep_network(&Network { relay: relay.map(ToString::to_string), ..before })
    }

    /// Keeps whether this machine looks around on its network by itself.
    ///
    /// # Errors
    /// When it cannot be written, or what was chosen before cannot be read.
    pub fn keep_near(&self, near: bool) -> Result<(), ApiError> {
        self.keep_network(&Network { near, ..self.network()? })
    }

    fn keep_network(&self, chosen: &Network) -> Result<(), ApiError> {
        let Some(path) = self.path(NETWORK) else { return Ok(()) };
        self.make()?;
        let text = serde_json::to_vec_pretty(chosen).expect("strings are plain data");
        write_private(&path, &text).map_err(|error| file_error(&path, &error))
    }

    /// Returns the communities that have a file here.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn communities(&self) -> Result<Vec<CommunityId>, ApiError> {
        let Some(folder) = self.path("communities") else {
            return Ok(Vec::new());
        };
        let listed = match std::fs::read_dir(&folder) {
            Ok(listed) => listed,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(file_error(&folder, &error)),
        };
        let mut communities: Vec<_> = listed
            .flatten()
            .filter_map(|file| {
                let name = file.file_name().into_string().ok()?;
                CommunityId::parse(name.strip_suffix(".palabre")?)
            })
            .collect();
        communities.sort_unstable();
        Ok(communities)
    }

    /// Opens a community's store: to write when this home is held, otherwise to read.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn store(&self, community: &CommunityId) -> Result<Store, ApiError> {
        let Some(path) = self.path(&format!("communities/{community}.palabre")) else {
            return Store::in_memory().map_err(store_error);
        };
        self.make()?;
        let opened = if self.lock.is_some() { Store::open(&path) } else { Store::open_to_read(&path) };
        opened.map_err(store_error)
    }

    /// Brings a community's file up to date that an earlier program wrote, for somebody who only reads: the home is held
    /// that long.
    ///
    /// # Errors
    /// When another process holds it, or it cannot be done; then the file is as it was.
    pub(crate) fn bring_up_to_date(&self, community: &CommunityId) -> Result<(), ApiError> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        let mut held = Self { folder: Some(folder), lock: None, keys: self.keys.clone() };
        match held.hold() {
            // Whoever holds it is of an earlier version, or does the same at this moment.
            Err(error) if error.code == "home.held" => return Err(store_error(StoreError::Older)),
            done => done?,
        }
        crate::node::up_to_date(*community, held.store(community)?, true).map(drop).map_err(store_error)
    }

    /// Opens a community's store to read, beside the one that writes; `None` for one in memory.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn reader(&self, community: &CommunityId) -> Result<Option<Store>, ApiError> {
        let Some(path) = self.path(&format!("communities/{community}.palabre")) else { return Ok(None) };
        Store::open_to_read(&path).map(Some).map_err(store_error)
    }

    /// Keeps the bytes of a file that is on a record, by their hash.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn keep_file(&self, hash: &Hash, bytes: &[u8]) -> Result<(), ApiError> {
        let Some(path) = self.path(&format!("files/{hash}")) else {
            return Ok(());
        };
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(|error| file_error(folder, &error))?;
        write_private(&path, bytes).map_err(|error| file_error(&path, &error))
    }

    /// Returns where the bytes of a file that is on a record are kept, once they are.
    pub fn file_path(&self, hash: &Hash) -> Option<PathBuf> {
        self.path(&format!("files/{hash}"))
    }

    /// Returns the bytes of a file that is on a record, if they are here and are what they are said to be.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn kept_file(&self, hash: &Hash) -> Result<Option<Vec<u8>>, ApiError> {
        let Some(path) = self.path(&format!("files/{hash}")) else {
            return Ok(None);
        };
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes).filter(|bytes| Hash::of(bytes) == *hash)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(file_error(&path, &error)),
        }
    }

    /// Returns where a community's file is; `None` for one in memory.
    pub(crate) fn community_path(&self, community: &CommunityId) -> Option<PathBuf> {
        self.path(&format!("communities/{community}.palabre"))
    }

    /// Moves the whole home into a folder beside it, and returns which: nothing of it is deleted, and what is here afterwards
    /// is nobody's home.
    ///
    /// # Errors
    /// When another process holds it, or it cannot be moved.
    pub(crate) fn set_aside(&mut self) -> Result<PathBuf, ApiError> {
        let Some(folder) = self.folder.clone() else { return Ok(PathBuf::new()) };
        self.hold()?;
        // A folder in which a file is open cannot be moved everywhere.
        self.lock = None;
        let whole = std::path::absolute(&folder).map_err(|error| file_error(&folder, &error))?;
        let name = whole.file_name().unwrap_or(OsStr::new("palabre")).to_os_string();
        let beside = |n: u32| {
            let mut name = name.clone();
            name.push(format!(".aside-{n}"));
            whole.with_file_name(name)
        };
        // There are fewer such folders than numbers.
        let aside = (1..).map(beside).find(|path| !path.exists()).unwrap_or_else(|| beside(0));
        let moved = std::fs::rename(&whole, &aside).and_then(|()| sync_folder(&aside));
        moved.map_err(|error| file_error(&whole, &error))?;
        Ok(aside)
    }

    /// Puts files that were mended in their place, where that was begun and cut off. What cannot be moved now is moved
    /// another time.
    pub(crate) fn finish_mending(&self) {
        let listed = self.path("communities").and_then(|folder| std::fs::read_dir(folder).ok());
        for file in listed.into_iter().flatten().flatten() {
            if file.path().extension().is_some_and(|end| end == MENDED) {
                let _ = Store::put_in_place(&file.path(), &file.path().with_extension(""));
            }
        }
    }

    /// Takes away a community's file that was made and could not be filled.
    pub fn discard(&self, community: &CommunityId) {
        for end in ["palabre", "palabre-wal", "palabre-shm"] {
            if let Some(path) = self.path(&format!("communities/{community}.{end}")) {
                // What is not there need not be taken away.
                let _ = std::fs::remove_file(path);
            }
        }
    }
}

/// Checks what somebody or something is to be called.
pub(crate) fn check_name(name: &str) -> Result<(), ApiError> {
    if name.trim().is_empty() || name.len() > MAX_NAME {
        return Err(ApiError::new(
            "name.length",
            format!("A name has between 1 and {MAX_NAME} bytes."),
            "Try a shorter one, or any at all.",
        ));
    }
    Ok(())
}

/// Writes a file in one piece: whoever reads it sees the old one or the new one, and nobody else may read it.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    put_in_place(file, path)
}

/// Gives a file that was written its name, so that both last: also when the power goes now.
fn put_in_place(file: tempfile::NamedTempFile, path: &Path) -> std::io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(path)
}

/// Waits until the name of a file has reached the disk. Where a folder may not be opened, as on Windows, that is left to
/// the file system.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder) {
        Ok(folder) if cfg!(unix) => folder.sync_all(),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(error),
    }
}

/// Writes a file that only its owner may read, in one piece.
pub(crate) fn write_private_file(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let whole = if path.parent().is_some_and(|folder| folder.as_os_str().is_empty()) {
        Path::new(".").join(path)
    } else {
        path.to_owned()
    };
    write_private(&whole, bytes).map_err(|error| file_error(path, &error))
}

/// Writes a file that anybody may read, in one piece.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
        }
        put_in_place(file, path)
    });
    written.map_err(|error| file_error(path, &error))
}
