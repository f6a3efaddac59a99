-- Speakers whom an article only describes ("jurors", "a Kremlin adviser") are actors of that article alone: nobody knows whether
-- those of another are the same. And one figure by which words and speaker together can be chosen.

ALTER TABLE actors ADD COLUMN article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE;
CREATE INDEX actors_by_article ON actors (article_id, name_folded) WHERE article_id IS NOT NULL;
CREATE INDEX actors_described ON actors (name_folded, kind) WHERE article_id IS NOT NULL;

-- Who is meant by an actor that is asked for: itself; of a described one, all that are described by the same words.
CREATE VIEW actors_alike AS
SELECT id AS actor_id, id AS alike_id FROM actors
UNION ALL
SELECT a.id, b.id FROM actors a JOIN actors b ON b.name_folded = a.name_folded AND b.kind = a.kind AND b.article_id IS NOT NULL
WHERE a.article_id IS NOT NULL AND b.id <> a.id;

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
  s.article_id IS NOT NULL AS described
FROM standing_quotes q
JOIN articles a ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN standing_speakers qs ON qs.quote_id = q.id AND qs.relation = 'speaker'
LEFT JOIN actors s ON s.id = qs.actor_id;

INSERT INTO documentation (object, column_name, says) VALUES
  ('actors', 'article_id', 'The article that only describes this actor ("jurors"), which it belongs to; NULL: it has a name and may speak in any.'),
  ('actors_alike', '', 'Who is meant by an actor: itself, and of one that is only described all that are described by the same words.'),
  ('actors_alike', 'actor_id', 'The actor asked for.'),
  ('actors_alike', 'alike_id', 'An actor that is meant.'),
  ('who_said', 'attribution_confidence', 'How sure it is that these words were said by this actor: `confidence` times `speaker_confidence`. NULL for nobody known.'),
  ('who_said', 'described', '1: the article only describes the speaker ("a Kremlin adviser"), who is an actor of that article alone; 0: it is somebody named, or nobody known.');
