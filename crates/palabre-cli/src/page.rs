//! A page of text for a terminal: lines, indented parts, columns.

use crate::words::plain;

/// How long a line of text may become.
const WIDTH: usize = 100;

/// How far a part stands in.
const STEP: usize = 2;

/// Text that grows line by line. Whatever is written on it has lost what could steer a terminal.
#[derive(Default)]
pub struct Page {
    text: String,
    indent: usize,
}

impl Page {
    /// Writes one line.
    pub fn line(&mut self, line: impl AsRef<str>) {
        let line = plain(line.as_ref());
        let line = line.trim_end();
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n(' ', self.indent));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// Writes text: its lines stay, and those too long to read are broken between words.
    pub fn text(&mut self, text: &str) {
        for line in text.trim_end().lines() {
            for piece in broken(line, WIDTH.saturating_sub(self.indent)) {
                self.line(piece);
            }
        }
    }

    /// Leaves a line empty between what came and what comes; never two, and none at the top.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Writes a part that stands in.
    pub fn part(&mut self, write: impl FnOnce(&mut Self)) {
        self.indent += STEP;
        write(self);
        self.indent -= STEP;
    }

    /// Writes rows in columns, each as wide as its widest cell. A column that is empty in every row is left out.
    pub fn columns(&mut self, rows: &[Vec<String>]) {
        let rows: Vec<_> = rows.iter().map(|row| (row.clone(), None)).collect();
        self.noted(&rows);
    }

    /// Writes rows in columns, some with a text below that stands in.
    pub fn noted(&mut self, rows: &[(Vec<String>, Option<String>)]) {
        let count = rows.iter().map(|(row, _)| row.len()).max().unwrap_or(0);
        let cells = |column: usize| rows.iter().filter_map(move |(row, _)| row.get(column));
        let widths: Vec<usize> = (0..count).map(|at| cells(at).map(|c| wide(c)).max().unwrap_or(0)).collect();
        for (row, note) in rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths).filter(|(_, width)| **width > 0) {
                let cell = plain(cell);
                line.push_str(&cell);
                line.extend(std::iter::repeat_n(' ', width + STEP - wide(&cell)));
            }
            self.line(line);
            if let Some(note) = note {
                self.part(|page| page.text(note));
            }
        }
    }

    /// Writes facts: labels and values in two columns. Facts without a value are left out.
    pub fn facts(&mut self, facts: &[(&str, String)]) {
        let told: Vec<_> = facts.iter().filter(|(_, value)| !value.is_empty()).collect();
        let labels = told.iter().map(|(label, _)| wide(label)).max().unwrap_or(0) + STEP;
        let mut rows = Vec::new();
        for (label, value) in told {
            let pieces = broken(value, WIDTH.saturating_sub(self.indent + labels));
            let labels = std::iter::once(*label).chain(std::iter::repeat(""));
            rows.extend(labels.zip(pieces).map(|(label, piece)| vec![label.to_owned(), piece]));
        }
        self.columns(&rows);
    }

    /// Returns what was written.
    pub fn finish(self) -> String {
        let text = self.text.trim_end_matches('\n');
        format!("{text}\n")
    }
}

/// Breaks a line between words into pieces of at most this width. A longer word keeps its length.
fn broken(line: &str, width: usize) -> Vec<String> {
    if wide(line) <= width {
        return vec![line.to_owned()];
    }
    let start: String = line.chars().take_while(|c| *c == ' ').collect();
    let mut pieces = vec![start];
    for word in line.split_whitespace() {
        let last = pieces.last_mut().expect("there is always one");
        if last.trim().is_empty() {
            last.push_str(word);
        } else if wide(last) + 1 + wide(word) <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            pieces.push(word.to_owned());
        }
    }
    pieces
}

/// How many columns a cell takes. Wide scripts are counted as narrow: a ragged edge at worst.
fn wide(cell: &str) -> usize {
    plain(cell).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_empty_ones_left_out() {
        let mut page = Page::default();
        let row = |cells: &[&str]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
        page.part(|page| page.columns(&[row(&["Ana", "", "member"]), row(&["Chloé-Lou", "", "guest"])]));
        assert_eq!(page.finish(), "  Ana        member\n  Chloé-Lou  guest\n");
    }

    #[test]
    fn gaps_do_not_pile_up() {
        let mut page = Page::default();
        page.gap();
        page.line("a");
        page.gap();
        page.gap();
        page.text("b\n\nc\n");
        page.gap();
        assert_eq!(page.finish(), "a\n\nb\n\nc\n");
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        assert_eq!(broken("as it stands,  so", 20), ["as it stands,  so"]);
        assert_eq!(broken("  bread for the street", 12), ["  bread for", "the street"]);
        assert_eq!(broken("palabre://join?ticket=abc now", 8), ["palabre://join?ticket=abc", "now"]);
        let mut page = Page::default();
        page.facts(&[("Rules", "word ".repeat(30).trim_end().to_owned())]);
        let text = page.finish();
        assert_eq!(text.lines().count(), 2);
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert!(text.contains("\n       word"), "{text}");
    }

    #[test]
    fn facts_without_a_value_are_left_out() {
        let mut page = Page::default();
        page.facts(&[("Ends", "soon".to_owned()), ("Opened", String::new())]);
        assert_eq!(page.finish(), "Ends  soon\n");
    }
}
