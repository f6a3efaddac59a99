-- name: issues
-- summary: The matters in dispute, and how many actors stand where
-- param: issue issue; only this issue
-- example: kb query issues
SELECT i.slug AS issue, i.proposition,
  count(DISTINCT p.actor_id) AS actors,
  count(DISTINCT CASE p.stance WHEN 'supports' THEN p.actor_id END) AS supports,
  count(DISTINCT CASE p.stance WHEN 'opposes' THEN p.actor_id END) AS opposes,
  count(DISTINCT CASE p.stance WHEN 'conditional' THEN p.actor_id END) AS conditional,
  count(DISTINCT CASE WHEN p.stance IN ('neutral', 'unclear') THEN p.actor_id END) AS other
FROM issues i
LEFT JOIN standing_positions p ON p.issue_id = i.id
WHERE 1
  AND i.id = :issue    -- if :issue
GROUP BY i.id
ORDER BY actors DESC, i.slug
