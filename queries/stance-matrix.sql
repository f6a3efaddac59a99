-- name: stance-matrix
-- summary: Actors against issues: who stands where, at a glance
-- help: One row for each actor, one column for each issue. Several stances of one actor on one issue stand in the order in which
-- help: they were stated. + means that the actor is for what the issue's name says. What somebody else ascribes to an actor is left out unless you ask for it.
-- param: basis choice(stated, any) default=stated; what actors stated themselves, or what others ascribe to them as well
-- param: kind choice(person, state, body, organisation, outlet, group); only actors of this kind
-- param: issue issue; only this issue
-- matrix: issue, stance
-- example: kb query stance-matrix --kind state
SELECT actor, issue, group_concat(stance, ' → ') AS stance
FROM (
  SELECT s.name AS actor, i.name AS issue, p.stance, p.actor_id, p.issue_id
  FROM standing_positions p
  JOIN actors s ON s.id = p.actor_id
  JOIN issues i ON i.id = p.issue_id
  WHERE (:basis = 'any' OR p.basis <> 'ascribed')
    AND s.kind = :kind         -- if :kind
    AND p.issue_id = :issue    -- if :issue
  GROUP BY p.actor_id, p.issue_id, p.stance
  ORDER BY s.name, i.slug, min(coalesce(p.stated_on, '9')), min(p.id)
)
GROUP BY actor_id, issue_id
ORDER BY count(*) OVER (PARTITION BY actor_id) DESC, actor, issue
