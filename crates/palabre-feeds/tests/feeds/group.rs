//! The entries of one record: one test for each verdict.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::id::{DeviceId, EntryId, Hash, MemberId};
use palabre_feeds::body::{Role, Writers};
use palabre_feeds::change::ChangeFacts;
use palabre_feeds::document::{Document, Shape};
use palabre_feeds::group::{Item, Name, Record, What, entitled, judge};
use palabre_feeds::membership::{Cut, Standing};
use palabre_feeds::verdict::{Reason, Verdict, Waits};
use proptest::prelude::*;

use crate::document::{change, named};
use crate::village::{ANA, BEN, CLEO, DAN, Laptop, device, member};

const EFFECTIVE: Verdict = Verdict::Effective;
const BEN_2: Laptop = ("ben", 2);

fn without(reason: Reason) -> Verdict {
    Verdict::WithoutEffect(reason)
}

fn waits(for_what: Waits) -> Verdict {
    Verdict::Pending(for_what)
}

/// A record in the making. What is written on a laptop is live until the laptop is cut.
#[derive(Clone, Default)]
struct Page {
    items: Vec<Item>,
    heights: BTreeMap<DeviceId, u64>,
    epoch: u32,
}

impl Page {
    /// A record by Ana in which these may write; returns its first change.
    fn born(writers: Writers) -> (Self, ChangeFacts) {
        let mut page = Self::default();
        let facts = change(device(ANA), 1, &[]);
        page.write(ANA, What::Birth { known: true, writers, facts: facts.clone() });
        (page, facts)
    }

    /// Returns the token, which is the item's place.
    fn write(&mut self, laptop: Laptop, what: What) -> u64 {
        let token = self.items.len() as u64;
        let height = self.heights.entry(device(laptop)).or_default();
        *height += 1;
        let (member, role, epoch) = (member(laptop.0), Role::Member, self.epoch);
        self.items.push(Item {
            token,
            id: EntryId(*blake3::hash(&[&device(laptop).0[..], &token.to_le_bytes()].concat()).as_bytes()),
            device: device(laptop),
            seq: *height,
            branch: None,
            standing: Standing::Live { member, role, epoch },
            what,
            defines: vec![],
            names: vec![],
        });
        token
    }

    fn edit(&mut self, laptop: Laptop, facts: &ChangeFacts) -> u64 {
        self.write(laptop, What::Edit { facts: facts.clone() })
    }

    fn voice(&mut self, laptop: Laptop, facts: &ChangeFacts) -> u64 {
        self.write(laptop, What::Voice { facts: facts.clone(), guest_may: false })
    }

    /// The first words of a laptop in its member's voice.
    fn speak(&mut self, laptop: Laptop) -> u64 {
        let facts = named(ChangeFacts { ops: 1 + self.items.len() as u64, ..change(device(laptop), 1, &[]) });
        self.voice(laptop, &facts)
    }

    fn naming(&mut self, token: u64, name: Name) -> u64 {
        self.items[token as usize].names.push(name);
        token
    }

    fn defining(&mut self, token: u64, name: Name) -> u64 {
        self.items[token as usize].defines.push(name);
        token
    }

    fn as_role(&mut self, token: u64, as_role: Role) -> u64 {
        match &mut self.items[token as usize].standing {
            Standing::Live { role, .. } | Standing::Dormant { role, .. } => *role = as_role,
            Standing::Settled(_) => {}
        }
        token
    }

    fn settled(&mut self, token: u64, verdict: Verdict) -> u64 {
        self.items[token as usize].standing = Standing::Settled(verdict);
        token
    }

    /// Cuts a laptop: nothing behind `last` is honoured.
    fn cut(&mut self, laptop: Laptop, last: u64, reason: Reason, removed_by: Option<u32>) {
        let cut = Cut { seq: last, reason, removed_by };
        for item in self.items.iter_mut().filter(|item| item.device == device(laptop) && item.seq > last) {
            if let Standing::Live { member, role, epoch } = item.standing {
                item.standing = Standing::Dormant { member, role, epoch, cut };
            }
        }
    }

    fn revoke(&mut self, laptop: Laptop, last: u64) {
        self.cut(laptop, last, Reason::Revoked, None);
    }

    /// From here on the laptop tells its story a second time, behind place `last`.
    fn rewind(&mut self, laptop: Laptop, last: u64) {
        self.heights.insert(device(laptop), last);
    }

    /// These items are the branches of a fork behind place `last`.
    fn fork(&mut self, laptop: Laptop, last: u64, branches: &[&[u64]]) {
        for branch in branches {
            let first = self.items[branch[0] as usize].id;
            branch.iter().for_each(|&token| self.items[token as usize].branch = Some(first));
        }
        self.cut(laptop, last, Reason::Fork, None);
    }

    fn id(&self, token: u64) -> EntryId {
        self.items[token as usize].id
    }

    fn judge(&self) -> BTreeMap<u64, Verdict> {
        judge(&self.items, &mut |_| BTreeSet::new())
    }

    fn verdict(&self, token: u64) -> Verdict {
        self.judge()[&token]
    }
}

