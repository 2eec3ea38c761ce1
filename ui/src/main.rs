//! The user interface: a face on the one list of calls, in a webview or in a browser.

mod backend;
mod example;
mod frame;
mod keys;
mod notices;
mod pages;
mod palette;
mod parts;
mod place;
mod state;
mod words;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(frame::Palabre);
}
