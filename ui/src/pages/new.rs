//! Something new: one question, and where it leads.

use leptos::prelude::*;
use palabre_api::ask;

use crate::backend::go_on;
use crate::parts::{Area, Choice, Field, People, Select, Title, To, Trouble, follows, shown};
use crate::place::Place;
use crate::state::{act, app, draft, load, make, number, some};
use crate::words::{list, say, t};

/// What would you like to do?
#[component]
pub fn New(kind: String) -> impl IntoView {
    let (kind, about) = kind.split_once('/').unwrap_or((&kind, ""));
    match kind {
        "intention" => view! { <Intention /> }.into_any(),
        "decision" => view! { <Decision about=about.to_owned() /> }.into_any(),
        "project" => view! { <Project /> }.into_any(),
        "round" => view! { <Round /> }.into_any(),
        "money" => view! { <Money /> }.into_any(),
        "share" => view! { <super::sharing::Sharing /> }.into_any(),
        "join" => view! { <super::first::Join /> }.into_any(),
        "found" => view! { <super::first::Found /> }.into_any(),
        "first" => view! { <First /> }.into_any(),
        _ => {
            let way = |key: &str, place: Place| {
                view! {
                    <li>
                        <a class="row" href=place.address()>
                            <span class="what">{t(&format!("new-{key}"))}</span>
                            <span class="small soft">{t(&format!("new-{key}-leads"))}</span>
                        </a>
                    </li>
                }
            };
            view! {
                <Title title=t("new-title") />
                <ul class="rows ways-list">
                    {way("intention", Place::New("intention".into()))}
                    {way("decision", Place::New("decision".into()))}
                    {way("project", Place::New("project".into()))}
                    {way("round", Place::New("money".into()))}
                    {way("share", Place::Sharing)}
                </ul>
            }
            .into_any()
        }
    }
}

/// Leads to where one asks for money, once it is known: to the round in which it is being given, and elsewhere to a new one.
#[component]
fn Money() -> impl IntoView {
    let rounds = load(|| ask::RoundList { skip: 0, limit: 20 });
    Effect::new(move |_| {
        if let Some(Ok(found)) = rounds.get() {
            let round =
                found.rounds.into_iter().find(|round| matches!(round.state.as_str(), "open" | "draft"));
            let place = round.map_or_else(|| Place::New("round".into()), |round| Place::Round(round.id));
            go_on(&place.address());
        }
    });
    shown(rounds, |_| ())
}

#[component]
fn First() -> impl IntoView {
    view! { <Title title=t("first-question") /> <Ready /> }
}

/// The first question of a community, ready made.
#[component]
pub fn Ready() -> impl IntoView {
    let trouble = RwSignal::new(None);
    let cause = load(|| ask::CauseShow {});
    let put = move |_| {
        let cause = cause.get_untracked().and_then(Result::ok).map(|cause| cause.cause).unwrap_or_default();
        let draft = ask::DecisionNew { question: t("first-question-ready"), wording: cause };
        // It stays open for a year, so that a newcomer's first answer counts.
        act(draft, trouble, move |decision| {
            let ask = ask::DecisionOpen {
                decision: decision.id,
                how: Some("sense-check".into()),
                days: Some(365),
                reasons: Some("optional".into()),
                ..Default::default()
            };
            make(ask, trouble, |decision| Place::Decision(decision.id));
        });
    };
    view! {
        <p class="figure">{t("first-question-ready")}</p>
        {shown(cause, |cause| view! { <blockquote><p>{cause.cause}</p></blockquote> })}
        <p class="small soft reading">{t("first-question-what")}</p>
        <Trouble of=trouble />
        <p class="acts">
            <button class="main" on:click=put>{t("first-question-ask")}</button>
            <To place=Place::New("decision".into()) text=t("first-question-other") />
        </p>
    }
}

/// A question; what it is about, if it began there.
#[component]
fn Decision(about: String) -> impl IntoView {
    let (question, wording) = (draft("question"), draft("wording"));
    let trouble = RwSignal::new(None);
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::DecisionNew { question: question.get_untracked(), wording: wording.get_untracked() };
        let about = about.clone();
        make(ask, trouble, move |decision| {
            draft(format!("about/{}", decision.id)).set(about);
            [question, wording].into_iter().for_each(|field| field.set(String::new()));
            Place::Decision(decision.id)
        });
    };
    view! {
        <Title title=t("new-decision") />
        <form on:submit=begin>
            <Field label=t("question") value=question />
            <Area label=t("wording") value=wording hint=t("wording-hint") />
            <Trouble of=trouble />
            <button class="main" type="submit">{t("next")}</button>
        </form>
    }
}

