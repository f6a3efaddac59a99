-- name: said-by-outlet
-- summary: Who is quoted in an outlet, and how often
-- param: outlet outlet required; the outlet's name
-- param: since date-from; said on this day or later; where the article does not tell the day, published
-- param: until date-to; said on this day or earlier, or published
-- example: kb query said-by-outlet --outlet CGTN
SELECT s.name AS actor, s.kind AS actor_kind, count(*) AS quotes, count(DISTINCT q.article_id) AS articles,
  sum(q.kind = 'direct') AS direct, sum(q.kind = 'mixed') AS mixed, sum(q.kind = 'indirect') AS indirect
FROM articles a
JOIN made_quotes q ON q.article_id = a.id
JOIN standing_speakers qs ON qs.quote_id = q.id AND qs.relation = 'speaker'
JOIN actors s ON s.id = qs.actor_id
WHERE a.outlet_id = :outlet
  AND iif(q.said_on IS NULL, a.published_last, min(q.said_last, coalesce(a.published_last, q.said_last))) >= :since    -- if :since
  AND coalesce(q.said_on, a.published) <= :until    -- if :until
GROUP BY s.id
ORDER BY quotes DESC, s.name
