-- name: uncertain-speakers
-- summary: Quotes whose speaker is not certain, the least certain first, with everybody who may have said it
-- help: `method` tells how the mention was resolved (name, alias, office, pronoun, …) and `confidence` how sure that is.
-- help: A quote with candidates and no actor is ambiguous. `kb actor assign QUOTE ACTOR` settles who said it, for good.
-- param: below integer default=75; only links with a confidence below so many percent
-- param: method text; only links that were made by this method
-- param: actor actor; only quotes that were linked to this actor, or may be
-- param: outlet outlet; published by this outlet
-- param: sense choice(made, said, denied, asked, unsaid, open, any) default=made; only statements in this sense; made is what was said, denied or asked
-- example: kb query uncertain-speakers --below 70
WITH uncertain (quote_id, actor_id, method, confidence) AS (
  SELECT quote_id, actor_id, method, confidence FROM standing_speakers
  WHERE relation = 'speaker' AND method <> 'review' AND confidence < 1
  UNION ALL
  -- Nobody was chosen: the best of the candidates says how uncertain that is.
  SELECT c.quote_id, NULL, c.method, max(c.confidence) FROM standing_speakers c
  WHERE c.relation = 'candidate'
    AND NOT EXISTS (SELECT 1 FROM standing_speakers s WHERE s.quote_id = c.quote_id AND s.relation = 'speaker')
  GROUP BY c.quote_id
)
SELECT q.id AS quote_id, s.name AS actor, u.method, u.confidence,
  (SELECT group_concat(text, ' … ') FROM standing_spans WHERE quote_id = q.id AND role = 'source') AS mention,
  (SELECT group_concat(k.name || ' ' || c.confidence, ', ') FROM standing_speakers c JOIN actors k ON k.id = c.actor_id
   WHERE c.quote_id = q.id AND c.relation = 'candidate') AS candidates,
  q.sense, (SELECT group_concat(text, ' … ') FROM standing_spans WHERE quote_id = q.id AND role = 'cue') AS cue,
  q.quote, a.published, o.name AS outlet, a.label AS title
FROM uncertain u
JOIN standing_quotes q ON q.id = u.quote_id
JOIN articles a ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN actors s ON s.id = u.actor_id
WHERE 1
  AND u.confidence < :below / 100.0
  AND iif(:sense = 'made', q.determinacy = 'yes', :sense IN (q.sense, 'any'))
  AND u.method = :method               -- if :method
  AND q.id IN (SELECT quote_id FROM standing_speakers WHERE actor_id = :actor)    -- if :actor
  AND a.outlet_id = :outlet            -- if :outlet
ORDER BY u.confidence, q.article_id, q.ordinal
