//! The catalog of saved queries: `queries/*.sql` as source code, and running SQL read-only.
//!
//! ```text
//! header       text of a query file -> Query (name, summary, typed parameters, SQL)
//! parameter    one `-- param:` line
//! diagnostic   what is wrong with a query file: file, line, column, carets
//! saved        the queries that are embedded in the program
//! library      those and the user's own
//! condition    the lines of a query that depend on what is stated
//! ask          a saved query and what somebody states for it -> SQL with its values, and notes
//! resolve      one text -> the value to bind, with suggestions
//! when         dates in words;  words: search words -> an expression of FTS5
//! guard        what may run and what may not
//! run          bound SQL -> rows, one at a time;  plan: how SQLite goes about it
//! sql_words    SQL text taken apart, for carets, completion and colours
//! ```

mod ask;
mod ask_error;
mod condition;
mod diagnostic;
mod guard;
mod header;
mod library;
mod parameter;
mod plan;
mod resolve;
mod run;
mod saved;
mod sql_words;
mod when;
mod words;

pub use ask::{Asked, Bound, Note, Purpose, ask};
pub use ask_error::{AskError, Why};
pub use condition::{Line, lines};
pub use diagnostic::{HeaderError, excerpt};
pub use header::Query;
pub use library::{Entry, Library, LoadError, Origin, template};
pub use parameter::{Kind, Parameter};
pub use plan::{PlanStep, plan};
pub use resolve::{Meant, actor_meant, article_meant, issue_meant, outlet_meant};
pub use run::{RunError, Shape, Sink, Step, run};
pub use saved::SEARCHES;
pub use sql_words::{Word, with_values, words};
pub use when::{Period, period};
pub use words::{WordsError, match_expression};
