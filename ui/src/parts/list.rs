//! Long lists: only what is in the window is drawn.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use crate::backend::{height_of, scroll_by};
use crate::state::{Loaded, app};
use crate::words::say;

/// How many lines of a long list are asked for at first.
pub const AT_FIRST: u32 = 200;
/// How many more are asked for by whoever wants to see more.
const NEXT: u32 = 500;

/// Says how many more lines a list has, at its end, and brings the next of them. It stands below what is drawn anew when they
/// have come, so that whoever goes by the keys goes on from it.
pub fn more<T: Send + Sync + 'static>(
    key: &'static str,
    of: Loaded<T>,
    count: impl Fn(&T) -> u32 + Send + Sync + 'static,
    most: RwSignal<u32>,
) -> AnyView {
    more_with(key, of, move |found| (count(found), 0), most)
}

/// The same where it is said, too, how much there is in those lines.
pub fn more_with<T: Send + Sync + 'static>(
    key: &'static str,
    of: Loaded<T>,
    count: impl Fn(&T) -> (u32, u32) + Send + Sync + 'static,
    most: RwSignal<u32>,
) -> AnyView {
    let count = move || match &*of.read() {
        Some(Ok(found)) => count(found),
        _ => (0, 0),
    };
    more_of(key, Box::new(count), most)
}

fn more_of(
    key: &'static str,
    count: Box<dyn Fn() -> (u32, u32) + Send + Sync>,
    most: RwSignal<u32>,
) -> AnyView {
    let count = Memo::new(move |_| count());
    let any = Memo::new(move |_| count.get().0 > 0);
    let next = move |_| most.update(|most| *most += NEXT);
    let says = move || {
        let (count, changes) = count.get();
        say(key, &[("count", count.into()), ("changes", changes.into())])
    };
    (move || {
        any.get().then(|| view! { <p class="small"><button class="quiet" on:click=next>{says}</button></p> })
    })
    .into_any()
}

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
    rows(items.len(), one_of(items, draw))
}

/// Draws one of several, by its place: what draws them is there once in the program, whatever they are.
type One = Arc<dyn Fn(usize) -> AnyView + Send + Sync>;

fn one_of<T, V>(items: Vec<T>, draw: impl Fn(T) -> V + Send + Sync + 'static) -> One
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    Arc::new(move |at| draw(items[at].clone()).into_any())
}

fn rows(many: usize, one: One) -> AnyView {
    if many < LONG {
        return view! { <ul class="rows">{(0..many).map(|at| one(at)).collect_view()}</ul> }.into_any();
    }
    let (scrolled, all) = (app().scrolled, many as i32);
    let node: NodeRef<html::Ul> = NodeRef::new();
    let range = Memo::new(move |_| {
        let (top, height) = scrolled.get();
        let above = top - node.get().map_or(0, |list| list.offset_top());
        let first = (above / HEIGHT - BEYOND).clamp(0, all);
        (first, (above + height) / HEIGHT + BEYOND)
    });
    let rows = move || {
        let (first, last) = range.get();
        (first as usize..last.clamp(first, all) as usize).map(|at| one(at)).collect_view()
    };
    let padding = move || {
        let (first, last) = range.get();
        format!("padding-block: {}px {}px", first * HEIGHT, (all - last.clamp(first, all)) * HEIGHT)
    };
    view! { <ul class="rows long" node_ref=node style=padding>{rows}</ul> }.into_any()
}

/// How many things of differing height are drawn together.
const BLOCK: usize = 12;
/// How high one of them is before it was drawn, in pixels: about that of a comment of three lines.
const GUESS: i32 = 150;
/// How far above and below the window blocks are drawn, in pixels.
const AHEAD: i32 = 900;

/// How high the blocks of a list are; kept while the list is drawn anew, so that nobody loses their place in it.
pub type Heights = RwSignal<Vec<i32>>;

/// Things of differing height, one below the other. Of many, the blocks near the window are drawn; the others are as high
/// as they were when they were last drawn.
#[component]
pub fn Tall<T, V, F>(items: Vec<T>, heights: Heights, draw: F) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Copy + Send + Sync + 'static,
{
    tall(items.len(), heights, one_of(items, draw))
}

