//! samod, the automerge-repo of Rust, does the work of palabre-bench: a document for each decision, its own file
//! storage, its own TCP. Both laptops are repos of this one process, as ours are.

mod records;
mod wire;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use automerge::Automerge;
use futures::StreamExt;
use futures::future::try_join_all;
use samod::storage::TokioFilesystemStorage;
use samod::tokio_io::TcpDialer;
use samod::{BackoffConfig, DocHandle, DocumentId, Repo, Transport, Url};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use records::{TOGETHER, Vote};
use wire::Counted;

/// How many documents are asked for at once.
const GROUP: usize = 64;
/// How many decisions a first list shows.
const FIRST: usize = 50;
/// How many votes are made while both look on; the first ones fill caches and are not counted.
const LIVE: usize = 200;
const WARM: usize = 20;
const REOPENS: usize = 3;

/// This program started by itself: to open what the newcomer left on the disk.
const REOPEN: &str = "--reopen";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if let [REOPEN, folder, ids] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return runtime.block_on(reopen(Path::new(folder), Path::new(ids)));
    }
    let mut file = None;
    let mut deadline = None;
    let mut parent = std::env::temp_dir();
    for pair in arguments.chunks(2) {
        match pair {
            [name, value] if name == "--records" => file = Some(PathBuf::from(value)),
            [name, value] if name == "--deadline" => deadline = Some(value.parse()?),
            [name, value] if name == "--folder" => parent = value.into(),
            _ => bail!("Usage: palabre-peer-samod --records FILE --deadline SECONDS [--folder DIR]"),
        }
    }
    let votes = records::read(&file.context("--records is needed")?)?;
    let folder = tempfile::tempdir_in(parent)?;
    let here = Arc::new(Progress { many: votes.len(), reached: AtomicUsize::new(0), begun: Instant::now() });
    let (watched, away) = (Arc::clone(&here), folder.path().to_owned());
    let deadline = Duration::from_secs(deadline.context("--deadline is needed")?);
    std::thread::spawn(move || {
        std::thread::sleep(deadline);
        watched.print(json!({
            "workload": "join",
            "unfinished": true,
            "ms": ms(watched.begun.elapsed()),
            "reached": watched.reached.load(Ordering::Relaxed),
        }));
        // What cannot be taken away is in the folder for temporary files.
        let _ = std::fs::remove_dir_all(away);
        std::process::exit(0);
    });
    runtime.block_on(measure(votes, folder, &here))
}

/// How far the newcomer is.
struct Progress {
    many: usize,
    reached: AtomicUsize,
    begun: Instant,
}

impl Progress {
    fn print(&self, figures: Value) {
        let mut line = json!({ "peer": "samod", "version": "0.16.0", "records": self.many });
        let rest = json!({ "skips": ["signatures", "fsync"] });
        for more in [figures, rest] {
            if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
                line.extend(more);
            }
        }
        println!("{line}");
    }
}

async fn repo(folder: &Path) -> Repo {
    Repo::build_tokio().with_storage(TokioFilesystemStorage::new(folder)).load().await
}

