//! Search over everything, forgiving accents and beginnings of words.

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::RecordType;
use palabre_feeds::body::Part;
use palabre_store::finding::Found;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Node, failed};
use crate::replica::{Replica, Words};

/// How many letters an excerpt shows on each side of what was found.
const AROUND: usize = 60;

/// Returns a word in small letters and without accents.
pub(crate) fn fold(word: &str) -> String {
    word.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter))
        .map(fold)
        .filter(|word| !word.is_empty())
        .take(16)
        .collect()
}

impl Node {
    pub(super) fn find_everything(&mut self, ask: ask::Search) -> Result<row::Hits, ApiError> {
        let words = words_of(&ask.text.join(" "));
        if words.is_empty() {
            return Err(ApiError::new(
                "search.empty",
                "There is nothing to look for.",
                "Say a word, or the beginning of one.",
            ));
        }
        let kind = match ask.kind.as_deref() {
            None => None,
            Some(word) => {
                Some(RecordType::ALL.iter().copied().find(|kind| kind.word() == word).ok_or_else(|| {
                    let all: Vec<&str> = RecordType::ALL.iter().map(|kind| kind.word()).collect();
                    ApiError::new(
                        "search.kind",
                        format!("{word:?} is no kind of record."),
                        format!("{}.", all.join(", ")),
                    )
                })?)
            }
        };
        // What came in bulk is read in by whoever may write; a reader shows what is there.
        let held = self.writing || self.hold().is_ok();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        if held {
            while replica.read_words(4_096).map_err(failed)? {}
        }
        let names = Self::names(replica)?;
        let limit = ask.limit.clamp(1, 200) as usize;
        let mut hits = Vec::new();
        // Finding goes through all of them, however few are asked for: it is done once, and looked at as far as is shown.
        for one in replica.store().find(&words, 0, u32::MAX).map_err(failed)? {
            if hits.len() == limit {
                break;
            }
            if let Some((found_kind, hit)) = hit(replica, one, &words, &names, me.as_ref())?
                && kind.is_none_or(|kind| kind == found_kind)
            {
                hits.push(hit);
            }
        }
        let store = replica.store();
        let reading = store.found_up_to().map_err(failed)? < store.last_row().map_err(failed)?;
        Ok(row::Hits { hits, reading })
    }
}

fn hit(
    replica: &mut Replica,
    found: Found,
    words: &[String],
    names: &super::Names,
    me: Option<&palabre_domain::id::MemberId>,
) -> Result<Option<(RecordType, row::Hit)>, ApiError> {
    let (number, text, name) = match found {
        Found::Page(number) => (number, None, None),
        Found::Words(row) => {
            let Some(held) = replica.store().entry(row).map_err(failed)? else { return Ok(None) };
            let Some(number) = replica.store().record_of(row).map_err(failed)? else { return Ok(None) };
            let member = replica.membership().map_err(failed)?.member_of(&held.entry.header.device);
            let (Some(member), true) = (member, held.verdict.is_effective()) else { return Ok(None) };
            let part = held.entry.header.body_hash;
            if super::nudges::is_between_others(replica, number, (&member, &part), me)? {
                return Ok(None);
            }
            let Words::Here(text) = replica.words(number, &member, &part).map_err(failed)? else {
                return Ok(None);
            };
            (number, Some(text), Some(names.of(&member)))
        }
    };
    let Some(row) = replica.store().record(number).map_err(failed)? else { return Ok(None) };
    let Some(data) = replica.store().page(number).map_err(failed)? else { return Ok(None) };
    let Some(kind) = row.birth.and_then(|birth| RecordType::from_code(birth.kind)) else { return Ok(None) };
    let glance = kind.glance(&data);
    let text = text.unwrap_or_else(|| {
        let all = std::iter::once(&glance.title).chain(&glance.words);
        let holds = |text: &&String| excerpt(text, words).is_some();
        all.clone().find(holds).cloned().unwrap_or_else(|| glance.title.clone())
    });
    let title = if kind == RecordType::Community { "How we do things here".to_owned() } else { glance.title };
    Ok(Some((
        kind,
        row::Hit {
            id: row.id.to_string(),
            kind: kind.word().to_owned(),
            title,
            excerpt: excerpt(&text, words).unwrap_or_else(|| text.chars().take(2 * AROUND).collect()),
            name,
        },
    )))
}

