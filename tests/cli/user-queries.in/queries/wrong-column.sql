-- name: wrong-column
-- summary: A column that is not there
-- param: kind choice(direct, mixed, indirect); only of this kind
SELECT kind, quotee
FROM who_said
WHERE 1
  AND kind = :kind    -- if :kind
