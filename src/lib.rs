//! `kb`: who said what, when, about what, as a SQLite knowledge base.
//!
//! ```text
//! domain   nouns: actor, role, issue, stance, quote kind, dates      no I/O
//! text     string -> spans, tokens, sentences, quotation state       knows nothing of news
//! extract  document -> statements -> speakers                        pure, infallible
//! ```

pub mod domain;
pub mod evaluate;
pub mod extract;
pub mod text;
#[cfg(feature = "train")]
pub mod train;
