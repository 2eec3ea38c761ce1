//! One decision, from its question to what came of it.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use super::super::keyholders::in_force;
use super::answer::{Behalf, Mine, in_words, missing, options};
use super::confirm::{Confirm, differing, finds_the_same, found_by};
use super::open::{Amend, Keep, Open};
use crate::backend::{amount, by, on, uncapital, until};
use crate::parts::{
    Area, Around, Most, Picture, Select, Silent, Tall, Title, Trouble, arithmetic, figures, follows, from_me,
    live, measures, nudged, outcomes, part, prose, review_days, rules, section, shape, so_far, to_me, told,
    when, winners, withdrawn, word,
};
use crate::place::Place;
use crate::state::{act, draft, load, some, wake_at_end};
use crate::words::{list, say, t, whole};

/// One decision.
#[component]
pub fn Decision(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let most = Most::begin();
    let decision = load(move || ask::DecisionShow {
        decision: named.get_value(),
        answers: Some(most.answers.get()),
        comments: Some(most.comments.get()),
    });
    live(decision, |decision| view! { <Page of=decision /> })
}

/// The state as a sentence.
fn state(decision: &row::Decision) -> String {
    let ends = decision.ends;
    let travel = ends.zip(decision.travel).map(|(ends, travel)| ends.saturating_add(travel));
    let named: [(&str, crate::words::Named); 5] = [
        ("answered", decision.answered.into()),
        ("present", decision.present.into()),
        ("until", ends.map(until).unwrap_or_default().into()),
        ("on", ends.map(on).unwrap_or_default().into()),
        ("travel", travel.map(by).unwrap_or_default().into()),
    ];
    let all_in = decision.answered >= decision.present && decision.present > 0;
    let until_all = decision.terms.as_ref().is_some_and(|terms| terms.when_all);
    let first = decision.counts.first();
    match (decision.state.as_str(), first) {
        ("draft" | "dropped", _) => {
            say(&format!("decision-{}", decision.state), &[("author", decision.author.clone().into())])
        }
        ("open", _) if all_in && until_all => say("decision-all-in", &named),
        ("open", _) => say("decision-open", &named),
        ("closing", _)
            if all_in
                || decision.may_count
                || travel.is_none_or(|travel| travel < crate::backend::now() as i64) =>
        {
            say("decision-nobody-counts", &named)
        }
        ("closing", _) => {
            let far = if decision.hidden { String::new() } else { so_far(&decision.tally) };
            let [_, _, _, on, travel] = named;
            match far.is_empty() {
                false => say("decision-closing-so-far", &[on, travel, ("far", far.into())]),
                true => {
                    let [answered, present] = [decision.answered, decision.present].map(Into::into);
                    say("decision-closing", &[on, travel, ("answered", answered), ("present", present)])
                }
            }
        }
        ("counted", Some(count)) => {
            let named = [
                ("who", list(&count.counted_by).into()),
                ("found", count.confirmed_by.len().into()),
                ("present", count.present.into()),
                ("needed", count.needed.unwrap_or(0).into()),
            ];
            say(if count.needed.is_some() { "decision-counted" } else { "decision-counted-only" }, &named)
        }
        ("final", Some(count)) => {
            let named = [("found", count.confirmed_by.len().into()), ("present", count.present.into())];
            let finals = decision.counts.iter().filter(|count| count.is_final).count();
            let beside = (finals > 1).then(|| {
                say("decision-two-counts", &[("result", uncapital(&word("result", &count.result)).into())])
            });
            [Some(say("decision-final", &named)), beside].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        (other, _) => word("decision-state", other),
    }
}

/// Returns whose answers this laptop knows that a count leaves out.
fn omitted(of: &row::Decision) -> Vec<String> {
    let omitted = of.answers.iter().filter(|answer| answer.standing == "omitted");
    omitted.map(|answer| answer.name.clone()).collect()
}

fn is_draft(of: &row::Decision) -> bool {
    matches!(of.state.as_str(), "draft" | "dropped")
}

fn runs(of: &row::Decision) -> bool {
    matches!(of.state.as_str(), "open" | "closing" | "counted")
}

#[component]
fn Page(of: Signal<row::Decision>) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let me = crate::state::my_name();
    let my_name = StoredValue::new(me);
    let mine = move |of: &row::Decision| of.author == my_name.get_value();
    let head = |of: &row::Decision| {
        let by = [of.how.as_str()]
            .iter()
            .filter(|how| !how.is_empty())
            .map(|how| word("how", how))
            .collect::<Vec<_>>();
        (
            of.question.clone(),
            by.into_iter().chain([of.author.clone()]).collect::<Vec<_>>().join(" · "),
            state(of),
        )
    };
    wake_at_end(move || of.with(|of| (of.ends, of.travel)));
    let count = move |_| act(ask::DecisionCount { decision: id.get_value() }, trouble, |_| {});
    let can_answer =
        |of: &row::Decision| of.state == "open" && (!of.positions.is_empty() || !of.options.is_empty());
    let draft_of = move |of: &row::Decision| (of.state == "draft" && mine(of)).then(|| of.id.clone());
    let dropped_of = move |of: &row::Decision| (is_draft(of) && mine(of)).then_some(of.state == "dropped");
    let drop = move |back| act(ask::DecisionPass { decision: id.get_value(), back }, trouble, |_| {});
    let amendable = move |of: &row::Decision| {
        let may = of.state == "open" && mine(of) && matches!(of.how.as_str(), "consent" | "proposal");
        may.then(|| (of.id.clone(), of.wording.clone()))
    };
    view! {
        {part(of, head, |(title, by, state)| view! { <Title title=title by=by state=state /> })}
        {part(of, |of| of.about.clone(), |about| about.map(|tied| view! {
            <p class="small"><crate::parts::To place=Place::of(&tied.kind, &tied.id) text=tied.title /></p>
        }))}
        {when(of, |of| of.looks_again, move || view! {
            <p class="acts"><button class="quiet" on:click=move |_| drop(false)>{t("late-looked")}</button></p>
        })}
        {part(of, |of| differing(&of.state, &of.counts, &omitted(of)), |differs| differs.map(|said| view! { <p>{said}</p> }))}
        {part(of, |of| of.may_count.then(|| (of.counts.is_empty(), omitted(of).len())), move |may| may.map(|(first, missing)| {
            let says = match (first, missing) {
                (true, _) => t("decision-count"),
                (_, 0) => t("decision-count-again"),
                (_, many) => say("decision-count-again-with", &[("many", many.into())]),
            };
            view! { <p class="acts"><button class="main" on:click=count>{says}</button></p> }
        }))}
        {part(of, |of| (of.state == "disputed").then(|| (of.question.clone(), of.wording.clone())), |disputed| disputed.map(|(question, wording)| {
            let again = move |_| {
                draft("question").set(question.clone());
                draft("wording").set(wording.clone());
                crate::state::go(&Place::New("decision".into()));
            };
            view! { <p class="acts"><button class="main" on:click=again>{t("ask-again")}</button></p> }
        }))}
        {when(of, |of| finds_the_same(&of.state, &of.counts), move || view! {
            <Confirm id=id.get_value() counts=Signal::derive(move || of.with(|of| of.counts.clone())) />
        })}
        <Trouble of=trouble />
        {part(of, draft_of, |draft| draft.map(|id| view! { <Open id=id /> }))}
        {part(of, dropped_of, move |dropped| dropped.map(|back| view! {
            <p class="acts"><button class="quiet" on:click=move |_| drop(back)>{t(if back { "draft-back" } else { "draft-drop" })}</button></p>
        }))}
        {part(of, |of| to_me(&of.around, of.state == "open"), move |nudges| nudged(nudges, &id.get_value()))}
        {when(of, can_answer, move || view! { <Mine of=of /> })}
        {part(of, |of| of.wording.clone(), |wording| told("wording", wording))}
        {part(of, |of| of.executes.clone(), |executes| {
            executes.map(|row::Executes { what, value }| {
                view! { <p class="reading">{say("executes", &[("what", in_force(&what, &value).into())])}</p> }
            })
        })}
        {part(of, |of| of.releases.clone(), |releases| releases.map(|row::Release { amount: sum, currency }| {
            view! { <p class="reading">{say("releases-this", &[("amount", amount(&sum, &currency).into())])}</p> }
        }))}
        {part(of, |of| (of.amended.clone(), of.lapsed.clone()), |(amended, lapsed)| earlier(amended, lapsed))}
        {part(of, amendable, |amend| amend.map(|(id, wording)| view! { <Amend id=id wording=wording /> }))}
        {part(of, |of| (runs(of) || !of.counts.is_empty()).then(|| shown_result(of)), |shown| shown.map(result))}
        {part(of, |of| if is_draft(of) { Vec::new() } else { of.missing.clone() }, missing)}
        {part(of, |of| from_me(&of.around), move |nudges| nudged(nudges, &id.get_value()))}
        {when(of, |of| !of.silent.is_empty(), move || view! {
            <Silent
                of=Signal::derive(move || of.with(|of| of.around.clone()))
                names=Signal::derive(move || of.with(|of| of.silent.clone()))
                on=id.get_value()
            />
        })}
        {part(of, |of| (of.answers.clone(), of.more.clone(), of.how.clone(), options(of)), |(answers, more, how, options)| {
            (!answers.is_empty()).then(|| {
                section("answers", if options.is_empty() { by_position(answers, &more) } else { by_name(answers, &more, how, options) })
            })
        })}
        {when(of, can_answer, move || view! { <Behalf of=of /> })}
        {part(of, |of| of.outcomes.clone(), move |told| outcomes(told, id.get_value()))}
        {part(of, |of| matches!(of.state.as_str(), "counted" | "final").then_some(!of.outcomes.is_empty()), move |told| told.map(|told| view! { <Outcome id=id.get_value() more=told /> }))}
        {when(of, |of| !is_draft(of), move || counted(of))}
        {follows(move || view! { <Around of=Signal::derive(move || of.with(|of| of.around.clone())) on=id.get_value() steps=true /> })}
    }
}

