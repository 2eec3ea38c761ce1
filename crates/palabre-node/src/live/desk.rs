//! A node that stays on for a face: it answers calls, meets others, and says what changed.

use std::time::Duration;

use palabre_api::{ApiError, Call, ask, dispatch};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::{LiveEvent, LiveOptions, Until, next, run_with, sleep_until};
use crate::node::{Node, NodeOptions};

/// A call that waits for its answer.
pub struct Asked {
    community: Option<String>,
    name: String,
    arguments: Value,
    answer: oneshot::Sender<Result<Value, ApiError>>,
}

impl Asked {
    /// Returns true unless it is asked by itself, again and again, about every community.
    pub(super) fn is_by_somebody(&self) -> bool {
        self.name != ask::Notices::NAME
    }

    /// Returns true where it is about a home that cannot be opened.
    fn sets_aside(&self) -> bool {
        self.name == ask::Mend::NAME && self.arguments["anew"] == true
    }

    /// Says why it cannot be answered.
    fn refuse(self, error: ApiError) {
        // Whoever asked may have gone.
        let _ = self.answer.send(Err(error));
    }

    /// Answers it.
    pub(super) fn answer(self, node: &mut Node) {
        // What one caller names is not what the next one means.
        let before = self.community.is_some().then(|| node.turn_to(self.community));
        let answer = dispatch(node, &self.name, self.arguments);
        if let Some(before) = before {
            node.turn_to(before);
        }
        // Whoever asked may have gone.
        let _ = self.answer.send(answer);
    }
}

/// The door to a node that stays on. Cheap to clone; when the last one is dropped, the node stops.
#[derive(Clone)]
pub struct Desk(mpsc::Sender<Asked>);

impl Desk {
    /// Returns a door and the calls that come in by it, for a loop that runs by itself: see [`super::LiveOptions::calls`].
    pub fn pair() -> (Self, mpsc::Receiver<Asked>) {
        let (calls, asked) = mpsc::channel(16);
        (Self(calls), asked)
    }

    /// Sets a node to work: the door, and the work itself, which the caller spawns. `options` are asked for whenever the
    /// network is entered: first when somebody is at home here.
    pub fn open(
        node: Node,
        options: impl Fn() -> LiveOptions + Send,
        on_event: impl FnMut(LiveEvent) + Send,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (desk, asked) = Self::pair();
        (desk, attend(node, asked, options, on_event))
    }

    /// Sets a node to work as [`Desk::open`] does, once its home can be opened: until then each call tries that, and says why
    /// it cannot be; only setting it aside is done all the same.
    pub fn opening(
        home: impl Fn() -> Result<NodeOptions, ApiError> + Send,
        options: impl Fn() -> LiveOptions + Send,
        on_event: impl FnMut(LiveEvent) + Send,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (desk, mut asked) = Self::pair();
        let work = async move {
            let mut opened = home().and_then(Node::open);
            while opened.is_err() {
                let Some(one) = asked.recv().await else { return };
                opened = home().and_then(Node::open);
                match (&mut opened, home()) {
                    (Ok(node), _) => one.answer(node),
                    (Err(_), Ok(home)) if one.sets_aside() => one.answer(&mut Node::closed(home)),
                    (Err(error), _) => one.refuse(error.clone()),
                }
            }
            let Ok(node) = opened else { return };
            attend(node, asked, options, on_event).await;
        };
        (desk, work)
    }

    /// Makes a call, about this community where there are several.
    ///
    /// # Errors
    /// What the call says, or that the node has stopped.
    pub async fn call(
        &self,
        community: Option<String>,
        name: &str,
        arguments: Value,
    ) -> Result<Value, ApiError> {
        let stopped = || ApiError::new("node.stopped", "Palabre has stopped working here.", "Open it again.");
        let (answer, answered) = oneshot::channel();
        let asked = Asked { community, name: name.to_owned(), arguments, answer };
        self.0.send(asked).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

async fn attend(
    mut node: Node,
    asked: mpsc::Receiver<Asked>,
    options: impl Fn() -> LiveOptions + Send,
    mut on_event: impl FnMut(LiveEvent) + Send,
) {
    let mut calls = Some(asked);
    if node.identity().is_some() && !welcome(&mut node, &mut calls).await {
        return;
    }
    loop {
        // Nobody is at home yet: there is nothing to meet others with.
        while node.identity().is_none() {
            let Some(asked) = next(&mut calls).await else { return };
            asked.answer(&mut node);
        }
        let options = LiveOptions { until: Until::Called, ..options() };
        match run_with(&mut node, options, &mut calls, &mut on_event).await {
            Ok(_) => return,
            Err(ApiError { code, message, hint }) => on_event(LiveEvent::Problem { code, message, hint }),
        }
        // Without the network everything else goes on; the next call tries it again.
        let Some(asked) = next(&mut calls).await else { return };
        asked.answer(&mut node);
    }
}

/// How long a face that was just opened may take until it asks something.
const OPENING: Duration = Duration::from_secs(3);
/// How long nothing is asked until what it shows first is there.
const SHOWN: Duration = Duration::from_millis(300);

/// Answers what a face asks first, before others are met: a page that opens needs the processors itself. Until it asks
/// something, what it is about to ask for is read in. Returns false when nobody can ask any more.
async fn welcome(node: &mut Node, calls: &mut Option<mpsc::Receiver<Asked>>) -> bool {
    // Where another process holds the home, the loop says so next.
    let held = node.hold().and_then(|()| node.communities_that_open());
    let mut unread = held.unwrap_or_default().into_iter();
    let over = Instant::now() + OPENING;
    let mut until = over;
    loop {
        tokio::select! {
            biased;
            asked = next(calls) => match asked {
                Some(asked) => asked.answer(node),
                None => return false,
            },
            () = std::future::ready(()), if unread.len() > 0 => {
                unread.next().iter().for_each(|community| node.look_ahead(community));
                continue;
            }
            () = sleep_until(Some(until)) => return true,
        }
        until = over.min(Instant::now() + SHOWN);
    }
}
