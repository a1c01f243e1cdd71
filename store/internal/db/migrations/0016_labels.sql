-- More of a label: the group under which choosers list it, its place on a scale of ratings
-- (1 the worst, 0 for none), and whether it is retired: a retired label keeps its claims
-- and is offered for no new ones.
ALTER TABLE labels ADD COLUMN "group" TEXT NOT NULL DEFAULT '';
ALTER TABLE labels ADD COLUMN rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 100);
ALTER TABLE labels ADD COLUMN retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1));

-- Labels that somebody merged into another one: id is that of the label that is gone, label_id
-- stands for it wherever another workspace still names it. There is no foreign key to labels,
-- so that none keeps a label that is deleted.
CREATE TABLE merged_labels (
  id         TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  label_id   TEXT NOT NULL CHECK (label_id <> id),
  name       TEXT NOT NULL,
  person_id  TEXT NOT NULL REFERENCES people (id),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX merged_labels_by_person ON merged_labels (person_id);
