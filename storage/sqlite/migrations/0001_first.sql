-- Days are text (2026-03-01), times are text in UTC (2026-03-01T09:30:00.000000+00:00).

CREATE TABLE consultation (
    id TEXT PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('draft', 'open', 'closed', 'published')),
    opens TEXT,
    closes TEXT,
    trial INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE consultation_text (
    consultation TEXT NOT NULL REFERENCES consultation (id),
    version INTEGER NOT NULL,
    text TEXT NOT NULL, -- JSON
    PRIMARY KEY (consultation, version)
) WITHOUT ROWID;

CREATE TABLE group_code (
    consultation TEXT NOT NULL REFERENCES consultation (id),
    code TEXT NOT NULL, -- in lower case
    group_name TEXT NOT NULL,
    PRIMARY KEY (consultation, code)
) WITHOUT ROWID;

-- Sessions and their events. Both ids are HMACs under the consultation's key, and so in no order that says anything.

CREATE TABLE session (
    id BLOB PRIMARY KEY,
    consultation TEXT NOT NULL,
    link BLOB, -- HMAC of the response's id
    state BLOB NOT NULL -- sealed: the state and the replies of the last turn
) WITHOUT ROWID;

CREATE INDEX session_link ON session (link) WHERE link IS NOT NULL;

CREATE TABLE event (
    session BLOB NOT NULL,
    id BLOB NOT NULL,
    consultation TEXT NOT NULL,
    day TEXT NOT NULL,
    replies BLOB NOT NULL, -- sealed; empty once they were taken back
    PRIMARY KEY (session, id)
) WITHOUT ROWID;

-- What was said. All ids are random, and so is the order of the rows; dates are days.

CREATE TABLE response (
    id BLOB PRIMARY KEY,
    consultation TEXT NOT NULL REFERENCES consultation (id),
    version INTEGER NOT NULL,
    age_band TEXT NOT NULL,
    door TEXT NOT NULL,
    day TEXT NOT NULL,
    quoting INTEGER, -- NULL: not asked yet
    finished INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE INDEX response_consultation ON response (consultation, id);

CREATE TABLE answer (
    id BLOB PRIMARY KEY,
    response BLOB NOT NULL REFERENCES response (id) ON DELETE CASCADE,
    consultation TEXT NOT NULL,
    question TEXT NOT NULL,
    chosen TEXT NOT NULL, -- option ids with blanks between
    text TEXT NOT NULL, -- redacted
    hidden TEXT NOT NULL, -- kinds with blanks between
    sent_again INTEGER NOT NULL,
    risk INTEGER NOT NULL,
    day TEXT NOT NULL,
    review TEXT NOT NULL CHECK (review IN ('not_needed', 'waiting', 'approved', 'rejected')),
    reason TEXT NOT NULL DEFAULT '',
    revision INTEGER NOT NULL DEFAULT 1, -- of the text; decisions are about one revision
    UNIQUE (response, question)
) WITHOUT ROWID;

CREATE INDEX answer_review ON answer (consultation, review, risk DESC, id) WHERE review <> 'not_needed';

CREATE TABLE receipt (
    locator BLOB NOT NULL,
    response BLOB NOT NULL REFERENCES response (id) ON DELETE CASCADE,
    verifier TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (locator, response)
) WITHOUT ROWID;

CREATE INDEX receipt_response ON receipt (response);

-- Stands by itself: no column says whose words they are.
CREATE TABLE flag (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation TEXT NOT NULL,
    level INTEGER NOT NULL,
    kinds TEXT NOT NULL, -- JSON
    words TEXT NOT NULL, -- redacted
    at TEXT NOT NULL,
    closed_at TEXT,
    closed_by TEXT NOT NULL DEFAULT ''
);

CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    answer BLOB NOT NULL, -- outlives its answer
    revision INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('approve', 'reject', 'undo')),
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX decision_answer ON decision (answer, revision);

CREATE TRIGGER decision_stays BEFORE DELETE ON decision
BEGIN
    SELECT raise(ABORT, 'decisions are only ever added');
END;

CREATE TRIGGER decision_stands BEFORE UPDATE ON decision
BEGIN
    SELECT raise(ABORT, 'decisions are only ever added');
END;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation TEXT NOT NULL,
    lane BLOB NOT NULL, -- HMAC of the address
    first INTEGER NOT NULL,
    sealed BLOB NOT NULL, -- address, context and reply
    tries INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    due TEXT NOT NULL
);

CREATE INDEX outbox_order ON outbox (first DESC, id);
CREATE INDEX outbox_lane ON outbox (lane, first DESC, id);

CREATE TABLE dead_letter (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    door TEXT NOT NULL,
    what TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE TABLE staff (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE, -- the name without the difference of upper and lower case
    roles TEXT NOT NULL, -- with blanks between
    disabled INTEGER NOT NULL DEFAULT 0,
    password TEXT NOT NULL DEFAULT '' -- Argon2id
);

CREATE TABLE link (
    digest BLOB PRIMARY KEY,
    staff INTEGER NOT NULL REFERENCES staff (id),
    until TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sign_in (
    digest BLOB PRIMARY KEY,
    staff INTEGER NOT NULL REFERENCES staff (id),
    until TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    done_by TEXT NOT NULL,
    detail TEXT NOT NULL
);

-- Written and emptied again by the check that writing works.
CREATE TABLE pulse (beat BLOB NOT NULL);
