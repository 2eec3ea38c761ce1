//! A small reader of TOML, for our own manifests, `Cargo.lock` and `deny.toml`.
//!
//! It knows tables, arrays of tables, dotted keys, inline tables, arrays over several lines, strings of one line,
//! booleans and integers. Dates, floats and strings over several lines are refused, never misread.

use crate::value::Value;

/// Deeper nesting is refused instead of overflowing the stack.
const MAX_DEPTH: usize = 64;

/// Reads a TOML file.
///
/// # Errors
/// A sentence with the line at which reading stopped.
pub fn read(text: &str) -> Result<Value, String> {
    let mut reader = Reader { rest: text, line: 1 };
    let mut root = Value::Table(Vec::new());
    let mut section: Vec<String> = Vec::new();
    loop {
        reader.blank();
        if reader.rest.is_empty() {
            return Ok(root);
        }
        if reader.take("[[") {
            section = reader.path()?;
            reader.expect("]]")?;
            let (last, parents) = section.split_last().ok_or_else(|| reader.fault("a name"))?;
            let table =
                descend(&mut root, parents).ok_or_else(|| reader.fault("another name before here"))?;
            match rows(table).iter_mut().find(|(name, _)| name == last) {
                Some((_, Value::List(list))) => list.push(Value::Table(Vec::new())),
                Some(_) => return Err(reader.fault("another name before here")),
                None => rows(table).push((last.clone(), Value::List(vec![Value::Table(Vec::new())]))),
            }
        } else if reader.take("[") {
            section = reader.path()?;
            reader.expect("]")?;
            descend(&mut root, &section).ok_or_else(|| reader.fault("another name before here"))?;
        } else {
            let (path, value) = reader.row(0)?;
            let table = descend(&mut root, &section).ok_or_else(|| reader.fault("a table"))?;
            place(table, &path, value).ok_or_else(|| reader.fault("a key that is not there twice"))?;
        }
        reader.end_of_line()?;
    }
}

/// Returns the rows of a table; [`descend`] gives nothing but tables.
fn rows(table: &mut Value) -> &mut Vec<(String, Value)> {
    match table {
        Value::Table(rows) => rows,
        _ => unreachable!("only tables are descended into"),
    }
}

/// Walks to the table at `path`, making what is missing; of an array of tables, into the last.
fn descend<'a>(mut table: &'a mut Value, path: &[String]) -> Option<&'a mut Value> {
    for key in path {
        let Value::Table(rows) = table else { return None };
        let index = rows.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
            rows.push((key.clone(), Value::Table(Vec::new())));
            rows.len() - 1
        });
        table = match &mut rows[index].1 {
            Value::List(list) => list.last_mut()?,
            other => other,
        };
    }
    matches!(table, Value::Table(_)).then_some(table)
}

