//! What people write in Markdown, shown as the node made it safe.

use std::cell::RefCell;
use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use palabre_api::ask;

use crate::backend;
use crate::state::app_now;

/// How many texts are kept as they are shown.
const KEPT: usize = 2_000;

type Shown = ArcRwSignal<Option<String>>;

thread_local! {
    static TEXTS: RefCell<HashMap<String, Shown>> = RefCell::default();
    static ASKED: RefCell<Vec<(String, Shown)>> = const { RefCell::new(Vec::new()) };
}

/// Shows a text that somebody wrote.
pub fn prose(text: String) -> AnyView {
    if text.trim().is_empty() {
        return ().into_any();
    }
    let shown = of(&text);
    (move || match shown.get() {
        Some(html) => view! { <div class="words" inner_html=html></div> }.into_any(),
        None => view! { <div class="words"><p class="text">{text.clone()}</p></div> }.into_any(),
    })
    .into_any()
}

/// Forgets how texts are shown: who is named in them has changed.
pub fn forget() {
    TEXTS.with_borrow_mut(HashMap::clear);
}

fn of(text: &str) -> Shown {
    TEXTS.with_borrow_mut(|texts| {
        if let Some(shown) = texts.get(text) {
            return shown.clone();
        }
        if texts.len() >= KEPT {
            texts.clear();
        }
        let shown = Shown::default();
        texts.insert(text.to_owned(), shown.clone());
        let first = ASKED.with_borrow_mut(|asked| {
            asked.push((text.to_owned(), shown.clone()));
            asked.len() == 1
        });
        // All texts of a page are asked for at once, after it is drawn.
        if first {
            spawn_local(ask_for_all());
        }
        shown
    })
}

async fn ask_for_all() {
    let asked = ASKED.with_borrow_mut(std::mem::take);
    let community = app_now().community.get_untracked();
    for some in asked.chunks(200) {
        let text = some.iter().map(|(text, _)| text.clone()).collect();
        let Ok(answer) = backend::ask(&community, &ask::Markdown { text }).await else {
            // As it was typed, it can be read too; the next page asks again.
            TEXTS.with_borrow_mut(|texts| some.iter().for_each(|(text, _)| drop(texts.remove(text))));
            continue;
        };
        for ((_, shown), html) in some.iter().zip(answer.html) {
            shown.set(Some(html));
        }
    }
}
