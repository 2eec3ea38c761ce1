//! Opening a draft: how to decide together, and with which rules; and a new wording of what is open.

use leptos::prelude::*;
use palabre_api::{ApiError, ask};

use super::{Length, WAYS, settings};
use crate::backend::zone;
use crate::parts::{Area, Field, People, Select, Tick, Trouble, against, follows, shown, word};
use crate::state::{act, app, draft, load, number, save, some};
use crate::words::t;

/// Up to how many people a consent is suggested first.
const SMALL: usize = 12;

/// Opening a draft.
#[component]
pub fn Open(id: String) -> impl IntoView {
    let small =
        app().members.get_untracked().iter().filter(|member| member.standing == "here").count() <= SMALL;
    let how = RwSignal::new(if small { "consent" } else { "proposal" }.to_owned());
    let more_ways = RwSignal::new(false);
    let options = draft(format!("options/{id}"));
    let slots = RwSignal::new(vec![RwSignal::new(String::new())]);
    let (slot_length, days, until) =
        (RwSignal::new("2h".to_owned()), RwSignal::new("7".to_owned()), RwSignal::new(String::new()));
    let (reasons, hide) = (RwSignal::new("against".to_owned()), RwSignal::new(String::new()));
    let (quorum, threshold, travel) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (up_to, releases, team) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (block, silence) = (RwSignal::new(false), RwSignal::new(false));
    let people = RwSignal::new(Vec::<String>::new());
    let template = RwSignal::new(None::<String>);
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let id = StoredValue::new(id);
    // How long a way is usually open, unless something else was chosen.
    Effect::new(move |before: Option<&'static str>| {
        let usual = if how.get() == "sense-check" { "3" } else { "7" };
        if before.is_some_and(|before| days.get_untracked() == before) {
            days.set(usual.to_owned());
        }
        usual
    });
    let about = draft(format!("about/{}", id.get_value()));
    let intentions = load(|| ask::IntentionList { limit: 200, ..Default::default() });
    let projects = load(|| ask::ProjectList { limit: 200, ..Default::default() });
    // Where a round waits for money, that a question may release it is not hidden among the rules.
    let rounds = load(|| ask::RoundList { skip: 0, limit: 20 });
    let waits = Memo::new(move |_| {
        let found = rounds.get().and_then(Result::ok).map(|found| found.rounds).unwrap_or_default();
        found.iter().any(|round| round.state == "draft")
    });
    let releasing = move |here: bool| {
        move || {
            (waits.get() == here)
                .then(|| view! { <Field label=t("releases") value=releases hint=t("releases-hint") /> })
        }
    };
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let way = how.get_untracked();
        let numbers = [days, travel, up_to].map(|typed| number(typed, trouble));
        let [Some(length), Some(hours), Some(most)] = numbers else { return };
        let lines: Vec<String> = options
            .get_untracked()
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        let times = slots.get_untracked().into_iter().filter_map(some);
        let times = times.map(|at| format!("{at}[{}]/{}", zone(), slot_length.get_untracked().trim()));
        let several = matches!(way.as_str(), "choose" | "score");
        let until = some(until).map(|at| format!("{at}[{}]", zone()));
        // What a template says counts unless something else is said beside it.
        let from_template = template.get_untracked().is_some();
        let said = |value: RwSignal<String>| some(value).filter(|_| !from_template);
        let ask = ask::DecisionOpen {
            decision: id.get_value(),
            how: Some(way.clone()).filter(|_| !from_template),
            days: length.filter(|_| until.is_none() && !from_template),
            until,
            options: if several { lines } else { Vec::new() },
            slots: if way == "time-poll" { times.collect() } else { Vec::new() },
            travel: hours,
            threshold: some(threshold),
            quorum: some(quorum),
            block: block.get_untracked() && way == "proposal",
            silence: silence.get_untracked() && way == "consent",
            up_to: most.filter(|_| way == "choose").map(|most| most.try_into().unwrap_or(u16::MAX)),
            max: most.filter(|_| way == "score").map(|most| most.try_into().unwrap_or(u8::MAX)),
            reasons: said(reasons),
            hide: some(hide),
            team: some(team),
            people: people.get_untracked(),
            releases: some(releases),
            about: some(about),
            template: template.get_untracked(),
            ..Default::default()
        };
        act(ask, trouble, |_| {});
    };
    let take_template = move |_| {
        leptos::task::spawn_local(async move {
            match crate::backend::choose().await {
                Ok(path) => template.set(path),
                Err(error) => trouble.set(Some(error)),
            }
        });
    };
    let way = move |way: &'static str| {
        view! {
            <label class="way">
                <input type="radio" name="how" prop:checked=move || how.get() == way on:change=move |_| how.set(way.into()) />
                <span>{t(&format!("ask-{way}"))}</span>
                <span class="small soft">{t(&format!("ask-{way}-when"))}</span>
            </label>
        }
    };
    let add_slot = move |_| slots.update(|slots| slots.push(RwSignal::new(String::new())));
    let of_way = move || {
        match how.get().as_str() {
        "choose" => view! {
            <Area label=t("options") value=options hint=t("options-hint") />
            <Field label=t("up-to") value=up_to hint=t("up-to-hint") />
            <Field label=t("threshold") value=threshold hint=t("threshold-hint-choose") />
        }
        .into_any(),
        "score" => view! {
            <Area label=t("options") value=options hint=t("options-hint") />
            <Field label=t("score-max") value=up_to hint=t("score-max-hint") />
        }
        .into_any(),
        "time-poll" => view! {
            <fieldset class="slots">
                <legend>{t("slots")}</legend>
                {follows(move || {
                    let fields = slots.get().into_iter().enumerate().map(|(place, slot)| {
                        view! {
                            <input
                                type="datetime-local"
                                aria-label=crate::words::say("slot", &[("number", (place + 1).into())])
                                prop:value=move || slot.get()
                                on:input:target=move |e| slot.set(e.target().value())
                            />
                        }
                    });
                    fields.collect_view()
                })}
                <button class="quiet" type="button" on:click=add_slot>{t("slot-add")}</button>
            </fieldset>
            <Select label=t("slot-length") value=slot_length options=settings("slot-length", &["30m", "1h", "2h", "4h", "8h"]) />
        }
        .into_any(),
        "consent" => view! { <Tick label=t("silence") value=silence hint=t("silence-hint") /> }.into_any(),
        "proposal" => view! {
            <Tick label=t("block") value=block hint=t("block-hint") />
            <Field label=t("threshold") value=threshold hint=t(if small { "threshold-hint" } else { "threshold-hint-many" }) />
        }
        .into_any(),
        _ => ().into_any(),
    }
    };
    view! {
        <form on:submit=open class="mine">
            <h2>{t("how-together")}</h2>
            {WAYS[..5].iter().map(|one| way(one)).collect_view()}
            {follows(move || more_ways.get().then(|| WAYS[5..].iter().map(|one| way(one)).collect_view()))}
            {follows(move || (!more_ways.get()).then(|| view! {
                <button class="quiet" type="button" on:click=move |_| more_ways.set(true)>{t("more-ways")}</button>
            }))}
            {of_way}
            <Length days=days until=until />
            {releasing(true)}
            {follows(move || {
                let intentions = intentions.get().and_then(Result::ok)?.intentions.into_iter().map(|one| (one.id, one.what));
                let projects = projects.get().and_then(Result::ok)?.projects.into_iter().map(|one| (one.id, one.name));
                let all: Vec<(String, String)> = intentions.chain(projects).collect();
                (!all.is_empty()).then(|| {
                    let options = std::iter::once((String::new(), t("about-nothing"))).chain(all).collect();
                    view! { <Select label=t("decision-about") value=about options=options /> }
                })
            })}
            <details>
                <summary>{t("more-rules")}</summary>
                {follows(move || view! { <Select label=t("reasons") value=reasons options=reasons_of(&how.get(), block.get()) /> })}
                <Select label=t("hide-result") value=hide options=settings("hide-result", &["", "never", "until-answered", "until-end"]) />
                <Field label=t("quorum") value=quorum hint=t("quorum-hint") />
                <Field label=t("travel") value=travel hint=t("travel-hint") />
                <People label=t("only-these") chosen=people />
                {shown(projects, move |found| {
                    let teams = found.projects.into_iter().filter(|project| !project.team.is_empty());
                    let teams = std::iter::once((String::new(), t("everybody"))).chain(teams.map(|project| (project.id, project.name)));
                    view! { <Select label=t("only-team") value=team options=teams.collect() /> }
                })}
                {releasing(false)}
                <p class="acts">
                    <button class="quiet" type="button" on:click=take_template>{t("template-take")}</button>
                    {follows(move || template.get().map(|_| view! { <span class="small">{t("template-taken")}</span> }))}
                </p>
            </details>
            <p class="small soft">{t("frozen")}</p>
            <p class="small soft">{t("honesty")}</p>
            <Trouble of=trouble />
            <button class="main" type="submit">{t("decision-open-it")}</button>
        </form>
    }
}

