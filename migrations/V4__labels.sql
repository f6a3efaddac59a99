-- Articles without a headline are called by their file, in every list.

ALTER TABLE articles ADD COLUMN label TEXT NOT NULL GENERATED ALWAYS AS (   -- headline, or (name of the file)
  coalesce(title, '(' || replace(source_path, rtrim(source_path, replace(source_path, '/', '')), '') || ')')) VIRTUAL;

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
  (SELECT group_concat(text, ' … ') FROM quote_spans WHERE quote_id = q.id AND role = 'cue')    AS cue,
  (SELECT group_concat(text, ' … ') FROM quote_spans WHERE quote_id = q.id AND role = 'source') AS source_mention,
  q.start_char,
  q.end_char,
  q.confidence,
  qs.method       AS speaker_method,
  qs.confidence   AS speaker_confidence,
  q.ordinal,
  qs.actor_id,
  a.outlet_id,
  a.label         AS article
FROM quotes q
JOIN articles a ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN quote_speakers qs ON qs.quote_id = q.id AND qs.relation = 'speaker'
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
  a.label         AS article
FROM positions p
JOIN actors s ON s.id = p.actor_id
JOIN issues i ON i.id = p.issue_id
LEFT JOIN actors b ON b.id = p.ascribed_by_id
JOIN position_evidence e ON e.position_id = p.id
JOIN articles a ON a.id = e.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id;

INSERT INTO documentation (object, column_name, says) VALUES
  ('articles', 'label', 'What to call it: its headline, or the name of its file in brackets.'),
  ('who_said', 'article', 'What to call the article: its headline, or the name of its file in brackets.'),
  ('stated_positions', 'article', 'What to call the article with the passage: its headline, or the name of its file in brackets.');
