//! Sharing: one wall, no price, no count.

use leptos::prelude::*;
use palabre_api::{ask, row};

use crate::backend::time;
use crate::parts::{Choice, Empty, Field, Title, Trouble, shown, word};
use crate::state::{act, load};
use crate::words::{list, say, t};

const KINDS: [&str; 5] = ["gift", "offer", "request", "thanks", "care"];

/// The wall.
#[component]
pub fn Sharing() -> impl IntoView {
    let wall = load(|| ask::ShareList { limit: 100, ..Default::default() });
    view! {
        <Title title=t("place-sharing") />
        <New />
        {shown(
            wall,
            |wall| {
                if wall.lines.is_empty() {
                    return view! { <Empty key="empty-sharing" /> }.into_any();
                }
                view! { <ul class="rows">{wall.lines.into_iter().map(|line| view! { <Line line=line /> }).collect_view()}</ul> }.into_any()
            },
        )}
    }
}

#[component]
fn New() -> impl IntoView {
    let (text, kind) = (RwSignal::new(String::new()), RwSignal::new("gift".to_owned()));
    let trouble = RwSignal::new(None);
    let share = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::ShareNew { kind: kind.get_untracked(), text: text.get_untracked(), to: Vec::new() };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    let kinds = KINDS.map(|key| (key.to_owned(), word("share", key)));
    view! {
        <form on:submit=share>
            <Choice label=t("share-kind") value=kind options=kinds.to_vec() />
            <Field label=t("share-text") value=text />
            <Trouble of=trouble />
            <button class="main" type="submit">{t("share-write")}</button>
        </form>
    }
}

#[component]
fn Line(line: row::Share) -> impl IntoView {
    let trouble = RwSignal::new(None);
    let id = StoredValue::new(line.id.clone());
    let answer =
        move |_| act(ask::ShareAnswer { share: id.get_value(), text: None, back: false }, trouble, |_| {});
    let done = move |_| act(ask::ShareDone { share: id.get_value() }, trouble, |_| {});
    let names: Vec<String> = line.answers.iter().map(|answer| answer.name.clone()).collect();
    let to = (!line.to.is_empty()).then(|| say("share-to", &[("names", list(&line.to).into())]));
    let small = format!(
        "{} · {} {} · {}",
        word("share", &line.kind),
        line.name,
        to.unwrap_or_default(),
        time(line.at)
    );
    let mine = line.mine;
    let label = word("share-answer", &line.kind);
    view! {
        <li class="row">
            <span class="what">{line.text}</span>
            <span class="small soft">{small}</span>
            {(!names.is_empty()).then(|| view! { <span class="small">{list(&names)}</span> })}
            {if mine {
                view! { <button class="quiet" on:click=done>{t("share-done")}</button> }.into_any()
            } else {
                view! { <button class="quiet" on:click=answer>{label}</button> }.into_any()
            }}
            <Trouble of=trouble />
        </li>
    }
}
