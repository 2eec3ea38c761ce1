//! People: who is at home here, founding, inviting, joining, letting in, leaving.

use std::collections::BTreeSet;
use std::path::Path;

use ed25519_dalek::SigningKey;
use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::RecordType;
use palabre_domain::charter::{Admission, Charter, Quotas};
use palabre_domain::decision::DAY;
use palabre_domain::id::{CommunityId, EntryId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Device, DeviceCertificate, Genesis, Invite, Join, Lineage, Role, Writers};
use palabre_feeds::entry::{Entry, Kind, Position};
use palabre_net::ticket::MAX_CAUSE;
use palabre_net::{Invitation, InviteSecret, InviteTicket};
use rand::RngExt;

use super::bundles::{take_whole_bundle, whole_bundle};
use super::devices::{CLAIM, Entering, entered, enters, invite_of, is_entering};
use super::{Node, failed, write_error};
use crate::home::{Identity, check_name, file_error, write_whole};
use crate::naming::{by_name, name_among};
use crate::words::three_words;

/// The first line of a file that holds a ticket, before the link; after it may come a bundle.
const TICKET_FILE: &[u8] = b"palabre invite 1\n";

/// Returns what a file holds after the ticket, if it begins with one: a stick may be brought to a member, too.
pub(super) fn without_ticket(bytes: &[u8]) -> &[u8] {
    match bytes.strip_prefix(TICKET_FILE) {
        // Of a file that was cut off inside the link, nothing is left.
        Some(rest) => rest.splitn(2, |&byte| byte == b'\n').nth(1).unwrap_or_default(),
        None => bytes,
    }
}

/// A ticket, with the community if the file carried it.
struct Ticket {
    ticket: InviteTicket,
    bundle: Vec<u8>,
}

fn read_ticket(text: &str) -> Result<Ticket, ApiError> {
    let path = Path::new(text);
    let looks_like_a_file = text.len() < 4_096 && path.exists();
    let bytes = if looks_like_a_file {
        std::fs::read(path).map_err(|error| file_error(path, &error))?
    } else {
        text.as_bytes().to_vec()
    };
    if super::devices::is_ticket(&bytes) {
        return Err(ApiError::new(
            "ticket.device",
            "This is no invitation: it makes one more laptop somebody's.",
            "Use it where nobody has begun yet, with `palabre me restore`.",
        ));
    }
    let (link, bundle) = match bytes.strip_prefix(TICKET_FILE) {
        Some(rest) => match rest.iter().position(|&byte| byte == b'\n') {
            Some(end) => (rest[..end].to_vec(), rest[end + 1..].to_vec()),
            None => (rest.to_vec(), Vec::new()),
        },
        None => (bytes, Vec::new()),
    };
    let malformed = || {
        ApiError::new(
            "ticket.malformed",
            "This is not an invitation.",
            "Copy the whole link, from `palabre://` to its end, or give the path of the file.",
        )
    };
    let link = String::from_utf8(link).map_err(|_| malformed())?;
    if !looks_like_a_file
        && link.len() < 200
        && (link.contains('/') || link.contains('.'))
        && !link.contains("://")
    {
        return Err(ApiError::new(
            "file.failed",
            format!("There is no file {link:?}, and it is not an invitation either."),
            "Check the path, or copy the whole link.",
        ));
    }
    let ticket = InviteTicket::parse(&link).map_err(|error| {
        ApiError::new(error.code(), crate::home::capital(&error.to_string()), error.hint())
    })?;
    Ok(Ticket { ticket, bundle })
}

/// Shows an invite before anything is joined.
pub(super) fn look(text: &str) -> Result<row::InviteCard, ApiError> {
    let Ticket { ticket, bundle } = read_ticket(text)?;
    let invitation = ticket.invitation();
    Ok(row::InviteCard {
        community: invitation.community_name.clone(),
        cause: invitation.cause.clone(),
        id: invitation.community.to_string(),
        inviter: invitation.inviter_name.clone(),
        words: three_words(&invitation.community.0),
        carries_community: !bundle.is_empty(),
        laptops: invitation.peers.len() as u32,
    })
}

/// Says that a home is taken.
pub(super) fn somebody() -> ApiError {
    ApiError::new(
        "me.somebody",
        "Somebody is at home here already.",
        "`palabre me show` says who. Another person uses another --home.",
    )
}

/// Says that nobody in that community made this invitation.
pub(super) fn forged() -> ApiError {
    ApiError::new(
        "ticket.forged",
        "This invitation was not made by a member of that community.",
        "Ask for a new one, and compare the three words.",
    )
}

/// Returns the join that answers an invitation.
pub(super) fn join_entry(
    ticket: &InviteTicket,
    name: String,
    certificate: DeviceCertificate,
) -> Result<Join, ApiError> {
    let invitation = ticket.invitation();
    let invite = invite_of(ticket)?;
    let secret = SigningKey::from_bytes(&invitation.secret.0);
    Ok(Join::write(&invitation.community, &invite, &secret, name, certificate))
}

