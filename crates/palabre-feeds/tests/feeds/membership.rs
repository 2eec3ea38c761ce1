//! Who is a member, by which devices, under which charter: one test for each rule.

use std::time::Instant;

use palabre_domain::charter::{Admission, CharterChange, Quotas};
use palabre_domain::decision::Purpose;
use palabre_domain::id::{EntryId, Hash, RecordId};
use palabre_feeds::body::{Admit, BodyError, Device, Epoch, Removal, Role};
use palabre_feeds::entry::{Entry, Kind, Position};
use palabre_feeds::membership::{Ruling, Standing};
use palabre_feeds::verdict::{Reason, Verdict, Waits};
use proptest::prelude::*;

use crate::village::*;

const EFFECTIVE: Verdict = Verdict::Effective;

fn without(reason: Reason) -> Verdict {
    Verdict::WithoutEffect(reason)
}

fn waits(for_what: Waits) -> Verdict {
    Verdict::Pending(for_what)
}

mod coming {
    use super::*;

    #[test]
    fn the_founder_is_a_member_from_the_genesis_on() {
        let mut village = Village::found();
        let words = village.speak(ANA);
        assert_eq!(village.present(), ["ana"]);
        assert!(village.is_live(&words));
        assert_eq!(village.fold().charter(), Some(&village.charter));
    }

    #[test]
    fn a_genesis_counts_in_the_community_that_it_founds_and_in_no_other() {
        let village = Village::found();
        let other = Village::found_with(|charter| charter.name = "New Mill".into());
        let strange = palabre_feeds::body::Body::read(&village.community, &other.entries[0]);
        assert_eq!(strange, Err(BodyError::Rule));
    }

    #[test]
    fn without_a_genesis_nobody_is_here() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        let controls = village.controls().split_off(1);
        let membership = village.fold_in(&controls);
        assert_eq!(membership.charter(), None);
        assert_eq!(membership.present().count(), 0);
    }

    #[test]
    fn a_join_takes_effect_once_admitted_and_with_it_all_that_was_signed_since() {
        let mut village = Village::found();
        let invite = village.invite(ANA);
        let join = village.join(BEN, invite);
        let words = village.speak(BEN);
        assert_eq!(village.verdict(&join), waits(Waits::Admission));
        assert_eq!(village.standing(&words), Standing::Settled(waits(Waits::Admission)));
        village.admit(ANA, join);
        assert_eq!(village.verdict(&join), EFFECTIVE);
        assert!(village.is_live(&words));
        assert_eq!(village.present(), ["ana", "ben"]);
    }

    #[test]
    fn an_unknown_device_waits() {
        let mut village = Village::found();
        let words = village.speak(BEN);
        assert_eq!(village.standing(&words), Standing::Settled(waits(Waits::Device)));
        assert!(!village.fold().is_peer(&device(BEN)));
    }

    #[test]
    fn a_join_needs_the_secret_of_its_invite() {
        let mut village = Village::found();
        let invite = village.invite(ANA);
        let invite = village.entry(&invite).clone();
        let join = palabre_feeds::body::Join::write(
            &village.community,
            &invite,
            &key("a guess"),
            "Mallory".into(),
            certificate(DAN),
        );
        let join = village.control(DAN, Kind::Join, &join);
        assert_eq!(village.read(&join), Err(BodyError::Signature));
    }

    #[test]
    fn an_invite_that_holds_vouches_for_no_other_bytes() {
        use palabre_feeds::body::{Body, Invites, Join};
        let mut village = Village::found();
        let id = village.invite(ANA);
        let joins = [village.join(BEN, id), village.join(CLEO, id)];
        let invites = Invites::default();
        for join in &joins {
            let read = Body::read_among(&village.community, village.entry(join), &invites);
            assert!(matches!(read, Ok(Body::Join(_))), "{read:?}");
        }
        // The same invite with another signature, the proof made for it by somebody who has the secret.
        let mut forged = village.entry(&id).clone();
        forged.signature = Some(palabre_feeds::entry::Signature([7; 64]));
        let join = Join::write(&village.community, &forged, &key("invite"), "Dan".into(), certificate(DAN));
        let join = village.control(DAN, Kind::Join, &join);
        let read = Body::read_among(&village.community, village.entry(&join), &invites);
        assert_eq!(read, Err(BodyError::Signature));
    }

    #[test]
    fn two_vouch_means_two_members() {
        let mut village = Village::found_with(|charter| charter.admission = Admission::TwoVouch);
        let invite = village.invite(ANA);
        let ben = village.join(BEN, invite);
        village.admit(ANA, ben);
        assert_eq!(village.verdict(&ben), waits(Waits::Admission), "Ana alone is not two");
        village.admit(ANA, ben);
        assert_eq!(village.verdict(&ben), waits(Waits::Admission), "Ana twice is not two");
        village.add_device(("ana", 2));
        village.admit(("ana", 2), ben);
        assert_eq!(village.verdict(&ben), waits(Waits::Admission), "Ana's other laptop is Ana");
        village.admit(BEN, ben);
        assert_eq!(village.verdict(&ben), waits(Waits::Admission), "nobody vouches for themself");
    }

    /// Ana, Ben and Cleo, who came while any member let people in; since then two vouch.
    fn two_vouch() -> Village {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        village.welcome(ANA, CLEO);
        let epoch = village.changed(CharterChange::Admission(Admission::TwoVouch));
        village.enter(ANA, epoch, &[ANA]);
        village
    }

    #[test]
    fn two_members_vouch_for_a_third() {
        let mut village = two_vouch();
        let invite = village.invite(ANA);
        let dan = village.join(DAN, invite);
        village.admit(ANA, dan);
        assert_eq!(village.verdict(&dan), waits(Waits::Admission));
        village.admit(CLEO, dan);
        assert_eq!(village.verdict(&dan), EFFECTIVE);
    }

    #[test]
    fn each_admit_is_judged_by_the_charter_that_it_cites() {
        let mut village = two_vouch();
        let (newer, genesis) = (village.epoch, village.entries[0].id);
        let invite = village.invite(BEN);
        let dan = village.join(DAN, invite);
        village.admit(BEN, dan);
        assert_eq!(village.verdict(&dan), waits(Waits::Admission));
        // Cleo has not met the new charter yet.
        village.epoch = genesis;
        village.admit(CLEO, dan);
        village.epoch = newer;
        assert_eq!(village.verdict(&dan), EFFECTIVE);
    }

    #[test]
    fn who_vouches_for_a_member_also_vouches_for_a_guest() {
        let mut village = two_vouch();
        let invite = village.invite(ANA);
        let dan = village.join(DAN, invite);
        village.admit_as(ANA, dan, Role::Guest);
        village.admit_as(BEN, dan, Role::Member);
        assert_eq!(village.fold().members()[&member("dan")].role, Role::Guest);
        village.admit_as(CLEO, dan, Role::Member);
        assert_eq!(village.fold().members()[&member("dan")].role, Role::Member);
    }

    #[test]
    fn a_decision_lets_in_whom_it_names() {
        let mut village = Village::found_with(|charter| charter.admission = Admission::Decision);
        let invite = village.invite(ANA);
        let (ben, cleo) = (village.join(BEN, invite), village.join(CLEO, invite));
        let because = village.rule(Purpose::Admission(ben));
        let admit = |join, because| Admit {
            joins: vec![join],
            role: Role::Member,
            closes: None,
            because,
            formerly: None,
        };
        village.control(ANA, Kind::Admit, &admit(ben, None));
        village.control(ANA, Kind::Admit, &admit(cleo, Some(because)));
        assert_eq!(village.present(), ["ana"]);
        village.control(ANA, Kind::Admit, &admit(ben, Some(because)));
        assert_eq!(village.present(), ["ana", "ben"]);
        village.rulings.get_mut(&because).unwrap().carried = false;
        assert_eq!(village.present(), ["ana"], "a decision that was not carried lets nobody in");
    }

    #[test]
    fn an_admit_under_deciding_is_not_half_of_two_vouches() {
        let mut village = two_vouch();
        let invite = village.invite(ANA);
        let dan = village.join(DAN, invite);
        village.admit(BEN, dan);
        let epoch = village.changed(CharterChange::Admission(Admission::Decision));
        village.enter(ANA, epoch, &[ANA]);
        village.admit(CLEO, dan);
        assert_eq!(village.verdict(&dan), waits(Waits::Admission));
    }

    #[test]
    fn a_guest_lets_nobody_in() {
        let mut village = Village::found();
        village.welcome_as(ANA, BEN, Role::Guest);
        let invite = village.invite(BEN);
        let cleo = village.join(CLEO, invite);
        let admit = village.admit(BEN, cleo);
        assert_eq!(village.verdict(&invite), without(Reason::Guest));
        assert_eq!(village.verdict(&admit), without(Reason::Guest));
        assert_eq!(village.verdict(&cleo), waits(Waits::Admission));
        let words = village.speak(BEN);
        assert!(matches!(village.standing(&words), Standing::Live { role: Role::Guest, .. }));
        assert_eq!(village.present(), ["ana"], "a guest is here, and not among the members");
    }

    #[test]
    fn a_guest_becomes_a_member_and_never_the_other_way_round() {
        let mut village = Village::found();
        let ben = village.welcome_as(ANA, BEN, Role::Guest);
        village.admit_as(ANA, ben, Role::Member);
        village.admit_as(ANA, ben, Role::Guest);
        assert_eq!(village.fold().members()[&member("ben")].role, Role::Member);
    }

    #[test]
    fn who_was_let_in_lets_in_others() {
        let mut village = Village::found();
        let chain: Vec<String> = (0..20).map(|i| format!("p{i}")).collect();
        let mut host = ANA;
        for name in &chain {
            village.welcome(host, (name, 1));
            host = (name, 1);
        }
        assert_eq!(village.present().len(), 21);
    }

    #[test]
    fn two_who_admit_each_other_are_still_strangers() {
        let mut village = Village::found();
        let invite = village.invite(ANA);
        let (ben, cleo) = (village.join(BEN, invite), village.join(CLEO, invite));
        village.admit(BEN, cleo);
        village.admit(CLEO, ben);
        assert_eq!(village.present(), ["ana"]);
    }

    #[test]
    fn what_an_inviter_wrote_past_a_cut_admits_nobody() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        let last = village.height(BEN);
        village.welcome(BEN, CLEO);
        assert_eq!(village.present(), ["ana", "ben", "cleo"]);
        village.revoke(ANA, "ben", BEN, last);
        assert_eq!(village.present(), ["ana", "ben"]);
    }
}

