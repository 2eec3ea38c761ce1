//! The first minutes: a name, then a community, one's own or somebody's.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{self, Asked};
use crate::example::LookAround;
use crate::frame::Languages;
use crate::pages::network::{Near, Seen};
use crate::parts::{Area, Field, Trouble, follows, in_words};
use crate::place::{Place, brings_a_laptop};
use crate::state::{act, app, app_now, draft, go, read, some, take_dropped};
use crate::words::{say, t};

/// Who are you?
#[component]
pub fn Name() -> impl IntoView {
    let (name, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let (aside, invited) = (app().aside, app().invited);
    let ticket = draft(TICKET);
    let comes_back = aside.with_untracked(|aside| matches!(aside, Some((_, true))));
    let back_again = RwSignal::new(comes_back || some(ticket).is_some());
    // A link says itself whether it makes this laptop somebody's, or invites somebody who has a name first. What invited before
    // a ticket came waits on.
    Effect::new(move |before: Option<Option<String>>| {
        let given = invited.get();
        match given {
            Some(link) if brings_a_laptop(&link) => {
                let waits = before.flatten();
                ticket.set(link);
                invited.set(waits.clone());
                back_again.set(true);
                waits
            }
            given => {
                if given.is_some() && before.is_some_and(|before| before != given) {
                    back_again.set(false);
                }
                given
            }
        }
    });
    let opened = RwSignal::new(None);
    Effect::new(move |_| {
        if let Some(file) = opened.get() {
            take(file, ticket, back_again, trouble);
        }
    });
    take_dropped(move |path| match path {
        Ok(path) => opened.set(Some(path)),
        Err(error) => trouble.set(Some(error)),
    });
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act(ask::MeNew { name: name.get_untracked() }, trouble, |_| {});
    };
    view! {
        <main class="alone">
            <Mark />
            <h1>"Palabre"</h1>
            {follows(move || aside.get().map(|(folder, _)| {
                view! { <p role="status">{say("aside-done", &[("folder", crate::words::whole(&folder).into())])}</p> }
            }))}
            {follows(move || match back_again.get() {
                true => view! { <Again back=back_again from=ticket opened=opened trouble=trouble /> }.into_any(),
                false => view! {
                    <p>{t("first-what")}</p>
                    {follows(move || invited.get().map(|link| view! { <Awaits link=link /> }))}
                    <form on:submit=begin>
                        <Field label=t("first-name") value=name hint=t("first-name-hint") />
                        <Trouble of=trouble />
                        <p class="acts">
                            <button class="main" type="submit">{t("first-go")}</button>
                            <button class="quiet" type="button" on:click=move |_| back_again.set(true)>{t("again")}</button>
                        </p>
                    </form>
                    <LookAround />
                }.into_any(),
            })}
            <Languages />
        </main>
    }
}

/// The name of what stands in the field for a ticket that makes this laptop somebody's.
const TICKET: &str = "ticket";

/// Whether this is a file with everything of a community, as somebody took it along.
fn is_everything(given: &str) -> bool {
    given.to_ascii_lowercase().ends_with(".json")
}

/// Takes a file that was opened or dropped: an invitation waits from now on, and a ticket for a laptop stands in the field for
/// it. What it is only the node knows.
fn take(file: String, ticket: RwSignal<String>, back: RwSignal<bool>, trouble: RwSignal<Option<ApiError>>) {
    let invited = app_now().invited;
    trouble.set(None);
    leptos::task::spawn_local(async move {
        let look = Asked::by(&ask::Look { ticket: file.clone() });
        let refused = match is_everything(&file) {
            true => None,
            false => backend::answer(String::new(), look).await.err(),
        };
        match refused {
            None => {
                invited.set(Some(file));
                back.try_set(false);
            }
            Some(error) if error.code == "ticket.device" => {
                ticket.try_set(file);
                back.try_set(true);
            }
            error => {
                trouble.try_set(error);
            }
        }
    });
}

/// What somebody followed to come here, and gets to once they have a name.
#[component]
fn Awaits(link: String) -> impl IntoView {
    let (card, trouble) = (RwSignal::new(None::<row::InviteCard>), RwSignal::new(None::<ApiError>));
    if is_everything(&link) {
        return view! { <p role="status">{t("first-file")}</p> }.into_any();
    }
    act(ask::Look { ticket: link }, trouble, move |found| card.set(Some(found)));
    let invites = |card: row::InviteCard| {
        say("first-invited", &[("name", card.inviter.into()), ("community", card.community.into())])
    };
    view! {
        {follows(move || card.get().map(|card| view! { <p role="status">{invites(card)}</p> }))}
        <Trouble of=trouble />
    }
    .into_any()
}

