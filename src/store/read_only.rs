//! A connection that can only read: SQLite itself refuses everything else.

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

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

/// Tells SQLite, by an authorizer, to refuse everything that is not reading this one database.
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
