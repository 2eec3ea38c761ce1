//! A dialog over the page: the native one, which keeps the focus and closes with Escape.

use leptos::html;
use leptos::prelude::*;

/// A dialog that is open from the moment it is drawn; `close` is called when it closes, however that comes.
#[component]
pub fn Dialog(label: String, close: Callback<()>, children: Children) -> impl IntoView {
    let node: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            // It is in the page now, and not open yet; a browser refuses for no other reason.
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog node_ref=node aria-label=label on:close=move |_| close.run(())>
            {children()}
        </dialog>
    }
}
