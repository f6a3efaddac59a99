-- name: actor
-- summary: A card of one actor: names, offices, positions, what is counted of it
-- help: The same for a reader in a terminal: `kb show actor NAME`.
-- param: actor actor required; name, surname, alias or slug
-- example: kb query actor --actor 'foreign ministry of russia'
SELECT what, value, since, until
FROM (
  SELECT 1 AS part, 0 AS place, 'name' AS what, name AS value, NULL AS since, NULL AS until FROM actors WHERE id = :actor
  UNION ALL SELECT 2, 0, 'kind', kind, NULL, NULL FROM actors WHERE id = :actor
  UNION ALL SELECT 3, 0, 'description', description, NULL, NULL FROM actors WHERE id = :actor AND description <> ''
  UNION ALL SELECT 4, 0, 'state', s.name, NULL, NULL FROM actors a JOIN actors s ON s.id = a.state_id WHERE a.id = :actor
  UNION ALL SELECT 5, r.id, 'office', r.title || coalesce(', ' || o.name, ''), r.since, r.until
    FROM roles r LEFT JOIN actors o ON o.id = r.organisation_id WHERE r.actor_id = :actor
  UNION ALL SELECT 6, id, 'alias (' || kind || ')', alias, NULL, NULL FROM actor_aliases WHERE actor_id = :actor
  UNION ALL SELECT 7, 0, 'quotes', CAST(count(*) AS TEXT), NULL, NULL
    FROM standing_speakers s JOIN made_quotes_in_brief q ON q.id = s.quote_id WHERE s.actor_id = :actor AND s.relation = 'speaker'
  UNION ALL SELECT 8, min(p.id), 'position', i.name || ': ' || group_concat(DISTINCT p.stance), min(p.stated_on), max(p.stated_on)
    FROM standing_positions p JOIN issues i ON i.id = p.issue_id WHERE p.actor_id = :actor GROUP BY p.issue_id
)
ORDER BY part, since, place
