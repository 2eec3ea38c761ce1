//! One bucket: what it costs, who gives to it, and what is asked about it.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use super::budgets::status;
use crate::backend::{amount, focus, typed};
use crate::parts::{
    Area, Around, Field, Tick, Title, To, Trouble, Written, bucket_bar, drawn, live, own, part, prose,
    quoted, section, told, when, withdrawn, word,
};
use crate::place::Place;
use crate::state::{act, draft, load, some};
use crate::words::{list, say, t};

/// One bucket.
#[component]
pub fn Bucket(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let bucket = load(move || ask::BucketShow { bucket: named.get_value() });
    live(bucket, |bucket| view! { <BucketPage of=bucket /> })
}

fn bucket_state(of: &row::Bucket) -> String {
    if of.withdrawn {
        return t("bucket-withdrawn");
    }
    let money = |of_: &row::Money| amount(of_, &of.currency);
    let named =
        [("min", money(&of.min).into()), ("max", money(&of.max).into()), ("given", money(&of.given).into())];
    let needs = match (of.min.minor, of.max.minor) {
        (0, 0) if !of.takes => return format!("{}.", t("bucket-nothing")),
        (0, 0) => t("bucket-nothing"),
        (min, max) if min == max => say("bucket-needs-one", &named),
        _ => say("bucket-needs", &named),
    };
    format!(
        "{needs} {}.",
        status(of.given.minor, of.min.minor, of.max.minor, of.takes, of.ended, &of.currency)
    )
}

#[component]
fn BucketPage(of: Signal<row::Bucket>) -> impl IntoView {
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let changing = RwSignal::new(None::<row::Item>);
    view! {
        {part(of, |of| (of.title.clone(), list(&of.creators), bucket_state(of)), |(title, by, state)| view! { <Title title=title by=by state=state /> })}
        {part(of, |of| (of.given.minor, of.min.minor, of.max.minor), |(given, min, max)| view! { <p class="wide-meter">{bucket_bar(given, min, max)}</p> })}
        {part(of, |of| (of.round.clone(), of.about.clone()), |(round, about)| {
            [round, about].map(|tied| tied.map(|tied| view! { <p class="small">{word("kind", &tied.kind)} " · " <To place=Place::of(&tied.kind, &tied.id) text=tied.title /></p> }))
        })}
        {part(of, |of| of.why.clone(), |why| told("why", why))}
        <section>
            <h2>{t("items")}</h2>
            {part(of, |of| (of.items.clone(), of.currency.clone(), of.mine && (of.open || of.funders.is_empty()) && !of.withdrawn), move |(items, currency, mine)| {
                items_table(items, currency, mine, id.get_value(), changing)
            })}
            {when(of, |of| of.mine && !of.withdrawn, move || view! {
                <Item id=id.get_value() currency=of.with_untracked(|of| of.currency.clone()) changing=changing />
            })}
        </section>
        {part(of, |of| (of.funders.clone(), of.currency.clone()), |(funders, currency)| (!funders.is_empty()).then(|| {
            let rows = funders.into_iter().map(|funder| view! { <tr><th scope="row">{funder.name}</th><td>{amount(&funder.amount, &currency)}</td></tr> });
            section("funders", view! { <table><tbody>{rows.collect_view()}</tbody></table> })
        }))}
        <Flags of=of />
        {when(of, |of| of.mine && !of.withdrawn, move || view! { <Edit of=of /> })}
        <Around of=Signal::derive(move || of.with(|of| of.around.clone())) on=id.get_value() />
    }
}

