//! Runs code that may panic, without a word on the terminal.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Returns what `work` returns, or nothing when it panics.
///
/// The panic hook belongs to the whole program, so it is wrapped once and stays: on a thread that is inside this
/// function it is silent, everywhere else it calls the hook that was there. Whatever `work` was changing must be
/// thrown away after a panic.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                previous(info);
            }
        }));
    });
    let before = QUIET.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    result.ok()
}
