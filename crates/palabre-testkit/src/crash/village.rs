//! Whose laptop is killed, who meets it, and what has to be there afterwards.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use palabre_api::{Handler, ask};
use palabre_domain::id::{CommunityId, DeviceId};
use palabre_feeds::bundle;
use palabre_feeds::heights::Tip;
use palabre_node::Node;
use palabre_node::live::{Desk, LiveEvent, LiveOptions, LiveReport, Until};
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

use super::child::{home, own_place};
use super::{Killed, Moment, Report, Scene, copy_home, kill, said};
use crate::people::{Time, meet, person};

/// Where laptops listen.
pub(super) const LOOPBACK: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0));
/// The passphrase of the backup.
pub(super) const PHRASE: &str = "four words make sense";
/// How many things Chi says before each file is taken in.
const IN_A_FILE: u32 = 120;
/// How many entries of such a file are taken in at a time.
const AT_A_TIME: usize = 8;
/// How often Ana comes again in the end.
const PATIENCE: u32 = 10;
/// After how many kills everything is folded again from nothing, to compare.
const FOLD_EVERY: u32 = 10;

/// Ana, who is killed; Ben, who meets her; Chi, whose words come by a file; Dora, who begins again and again.
pub(super) struct Village {
    folder: tempfile::TempDir,
    program: PathBuf,
    community: CommunityId,
    runtime: Runtime,
    ben: Desk,
    address: String,
    chi: Node,
    /// Up to which row Chi's words are in files.
    told: u64,
    rounds: u32,
}

impl Village {
    /// Founds it: Ana and Ben with homes on disk, Ben reachable on loopback from now on.
    pub fn found(program: &Path, seed: u64) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let at = |name: &str| folder.path().join(name);
        let mut ana = home(&at("ana"))?.seeded(seed);
        ana.me_new(ask::MeNew { name: "Ana".into() }).map_err(said)?;
        let ask = ask::Found { name: "Le Fournil".into(), cause: "Bread.".into() };
        let founded = ana.found(ask).map_err(said)?;
        let community = CommunityId::parse(&founded.id).context("an id")?;
        let file = at("invite").display().to_string();
        let ask = ask::Invite { uses: 100, days: 30, file: Some(file.clone()), ..Default::default() };
        let link = ana.invite(ask).map_err(said)?.link;
        let time = Time::new();
        let mut chi = person(&time, "Chi", 3);
        chi.join(ask::Join { ticket: link }).map_err(said)?;
        ensure!(meet(&mut chi, &mut ana, &community), "Chi is let in");
        let told = chi.replica_of(&community).map_err(said)?.store().last_row()?;
        let mut ben = home(&at("ben"))?.seeded(seed + 1);
        ben.me_new(ask::MeNew { name: "Ben".into() }).map_err(said)?;
        ben.join(ask::Join { ticket: file }).map_err(said)?;
        meet(&mut ben, &mut ana, &community);
        drop(ana);
        dora(folder.path(), seed + 2)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (tell, mut hear) = mpsc::unbounded_channel();
        let live = || LiveOptions {
            port: None,
            nightly: None,
            bind: vec![LOOPBACK],
            near: false,
            with: Vec::new(),
            files: false,
            until: Until::Called,
            calls: None,
        };
        let (ben, work) = Desk::open(ben, live, move |event| drop(tell.send(event)));
        runtime.spawn(work);
        let address = runtime.block_on(async {
            loop {
                match hear.recv().await {
                    Some(LiveEvent::Listening { addresses, .. }) => break addresses.first().cloned(),
                    Some(_) => {}
                    None => break None,
                }
            }
        });
        let address = address.context("Ben listens")?;
        Ok(Self {
            folder,
            program: program.to_owned(),
            community,
            runtime,
            ben,
            address,
            chi,
            told,
            rounds: 0,
        })
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the folder that all of it is in.
    #[cfg(unix)]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the community that Ana and Ben are in.
    #[cfg(unix)]
    pub fn community(&self) -> CommunityId {
        self.community
    }

