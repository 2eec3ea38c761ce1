//! What the process does that is killed.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use palabre_api::{Handler, ask};
use palabre_domain::id::CommunityId;
use palabre_node::keys::Keys;
use palabre_node::live::{Desk, LiveOptions, Until};
use palabre_node::{Node, NodeOptions};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;

use super::village::PHRASE;
use super::{CHILD, Scene, said};
use crate::acts::{Stage, act_of};

/// How much is written at most by one process, so that it ends by itself should nobody kill it.
const MOST: u32 = 400;

/// The acts that the laptop is killed in: those of a day, and none that closes it.
const ACTS: &[&str] = &[
    "comment",
    "react",
    "withdraw",
    "decision.new",
    "decision.open",
    "decision.answer",
    "project.new",
    "project.write",
    "project.note",
    "step.add",
    "intention.new",
    "share.new",
    "profile.write",
    "attach",
    "invite",
];

/// Returns the home in a folder, with the machine's clock.
pub(super) fn home(folder: &Path) -> Result<Node> {
    let clock = || std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis() as i64);
    let keys = Keys { ask: Arc::new(|_| Some(PHRASE.to_owned())), ..Keys::default() };
    Node::open(NodeOptions { keys, ..NodeOptions::new(folder.to_owned(), Arc::new(clock)) }).map_err(said)
}

/// Returns the last place of this laptop's own feed.
pub(super) fn own_place(node: &mut Node, community: &CommunityId) -> Result<u64> {
    let me = node.identity().context("somebody is at home")?.device_id();
    let heights = node.replica_of(community).map_err(said)?.heights()?;
    Ok(heights.tips(&me).iter().map(|tip| tip.seq).max().unwrap_or(0))
}

/// Tells the process that started this one something; it is told when this returns.
fn tell(line: &str) -> Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// Plays a scene, when the arguments are those by which this program starts itself; returns whether they were.
///
/// # Errors
/// When it cannot be played to its end: nobody but the program itself hears of it.
pub fn child(arguments: &[String]) -> Result<bool> {
    let [first, scene, folder, rest @ ..] = arguments else { return Ok(false) };
    if first != CHILD {
        return Ok(false);
    }
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let scene = Scene::read(scene).context("no such scene")?;
    play(scene, Path::new(folder), &rest).inspect_err(|error| {
        // The one that started it reads this.
        let _ = tell(&format!("failed: {error:#}"));
    })?;
    Ok(true)
}

fn play(scene: Scene, folder: &Path, rest: &[&str]) -> Result<()> {
    let mut node = home(folder)?;
    let (careless, rest) = match rest {
        [rest @ .., last] if *last == super::CARELESS => (true, rest),
        rest => (false, rest),
    };
    if careless {
        node.hold().map_err(said)?;
        for id in node.communities().map_err(said)? {
            node.replica_of(&id).map_err(said)?.store().do_not_wait()?;
        }
    }
    match (scene, rest) {
        (Scene::Write, [seed]) => write(&mut node, folder, seed.parse()?),
        (Scene::Meet, [address]) => meet(node, address),
        (Scene::Import, [file]) => {
            node.bundle_import(ask::BundleImport { file: (*file).to_owned() }).map(drop).map_err(said)
        }
        (Scene::Views, []) => {
            let community = node.chosen().map_err(said)?;
            node.hold().map_err(said)?;
            node.replica_of(&community).map(drop).map_err(said)
        }
        (Scene::Renew, []) => node.device_renew(ask::DeviceRenew::default()).map(drop).map_err(said),
        (Scene::Ticket, [file]) => {
            let ask = ask::MeRestore { from: vec![(*file).to_owned()], name: None };
            node.me_restore(ask).map(drop).map_err(said)
        }
        (Scene::Restore, [file]) => {
            let ask = ask::Restore { file: (*file).to_owned(), words: Vec::new() };
            node.restore(ask).map(drop).map_err(said)
        }
        (Scene::Join, [file]) => {
            node.me_new(ask::MeNew { name: "Eli".into() }).map_err(said)?;
            node.join(ask::Join { ticket: (*file).to_owned() }).map(drop).map_err(said)
        }
        (Scene::Found, []) => {
            node.me_new(ask::MeNew { name: "Fay".into() }).map_err(said)?;
            let ask = ask::Found { name: "Le Jardin".into(), cause: "Beans.".into() };
            node.found(ask).map(drop).map_err(said)
        }
        _ => bail!("this scene wants other arguments"),
    }
}

fn write(node: &mut Node, folder: &Path, seed: u64) -> Result<()> {
    let mut rng = StdRng::seed_from_u64(seed);
    let community = node.chosen().map_err(said)?;
    for _ in 0..MOST {
        let act = ACTS[rng.random_range(0..ACTS.len())];
        if act_of(act, node, &mut Stage { rng: &mut rng, folder }) {
            tell(&format!("wrote {}", own_place(node, &community)?))?;
        }
    }
    Ok(())
}

/// Writes at a desk that is linked with the other laptop. Its words are new each time: what was said in a meeting before
/// may have been taken back since, and such words are not said again.
fn meet(mut node: Node, address: &str) -> Result<()> {
    let community = node.chosen().map_err(said)?;
    let before = own_place(&mut node, &community)?;
    let live = || LiveOptions {
        port: None,
        nightly: None,
        bind: vec![super::village::LOOPBACK],
        near: false,
        with: vec![address.to_owned()],
        files: false,
        until: Until::Called,
        calls: None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let (desk, work) = Desk::open(node, live, |_| {});
        let work = async {
            work.await;
            Ok(())
        };
        let writing = async {
            for n in 0..MOST {
                let (name, arguments) = match n % 5 {
                    0 => ("decision.new", json!({ "question": format!("Question {n}?"), "wording": "" })),
                    1 => ("project.new", json!({ "name": format!("Project {n}") })),
                    2 => ("share.new", json!({ "kind": "gift", "text": format!("gift {n}") })),
                    _ => {
                        ("comment", json!({ "on": "community", "text": format!("word {n} after {before}") }))
                    }
                };
                desk.call(None, name, arguments).await.map_err(said)?;
                let devices = desk.call(None, "device.list", json!({})).await.map_err(said)?;
                let here =
                    devices["devices"].as_array().into_iter().flatten().find(|device| device["here"] == true);
                let place =
                    here.and_then(|device| device["entries"].as_u64()).context("this laptop is listed")?;
                tell(&format!("wrote {place}"))?;
                // Somebody who writes pauses, so that the others come to speak.
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
            drop(desk);
            Ok(())
        };
        tokio::try_join!(work, writing).map(drop)
    })
}
