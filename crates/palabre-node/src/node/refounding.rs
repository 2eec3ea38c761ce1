//! A community founded in the place of another, whose keyholders vanished.

use std::collections::BTreeMap;

use palabre_api::{ApiError, ask, row};
use palabre_documents::voice::{Key, Said};
use palabre_domain::id::{CommunityId, Hash, MemberId};
use palabre_domain::words::{Attachment, ItemId, MAX_ATTACHMENT};
use palabre_feeds::body::{Body, Lineage};
use rand::RngExt;

use super::{Node, failed, write_error};

impl Node {
    pub(super) fn refound(&mut self, ask: ask::Refound) -> Result<row::Refounded, ApiError> {
        let old = self.chosen()?;
        let replica = self.replica_of(&old)?;
        let Some(charter) = replica.membership().map_err(failed)?.charter().cloned() else {
            return Err(ApiError::new(
                "refound.empty",
                "This community has not come yet, so that there is nothing to carry on.",
                "Meet somebody with `palabre sync` first.",
            ));
        };
        super::people::check_days(ask.days)?;
        let me = self.me()?.member_id();
        let membership = self.replica_of(&old)?.membership().map_err(failed)?;
        let others = membership.present().filter(|(member, _)| **member != me).count() as u32;
        let archive = if ask.archive { Some(self.archive_to_attach(&charter.name)?) } else { None };
        let from = Lineage { community: old, name: charter.name.clone() };
        let found = ask::Found { name: ask.name, cause: ask.cause.unwrap_or(charter.cause) };
        let new = self.found_from(found, Some(from))?;
        // This laptop is met where it was met before, also by those who take the invite that comes next.
        if let Some(id) = CommunityId::parse(&new.id) {
            let here = self.replica_of(&old)?.store().setting("addresses").map_err(failed)?;
            if let Some(here) = here {
                self.replica_of(&id)?.store().set_setting("addresses", &here).map_err(failed)?;
            }
        }
        // What follows is about the new one; the old one stays the one that is talked about here.
        let wanted = self.wanted.replace(new.id.clone());
        let done = self.set_up(others, ask.days, ask.file, archive);
        self.wanted = wanted;
        let (invite, attached) = done?;
        Ok(row::Refounded { old: self.community_row(&old)?, community: new, others, invite, attached })
    }

    /// Returns the old community's whole history as a file.
    fn archive_to_attach(&mut self, name: &str) -> Result<(Attachment, Vec<u8>), ApiError> {
        let (text, ..) = self.archive()?;
        let bytes = text.into_bytes();
        if bytes.len() as u64 > MAX_ATTACHMENT {
            return Err(ApiError::new(
                "refound.archive",
                format!(
                    "The history is longer than the {} MiB that a file on a record may have.",
                    MAX_ATTACHMENT >> 20
                ),
                "Leave --archive out, and give it to newcomers by hand: `palabre export FILE` writes it.",
            ));
        }
        let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let short: String = plain.chars().take(40).collect();
        let file =
            Attachment { hash: Hash::of(&bytes), size: bytes.len() as u64, name: format!("{short}.json") };
        Ok((file, bytes))
    }

    fn set_up(
        &mut self,
        others: u32,
        days: u32,
        file: Option<String>,
        archive: Option<(Attachment, Vec<u8>)>,
    ) -> Result<(row::Invite, Option<String>), ApiError> {
        let mut attached = None;
        if let Some((archive, bytes)) = archive {
            self.keep_file(&archive.hash, &bytes)?;
            let id = ItemId(self.rng.random());
            let (replica, author) = self.replica_as_member()?;
            replica.store().keep_file(&archive.hash.0, archive.size).map_err(failed)?;
            let house = Self::find(replica, "community")?;
            attached = Some(archive.name.clone());
            replica
                .say(&author, house, &[(Key::File(id), Some(Said::File(archive)))])
                .map_err(write_error)?;
        }
        let invite = ask::Invite {
            uses: others.clamp(1, super::people::MAX_USES),
            days,
            file,
            ..ask::Invite::default()
        };
        Ok((self.make_invite(invite)?, attached))
    }

    /// Returns the community in whose place this one was founded.
    pub(super) fn lineage(&mut self, id: &CommunityId) -> Result<Option<row::Before>, ApiError> {
        let founding =
            self.replica_of(id)?.controls().map_err(failed)?.iter().find_map(|control| match &control.body {
                Body::Genesis(genesis) if CommunityId::from(control.id) == *id => genesis.from.clone(),
                _ => None,
            });
        let Some(Lineage { community, name }) = founding else { return Ok(None) };
        let here = self.communities()?.contains(&community);
        Ok(Some(row::Before { id: community.to_string(), name, here }))
    }

    /// Returns what people were called in the community that this one carries on, as far as that is at home here.
    pub(super) fn names_before(&mut self, id: &CommunityId) -> Result<BTreeMap<MemberId, String>, ApiError> {
        let before = self.lineage(id)?.filter(|lineage| lineage.here);
        let Some(before) = before.and_then(|lineage| CommunityId::parse(&lineage.id)) else {
            return Ok(BTreeMap::new());
        };
        let membership = self.replica_of(&before)?.membership().map_err(failed)?;
        Ok(membership.members().iter().map(|(member, state)| (*member, state.name.clone())).collect())
    }
}
