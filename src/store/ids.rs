//! Row ids as SQLite reads and writes them.

use crate::domain::{
    ActorId, AliasId, ArticleId, ChangeId, ExtractorId, IssueId, OutletId, PositionId, QuoteId, ReviewId,
    RoleId, RunId,
};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

macro_rules! in_sql {
    ($($name:ident),+) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                i64::column_result(value).map(Self)
            }
        }
    )+};
}

in_sql!(
    ActorId,
    AliasId,
    ArticleId,
    ChangeId,
    ExtractorId,
    IssueId,
    OutletId,
    PositionId,
    QuoteId,
    ReviewId,
    RoleId,
    RunId
);
