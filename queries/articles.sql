-- name: articles
-- summary: The articles, newest first, with how many quotes each has
-- help: An article without a title has the name of its file in brackets.
-- param: outlet outlet; published by this outlet
-- param: words words; with these words in the title or the text
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- example: kb query articles
SELECT a.id AS article_id, a.published, o.name AS outlet,
  a.label AS title,
  (SELECT count(*) FROM made_quotes q WHERE q.article_id = a.id) AS quotes, a.author, a.url, a.source_path
FROM articles a
LEFT JOIN outlets o ON o.id = a.outlet_id
WHERE 1
  AND a.outlet_id = :outlet    -- if :outlet
  AND a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :words)    -- if :words
  AND a.published_last >= :since    -- if :since
  AND a.published <= :until    -- if :until
ORDER BY a.published DESC, a.id
