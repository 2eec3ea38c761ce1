//! libFuzzer drives the target `archive`: see docs/fuzzing.md.
#![no_main]
palabre_fuzz_targets::target!("archive");
