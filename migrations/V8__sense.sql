-- In what sense something was said: a denial is no assertion, and what was not said is no statement.

-- The terms are those of attribution in the Penn Discourse Treebank and PARC.
ALTER TABLE quotes ADD COLUMN attribution_type TEXT NOT NULL DEFAULT 'assertion'
  CHECK (attribution_type IN ('assertion', 'belief', 'knowledge', 'intention', 'question'));
ALTER TABLE quotes ADD COLUMN polarity TEXT NOT NULL DEFAULT 'affirmed' CHECK (polarity IN ('affirmed', 'denied'));
ALTER TABLE quotes ADD COLUMN determinacy TEXT NOT NULL DEFAULT 'yes' CHECK (determinacy IN ('yes', 'open', 'no'));
ALTER TABLE quotes ADD COLUMN sense TEXT GENERATED ALWAYS AS (   -- the three in a word
  CASE determinacy WHEN 'no' THEN 'unsaid' WHEN 'open' THEN 'open'
    ELSE CASE WHEN polarity = 'denied' THEN 'denied' WHEN attribution_type = 'question' THEN 'asked' ELSE 'said' END END) VIRTUAL;

-- Counting reads this narrow copy, of statements that were made.
DROP INDEX quotes_in_brief;
CREATE INDEX quotes_in_brief ON quotes (id, article_id, kind) WHERE determinacy = 'yes';
CREATE INDEX quotes_not_made ON quotes (id) WHERE determinacy <> 'yes';
CREATE INDEX quotes_denied ON quotes (id) WHERE polarity = 'denied';

DROP VIEW position_quotes;
DROP VIEW who_said;
DROP VIEW standing_quotes_in_brief;
DROP VIEW standing_quotes;

CREATE VIEW standing_quotes AS
SELECT id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash, attribution_type, polarity, determinacy,
  sense
FROM quotes;

-- What was said, denied or asked, and neither left unsaid nor open: what counts and lists go by.
CREATE VIEW made_quotes AS
SELECT id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash, attribution_type, polarity, sense
FROM standing_quotes WHERE determinacy = 'yes';

-- The same for counting over many of them: three columns, read from their narrow copy.
CREATE VIEW made_quotes_in_brief AS
SELECT id, article_id, kind FROM quotes INDEXED BY quotes_in_brief WHERE determinacy = 'yes';

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
  q.determinacy
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

DELETE FROM documentation WHERE object = 'standing_quotes_in_brief';
UPDATE documentation SET says = 'The attributed words; the pieces of a quote in several are joined by « […] » where words of the article stand between them, by a line break where none do.'
WHERE (object, column_name) IN (VALUES ('quotes', 'quote'), ('who_said', 'quote'));
UPDATE documentation SET says = 'The quotes that count, in whatever sense: what saved queries read in place of the table `quotes`.'
WHERE object = 'standing_quotes' AND column_name = '';
INSERT INTO documentation (object, column_name, says) VALUES
  ('quotes', 'attribution_type', 'What kind of act the cue tells of: assertion, belief, knowledge, intention, question.'),
  ('quotes', 'polarity', 'Whether the source stands by the words: affirmed; or against them: denied (denied that, ruled out, opposed).'),
  ('quotes', 'determinacy', 'Whether it was said at all: yes; open (if he said, may say, will say); no (did not say, declined to say).'),
  ('quotes', 'sense', 'The three in a word: said, denied, asked, open, unsaid.'),
  ('who_said', 'attribution_type', 'What kind of act the cue tells of: assertion, belief, knowledge, intention, question.'),
  ('who_said', 'polarity', 'affirmed, or denied: the speaker stands against the words.'),
  ('who_said', 'determinacy', 'yes; open or no: it was not said, or is not told as having been said.'),
  ('who_said', 'sense', 'The three in a word: said, denied, asked, open, unsaid. Never list words without it or the cue.'),
  ('standing_quotes', 'attribution_type', 'What kind of act the cue tells of.'),
  ('standing_quotes', 'polarity', 'affirmed or denied.'),
  ('standing_quotes', 'determinacy', 'yes, open or no.'),
  ('standing_quotes', 'sense', 'said, denied, asked, open or unsaid.'),
  ('made_quotes', '', 'The quotes that count and were said, denied or asked: what counts and lists go by.'),
  ('made_quotes', 'id', 'Key.'),
  ('made_quotes', 'article_id', 'The article.'),
  ('made_quotes', 'ordinal', 'Its number within the article.'),
  ('made_quotes', 'kind', 'direct, mixed or indirect.'),
  ('made_quotes', 'quote', 'The words.'),
  ('made_quotes', 'start_char', 'Where it starts in the body, in code points from 0.'),
  ('made_quotes', 'end_char', 'Where it ends, exclusive.'),
  ('made_quotes', 'confidence', 'How sure it is that this is a quote, 0 to 1.'),
  ('made_quotes', 'words_hash', 'The same words, the same hash; NULL below five words.'),
  ('made_quotes', 'attribution_type', 'What kind of act the cue tells of.'),
  ('made_quotes', 'polarity', 'affirmed or denied.'),
  ('made_quotes', 'sense', 'said, denied or asked.'),
  ('made_quotes_in_brief', '', 'The same for counting: only what stands in the index `quotes_in_brief`.'),
  ('made_quotes_in_brief', 'id', 'Key.'),
  ('made_quotes_in_brief', 'article_id', 'The article.'),
  ('made_quotes_in_brief', 'kind', 'direct, mixed or indirect.');
