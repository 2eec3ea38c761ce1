//! Projects: the portal, and a page for each.

use leptos::prelude::*;
use palabre_api::{ask, row};

use crate::backend::time;
use crate::parts::{Area, Around, Empty, Field, Lead, Row, Title, Trouble, shown, word};
use crate::place::Place;
use crate::state::{act, load};
use crate::words::{list, say, t};

/// All projects, those with the last news first.
#[component]
pub fn Projects() -> impl IntoView {
    let (text, mine) = (RwSignal::new(String::new()), RwSignal::new(false));
    let projects = load(move || ask::ProjectList {
        mine: mine.get(),
        text: Some(text.get()).filter(|text| !text.trim().is_empty()),
        limit: 100,
        ..Default::default()
    });
    view! {
        <Title title=t("place-projects") />
        <p class="acts"><Lead place=Place::New("project".into()) key="project-new" /></p>
        <div class="filters">
            <Field label=t("search") value=text />
            <label class="option">
                <input type="checkbox" on:change:target=move |e| mine.set(e.target().checked()) />
                <span>{t("mine")}</span>
            </label>
        </div>
        {shown(
            projects,
            |found| {
                if found.projects.is_empty() {
                    return view! { <Empty key="empty-projects" /> }.into_any();
                }
                let rows = found.projects.into_iter().map(|line| {
                    let needs = (!line.needs.is_empty()).then(|| say("needs-count", &[("count", line.needs.len().into())]));
                    let parts = [Some(word("project-state", &line.state)), needs, line.news, Some(line.why)];
                    let small: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
                    view! { <Row place=Place::Project(line.id) title=line.name small=small.join(" · ") /> }
                });
                view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
            },
        )}
    }
}

/// One project.
#[component]
pub fn Project(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let project = load(move || ask::ProjectShow { project: named.get_value() });
    shown(project, |project| view! { <Page project=project /> })
}

