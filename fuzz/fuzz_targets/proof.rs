//! libFuzzer drives the target `proof`: see docs/fuzzing.md.
#![no_main]
palabre_fuzz_targets::target!("proof");
