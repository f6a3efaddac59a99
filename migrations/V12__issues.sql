-- Issues are the user's, with signals of their own; where actors stand on them is read out of articles, and a person's word on it
-- stands above what was read.

ALTER TABLE issues ADD COLUMN parent_id INTEGER REFERENCES issues (id) ON DELETE SET NULL;

CREATE TABLE issue_signals (        -- words that name the matter of an issue
  issue_id   INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
  words      TEXT NOT NULL,
  direction  TEXT NOT NULL CHECK (direction IN ('for', 'against')),
  PRIMARY KEY (issue_id, words)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue_changes (        -- each change of an issue: who made it, when, why
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at    TEXT NOT NULL,
  made_by    TEXT NOT NULL,
  why        TEXT NOT NULL DEFAULT '',
  action     TEXT NOT NULL CHECK (action IN ('add', 'set', 'remove')),
  slug       TEXT NOT NULL,
  before     TEXT CHECK (before IS NULL OR json_valid(before)),
  after      TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;

ALTER TABLE positions ADD COLUMN article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE;
ALTER TABLE positions ADD COLUMN confidence REAL;
ALTER TABLE positions ADD COLUMN condition TEXT;
ALTER TABLE positions ADD COLUMN standing INTEGER NOT NULL DEFAULT 1 CHECK (standing IN (0, 1));
CREATE INDEX positions_by_article ON positions (article_id) WHERE article_id IS NOT NULL;

ALTER TABLE articles ADD COLUMN positions_identity TEXT;

CREATE TABLE position_reviews (     -- what people have said of where somebody stands in an article, each with who, when and why
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  actor_id   INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  issue_id   INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
  verdict    TEXT NOT NULL CHECK (verdict IN ('confirmed', 'rejected', 'set', 'added')),
  stance     TEXT NOT NULL CHECK (stance IN ('supports', 'opposes', 'conditional', 'neutral', 'unclear')),
  evidence   TEXT NOT NULL,
  made_at    TEXT NOT NULL,
  made_by    TEXT NOT NULL,
  why        TEXT NOT NULL DEFAULT '',
  undone_at  TEXT
) STRICT;
CREATE INDEX position_reviews_by_article ON position_reviews (article_id, actor_id, issue_id);
CREATE INDEX position_reviews_by_actor ON position_reviews (actor_id);
CREATE INDEX position_reviews_by_issue ON position_reviews (issue_id);

-- What a person has rejected disappears here, in one place.
CREATE VIEW standing_positions AS SELECT * FROM positions WHERE standing = 1;

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
  a.published_last,
  p.condition,
  p.confidence,
  p.origin,
  coalesce(p.stated_on, a.published) AS dated,
  coalesce(p.stated_last, a.published_last) AS dated_last,
  iif(p.stated_on IS NOT NULL, 'stated', iif(a.published IS NOT NULL, 'published', NULL)) AS dated_by
FROM standing_positions p
JOIN actors s ON s.id = p.actor_id
JOIN issues i ON i.id = p.issue_id
LEFT JOIN actors b ON b.id = p.ascribed_by_id
JOIN position_evidence e ON e.position_id = p.id
JOIN articles a ON a.id = e.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id;

INSERT INTO documentation (object, column_name, says) VALUES
  ('issues', 'parent_id', 'The issue that it is a part of.'),
  ('issue_signals', '', 'Words that name the matter of an issue beside those of its proposition.'),
  ('issue_signals', 'issue_id', 'The issue.'),
  ('issue_signals', 'words', 'A phrase, a beginning of a word with *, or NEAR(a b, 5); any form of a word counts.'),
  ('issue_signals', 'direction', 'for: whoever calls for what they name is for the proposition; against: is against it.'),
  ('issue_changes', '', 'The log of what people did to issues.'),
  ('issue_changes', 'id', 'Its number.'),
  ('issue_changes', 'made_at', 'When, UTC.'),
  ('issue_changes', 'made_by', 'Who.'),
  ('issue_changes', 'why', 'The reason given; may be empty.'),
  ('issue_changes', 'action', 'add, set or remove.'),
  ('issue_changes', 'slug', 'The issue''s slug.'),
  ('issue_changes', 'before', 'The issue before, as JSON; NULL for a new one.'),
  ('issue_changes', 'after', 'The issue afterwards, as JSON; NULL for one taken out.'),
  ('positions', 'article_id', 'The article that it was read in or that a person has judged it in; NULL: it came with kb.'),
  ('positions', 'confidence', 'Calibrated probability that the actor stands so, of those that were read out of an article; NULL: a person''s word, or the seeds''.'),
  ('positions', 'condition', 'The condition that the stance is bound to, as the article has it.'),
  ('positions', 'standing', '0: a person has rejected it; it counts nowhere. 1: it stands.'),
  ('articles', 'positions_identity', 'What read its positions: a hash of what told its speakers, of the word list of stances and of the issues.'),
  ('position_reviews', '', 'What people have said of where an actor stands on an issue in an article. Nothing read later changes it.'),
  ('position_reviews', 'id', 'Its number.'),
  ('position_reviews', 'article_id', 'In which article.'),
  ('position_reviews', 'actor_id', 'Of whom.'),
  ('position_reviews', 'issue_id', 'On what.'),
  ('position_reviews', 'verdict', 'confirmed, rejected, set (to another stance) or added.'),
  ('position_reviews', 'stance', 'The stance that was confirmed, rejected, set or added.'),
  ('position_reviews', 'evidence', 'The passage that was judged, word for word.'),
  ('position_reviews', 'made_at', 'When, UTC.'),
  ('position_reviews', 'made_by', 'Who.'),
  ('position_reviews', 'why', 'The reason given; may be empty.'),
  ('position_reviews', 'undone_at', 'When it was taken back; NULL: it holds.'),
  ('standing_positions', '', 'The positions that no person has rejected: what queries read.'),
  ('stated_positions', 'condition', 'The condition that the stance is bound to, as the article has it.'),
  ('stated_positions', 'confidence', 'Calibrated probability that the actor stands so; NULL: a person''s word, or the seeds''.'),
  ('stated_positions', 'origin', 'seed: came with kb; user: a person''s word; text: read out of the article by kb.'),
  ('stated_positions', 'dated', 'The day it was stated on, or that of publication where the article does not tell.'),
  ('stated_positions', 'dated_last', 'The last day that `dated` may mean.'),
  ('stated_positions', 'dated_by', 'Which of the two `dated` is: stated or published.');
INSERT INTO documentation (object, column_name, says)
SELECT 'standing_positions', column_name, says FROM documentation WHERE object = 'positions' AND column_name <> '';
