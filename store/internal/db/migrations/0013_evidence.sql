-- More of an outside source: when it was published, which may be a year or a month as a
-- document's date may, and where a copy of it is archived.
ALTER TABLE evidence ADD COLUMN published TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN archive_url TEXT NOT NULL DEFAULT '';

-- Claims that say the same are linked: each names the first appearance, which itself
-- names none; so a link takes one step. NULL too for a claim that stands alone.
ALTER TABLE claims ADD COLUMN first_claim_id TEXT REFERENCES claims (id) CHECK (first_claim_id <> id);
CREATE INDEX claims_by_first ON claims (first_claim_id) WHERE first_claim_id IS NOT NULL;

-- Passages that somebody does not want suggested as evidence for a claim again. They are a
-- working aid: merges and packages carry them, a blind package does not, and no merge asks
-- about them. There are no foreign keys, so that none keeps a claim or a document that
-- was deleted elsewhere: without those it says nothing.
CREATE TABLE refused_passages (
  id          TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  claim_id    TEXT NOT NULL,
  document_id TEXT NOT NULL,
  start       INTEGER NOT NULL CHECK (start >= 0),
  "end"       INTEGER NOT NULL CHECK ("end" > start),
  person_id   TEXT NOT NULL REFERENCES people (id),
  created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX refused_passages_by_claim ON refused_passages (claim_id);
CREATE INDEX refused_passages_by_place ON refused_passages (document_id, start, "end");
CREATE INDEX refused_passages_by_person ON refused_passages (person_id);

-- How many pieces of evidence of each stance bear on a claim, its own and those of the
-- claims that it is linked with; claims without evidence have no row. It is derived, and
-- kept by the triggers, so that a row of labelled_claims takes one look for it.
CREATE TABLE stances (
  claim_id TEXT PRIMARY KEY NOT NULL,
  supports INTEGER NOT NULL,
  refutes  INTEGER NOT NULL,
  context  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the stances of every claim are.
CREATE VIEW counted_stances AS
SELECT m.id AS claim_id, g.supports AS supports, g.refutes AS refutes, g.context AS context
FROM (SELECT ifnull(k.first_claim_id, k.id) AS first_id, sum(e.stance = 'supports') AS supports, sum(e.stance = 'refutes') AS refutes,
             sum(e.stance = 'context') AS context
      FROM evidence e JOIN claims k ON k.id = e.claim_id GROUP BY 1) g
JOIN claims m ON m.id = g.first_id AND m.first_claim_id IS NULL OR m.first_claim_id = g.first_id;

-- INSERT INTO counted_stances (claim_id) counts anew those of a first appearance and all that name it.
CREATE TRIGGER stances_counted INSTEAD OF INSERT ON counted_stances BEGIN
  DELETE FROM stances WHERE claim_id IN (SELECT id FROM claims WHERE id = NEW.claim_id AND first_claim_id IS NULL
    UNION ALL SELECT id FROM claims WHERE first_claim_id = NEW.claim_id);
  INSERT INTO stances (claim_id, supports, refutes, context)
  SELECT m.id, g.supports, g.refutes, g.context
  FROM (SELECT count(*) AS pieces, sum(stance = 'supports') AS supports, sum(stance = 'refutes') AS refutes, sum(stance = 'context') AS context
        FROM evidence WHERE claim_id IN (SELECT id FROM claims WHERE id = NEW.claim_id AND first_claim_id IS NULL
          UNION ALL SELECT id FROM claims WHERE first_claim_id = NEW.claim_id)) g
  JOIN claims m ON m.id = NEW.claim_id AND m.first_claim_id IS NULL OR m.first_claim_id = NEW.claim_id
  WHERE g.pieces > 0;
END;

CREATE TRIGGER evidence_stances_insert AFTER INSERT ON evidence BEGIN
  INSERT INTO counted_stances (claim_id) SELECT ifnull(first_claim_id, id) FROM claims WHERE id = NEW.claim_id;
END;
CREATE TRIGGER evidence_stances_update AFTER UPDATE ON evidence WHEN OLD.claim_id <> NEW.claim_id OR OLD.stance <> NEW.stance BEGIN
  INSERT INTO counted_stances (claim_id) SELECT ifnull(first_claim_id, id) FROM claims WHERE id IN (OLD.claim_id, NEW.claim_id);
END;
CREATE TRIGGER evidence_stances_delete AFTER DELETE ON evidence BEGIN
  INSERT INTO counted_stances (claim_id) SELECT ifnull(first_claim_id, id) FROM claims WHERE id = OLD.claim_id;
END;
CREATE TRIGGER claims_stances_insert AFTER INSERT ON claims
WHEN NEW.first_claim_id IS NOT NULL OR NEW.id IN (SELECT claim_id FROM evidence) BEGIN
  INSERT INTO counted_stances (claim_id) VALUES (ifnull(NEW.first_claim_id, NEW.id));
END;
CREATE TRIGGER claims_stances_update AFTER UPDATE ON claims WHEN OLD.first_claim_id IS NOT NEW.first_claim_id BEGIN
  INSERT INTO counted_stances (claim_id) VALUES (ifnull(OLD.first_claim_id, OLD.id)), (ifnull(NEW.first_claim_id, NEW.id));
END;
CREATE TRIGGER claims_stances_delete AFTER DELETE ON claims BEGIN
  DELETE FROM stances WHERE claim_id = OLD.id;
  INSERT INTO counted_stances (claim_id) SELECT OLD.first_claim_id WHERE OLD.first_claim_id IS NOT NULL;
  INSERT INTO counted_stances (claim_id) SELECT OLD.id WHERE EXISTS (SELECT 1 FROM claims WHERE first_claim_id = OLD.id);
END;

INSERT INTO stances (claim_id, supports, refutes, context) SELECT claim_id, supports, refutes, context FROM counted_stances;

-- As before, but that evidence of linked claims counts, that without any evidence the
-- fine label follows from what the label means, and with the first appearance at the end.
DROP VIEW labelled_claims;

-- The CSV is SELECT * FROM this: CROSS JOIN holds the loops in the order that
-- the indexes already sort by, so that a million rows need no sorting.
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
       CASE WHEN s.claim_id IS NULL THEN CASE l.meaning WHEN 'supported' THEN 'supported' WHEN 'disputed' THEN 'refuted' WHEN 'unclear' THEN 'not enough info' ELSE '' END
         WHEN s.supports > 0 AND s.refutes > 0 THEN 'conflicting' WHEN s.refutes > 0 THEN 'refuted' WHEN s.supports > 0 THEN 'supported'
         ELSE 'not enough info' END AS fine_label,
       c.statement AS statement,
       c.claimant AS claimant,
       c.claim_date AS claim_date,
       c.claim_type AS claim_type,
       c.confidence AS confidence,
       c.note AS note,
       ifnull(s.supports, 0) AS supporting,
       ifnull(s.refutes, 0) AS refuting,
       CASE p.pseudonym WHEN '' THEN p.name ELSE p.pseudonym END AS annotator,
       c.status AS status,
       c.created_at AS created_at,
       c.updated_at AS updated_at,
       ifnull(f.name, '') AS final_label,
       CASE r.pseudonym WHEN '' THEN r.name ELSE ifnull(r.pseudonym, '') END AS reviewer,
       c.reviewed_at AS reviewed_at,
       CASE WHEN c.document_sha256 IN (SELECT sha256 FROM locators) THEN
         ifnull((SELECT x.kind || ' ' || x.label FROM locators x WHERE x.sha256 = c.document_sha256 AND x."end" > c.start AND x.start < c."end"
             AND x.start >= ifnull((SELECT max(y.start) FROM locators y WHERE y.sha256 = c.document_sha256 AND y.start <= c.start), 0)
             ORDER BY x.start LIMIT 1)
           || (SELECT CASE WHEN x.start > c.start AND EXISTS (SELECT 1 FROM locators y WHERE y.sha256 = x.sha256 AND y.start < x.start AND y."end" > c.start)
               THEN '–' || x.label ELSE '' END
             FROM locators x WHERE x.sha256 = c.document_sha256 AND x.start < c."end" ORDER BY x.start DESC LIMIT 1), '')
         ELSE '' END AS locator,
       ifnull(c.first_claim_id, '') AS first_claim_id
FROM documents d
CROSS JOIN claims c ON c.document_id = d.id
LEFT JOIN stances s ON s.claim_id = c.id
LEFT JOIN labels l ON l.id = c.label_id
LEFT JOIN people p ON p.id = ifnull((SELECT same_as FROM people s WHERE s.id = ifnull(c.labeller_id, c.person_id)), ifnull(c.labeller_id, c.person_id))
LEFT JOIN labels f ON f.id = c.final_label_id
LEFT JOIN people r ON r.id = ifnull((SELECT same_as FROM people s WHERE s.id = c.reviewer_id), c.reviewer_id)
ORDER BY d.title COLLATE NOCASE, d.id, c.start, c."end", c.id;

-- As before, with the evidence that linked claims share: shared_from is the claim that it was added to, '' for
-- the claim's own. Sets are those of one shared_from.
DROP VIEW claim_evidence;
CREATE VIEW claim_evidence AS
SELECT e.id AS evidence_id,
       c.id AS claim_id,
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
       e.created_at AS created_at,
       e.published AS published,
       e.archive_url AS archive_url,
       CASE WHEN e.document_sha256 IN (SELECT sha256 FROM locators) THEN
         ifnull((SELECT x.kind || ' ' || x.label FROM locators x WHERE x.sha256 = e.document_sha256 AND x."end" > e.start AND x.start < e."end"
             AND x.start >= ifnull((SELECT max(y.start) FROM locators y WHERE y.sha256 = e.document_sha256 AND y.start <= e.start), 0)
             ORDER BY x.start LIMIT 1)
           || (SELECT CASE WHEN x.start > e.start AND EXISTS (SELECT 1 FROM locators y WHERE y.sha256 = x.sha256 AND y.start < x.start AND y."end" > e.start)
               THEN '–' || x.label ELSE '' END
             FROM locators x WHERE x.sha256 = e.document_sha256 AND x.start < e."end" ORDER BY x.start DESC LIMIT 1), '')
         ELSE '' END AS locator,
       CASE e.claim_id WHEN c.id THEN '' ELSE e.claim_id END AS shared_from
FROM documents d
CROSS JOIN claims c ON c.document_id = d.id
CROSS JOIN stances s ON s.claim_id = c.id
CROSS JOIN evidence e ON e.claim_id IN (SELECT ifnull(c.first_claim_id, c.id)
  UNION ALL SELECT k.id FROM claims k WHERE k.first_claim_id = ifnull(c.first_claim_id, c.id))
LEFT JOIN documents o ON o.id = e.document_id
LEFT JOIN people p ON p.id = ifnull((SELECT same_as FROM people x WHERE x.id = e.person_id), e.person_id)
ORDER BY d.title COLLATE NOCASE, d.id, c.start, c."end", c.id, e.claim_id <> c.id, e.claim_id, e.evidence_set, e.id;
