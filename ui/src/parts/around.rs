//! What people say around a record: next steps, files, ties, reactions, comments.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use super::{
    Area, Day, Field, Files, Most, Row, Tall, Trouble, follows, own, part, prose, section, take_back, when,
    withdrawn, word,
};
use crate::backend::{ends_in_word, finds, focus, time};
use crate::place::Place;
use crate::state::{act, app, draft, some};
use crate::words::{list, say, t};

type Troubled = RwSignal<Option<ApiError>>;

/// The reactions that are offered. Others that somebody gave in a terminal are shown as they are.
const REACTIONS: [&str; 3] = ["♥", "thanks", "same"];
/// How far answers to answers stand in at most.
const DEEPEST: usize = 4;

/// What stands around every record. `steps`: whether it has next steps. `apart`: its page has steps, files and ties elsewhere.
#[component]
pub fn Around(
    of: Signal<row::Around>,
    on: String,
    #[prop(optional)] steps: bool,
    #[prop(optional)] apart: bool,
) -> impl IntoView {
    let record = on;
    let (steps_of, files_of) = (record.clone(), record.clone());
    view! {
        {part(of, |of| (of.held, of.read), |(held, read)| kept(held, read))}
        {steps.then(|| view! { <Steps of=of on=steps_of /> })}
        {(!apart).then(|| view! { <FilesOf of=of on=files_of /> <Ties of=of /> })}
        <Thread of=of on=record />
    }
}

/// The files of a record.
#[component]
pub fn FilesOf(of: Signal<row::Around>, on: String) -> impl IntoView {
    view! { <Files of=Signal::derive(move || of.with(|of| of.files.clone())) on=on /> }
}

/// What a record is tied to.
#[component]
pub fn Ties(of: Signal<row::Around>) -> impl IntoView {
    part(of, |of| of.tied.clone(), |tied| (!tied.is_empty()).then(|| section("tied", ties(tied))))
}

/// With how many others my words here are, and how many said that they read it.
fn kept(held: Option<u32>, read: u32) -> Option<AnyView> {
    // Whoever read it has it.
    let held = held.filter(|held| *held > 0 || read == 0).map(|held| match held {
        0 => t("held-nowhere"),
        held => say("held-with", &[("count", held.into())]),
    });
    let read = (read > 0).then(|| say("read-by", &[("count", read.into())]));
    let said: Vec<String> = [held, read].into_iter().flatten().collect();
    (!said.is_empty()).then(|| view! { <p class="small soft">{said.join(" ")}</p> }.into_any())
}

fn ties(tied: Vec<row::Tied>) -> impl IntoView {
    let rows = tied.into_iter().map(|tied| {
        let state = if tied.state.is_empty() {
            String::new()
        } else {
            format!(" · {}", state_word(&tied.kind, &tied.state))
        };
        let small = format!("{}{state}", word("kind", &tied.kind));
        view! { <Row place=Place::of(&tied.kind, &tied.id) title=tied.title small=small /> }
    });
    view! { <ul class="rows">{rows.collect_view()}</ul> }
}

/// Where a record of a kind stands, in a word or two.
pub fn state_word(kind: &str, state: &str) -> String {
    word(&format!("{kind}-state"), state)
}

/// Next steps; only oneself takes one.
#[component]
pub fn Steps(of: Signal<row::Around>, on: String) -> impl IntoView {
    let trouble = RwSignal::new(None);
    let (text, day) = (draft(format!("step/{on}")), draft(format!("step-by/{on}")));
    let record = StoredValue::new(on);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::StepAdd { on: record.get_value(), text: text.get_untracked(), by: some(day) };
        act(ask, trouble, move |_| [text, day].into_iter().for_each(|field| field.set(String::new())));
    };
    view! {
        <section>
            <h2>{t("steps")}</h2>
            {part(of, |of| of.steps.clone(), move |steps| {
                let rows = steps.into_iter().map(move |step| step_row(step, record.get_value(), trouble));
                view! { <ul class="rows">{rows.collect_view()}</ul> }
            })}
            <Trouble of=trouble />
            <details>
                <summary>{t("step-add")}</summary>
                <form on:submit=add>
                    <Field label=t("step-what") value=text />
                    <Day label=t("step-when") value=day />
                    <button class="quiet" type="submit">{t("add")}</button>
                </form>
            </details>
        </section>
    }
}

