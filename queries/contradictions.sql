-- name: contradictions
-- summary: Actors for whom more than one side of an issue is told: the surest passage for each
-- help: Either the actor changed its position or speaks with two tongues, or the articles disagree: read all. What others ascribe
-- help: to an actor is left out unless you ask for it. `changed-position` has all passages, in the order of time.
-- param: actor actor; only this actor
-- param: issue issue; only on this issue
-- param: basis choice(stated, any) default=stated; what actors stated themselves, or what others ascribe to them as well
-- answers: actor, issue, stance, evidence, title
-- example: kb query contradictions --basis any
WITH sides AS (
  SELECT p.*, row_number() OVER (PARTITION BY p.actor_id, p.issue_id, p.stance ORDER BY p.confidence DESC, p.position_id) AS place,
    min(p.stance) OVER (PARTITION BY p.actor_id, p.issue_id) AS one, max(p.stance) OVER (PARTITION BY p.actor_id, p.issue_id) AS other
  FROM stated_positions p
  WHERE p.stance IN ('supports', 'opposes', 'conditional')
    AND (:basis = 'any' OR p.basis <> 'ascribed')
    AND p.actor_id = :actor    -- if :actor
    AND p.issue_id = :issue    -- if :issue
)
SELECT actor, issue, stance, evidence, dated, dated_by, basis, ascribed_by, article AS title, article_id, start_char, confidence, position_id
FROM sides
WHERE place = 1 AND one <> other
ORDER BY actor, issue, stance DESC