async fn measure(mut votes: Vec<Vote>, folder: TempDir, progress: &Progress) -> Result<()> {
    let holder = repo(&folder.path().join("holder")).await;
    let mut held = Vec::new();
    for decision in votes.chunks(TOGETHER) {
        let mut document = Automerge::new();
        for vote in decision {
            vote.put(&mut document)?;
        }
        held.push(holder.create(document).await?);
    }
    let ids: Vec<DocumentId> = held.iter().map(|handle| handle.document_id().clone()).collect();
    let bytes = Arc::new(AtomicU64::new(0));
    let address = listen(&holder, &bytes).await?;

    // Join.
    let there = folder.path().join("newcomer");
    let start = Instant::now();
    let newcomer = repo(&there).await;
    let dialer = dial(&newcomer, &address)?;
    dialer.established().await.map_err(|_| anyhow::anyhow!("no link"))?;
    let sizes: Vec<usize> = votes.chunks(TOGETHER).map(<[Vote]>::len).collect();
    let found = find(&newcomer, &ids, &sizes, Some(progress)).await?;
    let joined = ms(start.elapsed());
    let total = quiet(&bytes).await;
    compare(&votes, &found, "join")?;
    progress.print(json!({ "workload": "join", "ms": joined, "bytes": total }));

    // Live.
    let mut times = Vec::new();
    for round in 0..LIVE + WARM {
        let place = round % held.len().min(100);
        let like = votes[round % votes.len()].clone();
        let vote = Vote { id: format!("live{round:012x}"), decision: place as u64, ..like };
        let start = Instant::now();
        let seen = seen(&found[place], &vote.id);
        held[place].with_document(|document| vote.put(document))?;
        seen.await?;
        if round >= WARM {
            times.push(ms(start.elapsed()));
        }
        votes.push(vote);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    compare(&votes, &found, "live")?;
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    progress.print(json!({ "workload": "live", "votes": LIVE, "p50_ms": at(0.5), "p99_ms": at(0.99) }));

    // Meeting again, with every document open on both sides.
    let still = quiet(&bytes).await;
    dialer.close();
    quiet(&bytes).await;
    let again = dial(&newcomer, &address)?;
    again.established().await.map_err(|_| anyhow::anyhow!("no second link"))?;
    progress.print(json!({ "workload": "reconnect", "bytes": quiet(&bytes).await - still }));

    newcomer.stop().await;
    holder.stop().await;
    let (disk, blocks) = weigh(&there)?;
    progress.print(json!({ "workload": "disk", "disk": disk, "blocks": blocks, "held": votes.len() }));

    // Reopen, each time in a process of its own.
    let names = folder.path().join("ids");
    let lines: Vec<String> = ids.iter().zip(&sizes).map(|(id, size)| format!("{id} {size}\n")).collect();
    std::fs::write(&names, lines.concat())?;
    let wanted = records::state(&votes);
    let mut opens: Vec<[f64; 2]> = Vec::new();
    for _ in 0..REOPENS {
        let start = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .arg(REOPEN)
            .args([&there, &names])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no answer")?).lines();
        let mut next = || -> Result<(String, f64)> {
            let line = lines.next().context("whoever reopened ended without an answer")??;
            Ok((line, ms(start.elapsed())))
        };
        let (_, first) = next()?;
        let (_, all) = next()?;
        let (found, _) = next()?;
        child.wait()?;
        ensure!(found == wanted, "reopen: {found} instead of {wanted}");
        opens.push([all, first]);
    }
    let [all, first] = [0, 1].map(|place| {
        let mut times: Vec<f64> = opens.iter().map(|open| open[place]).collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    progress.print(json!({ "workload": "reopen", "ms": all, "first_ms": first }));
    folder.close()?;
    Ok(())
}

/// Accepts whoever calls, and counts the bytes.
async fn listen(repo: &Repo, bytes: &Arc<AtomicU64>) -> Result<Url> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = Url::parse(&format!("tcp://{}", listener.local_addr()?))?;
    let acceptor = repo.make_acceptor(address.clone())?;
    let bytes = Arc::clone(bytes);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            // A vote should not wait for the answer to the one before.
            let _ = socket.set_nodelay(true);
            let counted = Counted { socket, bytes: Arc::clone(&bytes) };
            if acceptor.accept(Transport::from_tokio_io(counted)).is_err() {
                break;
            }
        }
    });
    Ok(address)
}

fn dial(repo: &Repo, address: &Url) -> Result<samod::DialerHandle> {
    let dialer = TcpDialer::new(address.clone()).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(repo.dial(BackoffConfig::default(), Arc::new(dialer))?)
}

