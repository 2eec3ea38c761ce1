//! A damaged file: it is moved aside and kept, what can be read of it is taken into a new one with all checks, and this
//! laptop gets a new device. What is missing comes at the next meeting.

use std::ffi::OsString;
use std::path::PathBuf;

use palabre_api::{ApiError, ask, row};
use palabre_domain::id::CommunityId;
use palabre_feeds::run::Run;
use palabre_store::salvage::Salvaged;
use palabre_store::{Store, StoreError};

use super::devices::member_key;
use super::{Node, failed};
use crate::home::MENDED;
use crate::replica::Replica;

/// The setting of a file that was made of a damaged one: others may hold more of the old device than it does.
pub(super) const SALVAGED: &str = "salvaged";
/// How many entries are taken in at a time.
const CHUNK: usize = 4_096;

impl Node {
    pub(super) fn mend_community(&mut self, ask: &ask::Mend) -> Result<row::Mended, ApiError> {
        self.hold()?;
        let me = self.me()?.clone();
        let mut damaged = None;
        for id in self.communities()? {
            if self.is_damaged(&id)? {
                damaged = Some(id);
                break;
            }
        }
        let Some(id) = damaged else {
            return Err(ApiError::new(
                "store.whole",
                "Every file here is whole: there is nothing to mend.",
                "`palabre doctor --replay` looks closer.",
            ));
        };
        // Asked for before anything is moved: a new device needs it.
        member_key(&me, &ask.words)?;
        let Some(path) = self.home.community_path(&id) else {
            return Err(failed(StoreError::Missing));
        };
        self.replicas.remove(&id);
        let salvaged = Salvaged::read(&path).map_err(failed)?;
        let end = |end: &str| -> PathBuf {
            let mut whole = OsString::from(&path);
            whole.push(end);
            whole.into()
        };
        let entries = fill(id, &end(".mending"), salvaged).map_err(failed)?;
        // From here on it is whole: should the laptop stop now, the next start puts it in its place.
        let mended = end(&format!(".{MENDED}"));
        let moved = std::fs::rename(end(".mending"), &mended);
        moved.map_err(|error| crate::home::file_error(&mended, &error))?;
        let aside = Store::put_in_place(&mended, &path).map_err(failed)?;
        self.renew(&ask.words)?;
        let certificate = self.me()?.certificates().last().map_or(0, |certificate| certificate.number);
        Ok(row::Mended {
            community: id.to_string(),
            name: self.name_of_community(&id)?,
            aside: aside.display().to_string(),
            entries,
            device: u32::from(certificate),
        })
    }

    /// Sets aside a home that cannot be opened.
    pub(super) fn set_home_aside(&mut self) -> Result<row::Mended, ApiError> {
        match self.home.identity() {
            Err(error) if error.code == "home.damaged" => {}
            Err(error) => return Err(error),
            Ok(_) => {
                return Err(ApiError::new(
                    "home.whole",
                    "This home can be opened: there is no reason to set it aside.",
                    "A file of a community that is damaged is mended by `palabre mend`. To leave one, say `palabre leave`.",
                ));
            }
        }
        let aside = self.home.set_aside()?;
        Ok(row::Mended { aside: aside.display().to_string(), ..row::Mended::default() })
    }

    fn is_damaged(&mut self, id: &CommunityId) -> Result<bool, ApiError> {
        let whole = |error: &StoreError| {
            matches!(error, StoreError::Busy | StoreError::Full | StoreError::Newer | StoreError::Denied(_))
        };
        let replica = match self.replica_of(id) {
            Ok(replica) => replica,
            Err(error) if ["store.damaged", "store.failed"].contains(&error.code.as_str()) => {
                return Ok(true);
            }
            Err(error) => return Err(error),
        };
        let looked = replica.store().check(false).and_then(|damage| {
            let (chains, _) = replica.check_chains(0, false)?;
            Ok(!damage.is_empty() || !chains.is_empty())
        });
        match looked {
            Ok(damaged) => Ok(damaged),
            Err(error) if whole(&error) => Err(failed(error)),
            Err(_) => Ok(true),
        }
    }
}

/// Fills a new file with what was read of a damaged one; returns how many entries hold.
fn fill(id: CommunityId, path: &std::path::Path, salvaged: Salvaged) -> Result<u64, StoreError> {
    let store = Store::open_empty(path)?;
    for (key, value) in &salvaged.settings {
        store.set_setting(key, value)?;
    }
    for peer in &salvaged.peers {
        store.set_addresses(&peer.device, &peer.addresses, peer.seen.unwrap_or(0))?;
    }
    let mut replica = Replica::new(id, store);
    // What nothing vouches for is left out, as it is where it comes from another laptop.
    let (runs, _) = Run::group(salvaged.entries);
    for runs in runs.chunks(CHUNK) {
        replica.take(runs)?;
    }
    replica.may_have_forgotten()?;
    replica.store().set_setting(SALVAGED, b"yes")?;
    replica.store().count_entries()
}
