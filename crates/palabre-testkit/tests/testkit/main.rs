//! The tools themselves: every call has its act, and a handful of schedules run with every test.

use palabre_testkit::{acts, schedule};

mod fuzz;
mod hostile;

#[test]
fn every_call_has_an_act() {
    for call in palabre_api::CALLS {
        let acted = acts::acts().any(|(name, ..)| *name == call.name);
        let apart = acts::APART.iter().any(|(name, _)| *name == call.name);
        assert!(acted != apart, "{} needs an act, or a reason to stand apart, and not both", call.name);
    }
    for (name, weight, _) in acts::acts() {
        assert!(*weight > 0 && palabre_api::CALLS.iter().any(|call| call.name == *name), "{name}");
    }
}

#[test]
fn schedules_end_with_everybody_showing_the_same() {
    for seed in 10_001..10_031 {
        if let Err(message) = schedule::run(seed, 60, 0, false) {
            panic!("seed {seed}: {message}");
        }
    }
}

#[test]
fn news_reaches_everybody_over_few_laptops() {
    for (members, seed) in [(2, 1), (30, 2), (400, 3)] {
        let report = palabre_testkit::swarm::run(members, seed);
        assert_eq!((report.reached, report.in_sync), (members, report.links), "{report:?}");
        assert!(report.hops <= 3 * report.floor() && report.redundancy() <= 0.5, "{report:?}");
        assert_eq!(report, palabre_testkit::swarm::run(members, seed), "one seed, one swarm");
    }
}

#[test]
fn a_seed_always_runs_the_same() {
    assert_eq!(schedule::run(7, 40, 0, false), schedule::run(7, 40, 0, false));
}

mod rehearsal {
    use std::path::{Path, PathBuf};

    use palabre_testkit::rehearse::{Cut, polis};

    const CUT: Cut = Cut { participants: 12, statements: 6 };

    fn data() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fixtures/polis-15-per-hour-seattle")
    }

    #[test]
    fn real_ballots_end_the_same_everywhere() {
        let report = polis(&data(), Some(CUT), &mut |_| {}).unwrap();
        assert_eq!(report.differences, Vec::<String>::new());
        assert!(report.votes > 30 && report.states.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn a_spoilt_cell_is_named() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["comments.csv", "votes.csv", "participants-votes.csv"] {
            std::fs::copy(data().join(file), folder.path().join(file)).unwrap();
        }
        let matrix = folder.path().join("participants-votes.csv");
        let text = std::fs::read_to_string(&matrix).unwrap();
        // Participant 1 found statement 0 fine.
        let spoilt = text.replacen("\n1,1,0,13,8,4,1,", "\n1,1,0,13,8,4,-1,", 1);
        assert_ne!(text, spoilt);
        std::fs::write(&matrix, spoilt).unwrap();
        let report = polis(folder.path(), Some(CUT), &mut |_| {}).unwrap();
        assert_eq!(report.differences, ["participant 1 on statement 0: fine here, not-for-me in the data"]);
    }
}

#[test]
fn a_second_program_comes_to_the_same() {
    let compared = palabre_testkit::oracle::run(1_000, 2_400).unwrap();
    assert_eq!((compared.decisions, compared.rounds), (6_000, 1_000));
}

mod crash {
    use std::path::PathBuf;

    use palabre_testkit::crash::{Options, run};

    fn program() -> PathBuf {
        PathBuf::from(env!("CARGO_BIN_EXE_palabre-crash"))
    }

    #[test]
    fn a_laptop_that_is_killed_in_the_middle_of_things_has_lost_nothing() {
        let options = Options { program: program(), kills: 50, seed: 1, only: None };
        let mut told = Vec::new();
        match run(&options, &mut |line| told.push(line.to_owned())) {
            Ok(report) => {
                let (kills, middle) = report.sum();
                assert_eq!(kills, 50);
                assert!(middle >= 25, "most kills come in the middle of something: {report:?}");
                assert!(report.kills.len() >= 6 && report.looked_for > 500, "{report:?}");
            }
            Err(error) => panic!("{error:#}\n{}", told.join("\n")),
        }
    }

    #[cfg(unix)]
    mod power {
        use std::io::Write;

        use palabre_testkit::crash::power::{Options, is_possible, run};

        fn options(careless: bool) -> Option<Options> {
            if !is_possible() {
                // Not as tests print: what they print is kept from whoever looks as long as they pass.
                let why = "No process can be watched here, and no power was cut";
                let _ = writeln!(std::io::stderr(), "{why}: install strace, and allow it to trace.");
                return None;
            }
            Some(Options { program: super::program(), cuts: 120, seed: 1, careless })
        }

        #[test]
        fn what_was_said_to_be_done_or_seen_elsewhere_is_there_when_the_power_goes() {
            let Some(options) = options(false) else { return };
            match run(&options) {
                Ok(report) => assert!(report.cuts.len() == 6 && report.looked_for > 500, "{report:?}"),
                Err(error) => panic!("{error:#}"),
            }
        }

        #[test]
        fn a_laptop_that_does_not_wait_for_the_disk_is_found_out() {
            let Some(options) = options(true) else { return };
            let error = run(&options).expect_err("without waiting, something is lost");
            assert!(format!("{error:#}").contains("write, step"), "{error:#}");
        }
    }
}
