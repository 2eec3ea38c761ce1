//! What this laptop holds, files for a stick, and checks.

use std::path::Path;

use palabre_api::{ApiError, ask, row};
use palabre_domain::id::DeviceId;

use super::bundles::{make_bundle, take_bundle};
use super::people::without_ticket;
use super::reasons::reasons;
use super::renewing::is_renewing;
use super::{Node, failed};
use crate::home::{file_error, write_whole};
use crate::naming::by_name;
use crate::replica::{Finding, Replica};

/// What the smallest step of an export is: one pack always fits.
const FEWEST_MEGABYTES: u32 = 2;

impl Node {
    pub(super) fn show_status(&mut self) -> Result<row::Status, ApiError> {
        let id = self.chosen()?;
        let community = self.community_row(&id)?;
        let preview = self.previews.get(&id).cloned();
        let device = self.me()?.device_id();
        let now = self.now();
        let linked = self.here.linked.clone();
        let replica = self.replica_of(&id)?;
        let suspended = super::suspending::suspensions(replica, &device, now)?;
        let quota = quota(replica, &device)?;
        let names = Self::names(replica)?;
        let (pending, refused) = reasons(replica, &names)?;
        let store = replica.store();
        let peers = store.peers().map_err(failed)?;
        let confirms = store.setting("confirm").map_err(failed)?;
        let addresses = store.setting("addresses").map_err(failed)?.unwrap_or_default();
        let entries = store.count_entries().map_err(failed)?;
        let state_hash = replica.state_hash().map_err(failed)?;
        let forked: Vec<_> = replica.forks().map_err(failed)?.keys().copied().collect();
        let renew = forked.contains(&device)
            || replica.is_rolled_back().map_err(failed)?
            || is_renewing(replica, &device)?;
        let membership = replica.membership().map_err(failed)?;
        let owner = |device| membership.member_of(device).map(|member| names.of(&member));
        let mut peers: Vec<row::Peer> = peers
            .iter()
            .filter(|peer| peer.met.is_some())
            .map(|peer| row::Peer {
                name: owner(&peer.device).unwrap_or_else(|| peer.device.short(4)),
                device: peer.device.to_string(),
                met: peer.met,
                in_sync: peer.row == Some(entries),
                linked: linked.contains(&(id, peer.device)),
            })
            .collect();
        peers.sort_by_key(|peer| by_name(&peer.name));
        let mut forked: Vec<String> = forked.iter().filter_map(owner).collect();
        forked.sort_by_key(|name| by_name(name));
        Ok(row::Status {
            members: membership.present().count() as u32,
            devices: membership.devices().keys().filter(|device| membership.is_peer(device)).count() as u32,
            community,
            state_hash,
            entries,
            peers,
            pending,
            refused,
            confirms: match confirms.as_deref() {
                Some(b"yes") => "yes",
                Some(b"no") => "no",
                _ => "ask",
            }
            .to_owned(),
            addresses: String::from_utf8_lossy(&addresses).lines().map(str::to_owned).collect(),
            forked,
            suspended,
            renew,
            quota,
            preview,
        })
    }

    pub(super) fn export_bundle(&mut self, ask: ask::BundleExport) -> Result<row::Written, ApiError> {
        let replica = self.replica()?;
        let at_most =
            ask.megabytes.map_or(usize::MAX, |many| many.max(FEWEST_MEGABYTES) as usize * 1_000_000);
        let made = make_bundle(replica, ask.after, at_most)?;
        write_whole(Path::new(&ask.file), &made.bytes)?;
        Ok(row::Written {
            file: ask.file,
            entries: made.entries,
            bytes: made.bytes.len() as u64,
            up_to: made.up_to,
            more: made.more,
        })
    }

    pub(super) fn import_bundle(&mut self, file: &str) -> Result<row::Taken, ApiError> {
        let path = Path::new(file);
        let bytes = std::fs::read(path).map_err(|error| file_error(path, &error))?;
        let (replica, author) = self.replica_to_write()?;
        let taken = take_bundle(replica, without_ticket(&bytes))?;
        crate::duty::all(replica, &author)?;
        let community = replica.community();
        if replica.membership().map_err(failed)?.charter().is_some() {
            self.settle_claim(&community, true)?;
        }
        Ok(taken)
    }

    pub(super) fn check_up(&mut self, thorough: bool, replay: bool) -> Result<row::Checkup, ApiError> {
        let id = self.chosen()?;
        let replica = self.replica_of(&id)?;
        let damage = replica.store().check(thorough).map_err(failed)?;
        let mut findings: Vec<Finding> = damage.iter().map(|found| Finding::damaged(found)).collect();
        let (chain, _) = replica.check_chains(0, thorough).map_err(failed)?;
        findings.extend(chain);
        let compared = if replay {
            let (differences, compared) = replica.replay().map_err(failed)?;
            findings.extend(differences);
            let names = Self::names(replica)?;
            let (differ, glances) = replica.check_glances(|member| names.of(member)).map_err(failed)?;
            findings.extend(differ);
            Some(compared + glances)
        } else {
            findings.extend(replica.check_views().map_err(failed)?);
            None
        };
        let well = findings.is_empty();
        if well {
            let entries = replica.store().count_entries().map_err(failed)?;
            let text = format!(
                "All is well: {entries} entries, every chain whole{}{}.",
                if thorough { ", every signature good" } else { "" },
                compared.map(|n| format!(", {n} verdicts and rows come out the same")).unwrap_or_default(),
            );
            findings.push(Finding { word: "whole", many: entries, text });
        }
        Ok(row::Checkup { well, findings: findings.into_iter().map(told).collect() })
    }
}

/// Returns what a check found as it is told.
fn told(finding: Finding) -> row::Reason {
    row::Reason {
        word: finding.word.to_owned(),
        text: finding.text,
        entries: finding.many,
        ..row::Reason::default()
    }
}

/// Returns how much of what one device may write this one has written, in percent of the nearer limit.
pub(super) fn quota(replica: &mut Replica, device: &DeviceId) -> Result<u32, ApiError> {
    let tip = replica.heights().map_err(failed)?.tips(device).last().copied();
    let quotas = replica.membership().map_err(failed)?.charter().map(|charter| charter.quotas);
    let (Some(tip), Some(quotas)) = (tip, quotas) else { return Ok(0) };
    let last = replica.store().entry_at(device, tip.seq, &tip.id).map_err(failed)?;
    let bytes = last.map_or(0, |held| held.total);
    let percent = |part: u64, whole: u64| (part.saturating_mul(100) / whole.max(1)) as u32;
    Ok(percent(tip.seq, quotas.entries).max(percent(bytes, quotas.bytes)))
}
