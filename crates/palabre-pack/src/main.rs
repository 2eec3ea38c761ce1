//! `palabre-pack WASM UI ASSETS OUT`: makes of the compiled user interface a folder that a browser or the app can show.
//!
//! It reads the three languages first: a message that is missing in one of them stops it, and so does a space at which a line
//! would break before a sign.

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
    for (from, to) in [
        ("index.html", "index.html"),
        ("js/boot.js", "boot.js"),
        ("js/backend.js", "backend.js"),
        ("styles/palabre.css", "palabre.css"),
    ] {
        copy(&ui.join(from), &out.join(to))?;
    }
    std::fs::create_dir_all(out.join("words"))?;
    for language in LANGUAGES {
        let from = ui.join("locales").join(language).join("palabre.ftl");
        copy(&from, &out.join("words").join(format!("{language}.ftl")))?;
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
    for language in LANGUAGES {
        let twice = twice(&read(language)?);
        ensure!(twice.is_empty(), "{language} says twice, and the second is never read: {twice:?}");
        let text = read(language)?;
        let loose: Vec<&str> = texts(&text).filter(|text| loose(text)).collect();
        ensure!(loose.is_empty(), "{language} wants U+00A0 where a line must not break: {loose:?}");
    }
    let first = keys(&read(LANGUAGES[0])?);
    for language in &LANGUAGES[1..] {
        let other = keys(&read(language)?);
        let missing: Vec<&String> = first.symmetric_difference(&other).collect();
        ensure!(missing.is_empty(), "{language} and {} differ in {missing:?}", LANGUAGES[0]);
    }
    Ok(())
}

/// Returns what the messages of a language say, line by line.
fn texts(language: &str) -> impl Iterator<Item = &str> {
    language.lines().map(|line| match line.split_once(" = ") {
        Some((_, said)) if !line.starts_with([' ', '}', '#']) => said,
        _ => line,
    })
}

/// Returns whether a line could break before a sign that belongs to what stands before it, or after one that opens: there
/// stands a space that is no U+00A0. The font has no U+202F, which French would like better before some of them.
fn loose(text: &str) -> bool {
    let words: Vec<&str> = text.trim().split(' ').collect();
    let belongs = |word: &str| word.starts_with([':', ';', '?', '!', '»', '%', '€', '…']);
    words.iter().skip(1).any(|word| belongs(word))
        || words.iter().rev().skip(1).any(|word| word.ends_with('«'))
}

