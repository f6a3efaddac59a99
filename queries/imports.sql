-- name: imports
-- summary: The import runs, newest first, and what each did
-- help: `last_read` counts the articles in the database that no later run has read; those removed since are not among them. What a run could not read stands in import_failures: kb sql 'SELECT * FROM import_failures'
-- example: kb query imports
SELECT r.id AS run, r.started_at AS started, coalesce(r.finished_at, 'interrupted, or running still') AS finished,
  r.added, r.changed, r.renamed, r.unchanged, r.failed,
  (SELECT count(*) FROM articles a WHERE a.import_run_id = r.id) AS last_read, r.kb_version
FROM import_runs r
ORDER BY r.id DESC