mod waiting {
    use super::*;

    #[test]
    fn everything_waits_for_the_record() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let edit = page.edit(BEN, &change(device(BEN), 1, &[&birth]));
        let voice = page.speak(BEN);
        let part = page.write(BEN, What::Part { hash: Hash([1; 32]), words: true });
        let mut without_birth = page.clone();
        without_birth.items.remove(0);
        for token in [edit, voice, part] {
            assert_eq!(page.verdict(token), EFFECTIVE);
            assert_eq!(without_birth.verdict(token), waits(Waits::Record));
        }
    }

    #[test]
    fn a_change_waits_for_the_change_that_it_builds_on() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let missing = change(device(CLEO), 1, &[&birth]);
        let edit = page.edit(BEN, &change(device(BEN), 1, &[&missing]));
        assert_eq!(page.verdict(edit), waits(Waits::Change));
        page.edit(CLEO, &missing);
        assert_eq!(page.verdict(edit), EFFECTIVE);
    }

    #[test]
    fn an_entry_waits_for_the_admission_of_its_author_and_so_does_what_builds_on_it() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let first = change(device(DAN), 1, &[&birth]);
        let edit = page.edit(DAN, &first);
        let next = page.edit(BEN, &change(device(BEN), 1, &[&first]));
        page.settled(edit, waits(Waits::Admission));
        assert_eq!(page.verdict(edit), waits(Waits::Admission));
        assert_eq!(page.verdict(next), waits(Waits::Change));
    }

    #[test]
    fn a_record_by_somebody_not_yet_let_in_waits_with_all_that_is_in_it() {
        let (mut page, _) = Page::born(Writers::Everyone);
        let voice = page.speak(BEN);
        page.settled(0, waits(Waits::Admission));
        assert_eq!(page.verdict(0), waits(Waits::Admission));
        assert_eq!(page.verdict(voice), waits(Waits::Record));
    }

    #[test]
    fn a_record_of_an_unknown_type_needs_a_newer_program() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let voice = page.speak(BEN);
        page.items[0].what = What::Birth { known: false, writers: Writers::Everyone, facts: birth };
        assert_eq!(page.verdict(0), waits(Waits::Newer));
        assert_eq!(page.verdict(voice), waits(Waits::Record));
    }

    #[test]
    fn what_is_settled_by_itself_stays_so() {
        let (mut page, _) = Page::born(Writers::Everyone);
        for verdict in [without(Reason::Guard), waits(Waits::Newer)] {
            let entry = page.write(BEN, What::Settled(verdict));
            assert_eq!(page.verdict(entry), verdict);
        }
    }
}

mod writing {
    use super::*;

    #[test]
    fn writers_are_the_author_those_named_or_everyone() {
        let named = |names: &[&str]| {
            let mut members: Vec<MemberId> = names.iter().map(|name| member(name)).collect();
            members.sort_unstable();
            Writers::Named(members)
        };
        let who_may = |writers: Writers| {
            [ANA, BEN, CLEO].map(|laptop| {
                let (mut page, birth) = Page::born(writers.clone());
                let seq = if laptop == ANA { 2 } else { 1 };
                let edit = page.edit(laptop, &change(device(laptop), seq, &[&birth]));
                let verdict = page.verdict(edit);
                assert!(verdict == EFFECTIVE || verdict == without(Reason::Writer));
                verdict.is_effective()
            })
        };
        assert_eq!(who_may(Writers::Author), [true, false, false]);
        assert_eq!(who_may(named(&["ben"])), [false, true, false], "the author only if named");
        assert_eq!(who_may(named(&["cleo", "ana"])), [true, false, true]);
        assert_eq!(who_may(Writers::Everyone), [true, true, true]);
    }

    #[test]
    fn a_member_may_write_on_any_of_their_laptops() {
        let (mut page, birth) = Page::born(Writers::Author);
        let edit = page.edit(("ana", 2), &change(device(("ana", 2)), 1, &[&birth]));
        assert_eq!(page.verdict(edit), EFFECTIVE);
    }

    #[test]
    fn what_builds_on_an_entry_without_effect_has_none() {
        let (mut page, birth) = Page::born(Writers::Author);
        let foreign = change(device(BEN), 1, &[&birth]);
        let edit = page.edit(BEN, &foreign);
        let next = page.edit(ANA, &change(device(ANA), 2, &[&birth, &foreign]));
        assert_eq!(page.verdict(edit), without(Reason::Writer));
        assert_eq!(page.verdict(next), without(Reason::Dependency));
    }

