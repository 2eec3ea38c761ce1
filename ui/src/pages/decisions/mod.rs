//! Decisions: now, the register, and a page for each.

mod answer;
mod confirm;
mod open;
mod page;

use leptos::prelude::*;
use palabre_api::{ask, row};

use crate::backend::{on, uncapital, until};
use crate::parts::{
    AT_FIRST, Choice, Empty, Field, Lead, Row, Rows, Select, Tick, Title, To, Trouble, figures, follows,
    more, shown, word,
};
use crate::place::Place;
use crate::state::{app, load, load_around, read, some};
use crate::words::{find, say, t};

pub use confirm::{Confirm, differing, finds_the_same, found_by};
pub use page::Decision;

/// The ways of deciding, those that serve most often first.
pub const WAYS: [&str; 6] = ["consent", "proposal", "choose", "time-poll", "sense-check", "score"];

/// What is open, counted, or being drafted.
#[component]
pub fn Decisions() -> impl IntoView {
    let most = RwSignal::new(AT_FIRST);
    let decisions = load(move || ask::Register { running: true, limit: most.get(), ..Default::default() });
    let over = move || match &*decisions.read() {
        Some(Ok(found)) => Some(found.over).filter(|over| *over > 0),
        _ => None,
    };
    view! {
        <Title title=t("place-decisions") />
        <nav class="tabs" aria-label=t("place-decisions")>
            <a href=Place::Decisions.address() aria-current="page">{t("decisions-now")}</a>
            <a href=Place::Register.address()>{t("register")}</a>
        </nav>
        <p class="acts"><Lead place=Place::New("decision".into()) key="decision-new" /></p>
        {shown(
            decisions,
            move |found| {
                if found.decisions.is_empty() && found.over == 0 {
                    return view! { <Empty key="empty-decisions" /> }.into_any();
                }
                // As they come: where there are very many, what one can do something about is among the first.
                let groups = ["open", "closing", "draft", "disputed", "counted", "dropped"].map(|state| {
                    let lines: Vec<_> = found.decisions.iter().filter(|line| line.state == state).cloned().collect();
                    (!lines.is_empty())
                        .then(|| view! { <h2>{t(&format!("decisions-{state}"))}</h2> <Rows items=lines draw=in_group /> })
                });
                groups.into_any()
            },
        )}
        {more("decisions-more", decisions, |found| found.more, most)}
        {follows(move || over().map(|over| view! { <p class="small"><To place=Place::Register text=say("decisions-over", &[("many", over.into())]) /></p> }))}
    }
}

/// What was decided, with filters in one line.
#[component]
pub fn Register() -> impl IntoView {
    let members = app().members;
    let (text, how, state, by) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let (review, about, most) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(AT_FIRST));
    let chosen = |value: RwSignal<String>| Some(value.get()).filter(|value| !value.trim().is_empty());
    let decisions = load(move || ask::Register {
        text: chosen(text),
        how: chosen(how),
        state: chosen(state),
        by: chosen(by),
        about: chosen(about),
        review: review.get(),
        limit: most.get(),
        ..Default::default()
    });
    // What one may choose from comes after what one came for.
    let projects = load_around(|| ask::ProjectList { limit: 1_000, ..Default::default() });
    let intentions = load_around(|| ask::IntentionList { limit: 1_000, ..Default::default() });
    let any = || (String::new(), t("any"));
    let ways = || {
        std::iter::once(any()).chain(WAYS.map(|way| (way.to_owned(), word("how", way)))).collect::<Vec<_>>()
    };
    let states = || {
        let all =
            ["counted", "final", "disputed"].map(|state| (state.to_owned(), word("decision-word", state)));
        std::iter::once(any()).chain(all).collect::<Vec<_>>()
    };
    let people = move || {
        let all = members.get().into_iter().map(|member| (member.id, member.name));
        std::iter::once(any()).chain(all).collect::<Vec<_>>()
    };
    let places = move || {
        let projects = projects.get().and_then(Result::ok).map(|found| found.projects).unwrap_or_default();
        let intentions =
            intentions.get().and_then(Result::ok).map(|found| found.intentions).unwrap_or_default();
        // Said once for all of them: there may be a thousand.
        const TITLE: &str = "\u{FFFC}";
        let form =
            |kind| say("register-place-is", &[("kind", word("kind", kind).into()), ("title", TITLE.into())]);
        let [project, intention] = ["project", "intention"].map(form);
        let projects = projects.into_iter().map(|one| (one.id, project.replace(TITLE, &one.name)));
        let intentions = intentions.into_iter().map(|one| (one.id, intention.replace(TITLE, &one.what)));
        std::iter::once(any()).chain(projects).chain(intentions).collect::<Vec<_>>()
    };
    view! {
        <Title title=t("register") />
        <nav class="tabs" aria-label=t("place-decisions")>
            <a href=Place::Decisions.address()>{t("decisions-now")}</a>
            <a href=Place::Register.address() aria-current="page">{t("register")}</a>
        </nav>
        <div class="filters">
            <Field label=t("search") value=text />
            {follows(move || view! { <Select label=t("register-place") value=about options=places() /> })}
            <Select label=t("way-of-deciding") value=how options=ways() />
            <Select label=t("state") value=state options=states() />
            {follows(move || view! { <Select label=t("opened-by") value=by options=people() /> })}
            <Tick label=t("review-due") value=review />
        </div>
        {shown(
            decisions,
            move |found| {
                if found.decisions.is_empty() {
                    return view! { <Empty key="empty-register" /> }.into_any();
                }
                let many = found.decisions.len() + found.more as usize;
                view! {
                    <p class="small soft" role="status">{say("register-many", &[("many", many.into())])}</p>
                    <Rows items=found.decisions draw=in_register />
                }
                    .into_any()
            },
        )}
        {more("decisions-more", decisions, |found| found.more, most)}
        <p class="small"><To place=Place::Verify text=t("verify") /></p>
    }
}

