//! What all pages share: where one is, what is at home here, and when something changed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use crate::example::Standing;
use leptos::prelude::*;
use leptos::task::spawn_local;
use palabre_api::answer::FromAnswer;
use palabre_api::list::Call;
use palabre_api::{ApiError, row};
use serde_json::Value;

use crate::backend::{self, Asked};
use crate::place::Place;

/// What all pages share. Cheap to copy.
#[derive(Clone, Copy)]
pub struct App {
    /// Where one is.
    pub place: RwSignal<Place>,
    /// Counts up whenever something may look different.
    pub version: RwSignal<u32>,
    /// Whether it is about to.
    pub stale: RwSignal<bool>,
    /// Who is at home; nothing until that is known.
    pub me: RwSignal<Option<Result<row::Me, ApiError>>>,
    /// The community that is shown, by its id.
    pub community: RwSignal<String>,
    /// The language.
    pub language: RwSignal<&'static str>,
    /// How much of a community has come, and how much is known to come.
    pub coming: RwSignal<Option<(u64, u64)>>,
    /// Whether pages are to be drawn anew soon, with all that came until then.
    pub drawing: RwSignal<bool>,
    /// What another laptop says waits in a community that is being joined, by its id. None of it is checked yet.
    pub foretold: RwSignal<Option<(String, row::Preview)>>,
    /// The link that was followed to come here, or the file that was opened or dropped: it waits until it has led somebody in.
    pub invited: RwSignal<Option<String>>,
    /// Who invited into the community that was joined last, with its id.
    pub inviter: RwSignal<Option<(String, String)>>,
    /// Whom of those in reach this laptop met last about the community that is shown, and when; none where nobody is in reach.
    pub met: RwSignal<Option<(String, i64)>>,
    /// The members, A to Z, as far as they are known here.
    pub members: RwSignal<Vec<row::Member>>,
    /// The address of a link that leads out of here and was clicked.
    pub leaving: RwSignal<Option<String>>,
    /// The paths of files that were dropped on the window; the page that takes files takes them.
    pub dropped: RwSignal<Vec<String>>,
    /// What went wrong with this laptop itself, until somebody has read it.
    pub wrong: RwSignal<Option<ApiError>>,
    /// Where a home that could not be opened was set aside, and whether somebody wants to be brought back after it.
    pub aside: RwSignal<Option<(String, bool)>>,
    /// How far a file is that is handed over to the node, in percent.
    pub handing: RwSignal<Option<u32>>,
    /// The attached file that is coming from another laptop: its name, how many bytes came, and how many it has.
    pub arriving: RwSignal<Option<(String, u64, u64)>>,
    /// The example that one looks around in, and how far its story has come.
    pub example: RwSignal<Option<Standing>>,
    /// How far the example is made, in percent, while it is made.
    pub making: RwSignal<Option<u32>>,
    /// Which dialog is open.
    pub dialog: RwSignal<Option<Dialog>>,
    /// How far the page is scrolled, and how high its window is, in pixels.
    pub scrolled: RwSignal<(i32, i32)>,
}

/// How long what changed is waited for, to ask about all of it at once.
const SOON: Duration = Duration::from_millis(50);

impl App {
    /// Has everything that is shown asked for anew. What an act itself came to is on the screen by then, and both the act and
    /// the news of it are asked about once.
    pub fn changed(self) {
        let ask = move || self.version.update(|version| *version += 1);
        once(self.stale, SOON, ask);
    }
}

/// Does something after a while, and once for all who want it until then.
pub fn once(waits: RwSignal<bool>, after: Duration, act: impl FnOnce() + 'static) {
    if !waits.get_untracked() {
        waits.set(true);
        let act = move || {
            waits.set(false);
            act();
        };
        set_timeout(act, after);
    }
}

/// A dialog over the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// Find and do.
    Find,
    /// What the keys do.
    Keys,
    /// The window is being closed, and nobody has said yet whether Palabre goes on then.
    Closing,
}

/// Returns what all pages share.
pub fn app() -> App {
    expect_context::<App>()
}

