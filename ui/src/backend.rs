//! Calls to the node, and what the webview knows of languages, dates and amounts.

use palabre_api::list::Call;
use palabre_api::{ApiError, row};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/backend.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn call(community: &str, name: &str, arguments: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = pending)]
    async fn pending_link() -> JsValue;
    fn listen(heard: &Closure<dyn FnMut(String)>);
    fn language() -> String;
    #[wasm_bindgen(js_name = keepLanguage)]
    pub fn keep_language(language: &str);
    fn when(language: &str, at: f64) -> String;
    fn money(language: &str, minor: f64, currency: &str) -> String;
    pub fn now() -> f64;
    pub fn place() -> String;
    pub fn go(place: &str);
    #[wasm_bindgen(js_name = onPlace)]
    fn on_place(heard: &Closure<dyn FnMut(String)>);
    pub fn copy(text: &str);
}

/// Makes a call.
pub async fn ask<C: Call>(community: &str, ask: &C) -> Result<C::Reply, ApiError> {
    let unreadable = || {
        ApiError::new("node.unreadable", "The answer cannot be read.", "Close this window and open it again.")
    };
    let arguments = serde_json::to_string(ask).map_err(|_| unreadable())?;
    let answer = call(community, C::NAME, &arguments).await;
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    match answer {
        Ok(answer) => serde_json::from_str(&text(answer)).map_err(|_| unreadable()),
        Err(error) => Err(serde_json::from_str(&text(error)).unwrap_or_else(|_| unreadable())),
    }
}

/// Returns the link that was followed to come here, once.
pub async fn pending() -> Option<String> {
    pending_link().await.as_string().filter(|link| !link.is_empty())
}

/// Hears every event of the node, as JSON, as long as the page is open.
pub fn hear(heard: impl FnMut(String) + 'static) {
    let closure = Closure::new(heard);
    listen(&closure);
    closure.forget();
}

/// Hears every change of the address, as long as the page is open.
pub fn hear_places(heard: impl FnMut(String) + 'static) {
    let closure = Closure::new(heard);
    on_place(&closure);
    closure.forget();
}

/// The language of the system, or the one that was chosen here.
pub fn preferred_language() -> String {
    language()
}

/// A time, as this language says it.
pub fn time(at: i64) -> String {
    when(crate::words::code(), at as f64)
}

/// An amount, as this language writes it.
pub fn amount(money_row: &row::Money, currency: &str) -> String {
    money(crate::words::code(), money_row.minor as f64, currency)
}
