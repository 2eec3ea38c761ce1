//! The same calls over HTTP on loopback: for browser tests, and for whoever keeps Palabre on a machine without a screen.
//!
//! Whoever has the token may do everything that the person at home here may do. So the bridge listens on loopback only,
//! asks for the token with every call, and answers no page that it did not serve itself: `Host` and `Origin` must be its
//! own. The desktop app does not contain it.
//!
//! | | |
//! |---|---|
//! | `POST /call/NAME` | one call of the list: JSON for JSON. `Authorization: Bearer TOKEN`; `X-Community` names one of several; `X-Passphrase`, in base64, is for keys that need one |
//! | `POST /example/NAME` | the same in the example to look around in; `open`, `day`, `standing` and `close` are about the example itself |
//! | `GET /events?token=TOKEN` | what happens meanwhile, as server-sent events |
//! | `POST /file/NAME` | takes a file of the browser's machine, and answers the path that a call can name |
//! | `POST /place/NAME` | answers a path where a call can write a file of this name |
//! | `GET /file/PLACE/NAME?token=TOKEN` | gives a file that a call wrote there |
//! | `GET /…` | the files of the user interface |

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use palabre_api::ApiError;
use palabre_demo::Room;
use palabre_node::NodeOptions;
use palabre_node::keys::Typed;
use palabre_node::live::{Desk, LiveEvent, LiveOptions, Until};
use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tower_http::services::ServeDir;

/// How the bridge is to be served.
pub struct Options {
    /// Where to listen; must be loopback.
    pub bind: SocketAddr,
    /// The folder of the user interface.
    pub ui: PathBuf,
    /// Where the node is to be reachable for other laptops; nowhere in particular when empty.
    pub peers: Vec<SocketAddr>,
    /// Whether to look for members on the local network.
    pub near: bool,
    /// The example to look around in, with its own idea of what time it is.
    pub example: Room,
    /// Where the keys find a passphrase that the browser sent with a call.
    pub typed: Typed,
}

/// A bridge that listens.
pub struct Bridge {
    listener: TcpListener,
    router: Router,
    token: String,
    work: std::pin::Pin<Box<dyn Future<Output = ()> + Send>>,
}

#[derive(Clone)]
struct Shared {
    desk: Desk,
    events: broadcast::Sender<Arc<str>>,
    token: Arc<str>,
    host: Arc<str>,
    /// Where files pass between the browser and the calls; it goes with the bridge.
    files: Arc<TempDir>,
    typed: Typed,
    example: Room,
}

/// The largest file that a browser may hand over: an attachment, and room for a bundle of a small community.
const MAX_FILE: usize = 64 << 20;

/// What the pages may load, as a content security policy says it: nothing from elsewhere. How long a bar is stands in an
/// attribute; nothing else of a style may.
pub const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      style-src-attr 'unsafe-inline'; img-src 'self'; connect-src 'self'; object-src 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

impl Bridge {
    /// Begins to listen for the node of a home; one that cannot be opened says why at each call.
    ///
    /// # Errors
    /// When the address is not loopback, or cannot be listened on.
    pub async fn open(
        home: impl Fn() -> Result<NodeOptions, ApiError> + Send + 'static,
        options: Options,
    ) -> std::io::Result<Self> {
        if !options.bind.ip().is_loopback() {
            return Err(std::io::Error::other("the bridge listens on loopback only"));
        }
        let listener = TcpListener::bind(options.bind).await?;
        let (events, _) = broadcast::channel(256);
        let told = events.clone();
        let tell = move |event: LiveEvent| {
            // Nobody may be listening just now.
            if let Ok(text) = serde_json::to_string(&event) {
                let _ = told.send(Arc::from(text));
            }
        };
        let (peers, near) = (options.peers, options.near);
        let live = move || LiveOptions { bind: peers.clone(), near, ..LiveOptions::new(Until::Called) };
        let (desk, work) = Desk::opening(home, live, tell);
        let token = data_encoding::HEXLOWER.encode(&rand::random::<[u8; 16]>());
        let host = listener.local_addr()?.to_string();
        let files = Arc::new(TempDir::new()?);
        let shared = Shared {
            desk,
            events,
            token: Arc::from(token.as_str()),
            host: Arc::from(host),
            files,
            typed: options.typed,
            example: options.example,
        };
        let router = Router::new()
            .route("/call/{name}", post(call))
            .route("/example/{name}", post(example))
            .route("/events", get(events_of))
            .route("/file/{name}", post(take_file).layer(DefaultBodyLimit::max(MAX_FILE)))
            .route("/place/{name}", post(make_place))
            .route("/file/{place}/{name}", get(give_file))
            .fallback_service(ServeDir::new(options.ui))
            .layer(middleware::from_fn_with_state(shared.clone(), own_pages_only))
            .with_state(shared);
        Ok(Self { listener, router, token, work: Box::pin(work) })
    }

    /// Returns the address to open in a browser, with its token.
    ///
    /// # Errors
    /// When the system does not say where we listen.
    pub fn url(&self) -> std::io::Result<String> {
        Ok(format!("http://{}/#token={}", self.listener.local_addr()?, self.token))
    }

    /// Serves until `stop` ends.
    ///
    /// # Errors
    /// When listening fails.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send) -> std::io::Result<()> {
        let served = axum::serve(self.listener, self.router);
        tokio::select! {
            served = served => served,
            () = self.work => Ok(()),
            () = stop => Ok(()),
        }
    }
}