mod devices {
    use super::*;

    #[test]
    fn a_second_laptop_speaks_for_the_same_member() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        let add = village.add_device(("ben", 2));
        let words = village.speak(("ben", 2));
        assert_eq!(village.verdict(&add), EFFECTIVE);
        assert!(village.is_live(&words));
        assert_eq!(village.fold().member_of(&device(("ben", 2))), Some(member("ben")));
        assert!(village.fold().is_peer(&device(("ben", 2))));
    }

    #[test]
    fn two_devices_with_one_number_are_both_void() {
        let mut village = Village::found();
        let join = village.welcome(ANA, BEN);
        village.add_device(("ben", 3));
        let twin = palabre_feeds::body::DeviceCertificate::write(&member_key("ben"), device(DAN), 1);
        let add = village.control(DAN, Kind::Device, &Device::Add(twin));
        let words = [village.speak(BEN), village.speak(DAN)];
        for id in words {
            assert_eq!(village.standing(&id), Standing::Settled(without(Reason::DeviceNumber)));
        }
        assert_eq!(village.verdict(&add), without(Reason::DeviceNumber));
        assert_eq!(village.verdict(&join), without(Reason::DeviceNumber));
        let other = village.speak(("ben", 3));
        assert!(village.is_live(&other), "the person and the other laptops stay");
    }

    #[test]
    fn numbers_end_at_sixteen() {
        let mut village = Village::found();
        let last = village.add_device(("ana", 16));
        assert!(village.read(&last).is_ok());
        for number in [0, 17] {
            let add = village.add_device(("ana", number));
            assert_eq!(village.read(&add), Err(BodyError::Signature));
        }
    }

    #[test]
    fn nobody_claims_my_laptop() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        // Cleo certifies Ben's laptop as hers: Ben's feed alone can say so.
        let stolen = palabre_feeds::body::DeviceCertificate::write(&member_key("cleo"), device(BEN), 1);
        let claim = village.control(ANA, Kind::Device, &Device::Add(stolen));
        assert_eq!(village.read(&claim), Err(BodyError::Signature));
        assert_eq!(village.fold().member_of(&device(BEN)), Some(member("ben")));
    }

    #[test]
    fn a_laptop_stays_with_whom_it_named_first() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        village.welcome(ANA, CLEO);
        let again = palabre_feeds::body::DeviceCertificate::write(&member_key("cleo"), device(BEN), 2);
        let add = village.control(BEN, Kind::Device, &Device::Add(again));
        assert_eq!(village.verdict(&add), without(Reason::DeviceNumber));
        assert_eq!(village.fold().member_of(&device(BEN)), Some(member("ben")));
    }

    #[test]
    fn a_join_on_somebody_elses_laptop_lets_nobody_in() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        let invite = village.entry(&village.entries[1].id).clone();
        let dan = palabre_feeds::body::DeviceCertificate::write(&member_key("dan"), device(BEN), 1);
        let join =
            palabre_feeds::body::Join::write(&village.community, &invite, &key("invite"), "Dan".into(), dan);
        let join = village.control(BEN, Kind::Join, &join);
        village.admit(ANA, join);
        assert_eq!(village.verdict(&join), without(Reason::DeviceNumber));
        assert_eq!(village.present(), ["ana", "ben"]);
    }

    #[test]
    fn the_member_key_closes_a_laptop_from_anywhere() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        village.add_device(("ben", 2));
        let before = village.speak(BEN);
        let last = village.height(BEN);
        let after = village.speak(BEN);
        let revoke = village.revoke(("ben", 2), "ben", BEN, last);
        assert_eq!(village.verdict(&revoke), EFFECTIVE);
        assert!(village.is_live(&before));
        let Standing::Dormant { cut, .. } = village.standing(&after) else { panic!("not dormant") };
        assert_eq!((cut.seq, cut.reason), (last, Reason::Revoked));
        assert!(!village.fold().is_peer(&device(BEN)));
        assert_eq!(village.present(), ["ana", "ben"], "the person stays");
    }

    #[test]
    fn nobody_else_closes_my_laptop() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        let revoke = village.revoke(ANA, "ana", BEN, 1);
        assert_eq!(village.verdict(&revoke), without(Reason::Signature));
        let by_another_laptop =
            Device::Revoke { device: device(BEN), last: (0, EntryId::ZERO), leaving: false, by: None };
        let revoke = village.control(ANA, Kind::Device, &by_another_laptop);
        assert_eq!(village.read(&revoke), Err(BodyError::Signature));
        assert!(village.fold().is_peer(&device(BEN)));
    }

    #[test]
    fn a_revocation_of_an_unknown_laptop_waits() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        let revoke = village.revoke(ANA, "ben", ("ben", 2), 0);
        assert_eq!(village.verdict(&revoke), waits(Waits::Device));
        let add = village.add_device(("ben", 2));
        assert_eq!(village.verdict(&revoke), EFFECTIVE);
        let words = village.speak(("ben", 2));
        assert!(!village.is_live(&words));
        assert_eq!(village.verdict(&add), EFFECTIVE, "it is Ben's all the same");
    }

    #[test]
    fn a_laptop_closes_itself_from_here_on_and_not_backwards() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        let before = village.speak(BEN);
        village.close(BEN, 0, false);
        let after = village.speak(BEN);
        assert!(village.is_live(&before), "a thief cannot undo what its owner said");
        assert!(!village.is_live(&after));
        assert!(!village.fold().is_peer(&device(BEN)));
    }

    #[test]
    fn the_lowest_cut_wins() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        village.add_device(("ben", 2));
        for _ in 0..9 {
            village.speak(BEN);
        }
        for last in [7, 4, 9] {
            village.revoke(("ben", 2), "ben", BEN, last);
        }
        assert_eq!(village.fold().devices()[&device(BEN)].cut.unwrap().seq, 4);
    }

    #[test]
    fn whoever_leaves_is_gone_and_comes_back_by_a_new_join() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        let last = village.height(BEN);
        village.close(BEN, last, true);
        assert_eq!(village.present(), ["ana"]);
        assert!(village.fold().members()[&member("ben")].left);
        let invite = village.invite(ANA);
        let again = village.join(("ben", 2), invite);
        village.admit(ANA, again);
        assert_eq!(village.present(), ["ana", "ben"]);
        assert!(!village.fold().is_peer(&device(BEN)), "the old laptop stays closed");
    }

    #[test]
    fn closing_one_of_two_laptops_is_not_leaving() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        village.add_device(("ben", 2));
        let last = village.height(BEN);
        village.close(BEN, last, true);
        assert_eq!(village.present(), ["ana", "ben"]);
    }

    #[test]
    fn whoever_lost_everything_is_let_in_again_under_a_new_key() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        let invite = village.invite(ANA);
        let join = village.join(("ben again", 1), invite);
        let admit = Admit {
            joins: vec![join],
            role: Role::Member,
            closes: None,
            because: None,
            formerly: Some(member("ben")),
        };
        village.control(ANA, Kind::Admit, &admit);
        let membership = village.fold();
        assert_eq!(membership.members()[&member("ben again")].formerly, Some(member("ben")));
        assert!(membership.members()[&member("ben")].is_here(), "one member's word closes nobody's laptops");
    }

    #[test]
    fn a_fork_is_cut_at_its_lowest_place() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        for _ in 0..6 {
            village.speak(BEN);
        }
        village.rewind(BEN, 5);
        village.speak(BEN);
        assert_eq!(village.fold().devices()[&device(BEN)].cut.unwrap().seq, 5);
        village.rewind(BEN, 3);
        let other = village.speak(BEN);
        let cut = village.fold().devices()[&device(BEN)].cut.unwrap();
        assert_eq!((cut.seq, cut.reason), (3, Reason::Fork));
        assert!(matches!(village.standing(&other), Standing::Dormant { .. }));
        assert!(village.fold().is_peer(&device(BEN)), "an accident with a backup is no reason to part");
    }

    #[test]
    fn a_closed_laptop_does_not_become_a_peer_again_by_forking() {
        let mut village = Village::found();
        village.welcome(ANA, BEN);
        village.add_device(("ben", 2));
        village.speak(BEN);
        let last = village.height(BEN);
        village.revoke(("ben", 2), "ben", BEN, last);
        village.rewind(BEN, 1);
        village.speak(BEN);
        let membership = village.fold();
        assert_eq!(membership.devices()[&device(BEN)].cut.unwrap().reason, Reason::Fork);
        assert!(!membership.is_peer(&device(BEN)));
    }
}