#[component]
fn Page(project: row::Project) -> impl IntoView {
    let trouble = RwSignal::new(None);
    let id = StoredValue::new(project.id.clone());
    let join = move |_| act(ask::ProjectJoin { project: id.get_value() }, trouble, |_| {});
    let leave = move |_| act(ask::ProjectLeave { project: id.get_value() }, trouble, |_| {});
    let named =
        [("state", word("project-state", &project.state).into()), ("team", list(&project.team).into())];
    let state = say(if project.team.is_empty() { "project-alone" } else { "project-team" }, &named);
    let mine = project.mine;
    let needs = project.needs.clone();
    let notes = project.journal.iter().rev().chain(&project.lessons).cloned().collect::<Vec<_>>();
    view! {
        <Title title=project.name.clone() by=project.author.clone() state=state />
        <p class="acts">
            {if mine {
                view! { <button class="quiet" on:click=leave>{t("project-leave")}</button> }.into_any()
            } else {
                view! { <button class="main" on:click=join>{t("project-join")}</button> }.into_any()
            }}
        </p>
        <Trouble of=trouble />
        {mine.then(|| view! { <States id=project.id.clone() state=project.state.clone() /> })}
        {(!project.why.is_empty()).then(|| view! { <section><h2>{t("why")}</h2><p class="reading">{project.why.clone()}</p></section> })}
        <section>
            <h2>{t("needs")}</h2>
            <ul class="rows">
                {needs
                    .into_iter()
                    .map(|need| {
                        let ask = ask::ProjectHelp { project: id.get_value(), need: need.id.clone(), text: None, back: false };
                        let help: Vec<String> = need.help.iter().map(|help| help.name.clone()).collect();
                        let small = if need.met { t("need-met") } else { list(&help) };
                        view! {
                            <li class="row">
                                <span class="what">{format!("{} · {}", word("need", &need.kind), need.what)}</span>
                                <span class="small soft">{small}</span>
                                {(!need.met)
                                    .then(|| {
                                        view! {
                                            <button class="quiet" on:click=move |_| act(ask.clone(), trouble, |_| {})>
                                                {t("need-help")}
                                            </button>
                                        }
                                    })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            {project.may_write.then(|| view! { <Need id=project.id.clone() /> })}
        </section>
        <Description project=project.clone() />
        {(!notes.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{t("journal")}</h2>
                        {notes
                            .into_iter()
                            .map(|note| {
                                view! {
                                    <article class="comment">
                                        <p class="small soft">
                                            {format!("{} · {} · {}", word("note", &note.kind), note.name, time(note.at))}
                                        </p>
                                        <p class="text">{note.text.unwrap_or_else(|| t("withdrawn"))}</p>
                                    </article>
                                }
                            })
                            .collect_view()}
                    </section>
                }
            })}
        {mine.then(|| view! { <Note id=project.id.clone() /> })}
        {project
            .lineage
            .clone()
            .map(|from| {
                let named = [("project", from.name.into()), ("community", from.community.into())];
                view! { <p class="soft">{say("lineage", &named)}</p> }
            })}
        <Around of=project.around on=project.id />
    }
}

#[component]
fn States(id: String, state: String) -> impl IntoView {
    let (now, trouble) = (RwSignal::new(state.clone()), RwSignal::new(None));
    let states = ["idea", "active", "paused", "done", "stopped"]
        .map(|key| (key.to_owned(), word("project-state", key)));
    Effect::new(move |_| {
        let chosen = now.get();
        if chosen != state {
            act(ask::ProjectState { project: id.clone(), state: chosen }, trouble, |_| {});
        }
    });
    view! {
        <crate::parts::Choice label=t("project-stands") value=now options=states.to_vec() />
        <Trouble of=trouble />
    }
}

#[component]
fn Need(id: String) -> impl IntoView {
    let (what, kind) = (RwSignal::new(String::new()), RwSignal::new("thing".to_owned()));
    let trouble = RwSignal::new(None);
    let id = StoredValue::new(id);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::ProjectNeed {
            project: id.get_value(),
            what: Some(what.get_untracked()),
            kind: kind.get_untracked(),
            ..Default::default()
        };
        act(ask, trouble, move |_| what.set(String::new()));
    };
    let kinds = ["thing", "time", "skill", "money"].map(|key| (key.to_owned(), word("need", key)));
    view! {
        <form on:submit=add>
            <Field label=t("need-what") value=what />
            <crate::parts::Choice label=t("need-kind") value=kind options=kinds.to_vec() />
            <Trouble of=trouble />
            <button class="quiet" type="submit">{t("need-add")}</button>
        </form>
    }
}

/// The description, by many hands.
#[component]
fn Description(project: row::Project) -> impl IntoView {
    let (writing, trouble) = (RwSignal::new(false), RwSignal::new(None));
    let text = RwSignal::new(project.description.clone());
    let id = StoredValue::new(project.id.clone());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::ProjectWrite {
            project: id.get_value(),
            description: Some(text.get_untracked()),
            ..Default::default()
        };
        act(ask, trouble, move |_| writing.set(false));
    };
    let may_write = project.may_write;
    view! {
        <section>
            <h2>{t("description")}</h2>
            {move || {
                if writing.get() {
                    return view! {
                        <form on:submit=save>
                            <Area label=t("description") value=text hint=t("description-hint") />
                            <Trouble of=trouble />
                            <button class="main" type="submit">{t("save")}</button>
                            <button class="quiet" type="button" on:click=move |_| writing.set(false)>{t("back")}</button>
                        </form>
                    }
                        .into_any();
                }
                view! {
                    <p class="text reading">{project.description.clone()}</p>
                    {may_write.then(|| view! { <button class="quiet" on:click=move |_| writing.set(true)>{t("write")}</button> })}
                }
                    .into_any()
            }}
        </section>
    }
}

#[component]
fn Note(id: String) -> impl IntoView {
    let (text, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let id = StoredValue::new(id);
    let write = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::ProjectNote {
            project: id.get_value(),
            text: text.get_untracked(),
            worked: false,
            failed: false,
        };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    view! {
        <form on:submit=write>
            <Field label=t("news") value=text />
            <Trouble of=trouble />
            <button class="quiet" type="submit">{t("news-write")}</button>
        </form>
    }
}
