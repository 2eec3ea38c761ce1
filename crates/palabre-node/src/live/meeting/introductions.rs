//! How a device that nobody knows yet is let in: what it shows of itself, and what it hears.

use palabre_api::ApiError;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, MemberId};
use palabre_domain::wire;
use palabre_feeds::body::Body;
use palabre_feeds::entry::{Signature, verify};
use palabre_feeds::message::tag;
use palabre_feeds::run::Run;
use palabre_net::{CloseReason, Link, PeerAddress};
use serde::{Deserialize, Serialize};

use super::Meeting;
use crate::duty;
use crate::home::store_error;
use crate::live::{LiveEvent, addresses, wires};
use crate::node::devices::claim_bytes;
use crate::replica::{Bounded, Replica};

/// The longest introduction, in bytes.
const INTRODUCTION: usize = 60 << 10;

/// The answer to an introduction by somebody who is let in.
const INSIDE: &[u8] = b"inside";
/// The answer to an introduction by somebody who waits.
const WAITING: &[u8] = b"waiting";
/// The answer to somebody who claims to be a member and is not known.
const UNKNOWN: &[u8] = b"unknown";

/// What a device says that is not known yet: the first entries of its feed, which stand alone.
#[derive(Serialize, Deserialize)]
struct Introduction {
    tag: [u8; 16],
    pack: Vec<u8>,
    /// Who has nothing to show yet: a member's word that this device is theirs. It may read, to find out which of
    /// their devices it will be.
    claim: Option<(MemberId, Signature)>,
}

/// The entries of an introduction; and, of somebody new, with which invite they ask to be let in, and who they are.
type Introduced = (Vec<Run>, Option<(EntryId, MemberId)>);