/// What a page waits for: nothing yet, an answer, or why there is none.
pub type Loaded<T> = RwSignal<Option<Result<T, ApiError>>>;

/// Asks again whenever something changed, and whenever what is asked for does.
pub fn load<C, F>(make: F) -> Loaded<C::Reply>
where
    C: Call + 'static,
    C::Reply: Send + Sync + 'static,
    F: Fn() -> C + 'static,
{
    load_after(make, Duration::ZERO)
}

/// The same for what stands around the pages: what a page shows comes first.
pub fn load_around<C, F>(make: F) -> Loaded<C::Reply>
where
    C: Call + 'static,
    C::Reply: Send + Sync + 'static,
    F: Fn() -> C + 'static,
{
    load_after(make, AROUND)
}

fn load_after<C, F>(make: F, patience: Duration) -> Loaded<C::Reply>
where
    C: Call + 'static,
    C::Reply: Send + Sync + 'static,
    F: Fn() -> C + 'static,
{
    let loaded = RwSignal::new(None);
    ask_again(Rc::new(Load { make, loaded }), patience);
    loaded
}

/// How long what stands around the pages waits until it is asked for.
pub const AROUND: Duration = Duration::from_millis(100);

/// What is asked again and again: there is one way to do so in the program, whatever it is.
trait Asks {
    fn ask(&self) -> Asked;
    fn hear(&self, answer: Result<Value, ApiError>);
}

struct Load<F, T: Send + Sync + 'static> {
    make: F,
    loaded: Loaded<T>,
}

impl<C: Call<Reply: Send + Sync + 'static>, F: Fn() -> C> Asks for Load<F, C::Reply> {
    fn ask(&self) -> Asked {
        Asked::by(&(self.make)())
    }

    fn hear(&self, answer: Result<Value, ApiError>) {
        heard(self.loaded, answer);
    }
}

#[inline(never)]
fn heard<T: FromAnswer + Send + Sync + 'static>(loaded: Loaded<T>, answer: Result<Value, ApiError>) {
    loaded.try_set(Some(answer.and_then(backend::read)));
}

/// What is to be asked, as it was asked last, and what was heard last.
#[derive(Default)]
struct Turn {
    asked: u32,
    what: (String, Option<Asked>),
    heard: u32,
    /// Whether it is asked soon.
    waits: bool,
}

fn ask_again(load: Rc<dyn Asks>, patience: Duration) {
    let app = app();
    let turn = StoredValue::new(Turn::default());
    Effect::new(move |_| {
        app.version.track();
        let what = (app.community.get(), Some(load.ask()));
        let waits = turn.try_update_value(|turn| {
            turn.asked += 1;
            turn.what = what;
            std::mem::replace(&mut turn.waits, !patience.is_zero())
        });
        let load = load.clone();
        match waits {
            Some(false) if patience.is_zero() => ask_now(load, turn),
            Some(false) => set_timeout(move || ask_now(load, turn), patience),
            // It is asked soon, by then for all that changed.
            _ => {}
        }
    });
}

fn ask_now(load: Rc<dyn Asks>, turn: StoredValue<Turn>) {
    let asked = turn.try_update_value(|turn| {
        turn.waits = false;
        (turn.asked, turn.what.clone())
    });
    let Some((mine, (community, Some(asked)))) = asked else { return };
    spawn_local(async move {
        let answer = backend::answer(community.clone(), asked.clone()).await;
        // An older answer does not replace a newer one, and one to another question is none; a page that is gone needs none.
        let is_wanted = turn.try_update_value(|turn| {
            let is_wanted = mine > turn.heard && turn.what == (community, Some(asked));
            if is_wanted {
                turn.heard = mine;
            }
            is_wanted
        });
        if is_wanted == Some(true) {
            load.hear(answer);
        }
    });
}