/// Puts `value` at a dotted `path`; none when something is there.
fn place(table: &mut Value, path: &[String], value: Value) -> Option<()> {
    let (last, parents) = path.split_last()?;
    let table = descend(table, parents)?;
    if table.get(last).is_some() {
        return None;
    }
    rows(table).push((last.clone(), value));
    Some(())
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Reader<'a> {
    fn fault(&self, wanted: &str) -> String {
        format!("not a TOML that we read: expected {wanted} at line {}", self.line)
    }

    fn advance(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    /// Skips white space, line ends and comments.
    fn blank(&mut self) {
        loop {
            self.advance(self.rest.len() - self.rest.trim_start().len());
            if !self.rest.starts_with('#') {
                return;
            }
            self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
        }
    }

    fn end_of_line(&mut self) -> Result<(), String> {
        self.space();
        if self.rest.is_empty() || self.rest.starts_with(['\n', '\r', '#']) {
            Ok(())
        } else {
            Err(self.fault("the end of the line"))
        }
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest.starts_with(token);
        if found {
            self.advance(token.len());
        }
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        self.space();
        if self.take(token) { Ok(()) } else { Err(self.fault(&format!("`{token}`"))) }
    }

    fn path(&mut self) -> Result<Vec<String>, String> {
        let mut path = Vec::new();
        loop {
            self.space();
            if self.rest.starts_with(['"', '\'']) {
                path.push(self.string()?);
            } else {
                let end = self
                    .rest
                    .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
                    .unwrap_or(self.rest.len());
                if end == 0 {
                    return Err(self.fault("a key"));
                }
                path.push(self.advance(end).to_owned());
            }
            self.space();
            if !self.take(".") {
                return Ok(path);
            }
        }
    }

    fn row(&mut self, depth: usize) -> Result<(Vec<String>, Value), String> {
        let path = self.path()?;
        self.expect("=")?;
        self.space();
        Ok((path, self.value(depth)?))
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        if depth > MAX_DEPTH {
            return Err(self.fault("less nesting"));
        }
        if self.rest.starts_with(['"', '\'']) {
            return self.string().map(Value::Text);
        }
        if self.take("[") {
            return self.array(depth);
        }
        if self.take("{") {
            return self.inline_table(depth);
        }
        let end = self.rest.find([',', ']', '}', '#', '\n', '\r', ' ', '\t']).unwrap_or(self.rest.len());
        match &self.rest[..end] {
            "true" => {
                self.advance(end);
                Ok(Value::Flag(true))
            }
            "false" => {
                self.advance(end);
                Ok(Value::Flag(false))
            }
            word => {
                let number: i32 = word.replace('_', "").parse().map_err(|_| self.fault("a value"))?;
                self.advance(end);
                Ok(Value::Number(f64::from(number)))
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, String> {
        let mut values = Vec::new();
        loop {
            self.blank();
            if self.take("]") {
                return Ok(Value::List(values));
            }
            values.push(self.value(depth + 1)?);
            self.blank();
            if !self.take(",") && !self.rest.starts_with(']') {
                return Err(self.fault("`,` or `]`"));
            }
        }
    }

    fn inline_table(&mut self, depth: usize) -> Result<Value, String> {
        let mut table = Value::Table(Vec::new());
        loop {
            self.blank();
            if self.take("}") {
                return Ok(table);
            }
            let (path, value) = self.row(depth + 1)?;
            place(&mut table, &path, value).ok_or_else(|| self.fault("a key that is not there twice"))?;
            self.blank();
            if !self.take(",") && !self.rest.starts_with('}') {
                return Err(self.fault("`,` or `}`"));
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        let quote = if self.take("\"") {
            '"'
        } else {
            self.expect("'")?;
            '\''
        };
        let mut text = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                end if end == quote => {
                    self.advance(at + 1);
                    // An empty string with a third quote opens a string over several lines.
                    let several_lines = text.is_empty() && self.rest.starts_with(quote);
                    return if several_lines { Err(self.fault("a string of one line")) } else { Ok(text) };
                }
                '\n' => break,
                '\\' if quote == '"' => text.push(match characters.next() {
                    Some((_, 'n')) => '\n',
                    Some((_, 't')) => '\t',
                    Some((_, same @ ('"' | '\\'))) => same,
                    _ => return Err(self.fault("an escape that we read")),
                }),
                other => text.push(other),
            }
        }
        Err(self.fault("the end of a string"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_manifests_and_deny_files() {
        let value = read(
            r#"
            # a comment
            name = 'x' # another
            blake3.workspace = true
            numbers = [1, 2_000, ]

            [bans]
            allow = [ # of several lines
                "MIT", # with comments
                "ISC"
            ]
            deny = [{ crate = "a", wrappers = ["b"] }, { crate = "say \"c\"" }]

            [workspace.lints.rust]
            missing_docs = "deny"

            [[package]]
            name = "one"
            [[package]]
            name = "two"
            [package.more]
            flag = false
            "#,
        )
        .expect("is TOML");
        assert_eq!(value.text("name"), Some("x"));
        assert_eq!(value.at(&["blake3", "workspace"]), Some(&Value::Flag(true)));
        assert_eq!(value.list("numbers"), [Value::Number(1.0), Value::Number(2000.0)]);
        let bans = value.get("bans").expect("there");
        assert_eq!(bans.texts("allow"), ["MIT", "ISC"]);
        assert_eq!(bans.list("deny")[0].texts("wrappers"), ["b"]);
        assert_eq!(bans.list("deny")[1].text("crate"), Some("say \"c\""));
        assert_eq!(
            value.at(&["workspace", "lints", "rust"]).and_then(|rust| rust.text("missing_docs")),
            Some("deny")
        );
        let names: Vec<_> = value.list("package").iter().filter_map(|package| package.text("name")).collect();
        assert_eq!(names, ["one", "two"]);
        assert_eq!(value.list("package")[1].at(&["more", "flag"]), Some(&Value::Flag(false)));
    }

    #[test]
    fn refuses_what_it_would_misread() {
        let deep = format!("a = {}", "[".repeat(100_000));
        for bad in [
            "a",
            "a = ",
            "a = 1 b = 2",
            "a = 1.5",
            "a = 2026-01-01",
            "a = \"x",
            "a = \"\"\"x\"\"\"",
            "a = [1",
            "a = {b = 1",
            "a = 1\na = 2",
            "a = 1\n[a]\nb = 1",
            "[a",
            "[[a]",
            "a = 1\n[[a]]",
            "= 1",
            "a = \"\\u00e9\"",
            &deep,
        ] {
            assert!(read(bad).is_err(), "{}", &bad[..bad.len().min(30)]);
        }
    }
}
