-- name: outlets
-- summary: Who published how many articles, with how many quotes, and when
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- example: kb query outlets
SELECT coalesce(o.name, '(not stated)') AS outlet, count(*) AS articles,
  sum((SELECT count(*) FROM quotes q WHERE q.article_id = a.id)) AS quotes,
  min(a.published) AS first, max(a.published) AS last
FROM articles a
LEFT JOIN outlets o ON o.id = a.outlet_id
WHERE 1
  AND a.published >= :since    -- if :since
  AND a.published <= :until    -- if :until
GROUP BY a.outlet_id
ORDER BY articles DESC, outlet
