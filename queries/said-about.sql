-- name: said-about
-- summary: What anybody said about an issue, or with certain words
-- help: With --issue: the quotes in the passages that are evidence of a position on it, and those with all the words of its slug
-- help: (`kb query issues`); `found_by` tells which. With --words: the quotes that have them; with both, of the former.
-- param: issue issue; about this issue: its slug or words of its name
-- param: words words; with these words: 'arms control', '"hot war" OR invasion', 'indivisib*'
-- param: actor actor; said by this actor
-- param: since date-from; said on this day or later; where the article does not tell the day, published
-- param: until date-to; said on this day or earlier, or published
-- param: sense choice(made, said, denied, asked, unsaid, open, any) default=made; only statements in this sense; made is what was said, denied or asked
-- needs: issue, words
-- example: kb query said-about --issue sanctions
WITH evidence (quote_id) AS (
  SELECT NULL WHERE 0
  UNION SELECT e.quote_id FROM standing_positions p JOIN position_quotes e ON e.position_id = p.id WHERE p.issue_id = :issue    -- if :issue
), named (quote_id) AS (
  SELECT NULL WHERE 0
  UNION SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH (SELECT '"' || replace(slug, '-', '" "') || '"' FROM issues WHERE id = :issue)    -- if :issue
)
SELECT w.quote_id, w.published, w.said_on, w.outlet, w.actor, w.kind, w.sense, w.cue, w.quote,
  iif(w.quote_id IN (SELECT quote_id FROM evidence), 'evidence', 'words') AS found_by,    -- if :issue
  w.article AS title, w.article_id, w.url
FROM who_said w
WHERE 1
  AND iif(:sense = 'made', w.determinacy = 'yes', :sense IN (w.sense, 'any'))
  AND w.quote_id IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :words)    -- if :words
  AND w.quote_id IN (SELECT quote_id FROM evidence UNION ALL SELECT quote_id FROM named)    -- if :issue
  AND w.actor_id = :actor      -- if :actor
  AND w.dated_last >= :since    -- if :since
  AND w.dated <= :until    -- if :until
ORDER BY w.published DESC, w.article_id, w.ordinal
