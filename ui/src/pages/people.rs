//! People: who is here, A to Z, and how somebody comes in.

use leptos::prelude::*;
use palabre_api::{ask, row};

use crate::backend::{copy, time};
use crate::parts::{Field, Title, Trouble, qr_picture, shown, word};
use crate::state::{act, load};
use crate::words::{say, t};

/// People.
#[component]
pub fn People() -> impl IntoView {
    let members = load(|| ask::Members {});
    view! {
        <Title title=t("place-people") />
        <Invite />
        <Waiting />
        {shown(
            members,
            |found| {
                let rows = found.members.into_iter().filter(|member| member.standing == "here").map(|member| {
                    let mut small = vec![word("role", &member.role)];
                    if member.keyholder {
                        small.push(t("keyholder"));
                    }
                    if member.me {
                        small.push(t("you"));
                    }
                    view! {
                        <li class="row">
                            <span class="what">{member.name}</span>
                            <span class="small soft">{small.join(" · ")}</span>
                        </li>
                    }
                });
                view! { <ul class="rows">{rows.collect_view()}</ul> }
            },
        )}
        <Profile />
    }
}

#[component]
fn Invite() -> impl IntoView {
    let (made, trouble) = (RwSignal::new(None::<row::Invite>), RwSignal::new(None));
    let invite = move |_| {
        act(ask::Invite { uses: 1, days: 14, qr: true, ..Default::default() }, trouble, move |invite| {
            made.set(Some(invite))
        });
    };
    view! {
        <section>
            <button class="main" on:click=invite>{t("invite")}</button>
            <Trouble of=trouble />
            {move || {
                made.get()
                    .map(|invite| {
                        let link = invite.link.clone();
                        view! {
                            <div class="card">
                                {invite.qr.map(|qr| qr_picture(&qr))}
                                <p class="ticket">{invite.link}</p>
                                <button class="quiet" on:click=move |_| copy(&link)>{t("copy")}</button>
                                <p class="small soft">{say("join-words", &[("words", invite.words.into())])}</p>
                                <p class="small soft">{say("until", &[("when", time(invite.until).into())])}</p>
                            </div>
                        }
                    })
            }}
        </section>
    }
}

/// Who has joined and waits to be let in.
#[component]
fn Waiting() -> impl IntoView {
    let trouble = RwSignal::new(None);
    let waiting = load(|| ask::Waiting { limit: 50 });
    move || {
        let found = waiting.get().and_then(Result::ok)?;
        let rows = found.waiting.into_iter().filter(|wait| wait.asks == "admit").map(|wait| {
            let who = StoredValue::new(wait.id);
            let admit =
                move |_| act(ask::MemberVouch { who: Some(who.get_value()), guest: false }, trouble, |_| {});
            view! {
                <li class="row">
                    <span class="what">{wait.title}</span>
                    <button class="main" on:click=admit>{t("admit")}</button>
                </li>
            }
        });
        Some(view! { <ul class="rows">{rows.collect_view()}</ul> <Trouble of=trouble /> })
    }
}

#[component]
fn Profile() -> impl IntoView {
    let profile = load(|| ask::ProfileShow { name: None });
    let (shares, learns, trouble) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(None));
    Effect::new(move |_| {
        if let Some(Ok(found)) = profile.get() {
            shares.set(found.shares.join(", "));
            learns.set(found.learns.join(", "));
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // An empty list says: nothing any more.
        let words = |text: RwSignal<String>| -> Vec<String> {
            text.get_untracked().split(',').map(|word| word.trim().to_owned()).collect()
        };
        let ask = ask::ProfileWrite { shares: words(shares), learns: words(learns), ..Default::default() };
        act(ask, trouble, |_| {});
    };
    view! {
        <section>
            <h2>{t("my-profile")}</h2>
            <form on:submit=save>
                <Field label=t("profile-shares") value=shares hint=t("profile-hint") />
                <Field label=t("profile-learns") value=learns />
                <Trouble of=trouble />
                <button class="quiet" type="submit">{t("save")}</button>
            </form>
        </section>
    }
}
