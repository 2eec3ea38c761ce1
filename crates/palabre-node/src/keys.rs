//! Where a home keeps its secrets: in the key store of the operating system, under a passphrase, or in a file that
//! its owner alone may read.
//!
//! ```text
//! identity.json   who is at home: public, but for `secrets` where the place is a file
//! ```

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use age::secrecy::SecretString;
use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::SigningKey;
use palabre_api::ApiError;
use palabre_domain::id::{DeviceId, MemberId};
use palabre_feeds::body::DeviceCertificate;
use palabre_feeds::entry::Signature;
use serde::{Deserialize, Serialize};

use crate::identity::{Identity, Opener, Secrets};

/// The version of the home's own files.
pub(crate) const HOME_VERSION: u32 = 2;
/// What the key store of the operating system lists our secrets under.
const SERVICE: &str = "palabre";
/// How hard a passphrase is to try: 2 to this power, with 8 blocks, takes 64 MiB and a third of a second.
pub(crate) const WORK: u8 = 16;
/// How many letters a passphrase has at least.
const SHORTEST: usize = 8;

/// Where a home keeps its secrets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyPlace {
    /// In a file that its owner alone may read: for a house computer, which starts with nobody there.
    #[default]
    File,
    /// In a file, under a passphrase.
    Passphrase,
    /// In the key store of the operating system.
    Store,
}

impl KeyPlace {
    /// All places, by the word for each.
    pub const ALL: [(&'static str, Self); 3] =
        [("store", Self::Store), ("passphrase", Self::Passphrase), ("file", Self::File)];

    /// Returns the word for this place.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, place)| *place == self).map_or("file", |(word, _)| word)
    }

    /// Reads the word for a place.
    ///
    /// # Errors
    /// When there is no such place.
    pub fn read(word: &str) -> Result<Self, ApiError> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, place)| *place).ok_or_else(|| {
            ApiError::new(
                "keys.place",
                format!("Keys cannot be kept in {word:?}."),
                "Say store (of the operating system), passphrase, or file.",
            )
        })
    }
}

/// Asks a person for a passphrase; the sentence says what for. `None`: nobody can be asked.
pub type AskPassphrase = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What a person typed into a window for the call that it makes now. A window cannot be asked in the middle of a call:
/// the call says that it needs a passphrase, and is made again with one.
#[derive(Clone, Default)]
pub struct Typed(Arc<Mutex<Option<String>>>);

impl Typed {
    /// Keeps it for the call that comes now; `None` forgets it.
    pub fn keep(&self, phrase: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = phrase;
    }

