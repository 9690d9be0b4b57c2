-- Wrong tries of receipt words. Who is counted is an HMAC of the first two words: the same for words that nobody has,
-- and none of a receipt's columns. Rows go within seventy minutes.
CREATE TABLE receipt_try (
    words BLOB NOT NULL,
    slot TEXT NOT NULL, -- ten minutes
    tries INTEGER NOT NULL,
    PRIMARY KEY (words, slot)
) WITHOUT ROWID;

-- Forms that were sent with receipt words, so that one that comes twice counts once. The id is an HMAC of the form's own
-- random id: it says nothing of who sent it, or of which response it was about.
CREATE TABLE receipt_form (
    id BLOB PRIMARY KEY,
    day TEXT NOT NULL
) WITHOUT ROWID;

-- Files that were handed out, by day.
CREATE TABLE made_file (
    consultation TEXT NOT NULL,
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    made_by TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('letter', 'figures')),
    format TEXT NOT NULL,
    PRIMARY KEY (consultation, day, name, made_by)
) WITHOUT ROWID;

-- What the files of a day hold. It outlives the response: that is what a recall needs.
CREATE TABLE held_in_file (
    response BLOB NOT NULL,
    day TEXT NOT NULL,
    what TEXT NOT NULL, -- as in made_file; empty: counted in the figures that every file has
    question TEXT NOT NULL, -- whose words are quoted; empty: counted
    consultation TEXT NOT NULL,
    back TEXT NOT NULL DEFAULT '', -- the day on which it was taken back; empty: it was not
    PRIMARY KEY (response, day, what, question)
) WITHOUT ROWID;

CREATE INDEX held_in_file_back ON held_in_file (consultation, day) WHERE back <> '';
