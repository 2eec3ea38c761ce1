//! Budgets: rounds, and what is given in them.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use super::decisions::{Confirm, differing, finds_the_same, found_by};
use crate::backend::{amount, by, minor, on, read_amount, typed, until, zone};
use crate::parts::{
    AT_FIRST, Area, Around, Empty, Field, Lead, People, Row, Rows, Select, Tick, Title, To, Trouble,
    bucket_bar, follows, in_words, live, more, part, pot, section, shown, told, when, word,
};
use crate::place::Place;
use crate::state::{act, draft, load, make, number, some, wake_at_end};
use crate::words::{say, t};

/// All rounds, newest first.
#[component]
pub fn Budgets() -> impl IntoView {
    let most = RwSignal::new(AT_FIRST);
    let rounds = load(move || ask::RoundList { skip: 0, limit: most.get() });
    view! {
        <Title title=t("place-budgets") />
        <p class="acts"><Lead place=Place::New("round".into()) key="round-new" /></p>
        {shown(
            rounds,
            |found| {
                if found.rounds.is_empty() {
                    return view! { <Empty key="empty-budgets" /> }.into_any();
                }
                view! { <Rows items=found.rounds draw=in_list /> }.into_any()
            },
        )}
        // How many there are is not counted: where all that were asked for came, there may be more.
        {more("rounds-more", rounds, move |found| (found.rounds.len() >= most.get_untracked() as usize).into(), most)}
    }
}

/// A round among all.
fn in_list(line: row::RoundLine) -> impl IntoView {
    let state = match (line.state.as_str(), line.ends) {
        ("open", Some(ends)) => until(ends),
        (state, _) => word("round-state", state),
    };
    let left = line.left.as_ref().filter(|left| left.minor > 0 && line.state == "open");
    let left = left.map(|left| {
        let left = say("left-to-give", &[("amount", amount(left, &line.currency).into())]);
        left.trim_end_matches('.').to_owned()
    });
    let buckets = say("buckets-many", &[("many", line.buckets.into())]);
    let pot = (line.pot.minor > 0).then(|| amount(&line.pot, &line.currency));
    let small: Vec<String> = [Some(state), left, pot, Some(buckets)].into_iter().flatten().collect();
    view! { <Row place=Place::Round(line.id) title=line.purpose small=small.join(" · ") /> }
}

/// One round.
#[component]
pub fn Round(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let round = load(move || ask::RoundShow { round: named.get_value() });
    live(round, |round| view! { <Page of=round /> })
}

fn state(round: &row::Round) -> String {
    let first = round.counts.first();
    let travel = round.ends.zip(round.travel).map(|(ends, travel)| ends.saturating_add(travel));
    let named: [(&str, crate::words::Named); 9] = [
        ("until", round.ends.map(until).unwrap_or_default().into()),
        ("on", round.ends.map(on).unwrap_or_default().into()),
        ("travel", travel.map(by).unwrap_or_default().into()),
        ("givers", round.givers.into()),
        ("present", round.present.into()),
        ("given", amount(&round.given, &round.currency).into()),
        ("found", first.map_or(0, |count| count.confirmed_by.len()).into()),
        ("of", first.map_or(0, |count| count.present).into()),
        ("author", round.author.clone().into()),
    ];
    say(&format!("round-{}", round.state), &named)
}