fn step_row(step: row::Step, record: String, trouble: Troubled) -> impl IntoView {
    let who = match (step.done, step.taken_by.is_empty()) {
        (true, _) => say("step-done", &[("who", list(&step.taken_by).into())]),
        (false, true) => t("step-free"),
        (false, false) => list(&step.taken_by),
    };
    let back = own(&record, format!("step/{}", step.id), &step.name, step.text.as_ref());
    let by =
        step.by.map(|by| format!("{} · ", say("step-by", &[("when", time(by).into())]))).unwrap_or_default();
    let take =
        move |done: bool, drop: bool| ask::StepTake { on: record.clone(), step: step.id.clone(), done, drop };
    let (finish, leave, begin) = (take(true, false), take(false, true), take(false, false));
    let acts = match (step.done, step.mine) {
        (true, _) => ().into_any(),
        (false, true) => view! {
            <span class="acts">
                <button class="quiet" on:click=move |_| act(finish.clone(), trouble, |_| {})>{t("step-finish")}</button>
                <button class="quiet" on:click=move |_| act(leave.clone(), trouble, |_| {})>{t("step-leave")}</button>
            </span>
        }
        .into_any(),
        (false, false) => view! {
            <button class="quiet" on:click=move |_| act(begin.clone(), trouble, |_| {})>{t("step-take")}</button>
        }
        .into_any(),
    };
    view! {
        <li class="row">
            <span class="what">{step.text.unwrap_or_else(|| t("withdrawn"))}</span>
            <span class="small soft">{by} {who}</span>
            {acts}
            {back}
        </li>
    }
}

/// Reactions and comments on a record, with a field for mine.
#[component]
pub fn Thread(of: Signal<row::Around>, on: String) -> impl IntoView {
    let trouble: Troubled = RwSignal::new(None);
    let text = draft(format!("comment/{on}"));
    let record = StoredValue::new(on);
    let heights = RwSignal::new(Vec::new());
    // The comment that is answered, or folded.
    let (answering, folding) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let say_it = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::Comment { on: record.get_value(), text: some(text), reply: None };
        if ask.text.is_some() {
            act(ask, trouble, move |_| text.set(String::new()));
        }
    };
    let hide = move |back: bool| {
        act(ask::Hide { on: record.get_value(), comment: None, back }, trouble, |_| {});
    };
    view! {
        <section class="thread">
            <h2>{t("comments")}</h2>
            {part(of, |of| of.reactions.clone(), move |reactions| reacted(reactions, record, None, trouble))}
            {part(of, |of| of.comments.clone(), move |comments| {
                let shared = Shared { record, trouble, answering, folding };
                let depths = depths(&comments);
                let rows: Vec<(row::Comment, usize)> = comments.into_iter().zip(depths).collect();
                view! { <Tall items=rows heights=heights draw=move |(comment, depth)| shared.comment(comment, depth) /> }
            })}
            {part(of, |of| of.more_comments, |more| (more > 0).then(|| Most::more_comments(more)))}
            <form on:submit=say_it>
                <Area label=t("comment-field") value=text hint=t("markdown-hint") />
                <Mentions text=text />
                <Trouble of=trouble />
                {when(of, |of| of.hidden, || view! { <p class="small soft">{t("hidden-page")}</p> })}
                <p class="acts">
                    <button class="quiet" type="submit">{t("comment-say")}</button>
                    {when(of, |of| !of.hidden, move || view! {
                        <button class="quiet soft" type="button" on:click=move |_| hide(false)>{t("hide-all")}</button>
                    })}
                    {when(of, |of| of.hidden, move || view! {
                        <button class="quiet soft" type="button" on:click=move |_| hide(true)>{t("hide-back")}</button>
                    })}
                </p>
            </form>
        </section>
    }
}

/// How far in each comment stands.
fn depths(comments: &[row::Comment]) -> Vec<usize> {
    let mut depths: Vec<(String, usize)> = Vec::new();
    for comment in comments {
        let above = comment.reply_to.as_ref().and_then(|to| depths.iter().rev().find(|(id, _)| id == to));
        let depth = above.map_or(0, |(_, depth)| depth + 1);
        depths.push((comment.id.clone(), depth));
    }
    depths.into_iter().map(|(_, depth)| depth.min(DEEPEST)).collect()
}