/// Lets through what comes from pages that were served here.
async fn own_pages_only(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    if !is_own(&shared.host, request.headers()) {
        return refused(StatusCode::FORBIDDEN, "bridge.origin", "This page was not served from here.");
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn is_own(own: &str, headers: &HeaderMap) -> bool {
    let named = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    named(header::HOST) == Some(own)
        && named(header::ORIGIN).is_none_or(|origin| origin == format!("http://{own}"))
}

fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    let error = ApiError::new(code, message, "Open the address that the bridge printed.");
    (status, serde_json::to_string(&error).unwrap_or_default()).into_response()
}

async fn call(
    State(shared): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let given = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if !shared.knows(&headers) {
        return no_token();
    }
    let Ok(arguments) = serde_json::from_slice::<Value>(&body) else {
        return refused(StatusCode::BAD_REQUEST, "call.arguments", "These arguments are not JSON.");
    };
    let community = given("x-community").map(str::to_owned);
    let phrase = given("x-passphrase").and_then(|text| data_encoding::BASE64.decode(text.as_bytes()).ok());
    let phrase = phrase.and_then(|bytes| String::from_utf8(bytes).ok());
    let typed = phrase.is_some();
    if typed {
        shared.typed.keep(phrase);
    }
    let answer = shared.desk.call(community, &name, arguments).await;
    if typed {
        shared.typed.keep(None);
    }
    answered(answer)
}

/// A call in the example: another node, in memory, so that it has an address of its own.
async fn example(
    State(shared): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !shared.knows(&headers) {
        return no_token();
    }
    let Ok(arguments) = serde_json::from_slice(&body) else {
        return refused(StatusCode::BAD_REQUEST, "call.arguments", "The arguments are not JSON.");
    };
    let events = shared.events.clone();
    let tell = move |percent: u32| {
        // Nobody may be listening just now.
        let _ = events.send(serde_json::json!({ "event": "example", "percent": percent }).to_string().into());
    };
    answered(shared.example.ask(name, arguments, tell).await)
}

/// Answers a call.
fn answered(answer: Result<Value, ApiError>) -> Response {
    match answer {
        Ok(answer) => (StatusCode::OK, answer.to_string()).into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, serde_json::to_string(&error).unwrap_or_default())
            .into_response(),
    }
}

impl Shared {
    fn knows(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        given == Some(&format!("Bearer {}", self.token))
    }

    /// Makes a folder of its own for a file of this name, and returns the file's path.
    fn place(&self, name: &str) -> Option<PathBuf> {
        // One plain name: nothing that leads elsewhere.
        let plain = FilePath::new(name).file_name().is_some_and(|plain| plain == name);
        if !plain || name.contains(['/', '\\', '\0']) {
            return None;
        }
        let folder = self.files.path().join(data_encoding::HEXLOWER.encode(&rand::random::<[u8; 8]>()));
        std::fs::create_dir(&folder).ok()?;
        Some(folder.join(name))
    }
}

fn no_token() -> Response {
    refused(StatusCode::UNAUTHORIZED, "bridge.token", "The token is missing, or another one.")
}

fn no_file() -> Response {
    refused(StatusCode::UNPROCESSABLE_ENTITY, "file.failed", "This file cannot be read or written here.")
}

async fn take_file(
    State(shared): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !shared.knows(&headers) {
        return no_token();
    }
    match shared.place(&name).filter(|path| std::fs::write(path, &body).is_ok()) {
        Some(path) => path.display().to_string().into_response(),
        None => no_file(),
    }
}

async fn make_place(State(shared): State<Shared>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    if !shared.knows(&headers) {
        return no_token();
    }
    shared.place(&name).map_or_else(no_file, |path| path.display().to_string().into_response())
}

async fn give_file(
    State(shared): State<Shared>,
    Path((place, name)): Path<(String, String)>,
    Query(given): Query<Token>,
) -> Response {
    if *given.token != *shared.token {
        return no_token();
    }
    let within = |part: &str| FilePath::new(part).file_name().is_some_and(|plain| plain == part);
    if !within(&place) || !within(&name) {
        return no_file();
    }
    match std::fs::read(shared.files.path().join(place).join(name)) {
        // It is saved, and never shown: nothing of it runs here.
        Ok(bytes) => {
            let kept = [
                (header::CONTENT_TYPE, "application/octet-stream"),
                (header::CONTENT_DISPOSITION, "attachment"),
            ];
            (kept, bytes).into_response()
        }
        Err(_) => no_file(),
    }
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

async fn events_of(State(shared): State<Shared>, Query(given): Query<Token>) -> Response {
    if *given.token != *shared.token {
        return no_token();
    }
    let heard = shared.events.subscribe();
    let stream = futures_of(heard);
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

/// Returns what happens from now on, one event after the other.
fn futures_of(
    heard: broadcast::Receiver<Arc<str>>,
) -> impl n0_future::Stream<Item = Result<Event, Infallible>> {
    n0_future::stream::unfold(heard, |mut heard| async move {
        loop {
            match heard.recv().await {
                Ok(text) => return Some((Ok(Event::default().data(&*text)), heard)),
                // Whoever listens too slowly reads the screen anew with the next one.
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    })
}
