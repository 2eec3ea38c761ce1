//! The folder of one person: keys, lock, communities.
//!
//! ```text
//! HOME/identity.json          keys, readable by their owner alone
//! HOME/lock                   held by the process that writes; says which
//! HOME/communities/ID.palabre one file a community
//! ```

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use palabre_api::ApiError;
use palabre_domain::charter::MAX_NAME;
use palabre_domain::id::{CommunityId, DeviceId, Hash, MemberId};
use palabre_feeds::body::DeviceCertificate;
use palabre_store::{Store, StoreError};
use serde::{Deserialize, Serialize};

/// The version of the home's own files.
const HOME_VERSION: u32 = 1;

/// A person's keys on one device.
#[derive(Clone)]
pub struct Identity {
    /// What the person calls themself.
    pub name: String,
    /// The member key.
    pub member: SigningKey,
    /// This device's key.
    pub device: SigningKey,
    /// Which of the member's devices this is.
    pub number: u8,
}

impl Identity {
    /// Makes keys of these secrets.
    pub fn new(name: String, member: [u8; 32], device: [u8; 32]) -> Self {
        Self {
            name,
            member: SigningKey::from_bytes(&member),
            device: SigningKey::from_bytes(&device),
            number: 1,
        }
    }

    /// Returns the member.
    pub fn member_id(&self) -> MemberId {
        MemberId(self.member.verifying_key().to_bytes())
    }

    /// Returns this device.
    pub fn device_id(&self) -> DeviceId {
        DeviceId(self.device.verifying_key().to_bytes())
    }

    /// Returns the certificate of this device.
    pub fn certificate(&self) -> DeviceCertificate {
        DeviceCertificate::write(&self.member, self.device_id(), self.number)
    }
}

#[derive(Serialize, Deserialize)]
struct IdentityFile {
    version: u32,
    name: String,
    number: u8,
    member: String,
    device: String,
}

/// Where a person's things are: a folder, or memory alone for the simulator.
pub struct Home {
    folder: Option<PathBuf>,
    lock: Option<File>,
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
        Self { folder: Some(folder), lock: None }
    }

    /// Returns a home that keeps nothing.
    pub fn in_memory() -> Self {
        Self { folder: None, lock: None }
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(name))
    }

    fn make(&self) -> Result<(), ApiError> {
        let Some(folder) = self.path("communities") else {
            return Ok(());
        };
        std::fs::create_dir_all(&folder).map_err(|error| file_error(&folder, &error))
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
        let Some(path) = self.path("identity.json") else {
            return Ok(None);
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(file_error(&path, &error)),
        };
        let damaged = || {
            ApiError::new(
                "home.damaged",
                format!("The keys in {} cannot be read.", path.display()),
                "Put back a backup of this file; without it, start with a new home and be invited again.",
            )
        };
        let file: IdentityFile = serde_json::from_str(&text).map_err(|_| damaged())?;
        if file.version > HOME_VERSION {
            return Err(ApiError::new(
                "home.newer",
                "This home was last used by a newer Palabre.",
                "Install the newest Palabre on this laptop.",
            ));
        }
        let secret = |text: &str| -> Option<[u8; 32]> {
            data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
        };
        let (Some(member), Some(device)) = (secret(&file.member), secret(&file.device)) else {
            return Err(damaged());
        };
        Ok(Some(Identity { number: file.number, ..Identity::new(file.name, member, device) }))
    }

    /// Keeps the person's keys, readable by their owner alone.
    ///
    /// # Errors
    /// When the name does not do, or the file cannot be written.
    pub fn keep_identity(&self, identity: &Identity) -> Result<(), ApiError> {
        check_name(&identity.name)?;
        let Some(path) = self.path("identity.json") else {
            return Ok(());
        };
        self.make()?;
        let file = IdentityFile {
            version: HOME_VERSION,
            name: identity.name.clone(),
            number: identity.number,
            member: data_encoding::HEXLOWER.encode(identity.member.as_bytes()),
            device: data_encoding::HEXLOWER.encode(identity.device.as_bytes()),
        };
        // Plain fields always make JSON.
        let text = serde_json::to_string_pretty(&file).expect("an identity is plain data");
        write_private(&path, text.as_bytes()).map_err(|error| file_error(&path, &error))
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
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
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
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    });
    written.map_err(|error| file_error(path, &error))
}
