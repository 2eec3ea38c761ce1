//! `palabre-lan`: real laptops on networks that are made for them and have no way out. Linux, as root.
//!
//! `--program PATH` names the program `palabre`, which else is beside this one; `--only WORDS` runs the cases whose
//! names hold these words; `--possible` only says whether such networks can be made here.

use std::path::PathBuf;
use std::process::ExitCode;

use palabre_testkit::lan;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let beside = std::env::current_exe()?.with_file_name(format!("palabre{}", std::env::consts::EXE_SUFFIX));
    let (mut program, mut only) = (beside, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--possible" => {
                return match lan::is_possible() {
                    None => Ok(()),
                    Some(why) => anyhow::bail!("No networks can be made here: {why}"),
                };
            }
            "--program" => program = PathBuf::from(words.next().unwrap_or_default()),
            "--only" => only = words.next(),
            _ => anyhow::bail!("{word:?} is no option: --program PATH --only WORDS --possible"),
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.spawn(async {
        if asked_to_stop().await.is_ok() {
            lan::stop();
        }
    });
    lan::sweep();
    lan::run(&program, only.as_deref())
}

#[cfg(unix)]
async fn asked_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        pressed = tokio::signal::ctrl_c() => pressed,
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