/// Returns the names of messages that stand in a text more than once.
fn twice(text: &str) -> BTreeSet<String> {
    let names = text.lines().filter(|line| !line.starts_with([' ', '}', '#']));
    let names = names.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()));
    let mut seen = BTreeSet::new();
    names.filter(|name| !seen.insert(name.clone())).collect()
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
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_message_or_a_variable_that_is_missing_is_seen() {
        let all = keys("a = One\nb = { $n ->\n    [one] One { $who }\n   *[other] { $n }\n}\n");
        assert_eq!(all, ["a", "b", "b $n", "b $who"].map(str::to_owned).into());
        assert_ne!(all, keys("a = Un\nb = { $n }\n"));
        assert_eq!(twice("a = One\nb = Two\na = Three\n"), ["a".to_owned()].into());
    }

    /// The crates whose errors reach a window.
    const TELLING: [&str; 6] =
        ["palabre-node", "palabre-net", "palabre-store", "palabre-bridge", "palabre-api", "palabre-demo"];
    /// Codes that a window never shows: what goes wrong between two laptops, and is tried again.
    const UNSEEN: [&str; 3] = ["link.", "peer.", "shared."];
    /// The one of these that a window shows after all: it is about one's own laptop.
    const SEEN: &str = "link.suspended";
    /// What looks like a code and is the name of a file.
    const FILES: [&str; 3] = [".json", ".sql", ".db"];

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs")
                && !path.ends_with("list.rs")
                && !path.components().any(|part| part.as_os_str() == "tests")
            {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    /// Returns the codes in a source: words in quotes such as `decision.closed`, before its tests.
    fn codes(source: &str) -> BTreeSet<String> {
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let quoted = source.split('"');
        let is_word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word.len() > 1
                && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        };
        let is_code = |text: &&str| text.contains('.') && text.split('.').all(is_word);
        let seen = |text: &&str| {
            *text == SEEN
                || !UNSEEN.iter().any(|start| text.starts_with(start))
                    && !FILES.iter().any(|end| text.ends_with(end))
        };
        quoted.filter(is_code).filter(seen).map(str::to_owned).collect()
    }

    #[test]
    fn every_error_that_a_window_shows_has_a_sentence_in_it() {
        // Tests run in their crate's folder, wherever the checkout was built before.
        let crates = Path::new("..");
        let english = std::fs::read_to_string(crates.join("../ui/locales/en/palabre.ftl")).unwrap();
        let said = keys(&english);
        let mut texts = Vec::new();
        TELLING.iter().for_each(|telling| sources(&crates.join(telling).join("src"), &mut texts));
        let all: BTreeSet<String> = texts.iter().flat_map(|text| codes(text)).collect();
        assert!(all.contains("decision.closed") && all.len() > 100, "the codes are not found: {all:?}");
        let missing: Vec<&String> =
            all.iter().filter(|code| !said.contains(&format!("error-{}", code.replace('.', "-")))).collect();
        assert!(missing.is_empty(), "no sentence in ui/locales for {missing:?}");
    }

    #[test]
    fn a_space_at_which_a_line_must_not_break_is_seen() {
        for text in [
            "Quand ?",
            "Reste : rien",
            "{ $percent } %",
            "« Moi\u{a0}»",
            "Moi »",
            "8 € par mois",
            "Un instant …",
        ] {
            assert!(loose(text), "{text}");
        }
        for text in
            ["Quand\u{a0}?", "Reste\u{a0}: rien", "«\u{a0}Moi\u{a0}»", "https://a.example", "11:40", "¿Qué?"]
        {
            assert!(!loose(text), "{text}");
        }
        assert_eq!(texts("a = Oui :\nb = { $n ->\n   *[other] Non\n}").filter(|text| loose(text)).count(), 1);
    }

    #[test]
    fn no_line_of_the_example_breaks_before_a_sign() {
        let mut story = Vec::new();
        sources(Path::new("../palabre-demo/src"), &mut story);
        // What stands in quotes, line by line.
        let quoted = |source: &str| {
            let source = source.split("#[cfg(test)]").next().unwrap_or_default().replace("\\u{a0}", "\u{a0}");
            let texts = source.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
            texts.map(str::to_owned).collect::<Vec<_>>()
        };
        let told: Vec<String> = story.iter().flat_map(|source| quoted(source)).collect();
        assert!(
            told.iter().any(|text| text == "Quelles chaises gardons-nous\u{a0}?"),
            "the story is not found"
        );
        let loose: Vec<&String> = told.iter().filter(|text| loose(text)).collect();
        assert!(loose.is_empty(), "these want U+00A0: {loose:?}");
    }

    /// Returns how bright a colour is, as WCAG 2 has it, from its six digits.
    fn brightness(digits: &str) -> f64 {
        let part = |at: usize| {
            let share = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (brightness(one), brightness(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_colour_of_a_text_can_be_read_on_every_ground_in_light_and_dark() {
        let styles = std::fs::read_to_string("../../ui/styles/palabre.css").unwrap();
        let colours: BTreeMap<&str, [&str; 2]> = styles
            .lines()
            .filter_map(|line| {
                let (name, colours) = line.trim().strip_prefix("--")?.split_once(": light-dark(#")?;
                let (light, dark) = colours.strip_suffix(");")?.split_once(", #")?;
                Some((name, [light, dark]))
            })
            .collect();
        let can_be_read = |what: &str, on: &str, least: f64| {
            for mode in [0, 1] {
                let ratio = contrast(colours[what][mode], colours[on][mode]);
                assert!(ratio >= least, "{what} on {on}: {ratio:.2}:1");
            }
        };
        for ground in ["paper", "sheet", "wash"] {
            can_be_read("ink", ground, 7.0);
            for text in ["soft", "tree", "clay", "agree", "abstain", "against", "block"] {
                can_be_read(text, ground, 4.5);
            }
            can_be_read("edge", ground, 3.0);
        }
        for fill in ["tree", "clay", "agree", "abstain", "against", "block"] {
            can_be_read("on-fill", fill, 4.5);
        }
        assert!((contrast("000000", "ffffff") - 21.0).abs() < 1e-9);
    }

    #[test]
    fn the_languages_say_the_same() {
        check_languages(Path::new("../../ui/locales")).unwrap();
    }
}
