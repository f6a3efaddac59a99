-- name: stances
-- summary: How often each stance is taken
-- param: least integer default=2; at least so often
-- example: kb query stances --least 5
SELECT stance, count(*) AS positions
FROM positions
GROUP BY stance
HAVING positions >= :least
ORDER BY positions DESC