    #[test]
    fn what_builds_on_an_entry_beyond_its_quota_has_no_effect() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let far = change(device(BEN), 1, &[&birth]);
        let edit = page.edit(BEN, &far);
        let next = page.edit(ANA, &change(device(ANA), 2, &[&birth, &far]));
        let first = change(device(CLEO), 1, &[]);
        let voice = page.voice(CLEO, &first);
        let voice_next = page.voice(CLEO, &change(device(CLEO), 2, &[&first]));
        page.settled(edit, without(Reason::Quota));
        page.settled(voice, without(Reason::EpochBack));
        assert_eq!(page.verdict(next), without(Reason::Dependency));
        assert_eq!(page.verdict(voice_next), without(Reason::Dependency));
    }

    #[test]
    fn of_two_entries_with_one_change_the_first_decides() {
        for first_is_refused in [false, true] {
            let (mut page, birth) = Page::born(Writers::Everyone);
            let facts = change(device(BEN), 1, &[&birth]);
            let entries = [page.edit(BEN, &facts), page.edit(BEN, &facts)];
            page.settled(entries[usize::from(!first_is_refused)], without(Reason::EpochBack));
            let next = page.edit(ANA, &change(device(ANA), 2, &[&birth, &facts]));
            let verdicts = page.judge();
            if first_is_refused {
                assert_eq!(verdicts[&entries[1]], without(Reason::Sequence));
                assert_eq!(verdicts[&next], without(Reason::Dependency));
            } else {
                assert_eq!(verdicts[&entries[0]], EFFECTIVE);
                assert_eq!(verdicts[&next], EFFECTIVE);
            }
        }
    }

    #[test]
    fn automerge_numbers_follow_each_other_among_changes_with_effect() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let first = change(device(BEN), 1, &[&birth]);
        page.edit(BEN, &first);
        let skips = page.edit(BEN, &change(device(BEN), 3, &[&first]));
        let next = page.edit(BEN, &change(device(BEN), 2, &[&first]));
        assert_eq!(page.verdict(skips), without(Reason::Sequence));
        assert_eq!(page.verdict(next), EFFECTIVE);
    }

    #[test]
    fn a_device_builds_on_its_own_previous_change() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        page.edit(BEN, &change(device(BEN), 1, &[&birth]));
        let forgets = page.edit(BEN, &change(device(BEN), 2, &[&birth]));
        assert_eq!(page.verdict(forgets), without(Reason::Past));
    }

    #[test]
    fn operations_have_the_numbers_that_follow_their_past() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let wrong = named(ChangeFacts { start_op: 9, ..change(device(BEN), 1, &[&birth]) });
        let edit = page.edit(BEN, &wrong);
        assert_eq!(page.verdict(edit), without(Reason::StartOp));
    }

    #[test]
    fn a_birth_stands_on_nothing() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let facts = change(device(ANA), 1, &[&birth]);
        page.items[0].what = What::Birth { known: true, writers: Writers::Everyone, facts };
        assert_eq!(page.verdict(0), without(Reason::Past));
    }

    #[test]
    fn a_voice_follows_its_record() {
        let (mut page, _) = Page::born(Writers::Author);
        let voice = page.speak(BEN);
        let part = page.write(BEN, What::Part { hash: Hash([1; 32]), words: true });
        page.settled(0, without(Reason::Quota));
        assert_eq!(page.verdict(voice), without(Reason::Record));
        assert_eq!(page.verdict(part), without(Reason::Record));
    }

    #[test]
    fn a_voice_is_one_document_for_all_laptops_of_its_member() {
        let (mut page, _) = Page::born(Writers::Author);
        let first = change(device(BEN), 1, &[]);
        page.voice(BEN, &first);
        let second = page.voice(BEN_2, &change(device(BEN_2), 1, &[&first]));
        let foreign = page.voice(CLEO, &change(device(CLEO), 1, &[&first]));
        assert_eq!(page.verdict(second), EFFECTIVE);
        assert_eq!(page.verdict(foreign), waits(Waits::Change), "nothing of Ben's is in Cleo's voice");
    }

    #[test]
    fn guests_comment_and_do_nothing_else() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let edit = page.edit(DAN, &change(device(DAN), 1, &[&birth]));
        let stance = page.speak(DAN);
        let facts = change(device(DAN), 1, &[]);
        let comment = page.write(DAN, What::Voice { facts, guest_may: true });
        let words = page.write(DAN, What::Part { hash: Hash([1; 32]), words: true });
        for token in [edit, stance, comment, words] {
            page.as_role(token, Role::Guest);
        }
        assert_eq!(page.verdict(edit), without(Reason::Guest));
        assert_eq!(page.verdict(stance), without(Reason::Guest));
        assert_eq!(page.verdict(comment), EFFECTIVE);
        assert_eq!(page.verdict(words), EFFECTIVE);
        page.as_role(0, Role::Guest);
        assert_eq!(page.verdict(0), without(Reason::Guest));
        assert_eq!(page.verdict(comment), without(Reason::Record));
    }
}

mod withdrawing {
    use super::*;

    const WORDS: Hash = Hash([1; 32]);

    #[test]
    fn my_own_words_are_mine_to_withdraw() {
        let (mut page, _) = Page::born(Writers::Author);
        page.write(BEN, What::Part { hash: WORDS, words: true });
        let own = page.write(BEN, What::Withdraw(WORDS));
        let other_laptop = page.write(BEN_2, What::Withdraw(WORDS));
        let foreign = page.write(CLEO, What::Withdraw(WORDS));
        assert_eq!(page.verdict(own), EFFECTIVE);
        assert_eq!(page.verdict(other_laptop), EFFECTIVE);
        assert_eq!(page.verdict(foreign), without(Reason::Withdraw));
    }

