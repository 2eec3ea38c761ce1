//! Our house: the Cause and how it changed, how we do things, keyholders, what this laptop holds, leaving.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{focus, on, print, time};
use crate::pages::keyholders::Keyholders;
use crate::pages::network::{Charter, Forks, Keeper, Mend, Near, Refound, Relay, Seen};
use crate::parts::{
    Area, Dialog, Row, Select, Thread, Title, To, Trouble, Written, follows, prose, qr_picture, section,
    shown, word,
};
use crate::place::Place;
use crate::state::{act, app, load, make, read, save, some};
use crate::words::{find, list, say, t};

/// Our house.
#[component]
pub fn House() -> impl IntoView {
    let cause = load(|| ask::CauseShow {});
    view! {
        <Title title=t("place-house") />
        {shown(
            cause,
            move |cause| {
                let history = cause.history.into_iter().map(|version| {
                    view! { <li class="row"><span>{version.text}</span><span class="small soft">{time(version.since)}</span></li> }
                });
                let proposals = cause.proposals.into_iter().map(|line| {
                    let small = word("decision-word", &line.state);
                    view! { <Row place=Place::Decision(line.id) title=line.question small=small /> }
                });
                view! {
                    <p class="cause-large">{cause.cause}</p>
                    <p class="acts"><To place=Place::Poster text=t("poster") /></p>
                    <ul class="rows">{proposals.collect_view()}</ul>
                    <details><summary>{t("cause-history")}</summary><ul class="rows">{history.collect_view()}</ul></details>
                }
            },
        )}
        <Propose />
        <Guide />
        <Keyholders />
        <Charter />
        <Network />
        // The example has no network of its own.
        {follows(move || app().example.get().is_none().then(|| view! { {section("near", view! { <Near seen=Seen::Members /> })} <Keeper /> <Relay /> }))}
        <Forks />
        <Elsewhere />
        <Refound />
        <Leave />
        <Talk />
    }
}

/// The Cause, how we do things, and an invitation, to be hung up.
#[component]
pub fn Poster() -> impl IntoView {
    let (cause, guide) = (load(|| ask::CauseShow {}), load(|| ask::GuideShow {}));
    let (invite, trouble): (RwSignal<Option<row::Invite>>, RwSignal<Option<ApiError>>) =
        (RwSignal::new(None), RwSignal::new(None));
    let community = move || {
        let app = app();
        let me = app.me.get().and_then(Result::ok)?;
        me.communities.into_iter().find(|community| community.id == app.community.get()).map(|one| one.name)
    };
    let with_qr = move |_| {
        act(ask::Invite { uses: 100, days: 90, qr: true, ..Default::default() }, trouble, move |made| {
            invite.set(Some(made))
        });
    };
    view! {
        <p class="acts unprinted">
            <button class="main" on:click=move |_| print()>{t("print")}</button>
            <button class="quiet" on:click=with_qr>{t("poster-qr")}</button>
            <To place=Place::House text=t("place-house") />
        </p>
        <p class="small soft unprinted">{t("poster-qr-hint")}</p>
        <Trouble of=trouble />
        <article class="poster">
            <img class="mark" src="/mark.svg" alt="" width="96" height="96" />
            <p class="poster-name">{community}</p>
            {shown(cause, |cause| view! { <h1 class="poster-cause">{cause.cause}</h1> })}
            {shown(guide, |guide| prose(guide.text))}
            {follows(move || invite.get().and_then(|made| made.qr).map(|qr| view! { <div class="poster-qr">{qr_picture(&qr, t("qr"))} <p>{t("poster-come")}</p></div> }))}
        </article>
    }
}

#[component]
fn Propose() -> impl IntoView {
    let (text, trouble) = (crate::state::draft("cause"), RwSignal::new(None));
    let propose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::CausePropose { text: text.get_untracked(), days: None };
        make(ask, trouble, move |decision| {
            text.set(String::new());
            Place::Decision(decision.id)
        });
    };
    view! {
        <details>
            <summary>{t("cause-propose")}</summary>
            <form on:submit=propose>
                <Area label=t("found-cause") value=text hint=t("found-cause-hint") />
                <Trouble of=trouble />
                <button class="main" type="submit">{t("cause-ask")}</button>
            </form>
        </details>
    }
}

