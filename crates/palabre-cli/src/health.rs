//! What a house computer tells whoever watches over it: whether it is well, and in numbers. On this machine only.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use palabre_api::{ApiError, row};
use palabre_node::live::Desk;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// How long the loop may be busy with something else before it counts as stuck.
const PATIENCE: Duration = Duration::from_secs(10);

/// The kind of text that Prometheus reads.
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Listens on this machine, at this port.
///
/// # Errors
/// When another program has the port.
pub async fn listen(port: u16) -> Result<TcpListener, ApiError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| {
        ApiError::new(
            "keep.health",
            format!("Nobody can be told on port {port} how the house computer is: {error}."),
            "Another program may have it. Take another port: --health PORT.",
        )
    })
}

/// Answers until it is dropped.
pub async fn serve(listener: TcpListener, desk: Desk) {
    let router = Router::new()
        .route("/health", get(health))
        .route("/metrics", get(metrics))
        .layer(middleware::from_fn(own_machine_only))
        .with_state(desk);
    // Without its answers a house computer still keeps.
    let _ = axum::serve(listener, router).await;
}

/// Refuses pages of other places that a browser on this machine was led to open here under another name.
async fn own_machine_only(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let own = host.is_some_and(|host| {
        host.parse::<SocketAddr>().is_ok_and(|address| address.ip().is_loopback())
            || host.split(':').next().is_some_and(|name| name == "localhost" || name == "127.0.0.1")
    });
    if own { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() }
}

/// Asks the loop: that it answers shows that it turns, and what it answers comes from the files.
async fn ask(desk: &Desk) -> Result<row::House, ApiError> {
    let stuck = || {
        ApiError::new(
            "keep.stuck",
            format!("The house computer has not answered for {} seconds.", PATIENCE.as_secs()),
            "If it stays so, stop it and start it again.",
        )
    };
    let asked = desk.call(None, "house", json!({}));
    let answer = tokio::time::timeout(PATIENCE, asked).await.map_err(|_| stuck())??;
    serde_json::from_value(answer).map_err(|error| {
        ApiError::new("reply.unreadable", format!("What it answered cannot be read: {error}."), "")
    })
}

async fn health(State(desk): State<Desk>) -> Response {
    let (code, told) = match ask(&desk).await {
        Ok(house) => (StatusCode::OK, well(&house)),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, json!({ "status": "unwell", "error": error })),
    };
    (code, [(header::CONTENT_TYPE, "application/json")], format!("{told}\n")).into_response()
}

fn well(house: &row::House) -> Value {
    json!({
        "status": "well",
        "since": house.since,
        "communities": house.communities.len(),
        "entries": house.communities.iter().map(|community| community.entries).sum::<u64>(),
        "linked": house.linked,
        "last_met": house.last_met,
        "backup": house.backup.as_ref().map(|backup| backup.last),
    })
}

async fn metrics(State(desk): State<Desk>) -> Response {
    match ask(&desk).await {
        Ok(house) => {
            let now = jiff::Timestamp::now().as_millisecond();
            ([(header::CONTENT_TYPE, METRICS)], numbers(&house, now)).into_response()
        }
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("# {}\n", error.message)).into_response(),
    }
}

/// Numbers as Prometheus reads them.
#[derive(Default)]
struct Numbers(String);

impl Numbers {
    /// Says what the next values are.
    fn about(&mut self, name: &str, kind: &str, help: &str) {
        self.0.push_str(&format!("# HELP palabre_{name} {help}\n# TYPE palabre_{name} {kind}\n"));
    }

    fn value(&mut self, name: &str, value: impl std::fmt::Display) {
        self.0.push_str(&format!("palabre_{name} {value}\n"));
    }

    /// Says one value of each community.
    fn each(&mut self, name: &str, help: &str, house: &row::House, of: impl Fn(&row::HouseCommunity) -> u64) {
        self.about(name, "gauge", help);
        for community in &house.communities {
            let label = escaped(&community.name);
            let (id, value) = (&community.id, of(community));
            self.value(&format!("{name}{{community=\"{id}\",name=\"{label}\"}}"), value);
        }
    }
}

/// Returns a name as a label's value.
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// Returns the seconds since then.
fn age(then: i64, now: i64) -> i64 {
    now.saturating_sub(then).max(0) / 1000
}

