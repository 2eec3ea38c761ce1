//! My answer: positions as large buttons with keys, options to tick, points to give; also for somebody who is away.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{focus, time};
use crate::keys::{self, Does};
use crate::parts::{Field, Select, Trouble, against, live, part, shape, when, word};
use crate::state::{Loaded, act, app, app_now, draft, load, some};
use crate::words::{list, say, t};

type Giving = Callback<Vec<String>>;

/// What the page of a decision shows.
#[derive(Clone, Copy)]
pub struct Seen(pub Loaded<row::Decision>);

impl Seen {
    /// Shows at once what an act came to; who answered what and what was said stay as they were until they come anew.
    fn becomes(self, now: row::Decision) {
        self.0.try_update(|seen| {
            if let Some(Ok(seen)) = seen {
                let row::Decision { answers, more, around, .. } = std::mem::take(seen);
                *seen = row::Decision { answers, more, around, ..now };
            }
        });
    }
}

/// My answer.
#[component]
pub fn Mine(of: Signal<row::Decision>) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let reason = draft(format!("reason/{}", id.get_value()));
    let seen = expect_context::<Seen>();
    let give = Callback::new(move |answer: Vec<String>| {
        let ask =
            ask::DecisionAnswer { decision: id.get_value(), answer, reason: some(reason), behalf: None };
        act(ask, trouble, move |now| seen.becomes(now));
    });
    let pass = move |back: bool| {
        act(ask::DecisionPass { decision: id.get_value(), back }, trouble, move |now| seen.becomes(now));
    };
    let withdraw =
        move |_| act(ask::Withdraw { on: id.get_value(), comment: None, outcome: false }, trouble, |_| {});
    let listening = window_event_listener(leptos::ev::keydown, move |event| {
        if app_now().dialog.get_untracked().is_some() {
            return;
        }
        match keys::read(&event) {
            Some(Does::Position(place)) => {
                let position = of.with_untracked(|of| of.positions.get(place).cloned());
                if let Some(position) = position {
                    give.run(vec![position]);
                }
            }
            Some(Does::LeaveIt) if of.with_untracked(|of| of.my_answer.is_none()) => {
                pass(of.with_untracked(|of| of.passed));
            }
            _ => {}
        }
    });
    on_cleanup(move || listening.remove());
    view! {
        <section class="mine">
            <h2>{t("my-answer")}</h2>
            {part(of, said, |said| said.map(|said| view! { <p>{said}</p> }))}
            {part(of, |of| of.reworded.clone(), move |changed| changed.map(|changed| view! { <Reworded of=of changed=changed trouble=trouble /> }))}
            {part(of, asks_reason, move |asked| {
                asked.map(|hint| view! { <Field label=t("reason") value=reason hint=hint /> })
            })}
            {part(of, |of| (of.how.clone(), of.positions.clone(), of.my_answer.clone(), options(of), of.up_to), move |(how, positions, mine, options, up_to)| {
                match how.as_str() {
                    "choose" | "score" | "time-poll" => {
                        view! { <Several how=how options=options up_to=up_to mine=mine.unwrap_or_default() give=give /> }.into_any()
                    }
                    _ => positions_of(positions, mine, give).into_any(),
                }
            })}
            <Trouble of=trouble />
            <p class="acts">
                {when(of, |of| of.my_answer.is_none() && !of.passed && of.i_take_part, move || view! {
                    <button class="quiet" on:click=move |_| pass(false)>{t("leave-it")}</button>
                })}
                {when(of, |of| of.passed, move || view! {
                    <span class="soft">{t("left-it")}</span>
                    <button class="quiet" on:click=move |_| pass(true)>{t("leave-it-back")}</button>
                })}
                {when(of, my_reason, move || view! {
                    <button class="quiet" on:click=withdraw>{t("reason-withdraw")}</button>
                })}
            </p>
        </section>
    }
}

