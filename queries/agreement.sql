-- name: agreement
-- summary: Pairs of actors, on how many issues they stand on the same side and on how many on opposite ones
-- help: Counts issues on which both are for or against and each on one side alone; where an actor has taken both, it counts for neither.
-- help: `which` names them: + the same side, − opposite ones. `share` is that of the issues on which they agree. A pair of one issue says little: see `issues`.
-- param: actor actor; only pairs with this actor
-- param: basis choice(stated, any) default=stated; what actors stated themselves, or what others ascribe to them as well
-- param: kind choice(person, state, body, organisation, outlet, group); only actors of this kind
-- answers: actor, other, issues, agree, disagree, which
-- example: kb query agreement --basis any --limit 10
WITH sides AS (
  SELECT p.actor_id, p.issue_id, min(p.stance) AS stance, s.name
  FROM standing_positions p
  JOIN actors s ON s.id = p.actor_id
  WHERE p.stance IN ('supports', 'opposes')
    AND (:basis = 'any' OR p.basis <> 'ascribed')
    AND s.kind = :kind    -- if :kind
  GROUP BY p.actor_id, p.issue_id
  HAVING min(p.stance) = max(p.stance)
)
SELECT a.name AS actor, b.name AS other, count(*) AS issues, sum(a.stance = b.stance) AS agree, sum(a.stance <> b.stance) AS disagree,
  round(avg(a.stance = b.stance), 2) AS share, group_concat(iif(a.stance = b.stance, '+ ', '− ') || i.slug, ', ') AS which
FROM sides a
JOIN sides b ON b.issue_id = a.issue_id AND (a.name < b.name OR a.name = b.name AND a.actor_id < b.actor_id)
JOIN issues i ON i.id = a.issue_id
WHERE 1
  AND :actor IN (a.actor_id, b.actor_id)    -- if :actor
GROUP BY a.actor_id, b.actor_id
ORDER BY issues DESC, agree DESC, actor, other
