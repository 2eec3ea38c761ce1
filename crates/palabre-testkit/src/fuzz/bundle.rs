//! A file with entries, from a stick.

use palabre_api::{Handler, ask};
use palabre_feeds::bundle::{self, Reader};
use palabre_feeds::entry::Entry;

use super::laptop::{Laptop, file, is_well, travels};
use super::pieces::{Pieces, written};
use super::village::{CHUNK, EPOCH, FIT, PLACE, RECORD, SIGN, village};

/// The first byte: the file as it is; a file of this community from the bytes behind its beginning; packs before
/// compression; entries, each dressed.
const WAYS: u8 = 4;
const BEGUN: u8 = 1;
const PACKS: u8 = 2;
const ENTRIES: u8 = 3;

/// Takes a bundle in on Dora's laptop.
///
/// What is refused leaves everything as it was; with what is taken in, all is well; and the same file once more brings
/// nothing new.
pub fn bundle(bytes: &[u8]) {
    let bytes = made(bytes);
    if let Ok(reader) = Reader::open(&bytes) {
        for runs in reader.flatten() {
            travels(&runs);
        }
    }
    let path = file("bundle", &bytes);
    Laptop::with(|laptop| {
        let taken = laptop.node.bundle_import(ask::BundleImport { file: path.clone() });
        let Ok(taken) = taken else {
            return laptop.is_as_it_was();
        };
        assert!(taken.new + taken.known <= taken.entries);
        if taken.new + taken.filled + taken.gaps == 0 {
            return laptop.is_as_it_was();
        }
        is_well(laptop.replica(), &bytes);
        let state = laptop.replica().state_hash().unwrap();
        let again = laptop.node.bundle_import(ask::BundleImport { file: path }).unwrap();
        assert_eq!((again.new, again.filled, again.aside), (0, 0, taken.aside));
        assert_eq!(laptop.replica().state_hash().unwrap(), state);
    });
}

/// Returns the file that an input stands for.
pub fn made(bytes: &[u8]) -> Vec<u8> {
    let mut input = Pieces(bytes);
    let way = input.byte() % WAYS;
    if way == 0 {
        return input.0.to_vec();
    }
    let mut bundle = bundle::head(&village().community);
    match way {
        BEGUN => {
            bundle.extend_from_slice(input.0);
            return bundle;
        }
        PACKS => {
            while let Some(piece) = input.piece() {
                let pack = zstd::bulk::compress(piece, 1).expect("memory suffices");
                bundle.extend((pack.len() as u32).to_le_bytes());
                bundle.extend(pack);
            }
        }
        _ => {
            let mut tailor = village().tailor();
            while let Some(piece) = input.piece() {
                // Each in a pack of its own, so that what waits for another can be set aside.
                let entry = tailor.dress(piece);
                bundle::append(&mut bundle, entry.into_iter().collect());
            }
        }
    }
    bundle::end(&mut bundle);
    bundle
}

/// Returns inputs that stand for files of these entries.
pub fn inputs(entries: &[Entry]) -> Vec<(String, Vec<u8>)> {
    let village = village();
    let mut whole = bundle::head(&village.community);
    let beginning = whole.len();
    bundle::append(&mut whole, entries.to_vec());
    bundle::end(&mut whole);
    let mut first = bundle::head(&village.community);
    first[15] = b'1';
    let mut packs = Vec::new();
    let mut rest = &whole[beginning..];
    while let Some((length, after)) = rest.split_first_chunk::<4>()
        && *length != [0; 4]
    {
        let (pack, after) = after.split_at(u32::from_le_bytes(*length) as usize);
        packs.push(zstd::bulk::decompress(pack, 4 << 20).unwrap());
        rest = after;
    }
    let dressed = |fits: u8| -> Vec<u8> {
        let pieces: Vec<Vec<u8>> =
            entries.iter().map(|entry| [&[fits][..], &entry.to_bytes()].concat()).collect();
        written(&[ENTRIES], pieces.iter().map(Vec::as_slice))
    };
    vec![
        ("whole".into(), [&[0][..], &whole].concat()),
        ("cut".into(), [&[0][..], &whole[..whole.len() / 2]].concat()),
        ("first-version".into(), [&[0][..], &first, &whole[beginning..whole.len() - 4]].concat()),
        ("begun".into(), [&[BEGUN][..], &whole[beginning..]].concat()),
        ("packs".into(), written(&[PACKS], packs.iter().map(Vec::as_slice))),
        ("entries".into(), dressed(0)),
        ("dressed".into(), dressed(FIT | PLACE | SIGN | CHUNK | EPOCH | RECORD)),
    ]
}

pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let village = village();
    let mut seeds = inputs(&village.later);
    // Few entries at a time, so that a change of one is soon found.
    for (n, few) in village.later.chunks(2).enumerate() {
        seeds.extend(inputs(few).into_iter().skip(4).map(|(name, input)| (format!("{name}-{n}"), input)));
    }
    // The second half alone: all of it waits.
    let (_, second) = village.later.split_at(village.later.len() / 2);
    seeds.extend(inputs(second).into_iter().take(1).map(|(_, input)| ("gaps".into(), input)));
    seeds
}
