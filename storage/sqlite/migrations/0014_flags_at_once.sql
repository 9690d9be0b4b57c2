-- Worries without a session, of exactly the same words within minutes, are one flag with a count: whoever sends one a
-- thousand times hides no other.
ALTER TABLE flag ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
ALTER TABLE flag ADD COLUMN without_session INTEGER NOT NULL DEFAULT 0;

CREATE INDEX flag_open ON flag (consultation, level, id) WHERE closed_at IS NULL;
CREATE INDEX flag_without_session ON flag (consultation, words, at) WHERE closed_at IS NULL AND without_session;
