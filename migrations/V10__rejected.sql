-- A quote that a person has rejected counts no more: it disappears in one view, which looks at a column of its own row.

ALTER TABLE speaker_reviews ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0     -- 1: it is no quote at all
  CHECK (rejected IN (0, 1) AND (rejected = 0 OR actor_id IS NULL));
ALTER TABLE quotes ADD COLUMN standing INTEGER NOT NULL DEFAULT 1              -- 0: a review that is in force rejects it
  CHECK (standing IN (0, 1));

-- The quote that each review is about: at its place, else with its words nearest to it, else with most of its place. Of several
-- reviews of one quote the last one is in force.
CREATE VIEW reviews_in_force AS
SELECT max(review_id) AS review_id, article_id, actor_id, rejected, quote_id
FROM (
  -- A window, since older SQLites know no column of an outer query in ORDER BY.
  SELECT r.id AS review_id, r.article_id, r.actor_id, r.rejected, q.id AS quote_id, row_number() OVER (
      PARTITION BY r.article_id, r.id ORDER BY q.quote = r.quote DESC, abs(q.start_char - r.start_char), q.id) AS place
  FROM speaker_reviews r JOIN quotes q ON q.article_id = r.article_id AND (q.quote = r.quote OR
    2 * (min(q.end_char, r.end_char) - max(q.start_char, r.start_char))
      > max(q.end_char - q.start_char, r.end_char - r.start_char)))
WHERE place = 1
GROUP BY article_id, quote_id;

-- Reviews that somebody writes with another program reject at once, too. Whom a rejected quote was linked to is asked anew
-- when it stands again.
CREATE TRIGGER speaker_reviews_insert AFTER INSERT ON speaker_reviews WHEN new.rejected = 1 BEGIN
  UPDATE quotes SET standing = 0 WHERE article_id = new.article_id AND standing = 1
    AND id IN (SELECT quote_id FROM reviews_in_force WHERE article_id = new.article_id AND rejected = 1);
  DELETE FROM quote_speakers WHERE quote_id IN (SELECT id FROM quotes WHERE article_id = new.article_id AND standing = 0);
END;
CREATE TRIGGER speaker_reviews_update AFTER UPDATE OF article_id, quote, start_char, end_char, rejected ON speaker_reviews
WHEN new.rejected = 1 OR old.rejected = 1 BEGIN
  UPDATE quotes SET standing = 1 WHERE article_id IN (old.article_id, new.article_id) AND standing = 0;
  UPDATE quotes SET standing = 0 WHERE article_id IN (old.article_id, new.article_id)
    AND id IN (SELECT quote_id FROM reviews_in_force WHERE article_id IN (old.article_id, new.article_id) AND rejected = 1);
  DELETE FROM quote_speakers WHERE quote_id IN (
    SELECT id FROM quotes WHERE article_id IN (old.article_id, new.article_id) AND standing = 0);
END;
CREATE TRIGGER speaker_reviews_delete AFTER DELETE ON speaker_reviews WHEN old.rejected = 1 BEGIN
  UPDATE quotes SET standing = 1 WHERE article_id = old.article_id AND standing = 0
    AND id NOT IN (SELECT quote_id FROM reviews_in_force WHERE article_id = old.article_id AND rejected = 1);
END;

CREATE INDEX quotes_rejected ON quotes (id) WHERE standing = 0;
DROP INDEX quotes_in_brief;
CREATE INDEX quotes_in_brief ON quotes (id, article_id, kind, said_on, said_last, standing) WHERE determinacy = 'yes' AND standing;
DROP INDEX quotes_not_made;
CREATE INDEX quotes_not_made ON quotes (id, determinacy, standing) WHERE determinacy <> 'yes' AND standing;
DROP INDEX quotes_denied;
CREATE INDEX quotes_denied ON quotes (id, determinacy, standing) WHERE polarity = 'denied' AND standing;

-- The one place: all that is asked of quotes reads this view, or the narrow copy below it. Written without `= 1`, which SQLite would
-- take for a condition that few rows meet, and plan by.
DROP VIEW standing_quotes;
CREATE VIEW standing_quotes AS
SELECT id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash, attribution_type, polarity, determinacy,
  sense, said_on, said_on_words, said_last
FROM quotes WHERE standing;

DROP VIEW made_quotes_in_brief;
CREATE VIEW made_quotes_in_brief AS
SELECT id, article_id, kind, said_on, said_last FROM quotes INDEXED BY quotes_in_brief WHERE determinacy = 'yes' AND standing;

UPDATE documentation SET says = 'Who said a quote, or that it is none, by a person''s word: put in force again after each extraction.'
WHERE object = 'speaker_reviews' AND column_name = '';
UPDATE documentation SET says = 'The exact pieces of the quotes; those that count are in `standing_quotes`.'
WHERE object = 'standing_spans' AND column_name = '';
INSERT INTO documentation (object, column_name, says) VALUES
  ('speaker_reviews', 'rejected', '1: it is no quote at all, and counts no more; 0: it is one.'),
  ('quotes', 'standing', '1: it counts; 0: a person has rejected it, and the views have it no more. Follows from `speaker_reviews`.'),
  ('reviews_in_force', '', 'The quote that each review is about, and of several reviews of one quote the last one.'),
  ('reviews_in_force', 'review_id', 'The review.'),
  ('reviews_in_force', 'article_id', 'The article.'),
  ('reviews_in_force', 'actor_id', 'Who said it; NULL: nobody who is known, or it is no quote.'),
  ('reviews_in_force', 'rejected', '1: it is no quote at all.'),
  ('reviews_in_force', 'quote_id', 'The quote.');
