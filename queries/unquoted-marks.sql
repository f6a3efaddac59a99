-- name: unquoted-marks
-- summary: Text in quotation marks that is in no quote: titles, names, single words, or somebody's words that were missed
-- help: Marks are “…”, „…“, «…», »…« and "…", looked for paragraph by paragraph; one that nothing closes goes on to the
-- help: paragraph's end. Single marks are not looked for: too many are apostrophes.
-- param: article article; only in this article
-- param: outlet outlet; published by this outlet
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- param: words integer default=1; only text of at least so many words
-- example: kb query unquoted-marks
WITH RECURSIVE chosen AS (
  SELECT a.id, a.body FROM articles a
  WHERE 1
    AND a.id = :article    -- if :article
    AND a.outlet_id = :outlet    -- if :outlet
    AND a.published_last >= :since    -- if :since
    AND a.published <= :until    -- if :until
), paragraphs (article_id, at, text) AS (
  SELECT c.id, sum(length(p.value) + 2) OVER (PARTITION BY c.id ORDER BY p.key) - length(p.value) - 2, p.value
  FROM chosen c, json_each('[' || replace(replace(json_quote(c.body), '\\', '\u005c'), '\n\n', '","') || ']') p
), kinds (opening, closing) AS (
  VALUES ('“', '”'), ('„', '“'), ('„', '”'), ('«', '»'), ('»', '«'), ('"', '"')
), looked (article_id, at, rest, opens, closes) AS (  -- first where a mark opens, then where it closes, then on with what is left
  SELECT article_id, at, text, NULL, NULL FROM paragraphs
  UNION ALL
  SELECT article_id, iif(closes IS NULL, at, at + closes), iif(closes IS NULL, rest, substr(rest, closes + 1)),
    CASE
      WHEN closes IS NOT NULL THEN NULL
      WHEN opens IS NOT NULL THEN opens
      ELSE coalesce((SELECT min(instr(rest, k.opening)) FROM kinds k WHERE instr(rest, k.opening) > 0), 0)
    END,
    CASE WHEN closes IS NULL AND opens > 0
      THEN coalesce((SELECT opens + min(instr(substr(rest, opens + 1), k.closing)) FROM kinds k
                     WHERE k.opening = substr(rest, opens, 1) AND instr(substr(rest, opens + 1), k.closing) > 0),
                    length(rest))
    END
  FROM looked
  WHERE rest <> '' AND (opens IS NULL OR opens > 0)
), marked AS (
  SELECT article_id, at + opens - 1 AS start_char, at + closes AS end_char, substr(rest, opens, closes - opens + 1) AS text
  FROM looked
  WHERE closes IS NOT NULL
)
SELECT a.published, o.name AS outlet, m.text AS marked, a.label AS title, a.id AS article_id, m.start_char, m.end_char, a.url
FROM marked m
JOIN articles a ON a.id = m.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
WHERE length(trim(m.text)) - length(replace(trim(m.text), ' ', '')) + 1 >= :words
  AND NOT EXISTS (
    SELECT 1 FROM standing_quotes q    -- of any determinacy: what is denied or not said is quoted, too
    WHERE q.article_id = m.article_id AND q.start_char < m.end_char AND m.start_char < q.end_char)
ORDER BY a.published DESC, a.id, m.start_char