fn numbers(house: &row::House, now: i64) -> String {
    let mut numbers = Numbers::default();
    if let Some(since) = house.since {
        numbers.about("uptime_seconds", "gauge", "For how long it has been reachable.");
        numbers.value("uptime_seconds", age(since, now));
    }
    numbers.about("peers_linked", "gauge", "How many laptops are linked now.");
    numbers.value("peers_linked", house.linked);
    numbers.about("received_bytes_total", "counter", "How many bytes of entries and questions came.");
    numbers.value("received_bytes_total", house.received);
    numbers.about("sent_bytes_total", "counter", "How many bytes of entries and questions went.");
    numbers.value("sent_bytes_total", house.sent);
    if let Some(met) = house.last_met {
        numbers.about("last_met_age_seconds", "gauge", "How long ago it last held the same as another.");
        numbers.value("last_met_age_seconds", age(met, now));
    }
    if let Some(backup) = &house.backup {
        numbers.about("backup_made", "gauge", "Whether everything was ever saved here.");
        numbers.value("backup_made", u8::from(backup.last.is_some()));
        if let Some(last) = backup.last {
            numbers.about("backup_age_seconds", "gauge", "How long ago everything was saved last.");
            numbers.value("backup_age_seconds", age(last, now));
        }
    }
    numbers.each("entries", "How many entries are held.", house, |c| c.entries);
    numbers.each("entries_pending", "How many entries wait for others.", house, |c| c.pending);
    numbers.each("members", "How many members are here.", house, |c| c.members.into());
    numbers.each("devices", "How many of their laptops are honoured.", house, |c| c.devices.into());
    numbers.each("links", "How many laptops are linked now.", house, |c| c.linked.into());
    numbers.each("attached_files", "How many attached files are here.", house, |c| c.files.into());
    numbers.each("database_bytes", "How many bytes the community's file has.", house, |c| c.bytes);
    numbers.each(
        "quota_used_percent",
        "How much of what this device may write it has written.",
        house,
        |c| c.quota.into(),
    );
    numbers.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_prometheus_reads_them() {
        let community = row::HouseCommunity {
            id: "1a2b".into(),
            name: "Le \"Fournil\"\\\n".into(),
            entries: 41,
            bytes: 9_000,
            ..Default::default()
        };
        let house = row::House {
            since: Some(1_000),
            linked: 2,
            last_met: Some(61_000),
            communities: vec![community],
            backup: Some(row::HouseBackup { last: Some(1_000), ..Default::default() }),
            ..Default::default()
        };
        let text = numbers(&house, 121_000);
        for line in [
            "palabre_uptime_seconds 120",
            "palabre_peers_linked 2",
            "palabre_last_met_age_seconds 60",
            "palabre_backup_age_seconds 120",
            "palabre_entries{community=\"1a2b\",name=\"Le \\\"Fournil\\\"\\\\\\n\"} 41",
            "palabre_database_bytes{community=\"1a2b\",name=\"Le \\\"Fournil\\\"\\\\\\n\"} 9000",
        ] {
            assert!(text.lines().any(|known| known == line), "{line}\n{text}");
        }
        // Each value is explained before it comes.
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let name = line.split(['{', ' ']).next().unwrap();
            assert!(text.contains(&format!("# TYPE {name} ")), "{line}");
        }
        // A clock that was put back makes no negative age.
        assert!(numbers(&house, 0).contains("palabre_uptime_seconds 0\n"));
    }

    #[tokio::test]
    async fn a_loop_that_has_ended_is_not_well() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (desk, calls) = Desk::pair();
        drop(calls);
        let serving = tokio::spawn(serve(listener, desk));
        for path in ["health", "metrics"] {
            let mut stream = tokio::net::TcpStream::connect(address).await.expect("it listens");
            let asked = format!("GET /{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
            stream.write_all(asked.as_bytes()).await.expect("it reads");
            let mut told = String::new();
            stream.read_to_string(&mut told).await.expect("it answers");
            assert!(told.starts_with("HTTP/1.1 503 "), "{told}");
            assert!(told.contains("Palabre has stopped working here."), "{told}");
        }
        serving.abort();
    }
}
