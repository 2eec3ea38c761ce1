//! The laptops of the twelve, and how they meet: the ordinary sessions, without a network in between.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use palabre_api::{ApiError, Handler, ask};
use palabre_domain::id::CommunityId;
use palabre_feeds::session::{Act, Fault, Session};
use palabre_node::home::Identity;
use palabre_node::node::Clock;
use palabre_node::{Node, duty};

use crate::calendar::{Calendar, Language};
use crate::people::{ALL, Who};

/// The longest that two laptops speak, in turns: far more than they ever need.
const TURNS: usize = 10_000;
/// The clock follows the world's.
const FOLLOWS: i64 = i64::MIN;

/// The one clock of the village: turned by hand while something is told, and otherwise the world's, so many days ahead.
#[derive(Clone)]
pub(crate) struct Time {
    world: Clock,
    told: Arc<AtomicI64>,
    ahead: Arc<AtomicI64>,
}

impl Time {
    fn new(world: Clock) -> Self {
        Self { world, told: Arc::new(AtomicI64::new(FOLLOWS)), ahead: Arc::default() }
    }

    fn clock(&self) -> Clock {
        let time = self.clone();
        Arc::new(move || time.now())
    }

    /// Returns the time in the village.
    pub(crate) fn now(&self) -> i64 {
        match self.told.load(Ordering::Relaxed) {
            FOLLOWS => (self.world)() + self.ahead(),
            told => told,
        }
    }

    /// Returns how far the village is ahead of the world, in milliseconds.
    pub(crate) fn ahead(&self) -> i64 {
        self.ahead.load(Ordering::Relaxed)
    }

    /// Tells of this time.
    pub(crate) fn tell(&self, at: i64) {
        self.told.store(at, Ordering::Relaxed);
    }

    /// Follows the world again, so far ahead.
    pub(crate) fn follow(&self, ahead: i64) {
        self.ahead.store(ahead, Ordering::Relaxed);
        self.told.store(FOLLOWS, Ordering::Relaxed);
    }
}

/// What was begun, by the word that the story has for it: ids of records.
pub(crate) type Ids = BTreeMap<&'static str, String>;

/// Twelve laptops.
pub(crate) struct Village {
    nodes: Vec<Node>,
    pub(crate) community: CommunityId,
    pub(crate) time: Time,
    pub(crate) ids: Ids,
    /// Whose laptop each one meets before and after everything; nobody's: they are away, and meet nobody.
    hubs: [Option<Who>; ALL.len()],
}

impl Village {
    /// Founds the community in Fatou's laptop, and lets the others in.
    pub(crate) fn found(
        world: Clock,
        calendar: &Calendar,
        day: i32,
        (name, cause): (&str, &str),
    ) -> Result<Self, ApiError> {
        let time = Time::new(world);
        time.tell(calendar.at(day, 9, 0));
        let mut nodes: Vec<Node> =
            ALL.iter().map(|who| laptop(who.person().name, *who as u8, &time)).collect();
        let fatou = &mut nodes[Who::Fatou as usize];
        let found = ask::Found { name: name.to_owned(), cause: cause.to_owned() };
        let id = fatou.found(found)?.id;
        let community = CommunityId::parse(&id).ok_or_else(broken)?;
        let invite = fatou.invite(ask::Invite { uses: 11, days: 14, ..ask::Invite::default() })?;
        let hubs = [Some(Who::Fatou); ALL.len()];
        let mut village = Self { nodes, community, time, ids: Ids::new(), hubs };
        for (who, minute) in ALL.into_iter().filter(|who| *who != Who::Fatou).zip(0..) {
            village.time.tell(calendar.at(day, 10, minute));
            village.node(who).join(ask::Join { ticket: invite.link.clone() })?;
            village.meet(who, Who::Fatou)?;
        }
        village.all_meet()?;
        Ok(village)
    }

    /// Returns somebody's laptop.
    pub(crate) fn node(&mut self, who: Who) -> &mut Node {
        &mut self.nodes[who as usize]
    }

    /// Has somebody do something: their laptop meets the one that it usually meets before, and after.
    pub(crate) fn by(
        &mut self,
        who: Who,
        act: impl FnOnce(&mut Node, &mut Ids) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let hub = self.hubs[who as usize].filter(|hub| *hub != who);
        if let Some(hub) = hub {
            self.meet(who, hub)?;
        }
        act(&mut self.nodes[who as usize], &mut self.ids)?;
        if let Some(hub) = hub {
            self.meet(who, hub)?;
        }
        Ok(())
    }

    /// Has these people's laptops meet this one from now on, or nobody's.
    pub(crate) fn go_with(&mut self, people: &[Who], hub: Option<Who>) {
        for who in people {
            self.hubs[*who as usize] = hub;
        }
    }

