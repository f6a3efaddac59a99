-- name: near-kind
-- summary: A kind that is nearly one
-- param: who acter required; who said it
SELECT quote FROM who_said WHERE actor_id = :who