    /// Returns how the keys ask for it.
    pub fn ask(&self) -> AskPassphrase {
        let typed = self.clone();
        Arc::new(move |_| typed.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// Where new secrets go, and who is asked for a passphrase.
#[derive(Clone)]
pub struct Keys {
    /// Says where the secrets of somebody new are kept.
    pub place: Arc<dyn Fn() -> KeyPlace + Send + Sync>,
    /// Asks for a passphrase.
    pub ask: AskPassphrase,
}

impl Default for Keys {
    fn default() -> Self {
        Self { place: Arc::new(|| KeyPlace::File), ask: Arc::new(|_| None) }
    }
}

/// What the file says that is there in every version.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// The file before secrets had a place of their own.
#[derive(Serialize, Deserialize)]
struct FileOfVersion1 {
    version: u32,
    name: String,
    number: u8,
    member: String,
    device: String,
}

#[derive(Serialize, Deserialize)]
struct IdentityFile {
    version: u32,
    name: String,
    member: String,
    device: String,
    certificates: Vec<CertificateRow>,
    keys: KeyPlace,
    /// Whether the member key is among the secrets.
    words: bool,
    /// Numbers in tickets for further devices that were made here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    given: Vec<u8>,
    /// In the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secrets: Option<SecretRow>,
    /// Under a passphrase: an age file, in base 64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct CertificateRow {
    number: u8,
    signature: String,
}

#[derive(Serialize, Deserialize)]
struct SecretRow {
    device: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    member: Option<String>,
}

impl SecretRow {
    fn of(secrets: &Secrets) -> Self {
        Self {
            device: HEXLOWER.encode(secrets.device.as_bytes()),
            member: secrets.member.as_ref().map(|key| HEXLOWER.encode(key.as_bytes())),
        }
    }

    fn read(&self) -> Option<Secrets> {
        let key = |text: &str| Some(SigningKey::from_bytes(&bytes_of(text)?));
        let member = match &self.member {
            Some(text) => Some(key(text)?),
            None => None,
        };
        Some(Secrets { device: key(&self.device)?, member })
    }

    fn text(&self) -> String {
        // Plain fields always make JSON.
        serde_json::to_string(self).expect("secrets are plain data")
    }

    fn parse(text: &[u8]) -> Option<Secrets> {
        serde_json::from_slice::<Self>(text).ok()?.read()
    }
}

fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

fn damaged(path: &Path) -> ApiError {
    ApiError::new(
        "home.damaged",
        format!("The keys in {} cannot be read.", path.display()),
        "`palabre mend --anew` sets this home aside; then restore a backup, or begin with your 24 words.",
    )
}

/// An identity that was read, and where its secrets are.
pub(crate) struct Read {
    pub identity: Identity,
    pub place: KeyPlace,
    /// Whether the file is of an earlier version.
    pub old: bool,
}

/// Reads who is at home from the text of the file at `path`.
pub(crate) fn read(path: &Path, text: &str, keys: &Keys) -> Result<Read, ApiError> {
    let damaged = || damaged(path);
    let Versioned { version } = serde_json::from_str(text).map_err(|_| damaged())?;
    if version > HOME_VERSION {
        return Err(ApiError::new(
            "home.newer",
            "This home was last used by a newer Palabre.",
            "Install the newest Palabre on this laptop.",
        ));
    }
    if version == 1 {
        let file: FileOfVersion1 = serde_json::from_str(text).map_err(|_| damaged())?;
        let (Some(member), Some(device)) = (bytes_of(&file.member), bytes_of(&file.device)) else {
            return Err(damaged());
        };
        return Ok(Read {
            identity: Identity::new(file.name, member, device),
            place: KeyPlace::File,
            old: true,
        });
    }
    let file: IdentityFile = serde_json::from_str(text).map_err(|_| damaged())?;
    let (Some(member), Some(device)) = (bytes_of(&file.member), bytes_of(&file.device)) else {
        return Err(damaged());
    };
    let (member, device) = (MemberId(member), DeviceId(device));
    let mut certificates = Vec::new();
    for row in &file.certificates {
        let signature = bytes_of(&row.signature).map(Signature).ok_or_else(damaged)?;
        certificates.push(DeviceCertificate { member, device, number: row.number, signature });
    }
    let opener: Opener = match file.keys {
        KeyPlace::File => {
            let secrets = file.secrets.as_ref().and_then(SecretRow::read).ok_or_else(damaged)?;
            Arc::new(move || Ok(secrets.clone()))
        }
        KeyPlace::Passphrase => {
            let sealed =
                file.sealed.and_then(|text| BASE64.decode(text.as_bytes()).ok()).ok_or_else(damaged)?;
            let ask = keys.ask.clone();
            let name = file.name.clone();
            Arc::new(move || {
                let phrase = ask(&format!("The passphrase of {name}'s keys"));
                let text = open(&sealed, phrase)?;
                SecretRow::parse(&text).ok_or_else(wrong_passphrase)
            })
        }
        KeyPlace::Store => Arc::new(move || {
            let text = store::get(&device)?;
            SecretRow::parse(&text).ok_or_else(store::empty)
        }),
    };
    let given = file.given.into_iter().collect();
    let identity = Identity::sealed(file.name, member, device, certificates, file.words, given, opener);
    Ok(Read { identity, place: file.keys, old: false })
}

/// Returns the text of the file that says who is at home, with the secrets put where they belong. `before` is what the
/// file says now: secrets that have not changed stay sealed as they are, and nobody is asked.
pub(crate) fn write(
    identity: &Identity,
    place: KeyPlace,
    before: Option<&str>,
    keys: &Keys,
) -> Result<String, ApiError> {
    let before = before.and_then(|text| serde_json::from_str::<IdentityFile>(text).ok());
    let sealed = before.filter(|_| identity.is_as_read()).and_then(|file| file.sealed);
    let mut file = IdentityFile {
        version: HOME_VERSION,
        name: identity.name.clone(),
        member: identity.member_id().to_string(),
        device: identity.device_id().to_string(),
        certificates: identity
            .certificates()
            .iter()
            .map(|one| CertificateRow { number: one.number, signature: HEXLOWER.encode(&one.signature.0) })
            .collect(),
        keys: place,
        words: identity.has_member_key(),
        given: identity.given().iter().copied().collect(),
        secrets: None,
        sealed: None,
    };
    match place {
        KeyPlace::Passphrase if sealed.is_some() => file.sealed = sealed,
        KeyPlace::File => file.secrets = Some(SecretRow::of(identity.secrets()?)),
        KeyPlace::Passphrase => {
            let row = SecretRow::of(identity.secrets()?);
            let phrase = (keys.ask)("A passphrase for your keys");
            file.sealed = Some(BASE64.encode(&seal(row.text().as_bytes(), phrase)?));
        }
        KeyPlace::Store => {
            let row = SecretRow::of(identity.secrets()?);
            store::set(&identity.device_id(), row.text().as_bytes())?;
        }
    }
    // Plain fields always make JSON.
    Ok(serde_json::to_string_pretty(&file).expect("an identity is plain data"))
}

/// Takes the secrets out of a place that they have left.
pub(crate) fn clear(device: &DeviceId, place: KeyPlace) -> Result<(), ApiError> {
    match place {
        KeyPlace::Store => match store::remove(device) {
            // What is not there need not be taken away.
            Err(error) if error.code == store::empty().code => Ok(()),
            Err(error) => Err(ApiError::new(
                "keys.store-kept",
                format!(
                    "The keys have left the key store of this machine, but it kept a copy. {}",
                    error.message
                ),
                "Unlock it, and take out what it lists under `palabre` with its own program.",
            )),
            Ok(()) => Ok(()),
        },
        // The file has been written anew.
        KeyPlace::File | KeyPlace::Passphrase => Ok(()),
    }
}

/// Seals bytes with a passphrase, as an age file.
pub(crate) fn seal(bytes: &[u8], phrase: Option<String>) -> Result<Vec<u8>, ApiError> {
    let phrase = phrase.ok_or_else(no_passphrase)?;
    if phrase.chars().count() < SHORTEST {
        return Err(ApiError::new(
            "passphrase.short",
            format!("A passphrase has at least {SHORTEST} letters."),
            "Four or five words that nobody would put together are good, and easy to keep.",
        ));
    }
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(phrase));
    recipient.set_work_factor(WORK);
    age::encrypt(&recipient, bytes).map_err(|error| {
        ApiError::new("passphrase.failed", format!("This could not be sealed: {error}."), "Try again.")
    })
}

/// Opens an age file with a passphrase.
pub(crate) fn open(sealed: &[u8], phrase: Option<String>) -> Result<Vec<u8>, ApiError> {
    let phrase = phrase.ok_or_else(no_passphrase)?;
    let mut identity = age::scrypt::Identity::new(SecretString::from(phrase));
    // A stranger's file does not choose how long we work on it.
    identity.set_max_work_factor(WORK + 4);
    age::decrypt(&identity, sealed).map_err(|error| match error {
        age::DecryptError::DecryptionFailed | age::DecryptError::KeyDecryptionFailed => wrong_passphrase(),
        other => ApiError::new(
            "passphrase.damaged",
            format!("What is sealed cannot be opened: {other}."),
            "It is damaged, or something else. Take another copy.",
        ),
    })
}

fn no_passphrase() -> ApiError {
    ApiError::new(
        "passphrase.needed",
        "This needs a passphrase, and there is nobody to ask.",
        "Run it in a terminal, or give it in PALABRE_PASSPHRASE.",
    )
}

fn wrong_passphrase() -> ApiError {
    ApiError::new("passphrase.wrong", "This is not the passphrase.", "Try again: letters are big and small.")
}

/// The key store of the operating system.
mod store {
    use palabre_api::ApiError;
    use palabre_domain::id::DeviceId;

    fn failed(error: &keyring::Error) -> ApiError {
        match error {
            keyring::Error::NoEntry => empty(),
            keyring::Error::NoStorageAccess(_) => ApiError::new(
                "keys.store-locked",
                "The key store of this machine is locked.",
                "Unlock it, and try again. Nothing was changed, and what is here can be read meanwhile.",
            ),
            other => ApiError::new(
                "keys.store",
                format!("The key store of this machine does not answer: {other}."),
                "Log in on this machine itself, and try again. Nothing was changed. Somebody new may keep keys \
                 elsewhere: PALABRE_KEYS=passphrase.",
            ),
        }
    }

    pub fn empty() -> ApiError {
        ApiError::new(
            "keys.store-empty",
            "The key store of this machine does not hold the keys of this home.",
            "Log in as who made this home, or restore from your words in a new one.",
        )
    }

    /// Works in a thread of its own: the store's library may wait, and must not do so inside a runtime.
    fn with<T: Send>(
        device: &DeviceId,
        work: impl FnOnce(&keyring::Entry) -> keyring::Result<T> + Send,
    ) -> Result<T, ApiError> {
        let user = device.to_string();
        std::thread::scope(|scope| {
            let done =
                scope.spawn(|| keyring::Entry::new(super::SERVICE, &user).and_then(|entry| work(&entry)));
            match done.join() {
                Ok(done) => done.map_err(|error| failed(&error)),
                Err(_) => Err(failed(&keyring::Error::NoDefaultStore)),
            }
        })
    }

    pub fn set(device: &DeviceId, secret: &[u8]) -> Result<(), ApiError> {
        with(device, |entry| entry.set_secret(secret))
    }

    pub fn get(device: &DeviceId) -> Result<Vec<u8>, ApiError> {
        with(device, |entry| entry.get_secret())
    }

    pub fn remove(device: &DeviceId) -> Result<(), ApiError> {
        with(device, |entry| entry.delete_credential())
    }
}

/// Returns true when this machine has a key store that answers: a secret can be put there and taken out again.
pub fn has_store() -> bool {
    let probe = DeviceId([0; 32]);
    store::set(&probe, b"palabre").is_ok() && store::remove(&probe).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(phrase: &'static str) -> Keys {
        Keys { ask: Arc::new(move |_| Some(phrase.to_owned())), ..Keys::default() }
    }

    fn path() -> &'static Path {
        Path::new("identity.json")
    }

    #[test]
    fn what_is_kept_in_a_file_or_under_a_passphrase_comes_back() {
        let ana = Identity::new("Ana".into(), [1; 32], [2; 32]);
        for place in [KeyPlace::File, KeyPlace::Passphrase] {
            let keys = keys("four words of mine");
            let text = write(&ana, place, None, &keys).unwrap();
            let read = read(path(), &text, &keys).unwrap();
            assert_eq!(read.place, place);
            assert_eq!(read.identity.member_id(), ana.member_id());
            assert_eq!(read.identity.certificates(), ana.certificates());
            let secrets = read.identity.secrets().unwrap();
            assert_eq!(secrets.device.as_bytes(), &[2; 32]);
            assert_eq!(secrets.member.as_ref().unwrap().as_bytes(), &[1; 32]);
            assert_eq!(text.contains(&"01".repeat(32)), place == KeyPlace::File);
        }
    }

    #[test]
    fn a_wrong_passphrase_opens_nothing_and_the_public_half_reads_without() {
        let ana = Identity::new("Ana".into(), [1; 32], [2; 32]);
        let text = write(&ana, KeyPlace::Passphrase, None, &keys("four words of mine")).unwrap();
        let read = read(path(), &text, &keys("four words of yours")).unwrap();
        assert_eq!(read.identity.device_id(), ana.device_id());
        assert_eq!(read.identity.secrets().err().unwrap().code, "passphrase.wrong");
        let asked = super::read(path(), &text, &Keys::default()).unwrap();
        assert_eq!(asked.identity.secrets().err().unwrap().code, "passphrase.needed");
        assert_eq!(
            write(&ana, KeyPlace::Passphrase, None, &keys("short")).unwrap_err().code,
            "passphrase.short"
        );
    }

    #[test]
    fn what_stays_as_it_was_stays_sealed_without_asking() {
        let phrase = keys("four words of mine");
        let text = write(&Identity::new("Ana".into(), [1; 32], [2; 32]), KeyPlace::Passphrase, None, &phrase);
        let text = text.unwrap();
        let mut read = read(path(), &text, &phrase).unwrap().identity;
        read.give_number(&std::collections::BTreeSet::from([1]));
        let again = write(&read, KeyPlace::Passphrase, Some(&text), &Keys::default()).unwrap();
        let kept = super::read(path(), &again, &phrase).unwrap().identity;
        assert_eq!(kept.given().len(), 1);
        assert_eq!(kept.secrets().unwrap().device.as_bytes(), &[2; 32]);
        let moved = read.opened().unwrap();
        let asked = write(&moved, KeyPlace::Passphrase, Some(&text), &Keys::default());
        assert_eq!(asked.unwrap_err().code, "passphrase.needed");
    }

    #[test]
    fn a_file_of_the_first_version_is_read_and_a_newer_one_refused() {
        let old = FileOfVersion1 {
            version: 1,
            name: "Ana".into(),
            number: 1,
            member: "01".repeat(32),
            device: "02".repeat(32),
        };
        let read = read(path(), &serde_json::to_string(&old).unwrap(), &Keys::default()).unwrap();
        assert!(read.old);
        assert_eq!(read.identity.member_id(), Identity::new("Ana".into(), [1; 32], [2; 32]).member_id());
        let newer = super::read(path(), "{\"version\": 3}", &Keys::default()).err().unwrap();
        assert_eq!(newer.code, "home.newer");
        for broken in ["", "{}", "{\"version\": 2}", "{\"version\": 1, \"name\": \"Ana\"}"] {
            assert_eq!(super::read(path(), broken, &Keys::default()).err().unwrap().code, "home.damaged");
        }
    }
}
