//! Small parts that every page is made of.

mod arithmetic;
mod around;
mod dialog;
mod files;
mod hands;
mod list;
mod people;
mod picture;
mod prose;

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use leptos::task::spawn_local;
use palabre_api::{ApiError, ask, row};

pub use arithmetic::{against, arithmetic, figures, option_names, rules, so_far, winners};
pub use around::{Around, FilesOf, Steps, Thread, Ties, Wall};
pub use dialog::Dialog;
pub use files::Files;
pub use hands::Written;
pub use list::{AT_FIRST, Most, Rows, Tall, more, more_with};
pub use people::People;
pub use picture::{Measure, Picture, bucket_bar, measures, pot, qr_picture};
pub use prose::{forget, prose};

use crate::backend::{copied, copy, time};
use crate::place::Place;
use crate::state::{Loaded, act, draft, go, some};
use crate::words::{find, say, t};

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

/// Shows what was loaded; while it comes, a line that says so; what went wrong instead. It is drawn anew when it changes:
/// for lists, and not for what has fields to write in.
pub fn shown<T, V>(loaded: Loaded<T>, draw: impl Fn(T) -> V + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    drawn(
        move || loaded.get(),
        move |found| match found {
            Some(Ok(found)) => draw(found).into_any(),
            other => instead(other.and_then(Result::err)),
        },
    )
}

/// What stands in the place of what has not come, or cannot.
fn instead(error: Option<ApiError>) -> AnyView {
    match error {
        None => view! { <p class="soft" aria-busy="true">{t("loading")}</p> }.into_any(),
        Some(error) => view! { <p class="trouble" role="alert">{in_words(&error)}</p> }.into_any(),
    }
}

/// Draws something anew when what it is made of has changed.
pub fn drawn<S, V>(
    of: impl Fn() -> S + Send + Sync + 'static,
    draw: impl Fn(S) -> V + Send + Sync + 'static,
) -> AnyView
where
    S: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    drawn_by(Box::new(of), Box::new(move |now| draw(now).into_any()))
}

fn drawn_by<S: Clone + PartialEq + Send + Sync + 'static>(of: Of<S>, draw: Draws<S>) -> AnyView {
    draw_part(Arc::new(Kept { of, draw, last: Mutex::default() }))
}

/// Draws something anew whenever a signal in it changes: one way for all of them, however they are made.
pub fn follows<V: IntoView + 'static>(draw: impl Fn() -> V + Send + 'static) -> AnyView {
    follows_by(Box::new(move || draw().into_any()))
}

fn follows_by(draw: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || draw()).into_any()
}

/// What something is made of, and how it is drawn of that.
type Of<S> = Box<dyn Fn() -> S + Send + Sync>;
type Draws<S> = Box<dyn Fn(S) -> AnyView + Send + Sync>;
/// What something needs of what a page is about.
type Slice<T, S> = Box<dyn Fn(&T) -> S + Send + Sync>;

/// A part of a page: there is one way in the program to draw all of them, and one for all that are made of the same.
trait Part {
    /// Whether what it is made of has changed since the last time.
    fn changed(&self) -> bool;
    /// Draws it.
    fn draw(&self) -> AnyView;
}

struct Kept<S> {
    of: Of<S>,
    draw: Draws<S>,
    last: Mutex<Option<S>>,
}

impl<S: Clone + PartialEq> Part for Kept<S> {
    fn changed(&self) -> bool {
        let now = (self.of)();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = last.as_ref() != Some(&now);
        if changed {
            *last = Some(now);
        }
        changed
    }

    fn draw(&self) -> AnyView {
        let now = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        now.map(|now| (self.draw)(now)).into_any()
    }
}

fn draw_part(part: Arc<dyn Part + Send + Sync>) -> AnyView {
    let kept = Arc::clone(&part);
    let turn = Memo::new(move |turn: Option<&u32>| {
        let changed = kept.changed();
        turn.map_or(0, |turn| turn.wrapping_add(changed.into()))
    });
    (move || {
        turn.get();
        part.draw()
    })
    .into_any()
}

/// Draws a page once what it is about has come. From then on its parts change by themselves, so that nothing that
/// somebody is typing is lost when another laptop brings news.
pub fn live<T, V>(loaded: Loaded<T>, draw: impl Fn(Signal<T>) -> V + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Default + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let stage = Memo::new(move |before: Option<&Option<Result<(), ApiError>>>| {
        loaded.with(|loaded| match (loaded, before) {
            (Some(Ok(_)), _) | (_, Some(Some(Ok(())))) => Some(Ok(())),
            (Some(Err(error)), _) => Some(Err(error.clone())),
            (None, _) => None,
        })
    });
    let last = Memo::new(move |before: Option<&T>| {
        loaded.with(|loaded| match loaded {
            Some(Ok(found)) => found.clone(),
            _ => before.cloned().unwrap_or_default(),
        })
    });
    move || match stage.get() {
        Some(Ok(())) => draw(last.into()).into_any(),
        other => instead(other.and_then(Result::err)),
    }
}

