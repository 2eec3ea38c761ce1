//! My answer: positions as large buttons with keys, options to tick, points to give; then why, and the button that
//! gives it. Also for somebody who is away.

use leptos::prelude::*;
use palabre_api::{ApiError, ask, row};

use crate::backend::{day, focus, now};
use crate::keys::{self, Does};
use crate::parts::{Select, Trouble, against, drawn, option_names, part, shape, take_back, when, word};
use crate::state::{act, app, app_now, draft, some};
use crate::words::{list, say, t};

/// An answer that is being given: what stands, what is chosen, why, and what is done with it.
#[derive(Clone, Copy)]
struct Giving {
    /// The answer that stands, as the page tells it.
    stands: Signal<Option<String>>,
    /// The same, or what was given just now.
    mine: Signal<Option<String>>,
    /// The position that is chosen, and not given yet; an empty one where something was said to one of several options.
    chosen: RwSignal<Option<String>>,
    /// Why.
    reason: RwSignal<String>,
    /// Whether it is known whose answer it is.
    whose: Signal<bool>,
    /// What the button says that gives it.
    says: &'static str,
    /// Gives it, signed.
    give: Callback<Vec<String>>,
}

impl Giving {
    /// Returns the position that is chosen; before one is, the one that stands.
    fn picked(self) -> Signal<Option<String>> {
        Signal::derive(move || self.chosen.get().or_else(|| self.mine.get()))
    }
}

/// What is done once an answer is given, with the one that stands by then.
type Done = Box<dyn FnOnce(Option<String>)>;

/// Gives an answer to the wording that is shown.
fn send(
    of: Signal<row::Decision>,
    (answer, reason, behalf): (Vec<String>, Option<String>, Option<String>),
    trouble: RwSignal<Option<ApiError>>,
    done: Done,
) {
    let (decision, opening) = of.with_untracked(|of| (of.id.clone(), of.opening.clone()));
    let ask = ask::DecisionAnswer { decision, answer, reason, behalf, opening };
    act(ask, trouble, move |now| done(now.my_answer));
}

/// Empties a field after what stood there was given; what somebody chose or wrote there meanwhile stays.
fn empty<T: Default + PartialEq + Send + Sync + 'static>(field: RwSignal<T>, given: &T) {
    field.update(|now| {
        if now == given {
            *now = T::default();
        }
    });
}

/// What is chosen is chosen for one wording: where another one runs, that is read first, and chosen anew. What was given just
/// now is not told by itself any longer once the page tells another answer.
fn follow(
    of: Signal<row::Decision>,
    given: RwSignal<Option<String>>,
    chosen: RwSignal<Option<String>>,
    trouble: RwSignal<Option<ApiError>>,
) {
    Effect::new(move |before: Option<(Option<String>, Option<String>)>| {
        let now = of.with(|of| (of.my_answer.clone(), of.opening.clone()));
        if let Some((answer, opening)) = before {
            if answer != now.0 {
                given.set(None);
            }
            if opening != now.1 && chosen.get_untracked().is_some() {
                chosen.set(None);
                trouble.set(Some(ApiError::new("decision.reworded", "", "")));
            }
        }
        now
    });
}

