-- Times that lead from what is kept to a moment become coarse; exact are those of sign-ins alone.

-- An answer is named by day, in decisions and in the audit. Both are written anew, so that no exact time is left over in
-- unused room of their pages.
DROP TRIGGER decision_stays;
DROP TRIGGER decision_stands;

CREATE TABLE coarse AS SELECT id, answer, revision, verdict, reason, decided_by, substr(at, 1, 10) AS at FROM decision;
DELETE FROM decision;
INSERT INTO decision (id, answer, revision, verdict, reason, decided_by, at)
    SELECT id, answer, revision, verdict, reason, decided_by, at FROM coarse ORDER BY id;
DROP TABLE coarse;

CREATE TRIGGER decision_stays BEFORE DELETE ON decision
BEGIN
    SELECT raise(ABORT, 'decisions are only ever added');
END;

CREATE TRIGGER decision_stands BEFORE UPDATE ON decision
BEGIN
    SELECT raise(ABORT, 'decisions are only ever added');
END;

CREATE TABLE coarse AS SELECT id, action, done_by, detail,
    CASE
        WHEN action IN ('signed in', 'signed out') OR length(at) < 16 THEN at
        WHEN action LIKE 'answer %' OR action LIKE 'decision %' OR action LIKE 'flag %' THEN substr(at, 1, 10)
        ELSE substr(at, 1, 15) || '0:00.000000+00:00'
    END AS at FROM audit;
DELETE FROM audit;
INSERT INTO audit (id, at, action, done_by, detail) SELECT id, at, action, done_by, detail FROM coarse ORDER BY id;
DROP TABLE coarse;

UPDATE dead_letter SET at = substr(at, 1, 15) || '0:00.000000+00:00' WHERE length(at) >= 16;

-- Flags of what is closed have an hour, those that somebody has looked into a day.
INSERT OR REPLACE INTO to_wipe SELECT 'flag', random() WHERE EXISTS (SELECT 1 FROM flag);

UPDATE flag SET
    at = substr(at, 1, CASE WHEN closed_at IS NULL THEN 13 ELSE 10 END),
    closed_at = substr(closed_at, 1, 13)
WHERE consultation IN (SELECT id FROM consultation WHERE status IN ('closed', 'published'));

-- Replies wait since the beginning of ten minutes.
INSERT OR REPLACE INTO to_wipe SELECT 'outbox', random() WHERE EXISTS (SELECT 1 FROM outbox);

UPDATE outbox SET
    created = substr(created, 1, 15) || '0:00.000000+00:00',
    due = substr(due, 1, 15) || '0:00.000000+00:00'
WHERE length(due) >= 16;
