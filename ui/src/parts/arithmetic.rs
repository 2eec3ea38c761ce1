//! The arithmetic of a count, and the rules of a decision, as sentences in the person's language.

use palabre_api::row;

use super::word;
use crate::backend::{hundredths, percent, uncapital};
use crate::words::{Named, find, list, say, t};

/// What the options of a decision are called, in their order.
pub fn option_names(options: &[row::DecisionOption]) -> Vec<String> {
    let name = |option: &row::DecisionOption| {
        option.from.map_or_else(|| option.text.clone(), crate::backend::time_of_day)
    };
    options.iter().map(name).collect()
}

/// Returns the position that asks for a reason where reasons are asked for against, in this way of deciding; `block`: also
/// where one block stops it. Nothing where no position stands against.
pub fn against(how: &str, block: bool) -> Option<&'static str> {
    match how {
        "consent" => Some("objection"),
        "proposal" if block => Some("block"),
        "proposal" => Some("against"),
        "sense-check" => Some("not-for-me"),
        _ => None,
    }
}

/// Says how a result comes about: "Carried. 9 of 12 answered (75 %, needed 50 %). …"
pub fn arithmetic(of: &row::Figures, options: &[row::DecisionOption]) -> String {
    if of.result == "too-few" && of.reached.is_none() {
        return say("arithmetic-too-few", &answered(of));
    }
    format!("{}. {}", word("result", &of.result), figures(of, options))
}

/// The same beneath the result, which is said once: "9 of 12 answered (75 %, needed 50 %). …"
pub fn figures(of: &row::Figures, options: &[row::DecisionOption]) -> String {
    let many = |position: &str| -> u32 {
        of.positions.iter().find(|count| count.position == position).map_or(0, |count| count.voices)
    };
    let too_few = of.result == "too-few";
    if let (Some(reached), true) = (of.reached, too_few || many("objection") == 0) {
        let named: [(&str, Named); 3] = [
            ("reached", reached.into()),
            ("present", of.present.into()),
            ("share", percent(of.reached_share).into()),
        ];
        return say("arithmetic-reached", &named);
    }
    let answered = match of.quorum {
        Some(_) => say("arithmetic-answered-of", &answered(of)),
        None => say("arithmetic-answered", &answered(of)),
    };
    if too_few {
        return answered;
    }
    let rest = match of.how.as_str() {
        "proposal" => proposal(of, many("for"), many("block")),
        "consent" => consent(of, many("objection"), many("with-worry")),
        "choose" | "score" | "time-poll" => first(of, options),
        _ => {
            let said = so_far(&of.positions);
            if said.is_empty() { said } else { format!("{said}.") }
        }
    };
    format!("{answered} {rest}").trim_end().to_owned()
}

/// Says how many took each position: "7 for, 1 against, 1 abstention". Those who abstained come last.
pub fn so_far(counts: &[row::PositionCount]) -> String {
    let taken = counts.iter().filter(|count| count.voices > 0);
    let (last, first): (Vec<_>, Vec<_>) = taken.partition(|count| count.position == "abstain");
    first.into_iter().chain(last).map(voices).collect::<Vec<_>>().join(", ")
}

/// A position and how many took it, in the form that a number asks for.
fn voices(count: &row::PositionCount) -> String {
    let many = [("voices", count.voices.into())];
    find(&format!("voices-{}", count.position), &many).unwrap_or_else(|| {
        let position = uncapital(&word("position", &count.position));
        say("so-far", &[("voices", count.voices.into()), ("position", position.into())])
    })
}

/// How many answered, and how many had to.
fn answered(of: &row::Figures) -> [(&'static str, Named<'static>); 4] {
    [
        ("answered", of.answered.into()),
        ("present", of.present.into()),
        ("share", percent(of.answered_share).into()),
        ("needed", of.quorum.map(percent).unwrap_or_default().into()),
    ]
}

fn proposal(of: &row::Figures, yes: u32, blocks: u32) -> String {
    let share = percent(of.for_share);
    let named: [(&str, Named); 4] = [
        ("expressed", of.expressed.into()),
        ("yes", yes.into()),
        ("share", share.into()),
        ("needed", of.threshold.map(percent).unwrap_or_default().into()),
    ];
    let key = if of.threshold.is_some() { "arithmetic-for-share" } else { "arithmetic-for-more" };
    let blocks = (blocks > 0).then(|| say("arithmetic-blocks", &[("many", blocks.into())]));
    [Some(say(key, &named)), blocks].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn consent(of: &row::Figures, objections: u32, worries: u32) -> String {
    let objections = match objections {
        0 if of.answered > 0 => t("arithmetic-nobody-objects"),
        0 => t("arithmetic-nobody-consents"),
        many => say("arithmetic-objections", &[("many", many.into())]),
    };
    let worries = (worries > 0).then(|| say("arithmetic-worries", &[("many", worries.into())]));
    [Some(objections), worries].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The options that come first, by their names.
pub fn winners(of: &row::Figures, options: &[row::DecisionOption]) -> Vec<String> {
    let names = option_names(options);
    of.first.iter().filter_map(|&place| names.get(place as usize).cloned()).collect()
}

/// Which options come first, and with what.
fn first(of: &row::Figures, options: &[row::DecisionOption]) -> String {
    let first = winners(of, options);
    let named: [(&str, Named); 6] = [
        ("voices", of.first_voices.into()),
        ("answered", of.answered.into()),
        ("share", percent(of.first_share).into()),
        ("sum", of.first_sum.into()),
        ("average", hundredths(of.first_average).into()),
        ("maybe", of.first_maybe.into()),
    ];
    let received = say(&format!("arithmetic-{}", of.how), &named);
    let named: [(&str, Named); 2] = [("first", list(&first).into()), ("received", received.into())];
    let none = (of.none > 0).then(|| say("arithmetic-none", &[("many", of.none.into())]));
    let first = match first.len() {
        0 => t("arithmetic-nothing"),
        1 => say("arithmetic-first", &named),
        _ => say("arithmetic-tied", &named),
    };
    [Some(first), none].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Says the rules of a decision.
pub fn rules(of: &row::Terms, up_to: Option<u32>, travel: Option<i64>) -> String {
    let share = |share: Option<u32>| share.map(percent).unwrap_or_default();
    let named: [(&str, Named); 3] = [
        ("quorum", share(of.quorum).into()),
        ("threshold", share(of.threshold).into()),
        ("many", up_to.unwrap_or(1).into()),
    ];
    let main = match of.how.as_str() {
        "consent" if of.silence => "rules-silence",
        "proposal" if of.threshold.is_some() => "rules-proposal-share",
        how => &format!("rules-{how}"),
    };
    let hours = travel.unwrap_or(0) / 3_600_000;
    let parts = [
        Some(say(main, &named)),
        of.quorum.map(|_| say("rules-quorum", &named)),
        of.block.then(|| t("rules-block")),
        of.when_all.then(|| t("rules-when-all")),
        Some(say("rules-travel", &[("hours", hours.into())])),
        Some(match (of.reasons.as_str(), against(&of.how, of.block)) {
            ("against", position) => word("rules-reasons", position.unwrap_or("optional")),
            (reasons, _) => word("rules-reasons", reasons),
        }),
        (of.hide != "never").then(|| word("rules-hide", &of.hide)),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
