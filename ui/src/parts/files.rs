//! Files on a record: attached from a dialog or dropped, brought here from other laptops, saved.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use super::{Trouble, part};
use crate::backend::size;
use crate::state::{act, app, read, save};
use crate::words::t;

/// The files of a record.
#[component]
pub fn Files(of: Signal<Vec<row::File>>, on: String) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let record = StoredValue::new(on);
    let ask = move |file: String| ask::Attach { on: record.get_value(), file, drop: false };
    let attach = move |_| read(trouble, ask, |_| {});
    // A file that is dropped on the window belongs to the page that is open.
    let dropped = app().dropped;
    Effect::new(move |_| {
        if let Some(path) = dropped.get() {
            dropped.set(None);
            if path.is_empty() {
                trouble.set(Some(ApiError::new("file.failed", "This file cannot be read.", "")));
                return;
            }
            busy.set(true);
            act(ask(path), trouble, move |_| busy.set(false));
        }
    });
    Effect::new(move |_| {
        if trouble.with(Option::is_some) {
            busy.set(false);
        }
    });
    view! {
        <section>
            <h2>{t("files")}</h2>
            {part(of, Clone::clone, move |files| {
                let rows = files.into_iter().map(move |file| file_row(file, record.get_value(), trouble));
                view! { <ul class="rows">{rows.collect_view()}</ul> }
            })}
            {move || busy.get().then(|| view! { <p class="small"><progress aria-label=t("attaching")></progress> " " {t("attaching")}</p> })}
            <p class="acts">
                <button class="quiet" on:click=attach>{t("attach")}</button>
                <span class="small soft">{t("attach-hint")}</span>
            </p>
            <Trouble of=trouble />
        </section>
    }
}

fn file_row(file: row::File, record: String, trouble: RwSignal<Option<ApiError>>) -> impl IntoView {
    let me = app().me.get_untracked().and_then(Result::ok).map(|me| me.name).unwrap_or_default();
    let mine = file.by == me;
    let small = format!("{} · {}", size(file.size), file.by);
    let wanted = RwSignal::new(false);
    let (here, name) = (file.here, file.name.clone());
    let fetch = {
        let (on, id) = (record.clone(), file.id.clone());
        move |path: Option<String>| ask::Fetch { on: on.clone(), name: id.clone(), file: path }
    };
    let bring = {
        let fetch = fetch.clone();
        move |_| {
            wanted.set(true);
            act(fetch(None), trouble, |_| {});
        }
    };
    let keep = move |_| {
        let fetch = fetch.clone();
        save(name.clone(), trouble, move |path| fetch(Some(path)), |_| {});
    };
    let off = ask::Attach { on: record, file: file.id.clone(), drop: true };
    view! {
        <li class="row">
            <span class="what">{file.name}</span>
            <span class="small soft">{small}</span>
            <span class="acts">
                {if here {
                    view! { <button class="quiet" on:click=keep>{t("file-save")}</button> }.into_any()
                } else {
                    view! {
                        {move || match wanted.get() {
                            true => view! { <span class="small"><progress aria-label=t("file-coming")></progress> " " {t("file-coming")}</span> }.into_any(),
                            false => view! { <button class="quiet" on:click=bring.clone()>{t("file-bring")}</button> }.into_any(),
                        }}
                    }
                    .into_any()
                }}
                {mine.then(|| view! { <button class="quiet" on:click=move |_| act(off.clone(), trouble, |_| {})>{t("file-off")}</button> })}
            </span>
        </li>
    }
}
