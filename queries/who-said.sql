-- name: who-said
-- summary: What an actor said, or anybody within some days, newest article first
-- help: One row for each quote whose speaker is the actor, in the order of publication and, within an article, of the text.
-- help: `said_on` is the day of the saying where the article tells it; --since and --until go by it, else by `published`.
-- help: `kind` is direct (all in quotation marks), mixed (part of it) or indirect (none).
-- help: An office stands for whoever held it on the day of publication, and officials are those of that day; where the day
-- help: is not known, whoever held it at any time. With --actor and --office: what the actor said in that office.
-- needs: actor, office, since, until, about
-- param: actor actor; who said it: name, surname, alias or slug
-- param: office office; the holder of this office said it: "Foreign Minister of Russia"
-- param: including_officials flag; of a state or body, also what its bodies and officials said, and what was said for it
-- param: since date-from; said on this day or later; where the article does not tell the day, published (2022-02-15, 2022-02, last week)
-- param: until date-to; said on this day or earlier, or published
-- param: outlet outlet; published by this outlet
-- param: kind choice(direct, mixed, indirect); only quotes of this kind
-- param: about words; only quotes with these words: 'arms control', '"hot war" OR invasion', 'indivisib*'
-- param: confidence integer; only quotes found with at least this confidence, in percent: 80
-- param: status choice(any, read, confirmed, set, added); show whose word each quote is, and only those that kb read, or that people have confirmed, set or added
-- param: sense choice(made, said, denied, asked, unsaid, open, any) default=made; only statements in this sense; made is what was said, denied or asked
-- example: kb query who-said --actor Lavrov --kind direct
WITH asked (id) AS (
  SELECT NULL WHERE 0
  UNION SELECT alike_id FROM actors_alike WHERE actor_id = :actor    -- if :actor
), bodies (id) AS (
  SELECT id FROM asked UNION SELECT b.id FROM asked JOIN actors b ON b.state_id = asked.id AND b.kind = 'body'
), offices (actor_id, since, until) AS (
  SELECT actor_id, since, until FROM roles WHERE 0
  UNION SELECT actor_id, since, until FROM roles WHERE id IN (SELECT value FROM json_each(:office))    -- if :office
), officials (actor_id, since, until) AS (
  SELECT id, NULL, NULL FROM asked
  UNION SELECT id, NULL, NULL FROM bodies WHERE :including_officials    -- if :including_officials
  UNION SELECT r.actor_id, r.since, r.until FROM bodies b JOIN roles r ON r.organisation_id = b.id WHERE :including_officials    -- if :including_officials
-- Dates are as exact as they are known: a term that ended in 2022 may have ended on any day of it.
), whose (actor_id, since, until) AS (
  SELECT actor_id, coalesce(since, ''), coalesce(until, '9999') || '~' FROM officials
), held (actor_id, since, until) AS (
  SELECT actor_id, coalesce(since, ''), coalesce(until, '9999') || '~' FROM offices
)
SELECT w.quote_id, w.published, w.said_on, w.outlet, w.actor, w.kind, w.sense, w.cue, w.quote, w.source_mention AS mention, w.article AS title,
  w.confidence, w.article_id, w.url
  , w.status    -- if :status
FROM standing_speakers s
JOIN who_said w ON w.quote_id = s.quote_id
WHERE (s.relation = 'speaker' AND w.actor_id = s.actor_id
    OR s.relation = 'on_behalf_of' AND :including_officials    -- if :including_officials
  )
  AND s.actor_id IN (SELECT actor_id FROM whose)    -- if :actor
  AND s.actor_id IN (SELECT actor_id FROM whose WHERE w.published IS NULL OR since <= w.published || '~' AND until >= w.published)    -- if :actor
  AND s.actor_id IN (SELECT actor_id FROM held)    -- if :office
  AND s.actor_id IN (SELECT actor_id FROM held WHERE w.published IS NULL OR since <= w.published || '~' AND until >= w.published)    -- if :office
  AND w.dated_last >= :since    -- if :since
  AND w.dated <= :until    -- if :until
  AND w.outlet_id = :outlet    -- if :outlet
  AND w.kind = :kind           -- if :kind
  AND :status IN (w.status, 'any')    -- if :status
  AND w.quote_id IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :about)    -- if :about
  AND w.confidence >= :confidence / 100.0    -- if :confidence
  AND iif(:sense = 'made', w.determinacy = 'yes', :sense IN (w.sense, 'any'))
GROUP BY w.quote_id, w.actor_id
ORDER BY w.published DESC, w.article_id, w.ordinal
