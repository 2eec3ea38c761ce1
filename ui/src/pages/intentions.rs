//! Intentions: listening, decided, to review.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{day, until};
use crate::parts::{
    Area, Around, Empty, Field, Lead, People, Row, Rows, Select, Silent, Title, To, Trouble, follows,
    from_me, live, nudged, outcomes, own, part, prose, review_days, section, shape, shown, take_back, to_me,
    told, when, word,
};
use crate::place::Place;
use crate::state::{act, draft, load, number, some};
use crate::words::{list, say, t, whole};

/// All intentions, in three groups.
#[component]
pub fn Intentions() -> impl IntoView {
    let intentions = load(|| ask::IntentionList { limit: 1_000, ..Default::default() });
    view! {
        <Title title=t("place-intentions") />
        <p class="acts"><Lead place=Place::New("intention".into()) key="intention-new" /></p>
        {shown(
            intentions,
            |found| {
                if found.intentions.is_empty() {
                    return view! { <Empty key="empty-intentions" /> }.into_any();
                }
                let groups: [(&str, &[&str]); 3] =
                    [("listening", &["listening", "ended"]), ("review", &["review"]), ("decided", &["decided", "dropped"])];
                let groups = groups.map(|(group, states)| {
                    let lines: Vec<_> =
                        found.intentions.iter().filter(|line| states.contains(&line.state.as_str())).cloned().collect();
                    (!lines.is_empty())
                        .then(|| view! { <h2>{t(&format!("intentions-{group}"))}</h2> <Rows items=lines draw=line /> })
                });
                view! { {groups} }.into_any()
            },
        )}
    }
}

fn line(line: row::IntentionLine) -> impl IntoView {
    // What the heading above says already is not said again.
    let state = match line.state.as_str() {
        "listening" => Some(until(line.until)),
        "review" | "decided" => None,
        state => Some(word("intention-state", state)),
    };
    let heard = (line.named > 0)
        .then(|| say("heard-of", &[("heard", line.heard.into()), ("named", line.named.into())]));
    let mine = line.waits_for_me.then(|| t("advice-missing"));
    let small: Vec<String> = [state, mine, Some(line.initiator), heard].into_iter().flatten().collect();
    view! { <Row place=Place::Intention(line.id) title=line.what small=small.join(" · ") /> }
}

/// One intention.
#[component]
pub fn Intention(id: String) -> impl IntoView {
    let named = StoredValue::new(id);
    let intention = load(move || ask::IntentionShow { intention: named.get_value() });
    live(intention, |intention| view! { <Page of=intention /> })
}