mod quotas {
    use super::*;

    #[test]
    fn beyond_the_number_of_entries_nothing_has_effect() {
        let quotas = Quotas { entries: 100, bytes: 64 << 10 };
        let village = Village::found_with(|charter| charter.quotas = quotas);
        let membership = village.fold();
        let standing = |seq, total| membership.standing(&device(ANA), seq, &village.epoch, total);
        let over = Standing::Settled(without(Reason::Quota));
        assert!(matches!(standing(100, 64 << 10), Standing::Live { .. }));
        assert_eq!(standing(101, 0), over);
        assert_eq!(standing(2, (64 << 10) + 1), over);
    }

    #[test]
    fn letting_in_counts_too_and_a_laptop_at_its_limit_can_still_be_closed() {
        let quotas = Quotas { entries: 100, bytes: 64 << 10 };
        let mut village = Village::found_with(|charter| charter.quotas = quotas);
        village.welcome(ANA, BEN);
        let invite = village.invite(BEN);
        let join = village.join(CLEO, invite);
        for _ in 0..2 {
            village.write(BEN, Kind::Part, RecordId([9; 32]), vec![0; 40 << 10]);
        }
        let late = village.invite(BEN);
        let admit = village.admit(BEN, join);
        assert_eq!(village.verdict(&invite), Verdict::Effective);
        assert_eq!(village.verdict(&late), without(Reason::Quota));
        assert_eq!(village.verdict(&admit), without(Reason::Quota));
        assert_eq!(village.present(), ["ana", "ben"], "what has no effect lets nobody in");
        let closed = village.close(BEN, village.height(BEN), false);
        assert_eq!(village.verdict(&closed), Verdict::Effective);
        assert!(!village.fold().is_peer(&device(BEN)));
    }

