//! The query behind `kb actor list`.

use crate::extract::speakers::fold_name;

/// A line for each actor that has a name, by name; `:words` (folded), `:kind`, `:state` and `:origin` may be NULL. Read in the order of an
/// index, so that the first lines of a long registry come at once.
pub const SQL: &str = "SELECT a.slug, a.name, a.kind, s.slug AS state,
  (SELECT count(*) FROM actor_aliases x WHERE x.actor_id = a.id) AS aliases,
  (SELECT count(*) FROM roles r WHERE r.actor_id = a.id) AS roles,
  (SELECT count(*) FROM standing_speakers q WHERE q.actor_id = a.id AND q.relation = 'speaker') AS quotes,
  a.origin, a.description
FROM actors a LEFT JOIN actors s ON s.id = a.state_id
WHERE a.article_id IS NULL AND (:kind IS NULL OR a.kind = :kind) AND (:state IS NULL OR a.state_id = :state)
  AND (:origin IS NULL OR a.origin = :origin)
  AND (:words IS NULL OR instr(' ' || a.name_folded, ' ' || :words) > 0 OR EXISTS (
    SELECT 1 FROM actor_aliases x WHERE x.actor_id = a.id AND instr(' ' || x.alias_folded, ' ' || :words) > 0))
ORDER BY a.name_folded, a.id";

/// Words as the columns of folded names have them.
pub fn folded(words: &str) -> String {
    fold_name(words)
}