/// The wording has changed since I answered: how, and whether what I said still holds.
#[component]
fn Reworded(
    of: Signal<row::Decision>,
    changed: row::Reworded,
    trouble: RwSignal<Option<ApiError>>,
) -> impl IntoView {
    let answer = StoredValue::new(changed.answer.clone());
    let again = move |_| {
        let (decision, reason) = of.with_untracked(|of| (of.id.clone(), of.my_reason.clone()));
        let ask = ask::DecisionAnswer { decision, answer: vec![answer.get_value()], reason, behalf: None };
        act(ask, trouble, |_| {});
    };
    let pieces = changed.pieces.into_iter().map(|piece| match piece.what.as_str() {
        "gone" => view! { <del>{piece.text}</del> }.into_any(),
        "new" => view! { <ins>{piece.text}</ins> }.into_any(),
        _ => piece.text.into_any(),
    });
    let said = match changed.stands {
        true => t("reworded"),
        false => say("reworded-lapsed", &[("position", word("position", &changed.answer).into())]),
    };
    view! {
        <div class="reworded">
            <p>{said}</p>
            <details>
                <summary>{t("reworded-difference")}</summary>
                <p class="text reading">{pieces.collect_view()}</p>
                <p class="small soft">{t("reworded-key")}</p>
            </details>
            {changed.stands.then(|| view! {
                <p class="acts">
                    <button class="main" on:click=again>{t("reworded-still")}</button>
                    <button class="quiet" on:click=move |_| focus(".positions button")>{t("reworded-change")}</button>
                </p>
            })}
        </div>
    }
}

/// What stands above the positions: what I said, or why it counts otherwise.
fn said(of: &row::Decision) -> Option<String> {
    match of.my_answer.as_deref() {
        Some("conflicted") => Some(t("answer-two-devices")),
        Some(position) => {
            let named = [
                ("position", in_words(&of.how, &options(of), position).into()),
                ("until", of.ends.map(crate::backend::until).unwrap_or_default().into()),
            ];
            Some(say("answer-mine", &named))
        }
        None if !of.i_take_part => Some(t("joined-later")),
        None => None,
    }
}

