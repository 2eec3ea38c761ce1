//! libFuzzer drives the target `frame`: see docs/fuzzing.md.
#![no_main]
palabre_fuzz_targets::target!("frame");
