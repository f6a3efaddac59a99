//! `cargo fuzz run actors_csv`; what it checks is in `src/lib.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kb_fuzz::actors_csv(data));
