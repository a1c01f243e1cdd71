-- When a label is the right one, in the words of those who use it.
ALTER TABLE labels ADD COLUMN guideline TEXT NOT NULL DEFAULT '';
