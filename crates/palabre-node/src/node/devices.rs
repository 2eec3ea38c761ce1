//! My devices and my words: one more laptop, one that is lost, and a beginning on paper.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;

use data_encoding::BASE32_NOPAD;
use ed25519_dalek::SigningKey;
use palabre_api::{ApiError, ask, row};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Body, Device, DeviceCertificate};
use palabre_feeds::entry::{Entry, Kind};
use palabre_feeds::membership::Cut;
use palabre_feeds::verdict::Reason;
use palabre_net::{InviteTicket, PeerAddress};
use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::bundles::{take_whole_bundle, whole_bundle};
use super::people::{draw_qr, join_entry};
use super::suspending::suspensions;
use super::{Node, failed, write_error};
use crate::home::{file_error, write_private_file};
use crate::identity::{Identity, asked_words, key_of, words_of};
use crate::keys::KeyPlace;
use crate::naming::by_name;
use crate::replica::Replica;
use crate::words::three_words;

/// The version of a device ticket that this Palabre writes and reads.
const VERSION: u8 = 1;
const LINK: &str = "palabre://device?ticket=";
/// The first line of a file that holds a device ticket; after the link come communities, if any.
const FILE: &[u8] = b"palabre device 1\n";
/// More than any device ticket takes, as text.
const LONGEST: usize = 64 << 10;
/// The setting that keeps an invite for which a restored person does not know yet how they stand there.
pub(crate) const CLAIM: &str = "claim";
/// The setting that keeps how this device enters a community, until it has: should the laptop stop in between, the next
/// start goes on from there.
const ENTERING: &str = "entering";

/// Returns true for what makes a laptop somebody's, as a link or as a file.
pub(super) fn is_ticket(given: &[u8]) -> bool {
    const DEVICE: &[u8] = b"palabre://device";
    let link = given.trim_ascii_start();
    given.starts_with(FILE)
        || link.get(..DEVICE.len()).is_some_and(|start| start.eq_ignore_ascii_case(DEVICE))
}

/// How a device enters a community.
#[derive(Serialize, Deserialize)]
pub(super) enum Entering {
    /// As one more device of a member.
    Device(DeviceCertificate),
    /// By an invite, as its link.
    Invite(String),
}

/// What a new laptop needs to be somebody's: a key that was made for it, and what the member key says of that key.
///
/// It is for one laptop. Should two use it, the second finds out as soon as it meets somebody who knows the first.
#[derive(Serialize, Deserialize)]
struct DeviceTicket {
    version: u8,
    name: String,
    secret: [u8; 32],
    certificate: DeviceCertificate,
    communities: Vec<Carried>,
}

/// What of a community another laptop of mine has to know, beside its entries.
#[derive(Serialize, Deserialize)]
pub(super) struct Carried {
    pub id: CommunityId,
    pub name: String,
    pub peers: Vec<(DeviceId, Vec<SocketAddr>)>,
}

fn not_a_ticket() -> ApiError {
    ApiError::new(
        "device.ticket",
        "This is neither 24 words nor a ticket for a laptop of yours.",
        "Make a ticket with `palabre device add` on a laptop that you use, or write the 24 words in their order.",
    )
}

impl DeviceTicket {
    fn link(&self) -> String {
        format!("{LINK}{}", BASE32_NOPAD.encode(&wire::to_bytes(self)).to_lowercase())
    }

    fn parse(text: &str) -> Result<Self, ApiError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.strip_prefix(LINK).filter(|_| text.len() <= LONGEST).ok_or_else(not_a_ticket)?;
        let bytes = BASE32_NOPAD.decode(text.to_uppercase().as_bytes()).map_err(|_| not_a_ticket())?;
        if bytes.first().is_some_and(|&version| version > VERSION) {
            return Err(ApiError::new(
                "device.ticket-newer",
                "A newer Palabre made this ticket.",
                "Install the newest Palabre on this laptop.",
            ));
        }
        let ticket: Self = wire::from_bytes(&bytes).map_err(|_| not_a_ticket())?;
        let device = DeviceId(SigningKey::from_bytes(&ticket.secret).verifying_key().to_bytes());
        let sound =
            ticket.version == VERSION && ticket.certificate.device == device && ticket.certificate.holds();
        if sound { Ok(ticket) } else { Err(not_a_ticket()) }
    }
}

