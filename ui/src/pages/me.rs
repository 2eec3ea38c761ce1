//! My profile, my devices, my words on paper, my backup.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{goes_on, has_shell, on, read_language, size, typed_languages};
use crate::palette::tell_whether_it_goes_on;
use crate::parts::{
    Area, Day, Dialog, Field, Select, Title, ToCopy, Trouble, follows, qr_picture, section, shown, word,
};
use crate::state::{act, app, load, save, some};
use crate::words::{list, say, t};

/// Me.
#[component]
pub fn Me() -> impl IntoView {
    let me = move || app().me.get().and_then(Result::ok).unwrap_or_default();
    view! {
        {follows(move || view! { <Title title=me().name state=say("my-words", &[("words", me().words.into())]) /> })}
        <Profile />
        <Devices />
        <Words />
        <Keys />
        <Backup />
        <Counting />
        {has_shell().then(|| view! { <Staying /> <crate::notices::Habits /> })}
    }
}

/// Whether Palabre goes on when its window is closed.
#[component]
fn Staying() -> impl IntoView {
    let goes_on = RwSignal::new(goes_on() == "yes");
    let change = move |_| {
        goes_on.update(|goes_on| *goes_on = !*goes_on);
        tell_whether_it_goes_on(if goes_on.get_untracked() { "yes" } else { "no" });
    };
    let (says, does) = (
        move || t(if goes_on.get() { "stay-goes-on" } else { "stay-ends" }),
        move || t(if goes_on.get() { "closing-end" } else { "closing-go-on" }),
    );
    section(
        "stay",
        view! { <p>{says}</p> <p class="acts"><button class="quiet" on:click=change>{does}</button></p> },
    )
}

#[component]
fn Profile() -> impl IntoView {
    let profile = load(|| ask::ProfileShow { name: None });
    let field = || RwSignal::new(String::new());
    let (shares, learns, languages, place, about, away) =
        (field(), field(), field(), field(), field(), field());
    let (trouble, kept) = (RwSignal::new(None), RwSignal::new(false));
    let come = RwSignal::new(false);
    Effect::new(move |_| {
        // What is typed stays when something else changes.
        if let (Some(Ok(found)), false) = (profile.get(), come.get_untracked()) {
            shares.set(found.shares.join(", "));
            learns.set(found.learns.join(", "));
            languages.set(typed_languages(&found.languages));
            place.set(found.place);
            about.set(found.about);
            come.set(true);
        }
    });
    let save_it = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // An empty list says: nothing any more.
        let words = |text: RwSignal<String>| -> Vec<String> {
            text.get_untracked().split(',').map(|word| word.trim().to_owned()).collect()
        };
        let ask = ask::ProfileWrite {
            shares: words(shares),
            learns: words(learns),
            languages: words(languages).iter().map(|name| read_language(name)).collect(),
            place: Some(place.get_untracked()),
            about: Some(about.get_untracked()),
            away_until: some(away),
        };
        act(ask, trouble, move |_| kept.set(true));
    };
    let back = move |_| {
        act(ask::ProfileWrite { away_until: Some("no".into()), ..Default::default() }, trouble, |_| {});
    };
    view! {
        <section>
            <h2>{t("my-profile")}</h2>
            <form on:submit=save_it>
                <Field label=t("profile-shares") value=shares hint=t("profile-hint") />
                <Field label=t("profile-learns") value=learns />
                <Field label=t("profile-languages") value=languages />
                <Field label=t("profile-place") value=place hint=t("profile-place-hint") />
                <Area label=t("profile-about") value=about hint=t("markdown-hint") />
                <Day label=t("profile-away") value=away />
                {follows(move || profile.get().and_then(Result::ok).and_then(|found| found.away_until).map(|at| view! {
                    <p>{say("away-me", &[("until", crate::backend::until(at).into())])} " " <button class="quiet" type="button" on:click=back>{t("away-back")}</button></p>
                }))}
                <Trouble of=trouble />
                <p class="acts">
                    <button class="main" type="submit">{t("save")}</button>
                    {follows(move || kept.get().then(|| view! { <span class="small soft" role="status">{t("saved")}</span> }))}
                </p>
            </form>
        </section>
    }
}

