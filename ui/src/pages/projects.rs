//! Projects: the portal, and a page for each.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{focus, time};
use crate::parts::{
    Area, Around, Choice, Empty, Field, FilesOf, Lead, Row, Rows, Select, Steps, Tick, Ties, Title, To,
    Trouble, Written, follows, live, own, part, prose, quoted, section, shown, told, when, word,
};
use crate::place::Place;
use crate::state::{act, draft, load, make, read, save, some};
use crate::words::{list, say, t};

const STATES: [&str; 6] = ["idea", "forming", "active", "paused", "done", "stopped"];

/// All projects: those with the last news first, quiet ones in a place of their own.
#[component]
pub fn Projects() -> impl IntoView {
    let (text, mine, needs) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    let (state, cards) = (RwSignal::new(String::new()), RwSignal::new(false));
    let projects = load(move || ask::ProjectList {
        mine: mine.get(),
        needs: needs.get(),
        state: Some(state.get()).filter(|state| !state.is_empty()),
        text: Some(text.get()).filter(|text| !text.trim().is_empty()),
        limit: 1_000,
        ..Default::default()
    });
    let states = std::iter::once((String::new(), t("any")))
        .chain(STATES.map(|state| (state.to_owned(), word("project-state", state))));
    let trouble = RwSignal::new(None);
    let take_up = move |_| {
        let make = |file| ask::ProjectReplicate { project: file, name: None };
        read(trouble, make, |project| crate::state::go(&Place::Project(project.id)));
    };
    view! {
        <Title title=t("place-projects") />
        <p class="acts">
            <Lead place=Place::New("project".into()) key="project-new" />
            <button class="quiet" on:click=take_up>{t("project-from-file")}</button>
        </p>
        <Trouble of=trouble />
        <div class="filters">
            <Field label=t("search") value=text />
            <Select label=t("state") value=state options=states.collect() />
            <Tick label=t("with-needs") value=needs />
            <Tick label=t("mine") value=mine />
            <Tick label=t("as-cards") value=cards />
        </div>
        {shown(
            projects,
            move |found| {
                if found.projects.is_empty() {
                    return view! { <Empty key="empty-projects" /> }.into_any();
                }
                let (quiet, lively): (Vec<_>, Vec<_>) = found.projects.into_iter().partition(|line| line.quiet);
                let draw = move |lines: Vec<row::ProjectLine>| match cards.get() {
                    true => view! { <ul class="cards">{lines.into_iter().map(card).collect_view()}</ul> }.into_any(),
                    false => table(lines),
                };
                let quiet_too = (!quiet.is_empty()).then(|| view! { <h2>{t("projects-quiet")}</h2> {draw(quiet)} });
                view! { {(!lively.is_empty()).then(|| draw(lively))} {quiet_too} }.into_any()
            },
        )}
    }
}

fn needs_of(line: &row::ProjectLine) -> String {
    match line.needs.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        many => say("needs-count", &[("count", many.len().into())]),
    }
}

/// Projects as a table; many as rows.
fn table(lines: Vec<row::ProjectLine>) -> AnyView {
    if lines.len() > 60 {
        return view! { <Rows items=lines draw=project_row /> }.into_any();
    }
    let rows = lines.into_iter().map(|line| {
        let news = line.news.clone().map(|news| format!("{} – {news}", time(line.news_at)));
        view! {
            <tr>
                <th scope="row"><To place=Place::Project(line.id.clone()) text=line.name.clone() /></th>
                <td>{line.why.clone()}</td>
                <td>{word("project-state", &line.state)}</td>
                <td>{needs_of(&line)}</td>
                <td class="small soft">{news}</td>
            </tr>
        }
    });
    let head = ["project-name-short", "why", "state", "needs", "news"]
        .map(|key| view! { <th scope="col">{t(key)}</th> });
    view! { <div class="wide"><table class="portal"><thead><tr>{head}</tr></thead><tbody>{rows.collect_view()}</tbody></table></div> }.into_any()
}

fn project_row(line: row::ProjectLine) -> impl IntoView {
    let parts =
        [word("project-state", &line.state), needs_of(&line), line.news.unwrap_or_default(), line.why];
    let small: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    view! { <Row place=Place::Project(line.id) title=line.name small=small.join(" · ") /> }
}

