-- name: contradictions
-- summary: Actors for whom both sides of an issue are told, with a passage for each
-- help: Either the actor changed its position or speaks with two tongues, or the articles disagree: read both. What others ascribe
-- help: to an actor is left out unless you ask for it.
-- param: actor actor; only this actor
-- param: issue issue; only on this issue
-- param: basis choice(stated, any) default=stated; what actors stated themselves, or what others ascribe to them as well
-- example: kb query contradictions --basis any
WITH sides AS (
  SELECT p.actor_id, p.issue_id, p.actor, p.issue, p.stance, p.dated, p.evidence, p.article, p.article_id, p.basis,
    row_number() OVER (PARTITION BY p.actor_id, p.issue_id, p.stance ORDER BY p.confidence DESC, p.position_id) AS place
  FROM stated_positions p
  WHERE p.stance IN ('supports', 'opposes')
    AND (:basis = 'any' OR p.basis <> 'ascribed')
    AND p.actor_id = :actor    -- if :actor
    AND p.issue_id = :issue    -- if :issue
)
SELECT s.actor, s.issue, s.dated AS supports_on, s.evidence AS supports, s.basis AS supports_basis, s.article AS supports_title, s.article_id AS supports_article_id,
  o.dated AS opposes_on, o.evidence AS opposes, o.basis AS opposes_basis, o.article AS opposes_title, o.article_id AS opposes_article_id
FROM sides s
JOIN sides o ON o.actor_id = s.actor_id AND o.issue_id = s.issue_id AND o.stance = 'opposes' AND o.place = 1
WHERE s.stance = 'supports' AND s.place = 1
ORDER BY s.actor, s.issue
