//! Who keeps the keys, what waits for their signatures, and what a decision puts into force.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::on;
use crate::parts::{People, Select, To, Trouble, drawn, section, shown};
use crate::place::Place;
use crate::state::{act, app, app_now, load, make, some};
use crate::words::{find, list, say, t};

/// Says what a decision puts into force, as one sentence.
pub fn in_force(what: &str, value: &str) -> String {
    if what == "quotas" {
        let mut limits = value.split(' ').map(|limit| limit.parse().unwrap_or_default());
        return quotas(limits.next().unwrap_or_default(), limits.next().unwrap_or_default());
    }
    let key = match what {
        "admission" => format!("change-admission-{value}"),
        _ => format!("change-{what}"),
    };
    find(&key, &[("value", value.to_owned().into())]).unwrap_or_else(|| value.to_owned())
}

/// Says how much one laptop may write.
pub fn quotas(entries: u64, bytes: u64) -> String {
    say("charter-quotas", &[("entries", entries.into()), ("megabytes", (bytes >> 20).into())])
}

/// Who keeps the keys, and what they do.
#[component]
pub fn Keyholders() -> impl IntoView {
    let all = load(|| ask::KeyholderList {});
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let view = move |all: row::Keyholders| {
        // The wish comes with the third member, not before.
        let here = app().members.with(|all| all.iter().filter(|one| one.standing == "here").count() as u32);
        let few = (all.keyholders.len() as u32) < all.wished && here >= all.wished;
        let rows = all.keyholders.iter().map(|one| {
            let year = match (one.here, one.over) {
                (false, _) => t("keyholder-gone"),
                (true, true) => say("keyholder-over", &[("when", on(one.until).into())]),
                (true, false) => say("keyholder-until", &[("when", on(one.until).into())]),
            };
            view! { <li class="row"><span class="what">{one.name.clone()}</span><span class="small soft">{year}</span></li> }
        });
        let rows = rows.collect_view();
        let changes = |changes: Vec<row::Amendment>, key: &'static str| {
            let some = !changes.is_empty();
            let rows = changes.into_iter().map(|change| view! { <Change change=change trouble=trouble /> });
            some.then(|| view! { <h3>{t(key)}</h3> <ul class="rows">{rows.collect_view()}</ul> })
        };
        view! {
            <ul class="rows">{rows}</ul>
            {few.then(|| view! { <p class="reading">{t("keyholders-few")}</p> })}
            {changes(all.at_once, "keyholders-at-once")}
            {changes(all.waiting, "keyholders-waiting")}
        }
    };
    section(
        "keyholders",
        view! {
            {shown(all, view)}
            <Trouble of=trouble />
            <Propose />
            <p class="small soft reading">{t("keyholders-what")}</p>
        },
    )
}

/// One change that was decided: what it is, who signed it, and my signature.
#[component]
fn Change(change: row::Amendment, trouble: RwSignal<Option<ApiError>>) -> impl IntoView {
    let decision = StoredValue::new(change.decision.clone());
    let sign = move |_| {
        act(ask::KeyholderCertify { decision: decision.get_value(), anyway: false }, trouble, |_| {});
    };
    let named = [("who", list(&change.signed).into()), ("needed", change.needed.into())];
    let signed =
        if change.signed.is_empty() { say("change-unsigned", &named) } else { say("change-signed", &named) };
    view! {
        <li class="row">
            <span class="what"><To place=Place::Decision(change.decision) text=change.question /></span>
            <span class="small soft">{in_force(&change.what, &change.value)}" "{signed}</span>
            {(change.mine && !change.done).then(|| view! { <span class="acts"><button class="main" on:click=sign>{t("change-sign")}</button></span> })}
        </li>
    }
}

/// Asking everybody who keeps the keys.
#[component]
fn Propose() -> impl IntoView {
    let (add, trouble) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(None));
    let without = RwSignal::new(String::new());
    let propose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let question = Some(t("keyholders-question"));
        let (chosen, without) = (add.get_untracked(), some(without));
        let names = app_now().members.with_untracked(|all| {
            let keep = all.iter().filter(|one| one.keyholder || chosen.contains(&one.id));
            let keep = keep.filter(|one| without.as_ref() != Some(&one.id));
            keep.map(|one| one.name.clone()).collect::<Vec<_>>()
        });
        let wording = Some(say("keyholders-wording", &[("names", list(&names).into())]));
        let without = without.into_iter().collect();
        let ask = ask::KeyholderPropose { add: chosen, without, question, wording, ..Default::default() };
        make(ask, trouble, |made| Place::Decision(made.id));
    };
    let keep = move || {
        let keep = app_now().members.get().into_iter().filter(|one| one.keyholder);
        std::iter::once((String::new(), t("choose-none")))
            .chain(keep.map(|one| (one.id, one.name)))
            .collect::<Vec<_>>()
    };
    view! {
        <details>
            <summary>{t("keyholders-propose")}</summary>
            <form on:submit=propose>
                <People label=t("keyholders-add") chosen=add />
                {drawn(keep, move |options| view! { <Select label=t("keyholders-without") value=without options=options /> })}
                <Trouble of=trouble />
                <button class="main" type="submit">{t("keyholders-ask")}</button>
            </form>
        </details>
    }
}
