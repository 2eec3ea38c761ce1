//! Calls to the node, and what the webview knows of files, languages, dates and amounts.

use std::pin::Pin;

use palabre_api::answer::FromAnswer;
use palabre_api::list::Call;
use palabre_api::{ApiError, row};
use serde_json::Value;
use wasm_bindgen::prelude::*;

use crate::words::{code, say};

#[wasm_bindgen(raw_module = "/backend.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn call(community: &str, name: &str, arguments: &str, phrase: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = example)]
    async fn example_call(name: &str, arguments: &str) -> Result<JsValue, JsValue>;
    pub fn sit(ahead: f64);
    pub fn rise();
    async fn passphrase(why: &str, label: &str, ok: &str, back: &str) -> JsValue;
    #[wasm_bindgen(js_name = pending)]
    async fn pending_link() -> JsValue;
    fn listen(heard: &Closure<dyn FnMut(String)>);
    #[wasm_bindgen(catch, js_name = choose)]
    async fn choose_file() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = room)]
    async fn room_for(name: &str) -> Result<JsValue, JsValue>;
    pub fn written(path: &str);
    #[wasm_bindgen(js_name = onDrop)]
    fn on_drop(heard: &Closure<dyn FnMut(String)>);
    #[wasm_bindgen(js_name = onHanding)]
    fn on_handing(heard: &Closure<dyn FnMut(f64)>);
    #[wasm_bindgen(js_name = onLink)]
    fn on_link(heard: &Closure<dyn FnMut(String)>);
    pub fn follow(address: &str);
    #[wasm_bindgen(js_name = goesOn)]
    pub fn goes_on() -> String;
    #[wasm_bindgen(js_name = hasShell)]
    pub fn has_shell() -> bool;
    pub fn stay(goes_on: &str, open: &str, end: &str);
    pub fn part();
    pub fn looking() -> bool;
    pub fn tell(title: &str, text: &str, open: &str, community: &str, place: &str);
    pub fn habits() -> String;
    #[wasm_bindgen(js_name = keepHabits)]
    pub fn keep_habits(without: &str);
    pub fn message(language: &str, name: &str) -> String;
    #[wasm_bindgen(catch, js_name = readWords)]
    async fn read_words(language: &str) -> Result<JsValue, JsValue>;
    fn language() -> String;
    #[wasm_bindgen(js_name = keepLanguage)]
    pub fn keep_language(language: &str);
    #[wasm_bindgen(js_name = keptCommunity)]
    pub fn kept_community() -> String;
    #[wasm_bindgen(js_name = keepCommunity)]
    pub fn keep_community(community: &str);
    fn when(language: &str, at: f64) -> Vec<String>;
    fn money(language: &str, minor: f64, currency: &str) -> String;
    #[wasm_bindgen(js_name = plainMoney)]
    fn plain_money(language: &str, minor: f64, currency: &str) -> String;
    #[wasm_bindgen(js_name = readMoney)]
    fn read_money(text: &str, currency: &str) -> f64;
    #[wasm_bindgen(js_name = percent)]
    fn percent_of(language: &str, thousandths: f64) -> String;
    #[wasm_bindgen(js_name = decimal)]
    fn decimal_of(language: &str, number: f64, digits: u32) -> String;
    #[wasm_bindgen(js_name = languageName)]
    fn language_name(language: &str, code: &str) -> String;
    #[wasm_bindgen(js_name = languageCode)]
    fn language_code(language: &str, name: &str) -> String;
    #[wasm_bindgen(js_name = whole)]
    fn whole_number(language: &str, number: f64) -> String;
    #[wasm_bindgen(js_name = size)]
    fn size_of(language: &str, bytes: f64) -> String;
    /// Whether a text ends within a word.
    #[wasm_bindgen(js_name = endsInWord)]
    pub fn ends_in_word(text: &str) -> bool;
    /// A text with a capital at its beginning.
    pub fn capital(text: &str) -> String;
    /// A text as it goes on within a sentence.
    pub fn uncapital(text: &str) -> String;
    pub fn zone() -> String;
    pub fn now() -> f64;
    pub fn place() -> String;
    pub fn go(place: &str);
    #[wasm_bindgen(js_name = goOn)]
    pub fn go_on(place: &str);
    #[wasm_bindgen(js_name = onPlace)]
    fn on_place(heard: &Closure<dyn FnMut(String)>);
    pub fn typing() -> bool;
    pub fn focus(selector: &str);
    pub fn reveal(selector: &str);
    pub fn finds(typed: &str, text: &str) -> bool;
    pub fn copy(text: &str);
    #[wasm_bindgen(js_name = copied)]
    async fn is_copied() -> JsValue;
    pub fn print();
    #[wasm_bindgen(js_name = scrollBy)]
    pub fn scroll_by(pixels: i32);
    #[wasm_bindgen(js_name = heightOf)]
    pub fn height_of(list: &JsValue, at: usize) -> i32;
}

