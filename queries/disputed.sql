-- name: disputed
-- summary: Issues on which actors oppose each other: who against whom
-- param: issue issue; only this issue
-- param: actor actor; only issues that this actor takes a position on
-- example: kb query disputed --issue nato-expansion
SELECT i.slug AS issue,
  (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT s.name FROM positions x JOIN actors s ON s.id = x.actor_id
    WHERE x.issue_id = i.id AND x.stance = 'supports' ORDER BY s.name)) AS supports,
  (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT s.name FROM positions x JOIN actors s ON s.id = x.actor_id
    WHERE x.issue_id = i.id AND x.stance = 'opposes' ORDER BY s.name)) AS opposes,
  (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT s.name FROM positions x JOIN actors s ON s.id = x.actor_id
    WHERE x.issue_id = i.id AND x.stance = 'conditional' ORDER BY s.name)) AS conditional,
  i.proposition
FROM issues i
WHERE EXISTS (SELECT 1 FROM positions x WHERE x.issue_id = i.id AND x.stance = 'supports')
  AND EXISTS (SELECT 1 FROM positions x WHERE x.issue_id = i.id AND x.stance = 'opposes')
  AND i.id = :issue    -- if :issue
  AND EXISTS (SELECT 1 FROM positions x WHERE x.issue_id = i.id AND x.actor_id = :actor)    -- if :actor
ORDER BY i.slug
