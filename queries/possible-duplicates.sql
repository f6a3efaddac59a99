-- name: possible-duplicates
-- summary: Pairs of actors that may be one and the same, the likeliest first
-- help: `because` says what the two share: the same words in their names (in any order), a surname with an initial that
-- help: stands for the given name, a surname alone, or a surname with a given name that differs in its vowels (Vladimir,
-- help: Volodymyr). The last three are looked for only where a text introduced one of the two. Of more than
-- help: ten that share the same words, each is paired with the first one only. Pairs that a person has told apart are
-- help: left out, and so are those with different Wikidata items. Decide with `kb actor same A B` or
-- help: `kb actor different A B`.
-- param: kind choice(person, state, body, organisation, outlet, group); only actors of this kind
-- param: actor actor; only pairs with this actor
-- example: kb query possible-duplicates --kind person
WITH keyed (actor_id, basis, key, first, namesakes) AS MATERIALIZED (
  SELECT actor_id, basis, key, min(actor_id) OVER same, count(*) OVER same
  FROM actor_keys WINDOW same AS (PARTITION BY basis, key)
), shared (one, two, likelihood, because) AS (
  -- All pairs of a few; of many, each with the first: the pairs of a thousand would be half a million.
  SELECT a.actor_id, b.actor_id, 0.9, 'same words: ' || a.key
  FROM keyed a JOIN actor_keys b ON b.basis = 'words' AND b.key = a.key AND b.actor_id > a.actor_id
  WHERE a.basis = 'words' AND a.namesakes > 1 AND (a.namesakes <= 10 OR a.actor_id = a.first)
  UNION ALL
  SELECT a.actor_id, b.actor_id, 0.6, 'surname, and a given name that sounds alike: ' || a.key
  FROM keyed a JOIN actor_keys b ON b.basis = 'sound' AND b.key = a.key AND b.actor_id > a.actor_id
  JOIN actors s ON s.id = a.actor_id JOIN actors t ON t.id = b.actor_id
  WHERE a.basis = 'sound' AND a.namesakes > 1 AND (a.namesakes <= 10 OR a.actor_id = a.first)
    AND 'text' IN (s.origin, t.origin)
  UNION ALL
  -- Keys begin with the surname and go on with the given name: what is shorter is looked for as their beginning. What
  -- many share tells nothing.
  SELECT a.actor_id, b.actor_id, 0.5, 'surname and initial: ' || a.key
  FROM actor_keys a
  JOIN actor_keys b ON b.basis IN ('sound', 'initial_only') AND b.key >= a.key AND b.key < a.key || '~'
    AND b.actor_id <> a.actor_id
  JOIN actors s ON s.id = a.actor_id JOIN actors t ON t.id = b.actor_id
  WHERE a.basis = 'initial_only' AND 'text' IN (s.origin, t.origin)
    AND (SELECT count(*) FROM (SELECT 1 FROM actor_keys n WHERE n.basis IN ('sound', 'initial_only')
                               AND n.key >= a.key AND n.key < a.key || '~' LIMIT 11)) <= 10
  UNION ALL
  SELECT a.actor_id, b.actor_id, 0.3, 'surname: ' || a.key
  FROM actor_keys a
  JOIN actor_keys b ON b.basis IN ('sound', 'initial_only') AND b.key >= a.key || ' ' AND b.key < a.key || ' ~'
    AND b.actor_id <> a.actor_id
  JOIN actors s ON s.id = a.actor_id JOIN actors t ON t.id = b.actor_id
  WHERE a.basis = 'surname_only' AND 'text' IN (s.origin, t.origin)
    AND (SELECT count(*) FROM (SELECT 1 FROM actor_keys n WHERE n.basis IN ('sound', 'initial_only')
                               AND n.key >= a.key || ' ' AND n.key < a.key || ' ~' LIMIT 4)) <= 3
), pairs (one, two, likelihood, because) AS (
  SELECT min(one, two), max(one, two), max(likelihood), because FROM shared GROUP BY 1, 2
)
SELECT a.slug AS actor, b.slug AS other, a.name AS actor_name, b.name AS other_name, a.kind AS actor_kind, p.likelihood,
  p.because,
  (SELECT count(*) FROM standing_speakers WHERE actor_id = a.id AND relation = 'speaker') AS quotes,
  (SELECT count(*) FROM standing_speakers WHERE actor_id = b.id AND relation = 'speaker') AS other_quotes,
  a.description, b.description AS other_description
FROM pairs p JOIN actors a ON a.id = p.one JOIN actors b ON b.id = p.two
WHERE a.kind = b.kind
  AND coalesce(a.gender, b.gender, '') = coalesce(b.gender, a.gender, '')
  AND coalesce(a.wikidata, b.wikidata, '') = coalesce(b.wikidata, a.wikidata, '')
  AND NOT EXISTS (SELECT 1 FROM different_actors d WHERE d.actor_id = a.id AND d.other_id = b.id)
  -- Two entries of one register are two actors.
  AND NOT EXISTS (SELECT 1 FROM actor_ids x JOIN actor_ids y ON y.scheme = x.scheme
                  WHERE x.actor_id = a.id AND y.actor_id = b.id)
  AND a.kind = :kind              -- if :kind
  AND :actor IN (a.id, b.id)      -- if :actor
ORDER BY p.likelihood DESC, quotes + other_quotes DESC, a.slug, b.slug
