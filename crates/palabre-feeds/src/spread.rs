//! To whom news goes at once, who is only told that there are some, and whom to ask for what one was told of.
//!
//! Whoever writes something sends it at once to a few: none of them can have it. From there on a hint goes before it, and
//! whoever lacks it asks the first who hinted, and the next only when that one does not answer. A hint costs a round trip
//! on each hop and sends nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::id::DeviceId;

/// To how many links one's own news is sent at once.
pub const EAGER: usize = 3;
/// How long somebody who asked for something waits before asking the next, in milliseconds.
pub const ASK_AGAIN: i64 = 500;

/// How news reaches somebody who is linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All of it, at once.
    Push,
    /// What was written here at once, and of the rest that there is some.
    PushOwn,
    /// That there is some.
    Hint,
}

/// Returns how each of these links is told; `from` brought the news, and is sent what was added to it here.
///
/// Which links are sent something at once goes by their order: the first few.
pub fn ways(links: &[u64], from: Option<u64>) -> impl Iterator<Item = (u64, Way)> + '_ {
    let mut eager = 0;
    links.iter().map(move |&link| {
        if Some(link) == from {
            return (link, Way::Push);
        }
        eager += 1;
        (link, if eager <= EAGER { Way::PushOwn } else { Way::Hint })
    })
}

/// Something of a device that others said they have.
#[derive(Clone, Debug)]
struct Question {
    /// When the next of them is asked.
    due: i64,
    /// Who said so and was not asked, the first one last.
    tellers: Vec<u64>,
}

/// What others of one community said they have and what is lacking here, by device.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    open: BTreeMap<DeviceId, Question>,
}

impl Questions {
    /// Notes of which devices somebody holds what is not here. Unless another is being asked, it is asked next.
    pub fn told(&mut self, link: u64, devices: impl IntoIterator<Item = DeviceId>) {
        for device in devices {
            let open = self.open.entry(device).or_insert(Question { due: i64::MIN, tellers: Vec::new() });
            if !open.tellers.contains(&link) {
                open.tellers.insert(0, link);
            }
        }
    }

    /// Notes that something of these devices came: whoever spoke of more than that is asked next.
    pub fn came<'a>(&mut self, devices: impl IntoIterator<Item = &'a DeviceId>) {
        for device in devices {
            self.open.entry(*device).and_modify(|open| open.due = i64::MIN);
        }
    }

    /// Returns when somebody is to be asked, if anybody is.
    pub fn next_due(&self) -> Option<i64> {
        self.open.values().map(|open| open.due).min()
    }

    /// Asks who is to be asked now. `ask` asks the other end of a link for what is lacking of these devices, and returns
    /// of which that is.
    pub fn ask_due(&mut self, now: i64, mut ask: impl FnMut(u64, &BTreeSet<DeviceId>) -> BTreeSet<DeviceId>) {
        loop {
            let mut next: BTreeMap<u64, BTreeSet<DeviceId>> = BTreeMap::new();
            self.open.retain(|device, open| {
                if open.due > now {
                    return true;
                }
                let Some(link) = open.tellers.pop() else { return false };
                next.entry(link).or_default().insert(*device)
            });
            if next.is_empty() {
                return;
            }
            for (link, devices) in next {
                for device in ask(link, &devices) {
                    let due = now.saturating_add(ASK_AGAIN);
                    self.open.entry(device).and_modify(|open| open.due = due);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: DeviceId = DeviceId([1; 32]);
    const BEN: DeviceId = DeviceId([2; 32]);

    /// Returns who is asked for what, where something is lacking of `lacking`.
    fn asked(questions: &mut Questions, now: i64, lacking: &[DeviceId]) -> Vec<(u64, Vec<DeviceId>)> {
        let mut asked = Vec::new();
        questions.ask_due(now, |link, devices| {
            asked.push((link, devices.iter().copied().collect()));
            devices.iter().filter(|device| lacking.contains(device)).copied().collect()
        });
        asked
    }

    #[test]
    fn a_few_are_sent_what_is_written_here_and_the_others_are_told() {
        let at_once = |from| -> Vec<u64> {
            ways(&[2, 3, 5, 7, 11], from).filter(|(_, way)| *way != Way::Hint).map(|(link, _)| link).collect()
        };
        assert_eq!(at_once(None), [2, 3, 5]);
        assert_eq!(at_once(Some(3)), [2, 3, 5, 7], "whoever brought it has it, and hears what was added");
        assert!(ways(&[2, 3], Some(3)).any(|told| told == (3, Way::Push)));
        assert_eq!(ways(&[2, 3, 5, 7, 11], None).count(), 5);
    }

    #[test]
    fn one_is_asked_and_the_next_when_nothing_comes() {
        let mut questions = Questions::default();
        questions.told(7, [ANA, BEN]);
        questions.told(11, [ANA]);
        assert_eq!(asked(&mut questions, 0, &[ANA]), [(7, vec![ANA, BEN])], "who said so first");
        assert_eq!(questions.next_due(), Some(ASK_AGAIN));
        questions.told(5, [ANA]);
        assert_eq!(asked(&mut questions, ASK_AGAIN - 1, &[ANA]), [], "the first one may answer yet");
        assert_eq!(asked(&mut questions, ASK_AGAIN, &[ANA]), [(11, vec![ANA])]);
        assert_eq!(asked(&mut questions, 2 * ASK_AGAIN, &[ANA]), [(5, vec![ANA])]);
        assert_eq!(asked(&mut questions, 3 * ASK_AGAIN, &[ANA]), [], "nobody else said so");
        assert_eq!(questions.next_due(), None);
    }

    #[test]
    fn who_spoke_of_more_than_what_came_is_asked_at_once() {
        let mut questions = Questions::default();
        questions.told(7, [ANA]);
        assert_eq!(asked(&mut questions, 0, &[ANA]), [(7, vec![ANA])]);
        questions.told(5, [ANA]);
        questions.told(11, [ANA]);
        questions.came([&ANA, &BEN]);
        assert_eq!(asked(&mut questions, 1, &[]), [(5, vec![ANA]), (11, vec![ANA])], "nothing is lacking");
        assert_eq!(questions.next_due(), None);
    }
}
