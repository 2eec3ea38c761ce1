//! Laptops that told two different stories: what that comes to, and the proof as a file.

use std::path::Path;

use palabre_api::{ApiError, row};
use palabre_domain::id::{DeviceId, EntryId, MemberId};
use palabre_domain::wire;
use palabre_feeds::body::{Body, Device, DeviceCertificate};
use palabre_feeds::entry::{Entry, HEADER_LEN};
use palabre_feeds::fork::{ForkProof, Forked, Told};
use palabre_feeds::verdict::Verdict;
use palabre_store::StoreError;
use serde::{Deserialize, Serialize};

use super::suspending::find_device;
use super::{Node, failed};
use crate::home::write_whole;
use crate::naming::by_name;
use crate::recount::prove;
use crate::replica::Replica;

/// The format of the file.
pub(crate) const FORMAT: &str = "palabre/fork/1";

#[derive(Serialize, Deserialize)]
struct ForkFile {
    format: String,
    about: String,
    says: String,
    evidence: String,
}

impl Node {
    pub(super) fn list_forks(&mut self) -> Result<row::Forks, ApiError> {
        let me = self.me()?.device_id();
        let replica = self.replica()?;
        let names = Self::names(replica)?;
        let mut forks = Vec::new();
        for (device, place) in replica.forks().map_err(failed)?.clone() {
            let membership = replica.membership().map_err(failed)?;
            let state = membership.devices().get(&device).cloned();
            let (mut void, mut kept, mut waiting) = (0, 0, 0);
            for (verdict, entries) in replica.store().verdicts_from(&device, place).map_err(failed)? {
                match verdict {
                    Verdict::Effective => kept += entries,
                    Verdict::WithoutEffect(_) => void += entries,
                    Verdict::Pending(_) => waiting += entries,
                }
            }
            forks.push(row::Fork {
                name: state.as_ref().map_or_else(|| device.short(4), |state| names.of(&state.member)),
                device: device.to_string(),
                number: state.as_ref().map_or(0, |state| u32::from(state.number)),
                here: device == me,
                place,
                stories: replica.store().at_place(&device, place).map_err(failed)?.len() as u32,
                void,
                kept,
                waiting,
                closed: state.is_some_and(|state| state.closed),
            });
        }
        forks.sort_by_key(|fork| (by_name(&fork.name), fork.number, fork.device.clone()));
        Ok(row::Forks { forks })
    }

    pub(super) fn export_fork(&mut self, named: &str, file: &str) -> Result<row::Written, ApiError> {
        let replica = self.replica()?;
        let (device, member) = find_device(replica, named)?;
        let Some(place) = replica.forks().map_err(failed)?.get(&device).copied() else {
            return Err(ApiError::new(
                "fork.none",
                "This laptop told one story: there is nothing to prove.",
                "`palabre fork list` shows those that told two.",
            ));
        };
        let proof = proof(replica, &device, &member, place).map_err(failed)?;
        // What is written down is what anybody finds who checks it.
        let (Some(proof), Some(Ok(found))) = (&proof, proof.as_ref().map(ForkProof::check)) else {
            return Err(ApiError::new(
                "fork.incomplete",
                "Not everything that proves it is here yet.",
                "Meet somebody with `palabre sync`, and try again.",
            ));
        };
        let entries = proof.stories.iter().map(|told| 1 + told.chain.len() as u64).sum();
        let saved = ForkFile {
            format: FORMAT.to_owned(),
            about: "The proof that a laptop told two different stories, for anyone: `palabre verify FILE`. Only the \
                    evidence is read; the other lines are for you."
                .to_owned(),
            says: sentence(&found),
            evidence: data_encoding::BASE64.encode(&wire::to_bytes(proof)),
        };
        // Plain fields always make JSON.
        let text = serde_json::to_string_pretty(&saved).expect("a proof is plain data") + "\n";
        write_whole(Path::new(file), text.as_bytes())?;
        Ok(row::Written { file: file.to_owned(), entries, bytes: text.len() as u64, up_to: 0, more: false })
    }
}

