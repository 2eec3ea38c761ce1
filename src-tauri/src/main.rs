//! The desktop app: a window around the user interface, and a node that works at its desk.
//!
//! The window gets no keys and loads nothing from elsewhere. It makes the same calls as every other face, by one command,
//! and hears what the node tells.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod asked;
mod notices;
mod staying;

use std::sync::{Mutex, PoisonError};

use asked::{Asked, Opening};
use palabre_demo::Room;
use palabre_node::keys::Typed;
use palabre_node::live::{Desk, LiveEvent, LiveOptions, Until};
use palabre_node::machine;
use tauri::{AppHandle, Emitter, Manager, State};
use tauri_plugin_deep_link::DeepLinkExt;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tauri_plugin_opener::OpenerExt;
use tauri_plugin_window_state::StateFlags;

/// What the window hears, as JSON.
const EVENT: &str = "palabre";

/// Makes a call of the list: JSON for JSON.
#[tauri::command]
async fn call(
    desk: State<'_, Desk>,
    typed: State<'_, Typed>,
    community: String,
    name: String,
    arguments: String,
    passphrase: Option<String>,
) -> Result<String, String> {
    let refused = |error: &palabre_node::ApiError| serde_json::to_string(error).unwrap_or_default();
    let read = serde_json::from_str(&arguments).map_err(|error| refused(&unread(&error)))?;
    let community = Some(community).filter(|community| !community.is_empty());
    let with = passphrase.is_some();
    if with {
        typed.keep(passphrase);
    }
    let answer = desk.call(community, &name, read).await;
    if with {
        typed.keep(None);
    }
    match answer {
        Ok(answer) => Ok(answer.to_string()),
        Err(error) => Err(refused(&error)),
    }
}

/// The same in the example to look around in, which is another node: calls of the two must never be mixed up, so it has a
/// command of its own. `open`, `day`, `standing` and `close` are about the example itself.
#[tauri::command]
async fn example(
    app: AppHandle,
    room: State<'_, Room>,
    name: String,
    arguments: String,
) -> Result<String, String> {
    let refused = |error: &palabre_node::ApiError| serde_json::to_string(error).unwrap_or_default();
    let read = serde_json::from_str(&arguments).map_err(|error| refused(&unread(&error)))?;
    let tell = move |percent: u32| {
        // The window may just be closing.
        let _ = app.emit(EVENT, serde_json::json!({ "event": "example", "percent": percent }).to_string());
    };
    match room.ask(name, read, tell).await {
        Ok(answer) => Ok(answer.to_string()),
        Err(error) => Err(refused(&error)),
    }
}

fn unread(error: &serde_json::Error) -> palabre_node::ApiError {
    palabre_node::ApiError::new("call.arguments", error.to_string(), "Close this window and open it again.")
}

/// Has the person choose a file to read; nothing where they choose none.
#[tauri::command]
async fn choose(app: AppHandle) -> Option<String> {
    path(app.dialog().file().blocking_pick_file())
}

/// Has the person choose where a file of this name is to be written; nothing where they choose none.
#[tauri::command]
async fn place(app: AppHandle, name: String) -> Option<String> {
    path(app.dialog().file().set_file_name(name).blocking_save_file())
}

fn path(chosen: Option<FilePath>) -> Option<String> {
    chosen?.into_path().ok()?.into_os_string().into_string().ok()
}

/// Opens an address in the person's browser, or in their mail program. The window has shown it before.
#[tauri::command]
fn follow(app: AppHandle, address: String) -> bool {
    let known = ["https://", "http://", "mailto:"];
    known.iter().any(|start| address.starts_with(start))
        && app.opener().open_url(address, None::<&str>).is_ok()
}

/// A link that was followed and that the window has not taken yet: it may come before there is one.
#[derive(Default)]
struct Pending(Mutex<Option<String>>);

