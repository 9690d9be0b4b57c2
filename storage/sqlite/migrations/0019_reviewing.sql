-- Reviewing: words hidden by hand, who has an answer before them, and how an answer may be shown.
CREATE TABLE hidden_by_hand (
    answer BLOB NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
    turn INTEGER NOT NULL, -- the how manieth time that words of this answer were hidden
    revision INTEGER NOT NULL, -- of the answer: its words can be brought back while nobody changed it
    sealed BLOB NOT NULL, -- under KEYS_DIR/hidden-words.key: the words as they were
    until TEXT NOT NULL,
    PRIMARY KEY (answer, turn)
) WITHOUT ROWID;

CREATE TABLE review_lease (
    answer BLOB PRIMARY KEY REFERENCES answer (id) ON DELETE CASCADE,
    staff TEXT NOT NULL,
    until TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX review_lease_staff ON review_lease (staff);

ALTER TABLE answer ADD COLUMN mark TEXT NOT NULL DEFAULT '' CHECK (mark IN ('', 'counts_only', 'singles_out'));

CREATE INDEX answer_singling_out ON answer (response) WHERE mark = 'singles_out';
