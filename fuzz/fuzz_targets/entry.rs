//! libFuzzer drives the target `entry`: see docs/fuzzing.md.
#![no_main]
palabre_fuzz_targets::target!("entry");