/// Draws what a part of a page needs, and draws it anew only when that has changed.
pub fn part<T, S, V>(
    of: Signal<T>,
    slice: impl Fn(&T) -> S + Send + Sync + 'static,
    draw: impl Fn(S) -> V + Send + Sync + 'static,
) -> AnyView
where
    T: Send + Sync + 'static,
    S: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    part_by(of, Box::new(slice), Box::new(move |now| draw(now).into_any()))
}

fn part_by<T, S>(of: Signal<T>, slice: Slice<T, S>, draw: Draws<S>) -> AnyView
where
    T: Send + Sync + 'static,
    S: Clone + PartialEq + Send + Sync + 'static,
{
    drawn_by(Box::new(move || of.with(|of| slice(of))), draw)
}

/// Draws something as long as something holds.
pub fn when<T, V>(
    of: Signal<T>,
    holds: impl Fn(&T) -> bool + Send + Sync + 'static,
    draw: impl Fn() -> V + Send + Sync + 'static,
) -> AnyView
where
    T: Send + Sync + 'static,
    V: IntoView + 'static,
{
    when_by(of, Box::new(holds), Box::new(move |holds| holds.then(&draw).into_any()))
}

fn when_by<T: Send + Sync + 'static>(of: Signal<T>, holds: Slice<T, bool>, draw: Draws<bool>) -> AnyView {
    part_by(of, holds, draw)
}

/// A section with a heading.
pub fn section(heading: &str, inner: impl IntoView + 'static) -> AnyView {
    section_of(heading, inner.into_any())
}

fn section_of(heading: &str, inner: AnyView) -> AnyView {
    view! { <section><h2>{t(heading)}</h2>{inner}</section> }.into_any()
}

/// A section about a text that somebody wrote, where they did.
pub fn told(heading: &str, text: String) -> Option<AnyView> {
    (!text.trim().is_empty()).then(|| section(heading, prose(text)))
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

/// A day to be chosen.
#[component]
pub fn Day(label: String, value: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="field short">
            <span>{label}</span>
            <input type="date" prop:value=move || value.get() on:input:target=move |e| value.set(e.target().value()) />
        </label>
    }
}

/// A text to be written.
#[component]
pub fn Area(label: String, value: RwSignal<String>, #[prop(optional, into)] hint: String) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <textarea rows="3" prop:value=move || value.get() on:input:target=move |e| value.set(e.target().value())></textarea>
            {(!hint.is_empty()).then(|| view! { <span class="small soft">{hint}</span> })}
        </label>
    }
}

/// Yes or no.
#[component]
pub fn Tick(label: String, value: RwSignal<bool>, #[prop(optional, into)] hint: String) -> impl IntoView {
    view! {
        <label class="option">
            <input type="checkbox" prop:checked=move || value.get() on:change:target=move |e| value.set(e.target().checked()) />
            <span>{label} {(!hint.is_empty()).then(|| view! { <span class="small soft">" " {hint}</span> })}</span>
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

/// One of several, from a list that folds.
#[component]
pub fn Select(label: String, value: RwSignal<String>, options: Vec<(String, String)>) -> impl IntoView {
    view! {
        <label class="field short">
            <span>{label}</span>
            <select prop:value=move || value.get() on:change:target=move |e| value.set(e.target().value())>
                {options
                    .into_iter()
                    .map(|(key, text)| {
                        let chosen = key == value.get_untracked();
                        view! { <option value=key selected=chosen>{text}</option> }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

/// A button that copies a text which stands on the page, and says whether it is copied or left to be copied by hand.
#[component]
pub fn ToCopy(text: String, label: String, #[prop(optional)] quiet: bool) -> impl IntoView {
    let is_copied = RwSignal::new(None::<bool>);
    let class = if quiet { "quiet" } else { "main" };
    let start = move |_| {
        // At once: a window lends its clipboard to whoever clicks, and only for that moment.
        copy(&text);
        spawn_local(async move {
            is_copied.try_set(Some(copied().await));
        });
    };
    view! {
        <button class=class on:click=start>{label}</button>
        {follows(move || is_copied.get().map(|is_copied| {
            let said = t(if is_copied { "copied" } else { "copied-by-hand" });
            view! { <span class="small soft" role="status">{said}</span> }
        }))}
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

/// After how many days something is looked at again, to choose from.
pub fn review_days() -> Vec<(String, String)> {
    [("14", "in-two-weeks"), ("42", "in-six-weeks"), ("91", "in-three-months"), ("0", "never")]
        .map(|(days, key)| (days.to_owned(), t(key)))
        .to_vec()
}

/// A button that leads somewhere.
#[component]
pub fn Lead(place: Place, key: &'static str) -> impl IntoView {
    view! { <button class="main" on:click=move |_| go(&place)>{t(key)}</button> }
}
