-- name: said-about
-- summary: What anybody said about an issue, or with certain words
-- help: With --issue: the quotes in the passages that are evidence of a position on it. With --words: the quotes that have them.
-- param: issue issue; about this issue: its slug or words of its name
-- param: words words; with these words: 'arms control', '"hot war" OR invasion', 'indivisib*'
-- param: actor actor; said by this actor
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- needs: issue, words
-- example: kb query said-about --words 'guarantee* NOT Minsk'
SELECT w.quote_id, w.published, w.outlet, w.actor, w.kind, w.quote, w.title, w.article_id, w.url
FROM who_said w
WHERE 1
  AND w.quote_id IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :words)    -- if :words
  AND w.quote_id IN (SELECT e.quote_id FROM position_quotes e JOIN positions p ON p.id = e.position_id WHERE p.issue_id = :issue)    -- if :issue
  AND w.actor_id = :actor      -- if :actor
  AND w.published >= :since    -- if :since
  AND w.published <= :until    -- if :until
ORDER BY w.published DESC, w.article_id, w.ordinal