fn card(line: row::ProjectLine) -> impl IntoView {
    let needs = needs_of(&line);
    view! {
        <li>
            <h3><To place=Place::Project(line.id) text=line.name /></h3>
            <p>{line.why}</p>
            <p class="small soft">{word("project-state", &line.state)} {(!line.team.is_empty()).then(|| format!(" · {}", list(&line.team)))}</p>
            {(!needs.is_empty()).then(|| view! { <p class="small">{needs}</p> })}
            {line.news.map(|news| view! { <p class="small soft">{news}</p> })}
        </li>
    }
}

/// One project.
#[component]
pub fn Project(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let project = load(move || ask::ProjectShow { project: named.get_value() });
    live(project, |project| view! { <Page of=project /> })
}

fn state(of: &row::Project) -> String {
    let named = [("state", word("project-state", &of.state).into()), ("team", list(&of.team).into())];
    say(if of.team.is_empty() { "project-alone" } else { "project-team" }, &named)
}

#[component]
fn Page(of: Signal<row::Project>) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let join = move |_| act(ask::ProjectJoin { project: id.get_value() }, trouble, |_| {});
    let leave = move |_| act(ask::ProjectLeave { project: id.get_value() }, trouble, |_| {});
    let around = Signal::derive(move || of.with(|of| of.around.clone()));
    view! {
        {part(of, |of| (of.name.clone(), of.author.clone(), state(of)), |(title, by, state)| view! { <Title title=title by=by state=state /> })}
        <p class="acts">
            {part(of, |of| (of.mine, matches!(of.state.as_str(), "done" | "stopped")), move |(mine, over)| match (mine, over) {
                (true, _) => view! { <button class="quiet" on:click=leave>{t("project-leave")}</button> }.into_any(),
                // What is over may be taken up again, and waits for nobody.
                (false, true) => view! { <button class="quiet" on:click=join>{t("project-join")}</button> }.into_any(),
                (false, false) => view! { <button class="main" on:click=join>{t("project-join")}</button> }.into_any(),
            })}
        </p>
        <Trouble of=trouble />
        {when(of, |of| of.quiet && of.mine, || view! { <p>{t("project-quiet")}</p> })}
        {when(of, |of| of.mine, move || view! { <States of=of /> })}
        {part(of, |of| of.why.clone(), |why| told("why", why))}
        {part(of, |of| of.different.clone(), |text| told("different", text))}
        <Needs of=of />
        <Steps of=around on=id.get_value() />
        <Description of=of />
        {part(of, |of| of.links.clone(), move |links| (!links.is_empty()).then(|| section("links", links_list(links, id.get_value()))))}
        <FilesOf of=around on=id.get_value() />
        {part(of, |of| of.journal.clone(), move |notes| (!notes.is_empty()).then(|| section("journal", notes_list(notes, &id.get_value()))))}
        {when(of, |of| of.mine, move || view! { <Note id=id.get_value() /> })}
        <Ties of=around />
        {part(of, |of| of.lessons.clone(), move |notes| (!notes.is_empty()).then(|| section("lessons", notes_list(notes, &id.get_value()))))}
        {part(of, |of| of.lineage.clone(), |from| from.map(|from| view! {
            <p class="soft">{say("lineage", &[("project", from.name.into()), ("community", from.community.into())])}</p>
        }))}
        {part(of, |of| of.taken_up.clone(), |taken| (!taken.is_empty()).then(|| {
            let rows = taken.into_iter().map(|tied| view! { <Row place=Place::of(&tied.kind, &tied.id) title=tied.title small=String::new() /> });
            section("taken-up", view! { <ul class="rows">{rows.collect_view()}</ul> })
        }))}
        <p class="small soft">{part(of, |of| of.licence.clone(), |licence| say("licence", &[("licence", licence.into())]))}</p>
        <Elsewhere of=of />
        <Around of=around on=id.get_value() apart=true />
    }
}

