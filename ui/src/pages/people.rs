//! People: who is here, A to Z, and how somebody comes in.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{capital, finds, languages, until};
use crate::pages::network::{Near, Seen, Suspend};
use crate::parts::{
    Area, Field, Rows, Select, Title, To, ToCopy, Trouble, follows, prose, qr_picture, shown, word,
};
use crate::place::Place;
use crate::state::{act, app, app_now, draft, load, make, number, save};
use crate::words::{list, say, t};

/// People.
#[component]
pub fn People() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let loaded = load(|| ask::Members { profiles: true });
    let members = Memo::new(move |_| {
        loaded.with(|found| found.clone().and_then(Result::ok)).map(|found| found.members).unwrap_or_default()
    });
    let found = Memo::new(move |_| {
        let typed = text.get();
        let fits = |member: &row::Member| {
            let said = member.shares.iter().chain(&member.learns);
            std::iter::once(&member.name).chain(said).any(|text| finds(&typed, text))
        };
        let here = |member: &row::Member| member.standing == "here" && fits(member);
        members.get().into_iter().filter(here).collect::<Vec<_>>()
    });
    view! {
        <Title title=t("place-people") />
        <Invite />
        <Waiting />
        {follows(move || (members.with(Vec::len) > 12).then(|| view! { <Field label=t("find-people") value=text /> }))}
        {follows(move || view! { <Rows items=found.get() draw=member /> })}
        <p class="acts"><To place=Place::Me text=t("me-and-devices") /></p>
        {follows(move || {
            let gone: Vec<String> = members.with(|all| all.iter().filter(|one| one.standing != "here").map(|one| one.name.clone()).collect());
            (!gone.is_empty()).then(|| view! { <p class="small soft">{say("were-here", &[("names", list(&gone).into())])}</p> })
        })}
    }
}

fn member(member: row::Member) -> impl IntoView {
    let parts = [
        member.formerly.map(|before| say("formerly", &[("name", before.into())])),
        (member.role == "guest").then(|| word("role", &member.role)),
        member.keyholder.then(|| t("keyholder")),
        member.me.then(|| t("you")),
    ];
    let small: Vec<String> = parts.into_iter().flatten().collect();
    let learns = (!member.learns.is_empty())
        .then(|| say("learns-in-row", &[("what", member.learns.join(", ").into())]));
    let said: Vec<String> = member.shares.into_iter().chain(learns).collect();
    view! {
        <li>
            <a class="row person" href=Place::Person(member.id).address()>
                <span class="initials" aria-hidden="true">{initials(&member.name)}</span>
                <span class="what">{member.name}</span>
                <span class="said">{said.join(" · ")}</span>
                <span class="small soft">{small.join(" · ")}</span>
            </a>
        </li>
    }
}

/// The first letters of the first and the last word of a name.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = [words.first(), words.last().filter(|_| words.len() > 1)];
    ends.into_iter()
        .flatten()
        .filter_map(|word| word.chars().next())
        .map(|first| capital(&first.to_string()))
        .collect()
}

/// One person: what they say about themselves, and their laptops.
#[component]
pub fn Person(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let profile = load(move || ask::ProfileShow { name: Some(named.get_value()) });
    let devices = load(move || ask::DeviceList { who: Some(named.get_value()) });
    view! {
        {shown(profile, |profile| {
            let away = profile.away_until.map(|at| say("away", &[("until", until(at).into())])).unwrap_or_default();
            let lines = [
                ("person-shares", profile.shares.join(" · ")),
                ("person-learns", profile.learns.join(" · ")),
                ("person-languages", languages(&profile.languages)),
                ("person-place", profile.place.clone()),
            ];
            let any = lines.iter().any(|(_, text)| !text.is_empty());
            let lines = lines.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| view! { <dt>{t(key)}</dt><dd>{text}</dd> });
            view! {
                <Title title=profile.name.clone() state=away />
                <dl class="named">{lines.collect_view()}</dl>
                {prose(profile.about.clone())}
                {(!any && profile.about.trim().is_empty()).then(|| view! { <p class="soft">{t("empty-profile")}</p> })}
                {profile.me.then(|| view! { <p class="acts"><To place=Place::Me text=t("me-and-devices") /></p> })}
            }
        })}
        {shown(devices, |devices| {
            let rows = devices.devices.into_iter().map(|device| view! {
                <li class="row"><span class="what">{device.words.clone()}</span><span class="small soft">{word("device", &device.standing)}</span> <Suspend device=device.clone() /></li>
            });
            view! { <section><h2>{t("laptops")}</h2><p class="small soft">{t("compare-aloud")}</p><ul class="rows">{rows.collect_view()}</ul></section> }
        })}
        {follows(move || {
            let profile = profile.get().and_then(Result::ok).filter(|profile| !profile.me)?;
            let gone = app().members.with(|all| all.iter().any(|one| one.id == profile.member && one.standing != "here"));
            Some(view! {
                {(!gone).then(|| view! { <Formerly known=profile.member name=profile.name.clone() is_back=false /> })}
                <Remove who=named.get_value() name=profile.name />
            })
        })}
        <p class="small"><To place=Place::People text=t("place-people") /></p>
    }
}