    #[test]
    fn words_that_are_not_here_are_waited_for() {
        let (mut page, _) = Page::born(Writers::Author);
        let withdraw = page.write(BEN, What::Withdraw(WORDS));
        assert_eq!(page.verdict(withdraw), waits(Waits::Cited));
        let part = page.write(BEN_2, What::Part { hash: WORDS, words: true });
        page.settled(part, waits(Waits::Device));
        assert_eq!(page.verdict(withdraw), waits(Waits::Cited), "they may be Ben's");
    }

    #[test]
    fn the_same_words_of_two_people_are_each_ones_own() {
        let (mut page, _) = Page::born(Writers::Author);
        page.write(BEN, What::Part { hash: WORDS, words: true });
        page.write(CLEO, What::Part { hash: WORDS, words: true });
        for laptop in [BEN, CLEO] {
            let withdraw = page.write(laptop, What::Withdraw(WORDS));
            assert_eq!(page.verdict(withdraw), EFFECTIVE);
        }
    }
}

/// Ben's laptop is cut after its first entry; what others name of the rest is kept.
mod naming {
    use super::*;

    #[test]
    fn nothing_beyond_a_cut_has_effect() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let first = change(device(BEN), 1, &[&birth]);
        let before = page.edit(BEN, &first);
        let after = page.edit(BEN, &change(device(BEN), 2, &[&first]));
        page.revoke(BEN, 1);
        assert_eq!(page.verdict(before), EFFECTIVE);
        assert_eq!(page.verdict(after), without(Reason::Revoked));
    }

    #[test]
    fn a_change_that_others_built_on_is_kept_with_all_it_was_built_on() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let mut last = birth;
        let mut mine = Vec::new();
        for seq in 1..5 {
            last = change(device(BEN), seq, &[&last]);
            mine.push((page.edit(BEN, &last), last.clone()));
        }
        page.revoke(BEN, 1);
        let built = page.edit(CLEO, &change(device(CLEO), 1, &[&mine[2].1]));
        let verdicts = page.judge();
        for (token, _) in &mine[..3] {
            assert_eq!(verdicts[token], EFFECTIVE);
        }
        assert_eq!(verdicts[&mine[3].0], without(Reason::Revoked), "nobody built on the last");
        assert_eq!(verdicts[&built], EFFECTIVE);
    }

    #[test]
    fn naming_ones_own_keeps_nothing() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let mine = change(device(BEN), 1, &[&birth]);
        let edit = page.edit(BEN, &mine);
        page.revoke(BEN, 0);
        let next = page.edit(BEN_2, &change(device(BEN_2), 1, &[&mine]));
        assert_eq!(page.verdict(edit), without(Reason::Revoked));
        assert_eq!(page.verdict(next), without(Reason::Dependency));
    }

    #[test]
    fn a_record_that_others_wrote_in_is_kept() {
        let (mut page, _) = Page::born(Writers::Author);
        let own = page.speak(("ana", 2));
        page.revoke(ANA, 0);
        assert_eq!(page.verdict(0), without(Reason::Revoked));
        assert_eq!(page.verdict(own), without(Reason::Record));
        let voice = page.speak(BEN);
        assert_eq!(page.verdict(0), EFFECTIVE);
        assert_eq!(page.verdict(voice), EFFECTIVE);
        assert_eq!(page.verdict(own), EFFECTIVE);
    }

    #[test]
    fn a_comment_that_others_answered_is_kept_with_its_words() {
        let (mut page, _) = Page::born(Writers::Author);
        let name = Name::Comment(member("ben"), [7; 8]);
        let words = page.write(BEN, What::Part { hash: Hash([1; 32]), words: true });
        let comment = page.speak(BEN);
        page.naming(comment, Name::Part(Hash([1; 32])));
        page.defining(comment, name.clone());
        page.revoke(BEN, 0);
        let own_answer = page.speak(BEN_2);
        page.naming(own_answer, name.clone());
        assert_eq!(page.verdict(comment), without(Reason::Revoked));
        let answer = page.speak(CLEO);
        page.naming(answer, name);
        for token in [words, comment, answer] {
            assert_eq!(page.verdict(token), EFFECTIVE);
        }
    }

    #[test]
    fn an_opening_that_others_answered_is_kept() {
        let (mut page, birth) = Page::born(Writers::Author);
        let opening = Name::Opening(Hash([5; 32]));
        let opens = page.edit(ANA, &change(device(ANA), 2, &[&birth]));
        page.defining(opens, opening.clone());
        page.revoke(ANA, 1);
        assert_eq!(page.verdict(opens), without(Reason::Revoked));
        let stance = page.speak(BEN);
        page.naming(stance, opening);
        assert_eq!(page.verdict(opens), EFFECTIVE);
    }

    #[test]
    fn a_stance_is_kept_by_a_certified_count_alone() {
        let (mut page, _) = Page::born(Writers::Author);
        let stance = page.speak(BEN);
        let other = page.speak(DAN);
        page.revoke(BEN, 0);
        page.revoke(DAN, 0);
        let names = Name::Entry(page.id(stance));
        let certificate = page.write(CLEO, What::Certificate(without(Reason::Certificate)));
        page.naming(certificate, names);
        // Whoever publishes it may be closed as well: what it says is borne out by others' signatures.
        page.revoke(CLEO, 0);
        assert_eq!(page.verdict(stance), without(Reason::Revoked));
        page.items[certificate as usize].what = What::Certificate(EFFECTIVE);
        assert_eq!(page.verdict(stance), EFFECTIVE);
        assert_eq!(page.verdict(other), without(Reason::Revoked), "not among those it counted");
        assert_eq!(page.verdict(certificate), EFFECTIVE);
    }

    #[test]
    fn what_nobody_live_names_stays_out_however_often_the_closed_name_each_other() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let ben = change(device(BEN), 1, &[&birth]);
        let dan = change(device(DAN), 1, &[&ben]);
        let tokens = [page.edit(BEN, &ben), page.edit(DAN, &dan)];
        page.revoke(BEN, 0);
        page.revoke(DAN, 0);
        assert!(tokens.iter().all(|token| page.verdict(*token) == without(Reason::Revoked)));
        page.edit(CLEO, &change(device(CLEO), 1, &[&dan]));
        assert!(tokens.iter().all(|token| page.verdict(*token) == EFFECTIVE));
    }

    #[test]
    fn what_is_kept_keeps_also_what_its_keeper_wrote_on_a_closed_laptop() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let old = change(device(BEN), 1, &[&birth]);
        let on_it = change(device(DAN), 1, &[&old]);
        let tokens = [page.edit(BEN, &old), page.edit(DAN, &on_it)];
        page.revoke(BEN, 0);
        page.revoke(DAN, 0);
        let again = page.edit(BEN_2, &change(device(BEN_2), 1, &[&on_it]));
        assert!(tokens.iter().all(|token| page.verdict(*token) == EFFECTIVE));
        assert_eq!(page.verdict(again), EFFECTIVE);
    }

    #[test]
    fn after_a_removal_only_naming_under_an_older_charter_counts() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let mut last = birth;
        let mut mine = Vec::new();
        for seq in 1..4 {
            last = change(device(DAN), seq, &[&last]);
            mine.push((page.edit(DAN, &last), last.clone()));
        }
        page.cut(DAN, 1, Reason::Removed, Some(3));
        page.epoch = 3;
        page.edit(CLEO, &change(device(CLEO), 1, &[&mine[2].1]));
        assert_eq!(page.verdict(mine[1].0), without(Reason::Removed));
        page.epoch = 2;
        let built = page.edit(BEN, &change(device(BEN), 1, &[&mine[1].1]));
        assert_eq!(page.verdict(mine[1].0), EFFECTIVE);
        assert_eq!(page.verdict(built), EFFECTIVE);
        assert_eq!(page.verdict(mine[2].0), without(Reason::Removed));
    }

    #[test]
    fn whom_a_later_charter_keeps_does_not_keep_the_removed_for_it() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let removed = change(device(DAN), 1, &[&birth]);
        let between = change(device(BEN), 1, &[&removed]);
        let tokens = [page.edit(DAN, &removed), page.edit(BEN, &between)];
        page.cut(DAN, 0, Reason::Removed, Some(3));
        page.revoke(BEN, 0);
        page.epoch = 3;
        page.edit(CLEO, &change(device(CLEO), 1, &[&between]));
        assert_eq!(page.verdict(tokens[0]), without(Reason::Removed));
        assert_eq!(page.verdict(tokens[1]), without(Reason::Dependency));
    }

    #[test]
    fn a_certificate_counts_under_any_charter() {
        let (mut page, _) = Page::born(Writers::Author);
        let stance = page.speak(DAN);
        page.cut(DAN, 0, Reason::Removed, Some(3));
        page.epoch = 9;
        let certificate = page.write(CLEO, What::Certificate(EFFECTIVE));
        page.naming(certificate, Name::Entry(page.id(stance)));
        assert_eq!(page.verdict(stance), EFFECTIVE);
    }
}

