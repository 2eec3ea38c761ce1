//! What the run loop sees of the world around this laptop. Nothing of it is stored: it is true while the loop runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use palabre_domain::id::{CommunityId, DeviceId, Hash};
use palabre_net::{InviteTicket, PeerAddress};

use crate::live::Nightly;

/// What is seen from here.
#[derive(Default)]
pub(crate) struct Here {
    /// Since when others can reach this laptop.
    pub since: Option<i64>,
    /// Members' laptops seen on the local network; nothing where nobody looked, or nobody may.
    pub near: Option<Vec<PeerAddress>>,
    /// Laptops seen there that wait to be invited.
    pub newcomers: Vec<PeerAddress>,
    /// Which of them have an invitation from here.
    pub invited: BTreeSet<DeviceId>,
    /// Invitations to be handed over, and to whom.
    pub to_offer: Vec<(PeerAddress, String)>,
    /// What was offered to this laptop, and by which: one each.
    pub offers: Vec<(DeviceId, InviteTicket)>,
    /// Whether this laptop looks around on its network by itself, and is seen there.
    pub looks: bool,
    /// With whom this laptop is linked now, and about which community.
    pub linked: BTreeSet<(CommunityId, DeviceId)>,
    /// How many bytes came.
    pub received: u64,
    /// How many bytes went.
    pub sent: u64,
    /// What is saved every night.
    pub nightly: Option<Arc<Nightly>>,
    /// Whether somebody asked to meet those whose address is known, now.
    pub calls: bool,
    /// Whether the network is to be left and entered anew, with another relay.
    pub moves: bool,
    /// Which files somebody asked for just now, that are not here.
    pub wanted: Vec<Hash>,
}
