-- Code frames, what learned to code, and what was coded. Who comes when leaves no trace here: answers are known by their
-- random ids, dates are days, and an answer is coded together with all others of its day.

CREATE TABLE code_frame (
    consultation TEXT NOT NULL REFERENCES consultation (id),
    question TEXT NOT NULL,
    version INTEGER NOT NULL,
    frame TEXT NOT NULL, -- JSON
    change TEXT NOT NULL, -- JSON: what was done to the version before
    changed_by TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (consultation, question, version)
) WITHOUT ROWID;

CREATE TABLE coder (
    consultation TEXT NOT NULL REFERENCES consultation (id),
    question TEXT NOT NULL,
    number INTEGER NOT NULL,
    version TEXT NOT NULL, -- a digest of all that it was made from
    frame INTEGER NOT NULL,
    parent INTEGER NOT NULL, -- the one in use before; 0: none
    score REAL, -- cross-validated; NULL: too few examples
    examples INTEGER NOT NULL, -- answers that it learned from
    made_by TEXT NOT NULL,
    day TEXT NOT NULL,
    in_use INTEGER NOT NULL,
    learned BLOB NOT NULL, -- empty: forgotten
    PRIMARY KEY (consultation, question, number)
) WITHOUT ROWID;

CREATE TABLE coding (
    answer BLOB NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (place IN (0, 1, 2)), -- the machine's, the first person's, the second person's
    number INTEGER NOT NULL, -- of this answer and place
    consultation TEXT NOT NULL,
    question TEXT NOT NULL,
    revision INTEGER NOT NULL, -- of the answer's text
    frame INTEGER NOT NULL,
    coder INTEGER NOT NULL, -- 0: a person
    coded_by TEXT NOT NULL, -- empty: the machine
    codes TEXT NOT NULL, -- with blanks between
    confidence TEXT NOT NULL, -- JSON
    unsure INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (answer, place, number)
) WITHOUT ROWID;

CREATE TRIGGER coding_stands BEFORE UPDATE ON coding
BEGIN
    SELECT raise(ABORT, 'codings are only ever added');
END;

-- They go with their answer, and only with it.
CREATE TRIGGER coding_stays BEFORE DELETE ON coding
WHEN EXISTS (SELECT 1 FROM answer WHERE id = OLD.answer)
BEGIN
    SELECT raise(ABORT, 'codings are only ever added');
END;

-- What was learned from words that are taken back, or changed, is forgotten with them.
CREATE TRIGGER coder_forgets AFTER DELETE ON coding
WHEN OLD.place > 0
BEGIN
    UPDATE coder SET learned = x'' WHERE consultation = OLD.consultation AND question = OLD.question
        AND examples > 0 AND learned <> x'';
END;

CREATE TRIGGER coder_forgets_words AFTER UPDATE OF text ON answer
WHEN OLD.text <> NEW.text AND EXISTS (SELECT 1 FROM coding WHERE answer = OLD.id AND place > 0)
BEGIN
    UPDATE coder SET learned = x'' WHERE consultation = OLD.consultation AND question = OLD.question
        AND examples > 0 AND learned <> x'';
END;

CREATE TABLE felt (
    answer BLOB PRIMARY KEY REFERENCES answer (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    feeling TEXT NOT NULL,
    version TEXT NOT NULL, -- of what felt it
    day TEXT NOT NULL
) WITHOUT ROWID;

-- Answers of groups that were offered as a new theme and are none.
CREATE TABLE left_alone (
    answer BLOB PRIMARY KEY REFERENCES answer (id) ON DELETE CASCADE,
    left_by TEXT NOT NULL,
    day TEXT NOT NULL
) WITHOUT ROWID;