    /// Returns where Ben is met.
    #[cfg(unix)]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Has Ben speak until that is stopped.
    pub fn have_ben_speak(&self) -> tokio::task::JoinHandle<()> {
        self.runtime.spawn(chatter(self.ben.clone()))
    }

    /// Plays a scene up to its kill, and looks at what is left; returns whether it was cut in the middle.
    pub fn play(&mut self, scene: Scene, moment: &Moment, seed: u64, report: &mut Report) -> Result<bool> {
        self.rounds += 1;
        match scene {
            Scene::Write => {
                let seed = seed.to_string();
                let killed = kill(&self.program, scene, &self.at("ana"), &[&seed], moment)?;
                self.look_at_ana(&killed, report)
            }
            Scene::Meet => {
                let writing = self.have_ben_speak();
                let killed = kill(&self.program, scene, &self.at("ana"), &[&self.address], moment);
                writing.abort();
                self.look_at_ana(&killed?, report)
            }
            Scene::Import => self.import(moment, report),
            Scene::Views => {
                let folder = self.at("ana");
                let mut ana = home(&folder)?;
                ana.hold().map_err(said)?;
                ana.replica_of(&self.community).map_err(said)?.store().set_fold(0)?;
                drop(ana);
                let killed = kill(&self.program, scene, &folder, &[], moment)?;
                self.look_at_ana(&killed, report)
            }
            Scene::Renew | Scene::Ticket | Scene::Restore | Scene::Join | Scene::Found => {
                let (folder, rest) = self.prepare(scene)?;
                let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
                let killed = kill(&self.program, scene, &folder, &rest, moment)?;
                report.looked_for += self.look_at(scene, &folder)?;
                Ok(killed.cut)
            }
        }
    }

    /// Opens a home after a kill, and checks all of it.
    fn open_again(&self, folder: &Path, fold: bool) -> Result<Node> {
        let mut node = home(folder).context("after the kill the home does not open")?;
        node.hold().map_err(said)?;
        for id in node.communities().map_err(said)? {
            let replica = node.replica_of(&id).map_err(said)?;
            let damage = replica.store().check(true)?;
            ensure!(damage.is_empty(), "the file is damaged: {damage:?}");
            let (wrong, _) = replica.check_chains(0, true)?;
            ensure!(wrong.is_empty(), "a chain is damaged: {wrong:?}");
            ensure!(replica.forks()?.is_empty(), "a feed tells two stories: {:?}", replica.forks()?);
            ensure!(!replica.is_rolled_back()?, "somebody knows more of this laptop than it does itself");
            if fold {
                let differs = replica.check_views()?;
                ensure!(differs.is_none(), "{differs:?}");
            }
        }
        Ok(node)
    }

    /// Checks that everything is there that Ana was told is done, and that Ben has seen of her.
    fn look_at_ana(&mut self, killed: &Killed, report: &mut Report) -> Result<bool> {
        let folder = self.at("ana");
        let me = home(&folder)?.identity().context("Ana")?.device_id();
        let seen = seen_by(&self.at("ben"), &self.community, &me)?;
        let fold = self.rounds.is_multiple_of(FOLD_EVERY);
        report.looked_for += self.look_for(&folder, killed.wrote(), &seen, fold)?;
        Ok(killed.cut)
    }

    /// Looks in Ana's home for as many entries of hers as she was told are done, and for those that were seen; returns
    /// how many there were to look for.
    pub fn look_for(&self, folder: &Path, wrote: u64, seen: &[Tip], fold: bool) -> Result<u64> {
        let mut ana = self.open_again(folder, fold)?;
        let here = own_place(&mut ana, &self.community)?;
        ensure!(here >= wrote, "{wrote} entries were done, and {here} are there");
        let me = ana.identity().context("Ana")?.device_id();
        let ana = ana.replica_of(&self.community).map_err(said)?;
        for tip in seen {
            let held = ana.store().at_place(&me, tip.seq)?;
            ensure!(
                held.iter().any(|(_, id)| *id == tip.id),
                "Ben has seen {} entries of Ana, and she has {here}",
                tip.seq
            );
        }
        Ok(wrote + seen.iter().map(|tip| tip.seq).sum::<u64>())
    }

