//! What a newer program writes is kept, relayed and waits; a long roll travels in parts.

use ed25519_dalek::SigningKey;
use palabre_api::{Handler, ask};
use palabre_documents::guard::{VoiceDraft, VoiceOp, VoiceValue, write_voice};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Admit, DeviceCertificate, Invite, Join, Role};
use palabre_feeds::entry::{Entry, Header, Kind, Position, sign, signed_bytes};
use palabre_feeds::run::Run;
use palabre_node::Node;
use palabre_node::replica::Author;

use crate::table::{START, Time, answer, ask_them, confirm, count, gather, meet, person, show, state};

/// Writes an entry as a newer program might, in the feed of `node`'s own laptop.
fn write_as_newer(node: &mut Node, community: &CommunityId, v: u8, kind: u8, record: RecordId, body: &[u8]) {
    let key = node.identity().unwrap().secrets().unwrap().device.clone();
    let device = DeviceId(key.verifying_key().to_bytes());
    let replica = node.replica_of(community).unwrap();
    let tip = replica.heights().unwrap().tips(&device)[0];
    let header = Header {
        v,
        device,
        seq: tip.seq + 1,
        prev: tip.id,
        epoch: EntryId(community.0),
        at: START,
        kind,
        record,
        body_len: body.len() as u32,
        body_hash: Hash::of(body),
    };
    let signature = Some(sign(&key, &signed_bytes(community, &header.id())));
    let entry = Entry::from_parts(header, body.to_vec(), signature).unwrap();
    let took = replica.take(&[Run { entries: vec![entry] }]).unwrap();
    assert_eq!(took.new.len(), 1);
}

#[test]
fn what_a_newer_program_writes_waits_and_travels() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    ask_them(&mut ana, "Lunch?", "sense-check");
    let record = RecordId::parse(&show(&mut ana, "lunch").id).unwrap();
    meet(&mut ana, &mut ben, &community);
    write_as_newer(&mut ben, &community, 1, 99, record, b"a kind that nobody knows yet");
    write_as_newer(&mut ben, &community, 1, 98, RecordId::ZERO, b"another, of no record");
    write_as_newer(&mut ben, &community, 7, Kind::Voice as u8, record, b"a version that nobody knows yet");
    let op = VoiceOp { key: "hum".into(), value: Some(VoiceValue::Int(3)), pred: vec![] };
    let device = ben.identity().unwrap().device_id();
    let draft = VoiceDraft { device, seq: 1, start_op: 1, deps: vec![], ops: vec![op] };
    write_as_newer(&mut ben, &community, 1, Kind::Voice as u8, record, &write_voice(draft).unwrap());
    meet(&mut ben, &mut ana, &community);
    meet(&mut ana, &mut chi, &community);
    for node in [&mut ana, &mut ben, &mut chi] {
        let status = node.status(ask::Status {}).unwrap();
        assert_eq!((status.pending.len(), status.pending[0].word.as_str()), (1, "newer"));
        assert_eq!((status.pending[0].entries, status.refused.len()), (4, 0));
        assert!(node.doctor(ask::Doctor { thorough: true, replay: true }).unwrap().well);
    }
    assert_eq!(state(&mut ana, &community), state(&mut chi, &community));
    // Others go on.
    answer(&mut chi, "lunch", "fine");
    assert_eq!(show(&mut chi, "lunch").answered, 1);
}

