//! Small parts that every page is made of.

use leptos::prelude::*;
use palabre_api::{ApiError, row};

use crate::backend::time;
use crate::place::Place;
use crate::state::{Loaded, act, go};
use crate::words::{find, list, say, t};

/// What went wrong, in a sentence with what to do about it.
#[component]
pub fn Trouble(of: RwSignal<Option<ApiError>>) -> impl IntoView {
    move || of.get().map(|error| view! { <p class="trouble" role="alert">{in_words(&error)}</p> })
}

/// An error in the person's language, where there is a sentence for its code.
pub fn in_words(error: &ApiError) -> String {
    let key = format!("error-{}", error.code.replace('.', "-"));
    find(&key, &[]).unwrap_or_else(|| format!("{} {}", error.message, error.hint))
}

/// Shows what was loaded; while it comes, a line that says so; what went wrong instead.
pub fn shown<T, V>(loaded: Loaded<T>, draw: impl Fn(T) -> V + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || match loaded.get() {
        None => view! { <p class="soft" aria-busy="true">{t("loading")}</p> }.into_any(),
        Some(Ok(found)) => draw(found).into_any(),
        Some(Err(error)) => view! { <p class="trouble" role="alert">{in_words(&error)}</p> }.into_any(),
    }
}

/// The title of a page, the sentence that says where it stands, and whose it is.
#[component]
pub fn Title(
    title: String,
    #[prop(optional, into)] by: String,
    #[prop(optional, into)] state: String,
) -> impl IntoView {
    view! {
        <header class="title">
            <h1>{title}</h1>
            {(!by.is_empty()).then(|| view! { <p class="small soft">{by}</p> })}
            {(!state.is_empty()).then(|| view! { <p class="state">{state}</p> })}
        </header>
    }
}

/// A link to a place.
#[component]
pub fn To(place: Place, text: String) -> impl IntoView {
    view! { <a href=place.address()>{text}</a> }
}

/// A row of a list: its title, and a small line below.
#[component]
pub fn Row(place: Place, title: String, small: String) -> impl IntoView {
    view! {
        <li>
            <a class="row" href=place.address()>
                <span class="what">{title}</span>
                {(!small.is_empty()).then(|| view! { <span class="small soft">{small}</span> })}
            </a>
        </li>
    }
}

/// An empty page that teaches in two sentences.
#[component]
pub fn Empty(key: &'static str) -> impl IntoView {
    view! { <p class="empty">{t(key)}</p> }
}

/// A line to be filled in.
#[component]
pub fn Field(label: String, value: RwSignal<String>, #[prop(optional, into)] hint: String) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input type="text" prop:value=move || value.get() on:input:target=move |e| value.set(e.target().value()) />
            {(!hint.is_empty()).then(|| view! { <span class="small soft">{hint}</span> })}
        </label>
    }
}

/// A text to be written.
#[component]
pub fn Area(label: String, value: RwSignal<String>, #[prop(optional, into)] hint: String) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <textarea rows="4" prop:value=move || value.get() on:input:target=move |e| value.set(e.target().value())></textarea>
            {(!hint.is_empty()).then(|| view! { <span class="small soft">{hint}</span> })}
        </label>
    }
}

