-- name: said-by-outlet
-- summary: Who is quoted in an outlet, and how often
-- param: outlet outlet required; the outlet's name
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- example: kb query said-by-outlet --outlet CGTN
SELECT s.name AS actor, s.kind AS actor_kind, count(*) AS quotes, count(DISTINCT q.article_id) AS articles,
  sum(q.kind = 'direct') AS direct, sum(q.kind = 'mixed') AS mixed, sum(q.kind = 'indirect') AS indirect
FROM articles a
JOIN made_quotes q ON q.article_id = a.id
JOIN standing_speakers qs ON qs.quote_id = q.id AND qs.relation = 'speaker'
JOIN actors s ON s.id = qs.actor_id
WHERE a.outlet_id = :outlet
  AND a.published_last >= :since    -- if :since
  AND a.published <= :until    -- if :until
GROUP BY s.id
ORDER BY quotes DESC, s.name
