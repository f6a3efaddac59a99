-- When something was said, where the article tells: "on Tuesday", seen from the day of publication. Never that day itself by default.

ALTER TABLE quotes ADD COLUMN said_on TEXT                -- as exactly as the words tell it: YYYY, YYYY-MM or YYYY-MM-DD
  CHECK (said_on GLOB '[0-9][0-9][0-9][0-9]' OR said_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'
    OR said_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]');
ALTER TABLE quotes ADD COLUMN said_on_words TEXT          -- the words that tell it
  CHECK (said_on_words <> '' AND (said_on IS NULL OR said_on_words IS NOT NULL));
ALTER TABLE quotes ADD COLUMN said_last TEXT GENERATED ALWAYS AS (   -- the last day that `said_on` may mean
  CASE length(said_on) WHEN 4 THEN said_on || '-12-31' WHEN 7 THEN date(said_on || '-01', '+1 month', '-1 day')
    ELSE said_on END) VIRTUAL;

CREATE INDEX quotes_by_said_on ON quotes (said_on, said_last, article_id) WHERE said_on IS NOT NULL;
-- Counting reads this narrow copy, of statements that were made.
DROP INDEX quotes_in_brief;
CREATE INDEX quotes_in_brief ON quotes (id, article_id, kind, said_on, said_last) WHERE determinacy = 'yes';

DROP VIEW position_quotes;
DROP VIEW who_said;
DROP VIEW made_quotes_in_brief;
DROP VIEW made_quotes;
DROP VIEW standing_quotes;

CREATE VIEW standing_quotes AS
SELECT id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash, attribution_type, polarity, determinacy,
  sense, said_on, said_on_words, said_last
FROM quotes;

-- What was said, denied or asked, and neither left unsaid nor open: what counts and lists go by.
CREATE VIEW made_quotes AS
SELECT id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash, attribution_type, polarity, sense,
  said_on, said_last
FROM standing_quotes WHERE determinacy = 'yes';

-- The same for counting over many of them: a few columns, read from their narrow copy.
CREATE VIEW made_quotes_in_brief AS
SELECT id, article_id, kind, said_on, said_last FROM quotes INDEXED BY quotes_in_brief WHERE determinacy = 'yes';

-- Every quote with its speaker, in whatever sense; a quote of several speakers has a row for each, one of nobody known a NULL actor.
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
  iif(q.said_on IS NULL, a.published_last, min(q.said_last, coalesce(a.published_last, q.said_last))) AS dated_last
FROM standing_quotes q
JOIN articles a ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN standing_speakers qs ON qs.quote_id = q.id AND qs.relation = 'speaker'
LEFT JOIN actors s ON s.id = qs.actor_id;

-- The quotes that overlap the evidence of a position.
CREATE VIEW position_quotes AS
SELECT e.position_id, q.id AS quote_id, e.article_id
FROM position_evidence e
JOIN standing_quotes q ON q.article_id = e.article_id AND q.start_char < e.end_char AND e.start_char < q.end_char;

INSERT INTO documentation (object, column_name, says) VALUES
  ('quotes', 'said_on', 'When it was said, where the article tells, as exactly as it does: a day, month or year. NULL where it does not; never the date of publication for want of another.'),
  ('quotes', 'said_on_words', 'The words that tell it: on Tuesday, two days earlier. Where no date follows from them (a day after the vote), `said_on` is NULL.'),
  ('quotes', 'said_last', 'The last day that `said_on` may mean: of 2022, 2022-12-31.'),
  ('standing_quotes', 'said_on', 'When it was said, where the article tells.'),
  ('standing_quotes', 'said_on_words', 'The words that tell it.'),
  ('standing_quotes', 'said_last', 'The last day that `said_on` may mean.'),
  ('made_quotes', 'said_on', 'When it was said, where the article tells.'),
  ('made_quotes', 'said_last', 'The last day that `said_on` may mean.'),
  ('made_quotes_in_brief', 'said_on', 'When it was said, where the article tells.'),
  ('made_quotes_in_brief', 'said_last', 'The last day that `said_on` may mean.'),
  ('who_said', 'said_on', 'When it was said, where the article tells, as exactly as it does; NULL where it does not.'),
  ('who_said', 'said_on_words', 'The words that tell it: on Tuesday.'),
  ('who_said', 'dated', 'What a question about a time goes by: `said_on`, or else `published`.'),
  ('who_said', 'dated_last', 'The last day that `dated` may mean; nothing is said after its publication.');
UPDATE documentation SET says = 'The code point from which on nothing was looked for, since the text is too long or takes too long; 0: it is in a language that kb does not read; NULL: all of it was read.'
WHERE object = 'articles' AND column_name = 'unread_from';
UPDATE documentation SET says = 'What an import run could not read, and why; the latest 10,000.'
WHERE object = 'import_failures' AND column_name = '';
