-- What was said last stands with its session, and no longer with its event: known events are then a few bytes each, of
-- which many are on one page. A session that is older has it with its last event still.
ALTER TABLE session ADD COLUMN said BLOB NOT NULL DEFAULT x''; -- sealed; empty once its event is forgotten

-- Files have the words that an answer no longer has, whoever changed it.
CREATE TRIGGER words_change AFTER UPDATE OF text ON answer
WHEN OLD.text <> NEW.text
BEGIN
    UPDATE held_in_file SET back = NEW.day
    WHERE response = NEW.response AND question = NEW.question AND back = '';
END;
