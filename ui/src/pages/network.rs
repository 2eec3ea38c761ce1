//! What a laptop needs of others, and what goes wrong between them: who is near, the house computer, a relay, laptops that
//! told two different stories, the rules, beginning anew, and mending.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{on, until};
use crate::pages::keyholders::{in_force, quotas};
use crate::pages::people::Invitation;
use crate::parts::{Area, Empty, Field, Select, To, Trouble, follows, own, section, shown, word};
use crate::place::Place;
use crate::state::{Loaded, act, app, load, make, number, save, some};
use crate::words::{list, say, t};

/// For whom it is shown who is near.
#[derive(Clone, Copy)]
pub enum Seen {
    /// Members, to compare aloud.
    Members,
    /// Whoever waits to be invited, for whoever invites; done with the key of their laptop.
    Newcomers(Callback<String>),
    /// Who invites, for whoever waits; done with the link of their invitation.
    Inviters(Callback<String>),
}

/// A laptop, or what came from it: what stands in the line, what stands small in it, and what is done with it.
type Line = (String, String, Option<String>);

impl Seen {
    /// What is said before the lines, and the lines.
    fn lines(self, found: row::Near) -> (Option<String>, Vec<Line>) {
        match self {
            Self::Members => {
                let member = |laptop: row::NearLaptop| {
                    let linked = laptop.linked.then(|| t("near-linked"));
                    let small: Vec<String> = [Some(laptop.words), linked].into_iter().flatten().collect();
                    (laptop.name, small.join(" · "), None)
                };
                let some = !found.near.is_empty();
                (some.then(|| t("compare-aloud")), found.near.into_iter().map(member).collect())
            }
            Self::Newcomers(_) => {
                let newcomer = |laptop: row::NearNewcomer| {
                    let small = if laptop.invited { t("near-invited") } else { String::new() };
                    (laptop.words, small, Some(laptop.device))
                };
                let some = !found.newcomers.is_empty();
                (some.then(|| t("near-newcomers")), found.newcomers.into_iter().map(newcomer).collect())
            }
            Self::Inviters(_) => {
                let offer = |offer: row::Offer| {
                    let who = say(
                        "near-offer",
                        &[("name", offer.inviter.into()), ("community", offer.community.into())],
                    );
                    (who, offer.words, Some(offer.link))
                };
                let waits = found.waits.map(|words| say("near-waits", &[("words", words.into())]));
                (waits, found.offers.into_iter().map(offer).collect())
            }
        }
    }

    /// What is said where nobody is seen and nothing else is said; and what turns looking around on, and what that means.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Members => ("near-nobody", "near-on", "near-on-what"),
            Self::Newcomers(_) => ("near-nobody-waits", "near-on", "near-on-what"),
            Self::Inviters(_) => ("near-cannot", "near-wait", "near-wait-what"),
        }
    }
}

/// Who is near.
#[component]
pub fn Near(seen: Seen) -> impl IntoView {
    let near = load(ask::Near::default);
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let choose = move |on: bool| act(ask::Near { on, off: !on, ..Default::default() }, trouble, |_| {});
    let (nobody, turn_on, turn_on_what) = seen.words();
    let rows = move |found: row::Near| {
        if !found.looked {
            let key = match (found.always, seen) {
                (true, _) => "near-cannot",
                (false, Seen::Inviters(_)) => return ().into_any(),
                (false, _) => "near-not-looking",
            };
            return view! { <Empty key=key /> }.into_any();
        }
        let (said, lines) = seen.lines(found);
        if said.is_none() && lines.is_empty() {
            return view! { <Empty key=nobody /> }.into_any();
        }
        let rows = lines.into_iter().map(|(what, small, with)| {
            let button = with.map(|with| {
                let (key, done) = match seen {
                    Seen::Newcomers(done) => ("near-invite", done),
                    Seen::Inviters(done) => ("join-look", done),
                    Seen::Members => return ().into_any(),
                };
                view! { <button class="quiet" on:click=move |_| done.run(with.clone())>{t(key)}</button> }.into_any()
            });
            view! { <li class="row"><span class="what">{what}</span><span class="small soft">{small}</span>{button}</li> }
        });
        view! { <p class="small soft reading" role="status">{said}</p><ul class="rows">{rows.collect_view()}</ul> }.into_any()
    };
    let turn = move |always: bool| {
        let (key, what) = match always {
            true => ("near-off", "near-off-what"),
            false => (turn_on, turn_on_what),
        };
        view! {
            <p class="small soft reading">{t(what)}</p>
            <p class="acts"><button class="quiet" on:click=move |_| choose(!always)>{t(key)}</button></p>
        }
    };
    let whole = move |found: row::Near| {
        let always = found.always;
        view! { {rows(found)} {turn(always)} }
    };
    view! { {shown(near, whole)} <Trouble of=trouble /> }
}

