//! `palabre-pack WASM UI ASSETS OUT`: makes of the compiled user interface a folder that a browser or the app can show.
//!
//! It reads the three languages first: a message that is missing in one of them stops it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

/// The languages; the first one has every message.
const LANGUAGES: [&str; 3] = ["en", "fr", "es"];

fn main() -> Result<()> {
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [wasm, ui, assets, out] = &words[..] else {
        anyhow::bail!("it takes four paths: the wasm file, the ui, the assets, and where to put the folder");
    };
    check_languages(&ui.join("locales"))?;
    if out.exists() {
        std::fs::remove_dir_all(out)?;
    }
    std::fs::create_dir_all(out.join("fonts"))?;
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .out_name("ui")
        .generate(out)
        .context("the wasm cannot be bound; are wasm-bindgen and its support of the same version?")?;
    for (from, to) in
        [("index.html", "index.html"), ("js/boot.js", "boot.js"), ("styles/palabre.css", "palabre.css")]
    {
        copy(&ui.join(from), &out.join(to))?;
    }
    copy(&assets.join("icons/mark.svg"), &out.join("mark.svg"))?;
    for font in std::fs::read_dir(assets.join("fonts"))? {
        let font = font?.path();
        if let Some(name) = font.file_name().filter(|_| font.extension().is_some_and(|end| end == "woff2")) {
            copy(&font, &out.join("fonts").join(name))?;
        }
    }
    let size = std::fs::metadata(out.join("ui_bg.wasm"))?.len();
    println!("{}: {} kB of wasm", out.display(), size / 1_000);
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
    Ok(())
}

/// Holds the languages against each other.
fn check_languages(locales: &Path) -> Result<()> {
    let read = |language: &str| -> Result<String> {
        let path = locales.join(language).join("palabre.ftl");
        std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let first = keys(&read(LANGUAGES[0])?);
    for language in &LANGUAGES[1..] {
        let other = keys(&read(language)?);
        let missing: Vec<&String> = first.symmetric_difference(&other).collect();
        ensure!(missing.is_empty(), "{language} and {} differ in {missing:?}", LANGUAGES[0]);
    }
    Ok(())
}

/// Returns the names of messages, each with the variables that it uses.
fn keys(text: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut key = String::new();
    for line in text.lines() {
        if let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with([' ', '}', '#'])) {
            key = name.to_owned();
            keys.insert(key.clone());
        }
        let variables = line.split('$').skip(1).map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>()
        });
        keys.extend(variables.map(|variable| format!("{key} ${variable}")));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_or_a_variable_that_is_missing_is_seen() {
        let all = keys("a = One\nb = { $n ->\n    [one] One { $who }\n   *[other] { $n }\n}\n");
        assert_eq!(all, ["a", "b", "b $n", "b $who"].map(str::to_owned).into());
        assert_ne!(all, keys("a = Un\nb = { $n }\n"));
    }

    #[test]
    fn the_languages_say_the_same() {
        check_languages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/locales")).unwrap();
    }
}