#[test]
fn an_entry_under_a_record_that_it_cannot_have_is_kept_as_it_was_signed() {
    let time = Time::new();
    let (mut ana, mut ben, mut chi) =
        (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Chi", 3));
    let community = gather(&mut ana, &mut [&mut ben, &mut chi]);
    ask_them(&mut ana, "Lunch?", "sense-check");
    let record = RecordId::parse(&show(&mut ana, "lunch").id).unwrap();
    meet(&mut ana, &mut ben, &community);
    let kinds = [Kind::Invite, Kind::Epoch, Kind::Birth].map(|kind| kind as u8);
    for (v, record) in [(1, record), (1, RecordId([9; 32])), (7, record), (7, RecordId([9; 32]))] {
        for kind in kinds {
            write_as_newer(&mut ben, &community, v, kind, record, b"belongs elsewhere");
        }
    }
    assert!(meet(&mut ben, &mut ana, &community));
    assert!(meet(&mut ana, &mut chi, &community));
    for node in [&mut ana, &mut ben, &mut chi] {
        let checkup = node.doctor(ask::Doctor { thorough: true, replay: true }).unwrap();
        assert!(checkup.well, "{:?}", checkup.findings);
        let status = node.status(ask::Status {}).unwrap();
        assert_eq!((status.pending[0].entries, status.refused[0].entries), (6, 6));
        // The laptop that wrote it is honoured as ever, so it is not named.
        assert_eq!((&status.refused[0].name, status.refused[0].at), (&None, None));
    }
    assert_eq!(state(&mut ben, &community), state(&mut chi, &community));
}

/// Lets many people in at once, each by their own join.
fn crowd(ana: &mut Node, community: &CommunityId, many: u32) {
    let author = Author {
        key: ana.identity().unwrap().secrets().unwrap().device.clone(),
        member: ana.identity().unwrap().member_id(),
        now: START,
    };
    let secret = SigningKey::from_bytes(&[9; 32]);
    let invite = Invite { key: secret.verifying_key().to_bytes(), uses: 0, until: START, role: Role::Member };
    let replica = ana.replica_of(community).unwrap();
    let invite = replica.write(&author, Kind::Invite, RecordId::ZERO, wire::to_bytes(&invite)).unwrap();
    let mut runs = Vec::new();
    for n in 0..many {
        let key = |what: &str| SigningKey::from_bytes(&Hash::of(format!("{what} {n}").as_bytes()).0);
        let (member, device) = (key("member"), key("device"));
        let id = DeviceId(device.verifying_key().to_bytes());
        let certificate = DeviceCertificate::write(&member, id, 1);
        let join = Join::write(community, &invite, &secret, format!("Person {n}"), certificate);
        let at = Position { seq: 1, prev: EntryId::ZERO, epoch: EntryId(community.0), at: START };
        let body = wire::to_bytes(&join);
        let entry = Entry::write(&device, Some(community), at, Kind::Join, RecordId::ZERO, body);
        runs.push(Run { entries: vec![entry] });
    }
    replica.take(&runs).unwrap();
    let joins: Vec<EntryId> = runs.iter().map(|run| run.entries[0].id).collect();
    for joins in joins.chunks(256) {
        let admit =
            Admit { joins: joins.to_vec(), role: Role::Member, closes: None, because: None, formerly: None };
        replica.write(&author, Kind::Admit, RecordId::ZERO, wire::to_bytes(&admit)).unwrap();
    }
    assert_eq!(replica.membership().unwrap().present().count(), many as usize + 2);
}

#[test]
fn a_roll_of_two_thousand_travels_in_parts() {
    let time = Time::new();
    let (mut ana, mut ben) = (person(&time, "Ana", 1), person(&time, "Ben", 2));
    let community = gather(&mut ana, &mut [&mut ben]);
    crowd(&mut ana, &community, 2_000);
    ana.decision_new(ask::DecisionNew { question: "Lunch?".into(), wording: String::new() }).unwrap();
    let open = ask::DecisionOpen {
        decision: "lunch".into(),
        how: Some("proposal".into()),
        reasons: Some("off".into()),
        hours: Some(1),
        travel: Some(0),
        ..Default::default()
    };
    let opened = ana.decision_open(open).unwrap();
    assert_eq!((opened.present, opened.answered), (2_002, 0));
    assert!(meet(&mut ana, &mut ben, &community));
    answer(&mut ben, "lunch", "for");
    answer(&mut ana, "lunch", "for");
    time.pass(2);
    assert!(meet(&mut ana, &mut ben, &community));
    let counted = count(&mut ana, "lunch");
    assert_eq!(counted.counts[0].needed, Some(1_002));
    assert!(counted.counts[0].arithmetic.starts_with("Too few answered: 2 of 2002"), "{counted:?}");
    assert!(meet(&mut ana, &mut ben, &community));
    assert_eq!(confirm(&mut ben, "lunch").unwrap().counts[0].confirmed_by.len(), 2);
    assert!(meet(&mut ana, &mut ben, &community));
    assert_eq!(state(&mut ana, &community), state(&mut ben, &community));
}