fn tall(many: usize, heights: Heights, one: One) -> AnyView {
    if many < LONG {
        return (0..many).map(|at| one(at)).collect_view().into_any();
    }
    let (scrolled, blocks) = (app().scrolled, many.div_ceil(BLOCK));
    heights.update(|heights| heights.resize(blocks, BLOCK as i32 * GUESS));
    let node: NodeRef<html::Div> = NodeRef::new();
    // Where it stands is known once the page is there; what would be drawn before may lie far below the window.
    let stands = RwSignal::new(false);
    Effect::new(move |_| stands.set(node.get().is_some()));
    let range = Memo::new(move |_| {
        let Some(list) = node.get().filter(|_| stands.get()) else { return (0, 0) };
        let (top, height) = scrolled.get();
        let above = top - list.offset_top();
        heights.with(|heights| near(heights, above - AHEAD, above + height + AHEAD))
    });
    // Once they are drawn it is known how high they are. What stands above the window must not push it.
    Effect::new(move |_| {
        let (first, last) = range.get();
        request_animation_frame(move || {
            let Some(list) = node.try_get_untracked().flatten() else { return };
            let top = scrolled.get_untracked().0 - list.offset_top();
            let mut known = heights.get_untracked();
            let (mut begins, mut pushed) = (known.iter().take(first).sum::<i32>(), 0);
            for at in first..last.min(known.len()) {
                let height = height_of(&list, at);
                if height < 0 {
                    continue;
                }
                let before = &mut known[at];
                if begins + *before <= top {
                    pushed += height - *before;
                }
                begins += *before;
                *before = height;
            }
            if heights.with_untracked(|heights| *heights != known) {
                heights.set(known);
            }
            if pushed != 0 {
                scroll_by(pushed);
            }
        });
    });
    let block = move |at: usize| {
        let one = Arc::clone(&one);
        let drawn = Memo::new(move |_| (range.get().0..range.get().1).contains(&at));
        // The room stays while what is in it comes and goes: a page that were shorter for a moment would be scrolled.
        let room = Memo::new(move |_| heights.with(|heights| heights.get(at).copied().unwrap_or_default()));
        let inner = move || {
            drawn.get().then(|| {
                let all = at * BLOCK..many.min((at + 1) * BLOCK);
                view! { <div>{all.map(|at| one(at)).collect_view()}</div> }
            })
        };
        view! { <div style=move || format!("min-height: {}px", room.get())>{inner}</div> }
    };
    view! { <div class="tall" node_ref=node>{(0..blocks).map(block).collect_view()}</div> }.into_any()
}

/// Returns which blocks lie between two places, counted from the beginning of the first.
fn near(heights: &[i32], from: i32, to: i32) -> (usize, usize) {
    let (mut begins, mut first, mut last) = (0, heights.len(), 0);
    for (at, height) in heights.iter().enumerate() {
        let ends = begins + height;
        if ends > from && begins < to {
            first = first.min(at);
            last = at + 1;
        }
        begins = ends;
    }
    (first.min(last), last)
}

/// How much of a page that may be very long is asked for.
#[derive(Clone, Copy)]
pub struct Most {
    /// So many answers of each position.
    pub answers: RwSignal<u32>,
    /// So many comments.
    pub comments: RwSignal<u32>,
}

impl Most {
    /// How many comments there are at first: more than a window shows.
    const AT_FIRST: u32 = 60;
    /// How many answers of each position, for there are up to five of these.
    const OF_EACH: u32 = 12;
    /// How many times as many are asked for by whoever wants to see more.
    const TIMES: u32 = 5;

    /// Begins a page, and tells its parts.
    pub fn begin() -> Self {
        let most = Self { answers: RwSignal::new(Self::OF_EACH), comments: RwSignal::new(Self::AT_FIRST) };
        provide_context(most);
        most
    }

    fn rise(most: RwSignal<u32>) {
        most.update(|most| *most = most.saturating_mul(Self::TIMES));
    }

    /// Says how many more answers of a position there are, and brings them.
    pub fn more_answers(more: u32) -> AnyView {
        let most = use_context::<Self>().map(|most| most.answers);
        let says = say("answers-more", &[("count", more.into())]);
        let rise = move |_| most.into_iter().for_each(Self::rise);
        view! { <button class="quiet small" on:click=rise>{says}</button> }.into_any()
    }

    /// Says how many more comments there are, at the end of their list, and brings them: also by itself once that is near.
    pub fn more_comments(more: u32) -> AnyView {
        let (most, scrolled) = (use_context::<Self>().map(|most| most.comments), app().scrolled);
        let says = say("comments-more", &[("count", more.into())]);
        let node: NodeRef<html::P> = NodeRef::new();
        let rose = StoredValue::new(false);
        let rise = move || {
            if !rose.get_value() {
                rose.set_value(true);
                most.into_iter().for_each(Self::rise);
            }
        };
        Effect::new(move |_| {
            let (top, height) = scrolled.get();
            // What is not laid out yet stands nowhere.
            let at = node.get().map_or(0, |end| end.offset_top());
            if at > 0 && at < top + height + AHEAD {
                rise();
            }
        });
        view! { <p node_ref=node><button class="quiet small" on:click=move |_| rise()>{says}</button></p> }
            .into_any()
    }
}
