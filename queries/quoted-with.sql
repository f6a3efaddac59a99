-- name: quoted-with
-- summary: Who is quoted in the same articles as an actor
-- param: actor actor required; the actor
-- param: kind choice(person, state, body, organisation, outlet, group); only others of this kind
-- example: kb query quoted-with --actor Lavrov
WITH shared (article_id) AS (
  SELECT DISTINCT q.article_id
  FROM standing_speakers s JOIN made_quotes q ON q.id = s.quote_id
  WHERE s.actor_id = :actor AND s.relation = 'speaker'
)
SELECT a.name AS actor, a.kind AS actor_kind, count(DISTINCT q.article_id) AS articles, count(*) AS quotes
FROM shared
JOIN made_quotes q ON q.article_id = shared.article_id
JOIN standing_speakers s ON s.quote_id = q.id AND s.relation = 'speaker' AND s.actor_id <> :actor
JOIN actors a ON a.id = s.actor_id
WHERE 1
  AND a.kind = :kind    -- if :kind
GROUP BY a.id
ORDER BY articles DESC, quotes DESC, a.name
