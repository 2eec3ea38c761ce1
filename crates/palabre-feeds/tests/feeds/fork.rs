//! The proof that a device told two stories, and everything that is none.

use palabre_domain::id::{CommunityId, EntryId};
use palabre_feeds::entry::{Entry, HEADER_LEN, Kind, Signature, sign, signed_bytes};
use palabre_feeds::fork::{ForkProof, ForkWrong, Told};

use crate::village::*;

/// Ben speaks to place 4; then a copy of his laptop goes on from place 2 and speaks to place 4, too.
fn forked() -> (Village, Vec<EntryId>, Vec<EntryId>) {
    let mut village = Village::found();
    village.welcome(ANA, BEN);
    village.speak(BEN);
    let one: Vec<EntryId> = (0..2).map(|_| village.speak(BEN)).collect();
    village.rewind(BEN, 2);
    let other: Vec<EntryId> = (0..2).map(|_| village.speak(BEN)).collect();
    (village, one, other)
}

fn header(entry: &Entry) -> Vec<u8> {
    entry.header.to_bytes().to_vec()
}

/// A story of which only the last entry is signed.
fn told(village: &Village, story: &[EntryId]) -> Told {
    let entries: Vec<&Entry> = story.iter().map(|id| village.entry(id)).collect();
    Told {
        header: header(entries[0]),
        chain: entries[1..].iter().map(|entry| header(entry)).collect(),
        signature: entries.last().and_then(|entry| entry.signature).unwrap(),
    }
}

fn proof() -> (Village, ForkProof) {
    let (village, one, other) = forked();
    let genesis = &village.entries[0];
    let join = village.entries.iter().find(|entry| entry.kind() == Some(Kind::Join)).unwrap();
    let came = Told { header: header(join), chain: Vec::new(), signature: join.signature.unwrap() };
    let proof = ForkProof {
        community: village.community,
        founding: (header(genesis), genesis.body.clone()),
        certificate: certificate(BEN),
        came: Some((came, join.body.clone())),
        stories: [told(&village, &one), told(&village, &other)],
    };
    (village, proof)
}

#[test]
fn two_signed_entries_at_one_place_are_proof() {
    let (_, proof) = proof();
    let found = proof.check().unwrap();
    assert_eq!((found.community.as_str(), found.name.as_deref()), ("Old Mill", Some("ben")));
    assert_eq!((found.seq, found.number, found.device), (3, 1, device(BEN)));
    assert!(found.at[0] < found.at[1]);
    // Whose laptop it is can be said by the key alone.
    let unnamed = ForkProof { came: None, ..proof };
    assert_eq!(unnamed.check().unwrap().name, None);
}

#[test]
fn a_forged_proof_is_refused_whatever_was_forged() {
    let (village, proof) = proof();
    let wrong = |change: &dyn Fn(&mut ForkProof)| {
        let mut forged = proof.clone();
        change(&mut forged);
        forged.check().unwrap_err()
    };
    assert_eq!(wrong(&|p| p.stories[1] = p.stories[0].clone()), ForkWrong::Same, "the same entry twice");
    // Another device's entry, as good as it is.
    let cleo = {
        let mut village = village_of(&village);
        village.welcome(ANA, CLEO);
        let id = village.speak(CLEO);
        told(&village, &[id])
    };
    assert_eq!(wrong(&|p| p.stories[1] = cleo.clone()), ForkWrong::Device);
    // One entry after the other is a feed.
    let second =
        |p: &ForkProof| Told { header: p.stories[0].chain[0].clone(), chain: vec![], ..p.stories[0].clone() };
    assert_eq!(wrong(&|p| p.stories[1] = second(p)), ForkWrong::Place);
    // Two entries above the fork are at one place and follow different ones.
    let above = |p: &mut ForkProof| {
        for story in &mut p.stories {
            *story = Told { header: story.chain[0].clone(), chain: vec![], ..story.clone() };
        }
    };
    assert_eq!(wrong(&above), ForkWrong::Parted);
    // Another community: the signatures are for this one alone.
    assert_eq!(wrong(&|p| p.community = CommunityId([5; 32])), ForkWrong::Signature(1));
    assert_eq!(wrong(&|p| p.stories[1].signature = Signature([7; 64])), ForkWrong::Signature(2));
    // A gap: the signed entry does not follow.
    assert_eq!(wrong(&|p| p.stories[0].chain.clear()), ForkWrong::Signature(1));
    assert_eq!(wrong(&|p| p.stories[0].chain = p.stories[1].chain.clone()), ForkWrong::Chain(1));
    assert_eq!(wrong(&|p| p.stories[0].chain[0][0] ^= 1), ForkWrong::Signature(1));
    assert_eq!(wrong(&|p| p.stories[0].chain[0].truncate(9)), ForkWrong::Chain(1));
    assert_eq!(wrong(&|p| p.stories[1].header.truncate(9)), ForkWrong::Unreadable(2));
    // Whose device it is.
    assert_eq!(wrong(&|p| p.certificate = certificate(CLEO)), ForkWrong::Certificate);
    assert_eq!(wrong(&|p| p.certificate.member = member("cleo")), ForkWrong::Certificate);
    // What it was called, and who.
    assert_eq!(wrong(&|p| p.founding.1[3] ^= 1), ForkWrong::Founding);
    let came = |p: &mut ForkProof| p.came.as_mut().unwrap().1.push(0);
    assert_eq!(wrong(&came), ForkWrong::Name);
    let ana = &village.entries[0];
    let ana =
        (Told { header: header(ana), chain: vec![], signature: ana.signature.unwrap() }, ana.body.clone());
    assert_eq!(wrong(&|p| p.came = Some(ana.clone())), ForkWrong::Name, "somebody else's name");
}

#[test]
fn a_story_that_somebody_else_made_up_is_none() {
    let (village, mut proof) = proof();
    // Cleo writes an entry in Ben's name, and signs it with her own key.
    let mut forged = village.entry(&proof.ids().unwrap()[1]).clone();
    forged.header.at += 1;
    let id = forged.header.id();
    let signature = sign(&device_key(CLEO), &signed_bytes(&village.community, &id));
    proof.stories[1] = Told { header: header(&forged), chain: vec![], signature };
    assert_eq!(proof.check(), Err(ForkWrong::Signature(2)));
    assert_eq!(proof.stories[0].header.len(), HEADER_LEN);
}

/// The same village, to write on in.
fn village_of(village: &Village) -> Village {
    let (again, ..) = forked();
    assert_eq!(again.community, village.community, "a village of seeded keys is always the same");
    again
}
