//! A text that many hands write: what one makes of it, and what it was made from.

use leptos::prelude::*;

use crate::words::t;

/// A text in a field, and what stood there when its writing began.
#[derive(Clone, Copy)]
pub struct Written {
    /// What stands in the field.
    pub text: RwSignal<String>,
    from: RwSignal<String>,
}

impl Written {
    /// Begins with nothing.
    pub fn new() -> Self {
        Self { text: RwSignal::new(String::new()), from: RwSignal::new(String::new()) }
    }

    /// Begins from what stands there now.
    pub fn begin(self, now: String) {
        self.text.set(now.clone());
        self.from.set(now);
    }

    /// Whether something was written.
    pub fn is_written(self) -> bool {
        self.text.get_untracked() != self.from.get_untracked()
    }

    /// Returns what it was made into and from what; nothing where nothing was written.
    pub fn made(self) -> (Option<String>, Option<String>) {
        let made = |text: RwSignal<String>| self.is_written().then(|| text.get_untracked());
        (made(self.text), made(self.from))
    }

    /// Says that somebody else has written here meanwhile.
    pub fn meanwhile(self, now: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
        let others = Memo::new(move |_| now() != self.from.get());
        (move || others.get().then(|| view! { <p class="small" role="status">{t("written-meanwhile")}</p> }))
            .into_any()
    }
}
