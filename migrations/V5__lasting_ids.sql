-- A number that somebody has noted never comes to mean something else, and what was guessed of a text is kept with it.

-- AUTOINCREMENT changes nothing in how rows are stored, only which id the next row gets: so the tables stay as they are
-- and only their definitions get the word, the way SQLite's page on ALTER TABLE describes for such changes. The table
-- that counts (sqlite_sequence) has to be there first: the first table with the word brings it.
CREATE TABLE first_to_count (id INTEGER PRIMARY KEY AUTOINCREMENT);
DROP TABLE first_to_count;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
SET sql = replace(sql, ' INTEGER PRIMARY KEY,', ' INTEGER PRIMARY KEY AUTOINCREMENT,')
WHERE type = 'table' AND name IN (
  'extractors', 'import_runs', 'actors', 'actor_aliases', 'roles', 'actor_changes', 'outlets', 'articles', 'quotes',
  'speaker_reviews', 'issues', 'positions', 'position_evidence', 'removed_articles');
PRAGMA writable_schema = RESET;
-- Each counter begins where the numbers that were given end.
INSERT INTO sqlite_sequence (name, seq)
SELECT 'extractors', max(id) FROM extractors HAVING max(id) > 0
UNION ALL SELECT 'import_runs', max(id) FROM import_runs HAVING max(id) > 0
UNION ALL SELECT 'actors', max(id) FROM actors HAVING max(id) > 0
UNION ALL SELECT 'actor_aliases', max(id) FROM actor_aliases HAVING max(id) > 0
UNION ALL SELECT 'roles', max(id) FROM roles HAVING max(id) > 0
UNION ALL SELECT 'actor_changes', max(id) FROM actor_changes HAVING max(id) > 0
UNION ALL SELECT 'outlets', max(id) FROM outlets HAVING max(id) > 0
UNION ALL SELECT 'articles', max(id) FROM articles HAVING max(id) > 0
UNION ALL SELECT 'quotes', max(id) FROM quotes HAVING max(id) > 0
UNION ALL SELECT 'speaker_reviews', max(id) FROM speaker_reviews HAVING max(id) > 0
UNION ALL SELECT 'issues', max(id) FROM issues HAVING max(id) > 0
UNION ALL SELECT 'positions', max(id) FROM positions HAVING max(id) > 0
UNION ALL SELECT 'position_evidence', max(id) FROM position_evidence HAVING max(id) > 0
UNION ALL SELECT 'removed_articles', max(id) FROM removed_articles HAVING max(id) > 0;

ALTER TABLE articles ADD COLUMN encoding TEXT;         -- how the file's bytes were read: UTF-8, windows-1252; NULL: not known
ALTER TABLE articles ADD COLUMN decoding_note TEXT;    -- what was guessed or replaced in doing so; NULL: nothing
ALTER TABLE articles ADD COLUMN unread_from INTEGER;   -- code point from which on nothing was looked for; NULL: all was read

INSERT INTO documentation (object, column_name, says) VALUES
  ('articles', 'encoding', 'How the bytes of the file were read: UTF-8, windows-1252 …; NULL where that is not known.'),
  ('articles', 'decoding_note', 'What was guessed or replaced when the bytes were read, in words; NULL: nothing was.'),
  ('articles', 'unread_from', 'The code point from which on nothing was looked for, since the text is too long or takes too long; NULL: all of it was read.');