/// Returns the member key: the one that is here, or the one whose words were given.
pub(super) fn member_key(me: &Identity, words: &[String]) -> Result<SigningKey, ApiError> {
    if words.is_empty() {
        return me.member_key().cloned();
    }
    let key = key_of(&words_in(words)?)?;
    if MemberId(key.verifying_key().to_bytes()) != me.member_id() {
        return Err(ApiError::new(
            "words.somebody-else",
            "These are the words of somebody else.",
            "Look whose paper it is.",
        ));
    }
    Ok(key)
}

/// Returns what was given: words, or what a file of that name holds.
pub(super) fn words_in(given: &[String]) -> Result<String, ApiError> {
    match given {
        [one] if Path::new(one).exists() => {
            let path = Path::new(one);
            let bytes = std::fs::read(path).map_err(|error| file_error(path, &error))?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
        words => Ok(words.join(" ")),
    }
}

/// Returns the numbers that devices of this member have, as far as is known here.
pub(crate) fn numbers(replica: &mut Replica, member: &MemberId) -> Result<BTreeSet<u8>, ApiError> {
    let membership = replica.membership().map_err(failed)?;
    let mine = membership.devices().values().filter(|state| state.member == *member);
    Ok(mine.map(|state| state.number).collect())
}

impl Node {
    pub(super) fn show_words(&mut self, ask: &ask::MeWords) -> Result<row::Words, ApiError> {
        let me = self.me()?.clone();
        let asked = asked_words(&me.member_id());
        let told = |words: Vec<String>, kept| row::Words {
            words,
            asked: asked.iter().map(|&place| place as u32).collect(),
            kept,
        };
        let Some(key) = &me.secrets()?.member else {
            return Ok(told(Vec::new(), true));
        };
        let words = words_of(key);
        if ask.kept.is_empty() {
            return Ok(told(words, false));
        }
        let said: Vec<String> = ask.kept.iter().map(|word| word.trim().to_lowercase()).collect();
        let right: Vec<String> = asked.iter().map(|&place| words[place - 1].clone()).collect();
        if said != right {
            let places: Vec<String> = asked.iter().map(usize::to_string).collect();
            return Err(ApiError::new(
                "words.not-kept",
                "These are not the words that were asked for.",
                format!("Say the words number {} from your paper, in this order.", places.join(", ")),
            ));
        }
        self.hold()?;
        let without = me.without_member_key()?;
        self.home.keep_identity(&without)?;
        self.home.forget_old_identity();
        self.identity = Some(without);
        Ok(told(Vec::new(), true))
    }

    pub(super) fn move_keys(&mut self, place: Option<&str>) -> Result<row::Me, ApiError> {
        if let Some(place) = place {
            let place = KeyPlace::read(place)?;
            self.hold()?;
            let me = self.me()?.opened()?;
            self.home.keep_identity_in(&me, place)?;
            self.home.forget_old_identity();
        }
        self.show_me()
    }

    pub(super) fn restore_me(&mut self, ask: &ask::MeRestore) -> Result<row::Me, ApiError> {
        self.hold()?;
        if self.identity.is_some() {
            return Err(super::people::somebody());
        }
        let given = match &ask.from[..] {
            [one] if Path::new(one).exists() => {
                let path = Path::new(one);
                std::fs::read(path).map_err(|error| file_error(path, &error))?
            }
            words => words.join(" ").into_bytes(),
        };
        if let Some(rest) = given.strip_prefix(FILE) {
            let end = rest.iter().position(|&byte| byte == b'\n').ok_or_else(not_a_ticket)?;
            let link = std::str::from_utf8(&rest[..end]).map_err(|_| not_a_ticket())?;
            let bundles: Vec<Vec<u8>> = wire::from_bytes(&rest[end + 1..]).map_err(|_| not_a_ticket())?;
            return self.begin_with_ticket(&DeviceTicket::parse(link)?, &bundles);
        }
        let text = String::from_utf8(given).map_err(|_| not_a_ticket())?;
        if text.contains("://") {
            return self.begin_with_ticket(&DeviceTicket::parse(&text)?, &[]);
        }
        let key = key_of(&text)?;
        let name = ask.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).ok_or_else(|| {
            ApiError::new(
                "me.name",
                "Words say which key is yours, and not what others call you.",
                "Say it with --name.",
            )
        })?;
        let identity = Identity::of_member(name.to_owned(), &key, self.rng.random());
        self.home.keep_identity(&identity)?;
        self.identity = Some(identity);
        self.show_me()
    }

    fn begin_with_ticket(&mut self, ticket: &DeviceTicket, bundles: &[Vec<u8>]) -> Result<row::Me, ApiError> {
        let identity = Identity::certified(ticket.name.clone(), ticket.secret, ticket.certificate.clone());
        let bundle = |n| bundles.get(n).map(Vec::as_slice).unwrap_or_default();
        let carried: Vec<_> =
            ticket.communities.iter().enumerate().map(|(n, community)| (community, bundle(n))).collect();
        self.begin_as(identity, &carried)?;
        self.show_me()
    }

    /// Begins here as somebody who is a member elsewhere, with these communities. When it fails, nothing is half done:
    /// the next attempt finds an empty home. When the laptop stops in between, the next start or the next attempt goes on.
    pub(super) fn begin_as(
        &mut self,
        identity: Identity,
        carried: &[(&Carried, &[u8])],
    ) -> Result<(), ApiError> {
        let begun = self.try_to_begin_as(identity.clone(), carried);
        if begun.is_err() {
            for (community, _) in carried {
                self.replicas.remove(&community.id);
                self.home.discard(&community.id);
            }
            self.home.forget_identity(&identity);
            self.identity = None;
        }
        begun
    }

    fn try_to_begin_as(
        &mut self,
        mut identity: Identity,
        carried: &[(&Carried, &[u8])],
    ) -> Result<(), ApiError> {
        self.identity = Some(identity.clone());
        let mut taken = BTreeSet::new();
        for (community, bundle) in carried {
            self.bring(community, bundle)?;
            taken.extend(numbers(self.replica_of(&community.id)?, &identity.member_id())?);
        }
        let certificate = match identity.certificates() {
            [certificate, ..] => certificate.clone(),
            // What was brought may be old: what was numbered in order since then is left alone.
            [] => identity.certify(&taken, false).ok_or_else(all_numbers_taken)?,
        };
        for (community, _) in carried {
            let replica = self.replica_of(&community.id)?;
            enters(replica, &community.name, &Entering::Device(certificate.clone()))?;
        }
        self.home.keep_identity(&identity)?;
        self.identity = Some(identity);
        for (community, _) in carried {
            self.go_on_entering(&community.id)?;
        }
        Ok(())
    }

    /// Enters a community where that was begun and not done; returns true where it was.
    pub(crate) fn go_on_entering(&mut self, id: &CommunityId) -> Result<bool, ApiError> {
        let Some(me) = self.identity.as_ref().map(Identity::device_id) else { return Ok(false) };
        let replica = self.replica_of(id)?;
        let Some(kept) = replica.store().setting(ENTERING).map_err(failed)? else { return Ok(false) };
        if replica.heights().map_err(failed)?.tips(&me).is_empty() {
            match wire::from_bytes(&kept) {
                Ok(Entering::Device(certificate)) if certificate.device == me => {
                    self.add_this_device(id, certificate)?;
                }
                Ok(Entering::Invite(link)) => {
                    let ticket = InviteTicket::parse(&link).map_err(|_| super::people::forged())?;
                    self.enter(id, &ticket, false)?;
                }
                // Of an attempt under another key, which nobody has any more.
                _ => {}
            }
        }
        entered(self.replica_of(id)?)?;
        Ok(true)
    }

    /// Brings a community here that a device of mine was in.
    pub(super) fn bring(&mut self, community: &Carried, bundle: &[u8]) -> Result<(), ApiError> {
        let now = self.now();
        let replica = self.replica_of(&community.id)?;
        if !bundle.is_empty() {
            take_whole_bundle(replica, bundle)?;
        }
        replica.store().set_setting("name", community.name.as_bytes()).map_err(failed)?;
        let peers: Vec<PeerAddress> = community
            .peers
            .iter()
            .map(|(device, addresses)| PeerAddress { device: *device, addresses: addresses.clone() })
            .collect();
        crate::live::remember(replica, &peers, now)
    }

    /// Returns what of a community another laptop of mine has to know, beside its entries.
    pub(super) fn carried(&mut self, id: &CommunityId) -> Result<Carried, ApiError> {
        let name = self.name_of_community(id)?;
        let me = self.me()?.device_id();
        let peers = crate::live::known_addresses(self.replica_of(id)?, &me)?;
        let peers = peers.into_iter().map(|peer| (peer.device, peer.addresses)).collect();
        Ok(Carried { id: *id, name, peers })
    }

    /// Says in this device's own feed that it is mine.
    pub(super) fn add_this_device(
        &mut self,
        id: &CommunityId,
        certificate: DeviceCertificate,
    ) -> Result<(), ApiError> {
        let author = self.author()?;
        let replica = self.replica_of(id)?;
        let body = wire::to_bytes(&Device::Add(certificate));
        replica.write(&author, Kind::Device, RecordId::ZERO, body).map_err(write_error)?;
        Ok(())
    }

    /// Enters a community whose file is here: as one more device where I am a member or have asked to be one, as
    /// somebody new elsewhere. `knowing`: what others hold now has come, so that the numbers of my devices are known.
    pub(crate) fn enter(
        &mut self,
        id: &CommunityId,
        ticket: &InviteTicket,
        knowing: bool,
    ) -> Result<(), ApiError> {
        let mut me = self.me()?.clone();
        let member = me.member_id();
        let taken = numbers(self.replica_of(id)?, &member)?;
        let is_known = !taken.is_empty();
        let certificate = me.certify(&taken, knowing).ok_or_else(|| {
            ApiError::new(
                "device.number",
                "This laptop cannot be numbered among yours: all numbers are taken, or the key that would do it is away.",
                "Close one with `palabre device revoke`, or begin in a new home with your words.",
            )
        })?;
        if me.certificates() != self.me()?.certificates() {
            self.home.keep_identity(&me)?;
            self.identity = Some(me.clone());
        }
        if is_known {
            return self.add_this_device(id, certificate);
        }
        let author = self.author()?;
        let replica = self.replica_of(id)?;
        let body = wire::to_bytes(&join_entry(ticket, me.name.clone(), certificate)?);
        let forged = super::people::forged;
        let entry = replica.write(&author, Kind::Join, RecordId::ZERO, body).map_err(|_| forged())?;
        // An own entry is only refused when what it says does not hold: then nobody would ever let us in.
        Body::read(id, &entry).map_err(|_| forged())?;
        Ok(())
    }

    /// Returns the invite by which a restored person came here, as long as it is not known how they stand.
    pub(crate) fn claim(&mut self, id: &CommunityId) -> Result<Option<InviteTicket>, ApiError> {
        let kept = self.replica_of(id)?.store().setting(CLAIM).map_err(failed)?;
        Ok(kept.and_then(|link| InviteTicket::parse(&String::from_utf8(link).ok()?).ok()))
    }

    /// Enters after all: `knowing` when what the others hold has come.
    pub(crate) fn settle_claim(&mut self, id: &CommunityId, knowing: bool) -> Result<(), ApiError> {
        if let Some(ticket) = self.claim(id)? {
            self.enter(id, &ticket, knowing)?;
            self.replica_of(id)?.store().drop_setting(CLAIM).map_err(failed)?;
        }
        Ok(())
    }

    pub(super) fn make_device_ticket(&mut self, ask: ask::DeviceAdd) -> Result<row::DeviceTicket, ApiError> {
        self.hold()?;
        let me = self.me()?.clone();
        let key = member_key(&me, &ask.words)?;
        let mut taken: BTreeSet<u8> = me.certificates().iter().map(|one| one.number).collect();
        let (mut communities, mut bundles) = (Vec::new(), Vec::new());
        for id in self.communities()? {
            let standing = self.community_row(&id)?.standing;
            if standing == "removed" || standing == "left" {
                continue;
            }
            let replica = self.replica_of(&id)?;
            taken.extend(numbers(replica, &me.member_id())?);
            bundles.push(if ask.file.is_some() { whole_bundle(replica, 0)?.0 } else { Vec::new() });
            communities.push(self.carried(&id)?);
        }
        let mut giving = me.clone();
        let number = giving.give_number(&taken).ok_or_else(all_numbers_taken)?;
        let secret: [u8; 32] = self.rng.random();
        let device = DeviceId(SigningKey::from_bytes(&secret).verifying_key().to_bytes());
        let certificate = DeviceCertificate::write(&key, device, number);
        self.home.keep_identity(&giving)?;
        self.identity = Some(giving);
        let mut names: Vec<String> = communities.iter().map(|one| one.name.clone()).collect();
        names.sort_by_key(|name| by_name(name));
        let link =
            DeviceTicket { version: VERSION, name: me.name.clone(), secret, certificate, communities }.link();
        if let Some(file) = &ask.file {
            let mut bytes = [FILE, link.as_bytes(), b"\n"].concat();
            bytes.extend_from_slice(&wire::to_bytes(&bundles));
            write_private_file(Path::new(file), &bytes)?;
        }
        Ok(row::DeviceTicket {
            number: u32::from(number),
            communities: names,
            file: ask.file,
            qr: ask.qr.then(|| draw_qr(&link)).transpose()?,
            link,
        })
    }

    pub(super) fn list_devices(&mut self, who: Option<&str>) -> Result<row::Devices, ApiError> {
        let me = self.me()?.clone();
        let mine = me.member_id();
        let now = self.now();
        let replica = self.replica()?;
        let suspended = suspensions(replica, &me.device_id(), now)?;
        let member = match who {
            Some(named) => Self::find_person(replica, &mine, named)?,
            None => mine,
        };
        let name = if member == mine { me.name.clone() } else { Self::names(replica)?.of(&member) };
        let forked: BTreeSet<DeviceId> = replica.forks().map_err(failed)?.keys().copied().collect();
        let states: Vec<_> = replica
            .membership()
            .map_err(failed)?
            .devices()
            .iter()
            .filter(|(_, state)| state.member == member)
            .map(|(id, state)| (*id, state.clone()))
            .collect();
        let mut devices = Vec::new();
        for (id, state) in states {
            let tip = replica.heights().map_err(failed)?.tips(&id).last().copied();
            let last = match tip {
                Some(tip) => replica.store().entry_at(&id, tip.seq, &tip.id).map_err(failed)?,
                None => None,
            };
            let standing = match (&state.cut, state.void, state.role) {
                (_, true, _) => "void",
                (Some(Cut { reason: Reason::Fork, .. }), ..) if !state.closed => "forked",
                _ if forked.contains(&id) && !state.closed => "forked",
                _ if state.closed => "closed",
                (_, _, None) => "waiting",
                _ => "open",
            };
            devices.push(row::DeviceLine {
                id: id.to_string(),
                number: u32::from(state.number),
                words: three_words(&id.0),
                here: id == me.device_id(),
                standing: standing.to_owned(),
                entries: tip.map_or(0, |tip| tip.seq),
                honoured: state.cut.map(|cut| cut.seq),
                last: last.map(|held| held.entry.header.at),
                suspended: suspended.iter().rfind(|one| one.device == id.to_string()).cloned(),
            });
        }
        devices.sort_by_key(|device| (device.number, device.id.clone()));
        Ok(row::Devices { name, mine: member == mine, devices })
    }

    pub(super) fn revoke_device(&mut self, ask: &ask::DeviceRevoke) -> Result<row::Devices, ApiError> {
        let me = self.me()?.clone();
        let (replica, author) = self.replica_to_write()?;
        let wanted = ask.device.trim().to_lowercase();
        let membership = replica.membership().map_err(failed)?;
        let matching: Vec<(DeviceId, bool)> = membership
            .devices()
            .iter()
            .filter(|(_, state)| state.member == me.member_id())
            .filter(|(id, state)| {
                state.number.to_string() == wanted
                    || (wanted.len() >= 4 && id.to_string().starts_with(&wanted))
            })
            .map(|(id, state)| (*id, state.closed))
            .collect();
        let (device, closed) = match matching[..] {
            [one] => one,
            _ => {
                return Err(ApiError::new(
                    "device.unknown",
                    format!("You have no device {:?}, or more than one.", ask.device),
                    "`palabre device list` shows their numbers and keys.",
                ));
            }
        };
        let last = last_honoured(replica, &device, ask.last)?;
        if closed && ask.last.is_none() {
            return Err(ApiError::new(
                "device.closed",
                "This device is closed already.",
                "To honour less of it, say the last entry with --last.",
            ));
        }
        let revoke = if device == author.device() {
            if ask.last.is_some() {
                return Err(ApiError::new(
                    "device.itself",
                    "A laptop closes itself from now on, not from earlier.",
                    "Leave --last out, or do it on another laptop of yours.",
                ));
            }
            Device::Revoke { device, last, leaving: false, by: None }
        } else {
            let key = member_key(&me, &ask.words)?;
            Device::revoke(&replica.community(), &key, device, last)
        };
        replica.write(&author, Kind::Device, RecordId::ZERO, wire::to_bytes(&revoke)).map_err(write_error)?;
        self.list_devices(None)
    }
}

