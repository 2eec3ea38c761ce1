//! What is said outside the window: the node says what and when, here are the words. Nothing of it in a browser, and nothing of
//! the example.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use palabre_api::{ask, row};

use crate::backend::{self, habits, has_shell, keep_habits, looking, tell};
use crate::parts::{Tick, section};
use crate::place::Place;
use crate::state::App;
use crate::words::{list, say, t};

/// How often it is asked where nothing happens.
const EACH: Duration = Duration::from_secs(60);
/// How long after something happened it is asked: much may come together.
const SOON: Duration = Duration::from_secs(2);

/// What somebody may not want, as it is kept.
const NAMES: &str = "names";
const SUMMARY: &str = "summary";
const REMINDER: &str = "reminder";
const QUIET: &str = "quiet";

fn without(what: &str) -> bool {
    habits().split(' ').any(|without| without == what)
}

/// Says from now on what there is to say, while the app runs.
pub fn watch(app: App) {
    if !has_shell() {
        return;
    }
    set_interval(move || spawn_local(ask_all(app)), EACH);
    let asks = StoredValue::new(false);
    Effect::new(move |_| {
        app.version.track();
        if !asks.get_value() {
            asks.set_value(true);
            let ask = move || {
                asks.set_value(false);
                spawn_local(ask_all(app));
            };
            set_timeout(ask, SOON);
        }
    });
}

async fn ask_all(app: App) {
    let Some(Ok(me)) = app.me.get_untracked() else { return };
    if app.example.with_untracked(Option::is_some) {
        return;
    }
    let mut summaries: Vec<(row::Community, row::Notice)> = Vec::new();
    for community in me.communities {
        let ask = ask::Notices {
            // Whoever looks at one community does not see the others.
            looking: looking() && community.id == app.community.get_untracked(),
            no_names: without(NAMES),
            no_summary: without(SUMMARY),
            no_reminder: without(REMINDER),
            always: without(QUIET),
        };
        // What cannot be asked now is asked again in a minute.
        let told = backend::ask(&community.id, &ask).await.unwrap_or_default();
        for notice in told.notices {
            if notice.what == "waiting" {
                summaries.push((community.clone(), notice));
                continue;
            }
            let place = Place::of(&notice.kind, &notice.id);
            tell(&community.name, &sentence(&notice), &t("notice-open"), &community.id, &place.address());
        }
    }
    summarise(&summaries);
}

/// Says once what waits, also where it waits in several communities: it leads to the first of them.
fn summarise(summaries: &[(row::Community, row::Notice)]) {
    let Some((first, notice)) = summaries.first() else { return };
    let (name, text) = match summaries {
        [_] => (first.name.clone(), sentence(notice)),
        _ => {
            let many: u32 = summaries.iter().map(|(_, notice)| notice.many).sum();
            let names: Vec<String> = summaries.iter().map(|(community, _)| community.name.clone()).collect();
            (list(&names), say("notice-waiting-several", &[("count", many.into())]))
        }
    };
    tell(&name, &text, &t("notice-open"), &first.id, &Place::Today.address());
}

fn sentence(notice: &row::Notice) -> String {
    let title = || notice.title.as_str().into();
    match notice.what.as_str() {
        "named" => say("notice-named", &[("title", title())]),
        "ends" => {
            let until = notice.until.map(backend::until).unwrap_or_default();
            say("notice-ends", &[("title", title()), ("until", until.into())])
        }
        _ => say("notice-waiting", &[("title", title()), ("count", notice.many.into())]),
    }
}

/// Which notices somebody wants.
#[component]
pub fn Habits() -> impl IntoView {
    let all = [NAMES, SUMMARY, REMINDER, QUIET].map(|what| (what, RwSignal::new(!without(what))));
    Effect::new(move |before: Option<()>| {
        let off: Vec<&str> = all.iter().filter(|(_, on)| !on.get()).map(|(what, _)| *what).collect();
        if before.is_some() {
            keep_habits(&off.join(" "));
        }
    });
    let ticks = all.map(|(what, on)| view! { <Tick label=t(&format!("notices-{what}")) value=on /> });
    section("notices", view! { <div class="stack">{ticks.into_iter().collect_view()}</div> })
}
