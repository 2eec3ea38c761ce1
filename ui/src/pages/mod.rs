//! The pages, by place.

mod bucket;
mod budgets;
mod decisions;
pub mod first;
mod house;
mod intentions;
mod keyholders;
mod me;
mod network;
mod new;
mod people;
mod projects;
mod sharing;
mod today;

use leptos::prelude::*;

use crate::place::Place;

/// Draws the page of a place.
pub fn page(place: &Place) -> AnyView {
    match place.clone() {
        Place::Today => view! { <today::Today /> }.into_any(),
        Place::Projects => view! { <projects::Projects /> }.into_any(),
        Place::Project(id) => view! { <projects::Project id=id /> }.into_any(),
        Place::Intentions => view! { <intentions::Intentions /> }.into_any(),
        Place::Intention(id) => view! { <intentions::Intention id=id /> }.into_any(),
        Place::Decisions => view! { <decisions::Decisions /> }.into_any(),
        Place::Register => view! { <decisions::Register /> }.into_any(),
        Place::Decision(id) => view! { <decisions::Decision id=id /> }.into_any(),
        Place::Budgets => view! { <budgets::Budgets /> }.into_any(),
        Place::Round(id) => view! { <budgets::Round id=id /> }.into_any(),
        Place::Bucket(id) => view! { <bucket::Bucket id=id /> }.into_any(),
        Place::Sharing => view! { <sharing::Sharing /> }.into_any(),
        Place::People => view! { <people::People /> }.into_any(),
        Place::Person(id) => view! { <people::Person id=id /> }.into_any(),
        Place::Me => view! { <me::Me /> }.into_any(),
        Place::Poster => view! { <house::Poster /> }.into_any(),
        Place::Verify => view! { <decisions::Verify /> }.into_any(),
        Place::House => view! { <house::House /> }.into_any(),
        Place::New(kind) => view! { <new::New kind=kind /> }.into_any(),
    }
}
