-- Texts that documents had before a newer one replaced them; a claim that found
-- no place in the newer text keeps the SHA-256 of the one it was made on.
CREATE TABLE versions (
  id              TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  document_id     TEXT NOT NULL REFERENCES documents (id),
  sha256          TEXT NOT NULL REFERENCES texts (sha256),
  original_sha256 TEXT NOT NULL CHECK (length(original_sha256) = 64),
  file_name       TEXT NOT NULL DEFAULT '',
  charset         TEXT NOT NULL DEFAULT '',
  length          INTEGER NOT NULL CHECK (length > 0),
  added_at        TEXT NOT NULL,
  person_id       TEXT NOT NULL REFERENCES people (id),
  replaced_at     TEXT NOT NULL
) STRICT;
CREATE INDEX versions_by_document ON versions (document_id, replaced_at);
CREATE INDEX versions_by_text ON versions (sha256);
CREATE INDEX versions_by_person ON versions (person_id);

CREATE INDEX claims_orphaned ON claims (document_id) WHERE status = 'orphaned';
