//! `palabre-fuzz TARGET FILE…` drives a door with files; `palabre-fuzz --seeds DIR` writes inputs to begin with.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use palabre_testkit::fuzz::{TARGETS, target};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<String> {
    match arguments {
        [word, folder] if word == "--seeds" => seeds(Path::new(folder)),
        [name, files @ ..] if !files.is_empty() => {
            let target = target(name).ok_or_else(|| anyhow!("there is no target {name:?}"))?;
            for file in files {
                println!("{file}");
                (target.run)(&std::fs::read(file).with_context(|| file.clone())?);
            }
            Ok(format!("{} inputs are read as they should be", files.len()))
        }
        _ => {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            bail!("TARGET FILE…, or --seeds DIR; targets are {}", names.join(", "))
        }
    }
}

/// Writes the seeds of every target into a folder of its name.
fn seeds(folder: &Path) -> Result<String> {
    let mut written = 0;
    for target in TARGETS {
        let folder = folder.join(target.name);
        std::fs::create_dir_all(&folder)?;
        for (name, bytes) in (target.seeds)() {
            std::fs::write(folder.join(name), bytes)?;
            written += 1;
        }
    }
    Ok(format!("{written} seeds are in {}", folder.display()))
}