    #[test]
    fn quotas_are_those_of_the_epoch_that_an_entry_cites() {
        let mut village = Village::found();
        let epoch = village.changed(CharterChange::Quotas(Quotas { entries: 100, bytes: 64 << 10 }));
        let genesis = village.epoch;
        village.enter(ANA, epoch, &[ANA]);
        let membership = village.fold();
        assert!(matches!(membership.standing(&device(ANA), 500, &genesis, 0), Standing::Live { .. }));
        let over = membership.standing(&device(ANA), 500, &village.epoch, 0);
        assert_eq!(over, Standing::Settled(without(Reason::Quota)));
    }
}

mod epochs {
    use super::*;

    /// Ana, Ben and Cleo hold keys; Dan does not.
    fn three_keyholders() -> Village {
        let mut village = Village::found();
        for newcomer in [BEN, CLEO, DAN] {
            village.welcome(ANA, newcomer);
        }
        let epoch = village.new_keyholders(&["ana", "ben", "cleo"]);
        let epoch = village.with_roll(epoch, &["ana", "ben", "cleo", "dan"]);
        village.enter(ANA, epoch, &[ANA]);
        village
    }

    #[test]
    fn more_than_half_of_the_keyholders_sign() {
        let mut village = three_keyholders();
        let epoch = village.new_cause("A roof, and a garden");
        let one = village.publish(BEN, epoch.clone(), &[BEN]);
        assert_eq!(village.verdict(&one), without(Reason::Majority));
        let others = village.publish(BEN, epoch.clone(), &[BEN, DAN]);
        assert_eq!(village.verdict(&others), without(Reason::Majority), "Dan holds no key");
        let two = village.publish(DAN, epoch, &[BEN, CLEO]);
        assert_eq!(village.verdict(&two), EFFECTIVE, "who publishes it does not matter");
        assert_eq!(village.fold().charter().unwrap().cause, "A roof, and a garden");
        assert_eq!(village.fold().current_epoch().unwrap().number, 2);
    }

    #[test]
    fn half_of_the_keyholders_are_not_more_than_half() {
        for keyholders in [&["ana", "ben"][..], &["ana", "ben", "cleo", "dan"]] {
            let mut village = Village::found();
            for newcomer in [BEN, CLEO, DAN] {
                village.welcome(ANA, newcomer);
            }
            let epoch = village.new_keyholders(keyholders);
            let epoch = village.with_roll(epoch, &["ana", "ben", "cleo", "dan"]);
            village.enter(ANA, epoch, &[ANA]);
            let (epoch, half) = (village.new_cause("A roof, and a garden"), keyholders.len() / 2);
            let signers = [ANA, BEN, CLEO];
            let half_of_them = village.publish(ANA, epoch.clone(), &signers[..half]);
            assert_eq!(village.verdict(&half_of_them), without(Reason::Majority), "{half} of {keyholders:?}");
            let more = village.publish(ANA, epoch, &signers[..half + 1]);
            assert_eq!(village.verdict(&more), EFFECTIVE, "{} of {keyholders:?}", half + 1);
        }
    }

    #[test]
    fn a_members_two_laptops_are_one_signature() {
        let mut village = three_keyholders();
        village.add_device(("ben", 2));
        let epoch = village.new_cause("Ours");
        let id = village.publish(BEN, epoch, &[BEN, ("ben", 2)]);
        assert_eq!(village.verdict(&id), without(Reason::Majority));
    }

    #[test]
    fn one_signature_is_not_listed_twice() {
        let mut village = three_keyholders();
        let epoch = village.new_cause("Ours");
        let mut epoch = village.approved(epoch, &[BEN]);
        epoch.approvals.push(epoch.approvals[0]);
        let id = village.control(BEN, Kind::Epoch, &epoch);
        assert_eq!(village.read(&id), Err(BodyError::Signature));
    }

    #[test]
    fn a_signature_is_for_this_epoch_of_this_community() {
        let mut village = three_keyholders();
        let cause = village.new_cause("Ours");
        let mut epoch = village.approved(cause, &[BEN, CLEO]);
        epoch.charter.keyholders = vec![member("ben")];
        let id = village.control(BEN, Kind::Epoch, &epoch);
        assert_eq!(village.read(&id), Err(BodyError::Signature));
    }

