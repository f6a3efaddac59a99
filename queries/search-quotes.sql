-- name: search-quotes
-- summary: Quotes with certain words, the best match first
-- help: What `kb search WORDS` runs. Upper-case AND, OR and NOT, "phrases in quotation marks", prefix*, (groups); accents and case
-- help: do not matter.
-- param: words words required; what to search for
-- param: actor actor; said by this actor
-- param: issue issue; in the evidence of positions on this issue
-- param: outlet outlet; published by this outlet
-- param: since date-from; said on this day or later; where the article does not tell the day, published
-- param: until date-to; said on this day or earlier, or published
-- param: kind choice(direct, mixed, indirect); only quotes of this kind
-- param: sense choice(made, said, denied, asked, unsaid, open, any) default=made; only statements in this sense; made is what was said, denied or asked
-- example: kb query search-quotes --words 'indivisib* AND security'
WITH chosen (id) AS (
  SELECT id FROM articles WHERE 1
    AND outlet_id = :outlet    -- if :outlet
    AND published_last >= :since    -- if :since
    AND published <= :until    -- if :until
  UNION SELECT article_id FROM standing_quotes WHERE said_on IS NOT NULL    -- if :since, :until
    AND said_last >= :since    -- if :since
    AND said_on <= :until    -- if :until
)
SELECT w.quote_id, w.published, w.said_on, w.outlet, w.actor, w.kind, w.sense, w.cue, snippet(quotes_fts, 0, '**', '**', '…', 40) AS snippet, w.article AS title,
  w.article_id, w.url
FROM quotes_fts
CROSS JOIN who_said w ON w.quote_id = quotes_fts.rowid
WHERE quotes_fts MATCH :words
  AND iif(:sense = 'made', w.determinacy = 'yes', :sense IN (w.sense, 'any'))
-- Each match is looked up in these sets (so says the `+`) before its row is read. A set of many articles would cost more than
-- it saves.
  AND +quotes_fts.rowid IN (SELECT quote_id FROM standing_speakers WHERE actor_id IN (SELECT alike_id FROM actors_alike WHERE actor_id = :actor) AND relation = 'speaker')    -- if :actor
  AND +quotes_fts.rowid IN (SELECT e.quote_id FROM position_quotes e JOIN standing_positions p ON p.id = e.position_id WHERE p.issue_id = :issue)    -- if :issue
  AND CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM chosen LIMIT 3000)) < 3000 THEN +quotes_fts.rowid IN (SELECT q.id FROM chosen JOIN standing_quotes q ON q.article_id = chosen.id) ELSE 1 END    -- if :outlet, :since, :until
  AND w.actor_id = :actor      -- if :actor
  AND w.outlet_id = :outlet    -- if :outlet
  AND w.dated_last >= :since    -- if :since
  AND w.dated <= :until    -- if :until
  AND w.kind = :kind           -- if :kind
-- By `rank` alone, the index ranks all matches and hands them over as they are wanted; with a second key, only the matches that
-- passed are ranked, all of them at once: faster where few do.
ORDER BY rank
  , w.quote_id    -- if :actor, :issue
