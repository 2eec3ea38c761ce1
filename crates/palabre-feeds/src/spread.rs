//! To whom news goes at once, and who is only told that there are some.
//!
//! Whoever is told asks for what it lacks: that costs a round trip more and sends nothing twice. A few who are sent
//! everything at once make news travel fast; more of them would only send it to those who have it.

/// To how many links news is sent at once.
pub const EAGER: usize = 3;

/// How news reaches somebody who is linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All of it, at once.
    Push,
    /// That there is some.
    Hint,
}

/// Returns how each of these links is told; `from` brought the news, and is sent what was added to it here.
///
/// Which links are sent all at once goes by their order: the first few.
pub fn ways(links: &[u64], from: Option<u64>) -> impl Iterator<Item = (u64, Way)> + '_ {
    let mut eager = 0;
    links.iter().map(move |&link| {
        if Some(link) == from {
            return (link, Way::Push);
        }
        eager += 1;
        (link, if eager <= EAGER { Way::Push } else { Way::Hint })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_are_sent_all_and_the_others_are_told() {
        let pushed = |from| -> Vec<u64> {
            ways(&[2, 3, 5, 7, 11], from).filter(|(_, way)| *way == Way::Push).map(|(link, _)| link).collect()
        };
        assert_eq!(pushed(None), [2, 3, 5]);
        assert_eq!(pushed(Some(3)), [2, 3, 5, 7], "whoever brought it has it, and hears what was added");
        assert_eq!(ways(&[2, 3, 5, 7, 11], None).count(), 5);
    }
}