/// Earlier wordings, and whose objections lapsed with them.
fn earlier(amended: Vec<String>, lapsed: Vec<String>) -> Option<AnyView> {
    (!amended.is_empty()).then(|| {
        let texts = amended.into_iter().map(|wording| view! { <blockquote>{prose(wording)}</blockquote> });
        let lapsed = (!lapsed.is_empty())
            .then(|| view! { <p class="small soft">{say("lapsed", &[("names", list(&lapsed).into())])}</p> });
        view! { {lapsed} <details><summary>{t("earlier-wordings")}</summary>{texts.collect_view()}</details> }
            .into_any()
    })
}

/// What the result is drawn from.
#[derive(Clone, PartialEq)]
struct Shown {
    hidden: bool,
    until_end: bool,
    result: Option<String>,
    sentence: String,
    measures: Vec<crate::parts::Measure>,
}

fn shown_result(of: &row::Decision) -> Shown {
    let counted = of.counts.first();
    let sentence = match (counted.and_then(|count| count.figures.as_ref()), &of.running) {
        (Some(counted), _) => figures(counted, &of.options),
        (None, Some(running)) => {
            // Advice has no result; of a sense check the picture says everything.
            match running.result.as_str() {
                _ if of.how == "sense-check" => String::new(),
                "advice" => figures(running, &of.options),
                _ => say("result-now", &[("sentence", uncapital(&arithmetic(running, &of.options)).into())]),
            }
        }
        (None, None) => String::new(),
    };
    Shown {
        hidden: of.hidden,
        until_end: of.terms.as_ref().is_some_and(|terms| terms.hide == "until-end"),
        result: counted.map(|count| headline(count, of)),
        sentence,
        measures: measures(of),
    }
}

