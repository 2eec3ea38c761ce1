//! Decisions: now, the register, and a page for each.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{amount, time};
use crate::parts::{Around, Empty, Field, Lead, Row, Title, To, Trouble, shape, shown, word};
use crate::place::Place;
use crate::state::{act, load};
use crate::words::{list, say, t};

/// What is open, counted, or being drafted.
#[component]
pub fn Decisions() -> impl IntoView {
    let decisions = load(|| ask::DecisionList { open: false, skip: 0, limit: 50 });
    view! {
        <Title title=t("place-decisions") />
        <p class="acts">
            <Lead place=Place::New("decision".into()) key="decision-new" />
            <To place=Place::Register text=t("register") />
        </p>
        {shown(
            decisions,
            |found| {
                if found.decisions.is_empty() {
                    return view! { <Empty key="empty-decisions" /> }.into_any();
                }
                view! { <ul class="rows">{found.decisions.into_iter().map(line).collect_view()}</ul> }.into_any()
            },
        )}
    }
}

/// What was decided.
#[component]
pub fn Register() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let decisions = load(move || ask::Register {
        text: Some(text.get()).filter(|text| !text.trim().is_empty()),
        limit: 100,
        ..Default::default()
    });
    view! {
        <Title title=t("register") />
        <Field label=t("search") value=text />
        {shown(
            decisions,
            |found| {
                if found.decisions.is_empty() {
                    return view! { <Empty key="empty-register" /> }.into_any();
                }
                view! { <ul class="rows">{found.decisions.into_iter().map(line).collect_view()}</ul> }.into_any()
            },
        )}
    }
}

fn line(line: row::DecisionLine) -> impl IntoView {
    let mut small = match (line.state.as_str(), line.ends) {
        ("open", Some(ends)) => say("until", &[("when", time(ends).into())]),
        (state, _) => word("decision-state", state),
    };
    if let Some(result) = &line.result {
        small = format!("{small} · {}", word("result", result));
    }
    if !line.how.is_empty() {
        small = format!("{small} · {}", word("how", &line.how));
    }
    view! { <Row place=Place::Decision(line.id) title=line.question small=small /> }
}

/// One decision.
#[component]
pub fn Decision(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let decision = load(move || ask::DecisionShow { decision: named.get_value() });
    shown(decision, |decision| view! { <Page decision=decision /> })
}

/// The state as a sentence.
fn state(decision: &row::Decision) -> String {
    let ends = decision.ends.map(time).unwrap_or_default();
    let counts: [(&str, fluent_bundle::FluentValue); 3] =
        [("answered", decision.answered.into()), ("present", decision.present.into()), ("ends", ends.into())];
    let (found, of) =
        decision.counts.first().map_or((0, 0), |count| (count.confirmed_by.len(), count.present));
    match (decision.state.as_str(), decision.counts.first()) {
        ("draft", _) => say("decision-draft", &[("author", decision.author.clone().into())]),
        ("open", _) if decision.answered == decision.present && decision.present > 0 => {
            say("decision-all-in", &counts)
        }
        ("open", _) => say("decision-open", &counts),
        ("closing", _) => say("decision-closing", &counts),
        ("counted", Some(count)) => say(
            "decision-counted",
            &[
                ("who", list(&count.counted_by).into()),
                ("found", found.into()),
                ("present", of.into()),
                ("needed", count.needed.unwrap_or(0).into()),
            ],
        ),
        ("final", _) => say("decision-final", &[("found", found.into()), ("present", of.into())]),
        (other, _) => word("decision-state", other),
    }
}

