//! The catalog of saved queries: `queries/*.sql` as source code, and running SQL read-only.
//!
//! ```text
//! header     text of a query file -> Query (name, summary, typed parameters, SQL), errors with line and column
//! saved      the queries that are embedded in the program
//! resolve    what the user typed for a parameter -> the value to bind, with suggestions
//! run        bound SQL -> rows, one at a time
//! adhoc      SQL that somebody typed: what may run and what may not
//! ```

mod adhoc;
mod header;
mod resolve;
mod run;
mod saved;

pub use adhoc::{Limits, run_adhoc};
pub use header::{HeaderError, Kind, Parameter, Query};
pub use resolve::{ResolveError, resolve, resolve_actor};
pub use run::{RunError, Step, run};
pub use saved::{embedded, query};
