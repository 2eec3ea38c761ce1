//! To whom what was written goes at once, whom it is hinted to, and whom this laptop asks for what was hinted to it.

use std::collections::BTreeSet;
use std::time::Duration;

use palabre_api::ApiError;
use palabre_domain::id::CommunityId;
use palabre_feeds::spread::{Questions, Way, ways};
use tokio::time::Instant;

use super::Meeting;
use crate::home::store_error;
use crate::live::LiveEvent;

impl<F: FnMut(LiveEvent) + Send> Meeting<'_, F> {
    /// Sends what was written here to a few, and tells the others that there is something.
    pub(super) fn spread(
        &mut self,
        community: CommunityId,
        from: Option<u64>,
        did: Vec<String>,
    ) -> Result<(), ApiError> {
        let rows = self.node.replica_of(&community)?.fresh();
        for sentence in did {
            self.say(LiveEvent::Did { sentence });
        }
        self.part_from_suspended(&community)?;
        self.tell_of_freed(&community)?;
        if rows.is_empty() {
            return Ok(());
        }
        self.say(LiveEvent::Changed { community: community.to_string() });
        let replica = self.node.replica_of(&community)?;
        let rows = replica.passed_on(rows).map_err(store_error)?;
        let (mut own, mut devices, mut others) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for row in &rows {
            let Some((device, _)) = replica.store().place(*row).map_err(store_error)? else { continue };
            devices.insert(device);
            if device == self.me {
                own.push(*row);
            } else {
                others.insert(device);
            }
        }
        let mut ids: Vec<u64> =
            self.links.iter().filter(|(_, link)| link.community == community).map(|(id, _)| *id).collect();
        ids.sort_unstable();
        for (id, way) in ways(&ids, from) {
            let Some(link) = self.links.get_mut(&id) else {
                continue;
            };
            match way {
                // The session keeps apart what came from this very peer.
                Way::Push => link.session.push(&rows),
                Way::PushOwn => {
                    link.session.push(&own);
                    link.session.hint(&others, replica);
                }
                Way::Hint => link.session.hint(&devices, replica),
            }
        }
        if let Some(questions) = self.questions.get_mut(&community) {
            questions.came(&devices);
            self.ask_for_hinted()?;
        }
        let ids: Vec<u64> = self.links.keys().copied().collect();
        for id in ids {
            self.pump(id)?;
        }
        Ok(())
    }

    fn millis(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// Returns when somebody is to be asked for what others said they have.
    pub fn next_question(&self) -> Option<Instant> {
        let due = self.questions.values().filter_map(Questions::next_due).min()?;
        Some(self.began + Duration::from_millis(due.try_into().unwrap_or(0)))
    }

    /// Asks for what others said they have, and what has not come another way.
    pub fn ask_for_hinted(&mut self) -> Result<(), ApiError> {
        let now = self.millis();
        let mut asked = BTreeSet::new();
        for (community, questions) in &mut self.questions {
            let replica = self.node.replica_of(community)?;
            // A link that is gone answers nothing, so that the next one is asked.
            questions.ask_due(now, |id, devices| match self.links.get_mut(&id) {
                Some(link) => {
                    asked.insert(id);
                    link.session.want(devices, replica)
                }
                None => BTreeSet::new(),
            });
        }
        asked.into_iter().try_for_each(|id| self.pump(id))
    }
}
