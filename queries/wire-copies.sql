-- name: wire-copies
-- summary: The same words in several articles: what outlets took from each other or from an agency
-- help: Quotes of five words and more are the same where they differ in case, accents and punctuation only.
-- param: actor actor; said by this actor
-- param: articles integer default=2; in at least so many articles
-- example: kb query wire-copies --articles 2
WITH copied AS (
  SELECT words_hash, count(DISTINCT article_id) AS articles, min(id) AS quote_id
  FROM quotes
  WHERE words_hash IS NOT NULL
    AND words_hash IN (SELECT q.words_hash FROM quote_speakers s JOIN quotes q ON q.id = s.quote_id WHERE s.actor_id = :actor AND s.relation = 'speaker')    -- if :actor
  GROUP BY words_hash
  HAVING articles >= :articles
)
SELECT c.articles, count(DISTINCT a.outlet_id) AS outlets, w.actor, w.quote, group_concat(DISTINCT o.name) AS named,
  min(a.published) AS first, max(a.published) AS last, c.quote_id
FROM copied c
JOIN who_said w ON w.quote_id = c.quote_id
JOIN quotes q ON q.words_hash = c.words_hash
JOIN articles a ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
GROUP BY c.words_hash
ORDER BY c.articles DESC, first, c.quote_id
