//! `cargo xtask help`: the table of commands.

/// Every command with what it does.
pub const COMMANDS: &[(&str, &str)] = &[
    ("run [..]", "install what is missing, build, and open the app; --home DIR: as another laptop"),
    ("ui [--release]", "build the user interface into ui/dist"),
    ("stories", "tell the stories of ui/stories in a browser: two people, two laptops"),
    ("window [WORDS]", "open the app on a screen of its own and drive its window (Linux)"),
    ("shots [WORDS]", "take a picture of every page of the example, into ui/stories/shots/pages"),
    (
        "test [--fast]",
        "install what is missing and run every check and test; --fast: no window, no doc tests, no simulation",
    ),
    ("package", "make a Debian package of the app, and look at it; --debug: as the tests have built the app"),
    ("tidy", "check the house rules: crate edges, wasm, docs, licences, words, test binaries"),
    ("install", "install what the other commands need, or say what to install"),
    (
        "bench [..]",
        "measure the hot paths (release build); --peers: against others; --window: the window of the app",
    ),
    ("crash [..]", "kill a laptop in the middle of things, and look: --kills N --seed S (release build)"),
    ("simulate [..]", "run random networks: --schedules N --seed S --hostile K (release build)"),
    ("swarm [..]", "one news among thousands: --members N --seed S --times T (release build)"),
    ("fuzz [TARGET]", "drive the doors with strange bytes: --runs N (release build, installs cargo-fuzz)"),
    ("lan [..]", "put real laptops on networks of their own: --only WORDS (Linux, as root)"),
    (
        "oracle [..]",
        "hold tallies and settlements against a second program: --count N --seed S (release build)",
    ),
    ("rehearse [..]", "cast real ballots through five nodes: polis DIR (release build)"),
    ("help", "this table"),
];

/// Prints the table of commands.
pub fn print() {
    println!("cargo xtask <command>\n");
    for (name, what) in COMMANDS {
        println!("  {name:<15} {what}");
    }
}
