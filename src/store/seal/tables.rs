//! Which rows are sealed: what people know and decide, and the actors that texts have brought.

/// A table of which (some) rows are sealed.
pub(super) struct Sealed {
    pub table: &'static str,
    /// What its seal is called: a table may have several, over different rows.
    pub key: &'static str,
    /// What its rows are, in words.
    pub rows: &'static str,
    /// Its own id, where it has one, is the first column: rows that come later have greater ones.
    pub has_id: bool,
    /// Derived columns (folded names, places in a text) are left out: other checks prove them.
    pub columns: &'static str,
    /// Which of its rows.
    pub only: Option<&'static str>,
}

impl Sealed {
    /// The query of its rows.
    pub fn select(&self) -> String {
        let only = self.only.map_or(String::new(), |only| format!(" WHERE {only}"));
        format!("SELECT {} FROM {}{only}", self.columns, self.table)
    }
}

/// Rows that a person, the seeds or another register has brought.
const CURATED: Option<&str> = Some("origin <> 'text'");

/// Rows that a text has brought.
const FOUND: Option<&str> = Some("origin = 'text'");

pub(super) const SEALED: &[Sealed] = &[
    Sealed {
        table: "actors",
        key: "actors",
        rows: "curated actors",
        has_id: true,
        columns: "id, slug, name, kind, gender, state_id, description, wikidata, origin",
        only: CURATED,
    },
    Sealed {
        table: "actors",
        key: "actors_found",
        rows: "actors found in texts",
        has_id: true,
        columns: "id, slug, name, kind, gender, state_id, description, wikidata, origin",
        only: FOUND,
    },
    Sealed {
        table: "actor_aliases",
        key: "actor_aliases",
        rows: "curated aliases",
        has_id: true,
        columns: "id, actor_id, alias, kind, origin",
        only: CURATED,
    },
    Sealed {
        table: "actor_aliases",
        key: "aliases_found",
        rows: "aliases found in texts",
        has_id: true,
        columns: "id, actor_id, alias, kind, origin",
        only: FOUND,
    },
    Sealed {
        table: "roles",
        key: "roles",
        rows: "curated roles",
        has_id: true,
        columns: "id, actor_id, title, organisation_id, since, until, origin",
        only: CURATED,
    },
    Sealed {
        table: "actor_ids",
        key: "actor_ids",
        rows: "ids of other registers",
        has_id: false,
        columns: "scheme, external_id, actor_id",
        only: None,
    },
    Sealed {
        table: "actor_merges",
        key: "actor_merges",
        rows: "merges",
        has_id: false,
        columns: "slug, name_folded, kind, into_slug, actor_id, change_id",
        only: None,
    },
    Sealed {
        table: "different_actors",
        key: "different_actors",
        rows: "pairs told apart",
        has_id: false,
        columns: "actor_id, other_id, change_id",
        only: None,
    },
    Sealed {
        table: "removed_actors",
        key: "removed_actors",
        rows: "actors taken out",
        has_id: false,
        columns: "slug, name_folded, kind, article_id, change_id",
        only: None,
    },
    Sealed {
        table: "removed_facts",
        key: "removed_facts",
        rows: "facts taken away",
        has_id: false,
        columns: "actor_id, fact, text",
        only: None,
    },
    Sealed {
        table: "actor_changes",
        key: "actor_changes",
        rows: "changes in the log",
        has_id: true,
        columns: "id, made_at, made_by, why, action, actor_slug, other_slug, detail, undo, undone_by",
        only: None,
    },
    Sealed {
        table: "speaker_reviews",
        key: "speaker_reviews",
        rows: "reviews",
        has_id: true,
        columns: "id, article_id, quote, start_char, end_char, actor_id, change_id, rejected",
        only: None,
    },
    Sealed {
        table: "issues",
        key: "issues",
        rows: "issues",
        has_id: true,
        columns: "id, slug, name, proposition, description, origin",
        only: None,
    },
    Sealed {
        table: "issue_signals",
        key: "issue_signals",
        rows: "signals of issues",
        has_id: false,
        columns: "issue_id, words, direction",
        only: None,
    },
    Sealed {
        table: "issue_changes",
        key: "issue_changes",
        rows: "changes of issues in the log",
        has_id: true,
        columns: "id, made_at, made_by, why, action, slug, before, after",
        only: None,
    },
    Sealed {
        table: "position_reviews",
        key: "position_reviews",
        rows: "reviews of positions",
        has_id: true,
        columns: "id, article_id, actor_id, issue_id, verdict, stance, evidence, made_at, made_by, why, undone_at",
        only: None,
    },
    Sealed {
        table: "quote_reviews",
        key: "quote_reviews",
        rows: "reviews of quotes",
        has_id: true,
        columns: "id, article_id, quote_id, verdict, exact, prefix, suffix, start_char, before, after, change_id, made_at, made_by, why, undone_at",
        only: None,
    },
    Sealed {
        table: "speaker_review_others",
        key: "speaker_review_others",
        rows: "further speakers in reviews",
        has_id: false,
        columns: "review_id, actor_id",
        only: None,
    },
    Sealed {
        table: "remarks",
        key: "remarks",
        rows: "tags and notes",
        has_id: true,
        columns: "id, kind, text, object, article_id, exact, start_char, actor_slug, issue_slug, made_at, made_by, why, undone_at, undone_by, removes",
        only: None,
    },
    Sealed {
        table: "positions",
        key: "positions",
        rows: "positions",
        has_id: true,
        columns: "id, actor_id, issue_id, stance, basis, ascribed_by_id, stated_on, note, origin",
        only: CURATED,
    },
    Sealed {
        table: "removed_articles",
        key: "removed_articles",
        rows: "removed articles",
        has_id: true,
        columns: "id, removed_at, removed_by, why, source_path, title, outlet, published, quotes, reviews, positions",
        only: None,
    },
];
