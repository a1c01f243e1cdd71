-- What a model suggests to be a claim. It is none until somebody accepts it, which makes a claim of theirs; so it
-- stands in no view, count or export. It fits its document's present text; with a newer text it moves or goes. There is
-- no foreign key to documents, so that none keeps a document that was deleted elsewhere: without that it says nothing.
-- Merges and packages carry suggestions, a blind package does not, and no merge asks about them.
CREATE TABLE suggestions (
  id              TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  document_id     TEXT NOT NULL,
  start           INTEGER NOT NULL CHECK (start >= 0),
  "end"           INTEGER NOT NULL CHECK ("end" > start),
  quote           TEXT NOT NULL CHECK (quote <> ''),
  prefix          TEXT NOT NULL,
  suffix          TEXT NOT NULL,
  document_sha256 TEXT NOT NULL CHECK (length(document_sha256) = 64),
  label_id        TEXT REFERENCES labels (id),
  statement       TEXT NOT NULL DEFAULT '',
  note            TEXT NOT NULL DEFAULT '',
  model           TEXT NOT NULL CHECK (model <> ''),
  score           REAL CHECK (score BETWEEN 0 AND 1),
  state           TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'refused')),
  person_id       TEXT NOT NULL REFERENCES people (id),
  created_at      TEXT NOT NULL,
  reviewer_id     TEXT REFERENCES people (id),
  reviewed_at     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX suggestions_by_place ON suggestions (document_id, start, "end", id);
CREATE INDEX suggestions_by_label ON suggestions (label_id) WHERE label_id IS NOT NULL;
CREATE INDEX suggestions_by_person ON suggestions (person_id);
CREATE INDEX suggestions_by_reviewer ON suggestions (reviewer_id) WHERE reviewer_id IS NOT NULL;
