//! Budgets: rounds and their buckets.

use leptos::prelude::*;
use palabre_api::{ask, row};

use super::decisions::euros;
use crate::backend::time;
use crate::parts::{Around, Empty, Field, Lead, Row, Title, Trouble, shown, word};
use crate::place::Place;
use crate::state::{act, load, make};
use crate::words::{list, say, t};

/// All rounds, newest first.
#[component]
pub fn Budgets() -> impl IntoView {
    let rounds = load(|| ask::RoundList { skip: 0, limit: 50 });
    view! {
        <Title title=t("place-budgets") />
        <p class="acts"><Lead place=Place::New("round".into()) key="round-new" /></p>
        {shown(
            rounds,
            |found| {
                if found.rounds.is_empty() {
                    return view! { <Empty key="empty-budgets" /> }.into_any();
                }
                let rows = found.rounds.into_iter().map(|line| {
                    let small = match (line.state.as_str(), line.ends) {
                        ("open", Some(ends)) => say("until", &[("when", time(ends).into())]),
                        (state, _) => word("round-state", state),
                    };
                    view! { <Row place=Place::Round(line.id) title=line.purpose small=small /> }
                });
                view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
            },
        )}
    }
}

/// One round.
#[component]
pub fn Round(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let round = load(move || ask::RoundShow { round: named.get_value() });
    shown(round, |round| view! { <Page round=round /> })
}

