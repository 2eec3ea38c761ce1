//! libFuzzer drives the target `ticket`: see docs/fuzzing.md.
#![no_main]
palabre_fuzz_targets::target!("ticket");
