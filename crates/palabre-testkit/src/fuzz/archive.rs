//! Everything of a community in one file, read into an empty home.

use data_encoding::BASE64;
use palabre_api::{Handler, ask};
use palabre_feeds::bundle;
use palabre_feeds::entry::Entry;
use serde_json::json;

use super::bundle::{inputs, made};
use super::laptop::{file, looked_into};
use super::village::{dora, village};

/// The first byte: the file as it is; an archive around the bundle that the rest stands for; the same with the
/// founding before it.
const WAYS: u8 = 3;
const AROUND: u8 = 1;
const FOUNDED: u8 = 2;

/// Imports an archive.
///
/// What is refused leaves the home empty. With what is taken in, all is well, and exported again it is read as the same.
pub fn archive(bytes: &[u8]) {
    let (&way, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let bytes = match way % WAYS {
        AROUND => around(&made(rest)),
        FOUNDED => around(&founded(&made(rest))),
        _ => rest.to_vec(),
    };
    let mut home = dora();
    let Ok(imported) = home.import(ask::Import { file: file("archive", &bytes) }) else {
        assert_eq!(home.communities().unwrap(), []);
        return;
    };
    let [community] = home.communities().unwrap()[..] else { panic!("one community came") };
    assert_eq!(community.to_string(), imported.community.id);
    if !looked_into(&bytes) {
        return;
    }
    let checked = home.doctor(ask::Doctor { thorough: true, replay: false }).unwrap();
    assert!(checked.well, "{:?}", checked.findings);
    let again = ask::Export { file: file("again", &[]), format: "json".into(), ..ask::Export::default() };
    let written = home.export(again).unwrap();
    let mut other = dora();
    let second = other.import(ask::Import { file: written.file }).unwrap();
    assert_eq!(second.entries, written.entries);
    let state = |node: &mut palabre_node::Node| crate::people::state(node, &community);
    assert_eq!(state(&mut home), state(&mut other));
}

/// Returns an archive that holds a bundle.
fn around(bundle: &[u8]) -> Vec<u8> {
    let archive = json!({
        "format": "palabre-archive/1",
        "about": "",
        "community": village().community.to_string(),
        "name": "Le Fournil",
        "records": [],
        "entries": BASE64.encode(bundle),
    });
    archive.to_string().into_bytes()
}

/// Puts a pack with the founding alone behind the beginning of a bundle.
fn founded(bundle: &[u8]) -> Vec<u8> {
    let mut whole = bundle::head(&village().community);
    let beginning = whole.len();
    bundle::append(&mut whole, vec![village().base[0].clone()]);
    if let Some(rest) = bundle.get(beginning..) {
        whole.extend_from_slice(rest);
    }
    whole
}

pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let village = village();
    let mut seeds = Vec::new();
    let all: Vec<Entry> = village.all().cloned().collect();
    let few = &village.base[..village.base.len().min(5)];
    for (name, input) in inputs(few) {
        let whole = around(&made(&input));
        seeds.push((format!("file-{name}"), [&[0][..], &whole].concat()));
        seeds.push((format!("around-{name}"), [&[AROUND][..], &input].concat()));
    }
    for (n, few) in all[1..].chunks(3).enumerate() {
        for (name, input) in inputs(few).into_iter().skip(4) {
            seeds.push((format!("founded-{name}-{n}"), [&[FOUNDED][..], &input].concat()));
        }
    }
    seeds
}
