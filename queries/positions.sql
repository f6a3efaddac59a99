-- name: positions
-- summary: Where actors stand on the issues, each with its evidence
-- help: A stance never comes without the passage that shows it. `basis` tells on whose word it rests: own_words (the actor is
-- help: quoted), reported (the article says what the actor stated) or ascribed (somebody else says where the actor stands).
-- param: actor actor; who holds the position
-- param: issue issue; on which issue: its slug or words of its name
-- param: stance choice(supports, opposes, conditional, neutral, unclear); only this stance
-- param: basis choice(own_words, reported, ascribed); only on this basis
-- param: since date-from; stated on this day or later
-- param: until date-to; stated on this day or earlier
-- example: kb query positions --actor Russia
SELECT p.actor, p.issue, p.stance, p.basis, p.ascribed_by, p.stated_on, p.evidence, p.article AS title, p.article_id, p.start_char
FROM stated_positions p
WHERE 1
  AND p.actor_id = :actor      -- if :actor
  AND p.issue_id = :issue      -- if :issue
  AND p.stance = :stance       -- if :stance
  AND p.basis = :basis         -- if :basis
  AND p.stated_last >= :since    -- if :since
  AND p.stated_on <= :until    -- if :until
ORDER BY p.issue, p.actor, p.stated_on, p.position_id
