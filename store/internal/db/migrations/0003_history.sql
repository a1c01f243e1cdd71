-- What the history is asked for. Each index is one more page to write with a
-- change, so there is none for times: the ids of events begin with theirs.
CREATE INDEX events_by_person ON events (person_id);
CREATE INDEX events_by_kind ON events (entity, verb);

-- The document a changed row is, or lies in, and the claim it belongs to, both
-- found in events of any age. An image that is no JSON lies nowhere.
CREATE INDEX events_by_document ON events (
  CASE WHEN entity = 'documents' THEN entity_id
       WHEN json_valid(ifnull(after, before)) THEN ifnull(after, before) ->> 'document_id' END
) WHERE entity IN ('claims', 'documents', 'evidence', 'not_content');
CREATE INDEX events_by_claim ON events (
  CASE WHEN json_valid(ifnull(after, before)) THEN ifnull(after, before) ->> 'claim_id' END
) WHERE entity IN ('evidence', 'decisions');
