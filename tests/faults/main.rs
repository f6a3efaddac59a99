//! What happens to a database when everything around it fails: processes killed at any call to the system, disks that are
//! full or broken, power cuts, damaged pages, many at once. After each fault the next commands must work by themselves, with
//! nothing lost that was committed, and leave one plain file.
//!
//! The faults are made by a preload (`shim.c`, built by the test with `cc`), which stands between kb and the C library: it
//! needs Linux on 64 bits with glibc and a C compiler. Where these are missing the tests say that they did not run.
//!
//! In `cargo test` the points are a sample, spread evenly. `KB_FAULTS=20` tries twenty times as many (and every one there is,
//! where that is fewer), `KB_SEED=7` others. docs/durability.md keeps the figures.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that fails should say so at once, and one that did not run should say that"
)]

mod cuts;
mod damage;
mod desk;
mod full;
mod kills;
mod random;
mod scenario;
mod shim;
mod state;
mod together;
