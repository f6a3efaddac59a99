-- name: imports
-- summary: Overrides the built-in query: how many runs there were
SELECT count(*) AS runs FROM import_runs