mod forks {
    use super::*;

    /// Ben's laptop told two stories behind place 1; Cleo built on one and Dan on the other, if so asked.
    fn two_stories(cleo_builds: bool, dan_builds: bool) -> (Page, [Vec<u64>; 2], [u64; 2]) {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let common = change(device(BEN), 1, &[&birth]);
        page.edit(BEN, &common);
        let mut stories = [vec![], vec![]];
        let mut ends = [common.clone(), common.clone()];
        for (story, ops) in [(0, 2), (1, 3)] {
            page.rewind(BEN, 1);
            for seq in 2..4 {
                ends[story] = named(ChangeFacts { ops, ..change(device(BEN), seq, &[&ends[story]]) });
                stories[story].push(page.edit(BEN, &ends[story].clone()));
            }
        }
        page.fork(BEN, 1, &[&stories[0], &stories[1]]);
        let nothing = change(device(ANA), 2, &[&common]);
        let mut build = |laptop: Laptop, builds: bool, end: &ChangeFacts| {
            let on = if builds { end } else { &nothing };
            page.edit(laptop, &change(device(laptop), 1, &[on]))
        };
        let built = [build(CLEO, cleo_builds, &ends[0]), build(DAN, dan_builds, &ends[1])];
        (page, stories, built)
    }