impl Node {
    pub(super) fn begin(&mut self, name: String) -> Result<row::Me, ApiError> {
        let name = name.trim().to_owned();
        check_name(&name)?;
        self.hold()?;
        if self.identity.is_some() {
            return Err(somebody());
        }
        let identity = Identity::new(name, self.rng.random(), self.rng.random());
        self.home.keep_identity(&identity)?;
        self.identity = Some(identity);
        self.show_me()
    }

    pub(super) fn show_me(&mut self) -> Result<row::Me, ApiError> {
        let me = self.me()?.clone();
        let mut communities = Vec::new();
        for id in self.communities()? {
            // One that does not open is said to be so, and hides no other.
            let row = self.community_row(&id).unwrap_or_else(|error| row::Community {
                id: id.to_string(),
                name: id.short(4),
                standing: "closed".to_owned(),
                trouble: Some(error),
                ..row::Community::default()
            });
            communities.push(row);
        }
        communities.sort_by_key(|community| by_name(&community.name));
        Ok(row::Me {
            words: three_words(&me.device_id().0),
            name: me.name.clone(),
            member: me.member_id().to_string(),
            device: me.device_id().to_string(),
            keys: self.home.key_place()?.word().to_owned(),
            has_words: me.has_member_key(),
            communities,
        })
    }

    pub(crate) fn community_row(&mut self, id: &CommunityId) -> Result<row::Community, ApiError> {
        let me = self.identity.as_ref().map(Identity::member_id);
        let my_name = self.identity.as_ref().map(|me| me.name.clone()).unwrap_or_default();
        let name = self.name_of_community(id)?;
        let from = self.lineage(id)?;
        let membership = self.replica_of(id)?.membership().map_err(failed)?;
        let standing = match me.and_then(|me| membership.members().get(&me)) {
            None => "waiting",
            Some(state) if state.removed.is_some() => "removed",
            Some(state) if state.left => "left",
            Some(state) if state.role == Role::Guest => "guest",
            Some(_) => "member",
        };
        let called = me.and_then(|me| name_among(membership, &me)).unwrap_or(my_name);
        Ok(row::Community {
            id: id.to_string(),
            name,
            cause: membership.charter().map(|charter| charter.cause.clone()).unwrap_or_default(),
            members: membership.present().count() as u32,
            standing: standing.to_owned(),
            called,
            from,
            trouble: None,
        })
    }

    pub(super) fn found_community(&mut self, ask: ask::Found) -> Result<row::Community, ApiError> {
        self.found_from(ask, None)
    }

    pub(super) fn found_from(
        &mut self,
        ask: ask::Found,
        from: Option<Lineage>,
    ) -> Result<row::Community, ApiError> {
        self.hold()?;
        let mut me = self.me()?.clone();
        let charter = Charter {
            name: ask.name.trim().to_owned(),
            cause: ask.cause.trim().to_owned(),
            keyholders: vec![me.member_id()],
            admission: Admission::AnyMember,
            quotas: Quotas::default(),
        };
        charter.check().map_err(|error| {
            let hint = "The name is what people call it. The Cause says why you are together.";
            ApiError::new("charter.invalid", crate::home::capital(&error.to_string()), hint)
        })?;
        let genesis = Genesis {
            charter,
            name: me.name.clone(),
            certificate: me.certify(&BTreeSet::new(), true).ok_or_else(forged)?,
            nonce: self.rng.random(),
            from,
        };
        let position = Position { seq: 1, prev: EntryId::ZERO, epoch: EntryId::ZERO, at: self.now() };
        let body = genesis.to_bytes();
        let entry = Entry::write(&me.secrets()?.device, None, position, Kind::Genesis, RecordId::ZERO, body);
        let community = CommunityId::from(entry.id);
        let author = self.author()?;
        let replica = self.replica_of(&community)?;
        let written = replica.together(|replica| {
            replica.take_own(entry)?;
            replica.give_birth(&author, RecordType::Community, Writers::Everyone, &[])
        });
        if let Err(error) = written {
            self.replicas.remove(&community);
            self.home.discard(&community);
            return Err(write_error(error));
        }
        self.community_row(&community)
    }