#[component]
fn Page(of: Signal<row::Round>) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    wake_at_end(move || of.with(|of| (of.ends, of.travel)));
    let settle = move |_| act(ask::RoundSettle { round: id.get_value() }, trouble, |_| {});
    // What is done below the buckets says there what went wrong.
    let unpassed: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let pass = move |back| act(ask::RoundPass { round: id.get_value(), back }, unpassed, |_| {});
    let my_name = StoredValue::new(crate::state::my_name());
    let is_mine = move |of: &row::Round| of.author == my_name.get_value();
    let dropped = move |of: &row::Round| {
        (matches!(of.state.as_str(), "draft" | "dropped") && is_mine(of)).then_some(of.state == "dropped")
    };
    let leaves = |of: &row::Round| {
        (of.state == "open" && of.left.as_ref().is_some_and(|left| left.minor > 0)).then_some(of.passed)
    };
    // The rows stay, so that what is typed in one is not lost when another changes.
    let ids = |of: &row::Round| {
        of.buckets.iter().filter(|b| !b.withdrawn).map(|b| b.id.clone()).collect::<Vec<_>>()
    };
    view! {
        {part(of, |of| (of.purpose.clone(), of.author.clone(), state(of)), |(title, by, state)| view! { <Title title=title by=by state=state /> })}
        {part(of, |of| of.left.clone().filter(|_| of.state == "open").map(|left| amount(&left, &of.currency)), |left| left.map(|left| view! {
            <p class="figure sticky" role="status">{say("left-to-give", &[("amount", left.into())])}</p>
        }))}
        {when(of, |of| of.conflicted, || view! { <p class="trouble">{t("two-devices")}</p> })}
        {when(of, |of| of.may_settle, move || view! { <p class="acts"><button class="main" on:click=settle>{t("round-settle")}</button></p> })}
        {part(of, |of| differing(&of.state, &of.counts, &[]), |differs| differs.map(|said| view! { <p>{said}</p> }))}
        {when(of, |of| finds_the_same(&of.state, &of.counts), move || view! {
            <Confirm id=id.get_value() counts=Signal::derive(move || of.with(|of| of.counts.clone())) />
        })}
        <Trouble of=trouble />
        {part(of, |of| of.settlement.clone().map(|settled| (settled, of.currency.clone())), |settled| settled.map(|(settled, currency)| mine(settled, currency)))}
        <section>
            <h2>{t("buckets")}</h2>
            {part(of, ids, move |ids| {
                if ids.is_empty() {
                    return view! { <Empty key="empty-buckets" /> }.into_any();
                }
                let rows = ids.into_iter().map(|id| view! { <Line of=of id=id /> });
                view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
            })}
            {when(of, |of| matches!(of.state.as_str(), "draft" | "open"), move || view! { <Propose round=id.get_value() /> })}
        </section>
        {part(of, leaves, move |leaves| leaves.map(|left| view! {
            <p class="acts">
                {left.then(|| view! { <span class="soft">{t("left-rest")}</span> })}
                <button class="quiet" on:click=move |_| pass(left)>{t(if left { "leave-rest-back" } else { "leave-rest" })}</button>
            </p>
        }))}
        <Trouble of=unpassed />
        {part(of, |of| (of.pot.minor > 0).then(|| of.clone()).map(|of| (of.buckets.clone(), of.pot.clone(), of)), |of| of.map(|(_, _, of)| section("pot", pot(&of))))}
        {part(of, |of| (!of.leftovers.is_empty()).then(|| rules(of)), |rules| rules.map(|rules| section("rules", view! { <p class="reading">{rules}</p> })))}
        {part(of, |of| of.because.clone(), |tied| tied.map(|tied| view! {
            <p class="small">{t("round-because")} " " <To place=Place::of(&tied.kind, &tied.id) text=tied.title /></p>
        }))}
        {part(of, |of| of.guidelines.clone(), |text| told("guidelines", text))}
        {part(of, |of| of.settlement.clone().map(|settled| (settled, of.currency.clone())), |settled| settled.map(|(settled, currency)| settlement(settled, currency)))}
        {part(of, |of| of.counts.clone(), |counts| (!counts.is_empty()).then(|| view! {
            <details class="counting"><summary>{t("round-found")}</summary>{found_by(&counts)}</details>
        }))}
        {part(of, move |of| (of.state == "draft" && is_mine(of)).then(|| (of.id.clone(), of.currency.clone())), |draft| draft.map(|(id, currency)| view! { <OpenRound id=id currency=currency /> }))}
        {part(of, move |of| dropped(of), move |dropped| dropped.map(|back| view! {
            <p class="acts"><button class="quiet" on:click=move |_| pass(back)>{t(if back { "draft-back" } else { "draft-drop" })}</button></p>
        }))}
        <Around of=Signal::derive(move || of.with(|of| of.around.clone())) on=id.get_value() />
    }
}