/// Returns the place where a text says one of these words, with that word between « and »; `None` where it does not.
fn excerpt(text: &str, words: &[String]) -> Option<String> {
    let mut from = 0;
    let mut found = None;
    for piece in text.split_inclusive(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter))
    {
        let word =
            piece.trim_end_matches(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter));
        let folded = fold(word);
        if !word.is_empty() && words.iter().any(|wanted| folded.starts_with(wanted.as_str())) {
            found = Some((from, from + word.len()));
            break;
        }
        from += piece.len();
    }
    let (from, to) = found?;
    let before: String =
        text[..from].chars().rev().take(AROUND).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[to..].chars().take(AROUND).collect();
    let cut = |shown: &str, whole: &str| if shown.len() < whole.len() { "…" } else { "" };
    let line = format!(
        "{}{before}«{}»{after}{}",
        cut(&before, &text[..from]),
        &text[from..to],
        cut(&after, &text[to..])
    );
    Some(line.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl Replica {
    /// Reads words of at most so many rows into the search index; returns whether there are more.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read_words(&mut self, rows: u64) -> Result<bool, palabre_store::StoreError> {
        let mark = self.store().found_up_to()?;
        let last = self.store().last_row()?;
        if mark >= last {
            return Ok(false);
        }
        let up_to = last.min(mark + rows);
        self.in_store(|replica| {
            replica.read_words_between(mark, up_to)?;
            if up_to == last {
                replica.store().merge_found(last)?;
            }
            Ok(())
        })?;
        Ok(up_to < last)
    }

    /// Reads in the words of what was just written, where little is unread.
    pub(crate) fn read_new_words(&mut self, most: u64) -> Result<(), palabre_store::StoreError> {
        let mark = self.store().found_up_to()?;
        let last = self.store().last_row()?;
        if last > mark && last - mark <= most {
            self.read_words_between(mark, last)?;
        }
        Ok(())
    }

    fn read_words_between(&mut self, mark: u64, up_to: u64) -> Result<(), palabre_store::StoreError> {
        const PART: u8 = palabre_feeds::entry::Kind::Part as u8;
        let mut pages = std::collections::BTreeSet::new();
        for (row, kind, record) in self.store().wordy_after(mark, up_to)? {
            if kind == PART {
                let Some(held) = self.store().entry(row)? else { continue };
                if let Some(text) = Part::text(&held.entry.body) {
                    self.store().set_found(Found::Words(row), text)?;
                }
            } else {
                pages.insert(record);
            }
        }
        for record in pages {
            let kind = self.store().record(record)?.and_then(|row| row.birth).map(|birth| birth.kind);
            match (kind.and_then(RecordType::from_code), self.store().page(record)?) {
                (Some(kind), Some(data)) => {
                    self.store().set_found(Found::Page(record), &kind.glance(&data).text())?;
                }
                _ => self.store().drop_found(Found::Page(record))?,
            }
        }
        self.store().set_found_up_to(up_to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        assert_eq!(fold("Été"), "ete");
        assert_eq!(words_of("L’atelier, RÉPARER!"), ["l", "atelier", "reparer"]);
    }

    #[test]
    fn an_excerpt_shows_where() {
        let text = "On the street we open a café that repairs what others throw away";
        let words = words_of("cafe");
        assert_eq!(
            excerpt(text, &words).unwrap(),
            "On the street we open a «café» that repairs what others throw away"
        );
        assert_eq!(excerpt("nothing here", &words), None);
        let long = format!("{} café {}", "before ".repeat(30), "after ".repeat(30));
        let shown = excerpt(&long, &words).unwrap();
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.len() < 200, "{shown}");
    }
}
