//! Our house: the Cause and how it changed, how we do things, what this laptop holds.

use leptos::prelude::*;
use palabre_api::ask;

use crate::backend::time;
use crate::parts::{Area, Row, Title, Trouble, shown};
use crate::place::Place;
use crate::state::{act, load, make};
use crate::words::{list, say, t};

/// Our house.
#[component]
pub fn House() -> impl IntoView {
    let cause = load(|| ask::CauseShow {});
    let status = load(|| ask::Status {});
    view! {
        <Title title=t("place-house") />
        {shown(
            cause,
            |cause| {
                let history = cause.history.into_iter().map(|version| {
                    view! { <li class="row"><span>{version.text}</span><span class="small soft">{time(version.since)}</span></li> }
                });
                let proposals = cause.proposals.into_iter().map(|line| {
                    view! { <Row place=Place::Decision(line.id) title=line.question small=String::new() /> }
                });
                view! {
                    <p class="cause-large">{cause.cause}</p>
                    <ul class="rows">{proposals.collect_view()}</ul>
                    <details><summary>{t("cause-history")}</summary><ul class="rows">{history.collect_view()}</ul></details>
                }
            },
        )}
        <Propose />
        <Guide />
        {shown(
            status,
            |status| {
                let peers = status.peers.into_iter().map(|peer| {
                    let met = peer.met.map(|at| say("met-at", &[("when", time(at).into())])).unwrap_or_default();
                    view! { <li class="row"><span class="what">{peer.name}</span><span class="small soft">{met}</span></li> }
                });
                let holds = say("holds", &[("entries", status.entries.into()), ("members", status.members.into())]);
                view! {
                    <section>
                        <h2>{t("network")}</h2>
                        <p>{holds}</p>
                        <ul class="rows">{peers.collect_view()}</ul>
                    </section>
                }
            },
        )}
    }
}

#[component]
fn Propose() -> impl IntoView {
    let (text, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let propose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::CausePropose { text: text.get_untracked(), days: None };
        make(ask, trouble, |decision| Place::Decision(decision.id));
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
    let (writing, text, trouble) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(None));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act(ask::GuideWrite { text: text.get_untracked() }, trouble, move |_| writing.set(false));
    };
    view! {
        <section>
            <h2>{t("guide")}</h2>
            {move || {
                if writing.get() {
                    return view! {
                        <form on:submit=save>
                            <Area label=t("guide") value=text hint=t("description-hint") />
                            <Trouble of=trouble />
                            <button class="main" type="submit">{t("save")}</button>
                            <button class="quiet" type="button" on:click=move |_| writing.set(false)>{t("back")}</button>
                        </form>
                    }
                        .into_any();
                }
                let found = guide.get().and_then(Result::ok).unwrap_or_default();
                let written = found.text.clone();
                let own = if written.trim().is_empty() { t("guide-start") } else { written };
                let by = (!found.writers.is_empty()).then(|| say("written-by", &[("names", list(&found.writers).into())]));
                view! {
                    <p class="text reading">{own}</p>
                    <p class="small soft">{by}</p>
                    <button class="quiet" on:click=move |_| { text.set(found.text.clone()); writing.set(true); }>{t("write")}</button>
                }
                    .into_any()
            }}
        </section>
    }
}
