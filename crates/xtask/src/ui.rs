//! `cargo xtask ui`, `stories`, `window` and `shots`: the user interface, built for a browser, tried and pictured in one,
//! and tried in the window of the app.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::testkit::target_folder;
use crate::{install, process, testkit};

/// The crate of the user interface, which is compiled for browsers only.
pub const CRATE: &str = "palabre-ui";

/// How large the program of the user interface may be, in bytes: it is read whenever the window opens.
const MOST: u64 = 1_500_000;

/// A page on which nothing stands but what its program puts there.
const EMPTY: &str = "<!doctype html>\n<script type=\"module\" src=\"/boot.js\"></script>\n";

/// Builds the user interface into `ui/dist`; `shipped`: as small as it can be, which takes longer.
pub fn build(shipped: bool) -> Result<(), Failure> {
    install::wasm_target()?;
    let root = process::root()?;
    let profile = if shipped { "ui" } else { "ui-test" };
    let hint = "The compiler says above what it met.";
    let mut wasm =
        process::cargo(&["build", "--locked", "--package", CRATE, "--target", install::WASM, "--profile"]);
    process::run(wasm.arg(profile).current_dir(&root), hint)?;
    let file = target_folder()?.join(install::WASM).join(profile).join("palabre-ui.wasm");
    let mut pack = process::cargo(&["run", "--quiet", "--locked", "--package", "palabre-pack", "--"]);
    pack.arg(file).args(["ui", "assets", "ui/dist"]);
    process::run(pack.current_dir(&root), "The line above says what is missing.")?;
    if shipped { shrink(&root.join("ui/dist/ui_bg.wasm")) } else { Ok(()) }
}

/// Has what the compiler made made smaller, tries whether a browser could begin it, says how large it is, and refuses what is
/// larger than it was agreed. The tool comes from npm, where it is of one version: what Debian has makes of this program
/// one that no browser can start.
fn shrink(wasm: &Path) -> Result<(), Failure> {
    let packages = packages()?;
    let tool = packages.join("node_modules/binaryen/bin/wasm-opt");
    let file = wasm.to_string_lossy();
    let mut smaller = process::program("node", &[&tool.to_string_lossy(), "-Oz", &file, "-o", &file]);
    // What the compiler uses, and every browser that has WebAssembly knows by now; others must not creep in.
    smaller.args(
        [
            "bulk-memory",
            "sign-ext",
            "mutable-globals",
            "nontrapping-float-to-int",
            "reference-types",
            "multivalue",
        ]
        .map(|known| format!("--enable-{known}")),
    );
    process::run(&mut smaller, "The lines above say what it met.")?;
    let mut begun = process::program("node", &[&packages.join("starts.js").to_string_lossy(), &file]);
    process::run(
        &mut begun,
        "No browser can begin what came out: another version of binaryen may do better.",
    )?;
    let size = wasm.metadata().map_or(u64::MAX, |file| file.len());
    println!("{file}: {} kB, of at most {} kB", size / 1_000, MOST / 1_000);
    refuse_above(MOST, size)
}

fn refuse_above(most: u64, size: u64) -> Result<(), Failure> {
    if size <= most {
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "The user interface has {} kB of wasm, {} more than it may.",
            size / 1_000,
            (size - most).div_ceil(1_000)
        ),
        "See what grew, such as a crate that was added; the limit is in crates/xtask/src/ui.rs.",
    ))
}

/// Tells the stories in Chromium: each with real nodes that meet over loopback, and one on a network of its own.
pub fn stories() -> Result<(), Failure> {
    if cfg!(target_os = "linux") {
        install::for_lan()?;
    }
    node(
        &["--test", "--test-reporter=spec"],
        "The story that failed is named above, with its picture in ui/stories/shots.",
    )
}

/// Opens the app itself, as the tests have built it, on screens of their own, and drives its window.
pub fn window(words: &[String]) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        println!("(only the window of Linux can be driven here)");
        return Ok(());
    }
    let app = testkit::as_tested("palabre-app")?;
    drive(Path::new(&app), words)
}

/// The same with this program, such as one out of a package; only tests whose name holds one of these words.
pub fn window_of(app: &Path, words: &[String]) -> Result<(), Failure> {
    testkit::as_tested("palabre-app")?;
    drive(app, words)
}