    #[test]
    fn an_epoch_waits_for_its_decision_and_does_only_what_that_asked_for() {
        let mut village = three_keyholders();
        let epoch = village.new_cause("Ours");
        let ruling = village.rulings.remove(&epoch.because).unwrap();
        let because = epoch.because;
        let id = village.publish(BEN, epoch.clone(), &[BEN, CLEO]);
        assert_eq!(village.verdict(&id), waits(Waits::Decision));
        village.rulings.insert(because, Ruling { carried: false, ..ruling.clone() });
        assert_eq!(village.verdict(&id), without(Reason::Because));
        village.rulings.insert(because, ruling);
        assert_eq!(village.verdict(&id), EFFECTIVE);

        let mut village = three_keyholders();
        let mut epoch = village.new_cause("Ours");
        epoch.charter.keyholders.truncate(1);
        let id = village.publish(BEN, epoch, &[BEN, CLEO]);
        assert_eq!(village.verdict(&id), without(Reason::Because), "the decision was about the Cause");
        let because = village.rule(Purpose::Removal(member("dan")));
        let mut epoch = village.next_epoch(because);
        epoch.removals = vec![Removal { member: member("ana"), cuts: vec![] }];
        let id = village.publish(BEN, epoch, &[BEN, CLEO]);
        assert_eq!(village.verdict(&id), without(Reason::Because), "the decision was about Dan");
        let because = village.rule(Purpose::Words);
        let epoch = village.next_epoch(because);
        let id = village.publish(BEN, epoch, &[BEN, CLEO]);
        assert_eq!(village.verdict(&id), without(Reason::Because));
    }

    #[test]
    fn an_epoch_has_the_next_number() {
        let mut village = three_keyholders();
        let epoch = Epoch { number: 7, ..village.new_cause("Ours") };
        let id = village.publish(BEN, epoch, &[BEN, CLEO]);
        assert_eq!(village.verdict(&id), without(Reason::Body));
    }

    #[test]
    fn an_epoch_waits_for_the_one_that_it_follows() {
        let mut village = three_keyholders();
        let first = village.new_cause("Ours");
        let first = village.enter(BEN, first, &[BEN, CLEO]);
        let second = village.new_cause("Ours and the river's");
        let second = village.enter(BEN, second, &[BEN, CLEO]);
        let mut controls = village.controls();
        controls.retain(|control| control.id != first);
        let membership = village.fold_in(&controls);
        assert_eq!(membership.verdict(&second), Some(waits(Waits::Epoch)));
        assert_eq!(membership.current_epoch().unwrap().number, 1);
    }

    #[test]
    fn a_signature_by_an_unknown_device_waits() {
        let mut village = three_keyholders();
        let epoch = village.new_cause("Ours");
        let id = village.publish(BEN, epoch, &[BEN, ("cleo", 2)]);
        assert_eq!(village.verdict(&id), waits(Waits::Device));
        village.add_device(("cleo", 2));
        assert_eq!(village.verdict(&id), EFFECTIVE);
    }

    #[test]
    fn two_thirds_of_those_listed_before_need_no_keyholder() {
        let mut village = three_keyholders();
        let everybody = ["ana", "ben", "cleo", "dan", "eve", "fay"];
        for name in ["eve", "fay"] {
            village.welcome(DAN, (name, 1));
        }
        let listing = village.new_cause("Ours");
        let listing = village.with_roll(listing, &everybody);
        village.enter(BEN, listing, &[BEN, CLEO]);
        let epoch = village.new_cause("Ours, and the river's");
        let rest = [CLEO, DAN, ("eve", 1), ("fay", 1)];
        let three = village.publish(DAN, epoch.clone(), &rest[1..]);
        assert_eq!(village.verdict(&three), without(Reason::Majority));
        let four = village.publish(DAN, epoch, &rest);
        assert_eq!(village.verdict(&four), EFFECTIVE);
        let parts = std::mem::take(&mut village.parts);
        assert_eq!(village.verdict(&four), without(Reason::Majority), "the lists are not here");
        village.parts = parts;
    }

    #[test]
    fn nobody_stuffs_the_list_that_is_counted() {
        let mut village = three_keyholders();
        let crowd: Vec<String> = (0..40).map(|n| format!("crowd {n}")).collect();
        let mut listed = vec!["ana", "ben", "cleo", "dan"];
        listed.extend(crowd.iter().map(String::as_str));
        let laptops: Vec<Laptop> = crowd.iter().map(|name| (name.as_str(), 1)).collect();
        for laptop in &laptops {
            village.welcome(DAN, *laptop);
        }
        let epoch = village.new_cause("Mine");
        let epoch = village.with_roll(epoch, &listed);
        let id = village.publish(DAN, epoch, &[&[DAN], &laptops[..]].concat());
        assert_eq!(village.verdict(&id), without(Reason::Majority));
    }

    #[test]
    fn who_left_is_not_waited_for() {
        let mut village = three_keyholders();
        let epoch = village.new_cause("Ours");
        let two = village.publish(CLEO, epoch.clone(), &[CLEO, DAN]);
        assert_eq!(village.verdict(&two), without(Reason::Majority));
        village.close(ANA, 1, true);
        assert_eq!(village.verdict(&two), EFFECTIVE, "two of the three who are left");
    }

    #[test]
    fn a_decision_is_executed_once() {
        let mut village = three_keyholders();
        let first = village.new_cause("Bread");
        let because = first.because;
        village.enter(ANA, first, &[ANA, BEN]);
        let second = village.new_cause("Roses");
        village.enter(ANA, second, &[ANA, BEN]);
        let mut again = village.next_epoch(because);
        again.charter.cause = "Bread".into();
        let again = village.publish(ANA, again, &[ANA, BEN, CLEO]);
        assert_eq!(village.verdict(&again), without(Reason::Because));
    }

    #[test]
    fn a_list_does_not_shrink_but_by_removals() {
        let mut village = Village::found();
        let everybody = ["ana", "ben", "cleo", "dan"];
        for newcomer in [BEN, CLEO, DAN] {
            village.welcome(ANA, newcomer);
        }
        let epoch = village.new_cause("Ours");
        let epoch = village.with_roll(epoch, &everybody);
        village.enter(ANA, epoch, &[ANA]);
        assert_eq!(village.fold().current_epoch().unwrap().roll.len(), 4);
        let short = village.new_cause("Only ours");
        let short = village.with_roll(short, &everybody[..3]);
        village.enter(BEN, short, &[ANA]);
        assert_eq!(village.fold().current_epoch().unwrap().roll.len(), 4, "the list before goes on");
        let removal = village.removal("dan", &[]);
        let removal = village.with_roll(removal, &everybody[..3]);
        let removal = village.publish(BEN, removal, &[BEN, CLEO]);
        assert_eq!(village.verdict(&removal), EFFECTIVE, "two of the three others, and Ana did not sign");
        assert_eq!(village.fold().current_epoch().unwrap().roll.len(), 3);
    }

