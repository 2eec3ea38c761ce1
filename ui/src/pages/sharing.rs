//! Sharing: one wall, no price, no count.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::time;
use crate::parts::{
    AT_FIRST, Choice, Dialog, Empty, Field, People, Tick, Title, Trouble, Wall, follows, more, own, shown,
    word,
};
use crate::state::{act, draft, load, some};
use crate::words::{list, say, t};

const KINDS: [&str; 5] = ["gift", "offer", "request", "thanks", "care"];

/// The wall.
#[component]
pub fn Sharing() -> impl IntoView {
    // Which line I answer in words.
    let saying = RwSignal::new(None::<String>);
    let (all, kind, most) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(AT_FIRST));
    let wall = load(move || ask::ShareList {
        kind: Some(kind.get()).filter(|kind| !kind.is_empty()),
        all: all.get(),
        limit: most.get(),
        ..Default::default()
    });
    let kinds = std::iter::once((String::new(), t("any")))
        .chain(KINDS.map(|key| (key.to_owned(), word("share", key))));
    view! {
        <Title title=t("place-sharing") />
        <New />
        <div class="filters">
            <Choice label=t("share-show") value=kind options=kinds.collect() />
            <Tick label=t("share-all") value=all />
        </div>
        {shown(
            wall,
            move |wall| {
                if wall.lines.is_empty() {
                    return view! { <Empty key="empty-sharing" /> }.into_any();
                }
                let (hidden, lines): (Vec<_>, Vec<_>) = wall.lines.into_iter().partition(|line| line.around.hidden);
                let hidden = (!hidden.is_empty()).then(|| {
                    let label = say("hidden-many", &[("many", hidden.len().into())]);
                    view! { <details><summary class="small">{label}</summary><ul class="rows wall">{hidden.into_iter().map(|line| view! { <Line line=line saying=saying /> }).collect_view()}</ul></details> }
                });
                view! { <ul class="rows wall">{lines.into_iter().map(|line| view! { <Line line=line saying=saying /> }).collect_view()}</ul> {hidden} }.into_any()
            },
        )}
        {more("share-more", wall, |wall| wall.more, most)}
        {follows(move || saying.get().map(|line| view! { <InWords line=line saying=saying /> }))}
    }
}

/// My answer to a line in words. It stands over the wall, for that is drawn anew when news comes.
#[component]
fn InWords(line: String, saying: RwSignal<Option<String>>) -> impl IntoView {
    let (words, trouble) = (draft(format!("hand/{line}")), RwSignal::new(None));
    let line = StoredValue::new(line);
    let say_it = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(text) = some(words) else { return };
        let ask = ask::ShareAnswer { share: line.get_value(), text: Some(text), back: false };
        act(ask, trouble, move |_| {
            words.set(String::new());
            saying.set(None);
        });
    };
    let close = Callback::new(move |()| saying.set(None));
    view! {
        <Dialog label=t("in-words") close=close>
            <form on:submit=say_it>
                <Field label=t("in-words") value=words />
                <Trouble of=trouble />
                <p class="acts">
                    <button class="main" type="submit">{t("save")}</button>
                    <button class="quiet" type="button" on:click=move |_| saying.set(None)>{t("back")}</button>
                </p>
            </form>
        </Dialog>
    }
}

#[component]
fn New() -> impl IntoView {
    let (text, kind) = (draft("share"), RwSignal::new("gift".to_owned()));
    let to = RwSignal::new(Vec::new());
    let trouble = RwSignal::new(None);
    let share = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(words) = some(text) else { return };
        let ask = ask::ShareNew { kind: kind.get_untracked(), text: words, to: to.get_untracked() };
        act(ask, trouble, move |_| {
            text.set(String::new());
            to.set(Vec::new());
        });
    };
    let kinds = KINDS.map(|key| (key.to_owned(), word("share", key)));
    view! {
        <form on:submit=share>
            <Choice label=t("share-kind") value=kind options=kinds.to_vec() />
            {follows(move || {
                let hint = t(&format!("share-hint-{}", kind.get()));
                view! { <Field label=t("share-text") value=text hint=hint /> }
            })}
            {follows(move || (kind.get() == "thanks").then(|| view! { <People label=t("share-to-whom") chosen=to /> }))}
            <Trouble of=trouble />
            <button class="main" type="submit">{t("share-write")}</button>
        </form>
    }
}

#[component]
fn Line(line: row::Share, saying: RwSignal<Option<String>>) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let me = crate::state::my_name();
    let answered = line.answers.iter().any(|answer| answer.name == me);
    let id = StoredValue::new(line.id.clone());
    let answer = move |_| {
        act(ask::ShareAnswer { share: id.get_value(), text: None, back: answered }, trouble, |_| {});
    };
    let done = move |_| act(ask::ShareDone { share: id.get_value() }, trouble, |_| {});
    let answers: Vec<String> = line
        .answers
        .iter()
        .map(|answer| match &answer.text {
            Some(text) => format!("{} – {text}", answer.name),
            None => answer.name.clone(),
        })
        .collect();
    let said = line.answers.iter().find(|answer| answer.name == me);
    let back = said.and_then(|said| own(&line.id, "hand".to_owned(), &said.name, said.text.as_ref()));
    let to = (!line.to.is_empty()).then(|| say("share-to", &[("names", list(&line.to).into())]));
    let over = line.done.then(|| t("share-over"));
    let parts = [Some(word("share", &line.kind)), Some(line.name.clone()), to, Some(time(line.at)), over];
    let small: Vec<String> = parts.into_iter().flatten().collect();
    let key = if answered { "share-answer-back".to_owned() } else { format!("share-answer-{}", line.kind) };
    view! {
        <li class="row">
            <span class="what">{line.text}</span>
            <span class="small soft">{small.join(" · ")}</span>
            {(!answers.is_empty()).then(|| view! { <span class="small answered">{say(&format!("share-answered-{}", line.kind), &[("names", list(&answers).into())])}</span> })}
            <span class="acts">
                {match (line.mine, line.done) {
                    (_, true) => ().into_any(),
                    (true, _) => view! { <button class="quiet" on:click=done>{t("share-done")}</button> }.into_any(),
                    (false, _) => view! { <button class="quiet" on:click=answer>{t(&key)}</button> }.into_any(),
                }}
            </span>
            {(answered && !line.done).then(|| view! {
                <div class="answered acts">
                    <button class="quiet small" on:click=move |_| saying.set(Some(id.get_value()))>{t("in-words")}</button>
                    {back}
                </div>
            })}
            <Wall of=line.around on=line.id />
            <Trouble of=trouble />
        </li>
    }
}
