-- name: stance-matrix
-- summary: Actors against issues: who stands where, at a glance
-- help: One row for each actor, one column for each issue. Several stances of one actor on one issue stand in the order in which
-- help: they were stated, or published where the articles do not tell. What the columns are called is what is supported: "Harbour toll: supports".
-- help: What somebody else ascribes to an actor is left out unless you ask for it. `kb query positions` has the evidence.
-- param: basis choice(stated, any) default=stated; what actors stated themselves, or what others ascribe to them as well
-- param: kind choice(person, state, body, organisation, outlet, group); only actors of this kind
-- param: issue issue; only this issue
-- param: since date-from; stated on this day or later, or published where the article does not tell
-- param: until date-to; stated on this day or earlier, or published
-- matrix: issue, stance
-- example: kb query stance-matrix --kind state
SELECT actor, issue, group_concat(stance, ' → ') AS stance
FROM (
  SELECT p.actor, p.issue, p.stance, p.actor_id, p.issue_id
  FROM stated_positions p
  JOIN actors s ON s.id = p.actor_id
  WHERE (:basis = 'any' OR p.basis <> 'ascribed')
    AND s.kind = :kind         -- if :kind
    AND p.issue_id = :issue    -- if :issue
    AND p.dated_last >= :since    -- if :since
    AND p.dated <= :until    -- if :until
  GROUP BY p.actor_id, p.issue_id, p.stance
  ORDER BY p.actor, p.issue_slug, min(coalesce(p.dated, '9')), min(p.position_id)
)
GROUP BY actor_id, issue_id
ORDER BY count(*) OVER (PARTITION BY actor_id) DESC, actor, issue
