//! What this laptop finds of somebody else's count, of a decision or of a round: the same, or something else.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::parts::{Trouble, part};
use crate::state::{act, load};
use crate::words::{list, say, t};

/// Whether it was counted and this laptop finds the same, so that it may say so.
pub fn finds_the_same(state: &str, counts: &[row::Count]) -> bool {
    state == "counted" && counts.iter().any(|count| count.same_here)
}

/// Whose count this laptop does not find equal to its own, and whose answers it knows that are missing there.
pub fn differing(state: &str, counts: &[row::Count], missing: &[String]) -> Option<String> {
    let count = counts.first().filter(|_| state == "counted" && !finds_the_same(state, counts))?;
    let who = || ("who", list(&count.counted_by).into());
    Some(match missing {
        [] => say("count-differs", &[who()]),
        _ => say("count-misses", &[who(), ("names", list(missing).into()), ("many", missing.len().into())]),
    })
}

/// Who counted, and who found the same: a line for each count.
pub fn found_by(counts: &[row::Count]) -> AnyView {
    let lines = counts.iter().map(|count| {
        let others: Vec<String> =
            count.confirmed_by.iter().filter(|name| !count.counted_by.contains(name)).cloned().collect();
        let named = [("who", list(&count.counted_by).into()), ("others", list(&others).into())];
        let key = if others.is_empty() { "count-found-alone" } else { "count-found" };
        view! { <p>{say(key, &named)}</p> }
    });
    lines.collect_view().into_any()
}

/// One's own laptop finds the same: it may say so. Whether it may do so by itself from now on is asked once.
#[component]
pub fn Confirm(id: String, counts: Signal<Vec<row::Count>>) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let status = load(|| ask::Status {});
    let (id, name) = (StoredValue::new(id), crate::state::my_name());
    let confirm = move |this: bool, by_itself: Option<&str>| {
        let decision = this.then(|| id.get_value());
        act(ask::DecisionConfirm { decision, by_itself: by_itself.map(str::to_owned) }, trouble, |_| {});
    };
    let did = move |counts: &Vec<row::Count>| counts.iter().any(|count| count.confirmed_by.contains(&name));
    let acts = move || {
        let leave = status.get().and_then(Result::ok)?.confirms;
        Some(match leave.as_str() {
            "ask" => view! {
                <p>{t("confirm-ask")}</p>
                <p class="acts">
                    <button class="main" on:click=move |_| confirm(true, Some("yes"))>{t("confirm-always")}</button>
                    <button class="quiet" on:click=move |_| confirm(false, Some("no"))>{t("confirm-each")}</button>
                </p>
            }
            .into_any(),
            _ => view! {
                <p class="acts"><button class="main" on:click=move |_| confirm(true, None)>{t("decision-confirm")}</button></p>
            }
            .into_any(),
        })
    };
    part(counts, did, move |did| {
        (!did).then(|| view! { <section class="mine">{acts} <Trouble of=trouble /></section> })
    })
}
