-- name: position-history
-- summary: How one actor has stood on an issue, passage by passage, in the order of time
-- help: `dated` is the day it was stated on where the article tells, else that of publication; `dated_by` tells which. What others
-- help: ascribe to the actor stands among it, with by whom: a change may be that of the reporters.
-- param: actor actor required; who holds the position
-- param: issue issue; only on this issue
-- param: basis choice(own_words, reported, ascribed); only on this basis
-- param: since date-from; stated on this day or later, or published where the article does not tell
-- param: until date-to; stated on this day or earlier, or published
-- answers: issue, dated, stance, evidence, title
-- example: kb query position-history --actor Russia
SELECT p.issue, p.dated, p.dated_by, p.stance, p.condition, p.basis, p.ascribed_by, p.evidence, p.outlet, p.article AS title, p.article_id, p.start_char,
  p.confidence, p.position_id
FROM stated_positions p
WHERE p.actor_id IN (SELECT alike_id FROM actors_alike WHERE actor_id = :actor)
  AND p.issue_id = :issue    -- if :issue
  AND p.basis = :basis       -- if :basis
  AND p.dated_last >= :since    -- if :since
  AND p.dated <= :until    -- if :until
ORDER BY p.issue, p.dated IS NULL, p.dated, p.position_id, p.start_char
