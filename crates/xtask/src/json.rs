//! A small reader of JSON (RFC 8259), for what `cargo metadata` prints.

use crate::value::Value;

/// Deeper nesting is refused instead of overflowing the stack.
const MAX_DEPTH: usize = 64;

/// Reads one JSON text.
///
/// # Errors
/// A sentence with the byte at which the text stops being JSON.
pub fn read(text: &str) -> Result<Value, String> {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    let value = reader.value(0)?;
    reader.space();
    if reader.at < reader.bytes.len() { Err(reader.fault("the end")) } else { Ok(value) }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn fault(&self, wanted: &str) -> String {
        format!("not JSON: expected {wanted} at byte {}", self.at)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// Takes `byte` if it comes next after white space.
    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        if depth > MAX_DEPTH {
            return Err(self.fault("less nesting"));
        }
        self.space();
        match self.peek() {
            Some(b'{') => self.table(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Value::Text),
            Some(b't') => self.word("true", Value::Flag(true)),
            Some(b'f') => self.word("false", Value::Flag(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.fault("a value")),
        }
    }

    fn table(&mut self, depth: usize) -> Result<Value, String> {
        self.at += 1;
        let mut rows = Vec::new();
        if self.take(b'}') {
            return Ok(Value::Table(rows));
        }
        loop {
            self.space();
            let key = self.string()?;
            if !self.take(b':') {
                return Err(self.fault("`:`"));
            }
            rows.push((key, self.value(depth + 1)?));
            if self.take(b'}') {
                return Ok(Value::Table(rows));
            }
            if !self.take(b',') {
                return Err(self.fault("`,` or `}`"));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, String> {
        self.at += 1;
        let mut values = Vec::new();
        if self.take(b']') {
            return Ok(Value::List(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(Value::List(values));
            }
            if !self.take(b',') {
                return Err(self.fault("`,` or `]`"));
            }
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, String> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.fault(word))
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        std::str::from_utf8(&self.bytes[start..self.at])
            .ok()
            .and_then(|digits| digits.parse().ok())
            .map(Value::Number)
            .ok_or_else(|| self.fault("a number before here"))
    }

    fn string(&mut self) -> Result<String, String> {
        if self.peek() != Some(b'"') {
            return Err(self.fault("a string"));
        }
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            let byte = self.peek().ok_or_else(|| self.fault("`\"`"))?;
            self.at += 1;
            match byte {
                b'"' => break,
                b'\\' => {
                    let mut buffer = [0; 4];
                    bytes.extend_from_slice(self.escape()?.encode_utf8(&mut buffer).as_bytes());
                }
                0..=0x1f => return Err(self.fault("no control character")),
                other => bytes.push(other),
            }
        }
        // Whole characters went in: the text was UTF-8 and the escapes are characters.
        String::from_utf8(bytes).map_err(|_| self.fault("UTF-8"))
    }

    fn escape(&mut self) -> Result<char, String> {
        let byte = self.peek().ok_or_else(|| self.fault("an escape"))?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let code = match first {
                    0xd800..=0xdbff if self.bytes[self.at..].starts_with(b"\\u") => {
                        self.at += 2;
                        match self.hex()? {
                            second @ 0xdc00..=0xdfff => {
                                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                            }
                            _ => return Err(self.fault("the second half of a character before here")),
                        }
                    }
                    alone => alone,
                };
                char::from_u32(code).ok_or_else(|| self.fault("a character before here"))?
            }
            _ => return Err(self.fault("an escape before here")),
        })
    }

    fn hex(&mut self) -> Result<u32, String> {
        let digits = self.bytes.get(self.at..self.at + 4).ok_or_else(|| self.fault("four hex digits"))?;
        let code = digits
            .iter()
            .try_fold(0, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)?))
            .ok_or_else(|| self.fault("four hex digits"))?;
        self.at += 4;
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_cargo_prints() {
        let value =
            read(r#" {"packages":[{"name":"a","license":null,"publish":[]}],"version":1,"yes":true} "#)
                .expect("is JSON");
        let packages = value.list("packages");
        assert_eq!(packages[0].text("name"), Some("a"));
        assert_eq!(packages[0].get("license"), Some(&Value::Null));
        assert_eq!(packages[0].list("publish"), []);
        assert_eq!(value.get("version"), Some(&Value::Number(1.0)));
        assert!(value.is_set("yes"));
        assert_eq!(value.at(&["version", "nothing"]), None);
    }

    #[test]
    fn reads_every_escape() {
        assert_eq!(
            read(r#""a\"\\\/\b\f\n\r\t\u00e9\ud83c\udf31é""#),
            Ok(Value::Text("a\"\\/\u{8}\u{c}\n\r\té🌱é".into()))
        );
    }

    #[test]
    fn refuses_what_is_not_json() {
        let deep = "[".repeat(100_000);
        for bad in [
            "",
            "{",
            "[1,]",
            "{\"a\" 1}",
            "{\"a\":1,}",
            "nul",
            "\"a",
            "\"\\x\"",
            "\"\\ud83c\"",
            "\"\\ud83c\\u0041\"",
            "1 2",
            "--",
            "\"\\u12",
            &deep,
        ] {
            assert!(read(bad).is_err(), "{}", &bad[..bad.len().min(20)]);
        }
    }
}
