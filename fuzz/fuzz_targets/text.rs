//! `cargo fuzz run text`; what it checks is in `src/lib.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kb_fuzz::text(data));
