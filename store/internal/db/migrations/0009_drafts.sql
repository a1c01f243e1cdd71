-- What is typed into a field and not saved yet, so that a crash costs none of
-- it. Drafts are no part of the history, of packages, merges, copies or
-- exports. form is the kind of form, subject the id of what it is about or '',
-- base the SHA-256 of the value that was stored when the typing began.
CREATE TABLE drafts (
  person_id TEXT NOT NULL,
  form      TEXT NOT NULL,
  subject   TEXT NOT NULL,
  field     TEXT NOT NULL,
  base      TEXT NOT NULL,
  text      TEXT NOT NULL,
  typed_at  TEXT NOT NULL,
  PRIMARY KEY (person_id, form, subject, field, base)
) STRICT;

-- Comments typed in a review were kept with what its session needs to go on.
INSERT INTO drafts (person_id, form, subject, field, base, text, typed_at)
SELECT r.person_id, 'review', r.id, d.key, '', d.value, r.started_at
FROM settings s
JOIN review_sessions r ON s.key = 'session:' || r.id
CROSS JOIN json_each(CASE WHEN json_valid(s.value) THEN s.value ELSE '{}' END, '$.drafts') d
WHERE d.type = 'text';
