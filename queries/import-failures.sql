-- name: import-failures
-- summary: What imports could not read, or passed over, and why; newest run first
-- help: A file of a folder that holds no article is passed over and is no failure; `reason` says why. Kept are the latest 10,000.
-- example: kb query import-failures
SELECT f.import_run_id AS run, r.started_at AS started,
  CASE WHEN f.reason LIKE 'passed over: %' THEN 'passed over' ELSE 'failed' END AS what,
  f.source_path AS file,
  CASE WHEN f.reason LIKE 'passed over: %' THEN substr(f.reason, 14) ELSE f.reason END AS reason
FROM import_failures f JOIN import_runs r ON r.id = f.import_run_id
ORDER BY f.import_run_id DESC, what, f.source_path
