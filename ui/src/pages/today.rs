//! Today: what waits for me, what changed since I looked, what is coming.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{amount, capital, time, until};
use crate::keys::{self, Does};
use crate::pages::people::Invitation;
use crate::parts::{Empty, Row, To, Trouble, drawn, follows, more, more_with, shown, word};
use crate::place::Place;
use crate::state::{act, app, load};
use crate::words::{find, list, say, t};

/// Today.
#[component]
pub fn Today() -> impl IntoView {
    let (waits, subjects, ahead) = (RwSignal::new(8), RwSignal::new(13), RwSignal::new(8));
    let waiting = load(move || ask::Waiting { limit: waits.get() });
    let news = load(move || ask::Since { when: None, looked: false, limit: subjects.get() });
    let wall = load(|| ask::ShareList { limit: 12, ..Default::default() });
    let coming = load(move || ask::Coming { days: 14, limit: ahead.get() });
    let trouble = RwSignal::new(None);
    // Whether anything waits, and whether any of it can be left to the others.
    let any_waits = move || match &*waiting.read() {
        Some(Ok(found)) => (!found.waiting.is_empty(), found.waiting.iter().any(may_leave)),
        _ => (false, false),
    };
    let any_news = move || matches!(&*news.read(), Some(Ok(news)) if !news.subjects.is_empty());
    let looked = move |_| act(ask::Since { when: None, looked: true, limit: 1 }, trouble, |_| {});
    view! {
        <h1 class="unseen">{t("place-today")}</h1>
        <div class="columns today">
            <section>
                <h2>{t("waiting")}</h2>
                {drawn(foretold, |preview| preview.map(preview_of))}
                <div class="waits">
                    {shown(waiting, |found| view! { <Waits found=found /> })}
                    {more("waiting-more", waiting, |found| found.all.saturating_sub(found.waiting.len() as u32), waits)}
                    {drawn(any_waits, |(any, may)| any.then(|| keys_hint(may)))}
                </div>
                <h2>{t("in-the-house")}</h2>
                {shown(wall, house)}
            </section>
            <section>
                <h2>{follows(move || news.with(|news| match news {
                    Some(Ok(row::News { since: Some(at), .. })) => say("since-when", &[("when", time(*at).into())]),
                    _ => t("since"),
                }))}</h2>
                {shown(news, |found| view! { <News found=found /> })}
                {more_with("since-more", news, |found| (found.more, found.more_changes), subjects)}
                {drawn(any_news, move |any| any.then(|| view! {
                    <p class="acts"><button class="quiet" on:click=looked>{t("since-looked")}</button></p>
                }))}
                <Trouble of=trouble />
            </section>
            <section>
                <h2>{t("coming")}</h2>
                {shown(coming, dates)}
                {more("coming-more", coming, |found| found.more, ahead)}
            </section>
        </div>
    }
}

/// What another laptop says of this community, as long as its entries are on their way.
fn foretold() -> Option<row::Preview> {
    let app = app();
    app.foretold.get().filter(|(community, _)| *community == app.community.get()).map(|(_, preview)| preview)
}

/// Nothing of it can be opened: it is not here yet.
fn preview_of(of: row::Preview) -> AnyView {
    let row = |title: String, small: String| {
        view! { <li class="row"><span class="what">{title}</span> <span class="small soft">{small}</span></li> }
    };
    let open = of.open.into_iter().map(|one| {
        let many = [("answered", one.answered.into()), ("present", one.present.into())];
        let ends = one.ends.map(until).into_iter();
        row(one.question, ends.chain([say("arithmetic-answered", &many)]).collect::<Vec<_>>().join(" · "))
    });
    let newest = of.newest.into_iter().map(|one| row(one.title, time(one.at)));
    view! {
        <p class="small soft" role="status">{t("foretold")}</p>
        <ul class="rows">{open.chain(newest).collect_view()}</ul>
    }
    .into_any()
}

/// Gifts, offers and thanks of the last two days, four lines.
fn house(wall: row::Wall) -> AnyView {
    let two_days = crate::backend::now() as i64 - 2 * 86_400_000;
    let lines = wall.lines.into_iter().filter(|line| line.at > two_days && !line.around.hidden && !line.done);
    let rows: Vec<_> = lines
        .take(4)
        .map(|line| {
            let small = format!("{} · {}", word("share", &line.kind), line.name);
            view! { <Row place=Place::Sharing title=line.text small=small /> }
        })
        .collect();
    match rows.is_empty() {
        true => {
            view! { <p class="small soft"><To place=Place::Sharing text=t("house-quiet") /></p> }.into_any()
        }
        false => view! { <ul class="rows">{rows}</ul> }.into_any(),
    }
}

