-- name: search-articles
-- summary: Articles with certain words, the best match first
-- help: What `kb search --in articles WORDS` runs. A hit in the title counts more than one in the text.
-- param: words words required; what to search for
-- param: actor actor; that quote this actor
-- param: issue issue; with evidence of a position on this issue
-- param: outlet outlet; published by this outlet
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- example: kb query search-articles --words '"security guarantees"'
WITH chosen (id) AS (
  SELECT id FROM articles WHERE 1
    AND outlet_id = :outlet    -- if :outlet
    AND published_last >= :since    -- if :since
    AND published <= :until    -- if :until
)
SELECT a.id AS article_id, a.published, o.name AS outlet, a.label AS title, snippet(articles_fts, -1, '**', '**', '…', 30) AS snippet,
  a.author, a.url
FROM articles_fts
CROSS JOIN articles a ON a.id = articles_fts.rowid
LEFT JOIN outlets o ON o.id = a.outlet_id
WHERE articles_fts MATCH :words AND rank MATCH 'bm25(5.0, 1.0)'
-- Each match is looked up in these sets (so says the `+`) before its row is read. A set of many articles would cost more than
-- it saves.
  AND +articles_fts.rowid IN (SELECT q.article_id FROM standing_speakers s JOIN made_quotes_in_brief q ON q.id = s.quote_id WHERE s.actor_id = :actor AND s.relation = 'speaker')    -- if :actor
  AND +articles_fts.rowid IN (SELECT e.article_id FROM position_evidence e JOIN standing_positions p ON p.id = e.position_id WHERE p.issue_id = :issue)    -- if :issue
  AND CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM chosen LIMIT 10000)) < 10000 THEN +articles_fts.rowid IN (SELECT id FROM chosen) ELSE 1 END    -- if :outlet, :since, :until
  AND a.outlet_id = :outlet    -- if :outlet
  AND a.published_last >= :since    -- if :since
  AND a.published <= :until    -- if :until
ORDER BY rank