/// What was decided, in a word: which option it is, where there are some, and else whether it was carried.
fn headline(count: &row::Count, of: &row::Decision) -> String {
    let chosen = count.figures.as_ref().filter(|figures| figures.result == "carried");
    let chosen = chosen.map(|figures| winners(figures, &of.options)).unwrap_or_default();
    if chosen.is_empty() { word("result", &count.result) } else { list(&chosen) }
}

/// The result: in a word, as arithmetic, as a picture, and as a table.
fn result(of: Shown) -> AnyView {
    if of.hidden {
        let key = if of.until_end { "result-hidden-end" } else { "result-hidden" };
        return section("result", view! { <p class="soft">{t(key)}</p> });
    }
    let figure = of.result.map(|result| view! { <p class="figure">{result}</p> });
    section(
        "result",
        view! { {figure} {(!of.sentence.is_empty()).then(|| view! { <p class="reading">{of.sentence}</p> })} <Picture measures=of.measures of=t("result") /> },
    )
}

/// Answers by position, and A to Z: whoever said no more than that in one line, then each with what they said.
fn by_position(answers: Vec<row::Answer>, more: &[row::PositionCount]) -> AnyView {
    let mut groups: Vec<(String, Vec<row::Answer>)> = Vec::new();
    for answer in answers {
        match groups.last_mut().filter(|(position, _)| *position == answer.position) {
            Some((_, group)) => group.push(answer),
            None => groups.push((answer.position.clone(), vec![answer])),
        }
    }
    let rows = groups.into_iter().map(|(position, group)| {
        let more = others(more, &position);
        let (quiet, speaking): (Vec<_>, Vec<_>) = group.into_iter().partition(says_nothing);
        let names: Vec<String> = quiet.into_iter().map(|answer| whole(&answer.name)).collect();
        let silent = (!names.is_empty()).then(|| view! { <p class="silent">{names.join(" · ")}</p> });
        let voice = |answer: row::Answer| view! { <div class="voice"><strong>{answer.name.clone()}</strong> {said(answer)}</div> };
        view! {
            <li class="answer group">
                <span class="stance">{shape(&position)} <span>{word("position", &position)}</span></span>
                <div>
                    {silent}
                    <Tall items=speaking heights=RwSignal::new(Vec::new()) draw=voice />
                    {more}
                </div>
            </li>
        }
    });
    view! { <ul class="rows answers">{rows.collect_view()}</ul> }.into_any()
}

