//! What is said outside the window, through the desktop's own notices. What and when is the node's, the words are the window's.

use notify_rust::Notification;
use tauri::{AppHandle, Emitter};

/// Says something; whoever presses it comes to a place in a community.
#[tauri::command]
pub fn tell(app: AppHandle, title: String, text: String, open: String, community: String, place: String) {
    let mut notice = Notification::new();
    notice.appname("Palabre").icon("palabre-app").summary(&title).body(&body(&text));
    // Where a desktop has no notices, what waits stands on Today.
    #[cfg(target_os = "linux")]
    std::thread::spawn(move || {
        let Ok(shown) = notice.action("default", &open).show() else { return };
        shown.wait_for_action(|action| {
            if action == "default" {
                crate::show(&app);
                let event = serde_json::json!({ "event": "notice", "community": community, "place": place });
                // The window may just be closing.
                let _ = app.emit(crate::EVENT, event.to_string());
            }
        });
    });
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (app, open, community, place);
        let _ = notice.show();
    }
}

/// These desktops may read marks in a text as of a page: in the words of others they are letters.
#[cfg(target_os = "linux")]
fn body(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(not(target_os = "linux"))]
fn body(text: &str) -> String {
    text.to_owned()
}
