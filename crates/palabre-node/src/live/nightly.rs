//! Everything saved every night, as a house computer does it.
//!
//! ```text
//! FOLDER/palabre-2027-03-10T02-30-00Z/ID.bundle   each community, as of then
//! FOLDER/files/HASH                               attached files, added and never taken away
//! FOLDER/palabre-2027-03-10T02-30-00Z.backup      or, with a passphrase, person and communities in one sealed file
//! ```
//!
//! What is there is whole: it is written under another name first. When the last one was made stands in its name, so
//! that nothing else has to be remembered, and a night that was missed is made up for.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use palabre_api::ApiError;
use palabre_domain::id::{CommunityId, Hash};

use crate::home::{file_error, store_error, write_private_file};
use crate::node::Node;

/// How the name of what was saved begins.
const NAME: &str = "palabre-";
/// How the name of a sealed one ends.
const SEALED: &str = ".backup";
/// The time in its name, by the clock of Greenwich.
const STAMP: &str = "%Y-%m-%dT%H-%M-%SZ";
/// How the name of something unfinished begins.
const UNFINISHED: &str = ".palabre-";

/// What is saved every night, and where.
#[derive(Clone)]
pub struct Nightly {
    /// The folder; made when it is not there.
    pub folder: PathBuf,
    /// At what time of the day.
    pub at: Time,
    /// By which clock.
    pub zone: TimeZone,
    /// How many are kept, at least one.
    pub keep: usize,
    /// What seals it; without one, communities are saved as they are, and no secret is.
    pub passphrase: Option<String>,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// In which file or folder.
    pub place: PathBuf,
    /// How many bytes it has, without attached files.
    pub bytes: u64,
    /// Why a community is not in it that could not be opened.
    pub lacks: Option<ApiError>,
}

impl Nightly {
    /// Returns true when nothing was saved since the last time that it was to be; times in milliseconds since 1970.
    pub fn is_due(&self, now: i64) -> bool {
        let Some(last) = self.last_time(now) else { return false };
        self.newest().is_none_or(|newest| newest < last)
    }

    /// Returns when the last one was made, in milliseconds since 1970.
    pub fn newest(&self) -> Option<i64> {
        self.saved().into_iter().map(|(at, _)| at).max()
    }

    /// Returns when it was last to be made.
    fn last_time(&self, now: i64) -> Option<i64> {
        let now = Timestamp::from_millisecond(now).ok()?.to_zoned(self.zone.clone());
        let on = |date: jiff::civil::Date| date.to_datetime(self.at).to_zoned(self.zone.clone()).ok();
        let today = on(now.date())?;
        let last = if today <= now { today } else { on(now.date().yesterday().ok()?)? };
        Some(last.timestamp().as_millisecond())
    }

    /// Returns all that were made and are whole.
    fn saved(&self) -> Vec<(i64, PathBuf)> {
        let Ok(listed) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let named = |entry: std::fs::DirEntry| Some((time_in(entry.file_name().to_str()?)?, entry.path()));
        listed.flatten().filter_map(named).collect()
    }

    /// Saves everything now that can be opened, and takes away what is too old, unless something could not: the last that
    /// was saved of that may be among it. `node` only reads.
    ///
    /// # Errors
    /// When something cannot be read or written; then what was there before stays.
    pub fn save(&self, node: &mut Node) -> Result<Saved, ApiError> {
        let failed = |error: &std::io::Error| file_error(&self.folder, error);
        std::fs::create_dir_all(&self.folder).map_err(|error| failed(&error))?;
        self.sweep();
        let now = Timestamp::from_millisecond(node.now()).unwrap_or_default();
        let name = format!("{NAME}{}", now.strftime(STAMP));
        let mut lacks = None;
        let mut communities = node.communities()?;
        let many = communities.len();
        communities.retain(|id| match node.glance(id, |_| Ok(())) {
            Ok(()) => true,
            Err(error) => {
                lacks = Some(error);
                false
            }
        });
        if let (Some(error), true) = (&lacks, communities.is_empty() && many > 0) {
            return Err(error.clone());
        }
        let (place, bytes) = match &self.passphrase {
            Some(phrase) => {
                let place = self.folder.join(format!("{name}{SEALED}"));
                let phrase = Some(phrase.clone());
                let sealed = node.seal_backup(&place.display().to_string(), phrase, &communities)?;
                (place, sealed.bytes)
            }
            None => {
                let unfinished = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(&self.folder);
                let unfinished = unfinished.map_err(|error| failed(&error))?;
                let bytes = save_communities(node, &communities, unfinished.path())?;
                save_files(node, &communities, &self.folder.join("files"))?;
                let place = self.folder.join(name);
                std::fs::rename(unfinished.path(), &place).map_err(|error| file_error(&place, &error))?;
                (place, bytes)
            }
        };
        if lacks.is_none() {
            self.prune();
        }
        Ok(Saved { place, bytes, lacks })
    }

    /// Takes away what an earlier attempt left.
    fn sweep(&self) {
        let Ok(listed) = std::fs::read_dir(&self.folder) else { return };
        for entry in listed.flatten() {
            if entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED)) {
                // What stays costs room, and is taken for nothing else.
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
    }