/// My laptops; one can be added, and one can be closed.
#[component]
fn Devices() -> impl IntoView {
    let devices = load(|| ask::DeviceList { who: None });
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let ticket = RwSignal::new(None::<row::DeviceTicket>);
    let closing = RwSignal::new(None::<row::DeviceLine>);
    let words = RwSignal::new(String::new());
    let typed =
        move || -> Vec<String> { words.get_untracked().split_whitespace().map(str::to_owned).collect() };
    let has_words = move || app().me.get().and_then(Result::ok).is_some_and(|me| me.has_words);
    let add = move |_| {
        act(ask::DeviceAdd { file: None, qr: true, words: typed() }, trouble, move |made| {
            ticket.set(Some(made))
        });
    };
    let to_file = move |_| {
        let words = typed();
        let make = move |path| ask::DeviceAdd { file: Some(path), qr: true, words };
        save("my-next-laptop.palabre".to_owned(), trouble, make, move |made| ticket.set(Some(made)));
    };
    let close = move |device: row::DeviceLine| {
        act(ask::DeviceRevoke { device: device.id, last: None, words: typed() }, trouble, move |_| {
            closing.set(None)
        });
    };
    view! {
        <section>
            <h2>{t("laptops")}</h2>
            {shown(devices, move |found| {
                let rows = found.devices.into_iter().map(move |device| {
                    let last = device.last.map(|at| say("device-last", &[("on", on(at).into())]));
                    let here = device.here.then(|| t("device-here"));
                    let parts = [Some(word("device", &device.standing)), here, last];
                    let small: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
                    let open = device.standing != "closed";
                    let chosen = device.clone();
                    view! {
                        <li class="row">
                            <span class="what">{device.words.clone()}</span>
                            <span class="small soft">{small.join(" · ")}</span>
                            {open.then(|| view! { <button class="quiet" on:click=move |_| closing.set(Some(chosen.clone()))>{t("device-close")}</button> })}
                        </li>
                    }
                });
                view! { <ul class="rows">{rows.collect_view()}</ul> }
            })}
            {follows(move || (!has_words()).then(|| view! { <Field label=t("words-needed") value=words hint=t("words-needed-hint") /> }))}
            <p class="acts">
                <button class="quiet" on:click=add>{t("device-add")}</button>
                <button class="quiet" on:click=to_file>{t("device-add-file")}</button>
            </p>
            <Trouble of=trouble />
            {follows(move || ticket.get().map(|made| {
                let link = made.link.clone();
                view! {
                    <div class="card invitation">
                        {made.qr.map(|qr| qr_picture(&qr, t("device-qr")))}
                        <div>
                            <p>{t("device-ticket")}</p>
                            <p class="small soft">{say("device-for", &[("names", list(&made.communities).into())])}</p>
                            <p class="acts"><ToCopy text=link label=t("invite-copy") /></p>
                            <details><summary class="small">{t("invite-link")}</summary><p class="ticket" tabindex="0">{made.link}</p></details>
                        </div>
                    </div>
                }
            }))}
            {follows(move || closing.get().map(|device| {
                let stay = Callback::new(move |()| closing.set(None));
                let words = device.words.clone();
                view! {
                    <Dialog label=t("device-close") close=stay>
                        <h2>{say("device-close-sure", &[("words", words.into())])}</h2>
                        <p>{t("device-close-what")}</p>
                        <p class="acts">
                            <button class="main" on:click=move |_| close(device.clone())>{t("device-close")}</button>
                            <button class="quiet" on:click=move |_| closing.set(None)>{t("back")}</button>
                        </p>
                    </Dialog>
                }
            }))}
        </section>
    }
}