    /// Everybody meets whom they usually meet, twice round: so all of one place hold the same.
    pub(crate) fn all_meet(&mut self) -> Result<(), ApiError> {
        for _ in 0..2 {
            for who in ALL {
                if let Some(hub) = self.hubs[who as usize].filter(|hub| *hub != who) {
                    self.meet(who, hub)?;
                }
            }
        }
        Ok(())
    }

    /// Dung's laptop meets those of these who are here.
    pub(crate) fn visit(&mut self, people: &[Who]) -> Result<(), ApiError> {
        for who in people {
            if self.hubs[*who as usize] == Some(Who::Fatou) {
                self.meet(Who::Dung, *who)?;
            }
        }
        Ok(())
    }

    /// Lets two laptops speak until both are quiet.
    pub(crate) fn meet(&mut self, one: Who, other: Who) -> Result<(), ApiError> {
        let community = self.community;
        match self.nodes.get_disjoint_mut([one as usize, other as usize]) {
            Ok([one, other]) => meet(one, other, &community),
            // One laptop does not meet itself.
            Err(_) => Ok(()),
        }
    }
}

/// Makes the laptop of somebody new. Keys and randomness are drawn from a number: they keep nothing safe.
pub(crate) fn laptop(name: &str, number: u8, time: &Time) -> Node {
    let identity = Identity::new(name.to_owned(), [number + 1; 32], [number + 101; 32]);
    Node::in_memory(Some(identity), time.clock(), u64::from(number))
}

/// Returns a laptop of somebody elsewhere, and the one project that is packed in a file there.
pub(crate) fn elsewhere(village: &Village, texts: [&str; 5], file: String) -> Result<(), ApiError> {
    let [person, community, cause, project, why] = texts.map(str::to_owned);
    let mut node = laptop(&person, ALL.len() as u8, &village.time);
    node.found(ask::Found { name: community, cause })?;
    let project = node.project_new(ask::ProjectNew { name: project, why, ..ask::ProjectNew::default() })?.id;
    node.project_pack(ask::ProjectPack { project, file })?;
    Ok(())
}

fn broken() -> ApiError {
    ApiError::new(
        "example.broken",
        "The example cannot be told.",
        "Begin for real: nothing of yours is in it.",
    )
}

fn meet(one: &mut Node, other: &mut Node, community: &CommunityId) -> Result<(), ApiError> {
    let (a, b) = (device(one)?, device(other)?);
    let mut first = Session::open(a, b, *community, true, one.replica_of(community)?);
    let mut second = Session::open(b, a, *community, false, other.replica_of(community)?);
    for _ in 0..TURNS {
        let said = speak(one, &mut first, other, &mut second, community)?;
        let answered = speak(other, &mut second, one, &mut first, community)?;
        if !said && !answered {
            if first.is_in_sync() && second.is_in_sync() {
                met(one, &b, community)?;
                met(other, &a, community)?;
            }
            return Ok(());
        }
    }
    Err(broken())
}

fn device(node: &Node) -> Result<palabre_domain::id::DeviceId, ApiError> {
    Ok(node.identity().ok_or_else(broken)?.device_id())
}

/// Keeps in mind that both held the same just now.
fn met(
    node: &mut Node,
    other: &palabre_domain::id::DeviceId,
    community: &CommunityId,
) -> Result<(), ApiError> {
    let now = node.now();
    let store = node.replica_of(community)?.store();
    let row = store.last_row().map_err(|_| broken())?;
    store.set_met(other, now, row).map_err(|_| broken())
}

/// Says everything that one has to say; returns whether that was anything.
fn speak(
    from: &mut Node,
    out: &mut Session,
    to: &mut Node,
    into: &mut Session,
    community: &CommunityId,
) -> Result<bool, ApiError> {
    let mut said = false;
    while let Some(frame) = out.next_frame(from.replica_of(community)?) {
        said = true;
        let heard = |_: Fault| broken();
        for act in into.receive(&frame, to.replica_of(community)?).map_err(heard)? {
            let Act::Take(runs) = act else { continue };
            let author = to.author()?;
            let replica = to.replica_of(community)?;
            let took = replica.take(&runs).map_err(|_| broken())?;
            replica.fresh();
            duty::after(replica, &author, &took.new)?;
            into.push(&replica.fresh());
            into.committed(replica);
        }
    }
    Ok(said)
}

/// Says a text of the window's language, with the days that it names.
#[derive(Clone)]
pub(crate) struct Voice {
    pub(crate) calendar: Calendar,
    pub(crate) language: Language,
}

impl Voice {
    /// Returns the one of three that the window speaks: English, French, Spanish.
    pub(crate) fn say(&self, three: [&'static str; 3]) -> String {
        self.calendar.name_days(self.language.of_three(three), self.language)
    }

    /// Returns what somebody says, in their own language, with the days that it names.
    pub(crate) fn quote(&self, who: Who, words: &str) -> String {
        self.calendar.name_days(words, who.language())
    }
}