fn sentence(found: &Forked) -> String {
    let name = found.name.clone().unwrap_or_else(|| found.member.short(4));
    format!(
        "two different entries were both signed by {name}'s laptop {}, {}, at place {} of what it wrote in {}",
        found.number,
        found.device.short(4),
        found.seq,
        found.community
    )
}

/// Gathers the two entries with the lowest ids at the place where the stories part, and what vouches for them.
fn proof(
    replica: &mut Replica,
    device: &DeviceId,
    member: &MemberId,
    place: u64,
) -> Result<Option<ForkProof>, StoreError> {
    let community = replica.community();
    let mut ids: Vec<(EntryId, u64)> =
        replica.store().at_place(device, place)?.into_iter().map(|(row, id)| (id, row)).collect();
    ids.sort_unstable();
    let mut stories = Vec::new();
    for (_, row) in ids.into_iter().take(2) {
        if let Some(held) = replica.store().entry(row)? {
            stories.extend(told(replica, &held.entry)?);
        }
    }
    let came_with = replica.membership()?.members().get(member).map(|state| state.join);
    let (mut founding, mut certificate, mut came) = (None, None, None);
    for held in replica.store().controls()? {
        let entry = held.entry;
        if came_with == Some(entry.id) {
            came = told(replica, &entry)?.map(|told| (told, entry.body.clone()));
        }
        let said: Option<DeviceCertificate> = match Body::read(&community, &entry) {
            Ok(Body::Genesis(genesis)) => {
                founding = Some((entry.header.to_bytes().to_vec(), entry.body.clone()));
                Some(genesis.certificate)
            }
            Ok(Body::Join(join)) => Some(join.certificate),
            Ok(Body::Device(Device::Add(certificate))) => Some(certificate),
            _ => None,
        };
        certificate = certificate.or(said.filter(|said| said.device == *device && said.member == *member));
    }
    let (Some(founding), Some(certificate), Ok(stories)) = (founding, certificate, stories.try_into()) else {
        return Ok(None);
    };
    Ok(Some(ForkProof { community, founding, certificate, came, stories }))
}

/// Returns an entry with the headers up to the next one that is signed; `None` where none is here.
fn told(replica: &mut Replica, entry: &Entry) -> Result<Option<Told>, StoreError> {
    let proven = prove(replica, entry)?;
    let header = proven.entry[..HEADER_LEN].to_vec();
    let signature = entry.signature.or(proven.signature);
    Ok(signature.map(|signature| Told { header, chain: proven.chain, signature }))
}

/// Checks a file with the proof that a laptop told two stories.
///
/// # Errors
/// When the file cannot be read, or proves nothing: says why.
pub(crate) fn verify_fork(bytes: &[u8]) -> Result<row::Verified, ApiError> {
    let malformed = |what: &str| {
        ApiError::new(
            "verify.malformed",
            format!("This proof cannot be checked: {what}."),
            "`palabre fork export DEVICE FILE` saves one.",
        )
    };
    let saved: ForkFile = serde_json::from_slice(bytes).map_err(|_| malformed("it cannot be read"))?;
    let evidence = data_encoding::BASE64
        .decode(saved.evidence.as_bytes())
        .map_err(|_| malformed("its evidence is not whole"))?;
    let proof: ForkProof =
        wire::from_bytes(&evidence).map_err(|_| malformed("its evidence cannot be read"))?;
    let found = proof.check().map_err(|wrong| {
        ApiError::new(
            "verify.wrong",
            format!("Not verified: {wrong}."),
            "This file proves nothing against anybody. Ask whoever gave it to you for the one that Palabre wrote.",
        )
    })?;
    Ok(row::Verified {
        kind: "fork".to_owned(),
        verdict: "verified".to_owned(),
        sentence: format!("Verified: {}.", sentence(&found)),
        community: found.community,
        ..row::Verified::default()
    })
}
