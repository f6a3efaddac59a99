-- What made a row is told stage by stage, so that a change reads again from its own stage on and no further back.

ALTER TABLE extractors RENAME COLUMN model_hash TO statements_identity;
ALTER TABLE extractors RENAME COLUMN lexicon_hash TO speakers_identity;

UPDATE documentation SET column_name = 'statements_identity',
  says = 'What found its quotes: a hash of the code''s version, the model and the word lists for statements.'
WHERE object = 'extractors' AND column_name = 'model_hash';
UPDATE documentation SET column_name = 'speakers_identity',
  says = 'What told their speakers: a hash of the same, of the other word lists and of the actors.'
WHERE object = 'extractors' AND column_name = 'lexicon_hash';
