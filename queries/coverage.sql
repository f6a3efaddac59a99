-- name: coverage
-- summary: Which outlets quote which actors, and how often
-- help: Of the actors quoted most, unless an actor is given: `--top` says how many.
-- param: actor actor; only this actor
-- param: outlet outlet; only this outlet
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- param: top integer default=20; of so many actors, those quoted most in all
-- example: kb query coverage --actor Lavrov
WITH often AS (
  SELECT actor_id FROM standing_speakers
  WHERE relation = 'speaker'
    AND quote_id NOT IN (SELECT id FROM standing_quotes WHERE determinacy <> 'yes')
    AND actor_id = :actor        -- if :actor
  GROUP BY actor_id
  ORDER BY count(*) DESC
  LIMIT :top
), counted AS (
  SELECT a.outlet_id, s.actor_id, count(*) AS quotes, count(DISTINCT a.id) AS articles, max(a.published) AS last
  FROM often
  CROSS JOIN standing_speakers s ON s.actor_id = often.actor_id AND s.relation = 'speaker'
  CROSS JOIN made_quotes_in_brief q ON q.id = s.quote_id
  CROSS JOIN articles a INDEXED BY articles_in_brief ON a.id = q.article_id
  WHERE 1
    AND a.outlet_id = :outlet    -- if :outlet
    AND a.published_last >= :since    -- if :since
    AND a.published <= :until    -- if :until
  GROUP BY a.outlet_id, s.actor_id
)
SELECT coalesce(o.name, '(not stated)') AS outlet, s.name AS actor, c.quotes, c.articles, c.last
FROM counted c
JOIN actors s ON s.id = c.actor_id
LEFT JOIN outlets o ON o.id = c.outlet_id
ORDER BY c.quotes DESC, outlet, actor
