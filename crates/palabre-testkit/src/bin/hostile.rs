//! `palabre-hostile HOME DECISION FILE`: writes a bundle as a member of ill will would who took over the laptop of this home.
//!
//! In it are two reactions to a decision: one in that laptop's own feed, with another's signature, and one of a laptop that
//! nobody let in. The stories hand it to an honest window.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use palabre_documents::voice::{Key, Said, Target};
use palabre_domain::id::RecordId;
use palabre_feeds::bundle;
use palabre_node::{Node, NodeOptions};
use palabre_testkit::hostile::Hostile;

fn main() -> ExitCode {
    match write(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}\nhint: palabre-hostile HOME DECISION FILE");
            ExitCode::FAILURE
        }
    }
}

fn write(arguments: &[String]) -> Result<()> {
    let [home, decision, file] = arguments else {
        bail!("it takes a home, the id of a decision, and a file to write");
    };
    let record = RecordId::parse(decision).context("no id of a decision")?;
    let clock = || std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis() as i64);
    let opened = Node::open(NodeOptions::new(home.into(), Arc::new(clock)));
    let mut node = opened.map_err(|error| anyhow::anyhow!("{}", error.message))?;
    let communities = node.communities().map_err(|error| anyhow::anyhow!("{}", error.message))?;
    let community = communities.first().context("no community in this home")?;
    let mut turned = Hostile::turned(&mut node, community);
    let mut stranger = Hostile::stranger(*community, 7);
    let said = [(Key::React(Target::Record), Some(Said::Reaction("forged".to_owned())))];
    let mut forged = turned.say(record, &said);
    let stranger = stranger.say(record, &said);
    forged.signature = stranger.signature;
    let mut bytes = bundle::head(community);
    bundle::append(&mut bytes, vec![forged, stranger]);
    bundle::end(&mut bytes);
    std::fs::write(file, bytes).with_context(|| format!("{file} cannot be written"))
}
