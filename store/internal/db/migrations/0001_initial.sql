-- The whole schema of a workspace. Offsets are Unicode code points, half open;
-- times are UTC, RFC 3339 with milliseconds; '' means "not said".

CREATE TABLE texts (
  sha256 TEXT PRIMARY KEY NOT NULL CHECK (length(sha256) = 64),
  text   TEXT NOT NULL
) STRICT;

-- Files as they were imported, kept only where they differ from the text.
CREATE TABLE originals (
  sha256 TEXT PRIMARY KEY NOT NULL CHECK (length(sha256) = 64),
  bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE people (
  id         TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  name       TEXT NOT NULL,
  pseudonym  TEXT NOT NULL DEFAULT '',
  same_as    TEXT REFERENCES people (id) CHECK (same_as <> id),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE labels (
  id       TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  name     TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (name <> ''),
  meaning  TEXT NOT NULL CHECK (meaning IN ('supported', 'disputed', 'unclear', 'none')),
  key      TEXT NOT NULL,
  letter   TEXT NOT NULL,
  light    TEXT NOT NULL,
  dark     TEXT NOT NULL,
  pattern  TEXT NOT NULL CHECK (pattern IN ('solid', 'double', 'dotted', 'dashed', 'wavy')),
  position INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX labels_by_key ON labels (key COLLATE NOCASE) WHERE key <> '';

CREATE TABLE documents (
  id              TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  title           TEXT NOT NULL,
  publisher       TEXT NOT NULL DEFAULT '',
  published       TEXT NOT NULL DEFAULT '',
  source_url      TEXT NOT NULL DEFAULT '',
  file_name       TEXT NOT NULL DEFAULT '',
  charset         TEXT NOT NULL DEFAULT '',
  sha256          TEXT NOT NULL UNIQUE REFERENCES texts (sha256),
  original_sha256 TEXT NOT NULL CHECK (length(original_sha256) = 64),
  length          INTEGER NOT NULL CHECK (length > 0),
  added_at        TEXT NOT NULL
) STRICT;
-- Unique because the id is; said here so that the planner knows that one entry is one document.
CREATE UNIQUE INDEX documents_by_title ON documents (title COLLATE NOCASE, id);

CREATE TABLE claims (
  id              TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  document_id     TEXT NOT NULL REFERENCES documents (id),
  start           INTEGER NOT NULL CHECK (start >= 0),
  "end"           INTEGER NOT NULL CHECK ("end" > start),
  quote           TEXT NOT NULL CHECK (quote <> ''),
  prefix          TEXT NOT NULL,
  suffix          TEXT NOT NULL,
  document_sha256 TEXT NOT NULL CHECK (length(document_sha256) = 64),
  label_id        TEXT REFERENCES labels (id),
  statement       TEXT NOT NULL DEFAULT '',
  claimant        TEXT NOT NULL DEFAULT '',
  claim_date      TEXT NOT NULL DEFAULT '',
  claim_type      TEXT NOT NULL DEFAULT '',
  confidence      REAL CHECK (confidence BETWEEN 0 AND 1),
  note            TEXT NOT NULL DEFAULT '',
  status          TEXT NOT NULL DEFAULT 'open'
                  CHECK (status IN ('open', 'unanimous', 'adjudicated', 'unresolved', 'rejected', 'orphaned')),
  person_id       TEXT NOT NULL REFERENCES people (id),
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL,
  final_label_id  TEXT REFERENCES labels (id),
  reviewer_id     TEXT REFERENCES people (id),
  reviewed_at     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX claims_by_place ON claims (document_id, start, "end", id);
CREATE INDEX claims_unlabelled ON claims (document_id) WHERE label_id IS NULL;
CREATE INDEX claims_by_label ON claims (label_id);
CREATE INDEX claims_by_person ON claims (person_id);
CREATE INDEX claims_by_final_label ON claims (final_label_id) WHERE final_label_id IS NOT NULL;
CREATE INDEX claims_by_reviewer ON claims (reviewer_id) WHERE reviewer_id IS NOT NULL;

-- Passages that are not part of what a document says: menus, captions, page numbers.
CREATE TABLE not_content (
  id          TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  document_id TEXT NOT NULL REFERENCES documents (id),
  start       INTEGER NOT NULL CHECK (start >= 0),
  "end"       INTEGER NOT NULL CHECK ("end" > start),
  person_id   TEXT NOT NULL REFERENCES people (id),
  created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX not_content_by_place ON not_content (document_id, start, "end");
CREATE INDEX not_content_by_person ON not_content (person_id);

-- A span of a document, or an outside source (url, quote).
CREATE TABLE evidence (
  id              TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  claim_id        TEXT NOT NULL REFERENCES claims (id),
  evidence_set    INTEGER NOT NULL DEFAULT 1 CHECK (evidence_set >= 1),
  stance          TEXT NOT NULL CHECK (stance IN ('supports', 'refutes', 'context')),
  document_id     TEXT REFERENCES documents (id),
  start           INTEGER CHECK (start >= 0),
  "end"           INTEGER CHECK ("end" > start),
  quote           TEXT NOT NULL DEFAULT '',
  prefix          TEXT NOT NULL DEFAULT '',
  suffix          TEXT NOT NULL DEFAULT '',
  document_sha256 TEXT NOT NULL DEFAULT '',
  url             TEXT NOT NULL DEFAULT '',
  note            TEXT NOT NULL DEFAULT '',
  person_id       TEXT NOT NULL REFERENCES people (id),
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL,
  CHECK (CASE WHEN document_id IS NULL
         THEN start IS NULL AND "end" IS NULL AND document_sha256 = '' AND (url <> '' OR quote <> '')
         ELSE start IS NOT NULL AND "end" IS NOT NULL AND length(document_sha256) = 64 AND quote <> '' END)
) STRICT;
CREATE INDEX evidence_by_claim ON evidence (claim_id, evidence_set, id, stance);
CREATE INDEX evidence_by_place ON evidence (document_id, start, "end") WHERE document_id IS NOT NULL;
CREATE INDEX evidence_by_person ON evidence (person_id);

CREATE TABLE review_sessions (
  id         TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  person_id  TEXT NOT NULL REFERENCES people (id),
  name       TEXT NOT NULL DEFAULT '',
  mode       TEXT NOT NULL CHECK (mode IN ('open', 'blind', 'independent')),
  selection  TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(selection)),
  seed       INTEGER NOT NULL DEFAULT 0,
  started_at TEXT NOT NULL,
  ended_at   TEXT NOT NULL DEFAULT '',
  summary    TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(summary))
) STRICT;
CREATE INDEX review_sessions_by_person ON review_sessions (person_id);

CREATE TABLE decisions (
  id         TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  session_id TEXT REFERENCES review_sessions (id),
  claim_id   TEXT NOT NULL REFERENCES claims (id),
  person_id  TEXT NOT NULL REFERENCES people (id),
  kind       TEXT NOT NULL CHECK (kind IN ('label', 'reject', 'skip')),
  label_id   TEXT REFERENCES labels (id),
  comment    TEXT NOT NULL DEFAULT '',
  seconds    REAL CHECK (seconds >= 0),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_claim ON decisions (claim_id);
CREATE INDEX decisions_by_session ON decisions (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX decisions_by_person ON decisions (person_id);
CREATE INDEX decisions_by_label ON decisions (label_id) WHERE label_id IS NOT NULL;

-- One user action, one transaction. 'record' is kept but stands outside undo.
-- undone: 0 it stands, 1 it can be redone, 2 something else was done since.
CREATE TABLE actions (
  seq       INTEGER PRIMARY KEY AUTOINCREMENT,
  id        TEXT NOT NULL UNIQUE CHECK (id <> ''),
  name      TEXT NOT NULL,
  at        TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people (id),
  kind      TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'record')),
  target    INTEGER REFERENCES actions (seq) CHECK ((target IS NOT NULL) = (kind IN ('undo', 'redo'))),
  undone    INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1, 2))
) STRICT;
CREATE INDEX actions_standing ON actions (seq) WHERE kind = 'do' AND undone = 0;
CREATE INDEX actions_undone ON actions (seq) WHERE kind = 'do' AND undone = 1;

-- One changed row: before and after are the whole row as JSON, NULL where there is none.
CREATE TABLE events (
  seq       INTEGER PRIMARY KEY AUTOINCREMENT,
  id        TEXT NOT NULL UNIQUE CHECK (id <> ''),
  action_id TEXT NOT NULL REFERENCES actions (id),
  at        TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people (id),
  entity    TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  verb      TEXT NOT NULL CHECK (verb IN ('create', 'update', 'delete')),
  before    TEXT,
  after     TEXT,
  CHECK ((before IS NULL) = (verb = 'create') AND (after IS NULL) = (verb = 'delete'))
) STRICT;
CREATE INDEX events_by_action ON events (action_id);
CREATE INDEX events_by_entity ON events (entity, entity_id);

CREATE TABLE settings (
  key   TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;

INSERT INTO labels (id, name, meaning, key, letter, light, dark, pattern, position) VALUES
  ('00000000-0000-8000-8000-000000000001', 'Supported',       'supported', 'S', 'S', '#0072B2', '#56B4E9', 'solid',  1),
  ('00000000-0000-8000-8000-000000000002', 'Disputed',        'disputed',  'D', 'D', '#C2410C', '#F59E6C', 'double', 2),
  ('00000000-0000-8000-8000-000000000003', 'Not enough info', 'unclear',   'N', 'N', '#7A6A00', '#E6C84F', 'dotted', 3);

-- The CSV is SELECT * FROM this: CROSS JOIN holds the loops in the order that
-- the indexes already sort by, so that a million rows need no sorting, and IN
-- is one look into an index where a subquery costs ten.
CREATE VIEW labelled_claims AS
SELECT c.id AS claim_id,
       d.id AS document_id,
       d.title AS document,
       d.publisher AS publisher,
       d.published AS published,
       d.source_url AS source_url,
       c.document_sha256 AS document_sha256,
       c.start AS start,
       c."end" AS "end",
       'codepoint' AS offset_unit,
       c.quote AS quote,
       c.prefix AS prefix,
       c.suffix AS suffix,
       ifnull(l.name, '') AS label,
       ifnull(l.meaning, 'none') AS meaning,
       CASE WHEN c.id IN (SELECT claim_id FROM evidence) THEN
         CASE (SELECT max(e.stance = 'supports') + 2 * max(e.stance = 'refutes') FROM evidence e WHERE e.claim_id = c.id)
           WHEN 1 THEN 'supported' WHEN 2 THEN 'refuted' WHEN 3 THEN 'conflicting' ELSE 'not enough info' END
         ELSE 'not enough info' END AS fine_label,
       c.statement AS statement,
       c.claimant AS claimant,
       c.claim_date AS claim_date,
       c.claim_type AS claim_type,
       c.confidence AS confidence,
       c.note AS note,
       CASE WHEN c.id IN (SELECT claim_id FROM evidence) THEN
         (SELECT count(*) FROM evidence e WHERE e.claim_id = c.id AND e.stance = 'supports') ELSE 0 END AS supporting,
       CASE WHEN c.id IN (SELECT claim_id FROM evidence) THEN
         (SELECT count(*) FROM evidence e WHERE e.claim_id = c.id AND e.stance = 'refutes') ELSE 0 END AS refuting,
       CASE p.pseudonym WHEN '' THEN p.name ELSE p.pseudonym END AS annotator,
       c.status AS status,
       c.created_at AS created_at,
       c.updated_at AS updated_at,
       ifnull(f.name, '') AS final_label,
       CASE r.pseudonym WHEN '' THEN r.name ELSE ifnull(r.pseudonym, '') END AS reviewer,
       c.reviewed_at AS reviewed_at
FROM documents d
CROSS JOIN claims c ON c.document_id = d.id
LEFT JOIN labels l ON l.id = c.label_id
LEFT JOIN people p ON p.id = c.person_id
LEFT JOIN labels f ON f.id = c.final_label_id
LEFT JOIN people r ON r.id = c.reviewer_id
ORDER BY d.title COLLATE NOCASE, d.id, c.start, c."end", c.id;

CREATE VIEW claim_evidence AS
SELECT e.id AS evidence_id,
       e.claim_id AS claim_id,
       e.evidence_set AS evidence_set,
       e.stance AS stance,
       ifnull(e.document_id, '') AS document_id,
       ifnull(o.title, '') AS document,
       e.start AS start,
       e."end" AS "end",
       e.quote AS quote,
       e.url AS url,
       e.note AS note,
       CASE p.pseudonym WHEN '' THEN p.name ELSE p.pseudonym END AS annotator,
       e.created_at AS created_at
FROM documents d
CROSS JOIN claims c ON c.document_id = d.id
CROSS JOIN evidence e ON e.claim_id = c.id
LEFT JOIN documents o ON o.id = e.document_id
LEFT JOIN people p ON p.id = e.person_id
ORDER BY d.title COLLATE NOCASE, d.id, c.start, c."end", c.id, e.evidence_set, e.id;
