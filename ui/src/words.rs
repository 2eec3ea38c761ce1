//! Words in three languages, by Fluent. Every text on screen is a message; `locales/` has them.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

/// The languages, each with its own name for itself.
pub const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("fr", "Français"), ("es", "Español")];

thread_local! {
    static CHOSEN: Cell<usize> = const { Cell::new(0) };
    static BUNDLES: [RefCell<Option<FluentBundle<FluentResource>>>; 3] = const { [const { RefCell::new(None) }; 3] };
}

/// Chooses the language that begins like this; English for one that is not here.
pub fn choose(wanted: &str) -> &'static str {
    let found = LANGUAGES.iter().position(|(code, _)| wanted.to_ascii_lowercase().starts_with(code));
    CHOSEN.set(found.unwrap_or(0));
    code()
}

/// The code of the language that is chosen.
pub fn code() -> &'static str {
    LANGUAGES[CHOSEN.get()].0
}

fn bundle(language: usize) -> FluentBundle<FluentResource> {
    let identifier = LANGUAGES[language].0.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![identifier]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(crate::backend::whole(number.value)),
        _ => None,
    }));
    // There is no other function of this name.
    let _ = bundle.add_function("DE", |named, _| match named {
        [FluentValue::String(name), ..] => of(name).into(),
        _ => FluentValue::Error,
    });
    bundle
}

/// Reads a message in, where it is needed for the first time: of a thousand a page needs a few. They lie beside this program, and
/// the build reads all of them.
fn learn(bundle: &mut FluentBundle<FluentResource>, language: usize, key: &str) {
    if !bundle.has_message(key) {
        let text = crate::backend::message(LANGUAGES[language].0, key);
        // There is no other of this name.
        let _ = bundle.add_resource(FluentResource::try_new(text).unwrap_or_else(|(read, _)| read));
    }
}

/// What a message names: a text, or a number by which its words change. Fluent's own values are larger to make.
pub enum Named<'a> {
    Text(Cow<'a, str>),
    Number(f64),
}

impl<'a> From<&'a str> for Named<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Named<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Named<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for Named<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        }
    )*};
}

numbers!(u8 u32 u64 usize i64 f64);

/// Returns a message with what it names.
pub fn say(key: &str, named: &[(&str, Named<'_>)]) -> String {
    find(key, named).unwrap_or_else(|| format!("⟨{key}⟩"))
}

/// Returns a message.
pub fn t(key: &str) -> String {
    say(key, &[])
}

/// Returns a message, or nothing where there is none of this name.
pub fn find(key: &str, named: &[(&str, Named<'_>)]) -> Option<String> {
    let language = CHOSEN.get();
    BUNDLES.with(|bundles| {
        let mut bundle = bundles[language].borrow_mut();
        let bundle = bundle.get_or_insert_with(|| self::bundle(language));
        learn(bundle, language, key);
        let pattern = bundle.get_message(key)?.value()?;
        let mut arguments = FluentArgs::new();
        for (name, value) in named {
            match value {
                Named::Text(text) => arguments.set(*name, text.as_ref()),
                Named::Number(number) => arguments.set(*name, *number),
            }
        }
        Some(bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
    })
}

/// Lists names as a sentence does: "Ana, Ben and Chi".
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => {
            let key = if begins_with_i(last) { "list-and-before-i" } else { "list-and" };
            say(key, &[("first", first.join(", ").into()), ("last", last.as_str().into())])
        }
    }
}

/// A name that no line breaks.
pub fn whole(name: &str) -> String {
    name.replace(' ', "\u{a0}")
}

/// Whether a word begins with the sound of an i, before which Spanish says its "and" otherwise: "Alma e Ibrahim".
fn begins_with_i(word: &str) -> bool {
    let mut letters = word.strip_prefix(['h', 'H']).unwrap_or(word).chars();
    letters.next().is_some_and(|first| "iíIÍ".contains(first))
        && !letters.next().is_some_and(|next| "aeoáéóAEOÁÉÓ".contains(next))
}

/// A name after the French word for "of": "de Fatou", "d’Alma".
fn of(name: &str) -> String {
    let vowel = name
        .starts_with(|first| "aeiouàáâäåãæèéêëìíîïòóôöõœùúûüAEIOUÀÁÂÄÅÃÆÈÉÊËÌÍÎÏÒÓÔÖÕŒÙÚÛÜ".contains(first));
    if vowel { format!("d’{name}") } else { format!("de {name}") }
}
