-- name: actors
-- summary: The actors there are, with what belongs to each
-- help: Those that an article only describes ("jurors") are left out, unless --described yes or any asks for them.
-- param: kind choice(person, state, body, organisation, outlet, group); only actors of this kind
-- param: state actor; only those that belong to this state
-- param: origin choice(seed, user, text); came with kb, were entered by a person, or were found in a text
-- param: described choice(no, yes, any) default=no; actors that an article only describes: left out, alone, or with the others
-- example: kb query actors --kind body --state Russia
SELECT s.name AS actor, s.slug, s.kind AS actor_kind, h.name AS state, s.description,
  (SELECT count(*) FROM actor_aliases x WHERE x.actor_id = s.id) AS aliases,
  (SELECT count(*) FROM roles r WHERE r.actor_id = s.id) AS offices,
  (SELECT count(*) FROM standing_speakers q JOIN made_quotes_in_brief m ON m.id = q.quote_id
   WHERE q.actor_id = s.id AND q.relation = 'speaker') AS quotes, s.origin
FROM actors s
LEFT JOIN actors h ON h.id = s.state_id
WHERE (:described = 'any' OR (s.article_id IS NOT NULL) = (:described = 'yes'))
  AND s.kind = :kind          -- if :kind
  AND s.state_id = :state     -- if :state
  AND s.origin = :origin      -- if :origin
ORDER BY s.name, s.id