    fn all_are(page: &Page, tokens: &[u64], verdict: Verdict) -> bool {
        let verdicts = page.judge();
        tokens.iter().all(|token| verdicts[token] == verdict)
    }

    #[test]
    fn of_two_stories_that_nobody_built_on_none_has_effect() {
        let (page, stories, _) = two_stories(false, false);
        assert!(stories.iter().all(|story| all_are(&page, story, without(Reason::Fork))));
    }

    #[test]
    fn the_story_that_others_built_on_stays() {
        let (page, stories, built) = two_stories(true, false);
        assert!(all_are(&page, &stories[0], EFFECTIVE));
        assert!(all_are(&page, &stories[1], without(Reason::Fork)));
        assert_eq!(page.verdict(built[0]), EFFECTIVE);
    }

    #[test]
    fn of_two_that_others_built_on_the_lower_id_stays_and_the_other_leaves() {
        let (page, stories, built) = two_stories(true, true);
        let lower = usize::from(page.id(stories[0][0]) > page.id(stories[1][0]));
        let higher = 1 - lower;
        assert!(all_are(&page, &stories[lower], EFFECTIVE));
        assert_eq!(page.verdict(built[lower]), EFFECTIVE);
        assert!(all_are(&page, &stories[higher], without(Reason::Branch)));
        assert_eq!(page.verdict(built[higher]), without(Reason::Dependency), "what builds on it leaves too");
    }

    #[test]
    fn what_was_said_again_in_the_story_that_stays_stays() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let facts = change(device(BEN), 1, &[&birth]);
        let one = page.edit(BEN, &facts);
        page.rewind(BEN, 0);
        let more = page.write(BEN, What::Part { hash: Hash([1; 32]), words: true });
        let again = page.edit(BEN, &facts);
        page.fork(BEN, 0, &[&[one], &[more, again]]);
        let built = page.edit(CLEO, &change(device(CLEO), 1, &[&facts]));
        let lower = if page.id(one) < page.id(more) { one } else { again };
        assert_eq!(page.verdict(lower), EFFECTIVE);
        assert_eq!(page.verdict(one + again - lower), without(Reason::Branch));
        assert_eq!(page.verdict(built), EFFECTIVE);
    }

    #[test]
    fn in_two_documents_both_stories_may_stay() {
        let (mut page, _) = Page::born(Writers::Everyone);
        let birth = change(device(ANA), 1, &[]);
        let edit_facts = change(device(BEN), 1, &[&birth]);
        let edit = page.edit(BEN, &edit_facts);
        page.rewind(BEN, 0);
        let comment = page.speak(BEN);
        page.defining(comment, Name::Comment(member("ben"), [1; 8]));
        page.fork(BEN, 0, &[&[edit], &[comment]]);
        page.edit(CLEO, &change(device(CLEO), 1, &[&edit_facts]));
        let answer = page.speak(DAN);
        page.naming(answer, Name::Comment(member("ben"), [1; 8]));
        assert_eq!(page.verdict(edit), EFFECTIVE);
        assert_eq!(page.verdict(comment), EFFECTIVE);
    }

    #[test]
    fn what_leaves_a_document_still_keeps_what_it_names() {
        let (mut page, stories, built) = two_stories(true, true);
        let higher = usize::from(page.id(stories[0][0]) < page.id(stories[1][0]));
        let opening = Name::Opening(Hash([5; 32]));
        let opens = page.speak(("eve", 1));
        page.defining(opens, opening.clone());
        page.revoke(("eve", 1), 0);
        page.naming(built[higher], opening);
        assert_eq!(page.verdict(built[higher]), without(Reason::Dependency));
        assert_eq!(page.verdict(opens), EFFECTIVE);
    }
}

mod whole {
    use super::*;

    #[test]
    fn what_the_document_does_not_hold_together_with_leaves_it_with_what_builds_on_it() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let bad = change(device(BEN), 1, &[&birth]);
        let on_bad = change(device(CLEO), 1, &[&bad]);
        let apart = change(device(DAN), 1, &[&birth]);
        let tokens = [page.edit(BEN, &bad), page.edit(CLEO, &on_bad), page.edit(DAN, &apart)];
        let mut rounds = Vec::new();
        let verdicts = judge(&page.items, &mut |tokens| {
            rounds.push(tokens.to_vec());
            if tokens.contains(&1) { [bad.hash].into() } else { BTreeSet::new() }
        });
        let expected = [without(Reason::Document), without(Reason::Dependency), EFFECTIVE];
        assert_eq!(tokens.map(|token| verdicts[&token]), expected);
        assert_eq!(rounds, [vec![0, 1, 2, 3], vec![0, 3]]);
    }

    #[test]
    fn a_birth_that_does_not_hold_together_takes_the_record_with_it() {
        let (mut page, birth) = Page::born(Writers::Everyone);
        let edit = page.edit(BEN, &change(device(BEN), 1, &[&birth]));
        let voice = page.speak(BEN);
        let verdicts = judge(&page.items, &mut |_| [birth.hash].into());
        assert_eq!(verdicts[&0], without(Reason::Document));
        assert_eq!(verdicts[&edit], without(Reason::Record));
        assert_eq!(verdicts[&voice], without(Reason::Record));
    }
}