/// How we do things here, by many hands.
#[component]
fn Guide() -> impl IntoView {
    let guide = load(|| ask::GuideShow {});
    let (writing, text, trouble) = (RwSignal::new(false), Written::new(), RwSignal::new(None));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match text.made() {
            (Some(text), from) => act(ask::GuideWrite { text, from }, trouble, move |_| writing.set(false)),
            (None, _) => writing.set(false),
        }
    };
    let found = Memo::new(move |_| guide.get().and_then(Result::ok).unwrap_or_default());
    let begin = move |_| {
        text.begin(found.with_untracked(|found| found.text.clone()));
        writing.set(true);
        focus(".writing textarea");
    };
    view! {
        <section>
            <h2>{t("guide")}</h2>
            {follows(move || {
                if writing.get() {
                    return view! {
                        <form class="writing" on:submit=save>
                            <Area label=t("guide") value=text.text hint=t("description-hint") />
                            {text.meanwhile(move || found.with(|found| found.text.clone()))}
                            <details><summary>{t("preview")}</summary>{follows(move || prose(text.text.get()))}</details>
                            <Trouble of=trouble />
                            <p class="acts">
                                <button class="main" type="submit">{t("save")}</button>
                                <button class="quiet" type="button" on:click=move |_| writing.set(false)>{t("back")}</button>
                            </p>
                        </form>
                    }
                        .into_any();
                }
                let found = found.get();
                let own = if found.text.trim().is_empty() { t("guide-start") } else { found.text.clone() };
                let by = (!found.writers.is_empty()).then(|| say("written-by", &[("names", list(&found.writers).into())]));
                view! {
                    {prose(own)}
                    <p class="small soft">{by}</p>
                    <button class="quiet" on:click=begin>{t("write")}</button>
                }
                    .into_any()
            })}
        </section>
    }
}

/// What this laptop holds, and whom it met.
#[component]
fn Network() -> impl IntoView {
    let status = load(|| ask::Status {});
    let well = RwSignal::new(None::<row::Checkup>);
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let check = move |_| act(ask::Doctor::default(), trouble, move |found| well.set(Some(found)));
    let renew = move |_| act(ask::DeviceRenew::default(), trouble, |_| {});
    view! {
        {shown(
            status,
            move |status| {
                let peers = status.peers.iter().map(|peer| {
                    let met = peer.met.map(|at| say("met-at", &[("when", on(at).into())])).unwrap_or_default();
                    let same = peer.in_sync.then(|| t("same-here"));
                    let linked = peer.linked.then(|| t("near-linked"));
                    let small: Vec<String> = [linked, Some(met), same].into_iter().flatten().filter(|part| !part.is_empty()).collect();
                    view! { <li class="row"><span class="what">{peer.name.clone()}</span><span class="small soft">{small.join(" · ")}</span></li> }
                });
                let peers = peers.collect_view();
                let holds = say("holds", &[("entries", status.entries.into()), ("members", status.members.into())]);
                let reasons = |of: &[row::Reason], key: &str| {
                    let rows = of.iter().map(|reason| {
                        view! { <p class="small soft">{came_to_nothing(reason, key)}</p> }
                    });
                    rows.collect_view()
                };
                view! {
                    <section>
                        <h2>{t("network")}</h2>
                        {status.renew.then(|| view! { <p class="trouble">{t("renew-what")} " " <button class="main" on:click=renew>{t("renew")}</button></p> })}
                        <p>{holds}</p>
                        {(status.quota >= 80).then(|| view! { <p>{say("quota", &[("percent", status.quota.into())])}</p> })}
                        {reasons(&status.pending, "pending")}
                        {reasons(&status.refused, "no-effect")}
                        {(!status.peers.is_empty()).then(|| view! { <h3>{t("met")}</h3><ul class="rows">{peers}</ul> })}
                        <p class="acts"><button class="quiet" on:click=check>{t("check")}</button></p>
                    </section>
                }
            },
        )}
        <Trouble of=trouble />
        {follows(move || well.get().map(|found| {
            // What is alike is said once, with how much of it there is.
            let rows = found.findings.chunk_by(|one, next| one.word == next.word).map(|alike| {
                let many: u64 = alike.iter().map(|finding| finding.entries).sum();
                let said = find(&format!("check-{}", alike[0].word), &[("entries", many.into())]);
                let lang = said.is_none().then_some("en");
                view! { <li lang=lang>{said.unwrap_or_else(|| alike[0].text.clone())}</li> }
            });
            view! { <p role="status">{t(if found.well { "check-well" } else { "check-not-well" })}</p><details><summary>{t("check-found")}</summary><ul class="small">{rows.collect_view()}</ul></details> }
        }))}
        <Mend />
    }
}

/// How much waits or has no effect, why, and whose it is where that is known.
fn came_to_nothing(of: &row::Reason, key: &str) -> String {
    let when = of.at.map(on).unwrap_or_default();
    let since = if of.at.is_some() { "-on" } else { "" };
    let why = find(&format!("{key}-{}{since}", of.word), &[("when", when.into())]);
    let why = why.unwrap_or_else(|| of.text.clone());
    let named = [("entries", of.entries.into()), ("why", why.into())];
    match &of.name {
        Some(name) => {
            let [entries, why] = named;
            say(&format!("{key}-of"), &[entries, why, ("name", name.into())])
        }
        None => say(key, &named),
    }
}

