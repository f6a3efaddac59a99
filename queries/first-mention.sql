-- name: first-mention
-- summary: The earliest articles with certain words, or that quote an actor
-- help: An article stands at its date of publication, or, where a quote in it that is asked for was said on a day that the article
-- help: tells, at that one: `said_on`. Articles without any date come last: nothing is known of when they appeared.
-- param: words words; with these words in the title or the text
-- param: actor actor; that quote this actor
-- param: outlet outlet; published by this outlet
-- needs: words, actor
-- example: kb query first-mention --words '"security guarantees"'
WITH said (article_id, said_on) AS (
  SELECT q.article_id, min(q.said_on)
  FROM made_quotes q
  WHERE q.said_on IS NOT NULL
    AND q.id IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :words)    -- if :words
    AND q.id IN (SELECT quote_id FROM standing_speakers WHERE actor_id IN (SELECT alike_id FROM actors_alike WHERE actor_id = :actor) AND relation = 'speaker')    -- if :actor
  GROUP BY q.article_id
)
SELECT a.published, s.said_on, o.name AS outlet, a.label AS title, a.author, a.id AS article_id, a.url
FROM articles a
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN said s ON s.article_id = a.id
WHERE 1
  AND a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :words)    -- if :words
  AND a.id IN (SELECT q.article_id FROM standing_speakers s JOIN made_quotes q ON q.id = s.quote_id WHERE s.actor_id = :actor AND s.relation = 'speaker')    -- if :actor
  AND a.outlet_id = :outlet    -- if :outlet
ORDER BY coalesce(s.said_on, a.published) IS NULL, coalesce(s.said_on, a.published), a.id
LIMIT 20
