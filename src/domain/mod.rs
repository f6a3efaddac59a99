//! The nouns of the subject, with no I/O: actors, roles, issues, stances, quote kinds and senses, speaker methods, dates.

mod actor;
mod actor_record;
mod actor_text;
mod article;
mod cell;
mod date;
mod date_text;
mod ids;
mod near;
mod numbers;
mod position;
mod quote;
mod sense;
mod speaker;
mod words;

pub use actor::{Actor, ActorKind, Alias, AliasKind, Gender, Origin, Role};
pub use actor_record::{ActorRecord, is_wikidata, split_id};
pub use article::Article;
pub use cell::Cell;
pub use date::PartialDate;
pub use ids::{
    ActorId, AliasId, ArticleId, ChangeId, ExtractorId, IssueId, OutletId, PositionId, QuoteId, ReviewId,
    RoleId, RunId,
};
pub use near::{NEAR, distance, near, nearness};
pub use numbers::{counted, megabytes, megabytes_free, plural};
pub use position::{Basis, Direction, Issue, Signal, Stance};
pub use quote::{QuoteKind, SpanRole};
pub use sense::{AttributionType, Determinacy, Polarity, Sense, SenseWord};
pub use speaker::{Relation, SpeakerMethod};
pub(crate) use words::vocabulary;
