-- name: wire-copies
-- summary: The same words in several articles: what outlets took from each other or from an agency
-- help: Quotes of five words and more are the same where they differ in case, accents and punctuation only.
-- param: actor actor; said by this actor
-- param: articles integer default=2; in at least so many articles
-- example: kb query wire-copies --articles 2
WITH repeated AS (
  SELECT words_hash
  FROM made_quotes
  WHERE words_hash IS NOT NULL
    AND words_hash IN (SELECT q.words_hash FROM standing_speakers s JOIN made_quotes q ON q.id = s.quote_id WHERE s.actor_id = :actor AND s.relation = 'speaker')    -- if :actor
  GROUP BY words_hash
  HAVING count(*) >= :articles
  ORDER BY count(*) DESC
  LIMIT 1000
),
counted AS (
  SELECT count(DISTINCT q.article_id) AS articles, count(DISTINCT a.outlet_id) AS outlets,
    group_concat(DISTINCT o.name) AS named, min(a.published) AS first, max(a.published) AS last, min(q.id) AS quote_id
  FROM repeated r
  JOIN made_quotes q ON q.words_hash = r.words_hash
  JOIN articles a INDEXED BY articles_in_brief ON a.id = q.article_id
  LEFT JOIN outlets o ON o.id = a.outlet_id
  GROUP BY r.words_hash
  HAVING articles >= :articles
)
SELECT c.articles, c.outlets, w.actor, w.sense, w.cue, w.quote, c.named, c.first, c.last, c.quote_id
FROM counted c
JOIN who_said w ON w.quote_id = c.quote_id
ORDER BY c.articles DESC, c.first, c.quote_id