fn notes_list(notes: Vec<row::Note>, on: &str) -> AnyView {
    let rows = notes.into_iter().map(|note| {
        let back = own(on, format!("note/{}", note.id), &note.name, note.text.as_ref());
        let by = match note.kind.as_str() {
            "journal" => note.name,
            kind => format!("{} · {}", word("note", kind), note.name),
        };
        quoted(by, note.at, note.text, back)
    });
    rows.collect_view().into_any()
}

fn links_list(links: Vec<row::Link>, project: String) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let rows = links.into_iter().map(move |link| {
        let title = if link.title.trim().is_empty() { link.url.clone() } else { link.title };
        let label = say("link-drop", &[("link", title.clone().into())]);
        let drop = ask::ProjectLink { project: project.clone(), drop: Some(link.id), ..Default::default() };
        view! {
            <li class="row">
                <a class="out what" href=link.url.clone()>{title}</a>
                <span class="small soft">{link.url}</span>
                <button class="quiet small" aria-label=label on:click=move |_| act(drop.clone(), trouble, |_| {})>{t("drop")}</button>
            </li>
        }
    });
    view! { <ul class="rows">{rows.collect_view()}</ul> <Trouble of=trouble /> }
}

/// Where it stands: chosen first and said then, for whoever chooses with the keys passes what they do not mean.
#[component]
fn States(of: Signal<row::Project>) -> impl IntoView {
    let (id, state) = of.with_untracked(|of| (of.id.clone(), of.state.clone()));
    let (id, now, trouble) = (StoredValue::new(id), RwSignal::new(state), RwSignal::new(None));
    // What others say is followed, unless somebody here has chosen and not said it yet.
    Effect::new(move |before: Option<String>| {
        let state = of.with(|of| of.state.clone());
        if before.is_some_and(|before| before != state && before == now.get_untracked()) {
            now.set(state.clone());
        }
        state
    });
    let states = ["idea", "active", "paused", "done", "stopped"]
        .map(|key| (key.to_owned(), word("project-state", key)));
    let say_it = move |_| {
        let ask = ask::ProjectState { project: id.get_value(), state: now.get_untracked() };
        // The button goes once it is said: whoever goes by the keys goes on from what they chose, the first choice of the page.
        act(ask, trouble, |_| focus("#page .choice :checked"));
    };
    let chosen = move |of: &row::Project| Some(now.get()).filter(|chosen| *chosen != of.state);
    view! {
        <Choice label=t("project-stands") value=now options=states.to_vec() />
        {part(of, chosen, move |chosen| chosen.map(|chosen| {
            let label = say("project-stands-say", &[("state", word("project-state", &chosen).into())]);
            view! { <p class="acts"><button class="main" on:click=say_it>{label}</button></p> }
        }))}
        <Trouble of=trouble />
    }
}

/// What it needs, and who can help.
#[component]
fn Needs(of: Signal<row::Project>) -> impl IntoView {
    let id = of.with_untracked(|of| of.id.clone());
    let (what, kind) = (draft(format!("need/{id}")), RwSignal::new("thing".to_owned()));
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let id = StoredValue::new(id);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::ProjectNeed {
            project: id.get_value(),
            what: some(what),
            kind: kind.get_untracked(),
            ..Default::default()
        };
        act(ask, trouble, move |_| what.set(String::new()));
    };
    let kinds = ["thing", "time", "skill", "money"].map(|key| (key.to_owned(), word("need", key)));
    let kinds = StoredValue::new(kinds.to_vec());
    view! {
        <section>
            <h2>{t("needs")}</h2>
            {part(of, |of| (of.needs.clone(), of.may_write), move |(needs, may)| {
                if needs.is_empty() {
                    return view! { <p class="soft">{t("empty-needs")}</p> }.into_any();
                }
                let rows = needs.into_iter().map(move |need| view! { <Need need=need may=may project=id.get_value() /> });
                view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
            })}
            <Trouble of=trouble />
            {when(of, |of| of.may_write, move || view! {
                <details>
                    <summary>{t("need-new")}</summary>
                    <form on:submit=add>
                        <Field label=t("need-what") value=what />
                        <Choice label=t("need-kind") value=kind options=kinds.get_value() />
                        <button class="quiet" type="submit">{t("add")}</button>
                    </form>
                </details>
            })}
        </section>
    }
}

