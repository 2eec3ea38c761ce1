//! One test for each attack that is known: that it has no effect, and what the honest laptop does.
//!
//! `docs/security.md` says which promise each of them holds.

mod answers;
mod changes;
mod counts;
mod files;
mod money;
mod people;
mod signatures;
mod wires;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use palabre_api::{Handler, ask, row};
use palabre_documents::voice::{Key, Said};
use palabre_domain::decision::{Answer, Position, Stance};
use palabre_domain::id::{CommunityId, Hash, RecordId};
use palabre_node::Node;
use palabre_node::decide::Case;
use palabre_store::views::ShownRow;
use palabre_testkit::enemy::{Strike, Struck};
use palabre_testkit::hostile::Hostile;
use palabre_testkit::people::{Time, ask_them, gather, meet, person, show, state};

/// Ana and Ben, who are honest; Mallory, whose laptop somebody took over; and a question that is open.
struct Scene {
    time: Time,
    ana: Node,
    ben: Node,
    /// Mallory's own program, which is not heard of again unless a test asks for it.
    mallory: Node,
    mal: Hostile,
    community: CommunityId,
    lunch: RecordId,
    opening: Hash,
}

impl Scene {
    fn new() -> Self {
        Self::asked("proposal")
    }

    fn asked(how: &str) -> Self {
        Self::with(how, 3)
    }

    /// The same with Mallory's keys drawn from this: her id stands after those of the others for 3, and before them for 12.
    fn with(how: &str, mallorys: u8) -> Self {
        let time = Time::new();
        let (mut ana, mut ben, mut mallory) =
            (person(&time, "Ana", 1), person(&time, "Ben", 2), person(&time, "Mallory", mallorys));
        let community = gather(&mut ana, &mut [&mut ben, &mut mallory]);
        ask_them(&mut ana, "Lunch?", how);
        meet(&mut ana, &mut ben, &community);
        meet(&mut ana, &mut mallory, &community);
        let lunch = RecordId::parse(&show(&mut ana, "lunch").id).unwrap();
        let opening = case(&mut ana, &community, lunch).opening.as_ref().unwrap().0;
        let mal = Hostile::turned(&mut mallory, &community);
        Self { time, ana, ben, mallory, mal, community, lunch, opening }
    }

    fn stance(&self, position: Position) -> (Key, Option<Said>) {
        let answer = Answer::Position(position);
        (Key::Stance, Some(Said::Stance(Stance { opening: self.opening, answer, reason: None })))
    }

    /// The two honest ones meet, show the same, and find everything in order.
    fn well(&mut self) {
        for _ in 0..2 {
            meet(&mut self.ana, &mut self.ben, &self.community);
        }
        assert_eq!(state(&mut self.ana, &self.community), state(&mut self.ben, &self.community));
        for node in [&mut self.ana, &mut self.ben] {
            let checkup = node.doctor(ask::Doctor { thorough: true, replay: true }).unwrap();
            assert!(checkup.well, "{checkup:?}");
        }
    }
}

/// Everything that a laptop shows.
fn shown(node: &mut Node, community: &CommunityId) -> Vec<ShownRow> {
    node.replica_of(community).unwrap().store().shown_rows().unwrap()
}

/// Reads a decision as the node does.
fn case(node: &mut Node, community: &CommunityId, record: RecordId) -> Arc<Case> {
    let replica = node.replica_of(community).unwrap();
    Case::weighed(replica, record).unwrap().unwrap()
}

fn code<T>(result: Result<T, palabre_api::ApiError>) -> String {
    result.map(|_| "fine".to_owned()).unwrap_or_else(|error| error.code)
}

fn answers(decision: &row::Decision) -> Vec<(&str, &str)> {
    decision.answers.iter().map(|answer| (answer.name.as_str(), answer.standing.as_str())).collect()
}

#[test]
fn enemies_leave_the_honest_with_one_truth() {
    let mut struck: BTreeMap<Strike, Struck> = BTreeMap::new();
    let mut without_enemies = 0;
    for seed in 20_001..20_021 {
        match palabre_testkit::schedule::run(seed, 60, 3, false) {
            Ok(ran) => {
                for (strike, one) in &ran.strikes {
                    struck.entry(*strike).or_default().add(one);
                }
                without_enemies += usize::from(ran.without_enemies);
            }
            Err(message) => panic!("seed {seed}: {message}"),
        }
    }
    assert!((1..20).contains(&without_enemies), "some came in the end, and some did not: {without_enemies}");
    // Each hostile thing was done, or the others would say nothing about it.
    let done: Vec<Strike> = struck.keys().copied().collect();
    assert_eq!(done, Strike::ALL, "{struck:?}");
    assert!(struck.values().map(|one| one.times).sum::<u64>() > 60, "{struck:?}");
    // What is forged never comes in; and of the lies of members, who may speak, some have effect: what these come to is
    // for everybody to find.
    let forged = struck[&Strike::Forge];
    assert_eq!((forged.refused, forged.effective, forged.waiting), (forged.times, 0, 0), "{struck:?}");
    let said = [Strike::Answer, Strike::Count].map(|strike| struck[&strike].effective);
    assert!(said.iter().sum::<u64>() > 0, "{struck:?}");
    // What they said in the name of others stood in their voices, too: or nobody would have had to leave it out.
    let recorded = [Strike::RecordOver, Strike::RecordApart, Strike::RecordUnasked];
    let recorded: u64 = recorded.iter().map(|strike| struck[strike].effective).sum();
    assert!(struck[&Strike::GiveForAnother].effective > 0 && recorded > 0, "{struck:?}");
    assert!(struck.values().map(|one| one.without_effect).sum::<u64>() > 0, "{struck:?}");
}