/// The computer that is always on: how it is called.
#[component]
pub fn Keeper() -> impl IntoView {
    let (at, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let met: RwSignal<Option<row::Met>> = RwSignal::new(None);
    let call = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act(ask::Meet { at: at.get_untracked().trim().to_owned() }, trouble, move |found| {
            at.set(String::new());
            met.set(Some(found));
        });
    };
    section(
        "keeper",
        view! {
            <p class="reading">{t("keeper-what")}</p>
            <form on:submit=call>
                <Field label=t("keeper-link") value=at hint=t("keeper-link-hint") />
                <Trouble of=trouble />
                <button class="quiet" type="submit">{t("keeper-call")}</button>
            </form>
            {follows(move || met.get().map(|met| view! { <p role="status" class="small">{match met.name {
                Some(name) => say("keeper-called", &[("name", name.into())]),
                None => t("keeper-kept"),
            }}</p> }))}
        },
    )
}

/// Which relay laptops may meet through: none, unless somebody named one.
#[component]
pub fn Relay() -> impl IntoView {
    let relay = load(|| ask::Relay { url: None, off: false });
    let (url, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let name = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act(ask::Relay { url: some(url), off: false }, trouble, move |_| url.set(String::new()));
    };
    let off = move |_| act(ask::Relay { url: None, off: true }, trouble, |_| {});
    section(
        "relay",
        view! {
            {shown(relay, move |found: row::Relay| match found.url {
                None => view! { <p>{t("relay-none")}</p> }.into_any(),
                Some(url) => view! {
                    <p>{say("relay-is", &[("url", url.into())])}</p>
                    <p class="acts"><button class="quiet" on:click=off>{t("relay-off")}</button></p>
                }.into_any(),
            })}
            <details>
                <summary>{t("relay-name")}</summary>
                <p class="small soft reading">{t("relay-what")}</p>
                <form on:submit=name>
                    <Field label=t("relay-url") value=url hint=t("relay-url-hint") />
                    <button class="quiet" type="submit">{t("relay-use")}</button>
                </form>
            </details>
            <Trouble of=trouble />
        },
    )
}

/// Laptops that told two different stories, and the proof of it.
#[component]
pub fn Forks() -> impl IntoView {
    let forks = load(|| ask::ForkList {});
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let saved = RwSignal::new(String::new());
    let rows = move |found: row::Forks| {
        if found.forks.is_empty() {
            return view! { <Empty key="forks-none" /> }.into_any();
        }
        let rows = found.forks.into_iter().map(|fork| {
            let device = fork.device.clone();
            let proof = move |_| {
                let device = device.clone();
                let make = move |file| ask::ForkExport { device, file };
                save("two-stories.palabre".to_owned(), trouble, make, move |_| saved.set(t("saved")));
            };
            let stays = say("fork-stays", &[("void", fork.void.into()), ("kept", fork.kept.into())]);
            let closed = fork.closed.then(|| t("fork-closed"));
            let small: Vec<String> = [Some(stays), closed].into_iter().flatten().collect();
            view! {
                <li class="row">
                    <span class="what">{say("two-histories", &[("names", fork.name.into())])}</span>
                    <span class="small soft">{small.join(" ")}</span>
                    <span class="acts"><button class="quiet" on:click=proof>{t("fork-proof")}</button></span>
                </li>
            }
        });
        view! { <ul class="rows">{rows.collect_view()}</ul> <p class="small soft reading">{t("fork-proof-what")}</p> }.into_any()
    };
    section(
        "forks",
        view! {
            {shown(forks, rows)}
            <Trouble of=trouble />
            {follows(move || Some(saved.get()).filter(|saved| !saved.is_empty()).map(|saved| view! { <p role="status" class="small">{saved}</p> }))}
        },
    )
}

