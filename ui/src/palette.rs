//! Over the page: find and do, what the keys do, and where a link leads.

use leptos::prelude::*;
use palabre_api::ask;

use crate::backend::{finds, focus, follow, goes_on, part, reveal, stay};
use crate::keys::KEYS;
use crate::parts::{Dialog as Over, ToCopy, follows, word};
use crate::place::{PLACES, Place};
use crate::state::{Dialog, app, app_now, go, load};
use crate::words::{say, t};

/// The dialogs.
#[component]
pub fn Dialogs() -> impl IntoView {
    let app = app();
    let close = Callback::new(move |()| app.dialog.set(None));
    let stay = Callback::new(move |()| app.leaving.set(None));
    let unsaid = Callback::new(move |()| {
        app.dialog.set(None);
        tell_whether_it_goes_on(&goes_on());
    });
    view! {
        {follows(move || match app.dialog.get() {
            Some(Dialog::Find) => view! { <Over label=t("key-find") close=close><Find /></Over> }.into_any(),
            Some(Dialog::Keys) => view! { <Over label=t("key-keys") close=close><Keys /></Over> }.into_any(),
            Some(Dialog::Closing) => view! { <Over label=t("closing") close=unsaid><Closing /></Over> }.into_any(),
            None => ().into_any(),
        })}
        {follows(move || {
            app.leaving
                .get()
                .map(|address| view! { <Over label=t("leaving") close=stay><Leaving address=address /></Over> })
        })}
    }
}

/// Tells the shell whether Palabre goes on without its window, where somebody said it.
pub fn tell_whether_it_goes_on(said: &str) {
    stay(said, &t("tray-open"), &t("tray-end"));
}

/// Somebody closes the window for the first time: whether Palabre goes on then.
#[component]
fn Closing() -> impl IntoView {
    let choose = move |said: &'static str| {
        tell_whether_it_goes_on(said);
        app_now().dialog.set(None);
        part();
    };
    view! {
        <h2>{t("closing")}</h2>
        <p>{t("closing-what")}</p>
        <p class="acts">
            <button class="main" on:click=move |_| choose("yes")>{t("closing-go-on")}</button>
            <button class="quiet" on:click=move |_| choose("no")>{t("closing-end")}</button>
        </p>
    }
}

/// A link leads out of here: where to, before it is followed.
#[component]
fn Leaving(address: String) -> impl IntoView {
    let leaving = app().leaving;
    let (open, taken) = (address.clone(), address.clone());
    let rest = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned();
    view! {
        <h2>{say("leaving-to", &[("host", host.into())])}</h2>
        <p class="ticket">{address}</p>
        <p class="acts">
            <button class="main" on:click=move |_| { follow(&open); leaving.set(None); }>{t("leaving-open")}</button>
            <ToCopy text=taken label=t("copy") quiet=true />
            <button class="quiet" on:click=move |_| leaving.set(None)>{t("leaving-stay")}</button>
        </p>
    }
}

/// The table of keys.
#[component]
fn Keys() -> impl IntoView {
    let dialog = app().dialog;
    let rows = KEYS.map(|(keys, _, says)| {
        let shown: Vec<String> = keys.split('+').map(|key| word("keyname", key)).collect();
        let each = shown.into_iter().map(|key| view! { <kbd>{key}</kbd> " " }).collect_view();
        view! { <tr><th scope="row">{each}</th><td>{t(says)}</td></tr> }
    });
    view! {
        <h2>{t("key-keys")}</h2>
        <table class="keys"><tbody>{rows}</tbody></table>
        <button class="quiet" on:click=move |_| dialog.set(None)>{t("close")}</button>
    }
}

/// Something that is found: what it says, a small line, and where it leads.
#[derive(Clone, PartialEq)]
struct Hit {
    title: String,
    small: String,
    place: Place,
}