fn rules(of: &row::Round) -> String {
    let each =
        of.allotment.as_ref().map(|mine| say("rules-each", &[("amount", amount(mine, &of.currency).into())]));
    let cap = of.cap.as_ref().map(|cap| say("rules-cap", &[("amount", amount(cap, &of.currency).into())]));
    let rest = word("rules-leftovers", &of.leftovers);
    let hours = of.travel.unwrap_or(0) / 3_600_000;
    let travel = say("rules-travel", &[("hours", hours.into())]);
    [each, cap, Some(rest), Some(travel)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What happened to my money, cent by cent.
fn mine(settled: row::Settlement, currency: String) -> Option<AnyView> {
    (!settled.mine.is_empty()).then(|| {
        let rows = settled.mine.into_iter().map(|line| {
            let named = [
                ("bucket", line.bucket.clone().unwrap_or_default().into()),
                ("by", line.by.as_ref().map(|by| amount(by, &currency)).unwrap_or_default().into()),
                ("funders", line.funders.into()),
            ];
            let what = say(&format!("fate-{}", line.fate), &named);
            view! { <tr class:rest=line.rest><td>{amount(&line.amount, &currency)}</td><th scope="row">{what}</th></tr> }
        });
        section("your-money", view! { <table class="story"><tbody>{rows.collect_view()}</tbody></table> })
    })
}

/// What the round came to, in all and bucket by bucket.
fn settlement(settled: row::Settlement, currency: String) -> AnyView {
    let sums = [
        ("sum-given", &settled.given),
        ("sum-kept", &settled.kept),
        ("sum-returned", &settled.returned),
        ("sum-stays", &settled.stays),
    ]
    .map(|(key, sum)| view! { <tr><th scope="row">{t(key)}</th><td>{amount(sum, &currency)}</td></tr> });
    let buckets = settled.buckets.iter().map(|bucket| {
        view! {
            <tr>
                <th scope="row"><To place=Place::Bucket(bucket.id.clone()) text=bucket.title.clone() /></th>
                <td>{amount(&bucket.given, &currency)}</td>
                <td>{amount(&bucket.kept, &currency)}</td>
                <td>{amount(&bucket.back, &currency)}</td>
            </tr>
        }
    });
    section(
        "settled",
        view! {
            <table><tbody>{sums}</tbody></table>
            <table>
                <thead><tr><th scope="col">{t("buckets")}</th><th scope="col">{t("column-received")}</th><th scope="col">{t("column-kept")}</th><th scope="col">{t("column-back")}</th></tr></thead>
                <tbody>{buckets.collect_view()}</tbody>
            </table>
        },
    )
}

/// Where a bucket stands, in words.
pub fn status(given: u64, min: u64, max: u64, takes: bool, ended: bool, currency: &str) -> String {
    let money = |of: u64| minor(of, currency);
    match given {
        _ if max == 0 && !takes => t("bucket-nothing"),
        given if given >= max => t("bucket-full"),
        given if given >= min => say("bucket-enough", &[("amount", money(max - given).into())]),
        given if takes => say("bucket-takes", &[("amount", money(given).into())]),
        _ if ended => t("bucket-not-funded"),
        given => say("bucket-short", &[("amount", money(min - given).into())]),
    }
}

/// What a row of a bucket shows.
#[derive(Clone, Default, PartialEq)]
struct InRow {
    title: String,
    given: u64,
    min: u64,
    max: u64,
    takes: bool,
    mine: u64,
    open: bool,
    ended: bool,
    currency: String,
    step: u64,
}

/// A bucket in its round: how full it is, in words too, and what I give.
#[component]
fn Line(of: Signal<row::Round>, id: String) -> impl IntoView {
    let named = id.clone();
    let row = Memo::new(move |_| {
        of.with(|of| {
            let bucket = of.buckets.iter().find(|bucket| bucket.id == named)?;
            let allotment = of.allotment.as_ref().map_or(0, |allotment| allotment.minor);
            Some(InRow {
                title: bucket.title.clone(),
                given: bucket.given.minor,
                min: bucket.min.minor,
                max: bucket.max.minor,
                takes: bucket.takes,
                mine: bucket.mine.minor,
                open: of.state == "open" && of.left.is_some(),
                ended: !matches!(of.state.as_str(), "draft" | "open"),
                currency: of.currency.clone(),
                // A step is about a twentieth of what one has, in round numbers.
                step: [100_000, 50_000, 10_000, 5_000, 1_000, 500, 100]
                    .into_iter()
                    .find(|step| step * 20 <= allotment)
                    .unwrap_or(100),
            })
        })
        .unwrap_or_default()
    });
    let place = Place::Bucket(id.clone()).address();
    let id = StoredValue::new(id);
    let of_row: Signal<InRow> = row.into();
    view! {
        <li class="row bucket">
            {part(of_row, Clone::clone, move |row| {
                let given = minor(row.given, &row.currency);
                let stands = status(row.given, row.min, row.max, row.takes, row.ended, &row.currency);
                let range = match (row.min, row.max) {
                    (_, 0) => None,
                    (min, max) if min == max => Some(minor(min, &row.currency)),
                    (min, max) => Some(format!("{}\u{a0}–\u{a0}{}", minor(min, &row.currency), minor(max, &row.currency))),
                };
                // What takes what it gets says how much that is already.
                let said = row.takes && row.given < row.min;
                let so_far = (!said).then(|| say("given-so-far", &[("amount", given.into())]));
                let small: Vec<String> = [Some(stands), so_far, range].into_iter().flatten().collect();
                view! {
                    <a class="what" href=place.clone()>{row.title}</a>
                    {bucket_bar(row.given, row.min, row.max)}
                    <span class="small soft">{small.join(" · ")}</span>
                }
            })}
            {when(of_row, |row| row.open, move || view! { <Give of=of_row round=of.with_untracked(|of| of.id.clone()) bucket=id.get_value() /> })}
        </li>
    }
}

/// My amount, with less and more, typed or by the arrow keys.
#[component]
fn Give(of: Signal<InRow>, round: String, bucket: String) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let (round, bucket) = (StoredValue::new(round), StoredValue::new(bucket));
    let value = RwSignal::new(String::new());
    // What is kept is shown as soon as it changes, and what is being typed stays until it is given.
    let mine = Memo::new(move |_| of.with(|of| (of.mine, of.currency.clone())));
    Effect::new(move |_| {
        let (mine, currency) = mine.get();
        value.set(typed(mine, &currency));
    });
    let give = move |minor: u64| {
        let currency = of.with_untracked(|of| of.currency.clone());
        let plain = typed(minor, &currency).replace(',', ".");
        let gift = format!("{}={plain}", bucket.get_value());
        act(ask::Allocate { round: round.get_value(), gifts: vec![gift], only: false }, trouble, |_| {});
    };
    let step = move |more: bool| {
        let (mine, step) = of.with_untracked(|of| (of.mine, of.step));
        give(if more { mine + step } else { mine.saturating_sub(step) });
    };
    let given = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let currency = of.with_untracked(|of| of.currency.clone());
        match read_amount(&value.get_untracked(), &currency) {
            Some(minor) => give(minor),
            None => trouble.set(Some(ApiError::new(
                "amount.malformed",
                "This is no amount.",
                "Write it like 12.50.",
            ))),
        }
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowUp" => step(true),
            "ArrowDown" => step(false),
            _ => return,
        }
        event.prevent_default();
    };
    let changed = move || of.with(|of| read_amount(&value.get(), &of.currency) != Some(of.mine));
    view! {
        <form class="give" on:submit=given>
            <button class="step" type="button" aria-label=t("less") on:click=move |_| step(false)>"−"</button>
            <input
                type="text"
                inputmode="decimal"
                aria-label=move || say("give-to", &[("bucket", of.with(|of| of.title.clone()).into())])
                prop:value=move || value.get()
                on:input:target=move |e| value.set(e.target().value())
                on:keydown=keys
            />
            <button class="step" type="button" aria-label=t("more") on:click=move |_| step(true)>"+"</button>
            <button class="main" type="submit" disabled=move || !changed()>
                {follows(move || {
                    let minor = of.with(|of| read_amount(&value.get(), &of.currency).map(|given| minor(given, &of.currency)));
                    say("give-amount", &[("amount", minor.unwrap_or_default().into())])
                })}
            </button>
        </form>
        {follows(move || trouble.get().map(|error| {
            // What is still missing is known here, without what one gave oneself.
            let said = match error.code == "bucket.full" {
                true => of.with(|of| {
                    let room = of.max.saturating_sub(of.given.saturating_sub(of.mine));
                    say("bucket-needs-only", &[("amount", minor(room, &of.currency).into())])
                }),
                false => in_words(&error),
            };
            view! { <p class="trouble" role="alert">{said}</p> }
        }))}
    }
}

