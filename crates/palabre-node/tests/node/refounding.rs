//! A community founded in the place of another.

use palabre_api::{Handler, ask};

use crate::table::{Time, gather, meet, person};

fn code<T>(result: Result<T, palabre_api::ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

#[test]
fn members_found_again_with_their_history_and_are_known_as_who_they_were() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let old = gather(&mut ana, &mut [&mut ben, &mut chi]);
    ana.decision_new(ask::DecisionNew { question: "Shall we bake?".into(), wording: String::new() }).unwrap();
    meet(&mut ana, &mut ben, &old);
    // Where Ben's laptop is met is known since it ran.
    let here = format!("{}@127.0.0.1:7252", ben.identity().unwrap().device_id());
    ben.replica_of(&old).unwrap().store().set_setting("addresses", here.as_bytes()).unwrap();
    // Ana, who alone held the keys, is gone. Ben goes on.
    let again = ask::Refound { name: "Le Fournil II".into(), days: 30, archive: true, ..Default::default() };
    let refounded = ben.refound(again).unwrap();
    let new = palabre_domain::id::CommunityId::parse(&refounded.community.id).unwrap();
    assert_eq!((refounded.others, refounded.invite.uses), (2, 2));
    assert_eq!(refounded.invite.laptops, 1, "the invite says where it was made");
    assert_eq!(refounded.community.cause, refounded.old.cause);
    let from = refounded.community.from.clone().unwrap();
    assert_eq!(
        (from.id.as_str(), from.name.as_str(), from.here),
        (refounded.old.id.as_str(), "Le Fournil", true)
    );
    assert_eq!(refounded.attached.as_deref(), Some("Le-Fournil.json"));
    assert_eq!(code(ben.members(ask::Members::default())), "community.several", "both are here");

    // Chi, who was in the old one, and Dan, who was not.
    let mut dan = person(&time, "Dan", 4);
    for other in [&mut chi, &mut dan] {
        other.join(ask::Join { ticket: refounded.invite.link.clone() }).unwrap();
        assert!(meet(other, &mut ben, &new));
    }
    meet(&mut chi, &mut ben, &new);
    chi.turn_to(Some(refounded.community.id.clone()));
    let members = chi.members(ask::Members::default()).unwrap().members;
    let known: Vec<_> = members.iter().map(|one| (one.name.as_str(), one.before.as_deref())).collect();
    assert_eq!(known, [("Ben", Some("Ben")), ("Chi", Some("Chi")), ("Dan", None)]);
    // The old one is untouched, and its members are as they were.
    ben.turn_to(Some(refounded.old.id.clone()));
    assert_eq!(ben.members(ask::Members::default()).unwrap().members.len(), 3);
    // Dan sees where it comes from, and has nothing of it here.
    let shown = dan.me_show(ask::MeShow {}).unwrap().communities;
    assert_eq!(
        shown[0].from.as_ref().map(|from| (from.name.as_str(), from.here)),
        Some(("Le Fournil", false))
    );
    assert!(dan.members(ask::Members::default()).unwrap().members.iter().all(|one| one.before.is_none()));
}

#[test]
fn the_history_that_was_attached_is_read_beside_the_new_one() {
    let time = Time::new();
    let folder = tempfile::tempdir().unwrap();
    let identity = palabre_node::home::Identity::new("Ana".into(), [1; 32], [101; 32]);
    let mut ana = palabre_testkit::people::node_at(folder.path(), &identity, &time, 1);
    let old = gather(&mut ana, &mut []);
    ana.decision_new(ask::DecisionNew { question: "Shall we bake?".into(), wording: String::new() }).unwrap();
    let before = crate::table::state(&mut ana, &old);
    let again = ask::Refound { name: "Le Fournil II".into(), days: 30, archive: true, ..Default::default() };
    let refounded = ana.refound(again).unwrap();
    ana.turn_to(Some(refounded.community.id.clone()));
    let out = folder.path().join("old.json").display().to_string();
    let name = refounded.attached.unwrap();
    let fetch = ask::Fetch { on: "community".into(), name, file: Some(out.clone()) };
    ana.fetch(fetch).unwrap();
    let mut reader = person(&time, "Reader", 9);
    assert_eq!(reader.import(ask::Import { file: out }).unwrap().community.id, old.to_string());
    assert_eq!(crate::table::state(&mut reader, &old), before);
}

#[test]
fn what_cannot_be_founded_leaves_nothing_behind() {
    let time = Time::new();
    let mut ana = person(&time, "Ana", 1);
    assert_eq!(
        code(ana.refound(ask::Refound { name: "X".into(), days: 9, ..Default::default() })),
        "community.none"
    );
    gather(&mut ana, &mut []);
    for (name, days, refused) in [(" ", 9, "charter.invalid"), ("Again", 0, "invite.limits")] {
        let ask = ask::Refound { name: name.into(), days, ..Default::default() };
        assert_eq!(code(ana.refound(ask)), refused);
        assert_eq!(ana.me_show(ask::MeShow {}).unwrap().communities.len(), 1, "{refused}");
    }
}