/// What can be done from everywhere.
fn acts() -> Vec<Hit> {
    let new = |(kind, place): (&str, Place)| Hit {
        title: t(&format!("new-{kind}")),
        small: t("start-something"),
        place,
    };
    let places = PLACES.into_iter().map(|(word, place)| Hit {
        title: t(&format!("place-{word}")),
        small: t("go-there"),
        place,
    });
    let more = [
        ("register", Place::Register),
        ("invite", Place::People),
        ("me-and-devices", Place::Me),
        ("verify", Place::Verify),
        ("begin-found", Place::New("found".into())),
        ("begin-join", Place::New("join".into())),
    ];
    let more = more.into_iter().map(|(key, place)| Hit { title: t(key), small: t("go-there"), place });
    [
        ("intention", "intention"),
        ("decision", "decision"),
        ("project", "project"),
        ("share", "share"),
        ("round", "money"),
    ]
    .map(|(kind, leads)| new((kind, Place::New(leads.to_owned()))))
    .into_iter()
    .chain(places)
    .chain(more)
    .collect()
}

/// Finds acts and things.
#[component]
fn Find() -> impl IntoView {
    let app = app();
    let (text, chosen) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let hits = load(move || ask::Search {
        text: vec![Some(text.get()).filter(|text| !text.trim().is_empty()).unwrap_or_else(|| "\u{0}".into())],
        kind: None,
        limit: 12,
    });
    let found = Memo::new(move |_| {
        let typed = text.get();
        let is_empty = typed.trim().is_empty();
        let acts = acts().into_iter().filter(|hit| finds(&typed, &hit.title));
        let mut all: Vec<Hit> = acts.take(if is_empty { 20 } else { 5 }).collect();
        let people = app
            .members
            .get()
            .into_iter()
            .filter(|member| !is_empty && member.standing == "here" && finds(&typed, &member.name));
        all.extend(people.take(5).map(|member| Hit {
            title: member.name,
            small: t("kind-member"),
            place: Place::Person(member.id),
        }));
        if let (Some(Ok(found)), false) = (hits.get(), is_empty) {
            all.extend(found.hits.into_iter().map(|hit| Hit {
                small: format!("{} · {}", word("kind", &hit.kind), hit.excerpt),
                place: Place::of(&hit.kind, &hit.id),
                title: hit.title,
            }));
        }
        all
    });
    let open = move |hit: &Hit| {
        app.dialog.set(None);
        go(&hit.place);
        focus("#page");
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let all = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|at| *at = (*at + 1).min(all.saturating_sub(1))),
            "ArrowUp" => chosen.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                if let Some(hit) = found.with(|found| found.get(chosen.get()).cloned()) {
                    open(&hit);
                }
            }
            _ => return,
        }
        reveal(&format!("#hit-{}", chosen.get_untracked()));
        event.prevent_default();
    };
    focus("#find");
    // Where nothing is found there is no list that could be spoken of.
    let any = move || found.with(|found| !found.is_empty());
    let rows = move || {
        let all = found.get();
        if all.is_empty() {
            return view! { <p class="soft">{t("nothing-found")}</p> }.into_any();
        }
        let rows = all.into_iter().enumerate().map(|(at, hit)| {
            let (title, small) = (hit.title.clone(), hit.small.clone());
            view! {
                <li
                    id=format!("hit-{at}")
                    role="option"
                    class="row"
                    aria-selected=move || (chosen.get() == at).to_string()
                    on:click=move |_| open(&hit)
                >
                    <span class="what">{title}</span>
                    <span class="small soft">{small}</span>
                </li>
            }
        });
        view! { <ul id="hits" class="rows hits" role="listbox" aria-label=t("found")>{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <input
            id="find"
            type="text"
            role="combobox"
            aria-expanded=move || any().to_string()
            aria-controls=move || any().then_some("hits")
            aria-activedescendant=move || any().then(|| format!("hit-{}", chosen.get()))
            aria-label=t("key-find")
            placeholder=t("find-hint")
            autocomplete="off"
            on:input:target=move |e| {
                chosen.set(0);
                text.set(e.target().value());
            }
            on:keydown=keys
        />
        {rows}
    }
}
