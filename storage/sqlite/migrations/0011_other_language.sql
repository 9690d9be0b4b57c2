-- What no machine could read, as it is in another language. `language` is its code; of an answer that nobody has read yet
-- all words are in `sealed`, under the consultation's key, and only what was understood of it is in `text`. It is
-- 'not_needed' in review until a person has redacted it; then it is an answer as any other, and nothing is sealed.
ALTER TABLE answer ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN sealed BLOB;

CREATE INDEX answer_unread ON answer (consultation, id) WHERE sealed IS NOT NULL;

-- Who redacted an answer in another language. The answer may go; this stays, and is only ever added to.
CREATE TABLE reading (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    answer BLOB NOT NULL,
    revision INTEGER NOT NULL, -- of the redacted text
    language TEXT NOT NULL,
    read_by TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE TRIGGER reading_stays BEFORE DELETE ON reading
BEGIN
    SELECT raise(ABORT, 'readings are only ever added');
END;

CREATE TRIGGER reading_stands BEFORE UPDATE ON reading
BEGIN
    SELECT raise(ABORT, 'readings are only ever added');
END;
