//! Something new: one question, and where it leads.

use leptos::prelude::*;
use palabre_api::ask;

use crate::parts::{Area, Field, Title, Trouble, shown};
use crate::place::Place;
use crate::state::{load, make};
use crate::words::t;

/// What would you like to do?
#[component]
pub fn New(kind: String) -> impl IntoView {
    match kind.as_str() {
        "intention" => view! { <Intention /> }.into_any(),
        "decision" => view! { <Decision /> }.into_any(),
        "project" => view! { <Project /> }.into_any(),
        "round" => view! { <Round /> }.into_any(),
        "join" => view! { <super::first::Join /> }.into_any(),
        _ => {
            let ways = [
                ("intention", Place::New("intention".into())),
                ("decision", Place::New("decision".into())),
                ("project", Place::New("project".into())),
                ("round", Place::Budgets),
                ("share", Place::Sharing),
            ];
            view! {
                <Title title=t("new-title") />
                <ul class="rows">
                    {ways
                        .into_iter()
                        .map(|(key, place)| view! { <li><a class="row" href=place.address()>{t(&format!("new-{key}"))}</a></li> })
                        .collect_view()}
                </ul>
            }
            .into_any()
        }
    }
}

#[component]
fn Decision() -> impl IntoView {
    let (question, wording) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let trouble = RwSignal::new(None);
    let draft = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::DecisionNew { question: question.get_untracked(), wording: wording.get_untracked() };
        make(ask, trouble, |decision| Place::Decision(decision.id));
    };
    view! {
        <Title title=t("new-decision") />
        <form on:submit=draft>
            <Field label=t("question") value=question />
            <Area label=t("wording") value=wording hint=t("wording-hint") />
            <Trouble of=trouble />
            <button class="main" type="submit">{t("next")}</button>
        </form>
    }
}

#[component]
fn Project() -> impl IntoView {
    let (name, why) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let trouble = RwSignal::new(None);
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask =
            ask::ProjectNew { name: name.get_untracked(), why: why.get_untracked(), ..Default::default() };
        make(ask, trouble, |project| Place::Project(project.id));
    };
    view! {
        <Title title=t("new-project") />
        <form on:submit=begin>
            <Field label=t("project-name") value=name />
            <Field label=t("why") value=why />
            <Trouble of=trouble />
            <button class="main" type="submit">{t("project-put")}</button>
        </form>
    }
}

#[component]
fn Round() -> impl IntoView {
    let (purpose, guidelines) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let trouble = RwSignal::new(None);
    let draft = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::RoundNew {
            purpose: purpose.get_untracked(),
            currency: "EUR".into(),
            guidelines: guidelines.get_untracked(),
        };
        make(ask, trouble, |round| Place::Round(round.id));
    };
    view! {
        <Title title=t("round-new") />
        <form on:submit=draft>
            <Field label=t("round-purpose") value=purpose />
            <Area label=t("guidelines") value=guidelines />
            <Trouble of=trouble />
            <button class="main" type="submit">{t("next")}</button>
        </form>
    }
}

#[component]
fn Intention() -> impl IntoView {
    let (what, why, worse) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (touches, trouble) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(None));
    let members = load(|| ask::Members {});
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::IntentionNew {
            what: what.get_untracked(),
            why: why.get_untracked(),
            worse: worse.get_untracked(),
            touches: touches.get_untracked(),
            ..Default::default()
        };
        make(ask, trouble, |intention| Place::Intention(intention.id));
    };
    view! {
        <Title title=t("new-intention") />
        <form on:submit=begin>
            <Field label=t("intention-what") value=what />
            <Field label=t("why") value=why />
            <fieldset class="choice">
                <legend>{t("intention-touches")}</legend>
                {shown(
                    members,
                    move |found| {
                        let others = found.members.into_iter().filter(|member| !member.me && member.standing == "here");
                        others
                            .map(|member| {
                                let id = member.id;
                                view! {
                                    <label class="option">
                                        <input
                                            type="checkbox"
                                            on:change:target=move |e| {
                                                let on = e.target().checked();
                                                touches
                                                    .update(|chosen| {
                                                        chosen.retain(|one| *one != id);
                                                        if on {
                                                            chosen.push(id.clone());
                                                        }
                                                    });
                                            }
                                        />
                                        <span>{member.name}</span>
                                    </label>
                                }
                            })
                            .collect_view()
                    },
                )}
            </fieldset>
            <Field label=t("worse") value=worse />
            <Trouble of=trouble />
            <button class="main" type="submit">{t("intention-ask")}</button>
        </form>
    }
}
