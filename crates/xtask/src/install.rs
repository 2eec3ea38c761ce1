//! `cargo xtask install`: installs what the other commands need, or says plainly what to install.

use std::io::IsTerminal;
use std::process::Command;

use crate::failure::Failure;
use crate::{only_known, process};

/// A program of the system that something here needs.
struct SystemTool {
    /// The command that is there when the packages are.
    command: &'static str,
    /// The Debian and Ubuntu packages that bring it.
    packages: &'static [&'static str],
    /// What needs it.
    why: &'static str,
}

/// What building the app needs, and the window in which it is shown.
const APP_TOOLS: &[SystemTool] = &[
    SystemTool { command: "gcc", packages: &["gcc", "libc6-dev"], why: "links, and compiles SQLite" },
    SystemTool { command: "pkg-config", packages: &["pkg-config"], why: "finds libraries of the system" },
    SystemTool {
        command: "lib:webkit2gtk-4.1",
        packages: &[
            "libwebkit2gtk-4.1-dev",
            "libxdo-dev",
            "librsvg2-dev",
            "libayatana-appindicator3-dev",
            "libssl-dev",
        ],
        why: "shows the window",
    },
];

/// What trying all of it needs beside that.
const TEST_TOOLS: &[SystemTool] = &[
    SystemTool { command: "git", packages: &["git"], why: "lists the files that tidy reads" },
    SystemTool { command: "python3", packages: &["python3"], why: "tallies a second time, to compare" },
    SystemTool { command: "node", packages: &["nodejs", "npm"], why: "tells the stories in a browser" },
    SystemTool { command: "npm", packages: &["npm"], why: "brings what drives the browser" },
    SystemTool { command: "chromium", packages: &["chromium"], why: "is the browser of the stories" },
    SystemTool {
        command: "dbus-run-session",
        packages: &["dbus"],
        why: "tries keys in a session of its own",
    },
    SystemTool {
        command: "gnome-keyring-daemon",
        packages: &["gnome-keyring"],
        why: "is the key store of that session",
    },
    SystemTool { command: "strace", packages: &["strace"], why: "watches what reaches the disk" },
];

/// What laptops on networks of their own need: only where these can be made.
const LAN_TOOLS: &[SystemTool] = &[
    SystemTool { command: "ip", packages: &["iproute2"], why: "makes networks of their own" },
    SystemTool { command: "nft", packages: &["nftables"], why: "loses packets there" },
];

/// What driving the window of the app needs.
const WINDOW_TOOLS: &[SystemTool] = &[
    SystemTool { command: "node", packages: &["nodejs", "npm"], why: "drives the window" },
    SystemTool { command: "Xvfb", packages: &["xvfb"], why: "is a screen of its own" },
    SystemTool { command: "dbus-daemon", packages: &["dbus"], why: "is a session of its own" },
    SystemTool { command: "dunst", packages: &["dunst"], why: "shows what is said outside the window" },
    SystemTool { command: "python:gi", packages: &["python3-gi"], why: "shows a sign beside the clock" },
    SystemTool {
        command: "WebKitWebDriver",
        packages: &["webkit2gtk-driver"],
        why: "presses what is in the window",
    },
];

/// What making a package and looking at it needs.
const PACKAGE_TOOLS: &[SystemTool] = &[
    SystemTool { command: "node", packages: &["nodejs", "npm"], why: "makes what the window loads smaller" },
    SystemTool { command: "npm", packages: &["npm"], why: "brings what does that" },
    SystemTool { command: "dpkg-deb", packages: &["dpkg"], why: "unpacks the package" },
    SystemTool {
        command: "desktop-file-validate",
        packages: &["desktop-file-utils"],
        why: "reads what the desktop will read",
    },
];

/// What measuring against others needs.
const PEER_TOOLS: &[SystemTool] = &[
    SystemTool { command: "node", packages: &["nodejs", "npm"], why: "runs others" },
    SystemTool { command: "npm", packages: &["npm"], why: "brings them" },
    SystemTool { command: "python3", packages: &["python3"], why: "says how their SQLite is compiled" },
    SystemTool { command: "g++", packages: &["g++"], why: "compiles it" },
];

/// What fuzzing needs.
const FUZZ_TOOLS: &[SystemTool] =
    &[SystemTool { command: "g++", packages: &["g++"], why: "compiles the fuzzer" }];

/// The target that the browser side is checked for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Installs what is missing and says so.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    only_known("install", arguments, &[])?;
    tools()?;
    println!("xtask install: everything is there");
    Ok(())
}

/// Installs what is missing; quiet when nothing is.
pub fn tools() -> Result<(), Failure> {
    for_app()?;
    install(TEST_TOOLS)?;
    component("rustfmt", &["fmt", "--version"])?;
    component("clippy", &["clippy", "--version"])
}

/// Installs what building and opening the app needs, when it is missing.
pub fn for_app() -> Result<(), Failure> {
    install(APP_TOOLS)?;
    wasm_target()
}

/// Installs the wasm target of the standard library when it is missing.
pub fn wasm_target() -> Result<(), Failure> {
    let installed = process::capture(
        &mut process::program("rustc", &["--print", "target-libdir", "--target", WASM]),
        "Install Rust with rustup: https://rustup.rs",
    )?;
    if std::path::Path::new(installed.trim()).is_dir() {
        return Ok(());
    }
    println!("installing the Rust target {WASM} …");
    rustup(&["target", "add", WASM])
}