/// Somebody who lost every laptop and the words has come back under a new key: says who is who, and asks everybody whether
/// what was lost is to be closed. `is_back`: the one who is known here is the new one.
#[component]
fn Formerly(known: String, name: String, is_back: bool) -> impl IntoView {
    let trouble = RwSignal::new(None);
    let other = RwSignal::new(String::new());
    let waiting = load(|| ask::Waiting { limit: 200 });
    let known = StoredValue::new(known);
    let named = StoredValue::new(name.clone());
    let others = move || {
        let here = app().members.get().into_iter().filter(|one| !one.me && one.standing == "here");
        let members = here.map(|one| (one.id, one.name)).filter(|(id, _)| *id != known.get_value());
        let found = waiting.get().and_then(Result::ok).map(|found| found.waiting).unwrap_or_default();
        let newcomers = found.into_iter().filter(|wait| !is_back && wait.asks == "admit");
        let newcomers =
            newcomers.map(|wait| (wait.id, say("formerly-waits", &[("name", wait.title.into())])));
        newcomers.chain(members).collect::<Vec<_>>()
    };
    let propose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (mine, theirs) = (known.get_value(), other.get_untracked());
        let (who, was) = if is_back { (mine, theirs) } else { (theirs, mine) };
        let before = app_now()
            .members
            .with_untracked(|all| all.iter().find(|one| one.id == was).map(|one| one.name.clone()));
        let lost = before.unwrap_or_else(|| named.get_value());
        let said =
            ["formerly-question", "formerly-wording"].map(|key| say(key, &[("name", lost.as_str().into())]));
        let ask = ask::MemberFormerly { who, was, days: Some(7), question: Some(said.join("\n")) };
        make(ask, trouble, |made| Place::Decision(made.id));
    };
    let title = say(if is_back { "formerly-back" } else { "formerly-lost" }, &[("name", name.into())]);
    view! {
        <details>
            <summary class="small">{title}</summary>
            <form on:submit=propose>
                <p class="small soft reading">{t("formerly-what")}</p>
                {follows(move || {
                    let all = std::iter::once((String::new(), t("choose-one"))).chain(others());
                    let label = t(if is_back { "formerly-was" } else { "formerly-is" });
                    view! { <Select label=label value=other options=all.collect() /> }
                })}
                <Trouble of=trouble />
                <button class="main" type="submit">{t("keyholders-ask")}</button>
            </form>
        </details>
    }
}

/// Asks everybody whether somebody is to go.
#[component]
fn Remove(who: String, name: String) -> impl IntoView {
    let trouble = RwSignal::new(None);
    let why = draft(format!("remove/{who}"));
    let asked = say("remove-question", &[("name", name.clone().into())]);
    let propose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::MemberRemove {
            who: who.clone(),
            why: why.get_untracked(),
            days: Some(7),
            question: Some(asked.clone()),
        };
        make(ask, trouble, |made| Place::Decision(made.id));
    };
    view! {
        <details>
            <summary class="small">{say("remove-propose", &[("name", name.into())])}</summary>
            <form on:submit=propose>
                <p class="small soft reading">{t("remove-what")}</p>
                <Area label=t("remove-why") value=why />
                <Trouble of=trouble />
                <button class="main" type="submit">{t("keyholders-ask")}</button>
            </form>
        </details>
    }
}

