//! `palabre-crash --kills N --seed S`: a laptop that is killed in the middle of things, and opened again.

use std::process::ExitCode;

use palabre_testkit::crash;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = crash::child(&arguments).and_then(|was_child| {
        if was_child { Ok(()) } else { crash::command(std::env::current_exe()?, &arguments) }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
