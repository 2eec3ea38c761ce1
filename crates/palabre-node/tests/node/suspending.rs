//! A keyholder suspends a device: nothing new of it is passed on for fourteen days, and no verdict changes.

use palabre_api::{Handler, ask, row};
use palabre_node::Node;

use crate::table::{Time, gather, meet, person, state};

fn code<T>(result: Result<T, palabre_api::ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

fn suspend(node: &mut Node, device: &str, lift: bool) -> Result<row::Devices, palabre_api::ApiError> {
    let because = (!lift).then(|| "It writes all night, and nobody knows why.".to_owned());
    node.device_suspend(ask::DeviceSuspend { device: device.into(), because, lift })
}

fn say(node: &mut Node, text: &str) {
    node.comment(ask::Comment { on: "community".into(), text: Some(text.into()), reply: None }).unwrap();
}

fn hears(node: &mut Node, text: &str) -> bool {
    let thread = node.comment(ask::Comment { on: "community".into(), ..Default::default() }).unwrap();
    thread.comments.iter().any(|comment| comment.text.as_deref() == Some(text))
}

#[test]
fn nothing_new_of_a_suspended_device_is_passed_on_for_fourteen_days() {
    let time = Time::new();
    let (mut lina, mut ben, mut goran, mut chi) = (
        person(&time, "Lina", 1),
        person(&time, "Ben", 2),
        person(&time, "Goran", 3),
        person(&time, "Chi", 4),
    );
    let community = gather(&mut lina, &mut [&mut ben, &mut goran, &mut chi]);
    for other in [&mut ben, &mut goran, &mut chi] {
        meet(&mut lina, other, &community);
    }
    say(&mut goran, "before");
    meet(&mut goran, &mut lina, &community);
    let laptop = goran.me_show(ask::MeShow {}).unwrap().device;
    assert_eq!(code(suspend(&mut ben, &laptop, false)), "suspend.keyholder");
    let unsaid = ask::DeviceSuspend { device: laptop.clone(), because: Some("  ".into()), lift: false };
    assert_eq!(code(lina.device_suspend(unsaid)), "text.empty");
    assert_eq!(code(suspend(&mut lina, "0000", false)), "device.unknown");
    assert_eq!(code(suspend(&mut lina, &laptop, true)), "suspend.nothing");
    let own = lina.me_show(ask::MeShow {}).unwrap().device;
    assert_eq!(code(suspend(&mut lina, &own, false)), "suspend.itself");
    let devices = suspend(&mut lina, &laptop, false).unwrap();
    assert_eq!(devices.devices[0].suspended.as_ref().map(|one| one.by.as_str()), Some("Lina"));
    assert_eq!(code(suspend(&mut lina, &laptop, false)), "suspend.again");
    // Chi has not heard of it, and takes what Goran says meanwhile.
    say(&mut goran, "meanwhile");
    assert!(meet(&mut goran, &mut chi, &community));
    assert!(!meet(&mut goran, &mut lina, &community), "Lina does not speak with it");
    // Ben hears of it from Lina, with what was said before: those are in sync, and nothing waits.
    assert!(meet(&mut lina, &mut ben, &community));
    assert!(hears(&mut ben, "before"));
    assert!(!meet(&mut ben, &mut goran, &community));
    // Chi tells Lina what she held when it came to her, and Lina does not pass it on.
    assert!(meet(&mut chi, &mut lina, &community));
    assert!(hears(&mut lina, "meanwhile"));
    assert!(meet(&mut lina, &mut ben, &community), "they hold the same of everybody else");
    assert!(!hears(&mut ben, "meanwhile"));
    let told = ben.status(ask::Status {}).unwrap().suspended;
    assert_eq!((told[0].name.as_str(), told[0].by.as_str(), told[0].here), ("Goran", "Lina", false));
    assert!(told[0].reason.as_deref().is_some_and(|reason| reason.contains("all night")));
    // Nothing that counted counts less: the voice that was heard is heard, and Goran is a member as before.
    assert!(hears(&mut lina, "before"));
    assert_eq!(lina.members(ask::Members::default()).unwrap().members.len(), 4);
    time.pass(24 * 14 - 1);
    assert!(!meet(&mut goran, &mut lina, &community));
    time.pass(2);
    assert!(meet(&mut lina, &mut ben, &community));
    assert!(hears(&mut ben, "meanwhile"), "everything flows by itself");
    for _ in 0..2 {
        for other in [&mut ben, &mut goran, &mut chi] {
            assert!(meet(&mut lina, other, &community));
        }
    }
    let same = state(&mut lina, &community);
    for other in [&mut ben, &mut goran, &mut chi] {
        assert_eq!(state(other, &community), same);
    }
    assert!(lina.status(ask::Status {}).unwrap().suspended.is_empty());
    assert_eq!(code(suspend(&mut lina, &laptop, false)), "suspend.again", "fourteen days out of ninety");
    time.pass(24 * 77);
    suspend(&mut lina, &laptop, false).unwrap();
}

#[test]
fn its_keyholder_ends_a_suspension_early() {
    let time = Time::new();
    let (mut lina, mut goran, mut chi) =
        (person(&time, "Lina", 1), person(&time, "Goran", 3), person(&time, "Chi", 4));
    let community = gather(&mut lina, &mut [&mut goran, &mut chi]);
    meet(&mut lina, &mut goran, &community);
    let laptop = goran.me_show(ask::MeShow {}).unwrap().device;
    suspend(&mut lina, &laptop, false).unwrap();
    say(&mut goran, "meanwhile");
    assert!(!meet(&mut goran, &mut lina, &community));
    assert!(meet(&mut lina, &mut chi, &community));
    assert_eq!(chi.status(ask::Status {}).unwrap().suspended.len(), 1);
    time.pass(24);
    assert!(suspend(&mut lina, &laptop, true).unwrap().devices[0].suspended.is_none());
    assert!(meet(&mut goran, &mut lina, &community));
    assert!(meet(&mut lina, &mut chi, &community));
    assert!(hears(&mut chi, "meanwhile"));
    assert!(chi.status(ask::Status {}).unwrap().suspended.is_empty());
}

#[test]
fn a_suspension_outlives_a_restart_and_a_newcomer_hears_what_was_before() {
    let time = Time::new();
    let (mut lina, mut goran) = (person(&time, "Lina", 1), person(&time, "Goran", 3));
    let community = gather(&mut lina, &mut [&mut goran]);
    meet(&mut lina, &mut goran, &community);
    say(&mut goran, "before");
    assert!(meet(&mut goran, &mut lina, &community));
    let laptop = goran.me_show(ask::MeShow {}).unwrap().device;
    suspend(&mut lina, &laptop, false).unwrap();
    lina.replica_of(&community).unwrap().forget();
    assert!(!meet(&mut goran, &mut lina, &community));
    let invite = lina.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap();
    let mut new = person(&time, "New", 9);
    new.join(ask::Join { ticket: invite.link }).unwrap();
    assert!(meet(&mut new, &mut lina, &community));
    assert!(hears(&mut new, "before"), "what a laptop held is passed on");
    assert!(!meet(&mut goran, &mut new, &community));
    time.pass(24 * 15);
    let mut late = person(&time, "Late", 10);
    let invite = lina.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap();
    late.join(ask::Join { ticket: invite.link }).unwrap();
    assert!(meet(&mut late, &mut lina, &community));
    assert!(
        late.status(ask::Status {}).unwrap().suspended.is_empty(),
        "old suspensions are over for newcomers too"
    );
    assert!(meet(&mut goran, &mut late, &community));
}