/// Has everything shown anew when something ends, and when what was on its way may have come: a page that stays open says so
/// by itself, however long that is.
pub fn wake_at_end(of: impl Fn() -> (Option<i64>, Option<i64>) + Send + Sync + 'static) {
    const DAY: i64 = 86_400_000;
    let (app, times) = (app(), Memo::new(move |_| of()));
    Effect::new(move |_| {
        let (ends, travel) = times.get();
        // A timer runs for so long at most; then what is left is waited for anew.
        app.version.track();
        let now = backend::now() as i64;
        let arrived = ends.zip(travel).map(|(ends, travel)| ends.saturating_add(travel));
        for at in [ends, arrived].into_iter().flatten() {
            let left = at.saturating_sub(now);
            if left >= 0 && app.example.with_untracked(Option::is_none) {
                // It is over once its last moment has passed.
                let over = Duration::from_millis(left.min(DAY) as u64 + 500);
                let again = move || app.changed();
                if let Ok(timer) = set_timeout_with_handle(again, over) {
                    on_cleanup(move || timer.clear());
                }
            }
        }
    });
}

/// Takes each file that is dropped while a page is open, by its path, or why it cannot be read.
pub fn take_dropped(take: impl Fn(Result<String, ApiError>) + 'static) {
    take_each(Box::new(take));
}

fn take_each(take: Box<dyn Fn(Result<String, ApiError>)>) {
    let dropped = app().dropped;
    Effect::new(move |_| {
        let paths = dropped.get();
        if !paths.is_empty() {
            dropped.set(Vec::new());
            for path in paths {
                // The window names no path where it could not take the file.
                take(match path.is_empty() {
                    true => Err(ApiError::new("file.failed", "This file cannot be read.", "")),
                    false => Ok(path),
                });
            }
        }
    });
}

/// Returns what I am called on the pages of the community that is shown.
pub fn my_name() -> String {
    let app = app_now();
    let Some(Ok(me)) = app.me.get_untracked() else { return String::new() };
    let here = app.community.get_untracked();
    me.communities.into_iter().find(|one| one.id == here).map_or(me.name, |one| one.called)
}

/// Does something, and has everything shown anew; what went wrong is left in `trouble`.
pub fn act<C>(ask: C, trouble: RwSignal<Option<ApiError>>, done: impl FnOnce(C::Reply) + 'static)
where
    C: Call + 'static,
{
    act_on(Asked::by(&ask), trouble, read_by(done));
}

/// What is done with an answer once it is there.
type Done = Box<dyn FnOnce(Value) -> Result<(), ApiError>>;

fn read_by<T: FromAnswer + 'static>(done: impl FnOnce(T) + 'static) -> Done {
    Box::new(move |answer| {
        done(backend::read(answer)?);
        Ok(())
    })
}

fn act_on(asked: Asked, trouble: RwSignal<Option<ApiError>>, done: Done) {
    let app = app_now();
    let community = app.community.get_untracked();
    trouble.set(None);
    spawn_local(async move {
        let answered = match backend::answer(community, asked).await {
            Ok(answer) => {
                app.changed();
                done(answer)
            }
            Err(error) => Err(error),
        };
        if let Err(error) = answered {
            trouble.try_set(Some(error));
        }
    });
}