#[component]
fn Invite() -> impl IntoView {
    let (made, trouble): (RwSignal<Option<row::Invite>>, RwSignal<Option<ApiError>>) =
        (RwSignal::new(None), RwSignal::new(None));
    let (uses, days, role) =
        (RwSignal::new("1".to_owned()), RwSignal::new("14".to_owned()), RwSignal::new("member".to_owned()));
    let asked = move || {
        let (uses, days) = (number(uses, trouble)?, number(days, trouble)?);
        Some(ask::Invite {
            uses: uses.unwrap_or(1),
            days: days.unwrap_or(14),
            guest: role.get_untracked() == "guest",
            qr: true,
            file: None,
            near: None,
        })
    };
    let invite = move |ask: Option<ask::Invite>| {
        let Some(ask) = ask else { return };
        act(ask, trouble, move |invite| made.set(Some(invite)));
    };
    // What was chosen for others is not for whoever waits there.
    let hand = move |device| {
        invite(Some(ask::Invite {
            uses: 1,
            days: 14,
            guest: false,
            qr: true,
            file: None,
            near: Some(device),
        }))
    };
    let to_file = move |_| {
        let Some(ask) = asked() else { return };
        let make = move |path| ask::Invite { file: Some(path), near: None, ..ask };
        save("invitation.palabre".to_owned(), trouble, make, move |invite| made.set(Some(invite)));
    };
    let roles = ["member", "guest"].map(|key| (key.to_owned(), word("role", key)));
    view! {
        <section>
            <p class="acts"><button class="main" on:click=move |_| invite(asked())>{t("invite")}</button></p>
            <details>
                <summary>{t("invite-more")}</summary>
                <form on:submit=|event| event.prevent_default()>
                    <Field label=t("invite-uses") value=uses hint=t("invite-uses-hint") />
                    <Field label=t("invite-days") value=days hint=t("invite-days-hint") />
                    <Select label=t("invite-as") value=role options=roles.to_vec() />
                    <button class="quiet" type="button" on:click=to_file>{t("invite-file")}</button>
                    <p class="small soft">{t("invite-file-hint")}</p>
                </form>
            </details>
            {follows(move || app().example.get().is_none().then(|| view! {
                <details>
                    <summary>{t("invite-near")}</summary>
                    <Near seen=Seen::Newcomers(Callback::new(hand)) />
                </details>
            }))}
            <Trouble of=trouble />
            {follows(move || made.get().map(|invite| view! { <Invitation invite=invite /> }))}
        </section>
    }
}

/// An invitation to be shown across a table, sent, or read aloud.
#[component]
pub fn Invitation(invite: row::Invite) -> impl IntoView {
    let link = invite.link.clone();
    view! {
        <div class="card invitation">
            {invite.qr.map(|qr| qr_picture(&qr, t("qr")))}
            <div>
                <p>{say("invite-for", &[("uses", invite.uses.into()), ("until", until(invite.until).into())])}</p>
                <p>{say("join-words", &[("words", invite.words.into())])}</p>
                <p class="acts"><ToCopy text=link label=t("invite-copy") /></p>
                <details><summary class="small">{t("invite-link")}</summary><p class="ticket" tabindex="0">{invite.link}</p></details>
            </div>
        </div>
    }
}

/// Who has joined and waits to be let in.
#[component]
fn Waiting() -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let waiting = load(|| ask::Waiting { limit: 200 });
    let charter = load(|| ask::CharterShow {});
    move || {
        let found = waiting.get().and_then(Result::ok)?;
        let decided = charter.get().and_then(Result::ok)?.admission == "decision";
        let rows: Vec<_> = found
            .waiting
            .into_iter()
            .filter(|wait| wait.asks == "admit")
            .map(|wait| {
                let who = StoredValue::new(wait.id);
                let admit = move |guest| {
                    act(ask::MemberVouch { who: Some(who.get_value()), guest }, trouble, |_| {});
                };
                let by = wait.who.first().map(|by| say("invited-by", &[("who", by.clone().into())]));
                let name = StoredValue::new(wait.title.clone());
                let propose = move |_| {
                    let named = |key| Some(say(key, &[("name", name.get_value().into())]));
                    let (question, wording) = (named("admit-question"), named("admit-wording"));
                    let ask = ask::MemberPropose { who: who.get_value(), days: Some(7), question, wording };
                    make(ask, trouble, |made| Place::Decision(made.id));
                };
                let acts = if decided {
                    view! {
                        <span class="small soft">{t("admit-decided")}</span>
                        <button class="main" on:click=propose>{t("keyholders-ask")}</button>
                    }
                    .into_any()
                } else {
                    view! {
                        <button class="main" on:click=move |_| admit(false)>{t("admit")}</button>
                        <button class="quiet" on:click=move |_| admit(true)>{t("admit-guest")}</button>
                    }
                    .into_any()
                };
                view! {
                    <li class="row">
                        <span class="what">{wait.title}</span>
                        <span class="small soft">{by}</span>
                        <span class="acts">{acts}</span>
                        <Formerly known=who.get_value() name=name.get_value() is_back=true />
                    </li>
                }
            })
            .collect();
        (!rows.is_empty()).then(|| view! { <section><h2>{t("at-the-door")}</h2><ul class="rows">{rows}</ul> <Trouble of=trouble /></section> })
    }
}
