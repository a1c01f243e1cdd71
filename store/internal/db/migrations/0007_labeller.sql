-- A label that somebody else than the claim's maker gave it is that person's
-- word: labeller_id says whose, NULL where it is the maker's own. corrected is 1
-- where it took the place of another person's label, so that it was given in
-- sight of that; it stays when the label is changed again, or taken away.
ALTER TABLE claims ADD COLUMN labeller_id TEXT REFERENCES people (id);
ALTER TABLE claims ADD COLUMN corrected INTEGER CHECK (corrected = 1);
CREATE INDEX claims_by_labeller ON claims (labeller_id) WHERE labeller_id IS NOT NULL;

-- As before, but that the annotator of a row is the one who gave its label.
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
       c.reviewed_at AS reviewed_at
FROM documents d
CROSS JOIN claims c ON c.document_id = d.id
LEFT JOIN labels l ON l.id = c.label_id
LEFT JOIN people p ON p.id = ifnull((SELECT same_as FROM people s WHERE s.id = ifnull(c.labeller_id, c.person_id)), ifnull(c.labeller_id, c.person_id))
LEFT JOIN labels f ON f.id = c.final_label_id
LEFT JOIN people r ON r.id = ifnull((SELECT same_as FROM people s WHERE s.id = c.reviewer_id), c.reviewer_id)
ORDER BY d.title COLLATE NOCASE, d.id, c.start, c."end", c.id;
