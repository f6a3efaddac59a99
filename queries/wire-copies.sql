-- name: wire-copies
-- summary: The same words in several articles: what outlets took from each other or from an agency
-- help: Quotes of five words and more are the same where they differ in case, accents and punctuation only.
-- param: actor actor; said by this actor
-- param: articles integer default=2; in at least so many articles
-- example: kb query wire-copies --articles 2
WITH repeated AS (
  SELECT words_hash
  FROM quotes
  WHERE words_hash IS NOT NULL
    AND words_hash IN (SELECT q.words_hash FROM quote_speakers s JOIN quotes q ON q.id = s.quote_id WHERE s.actor_id = :actor AND s.relation = 'speaker')    -- if :actor
  GROUP BY words_hash
  HAVING count(*) >= :articles
  ORDER BY count(*) DESC
  LIMIT 1000
)
SELECT count(DISTINCT q.article_id) AS articles, count(DISTINCT a.outlet_id) AS outlets,
  (SELECT group_concat(DISTINCT s.name) FROM quote_speakers k JOIN actors s ON s.id = k.actor_id
   WHERE k.quote_id = min(q.id) AND k.relation = 'speaker') AS actor,
  (SELECT f.quote FROM quotes f WHERE f.id = min(q.id)) AS quote, group_concat(DISTINCT o.name) AS named,
  min(a.published) AS first, max(a.published) AS last, min(q.id) AS quote_id
FROM repeated r
JOIN quotes q ON q.words_hash = r.words_hash
JOIN articles a INDEXED BY articles_in_brief ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
GROUP BY r.words_hash
HAVING count(DISTINCT q.article_id) >= :articles
ORDER BY articles DESC, first, min(q.id)
