-- name: who-said
-- summary: What an actor said, newest article first
-- help: One row for each quote whose speaker is the actor, in the order of publication and, within an article, of the text.
-- help: `kind` is direct (all in quotation marks), mixed (part of it) or indirect (none).
-- help:
-- help: An office stands for whoever held it on the day the article was published, and officials are those of that day; an
-- help: article without a date counts for every holder. With both --actor and --office: what the actor said in that office.
-- needs: actor, office
-- param: actor actor; who said it: name, surname, alias or slug
-- param: office office; said by the holder of this office: "Foreign Minister of Russia"
-- param: including_officials flag; of a state, also what its bodies and officials said, and what was said on their behalf
-- param: since date-from; published on this day or later (2022-02-15, 2022-02, 2022)
-- param: until date-to; published on this day or earlier
-- param: outlet outlet; published by this outlet
-- param: kind choice(direct, mixed, indirect); only quotes of this kind
-- param: about text; only quotes with these words in them
-- example: kb query who-said --actor Lavrov --kind direct
WITH asked (id) AS (
  SELECT NULL WHERE 0
  UNION SELECT :actor    -- if :actor
), whose (actor_id, since, until) AS (
  SELECT id, NULL, NULL FROM asked
  UNION SELECT b.id, NULL, NULL FROM asked JOIN actors b ON b.state_id = asked.id AND b.kind = 'body' AND :including_officials    -- if :including_officials
  UNION SELECT r.actor_id, r.since, r.until FROM asked JOIN roles r ON r.organisation_id = asked.id                                -- if :including_officials
  UNION SELECT r.actor_id, r.since, r.until FROM asked JOIN actors b ON b.state_id = asked.id AND b.kind = 'body'                  -- if :including_officials
    JOIN roles r ON r.organisation_id = b.id                                                                                       -- if :including_officials
), held (actor_id, since, until) AS (
  SELECT NULL, NULL, NULL WHERE 0
  UNION SELECT actor_id, since, until FROM roles WHERE id IN (SELECT value FROM json_each(:office))    -- if :office
)
SELECT w.quote_id AS id, w.published, w.outlet, w.actor, w.kind, w.quote, w.source_mention AS mention, w.title
FROM quote_speakers s
JOIN who_said w ON w.quote_id = s.quote_id
WHERE (s.relation = 'speaker' AND w.actor_id = s.actor_id
    OR s.relation = 'on_behalf_of'    -- if :including_officials
  )
  -- Dates are as exact as they are known: 2022 as the last day of an office may be any day of it.
  AND s.actor_id IN (SELECT actor_id FROM whose)                                                       -- if :actor
  AND EXISTS (SELECT 1 FROM whose h WHERE h.actor_id = s.actor_id                                      -- if :actor
    AND coalesce(h.since, '') <= coalesce(w.published, '9999') || '-99'                                -- if :actor
    AND coalesce(h.until, '9999') || '-99' >= coalesce(w.published, ''))                               -- if :actor
  AND s.actor_id IN (SELECT actor_id FROM held)                                                        -- if :office
  AND EXISTS (SELECT 1 FROM held h WHERE h.actor_id = s.actor_id                                       -- if :office
    AND coalesce(h.since, '') <= coalesce(w.published, '9999') || '-99'                                -- if :office
    AND coalesce(h.until, '9999') || '-99' >= coalesce(w.published, ''))                               -- if :office
  AND w.published >= :since    -- if :since
  AND w.published <= :until    -- if :until
  AND w.outlet_id = :outlet    -- if :outlet
  AND w.kind = :kind           -- if :kind
  AND instr(lower(w.quote), lower(:about)) > 0    -- if :about
GROUP BY w.quote_id, w.actor_id
ORDER BY w.published DESC, w.article_id, w.ordinal
