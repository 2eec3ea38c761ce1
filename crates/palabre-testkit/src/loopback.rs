//! Laptops at home in folders, that meet over real sockets on loopback.
//!
//! Like [`crate::people`], these panic where something is wrong: they are for tests.

use std::sync::Arc;
use std::time::Duration;

use palabre_api::{Handler, ask};
use palabre_net::{Net, NetOptions};
use palabre_node::live::{LiveEvent, LiveOptions, LiveReport, Until, run};
use palabre_node::{Node, NodeOptions};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Makes a home in a folder for somebody new, with this machine's clock.
pub fn home(folder: &tempfile::TempDir, name: &str) -> Node {
    let clock = || std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
    let mut node = Node::open(NodeOptions::new(folder.path().join(name), Arc::new(clock))).unwrap();
    node.me_new(ask::MeNew { name: name.into() }).unwrap();
    node
}

/// Returns how the run loop listens on loopback alone, at any port, and calls these.
pub fn options(with: Vec<String>, until: Until) -> LiveOptions {
    LiveOptions { bind: vec!["127.0.0.1:0".parse().unwrap()], with, ..LiveOptions::new(until) }
}

/// Binds an endpoint on loopback with the secret of a device.
pub async fn endpoint(secret: [u8; 32]) -> Net {
    let bind = vec!["127.0.0.1:0".parse().unwrap()];
    Net::bind(NetOptions { bind, ..NetOptions::new(secret) }).await.unwrap()
}

/// A laptop that stays on until it is told to stop.
pub struct Keeper {
    /// Where it is met.
    pub address: String,
    /// The codes of the problems that it tells its person.
    pub problems: mpsc::UnboundedReceiver<String>,
    /// Tells it to stop.
    pub stop: oneshot::Sender<()>,
    /// Gives it back, with what it met, once it has stopped.
    pub task: JoinHandle<(Node, LiveReport)>,
}

/// Lets a laptop stay on.
pub async fn keep(mut node: Node) -> Keeper {
    let (stop, stopped) = oneshot::channel();
    let (tell, mut hear) = mpsc::unbounded_channel();
    let (warn, problems) = mpsc::unbounded_channel();
    let task = tokio::spawn(async move {
        let report = run(&mut node, options(vec![], Until::Stopped(stopped)), |event| match event {
            LiveEvent::Listening { addresses, .. } => tell.send(addresses[0].clone()).unwrap(),
            // Most tests do not ask for them.
            LiveEvent::Problem { code, .. } => drop(warn.send(code)),
            _ => {}
        });
        let report = report.await.unwrap();
        (node, report)
    });
    Keeper { address: hear.recv().await.unwrap(), problems, stop, task }
}

/// Lets a laptop call another until both hold the same.
pub async fn sync(node: &mut Node, with: &str) -> LiveReport {
    let until = Until::InSync { at_most: Duration::from_secs(20) };
    run(node, options(vec![with.into()], until), |_| {}).await.unwrap()
}
