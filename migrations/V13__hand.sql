-- A person's hand: verdicts on quotes that outlive every reading, tags and notes, and one log over all that people did.

ALTER TABLE quotes ADD COLUMN verdict TEXT                      -- NULL: as kb reads it
  CHECK (verdict IN ('confirmed', 'set', 'added'));
ALTER TABLE quotes ADD COLUMN status TEXT GENERATED ALWAYS AS (iif(standing, coalesce(verdict, 'read'), 'rejected')) VIRTUAL;
CREATE INDEX quotes_by_verdict ON quotes (verdict, article_id) WHERE verdict IS NOT NULL;

-- A quote as a person has it. It is found again by its words and what stands around them (the selectors of the W3C Web Annotation
-- model: exact, prefix, suffix, place), in whatever becomes of the article; what is not found stays here, and is listed as lost.
CREATE TABLE quote_reviews (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  quote_id   INTEGER NOT NULL,      -- no reference: it is this quote's number also while nothing is found of it
  verdict    TEXT NOT NULL CHECK (verdict IN ('confirmed', 'set', 'added')),
  exact      TEXT NOT NULL,
  prefix     TEXT NOT NULL,
  suffix     TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  before     TEXT CHECK (before IS NULL OR json_valid(before)),
  after      TEXT NOT NULL CHECK (json_valid(after)),
  change_id  INTEGER REFERENCES actor_changes (id),  -- who said it, where that was told with it
  made_at    TEXT NOT NULL,
  made_by    TEXT NOT NULL,
  why        TEXT NOT NULL DEFAULT '',
  undone_at  TEXT,
  as_read    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(as_read))   -- what kb itself reads in its place; derived
) STRICT;
CREATE INDEX quote_reviews_by_article ON quote_reviews (article_id) WHERE undone_at IS NULL;
CREATE INDEX quote_reviews_by_quote ON quote_reviews (quote_id);

-- Taking an actor out, and taking something back, are changes, too: their words come to the list, the way V5 tells.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''assign'', ''import'')', '''assign'', ''import'', ''remove'', ''undo'')')
WHERE type = 'table' AND name = 'actor_changes';
PRAGMA writable_schema = RESET;

