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
mod said;

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use leptos::task::spawn_local;
use palabre_api::ApiError;

pub use arithmetic::{against, arithmetic, figures, option_names, rules, so_far, winners};
pub use around::{Around, FilesOf, Steps, Thread, Ties, Wall};
pub use dialog::Dialog;
pub use files::Files;
pub use hands::Written;
pub use list::{AT_FIRST, Most, Rows, Tall, more, more_with};
pub use people::People;
pub use picture::{Measure, Picture, bucket_bar, measures, pot, qr_picture};
pub use prose::{forget, prose};
pub use said::{Silent, from_me, nudged, outcomes, own, quoted, take_back, to_me, withdrawn};

use crate::backend::{copied, copy};
use crate::place::Place;
use crate::state::{Loaded, go};
use crate::words::{find, t};

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
