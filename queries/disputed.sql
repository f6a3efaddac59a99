-- name: disputed
-- summary: Issues on which actors oppose each other: who against whom
-- param: issue issue; only this issue
-- param: actor actor; only issues that this actor takes a position on
-- answers: issue, supports, opposes, conditional
-- example: kb query disputed --issue nato-expansion
WITH holders AS (
  SELECT DISTINCT p.issue_id, p.stance, s.name
  FROM standing_positions p
  JOIN actors s ON s.id = p.actor_id
  WHERE 1
    AND p.issue_id = :issue    -- if :issue
    AND p.issue_id IN (SELECT issue_id FROM standing_positions WHERE actor_id = :actor)    -- if :actor
  ORDER BY p.issue_id, s.name
)
SELECT i.slug AS issue,
  group_concat(CASE h.stance WHEN 'supports' THEN h.name END, ', ') AS supports,
  group_concat(CASE h.stance WHEN 'opposes' THEN h.name END, ', ') AS opposes,
  group_concat(CASE h.stance WHEN 'conditional' THEN h.name END, ', ') AS conditional,
  i.proposition
FROM holders h
JOIN issues i ON i.id = h.issue_id
GROUP BY h.issue_id
HAVING supports IS NOT NULL AND opposes IS NOT NULL
ORDER BY i.slug
