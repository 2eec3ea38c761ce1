//! What our two readers, of JSON and of TOML, give back.

/// A value read from JSON or TOML.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// JSON's `null`.
    Null,
    /// True or false.
    Flag(bool),
    /// A number; integers above 2^53 lose their last digits, which no file that we read has.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object or table, in the order of the file.
    Table(Vec<(String, Value)>),
}

impl Value {
    /// Returns the value under `key` of a table; of a key that is there twice, the first.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Table(rows) => rows.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Returns the value that a path of keys leads to.
    pub fn at(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// Returns the string under `key`.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the elements of the list under `key`; none when there is no such list.
    pub fn list(&self, key: &str) -> &[Value] {
        match self.get(key) {
            Some(Value::List(values)) => values,
            _ => &[],
        }
    }

    /// Returns the strings of the list under `key`.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        self.list(key).iter().filter_map(Value::as_text).collect()
    }

    /// Returns the string that this value is.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Tells whether there is a `true` under `key`.
    pub fn is_set(&self, key: &str) -> bool {
        self.get(key) == Some(&Value::Flag(true))
    }
}
