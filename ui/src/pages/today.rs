//! Today: what waits for me, and what changed since I looked.

use leptos::prelude::*;
use palabre_api::{ask, row};

use crate::backend::time;
use crate::parts::{Empty, Row, To, Trouble, shown, word};
use crate::place::Place;
use crate::state::{act, app, load};
use crate::words::{say, t};

/// Today.
#[component]
pub fn Today() -> impl IntoView {
    let waiting = load(|| ask::Waiting { limit: 8 });
    let news = load(|| ask::Since { when: None, looked: false, limit: 13 });
    let wall = load(|| ask::ShareList { limit: 4, ..Default::default() });
    let trouble = RwSignal::new(None);
    let looked = move |_| act(ask::Since { when: None, looked: true, limit: 1 }, trouble, |_| {});
    view! {
        <div class="columns">
            <section>
                <h1>{t("waiting")}</h1>
                {shown(waiting, |found| view! { <Waits found=found /> })}
                <h2>{t("in-the-house")}</h2>
                {shown(
                    wall,
                    |wall| {
                        if wall.lines.is_empty() {
                            return view! { <Empty key="empty-sharing" /> }.into_any();
                        }
                        let lines = wall.lines.into_iter().map(|line| {
                            let small = format!("{} · {}", word("share", &line.kind), line.name);
                            view! { <Row place=Place::Sharing title=line.text small=small /> }
                        });
                        view! { <ul class="rows">{lines.collect_view()}</ul> }.into_any()
                    },
                )}
            </section>
            <section>
                <h2>{t("since")}</h2>
                {shown(news, |found| view! { <News found=found /> })}
                <Trouble of=trouble />
                <button class="quiet" on:click=looked>{t("since-looked")}</button>
            </section>
        </div>
    }
}

#[component]
fn Waits(found: row::Waiting) -> impl IntoView {
    if found.waiting.is_empty() {
        let few = app()
            .me
            .get_untracked()
            .and_then(Result::ok)
            .is_some_and(|me| me.communities.iter().all(|one| one.members < 2));
        if !few {
            return view! { <Empty key="empty-waiting" /> }.into_any();
        }
        return view! {
            <p><To place=Place::People text=t("invite-someone") /></p>
            <p><To place=Place::New("decision".into()) text=t("first-question") /></p>
            <p><To place=Place::New("project".into()) text=t("first-idea") /></p>
        }
        .into_any();
    }
    let rows = found.waiting.into_iter().map(|wait| {
        let until = wait.until.map(|at| format!("{} · ", say("until", &[("when", time(at).into())])));
        // The deadline comes first: small lines are cut at the right.
        let small = format!("{}{}", until.unwrap_or_default(), word("asks", &wait.asks));
        view! { <Row place=Place::of(&wait.kind, &wait.id) title=wait.title small=small /> }
    });
    view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn News(found: row::News) -> impl IntoView {
    if found.subjects.is_empty() {
        return view! { <Empty key="empty-since" /> }.into_any();
    }
    let more = found.more;
    let rows = found.subjects.into_iter().map(|subject| {
        let small = format!("{} · {}", time(subject.at), word("kind", &subject.kind));
        let title = if subject.kind == "community" { t("place-house") } else { subject.title };
        view! { <Row place=Place::of(&subject.kind, &subject.id) title=title small=small /> }
    });
    view! {
        <ul class="rows">{rows.collect_view()}</ul>
        {(more > 0).then(|| view! { <p class="small soft">{say("since-more", &[("count", more.into())])}</p> })}
    }
    .into_any()
}