CREATE TABLE speaker_review_others (   -- who else said it, where a person has named several
  review_id  INTEGER NOT NULL REFERENCES speaker_reviews (id) ON DELETE CASCADE,
  actor_id   INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  PRIMARY KEY (review_id, actor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX speaker_review_others_by_actor ON speaker_review_others (actor_id);

CREATE TABLE removed_actors (       -- actors that a person has taken out: no text brings them back
  slug         TEXT PRIMARY KEY,
  name_folded  TEXT NOT NULL,
  kind         TEXT NOT NULL,
  article_id   INTEGER REFERENCES articles (id) ON DELETE CASCADE,   -- of one that an article only described
  change_id    INTEGER NOT NULL REFERENCES actor_changes (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_actors_by_name ON removed_actors (name_folded);

CREATE TABLE remarks (              -- tags and notes
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('tag', 'note', 'untag')),
  removes    INTEGER REFERENCES remarks (id),   -- the tag that this one takes away
  text       TEXT NOT NULL,
  object     TEXT NOT NULL CHECK (object IN ('article', 'quote', 'actor', 'position')),
  article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE,
  quote_id   INTEGER,
  exact      TEXT,                  -- of a quote: its words, by which it is found again
  start_char INTEGER,
  actor_slug TEXT,                  -- slugs, which outlive a merge and its taking back
  issue_slug TEXT,
  made_at    TEXT NOT NULL,
  made_by    TEXT NOT NULL,
  why        TEXT NOT NULL DEFAULT '',
  undone_at  TEXT,
  undone_by  TEXT
) STRICT;
CREATE INDEX remarks_by_article ON remarks (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX remarks_by_quote ON remarks (quote_id) WHERE quote_id IS NOT NULL;
CREATE INDEX remarks_by_text ON remarks (text) WHERE kind = 'tag';

-- One number for everything that people did, in the order in which they did it.
CREATE TABLE log_entries (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  made_in  TEXT NOT NULL CHECK (made_in IN ('actor_changes', 'issue_changes', 'position_reviews', 'quote_reviews', 'remarks')),
  row_id   INTEGER NOT NULL,
  UNIQUE (made_in, row_id)
) STRICT;
INSERT INTO log_entries (made_in, row_id)
SELECT made_in, id FROM (
  SELECT 'actor_changes' AS made_in, id, made_at FROM actor_changes
  UNION ALL SELECT 'issue_changes', id, made_at FROM issue_changes
  UNION ALL SELECT 'position_reviews', id, made_at FROM position_reviews)
ORDER BY made_at, made_in, id;
CREATE TRIGGER actor_changes_logged AFTER INSERT ON actor_changes BEGIN
  INSERT INTO log_entries (made_in, row_id) VALUES ('actor_changes', new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER issue_changes_logged AFTER INSERT ON issue_changes BEGIN
  INSERT INTO log_entries (made_in, row_id) VALUES ('issue_changes', new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER position_reviews_logged AFTER INSERT ON position_reviews BEGIN
  INSERT INTO log_entries (made_in, row_id) VALUES ('position_reviews', new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER quote_reviews_logged AFTER INSERT ON quote_reviews BEGIN
  INSERT INTO log_entries (made_in, row_id) VALUES ('quote_reviews', new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER remarks_logged AFTER INSERT ON remarks BEGIN
  INSERT INTO log_entries (made_in, row_id) VALUES ('remarks', new.id) ON CONFLICT DO NOTHING;
END;

-- An actor's slug, or one that was merged away, means this actor today.
CREATE VIEW actor_slugs AS
SELECT slug, id AS actor_id FROM actors
UNION ALL SELECT slug, actor_id FROM actor_merges;

-- Tags and notes that hold, each with the number of what it is on; NULL where that is not found any more.
CREATE VIEW standing_remarks AS
SELECT r.id, r.kind, r.text, r.object,
  CASE r.object
    WHEN 'article' THEN r.article_id
    WHEN 'quote' THEN (SELECT q.id FROM quotes q WHERE q.id = r.quote_id)
    WHEN 'actor' THEN (SELECT s.actor_id FROM actor_slugs s WHERE s.slug = r.actor_slug LIMIT 1)
    ELSE (SELECT p.id FROM positions p JOIN issues i ON i.id = p.issue_id WHERE p.article_id IS r.article_id AND i.slug = r.issue_slug
            AND p.actor_id = (SELECT s.actor_id FROM actor_slugs s WHERE s.slug = r.actor_slug LIMIT 1) ORDER BY p.id LIMIT 1)
  END AS object_id,
  r.article_id, r.made_at, r.made_by
FROM remarks r WHERE r.undone_at IS NULL AND r.kind <> 'untag';
CREATE VIEW tags AS
SELECT id, text AS tag, object, object_id, article_id, made_at, made_by FROM standing_remarks WHERE kind = 'tag';
CREATE VIEW notes AS
SELECT id, text AS note, object, object_id, article_id, made_at, made_by FROM standing_remarks WHERE kind = 'note';

-- What people have said of quotes and what is not found in its article any more.
CREATE VIEW lost_quote_reviews AS
SELECT r.id, r.article_id, r.quote_id, r.verdict, r.exact, r.made_at, r.made_by, r.why
FROM quote_reviews r
WHERE r.undone_at IS NULL AND r.id = (SELECT max(n.id) FROM quote_reviews n WHERE n.quote_id = r.quote_id AND n.undone_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.id = r.quote_id AND q.verdict IS NOT NULL);

-- Everything that people did, whatever it was done to.
CREATE VIEW change_log AS
SELECT l.id AS number, l.made_in, l.row_id, c.made_at, c.made_by, c.action, c.detail AS what, c.why, c.undone_by IS NOT NULL AS undone
FROM log_entries l JOIN actor_changes c ON l.made_in = 'actor_changes' AND c.id = l.row_id
UNION ALL
SELECT l.id, l.made_in, l.row_id, c.made_at, c.made_by, c.action || ' issue', c.slug, c.why, 0
FROM log_entries l JOIN issue_changes c ON l.made_in = 'issue_changes' AND c.id = l.row_id
UNION ALL
SELECT l.id, l.made_in, l.row_id, r.made_at, r.made_by, r.verdict || ' position',
  s.slug || ' ' || r.stance || ' ' || i.slug || ' in article ' || r.article_id, r.why, r.undone_at IS NOT NULL
FROM log_entries l JOIN position_reviews r ON l.made_in = 'position_reviews' AND r.id = l.row_id
JOIN actors s ON s.id = r.actor_id JOIN issues i ON i.id = r.issue_id
UNION ALL
SELECT l.id, l.made_in, l.row_id, r.made_at, r.made_by, r.verdict || ' quote',
  'quote ' || r.quote_id || ' in article ' || r.article_id || ': ' || r.exact, r.why, r.undone_at IS NOT NULL
FROM log_entries l JOIN quote_reviews r ON l.made_in = 'quote_reviews' AND r.id = l.row_id
UNION ALL
SELECT l.id, l.made_in, l.row_id, r.made_at, r.made_by, r.kind,
  r.object || ' ' || CASE r.object WHEN 'article' THEN r.article_id WHEN 'quote' THEN r.quote_id WHEN 'actor' THEN r.actor_slug
    ELSE r.actor_slug || ' on ' || r.issue_slug END || ': ' || r.text, r.why, r.undone_at IS NOT NULL
FROM log_entries l JOIN remarks r ON l.made_in = 'remarks' AND r.id = l.row_id;

-- What counts, with whose word it rests on.
DROP VIEW standing_quotes;
CREATE VIEW standing_quotes AS
SELECT id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash, attribution_type, polarity, determinacy,
  sense, said_on, said_on_words, said_last, status
FROM quotes WHERE standing;

DROP VIEW who_said;
CREATE VIEW who_said AS
SELECT
  q.id            AS quote_id,
  q.article_id,
  a.source_path,
  a.title,
  o.name          AS outlet,
  a.author,
  a.published,
  a.url,
  s.name          AS actor,
  s.slug          AS actor_slug,
  s.kind          AS actor_kind,
  q.kind,
  q.sense,
  (SELECT group_concat(text, ' … ') FROM standing_spans WHERE quote_id = q.id AND role = 'cue')    AS cue,
  q.quote,
  (SELECT group_concat(text, ' … ') FROM standing_spans WHERE quote_id = q.id AND role = 'source') AS source_mention,
  q.start_char,
  q.end_char,
  q.confidence,
  qs.method       AS speaker_method,
  qs.confidence   AS speaker_confidence,
  q.ordinal,
  qs.actor_id,
  a.outlet_id,
  a.label         AS article,
  a.published_last,
  q.attribution_type,
  q.polarity,
  q.determinacy,
  q.said_on,
  q.said_on_words,
  coalesce(q.said_on, a.published) AS dated,
  iif(q.said_on IS NULL, a.published_last, min(q.said_last, coalesce(a.published_last, q.said_last))) AS dated_last,
  round(q.confidence * qs.confidence, 3) AS attribution_confidence,
  s.article_id IS NOT NULL AS described,
  q.status
FROM standing_quotes q
JOIN articles a ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN standing_speakers qs ON qs.quote_id = q.id AND qs.relation = 'speaker'
LEFT JOIN actors s ON s.id = qs.actor_id;

INSERT INTO documentation (object, column_name, says) VALUES
  ('quotes', 'verdict', 'confirmed, set or added by a person, whose word the row is then; NULL: as kb reads it.'),
  ('quotes', 'status', 'read (by kb), confirmed, set, added or rejected (by a person).'),
  ('standing_quotes', 'status', 'read (by kb), or confirmed, set or added by a person.'),
  ('who_said', 'status', 'read (by kb), or confirmed, set or added by a person.'),
  ('quote_reviews', '', 'Quotes as people have them: confirmed, corrected or added. No reading changes them; each is found again by its words.'),
  ('quote_reviews', 'id', 'Its number.'),
  ('quote_reviews', 'article_id', 'In which article.'),
  ('quote_reviews', 'quote_id', 'The quote''s number, which stays its number also while nothing of it is found.'),
  ('quote_reviews', 'verdict', 'confirmed, set or added.'),
  ('quote_reviews', 'exact', 'The first piece of its words, by which it is found again.'),
  ('quote_reviews', 'prefix', 'What stood before them.'),
  ('quote_reviews', 'suffix', 'What stood behind them.'),
  ('quote_reviews', 'start_char', 'Where they stood, in code points from 0.'),
  ('quote_reviews', 'before', 'The quote before, as JSON; NULL for one that was added.'),
  ('quote_reviews', 'after', 'The quote as the person has it, as JSON: kind, sense, day of the saying, pieces with their places from its first word on.'),
  ('quote_reviews', 'change_id', 'The change that told who said it, where one did with it.'),
  ('quote_reviews', 'made_at', 'When, UTC.'),
  ('quote_reviews', 'made_by', 'Who.'),
  ('quote_reviews', 'why', 'The reason given; may be empty.'),
  ('quote_reviews', 'undone_at', 'When it was taken back; NULL: it holds.'),
  ('quote_reviews', 'as_read', 'What kb itself reads in its place, as JSON; follows from the article.'),
  ('lost_quote_reviews', '', 'What people have said of quotes whose words are not found in their article any more.'),
  ('lost_quote_reviews', 'id', 'The review.'),
  ('lost_quote_reviews', 'article_id', 'The article.'),
  ('lost_quote_reviews', 'quote_id', 'The quote''s number.'),
  ('lost_quote_reviews', 'verdict', 'confirmed, set or added.'),
  ('lost_quote_reviews', 'exact', 'Its words.'),
  ('lost_quote_reviews', 'made_at', 'When, UTC.'),
  ('lost_quote_reviews', 'made_by', 'Who.'),
  ('lost_quote_reviews', 'why', 'The reason given; may be empty.'),
  ('speaker_review_others', '', 'Who else said a quote, where a person has named several speakers.'),
  ('speaker_review_others', 'review_id', 'The review, which names the first of them.'),
  ('speaker_review_others', 'actor_id', 'A further one.'),
  ('removed_actors', '', 'Actors that a person has taken out: no text brings them back.'),
  ('removed_actors', 'slug', 'The slug that it had.'),
  ('removed_actors', 'name_folded', 'Its name, as names are looked up.'),
  ('removed_actors', 'kind', 'What sort of thing it was taken for.'),
  ('removed_actors', 'article_id', 'The article that described it, where one did; NULL: it had a name.'),
  ('removed_actors', 'change_id', 'The change that took it out.'),
  ('remarks', '', 'Tags and notes of people on articles, quotes, actors and positions.'),
  ('remarks', 'id', 'Its number.'),
  ('remarks', 'kind', 'tag, note, or untag: a tag was taken away.'),
  ('remarks', 'removes', 'The tag that was taken away.'),
  ('remarks', 'text', 'The tag, or the note in Markdown.'),
  ('remarks', 'object', 'What it is on: article, quote, actor or position.'),
  ('remarks', 'article_id', 'The article that it is on, or that its quote or position is of.'),
  ('remarks', 'quote_id', 'The quote''s number.'),
  ('remarks', 'exact', 'The quote''s words, by which it is found again.'),
  ('remarks', 'start_char', 'Where they stood, in code points from 0.'),
  ('remarks', 'actor_slug', 'The actor that it is on, or whose position.'),
  ('remarks', 'issue_slug', 'The issue of the position.'),
  ('remarks', 'made_at', 'When, UTC.'),
  ('remarks', 'made_by', 'Who.'),
  ('remarks', 'why', 'The reason given; may be empty.'),
  ('remarks', 'undone_at', 'When it was taken away; NULL: it holds.'),
  ('remarks', 'undone_by', 'Who took it away.'),
  ('log_entries', '', 'One number for each thing that people did, in the order in which they did it.'),
  ('log_entries', 'id', 'The number that `kb log` shows and `kb undo` takes.'),
  ('log_entries', 'made_in', 'The table with the row.'),
  ('log_entries', 'row_id', 'The id of the row.'),
  ('actor_slugs', '', 'Which actor a slug means today: its own, or one that was merged into it.'),
  ('actor_slugs', 'slug', 'The slug.'),
  ('actor_slugs', 'actor_id', 'The actor.'),
  ('tags', '', 'Tags that hold.'),
  ('tags', 'id', 'Its number.'),
  ('tags', 'tag', 'The tag.'),
  ('tags', 'object', 'What it is on: article, quote, actor or position.'),
  ('tags', 'object_id', 'The number of that; NULL: it is not found any more.'),
  ('tags', 'article_id', 'The article that it is on, or that its quote or position is of.'),
  ('tags', 'made_at', 'When, UTC.'),
  ('tags', 'made_by', 'Who.'),
  ('notes', '', 'Notes that hold.'),
  ('notes', 'id', 'Its number.'),
  ('notes', 'note', 'The note, in Markdown.'),
  ('notes', 'object', 'What it is on: article, quote, actor or position.'),
  ('notes', 'object_id', 'The number of that; NULL: it is not found any more.'),
  ('notes', 'article_id', 'The article that it is on, or that its quote or position is of.'),
  ('notes', 'made_at', 'When, UTC.'),
  ('notes', 'made_by', 'Who.'),
  ('standing_remarks', '', 'Tags and notes that hold.'),
  ('standing_remarks', 'id', 'Its number.'),
  ('standing_remarks', 'kind', 'tag or note.'),
  ('standing_remarks', 'text', 'The tag, or the note in Markdown.'),
  ('standing_remarks', 'object', 'What it is on: article, quote, actor or position.'),
  ('standing_remarks', 'object_id', 'The number of that; NULL: it is not found any more.'),
  ('standing_remarks', 'article_id', 'The article that it is on, or that its quote or position is of.'),
  ('standing_remarks', 'made_at', 'When, UTC.'),
  ('standing_remarks', 'made_by', 'Who.'),
  ('change_log', '', 'Everything that people did, whatever it was done to: what `kb log` shows.'),
  ('change_log', 'number', 'The number that `kb undo` takes.'),
  ('change_log', 'made_in', 'The table with the row.'),
  ('change_log', 'row_id', 'The id of the row.'),
  ('change_log', 'made_at', 'When, UTC.'),
  ('change_log', 'made_by', 'Who.'),
  ('change_log', 'action', 'What was done.'),
  ('change_log', 'what', 'To what, in words.'),
  ('change_log', 'why', 'The reason given; may be empty.'),
  ('change_log', 'undone', '1: it was taken back.');