    pub(super) fn make_invite(&mut self, ask: ask::Invite) -> Result<row::Invite, ApiError> {
        if ask.uses == 0 || ask.uses > MAX_USES {
            return Err(limits());
        }
        check_days(ask.days)?;
        // Who is near is seen by the one that holds the home.
        self.hold()?;
        let to = ask.near.as_deref().map(|named| self.newcomer_called(named)).transpose()?;
        let secret: [u8; 32] = self.rng.random();
        let id = self.chosen()?;
        let name = self.name_of_community(&id)?;
        let inviter = self.me()?.name.clone();
        let (replica, author) = self.replica_as_member()?;
        let cause = replica.membership().map_err(failed)?.charter().map(|charter| charter.cause.clone());
        let cause = cause.filter(|cause| cause.len() <= MAX_CAUSE).unwrap_or_default();
        let until = author.now + i64::from(ask.days) * DAY;
        let invite = Invite {
            key: SigningKey::from_bytes(&secret).verifying_key().to_bytes(),
            uses: ask.uses,
            until,
            role: if ask.guest { Role::Guest } else { Role::Member },
        };
        let entry = replica
            .write(&author, Kind::Invite, RecordId::ZERO, wire::to_bytes(&invite))
            .map_err(write_error)?;
        let peers = crate::live::known_addresses(replica, &author.device())?;
        let laptops = peers.len() as u32;
        let invitation = Invitation {
            community: id,
            community_name: name,
            cause,
            inviter_name: inviter,
            secret: InviteSecret(secret),
            introduction: entry.to_bytes(),
            peers,
        };
        let ticket = InviteTicket::new(invitation).map_err(|error| {
            ApiError::new(error.code(), crate::home::capital(&error.to_string()), error.hint())
        })?;
        let link = ticket.to_link();
        if let Some(file) = &ask.file {
            let mut bytes = [TICKET_FILE, link.as_bytes(), b"\n"].concat();
            bytes.extend_from_slice(&whole_bundle(replica, 0)?.0);
            write_whole(Path::new(file), &bytes)?;
        }
        self.here.to_offer.extend(to.map(|to| (to, link.clone())));
        Ok(row::Invite {
            ticket: ticket.to_text(),
            uses: ask.uses,
            until,
            words: three_words(&id.0),
            file: ask.file,
            laptops,
            qr: ask.qr.then(|| draw_qr(&link)).transpose()?,
            link,
        })
    }

    pub(super) fn join_community(&mut self, text: &str) -> Result<row::Joined, ApiError> {
        let Ticket { ticket, bundle } = read_ticket(text)?;
        let invitation = ticket.invitation();
        self.hold()?;
        self.me()?;
        let community = invitation.community;
        // What was begun and cut off is gone on with.
        let begun = self.communities()?.contains(&community);
        if begun && !is_entering(self.replica_of(&community)?)? {
            return Err(ApiError::new(
                "join.already",
                format!("{} is already here.", invitation.community_name),
                "`palabre status` shows it, `palabre sync` meets the others.",
            ));
        }
        let joined = self.try_join(&ticket, &bundle);
        if joined.is_err() && !begun {
            self.replicas.remove(&community);
            self.home.discard(&community);
        }
        let entries = joined?;
        Ok(row::Joined { community: self.community_row(&community)?, entries })
    }

    fn try_join(&mut self, ticket: &InviteTicket, bundle: &[u8]) -> Result<u64, ApiError> {
        let invitation = ticket.invitation();
        let id = invitation.community;
        invite_of(ticket)?;
        let restored = self.me()?.certificates().is_empty();
        let now = self.now();
        let replica = self.replica_of(&id)?;
        enters(replica, &invitation.community_name, &Entering::Invite(ticket.to_link()))?;
        let mut entries = 0;
        if !bundle.is_empty() {
            entries = take_whole_bundle(replica, bundle)?.entries;
        }
        crate::live::remember(replica, &invitation.peers, now)?;
        if restored && entries == 0 {
            // Whether this person is a member there, and with which devices, is known once somebody has been met.
            replica.store().set_setting(CLAIM, ticket.to_link().as_bytes()).map_err(failed)?;
            entered(replica)?;
        } else {
            self.go_on_entering(&id)?;
        }
        Ok(entries)
    }

    pub(super) fn leave_community(&mut self, name: &str) -> Result<row::Community, ApiError> {
        let id = self.chosen()?;
        let called = self.name_of_community(&id)?;
        if !called.eq_ignore_ascii_case(name.trim()) {
            return Err(ApiError::new(
                "leave.name",
                format!("This community is called {called:?}."),
                "Leaving closes this laptop here for good. To be sure, say the community's name.",
            ));
        }
        let (replica, author) = self.replica_to_write()?;
        let device = author.device();
        let tip = replica.heights().map_err(failed)?.tips(&device).last().copied();
        let last = tip.map_or((0, EntryId::ZERO), |tip| (tip.seq, tip.id));
        let revoke = Device::Revoke { device, last, leaving: true, by: None };
        replica.write(&author, Kind::Device, RecordId::ZERO, wire::to_bytes(&revoke)).map_err(write_error)?;
        self.community_row(&id)
    }
}

/// How many people one invite lets in at most.
pub(super) const MAX_USES: u32 = 10_000;

fn limits() -> ApiError {
    ApiError::new(
        "invite.limits",
        format!("An invite is for 1 to {MAX_USES} people and 1 to 366 days."),
        "Without options it is for one person and 14 days.",
    )
}

/// Checks for how many days an invite is to let people in.
pub(super) fn check_days(days: u32) -> Result<(), ApiError> {
    if (1..=366).contains(&days) { Ok(()) } else { Err(limits()) }
}

pub(crate) fn draw_qr(link: &str) -> Result<String, ApiError> {
    let code = fast_qr::QRBuilder::new(link).ecl(fast_qr::ECL::L).build().map_err(|_| {
        ApiError::new("qr.long", "This link is too long for a QR.", "Use --file, or send the link itself.")
    })?;
    Ok(code.to_str())
}