/// My answer.
#[component]
pub fn Mine(of: Signal<row::Decision>) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let id = StoredValue::new(of.with_untracked(|of| of.id.clone()));
    let reason = draft(format!("reason/{}", id.get_value()));
    let chosen: RwSignal<Option<String>> = RwSignal::new(None);
    // What was given just now is said at once, and by itself: the rest of the page is asked for anew.
    let given: RwSignal<Option<String>> = RwSignal::new(None);
    follow(of, given, chosen, trouble);
    let stands = Memo::new(move |_| of.with(|of| of.my_answer.clone()));
    // Of two answers from two devices neither stands.
    let mine = Memo::new(move |_| given.get().or_else(|| stands.get()).filter(|mine| mine != "conflicted"));
    let give = Callback::new(move |answer: Vec<String>| {
        let this = answer.first().cloned();
        let done = move |now| {
            given.set(now);
            empty(chosen, &this);
        };
        send(of, (answer, some(reason), None), trouble, Box::new(done));
    });
    let whose = Signal::stored(true);
    let giving =
        Giving { stands: stands.into(), mine: mine.into(), chosen, reason, whose, says: "give-answer", give };
    let pass = move |back: bool| {
        act(ask::DecisionPass { decision: id.get_value(), back }, trouble, |_| {});
    };
    let back = move |reason: String| {
        let field = format!("reason/{}", id.get_value());
        // What was taken back is not said again with the next answer, also where somebody has gone elsewhere meanwhile.
        take_back(&id.get_value(), "stance".to_owned(), move || empty(draft(field.clone()), &reason))
    };
    let listening = window_event_listener(leptos::ev::keydown, move |event| {
        let app = app_now();
        if app.dialog.get_untracked().is_some() || app.leaving.get_untracked().is_some() {
            return;
        }
        match keys::read(&event) {
            Some(Does::Position(place)) => {
                let position = of.with_untracked(|of| of.positions.get(place).cloned());
                if position.is_some() {
                    chosen.set(position);
                    // From there it is not far to the reason, and to the button that gives it.
                    focus(&format!(".mine .position:nth-child({})", place + 1));
                }
            }
            Some(Does::LeaveIt) if of.with_untracked(|of| of.my_answer.is_none()) => {
                pass(of.with_untracked(|of| of.passed));
            }
            _ => {}
        }
    });
    on_cleanup(move || listening.remove());
    view! {
        <section class="mine">
            <h2>{t("my-answer")}</h2>
            <div role="status">{drawn(
                move || given.with(|given| of.with(|of| said(of, given.as_deref()))),
                |said| said.map(|said| view! { <p class="given">{said}</p> }),
            )}</div>
            {part(of, |of| of.reworded.clone(), move |changed| changed.map(|changed| view! { <Reworded of=of changed=changed trouble=trouble /> }))}
            <Answering of=of giving=giving />
            <Trouble of=trouble />
            <div class="acts">
                {when(of, |of| of.my_answer.is_none() && !of.passed && of.i_take_part, move || view! {
                    <button class="quiet" on:click=move |_| pass(false)>{t("leave-it")}</button>
                })}
                {when(of, |of| of.passed, move || view! {
                    <span class="soft">{t("left-it")}</span>
                    <button class="quiet" on:click=move |_| pass(true)>{t("leave-it-back")}</button>
                })}
                {part(of, |of| of.my_reason.clone(), move |reason| reason.map(back))}
            </div>
        </section>
    }
}

/// The wording has changed since I answered: how, and whether what I said still holds.
#[component]
fn Reworded(
    of: Signal<row::Decision>,
    changed: row::Reworded,
    trouble: RwSignal<Option<ApiError>>,
) -> impl IntoView {
    let answer = StoredValue::new(changed.answer.clone());
    let again = move |_| {
        let reason = of.with_untracked(|of| of.my_reason.clone());
        send(of, (vec![answer.get_value()], reason, None), trouble, Box::new(|_| {}));
    };
    let pieces = changed.pieces.into_iter().map(|piece| match piece.what.as_str() {
        "gone" => view! { <del>{piece.text}</del> }.into_any(),
        "new" => view! { <ins>{piece.text}</ins> }.into_any(),
        _ => piece.text.into_any(),
    });
    let said = match changed.stands {
        true => t("reworded"),
        false => say("reworded-lapsed", &[("position", word("position", &changed.answer).into())]),
    };
    view! {
        <div class="reworded">
            <p>{said}</p>
            <details>
                <summary>{t("reworded-difference")}</summary>
                <p class="text reading">{pieces.collect_view()}</p>
                <p class="small soft">{t("reworded-key")}</p>
            </details>
            {changed.stands.then(|| view! {
                <p class="acts">
                    <button class="main" on:click=again>{t("reworded-still")}</button>
                    <button class="quiet" on:click=move |_| focus(".positions button")>{t("reworded-change")}</button>
                </p>
            })}
        </div>
    }
}

