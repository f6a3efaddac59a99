-- name: activity
-- summary: Articles and quotes in each day, week, month or year, with a bar
-- help: What counts is when it was published, not when something in it was said. A week has the date of its Monday. Articles whose date is not known that exactly are counted under what is known.
-- param: per choice(day, week, month, year) default=month; how long a period is
-- param: actor actor; only quotes of this actor, and the articles that quote it
-- param: outlet outlet; only what this outlet published
-- param: since date-from; published on this day or later
-- param: until date-to; published on this day or earlier
-- example: kb query activity --per week --actor Lavrov
WITH per_article AS (
  SELECT q.article_id, count(*) AS quotes
  FROM made_quotes q
  WHERE 1
    AND q.id IN (SELECT quote_id FROM standing_speakers WHERE actor_id IN (SELECT alike_id FROM actors_alike WHERE actor_id = :actor) AND relation = 'speaker')    -- if :actor
  GROUP BY q.article_id
),
counted AS (
  SELECT CASE
      WHEN a.published IS NULL THEN '(no date)'
      WHEN length(a.published) < 10 AND :per IN ('day', 'week') THEN a.published
      WHEN :per = 'day' THEN a.published
      WHEN :per = 'week' THEN date(a.published, 'weekday 0', '-6 days')
      WHEN :per = 'month' THEN substr(a.published, 1, 7)
      ELSE substr(a.published, 1, 4)
    END AS period,
    coalesce(c.quotes, 0) AS quotes
  FROM articles a
  LEFT JOIN per_article c ON c.article_id = a.id
  WHERE 1
    AND c.quotes > 0             -- if :actor
    AND a.outlet_id = :outlet    -- if :outlet
    AND a.published_last >= :since    -- if :since
    AND a.published <= :until    -- if :until
),
summed AS (SELECT period, count(*) AS articles, sum(quotes) AS quotes FROM counted GROUP BY period)
SELECT period, articles, quotes,
  replace(hex(zeroblob((quotes * 30 + max(quotes) OVER () - 1) / max(max(quotes) OVER (), 1))), '00', '█') AS bar
FROM summed
ORDER BY period
