//! Import: files in, rows out.
//!
//! ```text
//! sources    paths -> files to read                      decode        bytes -> text
//! format     bytes -> which format they are in            columns       names of columns -> what they say
//! readers    bytes of a format -> articles, with what each says of itself, and the part of the file it stands in
//! reader     file -> Articles, completed by what the user and a metadata_table say
//! headline   text -> its title, where none is stated      starter       what is embedded in the program
//! input      files, pipes -> bytes, within limits        legacy        encodings before UTF-8
//! markdown   marks out of the text of .md files          path_name     paths <-> what articles are known by
//! actors     files of actors <-> the registry           relink        stored quotes -> speakers and positions, anew
//! issues     files of issues <-> issues
//! recheck    stored articles, read again on a copy         hand      what follows from a person's word
//! run        articles -> extraction -> store, in batches report        what happened, for the command line
//! ```

pub mod actors;
mod columns;
mod current;
mod decode;
mod error;
mod format;
mod front_matter;
mod hand;
mod headline;
pub mod input;
mod issues;
mod legacy;
mod markdown;
mod metadata_table;
mod path_name;
mod reader;
mod readers;
mod recheck;
mod relink;
mod report;
mod run;
mod sources;
mod starter;

pub use columns::Columns;
pub use error::ImportError;
pub use format::Format;
pub use hand::with_hand;
pub use issues::{IssueFormat, read_issues, write_issues};
pub use metadata_table::MetadataTable;
pub use path_name::{identity, path_name};
pub use reader::{Choices, Metadata, Read, read_bytes, read_file, read_source};
pub use recheck::{Sample, recheck};
pub use relink::{Relink, relink, relink_article, reread_positions};
pub use report::{Event, Report};
pub use run::{Import, ensure_knowledge, run, starter_articles};
pub use sources::{Collected, Source, collect};
pub use starter::actors as starter_actors;
