-- name: outlets
-- summary: Who published how many articles, with how many quotes, and when
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- example: kb query outlets
WITH per_article AS (SELECT article_id, count(*) AS quotes FROM made_quotes GROUP BY article_id)
SELECT coalesce(o.name, '(not stated)') AS outlet, count(*) AS articles, sum(coalesce(c.quotes, 0)) AS quotes,
  min(a.published) AS first, max(a.published) AS last
FROM articles a
LEFT JOIN per_article c ON c.article_id = a.id
LEFT JOIN outlets o ON o.id = a.outlet_id
WHERE 1
  AND a.published_last >= :since    -- if :since
  AND a.published <= :until    -- if :until
GROUP BY a.outlet_id
ORDER BY articles DESC, outlet
