-- name: silence
-- summary: Issues on which an actor that is quoted has taken no side, as far as was read
-- help: Nothing was read is not nothing was said: `quotes` tells how much of the actor there is to read. Actors with many quotes come first.
-- param: actor actor; only this actor
-- param: issue issue; only this issue
-- param: kind choice(person, state, body, organisation, outlet, group); only actors of this kind
-- example: kb query silence --actor Putin
WITH quoted AS (
  SELECT s.actor_id, count(*) AS quotes
  FROM standing_speakers s
  JOIN made_quotes_in_brief q ON q.id = s.quote_id
  WHERE s.relation = 'speaker'
    AND s.actor_id = :actor    -- if :actor
  GROUP BY s.actor_id
)
SELECT a.name AS actor, i.slug AS issue, i.proposition, q.quotes
FROM quoted q
JOIN actors a ON a.id = q.actor_id AND a.article_id IS NULL
JOIN issues i
WHERE NOT EXISTS (SELECT 1 FROM standing_positions p WHERE p.actor_id = q.actor_id AND p.issue_id = i.id AND p.stance <> 'unclear')
  AND (i.origin = 'user' OR NOT EXISTS (SELECT 1 FROM issues WHERE origin = 'user'))
  AND i.id = :issue    -- if :issue
  AND a.kind = :kind   -- if :kind
ORDER BY q.quotes DESC, a.name, i.slug
