//! The window: first run, or the frame around every page.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{self, keep_language, now, on};
use crate::example;
use crate::keys::{self, Does};
use crate::pages;
use crate::palette::{Dialogs, tell_whether_it_goes_on};
use crate::parts::{follows, forget, in_words};
use crate::place::{PLACES, Place};
use crate::state::{AROUND, App, Dialog, app, go, load, load_around, once, provide, turn_to};
use crate::words::{self, LANGUAGES, say, t};

/// What the node tells, of what it may tell.
struct Told {
    event: String,
    name: String,
    received: u64,
    expected: u64,
    percent: u32,
    community: String,
    place: String,
    preview: Option<row::Preview>,
    code: String,
    message: String,
    hint: String,
}

palabre_api::from_answer!(Told {
    event,
    name,
    received,
    expected,
    percent,
    community,
    place,
    preview,
    code,
    message,
    hint
});

/// How long pages stay as they are while thousands come.
const APART: std::time::Duration = std::time::Duration::from_secs(5);

/// How long the screen takes to show what was drawn.
const A_FRAME: std::time::Duration = std::time::Duration::from_millis(20);

/// How long nothing comes until it counts as over.
const QUIET: std::time::Duration = std::time::Duration::from_secs(30);

/// How the codes begin of what goes wrong with this laptop itself, and not with one that it meets.
const OURS: [&str; 9] = [
    "home.",
    "store.",
    "device.",
    "backup.",
    "near.",
    "net.bind",
    "net.taken",
    "link.suspended",
    UNREACHABLE,
];
/// That the program behind the page does not answer.
const UNREACHABLE: &str = "node.unreachable";