/// One of several, as words beside each other.
#[component]
pub fn Choice(label: String, value: RwSignal<String>, options: Vec<(String, String)>) -> impl IntoView {
    let name = label.clone();
    view! {
        <fieldset class="choice">
            <legend>{label}</legend>
            {options
                .into_iter()
                .map(|(key, text)| {
                    let (own, chosen) = (key.clone(), key.clone());
                    view! {
                        <label>
                            <input
                                type="radio"
                                name=name.clone()
                                prop:checked=move || value.get() == own
                                on:change=move |_| value.set(chosen.clone())
                            />
                            <span>{text}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// The shape of a position: never told by its colour alone.
pub fn shape(position: &str) -> impl IntoView + use<> {
    let (class, inner) = match position {
        "for" | "consent" | "fine" | "support" | "yes" | "less" => {
            ("agree", r#"<circle cx="8" cy="8" r="6"/>"#)
        }
        "with-worry" | "if-need-be" | "suggestion" => (
            "agree",
            r#"<circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 2a6 6 0 0 0 0 12Z"/>"#,
        ),
        "abstain" | "not-sure" | "as-much" => (
            "abstain",
            r#"<circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" stroke-width="1.5"/>"#,
        ),
        "against" | "worry" | "not-for-me" | "no" | "more" => ("against", r#"<path d="M2 3H14L8 14Z"/>"#),
        "block" | "objection" | "harm" => (
            "block",
            r#"<rect x="2" y="2" width="12" height="12" rx="1"/><rect class="gap" x="4" y="7" width="8" height="2"/>"#,
        ),
        _ => ("abstain", r#"<path d="M5 8H11" stroke="currentColor" stroke-width="2"/>"#),
    };
    view! { <svg class=format!("shape {class}") viewBox="0 0 16 16" aria-hidden="true" inner_html=inner></svg> }
}

/// The word of a position, or of anything that has one; what has none stands for itself.
pub fn word(of: &str, key: &str) -> String {
    find(&format!("{of}-{key}"), &[]).unwrap_or_else(|| key.to_owned())
}

/// What people say around a record: files, next steps, comments with an answer field.
#[component]
pub fn Around(of: row::Around, on: String) -> impl IntoView {
    let (text, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let record = StoredValue::new(on);
    let say_it = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = palabre_api::ask::Comment {
            on: record.get_value(),
            text: Some(text.get_untracked()),
            reply: None,
        };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    let comments = of.comments;
    view! {
        {(!of.steps.is_empty()).then(|| view! { <Steps steps=of.steps on=record.get_value() /> })}
        {(!of.tied.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{t("tied")}</h2>
                        <ul class="rows">
                            {of
                                .tied
                                .into_iter()
                                .map(|tied| {
                                    let small = word("kind", &tied.kind);
                                    view! { <Row place=Place::of(&tied.kind, &tied.id) title=tied.title small=small /> }
                                })
                                .collect_view()}
                        </ul>
                    </section>
                }
            })}
        <section>
            <h2>{t("comments")}</h2>
            {comments
                .into_iter()
                .map(|comment| {
                    let text = comment.text.unwrap_or_else(|| t("withdrawn"));
                    view! {
                        <article class="comment">
                            <p class="small soft">{format!("{} · {}", comment.name, time(comment.at))}</p>
                            <p class="text">{text}</p>
                        </article>
                    }
                })
                .collect_view()}
            <form on:submit=say_it>
                <Area label=t("comment-field") value=text />
                <Trouble of=trouble />
                <button class="quiet" type="submit">{t("comment-say")}</button>
            </form>
        </section>
    }
}

/// Next steps; only oneself takes one.
#[component]
fn Steps(steps: Vec<row::Step>, on: String) -> impl IntoView {
    let trouble = RwSignal::new(None);
    view! {
        <section>
            <h2>{t("steps")}</h2>
            <ul class="rows">
                {steps
                    .into_iter()
                    .map(|step| {
                        let who = match (step.done, step.taken_by.is_empty()) {
                            (true, _) => say("step-done", &[("who", list(&step.taken_by).into())]),
                            (false, true) => t("step-free"),
                            (false, false) => list(&step.taken_by),
                        };
                        let by = step.by.map(|by| say("step-by", &[("when", time(by).into())])).unwrap_or_default();
                        let ask = palabre_api::ask::StepTake {
                            on: on.clone(),
                            step: step.id.clone(),
                            done: step.mine,
                            drop: false,
                        };
                        let label = if step.mine { t("step-finish") } else { t("step-take") };
                        view! {
                            <li class="row">
                                <span class="what">{step.text.unwrap_or_else(|| t("withdrawn"))}</span>
                                <span class="small soft">{format!("{by} {who}")}</span>
                                {(!step.done)
                                    .then(|| {
                                        view! {
                                            <button class="quiet" on:click=move |_| act(ask.clone(), trouble, |_| {})>
                                                {label}
                                            </button>
                                        }
                                    })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <Trouble of=trouble />
        </section>
    }
}

/// A button that leads somewhere.
#[component]
pub fn Lead(place: Place, key: &'static str) -> impl IntoView {
    view! { <button class="main" on:click=move |_| go(&place)>{t(key)}</button> }
}

/// A QR that was drawn in half blocks, light on dark, as a picture.
pub fn qr_picture(blocks: &str) -> impl IntoView + use<> {
    let lines: Vec<Vec<char>> = blocks.lines().map(|line| line.chars().collect()).collect();
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    let height = lines.len() * 2;
    let mut dark = String::new();
    for (row, line) in lines.iter().enumerate() {
        for (column, block) in line.iter().enumerate() {
            let (top, bottom) = match block {
                '█' => (false, false),
                '▀' => (false, true),
                '▄' => (true, false),
                _ => (true, true),
            };
            for (is_dark, y) in [(top, row * 2), (bottom, row * 2 + 1)] {
                if is_dark {
                    dark.push_str(&format!("M{column} {y}h1v1h-1z"));
                }
            }
        }
    }
    view! {
        <svg class="qr" role="img" aria-label=t("qr") viewBox=format!("-4 -4 {} {}", width + 8, height + 8) shape-rendering="crispEdges">
            <path d=dark></path>
        </svg>
    }
}