    #[test]
    fn a_removal_cuts_all_devices_and_honours_none_that_is_not_listed() {
        let mut village = three_keyholders();
        village.add_device(("dan", 2));
        village.add_device(("dan", 3));
        let said = village.speak(DAN);
        let honoured = village.height(DAN);
        let late = village.speak(DAN);
        let unlisted = village.speak(("dan", 2));
        let removal = village.removal("dan", &[(DAN, honoured), (("dan", 3), 1)]);
        village.enter(BEN, removal, &[BEN, CLEO]);
        assert!(village.is_live(&said));
        for id in [late, unlisted] {
            let Standing::Dormant { cut, .. } = village.standing(&id) else { panic!("not dormant") };
            assert_eq!((cut.reason, cut.removed_by), (Reason::Removed, Some(2)));
        }
        village.epoch = village.entries[0].id;
        village.add_device(("dan", 4));
        let newest = village.speak(("dan", 4));
        assert!(!village.is_live(&newest), "a device that comes up later is not listed either");
        let membership = village.fold();
        assert_eq!(membership.members()[&member("dan")].removed, Some(2));
        assert!((1..=4).all(|number| !membership.is_peer(&device(("dan", number)))));
        assert_eq!(village.present(), ["ana", "ben", "cleo"]);
    }

    #[test]
    fn whoever_forked_or_closed_a_device_before_is_removed_all_the_same() {
        let mut village = three_keyholders();
        village.add_device(("dan", 2));
        for laptop in [DAN, ("dan", 2)] {
            village.speak(laptop);
            village.speak(laptop);
        }
        village.rewind(DAN, 1);
        village.speak(DAN);
        village.revoke(("dan", 2), "dan", ("dan", 2), 1);
        let removal = village.removal("dan", &[(DAN, 3), (("dan", 2), 3)]);
        village.enter(BEN, removal, &[BEN, CLEO]);
        let membership = village.fold();
        assert_eq!(membership.members()[&member("dan")].removed, Some(2));
        assert_eq!(village.present(), ["ana", "ben", "cleo"]);
        for (laptop, reason) in [(DAN, Reason::Fork), (("dan", 2), Reason::Revoked)] {
            let cut = membership.devices()[&device(laptop)].cut.unwrap();
            assert_eq!((cut.seq, cut.reason, cut.removed_by), (1, reason, Some(2)));
            assert!(!membership.is_peer(&device(laptop)));
        }
    }

    #[test]
    fn whoever_was_removed_does_not_come_back_with_the_same_key() {
        let mut village = three_keyholders();
        let removal = village.removal("dan", &[(DAN, 1)]);
        village.enter(BEN, removal, &[BEN, CLEO]);
        let invite = village.invite(ANA);
        let join = village.join(("dan", 5), invite);
        village.admit(ANA, join);
        assert_eq!(village.present(), ["ana", "ben", "cleo"]);
        let invite = village.invite(ANA);
        let join = village.join(("dan of today", 1), invite);
        village.admit(ANA, join);
        assert_eq!(village.present().len(), 4, "a new key is a new member, whom somebody let in");
    }

    #[test]
    fn below_three_keyholders_a_removal_needs_half_of_the_others_too() {
        let mut village = Village::found();
        for newcomer in [BEN, CLEO, DAN] {
            village.welcome(ANA, newcomer);
        }
        let removal = village.removal("dan", &[(DAN, 1)]);
        let alone = village.publish(ANA, removal.clone(), &[ANA]);
        assert_eq!(village.verdict(&alone), without(Reason::Majority), "no list, no others");
        let removal = village.with_roll(removal, &["ana", "ben", "cleo", "eve"]);
        let alone = village.publish(ANA, removal.clone(), &[ANA]);
        assert_eq!(village.verdict(&alone), without(Reason::Majority));
        let with_one_of_three = village.publish(ANA, removal.clone(), &[ANA, BEN]);
        assert_eq!(village.verdict(&with_one_of_three), without(Reason::Majority));
        let with_two_of_three = village.publish(ANA, removal, &[ANA, BEN, CLEO]);
        assert_eq!(village.verdict(&with_two_of_three), EFFECTIVE);
    }

    /// Two charters followed the same one. Returns both.
    fn conflict(village: &mut Village) -> [EntryId; 2] {
        let (one, other) = (village.new_cause("Bread"), village.new_cause("Roses"));
        let one = village.publish(ANA, one, &[ANA, BEN]);
        let other = village.publish(CLEO, other, &[BEN, CLEO]);
        [one, other]
    }

    fn naming(village: &mut Village, conflict: [EntryId; 2]) -> Epoch {
        let palabre_feeds::body::Body::Epoch(epoch) = village.read(&conflict[1]).unwrap() else {
            panic!("an epoch")
        };
        let mut previous = conflict.to_vec();
        previous.sort_unstable();
        Epoch { number: epoch.number + 1, previous, ..epoch }
    }

    #[test]
    fn of_two_valid_successors_neither_takes_effect() {
        let mut village = three_keyholders();
        let common = village.epoch;
        for id in conflict(&mut village) {
            assert_eq!(village.verdict(&id), without(Reason::TwoEpochs));
            village.epoch = id;
            let words = village.speak(DAN);
            let Standing::Live { epoch, .. } = village.standing(&words) else { panic!("not live") };
            assert_eq!(epoch, 1, "judged by the last common epoch");
        }
        assert_eq!(village.fold().current_epoch().unwrap().id, common);
    }

    #[test]
    fn the_next_names_both_and_needs_two_thirds() {
        let mut village = three_keyholders();
        let both = conflict(&mut village);
        assert_eq!(village.fold().in_conflict().unwrap().epochs.len(), 2);
        let epoch = naming(&mut village, both);
        let neither = Epoch { charter: village.fold().charter().unwrap().clone(), ..epoch.clone() };
        let neither = village.publish(ANA, neither, &[ANA, BEN, CLEO, DAN]);
        assert_eq!(village.verdict(&neither), without(Reason::Body), "it does what one of the two does");
        let by_keyholders = village.publish(ANA, epoch.clone(), &[ANA, BEN]);
        assert_eq!(village.verdict(&by_keyholders), without(Reason::Majority));
        let by_all = village.publish(ANA, epoch, &[ANA, BEN, DAN]);
        assert_eq!(village.verdict(&by_all), EFFECTIVE);
        let membership = village.fold();
        assert_eq!(membership.charter().unwrap().cause, "Roses");
        assert_eq!(membership.in_conflict(), None);
        assert_eq!(membership.current_epoch().unwrap().number, 3);
        assert_eq!(membership.epoch_number(&both[0]), Some(1));
    }

