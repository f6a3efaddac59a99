-- name: single-source
-- summary: Positions that rest on the word of one article alone
-- help: An actor's stance on an issue for which all of the evidence is in a single article: look for a second source.
-- param: actor actor; only this actor
-- param: issue issue; only on this issue
-- param: basis choice(own_words, reported, ascribed); only on this basis
-- answers: actor, issue, stance, evidence, title
-- example: kb query single-source --issue minsk
SELECT p.actor, p.issue, p.stance, group_concat(DISTINCT p.basis) AS basis, count(*) AS passages, min(p.outlet) AS outlet,
  min(p.article) AS title, min(p.evidence) AS evidence, min(p.article_id) AS article_id
FROM stated_positions p
WHERE 1
  AND p.actor_id = :actor    -- if :actor
  AND p.issue_id = :issue    -- if :issue
  AND p.basis = :basis       -- if :basis
GROUP BY p.actor_id, p.issue_id, p.stance
HAVING min(p.article_id) = max(p.article_id)
ORDER BY p.actor, p.issue
