//! Long lists: only what is in the window is drawn.

use leptos::html;
use leptos::prelude::*;

use crate::state::app;

/// How high a row of a long list is, in pixels, as the styles have it.
const HEIGHT: i32 = 48;
/// From how many rows on a list is long.
const LONG: usize = 60;
/// How many rows are drawn above and below the window.
const BEYOND: i32 = 12;

/// Rows of a list. A long one is as high as all of its rows, and draws those that are in the window.
#[component]
pub fn Rows<T, V, F>(items: Vec<T>, draw: F) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Copy + Send + Sync + 'static,
{
    if items.len() < LONG {
        return view! { <ul class="rows">{items.into_iter().map(draw).collect_view()}</ul> }.into_any();
    }
    let (scrolled, all) = (app().scrolled, items.len() as i32);
    let node: NodeRef<html::Ul> = NodeRef::new();
    let range = Memo::new(move |_| {
        let (top, height) = scrolled.get();
        let above = top - node.get().map_or(0, |list| list.offset_top());
        let first = (above / HEIGHT - BEYOND).clamp(0, all);
        (first, (above + height) / HEIGHT + BEYOND)
    });
    let items = StoredValue::new(items);
    let rows = move || {
        let (first, last) = range.get();
        let drawn = items.with_value(|items| items[first as usize..last.clamp(first, all) as usize].to_vec());
        drawn.into_iter().map(draw).collect_view()
    };
    let padding = move || {
        let (first, last) = range.get();
        format!("padding-block: {}px {}px", first * HEIGHT, (all - last.clamp(first, all)) * HEIGHT)
    };
    view! { <ul class="rows long" node_ref=node style=padding>{rows}</ul> }.into_any()
}