fn drive(app: &Path, words: &[String]) -> Result<(), Failure> {
    install::for_window()?;
    packages()?;
    let folder = process::root()?.join("ui/window");
    let mut told = process::program("node", &["--test", "--test-reporter=spec"]);
    told.args(words.iter().map(|word| format!("--test-name-pattern={word}")));
    told.env("PALABRE_APP", app).env("PALABRE_BUILT", target_folder()?.join("debug"));
    process::run(
        told.current_dir(folder),
        "What the window did not do is named above, with its last picture in ui/window/shots.",
    )
}

/// Measures the window, of the app as it ships.
pub fn bench(arguments: &[String]) -> Result<(), Failure> {
    install::tools()?;
    install::for_window()?;
    let root = process::root()?;
    let release = target_folder()?.join("release");
    let hint = "The compiler says above what it met.";
    let made = |package: &str, program: &str, config: Option<String>| {
        let of = ["build", "--release", "--locked", "--package", package, "--bin", program];
        let mut build = process::cargo(&of);
        build.envs(config.map(|config| ("TAURI_CONFIG", config)));
        process::run(build.current_dir(&root), hint)
    };
    let page = empty_page(&root)?;
    made("palabre-app", "palabre-app", Some(format!(r#"{{"build":{{"frontendDist":{page:?}}}}}"#)))?;
    let empty = release.join("palabre-app-empty");
    std::fs::copy(release.join("palabre-app"), &empty)
        .map_err(|error| Failure::new(format!("The empty window cannot be kept: {error}."), hint))?;
    build(true)?;
    made("palabre-app", "palabre-app", None)?;
    made("palabre-testkit", "palabre-bench", None)?;
    made("palabre-cli", "palabre", None)?;
    let mut told = process::program("node", &["bench.js"]);
    told.args(arguments).env("PALABRE_APP", release.join("palabre-app"));
    told.env("PALABRE_EMPTY", empty).env("PALABRE_BUILT", &release);
    process::run(told.current_dir(root.join("ui/window")), "What could not be measured is named above.")
}

/// Makes a page with one line of the same framework, and returns its folder.
fn empty_page(root: &Path) -> Result<PathBuf, Failure> {
    install::wasm_target()?;
    let mut wasm =
        process::cargo(&["build", "--locked", "--package", CRATE, "--example", "empty", "--target"]);
    let hint = "The compiler says above what it met.";
    process::run(wasm.args([install::WASM, "--profile", "ui"]).current_dir(root), hint)?;
    let target = target_folder()?;
    let file = target.join(install::WASM).join("ui/examples/empty.wasm");
    let folder = target.join("window-empty");
    let mut pack = process::cargo(&["run", "--quiet", "--locked", "--package", "palabre-pack", "--"]);
    pack.arg(file).args(["ui", "assets"]).arg(&folder);
    process::run(pack.current_dir(root), "The line above says what is missing.")?;
    for (name, text) in [
        ("index.html", EMPTY),
        ("boot.js", "import init from \"/ui.js\";\ninit({ module_or_path: \"/ui_bg.wasm\" });\n"),
    ] {
        std::fs::write(folder.join(name), text)
            .map_err(|error| Failure::new(format!("{name} cannot be written: {error}."), hint))?;
    }
    Ok(folder)
}

/// Takes a picture of every page of the example, in light and dark, three languages and two sizes, into
/// `ui/stories/shots/pages`; only of those whose name holds each of these words.
pub fn shots(words: &[String]) -> Result<(), Failure> {
    let words = words.iter().map(String::as_str);
    let told: Vec<&str> = ["shots.js", "shots/pages"].into_iter().chain(words).collect();
    node(&told, "The line above says what is missing.")
}

/// Installs what the stories need from npm, and returns their folder.
fn packages() -> Result<PathBuf, Failure> {
    let stories = process::root()?.join("ui/stories");
    let mut packages = process::program("npm", &["ci", "--no-audit", "--no-fund", "--silent"]);
    process::run(packages.current_dir(&stories), "npm must reach its registry once.")?;
    Ok(stories)
}

/// Runs Node in the folder of the stories, beside a bridge.
fn node(arguments: &[&str], hint: &str) -> Result<(), Failure> {
    let bridge = testkit::as_tested("palabre-bridge")?;
    let hostile = testkit::as_tested("palabre-hostile")?;
    let stories = packages()?;
    let mut told = process::program("node", arguments);
    told.env("PALABRE_BRIDGE", bridge).env("PALABRE_HOSTILE", hostile);
    process::run(told.current_dir(&stories), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_refused_with_by_how_much() {
        assert!(refuse_above(2_000, 2_000).is_ok());
        let said = refuse_above(2_000, 3_500).unwrap_err().to_string();
        assert!(said.contains("has 3 kB") && said.contains("2 more"), "{said}");
    }
}