/// The rules that everybody agreed on, how they changed, and asking for another.
#[component]
pub fn Charter() -> impl IntoView {
    let charter = load(|| ask::CharterShow {});
    let rules = |charter: row::Charter| {
        let history = charter.history.into_iter().map(|version| {
            let what = in_force(&version.what, &version.value);
            let link = version.decision.map(|id| view! { " " <To place=Place::Decision(id) text=t("charter-decision") /> });
            view! { <li class="row"><span>{what}</span><span class="small soft">{on(version.since)}{link}</span></li> }
        });
        let history = history.collect_view();
        let any = !history.is_empty();
        view! {
            <ul>
                <li>{word("change-admission", &charter.admission)}</li>
                <li>{quotas(charter.entries, charter.bytes)}</li>
            </ul>
            {any.then(|| view! { <details><summary>{t("charter-history")}</summary><ul class="rows">{history}</ul></details> })}
        }
    };
    section("charter", view! { {shown(charter, rules)} <Change of=charter /> })
}

/// Asking everybody for another name, another way of becoming a member, or other limits.
#[component]
fn Change(of: Loaded<row::Charter>) -> impl IntoView {
    let what = RwSignal::new("admission".to_owned());
    let admission = RwSignal::new("two-vouch".to_owned());
    let (name, megabytes, question) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (entries, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let propose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let now = of.get_untracked().and_then(Result::ok).unwrap_or_default();
        // What is asked stands there in the language of whoever asks.
        let (ask, wording) = match what.get_untracked().as_str() {
            "name" => {
                let named =
                    [("now", now.name.into()), ("then", name.get_untracked().trim().to_owned().into())];
                (
                    ask::CharterPropose { name: some(name), ..ask::CharterPropose::default() },
                    say("charter-wording-name", &named),
                )
            }
            "quotas" => {
                let typed = [entries, megabytes].map(|typed| number(typed, trouble));
                let [Some(entries), Some(megabytes)] = typed else { return };
                let (entries, megabytes) = (entries.map(u64::from), megabytes.map(u64::from));
                let bytes = megabytes.map_or(now.bytes, |many| many.saturating_mul(1 << 20));
                (
                    ask::CharterPropose { entries, megabytes, ..ask::CharterPropose::default() },
                    quotas(entries.unwrap_or(now.entries), bytes),
                )
            }
            _ => {
                let way = admission.get_untracked();
                let wording = word("change-admission", &way);
                (ask::CharterPropose { admission: Some(way), ..ask::CharterPropose::default() }, wording)
            }
        };
        let question =
            some(question).or_else(|| Some(t(&format!("charter-question-{}", what.get_untracked()))));
        let ask = ask::CharterPropose { question, wording: Some(wording), ..ask };
        make(ask, trouble, |made| Place::Decision(made.id));
    };
    let kinds = ["admission", "name", "quotas"].map(|key| (key.to_owned(), word("charter-kind", key)));
    let ways =
        ["any-member", "two-vouch", "decision"].map(|key| (key.to_owned(), word("change-admission", key)));
    view! {
        <details>
            <summary>{t("charter-propose")}</summary>
            <form on:submit=propose>
                <Select label=t("charter-kind") value=what options=kinds.to_vec() />
                {follows(move || match what.get().as_str() {
                    "name" => view! { <Field label=t("charter-kind-name") value=name /> }.into_any(),
                    "quotas" => view! {
                        <Field label=t("charter-entries") value=entries />
                        <Field label=t("charter-megabytes") value=megabytes />
                    }
                    .into_any(),
                    _ => view! { <Select label=t("charter-kind-admission") value=admission options=ways.to_vec() /> }.into_any(),
                })}
                <Field label=t("charter-words") value=question hint=t("charter-words-hint") />
                <Trouble of=trouble />
                <button class="main" type="submit">{t("keyholders-ask")}</button>
            </form>
        </details>
    }
}