/// A decision below a heading that says its state.
fn in_group(of: row::DecisionLine) -> impl IntoView {
    let when = match (of.state.as_str(), of.ends) {
        ("open", Some(ends)) => Some(until(ends)),
        ("closing", Some(ends)) => Some(say("ended", &[("when", on(ends).into())])),
        _ => None,
    };
    line(of, when)
}

fn in_register(of: row::DecisionLine) -> impl IntoView {
    let state = word("decision-word", &of.state);
    line(of, Some(state))
}

fn line(line: row::DecisionLine, when: Option<String>) -> impl IntoView {
    let mine = line.waits_for_me.then(|| t("answer-missing"));
    let result = line.result.as_deref().map(|result| uncapital(&word("result", result)));
    let how = (!line.how.is_empty()).then(|| uncapital(&word("how", &line.how)));
    let parts = [when, mine, result, how, Some(line.author)];
    let small: Vec<String> = parts.into_iter().flatten().collect();
    view! { <Row place=Place::Decision(line.id) title=line.question small=small.join(" · ") /> }
}

/// A stranger counts again: a file is dropped, and what comes of it is said.
#[component]
pub fn Verify() -> impl IntoView {
    let (found, trouble) = (RwSignal::new(None::<row::Verified>), RwSignal::new(None));
    let verify = move |file: String| ask::Verify { file };
    let choose = move |_| {
        found.set(None);
        read(trouble, verify, move |verified| found.set(Some(verified)));
    };
    crate::state::take_dropped(move |path| {
        found.set(None);
        match path {
            Ok(path) => crate::state::act(verify(path), trouble, move |verified| found.set(Some(verified))),
            Err(error) => trouble.set(Some(error)),
        }
    });
    view! {
        <Title title=t("verify") state=t("verify-what") />
        <p class="acts"><button class="main" on:click=choose>{t("verify-choose")}</button> <span class="small soft">{t("drop-hint")}</span></p>
        <Trouble of=trouble />
        {follows(move || found.get().map(verified))}
    }
}

fn verified(found: row::Verified) -> impl IntoView {
    // The proof that a laptop told two stories counts nothing.
    let key = match (found.kind.as_str(), found.verdict.as_str()) {
        ("fork", "verified") => "verdict-two-stories".to_owned(),
        (_, verdict) => format!("verdict-{verdict}"),
    };
    let said = find(&key, &[]).unwrap_or(found.sentence);
    let counted = (!found.result.is_empty()).then(|| {
        let named = [("found", found.confirmed.into()), ("needed", found.needed.unwrap_or(0).into())];
        let key = if found.is_final { "verified-final" } else { "verified-counted" };
        view! {
            <h2>{found.question.clone()}</h2>
            <p class="small soft">{found.community.clone()}</p>
            {crate::parts::prose(found.wording.clone())}
            <p class="figure">{word("result", &found.result)}</p>
            {found.figures.as_ref().map(|of| view! { <p>{figures(of, &found.options)}</p> })}
            <p>{say(key, &named)}</p>
        }
    });
    let missing = (!found.not_counted.is_empty())
        .then(|| view! { <p>{say("verified-missing", &[("names", crate::words::list(&found.not_counted).into())])}</p> });
    view! { <section role="status"><p class="figure">{said}</p> {counted} {missing}</section> }
}

/// One of several settings, with a word for each.
fn settings(of: &str, words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|key| ((*key).to_owned(), word(of, key))).collect()
}

/// Chooses how long something takes, or until when.
#[component]
pub fn Length(days: RwSignal<String>, until: RwSignal<String>) -> impl IntoView {
    let kind = RwSignal::new(if some(until).is_some() { "until" } else { "days" }.to_owned());
    view! {
        <Choice label=t("how-long") value=kind options=settings("length", &["days", "until"]) />
        {follows(move || match kind.get().as_str() {
            "until" => {
                view! {
                    <label class="field short">
                        <span>{t("until-when")}</span>
                        <input type="datetime-local" prop:value=move || until.get() on:input:target=move |e| until.set(e.target().value()) />
                    </label>
                }
                    .into_any()
            }
            _ => {
                until.set(String::new());
                view! { <Field label=t("days") value=days /> }.into_any()
            }
        })}
    }
}
