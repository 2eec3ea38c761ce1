//! Records and people as somebody names them: by a title or a name, its beginning, or the first characters of an id.

use palabre_api::ApiError;
use palabre_documents::kinds::RecordType;
use palabre_domain::id::{MemberId, RecordId};

use super::{COMMUNITY, Node};
use crate::home::store_error;
use crate::replica::Replica;

impl Node {
    /// Finds a record that a person names: `community`, or another by its id or the beginning of its title.
    pub(crate) fn find(replica: &mut Replica, named: &str) -> Result<RecordId, ApiError> {
        find(replica, named, None)
    }

    /// Finds a record of one kind that a person names.
    pub(crate) fn find_of(
        replica: &mut Replica,
        kind: RecordType,
        named: &str,
    ) -> Result<RecordId, ApiError> {
        find(replica, named, Some(kind))
    }

    /// Finds somebody who is here, or was here once: what they did stays.
    pub(crate) fn find_person(
        replica: &mut Replica,
        me: &MemberId,
        named: &str,
    ) -> Result<MemberId, ApiError> {
        match Self::find_member(replica, me, named) {
            Err(error) if error.code == "member.unknown" => {
                // Guests, and whoever left or was removed.
                let all = replica.membership().map_err(store_error)?.members().keys().copied().collect();
                Self::find_among(replica, all, named)
            }
            found => found,
        }
    }

    /// Finds a member that a person names: `me`, a name, its beginning, or the first characters of the key.
    pub(crate) fn find_member(
        replica: &mut Replica,
        me: &MemberId,
        named: &str,
    ) -> Result<MemberId, ApiError> {
        if named.trim().eq_ignore_ascii_case("me") {
            return Ok(*me);
        }
        let membership = replica.membership().map_err(store_error)?;
        let here = membership.present().map(|(id, _)| *id).collect();
        Self::find_among(replica, here, named)
    }

    fn find_among(replica: &mut Replica, here: Vec<MemberId>, named: &str) -> Result<MemberId, ApiError> {
        let wanted = named.trim().to_lowercase();
        let names = Self::names(replica)?;
        let name = |member: &MemberId| names.of(member).to_lowercase();
        let by = |fits: &dyn Fn(&MemberId) -> bool| -> Vec<MemberId> {
            here.iter().filter(|member| fits(member)).copied().collect()
        };
        let exact = by(&|member| name(member) == wanted);
        let found = match exact.len() {
            1 => exact,
            _ if wanted.is_empty() => Vec::new(),
            _ => by(&|member| name(member).starts_with(&wanted) || hex_begins(&member.to_string(), &wanted)),
        };
        match found[..] {
            [one] => Ok(one),
            [] => Err(ApiError::new(
                "member.unknown",
                format!("There is nobody called {named:?} here."),
                "`palabre members` lists everybody.",
            )),
            _ => Err(ApiError::new(
                "member.several",
                format!("{named:?} names several people."),
                "Use more of the name, or the first characters of the key: `palabre members --json` shows them.",
            )),
        }
    }
}

fn hex_begins(id: &str, wanted: &str) -> bool {
    wanted.len() >= 4 && wanted.chars().all(|c| c.is_ascii_hexdigit()) && id.starts_with(wanted)
}

fn find(replica: &mut Replica, named: &str, kind: Option<RecordType>) -> Result<RecordId, ApiError> {
    let store = replica.store();
    let wanted = named.trim().to_lowercase();
    if wanted == "community" && kind.is_none_or(|kind| kind == RecordType::Community) {
        let pages = store.pages_of(COMMUNITY, 0, 1).map_err(store_error)?;
        return pages.first().map(|page| page.record).ok_or_else(|| unknown(named, kind));
    }
    let hexadecimal =
        wanted.len() >= 4 && wanted.len() <= 64 && wanted.chars().all(|c| c.is_ascii_hexdigit());
    let id = |fill: char| {
        let padded: String = wanted.chars().chain(std::iter::repeat(fill)).take(64).collect();
        RecordId::parse(&padded).unwrap_or_default()
    };
    let (from, to) = (id('0'), id('f'));
    let range = hexadecimal.then_some((from.0.as_slice(), to.0.as_slice()));
    let pages = store.pages_named(&wanted, range, 50).map_err(store_error)?;
    let of_kind = |page: &&palabre_store::views::PageRow| kind.is_none_or(|kind| kind as u8 == page.kind);
    let mut found: Vec<RecordId> = pages.iter().filter(of_kind).map(|page| page.record).collect();
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [one] => Ok(one),
        [] => Err(unknown(named, kind)),
        _ => {
            let exact = pages.iter().filter(of_kind).filter(|page| {
                RecordType::from_code(page.kind)
                    .is_some_and(|kind| kind.glance(&page.data).title.to_lowercase() == wanted)
            });
            match exact.map(|page| page.record).collect::<Vec<_>>()[..] {
                [one] => Ok(one),
                _ => Err(ApiError::new(
                    "record.several",
                    format!("{named:?} names several {}s.", kind.map_or("record", RecordType::word)),
                    "Use more of its title, or its id: `palabre search` and the lists show both.",
                )),
            }
        }
    }
}

/// Says that there is no such record here.
pub(crate) fn unknown(named: &str, kind: Option<RecordType>) -> ApiError {
    let (word, list) = match kind {
        Some(kind) => (kind.word(), kind.word()),
        None => ("record", "decision"),
    };
    ApiError::new(
        "record.unknown",
        format!("There is no {word} {named:?} here."),
        format!("`palabre {list} list` shows those that are. It may also not have arrived yet."),
    )
}