/// Hands over the link that was followed, once.
#[tauri::command]
fn pending(of: State<'_, Pending>) -> Option<String> {
    of.0.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn main() -> tauri::Result<()> {
    let opening = match asked::read(std::env::args_os().skip(1)) {
        Ok(Asked::Window(opening)) => opening,
        Ok(Asked::Line(line)) => {
            println!("{line}");
            return Ok(());
        }
        Err(sentence) => {
            eprintln!("palabre: {sentence}");
            std::process::exit(2);
        }
    };
    #[cfg(target_os = "linux")]
    if SET.iter().any(|(name, _)| std::env::var_os(name).is_none()) {
        return again_with_variables(opening);
    }
    run(opening)
}

/// What stands in the environment of the app; whoever set it otherwise knows better.
#[cfg(target_os = "linux")]
const SET: [(&str, &str); 3] = [
    // Some graphics drivers show an empty window with it.
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    // Memory that is free again goes back to the system: a community is read in once, and the app stays open for days.
    ("MALLOC_ARENA_MAX", "1"),
    ("MALLOC_TRIM_THRESHOLD_", "131072"),
];

/// Starts again with the variables set: they have to be there before the first thread is.
#[cfg(target_os = "linux")]
fn again_with_variables(opening: Opening) -> tauri::Result<()> {
    use std::os::unix::process::CommandExt;
    let Ok(program) = std::env::current_exe() else { return run(opening) };
    let unset = SET.into_iter().filter(|(name, _)| std::env::var_os(name).is_none());
    let error = std::process::Command::new(program).args(std::env::args_os().skip(1)).envs(unset).exec();
    // It only returns when it could not start.
    eprintln!("palabre: {error}");
    run(opening)
}

fn run(opening: Opening) -> tauri::Result<()> {
    let mut context = tauri::generate_context!();
    opening.set_apart(context.config_mut());
    let (home, link) = (opening.home(), opening.link);
    tauri::Builder::default()
        // First: a second start with the same home hands its link over to the first, and ends.
        .plugin(tauri_plugin_single_instance::init(|app, words, _| started_again(app, words)))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        // But not whether it was hidden: whoever opens Palabre wants to see it.
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(placed()).build())
        .on_window_event(staying::closing)
        .manage(staying::Staying::default())
        .manage(Pending::default())
        .manage(Room::default())
        .invoke_handler(tauri::generate_handler![
            call,
            example,
            pending,
            choose,
            place,
            follow,
            notices::tell,
            staying::stay,
            staying::part
        ])
        .setup(move |app| {
            let typed = Typed::default();
            let asks = typed.clone();
            app.manage(typed);
            // A home that cannot be opened has a window all the same: it says why, and tries again.
            let home = move || machine::options(home.clone(), None, asks.ask());
            let told = app.handle().clone();
            let tell = move |event: LiveEvent| {
                if let Ok(text) = serde_json::to_string(&event) {
                    // The window may just be closing.
                    let _ = told.emit(EVENT, text);
                }
            };
            let (desk, work) = Desk::opening(home, live, tell);
            app.manage(desk);
            tauri::async_runtime::spawn(work);
            let opened = app.handle().clone();
            app.deep_link().on_open_url(move |event| {
                for url in event.urls() {
                    followed(&opened, url.as_str());
                }
            });
            if let Ok(Some(urls)) = app.deep_link().get_current() {
                for url in urls {
                    followed(app.handle(), url.as_str());
                }
            }
            if let Some(link) = link {
                followed(app.handle(), &link);
            }
            Ok(())
        })
        .run(context)
}

/// What is kept of the window: where it is and how large.
fn placed() -> StateFlags {
    StateFlags::all() & !StateFlags::VISIBLE
}

/// The node is reachable at any port, and shows itself on no network by itself.
fn live() -> LiveOptions {
    LiveOptions::new(Until::Called)
}

fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // A window that cannot be raised is still there.
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Somebody started the app once more with this home: its window is shown, at the link that came among the words.
fn started_again(app: &AppHandle, words: Vec<String>) {
    show(app);
    // The first word is the program itself.
    if let Ok(Asked::Window(Opening { link: Some(link), .. })) = asked::read(words.into_iter().skip(1)) {
        followed(app, &link);
    }
}

/// Somebody followed a link.
fn followed(app: &AppHandle, link: &str) {
    if link.to_ascii_lowercase().starts_with("palabre://meet") {
        met(app, link);
    } else {
        invited(app, link);
    }
}

/// A link that says where a laptop can be met, such as the one on the wall beside the house computer: it is called.
fn met(app: &AppHandle, link: &str) {
    show(app);
    let (app, at) = (app.clone(), serde_json::json!({ "at": link }));
    tauri::async_runtime::spawn(async move {
        let desk = app.state::<Desk>().inner().clone();
        if let Err(error) = desk.call(None, "meet", at).await {
            let (code, message, hint) = (error.code, error.message, error.hint);
            let event =
                serde_json::json!({ "event": "unmet", "code": code, "message": message, "hint": hint });
            // The window may just be closing.
            let _ = app.emit(EVENT, event.to_string());
        }
    });
}

/// Somebody followed an invite: it is shown, and nothing is joined by itself.
fn invited(app: &AppHandle, link: &str) {
    show(app);
    *app.state::<Pending>().0.lock().unwrap_or_else(PoisonError::into_inner) = Some(link.to_owned());
    let event = serde_json::json!({ "event": "invited" });
    // Where no window hears it yet, it asks when it is there.
    let _ = app.emit(EVENT, event.to_string());
}
