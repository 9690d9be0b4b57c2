-- Closing a consultation, which a crash may interrupt at any point.

ALTER TABLE consultation ADD COLUMN key_check BLOB; -- what its key is known again by; NULL without a key

ALTER TABLE consultation ADD COLUMN closed_on TEXT; -- the day that it was closed on, which may be after its last day

ALTER TABLE consultation ADD COLUMN closing INTEGER NOT NULL DEFAULT 0; -- 1: begun, and to be finished

-- Tables whose pages may hold leftovers of deleted rows, and are to be written anew. The mark tells one order from the
-- next, so that one that comes while the work is done is not taken for done.
CREATE TABLE to_wipe (
    name TEXT PRIMARY KEY,
    mark INTEGER NOT NULL
) WITHOUT ROWID;