/// Who gave which reaction, and the ones that I can give.
fn reacted(
    reactions: Vec<row::Reaction>,
    record: StoredValue<String>,
    comment: Option<String>,
    trouble: Troubled,
) -> AnyView {
    let me = crate::state::my_name();
    let mine = reactions.iter().find(|given| given.names.contains(&me)).map(|given| given.reaction.clone());
    let given = reactions.into_iter().map(|given| {
        let named = [("names", list(&given.names).into())];
        view! { <li class="small">{sign(&given.reaction)} " " {say("reaction-by", &named)}</li> }
    });
    let buttons = REACTIONS.map(|reaction| {
        let pressed = mine.as_deref() == Some(reaction);
        let said = if pressed { String::new() } else { reaction.to_owned() };
        let ask = ask::React { on: record.get_value(), reaction: said, comment: comment.clone() };
        view! {
            <button class="quiet small" aria-pressed=pressed.to_string() on:click=move |_| act(ask.clone(), trouble, |_| {})>
                {sign(reaction)}
            </button>
        }
    });
    view! {
        <ul class="reactions">{given.collect_view()}</ul>
        <p class="react" role="group" aria-label=t("react")>{buttons}</p>
    }
    .into_any()
}

/// A reaction: the heart as it is drawn here, others in a word.
fn sign(reaction: &str) -> AnyView {
    if reaction == "♥" {
        let heart =
            "M8 14C3 10.5 1.5 8 1.5 5.5A3.25 3.25 0 0 1 8 4.5A3.25 3.25 0 0 1 14.5 5.5C14.5 8 13 10.5 8 14Z";
        return view! {
            <svg class="shape heart" viewBox="0 0 16 16" role="img" aria-label=t("reaction-heart")><path d=heart></path></svg>
        }
        .into_any();
    }
    word("reaction", reaction).into_any()
}

/// What every comment of a thread needs.
#[derive(Clone, Copy)]
struct Shared {
    record: StoredValue<String>,
    trouble: Troubled,
    answering: RwSignal<Option<String>>,
    folding: RwSignal<Option<String>>,
}

impl Shared {
    fn comment(self, comment: row::Comment, depth: usize) -> AnyView {
        let id = StoredValue::new(comment.id.clone());
        let gone = comment.text.is_none();
        let indent = format!("margin-inline-start: {}px", depth * 24);
        let folds = comment.folds.iter().map(|fold| {
            let why = fold.text.clone().unwrap_or_else(|| t("withdrawn"));
            view! { <p class="small soft">{say("folded-by", &[("name", fold.name.clone().into()), ("why", why.into())])}</p> }
        });
        let folds = folds.collect_view();
        let text = comment.text.clone().map_or_else(withdrawn, prose);
        let words = match (comment.hidden, comment.folded && !gone) {
            (true, _) => view! { <p class="soft">{t("hidden-here")}</p> }.into_any(),
            (_, true) => view! {
                {folds}
                <details><summary>{t("folded-show")}</summary>{text}</details>
            }
            .into_any(),
            _ => view! { {text} {folds} }.into_any(),
        };
        let reactions = (!gone && !comment.hidden)
            .then(|| reacted(comment.reactions.clone(), self.record, Some(comment.id.clone()), self.trouble));
        view! {
            <article class="comment" style=indent>
                <p class="small soft">{comment.name.clone()} " · " {time(comment.at)}</p>
                {words}
                {reactions}
                {(!gone).then(|| self.acts(&comment))}
                {follows(move || (self.answering.get() == Some(id.get_value())).then(|| self.answer(id.get_value())))}
                {follows(move || (self.folding.get() == Some(id.get_value())).then(|| self.fold(id.get_value())))}
            </article>
        }
        .into_any()
    }