fn state(intention: &row::Intention) -> String {
    let changed: Vec<String> = intention
        .advice
        .iter()
        .filter(|advice| matches!(advice.reply.as_deref(), Some("taken" | "adapted")))
        .map(|advice| advice.name.clone())
        .collect();
    let named: [(&str, crate::words::Named); 7] = [
        ("who", intention.initiator.clone().into()),
        ("until", until(intention.until).into()),
        ("heard", intention.heard.into()),
        ("named", intention.named.into()),
        ("review", intention.review.map(day).unwrap_or_default().into()),
        ("advisers", list(&changed).into()),
        ("any", changed.len().into()),
    ];
    let key = match (intention.state.as_str(), intention.decided.as_deref()) {
        ("listening", _) if intention.named == 0 => "intention-listening-all",
        ("listening", _) => "intention-listening",
        ("ended", _) if intention.named == 0 => "intention-alone",
        ("ended", _) => "intention-ended",
        (_, Some("go")) => "intention-go",
        (_, Some("go-changed")) => "intention-go-changed",
        (_, Some(_)) => "intention-drop",
        (other, None) => return word("intention-state", other),
    };
    let review = (intention.review.is_some() && intention.decided.as_deref() != Some("drop"))
        .then(|| say("intention-review", &named));
    [Some(say(key, &named)), review].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn running(of: &row::Intention) -> bool {
    matches!(of.state.as_str(), "listening" | "ended")
}

/// Returns how many are still to be heard, while that matters; the initiator is told who.
fn to_hear(of: &row::Intention) -> Option<String> {
    let count = of.named.saturating_sub(of.heard);
    let key = if of.not_heard.is_empty() { "still-to-hear" } else { "still-to-hear-names" };
    let named = [("count", count.into()), ("names", list(&of.not_heard).into())];
    (running(of) && count > 0).then(|| say(key, &named))
}

#[component]
fn Page(of: Signal<row::Intention>) -> impl IntoView {
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let named = |key: &'static str, names: Vec<String>| {
        (!names.is_empty()).then(|| view! { <dt>{t(key)}</dt><dd>{names.iter().map(|name| whole(name)).collect::<Vec<_>>().join(" · ")}</dd> })
    };
    let me = crate::state::my_name();
    // Under which words looking back is folded away; under none while it is due.
    let reviews = move |of: &row::Intention| {
        let did = of.reviews.iter().any(|review| review.name == me);
        let words = match of.state.as_str() {
            "decided" | "review" if did => "reworded-change",
            "decided" => "review-early",
            "review" => "",
            _ => return None,
        };
        of.touched.contains(&me).then_some(words)
    };
    view! {
        // Where it stands says whose it is.
        {part(of, |of| (of.what.clone(), state(of)), |(title, state)| view! { <Title title=title state=state /> })}
        {part(of, |of| of.about.clone(), |about| about.map(|tied| view! {
            <p class="small"><To place=Place::of(&tied.kind, &tied.id) text=tied.title /></p>
        }))}
        {part(of, |of| of.why.clone(), |text| told("why", text))}
        {part(of, |of| of.tension.clone(), |text| told("tension", text))}
        {part(of, |of| of.worse.clone(), |text| told("worse", text))}
        {part(of, |of| (of.touched.clone(), of.knows.clone()), move |(touched, knows)| {
            let any = !touched.is_empty() || !knows.is_empty();
            any.then(|| view! { <dl class="named">{named("touches", touched)} {named("knows", knows)}</dl> })
        })}
        // One reads what is asked about, and says then what one thinks of it.
        {part(of, |of| to_me(&of.around, running(of)), move |nudges| nudged(nudges, &id.get_value()))}
        {when(of, |of| running(of) && !of.mine, move || view! { <Advise of=of /> })}
        {part(of, |of| (of.advice.clone(), of.mine && running(of)), move |(advice, mine)| {
            (!advice.is_empty()).then(|| {
                let voices = advice.into_iter().map(|advice| view! { <Voice advice=advice mine=mine id=id.get_value() /> });
                section("advice", voices.collect_view())
            })
        })}
        {part(of, to_hear, |line| line.map(|line| view! { <p class="small soft">{line}</p> }))}
        {part(of, |of| from_me(&of.around), move |nudges| nudged(nudges, &id.get_value()))}
        {when(of, |of| running(of) && of.mine, move || view! {
            <Silent of=Signal::derive(move || of.with(|of| of.around.clone())) names=Signal::derive(move || of.with(|of| of.not_heard.clone())) on=id.get_value() />
        })}
        {part(of, |of| of.waits_for.clone(), |tied| tied.map(|tied| view! {
            <p>{t("waits-for")} " " <To place=Place::of(&tied.kind, &tied.id) text=tied.title /></p>
        }))}
        {when(of, |of| running(of) && of.mine, move || view! { <Decide of=of /> <Change of=of /> })}
        {when(of, |of| running(of) && !of.mine, move || view! {
            <p class="small soft">{t("intention-decision")} " " <To place=Place::New(format!("decision/{}", id.get_value())) text=t("decision-new") /></p>
        })}
        {part(of, |of| of.decided_text.clone().unwrap_or_default(), |text| told("decided", text))}
        {part(of, |of| of.decided_text.as_ref().filter(|_| of.mine).cloned(), move |text| text.map(|_| take_back(&id.get_value(), "go".to_owned(), || {})))}
        {part(of, |of| (of.decided.is_some()).then(|| (of.not_heard.clone(), of.not_answered.clone())), |open| open.map(|(heard, answered)| {
            let lines = [("was-not-heard", heard), ("was-not-answered", answered)];
            lines.map(|(key, names)| (!names.is_empty()).then(|| view! { <p class="small soft">{say(key, &[("names", list(&names).into())])}</p> }))
        }))}
        {part(of, |of| of.outcomes.clone(), move |told| outcomes(told, id.get_value()))}
        {when(of, |of| of.mine && of.decided.is_some(), move || view! { <Outcome id=id.get_value() /> })}
        {part(of, reviews, move |folded| folded.map(|folded| match folded {
            "" => view! { <Review id=id.get_value() /> }.into_any(),
            words => view! { <details><summary>{t(words)}</summary><Review id=id.get_value() /></details> }.into_any(),
        }))}
        {part(of, |of| of.reviews.clone(), move |reviews| (!reviews.is_empty()).then(|| {
            let rows = reviews.into_iter().map(|review| view! {
                <li class="answer">
                    <span>{shape(&review.tension)} " " {word("tension", &review.tension)}</span>
                    <strong>{review.name.clone()}</strong>
                    <div>{review.text.clone().map(prose)} {own(&id.get_value(), "review".to_owned(), &review.name, review.text.as_ref())}</div>
                </li>
            });
            section("reviews", view! { <p class="small soft">{t("review-ask")}</p><ul class="rows answers">{rows.collect_view()}</ul> })
        }))}
        <Around of=Signal::derive(move || of.with(|of| of.around.clone())) on=id.get_value() steps=true />
    }
}

