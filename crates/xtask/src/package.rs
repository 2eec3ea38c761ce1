//! `cargo xtask package`: a Debian package of the app, and a look at whether it is one.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::{install, only_known, process, testkit, ui};

/// The program that the package brings, and the one for terminals.
const PROGRAM: &str = "palabre-app";
const TERMINAL: &str = "palabre";
/// What the desktop must know, so that links to Palabre open it.
const LINKS: &str = "MimeType=x-scheme-handler/palabre;";
/// Libraries that every package must ask for: without the first two no window opens, and without one of the others there is
/// no sign beside the clock, which the app looks for when it is to go on without its window.
const NEEDED: &[&str] =
    &["libwebkit2gtk-4.1-0", "libgtk-3-0", "libayatana-appindicator3-1", "libappindicator3-1"];

/// Builds the user interface and the app, packs them, and looks at what came of it; `--debug`: as the tests have built
/// the app, which is quick, and large.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    only_known("package", arguments, &["--debug"])?;
    if !cfg!(target_os = "linux") {
        return Err(Failure::new("A Debian package is made on Linux.", "Run it there."));
    }
    let debug = !arguments.is_empty();
    install::for_app()?;
    install::for_package()?;
    ui::build(!debug)?;
    let root = process::root()?;
    let profile = if debug {
        testkit::as_tested(PROGRAM)?;
        testkit::as_tested(TERMINAL)?;
        "debug"
    } else {
        let mut build = process::cargo(&[
            "build",
            "--release",
            "--locked",
            "--package",
            PROGRAM,
            "--package",
            "palabre-cli",
        ]);
        process::run(build.current_dir(&root), "The compiler says above what it met.")?;
        "release"
    };
    let target = testkit::target_folder()?;
    if !debug {
        // Where each instruction came from is for whoever measures, and most of a program's length.
        for program in [PROGRAM, TERMINAL] {
            let built = target.join(profile).join(program);
            process::run(
                process::program("strip", &["--strip-debug"]).arg(built),
                "`strip` comes with binutils, which the linker needs, too.",
            )?;
        }
    }
    let folder = target.join(profile).join("bundle").join("deb");
    // What an earlier version left would be found again.
    let _ = std::fs::remove_dir_all(&folder);
    bundle(&root.join("src-tauri"), &target, debug)?;
    let package = only_package(&folder)?;
    look(&package, &folder.join("looked-at"))?;
    println!("{}", package.display());
    Ok(())
}

/// Has Tauri's own tool pack what was built.
fn bundle(shell: &Path, target: &Path, debug: bool) -> Result<(), Failure> {
    let mut packages = process::program("npm", &["ci", "--no-audit", "--no-fund", "--silent"]);
    process::run(packages.current_dir(shell), "npm must reach its registry once.")?;
    let mut tauri = process::program(
        "node",
        &["node_modules/@tauri-apps/cli/tauri.js", "bundle", "--ci", "--no-binary-patching"],
    );
    let terminal = target.join(if debug { "debug" } else { "release" }).join(TERMINAL);
    let brings =
        format!(r#"{{"bundle":{{"linux":{{"deb":{{"files":{{"/usr/bin/{TERMINAL}":{terminal:?}}}}}}}}}}}"#);
    tauri.args(["--bundles", "deb", "--config", &brings]).args(debug.then_some("--debug"));
    process::run(
        tauri.current_dir(shell).env("CARGO_TARGET_DIR", target),
        "The lines above say what could not be packed.",
    )
}

/// Returns the package in this folder.
fn only_package(folder: &Path) -> Result<PathBuf, Failure> {
    let nothing = || Failure::new("No package was made.", "The lines above say why.");
    let found = std::fs::read_dir(folder).map_err(|_| nothing())?.filter_map(Result::ok);
    found
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "deb"))
        .ok_or_else(nothing)
}

/// Unpacks the package, and holds it against what it promises: links open it, its libraries are asked for, the program for
/// terminals is there, and the one with a window shows the first page.
fn look(package: &Path, unpacked: &Path) -> Result<(), Failure> {
    let name = package.to_string_lossy();
    let hint = "`dpkg-deb --info` and `dpkg-deb --contents` show what is in the package.";
    let asked = process::capture(&mut process::program("dpkg-deb", &["-f", &name, "Depends"]), hint)?;
    if let Some(lacks) = NEEDED.iter().find(|needed| !asks_for(&asked, needed)) {
        return Err(Failure::new(
            format!("The package does not ask for {lacks}, only for {}.", asked.trim()),
            hint,
        ));
    }
    process::run(&mut process::program("dpkg-deb", &["-x", &name, &unpacked.to_string_lossy()]), hint)?;
    let entries = unpacked.join("usr/share/applications");
    let entry = std::fs::read_dir(&entries)
        .ok()
        .and_then(|mut found| found.next()?.ok())
        .ok_or_else(|| Failure::new("The package has no entry for the desktop.", hint))?
        .path();
    process::run(
        process::program("desktop-file-validate", &[]).arg(&entry),
        "assets/linux/palabre.desktop is what it is made from.",
    )?;
    let text = std::fs::read_to_string(&entry).unwrap_or_default();
    opens_links(&text)?;
    process::capture(
        &mut process::program(&unpacked.join("usr/bin").join(TERMINAL).to_string_lossy(), &["--version"]),
        "The package is to bring the program for terminals, too.",
    )?;
    let program = unpacked.join("usr/bin").join(PROGRAM);
    ui::window_of(&program, &["begins, founds".to_owned()])
}

/// Tells whether a list such as `libc6, libgtk-3-0 (>= 3)` names a package.
fn asks_for(list: &str, package: &str) -> bool {
    list.split([',', '|']).any(|one| one.split_whitespace().next() == Some(package))
}

/// Checks that the desktop hands links to Palabre over to the program.
fn opens_links(entry: &str) -> Result<(), Failure> {
    let starts = format!("Exec={PROGRAM} %u");
    for line in [LINKS, &starts] {
        if !entry.lines().any(|found| found.trim() == line) {
            return Err(Failure::new(
                format!("The entry for the desktop lacks the line {line:?}."),
                "assets/linux/palabre.desktop is what it is made from.",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_a_package_by_its_whole_name() {
        let list = "libwebkit2gtk-4.1-0 (>= 2.40), libgtk-3-0 | libgtk-3-0t64, libayatana-appindicator3-1|libappindicator3-1";
        assert!(NEEDED.iter().all(|needed| asks_for(list, needed)));
        assert!(!asks_for(list, "libgtk-3"));
        assert!(!asks_for("", "libgtk-3-0"));
    }

    #[test]
    fn an_entry_that_opens_no_links_is_refused() {
        let entry = format!("[Desktop Entry]\nExec={PROGRAM} %u\n{LINKS}\n");
        assert!(opens_links(&entry).is_ok());
        assert!(opens_links(&entry.replace(" %u", "")).is_err());
        assert!(opens_links(&entry.replace(LINKS, "")).is_err());
    }
}