/// One entry of a random record.
#[derive(Clone, Debug)]
struct Step {
    who: u8,
    kind: u8,
    on: Vec<prop::sample::Index>,
    flaw: u8,
    epoch: u32,
    /// How far the laptop goes back before it writes: a fork.
    back: u64,
}

fn step() -> impl Strategy<Value = Step> {
    let on = prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    let back = prop_oneof![12 => Just(0u64), 1 => 1..4u64];
    (0..5u8, 0..12u8, on, prop_oneof![12 => Just(0u8), 1 => 1..6u8], 0..3u32, back)
        .prop_map(|(who, kind, on, flaw, epoch, back)| Step { who, kind, on, flaw, epoch, back })
}

const LAPTOPS: [Laptop; 5] = [ANA, BEN, BEN_2, CLEO, DAN];

/// A record in which anything may have happened.
fn history(steps: &[Step], cuts: &[Option<(u64, u8)>]) -> Page {
    let (mut page, birth) = Page::born(Writers::Everyone);
    // By laptop: what it wrote in the page and in its voice, by place in its feed and branch.
    let mut written: Vec<(u64, ChangeFacts)> = vec![(0, birth)];
    let mut branch: BTreeMap<DeviceId, Vec<u64>> = BTreeMap::new();
    branch.insert(device(ANA), vec![0]);
    let mut forks: BTreeMap<DeviceId, u64> = BTreeMap::new();
    let mut trails: Vec<(u64, Vec<u64>)> = Vec::new();
    for step in steps {
        let laptop = LAPTOPS[step.who as usize];
        let own = branch.entry(device(laptop)).or_default();
        if step.back > 0 && (step.back as usize) < own.len() {
            own.truncate(own.len() - step.back as usize);
            let last = own.len() as u64;
            page.rewind(laptop, last);
            let fork = forks.entry(device(laptop)).or_insert(last);
            *fork = (*fork).min(last);
        }
        page.epoch = step.epoch;
        let voice = step.kind > 6;
        let mine = |what: &What| match what {
            What::Voice { facts, .. } if voice => Some(facts.clone()),
            What::Edit { facts } | What::Birth { facts, .. } if !voice => Some(facts.clone()),
            _ => None,
        };
        let previous: Vec<ChangeFacts> =
            own.iter().filter_map(|token| mine(&page.items[*token as usize].what)).collect();
        let others = step.on.iter().map(|at| &written[at.index(written.len())]).filter(|(token, _)| {
            let item = &page.items[*token as usize];
            let of_voice = matches!(item.what, What::Voice { .. });
            of_voice == voice
                && (!voice || LAPTOPS.iter().any(|l| l.0 == laptop.0 && device(*l) == item.device))
        });
        let mut deps: Vec<&ChangeFacts> = others.map(|(_, facts)| facts).collect();
        deps.extend(previous.last().filter(|_| step.flaw != 1));
        if deps.is_empty() && !voice {
            deps.push(&written[0].1);
        }
        deps.sort_unstable_by_key(|dep| dep.hash);
        deps.dedup();
        let facts = change(device(laptop), previous.len() as u64 + 1, &deps);
        let facts = match step.flaw {
            2 => named(ChangeFacts { seq: facts.seq + 1, ..facts }),
            3 => named(ChangeFacts { start_op: facts.start_op + 1, ..facts }),
            _ => named(ChangeFacts { ops: 1 + page.items.len() as u64 % 4, ..facts }),
        };
        let hash = Hash([step.on.len() as u8; 32]);
        let token = match step.kind {
            0..=5 => page.edit(laptop, &facts),
            6 => page.write(laptop, What::Part { hash, words: true }),
            11 => page.write(laptop, What::Withdraw(hash)),
            10 if step.flaw == 0 => page.write(laptop, What::Certificate(EFFECTIVE)),
            _ => page.voice(laptop, &facts),
        };
        if matches!(step.kind, 0..=5 | 7..=9) {
            written.push((token, facts));
        }
        for at in &step.on {
            let named = at.index(page.items.len());
            let id = page.items[named].id;
            if step.kind >= 8 {
                page.naming(token, Name::Entry(id));
            }
        }
        match step.flaw {
            4 => drop(page.settled(token, without(Reason::Quota))),
            5 => drop(page.settled(token, waits(Waits::Epoch))),
            _ => {}
        }
        let own = branch.entry(device(laptop)).or_default();
        own.push(token);
        trails.push((token, own.clone()));
    }
    // The entry at the lowest fork on each entry's own branch.
    for (token, trail) in &trails {
        let item = &page.items[*token as usize];
        let fork = forks.get(&item.device).copied().unwrap_or(u64::MAX);
        if let Some(first) = trail.get(fork as usize) {
            page.items[*token as usize].branch = Some(page.id(*first));
        }
    }
    for (laptop, cut) in LAPTOPS.iter().zip(cuts) {
        let fork = forks.get(&device(*laptop)).map(|last| (*last, Reason::Fork, None));
        let other = cut.map(|(last, removed)| match removed {
            0 => (last, Reason::Revoked, None),
            number => (last, Reason::Removed, Some(u32::from(number))),
        });
        if let Some((last, reason, removed_by)) = fork.into_iter().chain(other).min() {
            page.cut(*laptop, last, reason, removed_by);
        }
    }
    page
}

