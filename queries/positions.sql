-- name: positions
-- summary: Where actors stand on the issues, each with its evidence
-- help: A stance never comes without the passage that shows it. `basis` tells on whose word it rests: own_words (the actor is
-- help: quoted), reported (the article says what the actor stated) or ascribed (somebody else says where the actor stands).
-- help: `dated` is the day it was stated on where the article tells, else that of publication; `dated_by` tells which.
-- help: `confidence` is kb's own; where there is none, a person or the starter corpus says so.
-- param: actor actor; who holds the position
-- param: issue issue; on which issue: its slug or words of its name
-- param: stance choice(supports, opposes, conditional, neutral, unclear); only this stance
-- param: basis choice(own_words, reported, ascribed); only on this basis
-- param: origin choice(seed, user, text); only what came with kb, what a person says, or what kb read in an article
-- param: since date-from; stated on this day or later, or published where the article does not tell
-- param: until date-to; stated on this day or earlier, or published
-- answers: actor, issue, stance, basis, ascribed_by, evidence, title
-- example: kb query positions --actor Russia
SELECT p.actor, p.issue, p.stance, p.basis, p.ascribed_by, p.dated, p.evidence, p.article_id, p.article AS title, p.condition, p.confidence, p.position_id,
  p.dated_by, p.start_char
FROM stated_positions p
WHERE 1
  AND p.actor_id IN (SELECT alike_id FROM actors_alike WHERE actor_id = :actor)      -- if :actor
  AND p.issue_id = :issue      -- if :issue
  AND p.stance = :stance       -- if :stance
  AND p.basis = :basis         -- if :basis
  AND p.origin = :origin       -- if :origin
  AND p.dated_last >= :since    -- if :since
  AND p.dated <= :until    -- if :until
ORDER BY p.issue, p.actor, p.dated, p.position_id
