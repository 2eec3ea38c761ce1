//! A laptop whose power goes: a real process is watched, and its home is laid out again as its disk may have been at any
//! moment. The same has to hold as after a kill, although what nobody waited for may be gone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use palabre_domain::id::{CommunityId, DeviceId};
use palabre_feeds::heights::Tip;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::child::home;
use super::disk::Disk;
use super::trace::{self, Asked, Step};
use super::village::{Village, seen_by};
use super::{CARELESS, CHILD, Scene};

/// How long a process is watched at most.
const WATCHED: Duration = Duration::from_secs(4);
/// How often it is looked what Ben has seen.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// Every how many cuts everything is folded again from nothing, to compare.
const FOLD_EVERY: u32 = 25;

/// The scenes that are watched.
const SCENES: &[Scene] = &[Scene::Write, Scene::Meet, Scene::Renew, Scene::Ticket, Scene::Join, Scene::Found];

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Options {
    /// This program, to be started as a child.
    pub program: PathBuf,
    /// How often the power goes.
    pub cuts: u32,
    /// Out of what moments and words are drawn.
    pub seed: u64,
    /// Whether the program does not wait for the disk: then things must be lost, or this finds nothing.
    pub careless: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How often the power went in each scene, and how many steps each scene had.
    pub cuts: BTreeMap<Scene, (u32, usize)>,
    /// How many entries were told to be done, or seen by somebody else, and were looked for afterwards.
    pub looked_for: u64,
}

/// Returns whether processes can be watched on this machine.
pub fn is_possible() -> bool {
    trace::is_possible()
}

/// What Ben had seen of Ana's feed, and when, in microseconds since 1970.
type Seen = Vec<(i64, Vec<Tip>)>;

/// Watches each scene once, and cuts the power as often as it is told.
///
/// # Errors
/// When something was lost: says what, and at which step of which scene.
pub fn run(options: &Options) -> Result<Report> {
    let mut rng = StdRng::seed_from_u64(options.seed);
    let village = Village::found(&options.program, options.seed)?;
    let mut report = Report::default();
    let scenes = if options.careless { &SCENES[..2] } else { SCENES };
    let each = options.cuts.div_ceil(scenes.len() as u32);
    for &scene in scenes {
        let watched = Watched::new(&village, scene, rng.random(), options)?;
        for n in 0..each {
            let at = rng.random_range(0..=watched.steps.len());
            report.looked_for +=
                watched.cut(&village, at, n % FOLD_EVERY == 0, &mut rng).with_context(|| {
                    format!("seed {}, {}, {}", options.seed, scene.word(), watched.around(at))
                })?;
        }
        report.cuts.insert(scene, (each, watched.steps.len()));
    }
    Ok(report)
}

/// A scene that was watched from its beginning to its end.
struct Watched {
    scene: Scene,
    folder: PathBuf,
    before: Disk,
    steps: Vec<Step>,
    seen: Seen,
}

impl Watched {
    fn new(village: &Village, scene: Scene, seed: u64, options: &Options) -> Result<Self> {
        let (folder, mut rest) = match scene {
            Scene::Write => (village.at("ana"), vec![seed.to_string()]),
            Scene::Meet => (village.at("ana"), vec![village.address().to_owned()]),
            _ => village.prepare(scene)?,
        };
        if options.careless {
            rest.push(CARELESS.to_owned());
        }
        let before = Disk::read(&folder)?;
        let place = folder.display().to_string();
        let arguments: Vec<&str> =
            [CHILD, scene.word(), &place].into_iter().chain(rest.iter().map(String::as_str)).collect();
        let watch = || trace::watch(&options.program, &arguments, village.folder(), WATCHED);
        let (steps, seen) = match scene {
            Scene::Meet => {
                let writing = village.have_ben_speak();
                let me = home(&folder)?.identity().context("Ana")?.device_id();
                let (ben, community) = (village.at("ben"), village.community());
                let done = AtomicBool::new(false);
                let (steps, seen) = std::thread::scope(|scope| {
                    let looking = scope.spawn(|| look_over_bens_shoulder(&ben, &community, &me, &done));
                    let steps = watch();
                    done.store(true, Ordering::Relaxed);
                    (steps, looking.join())
                });
                writing.abort();
                (steps?, seen.map_err(|_| anyhow::anyhow!("nobody could look"))??)
            }
            _ => (watch()?, Vec::new()),
        };
        Ok(Self { scene, folder, before, steps, seen })
    }

    /// Cuts the power before a step, and looks at what is left; returns how many entries there were to look for.
    fn cut(&self, village: &Village, at: usize, fold: bool, rng: &mut StdRng) -> Result<u64> {
        let mut disk = self.before.clone();
        self.steps[..at].iter().for_each(|(_, asked)| disk.apply(asked));
        let folder = tempfile::tempdir()?;
        disk.cut(rng, folder.path())?;
        if !matches!(self.scene, Scene::Write | Scene::Meet) {
            return village.look_at(self.scene, folder.path());
        }
        let told = self.steps[..at].iter().filter_map(|(_, asked)| match asked {
            Asked::Tell(line) => line.strip_prefix("wrote ")?.parse().ok(),
            _ => None,
        });
        let wrote = told.max().unwrap_or(0);
        let now = self.steps[..at].last().map_or(0, |(at, _)| *at);
        let seen = self.seen.iter().rev().find(|(then, _)| *then < now).map(|(_, tips)| &tips[..]);
        village.look_for(folder.path(), wrote, seen.unwrap_or_default(), fold)
    }

    /// Says where in the scene the power went.
    fn around(&self, at: usize) -> String {
        let name = |path: &Path| path.strip_prefix(&self.folder).unwrap_or(path).display().to_string();
        let last: Vec<String> = self.steps[at.saturating_sub(4)..at]
            .iter()
            .map(|(_, asked)| match asked {
                Asked::Write(path, _, bytes) => format!("wrote {} bytes to {}", bytes.len(), name(path)),
                Asked::Sync(path) => format!("waited for {}", name(path)),
                other => format!("{other:?}"),
            })
            .collect();
        format!("step {at} of {}, after: {}", self.steps.len(), last.join("; "))
    }
}

/// Notes what Ben has seen of Ana, again and again, until it is done.
fn look_over_bens_shoulder(
    ben: &Path,
    community: &CommunityId,
    ana: &DeviceId,
    done: &AtomicBool,
) -> Result<Seen> {
    let mut seen: Seen = Vec::new();
    while !done.load(Ordering::Relaxed) {
        let tips = seen_by(ben, community, ana)?;
        let now = std::time::UNIX_EPOCH.elapsed()?.as_micros() as i64;
        if seen.last().is_none_or(|(_, last)| *last != tips) {
            seen.push((now, tips));
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(seen)
}