/// Has somebody choose a file.
fn open_file(opened: RwSignal<Option<String>>, trouble: RwSignal<Option<ApiError>>) {
    leptos::task::spawn_local(async move {
        match backend::choose().await {
            Ok(Some(path)) => {
                opened.try_set(Some(path));
            }
            Ok(None) => {}
            Err(error) => {
                trouble.try_set(Some(error));
            }
        }
    });
}

/// What stands in the field: a link or a file as a whole, words one by one.
fn in_field(text: &str) -> Vec<String> {
    let text = text.trim();
    match text.contains(['/', '\\']) {
        true => vec![text.to_owned()],
        false => text.split_whitespace().map(str::to_owned).collect(),
    }
}

/// Somebody who is already a member: by a ticket from another laptop of theirs, by 24 words, or by a backup. A ticket that
/// was followed, opened or dropped stands in the field, and nothing is done with it by itself.
#[component]
fn Again(
    back: RwSignal<bool>,
    from: RwSignal<String>,
    opened: RwSignal<Option<String>>,
    trouble: RwSignal<Option<ApiError>>,
) -> impl IntoView {
    let (name, words) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let done_with_it = move || from.set(String::new());
    let come = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::MeRestore { from: in_field(&from.get_untracked()), name: some(name) };
        act(ask, trouble, move |_| {
            done_with_it();
            go(&Place::Today);
        });
    };
    let bring = move |_| {
        let words = words.get_untracked().split_whitespace().map(str::to_owned).collect();
        read(trouble, move |file| ask::Restore { file, words }, |_| {});
    };
    view! {
        <h2>{t("again")}</h2>
        <form on:submit=come>
            <Area label=t("again-from") value=from hint=t("again-from-hint") />
            <p class="acts">
                <button class="quiet" type="button" on:click=move |_| open_file(opened, trouble)>{t("join-file")}</button>
                <span class="small soft">{t("drop-hint")}</span>
            </p>
            <Field label=t("again-name") value=name hint=t("again-name-hint") />
            <button class="main" type="submit">{t("again-come")}</button>
        </form>
        <h2>{t("again-backup")}</h2>
        <form on:submit=|event| event.prevent_default()>
            <Field label=t("words-needed") value=words hint=t("again-words-hint") />
            <p class="acts"><button class="quiet" type="button" on:click=bring>{t("again-backup-choose")}</button></p>
        </form>
        <Trouble of=trouble />
        <button class="quiet" on:click=move |_| { done_with_it(); back.set(false); }>{t("back")}</button>
    }
}

/// Start a community, or come into one.
#[component]
pub fn Begin() -> impl IntoView {
    let app = app();
    let way = RwSignal::new("");
    Effect::new(move |_| {
        if app.invited.get().is_some() {
            way.set("join");
        }
    });
    view! {
        <main class="alone">
            <Mark />
            {follows(move || match way.get() {
                "found" => view! { <Found /> <button class="quiet" on:click=move |_| way.set("")>{t("back")}</button> }.into_any(),
                "join" => view! { <Join back=Callback::new(move |()| way.set("")) /> }.into_any(),
                _ => {
                    view! {
                        <h1>{t("begin-title")}</h1>
                        <div class="ways">
                            <button class="main" on:click=move |_| way.set("join")>{t("begin-join")}</button>
                            <button class="main" on:click=move |_| way.set("found")>{t("begin-found")}</button>
                        </div>
                        <LookAround />
                        <section><Near seen=Seen::Inviters(Callback::new(move |link| app.invited.set(Some(link)))) /></section>
                    }
                        .into_any()
                }
            })}
            <Languages />
        </main>
    }
}

/// Founds a community.
#[component]
pub fn Found() -> impl IntoView {
    let (name, cause) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let trouble = RwSignal::new(None);
    let found = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::Found { name: name.get_untracked(), cause: cause.get_untracked() };
        act(ask, trouble, |community| crate::state::turn_to(community.id));
    };
    view! {
        <h1>{t("begin-found")}</h1>
        <form on:submit=found>
            <Field label=t("found-name") value=name />
            <Area label=t("found-cause") value=cause hint=t("found-cause-hint") />
            {signing()}
            <Trouble of=trouble />
            <button class="main" type="submit">{t("found-start")}</button>
        </form>
    }
}

/// What signing is, for whoever does it here for the first time.
fn signing() -> Option<impl IntoView> {
    let me = app().me.get_untracked().and_then(Result::ok);
    let is_new = me.is_none_or(|me| me.communities.is_empty());
    is_new.then(|| view! { <p class="small soft">{t("signing")}</p> })
}

