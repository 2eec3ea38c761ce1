//! People by name: what each is called, and the one order in which every list of them stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use palabre_domain::id::MemberId;
use palabre_feeds::membership::Membership;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns what puts a name into its place, A to Z as somebody looks for it: by its letters alone, so that Élise stands beside
/// Elías and not after Zoé; among equal letters by their accents. It is the same in every language, or two laptops would
/// show a list differently.
pub(crate) fn by_name(name: &str) -> (String, String) {
    let small = name.to_lowercase();
    if small.is_ascii() {
        return (small.clone(), small);
    }
    let mut letters = String::with_capacity(small.len());
    for letter in small.nfd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'æ' => letters.push_str("ae"),
            'œ' => letters.push_str("oe"),
            'ß' => letters.push_str("ss"),
            'þ' => letters.push_str("th"),
            'đ' | 'ð' => letters.push('d'),
            'ı' => letters.push('i'),
            'ł' => letters.push('l'),
            'ø' => letters.push('o'),
            other => letters.push(other),
        }
    }
    (letters, small)
}

/// What everybody is called who ever was a member. Those with one name carry the first characters of their key.
#[derive(Clone)]
pub(crate) struct Names(Arc<BTreeMap<MemberId, Named>>);

struct Named {
    name: String,
    /// Where it stands among all of them, A to Z.
    place: u32,
}

impl Names {
    pub(crate) fn new(membership: &Membership) -> Self {
        let members = membership.members().iter().map(|(id, state)| (*id, state.name.as_str()));
        Self::of_all(members.collect())
    }

    fn of_all(members: Vec<(MemberId, &str)>) -> Self {
        let mut same: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, name) in &members {
            *same.entry(name).or_default() += 1;
        }
        let mut all: Vec<(MemberId, String)> =
            members.iter().map(|(id, name)| (*id, called(name, id, same[name]))).collect();
        all.sort_by_cached_key(|(id, name)| (by_name(name), *id));
        let placed = (0..).zip(all).map(|(place, (id, name))| (id, Named { name, place }));
        Self(Arc::new(placed.collect()))
    }

    /// Returns what somebody is called.
    pub(crate) fn of(&self, member: &MemberId) -> String {
        self.0.get(member).map_or_else(|| member.short(4), |named| named.name.clone())
    }

    /// Returns where somebody stands in a list, A to Z; behind all others who never was a member.
    pub(crate) fn place(&self, member: &MemberId) -> (u32, MemberId) {
        (self.0.get(member).map_or(u32::MAX, |named| named.place), *member)
    }

    /// Returns the names of all of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = String> {
        self.0.values().map(|named| named.name.clone())
    }

    /// Returns the names of these people, A to Z.
    pub(crate) fn sorted<'a>(&self, members: impl IntoIterator<Item = &'a MemberId>) -> Vec<String> {
        let mut members: Vec<&MemberId> = members.into_iter().collect();
        members.sort_by_key(|member| self.place(member));
        members.into_iter().map(|member| self.of(member)).collect()
    }
}

/// Returns what one member is called, as [`Names`] does for all.
pub(crate) fn name_among(membership: &Membership, id: &MemberId) -> Option<String> {
    let name = &membership.members().get(id)?.name;
    let same = membership.members().values().filter(|other| other.name == *name).count();
    Some(called(name, id, same))
}

/// Returns what somebody of this name is called, where so many have it.
fn called(name: &str, id: &MemberId, same: usize) -> String {
    if same > 1 { format!("{name} ({})", id.short(2)) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use palabre_domain::id::MemberId;

    use super::{Names, by_name};

    #[test]
    fn everybody_stands_in_their_place_and_two_of_one_name_are_told_apart() {
        let [anna, zoe, other, nobody] = [1, 2, 3, 4].map(|n| MemberId([n; 32]));
        let names = Names::of_all(vec![(anna, "Anna"), (zoe, "Zoé"), (other, "Anna")]);
        assert_eq!(
            names.sorted([&nobody, &zoe, &other, &anna]),
            ["Anna (0101)", "Anna (0303)", "Zoé", "04040404"]
        );
        assert_eq!(names.of(&other), "Anna (0303)");
        assert!(names.place(&zoe) < names.place(&nobody));
    }

    #[test]
    fn names_stand_where_they_are_looked_for() {
        let mut names =
            ["Zoé", "élise", "Łukasz", "Elías", "Marta", "Øyvind", "Omar", "Peña", "Pena", "İpek", "Ibrahim"];
        names.sort_by_key(|name| by_name(name));
        assert_eq!(
            names,
            ["Elías", "élise", "Ibrahim", "İpek", "Łukasz", "Marta", "Omar", "Øyvind", "Pena", "Peña", "Zoé"]
        );
    }
}