#[component]
fn Page(decision: row::Decision) -> impl IntoView {
    let by = format!("{} · {}", word("how", &decision.how), decision.author);
    let by = if decision.how.is_empty() { decision.author.clone() } else { by };
    let running = matches!(decision.state.as_str(), "open" | "closing" | "counted");
    let can_answer =
        decision.state == "open" && (!decision.positions.is_empty() || !decision.options.is_empty());
    let trouble = RwSignal::new(None::<ApiError>);
    let id = StoredValue::new(decision.id.clone());
    let count = move |_| act(ask::DecisionCount { decision: id.get_value() }, trouble, |_| {});
    let confirm = move |_| {
        let ask = ask::DecisionConfirm { decision: Some(id.get_value()), by_itself: None };
        act(ask, trouble, |_| {});
    };
    let all_in = decision.answered == decision.present && decision.present > 0;
    let may_count = running && decision.counts.is_empty() && (decision.state == "closing" || all_in);
    let may_confirm = decision.state == "counted" && decision.counts.iter().any(|count| count.same_here);
    let may_open = decision.state == "draft";
    let wording = decision.wording.clone();
    let answers = decision.answers.clone();
    view! {
        <Title title=decision.question.clone() by=by state=state(&decision) />
        {may_open.then(|| view! { <Open id=decision.id.clone() /> })}
        {can_answer.then(|| view! { <Answer decision=decision.clone() /> })}
        {(!wording.is_empty()).then(|| view! { <section><h2>{t("wording")}</h2><p class="text reading">{wording}</p></section> })}
        {(running || !decision.counts.is_empty()).then(|| view! { <Result decision=decision.clone() /> })}
        <Trouble of=trouble />
        {may_count.then(|| view! { <button class="main" on:click=count>{t("decision-count")}</button> })}
        {may_confirm.then(|| view! { <button class="main" on:click=confirm>{t("decision-confirm")}</button> })}
        {(!answers.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{t("answers")}</h2>
                        <ul class="rows">{answers.into_iter().map(answer_row).collect_view()}</ul>
                    </section>
                }
            })}
        {decision
            .outcomes
            .clone()
            .into_iter()
            .map(|outcome| {
                view! {
                    <section>
                        <h2>{t("outcome")}</h2>
                        <p class="text reading">{outcome.text.unwrap_or_else(|| t("withdrawn"))}</p>
                        <p class="small soft">{format!("{} · {}", outcome.name, time(outcome.at))}</p>
                    </section>
                }
            })
            .collect_view()}
        {(decision.state == "final").then(|| view! { <Outcome id=decision.id.clone() /> })}
        <details>
            <summary>{t("how-counted")}</summary>
            <p class="small soft">{t("honesty")}</p>
            {decision.opened.map(|at| view! { <p>{say("opened", &[("when", time(at).into())])}</p> })}
            {decision.ends.map(|at| view! { <p>{say("ends", &[("when", time(at).into())])}</p> })}
            {decision
                .counts
                .iter()
                .map(|count| {
                    let who = say(
                        "count-found",
                        &[("who", list(&count.counted_by).into()), ("others", list(&count.confirmed_by).into())],
                    );
                    view! { <p>{who}</p> }
                })
                .collect_view()}
        </details>
        <Around of=decision.around on=decision.id />
    }
}

fn answer_row(answer: row::Answer) -> impl IntoView {
    let position = answer.position.clone();
    let reason = match (&answer.reason, answer.reason_withdrawn) {
        (_, true) => t("withdrawn"),
        (Some(reason), _) => reason.clone(),
        _ => String::new(),
    };
    let by = answer.recorded_by.map(|by| say("recorded-by", &[("who", by.into())]));
    let apart = matches!(answer.standing.as_str(), "apart" | "late" | "omitted" | "conflicted")
        .then(|| word("standing", &answer.standing));
    view! {
        <li class="row">
            <span class="what">{shape(&position)} " " {word("position", &position)} " · " {answer.name}</span>
            <span class="small">{reason}</span>
            <span class="small soft">{by} " " {apart}</span>
        </li>
    }
}