fn items_table(
    items: Vec<row::Item>,
    currency: String,
    mine: bool,
    bucket: String,
    changing: RwSignal<Option<row::Item>>,
) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let money = move |of: &row::Money| amount(of, &currency);
    let rows = items.into_iter().map(move |item| {
        let range = match (&item.max, item.income) {
            (_, true) => say("item-brings", &[("amount", money(&item.min).into())]),
            (Some(max), _) => format!("{}\u{a0}–\u{a0}{}", money(&item.min), money(max)),
            (None, _) => money(&item.min),
        };
        let label = say("item-drop", &[("item", item.what.clone().into())]);
        let drop = ask::BucketItem { bucket: bucket.clone(), drop: Some(item.id.clone()), ..Default::default() };
        let own = item.clone();
        let change = move |_| {
            changing.set(Some(own.clone()));
            focus(".item-form input");
        };
        let change_label = say("item-change", &[("item", item.what.clone().into())]);
        view! {
            <tr>
                <th scope="row">{item.what}</th>
                <td>{range}</td>
                {mine.then(|| view! {
                    <td>
                        <button class="quiet small" aria-label=change_label on:click=change>{t("change")}</button>
                        <button class="quiet small" aria-label=label on:click=move |_| { changing.set(None); act(drop.clone(), trouble, |_| {}) }>{t("drop")}</button>
                    </td>
                })}
            </tr>
        }
    });
    view! { <table><tbody>{rows.collect_view()}</tbody></table> <Trouble of=trouble /> }
}

#[component]
fn Item(id: String, currency: String, changing: RwSignal<Option<row::Item>>) -> impl IntoView {
    let (what, min, max) =
        (draft(format!("item/{id}")), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (income, trouble) = (RwSignal::new(false), RwSignal::new(None));
    let (id, currency_now) = (StoredValue::new(id), StoredValue::new(currency.clone()));
    let plain = |of: RwSignal<String>| some(of).map(|text| text.trim().replace(',', "."));
    let is_changed = Memo::new(move |_| changing.with(Option::is_some));
    let leave = move || {
        changing.set(None);
        income.set(false);
        [what, min, max].into_iter().for_each(|field| field.set(String::new()));
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::BucketItem {
            bucket: id.get_value(),
            what: some(what),
            min: plain(min),
            // Nothing at the most is what it is at the least; what brings money in has no most.
            max: plain(max)
                .or_else(|| plain(min).filter(|_| is_changed.get_untracked()))
                .filter(|_| !income.get_untracked()),
            income: income.get_untracked(),
            change: changing.get_untracked().map(|item| item.id),
            drop: None,
        };
        act(ask, trouble, move |_| leave());
    };
    Effect::new(move |_| {
        if let Some(item) = changing.get() {
            what.set(item.what);
            let plain = |of: row::Money| typed(of.minor, &currency_now.get_value());
            min.set(plain(item.min));
            max.set(item.max.map(plain).unwrap_or_default());
            income.set(item.income);
        }
    });
    let summary = move || t(if is_changed.get() { "item-changing" } else { "item-new" });
    view! {
        <details prop:open=move || is_changed.get()>
            <summary>{summary}</summary>
            <form class="item-form" on:submit=add>
                <Field label=t("item-what") value=what />
                <Field label=say("item-min", &[("currency", currency.clone().into())]) value=min />
                <Field label=say("item-max", &[("currency", currency.into())]) value=max />
                {drawn(move || is_changed.get(), move |changed| (!changed).then(|| view! { <Tick label=t("item-income") value=income /> }))}
                <Trouble of=trouble />
                <p class="acts">
                    <button class="quiet" type="submit">{move || t(if is_changed.get() { "save" } else { "add" })}</button>
                    {drawn(move || is_changed.get(), move |changed| changed.then(|| view! {
                        <button class="quiet" type="button" on:click=move |_| leave()>{t("back")}</button>
                    }))}
                </p>
            </form>
        </details>
    }
}

/// Questions about a guideline, each with its answers in the open.
#[component]
fn Flags(of: Signal<row::Bucket>) -> impl IntoView {
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let (guideline, text) =
        (draft(format!("flag/{}", id.get_value())), draft(format!("flag-why/{}", id.get_value())));
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let flag = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::BucketFlag {
            bucket: id.get_value(),
            guideline: guideline.get_untracked(),
            text: text.get_untracked(),
        };
        act(ask, trouble, move |_| [guideline, text].into_iter().for_each(|field| field.set(String::new())));
    };
    view! {
        {part(of, |of| (of.flags.clone(), of.mine), move |(flags, mine)| (!flags.is_empty()).then(|| {
            let rows = flags.into_iter().map(move |flag| view! { <FlagRow flag=flag mine=mine bucket=id.get_value() /> });
            section("flags", rows.collect_view())
        }))}
        {when(of, |of| !of.mine && !of.guidelines.trim().is_empty(), move || view! {
            <details>
                <summary>{t("flag")}</summary>
                {prose(of.with(|of| of.guidelines.clone()))}
                <form on:submit=flag>
                    <Field label=t("flag-guideline") value=guideline />
                    <Area label=t("flag-why") value=text />
                    <Trouble of=trouble />
                    <button class="quiet" type="submit">{t("flag-it")}</button>
                </form>
            </details>
        })}
    }
}