/// Keeps in mind which community this device enters and how, until it has.
pub(super) fn enters(replica: &mut Replica, name: &str, how: &Entering) -> Result<(), ApiError> {
    let kept = replica.in_store(|replica| {
        replica.store().set_setting("name", name.as_bytes())?;
        replica.store().set_setting(ENTERING, &wire::to_bytes(how))
    });
    kept.map_err(failed)
}

/// Forgets that this device was entering.
pub(super) fn entered(replica: &Replica) -> Result<(), ApiError> {
    replica.store().drop_setting(ENTERING).map_err(failed)
}

/// Returns true where this device was entering when it was stopped.
pub(super) fn is_entering(replica: &Replica) -> Result<bool, ApiError> {
    Ok(replica.store().setting(ENTERING).map_err(failed)?.is_some())
}

/// Says that no number is left for one more device.
pub(super) fn all_numbers_taken() -> ApiError {
    ApiError::new(
        "device.number",
        "You have 16 devices, closed ones among them, and there are no more.",
        "Be invited again under a new key, as formerly you.",
    )
}

/// Returns the last entry of a device that is honoured: at the place that was said, or the last one that is here and
/// lies before a split.
pub(super) fn last_honoured(
    replica: &mut Replica,
    device: &DeviceId,
    said: Option<u64>,
) -> Result<(u64, EntryId), ApiError> {
    let split = replica.forks().map_err(failed)?.get(device).copied();
    let tip = replica.heights().map_err(failed)?.tips(device).last().copied();
    let seq = match (said, split, tip) {
        (Some(seq), ..) => seq,
        (None, Some(split), _) => split.saturating_sub(1),
        (None, None, tip) => tip.map_or(0, |tip| tip.seq),
    };
    if seq == 0 {
        return Ok((0, EntryId::ZERO));
    }
    match replica.store().at_place(device, seq).map_err(failed)?[..] {
        [(_, id)] => Ok((seq, id)),
        _ => Err(ApiError::new(
            "device.place",
            format!("There is no single entry {seq} of this device here."),
            "`palabre device list` says how many there are.",
        )),
    }
}

/// Returns what a laptop shows that belongs to a member but is not known yet: the member key's word for it.
pub(crate) fn claim_bytes(community: &CommunityId, device: &DeviceId) -> Vec<u8> {
    [b"palabre/claim/1\0".as_slice(), &community.0, &device.0].concat()
}

/// Reads the invite's entry out of a ticket.
pub(super) fn invite_of(ticket: &InviteTicket) -> Result<Entry, ApiError> {
    Entry::from_bytes(&ticket.invitation().introduction).map_err(|_| super::people::forged())
}
