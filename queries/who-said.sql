-- name: who-said
-- summary: What an actor said, newest article first
-- help: One row for each quote whose speaker is the actor, in the order of publication and, within an article, of the text.
-- help: `kind` is direct (all in quotation marks), mixed (part of it) or indirect (none).
-- param: actor actor required; who said it: name, surname, alias or slug
-- param: since date-from; published on this day or later (2022-02-15, 2022-02, last week)
-- param: until date-to; published on this day or earlier
-- param: outlet outlet; published by this outlet
-- param: kind choice(direct, mixed, indirect); only quotes of this kind
-- param: about words; only quotes with these words: 'arms control', '"hot war" OR invasion', 'indivisib*'
-- example: kb query who-said --actor Lavrov --kind direct
SELECT w.quote_id, w.published, w.outlet, w.actor, w.kind, w.quote, w.source_mention AS mention, w.title,
  w.article_id, w.url
FROM quote_speakers s
JOIN who_said w ON w.quote_id = s.quote_id AND w.actor_id = s.actor_id
WHERE s.actor_id = :actor AND s.relation = 'speaker'
  AND w.published >= :since    -- if :since
  AND w.published <= :until    -- if :until
  AND w.outlet_id = :outlet    -- if :outlet
  AND w.kind = :kind           -- if :kind
  AND w.quote_id IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :about)    -- if :about
ORDER BY w.published DESC, w.article_id, w.ordinal