impl<F: FnMut(LiveEvent) + Send> Meeting<'_, F> {
    /// Somebody who is not known yet shows an introduction.
    pub(super) fn hear_introduction(&mut self, mut link: Link, frame: &[u8]) -> Result<(), ApiError> {
        let peer = link.peer();
        let Some((community, said)) = self.meant(&peer, frame)? else {
            link.close(CloseReason::Refused);
            return Ok(());
        };
        if self.is_suspended(&community, &peer)? {
            link.close(CloseReason::Suspended);
            return Ok(());
        }
        let mut answer = self.hear_claim(&community, &peer, &said)?;
        if answer.is_none()
            && let Some((runs, invited)) = self.read_introduction(&community, &peer, &said)?
        {
            let author = self.node.author()?;
            let replica = self.node.replica_of(&community)?;
            // Whom this laptop lets in at once is bounded by the uses of their invite.
            let left = duty::invites_left(replica, &author)?;
            let inside = replica.membership().map_err(store_error)?.members();
            let is_let_in = |(invite, member)| left.contains_key(&invite) && !inside.contains_key(&member);
            let bounded = if invited.is_some_and(is_let_in) {
                Bounded { took: replica.take(&runs).map_err(store_error)?, ..Bounded::default() }
            } else {
                replica.take_bounded(&runs, author.now).map_err(store_error)?
            };
            let did = duty::after(replica, &author, &bounded.took.new)?;
            self.spread(community, None, did)?;
            let inside = self.node.replica_of(&community)?.membership().map_err(store_error)?.is_peer(&peer);
            // Whose words were left for another time has not left a request here.
            let heard = inside || !bounded.left.contains(&peer);
            answer = heard.then_some(if inside { INSIDE } else { WAITING });
        }
        tokio::spawn(async move {
            match answer {
                Some(answer) => {
                    if link.send(answer).await.is_ok() {
                        // The newcomer may hang up as soon as it has the answer.
                        let _ = link.finish().await;
                    }
                }
                None => link.close(CloseReason::Refused),
            }
        });
        Ok(())
    }

    /// Returns what somebody says who is not known yet, and in which community; `None` for one in which this laptop is not.
    fn meant(
        &mut self,
        peer: &DeviceId,
        frame: &[u8],
    ) -> Result<Option<(CommunityId, Introduction)>, ApiError> {
        let Ok(said) = wire::from_bytes::<Introduction>(frame) else {
            return Ok(None);
        };
        let mut communities = self.node.communities_that_open()?.into_iter();
        let meant = communities.find(|community| tag(community, peer, &self.me) == said.tag);
        Ok(meant.map(|community| (community, said)))
    }

    /// Hears a device that a member has claimed and that has no certificate yet.
    fn hear_claim(
        &mut self,
        community: &CommunityId,
        peer: &DeviceId,
        said: &Introduction,
    ) -> Result<Option<&'static [u8]>, ApiError> {
        let Some((member, signature)) = &said.claim else { return Ok(None) };
        if !verify(&member.0, &claim_bytes(community, peer), signature) {
            return Ok(None);
        }
        let membership = self.node.replica_of(community)?.membership().map_err(store_error)?;
        if membership.members().get(member).is_some_and(|state| state.is_here()) {
            self.claims.insert((*community, *peer));
            return Ok(Some(INSIDE));
        }
        Ok(Some(UNKNOWN))
    }

    /// Returns the entries of an introduction that links its device to a member whom we know.
    fn read_introduction(
        &mut self,
        community: &CommunityId,
        peer: &DeviceId,
        said: &Introduction,
    ) -> Result<Option<Introduced>, ApiError> {
        let Ok(runs) = Run::unpack(&said.pack) else {
            return Ok(None);
        };
        let [run] = &runs[..] else { return Ok(None) };
        let membership = self.node.replica_of(community)?.membership().map_err(store_error)?;
        let (true, Some(first)) = (run.device() == *peer, run.entries.first()) else { return Ok(None) };
        let invited = match Body::read(community, first) {
            Ok(Body::Join(join)) => match join.invite() {
                Some(invite) if membership.is_peer(&invite.header.device) => {
                    Some((invite.id, join.certificate.member))
                }
                _ => return Ok(None),
            },
            Ok(Body::Device(palabre_feeds::body::Device::Add(certificate)))
                if membership.members().get(&certificate.member).is_some_and(|member| member.is_here()) =>
            {
                None
            }
            _ => return Ok(None),
        };
        Ok(Some((runs, invited)))
    }

    pub(super) fn introduced(
        &mut self,
        community: CommunityId,
        peer: DeviceId,
        answer: &[u8],
    ) -> Result<(), ApiError> {
        self.calling.remove(&(community, peer));
        if answer == UNKNOWN && self.node.claim(&community)?.is_some() {
            // Nobody of this key is known there: it is somebody new, and asks to be let in.
            self.node.settle_claim(&community, false)?;
            let addresses =
                addresses::book(self.node.replica_of(&community)?)?.addresses(&peer, self.node.now());
            return self.dial(community, PeerAddress { device: peer, addresses });
        }
        if answer != INSIDE {
            self.failed.insert((community, peer));
            let sentence =
                "Your request was left with another laptop. It counts once the laptop that invited \
                            you, or another member, has let you in."
                    .to_owned();
            self.say(LiveEvent::Did { sentence });
            return Ok(());
        }
        let replica = self.node.replica_of(&community)?;
        let addresses = addresses::book(replica)?.addresses(&peer, self.node.now());
        self.calling.insert((community, peer));
        wires::dial(&self.net, &self.tell, community, PeerAddress { device: peer, addresses });
        Ok(())
    }
}

/// Returns this device's introduction: the first entries of its own feed.
pub(super) fn introduction(
    replica: &mut Replica,
    me: &DeviceId,
    peer: &DeviceId,
    claim: Option<(MemberId, Signature)>,
) -> Result<Vec<u8>, ApiError> {
    let community = replica.community();
    let tip = replica.heights().map_err(store_error)?.tips(me).first().copied();
    let rows = match tip {
        Some(tip) => replica.store().rows_of(me, &tip, 0, None).map_err(store_error)?,
        None => Vec::new(),
    };
    let mut entries = Vec::new();
    let mut size = 0;
    for entry in replica.store().fetch(&rows).map_err(store_error)? {
        size += entry.body.len() + 256;
        if size > INTRODUCTION / 2 && !entries.is_empty() {
            break;
        }
        entries.push(entry);
    }
    let (runs, _) = Run::group(entries);
    Ok(wire::to_bytes(&Introduction { tag: tag(&community, me, peer), pack: Run::pack(&runs), claim }))
}
