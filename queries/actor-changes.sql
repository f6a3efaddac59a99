-- name: actor-changes
-- summary: Who changed the registry of actors, when and why, newest first
-- param: by text; only changes by this person
-- param: actor text; only changes of the actor with this slug
-- param: since date-from; made on this day or later
-- example: kb query actor-changes
SELECT c.made_at, c.made_by, c.action, c.actor_slug AS actor, c.other_slug AS other, c.detail, c.why,
  (SELECT u.made_at || ' by ' || u.made_by FROM actor_changes u WHERE u.id = c.undone_by) AS taken_back
FROM actor_changes c
WHERE 1
  AND c.made_by = :by                             -- if :by
  AND :actor IN (c.actor_slug, c.other_slug)      -- if :actor
  AND c.made_at >= :since                         -- if :since
ORDER BY c.id DESC
