-- name: undeclared
-- summary: A parameter that no line names
SELECT quote
FROM who_said
WHERE kind = :kind
