//! A browser's way to the node, and what strangers on this machine get.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use palabre_bridge::{Bridge, Options, POLICY};
use palabre_demo::Room;
use palabre_node::NodeOptions;
use palabre_node::keys::Typed;

struct Open {
    address: SocketAddr,
    token: String,
    folder: tempfile::TempDir,
}

async fn open() -> Open {
    let folder = tempfile::tempdir().unwrap();
    let (home, ui) = (folder.path().join("home"), folder.path().join("ui"));
    std::fs::create_dir(&ui).unwrap();
    std::fs::write(ui.join("index.html"), "<title>Palabre</title>").unwrap();
    std::fs::write(folder.path().join("secret"), "not served").unwrap();
    let home = move || Ok(NodeOptions::new(home.clone(), Arc::new(|| 1_800_000_000_000)));
    let loopback: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let options = Options {
        bind: loopback,
        ui,
        peers: vec![loopback],
        near: false,
        example: Room::default(),
        typed: Typed::default(),
    };
    let bridge = Bridge::open(home, options).await.unwrap();
    let url = bridge.url().unwrap();
    let (address, token) = url.trim_start_matches("http://").split_once("/#token=").unwrap();
    let open = Open { address: address.parse().unwrap(), token: token.to_owned(), folder };
    tokio::spawn(bridge.serve(std::future::pending()));
    open
}

impl Open {
    /// Sends a request with these headers; returns the status and the body.
    async fn send(&self, what: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let (head, body) = self.ask(what, headers, body).await;
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body)
    }

    /// Sends a request with these headers; returns the head and the body.
    async fn ask(&self, what: &str, headers: &[(&str, &str)], body: &str) -> (String, String) {
        let host = self.address.to_string();
        let mut request =
            format!("{what} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: {host}\r\n"));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!("\r\n{body}"));
        let address = self.address;
        let answered = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        });
        let answer = answered.await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_token_may_call() {
    let open = open().await;
    let token = format!("Bearer {}", open.token);
    let with = [("Authorization", token.as_str())];
    let (status, body) = open.send("POST /call/me.new", &with, r#"{"name":"Ana"}"#).await;
    assert_eq!(status, 200, "{body}");
    assert!(body.contains(r#""name":"Ana""#), "{body}");
    let (status, body) = open.send("POST /call/status", &with, "{}").await;
    assert!(status == 422 && body.contains("community.none"), "{status} {body}");
    let (status, body) = open.send("POST /call/status", &with, "{").await;
    assert!(status == 400 && body.contains("call.arguments"), "{status} {body}");
    let (status, body) = open.send("GET /", &[], "").await;
    assert!(status == 200 && body.contains("<title>Palabre</title>"), "{status} {body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_get_nothing() {
    let open = open().await;
    let token = format!("Bearer {}", open.token);
    let (status, body) = open.send("POST /call/me.new", &[], r#"{"name":"Eve"}"#).await;
    assert!(status == 401 && body.contains("bridge.token"), "{status} {body}");
    let wrong = [("Authorization", "Bearer 0123")];
    assert_eq!(open.send("POST /call/me.new", &wrong, r#"{"name":"Eve"}"#).await.0, 401);
    // A page from elsewhere that learned the token, or that renamed itself.
    let elsewhere = [("Authorization", token.as_str()), ("Origin", "http://evil.example")];
    assert_eq!(open.send("POST /call/me.new", &elsewhere, r#"{"name":"Eve"}"#).await.0, 403);
    let renamed = [("Authorization", token.as_str()), ("Host", "evil.example")];
    assert_eq!(open.send("POST /call/me.new", &renamed, r#"{"name":"Eve"}"#).await.0, 403);
    assert_eq!(open.send("GET /events?token=0123", &[], "").await.0, 401);
    assert_eq!(open.send("GET /../secret", &[], "").await.0, 404);
    assert_eq!(open.send("GET /%2e%2e/secret", &[], "").await.0, 404);
    assert!(open.folder.path().join("secret").exists() && !open.folder.path().join("home/keys").exists());
}

/// Neither the window nor a browser gives the pages anything from elsewhere, and the window nothing but calls and events.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_loaded_from_elsewhere() {
    let (head, _) = open().await.ask("GET /", &[], "").await;
    assert!(head.contains(&format!("content-security-policy: {POLICY}")), "{head}");
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let shell = read(include_str!("../../../../tauri.conf.json"));
    let window = shell["app"]["security"]["csp"].as_str().unwrap();
    // In the window calls go to the shell; nobody else's page has a browser's pages in a frame.
    let calls = window.replace("connect-src 'self' ipc: http://ipc.localhost;", "connect-src 'self';");
    assert_eq!(format!("{calls}; frame-ancestors 'none'"), POLICY);
    for directive in calls.split("; ") {
        let (name, sources) = directive.split_once(' ').unwrap();
        for source in sources.split(' ') {
            let is_own = matches!(source, "'self'" | "'none'");
            let is_needed = matches!(
                (name, source),
                ("script-src", "'wasm-unsafe-eval'") | ("style-src-attr", "'unsafe-inline'")
            );
            assert!(is_own || is_needed, "{directive}");
        }
    }
    let may = read(include_str!("../../../../src-tauri/capabilities/main.json"));
    let permissions = serde_json::json!(["core:event:allow-listen", "core:event:allow-unlisten"]);
    assert_eq!(may["permissions"], permissions);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_pass_between_a_browser_and_the_calls() {
    let open = open().await;
    let token = format!("Bearer {}", open.token);
    let with = [("Authorization", token.as_str())];
    let (status, path) = open.send("POST /file/bread.txt", &with, "flour").await;
    assert_eq!(status, 200, "{path}");
    assert!(path.ends_with("/bread.txt"), "{path}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "flour");
    // What a call wrote there is given to whoever has the token.
    let (status, path) = open.send("POST /place/tea.txt", &with, "").await;
    assert!(status == 200 && !std::path::Path::new(&path).exists(), "{path}");
    std::fs::write(&path, "leaves").unwrap();
    let tail: Vec<&str> = path.rsplit('/').take(2).collect();
    let given = format!("GET /file/{}/{}?token=", tail[1], tail[0]);
    assert_eq!(open.send(&format!("{given}{}", open.token), &[], "").await, (200, "leaves".to_owned()));
    assert_eq!(open.send(&format!("{given}0123"), &[], "").await.0, 401);
    // Names that lead elsewhere are none, and nothing is taken without the token.
    for name in ["..", ".", "%2e%2e", "a%2fb", "a%5cb"] {
        let (status, body) = open.send(&format!("POST /place/{name}"), &with, "").await;
        assert_ne!(status, 200, "{name}: {body}");
        let asked = format!("GET /file/{name}/{name}?token={}", open.token);
        assert_ne!(open.send(&asked, &[], "").await.0, 200, "{name}");
    }
    assert_eq!(open.send("POST /file/bread.txt", &[], "flour").await.0, 401);
    assert_eq!(open.send("POST /place/bread.txt", &[], "").await.0, 401);
}

#[tokio::test]
async fn it_listens_on_loopback_only() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(|| 0);
    let path = folder.path().to_owned();
    let home = move || Ok(NodeOptions::new(path.clone(), clock.clone()));
    let bind = "0.0.0.0:0".parse().unwrap();
    let options = Options {
        bind,
        ui: folder.path().into(),
        peers: Vec::new(),
        near: false,
        example: Room::default(),
        typed: Typed::default(),
    };
    assert!(Bridge::open(home, options).await.is_err());
}
