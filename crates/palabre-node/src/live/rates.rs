//! What each peer has taken up, and the waits that follow: nobody is judged or dropped for being busy.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use palabre_domain::id::DeviceId;
use palabre_feeds::rate::Allowance;
use tokio::time::Instant;

/// The longest single wait: well below the 30 seconds after which a sender gives up, so that it never comes to that.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// The allowances of all peers, over all their links. Clones are the same.
#[derive(Clone)]
pub(super) struct Rates {
    peers: Arc<Mutex<BTreeMap<DeviceId, Allowance>>>,
    start: Instant,
}

impl Rates {
    /// Returns the rates of a loop that begins.
    pub fn new() -> Self {
        Self { peers: Arc::default(), start: Instant::now() }
    }

    /// Counts a call, and returns for how long it is to wait.
    pub fn called(&self, peer: DeviceId) -> Duration {
        self.charge(peer, Allowance::call)
    }

    /// Counts a frame, and returns for how long the next one is to wait.
    pub fn heard(&self, peer: DeviceId, frame: &[u8]) -> Duration {
        self.charge(peer, |allowance, now| allowance.frame(frame, now))
    }

    /// Forgets those who have taken up nothing.
    pub fn tidy(&self) {
        let now = self.now();
        self.peers().retain(|_, allowance| !allowance.is_unused(now));
    }

    fn charge(&self, peer: DeviceId, charge: impl FnOnce(&mut Allowance, i64) -> u64) -> Duration {
        let now = self.now();
        let millis = charge(self.peers().entry(peer).or_insert_with(|| Allowance::new(now)), now);
        Duration::from_millis(millis).min(LONGEST_WAIT)
    }

    /// Milliseconds on a clock that nobody can put back.
    fn now(&self) -> i64 {
        // 300 million years.
        i64::try_from(self.start.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    // Every change under this lock is whole, so a panic elsewhere leaves nothing half done.
    fn peers(&self) -> MutexGuard<'_, BTreeMap<DeviceId, Allowance>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use palabre_feeds::message::Message;

    #[test]
    fn all_links_of_a_peer_share_and_other_peers_do_not() {
        let rates = Rates::new();
        let (eve, ana) = (DeviceId([1; 32]), DeviceId([2; 32]));
        let question = Message::Ask(Vec::new()).to_bytes();
        let links = [rates.clone(), rates.clone()];
        let pauses: Vec<Duration> = (0..3_000).map(|n| links[n % 2].heard(eve, &question)).collect();
        assert!(pauses[..1_000].iter().all(Duration::is_zero));
        assert_eq!(pauses[2_999], LONGEST_WAIT);
        assert_eq!(rates.heard(ana, &question), Duration::ZERO);
        rates.tidy();
        assert!(rates.peers().contains_key(&eve), "what was taken up is remembered while it drains");
    }

    #[test]
    fn whoever_took_up_nothing_is_forgotten() {
        let rates = Rates::new();
        rates.heard(DeviceId([1; 32]), &Message::Runs(vec![7; 99]).to_bytes());
        rates.tidy();
        assert!(rates.peers().is_empty());
    }
}
