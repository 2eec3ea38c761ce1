//! What somebody said: with who and when, taken back by its author, and the line from one who asks to one who has not answered.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use palabre_api::{ask, row};

use super::{Field, Select, Trouble, drawn, prose, section};
use crate::backend::time;
use crate::state::{act, draft, some};
use crate::words::{say, t};

/// Somebody's words, with who said them and when, and what can be done with them; or that they took them back.
pub fn quoted(by: String, at: i64, text: Option<String>, acts: Option<AnyView>) -> AnyView {
    let text = text.map_or_else(withdrawn, prose);
    view! { <article class="comment"><p class="small soft">{by} " · " {time(at)}</p>{text} {acts}</article> }
        .into_any()
}

/// How one's own words on a record are taken back, under the key where they stand, as long as they are there.
pub fn own(on: &str, key: String, by: &str, text: Option<&String>) -> Option<AnyView> {
    (text.is_some() && *by == crate::state::my_name()).then(|| take_back(on, key, || {}))
}

/// How words of one's own are taken back: it is said before that nobody can recall what others copied.
pub fn take_back(on: &str, key: String, done: impl Fn() + Send + 'static) -> AnyView {
    take_back_then(ask::Withdraw { on: on.to_owned(), what: Some(key), ..Default::default() }, Box::new(done))
}

fn take_back_then(ask: ask::Withdraw, done: Box<dyn Fn() + Send>) -> AnyView {
    let trouble = RwSignal::new(None);
    let done = Arc::new(Mutex::new(done));
    let withdraw = move |_| {
        let done = done.clone();
        act(ask.clone(), trouble, move |_| done.lock().unwrap_or_else(PoisonError::into_inner)());
    };
    view! {
        <details class="take-back small">
            <summary>{t("withdraw")}</summary>
            <p class="soft">{t("withdraw-what")}</p>
            <button class="quiet small" on:click=withdraw>{t("withdraw-now")}</button>
            <Trouble of=trouble />
        </details>
    }
    .into_any()
}

/// What stands where words were taken back.
pub fn withdrawn() -> AnyView {
    view! { <p class="soft">{t("withdrawn")}</p> }.into_any()
}

/// What came of it, in the words of those who told; whoever told can take their words back.
pub fn outcomes(outcomes: Vec<row::Outcome>, on: String) -> Option<AnyView> {
    (!outcomes.is_empty()).then(|| {
        let told = outcomes.into_iter().map(|outcome| {
            let back = own(&on, "outcome".to_owned(), &outcome.name, outcome.text.as_ref());
            let review = outcome.review.map(|at| {
                view! { <p class="small soft">{say("review-on", &[("when", crate::backend::day(at).into())])}</p> }
            });
            view! { {quoted(outcome.name, outcome.at, outcome.text, back)} {review} }
        });
        section("outcome", told.collect_view())
    })
}

/// What whoever asks wrote to me; or what I wrote where I ask, to whom.
pub fn nudged(nudges: Vec<row::Nudge>, on: &str) -> AnyView {
    let rows = nudges.into_iter().map(|nudge| {
        let key = if nudge.mine { "nudge-to" } else { "nudge-by" };
        let by = say(key, &[("to", nudge.name.into()), ("by", nudge.by.clone().into())]);
        let back = own(on, format!("nudge/{}", nudge.member), &nudge.by, nudge.text.as_ref());
        quoted(by, nudge.at, nudge.text, back)
    });
    rows.collect_view().into_any()
}

/// What whoever asks wrote to me, as long as I can answer.
pub fn to_me(around: &row::Around, is_open: bool) -> Vec<row::Nudge> {
    around.nudges.iter().filter(|nudge| is_open && !nudge.mine).cloned().collect()
}

/// What I wrote to whom, as the one who asked.
pub fn from_me(around: &row::Around) -> Vec<row::Nudge> {
    around.nudges.iter().filter(|nudge| nudge.mine).cloned().collect()
}

/// Who has not answered, for the one who asked: a line to each of those who were not written to.
#[component]
pub fn Silent(of: Signal<row::Around>, names: Signal<Vec<String>>, on: String) -> impl IntoView {
    let (text, trouble) = (draft(format!("nudge/{on}")), RwSignal::new(None));
    let (on, who) = (StoredValue::new(on), RwSignal::new(String::new()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::Nudge { on: on.get_value(), name: some(who), text: some(text) };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    let left = Memo::new(move |_| {
        let mut left = names.get();
        of.with(|of| left.retain(|name| of.nudges.iter().all(|nudge| nudge.name != *name)));
        left
    });
    // Whom it is to stays as chosen, as long as that can be.
    Effect::new(move |_| {
        left.with(|left| {
            if who.with_untracked(|who| !left.contains(who)) {
                who.set(String::new());
            }
        });
    });
    let choose = move |left: Vec<String>| {
        let options = left.into_iter().map(|name| (name.clone(), name));
        let options = std::iter::once((String::new(), t("choose-one"))).chain(options).collect();
        view! { <Select label=t("nudge-whom") value=who options=options /> }
    };
    drawn(
        move || left.with(|left| !left.is_empty()),
        move |any| {
            any.then(|| {
                view! {
                    <details>
                        <summary>{t("nudge")}</summary>
                        <form on:submit=send>
                            <p class="small soft">{t("nudge-what")}</p>
                            {drawn(move || left.get(), choose)}
                            <Field label=t("nudge-words") value=text />
                            <Trouble of=trouble />
                            <button class="quiet" type="submit" prop:disabled=move || who.with(String::is_empty)>{t("nudge-say")}</button>
                        </form>
                    </details>
                }
            })
        },
    )
}
