//! The window: first run, or the frame around every page.

use leptos::prelude::*;
use palabre_api::{ask, row};
use serde::Deserialize;

use crate::backend::{self, keep_language, now, time};
use crate::pages;
use crate::place::{PLACES, Place};
use crate::state::{App, app, load, provide};
use crate::words::{self, LANGUAGES, say, t};

/// What the node tells, of what it may tell.
#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Told {
    Changed {},
    Met {
        name: String,
    },
    Progress {
        received: u64,
        expected: u64,
    },
    Invited {},
    #[serde(other)]
    Other,
}

/// The whole of it.
#[component]
pub fn Palabre() -> impl IntoView {
    let app = provide();
    keep_language(words::code());
    backend::hear_places(move |address| app.place.set(Place::read(&address)));
    backend::hear(move |text| hear(app, &text));
    take_invitation(app);
    let me = load(|| ask::MeShow {});
    Effect::new(move |_| {
        if let Some(answer) = me.get() {
            if let Ok(found) = &answer
                && !found.communities.iter().any(|community| community.id == app.community.get_untracked())
                && let Some(first) = found.communities.first()
            {
                app.community.set(first.id.clone());
            }
            app.me.set(Some(answer));
        }
    });
    // Another language draws everything anew; so does the first community, and nothing else.
    let stage = Memo::new(move |_| match app.me.get() {
        None => Stage::Waiting,
        Some(Ok(me)) if !me.communities.is_empty() => Stage::Inside,
        Some(Ok(_)) => Stage::Alone,
        Some(Err(error)) if error.code == "me.nobody" => Stage::Nobody,
        Some(Err(_)) => Stage::Stuck,
    });
    move || {
        app.language.track();
        match stage.get() {
            Stage::Waiting => {
                view! { <main class="alone" aria-busy="true"><p class="soft">{t("loading")}</p></main> }
                    .into_any()
            }
            Stage::Nobody => view! { <pages::first::Name /> }.into_any(),
            Stage::Alone => view! { <pages::first::Begin /> }.into_any(),
            Stage::Inside => view! { <Frame /> }.into_any(),
            Stage::Stuck => view! { <pages::first::Stuck /> }.into_any(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Nobody,
    Alone,
    Inside,
    Stuck,
}

/// Shows the invitation that was followed to come here, if there is one. Nothing is joined by itself.
fn take_invitation(app: App) {
    leptos::task::spawn_local(async move {
        if let Some(link) = backend::pending().await {
            app.invited.set(Some(link));
            crate::state::go(&Place::New("join".into()));
        }
    });
}

fn hear(app: App, text: &str) {
    match serde_json::from_str(text) {
        Ok(Told::Changed {}) => app.version.update(|version| *version += 1),
        Ok(Told::Met { name }) => {
            app.met.set(Some((name, now() as i64)));
            app.coming.set(None);
            app.version.update(|version| *version += 1);
        }
        Ok(Told::Progress { received, expected }) => app.coming.set(Some((received, expected))),
        Ok(Told::Invited {}) => take_invitation(app),
        Ok(Told::Other) | Err(_) => {}
    }
}

/// Which language is spoken here, and the others.
#[component]
pub fn Languages() -> impl IntoView {
    let app = app();
    view! {
        <div class="languages" role="group" aria-label=t("language")>
            {LANGUAGES
                .into_iter()
                .map(|(code, name)| {
                    view! {
                        <button
                            class="quiet"
                            lang=code
                            aria-pressed=(words::code() == code).to_string()
                            on:click=move |_| {
                                words::choose(code);
                                keep_language(code);
                                app.language.set(code);
                            }
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
fn Frame() -> impl IntoView {
    let app = app();
    let cause = load(|| ask::CauseShow {});
    let community = move || {
        let me = app.me.get()?.ok()?;
        me.communities.into_iter().find(|community| community.id == app.community.get())
    };
    let others = move || app.me.get().and_then(Result::ok).map(|me| me.communities).unwrap_or_default();
    let why =
        move || cause.get().and_then(Result::ok).map(|cause: row::Cause| cause.cause).unwrap_or_default();
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let number = event.key().parse::<usize>().ok().filter(|n| (1..=PLACES.len()).contains(n));
        if let (true, Some(number)) = (event.ctrl_key(), number) {
            event.prevent_default();
            crate::state::go(&PLACES[number - 1].1);
        } else if event.ctrl_key() && event.key() == "n" {
            event.prevent_default();
            crate::state::go(&Place::New(String::new()));
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        <a class="skip" href="#page">{t("skip")}</a>
        <header class="top">
            <strong>{move || community().map(|community| community.name)}</strong>
            <a class="cause" href=Place::House.address()>{why}</a>
            <a class="button quiet" href=Place::New(String::new()).address()>{t("start-something")}</a>
        </header>
        <nav class="places" aria-label=t("places")>
            {move || {
                let all = others();
                (all.len() > 1)
                    .then(|| {
                        view! {
                            <ul class="communities">
                                {all
                                    .into_iter()
                                    .map(|one| {
                                        let (id, is) = (one.id.clone(), one.id.clone());
                                        view! {
                                            <li>
                                                <button
                                                    class="quiet"
                                                    aria-pressed=move || (app.community.get() == is).to_string()
                                                    on:click=move |_| app.community.set(id.clone())
                                                >
                                                    {one.name}
                                                </button>
                                            </li>
                                        }
                                    })
                                    .collect_view()}
                            </ul>
                        }
                    })
            }}
            <ul>
                {PLACES
                    .into_iter()
                    .map(|(word, place)| {
                        let here = move || (app.place.get().home() == word).then_some("page");
                        view! { <li><a href=place.address() aria-current=here>{t(&format!("place-{word}"))}</a></li> }
                    })
                    .collect_view()}
            </ul>
            <Languages />
        </nav>
        <main id="page" tabindex="-1">{move || pages::page(&app.place.get())}</main>
        <footer class="status" aria-live="polite">{move || standing(app, community().as_ref())}</footer>
    }
}

/// How saving and meeting stand, in words.
fn standing(app: App, community: Option<&row::Community>) -> String {
    if community.is_some_and(|community| community.standing == "waiting") {
        return t("standing-waiting");
    }
    if let Some((received, expected)) = app.coming.get() {
        let percent = received.saturating_mul(100).checked_div(expected).unwrap_or(0).min(100);
        return say("standing-joining", &[("percent", percent.into())]);
    }
    match app.met.get() {
        Some((name, at)) => say("standing-met", &[("name", name.into()), ("when", time(at).into())]),
        None => t("standing-alone"),
    }
}