    /// Chi says something, and Ana is killed while it comes from a file.
    fn import(&mut self, moment: &Moment, report: &mut Report) -> Result<bool> {
        for n in 0..IN_A_FILE {
            let text = Some(format!("{n} of {}", self.rounds));
            let ask = ask::Comment { on: "community".into(), text, reply: None };
            self.chi.comment(ask).map_err(said)?;
        }
        let store = self.chi.replica_of(&self.community).map_err(said)?.store();
        let mut bytes = bundle::head(&self.community);
        let entries = store.after(self.told, usize::MAX >> 1)?;
        self.told = store.last_row()?;
        let many = entries.len();
        let mut left = Vec::new();
        for held in entries.chunks(AT_A_TIME) {
            left.extend(held.iter().map(|held| held.entry.clone()));
            left = bundle::append(&mut bytes, left);
        }
        bundle::end(&mut bytes);
        let file = self.at("chi.bundle");
        std::fs::write(&file, bytes)?;
        let file = file.display().to_string();
        let killed = kill(&self.program, Scene::Import, &self.at("ana"), &[&file], moment)?;
        let cut = self.look_at_ana(&killed, report)?;
        // The same file once more: it goes on.
        let mut ana = home(&self.at("ana"))?;
        let taken = ana.bundle_import(ask::BundleImport { file }).map_err(said)?;
        ensure!((taken.refused, taken.gaps) == (0, 0), "a file that was cut off cannot be gone on with");
        ensure!(taken.entries == many as u64, "{} of {many} entries were in the file", taken.entries);
        report.looked_for += taken.entries;
        Ok(cut)
    }

    /// Returns what a scene begins from, but for Ana's: a folder, and what the program is told beside it.
    pub fn prepare(&self, scene: Scene) -> Result<(PathBuf, Vec<String>)> {
        let file = |name: &str| self.at(name).display().to_string();
        let folder = self.fresh(scene.word())?;
        Ok(match scene {
            Scene::Renew => {
                copy_home(&self.at("dora-earlier"), &folder)?;
                let mut dora = home(&folder)?;
                dora.bundle_import(ask::BundleImport { file: file("dora.bundle") }).map_err(said)?;
                ensure!(
                    dora.status(ask::Status {}).map_err(said)?.renew,
                    "it is noticed that her disk was put back"
                );
                (folder, Vec::new())
            }
            Scene::Ticket => (folder, vec![file("dora.ticket")]),
            Scene::Restore => (folder, vec![file("dora.backup")]),
            Scene::Join => (folder, vec![file("invite")]),
            Scene::Write | Scene::Meet | Scene::Import | Scene::Views | Scene::Found => (folder, Vec::new()),
        })
    }

    /// Looks at what is left of a scene that is not Ana's, brings it to its end, and looks again; returns how many
    /// entries there were to look for.
    pub fn look_at(&self, scene: Scene, folder: &Path) -> Result<u64> {
        match scene {
            Scene::Renew => self.look_at_renewed(folder),
            Scene::Ticket | Scene::Restore => self.look_at_begun(scene, folder),
            Scene::Join => self.look_at_joined(folder),
            Scene::Found => self.look_at_founded(folder),
            Scene::Write | Scene::Meet | Scene::Import | Scene::Views => bail!("this is Ana's"),
        }
    }

