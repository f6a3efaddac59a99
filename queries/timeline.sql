-- name: timeline
-- summary: What an actor said and which positions it took, in the order of time
-- help: A quote stands at the day it was said on where the article tells, else at that of publication; a position at the day it was
-- help: stated on, else at that of publication. `dated_by` tells which. What has no date comes last.
-- param: actor actor required; the actor
-- param: issue issue; only positions on this issue, and quotes in their evidence
-- param: since date-from; on this day or later
-- param: until date-to; on this day or earlier
-- param: sense choice(made, said, denied, asked, unsaid, open, any) default=made; only statements in this sense; made is what was said, denied or asked
-- example: kb query timeline --actor Putin
SELECT date, dated_by, what, issue, stance, sense, cue, text AS quote, outlet, title, article_id, quote_id
FROM (
  SELECT w.dated AS date, iif(w.said_on IS NULL, iif(w.published IS NULL, NULL, 'published'), 'said') AS dated_by, 'quote' AS what, NULL AS issue, NULL AS stance, w.sense, w.cue, w.quote AS text, w.outlet, w.article AS title,
    w.article_id, w.quote_id, w.start_char, w.dated_last AS last_day
  FROM standing_speakers s
  JOIN who_said w ON w.quote_id = s.quote_id AND w.actor_id = s.actor_id
  WHERE s.actor_id IN (SELECT alike_id FROM actors_alike WHERE actor_id = :actor) AND s.relation = 'speaker'
    AND iif(:sense = 'made', w.determinacy = 'yes', :sense IN (w.sense, 'any'))
    AND w.quote_id IN (SELECT e.quote_id FROM position_quotes e JOIN standing_positions p ON p.id = e.position_id WHERE p.issue_id = :issue)    -- if :issue
  UNION ALL
  SELECT coalesce(p.stated_on, p.published), iif(p.stated_on IS NULL, iif(p.published IS NULL, NULL, 'published'), 'stated'), 'position', p.issue, p.stance, NULL, NULL, p.evidence, p.outlet, p.article,
    p.article_id, NULL, p.start_char, coalesce(p.stated_last, p.published_last)
  FROM stated_positions p
  WHERE p.actor_id = :actor
    AND p.issue_id = :issue    -- if :issue
)
WHERE 1
  AND last_day >= :since    -- if :since
  AND date <= :until    -- if :until
ORDER BY date IS NULL, date, article_id, start_char, what
