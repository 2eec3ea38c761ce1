//! A page with one line on it: what the window itself needs, for `cargo xtask bench --window`. It is no part of the app.

use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <p>"Palabre"</p> });
}