    fn look_at_renewed(&self, folder: &Path) -> Result<u64> {
        let mut dora = home(folder).context("the home does not open")?;
        if dora.status(ask::Status {}).map_err(said)?.renew {
            dora.device_renew(ask::DeviceRenew::default()).map_err(said)?;
        }
        drop(dora);
        let mut dora = self.open_again(folder, true)?;
        let devices = dora.device_list(ask::DeviceList::default()).map_err(said)?.devices;
        let shown: Vec<_> = devices.iter().map(|device| (device.standing.as_str(), device.here)).collect();
        ensure!(shown == [("closed", false), ("open", true)], "her devices are {devices:?}");
        ensure!(devices[0].honoured == Some(devices[0].entries), "all that it said stays: {devices:?}");
        self.speaks(&mut dora)?;
        Ok(devices[0].entries)
    }

    fn look_at_begun(&self, scene: Scene, folder: &Path) -> Result<u64> {
        let mut dora = self.open_again(folder, true)?;
        if dora.identity().is_none() {
            // Nobody is at home yet: the same file begins again.
            let again = match scene {
                Scene::Ticket => {
                    let file = self.at("dora.ticket").display().to_string();
                    dora.me_restore(ask::MeRestore { from: vec![file], name: None })
                }
                _ => {
                    let file = self.at("dora.backup").display().to_string();
                    dora.restore(ask::Restore { file, words: Vec::new() })
                }
            };
            again.map_err(said)?;
        }
        drop(dora);
        let mut dora = self.open_again(folder, true)?;
        let devices = dora.device_list(ask::DeviceList::default()).map_err(said)?.devices;
        ensure!(
            devices.iter().filter(|device| device.here && device.standing == "open").count() == 1,
            "this laptop is one of hers: {devices:?}"
        );
        self.speaks(&mut dora)?;
        Ok(devices.iter().map(|device| device.entries).sum())
    }

    fn look_at_joined(&self, folder: &Path) -> Result<u64> {
        let mut eli = self.open_again(folder, true)?;
        if eli.identity().is_none() {
            eli.me_new(ask::MeNew { name: "Eli".into() }).map_err(said)?;
        }
        if eli.communities().map_err(said)?.is_empty() {
            let ticket = self.at("invite").display().to_string();
            eli.join(ask::Join { ticket }).map_err(said)?;
        }
        ensure!(own_place(&mut eli, &self.community)? == 1, "he has asked to be let in, once");
        Ok(1)
    }

    fn look_at_founded(&self, folder: &Path) -> Result<u64> {
        let mut fay = self.open_again(folder, true)?;
        if fay.identity().is_none() {
            fay.me_new(ask::MeNew { name: "Fay".into() }).map_err(said)?;
        }
        if fay.communities().map_err(said)?.is_empty() {
            let ask = ask::Found { name: "Le Jardin".into(), cause: "Beans.".into() };
            fay.found(ask).map_err(said)?;
        }
        let community = fay.chosen().map_err(said)?;
        ensure!(own_place(&mut fay, &community)? == 2, "it is founded whole or not at all");
        self.speaks(&mut fay)?;
        Ok(2)
    }

    /// Checks that somebody can speak, and that it has effect.
    fn speaks(&self, node: &mut Node) -> Result<()> {
        let text = Some("Here I am.".to_owned());
        let ask = ask::Comment { on: "community".into(), text, reply: None };
        let thread = node.comment(ask).map_err(said)?;
        ensure!(
            thread.comments.iter().any(|comment| comment.text.as_deref() == Some("Here I am.")),
            "{thread:?}"
        );
        Ok(())
    }

