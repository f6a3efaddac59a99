//! A person's hand on what kb reads: quotes as people have them, tags and notes, and the log of it all.
//!
//! ```text
//! record     a quote as data, found again by its words           verdicts   confirmed, set, added; and taking that back
//! drafts     the quotes of an article before they are written judge       the verdicts that people give
//! remarks    tags and notes on whatever there is                 log        everything that people did, and undoing it
//! ```
//!
//! Who said a quote, and that it is none, is told in [`super::registry::reviews`]. What is decided here is laid over what is read
//! each time an article's quotes are written, so that no reading undoes it.

pub mod drafts;
pub mod judge;
pub mod log;
mod record;
pub mod remarks;
pub mod verdicts;

pub use record::{Place, Record, Spans, pieces};
pub use verdicts::{Placed, Verdict};
