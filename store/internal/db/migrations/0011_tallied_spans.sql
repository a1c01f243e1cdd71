-- With its counts a tally says which spans there are, in text order, and which
-- claims stand on them: what a review goes through is chosen without reading the
-- claims. Tallies that were counted before are counted anew.
ALTER TABLE tallies ADD COLUMN spans TEXT NOT NULL DEFAULT '';
ALTER TABLE tallies ADD COLUMN claims BLOB NOT NULL DEFAULT x'';

-- What was deleted is asked for whenever a review begins or goes on.
CREATE INDEX events_of_deletion ON events (entity, entity_id) WHERE verb = 'delete';
