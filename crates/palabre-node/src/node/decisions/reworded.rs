//! What changed in a wording since somebody answered it.

use palabre_api::row;
use palabre_documents::voice::CurrentStance;
use palabre_domain::id::MemberId;
use similar::{ChangeTag, TextDiff};

use super::{Case, State, answers};

/// Up to how many words, or lines, are held against each other: what somebody makes long on purpose costs no more.
const MANY: usize = 2_000;

/// Returns how the wording changed since this member answered; `None` where it did not, or nothing can be answered.
pub(super) fn reworded(case: &Case, me: &MemberId, now: i64) -> Option<row::Reworded> {
    let (opening, paper) = case.opening.as_ref().filter(|_| case.state(now) == State::Open)?;
    let (_, voice) = case.voices.iter().find(|(member, _)| member == me)?;
    let CurrentStance::One(stance, _) = voice.stance() else { return None };
    if stance.opening == *opening || !case.replaced.contains(&stance.opening) {
        return None;
    }
    let (_, before) = case.page.openings.iter().find(|(id, _)| *id == stance.opening)?;
    Some(row::Reworded {
        answer: answers::written(paper, &stance.answer),
        stands: stance.counts_for(opening, paper, &case.replaced),
        pieces: pieces(&before.wording, &paper.wording),
    })
}

/// Returns what stayed, went and came, word by word; what both have without the gone pieces is the new text, and without
/// the new ones the old.
fn pieces(before: &str, now: &str) -> Vec<row::Passage> {
    let few = |count: fn(&str) -> usize| count(before) <= MANY && count(now) <= MANY;
    let mut pieces = Pieces::default();
    if few(|text| text.split_whitespace().count()) {
        pieces.take(&TextDiff::from_words(before, now));
    } else if few(|text| text.lines().count()) {
        pieces.take(&TextDiff::from_lines(before, now));
    } else {
        pieces.gone.push_str(before);
        pieces.new.push_str(now);
    }
    pieces.end()
}

/// Pieces as they come: what stands between two changed words and is only space goes with them, so that a phrase is
/// crossed out as one.
#[derive(Default)]
struct Pieces {
    done: Vec<row::Passage>,
    gone: String,
    new: String,
    between: String,
}

impl Pieces {
    fn take(&mut self, diff: &TextDiff<'_, '_, str>) {
        for change in diff.iter_all_changes() {
            let text = change.value();
            let changing = !self.gone.is_empty() || !self.new.is_empty();
            match change.tag() {
                ChangeTag::Equal if changing && text.trim().is_empty() => self.between.push_str(text),
                ChangeTag::Equal => {
                    self.flush();
                    self.push("same", text);
                }
                ChangeTag::Delete => {
                    self.bridge();
                    self.gone.push_str(text);
                }
                ChangeTag::Insert => {
                    self.bridge();
                    self.new.push_str(text);
                }
            }
        }
    }

    fn bridge(&mut self) {
        let between = std::mem::take(&mut self.between);
        self.gone.push_str(&between);
        self.new.push_str(&between);
    }

    fn flush(&mut self) {
        let (gone, new, between) = (
            std::mem::take(&mut self.gone),
            std::mem::take(&mut self.new),
            std::mem::take(&mut self.between),
        );
        self.push("gone", &gone);
        self.push("new", &new);
        self.push("same", &between);
    }

    fn push(&mut self, what: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.done.last_mut() {
            Some(last) if last.what == what => last.text.push_str(text),
            _ => self.done.push(row::Passage { what: what.to_owned(), text: text.to_owned() }),
        }
    }

    fn end(mut self) -> Vec<row::Passage> {
        self.flush();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, now: &str) -> String {
        let marked = |piece: row::Passage| match piece.what.as_str() {
            "gone" => format!("[-{}-]", piece.text),
            "new" => format!("{{+{}+}}", piece.text),
            _ => piece.text,
        };
        pieces(before, now).into_iter().map(marked).collect()
    }

    #[test]
    fn phrases_are_crossed_out_as_one() {
        assert_eq!(
            told("Whoever wants one gets one.", "Those who did the fire round get one."),
            "[-Whoever wants one gets-]{+Those who did the fire round get+} one."
        );
        assert_eq!(told("8 € a month.", "8 € a month."), "8 € a month.");
        assert_eq!(told("", "Two bins."), "{+Two bins.+}");
        assert_eq!(told("Two bins in the yard.", "Two bins."), "Two [-bins in the yard.-]{+bins.+}");
    }

    #[test]
    fn either_text_can_be_read_from_the_pieces() {
        let long = |word: &str| format!("{word} ").repeat(MANY + 1);
        let lines = |word: &str| format!("{word} {word}\n").repeat(MANY);
        let texts = [
            String::new(),
            "One  two\n\nthree".to_owned(),
            "One two\nfour three ".to_owned(),
            long("no"),
            long("yes"),
            lines("no"),
            format!("{}the end", lines("no")),
        ];
        for before in &texts {
            for now in &texts {
                let pieces = pieces(before, now);
                let without = |what: &str| {
                    let kept = pieces.iter().filter(|piece| piece.what != what);
                    kept.map(|piece| piece.text.as_str()).collect::<String>()
                };
                assert_eq!((&without("new"), &without("gone")), (before, now));
            }
        }
    }
}