/// Taking everything along: as one file, as tables, as a calendar, on a stick.
#[component]
fn Elsewhere() -> impl IntoView {
    let (kind, trouble): (_, RwSignal<Option<ApiError>>) =
        (RwSignal::new("json".to_owned()), RwSignal::new(None));
    let done = RwSignal::new(String::new());
    let tables = [
        "projects",
        "intentions",
        "decisions",
        "answers",
        "rounds",
        "buckets",
        "gifts",
        "sharing",
        "members",
    ];
    let kinds =
        [("json", t("export-json")), ("ics", t("export-ics"))]
            .map(|(key, text)| (key.to_owned(), text))
            .into_iter()
            .chain(tables.map(|table| {
                (table.to_owned(), say("export-csv", &[("table", word("table", table).into())]))
            }));
    let export = move |_| {
        let chosen = kind.get_untracked();
        let (format, kind, end) = match chosen.as_str() {
            "json" | "ics" => (chosen.clone(), None, chosen.clone()),
            table => ("csv".to_owned(), Some(table.to_owned()), "csv".to_owned()),
        };
        let make = move |file| ask::Export { file, format, kind };
        save(format!("{chosen}.{end}"), trouble, make, move |_| done.set(t("saved")));
    };
    let bundle = move |_| {
        let make = |file| ask::BundleExport { file, ..Default::default() };
        save("community.palabre-bundle".to_owned(), trouble, make, move |_| done.set(t("saved")));
    };
    let take = move |_| {
        read(
            trouble,
            |file| ask::BundleImport { file },
            move |taken: row::Taken| {
                done.set(told_of(&taken));
            },
        );
    };
    section(
        "export",
        view! {
            <p class="small soft reading">{t("export-what")}</p>
            <Select label=t("export-as") value=kind options=kinds.collect() />
            <p class="acts">
                <button class="quiet" on:click=export>{t("export-save")}</button>
                <button class="quiet" on:click=bundle>{t("bundle-save")}</button>
                <button class="quiet" on:click=take>{t("bundle-take")}</button>
            </p>
            <Trouble of=trouble />
            {follows(move || Some(done.get()).filter(|done| !done.is_empty()).map(|done| view! { <p role="status" class="small">{done}</p> }))}
        },
    )
}

/// What came of a file of entries: what was new, what was refused, and what is wrong with the file.
fn told_of(taken: &row::Taken) -> String {
    let many = |key: &str, many: u64| (many > 0).then(|| say(key, &[("count", many.into())]));
    let lines = [
        Some(say("bundle-taken", &[("new", taken.new.into())])),
        many("bundle-refused", taken.refused),
        many("bundle-damaged", taken.damaged),
        (taken.lost || taken.cut).then(|| t("bundle-cut")),
        many("bundle-gaps", taken.gaps),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Leaving: asked once more, for it cannot be taken back.
#[component]
fn Leave() -> impl IntoView {
    let (sure, name, trouble) =
        (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(None::<ApiError>));
    let leave = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(name) = some(name) {
            act(ask::Leave { name }, trouble, move |_| sure.set(false));
        }
    };
    section(
        "leave",
        view! {
            <p class="reading">{t("leave-what")}</p>
            <p class="acts"><button class="quiet" on:click=move |_| sure.set(true)>{t("leave")}</button></p>
            {follows(move || sure.get().then(|| {
                let stay = Callback::new(move |()| sure.set(false));
                view! {
                    <Dialog label=t("leave") close=stay>
                        <h2>{t("leave-sure")}</h2>
                        <form on:submit=leave>
                            <crate::parts::Field label=t("leave-name") value=name />
                            <Trouble of=trouble />
                            <p class="acts">
                                <button class="main" type="submit">{t("leave")}</button>
                                <button class="quiet" type="button" on:click=move |_| sure.set(false)>{t("back")}</button>
                            </p>
                        </form>
                    </Dialog>
                }
            }))}
        },
    )
}

/// What is said in the house itself.
#[component]
fn Talk() -> impl IntoView {
    let thread = load(|| ask::Comment { on: "community".into(), text: None, reply: None });
    let around = Signal::derive(move || {
        let found = thread.get().and_then(Result::ok).unwrap_or_default();
        row::Around {
            comments: found.comments,
            reactions: found.reactions,
            hidden: found.hidden,
            ..Default::default()
        }
    });
    view! { <Thread of=around on="community".to_owned() /> }
}