#[component]
fn Need(need: row::Need, may: bool, project: String) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let text = draft(format!("help/{}", need.id));
    let me = crate::state::my_name();
    let mine = need.help.iter().any(|help| help.name == me);
    let (project, id) = (StoredValue::new(project), StoredValue::new(need.id));
    let help = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::ProjectHelp {
            project: project.get_value(),
            need: id.get_value(),
            text: some(text),
            back: false,
        };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    let back = move |_| {
        act(
            ask::ProjectHelp { project: project.get_value(), need: id.get_value(), text: None, back: true },
            trouble,
            |_| {},
        );
    };
    let mark = move |met: bool| {
        let named = Some(id.get_value());
        let ask = ask::ProjectNeed {
            project: project.get_value(),
            kind: "thing".into(),
            met: named.clone().filter(|_| met),
            drop: named.filter(|_| !met),
            ..Default::default()
        };
        act(ask, trouble, |_| {});
    };
    let helpers = need.help.into_iter().map(|help| {
        let back =
            own(&project.get_value(), format!("help/{}", id.get_value()), &help.name, help.text.as_ref());
        view! { <li><strong>{help.name}</strong> {help.text.map(|text| view! { " – " {text} })} {back}</li> }
    });
    let helpers = helpers.collect_view();
    view! {
        <li class="row need">
            <span class="what">{need.what}</span>
            <span class="small soft">{word("need", &need.kind)} {need.met.then(|| format!(" · {}", t("need-met")))}</span>
            <ul class="small helpers">{helpers}</ul>
            {(!need.met).then(|| view! {
                <span class="acts">
                    {if mine {
                        view! { <button class="quiet" on:click=back>{t("need-help-back")}</button> }.into_any()
                    } else {
                        view! {
                            <details>
                                <summary>{t("need-help")}</summary>
                                <form on:submit=help>
                                    <Field label=t("need-how") value=text hint=t("reason-hint") />
                                    <button class="main" type="submit">{t("need-help")}</button>
                                </form>
                            </details>
                        }.into_any()
                    }}
                    {may.then(|| view! {
                        <button class="quiet" on:click=move |_| mark(true)>{t("need-is-met")}</button>
                        <button class="quiet" on:click=move |_| mark(false)>{t("need-drop")}</button>
                    })}
                </span>
            })}
            <Trouble of=trouble />
        </li>
    }
}

/// The description, by many hands: what others write meanwhile is kept, and said.
#[component]
fn Description(of: Signal<row::Project>) -> impl IntoView {
    let (writing, trouble) = (RwSignal::new(false), RwSignal::new(None));
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let (text, why, different) = (Written::new(), Written::new(), Written::new());
    let (name, licence) = (Written::new(), Written::new());
    let (url, title) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let begin = move |_| {
        of.with_untracked(|of| {
            text.begin(of.description.clone());
            why.begin(of.why.clone());
            different.begin(of.different.clone());
            name.begin(of.name.clone());
            licence.begin(of.licence.clone());
        });
        writing.set(true);
        focus(".writing textarea");
    };
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ((description, description_from), (why, _), (different, different_from)) =
            (text.made(), why.made(), different.made());
        let ((name, _), (licence, _)) = (name.made(), licence.made());
        if [&description, &why, &different, &name, &licence].iter().all(|made| made.is_none()) {
            writing.set(false);
            return;
        }
        let project = id.get_value();
        let ask = ask::ProjectWrite {
            project,
            description,
            description_from,
            why,
            different,
            different_from,
            name,
            licence,
        };
        act(ask, trouble, move |_| writing.set(false));
    };
    let link = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask =
            ask::ProjectLink { project: id.get_value(), url: some(url), title: some(title), drop: None };
        act(ask, trouble, move |_| [url, title].into_iter().for_each(|field| field.set(String::new())));
    };
    view! {
        <section>
            <h2>{t("description")}</h2>
            {follows(move || match writing.get() {
                true => view! {
                    <form class="writing" on:submit=keep>
                        <Area label=t("description") value=text.text hint=t("description-hint") />
                        {text.meanwhile(move || of.with(|of| of.description.clone()))}
                        <details><summary>{t("preview")}</summary>{follows(move || prose(text.text.get()))}</details>
                        <Field label=t("why") value=why.text />
                        <Field label=t("project-name") value=name.text />
                        <Field label=t("project-licence") value=licence.text hint=t("project-licence-hint") />
                        {of.with_untracked(|of| of.lineage.is_some()).then(|| view! {
                            <Area label=t("different") value=different.text />
                            {different.meanwhile(move || of.with(|of| of.different.clone()))}
                        })}
                        <Trouble of=trouble />
                        <p class="acts">
                            <button class="main" type="submit">{t("save")}</button>
                            <button class="quiet" type="button" on:click=move |_| writing.set(false)>{t("back")}</button>
                        </p>
                    </form>
                }.into_any(),
                false => view! {
                    {part(of, |of| of.description.clone(), |text| match text.trim().is_empty() {
                        true => view! { <p class="soft">{t("empty-description")}</p> }.into_any(),
                        false => prose(text),
                    })}
                    {when(of, |of| of.may_write, move || view! {
                        <p class="acts"><button class="quiet" on:click=begin>{t("write")}</button></p>
                        <details>
                            <summary>{t("link-new")}</summary>
                            <form on:submit=link>
                                <Field label=t("link-url") value=url hint="https://".to_owned() />
                                <Field label=t("link-title") value=title />
                                <Trouble of=trouble />
                                <button class="quiet" type="submit">{t("add")}</button>
                            </form>
                        </details>
                    })}
                    <History id=id.get_value() />
                }.into_any(),
            })}
        </section>
    }
}