#[component]
fn Page(round: row::Round) -> impl IntoView {
    let currency = round.currency.clone();
    let ends = round.ends.map(time).unwrap_or_default();
    let given = euros(&round.given, &currency);
    let (found, of) = round.counts.first().map_or((0, 0), |count| (count.confirmed_by.len(), count.present));
    let named: [(&str, fluent_bundle::FluentValue); 6] = [
        ("ends", ends.into()),
        ("givers", round.givers.into()),
        ("present", round.present.into()),
        ("given", given.into()),
        ("found", found.into()),
        ("of", of.into()),
    ];
    let state = say(&format!("round-{}", round.state), &named);
    let left =
        round.left.as_ref().map(|left| say("left-to-give", &[("amount", euros(left, &currency).into())]));
    let open = round.state == "open";
    let trouble = RwSignal::new(None);
    let id = StoredValue::new(round.id.clone());
    let settle = move |_| act(ask::RoundSettle { round: id.get_value() }, trouble, |_| {});
    let confirm = move |_| {
        act(ask::DecisionConfirm { decision: Some(id.get_value()), by_itself: None }, trouble, |_| {})
    };
    let may_settle = round.state == "closing";
    let may_confirm = round.state == "counted" && round.counts.iter().any(|count| count.same_here);
    let mine = round.settlement.as_ref().map(|settled| settled.mine.clone()).unwrap_or_default();
    let settled = round.settlement.clone();
    let (buckets, guide) = (round.buckets.clone(), round.guidelines.clone());
    let (currency_of_lines, currency_of_sums) = (currency.clone(), currency.clone());
    view! {
        <Title title=round.purpose.clone() by=round.author.clone() state=state />
        {(open).then(|| left.map(|left| view! { <p class="figure sticky">{left}</p> }))}
        {round.conflicted.then(|| view! { <p class="trouble">{t("two-devices")}</p> })}
        {(!mine.is_empty())
            .then(|| {
                view! {
                    <section>
                        <h2>{t("your-money")}</h2>
                        <ul class="rows">
                            {mine
                                .into_iter()
                                .map(|line| {
                                    view! {
                                        <li class="row">
                                            <span class="number">{euros(&line.amount, &currency_of_lines)}</span>
                                            <span>{line.what}</span>
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    </section>
                }
            })}
        <section>
            <h2>{t("buckets")}</h2>
            {buckets.is_empty().then(|| view! { <Empty key="empty-buckets" /> })}
            <ul class="rows">
                {buckets
                    .into_iter()
                    .map(|bucket| view! { <Line bucket=bucket round=round.id.clone() currency=currency.clone() open=open /> })
                    .collect_view()}
            </ul>
            {matches!(round.state.as_str(), "draft" | "open").then(|| view! { <Propose round=round.id.clone() /> })}
        </section>
        <Trouble of=trouble />
        {may_settle.then(|| view! { <button class="main" on:click=settle>{t("round-settle")}</button> })}
        {may_confirm.then(|| view! { <button class="main" on:click=confirm>{t("decision-confirm")}</button> })}
        {settled
            .map(|settled| {
                let rows = [
                    ("sum-given", settled.given),
                    ("sum-kept", settled.kept),
                    ("sum-returned", settled.returned),
                    ("sum-stays", settled.stays),
                ];
                view! {
                    <section>
                        <h2>{t("settled")}</h2>
                        <table>
                            {rows
                                .into_iter()
                                .map(|(key, sum)| {
                                    view! { <tr><th scope="row">{t(key)}</th><td>{euros(&sum, &currency_of_sums)}</td></tr> }
                                })
                                .collect_view()}
                        </table>
                    </section>
                }
            })}
        {(!guide.is_empty()).then(|| view! { <section><h2>{t("guidelines")}</h2><p class="text reading">{guide}</p></section> })}
        {(round.state == "draft").then(|| view! { <OpenRound id=round.id.clone() /> })}
        <Around of=round.around on=round.id />
    }
}

/// A bucket in its round: how full it is, in words too, and what I give.
#[component]
fn Line(bucket: row::BucketLine, round: String, currency: String, open: bool) -> impl IntoView {
    let mine = bucket.mine.minor;
    let value = RwSignal::new(format!("{}.{:02}", mine / 100, mine % 100));
    let trouble = RwSignal::new(None);
    let (id, round) = (StoredValue::new(bucket.id.clone()), StoredValue::new(round));
    let give = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let gift = format!("{}={}", id.get_value(), value.get_untracked().trim().replace(',', "."));
        act(ask::Allocate { round: round.get_value(), gifts: vec![gift], only: false }, trouble, |_| {});
    };
    let given = euros(&bucket.given, &currency);
    let (min, max) = (bucket.min.minor, bucket.max.minor.max(1));
    let fill = format!("inline-size: {}%", (bucket.given.minor * 100 / max).min(100));
    let notch = format!("inset-inline-start: {}%", (min * 100 / max).min(100));
    let money = |minor: u64| euros(&row::Money { minor, text: String::new() }, &currency);
    let status = match bucket.given.minor {
        _ if bucket.max.minor == 0 => t("bucket-nothing"),
        given if given >= bucket.max.minor => t("bucket-full"),
        given if given >= min => say("bucket-enough", &[("amount", money(bucket.max.minor - given).into())]),
        given if bucket.takes => say("bucket-takes", &[("amount", money(given).into())]),
        given => say("bucket-short", &[("amount", money(min - given).into())]),
    };
    view! {
        <li class="row bucket">
            <a class="what" href=Place::Bucket(bucket.id).address()>{bucket.title.clone()}</a>
            <span class="meter" aria-hidden="true"><span class="fill" style=fill></span><span class="notch" style=notch></span></span>
            <span class="small soft">{format!("{given} · {status}")}</span>
            {(open && !bucket.withdrawn)
                .then(|| {
                    let label = say("give-to", &[("bucket", bucket.title.into())]);
                    view! {
                        <form class="give" on:submit=give>
                            <input
                                type="text"
                                inputmode="decimal"
                                aria-label=label
                                prop:value=move || value.get()
                                on:input:target=move |e| value.set(e.target().value())
                            />
                            <button class="quiet" type="submit">{t("give")}</button>
                        </form>
                    }
                })}
            <Trouble of=trouble />
        </li>
    }
}

#[component]
fn Propose(round: String) -> impl IntoView {
    let (title, why) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let trouble = RwSignal::new(None);
    let round = StoredValue::new(round);
    let propose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::BucketNew {
            title: title.get_untracked(),
            round: Some(round.get_value()),
            why: why.get_untracked(),
            ..Default::default()
        };
        make(ask, trouble, |bucket| Place::Bucket(bucket.id));
    };
    view! {
        <details>
            <summary>{t("bucket-new")}</summary>
            <form on:submit=propose>
                <Field label=t("bucket-title") value=title />
                <Field label=t("why") value=why />
                <Trouble of=trouble />
                <button class="main" type="submit">{t("bucket-propose")}</button>
            </form>
        </details>
    }
}

#[component]
fn OpenRound(id: String) -> impl IntoView {
    let (pot, because) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (rule, trouble) = (RwSignal::new("return".to_owned()), RwSignal::new(None));
    let id = StoredValue::new(id);
    let decisions = load(|| ask::Register { state: Some("final".into()), limit: 50, ..Default::default() });
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::RoundOpen {
            round: id.get_value(),
            pot: pot.get_untracked(),
            because: because.get_untracked(),
            leftovers: rule.get_untracked(),
            ..Default::default()
        };
        act(ask, trouble, |_| {});
    };
    let rules = ["return", "stay", "spread"].map(|key| (key.to_owned(), word("leftovers", key)));
    view! {
        <form on:submit=open class="mine">
            <h2>{t("round-open-it")}</h2>
            <Field label=t("round-pot") value=pot hint=t("round-pot-hint") />
            {shown(
                decisions,
                move |found| {
                    view! {
                        <label class="field">
                            <span>{t("round-because")}</span>
                            <select on:change:target=move |e| because.set(e.target().value())>
                                <option value="">{t("choose-one")}</option>
                                {found.decisions.into_iter().map(|line| view! { <option value=line.id>{line.question}</option> }).collect_view()}
                            </select>
                        </label>
                    }
                },
            )}
            <crate::parts::Choice label=t("leftovers") value=rule options=rules.to_vec() />
            <Trouble of=trouble />
            <button class="main" type="submit">{t("round-open-it")}</button>
        </form>
    }
}

/// One bucket.
#[component]
pub fn Bucket(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let bucket = load(move || ask::BucketShow { bucket: named.get_value() });
    shown(bucket, |bucket| view! { <BucketPage bucket=bucket /> })
}

#[component]
fn BucketPage(bucket: row::Bucket) -> impl IntoView {
    let money = |of: &row::Money| euros(of, "EUR");
    let state = say(
        "bucket-needs",
        &[
            ("min", money(&bucket.min).into()),
            ("max", money(&bucket.max).into()),
            ("given", money(&bucket.given).into()),
        ],
    );
    let items = bucket.items.clone();
    view! {
        <Title title=bucket.title.clone() by=list(&bucket.creators) state=state />
        {bucket.round.clone().map(|round| view! { <p><crate::parts::To place=Place::Round(round.id) text=round.title /></p> })}
        {(!bucket.why.is_empty()).then(|| view! { <section><h2>{t("why")}</h2><p class="reading">{bucket.why.clone()}</p></section> })}
        <section>
            <h2>{t("items")}</h2>
            <table>
                {items
                    .into_iter()
                    .map(|item| {
                        let range = match (&item.max, item.income) {
                            (_, true) => say("item-brings", &[("amount", money(&item.min).into())]),
                            (Some(max), _) => format!("{} – {}", money(&item.min), money(max)),
                            (None, _) => money(&item.min),
                        };
                        view! { <tr><th scope="row">{item.what}</th><td>{range}</td></tr> }
                    })
                    .collect_view()}
            </table>
            {bucket.mine.then(|| view! { <Item id=bucket.id.clone() /> })}
        </section>
        {(!bucket.funders.is_empty())
            .then(|| {
                let names: Vec<String> = bucket.funders.iter().map(|funder| funder.name.clone()).collect();
                view! { <section><h2>{t("funders")}</h2><p>{list(&names)}</p></section> }
            })}
        <Around of=bucket.around on=bucket.id />
    }
}

#[component]
fn Item(id: String) -> impl IntoView {
    let (what, min, max) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let trouble = RwSignal::new(None);
    let id = StoredValue::new(id);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let some = |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        let ask = ask::BucketItem {
            bucket: id.get_value(),
            what: some(what),
            min: some(min),
            max: some(max),
            ..Default::default()
        };
        act(ask, trouble, move |_| [what, min, max].into_iter().for_each(|field| field.set(String::new())));
    };
    view! {
        <form on:submit=add>
            <Field label=t("item-what") value=what />
            <Field label=t("item-min") value=min />
            <Field label=t("item-max") value=max />
            <Trouble of=trouble />
            <button class="quiet" type="submit">{t("item-add")}</button>
        </form>
    }
}
