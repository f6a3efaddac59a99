-- name: spoken-for
-- summary: Who spoke on behalf of whom
-- param: actor actor; the body or state that was spoken for
-- param: since date-from; said on this day or later; where the article does not tell the day, published
-- param: until date-to; said on this day or earlier, or published
-- param: sense choice(made, said, denied, asked, unsaid, open, any) default=made; only statements in this sense; made is what was said, denied or asked
-- example: kb query spoken-for --actor Kremlin
SELECT w.quote_id, w.published, w.said_on, w.outlet, b.name AS for_whom, w.actor, w.sense, w.cue, w.quote, w.source_mention AS mention, w.article AS title,
  w.article_id, w.url
FROM standing_speakers s
JOIN actors b ON b.id = s.actor_id
JOIN who_said w ON w.quote_id = s.quote_id
WHERE s.relation = 'on_behalf_of'
  AND iif(:sense = 'made', w.determinacy = 'yes', :sense IN (w.sense, 'any'))
  AND s.actor_id = :actor      -- if :actor
  AND w.dated_last >= :since    -- if :since
  AND w.dated <= :until    -- if :until
ORDER BY w.published DESC, w.article_id, w.ordinal