/// What I said, or why I am asked.
fn asks_me(of: &row::Intention) -> Option<String> {
    let touched = of.touched.contains(&crate::state::my_name());
    match &of.my_advice {
        Some(kind) => Some(say("advice-mine", &[("kind", word("advice", kind).into())])),
        None => of.i_am_asked.then(|| {
            say(if touched { "asked" } else { "asked-knows" }, &[("who", of.initiator.clone().into())])
        }),
    }
}

#[component]
fn Advise(of: Signal<row::Intention>) -> impl IntoView {
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let (text, trouble) = (draft(format!("advice/{}", id.get_value())), RwSignal::new(None));
    let give = move |kind: &'static str| {
        let ask = ask::IntentionAdvise { intention: id.get_value(), kind: kind.to_owned(), text: some(text) };
        // The words stay for whoever changes what kind of advice it is.
        act(ask, trouble, |_| {});
    };
    let buttons = move |mine: Option<String>| {
        ["read", "support", "suggestion", "worry", "harm"].map(|kind| {
            let pressed = mine.as_deref() == Some(kind);
            view! {
                <button class="position" aria-pressed=pressed.to_string() on:click=move |_| give(kind)>
                    {shape(kind)} <span>{word("advice", kind)}</span>
                </button>
            }
        })
    };
    view! {
        <section class="mine">
            <h2>{t("my-advice")}</h2>
            {part(of, asks_me, |asked| asked.map(|said| view! { <p>{said}</p> }))}
            <Area label=t("in-words") value=text hint=t("advice-hint") />
            {part(of, |of| of.my_advice.clone(), move |mine| view! { <div class="positions" role="group" aria-label=t("my-advice")>{buttons(mine)}</div> })}
            <Trouble of=trouble />
        </section>
    }
}

#[component]
fn Voice(advice: row::Advice, mine: bool, id: String) -> impl IntoView {
    let (text, trouble) = (draft(format!("advice-reply/{id}/{}", advice.name)), RwSignal::new(None));
    let (id, name) = (StoredValue::new(id), StoredValue::new(advice.name.clone()));
    let reply = move |how: &'static str| {
        let ask = ask::IntentionReply {
            intention: id.get_value(),
            name: name.get_value(),
            how: how.to_owned(),
            text: some(text),
        };
        act(ask, trouble, |_| {});
    };
    let may_reply = mine && matches!(advice.kind.as_str(), "suggestion" | "worry" | "harm");
    let again = advice.reply.is_some();
    let answered = advice.reply.clone().map(|how| {
        let text = advice.reply_text.clone().unwrap_or_default();
        view! { <div class="reply"><strong>{word("reply", &how)}</strong> {prose(text)}</div> }
    });
    view! {
        <article class="comment">
            <p>{shape(&advice.kind)} " " {word("advice", &advice.kind)} " · " <strong>{advice.name.clone()}</strong></p>
            {advice.text.clone().map(prose)}
            {own(&id.get_value(), "advice".to_owned(), &advice.name, advice.text.as_ref())}
            {answered}
            {(mine && advice.reply_text.is_some()).then(|| take_back(&id.get_value(), format!("reply/{}", advice.member), || {}))}
            {may_reply
                .then(|| {
                    let replies = view! {
                        <Field label=t("reply-words") value=text />
                        <p class="acts">
                            {["taken", "adapted", "not-taken"]
                                .map(|how| view! { <button class="quiet" on:click=move |_| reply(how)>{word("reply", how)}</button> })}
                        </p>
                        <Trouble of=trouble />
                    }
                        .into_any();
                    // What one click said, another can say anew until it is decided.
                    match again {
                        true => view! { <details><summary>{t("reworded-change")}</summary>{replies}</details> }.into_any(),
                        false => replies,
                    }
                })}
        </article>
    }
}

