-- More of what is known of a document. tags is a list with commas, status what the
-- user said of the work on it, '' where it follows from its claims.
ALTER TABLE documents ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN status TEXT NOT NULL DEFAULT '' CHECK (status IN ('', 'new', 'in progress', 'done'));

-- Where in its file a part of a text stands: its page, its time in a recording. They are
-- made with the text and never change; those of a text do not overlap.
CREATE TABLE locators (
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  start  INTEGER NOT NULL CHECK (start >= 0),
  "end"  INTEGER NOT NULL CHECK ("end" > start),
  kind   TEXT NOT NULL CHECK (kind IN ('page', 'time', 'slide', 'chapter', 'row')),
  label  TEXT NOT NULL CHECK (label <> ''),
  PRIMARY KEY (sha256, start)
) STRICT, WITHOUT ROWID;

-- As before, and where in its file a claim stands: 'page 3', or 'page 3–4' where it begins and ends in different parts.
DROP VIEW labelled_claims;

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
       c.reviewed_at AS reviewed_at,
       CASE WHEN c.document_sha256 IN (SELECT sha256 FROM locators) THEN
         ifnull((SELECT x.kind || ' ' || x.label FROM locators x WHERE x.sha256 = c.document_sha256 AND x."end" > c.start AND x.start < c."end"
             AND x.start >= ifnull((SELECT max(y.start) FROM locators y WHERE y.sha256 = c.document_sha256 AND y.start <= c.start), 0)
             ORDER BY x.start LIMIT 1)
           || (SELECT CASE WHEN x.start > c.start AND EXISTS (SELECT 1 FROM locators y WHERE y.sha256 = x.sha256 AND y.start < x.start AND y."end" > c.start)
               THEN '–' || x.label ELSE '' END
             FROM locators x WHERE x.sha256 = c.document_sha256 AND x.start < c."end" ORDER BY x.start DESC LIMIT 1), '')
         ELSE '' END AS locator
FROM documents d
CROSS JOIN claims c ON c.document_id = d.id
LEFT JOIN labels l ON l.id = c.label_id
LEFT JOIN people p ON p.id = ifnull((SELECT same_as FROM people s WHERE s.id = ifnull(c.labeller_id, c.person_id)), ifnull(c.labeller_id, c.person_id))
LEFT JOIN labels f ON f.id = c.final_label_id
LEFT JOIN people r ON r.id = ifnull((SELECT same_as FROM people s WHERE s.id = c.reviewer_id), c.reviewer_id)
ORDER BY d.title COLLATE NOCASE, d.id, c.start, c."end", c.id;

-- A few numbers made of each text, by which texts that are nearly the same are found; they can be made again.
CREATE TABLE sketches (
  sha256  TEXT PRIMARY KEY NOT NULL CHECK (length(sha256) = 64),
  version INTEGER NOT NULL,
  sketch  BLOB NOT NULL
) STRICT;
