//! Row ids, a type for each table: an actor's id where a quote's is asked for does not compile.

/// Defines newtypes over the number of a row.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(number: &str) -> Result<Self, Self::Err> {
                number.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A row of `actors`.
    ActorId,
    /// A row of `articles`.
    ArticleId,
    /// A row of `quotes`.
    QuoteId,
    /// A row of `extractors`.
    ExtractorId,
    /// A row of `issues`.
    IssueId,
    /// A row of `outlets`.
    OutletId,
    /// A row of `actor_aliases`.
    AliasId,
    /// A row of `roles`.
    RoleId,
    /// A row of `positions`.
    PositionId,
    /// A row of `speaker_reviews`.
    ReviewId,
    /// A row of `actor_changes`.
    ChangeId,
    /// A row of `import_runs`.
    RunId,
}
