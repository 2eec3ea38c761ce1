//! libFuzzer drives the target `bundle`: see docs/fuzzing.md.
#![no_main]
palabre_fuzz_targets::target!("bundle");
