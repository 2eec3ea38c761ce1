//! libFuzzer drives the target `guard`: see docs/fuzzing.md.
#![no_main]
palabre_fuzz_targets::target!("guard");