/// Comes into a community: first it is shown, then joined. `back`: where somebody goes who has no invitation after all.
#[component]
pub fn Join(#[prop(optional)] back: Option<Callback<()>>) -> impl IntoView {
    let (invited, inviter) = (app().invited, app().inviter);
    let (ticket, card) = (RwSignal::new(String::new()), RwSignal::new(None::<row::InviteCard>));
    let trouble = RwSignal::new(None);
    let look_at =
        move |ticket: String| act(ask::Look { ticket }, trouble, move |found| card.set(Some(found)));
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        look_at(ticket.get_untracked().trim().to_owned());
    };
    let join = move |_| {
        let by = card.with_untracked(|card| card.as_ref().map(|card| card.inviter.clone()));
        act(ask::Join { ticket: ticket.get_untracked().trim().to_owned() }, trouble, move |joined| {
            invited.set(None);
            inviter.set(by.map(|by| (joined.community.id.clone(), by)));
            crate::state::turn_to(joined.community.id);
        });
    };
    take_dropped(move |path| match path {
        Ok(path) => invited.set(Some(path)),
        Err(error) => trouble.set(Some(error)),
    });
    Effect::new(move |_| {
        if let Some(link) = invited.get() {
            ticket.set(link.clone());
            if is_everything(&link) {
                // Everything of a community, as somebody took it along: it is read in, and nobody is joined.
                act(ask::Import { file: link }, trouble, move |read| {
                    invited.set(None);
                    crate::state::turn_to(read.community.id);
                });
            } else {
                look_at(link);
            }
        }
    });
    view! {
        <h1>{t("begin-join")}</h1>
        {follows(move || match card.get() {
            None => {
                view! {
                    <form on:submit=look>
                        <Area label=t("join-ticket") value=ticket hint=t("join-ticket-hint") />
                        <Trouble of=trouble />
                        <p class="acts">
                            <button class="main" type="submit">{t("join-look")}</button>
                            <button class="quiet" type="button" on:click=move |_| open_file(invited, trouble)>{t("join-file")}</button>
                        </p>
                        <p class="small soft">{t("join-file-hint")}</p>
                    </form>
                    {back.map(|back| view! { <button class="quiet" on:click=move |_| back.run(())>{t("back")}</button> })}
                }
                    .into_any()
            }
            Some(found) => {
                view! {
                    <section class="card">
                        <h2>{found.community}</h2>
                        {(!found.cause.is_empty()).then(|| view! { <p class="cause">{found.cause}</p> })}
                        <p>{say("join-invites", &[("name", found.inviter.into())])}</p>
                        <p class="small soft">{say("join-words", &[("words", found.words.into())])}</p>
                        {signing()}
                        <Trouble of=trouble />
                        <p class="acts">
                            <button class="main" on:click=join>{t("join-join")}</button>
                            <button class="quiet" on:click=move |_| card.set(None)>{t("back")}</button>
                        </p>
                    </section>
                }
                    .into_any()
            }
        })}
    }
}

/// The home, or every community in it, cannot be opened: what is wrong, and what to do.
#[component]
pub fn Stuck() -> impl IntoView {
    let app = app();
    let why = Memo::new(move |_| match app.me.get()? {
        Ok(me) => me.communities.into_iter().find_map(|community| community.trouble),
        Err(error) => Some(error),
    });
    let damaged = move || why.with(|why| why.as_ref().is_some_and(|error| error.code == "home.damaged"));
    view! {
        <main class="alone">
            <Mark />
            <h1>{t("stuck-title")}</h1>
            <p role="alert">{move || why.get().map(|error| in_words(&error))}</p>
            <button class="main" on:click=move |_| app.changed()>{t("try-again")}</button>
            {follows(move || match damaged() {
                true => view! { <Aside /> }.into_any(),
                false => view! { <crate::pages::network::Mend /> }.into_any(),
            })}
            <Languages />
        </main>
    }
}

/// Sets a home aside whose keys cannot be read, and goes on as somebody new or as oneself.
#[component]
fn Aside() -> impl IntoView {
    let (app, trouble) = (app(), RwSignal::new(None));
    let set = move |back: bool| {
        let ask = ask::Mend { anew: true, ..ask::Mend::default() };
        act(ask, trouble, move |mended| app.aside.set(Some((mended.aside, back))));
    };
    view! {
        <h2>{t("aside")}</h2>
        <p>{t("aside-what")}</p>
        <p class="acts">
            <button class="quiet" on:click=move |_| set(true)>{t("aside-back")}</button>
            <button class="quiet" on:click=move |_| set(false)>{t("aside-anew")}</button>
        </p>
        <Trouble of=trouble />
    }
}

/// The palaver tree.
#[component]
fn Mark() -> impl IntoView {
    view! { <img class="mark" src="/mark.svg" alt="" width="64" height="64" /> }
}
