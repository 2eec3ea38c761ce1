//! What a disk holds when the power goes: all that was waited for, and of the rest whatever the disk likes.
//!
//! A write that was not waited for may have arrived, or not, or in part: sector by sector. A file that was made, renamed
//! or taken away is so for certain once its folder was waited for; before, the first of these changes may have arrived
//! and the later ones not, as in the journal of a file system.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rand::RngExt;
use rand::rngs::StdRng;

use super::trace::Asked;

/// What a disk writes in one piece, in bytes.
const SECTOR: usize = 512;

#[derive(Clone, Debug)]
enum Change {
    Write(u64, Vec<u8>),
    Length(u64),
}

#[derive(Clone, Debug, Default)]
struct Node {
    folder: bool,
    certain: Vec<u8>,
    pending: Vec<Change>,
    /// Where the next bytes go when no place is said.
    end: u64,
}

#[derive(Clone, Debug)]
enum Naming {
    Give(PathBuf, usize),
    Take(PathBuf),
    Move(PathBuf, PathBuf, usize),
}

impl Naming {
    /// Returns the folders that have to be waited for.
    fn folders(&self) -> Vec<&Path> {
        let paths = match self {
            Self::Give(path, _) | Self::Take(path) => vec![path],
            Self::Move(from, to, _) => vec![from, to],
        };
        paths.into_iter().filter_map(|path| path.parent()).collect()
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Give(path, node) => drop(names.insert(path.clone(), *node)),
            Self::Take(path) => drop(names.remove(path)),
            Self::Move(from, to, node) => {
                names.remove(from);
                names.insert(to.clone(), *node);
            }
        }
    }
}

/// A disk under one folder.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
    nodes: Vec<Node>,
    /// Names as programs see them.
    names: BTreeMap<PathBuf, usize>,
    /// Names as they are for certain.
    certain: BTreeMap<PathBuf, usize>,
    pending: Vec<Naming>,
}