/// Does something that makes a thing, and shows that thing, unless the person has gone elsewhere meanwhile.
pub fn make<C>(ask: C, trouble: RwSignal<Option<ApiError>>, place: impl FnOnce(C::Reply) -> Place + 'static)
where
    C: Call + 'static,
{
    let app = app_now();
    let at = (app.place.get_untracked(), app.community.get_untracked());
    act(ask, trouble, move |made| {
        if at == (app.place.get_untracked(), app.community.get_untracked()) {
            go(&place(made));
        }
    });
}

thread_local! {
    static DRAFTS: RefCell<HashMap<String, ArcRwSignal<String>>> = RefCell::default();
}

/// Returns what was typed into a field of this name and not sent yet: it is still there when one comes back.
pub fn draft(name: impl Into<String>) -> RwSignal<String> {
    DRAFTS.with_borrow_mut(|drafts| drafts.entry(name.into()).or_default().clone().into())
}

/// Forgets what was typed and not sent: it is another community now.
pub fn forget_drafts() {
    DRAFTS.with_borrow_mut(HashMap::clear);
}

/// Returns a text that somebody typed, or nothing where they typed nothing.
pub fn some(text: RwSignal<String>) -> Option<String> {
    Some(text.get_untracked()).filter(|text| !text.trim().is_empty())
}

/// Reads the whole number that somebody typed, or nothing; `None` where it is something else, which is said in `trouble`.
pub fn number(text: RwSignal<String>, trouble: RwSignal<Option<ApiError>>) -> Option<Option<u32>> {
    let Some(text) = some(text) else { return Some(None) };
    let read = text.trim().parse().ok();
    if read.is_none() {
        trouble.set(Some(ApiError::new(
            "number.malformed",
            "This is no whole number.",
            "Write it in digits.",
        )));
    }
    read.map(Some)
}

/// Has a file of this name written by a call, which is given its path.
pub fn save<C>(
    name: String,
    trouble: RwSignal<Option<ApiError>>,
    make: impl FnOnce(String) -> C + 'static,
    done: impl FnOnce(C::Reply) + 'static,
) where
    C: Call + 'static,
{
    save_by(name, trouble, Box::new(move |path| Asked::by(&make(path))), read_by(done));
}

fn save_by(
    name: String,
    trouble: RwSignal<Option<ApiError>>,
    make: Box<dyn FnOnce(String) -> Asked>,
    done: Done,
) {
    let community = app_now().community.get_untracked();
    trouble.set(None);
    spawn_local(async move {
        let written = async {
            let Some(path) = backend::room(&name).await? else { return Ok(()) };
            let answer = backend::answer(community, make(path.clone())).await?;
            backend::written(&path);
            done(answer)
        };
        if let Err(error) = written.await {
            trouble.try_set(Some(error));
        }
    });
}

/// Has the person choose a file, and makes a call about it.
pub fn read<C>(
    trouble: RwSignal<Option<ApiError>>,
    make: impl FnOnce(String) -> C + 'static,
    done: impl FnOnce(C::Reply) + 'static,
) where
    C: Call + 'static,
{
    read_file(trouble, Box::new(move |path| Asked::by(&make(path))), read_by(done));
}

fn read_file(trouble: RwSignal<Option<ApiError>>, make: Box<dyn FnOnce(String) -> Asked>, done: Done) {
    spawn_local(async move {
        match backend::choose().await {
            Ok(Some(path)) => act_on(make(path), trouble, done),
            Ok(None) => {}
            Err(error) => {
                trouble.try_set(Some(error));
            }
        }
    });
}

thread_local! {
    static APP: std::cell::Cell<Option<App>> = const { std::cell::Cell::new(None) };
}

/// Makes what all pages share.
pub fn provide() -> App {
    let app = App {
        place: RwSignal::new(Place::read(&backend::place())),
        version: RwSignal::new(0),
        stale: RwSignal::new(false),
        me: RwSignal::new(None),
        community: RwSignal::new(backend::kept_community()),
        language: RwSignal::new(crate::words::choose(&backend::preferred_language())),
        coming: RwSignal::new(None),
        drawing: RwSignal::new(false),
        foretold: RwSignal::new(None),
        invited: RwSignal::new(None),
        inviter: RwSignal::new(None),
        met: RwSignal::new(None),
        members: RwSignal::new(Vec::new()),
        leaving: RwSignal::new(None),
        dropped: RwSignal::new(Vec::new()),
        wrong: RwSignal::new(None),
        aside: RwSignal::new(None),
        handing: RwSignal::new(None),
        arriving: RwSignal::new(None),
        example: RwSignal::new(None),
        making: RwSignal::new(None),
        dialog: RwSignal::new(None),
        scrolled: RwSignal::new((0, 800)),
    };
    provide_context(app);
    APP.set(Some(app));
    app
}

/// The same from within an event, where there is no context.
pub fn app_now() -> App {
    APP.get().expect("the app was made before anything was clicked")
}

/// Shows another community from now on, also when the window is opened again, and where one begins in it.
pub fn turn_to(community: String) {
    backend::keep_community(&community);
    app_now().community.set(community);
    go(&Place::Today);
}

/// Goes somewhere.
pub fn go(place: &Place) {
    backend::go(&place.address());
}
