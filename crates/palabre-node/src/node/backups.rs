//! Backups: a person and their communities in one sealed file, and the way back, which always makes a new device: two
//! machines that write one feed would tell two different stories.

use std::path::Path;

use ed25519_dalek::SigningKey;
use palabre_api::{ApiError, ask, row};
use palabre_domain::id::{CommunityId, MemberId};
use palabre_domain::wire;
use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::bundles::whole_bundle;
use super::devices::{Carried, words_in};
use super::people::somebody;
use super::{Node, failed};
use crate::home::{file_error, write_private_file};
use crate::identity::{Identity, key_of};
use crate::keys;
use crate::naming::by_name;

/// The version of a backup that this Palabre writes and reads.
const VERSION: u8 = 1;
/// What every age file begins with.
const AGE: &[u8] = b"age-encryption.org/v1";

/// What is inside the seal.
#[derive(Serialize, Deserialize)]
struct Backup {
    version: u8,
    name: String,
    member: MemberId,
    /// The member key, unless it was on paper only.
    key: Option<[u8; 32]>,
    communities: Vec<Saved>,
}

#[derive(Serialize, Deserialize)]
struct Saved {
    community: Carried,
    /// Whether its counts are confirmed without asking: `yes`, `no`, or empty for neither.
    confirm: Vec<u8>,
    bundle: Vec<u8>,
}

fn not_a_backup() -> ApiError {
    ApiError::new("backup.malformed", "This is not a backup.", "Give the file that `palabre backup` wrote.")
}

impl Node {
    pub(super) fn save_backup(&mut self, file: &str) -> Result<row::BackedUp, ApiError> {
        let phrase = self.home.ask_passphrase("A passphrase for this backup");
        let communities = self.communities()?;
        self.seal_backup(file, phrase, &communities)
    }

    /// Saves the person and these communities to a file, sealed with this passphrase.
    pub(crate) fn seal_backup(
        &mut self,
        file: &str,
        phrase: Option<String>,
        of: &[CommunityId],
    ) -> Result<row::BackedUp, ApiError> {
        let me = self.me()?.clone();
        let (mut communities, mut entries, mut files) = (Vec::new(), 0, 0);
        for id in of {
            let community = self.carried(id)?;
            let replica = self.replica_of(id)?;
            let confirm = replica.store().setting("confirm").map_err(failed)?.unwrap_or_default();
            let (bundle, held, _) = whole_bundle(replica, 0)?;
            files += replica.store().held_files().map_err(failed)?.len() as u32;
            entries += held;
            communities.push(Saved { community, confirm, bundle });
        }
        let key = me.secrets()?.member.as_ref().map(SigningKey::to_bytes);
        let mut names: Vec<String> = communities.iter().map(|saved| saved.community.name.clone()).collect();
        names.sort_by_key(|name| by_name(name));
        let has_words = key.is_some();
        let backup =
            Backup { version: VERSION, name: me.name.clone(), member: me.member_id(), key, communities };
        let sealed = keys::seal(&wire::to_bytes(&backup), phrase)?;
        write_private_file(Path::new(file), &sealed)?;
        Ok(row::BackedUp {
            file: file.to_owned(),
            bytes: sealed.len() as u64,
            communities: names,
            entries,
            has_words,
            files,
        })
    }

    pub(super) fn restore_backup(&mut self, ask: &ask::Restore) -> Result<row::Me, ApiError> {
        self.hold()?;
        if self.identity.is_some() {
            return Err(somebody());
        }
        let path = Path::new(&ask.file);
        let sealed = std::fs::read(path).map_err(|error| file_error(path, &error))?;
        if !sealed.starts_with(AGE) {
            return Err(not_a_backup());
        }
        let opened = keys::open(&sealed, self.home.ask_passphrase("The passphrase of the backup"))?;
        if opened.first().is_some_and(|&version| version > VERSION) {
            return Err(ApiError::new(
                "backup.newer",
                "A newer Palabre wrote this backup.",
                "Install the newest Palabre on this laptop.",
            ));
        }
        let backup: Backup = wire::from_bytes(&opened).map_err(|_| not_a_backup())?;
        let key = match (&backup.key, &ask.words[..]) {
            (Some(key), []) => SigningKey::from_bytes(key),
            (None, []) => {
                return Err(ApiError::new(
                    "me.words-needed",
                    "This needs your 24 words: the key that they are was not on the laptop that was saved.",
                    "Give them with --words.",
                ));
            }
            (_, words) => key_of(&words_in(words)?)?,
        };
        if MemberId(key.verifying_key().to_bytes()) != backup.member {
            return Err(ApiError::new(
                "words.somebody-else",
                "These are the words of somebody else.",
                "Look whose paper it is.",
            ));
        }
        let identity = Identity::of_member(backup.name.clone(), &key, self.rng.random());
        let carried: Vec<_> =
            backup.communities.iter().map(|saved| (&saved.community, saved.bundle.as_slice())).collect();
        self.begin_as(identity, &carried)?;
        for saved in backup.communities.iter().filter(|saved| !saved.confirm.is_empty()) {
            let replica = self.replica_of(&saved.community.id)?;
            replica.store().set_setting("confirm", &saved.confirm).map_err(failed)?;
        }
        self.show_me()
    }
}