/// What stands above the positions: what I said, just now or before, or why it counts otherwise.
fn said(of: &row::Decision, just: Option<&str>) -> Option<String> {
    match just.or(of.my_answer.as_deref()) {
        Some("conflicted") => Some(t("answer-two-devices")),
        Some(position) => {
            let me = crate::state::my_name();
            let before = || of.answers.iter().find(|answer| answer.name == me).map(|answer| answer.at);
            let given = just.map(|_| now() as i64).or_else(before).map(day);
            let key = if given.is_some() { "answer-mine-on" } else { "answer-mine" };
            let named = [
                ("position", in_words(&of.how, &options(of), position).into()),
                ("on", given.unwrap_or_default().into()),
                ("until", of.ends.map(crate::backend::until).unwrap_or_default().into()),
            ];
            Some(say(key, &named))
        }
        None if !of.i_take_part => Some(t("joined-later")),
        None => None,
    }
}

/// An answer in words: a position, or what it says to each option.
pub fn in_words(how: &str, options: &[String], answer: &str) -> String {
    let each = |sign: &str| {
        let given = options.iter().zip(answer.split(sign));
        given
            .map(|(option, said)| format!("{option} – {}", word("position", said)))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    match how {
        "score" if answer != "conflicted" => each(" "),
        "time-poll" if answer != "conflicted" => each(", "),
        _ => word("position", answer),
    }
}

/// Whether reasons are taken.
fn takes_reasons(of: &row::Decision) -> bool {
    of.terms.as_ref().is_none_or(|terms| terms.reasons != "off")
}

/// When a reason is asked for; of the position that is chosen, whether it is.
fn reason_hint(of: &row::Decision, picked: Option<&str>) -> String {
    let reasons = of.terms.as_ref().map_or("optional", |terms| terms.reasons.as_str());
    let block = of.positions.iter().any(|position| position == "block");
    match (reasons, picked, against(&of.how, block)) {
        ("required", ..) => t("reason-required"),
        ("against", Some("objection"), _) => t("reason-asked-objection"),
        ("against", Some("against" | "block" | "not-for-me"), _) => t("reason-asked"),
        ("against", None, Some(position)) => t(&format!("reason-{position}")),
        _ => t("reason-hint"),
    }
}

/// Whether there are words of mine to take back.
/// What can be answered to, by name or as a time.
pub fn options(of: &row::Decision) -> Vec<String> {
    option_names(&of.options)
}

/// What can be answered, why, and the button that gives it.
#[component]
fn Answering(of: Signal<row::Decision>, giving: Giving) -> impl IntoView {
    // They stay while the answer changes, so that what was pressed keeps the focus.
    part(
        of,
        |of| {
            // A time is called otherwise tomorrow, and is the same.
            let texts: Vec<String> = of.options.iter().map(|option| option.text.clone()).collect();
            (of.how.clone(), of.positions.clone(), texts, of.up_to)
        },
        move |(how, positions, texts, up_to)| match how.as_str() {
            "choose" | "score" | "time-poll" => {
                view! { <Several of=of how=how many=texts.len() up_to=up_to giving=giving /> }.into_any()
            }
            _ => view! { <Positions of=of positions=positions giving=giving /> }.into_any(),
        },
    )
}

/// One of several positions: one is chosen, and then given.
#[component]
fn Positions(of: Signal<row::Decision>, positions: Vec<String>, giving: Giving) -> impl IntoView {
    let picked = giving.picked();
    // What stands already, with nothing more said to it, is not given again.
    let ready = Signal::derive(move || {
        let (picked, mine) = (picked.get(), giving.mine.get());
        let before = of.with(|of| of.my_reason.clone()).unwrap_or_default();
        let more = giving.reason.with(|reason| !reason.trim().is_empty() && reason.trim() != before.trim());
        giving.whose.get() && picked.is_some() && (more || picked != mine)
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if ready.get_untracked() {
            giving.give.run(picked.get_untracked().into_iter().collect());
        }
    };
    let buttons = positions.into_iter().enumerate().map(|(place, position)| {
        let (own, this) = (position.clone(), position.clone());
        let pressed = move || picked.with(|picked| picked.as_ref() == Some(&this)).to_string();
        view! {
            <button class="position" type="button" aria-pressed=pressed on:click=move |_| giving.chosen.set(Some(own.clone()))>
                {shape(&position)}
                <span>{word("position", &position)}</span>
                <kbd aria-hidden="true">{place + 1}</kbd>
            </button>
        }
    });
    view! {
        <form on:submit=submit>
            <div class="positions" role="group" aria-label=t("my-answer")>{buttons.collect_view()}</div>
            {reason_of(of, giving)}
            {giving_button(giving, ready)}
        </form>
    }
}

/// Why somebody answers so.
fn reason_of(of: Signal<row::Decision>, giving: Giving) -> AnyView {
    let (value, picked) = (giving.reason, giving.picked());
    let hint = move || {
        let picked = picked.get();
        of.with(|of| reason_hint(of, picked.as_deref()))
    };
    when(of, takes_reasons, move || {
        view! {
            <label class="field">
                <span>{t("reason")}</span>
                <input type="text" prop:value=move || value.get() on:input:target=move |e| value.set(e.target().value()) />
                <span class="small soft">{hint}</span>
            </label>
        }
    })
}

/// The button that gives an answer. Where there is nothing to give it keeps the focus, which `disabled` would take from it.
fn giving_button(giving: Giving, ready: Signal<bool>) -> impl IntoView {
    view! { <button class="main" type="submit" aria-disabled=move || (!ready.get()).to_string()>{t(giving.says)}</button> }
}

/// What was said to each option before, or what is said to each at first.
fn before(of: &row::Decision, stands: Option<&str>) -> Vec<String> {
    let (sign, start) = if of.how == "score" { (" ", "-") } else { (", ", "no") };
    let given: Vec<&str> = stands.map(|stands| stands.split(sign).collect()).unwrap_or_default();
    let each = (0..of.options.len()).map(|place| match of.how.as_str() {
        "choose" if stands.is_some() && of.my_options.contains(&(place as u32)) => "yes",
        "choose" => "",
        _ => given.get(place).filter(|_| given.len() == of.options.len()).copied().unwrap_or(start),
    });
    each.map(str::to_owned).collect()
}

/// Answers that say something to each option.
#[component]
fn Several(
    of: Signal<row::Decision>,
    how: String,
    many: usize,
    up_to: Option<u32>,
    giving: Giving,
) -> impl IntoView {
    let values: Vec<RwSignal<String>> = (0..many).map(|_| RwSignal::new(String::new())).collect();
    let all = StoredValue::new(values.clone());
    let chooses = how == "choose";
    // They follow the answer that stands, also where another device gave it, until somebody says something else.
    Effect::new(move |begun: Option<()>| {
        let before = giving.stands.with(|stands| of.with_untracked(|of| before(of, stands.as_deref())));
        if begun.is_none() || giving.chosen.get_untracked().is_none() {
            all.with_value(|values| values.iter().zip(before).for_each(|(value, before)| value.set(before)));
        }
    });
    let say_to = move |value: RwSignal<String>, said: String| {
        giving.chosen.set(Some(String::new()));
        value.set(said);
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !giving.whose.get_untracked() {
            return;
        }
        let said: Vec<String> =
            all.with_value(|values| values.iter().map(|value| value.get_untracked()).collect());
        let answer = if chooses {
            let places = said.iter().enumerate().filter(|(_, value)| !value.is_empty());
            let places: Vec<String> = places.map(|(place, _)| (place + 1).to_string()).collect();
            if places.is_empty() { vec!["none".to_owned()] } else { places }
        } else {
            said
        };
        giving.chosen.set(None);
        giving.give.run(answer);
    };
    let one_only = chooses && up_to.unwrap_or(1) == 1;
    let choices: Vec<String> = match how.as_str() {
        "score" => {
            std::iter::once("-".to_owned()).chain((0..=up_to.unwrap_or(5)).map(|n| n.to_string())).collect()
        }
        "time-poll" => ["yes", "if-need-be", "no"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    };
    let rows = values.into_iter().enumerate().map(|(place, value)| {
        let text = move || {
            of.with(|of| option_names(of.options.get(place..=place).unwrap_or_default())).concat()
        };
        if choices.is_empty() {
            let kind = if one_only { "radio" } else { "checkbox" };
            let tick = move |on: bool| {
                if one_only {
                    all.with_value(|values| values.iter().for_each(|value| value.set(String::new())));
                }
                say_to(value, if on { "yes".into() } else { String::new() });
            };
            view! {
                <label class="option">
                    <input
                        type=kind
                        name="option"
                        prop:checked=move || !value.get().is_empty()
                        on:change:target=move |e| tick(e.target().checked())
                    />
                    <span>{text}</span>
                </label>
            }
            .into_any()
        } else {
            // Two options may say the same.
            let name = format!("option-{place}");
            let buttons = choices.iter().map(|choice| {
                let (own, chosen) = (choice.clone(), choice.clone());
                view! {
                    <label class="point">
                        <input type="radio" name=name.clone() prop:checked=move || value.get() == own on:change=move |_| say_to(value, chosen.clone()) />
                        <span>{word("position", choice)}</span>
                    </label>
                }
            });
            view! { <fieldset class="points"><legend>{text}</legend>{buttons.collect_view()}</fieldset> }.into_any()
        }
    });
    let hint = (chooses && !one_only).then(|| say("choose-up-to", &[("many", up_to.unwrap_or(1).into())]));
    view! {
        <form on:submit=submit>
            {hint.map(|hint| view! { <p class="small soft">{hint}</p> })}
            {rows.collect_view()}
            {reason_of(of, giving)}
            {giving_button(giving, giving.whose)}
        </form>
    }
}

/// An answer that somebody gave by phone or on paper, written down for them.
#[component]
pub fn Behalf(of: Signal<row::Decision>) -> impl IntoView {
    let trouble: RwSignal<Option<ApiError>> = RwSignal::new(None);
    let (who, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (chosen, nothing): (RwSignal<Option<String>>, RwSignal<Option<String>>) =
        (RwSignal::new(None), RwSignal::new(None));
    follow(of, nothing, chosen, trouble);
    let give = Callback::new(move |answer: Vec<String>| {
        let (whom, why, this) = (who.get_untracked(), reason.get_untracked(), answer.first().cloned());
        let given = (answer, some(reason), some(who));
        // It begins anew for the next one; what was ticked follows what stands, which is nothing.
        let done = move |_| {
            empty(who, &whom);
            empty(reason, &why);
            empty(chosen, &this);
            nothing.set(None);
        };
        send(of, given, trouble, Box::new(done));
    });
    let whose = Signal::derive(move || who.with(|who| !who.is_empty()));
    let giving = Giving {
        stands: nothing.into(),
        mine: nothing.into(),
        chosen,
        reason,
        whose,
        says: "behalf-write",
        give,
    };
    let members = app().members;
    // Everybody else who is here: who has not answered is told to the one who asked, and to nobody else.
    let others = move || {
        let here = members.get().into_iter().filter(|member| !member.me && member.standing == "here");
        let here = here.map(|member| (member.id, member.name));
        std::iter::once((String::new(), t("choose-one"))).chain(here).collect::<Vec<_>>()
    };
    view! {
        <details>
            <summary>{t("behalf")}</summary>
            <p class="small soft">{t("behalf-what")}</p>
            {drawn(others, move |options| view! { <Select label=t("behalf-who") value=who options=options /> })}
            <Answering of=of giving=giving />
            <Trouble of=trouble />
        </details>
    }
}

/// Who has not answered, for the one who asked.
pub fn missing(names: Vec<String>) -> Option<impl IntoView> {
    (!names.is_empty())
        .then(|| view! { <p class="small soft">{say("missing", &[("names", list(&names).into())])}</p> })
}
