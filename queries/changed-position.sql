-- name: changed-position
-- summary: Actors with more than one stance on an issue, in the order they were stated
-- help: Either the actor changed its position, or set other conditions, or the articles disagree: read the evidence. `dated` is the day
-- help: it was stated on where the article tells, else that of publication; `dated_by` tells which.
-- param: actor actor; only this actor
-- param: issue issue; only on this issue
-- param: basis choice(stated, any) default=stated; what actors stated themselves, or what others ascribe to them as well
-- answers: actor, issue, dated, stance, evidence, title
-- example: kb query changed-position
WITH several AS (
  SELECT actor_id, issue_id FROM standing_positions
  WHERE (:basis = 'any' OR basis <> 'ascribed') AND stance <> 'unclear'
  GROUP BY actor_id, issue_id
  HAVING min(stance) <> max(stance) OR min(stated_on) <> max(stated_on)
)
SELECT p.actor, p.issue, p.dated, p.dated_by, p.stance, p.condition, p.basis, p.evidence, p.note, p.article AS title, p.article_id, p.start_char, p.confidence
FROM several c
JOIN stated_positions p ON p.actor_id = c.actor_id AND p.issue_id = c.issue_id
WHERE (:basis = 'any' OR p.basis <> 'ascribed')
  AND c.actor_id = :actor    -- if :actor
  AND c.issue_id = :issue    -- if :issue
ORDER BY p.actor, p.issue, p.dated IS NULL, p.dated, p.position_id