/// My answer: positions as large buttons, options to tick, points to give.
#[component]
fn Answer(decision: row::Decision) -> impl IntoView {
    let trouble = RwSignal::new(None);
    let reason = RwSignal::new(String::new());
    let id = StoredValue::new(decision.id.clone());
    let give = move |answer: Vec<String>| {
        let reason = Some(reason.get_untracked()).filter(|reason| !reason.trim().is_empty());
        act(ask::DecisionAnswer { decision: id.get_value(), answer, reason, behalf: None }, trouble, |_| {});
    };
    let mine = decision.my_answer.clone();
    let said = mine.as_ref().map(|mine| match mine.as_str() {
        "conflicted" => t("answer-two-devices"),
        position => say("answer-mine", &[("position", word("position", position).into())]),
    });
    let several = matches!(decision.how.as_str(), "choose" | "score" | "time-poll");
    let drawn = if several {
        view! { <Several decision=decision.clone() give=Callback::new(give) /> }.into_any()
    } else {
        let positions = decision.positions.clone().into_iter().map(|position| {
            let (own, pressed) = (position.clone(), mine.as_deref() == Some(position.as_str()));
            view! {
                <button class="position" aria-pressed=pressed.to_string() on:click=move |_| give(vec![own.clone()])>
                    {shape(&position)}
                    <span>{word("position", &position)}</span>
                </button>
            }
        });
        view! { <div class="positions" role="group" aria-label=t("my-answer")>{positions.collect_view()}</div> }.into_any()
    };
    let pass = move |_| act(ask::DecisionPass { decision: id.get_value(), back: false }, trouble, |_| {});
    view! {
        <section class="mine">
            <h2>{t("my-answer")}</h2>
            {said.map(|said| view! { <p>{said}</p> })}
            <Field label=t("reason") value=reason hint=t("reason-hint") />
            {drawn}
            <Trouble of=trouble />
            {(mine.is_none() && !decision.passed)
                .then(|| view! { <button class="quiet" on:click=pass>{t("leave-it")}</button> })}
            {decision.passed.then(|| view! { <p class="soft">{t("left-it")}</p> })}
        </section>
    }
}

/// Answers that say something to each option.
#[component]
fn Several(decision: row::Decision, give: Callback<Vec<String>>) -> impl IntoView {
    let how = decision.how.clone();
    let start = match how.as_str() {
        "score" => "-",
        "time-poll" => "no",
        _ => "",
    };
    let values: Vec<RwSignal<String>> =
        decision.options.iter().map(|_| RwSignal::new(start.to_owned())).collect();
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
    let choices: &[&str] = match how.as_str() {
        "score" => &["-", "0", "1", "2", "3", "4", "5"],
        "time-poll" => &["yes", "if-need-be", "no"],
        _ => &[],
    };
    let rows = decision.options.into_iter().zip(values).map(|(option, value)| {
        let text = match option.from {
            Some(from) => time(from),
            None => option.text,
        };
        if choices.is_empty() {
            view! {
                <label class="option">
                    <input
                        type="checkbox"
                        on:change:target=move |e| value.set(if e.target().checked() { "yes".into() } else { String::new() })
                    />
                    <span>{text}</span>
                </label>
            }
            .into_any()
        } else {
            view! {
                <label class="option">
                    <span>{text}</span>
                    <select on:change:target=move |e| value.set(e.target().value())>
                        {choices
                            .iter()
                            .map(|choice| {
                                view! { <option value=*choice selected=*choice == value.get_untracked()>{word("position", choice)}</option> }
                            })
                            .collect_view()}
                    </select>
                </label>
            }
            .into_any()
        }
    });
    view! {
        <form on:submit=submit>
            {rows.collect_view()}
            <button class="main" type="submit">{t("give-answer")}</button>
        </form>
    }
}