/// Returns the files of Rust in a folder and in the folders in it; none where there is no such folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let Ok(inside) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for path in inside.map(|one| one.unwrap().path()) {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// Returns true when a text of Rust has a function of this name that is run as a test: with an attribute above it that says
/// so, and none that says that it is not.
fn is_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let begins = format!("fn {name}(");
    let is_it = |line: &str| line.strip_prefix("async ").unwrap_or(line).starts_with(&begins);
    (0..lines.len()).filter(|at| is_it(lines[*at])).any(|at| {
        let is_above = |line: &&&str| line.starts_with("#[") || line.starts_with("//");
        let above: Vec<&str> = lines[..at].iter().rev().take_while(is_above).copied().collect();
        above.iter().any(|line| *line == "#[test]" || line.starts_with("#[tokio::test"))
            && !above.iter().any(|line| line.starts_with("#[ignore"))
    })
}

/// Returns true when a macro of a text of Rust makes a test of each name that it is given, and is given this one.
fn is_made_a_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let makes = lines.windows(2).any(|pair| pair[0] == "#[test]" && pair[1].starts_with("fn $name("));
    let mut given =
        lines.iter().filter_map(|line| line.strip_suffix(");").and_then(|line| line.split_once("!(")));
    makes && given.any(|(_, names)| names.split(' ').any(|one| one == name))
}

/// Returns true when a file of Rust has a test of this name, in these modules: folders, the file itself, or in it.
fn has_test(file: &Path, path: &str) -> bool {
    let text = std::fs::read_to_string(file).unwrap();
    let (modules, name) = path.rsplit_once("::").unwrap_or(("", path));
    let lies_in = |module: &str| {
        text.contains(&format!("mod {module} {{"))
            || file.with_extension("").iter().any(|part| part.to_str() == Some(module))
    };
    (is_test(&text, name) || is_made_a_test(&text, name))
        && modules.split("::").filter(|module| !module.is_empty()).all(lies_in)
}

/// What `docs/security.md` promises is what is tested here, test for test; and what it says is tested elsewhere is.
#[test]
fn every_promise_has_its_test_and_every_test_its_promise() {
    // A function that is no test any more holds no promise.
    assert!(is_test("#[test]\n/// Why.\nfn it_is() {", "it_is"));
    assert!(is_test("    #[tokio::test]\n    async fn it_is() {", "it_is"));
    for none in ["fn it_is() {", "#[inline]\nfn it_is() {", "#[test]\n#[ignore]\nfn it_is() {", "// #[test]"]
    {
        assert!(!is_test(none, "it_is"), "{none}");
    }
    assert!(!is_test("#[test]\nfn another() {}\n\nfn it_is() {", "it_is"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("../../docs/security.md")).unwrap();
    let named: Vec<&str> = page.split('`').skip(1).step_by(2).collect();
    let promised: BTreeSet<&str> = named
        .iter()
        .filter_map(|word| word.strip_prefix("hostile::"))
        .filter(|word| !word.is_empty())
        .collect();
    // Those of other crates stand there as `palabre-node: wire::a_stranger_gets_nothing`.
    let elsewhere: Vec<(&str, &str)> = named
        .iter()
        .filter(|word| word.starts_with("palabre-"))
        .filter_map(|word| word.split_once(": "))
        .collect();
    assert!(!elsewhere.is_empty());
    for (place, path) in elsewhere {
        let home = root.join("..").join(place);
        let mut files = ["src", "tests"].iter().flat_map(|folder| sources(&home.join(folder)));
        assert!(files.any(|file| has_test(&file, path)), "{place} has no test {path}");
    }
    let mut tested = BTreeSet::new();
    let folder = root.join("tests/testkit/hostile");
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let module = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        for test in text.split("test]\n").skip(1).chain(text.split("\"multi_thread\")]\n").skip(1)) {
            let Some((_, rest)) = test.split_once("fn ") else { continue };
            let name = rest.split('(').next().unwrap();
            tested.insert(if module == "mod" { name.to_owned() } else { format!("{module}::{name}") });
        }
    }
    tested.retain(|name| !name.starts_with("every_promise"));
    let tested: BTreeSet<&str> = tested.iter().map(String::as_str).collect();
    assert_eq!(promised, tested);
}