    /// Returns an empty folder of this name.
    fn fresh(&self, name: &str) -> Result<PathBuf> {
        let folder = self.at(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir(&folder)?;
        Ok(folder)
    }

    fn meet_in_peace(&self, ana: &mut Node) -> Result<LiveReport> {
        let live = LiveOptions {
            bind: vec![LOOPBACK],
            with: vec![self.address.clone()],
            ..LiveOptions::new(Until::InSync { at_most: Duration::from_secs(30) })
        };
        self.runtime.block_on(palabre_node::live::run(ana, live, |_| {})).map_err(said)
    }

    /// Lets Ana and Ben meet in peace, and compares everything.
    pub fn end(mut self, report: &mut Report) -> Result<()> {
        let killed = Killed { lines: Vec::new(), cut: false };
        self.rounds = FOLD_EVERY;
        self.look_at_ana(&killed, report)?;
        let mut ana = home(&self.at("ana"))?;
        let mut met = self.meet_in_peace(&mut ana)?;
        // Ben may be busy with laptops that were killed a moment ago: he notices after half a minute that they are gone.
        for _ in 0..PATIENCE {
            if met.in_sync {
                break;
            }
            std::thread::sleep(Duration::from_secs(4));
            met = self.meet_in_peace(&mut ana)?;
        }
        ensure!(met.in_sync, "Ana and Ben do not come to hold the same");
        let mut ben = home(&self.at("ben"))?;
        let mut hashes = Vec::new();
        for node in [&mut ana, &mut ben] {
            let checkup = node.doctor(ask::Doctor { thorough: true, replay: true }).map_err(said)?;
            ensure!(checkup.well, "{:?}", checkup.findings);
            let status = node.status(ask::Status {}).map_err(said)?;
            ensure!(status.forked.is_empty() && !status.renew, "{status:?}");
            report.entries = status.entries;
            hashes.push(status.state_hash);
        }
        ensure!(hashes[0] == hashes[1], "Ana and Ben show different things: {hashes:?}");
        drop(self.ben);
        Ok(())
    }
}

/// Returns the ends of a feed as somebody has seen it. Their own window goes on meanwhile; this reads beside it.
pub(super) fn seen_by(folder: &Path, community: &CommunityId, device: &DeviceId) -> Result<Vec<Tip>> {
    let mut node = home(folder)?;
    let replica = node.replica_of(community).map_err(said)?;
    ensure!(replica.forks()?.is_empty(), "somebody has seen two stories: {:?}", replica.forks()?);
    Ok(replica.heights()?.tips(device).to_vec())
}

/// Ben speaks, as long as he is let.
async fn chatter(ben: Desk) {
    for n in 0..10_000 {
        let text = format!("Ben's word {n}");
        // What cannot be said now is said another time.
        let _ = ben.call(None, "comment", json!({ "on": "community", "text": text })).await;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Makes what Dora begins from: a home, what it was earlier, and a bundle, a ticket's file and a backup of it.
fn dora(folder: &Path, seed: u64) -> Result<()> {
    let at = |name: &str| folder.join(name);
    let file = |name: &str| at(name).display().to_string();
    let mut dora = home(&at("dora-first"))?.seeded(seed);
    dora.me_new(ask::MeNew { name: "Dora".into() }).map_err(said)?;
    dora.found(ask::Found { name: "L'Atelier".into(), cause: "Tools.".into() }).map_err(said)?;
    let speak = |dora: &mut Node, n: u32| {
        let ask = ask::Comment { on: "community".into(), text: Some(format!("word {n}")), reply: None };
        dora.comment(ask).map(drop).map_err(said)
    };
    for n in 0..12 {
        speak(&mut dora, n)?;
    }
    dora.backup(ask::Backup { file: file("dora.backup") }).map_err(said)?;
    drop(dora);
    copy_home(&at("dora-first"), &at("dora-earlier"))?;
    let mut dora = home(&at("dora-first"))?;
    for n in 12..20 {
        speak(&mut dora, n)?;
    }
    dora.bundle_export(ask::BundleExport { file: file("dora.bundle"), ..Default::default() })
        .map_err(said)?;
    dora.device_add(ask::DeviceAdd { file: Some(file("dora.ticket")), ..Default::default() })
        .map_err(said)?;
    Ok(())
}
