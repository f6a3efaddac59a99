//! Row ids and the words of the closed vocabularies, as SQLite reads and writes them.

use super::hand::Verdict as QuoteVerdict;
use super::hand::remarks::Kind as RemarkKind;
use super::registry::Action;
use super::stances::Verdict;
use crate::domain::{
    ActorId, ActorKind, AliasId, AliasKind, ArticleId, AttributionType, Basis, ChangeId, Determinacy,
    Direction, ExtractorId, Gender, IssueId, Origin, OutletId, Polarity, PositionId, QuoteId, QuoteKind,
    Relation, ReviewId, RoleId, RunId, SpanRole, SpeakerMethod, Stance,
};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

macro_rules! ids {
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

ids!(
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

/// A word that is none of its vocabulary is an error that names the column.
macro_rules! words {
    ($($name:ident),+) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.as_str().into())
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str()?.parse().map_err(|e: String| FromSqlError::Other(e.into()))
            }
        }
    )+};
}

words!(
    Action,
    ActorKind,
    AliasKind,
    AttributionType,
    Basis,
    Determinacy,
    Direction,
    Gender,
    Origin,
    Polarity,
    QuoteKind,
    QuoteVerdict,
    Relation,
    RemarkKind,
    SpanRole,
    SpeakerMethod,
    Stance,
    Verdict
);
