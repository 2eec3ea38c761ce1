//! Inviting somebody at the same table: a laptop on the network that waits for an invitation is handed one.
//!
//! It waits because a person said so: it looks around, and is in no community. What it is handed is shown, and nothing is
//! joined by itself. Whoever knows its key and an address of it can hand it something, also from elsewhere: a ticket is read
//! as any stranger's, and proves itself when it is followed.

use palabre_api::ApiError;
use palabre_domain::id::DeviceId;
use palabre_net::{CloseReason, Link, PeerAddress};

use super::Meeting;
use crate::live::LiveEvent;
use crate::live::wires::{self, TAKEN};
use crate::words::three_words;

impl<F: FnMut(LiveEvent) + Send> Meeting<'_, F> {
    /// Shows this laptop as one that waits to be invited, or no more.
    pub(super) fn wait_or_not(&mut self) {
        // Where it cannot be said which communities are here, it is no newcomer.
        let waits = self.node.waits_for_invitation().unwrap_or_default();
        self.net.wait_for_invitation(waits);
        if !waits {
            self.node.here.offers.clear();
        }
    }

    /// Sees who waits near to be invited; those whom a community here knows by now do not.
    pub(super) fn see_newcomers(&mut self) -> Result<(), ApiError> {
        let mut newcomers = self.net.waiting_nearby();
        for community in self.node.communities_that_open()? {
            let roster = self.roster(&community)?;
            newcomers.retain(|peer| !roster.speaks_with(&peer.device));
        }
        let seen = |peers: &[PeerAddress]| peers.iter().map(|peer| peer.device).collect::<Vec<_>>();
        let here = &mut self.node.here;
        let is_new = seen(&here.newcomers) != seen(&newcomers);
        here.invited.retain(|device| newcomers.iter().any(|peer| peer.device == *device));
        here.newcomers = newcomers;
        if is_new {
            self.say_offers();
        }
        Ok(())
    }

    /// Hands over what somebody has just made for a laptop near.
    pub(super) fn hand_over(&mut self) {
        for (to, ticket) in std::mem::take(&mut self.node.here.to_offer) {
            wires::offer(&self.net, &self.tell, to, ticket);
        }
    }

    /// An invitation was handed over, or was not taken.
    pub(super) fn offered(&mut self, to: DeviceId, took: bool) {
        let words = three_words(&to.0);
        if took {
            self.node.here.invited.insert(to);
            self.say(LiveEvent::Did { sentence: format!("The laptop {words} has your invitation.") });
            self.say_offers();
        } else {
            self.problem(ApiError::new(
                "near.not-taken",
                format!("The laptop {words} did not take the invitation."),
                "It may wait no more, or this network keeps devices apart. Show a QR, or send the link.",
            ));
        }
    }

    /// Somebody hands over an invitation.
    pub(super) fn hear_offer(&mut self, mut link: Link, frame: &[u8]) -> Result<(), ApiError> {
        if !self.node.take_offer(link.peer(), frame)? {
            link.close(CloseReason::Refused);
            return Ok(());
        }
        self.say_offers();
        tokio::spawn(async move {
            if link.send(TAKEN).await.is_ok() {
                // Whoever handed it over may hang up as soon as it has the answer.
                let _ = link.finish().await;
            }
        });
        Ok(())
    }

    fn say_offers(&mut self) {
        let offers = self.node.here.offers.len();
        self.say(LiveEvent::Offers { offers });
    }
}
