-- name: unattributed
-- summary: Quotes whose speaker is not known, with whoever it may have been
-- param: since date-from; said on this day or later; where the article does not tell the day, published
-- param: until date-to; said on this day or earlier, or published
-- param: outlet outlet; published by this outlet
-- param: words words; only quotes with these words
-- param: sense choice(made, said, denied, asked, unsaid, open, any) default=made; only statements in this sense; made is what was said, denied or asked
-- example: kb query unattributed
SELECT w.quote_id, w.published, w.said_on, w.outlet, w.kind, w.sense, w.cue, w.quote, w.source_mention AS mention,
  (SELECT group_concat(s.name, ', ') FROM standing_speakers c JOIN actors s ON s.id = c.actor_id
   WHERE c.quote_id = w.quote_id AND c.relation = 'candidate') AS candidates, w.article AS title, w.article_id, w.url
FROM who_said w
WHERE w.actor_id IS NULL
  AND iif(:sense = 'made', w.determinacy = 'yes', :sense IN (w.sense, 'any'))
  AND w.dated_last >= :since    -- if :since
  AND w.dated <= :until    -- if :until
  AND w.outlet_id = :outlet    -- if :outlet
  AND w.quote_id IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :words)    -- if :words
ORDER BY w.published DESC, w.article_id, w.ordinal