/// My 24 words, shown when I ask, and taken off the laptop once I have them on paper.
#[component]
fn Words() -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let found = RwSignal::new(None::<row::Words>);
    let kept = [RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new())];
    let show = move |_| act(ask::MeWords { kept: Vec::new() }, trouble, move |words| found.set(Some(words)));
    let prove = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let kept = kept.map(|word| word.get_untracked().trim().to_ascii_lowercase()).to_vec();
        act(ask::MeWords { kept }, trouble, move |words| found.set(Some(words)));
    };
    section(
        "words",
        view! {
            <p class="reading">{t("words-what")}</p>
            {follows(move || match found.get() {
                None => view! { <p class="acts"><button class="quiet" on:click=show>{t("words-show")}</button></p> }.into_any(),
                Some(words) if words.kept => view! { <p>{t("words-kept")}</p> }.into_any(),
                Some(words) => {
                    let rows = words.words.into_iter().map(|word| view! { <li>{word}</li> });
                    let fields = words.asked.into_iter().zip(kept).map(|(place, value)| {
                        view! { <Field label=say("words-nth", &[("place", place.into())]) value=value /> }
                    });
                    view! {
                        <ol class="words24">{rows.collect_view()}</ol>
                        <form on:submit=prove>
                            <p>{t("words-prove")}</p>
                            {fields.collect_view()}
                            <p class="acts">
                                <button class="quiet" type="submit">{t("words-off")}</button>
                                <button class="quiet" type="button" on:click=move |_| found.set(None)>{t("words-hide")}</button>
                            </p>
                        </form>
                    }
                        .into_any()
                }
            })}
            <Trouble of=trouble />
        },
    )
}

/// Where my keys lie, and where else they can.
#[component]
fn Keys() -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let where_now = move || app().me.get().and_then(Result::ok).map(|me| me.keys).unwrap_or_default();
    let move_to = move |place: &str| act(ask::MeKeys { place: Some(place.to_owned()) }, trouble, |_| {});
    view! {
        <section>
            <h2>{t("keys")}</h2>
            {follows(move || {
                let now = where_now();
                let others = ["store", "passphrase", "file"].into_iter().filter(|place| *place != now).map(|place| {
                    view! { <button class="quiet" on:click=move |_| move_to(place)>{word("keys-to", place)}</button> }
                });
                view! {
                    <p>{word("keys", &now)}</p>
                    <p class="acts">{others.collect_view()}</p>
                }
            })}
            <Trouble of=trouble />
        </section>
    }
}

#[component]
fn Backup() -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let done = RwSignal::new(None::<row::BackedUp>);
    let make = move |_| {
        save(
            "palabre-backup.age".to_owned(),
            trouble,
            |file| ask::Backup { file },
            move |made| done.set(Some(made)),
        );
    };
    section(
        "backup",
        view! {
            <p class="reading">{t("backup-what")}</p>
            <p class="acts"><button class="quiet" on:click=make>{t("backup-make")}</button></p>
            <Trouble of=trouble />
            {follows(move || done.get().map(|made| view! {
                <p role="status">{say("backup-made", &[("size", size(made.bytes).into()), ("names", list(&made.communities).into())])}</p>
            }))}
        },
    )
}

/// Whether this laptop confirms counts by itself.
#[component]
fn Counting() -> impl IntoView {
    let status = load(|| ask::Status {});
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(Ok(found)) = status.get() {
            chosen.set(if found.confirms == "yes" { "yes" } else { "no" }.to_owned());
        }
    });
    let before =
        move || status.get_untracked().and_then(Result::ok).map(|found| found.confirms).unwrap_or_default();
    Effect::new(move |_| {
        let now = chosen.get();
        let was = if before() == "yes" { "yes" } else { "no" };
        if !now.is_empty() && now != was && status.with_untracked(Option::is_some) {
            act(ask::DecisionConfirm { decision: None, by_itself: Some(now) }, trouble, |_| {});
        }
    });
    section(
        "counting",
        view! {
            <p>{t("confirm-ask")}</p>
            <Select label=t("counting-choice") value=chosen options=vec![("yes".into(), t("confirm-always")), ("no".into(), t("confirm-each"))] />
            <Trouble of=trouble />
        },
    )
}
