-- name: most-quoted
-- summary: Who is quoted most
-- help: `first` and `last` are the days of the saying where an article tells it, else those of publication.
-- param: kind choice(person, state, body, organisation, outlet, group); only actors of this kind
-- param: outlet outlet; in this outlet
-- param: since date-from; said on this day or later; where the article does not tell the day, published
-- param: until date-to; said on this day or earlier, or published
-- param: top integer default=20; so many actors
-- example: kb query most-quoted --kind person
WITH ranked AS (
  SELECT s.actor_id, count(*) AS quotes
  FROM
    articles a CROSS JOIN made_quotes q ON q.article_id = a.id CROSS JOIN    -- if :outlet, :since, :until
    standing_speakers s
    ON s.quote_id = q.id                                                -- if :outlet, :since, :until
  JOIN actors k ON k.id = s.actor_id                                    -- if :kind
  WHERE s.relation = 'speaker'
    AND s.quote_id NOT IN (SELECT id FROM standing_quotes WHERE determinacy <> 'yes')
    AND k.kind = :kind           -- if :kind
    AND a.outlet_id = :outlet    -- if :outlet
    AND iif(q.said_on IS NULL, a.published_last, min(q.said_last, coalesce(a.published_last, q.said_last))) >= :since    -- if :since
    AND coalesce(q.said_on, a.published) <= :until    -- if :until
  GROUP BY s.actor_id
  ORDER BY quotes DESC
  LIMIT :top
)
SELECT s.name AS actor, s.kind AS actor_kind, r.quotes, count(DISTINCT a.id) AS articles,
  count(DISTINCT a.outlet_id) AS outlets, sum(q.kind <> 'indirect') AS with_marks,
  min(coalesce(q.said_on, a.published)) AS first, max(coalesce(q.said_on, a.published)) AS last
FROM ranked r
-- In this order: few actors first.
CROSS JOIN actors s ON s.id = r.actor_id
CROSS JOIN standing_speakers qs ON qs.actor_id = r.actor_id AND qs.relation = 'speaker'
CROSS JOIN made_quotes_in_brief q ON q.id = qs.quote_id
CROSS JOIN articles a INDEXED BY articles_in_brief ON a.id = q.article_id
WHERE 1
  AND a.outlet_id = :outlet    -- if :outlet
  AND iif(q.said_on IS NULL, a.published_last, min(q.said_last, coalesce(a.published_last, q.said_last))) >= :since    -- if :since
  AND coalesce(q.said_on, a.published) <= :until    -- if :until
GROUP BY r.actor_id
ORDER BY r.quotes DESC, s.name
