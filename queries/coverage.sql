-- name: coverage
-- summary: Which outlets quote which actors, and how often
-- param: actor actor; only this actor
-- param: outlet outlet; only this outlet
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- example: kb query coverage --actor Lavrov
WITH counted AS (
  SELECT a.outlet_id, s.actor_id, count(*) AS quotes, count(DISTINCT a.id) AS articles, max(a.published) AS last
  FROM quote_speakers s
  JOIN quotes q ON q.id = s.quote_id
  JOIN articles a ON a.id = q.article_id
  WHERE s.relation = 'speaker'
    AND s.actor_id = :actor      -- if :actor
    AND a.outlet_id = :outlet    -- if :outlet
    AND a.published >= :since    -- if :since
    AND a.published <= :until    -- if :until
  GROUP BY a.outlet_id, s.actor_id
)
SELECT coalesce(o.name, '(not stated)') AS outlet, s.name AS actor, c.quotes, c.articles, c.last
FROM counted c
JOIN actors s ON s.id = c.actor_id
LEFT JOIN outlets o ON o.id = c.outlet_id
ORDER BY c.quotes DESC, outlet, actor