/// Finds documents in groups, and returns their handles when all of their votes are there.
async fn find(
    repo: &Repo,
    ids: &[DocumentId],
    sizes: &[usize],
    progress: Option<&Progress>,
) -> Result<Vec<DocHandle>> {
    let mut handles = Vec::with_capacity(ids.len());
    for (ids, sizes) in ids.chunks(GROUP).zip(sizes.chunks(GROUP)) {
        let group = ids.iter().zip(sizes).map(|(id, &size)| async move {
            let handle = repo.find(id.clone()).await?.with_context(|| format!("no document {id}"))?;
            let mut changes = Box::pin(handle.changes());
            while handle.with_document(|document| records::count(document)) < size {
                changes.next().await.context("the document ended")?;
            }
            anyhow::Ok(handle)
        });
        handles.extend(try_join_all(group).await?);
        if let Some(progress) = progress {
            progress.reached.fetch_add(sizes.iter().sum(), Ordering::Relaxed);
        }
    }
    Ok(handles)
}

/// Resolves when a vote is in a document.
async fn wait_for(handle: DocHandle, id: String) -> Result<()> {
    let mut changes = Box::pin(handle.changes());
    while !handle.with_document(|document| records::has(document, &id)) {
        changes.next().await.context("the document ended")?;
    }
    Ok(())
}

/// Begins to wait for a vote.
fn seen(handle: &DocHandle, id: &str) -> impl Future<Output = Result<()>> {
    let waiting = tokio::spawn(wait_for(handle.clone(), id.to_owned()));
    async move { waiting.await? }
}

fn votes_of(handles: &[DocHandle]) -> Result<Vec<Vote>> {
    let each = handles.iter().enumerate();
    let votes: Result<Vec<Vec<Vote>>> = each
        .map(|(decision, handle)| handle.with_document(|document| records::votes(document, decision as u64)))
        .collect();
    Ok(votes?.concat())
}

fn compare(wanted: &[Vote], found: &[DocHandle], what: &str) -> Result<()> {
    let (wanted, found) = (records::state(wanted), records::state(&votes_of(found)?));
    ensure!(wanted == found, "{what}: {found} instead of {wanted}");
    Ok(())
}

/// Waits until no byte has crossed the wire for a while, and returns how many have in all.
async fn quiet(bytes: &AtomicU64) -> u64 {
    loop {
        let before = bytes.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        if bytes.load(Ordering::Relaxed) == before {
            return before;
        }
    }
}

/// Opens what the newcomer left, and says when the first list is there, when all is, and what it is.
async fn reopen(folder: &Path, ids: &Path) -> Result<()> {
    let (mut names, mut sizes) = (Vec::new(), Vec::new());
    for line in std::fs::read_to_string(ids)?.lines() {
        let (id, size) = line.split_once(' ').context("no size")?;
        names.push(id.parse::<DocumentId>().map_err(|_| anyhow::anyhow!("{id} names no document"))?);
        sizes.push(size.parse()?);
    }
    let mut out = std::io::stdout();
    let mut say = |what: &str| -> Result<()> {
        writeln!(out, "{what}")?;
        Ok(out.flush()?)
    };
    let repo = repo(folder).await;
    let first = FIRST.min(names.len());
    let mut found = find(&repo, &names[..first], &sizes[..first], None).await?;
    say("first")?;
    found.extend(find(&repo, &names[first..], &sizes[first..], None).await?);
    say("all")?;
    say(&records::state(&votes_of(&found)?))
}

/// Returns the bytes of all files below a folder, by their length and by the blocks that they take.
fn weigh(folder: &Path) -> Result<(u64, u64)> {
    let (mut disk, mut blocks) = (0, 0);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        #[cfg(unix)]
        {
            blocks += std::os::unix::fs::MetadataExt::blocks(&metadata) * 512;
        }
        if metadata.is_dir() {
            let (below, taken) = weigh(&entry.path())?;
            disk += below;
            blocks += taken;
        } else {
            disk += metadata.len();
        }
    }
    Ok((disk, blocks))
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
