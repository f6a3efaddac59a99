-- name: first-mention
-- summary: The earliest articles with certain words, or that quote an actor
-- help: Articles without a date of publication come last: nothing is known of when they appeared.
-- param: words words; with these words in the title or the text
-- param: actor actor; that quote this actor
-- param: outlet outlet; published by this outlet
-- needs: words, actor
-- example: kb query first-mention --words '"security guarantees"'
SELECT a.published, o.name AS outlet, a.label AS title, a.author, a.id AS article_id, a.url
FROM articles a
LEFT JOIN outlets o ON o.id = a.outlet_id
WHERE 1
  AND a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :words)    -- if :words
  AND a.id IN (SELECT q.article_id FROM standing_speakers s JOIN made_quotes q ON q.id = s.quote_id WHERE s.actor_id = :actor AND s.relation = 'speaker')    -- if :actor
  AND a.outlet_id = :outlet    -- if :outlet
ORDER BY a.published IS NULL, a.published, a.id
LIMIT 20