/// Judges one entry after the other as they come, as is done every day. Withdrawals and certificates apart.
fn judge_one_by_one(items: &[Item]) -> BTreeMap<u64, Verdict> {
    let mut verdicts = BTreeMap::new();
    let mut record: Option<Record> = None;
    let mut page = Document::new(Shape::Record);
    let mut voices: BTreeMap<MemberId, Document> = BTreeMap::new();
    for item in items {
        let (facts, of_voice) = match &item.what {
            What::Birth { facts, .. } | What::Edit { facts } => (Some(facts), false),
            What::Voice { facts, .. } => (Some(facts), true),
            What::Withdraw(_) | What::Certificate(_) => continue,
            _ => (None, false),
        };
        let author =
            LAPTOPS.iter().find(|laptop| device(**laptop) == item.device).map(|laptop| member(laptop.0));
        let right = match item.standing {
            Standing::Live { member, role, .. } => entitled(record.as_ref(), member, role, &item.what),
            Standing::Dormant { .. } => unreachable!("nothing is cut here"),
            Standing::Settled(verdict) => Err(verdict),
        };
        let document = match of_voice {
            true => voices.entry(author.unwrap()).or_insert_with(|| Document::new(Shape::Voice)),
            false => &mut page,
        };
        let settled = match (right, facts) {
            (Ok(()), Some(facts)) => {
                verdicts.insert(item.token, Document::WAITS);
                document.offer(facts.clone(), item.token)
            }
            (Ok(()), None) => vec![(item.token, EFFECTIVE)],
            (Err(verdict), facts) => {
                verdicts.insert(item.token, verdict);
                let fallen = facts.filter(|_| matches!(verdict, Verdict::WithoutEffect(_)));
                fallen.map_or(vec![], |facts| document.refuse(facts.clone()))
            }
        };
        verdicts.extend(settled);
        if let What::Birth { writers, .. } = &item.what {
            let verdict = verdicts[&item.token];
            record = Some(Record { verdict, author: author.unwrap(), writers: writers.clone() });
        }
    }
    verdicts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn one_by_one_or_all_together_is_the_same(steps in prop::collection::vec(step(), 1..40)) {
        let steps: Vec<Step> = steps.into_iter().map(|step| Step { back: 0, ..step }).collect();
        let page = history(&steps, &[]);
        let together = page.judge();
        for (token, verdict) in judge_one_by_one(&page.items) {
            prop_assert_eq!(verdict, together[&token], "{:?}", page.items[token as usize]);
        }
    }

    #[test]
    fn the_order_of_entries_never_changes_a_verdict(
        steps in prop::collection::vec(step(), 1..40),
        cuts in prop::collection::vec(prop::option::weighted(0.3, (0..6u64, 0..3u8)), 5),
        seed in any::<u64>(),
    ) {
        let mut page = history(&steps, &cuts);
        // A document that holds together with most of its changes: a function of which there are.
        let facts: BTreeMap<u64, Hash> = page.items.iter().filter_map(|item| match &item.what {
            What::Birth { facts, .. } | What::Edit { facts } => Some((item.token, facts.hash)),
            _ => None,
        }).collect();
        let mut check = |tokens: &[u64]| -> BTreeSet<Hash> {
            tokens.iter().map(|token| facts[token]).filter(|hash| hash.0[0] % 16 == 0).collect()
        };
        let one = judge(&page.items, &mut check);
        page.items.sort_by_key(|item| *blake3::hash(&[&seed.to_le_bytes(), &item.id.0[..]].concat()).as_bytes());
        let other = judge(&page.items, &mut check);
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(one.len(), page.items.len(), "every entry has a verdict");
        // No change has effect without all that it builds on.
        let effective: BTreeSet<Hash> = page.items.iter().filter(|item| one[&item.token].is_effective()).filter_map(|item| match &item.what {
            What::Birth { facts, .. } | What::Edit { facts } | What::Voice { facts, .. } => Some(facts.hash),
            _ => None,
        }).collect();
        for item in page.items.iter().filter(|item| one[&item.token].is_effective()) {
            if let What::Edit { facts } | What::Voice { facts, .. } = &item.what {
                prop_assert!(facts.deps.iter().all(|dep| effective.contains(dep)));
            }
        }
    }
}
