-- name: search-quotes
-- summary: Quotes with certain words, the best match first
-- help: What `kb search WORDS` runs. Upper-case AND, OR and NOT, "phrases in quotation marks", prefix*, (groups); accents and case
-- help: do not matter.
-- param: words words required; what to search for
-- param: actor actor; said by this actor
-- param: issue issue; in the evidence of positions on this issue
-- param: outlet outlet; published by this outlet
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- param: kind choice(direct, mixed, indirect); only quotes of this kind
-- example: kb query search-quotes --words 'indivisib* AND security'
SELECT w.quote_id, w.published, w.outlet, w.actor, w.kind, snippet(quotes_fts, 0, '**', '**', '…', 40) AS snippet, w.title,
  w.article_id, w.url
FROM quotes_fts
JOIN who_said w ON w.quote_id = quotes_fts.rowid
WHERE quotes_fts MATCH :words
  AND w.actor_id = :actor      -- if :actor
  AND w.quote_id IN (SELECT e.quote_id FROM position_quotes e JOIN positions p ON p.id = e.position_id WHERE p.issue_id = :issue)    -- if :issue
  AND w.outlet_id = :outlet    -- if :outlet
  AND w.published >= :since    -- if :since
  AND w.published <= :until    -- if :until
  AND w.kind = :kind           -- if :kind
ORDER BY rank
