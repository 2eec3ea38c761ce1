//! Whether Palabre goes on when its window is closed. The person is asked once, when they close it for the first time; the
//! window keeps what they said, has the words for it, and tells it here whenever it opens.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use tauri::menu::{Menu, MenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Emitter, Manager, State, WebviewWindow, Window, WindowEvent};

/// What the sign beside the clock is called.
const SIGN: &str = "palabre";
/// What its two lines are called.
const OPEN: &str = "open";
const END: &str = "end";

/// What is to happen when the window is closed.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Choice {
    /// Nobody has said it yet: the person is asked.
    #[default]
    Unsaid,
    /// They were asked, and have not answered. A window that does not answer can still be closed.
    Asked,
    /// Palabre goes on.
    GoesOn,
    /// Palabre ends.
    Ends,
}

/// What the person chose.
#[derive(Default)]
pub struct Staying(Mutex<Choice>);

impl Staying {
    fn get(&self) -> Choice {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, choice: Choice) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = choice;
    }
}

/// Hears whether Palabre is to go on without its window, and what the sign beside the clock says.
#[tauri::command]
pub fn stay(app: AppHandle, staying: State<'_, Staying>, goes_on: Option<bool>, open: String, end: String) {
    staying.set(match goes_on {
        None => Choice::Unsaid,
        Some(true) => Choice::GoesOn,
        Some(false) => Choice::Ends,
    });
    app.remove_tray_by_id(SIGN);
    if goes_on == Some(true) {
        // Many desktops have no place for it, and some systems lack its library: then opening Palabre again brings the
        // window back, as it does everywhere.
        let _ = catch_unwind(AssertUnwindSafe(|| sign(&app, &open, &end)));
    }
}

/// Closes the window, as was chosen.
#[tauri::command]
pub fn part(app: AppHandle, window: WebviewWindow, staying: State<'_, Staying>) {
    match staying.get() {
        Choice::GoesOn => drop(window.hide()),
        _ => app.exit(0),
    }
}

/// Somebody closes the window.
pub fn closing(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let staying = window.state::<Staying>();
    match staying.get() {
        Choice::Asked | Choice::Ends => {}
        Choice::GoesOn => {
            api.prevent_close();
            // What cannot be hidden stays.
            let _ = window.hide();
        }
        Choice::Unsaid => {
            api.prevent_close();
            staying.set(Choice::Asked);
            let event = serde_json::json!({ "event": "closing" });
            // A window that does not hear it is closed the next time.
            let _ = window.emit(crate::EVENT, event.to_string());
        }
    }
}

fn sign(app: &AppHandle, open: &str, end: &str) -> tauri::Result<()> {
    let open = MenuItem::with_id(app, OPEN, open, true, None::<&str>)?;
    let end = MenuItem::with_id(app, END, end, true, None::<&str>)?;
    let mut sign = TrayIconBuilder::with_id(SIGN).menu(&Menu::with_items(app, &[&open, &end])?);
    if let Some(icon) = app.default_window_icon() {
        sign = sign.icon(icon.clone());
    }
    sign.on_menu_event(|app, event| match event.id().as_ref() {
        OPEN => crate::show(app),
        END => app.exit(0),
        _ => {}
    })
    .build(app)?;
    Ok(())
}
