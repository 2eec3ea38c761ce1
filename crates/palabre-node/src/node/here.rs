//! What the run loop sees of the world around this laptop. Nothing of it is stored: it is true while the loop runs.

use std::collections::BTreeSet;

use palabre_domain::id::{CommunityId, DeviceId};
use palabre_net::PeerAddress;

/// What is seen from here.
#[derive(Default)]
pub(crate) struct Here {
    /// Members' laptops seen on the local network; nothing where nobody looked, or nobody may.
    pub near: Option<Vec<PeerAddress>>,
    /// With whom this laptop is linked now, and about which community.
    pub linked: BTreeSet<(CommunityId, DeviceId)>,
}
