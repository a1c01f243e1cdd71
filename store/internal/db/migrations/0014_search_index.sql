-- Which words stand in which sentences of the documents: all of it is made from the texts, and can be made again.
-- A text's sentences are numbered from "first" on, and no number is given twice.
CREATE TABLE search_texts (
  first     INTEGER PRIMARY KEY,
  sha256    TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  sentences BLOB NOT NULL, -- where they are
  lengths   BLOB NOT NULL  -- how many words each has, a byte each
) STRICT;
-- A segment holds the words of the sentences numbered from first to before "end", in blocks of words in order. Its blocks are
-- written while it is new, found once it is listed, and deleted when another has replaced it.
CREATE TABLE search_segments (
  id        INTEGER PRIMARY KEY,
  first     INTEGER NOT NULL,
  "end"     INTEGER NOT NULL CHECK ("end" > first),
  state     TEXT NOT NULL CHECK (state IN ('new', 'listed', 'replaced')),
  without   INTEGER NOT NULL, -- how many of these sentences it has no words of, because their texts are gone
  blocks    INTEGER NOT NULL,
  directory BLOB NOT NULL -- the first word of each block
) STRICT;
-- Those of a segment have ids that follow each other.
CREATE TABLE search_blocks (
  id    INTEGER PRIMARY KEY,
  block BLOB NOT NULL
) STRICT;
CREATE TABLE search_state (
  key   TEXT PRIMARY KEY NOT NULL,
  value INTEGER NOT NULL
) STRICT;
