-- name: cues
-- summary: The reporting words: how often articles write "said", "claimed", "according to"
-- param: actor actor; only in quotes of this actor
-- param: sense choice(made, said, denied, asked, unsaid, open, any) default=made; only statements in this sense; made is what was said, denied or asked
-- example: kb query cues --actor Lavrov
SELECT lower(text) AS cue, sum(quotes) AS quotes, min(quote_id) AS quote_id
FROM (
  SELECT c.text, count(*) AS quotes, min(c.quote_id) AS quote_id
  FROM standing_spans c JOIN standing_quotes q ON q.id = c.quote_id
  WHERE c.role = 'cue'
    AND iif(:sense = 'made', q.determinacy = 'yes', :sense IN (q.sense, 'any'))
    AND c.quote_id IN (SELECT quote_id FROM standing_speakers WHERE actor_id IN (SELECT alike_id FROM actors_alike WHERE actor_id = :actor) AND relation = 'speaker')    -- if :actor
  GROUP BY c.text
)
GROUP BY lower(text)
ORDER BY quotes DESC, cue
