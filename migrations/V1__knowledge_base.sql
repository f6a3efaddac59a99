-- The knowledge base: articles, the quotes found in them, who said them, and where actors stand.
--
-- Conventions, the same everywhere:
--   * offsets (start_char, end_char) count Unicode code points of articles.body, from 0, end exclusive:
--     substr(body, start_char + 1, end_char - start_char) is the stored text;
--   * dates are ISO 8601 and as exact as they are known: YYYY, YYYY-MM or YYYY-MM-DD; unknown is NULL;
--   * origin says who made a row: 'seed' came with kb, 'user' was entered or loaded by a person, 'text' was
--     found by the extractor. Only 'text' rows are ever replaced by re-extraction.

CREATE TABLE settings (             -- facts about this file itself
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE extractors (           -- what made the derived rows
  id            INTEGER PRIMARY KEY,
  version       TEXT NOT NULL,      -- version of the extractor's code
  model_hash    TEXT NOT NULL,      -- which learned model it used
  lexicon_hash  TEXT NOT NULL,      -- which actors, aliases, roles and word lists it knew
  UNIQUE (version, model_hash, lexicon_hash)
) STRICT;

CREATE TABLE import_runs (          -- one row for each `kb import`
  id           INTEGER PRIMARY KEY,
  started_at   TEXT NOT NULL,       -- UTC, ISO 8601
  finished_at  TEXT,                -- NULL: the run was interrupted
  kb_version   TEXT NOT NULL,
  added        INTEGER NOT NULL DEFAULT 0,
  changed      INTEGER NOT NULL DEFAULT 0,
  unchanged    INTEGER NOT NULL DEFAULT 0,
  failed       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE import_failures (      -- what a run could not read, and why
  import_run_id  INTEGER NOT NULL REFERENCES import_runs (id) ON DELETE CASCADE,
  source_path    TEXT NOT NULL,
  reason         TEXT NOT NULL,
  PRIMARY KEY (import_run_id, source_path)
) STRICT, WITHOUT ROWID;

-- Actors ---------------------------------------------------------------------------------------------------

CREATE TABLE actors (               -- whoever can say something or take a position
  id           INTEGER PRIMARY KEY,
  slug         TEXT NOT NULL UNIQUE,  -- stable key: sergey-lavrov
  name         TEXT NOT NULL,
  name_folded  TEXT NOT NULL,         -- the name without case, accents and spelling variants, for look-ups
  kind         TEXT NOT NULL CHECK (kind IN ('person', 'state', 'body', 'organisation', 'outlet', 'group')),
  gender       TEXT CHECK (gender IN ('male', 'female')),
  state_id     INTEGER REFERENCES actors (id) ON DELETE SET NULL,  -- the state it belongs to
  description  TEXT NOT NULL DEFAULT '',
  wikidata     TEXT UNIQUE CHECK (wikidata GLOB 'Q[1-9]*'),  -- its item there: Q58217
  origin       TEXT NOT NULL CHECK (origin IN ('seed', 'user', 'text'))
) STRICT;
CREATE INDEX actors_by_name ON actors (name_folded);
CREATE INDEX actors_by_state ON actors (state_id);

CREATE TABLE actor_aliases (        -- other surface forms of an actor
  id            INTEGER PRIMARY KEY,
  actor_id      INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  alias         TEXT NOT NULL,
  alias_folded  TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('name', 'short', 'transliteration', 'metonym', 'abbreviation',
                                              'nickname', 'demonym')),
  origin        TEXT NOT NULL CHECK (origin IN ('seed', 'user', 'text')),
  UNIQUE (actor_id, alias)
) STRICT;
CREATE INDEX actor_aliases_by_alias ON actor_aliases (alias_folded);

CREATE TABLE roles (                -- an office that an actor holds somewhere, dated
  id               INTEGER PRIMARY KEY,
  actor_id         INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  title            TEXT NOT NULL,   -- Foreign Minister
  organisation_id  INTEGER REFERENCES actors (id) ON DELETE SET NULL,
  since            TEXT,
  until            TEXT,
  origin           TEXT NOT NULL CHECK (origin IN ('seed', 'user', 'text'))
) STRICT;
CREATE INDEX roles_by_actor ON roles (actor_id);
CREATE INDEX roles_by_organisation ON roles (organisation_id, title);

CREATE TABLE actor_ids (            -- what other registers call an actor
  scheme       TEXT NOT NULL,       -- which register: ftm (an entity of FollowTheMoney), iso3166, …
  external_id  TEXT NOT NULL,
  actor_id     INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  PRIMARY KEY (scheme, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_ids_by_actor ON actor_ids (actor_id);

CREATE TABLE actor_keys (           -- derived from names: two actors of one kind that share a key may be the same
  actor_id  INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  basis     TEXT NOT NULL CHECK (basis IN (
              'words',              -- the folded words of a name or alias, sorted: Xi Jinping, Jinping Xi
              'sound',              -- a person's surname and the consonants of the given name: Vladimir, Volodymyr
              'initial_only',       -- surname and initial of a person who is never named in full: S. Lavrov
              'surname_only')),     -- the surname of a person who has no other name
  key       TEXT NOT NULL,
  PRIMARY KEY (basis, key, actor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_keys_by_actor ON actor_keys (actor_id);

-- What people did to the registry --------------------------------------------------------------------------

CREATE TABLE actor_changes (        -- each change: who made it, when, why
  id          INTEGER PRIMARY KEY,
  made_at     TEXT NOT NULL,        -- UTC, ISO 8601
  made_by     TEXT NOT NULL,
  why         TEXT NOT NULL DEFAULT '',
  action      TEXT NOT NULL CHECK (action IN ('add', 'edit', 'alias', 'remove_alias', 'role', 'remove_role', 'merge',
                                              'split', 'different', 'not_different', 'assign', 'import')),
  actor_slug  TEXT,                 -- whom it was done to; a slug, since the row may be gone by now
  other_slug  TEXT,                 -- the other actor of a merge, split or comparison
  detail      TEXT NOT NULL DEFAULT '',    -- what was done, in words
  undo        TEXT CHECK (undo IS NULL OR json_valid(undo)),  -- what it takes to restore the state before
  undone_by   INTEGER REFERENCES actor_changes (id)  -- the change that took this one back
) STRICT;
CREATE INDEX actor_changes_by_actor ON actor_changes (actor_slug);
CREATE INDEX actor_changes_by_other ON actor_changes (other_slug);

CREATE TABLE actor_merges (         -- slugs that stand for another actor since a person merged the two
  slug         TEXT PRIMARY KEY,    -- of the actor that is gone
  name_folded  TEXT NOT NULL,       -- its name: a text that introduces it again means the other one
  kind         TEXT NOT NULL,
  into_slug    TEXT NOT NULL,       -- what it was merged into then
  actor_id     INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,  -- and what that is today
  change_id    INTEGER NOT NULL REFERENCES actor_changes (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_merges_by_actor ON actor_merges (actor_id);
CREATE INDEX actor_merges_by_name ON actor_merges (name_folded);

CREATE TABLE different_actors (     -- pairs that a person has told apart, the smaller id first
  actor_id   INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  other_id   INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  change_id  INTEGER NOT NULL REFERENCES actor_changes (id),
  PRIMARY KEY (actor_id, other_id),
  CHECK (actor_id < other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX different_actors_by_other ON different_actors (other_id);

CREATE TABLE removed_facts (        -- aliases and roles that a person took away: seeds do not bring them back
  actor_id  INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  fact      TEXT NOT NULL CHECK (fact IN ('alias', 'role')),
  text      TEXT NOT NULL,          -- the alias, or the role as `kb actor show` writes it
  PRIMARY KEY (actor_id, fact, text)
) STRICT, WITHOUT ROWID;

-- Articles -------------------------------------------------------------------------------------------------

CREATE TABLE outlets (              -- who publishes articles
  id    INTEGER PRIMARY KEY,
  slug  TEXT NOT NULL UNIQUE,
  name  TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE articles (             -- one published item
  id              INTEGER PRIMARY KEY,
  source_path     TEXT NOT NULL UNIQUE,  -- the file it was read from; 'starter:…' came with kb, 'stdin:…' by a pipe
  title           TEXT,
  outlet_id       INTEGER REFERENCES outlets (id) ON DELETE SET NULL,
  author          TEXT,
  published       TEXT,             -- when it was published (not when something in it was said)
  published_text  TEXT,             -- the date as the document gave it
  url             TEXT,
  language        TEXT,             -- BCP 47 tag, as given
  body            TEXT NOT NULL,    -- the text, normalised once (line ends, BOM, NUL), never edited
  body_chars      INTEGER NOT NULL, -- its length in code points
  content_hash    TEXT NOT NULL,    -- of body and metadata: tells a changed file
  import_run_id   INTEGER NOT NULL REFERENCES import_runs (id),
  extractor_id    INTEGER NOT NULL REFERENCES extractors (id)
) STRICT;
CREATE INDEX articles_by_published ON articles (published);
CREATE INDEX articles_by_outlet ON articles (outlet_id, published);
CREATE INDEX articles_in_brief ON articles (id, outlet_id, published);  -- for counting, without reading the texts
CREATE INDEX articles_by_hash ON articles (content_hash);
CREATE INDEX articles_by_run ON articles (import_run_id);
CREATE INDEX articles_by_extractor ON articles (extractor_id);

-- Quotes ---------------------------------------------------------------------------------------------------

CREATE TABLE quotes (               -- one attribution: content, cue and source mention, in one article
  id          INTEGER PRIMARY KEY,
  article_id  INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  ordinal     INTEGER NOT NULL,     -- 1, 2, 3 … in the order of the article
  kind        TEXT NOT NULL CHECK (kind IN ('direct', 'mixed', 'indirect')),
  quote       TEXT NOT NULL,        -- the article's text from the first attributed word to the last
  start_char  INTEGER NOT NULL,
  end_char    INTEGER NOT NULL CHECK (end_char > start_char),
  confidence  REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),  -- that somebody is said to have said this
  words_hash  INTEGER,              -- of the words without case, accents and punctuation: the same words, the same hash;
                                    -- NULL below five words
  UNIQUE (article_id, ordinal)
) STRICT;
-- Counting over many quotes reads this narrow copy of three columns instead of the rows with their texts.
CREATE INDEX quotes_in_brief ON quotes (id, article_id, kind);
CREATE INDEX quotes_by_words ON quotes (words_hash, article_id) WHERE words_hash IS NOT NULL;

CREATE TABLE quote_spans (          -- the exact pieces of a quote: attributed words, reporting words, speaker's mention
  quote_id    INTEGER NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
  role        TEXT NOT NULL CHECK (role IN ('content', 'cue', 'source')),
  ordinal     INTEGER NOT NULL,
  start_char  INTEGER NOT NULL,
  end_char    INTEGER NOT NULL CHECK (end_char > start_char),
  text        TEXT NOT NULL,
  PRIMARY KEY (quote_id, role, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_spans_by_cue ON quote_spans (text) WHERE role = 'cue';

CREATE TABLE quote_speakers (       -- which actors a quote's source mention stands for; no row: unknown
  quote_id    INTEGER NOT NULL REFERENCES quotes (id) ON DELETE CASCADE,
  actor_id    INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  relation    TEXT NOT NULL CHECK (relation IN (
                'speaker',          -- said it (several rows: they said it together)
                'on_behalf_of',     -- the body or state that a spokesperson spoke for
                'candidate')),      -- may have said it: the mention is ambiguous
  method      TEXT NOT NULL,        -- how the mention was resolved: name, alias, office, pronoun, …
  confidence  REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  PRIMARY KEY (quote_id, relation, actor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_speakers_by_actor ON quote_speakers (actor_id, relation, quote_id);

CREATE TABLE speaker_reviews (      -- who said it, by a person's word: put in force again after each extraction
  id          INTEGER PRIMARY KEY,
  article_id  INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  quote       TEXT NOT NULL,        -- the quote's words and place, by which it is found again
  start_char  INTEGER NOT NULL,
  end_char    INTEGER NOT NULL CHECK (end_char > start_char),
  actor_id    INTEGER REFERENCES actors (id) ON DELETE CASCADE,  -- NULL: nobody who is known
  change_id   INTEGER NOT NULL REFERENCES actor_changes (id),
  UNIQUE (article_id, start_char, end_char)
) STRICT;
CREATE INDEX speaker_reviews_by_actor ON speaker_reviews (actor_id);

-- Issues and positions -------------------------------------------------------------------------------------

CREATE TABLE issues (               -- a matter in dispute
  id           INTEGER PRIMARY KEY,
  slug         TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  proposition  TEXT NOT NULL,       -- the sentence that an actor supports or opposes
  description  TEXT NOT NULL DEFAULT '',
  origin       TEXT NOT NULL CHECK (origin IN ('seed', 'user'))
) STRICT;

CREATE TABLE positions (            -- where an actor stands on an issue
  id              INTEGER PRIMARY KEY,
  actor_id        INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  issue_id        INTEGER NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
  stance          TEXT NOT NULL CHECK (stance IN ('supports', 'opposes', 'conditional', 'neutral', 'unclear')),
  basis           TEXT NOT NULL CHECK (basis IN ('own_words', 'reported', 'ascribed')),
  ascribed_by_id  INTEGER REFERENCES actors (id) ON DELETE SET NULL,  -- who ascribes it, where basis is 'ascribed'
  stated_on       TEXT,             -- when the position was stated
  note            TEXT NOT NULL DEFAULT '',
  origin          TEXT NOT NULL CHECK (origin IN ('seed', 'user', 'text'))
) STRICT;
CREATE INDEX positions_by_actor ON positions (actor_id, issue_id);
CREATE INDEX positions_by_issue ON positions (issue_id, actor_id);
CREATE INDEX positions_by_ascriber ON positions (ascribed_by_id);

CREATE TABLE position_evidence (    -- the passage that justifies a position
  id           INTEGER PRIMARY KEY,
  position_id  INTEGER NOT NULL REFERENCES positions (id) ON DELETE CASCADE,
  article_id   INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  relation     TEXT NOT NULL DEFAULT 'for' CHECK (relation IN ('for', 'against')),
  start_char   INTEGER,             -- NULL: the article has changed and no longer has the passage
  end_char     INTEGER,
  text         TEXT NOT NULL,
  UNIQUE (position_id, article_id, text)
) STRICT;
CREATE INDEX position_evidence_by_article ON position_evidence (article_id, start_char);

-- Full-text search -----------------------------------------------------------------------------------------

CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, body, content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
  INSERT INTO articles_fts (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, body ON articles BEGIN
  INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
  INSERT INTO articles_fts (rowid, title, body) VALUES (new.id, new.title, new.body);
END;

CREATE VIRTUAL TABLE quotes_fts USING fts5 (
  quote, content = 'quotes', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER quotes_fts_insert AFTER INSERT ON quotes BEGIN
  INSERT INTO quotes_fts (rowid, quote) VALUES (new.id, new.quote);
END;
CREATE TRIGGER quotes_fts_delete AFTER DELETE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, quote) VALUES ('delete', old.id, old.quote);
END;
CREATE TRIGGER quotes_fts_update AFTER UPDATE OF quote ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, quote) VALUES ('delete', old.id, old.quote);
  INSERT INTO quotes_fts (rowid, quote) VALUES (new.id, new.quote);
END;

-- Views: what people ask -----------------------------------------------------------------------------------

-- Every quote with its speaker; a quote of several speakers has a row for each, one of nobody known a NULL actor.
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
  a.outlet_id
FROM quotes q
JOIN articles a ON a.id = q.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN quote_speakers qs ON qs.quote_id = q.id AND qs.relation = 'speaker'
LEFT JOIN actors s ON s.id = qs.actor_id;

-- Every position with the passage that is its evidence.
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
  p.issue_id
FROM positions p
JOIN actors s ON s.id = p.actor_id
JOIN issues i ON i.id = p.issue_id
LEFT JOIN actors b ON b.id = p.ascribed_by_id
JOIN position_evidence e ON e.position_id = p.id
JOIN articles a ON a.id = e.article_id
LEFT JOIN outlets o ON o.id = a.outlet_id;

-- The quotes that overlap the evidence of a position.
CREATE VIEW position_quotes AS
SELECT e.position_id, q.id AS quote_id, e.article_id
FROM position_evidence e
JOIN quotes q ON q.article_id = e.article_id AND q.start_char < e.end_char AND e.start_char < q.end_char;

-- Every surface form of every actor: its name and its aliases.
CREATE VIEW actor_names AS
SELECT id AS actor_id, name, 'name' AS kind, name_folded AS folded FROM actors
UNION ALL
SELECT actor_id, alias, kind, alias_folded FROM actor_aliases;