#[component]
fn Project() -> impl IntoView {
    let (name, why) = (draft("project"), draft("project-why"));
    let (kind, team) = (RwSignal::new("everybody".to_owned()), RwSignal::new(Vec::<String>::new()));
    let trouble = RwSignal::new(None);
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let named = kind.get_untracked() == "team";
        let ask = ask::ProjectNew {
            name: name.get_untracked(),
            why: why.get_untracked(),
            team: if named { team.get_untracked() } else { Vec::new() },
            ..Default::default()
        };
        make(ask, trouble, move |project| {
            [name, why].into_iter().for_each(|field| field.set(String::new()));
            Place::Project(project.id)
        });
    };
    let kinds = ["everybody", "team"].map(|key| (key.to_owned(), t(&format!("writes-{key}"))));
    view! {
        <Title title=t("new-project") />
        <form on:submit=begin>
            <Field label=t("project-name") value=name />
            <Field label=t("why") value=why hint=t("project-why-hint") />
            <Choice label=t("who-writes") value=kind options=kinds.to_vec() />
            {follows(move || (kind.get() == "team").then(|| view! { <People label=t("team") chosen=team /> }))}
            <Trouble of=trouble />
            <button class="main" type="submit">{t("project-put")}</button>
        </form>
    }
}

/// Currencies that are offered; any other can be written.
const CURRENCIES: [&str; 6] = ["EUR", "CHF", "GBP", "USD", "CAD", "MXN"];

#[component]
fn Round() -> impl IntoView {
    let (purpose, guidelines) = (draft("round"), draft("round-guidelines"));
    let currency = RwSignal::new("EUR".to_owned());
    let trouble = RwSignal::new(None);
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::RoundNew {
            purpose: purpose.get_untracked(),
            currency: currency.get_untracked(),
            guidelines: guidelines.get_untracked(),
        };
        make(ask, trouble, move |round| {
            [purpose, guidelines].into_iter().for_each(|field| field.set(String::new()));
            Place::Round(round.id)
        });
    };
    let currencies = CURRENCIES.map(|code| (code.to_owned(), code.to_owned())).to_vec();
    view! {
        <Title title=t("round-new") />
        <form on:submit=begin>
            <Field label=t("round-purpose") value=purpose />
            <Select label=t("currency") value=currency options=currencies />
            <Area label=t("guidelines") value=guidelines hint=t("guidelines-hint") />
            <Trouble of=trouble />
            <button class="main" type="submit">{t("next")}</button>
        </form>
    }
}

#[component]
fn Intention() -> impl IntoView {
    let (what, why, worse, tension) =
        (draft("intention"), draft("intention-why"), draft("intention-worse"), draft("intention-tension"));
    let (touches, knows, trouble) =
        (RwSignal::new(Vec::<String>::new()), RwSignal::new(Vec::<String>::new()), RwSignal::new(None));
    let (days, about) = (RwSignal::new("3".to_owned()), RwSignal::new(String::new()));
    let projects = load(|| ask::ProjectList { limit: 200, ..Default::default() });
    // Whom one could ask: people who said that they know about a word of it.
    let looked = RwSignal::new(String::new());
    let suggested = load(move || ask::IntentionSuggest { text: looked.get() });
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(length) = number(days, trouble) else { return };
        let ask = ask::IntentionNew {
            what: what.get_untracked(),
            why: why.get_untracked(),
            worse: worse.get_untracked(),
            tension: tension.get_untracked(),
            touches: touches.get_untracked(),
            knows: knows.get_untracked(),
            days: length,
            about: some(about),
            ..Default::default()
        };
        make(ask, trouble, move |intention| {
            [what, why, worse, tension].into_iter().for_each(|field| field.set(String::new()));
            Place::Intention(intention.id)
        });
    };
    let suggestions = move || {
        let names = suggested.get().and_then(Result::ok).map(|found| found.names).unwrap_or_default();
        if looked.with(|looked| looked.trim().is_empty()) || names.is_empty() {
            return None;
        }
        let all = app().members.get();
        let rows = names.iter().filter_map(|name| all.iter().find(|member| member.name == *name)).cloned();
        let buttons = rows.map(|member| {
            let id = member.id.clone();
            let add = move |_| {
                knows.update(|chosen| {
                    if !chosen.contains(&id) {
                        chosen.push(id.clone());
                    }
                });
            };
            view! { <button class="quiet small" type="button" on:click=add>{member.name}</button> }
        });
        let said = say("suggested", &[("names", list(&names).into())]);
        Some(view! { <p class="small">{said} " " {buttons.collect_view()}</p> })
    };
    view! {
        <Title title=t("new-intention") />
        <form on:submit=begin>
            <Field label=t("intention-what") value=what />
            <Field label=t("why") value=why />
            <People label=t("intention-touches") chosen=touches />
            <Field label=t("days-listen") value=days />
            <details>
                <summary>{t("intention-more")}</summary>
                <Field label=t("intention-knows-about") value=looked hint=t("intention-knows-hint") />
                {suggestions}
                <People label=t("knows") chosen=knows />
                <Area label=t("tension") value=tension />
                <Area label=t("worse") value=worse />
                {shown(projects, move |found| {
                    let all = found.projects.into_iter().map(|project| (project.id, project.name));
                    let all = std::iter::once((String::new(), t("choose-none"))).chain(all);
                    view! { <Select label=t("belongs-to") value=about options=all.collect() /> }
                })}
            </details>
            <Trouble of=trouble />
            <button class="main" type="submit">{t("intention-ask")}</button>
        </form>
    }
}