/// How many more took a position than stand here, and a way to see them.
fn others(more: &[row::PositionCount], position: &str) -> Option<AnyView> {
    more.iter().find(|more| more.position == position).map(|more| Most::more_answers(more.voices))
}

/// Answers that say something to each option, A to Z.
fn by_name(
    answers: Vec<row::Answer>,
    more: &[row::PositionCount],
    how: String,
    options: Vec<String>,
) -> AnyView {
    let more = others(more, "");
    let words = StoredValue::new((how, options));
    let row = move |answer: row::Answer| {
        let words = words.with_value(|(how, options)| in_words(how, options, &answer.position));
        view! {
            <div class="answer several" role="listitem">
                <strong>{answer.name.clone()}</strong>
                <span>{words}</span>
                {said(answer)}
            </div>
        }
    };
    let heights = RwSignal::new(Vec::new());
    view! { <div class="rows answers" role="list"><Tall items=answers heights=heights draw=row /></div> {more} }
        .into_any()
}

fn says_nothing(answer: &row::Answer) -> bool {
    answer.reason.is_none() && !answer.reason_withdrawn && notes(answer).is_empty()
}

/// What is to be known of an answer: who wrote it down, and whether it counts.
fn notes(answer: &row::Answer) -> Vec<String> {
    let name = || answer.name.clone().into();
    let by = answer
        .recorded_by
        .as_ref()
        .map(|by| say("recorded-by", &[("who", by.clone().into()), ("name", name())]));
    let apart = match answer.standing.as_str() {
        "late" => Some(say("standing-late", &[("name", name()), ("on", on(answer.at).into())])),
        "omitted" => Some(say("standing-omitted", &[("name", name())])),
        standing @ ("apart" | "conflicted") => Some(word("standing", standing)),
        _ => None,
    };
    let objects = answer.standing == "late" && answer.position == "objection";
    let late = objects.then(|| say("late-objection", &[("name", name())]));
    [by, apart, late].into_iter().flatten().collect()
}

/// Why somebody answered so, and what is to be known of it.
fn said(answer: row::Answer) -> impl IntoView {
    let notes = notes(&answer);
    let reason = match (answer.reason, answer.reason_withdrawn) {
        (_, true) => Some(withdrawn()),
        (Some(reason), _) => Some(prose(reason)),
        _ => None,
    };
    view! { <div>{reason} {(!notes.is_empty()).then(|| view! { <p class="small soft">{notes.join(" ")}</p> })}</div> }
}

/// How this is counted: rules, who counted, and files to keep. It stays open under whoever reads it.
fn counted(of: Signal<row::Decision>) -> impl IntoView {
    let terms = |of: &row::Decision| {
        let rules = of.terms.as_ref().map(|terms| rules(terms, of.up_to, of.travel));
        (rules, [("opened", of.opened), ("ends", of.ends)], of.reached.map(|reached| (reached, of.present)))
    };
    let (id, question) = of.with_untracked(|of| (of.id.clone(), of.question.clone()));
    view! {
        <details class="counting">
            <summary>{t("how-counted")}</summary>
            {part(of, terms, |(rules, times, reached)| {
                let times = times.map(|(key, at)| at.map(|at| view! { <p>{say(key, &[("when", on(at).into())])}</p> }));
                let reached = reached.map(|(reached, present)| {
                    view! { <p>{say("reached", &[("reached", reached.into()), ("present", present.into())])}</p> }
                });
                view! { <p class="reading">{rules}</p> {times} {reached} }
            })}
            {part(of, |of| of.counts.clone(), |counts| found_by(&counts))}
            <p class="small soft">{t("honesty")}</p>
            <Keep id=id question=question />
        </details>
    }
}

/// What came of it; folded where somebody has told already.
#[component]
fn Outcome(id: String, more: bool) -> impl IntoView {
    let (text, trouble) = (draft(format!("outcome/{id}")), RwSignal::new(None));
    let (id, again) = (StoredValue::new(id), RwSignal::new("91".to_owned()));
    let write = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(words) = some(text) else { return };
        let review = again.get_untracked().parse().unwrap_or_default();
        let ask = ask::DecisionOutcome { decision: id.get_value(), text: words, review };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    let form = view! {
        <form on:submit=write>
            <Area label=t("outcome-field") value=text hint=t("outcome-hint") />
            <Select label=t("review-when") value=again options=review_days() />
            <Trouble of=trouble />
            <button class="quiet" type="submit">{t("outcome-write")}</button>
        </form>
    };
    match more {
        true => view! { <details><summary>{t("outcome-more")}</summary>{form}</details> }.into_any(),
        false => form.into_any(),
    }
}
