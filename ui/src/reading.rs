//! Reads what the node answers into rows.
//!
//! It does what `serde_json::from_value` does, in a third of the code: a row is read by its names and never as a list, and
//! nobody would read a sentence about what is wrong with an answer.

use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, Visitor};
use serde_json::{Map, Number, Value, map};

/// The answer is not what was asked for.
#[derive(Debug)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads an answer.
#[inline(never)]
pub fn read<T: DeserializeOwned>(answer: Value) -> Result<T, Unreadable> {
    T::deserialize(Reading(answer))
}

struct Reading(Value);

impl Reading {
    fn number(self) -> Result<Number, Unreadable> {
        if let Value::Number(number) = self.0 { Ok(number) } else { Err(Unreadable) }
    }

    fn unsigned(self) -> Result<u64, Unreadable> {
        self.number()?.as_u64().ok_or(Unreadable)
    }

    fn signed(self) -> Result<i64, Unreadable> {
        self.number()?.as_i64().ok_or(Unreadable)
    }

    fn list(self) -> Result<List, Unreadable> {
        if let Value::Array(list) = self.0 { Ok(List(list.into_iter())) } else { Err(Unreadable) }
    }

    fn row(self) -> Result<Row, Unreadable> {
        if let Value::Object(row) = self.0 { Ok(Row::of(row)) } else { Err(Unreadable) }
    }

    fn text(self) -> Result<String, Unreadable> {
        if let Value::String(text) = self.0 { Ok(text) } else { Err(Unreadable) }
    }
}

/// What no row has.
macro_rules! never {
    ($($method:ident($($argument:ty),*);)*) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* _: V) -> Result<V::Value, Unreadable> {
            Err(Unreadable)
        }
    )*};
}

macro_rules! numbers {
    ($($method:ident: $read:ident, $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.$visit(self.$read()?)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Reading {
    type Error = Unreadable;

    numbers! {
        deserialize_u8: unsigned, visit_u64;
        deserialize_u16: unsigned, visit_u64;
        deserialize_u32: unsigned, visit_u64;
        deserialize_u64: unsigned, visit_u64;
        deserialize_i8: signed, visit_i64;
        deserialize_i16: signed, visit_i64;
        deserialize_i32: signed, visit_i64;
        deserialize_i64: signed, visit_i64;
        deserialize_string: text, visit_string;
        deserialize_str: text, visit_string;
        deserialize_seq: list, visit_seq;
        deserialize_map: row, visit_map;
    }

    never! {
        deserialize_any();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_unit();
        deserialize_unit_struct(&'static str);
        deserialize_tuple_struct(&'static str, usize);
        deserialize_enum(&'static str, &'static [&'static str]);
        deserialize_identifier();
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.list()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.row()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }
}

struct List(std::vec::IntoIter<Value>);

impl<'de> de::SeqAccess<'de> for List {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        self.0.next().map(|one| seed.deserialize(Reading(one))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Row {
    rest: map::IntoIter,
    value: Value,
}

impl Row {
    fn of(row: Map<String, Value>) -> Self {
        Self { rest: row.into_iter(), value: Value::Null }
    }

    fn next(&mut self) -> Option<String> {
        let (name, value) = self.rest.next()?;
        self.value = value;
        Some(name)
    }
}

impl<'de> de::MapAccess<'de> for Row {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        self.next().map(|name| seed.deserialize(Name(name))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(Reading(self.value.take()))
    }
}

/// The name of a field.
struct Name(String);

impl<'de> de::Deserializer<'de> for Name {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(&self.0)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}
