//! People at one table: nodes in memory, manual clocks, and sessions that are pumped by hand.
//!
//! These panic where something is wrong: they are for tests, and for tools that stop at the first difference.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use palabre_api::{Handler, ask, row};
use palabre_domain::id::{CommunityId, DeviceId};
use palabre_feeds::run::Run;
use palabre_feeds::session::{Act, Session};
use palabre_node::home::{Home, Identity};
use palabre_node::replica::Author;
use palabre_node::{Node, NodeOptions, preview};

/// Wednesday 10 March 2027, 10:40 UTC.
pub const START: i64 = 1_804_675_200_000;

/// A manual clock, which several people may share.
#[derive(Clone)]
pub struct Time(Arc<AtomicI64>);

impl Default for Time {
    fn default() -> Self {
        Self::new()
    }
}

impl Time {
    /// Returns a clock that stands at [`START`].
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(START)))
    }

    /// Returns what reads it.
    pub fn clock(&self) -> palabre_node::node::Clock {
        let clock = self.0.clone();
        Arc::new(move || clock.load(Ordering::Relaxed))
    }

    /// Lets hours pass.
    pub fn pass(&self, hours: i64) {
        self.pass_millis(hours * 3_600_000);
    }

    /// Lets milliseconds pass; negative ones put the clock back.
    pub fn pass_millis(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

/// Makes a node of somebody new.
pub fn person(time: &Time, name: &str, seed: u8) -> Node {
    node_of(Identity::new(name.into(), [seed; 32], [seed + 100; 32]), time, u64::from(seed))
}

/// Makes a node in memory with these keys and this clock.
pub fn node_of(identity: Identity, time: &Time, seed: u64) -> Node {
    Node::in_memory(Some(identity), time.clock(), seed)
}

/// Makes a node at home in a folder with these keys and this clock, or opens the one that is there, and takes the home.
pub fn node_at(folder: &Path, identity: &Identity, time: &Time, seed: u64) -> Node {
    let home = Home::in_folder(folder.to_owned());
    if home.identity().unwrap().is_none() {
        home.keep_identity(identity).unwrap();
    }
    let options = NodeOptions::new(folder.to_owned(), time.clock());
    let mut node = Node::open(options).unwrap().seeded(seed);
    node.hold().unwrap();
    node
}

/// Returns who writes in this node.
pub fn author(node: &Node) -> Author {
    node.author().unwrap()
}

/// Lets two nodes speak until both are quiet; each does what is due after it took something in.
pub fn meet(a: &mut Node, b: &mut Node, community: &CommunityId) -> bool {
    speak(a, b, community, usize::MAX)
}

/// Lets two nodes speak until both are quiet, or until so many frames have arrived: then the line breaks, and what is
/// under way is lost. Returns whether both hold the same.
pub fn speak(a: &mut Node, b: &mut Node, community: &CommunityId, frames: usize) -> bool {
    speak_through(a, b, community, frames, &mut Some)
}

/// The same where what the first of them says passes through something that changes it or keeps it back.
pub fn speak_through(
    a: &mut Node,
    b: &mut Node,
    community: &CommunityId,
    frames: usize,
    through: &mut dyn FnMut(Vec<u8>) -> Option<Vec<u8>>,
) -> bool {
    let (da, db) = (author(a).device(), author(b).device());
    // Whoever was suspended there is turned away at the door.
    if turns_away(a, &db, community) || turns_away(b, &da, community) {
        return false;
    }
    let mut sa = Session::open(da, db, *community, true, a.replica_of(community).unwrap());
    let mut sb = Session::open(db, da, *community, false, b.replica_of(community).unwrap());
    let mut left = frames;
    for _ in 0..200 {
        let before = left;
        step(a, &mut sa, b, &mut sb, community, &mut left, through);
        step(b, &mut sb, a, &mut sa, community, &mut left, &mut Some);
        if left == before {
            return sa.is_in_sync() && sb.is_in_sync();
        }
    }
    panic!("two sessions never fell silent");
}

fn turns_away(node: &mut Node, other: &DeviceId, community: &CommunityId) -> bool {
    let now = node.now();
    let replica = node.replica_of(community).unwrap();
    replica.mind_suspensions(now).unwrap();
    replica.is_suspended(other).unwrap()
}

fn step(
    from: &mut Node,
    out: &mut Session,
    to: &mut Node,
    into: &mut Session,
    community: &CommunityId,
    left: &mut usize,
    through: &mut dyn FnMut(Vec<u8>) -> Option<Vec<u8>>,
) {
    while *left > 0
        && let Some(frame) = out.next_frame(from.replica_of(community).unwrap())
    {
        *left -= 1;
        let Some(frame) = through(frame) else { continue };
        let acts = into.receive(&frame, to.replica_of(community).unwrap()).unwrap();
        for act in acts {
            match act {
                Act::Take(runs) => take(to, into, community, &runs),
                Act::WantsPreview => {
                    let now = to.now();
                    if let Some(bytes) = preview::make(to.replica_of(community).unwrap(), now).unwrap() {
                        into.preview(bytes);
                    }
                }
                Act::Preview(bytes) => {
                    to.keep_preview(community, &preview::read(&bytes).unwrap()).unwrap();
                }
                Act::InSync => to.drop_preview(community).unwrap(),
                _ => {}
            }
        }
    }
}

/// Takes runs in, does what is due then, and passes on what that wrote.
fn take(to: &mut Node, into: &mut Session, community: &CommunityId, runs: &[Run]) {
    let author = author(to);
    let replica = to.replica_of(community).unwrap();
    let took = replica.take(runs).unwrap();
    // A gap can be: a laptop that was copied may write on before both know that its story has split.
    assert_eq!(took.refused, 0);
    replica.fresh();
    palabre_node::duty::after(replica, &author, &took.new).unwrap();
    let own = replica.fresh();
    into.push(&own);
    let acts = into.committed(replica);
    if acts.contains(&Act::InSync) {
        to.drop_preview(community).unwrap();
    }
}

/// Founds a community in `founder`, and lets `others` in.
pub fn gather(founder: &mut Node, others: &mut [&mut Node]) -> CommunityId {
    let found = ask::Found { name: "Le Fournil".into(), cause: "That nobody faces change alone.".into() };
    let community = CommunityId::parse(&founder.found(found).unwrap().id).unwrap();
    let invite = founder.invite(ask::Invite { uses: 50, days: 14, ..Default::default() }).unwrap();
    for other in others {
        other.join(ask::Join { ticket: invite.link.clone() }).unwrap();
        assert!(meet(other, founder, &community));
    }
    community
}

/// Returns a decision by the beginning of its question.
pub fn show(node: &mut Node, decision: &str) -> row::Decision {
    node.decision_show(ask::DecisionShow { decision: decision.into(), ..Default::default() }).unwrap()
}

/// Answers a decision.
pub fn answer(node: &mut Node, decision: &str, position: &str) {
    let reason = (position == "against").then(|| "because".to_owned());
    let ask = ask::DecisionAnswer {
        decision: decision.into(),
        answer: vec![position.into()],
        reason,
        ..Default::default()
    };
    node.decision_answer(ask).unwrap();
}

/// Returns the hash of everything that a node shows.
pub fn state(node: &mut Node, community: &CommunityId) -> String {
    node.replica_of(community).unwrap().state_hash().unwrap()
}

/// Drafts and opens a decision.
pub fn ask_them(node: &mut Node, question: &str, how: &str) {
    node.decision_new(ask::DecisionNew { question: question.into(), wording: String::new() }).unwrap();
    node.decision_open(ask::DecisionOpen {
        decision: question.into(),
        how: Some(how.into()),
        reasons: Some("optional".into()),
        ..Default::default()
    })
    .unwrap();
}

/// Counts a decision.
pub fn count(node: &mut Node, decision: &str) -> row::Decision {
    node.decision_count(ask::DecisionCount { decision: decision.into() }).unwrap()
}

/// Confirms what a node finds equal.
pub fn confirm(node: &mut Node, decision: &str) -> Result<row::Decision, palabre_api::ApiError> {
    node.decision_confirm(ask::DecisionConfirm { decision: Some(decision.into()), by_itself: None })
}
