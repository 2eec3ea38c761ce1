//! `palabre-hostile HOME DECISION FILE [AT]`: writes a bundle as a member of ill will would who took over the laptop of this
//! home.
//!
//! In it are two reactions to a decision: one in that laptop's own feed, with another's signature, and one of a laptop that
//! nobody let in. With a time, it is a comment on the decision that was signed at this time as it should be: any number is one.
//! The stories hand it to an honest window.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use palabre_documents::voice::{Key, Said, Target};
use palabre_domain::id::{CommunityId, Hash, RecordId};
use palabre_domain::words::{Comment, ItemId};
use palabre_feeds::body::Part;
use palabre_feeds::bundle;
use palabre_feeds::entry::{Entry, Kind};
use palabre_node::{Node, NodeOptions};
use palabre_testkit::hostile::Hostile;

fn main() -> ExitCode {
    match write(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}\nhint: palabre-hostile HOME DECISION FILE [AT]");
            ExitCode::FAILURE
        }
    }
}

fn write(arguments: &[String]) -> Result<()> {
    let ([home, decision, file] | [home, decision, file, _]) = arguments else {
        bail!("it takes a home, the id of a decision, a file to write, and at most a time");
    };
    let at = arguments.get(3).map(|at| at.parse::<i64>()).transpose().context("no time")?;
    let record = RecordId::parse(decision).context("no id of a decision")?;
    let clock = || std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis() as i64);
    let opened = Node::open(NodeOptions::new(home.into(), Arc::new(clock)));
    let mut node = opened.map_err(|error| anyhow::anyhow!("{}", error.message))?;
    let communities = node.communities().map_err(|error| anyhow::anyhow!("{}", error.message))?;
    let community = communities.first().context("no community in this home")?;
    let turned = Hostile::turned(&mut node, community);
    let entries = match at {
        Some(at) => timed(turned, record, at),
        None => forged(turned, community, record),
    };
    let mut bytes = bundle::head(community);
    bundle::append(&mut bytes, entries);
    bundle::end(&mut bytes);
    std::fs::write(file, bytes).with_context(|| format!("{file} cannot be written"))
}

fn forged(mut turned: Hostile, community: &CommunityId, record: RecordId) -> Vec<Entry> {
    let mut stranger = Hostile::stranger(*community, 7);
    let said = [(Key::React(Target::Record), Some(Said::Reaction("forged".to_owned())))];
    let mut forged = turned.say(record, &said);
    let stranger = stranger.say(record, &said);
    forged.signature = stranger.signature;
    vec![forged, stranger]
}

fn timed(mut turned: Hostile, record: RecordId, at: i64) -> Vec<Entry> {
    turned.at = at;
    let words = Part::words("My clock is right.");
    let comment = Comment { text: Hash::of(&words), parent: None };
    let words = turned.write(Kind::Part, record, words);
    vec![words, turned.say(record, &[(Key::Comment(ItemId([1; 8])), Some(Said::Comment(comment)))])]
}
