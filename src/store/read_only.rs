//! A connection that can only read: SQLite itself refuses everything else, and more memory than is allowed.

use super::StoreError;
use super::error::code_of;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, ErrorCode, limits};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// Memory that SQLite may take for all that is read, in bytes, unless told otherwise.
pub const MEMORY: u64 = 512 << 20;

/// A value, and a row, may be this part of the memory: SQLite and kb hold several copies of one on the way out.
const LONGEST_PART: u64 = 8;

/// The longest value that SQLite has at all.
const LONGEST: u64 = 1_000_000_000;

/// The memory that is allowed now; 0 for any.
static ALLOWED: AtomicU64 = AtomicU64::new(MEMORY);

/// Allows connections that are opened from now on so many bytes of memory; 0 for any. Within a process the limit can only
/// be lowered: SQLite has one for all connections.
pub fn allow_memory(bytes: u64) {
    ALLOWED.store(bytes, Ordering::Relaxed);
}

/// The bytes that one value, and one row, may have.
pub fn longest_value() -> usize {
    let part = match ALLOWED.load(Ordering::Relaxed) {
        0 => LONGEST,
        bytes => (bytes / LONGEST_PART).clamp(1 << 20, LONGEST),
    };
    usize::try_from(part).unwrap_or(usize::MAX)
}

/// The bound that ended a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// It was interrupted: by a person, or since its time was over.
    Interrupted,
    /// It needed more memory than this many bytes.
    Memory(u64),
    /// A value or row of it was longer than this many bytes.
    Length(usize),
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("interrupted"),
            Self::Memory(bytes) => {
                write!(f, "it needs more than {} MB of memory, which is the limit", bytes >> 20)
            }
            Self::Length(bytes) => {
                write!(f, "a value, or a whole row, is longer than {} MB, which is the limit", bytes >> 20)
            }
        }
    }
}

impl Limit {
    /// The bound behind a failure, where there is one.
    pub fn behind(error: &rusqlite::Error) -> Option<Self> {
        match code_of(error)? {
            ErrorCode::OperationInterrupted => Some(Self::Interrupted),
            ErrorCode::OutOfMemory => Some(Self::Memory(ALLOWED.load(Ordering::Relaxed))),
            ErrorCode::TooBig => Some(Self::Length(longest_value())),
            _ => None,
        }
    }
}

impl StoreError {
    /// The bound behind a failure of a statement, where there is one.
    pub fn limit(&self) -> Option<Limit> {
        match self {
            Self::Sql { source, .. } | Self::Open { source, .. } => Limit::behind(source),
            _ => None,
        }
    }
}

/// Pragmas that only tell something.
const TELLING: &[&str] = &[
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "integrity_check",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Pragmas that tell something while they are given no value.
const TELLING_BARE: &[&str] =
    &["application_id", "data_version", "page_count", "page_size", "schema_version", "user_version"];

/// The file may come from anywhere: what its views and triggers call must be harmless, and its definitions stay as they are.
pub(super) fn distrust(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map(drop)
}

/// Bounds what is read, from the first look at a file on, whose schema may be anybody's: nothing in it runs what could do
/// more than compute, and nothing takes more memory than is allowed.
pub(super) fn bound(connection: &Connection) -> rusqlite::Result<()> {
    distrust(connection)?;
    let longest = i32::try_from(longest_value()).unwrap_or(i32::MAX);
    connection.set_limit(limits::Limit::SQLITE_LIMIT_LENGTH, longest)?;
    match ALLOWED.load(Ordering::Relaxed) {
        0 => Ok(()),
        bytes => connection.pragma_update(None, "hard_heap_limit", i64::try_from(bytes).unwrap_or(i64::MAX)),
    }
}

/// Tells SQLite, by an authorizer, to refuse everything that is not reading this one database, which is [bounded](bound)
/// already.
///
/// A file opened read-only is not enough: `VACUUM INTO` and `ATTACH` write elsewhere all the same.
pub(super) fn guard(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.authorizer(Some(authorize))
}

fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } if !function_name.eq_ignore_ascii_case("load_extension") => {
            Authorization::Allow
        }
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(pragma_name));
            if is(TELLING) || (pragma_value.is_none() && is(TELLING_BARE)) {
                Authorization::Allow
            } else {
                Authorization::Deny
            }
        }
        _ => Authorization::Deny,
    }
}