#[component]
fn Propose(round: String) -> impl IntoView {
    let (title, why) = (draft(format!("bucket/{round}")), draft(format!("bucket-why/{round}")));
    let (about, takes) = (RwSignal::new(String::new()), RwSignal::new(false));
    let with = RwSignal::new(Vec::new());
    let trouble = RwSignal::new(None);
    let round = StoredValue::new(round);
    let projects = load(|| ask::ProjectList { limit: 200, ..Default::default() });
    let propose = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let ask = ask::BucketNew {
            title: title.get_untracked(),
            round: Some(round.get_value()),
            why: why.get_untracked(),
            about: some(about),
            takes: takes.get_untracked(),
            people: with.get_untracked(),
        };
        make(ask, trouble, move |bucket| {
            [title, why].into_iter().for_each(|field| field.set(String::new()));
            Place::Bucket(bucket.id)
        });
    };
    view! {
        <details>
            <summary>{t("bucket-new")}</summary>
            <form on:submit=propose>
                <Field label=t("bucket-title") value=title />
                <Area label=t("why") value=why hint=t("markdown-hint") />
                {shown(projects, move |found| {
                    let all = found.projects.into_iter().map(|project| (project.id, project.name));
                    let all = std::iter::once((String::new(), t("choose-none"))).chain(all);
                    view! { <Select label=t("bucket-about") value=about options=all.collect() /> }
                })}
                <Tick label=t("bucket-takes-it") value=takes hint=t("bucket-takes-hint") />
                <People label=t("bucket-with") chosen=with />
                <Trouble of=trouble />
                <button class="main" type="submit">{t("bucket-propose")}</button>
            </form>
        </details>
    }
}

