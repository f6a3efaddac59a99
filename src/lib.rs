//! `kb`: who said what, when, about what; where each actor stands. A SQLite knowledge base of news statements.
//!
//! ```text
//! domain   nouns: article, actor, role, issue, stance, date        no I/O
//! text     string -> paragraphs, sentences, tokens, quotation      knows nothing of news
//! extract  article -> statements -> speakers                       pure, infallible; a language is a value
//! import   files -> articles -> extraction -> store                readers by format, the run, its report
//! store    the SQLite file                                         the only place that writes rows
//! catalog  saved and ad hoc queries -> rows                        read-only
//! render   rows -> table, csv, json, markdown …                    one file a format
//! cli      one file a subcommand                                   the only place that prints
//! evaluate predictions against annotations                         figures as the field computes them
//! train    annotated articles -> a model                           behind the feature `train`
//! ```
//!
//! A file is decoded once, taken apart once, and walks down the stages without turning back.

pub mod catalog;
pub mod cli;
pub mod domain;
pub mod evaluate;
pub mod extract;
pub mod import;
pub mod render;
pub mod store;
pub mod text;
#[cfg(feature = "train")]
pub mod train;
