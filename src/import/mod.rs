//! Import: files in, rows out.
//!
//! ```text
//! sources    paths -> files to read                      decode        bytes -> text
//! reader     text -> Article (front matter, headline)    starter       what is embedded in the program
//! input      files, pipes -> bytes, within limits        legacy        encodings before UTF-8
//! markdown   marks out of the text of .md files          path_name     paths <-> what articles are known by
//! actors     files of actors <-> the registry           relink        stored quotes -> speakers and positions, anew
//! issues     files of issues <-> issues
//! recheck    stored articles, read again on a copy         hand      what follows from a person's word
//! run        articles -> extraction -> store, in batches report        what happened, for the command line
//! ```

pub mod actors;
mod current;
mod decode;
mod error;
mod front_matter;
mod hand;
mod headline;
pub mod input;
mod issues;
mod legacy;
mod markdown;
mod path_name;
mod reader;
mod recheck;
mod relink;
mod report;
mod run;
mod sources;
mod starter;

pub use error::ImportError;
pub use hand::with_hand;
pub use issues::{IssueFormat, read_issues, write_issues};
pub use path_name::{identity, path_name};
pub use reader::{Metadata, read_bytes, read_file, read_source};
pub use recheck::{Sample, recheck};
pub use relink::{Relink, relink, relink_article, reread_positions};
pub use report::{Event, Report};
pub use run::{Import, ensure_knowledge, run, starter_articles};
pub use sources::{Collected, Source, collect};
pub use starter::actors as starter_actors;