#[component]
fn OpenRound(id: String, currency: String) -> impl IntoView {
    let (pot, because, each, cap, days, end) = (
        draft(format!("pot/{id}")),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new("14".to_owned()),
        RwSignal::new(String::new()),
    );
    let (rule, trouble) = (RwSignal::new("return".to_owned()), RwSignal::new(None));
    let (way, after, travel) =
        (RwSignal::new("equal".to_owned()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (id, money) = (StoredValue::new(id), StoredValue::new(currency.clone()));
    let rounds = load(|| ask::RoundList { limit: 1_000, ..Default::default() });
    // What stayed with members is in the currency in which they had it.
    let earlier = move |found: &row::Rounds| {
        let (own, money) = (id.get_value(), money.get_value());
        let before = found
            .rounds
            .iter()
            .filter(|round| round.state == "final" && round.currency == money && round.id != own);
        before.map(|round| (round.id.clone(), round.purpose.clone())).collect::<Vec<_>>()
    };
    let decisions = load(|| ask::Register { state: Some("final".into()), limit: 200, ..Default::default() });
    let plain = move |of: RwSignal<String>| some(of).map(|text| text.trim().replace(',', "."));
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let [Some(length), Some(travel)] = [days, travel].map(|typed| number(typed, trouble)) else { return };
        let until = some(end).map(|at| format!("{at}[{}]", zone()));
        let way = way.get_untracked();
        let of_each = |kind: &str| {
            let said = givers().into_iter().filter(|_| way == kind).filter_map(|giver| {
                Some(format!("{}={}", giver.id, plain(draft(part_of(kind, &id.get_value(), &giver.id)))?))
            });
            said.collect::<Vec<_>>()
        };
        let ask = ask::RoundOpen {
            round: id.get_value(),
            pot: plain(pot).unwrap_or_default(),
            because: because.get_untracked(),
            each: plain(each).filter(|_| way == "equal"),
            allot: of_each("allot"),
            bands: of_each("bands"),
            after: some(after),
            cap: plain(cap),
            leftovers: rule.get_untracked(),
            days: length.filter(|_| until.is_none()),
            until,
            travel,
            ..Default::default()
        };
        act(ask, trouble, |_| {});
    };
    let rules = ["return", "stay", "spread"].map(|key| (key.to_owned(), word("leftovers", key)));
    let ways = ["equal", "allot", "bands"].map(|key| (key.to_owned(), word("round-shared", key)));
    view! {
        <form on:submit=open class="mine">
            <h2>{t("round-open-it")}</h2>
            <Field label=say("round-pot", &[("currency", currency.into())]) value=pot hint=t("round-pot-hint") />
            {shown(
                decisions,
                move |found| {
                    let released = found.decisions.into_iter().filter_map(|line| {
                        let release = line.releases.filter(|release| release.currency == money.get_value())?;
                        let carried = line.result.as_deref() == Some("carried");
                        carried.then(|| (line.id, format!("{} · {}", line.question, amount(&release.amount, &release.currency))))
                    });
                    let all: Vec<(String, String)> = released.collect();
                    let Some((first, _)) = all.first() else {
                        let ask = view! { <To place=Place::New("decision".into()) text=t("decision-new") /> };
                        return view! { <p class="soft">{t("round-no-decision")} " " {ask}</p> }.into_any();
                    };
                    if !all.iter().any(|(id, _)| because.with_untracked(|because| because == id)) {
                        because.set(first.clone());
                    }
                    view! { <Select label=t("round-because") value=because options=all /> }.into_any()
                },
            )}
            {follows(move || (way.get() == "equal").then(|| view! { <Field label=t("round-each") value=each hint=t("round-each-hint") /> }))}
            <Field label=t("round-cap") value=cap hint=t("round-cap-hint") />
            <crate::parts::Choice label=t("leftovers") value=rule options=rules.to_vec() />
            <super::decisions::Length days=days until=end />
            <details>
                <summary>{t("round-more")}</summary>
                <crate::parts::Choice label=t("round-shared") value=way options=ways.to_vec() />
                {follows(move || {
                    let way = way.get();
                    (way != "equal").then(|| view! { <p class="small soft reading">{t(&format!("round-shared-{way}-hint"))}</p> <Parts kind=way round=id.get_value() /> })
                })}
                {shown(rounds, move |found| match earlier(&found) {
                    none if none.is_empty() => view! { <p class="small soft reading">{t("round-after-none")}</p> }.into_any(),
                    before => {
                        let all = std::iter::once((String::new(), t("choose-none"))).chain(before);
                        view! {
                            <Select label=t("round-after") value=after options=all.collect() />
                            <p class="small soft reading">{t("round-after-hint")}</p>
                        }
                        .into_any()
                    }
                })}
                <Field label=t("round-travel") value=travel hint=t("travel-hint") />
            </details>
            <p class="small soft">{t("round-frozen")}</p>
            <Trouble of=trouble />
            <button class="main" type="submit">{t("round-open-it")}</button>
        </form>
    }
}

/// Who gives in a round that opens now, A to Z.
fn givers() -> Vec<row::Member> {
    let members = crate::state::app_now().members.get();
    members.into_iter().filter(|member| member.standing == "here" && member.role == "member").collect()
}

/// The name of what was typed for one member and not sent yet.
fn part_of(kind: &str, round: &str, member: &str) -> String {
    format!("{kind}/{round}/{member}")
}

/// How much each may give, or how involved each is: a field for everybody.
#[component]
fn Parts(kind: String, round: String) -> impl IntoView {
    move || {
        let fields = givers().into_iter().map(|giver| {
            let value = draft(part_of(&kind, &round, &giver.id));
            match kind.as_str() {
                "bands" => {
                    let bands = ["", "2", "3"].map(|band| {
                        let word = word("round-band", if band.is_empty() { "1" } else { band });
                        (band.to_owned(), word)
                    });
                    view! { <Select label=giver.name value=value options=bands.to_vec() /> }.into_any()
                }
                _ => view! { <Field label=giver.name value=value /> }.into_any(),
            }
        });
        view! { <div class="stack">{fields.collect_view()}</div> }
    }
}
