//! What comes over a link: bytes, frames, messages, runs.

use palabre_domain::id::{DeviceId, Hash};
use palabre_feeds::entry::Entry;
use palabre_feeds::message::{
    Asked, KeyedFeed, KeyedTip, Load, MAX_MESSAGE, Message, Stretch, VERSION, keyed_root, load, tag,
};
use palabre_feeds::run::Run;
use palabre_feeds::session::{Act, Fault, Session};
use palabre_net::book::read_shared;
use palabre_net::frame::Assembler;
use palabre_node::preview;
use palabre_node::replica::Replica;

use super::laptop::{Laptop, is_well, travels};
use super::pieces::{Pieces, written};
use super::village::{FIT, PLACE, SIGN, village};
use crate::people::START;

/// Dora called; otherwise the other did.
const CALLED: u8 = 1;
/// The other says a proper hello first.
const HELLO: u8 = 2;
/// What follows is a stream of bytes as it comes over a link; otherwise it is pieces.
const STREAM: u8 = 4;

/// The first byte of a piece: the bytes of a message; packed runs before compression; entries, each dressed.
const PACK: u8 = 1;
const ENTRIES: u8 = 2;

/// How many frames one frame may lead to at most: what a conversation has to say is bounded by what is held.
const ANSWERS: usize = 16;

/// Speaks with Dora's laptop as a member's laptop that sends these bytes.
///
/// Every frame is answered or refused, and answers are messages again. A message that was read is read the same when it
/// is written again. What is refused leaves everything as it was, and with what is taken in, all is well.
pub fn frame(bytes: &[u8]) {
    let mut input = Pieces(bytes);
    let way = input.byte();
    let mut frames = Vec::new();
    if way & STREAM != 0 {
        frames = assembled(input.0);
    } else {
        while let Some(piece) = input.piece() {
            frames.push(message(piece));
        }
    }
    Laptop::with(|laptop| {
        if speak(laptop, way, frames) {
            laptop.is_as_it_was();
        } else {
            is_well(laptop.replica(), bytes);
        }
    });
}

/// Puts the frames of a stream together, cut as its own bytes say, and asserts that the cuts change nothing.
fn assembled(stream: &[u8]) -> Vec<Vec<u8>> {
    let mut read = [Vec::new(), Vec::new()];
    for (ragged, frames) in [false, true].into_iter().zip(&mut read) {
        let mut assembler = Assembler::new(MAX_MESSAGE);
        let mut rest = stream;
        while let Some(&first) = rest.first() {
            let wish = if ragged { usize::from(first % 7) + 1 } else { usize::MAX };
            let (piece, left) = rest.split_at(wish.min(assembler.missing()).min(rest.len()));
            rest = left;
            match assembler.push(piece) {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => {}
                Err(_) => break,
            }
        }
    }
    let [whole, ragged] = read;
    assert_eq!(whole, ragged);
    whole
}

fn message(piece: &[u8]) -> Vec<u8> {
    let mut piece = Pieces(piece);
    match piece.byte() {
        PACK => {
            let packed = zstd::bulk::compress(piece.0, 1).expect("memory suffices");
            Message::Runs(packed).to_bytes()
        }
        ENTRIES => {
            let mut tailor = village().tailor();
            let mut entries: Vec<Entry> = Vec::new();
            while let Some(piece) = piece.piece() {
                entries.extend(tailor.dress(piece));
            }
            Message::Runs(Run::pack(&Run::group(entries).0)).to_bytes()
        }
        _ => piece.0.to_vec(),
    }
}

/// Returns true when nothing was taken in.
fn speak(laptop: &mut Laptop, way: u8, frames: Vec<Vec<u8>>) -> bool {
    let village = village();
    let community = village.community;
    let (me, peer) = (village.device(3), village.device(1));
    let called = way & CALLED != 0;
    let mut session = Session::open(me, peer, community, called, laptop.replica());
    let mut frames = frames;
    if way & HELLO != 0 {
        frames.insert(0, hello(me, peer, called));
    }
    let mut untouched = true;
    hear(&mut session, laptop.replica());
    for frame in frames {
        let read = Message::from_bytes(&frame);
        if let Ok(message) = &read {
            assert_eq!(Message::from_bytes(&message.to_bytes()).as_ref(), Ok(message));
            let answers = matches!(message, Message::Runs(_) | Message::Signatures(_) | Message::Preview(_));
            assert_eq!(load(&frame) == Load::Answer, answers);
        }
        let replica = laptop.replica();
        match session.receive(&frame, replica) {
            Err(fault) => {
                assert!(read.is_ok() || fault == Fault::Malformed);
                break;
            }
            Ok(acts) => {
                for act in acts {
                    untouched &= follow(act, &mut session, replica);
                }
            }
        }
        hear(&mut session, replica);
    }
    untouched
}

/// Returns what the other says first.
fn hello(me: DeviceId, peer: DeviceId, called: bool) -> Vec<u8> {
    let (first, second) = if called { (&me, &peer) } else { (&peer, &me) };
    let root = keyed_root(&Hash([9; 32]), &peer);
    Message::Hello { version: VERSION, tag: tag(&village().community, first, second), root, devices: [9; 8] }
        .to_bytes()
}

