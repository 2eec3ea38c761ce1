//! Homes that are made in seconds, for whoever looks at what a person sees.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use palabre_store::Store;

use super::generator::{Size, World};
use super::join::home;

/// What asks for a home.
pub const FLAG: &str = "--make";

/// Makes the home that the arguments ask for, and prints the id of the decision that is open in it.
pub fn make(mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let folder = PathBuf::from(arguments.next().context("--make needs a folder.")?);
    let (mut members, mut comments, mut entries) = (20, 2_000, 0);
    while let Some(argument) = arguments.next() {
        let many = arguments.next().with_context(|| format!("{argument} needs a number."))?;
        let many = many.parse().with_context(|| format!("{argument} takes a number."))?;
        match argument.as_str() {
            "--members" => members = many,
            "--comments" => comments = many,
            "--entries" => entries = many,
            other => bail!("{other:?} is not known here. `--help` lists what is."),
        }
    }
    let world = match entries {
        0 => World::thread(members, comments, 1)?,
        entries => World::new(Size { name: "made", members, entries }, 1)?,
    };
    write(&folder, &world)?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", world.open)?;
    Ok(out.flush()?)
}

/// Writes the founder's home, with this community in it.
fn write(folder: &Path, world: &World) -> Result<()> {
    drop(home(folder, world, &world.people[0])?);
    let file = folder.join(format!("communities/{}.palabre", world.community));
    world.fill(Store::open(&file)?)?.store().checkpoint()?;
    Ok(())
}