/// Suspending a laptop for 14 days, where I keep the keys; or ending that.
#[component]
pub fn Suspend(device: row::DeviceLine) -> impl IntoView {
    let trouble = RwSignal::new(None);
    let because = RwSignal::new(String::new());
    let id = StoredValue::new(device.id);
    let keeps = move || app().members.with(|all| all.iter().any(|member| member.me && member.keyholder));
    match device.suspended {
        Some(suspension) => {
            let mine = crate::state::my_name() == suspension.by;
            let lift = move |_| {
                act(ask::DeviceSuspend { device: id.get_value(), because: None, lift: true }, trouble, |_| {})
            };
            let back = own(
                "community",
                format!("suspend/{}", suspension.device),
                &suspension.by,
                suspension.reason.as_ref(),
            );
            let said =
                say("suspended", &[("by", suspension.by.into()), ("until", until(suspension.until).into())]);
            view! {
                <p class="small">{said} " " {suspension.reason}</p>
                {mine.then(|| view! { <p class="acts"><button class="quiet" on:click=lift>{t("suspend-lift")}</button></p> })}
                {back}
                <Trouble of=trouble />
            }
                .into_any()
        }
        None => {
            let suspend = move |event: leptos::ev::SubmitEvent| {
                event.prevent_default();
                let ask = ask::DeviceSuspend { device: id.get_value(), because: some(because), lift: false };
                act(ask, trouble, |_| {});
            };
            (move || {
                keeps().then(|| view! {
                    <details>
                        <summary class="small">{t("suspend")}</summary>
                        <p class="small soft reading">{t("suspend-what")}</p>
                        <form on:submit=suspend>
                            <Field label=t("suspend-because") value=because hint=t("suspend-because-hint") />
                            <Trouble of=trouble />
                            <button class="quiet" type="submit">{t("suspend-do")}</button>
                        </form>
                    </details>
                })
            })
            .into_any()
        }
    }
}

/// Founding anew in the place of a community whose keyholders are gone.
#[component]
pub fn Refound() -> impl IntoView {
    let (name, cause, trouble) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(None));
    let made: RwSignal<Option<row::Refounded>> = RwSignal::new(None);
    let found = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::Refound {
            name: name.get_untracked(),
            cause: some(cause),
            days: 60,
            file: None,
            archive: false,
        };
        act(ask, trouble, move |founded| made.set(Some(founded)));
    };
    section(
        "refound",
        view! {
            <p class="reading">{t("refound-what")}</p>
            <details>
                <summary>{t("refound-do")}</summary>
                <form on:submit=found>
                    <Field label=t("found-name") value=name />
                    <Area label=t("found-cause") value=cause hint=t("refound-cause-hint") />
                    <Trouble of=trouble />
                    <button class="main" type="submit">{t("refound-start")}</button>
                </form>
            </details>
            {follows(move || made.get().map(|made| view! {
                <p role="status">{say("refound-done", &[("name", made.community.name.into()), ("count", made.others.into())])}</p>
                <Invitation invite=made.invite />
            }))}
        },
    )
}

/// Mending what is damaged here.
#[component]
pub fn Mend() -> impl IntoView {
    let (words, trouble) = (RwSignal::new(String::new()), RwSignal::new(None));
    let mended: RwSignal<Option<row::Mended>> = RwSignal::new(None);
    let mend = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = words.get_untracked().split_whitespace().map(str::to_owned).collect();
        act(ask::Mend { words, anew: false }, trouble, move |found| mended.set(Some(found)));
    };
    view! {
        <details class="mend">
            <summary>{t("mend")}</summary>
            <p class="small soft reading">{t("mend-what")}</p>
            <form on:submit=mend>
                <Field label=t("words-needed") value=words hint=t("mend-words-hint") />
                <Trouble of=trouble />
                <button class="quiet" type="submit">{t("mend-do")}</button>
            </form>
        </details>
        {follows(move || mended.get().map(|found| {
            let aside = list(&[found.aside]);
            view! { <p role="status">{say("mended", &[("entries", found.entries.into()), ("file", aside.into())])}</p> }
        }))}
    }
}
