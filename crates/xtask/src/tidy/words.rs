//! Words that must not be in the repository: paths of one machine, and marks of what is not done.

use crate::failure::Failure;
use crate::process;
use crate::tidy::House;

/// Marks that no source file may carry. Written in two halves, so that this file does not find itself.
const MARKS: &[&str] =
    &[concat!("to", "do!"), concat!("unimple", "mented!"), concat!("FIX", "ME"), concat!("X", "XX")];

/// Paths that exist on one machine only.
const MACHINE_PATHS: &[&str] = &[concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/home/", "runner/")];

/// Returns the words in the file `name` that must not be there, with their lines.
fn wrong_words(name: &str, text: &str) -> Vec<Failure> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for word in MACHINE_PATHS.iter().filter(|word| has_path(line, word)) {
            found.push(Failure::new(
                format!("{name}:{number} names `{word}`, a path of one machine."),
                "Write it relative to the repository, or as `$HOME/…`.",
            ));
        }
        if name.ends_with(".rs") {
            for word in MARKS.iter().filter(|word| has_word(line, word)) {
                found.push(Failure::new(
                    format!("{name}:{number} says `{word}`."),
                    "Do it now, or say in plain words what is not done and why.",
                ));
            }
        }
    }
    found
}

/// Tells whether an absolute path that begins with `path` is in `line`: nothing of a path or name stands before it.
fn has_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        !line[..at].ends_with(|before: char| before.is_alphanumeric() || "_-.~}/".contains(before))
    })
}

/// Tells whether `word` stands in `line` by itself: `XXXX` in a pattern is another word.
fn has_word(line: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let after = &line[at + word.len()..];
        !line[..at].ends_with(part_of_name) && (word.ends_with('!') || !after.starts_with(part_of_name))
    })
}

/// Checks every file that git knows or would take.
pub fn check(house: &House) -> Result<Vec<Failure>, Failure> {
    let list = process::capture(
        process::program("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&house.root),
        "tidy reads the files that git knows: install git, and run it in a clone.",
    )?;
    let mut found = Vec::new();
    let mut read = 0;
    for name in list.split('\0').filter(|name| !name.is_empty()) {
        // Removed but not yet committed, a link to a folder, or not text: no words to look for.
        let Ok(text) = std::fs::read_to_string(house.root.join(name)) else {
            continue;
        };
        read += 1;
        found.extend(wrong_words(name, &text));
    }
    if read == 0 {
        return Err(Failure::new("git named no file that can be read.", "Run `git ls-files` and look."));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_with_its_line() {
        for word in MACHINE_PATHS {
            let found = wrong_words("docs/page.md", &format!("first\ncd {word}palabre\n"));
            assert_eq!(found.len(), 1, "{word}");
            assert!(found[0].to_string().contains("docs/page.md:2"), "{}", found[0]);
        }
        for word in MARKS {
            assert_eq!(wrong_words("src/lib.rs", &format!("    {word}(later)")).len(), 1, "{word}");
            assert_eq!(wrong_words("src/lib.rs", &format!("// {word}: later")).len(), 1, "{word}");
            assert_eq!(wrong_words("docs/page.md", &format!("{word}: later")), [], "{word} in prose");
        }
    }

    #[test]
    fn other_words_with_the_same_letters_are_not_found() {
        let path = MACHINE_PATHS[1];
        for line in [
            format!("https://example.org{path}"),
            format!("net{path}"),
            "let xxx = 1; // XXXX-XXXX".to_owned(),
            "a_todo!".to_owned(),
        ] {
            assert_eq!(wrong_words("src/lib.rs", &line), [], "{line}");
        }
    }
}