    #[test]
    fn naming_one_of_two_or_two_copies_of_one_resolves_nothing() {
        let mut village = three_keyholders();
        let both = conflict(&mut village);
        let copy = village.read(&both[0]).unwrap();
        let palabre_feeds::body::Body::Epoch(copy) = copy else { panic!("an epoch") };
        let copy = village.control(DAN, Kind::Epoch, &copy);
        let everybody = [ANA, BEN, CLEO, DAN];
        let epoch = naming(&mut village, [both[0], copy]);
        let copies = village.publish(ANA, epoch.clone(), &everybody);
        let one = village.publish(ANA, Epoch { previous: vec![both[0]], ..epoch }, &everybody);
        for id in [copies, one] {
            assert_eq!(village.verdict(&id), waits(Waits::Epoch));
        }
    }

    #[test]
    fn equal_epochs_published_twice_are_one() {
        let mut village = three_keyholders();
        let epoch = village.new_cause("Ours");
        let ids: Vec<EntryId> =
            [ANA, BEN, CLEO].map(|laptop| village.publish(laptop, epoch.clone(), &[ANA, BEN])).to_vec();
        assert!(ids.iter().all(|id| village.verdict(id) == EFFECTIVE));
        assert!(ids.iter().all(|id| village.fold().epoch_number(id) == Some(2)));
        assert_eq!(village.fold().epochs().len(), 3);
    }

    #[test]
    fn a_copy_with_a_lower_id_does_not_unseat_what_followed() {
        for copies in 1..12 {
            let mut village = three_keyholders();
            let epoch = village.new_cause("Ours");
            let first = village.enter(ANA, epoch.clone(), &[ANA, BEN]);
            let next = village.new_cause("Ours and the river's");
            assert_eq!(next.previous, [first]);
            let next = village.enter(ANA, next, &[ANA, BEN]);
            for _ in 0..copies {
                village.publish(DAN, epoch.clone(), &[ANA, BEN]);
            }
            assert_eq!(village.verdict(&next), EFFECTIVE);
            assert_eq!(village.fold().current_epoch().unwrap().number, 3);
        }
    }

    #[test]
    fn an_unknown_epoch_waits() {
        let mut village = three_keyholders();
        village.epoch = EntryId([5; 32]);
        let words = village.speak(DAN);
        assert_eq!(village.standing(&words), Standing::Settled(waits(Waits::Epoch)));
    }

    #[test]
    fn the_epoch_never_goes_back_along_a_feed() {
        let mut village = three_keyholders();
        let (newer, genesis) = (village.epoch, village.entries[0].id);
        village.epoch = genesis;
        let old = village.speak(DAN);
        village.epoch = newer;
        village.speak(DAN);
        village.epoch = genesis;
        let back = village.speak(DAN);
        village.epoch = newer;
        let again = village.speak(DAN);
        assert!(village.is_live(&old));
        assert_eq!(village.standing(&back), Standing::Settled(without(Reason::EpochBack)));
        assert!(village.is_live(&again), "only what goes back is without effect");
    }
}

/// What can happen in a community, so that random lives can be made of it.
#[derive(Clone, Debug)]
enum Event {
    Welcome(u8, u8, bool),
    Join(u8, u8),
    Admit(u8, usize),
    Add(u8, u8),
    Revoke(u8, u8, u64),
    Close(u8, bool),
    Speak(u8),
    Rewind(u8, u64),
    Cause(u8, u8, u8),
    Remove(u8, u64),
    Copy(u8),
}

fn event() -> impl Strategy<Value = Event> {
    let who = 0..5u8;
    prop_oneof![
        4 => (who.clone(), who.clone(), any::<bool>()).prop_map(|(a, b, c)| Event::Welcome(a, b, c)),
        2 => (who.clone(), who.clone()).prop_map(|(a, b)| Event::Join(a, b)),
        2 => (who.clone(), any::<usize>()).prop_map(|(a, b)| Event::Admit(a, b)),
        2 => (who.clone(), 1..4u8).prop_map(|(a, b)| Event::Add(a, b)),
        1 => (who.clone(), 1..3u8, 0..6u64).prop_map(|(a, b, c)| Event::Revoke(a, b, c)),
        1 => (who.clone(), any::<bool>()).prop_map(|(a, b)| Event::Close(a, b)),
        3 => who.clone().prop_map(Event::Speak),
        1 => (who.clone(), 0..4u64).prop_map(|(a, b)| Event::Rewind(a, b)),
        2 => (who.clone(), who.clone(), who.clone()).prop_map(|(a, b, c)| Event::Cause(a, b, c)),
        1 => (who.clone(), 0..5u64).prop_map(|(a, b)| Event::Remove(a, b)),
        1 => who.prop_map(Event::Copy),
    ]
}

/// What mostly happens: people come, bring a further laptop, and speak.
fn coming() -> impl Strategy<Value = Event> {
    let who = 0..5u8;
    prop_oneof![
        4 => (who.clone(), any::<bool>()).prop_map(|(b, c)| Event::Welcome(0, b, c)),
        1 => (who.clone(), who.clone()).prop_map(|(a, b)| Event::Join(a, b)),
        2 => (who.clone(), any::<usize>()).prop_map(|(a, b)| Event::Admit(a, b)),
        2 => (who.clone(), 1..4u8).prop_map(|(a, b)| Event::Add(a, b)),
        3 => who.prop_map(Event::Speak),
    ]
}