fn unreadable() -> ApiError {
    ApiError::new("node.unreadable", "The answer cannot be read.", "Close this window and open it again.")
}

fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

fn error(value: &JsValue) -> ApiError {
    read_text(&text(value)).unwrap_or_else(|unreadable| unreadable)
}

/// Reads an answer.
pub fn read<T: FromAnswer>(answer: Value) -> Result<T, ApiError> {
    palabre_api::answer::read(answer).ok_or_else(unreadable)
}

/// Reads what came as a text.
pub fn read_text<T: FromAnswer>(text: &str) -> Result<T, ApiError> {
    read(parsed(text)?)
}

/// Reads what there is of what came as a text: what it does not say is left at its default.
pub fn read_some<T: FromAnswer>(text: &str) -> Result<T, ApiError> {
    parsed(text).map(palabre_api::answer::read_some)
}

fn parsed(text: &str) -> Result<Value, ApiError> {
    serde_json::from_str(text).map_err(|_| unreadable())
}

/// A call, with its name and its arguments in writing: what is done with it is then the same for all calls.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    name: &'static str,
    arguments: String,
}

impl Asked {
    /// Writes a call down.
    pub fn by<C: Call>(ask: &C) -> Self {
        let arguments = serde_json::to_string(ask).expect("arguments are texts, numbers and lists of them");
        Self { name: C::NAME, arguments }
    }
}

/// Makes a call, and reads its answer.
pub async fn ask<C: Call>(community: &str, ask: &C) -> Result<C::Reply, ApiError> {
    read(answer(community.to_owned(), Asked::by(ask)).await?)
}

/// Makes a call. One that needs a passphrase is made again with what the person types.
pub fn answer(community: String, asked: Asked) -> Pin<Box<dyn Future<Output = Result<Value, ApiError>>>> {
    Box::pin(answered(community, asked))
}

async fn answered(community: String, asked: Asked) -> Result<Value, ApiError> {
    let mut phrase = String::new();
    loop {
        let refused = match call(&community, asked.name, &asked.arguments, &phrase).await {
            Ok(answer) => return parsed(&text(&answer)),
            Err(refused) => error(&refused),
        };
        if !matches!(refused.code.as_str(), "passphrase.needed" | "passphrase.short" | "passphrase.wrong") {
            return Err(refused);
        }
        let why = crate::parts::in_words(&refused);
        phrase = text(&passphrase(&why, &say("passphrase", &[]), &say("next", &[]), &say("back", &[])).await);
        if phrase.is_empty() {
            return Err(refused);
        }
    }
}

/// Does something about the example itself: `open`, `day` or `close`.
pub async fn example(name: &str, arguments: &str) -> Result<String, ApiError> {
    example_call(name, arguments).await.map(|answer| text(&answer)).map_err(|refused| error(&refused))
}

/// Has the person choose a file to read; `None` where they choose none.
pub async fn choose() -> Result<Option<String>, ApiError> {
    let path = choose_file().await.map_err(|refused| error(&refused))?;
    Ok(Some(text(&path)).filter(|path| !path.is_empty()))
}

/// Has the person say where a file of this name is written; `None` where they do not. Then [`written`] is told.
pub async fn room(name: &str) -> Result<Option<String>, ApiError> {
    let path = room_for(name).await.map_err(|refused| error(&refused))?;
    Ok(Some(text(&path)).filter(|path| !path.is_empty()))
}

/// Returns the link that was followed to come here, once.
pub async fn pending() -> Option<String> {
    pending_link().await.as_string().filter(|link| !link.is_empty())
}

/// Returns whether what was given to `copy` last could be copied; where it could not, it is selected where it stands.
pub async fn copied() -> bool {
    is_copied().await.is_truthy()
}

