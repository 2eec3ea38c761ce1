//! What a person chose for the network, and who is there.

use palabre_api::{ApiError, ask, row};
use palabre_net::RelayAddress;

use super::Node;
use crate::home::capital;

impl Node {
    pub(super) fn choose_relay(&mut self, ask: &ask::Relay) -> Result<row::Relay, ApiError> {
        let relay = match &ask.url {
            Some(_) if ask.off => {
                return Err(ApiError::new(
                    "relay.both",
                    "This names a relay and does without one.",
                    "Say one of the two.",
                ));
            }
            Some(url) => {
                let relay = RelayAddress::parse(url).map_err(|error| {
                    ApiError::new(error.code(), capital(&error.to_string()), error.hint())
                })?;
                self.hold()?;
                self.home.keep_relay(Some(&relay))?;
                Some(relay)
            }
            None if ask.off => {
                self.hold()?;
                self.home.keep_relay(None)?;
                None
            }
            None => self.home.relay()?,
        };
        Ok(row::Relay { url: relay.map(|relay| relay.to_string()) })
    }

    /// Returns the relay that the person named.
    pub(crate) fn relay_named(&self) -> Result<Option<RelayAddress>, ApiError> {
        self.home.relay()
    }
}