/// The whole of it.
#[component]
pub fn Palabre() -> impl IntoView {
    let app = provide();
    keep_language(words::code());
    backend::hear_places(move |address| app.place.set(Place::read(&address)));
    backend::hear(move |text| hear(app, &text));
    backend::hear_links(move |address| app.leaving.set(Some(address)));
    backend::hear_handing(move |share| {
        app.handing.set((share >= 0.0).then_some((share * 100.0) as u32));
    });
    backend::hear_drops(move |path| {
        app.dropped.update(|dropped| dropped.push(path));
        // What the page that is open does not take is no other page's.
        set_timeout(move || app.dropped.set(Vec::new()), std::time::Duration::from_millis(200));
    });
    take_invitation(app);
    crate::notices::watch(app);
    let me = load(|| ask::MeShow {});
    Effect::new(move |_| {
        if let Some(answer) = me.get() {
            if let Ok(found) = &answer {
                // One that does not open is come to by whoever turns to it.
                let open = || found.communities.iter().filter(|community| community.trouble.is_none());
                let is_open = |id: &str| open().any(|community| community.id == id);
                let is_known = |id: &str| found.communities.iter().any(|community| community.id == id);
                let is_first = app.me.with_untracked(Option::is_none);
                let stays = |id: &str| if is_first { is_open(id) } else { is_known(id) };
                let before = app.community.get_untracked();
                let other = open().next().or(found.communities.first());
                let other = other.filter(|_| !stays(&before)).map(|community| community.id.clone());
                if let Some(id) = other.filter(|id| *id != before) {
                    // The next start asks about this one at once.
                    backend::keep_community(&id);
                    app.community.set(id);
                }
            }
            app.me.set(Some(answer));
        }
    });
    // Another language draws everything anew; so does the first community, and nothing else.
    let stage = Memo::new(move |_| match app.me.get() {
        None => Stage::Waiting,
        Some(Ok(me)) if me.communities.iter().any(|community| community.trouble.is_none()) => Stage::Inside,
        Some(Ok(me)) if !me.communities.is_empty() => Stage::Stuck,
        Some(Ok(_)) => Stage::Alone,
        Some(Err(error)) if error.code == "me.nobody" => Stage::Nobody,
        Some(Err(_)) => Stage::Stuck,
    });
    let comes_in = StoredValue::new(false);
    move || {
        app.language.track();
        let stage = stage.get();
        let apart = comes_in.get_value();
        comes_in.set_value(matches!(stage, Stage::Nobody | Stage::Alone));
        match stage {
            Stage::Waiting => {
                view! { <main class="alone" aria-busy="true"><p class="soft">{t("loading")}</p></main> }
                    .into_any()
            }
            Stage::Nobody => view! { <pages::first::Name /> }.into_any(),
            Stage::Alone => view! { <pages::first::Begin /> }.into_any(),
            Stage::Inside => view! { <Frame apart=apart /> }.into_any(),
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

/// Shows what was followed to come here, if there is anything: an invitation, or a ticket that makes this laptop somebody's,
/// which is taken where nobody has begun yet. Nothing is done with it by itself.
fn take_invitation(app: App) {
    leptos::task::spawn_local(async move {
        if let Some(link) = backend::pending().await {
            app.invited.set(Some(link));
            crate::state::go(&Place::New("join".into()));
        }
    });
}

fn hear(app: App, text: &str) {
    let Ok(told) = backend::read_some(text) else { return };
    let Told { event, name, received, expected, percent, community, place, preview, code, message, hint } =
        told;
    // What the own communities do goes on, and is not shown in the example.
    if app.example.with_untracked(Option::is_some)
        && !matches!(event.as_str(), "invited" | "notice" | "closing" | "example")
    {
        return;
    }
    match event.as_str() {
        // While thousands come, pages are drawn anew now and then: to ask for them takes from what they come with.
        "changed" if app.coming.with_untracked(Option::is_some) => {
            once(app.drawing, APART, move || app.changed())
        }
        // Where this laptop listens stands on pages that were there before it did.
        "changed" | "near" | "offers" | "listening" => app.changed(),
        "met" => {
            if community == app.community.get_untracked() {
                app.met.set(Some((name, now() as i64)));
            }
            app.coming.set(None);
            app.foretold.update(|told| drop(told.take_if(|(of, _)| *of == community)));
            app.changed();
        }
        "alone" if community == app.community.get_untracked() => app.met.set(None),
        "preview" => app.foretold.set(preview.map(|preview| (community, preview))),
        "problem" if OURS.iter().any(|ours| code.starts_with(ours)) => {
            app.wrong.set(Some(ApiError { code, message, hint }));
        }
        // Somebody followed a link to a laptop, and waits for what comes of it.
        "unmet" => app.wrong.set(Some(ApiError { code, message, hint })),
        "back" => {
            app.wrong.update(|wrong| drop(wrong.take_if(|wrong| wrong.code == UNREACHABLE)));
            app.changed();
        }
        "progress" => {
            let so_far = Some((received, expected));
            app.coming.set(so_far);
            // Where nothing more comes, nothing is on its way.
            let over = move || {
                if app.coming.with_untracked(|coming| *coming == so_far) {
                    app.coming.set(None);
                }
            };
            set_timeout(over, QUIET);
        }
        "file-progress" => app.arriving.set(Some((name, received, expected))),
        "file" => {
            app.arriving.set(None);
            app.changed();
        }
        "invited" => {
            example::leave(app);
            take_invitation(app);
        }
        "notice" => {
            example::leave(app);
            if community != app.community.get_untracked() {
                turn_to(community);
            }
            backend::go(&place);
        }
        // Before somebody is in a community there is nothing to go on with.
        "closing" => match app.me.get_untracked() {
            Some(Ok(me)) if !me.communities.is_empty() => app.dialog.set(Some(Dialog::Closing)),
            _ => backend::part(),
        },
        "example" => app.making.update(|making| {
            if let Some(making) = making {
                *making = percent;
            }
        }),
        _ => {}
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
                            on:click=move |_| leptos::task::spawn_local(async move {
                                if backend::has_words(code).await {
                                    words::choose(code);
                                    keep_language(code);
                                    app.language.set(code);
                                }
                            })
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// The frame around all pages. `apart`: the page comes a frame of the screen later, for somebody who comes in for the first time
/// while a community is on its way: to draw both takes longer than a window may stand still.
#[component]
fn Frame(apart: bool) -> impl IntoView {
    let app = app();
    let drawn = RwSignal::new(!apart);
    if apart {
        set_timeout(move || drawn.set(true), A_FRAME);
    }
    let cause = load_around(|| ask::CauseShow {});
    let community = move || {
        let me = app.me.get()?.ok()?;
        me.communities.into_iter().find(|community| community.id == app.community.get())
    };
    let others = move || app.me.get().and_then(Result::ok).map(|me| me.communities).unwrap_or_default();
    let why =
        move || cause.get().and_then(Result::ok).map(|cause: row::Cause| cause.cause).unwrap_or_default();
    let members = load_around(ask::Members::default);
    Effect::new(move |_| {
        if let Some(Ok(found)) = members.get()
            && app.members.with_untracked(|known| *known != found.members)
        {
            app.members.set(found.members);
            forget();
        }
    });
    // Whom this laptop met that is in reach; in the example, whom it met while a day passed.
    Effect::new(move |before: Option<String>| {
        let example = app.example.get().is_some();
        let community = app.community.get();
        if before.is_some_and(|before| before != community) {
            app.met.set(None);
        }
        let shown = community.clone();
        let look = async move {
            if let Ok(status) = backend::ask(&shown, &ask::Status {}).await
                && shown == app.community.get_untracked()
            {
                let near = status.peers.into_iter().filter(|peer| peer.linked || example);
                let met = near.filter_map(|peer| Some((peer.name, peer.met?))).max_by_key(|(_, at)| *at);
                // What was heard meanwhile is newer.
                if met.is_some() {
                    app.met.set(met);
                }
            }
        };
        set_timeout(move || leptos::task::spawn_local(look), AROUND);
        community
    });
    Effect::new(move |_| {
        app.language.track();
        tell_whether_it_goes_on(&backend::goes_on());
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if app.dialog.get_untracked().is_some() || app.leaving.get_untracked().is_some() {
            return;
        }
        match keys::read(&event) {
            Some(Does::Go(place)) => go(&PLACES[place].1),
            Some(Does::New) => go(&Place::New(String::new())),
            Some(Does::Find) => app.dialog.set(Some(Dialog::Find)),
            Some(Does::Keys) => app.dialog.set(Some(Dialog::Keys)),
            // The pages hear the others.
            Some(Does::Open | Does::LeaveIt | Does::Position(_)) | None => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
    let menu = RwSignal::new(false);
    Effect::new(move |_| {
        app.place.track();
        menu.set(false);
    });
    view! {
        <a class="skip" href="#page" on:click=|event| { event.prevent_default(); backend::focus("#page"); }>{t("skip")}</a>
        <header class="top">
            <button class="quiet menu" aria-expanded=move || menu.get().to_string() on:click=move |_| menu.update(|open| *open = !*open)>
                {t("places")}
            </button>
            <strong>{move || community().map(|community| community.name)}</strong>
            // As long as a community is on its way, nothing leads to its Cause. It has no style for that: where only a text changes,
            // WebKit does not paint what `:empty` says of it anew.
            <a class="cause" href=move || (!why().is_empty()).then(|| Place::House.address())>{why}</a>
            <button class="find" on:click=move |_| app.dialog.set(Some(Dialog::Find))>
                <span>{t("find-hint")}</span> <kbd>{t("keyname-ctrl")}</kbd> <kbd>"K"</kbd>
            </button>
            <a class="button quiet" href=Place::New(String::new()).address()>{t("start-something")}</a>
        </header>
        {follows(move || app.example.get().map(|standing| view! { <example::Bar standing=standing /> }))}
        <nav class="places" class:open=move || menu.get() aria-label=t("places")>
            {follows(move || {
                let all = others();
                (all.len() > 1)
                    .then(|| {
                        let rows = all.into_iter().map(|one| {
                            let (id, is) = (one.id.clone(), one.id.clone());
                            view! {
                                <li>
                                    <button
                                        class="quiet"
                                        aria-pressed=move || (app.community.get() == is).to_string()
                                        on:click=move |_| turn_to(id.clone())
                                    >
                                        {one.name}
                                    </button>
                                    {one.trouble.map(|error| view! {
                                        <p class="small soft">{say("community-closed", &[("why", in_words(&error).into())])}</p>
                                    })}
                                </li>
                            }
                        });
                        view! { <ul class="communities">{rows.collect_view()}</ul> }
                    })
            })}
            <ul>
                {PLACES
                    .into_iter()
                    .map(|(word, place)| {
                        let here = move || (app.place.get().home() == word).then_some("page");
                        view! {
                            <li>
                                <a href=place.address() aria-current=here>{icon(word)} <span>{t(&format!("place-{word}"))}</span></a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <Languages />
        </nav>
        // Where the example has its bar; what one's own laptop does is not shown there.
        {follows(move || app.wrong.get().filter(|_| app.example.with(Option::is_none)).map(|wrong| view! {
            <aside class="example" role="alert">
                <p>{in_words(&wrong)}</p>
                <button class="quiet" on:click=move |_| app.wrong.set(None)>{t("close")}</button>
            </aside>
        }))}
        <main
            id="page"
            tabindex="-1"
            on:scroll:target=move |e| app.scrolled.set((e.target().scroll_top(), e.target().client_height()))
        >
            {follows(move || {
                app.scrolled.set((0, 800));
                drawn.get().then(|| pages::page(&app.place.get()))
            })}
        </main>
        <footer class="status" aria-live="polite">{move || standing(app, community().as_ref())}</footer>
        <Dialogs />
    }
}

/// A line drawing beside the word of a place.
fn icon(place: &str) -> impl IntoView + use<> {
    let path = match place {
        "today" => {
            "M10 3v2M10 15v2M3 10h2M15 10h2M5 5l1.4 1.4M13.6 13.6L15 15M15 5l-1.4 1.4M6.4 13.6L5 15M7 10a3 3 0 1 0 6 0a3 3 0 1 0-6 0"
        }
        "projects" => "M3 6h14v10H3zM7 6V4h6v2M3 10h14",
        "intentions" => "M4 16V4M4 4h10l-2 3 2 3H4",
        "decisions" => "M3 4h14v9H9l-4 4v-4H3zM7 8.5l2 2 4-4",
        "budgets" => "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M10 3v7l5 5",
        "sharing" => "M4 9h12v8H4zM3 6h14v3H3zM10 6v11M10 6C7 6 6 3 8 3s2 3 2 3c0 0 0-3 2-3s1 3-2 3",
        "people" => {
            "M4.5 7a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M2 16c0-6 10-6 10 0M12 5a2.3 2.3 0 0 1 0 4.6M13.5 11.5c3 0 4.5 2 4.5 4.5"
        }
        _ => "M3 9l7-6 7 6v8H3zM8 17v-5h4v5",
    };
    view! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=path></path></svg> }
}

/// How saving and meeting stand, in words.
fn standing(app: App, community: Option<&row::Community>) -> String {
    // Whoever joins waits to be let in meanwhile, and first wants to know how far it is.
    if let Some((received, expected)) = app.coming.get() {
        let percent = received.saturating_mul(100).checked_div(expected).unwrap_or(0).min(100);
        return say("standing-joining", &[("percent", percent.into())]);
    }
    match community.map(|community| community.standing.as_str()) {
        Some("waiting") => {
            let inviter = app.inviter.get().filter(|(of, _)| community.is_some_and(|here| here.id == *of));
            return match inviter {
                Some((_, name)) => say("standing-waiting-for", &[("name", name.into())]),
                None => t("standing-waiting"),
            };
        }
        Some("left") => return t("standing-left"),
        Some("removed") => return t("standing-removed"),
        Some("closed") => return t("standing-closed"),
        _ => {}
    }
    match app.met.get() {
        Some((name, at)) => say("standing-met", &[("name", name.into()), ("when", on(at).into())]),
        None => t("standing-alone"),
    }
}
