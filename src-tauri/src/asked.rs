//! What the words after the program's name ask for: which home is opened, and which link was followed.
//!
//! A home has one window. What the session and the webview keep for a window goes by the name of the app, so a home that
//! is not the usual one gives the app a name of its own: two homes on one machine are two laptops.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use palabre_node::machine;
use tauri::Config;

/// The environment variable that names the home where no word does.
const HOME_VARIABLE: &str = "PALABRE_HOME";

/// Says which words the app takes.
const HELP: &str =
    "palabre-app [--home DIR] [LINK]: opens Palabre, with what is kept in DIR, at a palabre:// link";

/// What the app is asked for.
pub enum Asked {
    /// To open the window of a home.
    Window(Opening),
    /// To say this line, and to end.
    Line(String),
}

/// Which home is opened, and where.
#[derive(Default)]
pub struct Opening {
    /// The folder that a word named.
    named: Option<PathBuf>,
    /// The link that stands among other words. One that stands alone reaches the app by itself.
    pub link: Option<String>,
}

/// Reads the words after the program's name.
///
/// # Errors
/// A sentence, when one of them is unknown or lacks its folder.
pub fn read(words: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Asked, String> {
    let words: Vec<String> = words.into_iter().map(text).collect::<Result<_, _>>()?;
    let is_alone = words.len() == 1;
    let mut opening = Opening::default();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--help" | "-h" => return Ok(Asked::Line(HELP.to_owned())),
            "--version" | "-V" => {
                return Ok(Asked::Line(format!("palabre-app {}", env!("CARGO_PKG_VERSION"))));
            }
            "--home" => opening.named = Some(folder(words.next().as_deref())?),
            other if other.starts_with("--home=") => {
                opening.named = Some(folder(other.strip_prefix("--home="))?);
            }
            other if is_link(other) => opening.link = Some(other.to_owned()).filter(|_| !is_alone),
            other => return Err(format!("{other:?} is no option. {HELP}")),
        }
    }
    Ok(Asked::Window(opening))
}

fn text(word: impl Into<OsString>) -> Result<String, String> {
    word.into().into_string().map_err(|word| format!("{word:?} cannot be read."))
}

fn folder(named: Option<&str>) -> Result<PathBuf, String> {
    named
        .filter(|named| !named.is_empty())
        .map(PathBuf::from)
        .ok_or_else(|| format!("--home wants a folder. {HELP}"))
}

fn is_link(word: &str) -> bool {
    word.to_ascii_lowercase().starts_with("palabre:")
}

impl Opening {
    /// Returns the home that was named, by a word or by the variable; nothing for the usual one.
    pub fn home(&self) -> Option<PathBuf> {
        self.named.clone().or_else(by_variable)
    }

    /// Gives the app a name of its own where its home is not the usual one: a second start comes to the window of the same
    /// home, and what the webview keeps lies apart. The window of a home that a word named says which it is.
    pub fn set_apart(&self, config: &mut Config) {
        let Some(home) = self.home().map(|home| real(&home)) else { return };
        if machine::usual_home().is_some_and(|usual| real(&usual) == home) {
            return;
        }
        let mark = blake3::hash(home.as_os_str().as_encoded_bytes()).to_hex();
        config.identifier = format!("{}.home-{}", config.identifier, &mark[..16]);
        if let Some(name) = home.file_name().filter(|_| self.named.is_some()) {
            for window in &mut config.app.windows {
                window.title = format!("{} ({})", window.title, name.to_string_lossy());
            }
        }
    }
}

fn by_variable() -> Option<PathBuf> {
    std::env::var_os(HOME_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Returns a folder by one path, whichever way was said to it: also one of which only the beginning is there yet.
fn real(folder: &Path) -> PathBuf {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let there = whole.ancestors().find_map(|above| {
        let found = std::fs::canonicalize(above).ok()?;
        let rest = whole.strip_prefix(above).ok()?;
        Some(found.components().chain(rest.components()).collect::<PathBuf>())
    });
    there.unwrap_or(whole)
}
