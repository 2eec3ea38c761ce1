//! One entry: its header, its body, and what its record's documents make of it.

use palabre_documents::reading;
use palabre_documents::weight::weight;
use palabre_domain::id::MemberId;
use palabre_feeds::body::Body;
use palabre_feeds::entry::{Entry, HEADER_LEN, Header};
use palabre_feeds::run::Run;

use super::laptop::travels;
use super::village::{CHUNK, EPOCH, FIT, PLACE, RECORD, SIGN, village};

/// Reads an entry: a byte that says what of it is made to fit, then header, body and signature.
///
/// What is read writes the same bytes back; a body that was read once is read again as the same; nothing in it costs
/// more than it may; and it travels in a run as it is.
pub fn entry(bytes: &[u8]) {
    let raw = bytes.get(1..).unwrap_or_default();
    if let Ok(entry) = Entry::from_bytes(raw) {
        assert_eq!(entry.to_bytes(), raw);
        read(&entry);
    }
    if let Some(header) = raw.first_chunk::<HEADER_LEN>() {
        assert_eq!(Header::from_bytes(header).to_bytes(), *header);
    }
    if bytes.first().is_some_and(|&fits| fits != 0)
        && let Some(entry) = village().tailor().dress(bytes)
    {
        assert_eq!(Entry::from_bytes(&entry.to_bytes()), Ok(entry.clone()));
        read(&entry);
    }
}

fn read(entry: &Entry) {
    let community = &village().community;
    let signed = entry.is_signed_in(community);
    if let Ok(body) = Body::read(community, entry) {
        assert_eq!(Body::read_again(community, entry), Ok(body.clone()));
        if let Body::Join(join) = &body {
            assert!(join.invite().is_some(), "a join that is read has its invite");
        }
    }
    for member in [None, Some(MemberId([7; 32]))] {
        let reading = reading::read(community, entry, member);
        assert!(reading.names.len() + reading.defines.len() <= entry.body.len());
    }
    assert!(weight(entry) >= entry.body.len() as u64);
    if entry.signature.is_some() {
        let run = Run { entries: vec![entry.clone()] };
        assert_eq!(run.is_signed_in(community), signed);
        travels(&[run]);
    }
}

pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds: Vec<(String, Vec<u8>)> = Vec::new();
    for (n, entry) in village().all().enumerate() {
        let fits = if n % 2 == 0 { 0 } else { FIT | PLACE | SIGN | CHUNK | EPOCH | RECORD };
        let kind = entry.kind().map_or_else(String::new, |kind| format!("{kind:?}").to_lowercase());
        seeds.push((format!("{kind}-{n}"), [&[fits][..], &entry.to_bytes()].concat()));
    }
    seeds
}
