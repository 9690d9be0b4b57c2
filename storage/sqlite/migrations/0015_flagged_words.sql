-- What safeguarding leads decided about quoting an answer that was flagged. Decisions are about one revision of its text,
-- and about the flags that there were then; no flag says here whose words it is about.
CREATE TABLE print_decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    answer BLOB NOT NULL, -- outlives its answer
    revision INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('quote', 'undo', 'before', 'keep')),
    newest_flag INTEGER NOT NULL, -- the newest flag that there was
    decided_by TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX print_decision_answer ON print_decision (answer);

-- What was approved before is kept out by the flags that there are, and not by one that nobody can look at any more.
INSERT INTO print_decision (answer, revision, verdict, newest_flag, decided_by, at)
SELECT id, revision, 'before', 0, '', day FROM answer WHERE risk > 0 AND review = 'approved';

CREATE TRIGGER print_decision_stays BEFORE DELETE ON print_decision
BEGIN
    SELECT raise(ABORT, 'decisions are only ever added');
END;

CREATE TRIGGER print_decision_stands BEFORE UPDATE ON print_decision
BEGIN
    SELECT raise(ABORT, 'decisions are only ever added');
END;