fn dates(found: row::Dates) -> AnyView {
    if found.dates.is_empty() {
        return view! { <Empty key="empty-coming" /> }.into_any();
    }
    let rows = found.dates.into_iter().map(|date| {
        let small = format!("{} · {}", time(date.at), word("date", &date.what));
        view! { <Row place=Place::of(&date.kind, &date.id) title=date.title small=small /> }
    });
    view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn Waits(found: row::Waiting) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    if found.waiting.is_empty() {
        let (me, here) = (app().me.get_untracked().and_then(Result::ok), app().community.get_untracked());
        let few = me.is_some_and(|me| me.communities.iter().any(|one| one.id == here && one.members < 2));
        let asked = load(|| ask::DecisionList { open: false, skip: 0, limit: 1 });
        let is_first = move || asked.get().and_then(Result::ok).is_some_and(|all| all.decisions.is_empty());
        // Whoever begins is helped until a first question was asked, also when others have come meanwhile.
        return view! {
            {(!few).then(|| view! { <Empty key="empty-waiting" /> })}
            {few.then(|| view! { <AtThisTable /> })}
            {follows(move || is_first().then(|| view! { <h3>{t("first-question")}</h3> <super::new::Ready /> }))}
            {follows(move || (few || is_first()).then(|| view! { <p><To place=Place::New("project".into()) text=t("first-idea") /></p> }))}
        }
        .into_any();
    }
    let rows = found.waiting.into_iter().map(|wait| {
        // The deadline comes first: small lines are cut at the right.
        let parts = [wait.until.map(until), Some(why(&wait))];
        let small: Vec<String> = parts.into_iter().flatten().collect();
        let may_leave = may_leave(&wait);
        let (id, is_round) = (wait.id.clone(), wait.kind == "round");
        let leave = move |event: leptos::ev::KeyboardEvent| {
            if may_leave && keys::read(&event) == Some(Does::LeaveIt) {
                event.prevent_default();
                let id = id.clone();
                match is_round {
                    true => act(ask::RoundPass { round: id, back: false }, trouble, |_| {}),
                    false => act(ask::DecisionPass { decision: id, back: false }, trouble, |_| {}),
                }
            }
        };
        view! {
            <li on:keydown=leave>
                <a class="row" href=Place::of(&wait.kind, &wait.id).address() aria-keyshortcuts=may_leave.then_some("L")>
                    <span class="what">{wait.title}</span>
                    <span class="small soft">{small.join(" · ")}</span>
                </a>
            </li>
        }
    });
    view! {
        <ul class="rows">{rows.collect_view()}</ul>
        <Trouble of=trouble />
    }
    .into_any()
}

/// Whether something that waits can be left to the others.
fn may_leave(wait: &row::Wait) -> bool {
    matches!((wait.kind.as_str(), wait.asks.as_str()), ("decision", "answer" | "look") | ("round", "give"))
}

/// What the keys do with what waits.
fn keys_hint(may_leave: bool) -> AnyView {
    let leave = may_leave.then(|| view! { " · " <kbd>"L"</kbd> " " {t("leave-it")} });
    view! { <p class="small soft keys-hint"><kbd>{t("keyname-enter")}</kbd> " " {t("key-open")} {leave}</p> }
        .into_any()
}

/// Invites whoever sits beside the one who begins: an invitation is signed, so that it is made when asked for, and its
/// picture is large enough to be scanned across a table.
#[component]
fn AtThisTable() -> impl IntoView {
    let (made, trouble) = (RwSignal::new(None::<row::Invite>), RwSignal::new(None));
    let invite = move |_| {
        let ask = ask::Invite { uses: 1, days: 14, guest: false, file: None, qr: true, near: None };
        act(ask, trouble, move |invite| made.set(Some(invite)));
    };
    view! {
        <p class="acts"><button class="main" on:click=invite>{t("invite-someone")}</button></p>
        <Trouble of=trouble />
        {follows(move || made.get().map(|invite| view! { <Invitation invite=invite /> }))}
    }
}

/// Who asks what, and why me.
fn why(wait: &row::Wait) -> String {
    let sum = wait.amount.as_ref().map(|sum| amount(sum, &wait.currency)).unwrap_or_default();
    let named = [("who", list(&wait.who).into()), ("amount", sum.into()), ("any", wait.who.len().into())];
    find(&format!("because-{}", wait.because), &named).unwrap_or_else(|| word("asks", &wait.asks))
}

#[component]
fn News(found: row::News) -> impl IntoView {
    if found.subjects.is_empty() {
        return view! { <Empty key="empty-since" /> }.into_any();
    }
    let rows = found.subjects.into_iter().map(|subject| {
        let title = if subject.kind == "community" { t("place-house") } else { subject.title };
        let changed: Vec<String> = subject.changes.iter().map(change).collect();
        let changed = capital(&after_each_other(&changed));
        let small = format!("{} · {changed}", time(subject.at));
        view! {
            <li>
                <a class="row subject" href=Place::of(&subject.kind, &subject.id).address()>
                    <span class="what">{title} <span class="small soft">{word("seen", &subject.because)}</span></span>
                    <span class="small soft">{small}</span>
                </a>
            </li>
        }
    });
    view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
}

/// One thing that changed, by whom.
fn change(change: &row::Changed) -> String {
    let who = match change.more {
        0 => list(&change.who),
        more => say("and-more", &[("names", change.who.join(", ").into()), ("more", more.into())]),
    };
    let key = format!("changed-{}", change.what.replace(' ', "-"));
    find(&key, &[("who", who.into()), ("many", change.many.into())]).unwrap_or_else(|| change.what.clone())
}

/// Several things that changed, in one line.
fn after_each_other(changed: &[String]) -> String {
    let mut all = changed.iter().cloned();
    let first = all.next().unwrap_or_default();
    all.fold(first, |first, next| say("and-then", &[("first", first.into()), ("next", next.into())]))
}