#[component]
fn Decide(of: Signal<row::Intention>) -> impl IntoView {
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let (text, trouble) = (draft(format!("decide/{}", id.get_value())), RwSignal::new(None));
    let review = RwSignal::new("42".to_owned());
    // What cannot be taken back is asked once more.
    let sure = RwSignal::new(None::<&'static str>);
    let decide = move |go: &'static str| {
        let ask = ask::IntentionDecide {
            intention: id.get_value(),
            go: go.to_owned(),
            text: some(text),
            review: review.get_untracked().parse().ok().filter(|_| go != "drop"),
        };
        act(ask, trouble, move |_| text.set(String::new()));
    };
    let open = |of: &row::Intention| {
        let harms = of.not_answered.iter().map(|name| {
            let kind = of.advice.iter().find(|advice| advice.name == *name).map(|advice| advice.kind.clone());
            say(
                "not-answered-one",
                &[
                    ("name", name.clone().into()),
                    ("kind", word("advice-verb", &kind.unwrap_or_default()).into()),
                ],
            )
        });
        let harms: Vec<String> = harms.collect();
        let heard =
            (!of.not_heard.is_empty()).then(|| say("not-heard", &[("names", list(&of.not_heard).into())]));
        let answered = (!harms.is_empty()).then(|| say("not-answered", &[("names", list(&harms).into())]));
        [heard, answered].into_iter().flatten().collect::<Vec<_>>()
    };
    view! {
        <section class="mine">
            <h2>{t("decide")}</h2>
            {part(of, open, |open| (!open.is_empty()).then(|| view! { <p>{open.join(" ")} " " {t("decide-all-the-same")}</p> }))}
            <Area label=t("in-words") value=text />
            <Select label=t("review-when") value=review options=review_days() />
            <p class="acts">
                {[("go", "main"), ("go-changed", "quiet"), ("drop", "quiet")]
                    .map(|(go, class)| view! { <button class=class on:click=move |_| sure.set(Some(go))>{word("go", go)}</button> })}
            </p>
            <Trouble of=trouble />
            {follows(move || sure.get().map(|go| {
                let close = Callback::new(move |()| sure.set(None));
                view! {
                    <crate::parts::Dialog label=t("decide") close=close>
                        <h2>{word("sure", go)}</h2>
                        <p>{t("sure-decide")}</p>
                        <p class="acts">
                            <button class="main" on:click=move |_| { sure.set(None); decide(go); }>{t("sure-yes")}</button>
                            <button class="quiet" on:click=move |_| sure.set(None)>{t("back")}</button>
                        </p>
                    </crate::parts::Dialog>
                }
            }))}
        </section>
    }
}

/// Asking more people, listening longer, waiting for a decision.
#[component]
fn Change(of: Signal<row::Intention>) -> impl IntoView {
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let (touches, knows) = (RwSignal::new(Vec::new()), RwSignal::new(Vec::new()));
    let (days, waits, trouble) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(None));
    let decisions = load(|| ask::DecisionList { open: true, skip: 0, limit: 100 });
    let change = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(longer) = number(days, trouble) else { return };
        let ask = ask::IntentionChange {
            intention: id.get_value(),
            touches: touches.get_untracked(),
            knows: knows.get_untracked(),
            days: longer,
            waits_for: some(waits),
        };
        act(ask, trouble, move |_| {
            touches.set(Vec::new());
            knows.set(Vec::new());
            days.set(String::new());
        });
    };
    view! {
        <details>
            <summary>{t("intention-change")}</summary>
            <form on:submit=change>
                <People label=t("touches-too") chosen=touches />
                <People label=t("knows-too") chosen=knows />
                <Field label=t("listen-longer") value=days hint=t("listen-longer-hint") />
                {shown(decisions, move |found| {
                    let options = found.decisions.into_iter().map(|line| (line.id, line.question));
                    let options = std::iter::once((String::new(), t("choose-none"))).chain(options);
                    view! { <Select label=t("wait-for") value=waits options=options.collect() /> }
                })}
                <Trouble of=trouble />
                <button class="quiet" type="submit">{t("save")}</button>
            </form>
        </details>
    }
}

#[component]
fn Outcome(id: String) -> impl IntoView {
    let (text, trouble) = (draft(format!("outcome/{id}")), RwSignal::new(None));
    let id = StoredValue::new(id);
    let write = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(words) = some(text) else { return };
        act(ask::IntentionOutcome { intention: id.get_value(), text: words }, trouble, move |_| {
            text.set(String::new())
        });
    };
    view! {
        <form on:submit=write>
            <Area label=t("outcome-field") value=text />
            <Trouble of=trouble />
            <button class="quiet" type="submit">{t("outcome-write")}</button>
        </form>
    }
}

/// Did it create more tension than it resolved?
#[component]
fn Review(id: String) -> impl IntoView {
    let (text, trouble): (_, RwSignal<Option<ApiError>>) =
        (draft(format!("review/{id}")), RwSignal::new(None));
    let id = StoredValue::new(id);
    let give = move |tension: &'static str| {
        let ask =
            ask::IntentionReview { intention: id.get_value(), tension: tension.to_owned(), text: some(text) };
        // The words stay for whoever answers otherwise.
        act(ask, trouble, |_| {});
    };
    let buttons = ["less", "as-much", "more"].map(|tension| {
        view! { <button class="position" on:click=move |_| give(tension)>{shape(tension)} <span>{word("tension", tension)}</span></button> }
    });
    view! {
        <section class="mine">
            <h2>{t("review")}</h2>
            <p>{t("review-ask")}</p>
            <Field label=t("in-words") value=text />
            <div class="positions" role="group" aria-label=t("review-ask")>{buttons}</div>
            <Trouble of=trouble />
        </section>
    }
}
