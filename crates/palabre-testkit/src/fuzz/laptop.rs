//! Dora's laptop as an input finds it, and how it must be afterwards.

use std::cell::RefCell;
use std::path::PathBuf;

use palabre_domain::id::Hash;
use palabre_feeds::run::Run;
use palabre_node::Node;
use palabre_node::replica::Replica;

use super::village::{dora, village};

thread_local! {
    static LAPTOP: RefCell<Option<Laptop>> = const { RefCell::new(None) };
    static FILE: File = File::new();
}

/// A laptop that holds what the village wrote first.
pub struct Laptop {
    pub node: Node,
    /// What it shows, and how many entries it holds.
    state: String,
    entries: u64,
}

impl Laptop {
    fn new() -> Self {
        let village = village();
        let mut node = dora();
        let replica = village.replica(&village.base);
        let (state, entries) = (replica.state_hash().unwrap(), replica.store().count_entries().unwrap());
        node.put_copy(village.community, replica);
        Self { node, state, entries }
    }

    /// Lends the laptop to some work, and takes back what came of it, so that an input means the same whatever came before.
    pub fn with(work: impl FnOnce(&mut Self)) {
        // Where the work panics, the laptop is gone with it.
        let mut laptop = LAPTOP.take().unwrap_or_else(Self::new);
        laptop.replica().try_out().unwrap();
        work(&mut laptop);
        laptop.replica().undo().unwrap();
        laptop.replica().forget_rates();
        LAPTOP.set(Some(laptop));
    }

    pub fn replica(&mut self) -> &mut Replica {
        self.node.replica_of(&village().community).unwrap()
    }

    /// Asserts that nothing was taken in.
    pub fn is_as_it_was(&mut self) {
        let (state, entries) = (self.state.clone(), self.entries);
        let replica = self.replica();
        assert_eq!(replica.store().count_entries().unwrap(), entries);
        assert_eq!(replica.state_hash().unwrap(), state, "what was refused is not shown");
    }
}

/// Asserts what `palabre doctor --thorough` asks, where that is asked of this input.
pub fn is_well(replica: &Replica, input: &[u8]) {
    if !looked_into(input) {
        return;
    }
    assert_eq!(replica.check_chains(0, true).unwrap().0, []);
    assert_eq!(replica.check_views().unwrap(), None);
}

/// Returns true for one input in eight: folding everything again takes longer than what it is held against.
pub fn looked_into(input: &[u8]) -> bool {
    Hash::of(input).0[0].is_multiple_of(8)
}

/// Asserts that runs go through a pack as they are, but for inner signatures, which do not travel.
pub fn travels(runs: &[Run]) {
    if runs.is_empty() {
        return;
    }
    let again = Run::unpack(&Run::pack(runs)).expect("what was unpacked can be packed");
    assert_eq!(again.len(), runs.len());
    for (run, again) in runs.iter().zip(&again) {
        let ids = |run: &Run| run.entries.iter().map(|entry| entry.id).collect::<Vec<_>>();
        assert_eq!(ids(run), ids(again));
        let last = |run: &Run| run.entries.last().and_then(|entry| entry.signature);
        assert_eq!(last(run), last(again));
    }
}

/// A file for those doors that read one, in memory where the system has a place for that.
struct File {
    folder: tempfile::TempDir,
}

impl File {
    fn new() -> Self {
        let memory = PathBuf::from("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory),
            false => tempfile::tempdir(),
        };
        Self { folder: folder.expect("a folder for a file") }
    }
}

/// Writes a file and returns its path.
pub fn file(name: &str, bytes: &[u8]) -> String {
    FILE.with(|file| {
        let path = file.folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file is written");
        path.to_string_lossy().into_owned()
    })
}
