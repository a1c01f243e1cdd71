-- Work that comes from elsewhere. A merge is an action of its own; what is
-- told of it here counts as long as that action is not undone.
CREATE TABLE merges (
  seq   INTEGER PRIMARY KEY REFERENCES actions (seq),
  files TEXT NOT NULL CHECK (json_valid(files))
) STRICT;

-- The history of the other side: its events under their own ids, for the
-- question who changed what, and for the next merge. They are never replayed.
CREATE TABLE merged_events (
  id        TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  merge     INTEGER NOT NULL REFERENCES merges (seq),
  action_id TEXT NOT NULL,
  action    TEXT NOT NULL,
  at        TEXT NOT NULL,
  person_id TEXT NOT NULL,
  entity    TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  verb      TEXT NOT NULL CHECK (verb IN ('create', 'update', 'delete')),
  before    TEXT,
  after     TEXT,
  CHECK ((before IS NULL) = (verb = 'create') AND (after IS NULL) = (verb = 'delete'))
) STRICT;
CREATE INDEX merged_events_by_entity ON merged_events (entity, entity_id);
CREATE INDEX merged_events_by_merge ON merged_events (merge);

-- Labels that two sides had made under one name: the id of one stands for the other's.
CREATE TABLE same_labels (
  id       TEXT NOT NULL,
  label_id TEXT NOT NULL,
  merge    INTEGER NOT NULL REFERENCES merges (seq),
  PRIMARY KEY (id, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX same_labels_by_merge ON same_labels (merge);

-- A value that waits beside the one in the row it belongs to: the columns of
-- one part of that row as JSON, or null where the row was deleted. stamp is
-- the event that set it, '' where that is not known.
CREATE TABLE conflicts (
  id        TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  entity    TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  part      TEXT NOT NULL,
  value     TEXT NOT NULL CHECK (json_valid(value)),
  person_id TEXT REFERENCES people (id),
  at        TEXT NOT NULL,
  stamp     TEXT NOT NULL
) STRICT;
CREATE INDEX conflicts_by_entity ON conflicts (entity, entity_id);
CREATE INDEX conflicts_by_person ON conflicts (person_id) WHERE person_id IS NOT NULL;

-- What a package was made with: for each row the events that had last set its
-- parts, and whether its label and all that tells it were left out.
CREATE TABLE handed_over (
  entity    TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  stamps    TEXT NOT NULL CHECK (json_valid(stamps)),
  blind     INTEGER NOT NULL CHECK (blind IN (0, 1)),
  PRIMARY KEY (entity, entity_id)
) STRICT, WITHOUT ROWID;
