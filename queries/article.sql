-- name: article
-- summary: One article's quotes in their order, known speaker or not
-- param: article article required; its id, file name, or words of its title
-- param: sense choice(made, said, denied, asked, unsaid, open, any) default=made; only statements in this sense; made is what was said, denied or asked
-- example: kb query article --article 1
SELECT w.quote_id, w.actor, w.kind, w.sense, w.cue, w.quote, w.source_mention AS mention, w.speaker_method AS method,
  w.confidence, w.start_char, w.end_char, w.article_id
FROM who_said w
WHERE w.article_id = :article
  AND iif(:sense = 'made', w.determinacy = 'yes', :sense IN (w.sense, 'any'))
ORDER BY w.ordinal
