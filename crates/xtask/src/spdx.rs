//! Judges a licence expression (SPDX) against a list of allowed licences.

/// Deeper nesting is refused instead of overflowing the stack.
const MAX_DEPTH: usize = 32;

/// Tells whether `expression` can be met with the licences of `allowed` alone.
///
/// It knows `AND`, `OR`, `WITH`, parentheses, and the `/` that older crates write for `OR`. A licence with an exception
/// is allowed only when the list names it so: `Apache-2.0 WITH LLVM-exception`.
///
/// # Errors
/// A sentence when it is no such expression.
pub fn allows(expression: &str, allowed: &[&str]) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut judge = Judge { words: &words, allowed };
    match judge.any_of(0) {
        Some(verdict) if judge.words.is_empty() => Ok(verdict),
        _ => Err(format!("`{expression}` is not a licence expression")),
    }
}

struct Judge<'a> {
    words: &'a [&'a str],
    allowed: &'a [&'a str],
}

impl Judge<'_> {
    fn take(&mut self, word: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if first.eq_ignore_ascii_case(word) => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }

    fn any_of(&mut self, depth: usize) -> Option<bool> {
        let mut verdict = self.all_of(depth)?;
        while self.take("OR") {
            verdict |= self.all_of(depth)?;
        }
        Some(verdict)
    }

    fn all_of(&mut self, depth: usize) -> Option<bool> {
        let mut verdict = self.one(depth)?;
        while self.take("AND") {
            verdict &= self.one(depth)?;
        }
        Some(verdict)
    }

    fn one(&mut self, depth: usize) -> Option<bool> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.take("(") {
            let verdict = self.any_of(depth + 1)?;
            return self.take(")").then_some(verdict);
        }
        let licence = self.name()?;
        if self.take("WITH") {
            let exception = self.name()?;
            return Some(self.allowed.contains(&format!("{licence} WITH {exception}").as_str()));
        }
        // `Apache-2.0+` is that version or a later one, so that version is enough.
        Some(self.allowed.contains(&licence.trim_end_matches('+')))
    }

    fn name(&mut self) -> Option<String> {
        let (first, rest) = self.words.split_first()?;
        if ["(", ")", "AND", "OR", "WITH"].iter().any(|word| first.eq_ignore_ascii_case(word)) {
            return None;
        }
        self.words = rest;
        Some((*first).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWED: &[&str] =
        &["MIT", "Apache-2.0", "Unicode-3.0", "GPL-2.0-only WITH Classpath-exception-2.0"];

    #[test]
    fn judges_expressions() {
        for (expression, verdict) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("MIT OR GPL-3.0-only", true),
            ("GPL-3.0-only/MIT", true),
            ("GPL-2.0-only/GPL-3.0-only", false),
            ("MIT AND GPL-3.0-only", false),
            ("(MIT OR GPL-3.0-only) AND Unicode-3.0", true),
            ("MIT OR GPL-3.0-only AND GPL-2.0-only", true),
            ("(MIT OR GPL-3.0-only) AND GPL-2.0-only", false),
            ("Apache-2.0 WITH LLVM-exception", false),
            ("Apache-2.0 WITH LLVM-exception OR MIT", true),
            ("GPL-2.0-only WITH Classpath-exception-2.0", true),
            ("GPL-2.0-only", false),
            ("Apache-2.0+", true),
            ("((MIT))", true),
        ] {
            assert_eq!(allows(expression, ALLOWED), Ok(verdict), "{expression}");
        }
    }

    #[test]
    fn refuses_what_is_no_expression() {
        let deep = "(".repeat(100_000);
        for bad in ["", "MIT OR", "OR MIT", "MIT MIT", "(MIT", "MIT)", "MIT WITH", "AND", &deep] {
            assert!(allows(bad, ALLOWED).is_err(), "{}", &bad[..bad.len().min(20)]);
        }
    }
}
