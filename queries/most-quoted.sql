-- name: most-quoted
-- summary: Who is quoted most
-- param: kind choice(person, state, body, organisation, outlet, group); only actors of this kind
-- param: outlet outlet; in this outlet
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- example: kb query most-quoted --kind person
SELECT s.name AS actor, s.kind AS actor_kind, count(*) AS quotes, count(DISTINCT q.article_id) AS articles,
  count(DISTINCT a.outlet_id) AS outlets, sum(q.kind <> 'indirect') AS with_marks,
  min(a.published) AS first, max(a.published) AS last
FROM quote_speakers qs
JOIN actors s ON s.id = qs.actor_id
JOIN quotes q ON q.id = qs.quote_id
JOIN articles a ON a.id = q.article_id
WHERE qs.relation = 'speaker'
  AND s.kind = :kind           -- if :kind
  AND a.outlet_id = :outlet    -- if :outlet
  AND a.published >= :since    -- if :since
  AND a.published <= :until    -- if :until
GROUP BY s.id
ORDER BY quotes DESC, s.name
