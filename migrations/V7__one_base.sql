-- The views that everything asked of quotes goes through, and dates that know how far they may reach.

-- A date is as exact as it is known: 2022 may mean any day up to the last of December.
ALTER TABLE articles ADD COLUMN published_last TEXT GENERATED ALWAYS AS (   -- the last day that `published` may mean
  CASE length(published) WHEN 4 THEN published || '-12-31' WHEN 7 THEN date(published || '-01', '+1 month', '-1 day')
    ELSE published END) VIRTUAL;
ALTER TABLE positions ADD COLUMN stated_last TEXT GENERATED ALWAYS AS (     -- the last day that `stated_on` may mean
  CASE length(stated_on) WHEN 4 THEN stated_on || '-12-31' WHEN 7 THEN date(stated_on || '-01', '+1 month', '-1 day')
    ELSE stated_on END) VIRTUAL;

-- Both ends of a time are looked at in the index, whichever of them it is searched by.
DROP INDEX articles_by_published;
CREATE INDEX articles_by_published ON articles (published, published_last);
CREATE INDEX articles_by_last_day ON articles (published_last, published);
DROP INDEX articles_by_outlet;
CREATE INDEX articles_by_outlet ON articles (outlet_id, published, published_last);
DROP INDEX articles_in_brief;
CREATE INDEX articles_in_brief ON articles (id, outlet_id, published, published_last);  -- for counting, without reading the texts

-- What stands: quotes, and what belongs to them. Saved queries read these views and never the tables, so that a quote which
-- is to count no more has to disappear here and nowhere else.
CREATE VIEW standing_quotes AS
SELECT id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash FROM quotes;

-- The same for counting over many of them: three columns, read from their narrow copy.
CREATE VIEW standing_quotes_in_brief AS
SELECT id, article_id, kind FROM quotes INDEXED BY quotes_in_brief;

CREATE VIEW standing_spans AS
SELECT quote_id, role, ordinal, start_char, end_char, text FROM quote_spans;

CREATE VIEW standing_speakers AS
SELECT quote_id, actor_id, relation, method, confidence FROM quote_speakers;

-- Every quote with its speaker; a quote of several speakers has a row for each, one of nobody known a NULL actor.
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
  q.quote,
  (SELECT group_concat(text, ' … ') FROM standing_spans WHERE quote_id = q.id AND role = 'cue')    AS cue,
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
  a.published_last
FROM standing_quotes q
JOIN articles a ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN standing_speakers qs ON qs.quote_id = q.id AND qs.relation = 'speaker'
LEFT JOIN actors s ON s.id = qs.actor_id;

-- Every position with the passage that is its evidence.
DROP VIEW stated_positions;
CREATE VIEW stated_positions AS
SELECT
  p.id            AS position_id,
  s.name          AS actor,
  s.slug          AS actor_slug,
  i.name          AS issue,
  i.slug          AS issue_slug,
  i.proposition,
  p.stance,
  p.basis,
  b.name          AS ascribed_by,
  p.stated_on,
  e.text          AS evidence,
  e.relation      AS evidence_relation,
  a.title,
  o.name          AS outlet,
  a.published,
  a.source_path,
  e.article_id,
  e.start_char,
  e.end_char,
  p.note,
  p.actor_id,
  p.issue_id,
  a.label         AS article,
  p.stated_last,
  a.published_last
FROM positions p
JOIN actors s ON s.id = p.actor_id
JOIN issues i ON i.id = p.issue_id
LEFT JOIN actors b ON b.id = p.ascribed_by_id
JOIN position_evidence e ON e.position_id = p.id
JOIN articles a ON a.id = e.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id;

-- The quotes that overlap the evidence of a position.
DROP VIEW position_quotes;
CREATE VIEW position_quotes AS
SELECT e.position_id, q.id AS quote_id, e.article_id
FROM position_evidence e
JOIN standing_quotes q ON q.article_id = e.article_id AND q.start_char < e.end_char AND e.start_char < q.end_char;

INSERT INTO documentation (object, column_name, says) VALUES
  ('articles', 'published_last', 'The last day that `published` may mean: of 2022, 2022-12-31. What is asked for from a day on may reach it.'),
  ('positions', 'stated_last', 'The last day that `stated_on` may mean: of 2022, 2022-12-31.'),
  ('who_said', 'published_last', 'The last day that `published` may mean.'),
  ('stated_positions', 'stated_last', 'The last day that `stated_on` may mean.'),
  ('stated_positions', 'published_last', 'The last day that `published` may mean.'),
  ('standing_quotes', '', 'The quotes that count: what saved queries read in place of the table `quotes`.'),
  ('standing_quotes', 'id', 'Key.'),
  ('standing_quotes', 'article_id', 'The article.'),
  ('standing_quotes', 'ordinal', 'Its number within the article.'),
  ('standing_quotes', 'kind', 'direct, mixed or indirect.'),
  ('standing_quotes', 'quote', 'The words.'),
  ('standing_quotes', 'start_char', 'Where it starts in the body, in code points from 0.'),
  ('standing_quotes', 'end_char', 'Where it ends, exclusive.'),
  ('standing_quotes', 'confidence', 'How sure it is that this is a quote, 0 to 1.'),
  ('standing_quotes', 'words_hash', 'The same words, the same hash; NULL below five words.'),
  ('standing_quotes_in_brief', '', 'The same for counting: only what stands in the index `quotes_in_brief`.'),
  ('standing_quotes_in_brief', 'id', 'Key.'),
  ('standing_quotes_in_brief', 'article_id', 'The article.'),
  ('standing_quotes_in_brief', 'kind', 'direct, mixed or indirect.'),
  ('standing_spans', '', 'The exact pieces of the quotes that count.'),
  ('standing_spans', 'quote_id', 'The quote.'),
  ('standing_spans', 'role', 'content (the words), cue (the reporting words) or source (who is named).'),
  ('standing_spans', 'ordinal', 'Its number among those of one role.'),
  ('standing_spans', 'start_char', 'Where it starts in the body, in code points from 0.'),
  ('standing_spans', 'end_char', 'Where it ends, exclusive.'),
  ('standing_spans', 'text', 'The words.'),
  ('standing_speakers', '', 'Who is linked to the quotes that count.'),
  ('standing_speakers', 'quote_id', 'The quote.'),
  ('standing_speakers', 'actor_id', 'The actor.'),
  ('standing_speakers', 'relation', 'speaker, on_behalf_of or candidate.'),
  ('standing_speakers', 'method', 'How the mention was resolved: name, alias, office, pronoun, … or review.'),
  ('standing_speakers', 'confidence', 'How sure it is, 0 to 1.');