/// Installs what laptops on networks of their own need, when it is missing.
pub fn for_lan() -> Result<(), Failure> {
    install(LAN_TOOLS)
}

/// Installs what driving the window of the app needs, when it is missing.
pub fn for_window() -> Result<(), Failure> {
    install(WINDOW_TOOLS)
}

/// Installs what making a package and looking at it needs, when it is missing.
pub fn for_package() -> Result<(), Failure> {
    install(PACKAGE_TOOLS)
}

/// Installs what measuring against others needs, when it is missing.
pub fn for_peers() -> Result<(), Failure> {
    install(PEER_TOOLS)
}

/// Installs what fuzzing needs, when it is missing.
pub fn for_fuzz() -> Result<(), Failure> {
    install(FUZZ_TOOLS)
}

fn component(name: &str, probe: &[&str]) -> Result<(), Failure> {
    if process::succeeds(&mut process::cargo(probe)) {
        return Ok(());
    }
    println!("installing the Rust component {name} …");
    rustup(&["component", "add", name])
}

fn rustup(arguments: &[&str]) -> Result<(), Failure> {
    let asked = arguments.join(" ");
    if !process::is_on_path("rustup") {
        return Err(Failure::new(
            format!("`rustup {asked}` is needed, and there is no rustup here."),
            "Install Rust with rustup (https://rustup.rs), or install the same with your system's packages.",
        ));
    }
    process::run(
        &mut process::program("rustup", arguments),
        &format!("rustup must reach the network once; then `rustup {asked}` can be run by hand."),
    )
}

fn install(tools: &'static [SystemTool]) -> Result<(), Failure> {
    let missing: Vec<&SystemTool> = missing(tools, system_has);
    if missing.is_empty() {
        return Ok(());
    }
    let Some(mut apt) = apt_get() else {
        return Err(plainly(&missing));
    };
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages.iter().copied()).collect();
    println!("installing {} …", packages.join(", "));
    let hint = "Run the same by hand to see what apt says.";
    process::run(apt().args(["update", "-q"]), hint)?;
    process::run(apt().args(["install", "-q", "-y", "--no-install-recommends"]).args(&packages), hint)
}

/// Tells whether the system has a command. Only Linux is asked for the others by these names.
fn system_has(command: &str) -> bool {
    if let Some(library) = command.strip_prefix("lib:") {
        return !cfg!(target_os = "linux")
            || process::succeeds(&mut process::program("pkg-config", &["--exists", library]));
    }
    // That of the system, for which its packages are.
    if let Some(module) = command.strip_prefix("python:") {
        let import = format!("import {module}");
        return !cfg!(target_os = "linux")
            || process::succeeds(&mut process::program("/usr/bin/python3", &["-c", &import]));
    }
    process::is_on_path(command)
        || (!cfg!(target_os = "linux") && !["git", "python3", "node", "npm"].contains(&command))
}

fn missing(tools: &'static [SystemTool], has: impl Fn(&str) -> bool) -> Vec<&'static SystemTool> {
    tools.iter().filter(|tool| !has(tool.command)).collect()
}

/// Says what to install where we may not, or cannot.
fn plainly(missing: &[&SystemTool]) -> Failure {
    let names: Vec<String> =
        missing.iter().map(|tool| format!("`{}` ({})", tool.command, tool.why)).collect();
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages.iter().copied()).collect();
    Failure::new(
        format!("Missing on this machine: {}.", names.join(", ")),
        format!(
            "On Debian or Ubuntu: sudo apt-get install {}. Elsewhere, install the same commands.",
            packages.join(" ")
        ),
    )
}

/// Returns a maker of `apt-get` commands where apt is and we may use it: without a password, or with that of whoever sits there.
fn apt_get() -> Option<impl FnMut() -> Command> {
    if !cfg!(target_os = "linux") || !process::is_on_path("apt-get") {
        return None;
    }
    let user = process::capture(&mut process::program("id", &["-u"]), "").ok()?;
    let is_root = user.trim() == "0";
    let asks = !is_root && !process::succeeds(&mut process::program("sudo", &["-n", "true"]));
    if asks && !(process::is_on_path("sudo") && std::io::stdin().is_terminal()) {
        return None;
    }
    Some(move || {
        // Through `env`, since sudo drops variables that it does not know.
        let apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
        match (is_root, asks) {
            (true, _) => process::program(apt[0], &apt[1..]),
            (false, true) => process::program("sudo", &apt),
            (false, false) => process::program("sudo", &["-n", apt[0], apt[1], apt[2]]),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_its_package_and_reason() {
        assert!(missing(APP_TOOLS, |_| true).is_empty());
        let gone = missing(APP_TOOLS, |command| command != "gcc");
        let said = plainly(&gone).to_string();
        for word in ["`gcc`", "compiles SQLite", "apt-get install gcc libc6-dev", "Elsewhere"] {
            assert!(said.contains(word), "{said}");
        }
        assert!(!said.contains("pkg-config"), "{said}");
    }
}
