//! Reading rows out of the JSON of an answer without a visitor for each type: for a face whose own size counts, such as the
//! window. It reads what `serde_json::from_value` reads, in a fifth of the code; what is wrong with an answer that is none is
//! not said, for nobody would read it.

use serde_json::{Map, Value};

use crate::error::ApiError;

/// What can be read out of an answer.
pub trait FromAnswer: Sized {
    /// Reads it; where something else stands, or nothing, `wrong` is set and the default is left there. So nothing has to be
    /// taken apart in the middle of a row, which is most of what reading one would otherwise be.
    fn from_answer(answer: Value, wrong: &mut bool) -> Self;
}

/// Reads an answer; `None` for what is none of this type.
pub fn read<T: FromAnswer>(answer: Value) -> Option<T> {
    let mut wrong = false;
    let read = T::from_answer(answer, &mut wrong);
    (!wrong).then_some(read)
}

/// Reads what there is of a row; what is missing, or something else, is left at its default.
pub fn read_some<T: FromAnswer>(answer: Value) -> T {
    T::from_answer(answer, &mut false)
}

/// Returns the row in an answer.
#[inline(never)]
pub fn fields(answer: Value, wrong: &mut bool) -> Map<String, Value> {
    match answer {
        Value::Object(row) => row,
        _ => {
            *wrong = true;
            Map::new()
        }
    }
}

/// Takes a field out of a row; null where there is none.
#[inline(never)]
pub fn field(row: &mut Map<String, Value>, name: &str) -> Value {
    row.remove(name).unwrap_or_default()
}

/// Reads a type with these fields.
#[macro_export]
macro_rules! from_answer {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::answer::FromAnswer for $name {
            fn from_answer(answer: ::serde_json::Value, wrong: &mut bool) -> Self {
                let mut row = $crate::answer::fields(answer, wrong);
                Self {
                    $($field: $crate::answer::FromAnswer::from_answer(
                        $crate::answer::field(&mut row, stringify!($field)),
                        wrong,
                    ),)*
                }
            }
        }
    };
}

from_answer!(ApiError { code, message, hint });

/// Returns what was found, or notes that it was something else.
fn or_wrong<T: Default>(found: Option<T>, wrong: &mut bool) -> T {
    *wrong |= found.is_none();
    found.unwrap_or_default()
}

impl FromAnswer for String {
    #[inline(never)]
    fn from_answer(answer: Value, wrong: &mut bool) -> Self {
        or_wrong(if let Value::String(text) = answer { Some(text) } else { None }, wrong)
    }
}

impl FromAnswer for bool {
    #[inline(never)]
    fn from_answer(answer: Value, wrong: &mut bool) -> Self {
        or_wrong(answer.as_bool(), wrong)
    }
}

impl FromAnswer for u64 {
    #[inline(never)]
    fn from_answer(answer: Value, wrong: &mut bool) -> Self {
        or_wrong(answer.as_u64(), wrong)
    }
}

impl FromAnswer for i64 {
    #[inline(never)]
    fn from_answer(answer: Value, wrong: &mut bool) -> Self {
        or_wrong(answer.as_i64(), wrong)
    }
}

impl FromAnswer for u32 {
    #[inline(never)]
    fn from_answer(answer: Value, wrong: &mut bool) -> Self {
        or_wrong(answer.as_u64().and_then(|number| number.try_into().ok()), wrong)
    }
}

impl<T: FromAnswer> FromAnswer for Option<T> {
    fn from_answer(answer: Value, wrong: &mut bool) -> Self {
        if answer.is_null() { None } else { Some(T::from_answer(answer, wrong)) }
    }
}

impl<T: FromAnswer> FromAnswer for Vec<T> {
    fn from_answer(answer: Value, wrong: &mut bool) -> Self {
        let mut list = Self::new();
        each(answer, wrong, &mut |one, wrong| list.push(T::from_answer(one, wrong)));
        list
    }
}

/// Reads a list one by one: going through it is in the program once, and not once for each type.
#[inline(never)]
fn each(answer: Value, wrong: &mut bool, take: &mut dyn FnMut(Value, &mut bool)) {
    let list = if let Value::Array(list) = answer { Some(list) } else { None };
    for one in or_wrong(list, wrong) {
        take(one, wrong);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::row;

    #[test]
    fn a_row_is_read_as_serde_reads_it() {
        let round = row::Round {
            purpose: "Spring".into(),
            left: Some(row::Money { minor: 4_000, text: "40.00 €".into() }),
            buckets: vec![row::BucketLine { title: "Tools".into(), takes: true, ..Default::default() }],
            ..Default::default()
        };
        let told = serde_json::to_value(&round).expect("rows are plain data");
        assert_eq!(read::<row::Round>(told.clone()), Some(round.clone()));
        // With more than is known, as from a newer node.
        let mut newer = told.clone();
        newer["weather"] = json!("fine");
        assert_eq!(read::<row::Round>(newer), Some(round));
        for (field, wrong) in [
            ("purpose", json!(7)),
            ("purpose", Value::Null),
            ("buckets", json!({})),
            ("buckets", json!([7])),
            ("left", json!({ "minor": -1, "text": "" })),
            ("left", json!({ "minor": 1.5, "text": "" })),
        ] {
            let mut other = told.clone();
            other[field] = wrong;
            assert_eq!(read::<row::Round>(other.clone()), None, "{field}");
            assert!(serde_json::from_value::<row::Round>(other).is_err(), "{field}");
        }
        assert_eq!(read::<row::Round>(json!([])), None);
        let money = row::Money { minor: 4, ..Default::default() };
        assert_eq!(read_some::<row::Money>(json!({ "minor": 4 })), money);
        assert_eq!(read_some::<row::Money>(json!({ "minor": 4, "text": 4 })), money);
        assert_eq!(read::<u32>(json!(4_294_967_296_u64)), None);
        assert_eq!(read::<Option<i64>>(json!(-3)), Some(Some(-3)));
    }
}