/// An answer in words: a position, or what it says to each option.
pub fn in_words(how: &str, options: &[String], answer: &str) -> String {
    let each = |sign: &str| {
        let given = options.iter().zip(answer.split(sign));
        given
            .map(|(option, said)| format!("{option} – {}", word("position", said)))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    match how {
        "score" if answer != "conflicted" => each(" "),
        "time-poll" if answer != "conflicted" => each(", "),
        _ => word("position", answer),
    }
}

fn asks_reason(of: &row::Decision) -> Option<String> {
    match of.terms.as_ref().map(|terms| terms.reasons.as_str()) {
        Some("off") => None,
        Some("required") => Some(t("reason-required")),
        Some("against") => {
            let block = of.positions.iter().any(|position| position == "block");
            let key = against(&of.how, block).map(|position| format!("reason-{position}"));
            Some(t(key.as_deref().unwrap_or("reason-hint")))
        }
        _ => Some(t("reason-hint")),
    }
}

/// Whether there are words of mine to take back.
fn my_reason(of: &row::Decision) -> bool {
    of.my_reason.is_some()
}

/// What can be answered to, by name or as a time.
pub fn options(of: &row::Decision) -> Vec<String> {
    of.options.iter().map(|option| option.from.map_or_else(|| option.text.clone(), time)).collect()
}

fn positions_of(positions: Vec<String>, mine: Option<String>, give: Giving) -> impl IntoView {
    let buttons = positions.into_iter().enumerate().map(|(place, position)| {
        let (own, pressed) = (position.clone(), mine.as_deref() == Some(position.as_str()));
        view! {
            <button class="position" aria-pressed=pressed.to_string() on:click=move |_| give.run(vec![own.clone()])>
                {shape(&position)}
                <span>{word("position", &position)}</span>
                <kbd aria-hidden="true">{place + 1}</kbd>
            </button>
        }
    });
    view! { <div class="positions" role="group" aria-label=t("my-answer")>{buttons.collect_view()}</div> }
}

/// Answers that say something to each option.
#[component]
fn Several(
    how: String,
    options: Vec<String>,
    up_to: Option<u32>,
    mine: String,
    give: Giving,
) -> impl IntoView {
    let start = match how.as_str() {
        "score" => "-",
        "time-poll" => "no",
        _ => "",
    };
    let given: Vec<&str> = mine.split(if how == "score" { " " } else { ", " }).collect();
    let values: Vec<RwSignal<String>> = options
        .iter()
        .enumerate()
        .map(|(place, option)| {
            let before = match how.as_str() {
                "choose" if given.contains(&option.as_str()) => "yes",
                "choose" => "",
                _ => given.get(place).filter(|_| given.len() == options.len()).copied().unwrap_or(start),
            };
            RwSignal::new(before.to_owned())
        })
        .collect();
    let all = StoredValue::new(values.clone());
    let chooses = how == "choose";
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said: Vec<String> =
            all.with_value(|values| values.iter().map(|value| value.get_untracked()).collect());
        let answer = if chooses {
            let places = said.iter().enumerate().filter(|(_, value)| !value.is_empty());
            let places: Vec<String> = places.map(|(place, _)| (place + 1).to_string()).collect();
            if places.is_empty() { vec!["none".to_owned()] } else { places }
        } else {
            said
        };
        give.run(answer);
    };
    let one_only = chooses && up_to.unwrap_or(1) == 1;
    let choices: Vec<String> = match how.as_str() {
        "score" => {
            std::iter::once("-".to_owned()).chain((0..=up_to.unwrap_or(5)).map(|n| n.to_string())).collect()
        }
        "time-poll" => ["yes", "if-need-be", "no"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    };
    let rows = options.into_iter().zip(values).map(|(text, value)| {
        if choices.is_empty() {
            let kind = if one_only { "radio" } else { "checkbox" };
            let tick = move |on: bool| {
                if one_only {
                    all.with_value(|values| values.iter().for_each(|value| value.set(String::new())));
                }
                value.set(if on { "yes".into() } else { String::new() });
            };
            view! {
                <label class="option">
                    <input
                        type=kind
                        name="option"
                        prop:checked=move || !value.get().is_empty()
                        on:change:target=move |e| tick(e.target().checked())
                    />
                    <span>{text}</span>
                </label>
            }
            .into_any()
        } else {
            let name = text.clone();
            let buttons = choices.iter().map(|choice| {
                let (own, chosen) = (choice.clone(), choice.clone());
                view! {
                    <label class="point">
                        <input type="radio" name=name.clone() prop:checked=move || value.get() == own on:change=move |_| value.set(chosen.clone()) />
                        <span>{word("position", choice)}</span>
                    </label>
                }
            });
            view! { <fieldset class="points"><legend>{text}</legend>{buttons.collect_view()}</fieldset> }.into_any()
        }
    });
    let hint = (chooses && !one_only).then(|| say("choose-up-to", &[("many", up_to.unwrap_or(1).into())]));
    view! {
        <form on:submit=submit>
            {hint.map(|hint| view! { <p class="small soft">{hint}</p> })}
            {rows.collect_view()}
            <button class="main" type="submit">{t("give-answer")}</button>
        </form>
    }
}

/// An answer that somebody gave by phone or on paper, written down for them.
#[component]
pub fn Behalf(of: Signal<row::Decision>) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let (who, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let give = Callback::new(move |answer: Vec<String>| {
        let ask =
            ask::DecisionAnswer { decision: id.get_value(), answer, reason: some(reason), behalf: some(who) };
        if ask.behalf.is_some() {
            act(ask, trouble, move |_| [who, reason].into_iter().for_each(|field| field.set(String::new())));
        }
    });
    let open = RwSignal::new(false);
    view! {
        <details on:toggle=move |_| if !open.get_untracked() { open.set(true) }>
            <summary>{t("behalf")}</summary>
            <p class="small soft">{t("behalf-what")}</p>
            {move || open.get().then(|| view! { <Missing id=id.get_value() who=who /> })}
            <Field label=t("reason") value=reason />
            {part(of, |of| (of.how.clone(), of.positions.clone(), options(of), of.up_to), move |(how, positions, options, up_to)| {
                match how.as_str() {
                    "choose" | "score" | "time-poll" => {
                        view! { <Several how=how options=options up_to=up_to mine=String::new() give=give /> }.into_any()
                    }
                    _ => positions_of(positions, None, give).into_any(),
                }
            })}
            <Trouble of=trouble />
        </details>
    }
}

/// Of those who are here, one who has not answered.
#[component]
fn Missing(id: String, who: RwSignal<String>) -> impl IntoView {
    let members = app().members;
    let id = StoredValue::new(id);
    // The page may not know of all answers.
    let whole =
        load(move || ask::DecisionShow { decision: id.get_value(), answers: None, comments: Some(0) });
    let options = move |of: &row::Decision| {
        let answered: Vec<&str> = of.answers.iter().map(|answer| answer.member.as_str()).collect();
        let away = members.get().into_iter().filter(|member| {
            !member.me && member.standing == "here" && !answered.contains(&member.id.as_str())
        });
        std::iter::once((String::new(), t("choose-one")))
            .chain(away.map(|member| (member.id, member.name)))
            .collect::<Vec<_>>()
    };
    // It stays as it is under somebody's hand, unless who is missing changes.
    live(whole, move |of| {
        part(of, options, move |options| view! { <Select label=t("behalf-who") value=who options=options /> })
    })
}

/// Who has not answered, for the one who asked.
pub fn missing(names: Vec<String>) -> Option<impl IntoView> {
    (!names.is_empty())
        .then(|| view! { <p class="small soft">{say("missing", &[("names", list(&names).into())])}</p> })
}
