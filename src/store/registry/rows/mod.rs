//! The hands that write the registry: one file for each table, and nobody else writes it.
//!
//! Names are folded here, and whose names change is noted, so that the keys follow before the transaction ends. What is to
//! happen where a row is there already is said by the caller, as a `Policy`. The log is the business of those who call:
//! it tells what a person did, not which rows that took.

pub(in crate::store) mod actors;
pub(in crate::store) mod aliases;
pub(in crate::store) mod ids;
pub(in crate::store) mod removed;
pub(in crate::store) mod roles;