/// Hears every event of the node, as JSON, as long as the page is open.
pub fn hear(heard: impl FnMut(String) + 'static) {
    forever(heard, listen);
}

/// Hears every change of the address, as long as the page is open.
pub fn hear_places(heard: impl FnMut(String) + 'static) {
    forever(heard, on_place);
}

/// Hears the path of every file that is dropped, as long as the page is open; an empty one where it could not be taken.
pub fn hear_drops(heard: impl FnMut(String) + 'static) {
    forever(heard, on_drop);
}

/// Hears how far a file is that is handed over: from 0 to 1, and -1 when none is any more.
pub fn hear_handing(heard: impl FnMut(f64) + 'static) {
    let closure = Closure::new(heard);
    on_handing(&closure);
    closure.forget();
}

/// Hears the address of every link that leads out of here and was clicked, as long as the page is open.
pub fn hear_links(heard: impl FnMut(String) + 'static) {
    forever(heard, on_link);
}

fn forever(heard: impl FnMut(String) + 'static, to: fn(&Closure<dyn FnMut(String)>)) {
    let closure = Closure::new(heard);
    to(&closure);
    closure.forget();
}

/// Reads the words of a language in, and returns whether they are there: where the node is gone, nothing can be read.
pub async fn has_words(language: &str) -> bool {
    read_words(language).await.is_ok()
}

/// The language of the system, or the one that was chosen here.
pub fn preferred_language() -> String {
    language()
}

fn said(style: &str, at: i64) -> String {
    let [kind, day, clock] = &when(code(), at as f64)[..] else { return String::new() };
    say(&format!("{style}-{kind}"), &[("day", day.as_str().into()), ("clock", clock.as_str().into())])
}

/// A time by itself, as this language says it: "Friday 18:00", "20 April".
pub fn time(at: i64) -> String {
    said("time", at)
}

/// A time that is told apart from others of its day, however far it is: "Friday 18:00", "20 April 18:00".
pub fn time_of_day(at: i64) -> String {
    said("moment", at)
}

/// The same in the middle of a sentence: "on Friday at 18:00", "on 20 April".
pub fn on(at: i64) -> String {
    said("on", at)
}

/// As an end: "until Friday 18:00", "until 20 April".
pub fn until(at: i64) -> String {
    said("until", at)
}

/// As the last moment for something: "by Friday 18:00", "by 20 April".
pub fn by(at: i64) -> String {
    said("by", at)
}

/// A day in the middle of a sentence, without its hour: "today", "on Friday", "on 20 April".
pub fn day(at: i64) -> String {
    said("day", at)
}

/// Languages by their names, as this language calls them; what is no code of one stands as it is.
pub fn languages(spoken: &[String]) -> String {
    let named: Vec<String> = spoken.iter().map(|one| language_name(code(), one.trim())).collect();
    named.join(" · ")
}

/// The same as they stand in a field: "Vietnamese, French".
pub fn typed_languages(spoken: &[String]) -> String {
    let named: Vec<String> = spoken.iter().map(|one| language_name(code(), one.trim())).collect();
    named.join(", ")
}

/// The code of a language that somebody typed by its name; what is none stands as it is.
pub fn read_language(name: &str) -> String {
    language_code(code(), name)
}

/// An amount, as this language writes it.
pub fn amount(of: &row::Money, currency: &str) -> String {
    minor(of.minor, currency)
}

/// An amount in minor units, as this language writes it.
pub fn minor(minor: u64, currency: &str) -> String {
    money(code(), minor as f64, currency)
}

/// An amount as it stands in a field.
pub fn typed(minor: u64, currency: &str) -> String {
    plain_money(code(), minor as f64, currency)
}

/// Reads an amount that somebody typed.
pub fn read_amount(text: &str, currency: &str) -> Option<u64> {
    let minor = read_money(text, currency);
    (minor >= 0.0).then_some(minor as u64)
}

/// Thousandths, as this language writes a percentage.
pub fn percent(thousandths: u32) -> String {
    percent_of(code(), thousandths.into())
}

/// Hundredths, as this language writes a number.
pub fn hundredths(of: u64) -> String {
    decimal_of(code(), of as f64 / 100.0, 2)
}

/// A whole number, with its thousands apart.
pub fn whole(number: f64) -> String {
    whole_number(code(), number)
}

/// A size of a file.
pub fn size(bytes: u64) -> String {
    size_of(code(), bytes as f64)
}
