//! Profiles: what a person shares, wants to learn and speaks, and until when they are away.

use palabre_api::{ApiError, ask, row};
use palabre_documents::voice::{Key, Said};
use palabre_domain::id::MemberId;
use palabre_domain::profile::{MAX_ABOUT, MAX_LIST, MAX_TAG, Profile};

use super::times::read_time;
use super::{COMMUNITY, Node, failed, write_error};
use crate::replica::Replica;

/// Returns what members say about themselves.
pub(crate) fn profiles(replica: &mut Replica) -> Result<Vec<(MemberId, Profile)>, ApiError> {
    let pages = replica.store().pages_of(COMMUNITY, 0, 1).map_err(failed)?;
    let Some(page) = pages.first() else { return Ok(Vec::new()) };
    let here: std::collections::BTreeSet<MemberId> =
        replica.membership().map_err(failed)?.present().map(|(id, _)| *id).collect();
    let voices = replica.voices(page.n).map_err(failed)?;
    let said = voices.into_iter().filter_map(|(member, voice)| match voice.get(&Key::Profile) {
        Some((Said::Profile(profile), _)) if here.contains(&member) && profile.is_sound() => {
            Some((member, profile))
        }
        _ => None,
    });
    Ok(said.collect())
}

/// Returns who has said to be away at this time.
pub(crate) fn away(replica: &mut Replica, now: i64) -> Result<Vec<MemberId>, ApiError> {
    let profiles = profiles(replica)?;
    Ok(profiles.into_iter().filter(|(_, profile)| profile.is_away(now)).map(|(member, _)| member).collect())
}

impl Node {
    pub(super) fn show_profile(&mut self, ask: ask::ProfileShow) -> Result<row::Profile, ApiError> {
        let me = self.me()?.member_id();
        let replica = self.replica()?;
        let member = match &ask.name {
            Some(name) => Self::find_person(replica, &me, name)?,
            None => me,
        };
        let name = Self::names(replica)?.of(&member);
        let said = profiles(replica)?.into_iter().find(|(author, _)| *author == member);
        let profile = said.map(|(_, profile)| profile).unwrap_or_default();
        Ok(row::Profile {
            name,
            member: member.to_string(),
            me: member == me,
            shares: profile.shares,
            learns: profile.learns,
            languages: profile.languages,
            place: profile.place,
            about: profile.about,
            away_until: profile.away_until,
        })
    }

    pub(super) fn write_profile(&mut self, ask: ask::ProfileWrite) -> Result<row::Profile, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let said = profiles(replica)?.into_iter().find(|(member, _)| *member == author.member);
        let mut profile = said.map(|(_, profile)| profile).unwrap_or_default();
        let before = profile.clone();
        let list = |list: &mut Vec<String>, said: &[String]| {
            if !said.is_empty() {
                *list = said.iter().map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
            }
        };
        list(&mut profile.shares, &ask.shares);
        list(&mut profile.learns, &ask.learns);
        list(&mut profile.languages, &ask.languages);
        if let Some(place) = ask.place {
            profile.place = place.trim().to_owned();
        }
        if let Some(about) = ask.about {
            profile.about = about.trim().to_owned();
        }
        match ask.away_until.as_deref() {
            None => {}
            Some("no") => profile.away_until = None,
            Some(text) => profile.away_until = Some(read_time(text)?),
        }
        if profile == before {
            return Err(ApiError::new(
                "edit.nothing",
                "This changes nothing.",
                "Use --share, --learn, --language, --place, --about or --away-until.",
            ));
        }
        if !profile.is_sound() {
            return Err(ApiError::new(
                "profile.length",
                format!(
                    "A profile has at most {MAX_LIST} things in a list, of {MAX_TAG} bytes each, and {MAX_ABOUT} bytes \
                     about the rest."
                ),
                "Say it shorter.",
            ));
        }
        let house = Self::find(replica, "community")?;
        replica.say(&author, house, &[(Key::Profile, Some(Said::Profile(profile)))]).map_err(write_error)?;
        self.show_profile(ask::ProfileShow { name: None })
    }
}
