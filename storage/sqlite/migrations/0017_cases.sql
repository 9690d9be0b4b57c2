-- What safeguarding leads do about flags. Flags of one person's answers are one case while it is not closed.
CREATE TABLE flag_case (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'opened', 'in_hand', 'closed')),
    level INTEGER NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'acted_on', 'no_action', 'false_alarm', 'worry')),
    since TEXT NOT NULL, -- when its clock began
    fresh INTEGER NOT NULL DEFAULT 0, -- a flag came after somebody took it in hand
    -- Both are made under the consultation's key, and say nothing once it is destroyed.
    link BLOB, -- HMAC of the response's id
    sealed BLOB -- the response's id
);

CREATE INDEX flag_case_open ON flag_case (state, level) WHERE state <> 'closed';
CREATE INDEX flag_case_link ON flag_case (consultation, link) WHERE link IS NOT NULL;

CREATE TABLE case_move (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    flag_case INTEGER NOT NULL,
    move TEXT NOT NULL,
    moved_by TEXT NOT NULL,
    at TEXT NOT NULL,
    goes_to TEXT NOT NULL DEFAULT '', -- whose hands it is in from then on
    level INTEGER,
    outcome TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '', -- redacted
    next_step TEXT NOT NULL DEFAULT '' -- redacted
);

CREATE INDEX case_move_case ON case_move (flag_case, id);

ALTER TABLE flag ADD COLUMN flag_case INTEGER;
ALTER TABLE flag ADD COLUMN question TEXT NOT NULL DEFAULT ''; -- its id; empty where it is not known
ALTER TABLE flag ADD COLUMN sentences TEXT NOT NULL DEFAULT ''; -- redacted: those that the words stand in

CREATE INDEX flag_of_case ON flag (flag_case);

INSERT INTO flag_case (id, consultation, state, level, outcome, since)
SELECT
    id,
    consultation,
    CASE WHEN closed_at IS NULL THEN 'waiting' ELSE 'closed' END,
    level,
    CASE WHEN closed_at IS NULL THEN '' WHEN verdict = 'false_alarm' THEN 'false_alarm' ELSE 'worry' END,
    CASE WHEN closed_at IS NULL THEN at ELSE substr(at, 1, 13) END
FROM flag;
UPDATE flag SET flag_case = id;
INSERT INTO case_move (flag_case, move, moved_by, at, outcome)
SELECT flag_case.id, 'closed', closed_by, substr(closed_at, 1, 13), outcome FROM flag_case JOIN flag ON flag.flag_case = flag_case.id
WHERE state = 'closed';

-- A case is kept as long as its flags.
CREATE TRIGGER case_goes AFTER DELETE ON flag
WHEN OLD.flag_case IS NOT NULL AND NOT EXISTS (SELECT 1 FROM flag WHERE flag_case = OLD.flag_case)
BEGIN
    DELETE FROM case_move WHERE flag_case = OLD.flag_case;
    DELETE FROM flag_case WHERE id = OLD.flag_case;
END;

-- Where leads are told that something waits. No id of what they were told about is an answer's.
CREATE TABLE alert_address (
    staff INTEGER NOT NULL REFERENCES staff (id),
    way TEXT NOT NULL CHECK (way IN ('email', 'telegram')),
    sealed BLOB NOT NULL, -- the address
    told_at TEXT NOT NULL DEFAULT '',
    told_flag INTEGER NOT NULL DEFAULT 0, -- the newest flag that they were told of
    told_late INTEGER NOT NULL DEFAULT 0, -- how many overdue cases they were told of
    PRIMARY KEY (staff, way)
) WITHOUT ROWID;

CREATE TABLE alert_code (
    digest BLOB PRIMARY KEY,
    staff INTEGER NOT NULL REFERENCES staff (id),
    until TEXT NOT NULL
) WITHOUT ROWID;
