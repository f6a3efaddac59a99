-- name: stance-matrix
-- summary: Actors against issues: who stands where, at a glance
-- help: One row for each actor, one column for each issue. Several stances of one actor on one issue stand in the order in which
-- help: they were stated, or published where the articles do not tell. What the columns are called is what is supported: "Harbour toll: supports".
-- help: What somebody else ascribes to an actor is left out unless you ask for it. `kb query positions` has the evidence.
-- help: With --including-officials, what a state's bodies and those who held office in it on that day stated stands in the row of the state.
-- param: basis choice(stated, any) default=stated; what actors stated themselves, or what others ascribe to them as well
-- param: kind choice(person, state, body, organisation, outlet, group); only actors of this kind
-- param: issue issue; only this issue
-- param: including_officials flag; states with what their bodies and officials stated
-- param: since date-from; stated on this day or later, or published where the article does not tell
-- param: until date-to; stated on this day or earlier, or published
-- matrix: issue, stance
-- example: kb query stance-matrix --kind state
WITH held AS (
  SELECT p.*, coalesce(NULL,
    -- Dates are as exact as they are known: a term that ended in 2022 may have ended on any day of it.
    (SELECT iif(o.kind = 'state', o.id, o.state_id) FROM roles r JOIN actors o ON o.id = r.organisation_id WHERE :including_officials AND r.actor_id = p.actor_id AND o.kind IN ('state', 'body') AND (p.dated IS NULL OR coalesce(r.since, '') <= p.dated || '~' AND coalesce(r.until, '9999') || '~' >= p.dated) ORDER BY r.until IS NOT NULL, r.since DESC LIMIT 1),    -- if :including_officials
    (SELECT b.state_id FROM actors b WHERE :including_officials AND b.id = p.actor_id AND b.kind = 'body'),    -- if :including_officials
    p.actor_id) AS holder_id
  FROM stated_positions p
)
SELECT actor, issue, group_concat(stance, ' → ') AS stance
FROM (
  SELECT s.name AS actor, p.issue, p.stance, p.holder_id, p.issue_id
  FROM held p
  JOIN actors s ON s.id = p.holder_id
  WHERE (:basis = 'any' OR p.basis <> 'ascribed')
    AND s.kind = :kind         -- if :kind
    AND p.issue_id = :issue    -- if :issue
    AND p.dated_last >= :since    -- if :since
    AND p.dated <= :until    -- if :until
  GROUP BY p.holder_id, p.issue_id, p.stance
  ORDER BY s.name, p.issue_slug, min(coalesce(p.dated, '9')), min(p.position_id)
)
GROUP BY holder_id, issue_id
ORDER BY count(*) OVER (PARTITION BY holder_id) DESC, actor, issue
