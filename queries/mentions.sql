-- name: mentions
-- summary: How articles name an actor as a speaker: "Lavrov", "the minister", "he"
-- param: actor actor required; the actor
-- example: kb query mentions --actor Lavrov
SELECT m.text AS mention, s.method, count(*) AS quotes, round(avg(s.confidence), 2) AS confidence, min(s.quote_id) AS quote_id
FROM standing_speakers s
JOIN made_quotes_in_brief q ON q.id = s.quote_id
JOIN standing_spans m ON m.quote_id = s.quote_id AND m.role = 'source'
WHERE s.actor_id IN (SELECT alike_id FROM actors_alike WHERE actor_id = :actor) AND s.relation = 'speaker'
GROUP BY m.text, s.method
ORDER BY quotes DESC, mention
