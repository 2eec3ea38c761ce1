//! Files on a record: attached from a dialog or dropped, brought here from other laptops, saved.

use leptos::prelude::*;
use leptos::task::spawn_local;
use palabre_api::{ApiError, ask, row};

use super::{Trouble, follows, part};
use crate::backend::{choose, size};
use crate::state::{act, app, save};
use crate::words::t;

/// The files of a record that has a page.
#[component]
pub fn Files(of: Signal<Vec<row::File>>, on: String) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let record = StoredValue::new(on);
    view! {
        <section>
            <h2>{t("files")}</h2>
            {part(of, Clone::clone, move |files| listed(files, record.get_value(), trouble))}
            <Take on=record.get_value() trouble=trouble drops=true />
            <Trouble of=trouble />
        </section>
    }
}

/// Files in their list.
pub fn listed(files: Vec<row::File>, on: String, trouble: RwSignal<Option<ApiError>>) -> impl IntoView {
    let rows = files.into_iter().map(move |file| file_row(file, on.clone(), trouble));
    view! { <ul class="rows">{rows.collect_view()}</ul> }
}

/// Takes files for a record. `drops`: the page that is open is the record’s, and what is dropped on the window is for it.
#[component]
pub fn Take(on: String, trouble: RwSignal<Option<ApiError>>, #[prop(optional)] drops: bool) -> impl IntoView {
    let busy = RwSignal::new(false);
    let record = StoredValue::new(on);
    let take = move |on: String, file: String| {
        busy.try_set(true);
        act(ask::Attach { on, file, drop: false }, trouble, move |_| {
            busy.try_set(false);
        });
    };
    let attach = move |_| {
        trouble.set(None);
        // It is for this record also where somebody has left its page meanwhile.
        let on = record.get_value();
        spawn_local(async move {
            match choose().await {
                Ok(Some(path)) => take(on, path),
                Ok(None) => {}
                Err(error) => {
                    trouble.try_set(Some(error));
                }
            }
        });
    };
    let handing = app().handing;
    if drops {
        crate::state::take_dropped(move |path| match path {
            Ok(path) => take(record.get_value(), path),
            Err(error) => trouble.set(Some(error)),
        });
    }
    Effect::new(move |_| {
        if trouble.with(Option::is_some) {
            busy.set(false);
        }
    });
    let hint = if drops { t("attach-hint") } else { String::new() };
    view! {
        {follows(move || match (handing.get().filter(|_| drops), busy.get()) {
            (Some(percent), _) => Some(moving(t("attaching"), Some(percent))),
            (None, true) => Some(moving(t("attaching"), None)),
            (None, false) => None,
        })}
        <p class="acts">
            <button class="quiet" on:click=attach>{t("attach")}</button>
            <span class="small soft">{hint}</span>
        </p>
    }
}

/// Says that a file is on its way, and how far it is, as far as that is known.
fn moving(what: String, percent: Option<u32>) -> AnyView {
    let bar = match percent {
        Some(percent) => {
            view! { <progress aria-label=what.clone() max="100" value=percent.to_string()></progress> }
                .into_any()
        }
        None => view! { <progress aria-label=what.clone()></progress> }.into_any(),
    };
    let far = percent.map(|percent| format!(" {}", crate::backend::percent(percent * 10)));
    view! { <p class="small moving">{bar} " " {what} {far}</p> }.into_any()
}

fn file_row(file: row::File, record: String, trouble: RwSignal<Option<ApiError>>) -> impl IntoView {
    let me = crate::state::my_name();
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
    let (arriving, called) = (app().arriving, file.name.clone());
    let far = move || {
        let (name, received, expected) = arriving.get()?;
        (name == called).then(|| (received.saturating_mul(100) / expected.max(1)).min(100) as u32)
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
                        {follows(move || match wanted.get() || far().is_some() {
                            true if far().is_some() => moving(t("file-arriving"), far()),
                            true => moving(t("file-coming"), None),
                            false => view! { <button class="quiet" on:click=bring.clone()>{t("file-bring")}</button> }.into_any(),
                        })}
                    }
                    .into_any()
                }}
                {mine.then(|| view! { <button class="quiet" on:click=move |_| act(off.clone(), trouble, |_| {})>{t("file-off")}</button> })}
            </span>
        </li>
    }
}