    /// What one can do with a comment.
    fn acts(self, comment: &row::Comment) -> AnyView {
        let id = StoredValue::new(comment.id.clone());
        let (hidden, mine) = (comment.hidden, comment.mine);
        let me = crate::state::my_name();
        let i_fold = comment.folds.iter().any(|fold| fold.name == me);
        let toggle = move |of: RwSignal<Option<String>>, field: &'static str| {
            of.update(|open| {
                *open = if open.as_ref() == Some(&id.get_value()) { None } else { Some(id.get_value()) }
            });
            focus(field);
        };
        let hide = move |_| {
            let ask = ask::Hide { on: self.record.get_value(), comment: Some(id.get_value()), back: hidden };
            act(ask, self.trouble, |_| {});
        };
        let unfold = move |_| {
            let ask =
                ask::Fold { on: self.record.get_value(), comment: id.get_value(), text: None, back: true };
            act(ask, self.trouble, |_| {});
        };
        let others = match (mine, i_fold) {
            (true, _) => take_back(&self.record.get_value(), format!("comment/{}", comment.id), || {}),
            (false, true) => view! { <button class="quiet small" on:click=unfold>{t("fold-back")}</button> }.into_any(),
            (false, false) => view! {
                <button class="quiet small" on:click=move |_| toggle(self.folding, ".folding input")>{t("fold")}</button>
            }
            .into_any(),
        };
        view! {
            <div class="acts">
                <button class="quiet small" on:click=move |_| toggle(self.answering, ".answering textarea")>{t("reply")}</button>
                {others}
                <button class="quiet small" on:click=hide>{t(if hidden { "hide-back" } else { "hide" })}</button>
            </div>
        }
        .into_any()
    }

    fn answer(self, id: String) -> AnyView {
        let text = draft(format!("reply/{id}"));
        let to = StoredValue::new(id);
        let send = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let ask =
                ask::Comment { on: self.record.get_value(), text: some(text), reply: Some(to.get_value()) };
            if ask.text.is_some() {
                act(ask, self.trouble, move |_| {
                    text.set(String::new());
                    self.answering.set(None);
                });
            }
        };
        view! {
            <form class="answering" on:submit=send>
                <Area label=t("reply-field") value=text />
                <Mentions text=text />
                <button class="quiet" type="submit">{t("comment-say")}</button>
            </form>
        }
        .into_any()
    }

    fn fold(self, id: String) -> AnyView {
        let text = draft(format!("fold/{id}"));
        let which = StoredValue::new(id);
        let send = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let ask = ask::Fold {
                on: self.record.get_value(),
                comment: which.get_value(),
                text: some(text),
                back: false,
            };
            act(ask, self.trouble, move |_| {
                text.set(String::new());
                self.folding.set(None);
            });
        };
        view! {
            <form class="folding" on:submit=send>
                <Field label=t("fold-why") value=text hint=t("fold-hint") />
                <button class="quiet" type="submit">{t("fold")}</button>
            </form>
        }
        .into_any()
    }
}

/// Names to choose from while an `@` is being typed at the end of a text.
#[component]
fn Mentions(text: RwSignal<String>) -> impl IntoView {
    let members = app().members;
    let found = Memo::new(move |_| {
        let text = text.get();
        let (_, begun) = text.rsplit_once('@').filter(|(before, _)| !ends_in_word(before))?;
        if begun.len() > 30 || begun.starts_with(' ') || begun.contains('\n') {
            return None;
        }
        let members = members.get();
        // A name that is complete needs no help.
        if members.iter().any(|member| begun.starts_with(&member.name)) {
            return None;
        }
        let fit = members
            .into_iter()
            .filter(|member| member.standing == "here" && !member.me && finds(begun, &member.name));
        Some(fit.map(|member| member.name).take(5).collect::<Vec<_>>())
    });
    move || {
        let names = found.get().filter(|names| !names.is_empty())?;
        let buttons = names.into_iter().map(|name| {
            let chosen = name.clone();
            let choose = move |_| {
                text.update(|text| {
                    if let Some(at) = text.rfind('@') {
                        text.truncate(at + 1);
                        text.push_str(&chosen);
                        text.push(' ');
                    }
                });
                focus("form:has(.mentions) textarea");
            };
            view! { <button class="quiet small" type="button" on:click=choose>{format!("@{name}")}</button> }
        });
        Some(view! { <p class="mentions" role="group" aria-label=t("mention")>{buttons.collect_view()}</p> })
    }
}

/// What is said about a line of a wall, folded away; the files that are on it are in sight.
#[component]
pub fn Wall(of: row::Around, on: String) -> impl IntoView {
    let many = of.comments.len();
    let label = if many == 0 { t("comment-field") } else { say("comments-many", &[("many", many.into())]) };
    let trouble: Troubled = RwSignal::new(None);
    let files = (!of.files.is_empty()).then(|| {
        let listed = super::files::listed(of.files.clone(), on.clone(), trouble);
        view! { <div class="attached">{listed}</div> }
    });
    let (around, record) = (Signal::stored(of), on.clone());
    view! {
        {files}
        <details class="small-talk">
            <summary class="small">{label}</summary>
            <super::files::Take on=record trouble=trouble />
            <Thread of=around on=on />
        </details>
        <Trouble of=trouble />
    }
}