impl Disk {
    /// Reads what a folder holds now; all of it is certain.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        let mut disk = Self {
            root: root.to_owned(),
            nodes: Vec::new(),
            names: BTreeMap::new(),
            certain: BTreeMap::new(),
            pending: Vec::new(),
        };
        disk.read_folder(root)?;
        disk.certain = disk.names.clone();
        Ok(disk)
    }

    fn read_folder(&mut self, folder: &Path) -> Result<()> {
        for file in std::fs::read_dir(folder)? {
            let path = file?.path();
            let node = if path.is_dir() {
                self.read_folder(&path)?;
                Node { folder: true, ..Node::default() }
            } else {
                Node { certain: std::fs::read(&path)?, ..Node::default() }
            };
            self.nodes.push(node);
            self.names.insert(path, self.nodes.len() - 1);
        }
        Ok(())
    }

    fn node(&mut self, path: &Path) -> Option<&mut Node> {
        let node = *self.names.get(path)?;
        self.nodes.get_mut(node)
    }

    /// Does what was asked, where it is about this folder.
    pub fn apply(&mut self, asked: &Asked) {
        match asked {
            Asked::Create(path, emptied) => {
                self.make(path, false);
                if let Some(node) = self.node(path) {
                    node.end = 0;
                    if *emptied {
                        node.pending.push(Change::Length(0));
                    }
                }
            }
            Asked::Folder(path) => self.make(path, true),
            Asked::Write(path, at, bytes) => {
                if let Some(node) = self.node(path) {
                    let at = at.unwrap_or(node.end);
                    node.end = at + bytes.len() as u64;
                    node.pending.push(Change::Write(at, bytes.clone()));
                }
            }
            Asked::Length(path, length) => {
                if let Some(node) = self.node(path) {
                    node.pending.push(Change::Length(*length));
                }
            }
            Asked::Sync(path) => {
                if let Some(node) = self.node(path) {
                    for change in std::mem::take(&mut node.pending) {
                        change.apply(&mut node.certain);
                    }
                }
                self.settle_names(path);
            }
            Asked::Rename(from, to) => {
                if let Some(node) = self.names.get(from).copied() {
                    self.rename(Naming::Move(from.clone(), to.clone(), node));
                }
            }
            Asked::Link(from, to) => {
                if let Some(node) = self.names.get(from).copied() {
                    self.rename(Naming::Give(to.clone(), node));
                }
            }
            Asked::Remove(path) => {
                if self.names.contains_key(path) {
                    self.rename(Naming::Take(path.clone()));
                }
            }
            Asked::Tell(_) => {}
        }
    }

    fn make(&mut self, path: &Path, folder: bool) {
        if path.starts_with(&self.root) && path != self.root && !self.names.contains_key(path) {
            self.nodes.push(Node { folder, ..Node::default() });
            self.rename(Naming::Give(path.to_owned(), self.nodes.len() - 1));
        }
    }

    fn rename(&mut self, naming: Naming) {
        naming.apply(&mut self.names);
        self.pending.push(naming);
    }

    /// A folder was waited for: what was named in it is certain, and what came before that, too.
    fn settle_names(&mut self, folder: &Path) {
        if let Some(last) = self.pending.iter().rposition(|naming| naming.folders().contains(&folder)) {
            for naming in self.pending.drain(..=last) {
                naming.apply(&mut self.certain);
            }
        }
    }

    /// Cuts the power, and writes what is left into an empty folder.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn cut(&self, rng: &mut StdRng, to: &Path) -> Result<()> {
        // All, nothing, or some of what nobody waited for.
        let lucky = [0.0, 1.0, 0.5][rng.random_range(0..3)];
        let mut names = self.certain.clone();
        for naming in self.pending.iter().take_while(|_| rng.random_bool(lucky)) {
            naming.apply(&mut names);
        }
        for (path, node) in &names {
            // A file whose folder is not certain is lost with it.
            let above = path.ancestors().skip(1).take_while(|above| *above != self.root);
            if above.into_iter().any(|above| !names.contains_key(above)) {
                continue;
            }
            let node = self.nodes.get(*node).context("a name is of something")?;
            let place = to.join(path.strip_prefix(&self.root)?);
            if node.folder {
                std::fs::create_dir_all(&place)?;
                continue;
            }
            let mut bytes = node.certain.clone();
            for change in &node.pending {
                change.arrive(&mut bytes, rng, lucky);
            }
            std::fs::create_dir_all(place.parent().context("a folder")?)?;
            std::fs::write(&place, bytes)?;
        }
        Ok(())
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(at, new) => put(bytes, *at as usize, new),
            Self::Length(length) => bytes.resize(*length as usize, 0),
        }
    }

    /// As much of the change as the disk likes.
    fn arrive(&self, bytes: &mut Vec<u8>, rng: &mut StdRng, lucky: f64) {
        match self {
            Self::Length(_) if rng.random_bool(lucky) => self.apply(bytes),
            Self::Length(_) => {}
            Self::Write(at, new) => {
                let mut done = 0;
                while done < new.len() {
                    let place = *at as usize + done;
                    let piece = (SECTOR - place % SECTOR).min(new.len() - done);
                    if rng.random_bool(lucky) {
                        put(bytes, place, &new[done..done + piece]);
                    }
                    done += piece;
                }
            }
        }
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    if bytes.len() < at + new.len() {
        bytes.resize(at + new.len(), 0);
    }
    bytes[at..at + new.len()].copy_from_slice(new);
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn what_was_waited_for_is_there_and_the_rest_may_be() {
        let root = PathBuf::from("/home");
        let at = |name: &str| root.join(name);
        let empty = tempfile::tempdir().unwrap();
        let mut disk = Disk { root: root.clone(), ..Disk::read(empty.path()).unwrap() };
        for asked in [
            Asked::Create(at("kept"), false),
            Asked::Write(at("kept"), None, b"old".to_vec()),
            Asked::Sync(at("kept")),
            Asked::Sync(root.clone()),
            Asked::Write(at("kept"), Some(0), b"new".to_vec()),
            Asked::Create(at("unnamed"), false),
            Asked::Write(at("unnamed"), None, b"x".to_vec()),
            Asked::Sync(at("unnamed")),
        ] {
            disk.apply(&asked);
        }
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..60 {
            let to = tempfile::tempdir().unwrap();
            disk.cut(&mut StdRng::seed_from_u64(seed), to.path()).unwrap();
            let read = |name: &str| std::fs::read_to_string(to.path().join(name)).ok();
            seen.insert((read("kept"), read("unnamed")));
        }
        let some = |text: &str| Some(text.to_owned());
        for both in
            [(some("old"), None), (some("new"), None), (some("old"), some("x")), (some("new"), some("x"))]
        {
            assert!(seen.remove(&both), "{both:?}");
        }
        assert!(seen.is_empty(), "{seen:?}");
    }
}
