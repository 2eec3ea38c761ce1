//! Pictures of numbers: each position by its shape and pattern, each picture with the same as a table.

use leptos::prelude::*;
use palabre_api::row;

use super::{shape, word};
use crate::backend::{amount, minor};
use crate::words::{say, t};

/// A row of a picture: the position that gives its shape and pattern, what it is called, and how much it is.
#[derive(Clone, PartialEq)]
pub struct Measure {
    pub position: String,
    pub name: String,
    pub many: u64,
    pub shown: String,
}

/// Bars, and on request the same as a table. With several positions they also stand beside each other in one bar.
#[component]
pub fn Picture(measures: Vec<Measure>, of: String) -> impl IntoView {
    let most = measures.iter().map(|measure| measure.many).max().unwrap_or(0).max(1);
    let bars = measures.iter().map(|measure| {
        let width = format!("inline-size: {}%", measure.many * 100 / most);
        let class = format!("bar {}", measure.position);
        view! {
            <div class="bar-row" aria-hidden="true">
                <span>{(measure.position != "option").then(|| shape(&measure.position))} " " {measure.name.clone()}</span>
                <span class="track">{(measure.many > 0).then(|| view! { <span class=class style=width></span> })}</span>
                <span class="number">{measure.shown.clone()}</span>
            </div>
        }
    });
    let cells = measures.iter().map(|measure| {
        view! { <tr><th scope="row">{measure.name.clone()}</th><td>{measure.shown.clone()}</td></tr> }
    });
    view! {
        <div class="picture">{bars.collect_view()}</div>
        <details class="twin">
            <summary>{t("as-table")}</summary>
            <table>
                <caption class="small soft">{of}</caption>
                <tbody>{cells.collect_view()}</tbody>
            </table>
        </details>
    }
}

/// What the running count of a decision looks like: positions, or options.
pub fn measures(decision: &row::Decision) -> Vec<Measure> {
    let of_position = |count: &row::PositionCount| Measure {
        position: count.position.clone(),
        name: word("position", &count.position),
        many: count.voices.into(),
        shown: count.voices.to_string(),
    };
    if decision.options.is_empty() {
        let counts = decision.running.as_ref().map(|running| &running.positions).unwrap_or(&decision.tally);
        let mut rows: Vec<Measure> = counts.iter().map(of_position).collect();
        let missing = decision.present.saturating_sub(decision.answered);
        rows.push(Measure {
            position: "missing".into(),
            name: t(if decision.counts.is_empty() { "no-answer" } else { "no-answer-given" }),
            many: missing.into(),
            shown: missing.to_string(),
        });
        return rows;
    }
    let names = super::arithmetic::option_names(&decision.options);
    let of_option = |(option, name): (&row::DecisionOption, String)| {
        let (many, shown) = match decision.how.as_str() {
            "score" => (option.sum, option.sum.to_string()),
            "time-poll" if option.maybe > 0 => {
                let named = [("yes", option.voices.into()), ("maybe", option.maybe.into())];
                (u64::from(option.voices + option.maybe), say("yes-and-maybe", &named))
            }
            _ => (option.voices.into(), option.voices.to_string()),
        };
        Measure { position: "option".into(), name, many, shown }
    };
    decision.options.iter().zip(names).map(of_option).collect()
}

/// How full a bucket is: a notch at its minimum, the end at its maximum.
pub fn bucket_bar(given: u64, min: u64, max: u64) -> impl IntoView + use<> {
    let whole = max.max(given).max(1);
    let fill = format!("inline-size: {}%", given * 100 / whole);
    let notch = (min > 0).then(|| format!("inset-inline-start: {}%", min * 100 / whole));
    view! {
        <span class="meter" aria-hidden="true">
            <span class="fill" style=fill></span>
            {notch.map(|notch| view! { <span class="notch" style=notch></span> })}
        </span>
    }
}

/// The pot: what each bucket has, and what is still to be given; with its table.
pub fn pot(round: &row::Round) -> AnyView {
    let currency = round.currency.clone();
    let pot = round.pot.minor + round.carried_over.minor;
    let given: Vec<(String, u64)> = round
        .buckets
        .iter()
        .filter(|b| b.given.minor > 0)
        .map(|b| (b.title.clone(), b.given.minor))
        .collect();
    let all: u64 = given.iter().map(|(_, given)| given).sum();
    let rest = pot.saturating_sub(all);
    let whole = pot.max(all).max(1);
    let parts = given.iter().enumerate().map(|(place, (title, given))| {
        let class = format!("slice slice-{}", place % 4);
        let style = format!("inline-size: {}%", *given as f64 * 100.0 / whole as f64);
        // A name that has no room is in the table.
        let name = (given * 6 > whole).then(|| view! { <span>{title.clone()}</span> });
        view! { <span class=class style=style>{name}</span> }
    });
    let rows = given.iter().map(|(title, given)| {
        view! { <tr><th scope="row">{title.clone()}</th><td>{minor(*given, &currency)}</td></tr> }
    });
    view! {
        <p>{say("pot-is", &[("pot", amount(&row::Money { minor: pot, text: String::new() }, &currency).into()), ("given", minor(all, &currency).into())])}</p>
        <div class="pot" aria-hidden="true">{parts.collect_view()}</div>
        <details class="twin">
            <summary>{t("as-table")}</summary>
            <table>
                <caption class="small soft">{t("pot")}</caption>
                <tbody>
                    {rows.collect_view()}
                    <tr><th scope="row">{t("pot-rest")}</th><td>{minor(rest, &currency)}</td></tr>
                </tbody>
            </table>
        </details>
    }
    .into_any()
}

/// A QR that was drawn in half blocks, light on dark, as a picture.
pub fn qr_picture(blocks: &str, label: String) -> impl IntoView + use<> {
    let lines: Vec<Vec<char>> = blocks.lines().map(|line| line.chars().collect()).collect();
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    let height = lines.len() * 2;
    let dark_at = |block: char| match block {
        '█' => [false, false],
        '▀' => [false, true],
        '▄' => [true, false],
        _ => [true, true],
    };
    let rows = lines.iter().flat_map(|line| {
        [0, 1].map(|half| line.iter().map(move |block| dark_at(*block)[half]).collect::<Vec<bool>>())
    });
    let mut dark = String::new();
    // A row that is dark from end to end is no part of it: half a letter had to stand above its edge.
    for (y, row) in rows.enumerate().filter(|(_, row)| row.iter().any(|dark| !dark)) {
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            dark.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    view! {
        <svg class="qr" role="img" aria-label=label viewBox=format!("-4 -4 {} {}", width + 8, height + 8) shape-rendering="crispEdges">
            <path d=dark></path>
        </svg>
    }
}
