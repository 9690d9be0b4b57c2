-- What the keys of the service are known again by, so that none is made anew or exchanged without a word. NULL: the next
-- start may take the one that is there, or make one.
CREATE TABLE key_known (
    name TEXT PRIMARY KEY,
    key_check BLOB
) WITHOUT ROWID;

-- Sessions and known events as they stand in a backup: sealed under the key of their consultation, so many people in
-- each part. Empty in a database that is in use.
CREATE TABLE place (
    consultation TEXT NOT NULL,
    part INTEGER NOT NULL,
    people INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (consultation, part)
) WITHOUT ROWID;