/// When a reason may be asked for. Where no position stands against, what is chosen at first asks for none.
fn reasons_of(how: &str, block: bool) -> Vec<(String, String)> {
    let beside = match against(how, block) {
        Some(position) => [("optional", "optional"), ("against", position)].to_vec(),
        None => [("against", "optional")].to_vec(),
    };
    let all = [("off", "off")].into_iter().chain(beside).chain([("required", "required")]);
    all.map(|(key, said)| (key.to_owned(), word("reasons", said))).collect()
}

/// A new wording of an open consent or proposal, by the one who asked.
#[component]
pub fn Amend(id: String, wording: String) -> impl IntoView {
    let text = draft(format!("amend/{id}"));
    if text.with_untracked(String::is_empty) {
        text.set(wording);
    }
    let days = RwSignal::new("7".to_owned());
    let trouble = RwSignal::new(None);
    let id = StoredValue::new(id);
    let amend = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(days) = number(days, trouble) else { return };
        let ask = ask::DecisionAmend { decision: id.get_value(), wording: text.get_untracked(), days };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    view! {
        <details>
            <summary>{t("amend")}</summary>
            <form on:submit=amend>
                <p class="small soft">{t("amend-what")}</p>
                <Area label=t("wording") value=text hint=t("markdown-hint") />
                <Field label=t("days") value=days />
                <Trouble of=trouble />
                <button class="main" type="submit">{t("amend-it")}</button>
            </form>
        </details>
    }
}

/// A file by which anybody counts again, and one by which the next decision opens with the same rules.
#[component]
pub fn Keep(id: String, question: String) -> impl IntoView {
    let (trouble, done) = (RwSignal::new(None), RwSignal::new(false));
    let id = StoredValue::new(id);
    let name: String =
        question.chars().filter(|c| !c.is_control() && !"/\\:*?\"<>|.".contains(*c)).take(40).collect();
    let name = StoredValue::new(name.trim().replace(' ', "-"));
    let export = move |_| {
        let decision = id.get_value();
        let make = move |file| ask::DecisionExport { decision, file };
        save(format!("{}.palabre-decision", name.get_value()), trouble, make, move |_| done.set(true));
    };
    let template = move |_| {
        let decision = id.get_value();
        let make = move |file| ask::DecisionTemplate { decision, file };
        save(format!("{}.palabre-template", name.get_value()), trouble, make, move |_| done.set(true));
    };
    view! {
        <p class="acts">
            <button class="quiet" on:click=export>{t("save-recount")}</button>
            <button class="quiet" on:click=template>{t("save-template")}</button>
            {follows(move || done.get().then(|| view! { <span class="small soft" role="status">{t("saved")}</span> }))}
        </p>
        <Trouble of=trouble />
    }
}
