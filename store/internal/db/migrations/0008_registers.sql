-- The events that had set values before those that a package was made with: a
-- row's causal history without the values themselves, as JSON by part.
ALTER TABLE handed_over ADD COLUMN superseded TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(superseded));

-- What packages that were merged here were made with, as far as no event here
-- tells it: each row as it was handed over, with the events of its causal history.
CREATE TABLE merged_handed_over (
  id         TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  merge      INTEGER NOT NULL REFERENCES merges (seq),
  entity     TEXT NOT NULL,
  entity_id  TEXT NOT NULL,
  image      TEXT NOT NULL CHECK (json_valid(image)),
  stamps     TEXT NOT NULL CHECK (json_valid(stamps)),
  superseded TEXT NOT NULL CHECK (json_valid(superseded)),
  blind      INTEGER NOT NULL CHECK (blind IN (0, 1))
) STRICT;
CREATE INDEX merged_handed_over_by_entity ON merged_handed_over (entity, entity_id);
CREATE INDEX merged_handed_over_by_merge ON merged_handed_over (merge);

-- When the label was given, by whichever means; '' of labels given before this
-- version, of which the events tell it.
ALTER TABLE claims ADD COLUMN labelled_at TEXT NOT NULL DEFAULT '';
