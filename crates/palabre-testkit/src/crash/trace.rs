//! What a process asked the system to do with files, in order: read from `strace`, which watches from outside, so that
//! neither the program nor SQLite knows of it.

use std::collections::HashMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// The calls that change files, or wait for the disk.
const CALLS: &str = "trace=openat,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,fsync,\
                     fdatasync,rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat,copy_file_range";

/// One thing that was asked of the system, and done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A file was opened that is made where there is none, and emptied where that is wanted.
    Create(PathBuf, bool),
    /// A folder was made.
    Folder(PathBuf),
    /// Bytes were written at a place, or where the last ones ended.
    Write(PathBuf, Option<u64>, Vec<u8>),
    /// A file was cut or stretched to this length.
    Length(PathBuf, u64),
    /// The disk was waited for.
    Sync(PathBuf),
    /// A name was changed.
    Rename(PathBuf, PathBuf),
    /// One more name was given.
    Link(PathBuf, PathBuf),
    /// A name was taken away.
    Remove(PathBuf),
    /// A line was told to whoever started the process.
    Tell(String),
}

/// Something that was asked, and when, in microseconds since 1970.
pub type Step = (i64, Asked);

/// Returns whether processes can be watched on this machine.
pub fn is_possible() -> bool {
    Command::new("strace")
        .args(["-f", "-e", "trace=fsync", "-o", "/dev/null", "true"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Starts a program, watches it until it ends by itself or for so long, and returns what it asked for.
///
/// # Errors
/// When it cannot be watched, fails by itself, or asks for something that is not understood here.
pub fn watch(program: &Path, arguments: &[&str], folder: &Path, at_most: Duration) -> Result<Vec<Step>> {
    let file = folder.join("trace");
    let mut child = Command::new("strace")
        .args([
            "--seccomp-bpf",
            "-f",
            "-ttt",
            "-y",
            "-xx",
            "-s",
            "1048576",
            "-e",
            "signal=none",
            "-e",
            CALLS,
            "-o",
        ])
        .arg(&file)
        .arg(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("strace cannot be started")?;
    let begun = Instant::now();
    let status = loop {
        match child.try_wait()? {
            Some(status) => break Some(status),
            None if begun.elapsed() > at_most => break None,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    if status.is_none() {
        // A watcher that is asked to end lets go of the program it watches; both are ours.
        let watched = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", child.id()))?;
        for id in watched.split_whitespace() {
            Command::new("kill").args(["-KILL", id]).status()?;
        }
        child.wait()?;
    }
    let text = std::fs::read_to_string(&file)?;
    ensure!(status.is_none_or(|status| status.success()), "the program failed while it was watched");
    read(&text)
}

/// Reads what `strace` wrote.
fn read(text: &str) -> Result<Vec<Step>> {
    let mut open: HashMap<&str, String> = HashMap::new();
    let mut steps = Vec::new();
    for line in text.lines() {
        let Some((pid, rest)) = line.split_once(' ') else { continue };
        let Some((at, call)) = rest.trim_start().split_once(' ') else { continue };
        let call = call.trim();
        if let Some(begun) = call.strip_suffix("<unfinished ...>") {
            open.insert(pid, begun.trim_end().to_owned());
            continue;
        }
        let whole = match call.strip_prefix("<... ") {
            Some(resumed) => {
                let Some((_, end)) = resumed.split_once("resumed>") else { continue };
                open.remove(pid).unwrap_or_default() + end
            }
            None => call.to_owned(),
        };
        let at = at.parse::<f64>().with_context(|| format!("a time in {line:.80}"))?;
        if let Some(asked) = understand(&whole).with_context(|| format!("{line:.200}"))? {
            steps.push(((at * 1e6) as i64, asked));
        }
    }
    Ok(steps)
}

/// Returns what a call asked for; `None` where it failed or changes no file.
fn understand(call: &str) -> Result<Option<Asked>> {
    let (Some((name, rest)), Some(end)) = (call.split_once('('), call.rfind(") = ")) else { return Ok(None) };
    let result = &call[end + 4..];
    if result.starts_with('-') || result.starts_with('?') {
        return Ok(None);
    }
    let arguments: Vec<&str> = rest[..end - name.len() - 1].split(", ").collect();
    let file = || path_of(arguments.first().copied().unwrap_or_default());
    let number = |n: usize| -> Result<u64> { Ok(arguments.get(n).context("an argument")?.parse()?) };
    let named = |n: usize| -> Result<PathBuf> {
        Ok(PathBuf::from(OsString::from_vec(quoted(arguments.get(n).context("a name")?)?)))
    };
    Ok(match name {
        "openat" if call.contains("O_CREAT") || call.contains("O_TRUNC") => {
            Some(Asked::Create(path_of(result).context("a name")?, call.contains("O_TRUNC")))
        }
        "write" if arguments[0].starts_with("1<") => {
            Some(Asked::Tell(String::from_utf8_lossy(&quoted(arguments[1])?).trim().to_owned()))
        }
        "write" => file()
            .map(|file| Ok::<_, anyhow::Error>(Asked::Write(file, None, quoted(arguments[1])?)))
            .transpose()?,
        "pwrite64" => {
            let (bytes, at) = (quoted(arguments[1])?, number(3)?);
            file().map(|file| Asked::Write(file, Some(at), bytes))
        }
        "ftruncate" => file().map(|file| number(1).map(|length| Asked::Length(file, length))).transpose()?,
        "fsync" | "fdatasync" => file().map(Asked::Sync),
        "rename" => Some(Asked::Rename(named(0)?, named(1)?)),
        "renameat" | "renameat2" => Some(Asked::Rename(named(1)?, named(3)?)),
        "link" => Some(Asked::Link(named(0)?, named(1)?)),
        "linkat" => Some(Asked::Link(named(1)?, named(3)?)),
        "unlink" => Some(Asked::Remove(named(0)?)),
        "unlinkat" => Some(Asked::Remove(named(1)?)),
        "mkdir" => Some(Asked::Folder(named(0)?)),
        "mkdirat" => Some(Asked::Folder(named(1)?)),
        "openat" => None,
        // Pipes and sockets are written so; a file would be missing in what is read here.
        "writev" if file().is_none() => None,
        other => anyhow::bail!("{other} is not understood here"),
    })
}

/// Returns the bytes of `"\x61…"`.
fn quoted(text: &str) -> Result<Vec<u8>> {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).context("bytes")?;
    inner.split("\\x").skip(1).map(|pair| Ok(u8::from_str_radix(pair, 16)?)).collect()
}

/// Returns the path behind `3<\x2f…>`; `None` for what is no file.
fn path_of(text: &str) -> Option<PathBuf> {
    let inner = text.split_once('<')?.1.strip_suffix('>')?;
    let bytes: Option<Vec<u8>> =
        inner.split("\\x").skip(1).map(|pair| u8::from_str_radix(pair.get(..2)?, 16).ok()).collect();
    let path = PathBuf::from(OsString::from_vec(bytes?));
    path.is_absolute().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_read_also_where_two_threads_ask_at_once() {
        let text = "7  1.000001 openat(AT_FDCWD<\\x2f>, \"\\x2f\\x61\", O_RDWR|O_CREAT|O_CLOEXEC, 0777) = 3<\\x2f\\x61>\n\
                    7  1.000002 pwrite64(3<\\x2f\\x61>, \"\\x00\\xff\", 2, 10) = 2\n\
                    7  1.000003 fsync(3<\\x2f\\x61> <unfinished ...>\n\
                    8  1.000004 write(1<\\x70>, \"\\x68\\x69\\x0a\", 3) = 3\n\
                    7  1.000005 <... fsync resumed>) = 0\n\
                    8  1.000006 rename(\"\\x2f\\x61\", \"\\x2f\\x62\") = -1 ENOENT (No such file or directory)\n\
                    8  1.000007 +++ exited with 0 +++\n";
        let asked: Vec<Asked> = read(text).unwrap().into_iter().map(|(_, asked)| asked).collect();
        let file = PathBuf::from("/a");
        assert_eq!(
            asked,
            [
                Asked::Create(file.clone(), false),
                Asked::Write(file.clone(), Some(10), vec![0, 255]),
                Asked::Tell("hi".into()),
                Asked::Sync(file)
            ]
        );
        assert!(read("7  1.0 pwritev2(3<\\x2f\\x61>, x) = 2\n").is_err(), "nothing is overlooked");
    }
}
