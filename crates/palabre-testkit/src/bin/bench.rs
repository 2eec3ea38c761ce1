//! `palabre-bench`: how fast the core is, against what the machine itself needs for the same work.

use std::process::ExitCode;

fn main() -> ExitCode {
    palabre_testkit::bench::main()
}