/// The result as a picture, with the same as a table.
#[component]
fn Result(decision: row::Decision) -> impl IntoView {
    if decision.hidden {
        return view! { <section><h2>{t("result")}</h2><p class="soft">{t("result-hidden")}</p></section> }
            .into_any();
    }
    let result = decision.counts.first().map(|count| word("result", &count.result));
    let rows: Vec<(String, String, u32)> = if decision.options.is_empty() {
        let of = |count: &row::PositionCount| {
            (count.position.clone(), word("position", &count.position), count.voices)
        };
        decision.tally.iter().map(of).collect()
    } else {
        let of = |option: &row::DecisionOption| {
            let text = option.from.map_or_else(|| option.text.clone(), time);
            ("for".to_owned(), text, option.voices.max(option.sum as u32))
        };
        decision.options.iter().map(of).collect()
    };
    let most = rows.iter().map(|(.., voices)| *voices).max().unwrap_or(0).max(1);
    let bars = rows.iter().map(|(key, text, voices)| {
        let width = format!("inline-size: {}%", voices * 100 / most);
        view! {
            <div class="bar-row" aria-hidden="true">
                <span>{shape(key)} " " {text.clone()}</span>
                <span>{(*voices > 0).then(|| view! { <span class=format!("bar {key}") style=width></span> })}</span>
                <span class="number">{*voices}</span>
            </div>
        }
    });
    let cells = rows
        .iter()
        .map(|(_, text, voices)| view! { <tr><th scope="row">{text.clone()}</th><td>{*voices}</td></tr> });
    let sentence = say(
        "result-sentence",
        &[("answered", decision.answered.into()), ("present", decision.present.into())],
    );
    view! {
        <section>
            <h2>{t("result")}</h2>
            {result.map(|result| view! { <p class="figure">{result}</p> })}
            <p>{sentence}</p>
            {bars.collect_view()}
            <details>
                <summary>{t("as-table")}</summary>
                <table>{cells.collect_view()}</table>
            </details>
        </section>
    }
    .into_any()
}

/// Opening a draft: how to decide together.
#[component]
fn Open(id: String) -> impl IntoView {
    let (how, options) = (RwSignal::new("consent".to_owned()), RwSignal::new(String::new()));
    let (days, trouble) = (RwSignal::new("7".to_owned()), RwSignal::new(None));
    let id = StoredValue::new(id);
    let ways = ["consent", "proposal", "choose", "time-poll", "sense-check", "score"];
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let lines: Vec<String> = options
            .get_untracked()
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        let (slots, options) =
            if how.get_untracked() == "time-poll" { (lines, Vec::new()) } else { (Vec::new(), lines) };
        let ask = ask::DecisionOpen {
            decision: id.get_value(),
            how: Some(how.get_untracked()),
            days: days.get_untracked().trim().parse().ok(),
            options,
            slots,
            ..Default::default()
        };
        act(ask, trouble, |_| {});
    };
    view! {
        <form on:submit=open class="mine">
            <h2>{t("how-together")}</h2>
            {ways
                .into_iter()
                .map(|way| {
                    view! {
                        <label class="way">
                            <input type="radio" name="how" prop:checked=move || how.get() == way on:change=move |_| how.set(way.into()) />
                            <span>{t(&format!("ask-{way}"))}</span>
                            <span class="small soft">{t(&format!("ask-{way}-when"))}</span>
                        </label>
                    }
                })
                .collect_view()}
            {move || {
                let key = match how.get().as_str() {
                    "choose" | "score" => "options-hint",
                    "time-poll" => "slots-hint",
                    _ => return None,
                };
                Some(view! { <crate::parts::Area label=t("options") value=options hint=t(key) /> })
            }}
            <Field label=t("days") value=days />
            <p class="small soft">{t("frozen")}</p>
            <Trouble of=trouble />
            <button class="main" type="submit">{t("decision-open-it")}</button>
        </form>
    }
}

/// What came of it.
#[component]
fn Outcome(id: String) -> impl IntoView {
    let (text, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let id = StoredValue::new(id);
    let write = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::DecisionOutcome { decision: id.get_value(), text: text.get_untracked(), review: 91 };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    view! {
        <form on:submit=write>
            <crate::parts::Area label=t("outcome-field") value=text />
            <Trouble of=trouble />
            <button class="quiet" type="submit">{t("outcome-write")}</button>
        </form>
    }
}

/// An amount of a round, for pages about money.
pub fn euros(money: &row::Money, currency: &str) -> String {
    amount(money, if currency.is_empty() { "EUR" } else { currency })
}
