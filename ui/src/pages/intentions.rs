//! Intentions: listening, decided, to review.

use leptos::prelude::*;
use palabre_api::{ask, row};

use crate::backend::time;
use crate::parts::{Around, Empty, Field, Lead, Row, Title, Trouble, shape, shown, word};
use crate::place::Place;
use crate::state::{act, load};
use crate::words::{list, say, t};

/// All intentions, newest first.
#[component]
pub fn Intentions() -> impl IntoView {
    let intentions = load(|| ask::IntentionList { limit: 100, ..Default::default() });
    view! {
        <Title title=t("place-intentions") />
        <p class="acts"><Lead place=Place::New("intention".into()) key="intention-new" /></p>
        {shown(
            intentions,
            |found| {
                if found.intentions.is_empty() {
                    return view! { <Empty key="empty-intentions" /> }.into_any();
                }
                let rows = found.intentions.into_iter().map(|line| {
                    let state = match line.state.as_str() {
                        "listening" => say("until", &[("when", time(line.until).into())]),
                        state => word("intention-state", state),
                    };
                    view! { <Row place=Place::Intention(line.id) title=line.what small=format!("{state} · {}", line.initiator) /> }
                });
                view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
            },
        )}
    }
}

/// One intention.
#[component]
pub fn Intention(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let intention = load(move || ask::IntentionShow { intention: named.get_value() });
    shown(intention, |intention| view! { <Page intention=intention /> })
}

fn state(intention: &row::Intention) -> String {
    let named: [(&str, fluent_bundle::FluentValue); 4] = [
        ("who", intention.initiator.clone().into()),
        ("until", time(intention.until).into()),
        ("heard", intention.heard.into()),
        ("named", intention.named.into()),
    ];
    match (intention.state.as_str(), &intention.decided) {
        ("listening", _) => say("intention-listening", &named),
        ("ended", _) => say("intention-ended", &named),
        (_, Some(decided)) => {
            let review = intention.review.map(time).unwrap_or_default();
            say(
                &format!("intention-{decided}"),
                &[("who", intention.initiator.clone().into()), ("review", review.into())],
            )
        }
        (other, _) => word("intention-state", other),
    }
}

#[component]
fn Page(intention: row::Intention) -> impl IntoView {
    let running = matches!(intention.state.as_str(), "listening" | "ended");
    let lines = [
        ("why", intention.why.clone()),
        ("tension", intention.tension.clone()),
        ("worse", intention.worse.clone()),
        ("touches", list(&intention.touched)),
        ("knows", list(&intention.knows)),
    ];
    let advice = intention.advice.clone();
    let mine = intention.mine;
    view! {
        <Title title=intention.what.clone() by=intention.initiator.clone() state=state(&intention) />
        {lines
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(key, text)| view! { <section><h2>{t(key)}</h2><p class="reading">{text}</p></section> })
            .collect_view()}
        {(running && !mine).then(|| view! { <Advise intention=intention.clone() /> })}
        {(!advice.is_empty())
            .then(|| {
                let id = intention.id.clone();
                view! {
                    <section>
                        <h2>{t("advice")}</h2>
                        {advice
                            .into_iter()
                            .map(|advice| view! { <Voice advice=advice mine=mine && running id=id.clone() /> })
                            .collect_view()}
                    </section>
                }
            })}
        {(running && mine).then(|| view! { <Decide intention=intention.clone() /> })}
        {intention.decided_text.clone().map(|text| view! { <section><h2>{t("decided")}</h2><p class="text reading">{text}</p></section> })}
        {intention
            .outcomes
            .clone()
            .into_iter()
            .map(|outcome| {
                view! { <section><h2>{t("outcome")}</h2><p class="text reading">{outcome.text.unwrap_or_else(|| t("withdrawn"))}</p></section> }
            })
            .collect_view()}
        <Around of=intention.around on=intention.id />
    }
}

#[component]
fn Advise(intention: row::Intention) -> impl IntoView {
    let (text, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let id = StoredValue::new(intention.id);
    let give = move |kind: &'static str| {
        let words = Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        let ask = ask::IntentionAdvise { intention: id.get_value(), kind: kind.to_owned(), text: words };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    let mine = intention.my_advice.clone();
    let buttons = ["read", "support", "suggestion", "worry", "harm"].into_iter().map(|kind| {
        let pressed = mine.as_deref() == Some(kind);
        view! {
            <button class="position" aria-pressed=pressed.to_string() on:click=move |_| give(kind)>
                {shape(kind)} <span>{word("advice", kind)}</span>
            </button>
        }
    });
    view! {
        <section class="mine">
            <h2>{t("my-advice")}</h2>
            {intention.i_am_asked.then(|| view! { <p>{say("asked", &[("who", intention.initiator.clone().into())])}</p> })}
            <Field label=t("in-words") value=text />
            <div class="positions">{buttons.collect_view()}</div>
            <Trouble of=trouble />
        </section>
    }
}

#[component]
fn Voice(advice: row::Advice, mine: bool, id: String) -> impl IntoView {
    let (text, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let (id, name) = (StoredValue::new(id), StoredValue::new(advice.name.clone()));
    let reply = move |how: &'static str| {
        let words = Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        let ask = ask::IntentionReply {
            intention: id.get_value(),
            name: name.get_value(),
            how: how.to_owned(),
            text: words,
        };
        act(ask, trouble, |_| {});
    };
    let may_reply =
        mine && advice.reply.is_none() && matches!(advice.kind.as_str(), "suggestion" | "worry" | "harm");
    let answered = advice.reply.clone().map(|how| {
        let text = advice.reply_text.clone().unwrap_or_default();
        view! { <p class="reply">{format!("{} {text}", word("reply", &how))}</p> }
    });
    view! {
        <article class="comment">
            <p>{shape(&advice.kind)} " " {word("advice", &advice.kind)} " · " {advice.name.clone()}</p>
            {advice.text.clone().map(|text| view! { <p class="text">{text}</p> })}
            {answered}
            {may_reply
                .then(|| {
                    view! {
                        <Field label=t("reply-words") value=text />
                        <p class="acts">
                            {["taken", "adapted", "not-taken"]
                                .into_iter()
                                .map(|how| view! { <button class="quiet" on:click=move |_| reply(how)>{word("reply", how)}</button> })
                                .collect_view()}
                        </p>
                        <Trouble of=trouble />
                    }
                })}
        </article>
    }
}

#[component]
fn Decide(intention: row::Intention) -> impl IntoView {
    let (text, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let id = StoredValue::new(intention.id);
    let decide = move |go: &'static str| {
        let words = Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        act(
            ask::IntentionDecide { intention: id.get_value(), go: go.to_owned(), text: words, review: None },
            trouble,
            |_| {},
        );
    };
    let open: Vec<String> = [("not-heard", &intention.not_heard), ("not-answered", &intention.not_answered)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(key, names)| say(key, &[("names", list(names).into())]))
        .collect();
    view! {
        <section class="mine">
            <h2>{t("decide")}</h2>
            {(!open.is_empty()).then(|| view! { <p>{open.join(" ")} " " {t("decide-all-the-same")}</p> })}
            <Field label=t("in-words") value=text />
            <p class="acts">
                {["go", "go-changed", "drop"]
                    .into_iter()
                    .map(|go| view! { <button class="main" on:click=move |_| decide(go)>{word("go", go)}</button> })
                    .collect_view()}
            </p>
            <Trouble of=trouble />
        </section>
    }
}
