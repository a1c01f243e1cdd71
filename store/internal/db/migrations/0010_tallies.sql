-- What is asked of a workspace as a whole, counted document by document: see
-- tally.go for what a tally holds. A change to what it counts takes it away, and it
-- is counted anew when it is asked for next. rules is the version of the counting.
CREATE TABLE tallies (
  document_id TEXT PRIMARY KEY NOT NULL,
  rules       INTEGER NOT NULL,
  kinds       TEXT NOT NULL,
  differing   TEXT NOT NULL,
  stints      TEXT NOT NULL
) STRICT;

CREATE TRIGGER claims_tallied_insert AFTER INSERT ON claims BEGIN
  DELETE FROM tallies WHERE document_id = NEW.document_id;
END;
CREATE TRIGGER claims_tallied_update AFTER UPDATE ON claims BEGIN
  DELETE FROM tallies WHERE document_id IN (OLD.document_id, NEW.document_id);
END;
CREATE TRIGGER claims_tallied_delete AFTER DELETE ON claims BEGIN
  DELETE FROM tallies WHERE document_id = OLD.document_id;
END;
CREATE TRIGGER decisions_tallied_insert AFTER INSERT ON decisions BEGIN
  DELETE FROM tallies WHERE document_id = (SELECT document_id FROM claims WHERE id = NEW.claim_id);
END;
CREATE TRIGGER decisions_tallied_update AFTER UPDATE ON decisions BEGIN
  DELETE FROM tallies WHERE document_id IN (SELECT document_id FROM claims WHERE id IN (OLD.claim_id, NEW.claim_id));
END;
CREATE TRIGGER decisions_tallied_delete AFTER DELETE ON decisions BEGIN
  DELETE FROM tallies WHERE document_id = (SELECT document_id FROM claims WHERE id = OLD.claim_id);
END;
CREATE TRIGGER documents_tallied_delete AFTER DELETE ON documents BEGIN
  DELETE FROM tallies WHERE document_id = OLD.id;
END;
-- Who is whom, and how a session was held, bears on the words in every document.
CREATE TRIGGER people_tallied_insert AFTER INSERT ON people WHEN NEW.same_as IS NOT NULL BEGIN
  DELETE FROM tallies;
END;
CREATE TRIGGER people_tallied_update AFTER UPDATE ON people WHEN OLD.same_as IS NOT NEW.same_as BEGIN
  DELETE FROM tallies;
END;
CREATE TRIGGER sessions_tallied_update AFTER UPDATE ON review_sessions WHEN OLD.mode IS NOT NEW.mode BEGIN
  DELETE FROM tallies;
END;

-- The queues of review sessions that are too long to stand in their rows: so many
-- ids of claims, in order, as queue.go packs them, and as a JSON list those that cannot be packed.
CREATE TABLE queues (
  session_id TEXT NOT NULL,
  part       INTEGER NOT NULL,
  length     INTEGER NOT NULL,
  ids        BLOB NOT NULL,
  others     TEXT NOT NULL,
  PRIMARY KEY (session_id, part)
) STRICT;
CREATE TRIGGER sessions_queued_delete AFTER DELETE ON review_sessions BEGIN
  DELETE FROM queues WHERE session_id = OLD.id;
END;

-- Who may speak in a session is asked with each decision: without reading the session's queue.
CREATE INDEX review_sessions_held ON review_sessions (id, person_id, ended_at, mode);