/// How the page came about.
#[component]
fn History(id: String) -> impl IntoView {
    let open = RwSignal::new(false);
    let id = StoredValue::new(id);
    view! {
        <details on:toggle=move |_| open.set(true)>
            <summary>{t("history")}</summary>
            {follows(move || open.get().then(|| {
                let history = load(move || ask::ProjectHistory { project: id.get_value() });
                shown(history, |history| {
                    let rows = history.changes.into_iter().take(50).map(|change| view! { <li class="small">{time(change.at)} " · " {change.name}</li> });
                    view! { <ul>{rows.collect_view()}</ul> }
                })
            }))}
        </details>
    }
}

#[component]
fn Note(id: String) -> impl IntoView {
    let (text, trouble) = (draft(format!("note/{id}")), RwSignal::new(None));
    let kind = RwSignal::new("journal".to_owned());
    let id = StoredValue::new(id);
    let write = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(words) = some(text) else { return };
        let kind = kind.get_untracked();
        let ask = ask::ProjectNote {
            project: id.get_value(),
            text: words,
            worked: kind == "worked",
            failed: kind == "failed",
        };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    let kinds = ["journal", "worked", "failed"].map(|key| (key.to_owned(), word("note", key)));
    view! {
        <form on:submit=write>
            <Area label=t("news") value=text hint=t("news-hint") />
            <Choice label=t("note-kind") value=kind options=kinds.to_vec() />
            <Trouble of=trouble />
            <button class="quiet" type="submit">{t("news-write")}</button>
        </form>
    }
}

/// Taking a project up here, or packing it for another community.
#[component]
fn Elsewhere(of: Signal<row::Project>) -> impl IntoView {
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let name = RwSignal::new(String::new());
    let trouble = RwSignal::new(None);
    let copy = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        make(ask::ProjectReplicate { project: id.get_value(), name: some(name) }, trouble, |project| {
            Place::Project(project.id)
        });
    };
    let pack = move |_| {
        let (project, name) = (id.get_value(), of.with_untracked(|of| of.name.clone()));
        let make = move |file| ask::ProjectPack { project, file };
        save(format!("{name}.palabre-project"), trouble, make, |_| {});
    };
    view! {
        <details>
            <summary>{t("elsewhere")}</summary>
            <p class="small soft">{t("elsewhere-what")}</p>
            <form on:submit=copy>
                <Field label=t("elsewhere-name") value=name />
                <Trouble of=trouble />
                <p class="acts">
                    <button class="quiet" type="submit">{t("elsewhere-here")}</button>
                    <button class="quiet" type="button" on:click=pack>{t("elsewhere-pack")}</button>
                </p>
            </form>
        </details>
    }
}