/// Does what a laptop does; returns true when nothing was taken in.
fn follow(act: Act, session: &mut Session, replica: &mut Replica) -> bool {
    match act {
        Act::Take(runs) => {
            travels(&runs);
            let bounded = replica.take_bounded(&runs, START).unwrap();
            session.committed(replica);
            bounded.took.new.is_empty()
        }
        Act::Signatures(signatures) => {
            replica.take_signatures(&signatures).unwrap();
            // A signature is no part of what is shown; there is one for one key and message.
            true
        }
        Act::Addresses(bytes) => {
            if let Ok(told) = read_shared(&bytes) {
                assert!(told.len() <= palabre_net::book::MAX_SHARED_DEVICES);
            }
            true
        }
        Act::Preview(bytes) => {
            let _ = preview::read(&bytes);
            true
        }
        Act::WantsPreview => {
            let bytes = preview::make(replica, START).unwrap().expect("the community is founded");
            preview::read(&bytes).expect("what this laptop says, another reads");
            session.preview(bytes);
            true
        }
        Act::Hinted(devices) => {
            session.want(&devices, replica);
            true
        }
        Act::InSync | Act::Ephemeral(_) | Act::Expect(_) => true,
    }
}

/// Takes what the laptop says until it falls silent.
fn hear(session: &mut Session, replica: &mut Replica) {
    for _ in 0..ANSWERS {
        let Some(frame) = session.next_frame(replica) else { return };
        assert!(frame.len() <= MAX_MESSAGE);
        Message::from_bytes(&frame).expect("what this laptop says, another reads");
    }
    panic!("one frame led to more than {ANSWERS}");
}

pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let village = village();
    let mut seeds = Vec::new();
    // Ben's laptop holds everything, and the two say what they have to say.
    let all: Vec<Entry> = village.all().cloned().collect();
    for called in [true, false] {
        let (mut ben, mut dora) = (village.replica(&all), village.replica(&village.base));
        let (me, peer) = (village.device(3), village.device(1));
        let mut theirs = Session::open(peer, me, village.community, !called, &mut ben);
        let mut mine = Session::open(me, peer, village.community, called, &mut dora);
        let mut said: Vec<Vec<u8>> = Vec::new();
        for _ in 0..20 {
            while let Some(frame) = mine.next_frame(&mut dora) {
                theirs.receive(&frame, &mut ben).unwrap();
            }
            while let Some(frame) = theirs.next_frame(&mut ben) {
                for act in mine.receive(&frame, &mut dora).unwrap() {
                    follow(act, &mut mine, &mut dora);
                }
                said.push(frame);
            }
        }
        let way = if called { CALLED } else { 0 };
        let name = if called { "called" } else { "calls" };
        let pieces: Vec<Vec<u8>> = said.iter().map(|frame| [&[0][..], frame].concat()).collect();
        seeds.push((format!("talk-{name}"), written(&[way], pieces.iter().map(Vec::as_slice))));
        let mut stream = vec![way | STREAM];
        for frame in &said {
            stream.extend((frame.len() as u32).to_le_bytes());
            stream.extend(frame);
        }
        seeds.push((format!("stream-{name}"), stream));
    }
    // Packs as they are before compression.
    for (n, entry) in village.later.iter().enumerate() {
        let run = Run { entries: vec![entry.clone()] };
        let plain = zstd::bulk::decompress(&Run::pack(&[run]), 1 << 20).unwrap();
        let kind = entry.kind().map_or_else(String::new, |kind| format!("{kind:?}").to_lowercase());
        if n % 4 == 0 {
            let piece = [&[PACK][..], &plain].concat();
            seeds.push((format!("pack-{kind}-{n}"), written(&[HELLO], [&piece[..]])));
        } else {
            let fits = if n % 4 == 1 { 0 } else { FIT | PLACE | SIGN };
            let dressed = [&[fits][..], &entry.to_bytes()].concat();
            let piece = written(&[ENTRIES], [&dressed[..]]);
            seeds.push((format!("entry-{kind}-{n}"), written(&[HELLO], [&piece[..]])));
        }
    }
    // One of each other message.
    let device = village.device(0);
    let tip = KeyedTip { seq: 1, head: [1; 4] };
    let feeds = vec![KeyedFeed { device, tips: vec![tip] }];
    let stretch = Stretch { device, first: 1, many: 2 };
    let asked = Asked { device, places: vec![(2, all[1].id), (1, all[0].id)] };
    let messages = [
        Message::Want(feeds.clone()),
        Message::Hint(feeds.clone()),
        Message::Heights(feeds),
        Message::Ask(vec![asked]),
        Message::Known(vec![(device, all[0].id, 1)]),
        Message::WantSignatures(vec![stretch]),
        Message::Signatures(vec![(stretch, vec![all[0].signature, None])]),
        Message::Addresses(vec![0]),
        Message::WantPreview,
        Message::Ephemeral(b"now".to_vec()),
    ];
    for (n, message) in messages.iter().enumerate() {
        let piece = [&[0][..], &message.to_bytes()].concat();
        seeds.push((format!("message-{n}"), written(&[HELLO], [&piece[..]])));
    }
    seeds
}