fn live(events: &[Event]) -> Village {
    const NAMES: [&str; 5] = ["ana", "ben", "cleo", "dan", "eve"];
    let laptop = |who: u8| (NAMES[who as usize], 1);
    let mut village = Village::found();
    let mut joins = Vec::new();
    let mut epochs: Vec<Epoch> = Vec::new();
    for event in events {
        match *event {
            Event::Welcome(a, b, guest) => {
                let role = if guest { Role::Guest } else { Role::Member };
                joins.push(village.welcome_as(laptop(a), laptop(b), role));
            }
            Event::Join(a, b) => {
                let invite = village.invite(laptop(a));
                joins.push(village.join(laptop(b), invite));
            }
            Event::Admit(a, which) if !joins.is_empty() => {
                village.admit(laptop(a), joins[which % joins.len()]);
            }
            Event::Add(a, number) => {
                village.add_device((NAMES[a as usize], number));
            }
            Event::Revoke(a, number, last) => {
                village.revoke(laptop(a), NAMES[a as usize], (NAMES[a as usize], number), last);
            }
            Event::Close(a, leaving) => {
                let last = village.height(laptop(a));
                village.close(laptop(a), last, leaving);
            }
            Event::Speak(a) => {
                village.speak(laptop(a));
            }
            Event::Rewind(a, seq) if seq > 0 && seq < village.height(laptop(a)) => {
                village.rewind(laptop(a), seq);
            }
            Event::Cause(a, b, c) => {
                let epoch = village.new_cause(&format!("Cause {a} {b} {c}"));
                epochs.push(epoch.clone());
                let id = village.publish(laptop(b), epoch, &[ANA]);
                if village.verdict(&id).is_effective() && a < 3 {
                    village.epoch = id;
                }
            }
            Event::Remove(a, seq) if a > 0 => {
                let epoch = village.removal(NAMES[a as usize], &[(laptop(a), seq)]);
                let epoch = village.with_roll(epoch, &["ana"]);
                village.publish(ANA, epoch, &[ANA]);
            }
            Event::Copy(a) => {
                if let Some(epoch) = epochs.last().cloned() {
                    village.publish(laptop(a), epoch, &[ANA]);
                }
            }
            _ => {}
        }
    }
    village
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_in_which_entries_came_does_not_matter(
        events in prop::collection::vec(event(), 1..24),
        seed in any::<u64>(),
    ) {
        let village = live(&events);
        let mut controls = village.controls();
        let one = village.fold_in(&controls);
        controls.sort_by_key(|control| blake3::hash(&[&seed.to_le_bytes(), &control.id.0[..]].concat()).as_bytes()[..8].to_vec());
        let other = village.fold_in(&controls);
        prop_assert_eq!(&one, &other);
        prop_assert!(controls.iter().all(|control| one.verdict(&control.id).is_some()));
        prop_assert!(one.changed_devices(&other).is_empty());
    }

    #[test]
    fn who_came_one_after_the_other_is_there_as_if_all_were_folded_at_once(
        events in prop::collection::vec(event(), 1..24),
        held in 1..8usize,
        size in 1..6usize,
    ) {
        let village = live(&events);
        if let Some((membership, _)) = village.extend(held.min(village.entries.len()), size) {
            prop_assert_eq!(membership, village.fold());
        }
    }

    #[test]
    fn where_people_only_come_they_are_there_as_if_all_were_folded_at_once(
        events in prop::collection::vec(coming(), 1..24),
        size in 1..6usize,
    ) {
        let village = live(&events);
        let (membership, _) = village.extend(1, size).unwrap();
        prop_assert_eq!(membership, village.fold());
    }
}

#[test]
fn whoever_is_let_in_by_somebody_who_is_in_only_comes() {
    let mut village = Village::found();
    for (host, newcomer) in [(ANA, BEN), (ANA, CLEO), (BEN, DAN)] {
        village.welcome(host, newcomer);
        village.speak(newcomer);
        village.add_device((newcomer.0, 2));
    }
    for size in 1..16 {
        let (membership, extended) = village.extend(1, size).unwrap();
        assert_eq!(membership, village.fold());
        // Where Ben's first act comes in one batch with him, all is folded once.
        let batches = village.entries[1..].chunks(size).count();
        assert!(extended >= batches - 1, "{extended} of {batches} batches of {size}");
    }
}

#[test]
fn what_changed_is_named_by_device() {
    let mut village = Village::found();
    village.welcome(ANA, BEN);
    let before = village.fold();
    village.speak(BEN);
    village.welcome(ANA, CLEO);
    let after = village.fold();
    assert_eq!(after.changed_devices(&before), [device(CLEO)].into());
}

#[test]
fn five_thousand_members_fold_in_a_moment() {
    let mut village = Village::found();
    let names: Vec<String> = (0..5_000).map(|i| format!("p{i}")).collect();
    let invite = village.invite(ANA);
    let genesis = village.epoch;
    // Signatures are not looked at here, so the entries are made without the builder's checks and its searches.
    let mut controls = village.controls();
    let invite = village.entry(&invite).to_bytes();
    let body = |laptop: Laptop| {
        palabre_feeds::body::Body::Join(palabre_feeds::body::Join {
            invite: invite.clone(),
            name: laptop.0.to_owned(),
            certificate: certificate(laptop),
            proof: palabre_feeds::entry::Signature([0; 64]),
        })
    };
    // Each lets in the next: the longest chain that there can be.
    let mut host = device(ANA);
    for (i, name) in names.iter().enumerate() {
        let id = EntryId(*blake3::hash(name.as_bytes()).as_bytes());
        let join = palabre_feeds::membership::Control {
            id,
            device: device((name, 1)),
            seq: 1,
            epoch: genesis,
            at: i as i64,
            total: 0,
            body: body((name, 1)),
        };
        let admit =
            Admit { joins: vec![id], role: Role::Member, closes: None, because: None, formerly: None };
        let admit = palabre_feeds::membership::Control {
            id: EntryId(*Hash::of(&id.0).0.first_chunk::<32>().unwrap()),
            device: host,
            seq: 2,
            epoch: genesis,
            at: i as i64,
            total: 0,
            body: palabre_feeds::body::Body::Admit(admit),
        };
        host = join.device;
        controls.extend([join, admit]);
    }
    let start = Instant::now();
    let membership = village.fold_in(&controls);
    println!("folded {} control entries in {:?}", controls.len(), start.elapsed());
    assert_eq!(membership.present().count(), 5_001);
    assert!(start.elapsed().as_secs() < 5, "far from linear");
}

#[test]
fn an_entry_of_a_newer_version_is_no_offence() {
    let village = Village::found();
    let at = Position { seq: 2, prev: village.entries[0].id, epoch: village.epoch, at: 0 };
    let mut entry =
        Entry::write(&device_key(ANA), Some(&village.community), at, Kind::Invite, RecordId::ZERO, vec![1]);
    entry.header.v = 2;
    assert_eq!(palabre_feeds::body::Body::read(&village.community, &entry), Err(BodyError::Newer));
}