    /// Takes away all but the newest.
    fn prune(&self) {
        let mut saved = self.saved();
        saved.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        for (_, place) in saved.into_iter().skip(self.keep.max(1)) {
            // What stays costs room, and goes the next night.
            let _ =
                if place.is_dir() { std::fs::remove_dir_all(&place) } else { std::fs::remove_file(&place) };
        }
    }
}

/// Returns the time in the name of something that was saved; `None` for any other name.
fn time_in(name: &str) -> Option<i64> {
    let stamp = name.strip_prefix(NAME)?;
    let stamp = stamp.strip_suffix(SEALED).unwrap_or(stamp);
    let time = DateTime::strptime(STAMP, stamp).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

fn save_communities(node: &mut Node, communities: &[CommunityId], folder: &Path) -> Result<u64, ApiError> {
    let mut written = 0;
    for community in communities {
        let (bundle, ..) = crate::node::whole_bundle(node.replica_of(community)?, 0)?;
        write_private_file(&folder.join(format!("{community}.bundle")), &bundle)?;
        written += bundle.len() as u64;
    }
    Ok(written)
}

fn save_files(node: &mut Node, communities: &[CommunityId], folder: &Path) -> Result<(), ApiError> {
    std::fs::create_dir_all(folder).map_err(|error| file_error(folder, &error))?;
    for community in communities {
        for hash in node.replica_of(community)?.store().held_files().map_err(store_error)? {
            let hash = Hash(hash);
            let path = folder.join(hash.to_string());
            if path.exists() {
                continue;
            }
            // One that is damaged here is not saved as if it were whole.
            if let Some(bytes) = node.kept_file(&hash)? {
                write_private_file(&path, &bytes)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * 60 * 1000;

    fn paris(folder: &Path) -> Nightly {
        let at = jiff::civil::time(3, 30, 0, 0);
        let zone = TimeZone::get("Europe/Paris").expect("is known");
        Nightly { folder: folder.to_owned(), at, zone, keep: 2, passphrase: None }
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().expect("is a time").as_millisecond()
    }

    #[test]
    fn it_is_due_once_a_day_at_the_hour_on_the_wall() {
        let folder = tempfile::tempdir().expect("a folder");
        let nightly = paris(folder.path());
        assert!(nightly.is_due(at("2027-03-10T12:00:00Z")), "nothing was ever saved");
        let made = |time: &str| {
            std::fs::create_dir(folder.path().join(format!("palabre-{time}"))).expect("a folder")
        };
        made("2027-03-10T12-00-00Z");
        assert!(!nightly.is_due(at("2027-03-10T12:00:01Z")));
        assert!(!nightly.is_due(at("2027-03-11T02:29:59Z")));
        assert!(nightly.is_due(at("2027-03-11T02:30:00Z")), "3:30 in Paris");
        // A week asleep is made up for once.
        assert!(nightly.is_due(at("2027-03-18T20:00:00Z")));
        made("2027-03-18T20-00-00Z");
        assert!(!nightly.is_due(at("2027-03-18T21:00:00Z")));
        // In summer the clock on the wall is another one.
        made("2027-06-01T10-00-00Z");
        assert!(!nightly.is_due(at("2027-06-02T01:29:59Z")));
        assert!(nightly.is_due(at("2027-06-02T01:30:00Z")));
    }

    #[test]
    fn an_hour_that_the_clock_leaves_out_is_no_night_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        // On the last Sunday of March there is no 2:30 in Paris.
        let nightly = Nightly { at: jiff::civil::time(2, 30, 0, 0), ..paris(folder.path()) };
        std::fs::create_dir(folder.path().join("palabre-2027-03-27T02-00-00Z")).expect("a folder");
        let before = at("2027-03-28T00:00:00Z");
        assert!(!nightly.is_due(before));
        assert!(nightly.is_due(before + 4 * HOUR));
    }

    #[test]
    fn only_what_it_made_itself_counts_and_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let nightly = paris(folder.path());
        for name in ["palabre-2027-03-0", "photos", "palabre-2027-03-10T12-00-00Z.old", "files"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        std::fs::create_dir(folder.path().join(".palabre-half")).expect("a folder");
        assert_eq!(nightly.newest(), None);
        for day in 1..=4 {
            std::fs::write(folder.path().join(format!("palabre-2027-03-0{day}T02-30-00Z.backup")), b"x")
                .expect("a file");
        }
        nightly.sweep();
        nightly.prune();
        let mut left: Vec<_> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .flatten()
            .map(|e| e.file_name().into_string().expect("text"))
            .collect();
        left.sort();
        assert_eq!(
            left,
            [
                "files",
                "palabre-2027-03-0",
                "palabre-2027-03-03T02-30-00Z.backup",
                "palabre-2027-03-04T02-30-00Z.backup",
                "palabre-2027-03-10T12-00-00Z.old",
                "photos",
            ]
        );
        assert_eq!(nightly.newest(), Some(at("2027-03-04T02:30:00Z")));
    }
}
