//! Opening the home for a face: the only place that reads this machine's folders and clock.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::keys::{AskPassphrase, KeyPlace, Keys, has_store};
use crate::node::{Node, NodeOptions};
use palabre_api::ApiError;

/// The environment variable that names the home.
const HOME_VARIABLE: &str = "PALABRE_HOME";
/// The environment variable that says where the keys of somebody new are kept: `store`, `passphrase` or `file`.
/// Without it they go to the key store of the machine, if it has one and the home is the usual one.
const KEYS_VARIABLE: &str = "PALABRE_KEYS";
/// The environment variable that holds a passphrase, where there is nobody to ask.
const PASSPHRASE_VARIABLE: &str = "PALABRE_PASSPHRASE";

/// Opens the home that was named, or the usual one.
///
/// # Errors
/// When there is no usual one, or it cannot be opened.
pub fn open(home: Option<PathBuf>, community: Option<String>, ask: AskPassphrase) -> Result<Node, ApiError> {
    Node::open(options(home, community, ask)?)
}

/// Returns the home that was named, or the usual one, with what this machine has of the world.
///
/// # Errors
/// When there is no usual one, or the environment says something that is not there.
pub fn options(
    home: Option<PathBuf>,
    community: Option<String>,
    ask: AskPassphrase,
) -> Result<NodeOptions, ApiError> {
    let said = match variable(KEYS_VARIABLE) {
        Some(word) => Some(KeyPlace::read(&word)?),
        None => None,
    };
    let named = home.is_some() || variable(HOME_VARIABLE).is_some();
    let place = move || match said {
        Some(place) => place,
        None if !named && has_store() => KeyPlace::Store,
        None => KeyPlace::File,
    };
    let given = variable(PASSPHRASE_VARIABLE);
    let ask = move |what: &str| given.clone().or_else(|| ask(what));
    let keys = Keys { place: Arc::new(place), ask: Arc::new(ask) };
    let home = home.or_else(|| folder(HOME_VARIABLE)).or_else(usual_home).ok_or_else(|| {
        ApiError::new(
            "home.unknown",
            "This machine does not say where your things are kept.",
            format!("Name a folder with --home, or in {HOME_VARIABLE}."),
        )
    })?;
    Ok(NodeOptions { home, community, clock: Arc::new(now), keys })
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns this machine's time, in milliseconds since 1970.
pub fn now() -> i64 {
    // A clock before 1970 or far beyond any calendar is off, and shown as such: nothing rests on it.
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
    }
}

fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Returns the home of whoever names none: the folder for a person's own data, by the custom of the platform.
pub fn usual_home() -> Option<PathBuf> {
    usual_among(folder)
}

fn usual_among(folder: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    if cfg!(windows) {
        return Some(folder("APPDATA")?.join("Palabre"));
    }
    if cfg!(target_os = "macos") {
        return Some(folder("HOME")?.join("Library/Application Support/Palabre"));
    }
    // A relative path there is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
    let data = folder("XDG_DATA_HOME").filter(|path| path.is_absolute());
    Some(data.or_else(|| Some(folder("HOME")?.join(".local/share")))?.join("palabre"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn home(variables: &[(&str, &str)]) -> Option<PathBuf> {
        usual_among(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| PathBuf::from(value))
        })
    }

    #[test]
    fn the_usual_home_follows_the_platform() {
        assert_eq!(home(&[("HOME", "/ana")]), Some("/ana/.local/share/palabre".into()));
        assert_eq!(home(&[("HOME", "/ana"), ("XDG_DATA_HOME", "/data")]), Some("/data/palabre".into()));
        assert_eq!(
            home(&[("HOME", "/ana"), ("XDG_DATA_HOME", "data")]),
            Some("/ana/.local/share/palabre".into())
        );
        // Another home that is named leaves the usual one where it is: an app that is told either knows which it opens.
        assert_eq!(
            home(&[("HOME", "/ana"), ("PALABRE_HOME", "stick")]),
            Some("/ana/.local/share/palabre".into())
        );
        assert_eq!(home(&[]), None);
    }
}
