//! The example to look around in: opened, a day older, left.

use leptos::prelude::*;
use leptos::task::spawn_local;
use palabre_api::ApiError;

use crate::backend;
use crate::parts::{Trouble, forget};
use crate::place::Place;
use crate::state::{App, app, app_now, forget_drafts, go};
use crate::words::{code, say, t};

/// How far the story has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many days have passed.
    pub day: u32,
    /// How many there are.
    pub days: u32,
    /// How far the example is ahead of the world, in milliseconds.
    ahead: i64,
    /// The community's id.
    community: String,
}

palabre_api::from_answer!(Standing { day, days, ahead, community });

/// Looks around first: no name is asked for.
#[component]
pub fn LookAround() -> impl IntoView {
    let app = app();
    let trouble = RwSignal::new(None);
    move || {
        match app.making.get() {
        Some(percent) => {
            view! { <p class="soft" role="status">{say("example-making", &[("percent", percent.into())])}</p> }.into_any()
        }
        None => view! {
            <p class="acts"><button class="quiet" type="button" on:click=move |_| enter(trouble)>{t("example-look")}</button></p>
            <Trouble of=trouble />
        }
            .into_any(),
    }
    }
}

fn enter(trouble: RwSignal<Option<ApiError>>) {
    let app = app_now();
    app.making.set(Some(0));
    trouble.set(None);
    spawn_local(async move {
        let asked = serde_json::json!({ "language": code() }).to_string();
        let opened = backend::example("open", &asked).await.and_then(|answer| backend::read_text(&answer));
        app.making.set(None);
        match opened {
            Ok(standing) => {
                turn(app, Some(standing));
                go(&Place::Today);
            }
            Err(error) => trouble.set(Some(error)),
        }
    });
}

/// Sits down in the example, or gets up.
fn turn(app: App, standing: Option<Standing>) {
    match &standing {
        Some(standing) => backend::sit(standing.ahead as f64),
        None => backend::rise(),
    }
    forget();
    forget_drafts();
    app.met.set(None);
    app.coming.set(None);
    app.foretold.set(None);
    app.members.set(Vec::new());
    app.community.set(standing.as_ref().map(|standing| standing.community.clone()).unwrap_or_default());
    app.example.set(standing);
    app.changed();
}

/// Leaves the example, where one is in it: nothing of it stays.
pub fn leave(app: App) {
    if app.example.with_untracked(Option::is_none) {
        return;
    }
    turn(app, None);
    go(&Place::Today);
    spawn_local(async {
        // What cannot be closed is forgotten with the program.
        let _ = backend::example("close", "{}").await;
    });
}

/// Says that this is an example, lets a day pass, and leads out of it.
#[component]
pub fn Bar(standing: Standing) -> impl IntoView {
    let app = app();
    let (passing, trouble) = (RwSignal::new(false), RwSignal::new(None));
    let over = standing.day >= standing.days;
    let pass = move |_| {
        passing.set(true);
        spawn_local(async move {
            match backend::example("day", "{}")
                .await
                .and_then(|answer| backend::read_text::<Standing>(&answer))
            {
                Ok(standing) => {
                    backend::sit(standing.ahead as f64);
                    forget();
                    app.example.set(Some(standing));
                    app.changed();
                }
                Err(error) => {
                    passing.set(false);
                    trouble.set(Some(error));
                }
            }
        });
    };
    let stands = match (standing.day, over) {
        (0, _) => String::new(),
        (_, true) => t("example-over"),
        (day, false) => say("example-day", &[("day", day.into()), ("days", standing.days.into())]),
    };
    view! {
        <aside class="example" aria-label=t("example")>
            <p><strong>{t("example")}</strong> " " {t("example-what")} " " <span role="status">{stands}</span></p>
            <p class="acts">
                {(!over).then(|| view! {
                    <button class="main" disabled=move || passing.get() on:click=pass>
                        {move || t(if passing.get() { "example-passing" } else { "example-pass" })}
                    </button>
                })}
                <button class="quiet" on:click=move |_| leave(app)>{t("example-begin")}</button>
            </p>
            <Trouble of=trouble />
        </aside>
    }
}