#[component]
fn FlagRow(flag: row::Flag, mine: bool, bucket: String) -> impl IntoView {
    let (text, trouble) = (draft(format!("flag-answer/{}", flag.id)), RwSignal::new(None));
    let (bucket, id) = (StoredValue::new(bucket), StoredValue::new(flag.id));
    let answer = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(words) = some(text) else { return };
        let ask = ask::BucketAnswer { bucket: bucket.get_value(), flag: id.get_value(), text: words };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    let answers = flag.answers.into_iter().map(|note| {
        let back =
            own(&bucket.get_value(), format!("answer/{}", id.get_value()), &note.name, note.text.as_ref());
        view! { <div class="reply">{quoted(note.name, note.at, note.text, back)}</div> }
    });
    let back = own(&bucket.get_value(), format!("flag/{}", id.get_value()), &flag.name, flag.text.as_ref());
    view! {
        <article class="comment">
            <p><strong>{flag.guideline}</strong> " · " <span class="small soft">{flag.name}</span></p>
            {flag.text.map_or_else(withdrawn, prose)}
            {back}
            {answers.collect_view()}
            {mine.then(|| view! {
                <form on:submit=answer>
                    <Field label=t("flag-answer") value=text />
                    <Trouble of=trouble />
                    <button class="quiet" type="submit">{t("comment-say")}</button>
                </form>
            })}
        </article>
    }
}

/// Writing a bucket's page, or taking it back.
#[component]
fn Edit(of: Signal<row::Bucket>) -> impl IntoView {
    let (title, why) = (Written::new(), Written::new());
    // Whether it takes what it gets: as it is ticked, and as that was before.
    let (takes, took) = (RwSignal::new(false), StoredValue::new(false));
    let begin = move |of: &row::Bucket| {
        title.begin(of.title.clone());
        why.begin(of.why.clone());
        takes.set(of.takes);
        took.set_value(of.takes);
    };
    // As long as nothing was written, it is what stands there.
    Effect::new(move |_| {
        let is_written = title.is_written() || why.is_written() || takes.get_untracked() != took.get_value();
        of.with(|of| {
            if !is_written {
                begin(of)
            }
        });
    });
    let (id, trouble) = (StoredValue::new(of.with_untracked(|of| of.id.clone())), RwSignal::new(None));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ((title, _), (why, why_from)) = (title.made(), why.made());
        let now = takes.get_untracked();
        let ask = ask::BucketWrite {
            bucket: id.get_value(),
            title,
            why,
            why_from,
            takes: (now != took.get_value()).then(|| if now { "yes" } else { "no" }.to_owned()),
            withdraw: false,
        };
        act(ask, trouble, move |bucket| begin(&bucket));
    };
    let withdraw = move |_| {
        act(
            ask::BucketWrite { bucket: id.get_value(), withdraw: true, ..Default::default() },
            trouble,
            |_| {},
        );
    };
    view! {
        <details>
            <summary>{t("bucket-edit")}</summary>
            <form on:submit=save>
                <Field label=t("bucket-title") value=title.text />
                <Area label=t("why") value=why.text />
                {why.meanwhile(move || of.with(|of| of.why.clone()))}
                <Tick label=t("bucket-takes-it") value=takes hint=t("bucket-takes-hint") />
                <Trouble of=trouble />
                <p class="acts">
                    <button class="quiet" type="submit">{t("save")}</button>
                    <button class="quiet" type="button" on:click=withdraw>{t("bucket-withdraw")}</button>
                </p>
            </form>
        </details>
    }
}
