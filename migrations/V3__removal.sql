-- Articles that a person takes out, and articles whose file has moved.

CREATE TABLE removed_articles (     -- articles that a person took out: who did it, when, why, and what went with them
  id           INTEGER PRIMARY KEY,
  removed_at   TEXT NOT NULL,       -- UTC, ISO 8601
  removed_by   TEXT NOT NULL,
  why          TEXT NOT NULL DEFAULT '',
  source_path  TEXT NOT NULL,       -- the file it was read from
  title        TEXT,
  outlet       TEXT,
  published    TEXT,
  quotes       INTEGER NOT NULL,    -- how many were found in it
  reviews      INTEGER NOT NULL,    -- of these, reviewed by a person
  positions    INTEGER NOT NULL     -- that had no evidence but in it
) STRICT;

ALTER TABLE import_runs ADD COLUMN renamed INTEGER NOT NULL DEFAULT 0;  -- articles whose file has moved

-- An article under another path is known by its text; length and beginning find it. Nobody asked for the hash.
CREATE INDEX articles_by_text ON articles (body_chars, substr(body, 1, 64));
DROP INDEX articles_by_hash;

INSERT INTO documentation (object, column_name, says) VALUES
  ('import_runs', 'renamed', 'How many were there already, read from a file that has moved since.'),
  ('removed_articles', '', 'Articles that a person took out with `kb remove`: one row for each. Importing the file again brings one back.'),
  ('removed_articles', 'id', 'Key.'),
  ('removed_articles', 'removed_at', 'When: UTC, ISO 8601.'),
  ('removed_articles', 'removed_by', 'Who removed it.'),
  ('removed_articles', 'why', 'The reason, in that person''s words.'),
  ('removed_articles', 'source_path', 'The file it was read from.'),
  ('removed_articles', 'title', 'Its headline.'),
  ('removed_articles', 'outlet', 'Who published it.'),
  ('removed_articles', 'published', 'When it was published, as exactly as stated.'),
  ('removed_articles', 'quotes', 'How many quotes were found in it.'),
  ('removed_articles', 'reviews', 'How many of these a person had reviewed.'),
  ('removed_articles', 'positions', 'How many positions had no evidence but in it, and went with it.');
