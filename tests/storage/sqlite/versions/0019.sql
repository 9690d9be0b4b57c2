-- A moderator has one answer before them, has hidden a word of it, and marks it.

INSERT INTO hidden_by_hand (answer, turn, revision, sealed, until)
SELECT id, 1, revision, x'01', '2026-03-03T09:40:00.000000+00:00' FROM answer LIMIT 1;
INSERT INTO review_lease (answer, staff, until)
SELECT id, 'Ada', '2026-03-02T09:45:00.000000+00:00' FROM answer LIMIT 1;
UPDATE answer SET mark = 'singles_out' WHERE id IN (SELECT answer FROM review_lease);
